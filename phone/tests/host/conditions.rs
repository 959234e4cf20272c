//! What a phone spares, how long it remembers that, and whether it says so.

use crate::bench::{Bench, Phone};
use corona_phone::api::{Ask, ConditionsShown, Outcome};
use corona_phone::host::RunOptions;

fn shown(metered: bool, battery_saver: bool, heeded: bool) -> Outcome {
    Outcome::Conditions(ConditionsShown { metered, battery_saver, heeded })
}

fn tell(phone: &Phone, metered: bool, battery_saver: bool) -> Outcome {
    phone.ask(&Ask::Conditions { metered, battery_saver })
}

#[test]
fn conditions_last_as_long_as_the_program_and_the_switch_over_a_restart() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    assert!(!alice.status().polls_wait);
    assert_eq!(tell(&alice, true, false), shown(true, false, true));
    assert!(alice.status().polls_wait, "the person is told");
    assert_eq!(alice.ask(&Ask::HeedConditions { heed: false }), shown(true, false, false));
    assert!(!alice.status().polls_wait);
    let home = alice.home.clone();
    alice.stop();
    let alice = bench.run(&home, RunOptions::default());
    assert_eq!(alice.ask(&Ask::ShowConditions), shown(false, false, false));
    assert_eq!(tell(&alice, false, true), shown(false, true, false));
    assert!(!alice.status().polls_wait, "the switch is off still");
    assert_eq!(alice.ask(&Ask::HeedConditions { heed: true }), shown(false, true, true));
    assert!(alice.status().polls_wait);
    alice.stop();
}

#[test]
fn conditions_hold_for_a_node_that_comes_back_when_the_gateway_is_switched() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    tell(&alice, false, true);
    for on in [false, true] {
        let switched = alice.ask(&Ask::SwitchGateway { on });
        assert!(matches!(switched, Outcome::Gateway(_)), "{switched:?}");
        assert!(alice.status().polls_wait, "gateway on: {on}");
    }
    alice.stop();
}
