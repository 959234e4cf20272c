//! The transport keeps the laws of every transport, whatever carries it.

mod bed;

use bed::Bed;
use corona_core::testing::conformance;
use corona_transport_tor::Limits;
use corona_transport_tor::loopback::{LoopbackNetwork, PipeNetwork};

#[test]
fn pipes_keep_the_laws() {
    conformance::all(|| Bed::<PipeNetwork>::new(Limits::default()));
}

#[test]
fn loopback_tcp_keeps_the_laws() {
    conformance::all(|| Bed::<LoopbackNetwork>::new(Limits::default()));
}

/// As tight as limits can be while the laws' own volleys pass.
#[test]
fn tight_limits_keep_the_laws() {
    let limits = Limits { incoming_queue: 1, notices_in_flight: 1, ..Limits::default() };
    conformance::all(|| Bed::<LoopbackNetwork>::new(limits));
}
