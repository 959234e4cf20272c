//! All laws in a row.

use super::rig::Rig;
use super::{delivery, ending, links, reaching};

/// Runs every law, each on a rig of its own.
///
/// # Panics
/// If the transport breaks a law.
pub fn all<R: Rig>(mut rig: impl FnMut() -> R) {
    all_of_reaching(&mut rig);
    all_of_moving(&mut rig);
    all_of_delivery(&mut rig);
    all_of_ending(&mut rig);
}

/// Laws about who is reached.
///
/// # Panics
/// If the transport breaks one.
pub fn all_of_reaching<R: Rig>(mut rig: impl FnMut() -> R) {
    reaching::a_published_service_is_reached(rig());
    reaching::both_proven_keys_are_the_true_ones(rig());
    reaching::the_wrong_host_is_never_opened(rig());
    reaching::a_dial_to_nobody_ends_by_its_deadline(rig());
    reaching::a_dial_after_its_deadline_never_opens(rig());
}

/// Laws about services that end, move, return or choose their audience.
///
/// # Panics
/// If the transport breaks one.
pub fn all_of_moving<R: Rig>(mut rig: impl FnMut() -> R) {
    reaching::retiring_stops_new_dials_only(rig());
    reaching::the_same_keys_come_back(rig());
    reaching::new_keys_replace_old_ones(rig());
    reaching::a_restricted_service_is_found_by_its_audience_alone(rig());
    reaching::two_services_of_a_phone_do_not_mix(rig());
}

/// Laws about what is carried.
///
/// # Panics
/// If the transport breaks one.
pub fn all_of_delivery<R: Rig>(mut rig: impl FnMut() -> R) {
    delivery::frames_arrive_whole_and_in_order(rig());
    delivery::a_close_comes_after_what_was_sent(rig());
    delivery::many_links_do_not_mix(rig());
}

/// Laws about the end of links, and their names.
///
/// # Panics
/// If the transport breaks one.
pub fn all_of_ending<R: Rig>(mut rig: impl FnMut() -> R) {
    ending::a_refusal_is_a_close_by_the_peer(rig());
    ending::nothing_follows_an_own_close(rig());
    ending::a_close_takes_an_unheard_end_back(rig());
    ending::both_ends_may_close_at_once(rig());
    ending::a_link_that_is_over_takes_no_requests(rig());
    ending::a_dial_can_be_called_off(rig());
    links::link_ids_never_come_again(rig());
    links::a_phone_can_dial_itself(rig());
}
