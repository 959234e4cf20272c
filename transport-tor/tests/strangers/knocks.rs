//! One stranger of each kind, over pipes and TCP.

use crate::attacks::{self, limits};
use crate::siege::siege;
use corona_transport_tor::loopback::{LoopbackNetwork, PipeNetwork};

macro_rules! over_both_carriers {
    ($($law:ident),* $(,)?) => {$(
        mod $law {
            use super::*;
            #[test]
            fn over_pipes() {
                attacks::$law(siege::<PipeNetwork>(limits()));
            }
            #[test]
            fn over_tcp() {
                attacks::$law(siege::<LoopbackNetwork>(limits()));
            }
        }
    )*};
}

over_both_carriers![
    whoever_does_not_speak_tls_is_hung_up_on,
    whoever_proves_no_key_is_hung_up_on,
    whoever_says_nothing_is_timed_out,
    a_wrong_key_learns_nothing,
    a_right_key_at_the_wrong_service_learns_nothing,
    a_frame_of_four_gibibytes_breaks_its_own_link_alone,
];
