//! How long Tor's onion services take, and how often they fail.
//!
//! Every number says where it comes from: *checked* sources were read for it, *estimated*
//! ones are ours, for want of a published figure, and are the first to vary in a
//! sensitivity analysis. Delays are log-normal through the median and the 90th percentile
//! of the sample, cut off where Tor itself gives up.
//!
//! Sources:
//! * [W1] "Tor: specify Tor circuit build timeout", WalletWasabi pull request 8900, comment
//!   of 2022-10-07, <https://github.com/WalletWasabi/WalletWasabi/pull/8900>: 100 requests
//!   to a v3 onion service, each over circuits of its own (isolated), Tor's default
//!   settings, public network during the denial-of-service attack of that year.
//! * [W2] "Use only one tor identity per round", WalletWasabi pull request 9212, comment of
//!   2022-09-30, <https://github.com/WalletWasabi/WalletWasabi/pull/9212>: 765 new
//!   connections, given up after 30 s.
//! * [T1] tornettools, `.github/workflows/run_all_steps_output/tornet.plot.data/`
//!   `round_trip_time.onionservice.json`, <https://github.com/shadow/tornettools>: round
//!   trips of 69 transfers with onion services in a sample Tor network. That network is
//!   simulated by Shadow (the method: Jansen, Tracey, Goldberg, "Once is never enough",
//!   USENIX Security 2021, recalled), not the public one.
//! * [L8] Loesing, Wilms, Tor proposal 155, "Four improvements of hidden service
//!   performance" (2008), on measurements of that year,
//!   <https://spec.torproject.org/proposals/155-four-hidden-service-improvements.html>.
//! * [W3] "Set shorter SocksTimeout", WalletWasabi pull request 8860 (2022), which quotes
//!   Tor's manual, <https://github.com/WalletWasabi/WalletWasabi/pull/8860>.
//! * [O1] "Unable to connect at first", OnionShare issue 116 (2014),
//!   <https://github.com/onionshare/onionshare/issues/116>.

use crate::delay::Delay;
use crate::profile::Profile;
use corona_core::time::Span;

impl Profile {
    /// Tor's onion services as they were measured.
    #[must_use]
    pub const fn tor() -> Self {
        Self {
            // Checked, [W1]: median 5.3 s, 90th percentile 14.7 s. That is circuits,
            // introduction, rendezvous and one round trip, as here with TLS. The maximum is
            // Tor's SocksTimeout, 2 minutes ([W3]). For comparison: [W2] has a median of
            // 3.6 s; establishment took a mean of 27.4 s in 2008, [L8] section 2.
            dial: log_normal(5_300, 14_700, 120),
            // The 90th percentile is checked, [O1]: "within about 30 seconds it generally
            // works". The median is estimated: three introduction points took a mean of 8.1 s,
            // 4.4 s if five are tried at once ([L8] section 4), and an upload follows.
            publish: log_normal(10_000, 30_000, 300),
            // Half a round trip. Checked, [T1]: median 689 ms, 90th percentile 979 ms. A
            // frame is at most 33 cells and thus within the first window: length is ignored.
            delivery: log_normal(345, 490, 30),
            // Estimated: a start from a cached directory of a few seconds, then the same
            // introduction points as for a publish.
            bootstrap: log_normal(15_000, 45_000, 300),
            // Estimated: the client tries each introduction point in turn and asks for the
            // descriptor again before it gives up.
            unreachable: log_normal(5_000, 20_000, 120),
            // Estimated: a destroyed circuit is told within a round trip, a vanished phone
            // only when its guard misses it.
            break_notice: log_normal(5_000, 60_000, 300),
            // Checked, [W1]: 5 of 100 requests took more than 30 s or failed; the fit above
            // explains 1.5 of them. [W2], in worse months: 113 of 765 within 30 s.
            dial_failure: 0.035,
            // Estimated: links live for a few frames, and a circuit for hours.
            link_break: 0.001,
            // Estimated: no preference.
            break_told: 0.5,
            // Estimated: half as rare as breaks.
            stall: 0.000_5,
        }
    }

    /// A private Tor network on loopback, as measured there: what the software costs,
    /// without distance or other people's load.
    ///
    /// Figures are from `docs/tor.md` (its command measures them anew); probabilities are
    /// none, as none of its dials failed.
    #[must_use]
    pub const fn private_tor() -> Self {
        Self {
            // Measured: median 420 ms, 90th percentile 588 ms, TLS included.
            dial: log_normal(420, 588, 120),
            // Measured: 0.8 to 1.0 s for one service, 3.0 s until the last of twenty.
            publish: log_normal(975, 2_974, 300),
            // Measured, half a round trip: median 21 ms, 90th percentile 112 ms.
            delivery: log_normal(11, 56, 30),
            // Measured: 0.2 s from a cached directory, 0.8 s without.
            bootstrap: log_normal(227, 792, 300),
            // Three pauses of 1, 2 and 4 s between four tries: by construction.
            unreachable: log_normal(7_500, 9_000, 120),
            // Estimated, as for the public network but for its distance.
            break_notice: log_normal(1_000, 30_000, 300),
            dial_failure: 0.0,
            link_break: 0.0,
            break_told: 0.5,
            stall: 0.0,
        }
    }
}

/// Median and 90th percentile in milliseconds, maximum in seconds.
const fn log_normal(median: i64, ninetieth: i64, at_most: i64) -> Delay {
    Delay::LogNormal {
        median: Span(median),
        ninetieth: Span(ninetieth),
        at_most: Span::seconds(at_most),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Purpose};

    #[test]
    fn a_dial_takes_over_half_a_minute_as_often_as_was_measured() {
        let chance = Chance::new(155);
        let profile = Profile::tor();
        let sampler = profile.dial.sampler();
        let n = 100_000;
        let late = (0..n)
            .filter(|&dial| {
                chance.happens(Purpose::DialFailure, dial, 0, profile.dial_failure)
                    || sampler.draw(|| chance.bits(Purpose::DialDelay, dial, 0)) > Span::seconds(30)
            })
            .count();
        let share = late as f64 / n as f64;
        assert!((0.04..0.06).contains(&share), "{share}");
    }
}
