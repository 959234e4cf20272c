//! How long to wait before another try.
//!
//! Knows a first pause and a longest. Decides each next one: twice the last. Leaves it to
//! whoever tries when to give up.

use std::time::Duration;

/// Pauses that double.
pub(super) struct Pauses {
    next: Duration,
    longest: Duration,
}

impl Pauses {
    /// From `first` up to `longest`.
    pub(super) const fn new(first: Duration, longest: Duration) -> Self {
        Self { next: first, longest }
    }
    /// The next pause.
    pub(super) fn next(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(self.longest);
        pause
    }
    /// Waits for the next pause.
    pub(super) async fn wait(&mut self) {
        tokio::time::sleep(self.next()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let mut pauses = Pauses::new(Duration::from_millis(500), Duration::from_secs(3));
        let taken: Vec<u64> = (0..5).map(|_| pauses.next().as_millis() as u64).collect();
        assert_eq!(taken, [500, 1000, 2000, 3000, 3000]);
    }
}
