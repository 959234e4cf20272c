//! Strangers at the door of an onion service, over a private Tor network: those who come over
//! TCP as well, and those whom only Tor lets in.

#[path = "../strangers/attacks.rs"]
mod attacks;
#[path = "../bed/mod.rs"]
mod bed;
#[path = "../session/impostor.rs"]
mod impostor;
mod network;
#[path = "../strangers/siege.rs"]
mod siege;

use attacks::{limits, read_all};
use corona_private_tor::network_or_skip;
use corona_transport_tor::Limits;
use network::OnionNetwork;
use siege::{ONE, Siege, siege};
use std::time::Duration;

/// So many come at a time; more at once would keep the strangers' own phone busy, not the host.
const AT_ONCE: usize = 25;

macro_rules! over_tor {
    ($($law:ident),* $(,)?) => {$(
        #[test]
        fn $law() {
            let Some(_network) = network_or_skip(stringify!($law)) else { return };
            attacks::$law(siege::<OnionNetwork>(Limits {
                handshake: Duration::from_secs(8),
                ..limits()
            }));
        }
    )*};
}

over_tor![
    whoever_does_not_speak_tls_is_hung_up_on,
    whoever_proves_no_key_is_hung_up_on,
    whoever_says_nothing_is_timed_out,
    a_wrong_key_learns_nothing,
    a_right_key_at_the_wrong_service_learns_nothing,
    a_frame_of_four_gibibytes_breaks_its_own_link_alone,
];

#[test]
fn two_hundred_silent_strangers_shut_nobody_out() {
    let Some(_network) = network_or_skip("two_hundred_silent_strangers_shut_nobody_out") else {
        return;
    };
    let handshake = Duration::from_secs(5);
    let limits = Limits { half_open_per_service: 16, handshake, ..Limits::default() };
    let mut siege: Siege<OnionNetwork> = siege(limits);
    let before = resident_kib();
    let mut most = before;
    for _ in 0..200 / AT_ONCE {
        let crowd: Vec<_> = (0..AT_ONCE)
            .map(|_| siege.knock(ONE, |mut stream| async move { read_all(&mut stream).await }))
            .collect();
        siege.guest_is_served();
        for stranger in crowd {
            assert_eq!(siege.outcome(stranger), [0_u8; 0], "a silent stranger got an answer");
        }
        most = most.max(resident_kib());
    }
    assert!(siege.most_half_open <= 16, "{} were half-open", siege.most_half_open);
    siege.let_guest_in();
    siege.guest_is_served();
    println!("memory of host, guest and strangers: {before} KiB before, {most} KiB at most");
    // Host, guest and two hundred strangers' circuits share this process.
    assert!(most < before + 100 * 1024, "{before} KiB grew to {most} KiB");
}

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("of its memory");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).expect("in KiB")
}
