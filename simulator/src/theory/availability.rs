//! How long somebody waits for a phone that is sometimes off.

/// A phone that is on and off in turn, each for an exponentially distributed time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Availability {
    /// Mean of a time on, hours, above 0.
    pub on_hours: f64,
    /// Mean of a time off, hours.
    pub off_hours: f64,
}

impl Availability {
    /// The share of time that it is on.
    #[must_use]
    pub fn share_on(self) -> f64 {
        self.on_hours / (self.on_hours + self.off_hours)
    }

    /// (1 − p_on)·μ_off: hours until it is on, on average over whoever comes at a random
    /// moment. Who finds it off waits a whole mean time off, however long it was off before.
    #[must_use]
    pub fn mean_wait_hours(self) -> f64 {
        (1.0 - self.share_on()) * self.off_hours
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand.
    #[test]
    fn half_the_time_on_and_eight_hours_off_are_four_of_waiting() {
        let phone = Availability { on_hours: 8.0, off_hours: 8.0 };
        assert!((phone.share_on() - 0.5).abs() < f64::EPSILON);
        assert!((phone.mean_wait_hours() - 4.0).abs() < 1e-12);
    }
}
