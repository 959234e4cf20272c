//! A spring of four phones, in steps that can each be tried again: pairing, two events, a
//! positive report, its confirmation, the cascade, an avatar, a negative test, and the weeks
//! after which nothing is left.

use crate::world::World;
use corona_core::contacts::Bond;
use corona_core::events::{Decision, Phase, Standing};
use corona_core::node::{Answer, Command, Update};
use corona_core::status::InfectionStatus;
use corona_core::time::Span;

pub(crate) const NAMES: [&str; 4] = ["Alice", "Bob", "Carol", "Dave"];
pub(crate) const ALICE: usize = 0;
pub(crate) const BOB: usize = 1;
pub(crate) const CAROL: usize = 2;
pub(crate) const DAVE: usize = 3;
pub(crate) const AVATAR: [u8; 700] = [0xa5; 700];

/// One step.
pub(crate) struct Chapter {
    pub(crate) name: &'static str,
    /// Whether it has come to its end: then it stays so, whatever crashes, until
    /// [`WEEKS`] have passed.
    pub(crate) is_done: fn(&World) -> bool,
    /// Does what people do; may be done again.
    act: fn(&mut World),
    /// How long people wait before they try again.
    patience: Span,
}

/// The last chapter.
pub(crate) const WEEKS: usize = 11;

pub(crate) const STORY: [Chapter; WEEKS + 1] = [
    Chapter {
        name: "Alice and Bob pair",
        is_done: are_paired,
        act: pair,
        patience: Span::hours(25),
    },
    Chapter {
        name: "Alice hosts",
        is_done: |world| world.node(ALICE).hosted_event(0).is_some(),
        act: |world| host(world, ALICE, "Barbecue of the story"),
        patience: Span::MINUTE,
    },
    Chapter {
        name: "Bob checks in",
        is_done: |world| has_joined(world, BOB),
        act: |world| check_in(world, ALICE, BOB),
        patience: Span::MINUTE,
    },
    Chapter {
        name: "Carol checks in",
        is_done: |world| has_joined(world, CAROL),
        act: |world| check_in(world, ALICE, CAROL),
        patience: Span::MINUTE,
    },
    Chapter {
        name: "Carol hosts",
        is_done: |world| world.node(CAROL).hosted_event(0).is_some(),
        act: |world| host(world, CAROL, "Picnic of the story"),
        patience: Span::MINUTE,
    },
    Chapter {
        name: "Dave checks in",
        is_done: |world| has_joined(world, DAVE),
        act: |world| check_in(world, CAROL, DAVE),
        patience: Span::MINUTE,
    },
    Chapter {
        name: "both events close",
        is_done: |world| [ALICE, CAROL].iter().all(|who| is_closed(world, *who)),
        act: |world| {
            for who in [ALICE, CAROL] {
                world.command(who, Command::CloseEvent { event: 0 });
            }
        },
        patience: Span::MINUTE,
    },
    Chapter {
        name: "Bob reports, and Alice confirms",
        is_done: |world| bobs_standing(world) == Some(Standing::Confirmed),
        act: report,
        patience: Span::hours(1),
    },
    Chapter {
        name: "everybody hears",
        is_done: |world| {
            let warned = |who: &usize| {
                world.node(*who).history().entries().is_empty()
                    && world.node(*who).signal().is_some()
            };
            [ALICE, CAROL, DAVE].iter().all(warned)
        },
        act: |_| {},
        patience: Span::hours(6),
    },
    Chapter {
        name: "Bob sees Alice's new face",
        is_done: |world| {
            let hash =
                world.node(BOB).contacts().next().and_then(|(_, alice)| alice.profile.avatar);
            hash.is_some_and(|hash| world.node(BOB).blob(&hash) == Some(&AVATAR))
        },
        act: |world| {
            let (name, avatar) = ("Alice".to_owned(), Some(AVATAR.to_vec()));
            world.command(ALICE, Command::SetProfile { name, avatar });
        },
        patience: Span::hours(8),
    },
    Chapter {
        name: "Bob tests negative",
        is_done: |world| world.node(BOB).history().entries().len() == 2 && !is_telling(world, BOB),
        act: |world| {
            let sampled = world.now;
            world.command(BOB, Command::ReportNegative { sampled });
        },
        patience: Span::hours(1),
    },
    Chapter {
        name: "weeks pass",
        is_done: |world| {
            (0..NAMES.len()).all(|who| {
                let node = world.node(who);
                node.hosted_events().count() + node.participations().count() == 0
            })
        },
        act: |world| world.run_for(Span::days(46)),
        patience: Span::days(1),
    },
];

/// Lives the story on from where the world is, up to a chapter; `done` is told of each that
/// ends.
pub(crate) fn live(world: &mut World, until: usize, mut done: impl FnMut(&World)) {
    while world.told < until {
        let chapter = &STORY[world.told];
        for attempt in 0.. {
            if (chapter.is_done)(world) {
                break;
            }
            assert!(attempt < 12, "it never comes to this: {}", chapter.name);
            (chapter.act)(world);
            world.settle();
            if !(chapter.is_done)(world) {
                world.run_for(chapter.patience);
            }
        }
        world.told += 1;
        done(world);
    }
}

/// What must hold at any time, whoever has crashed: protocol §5.
pub(crate) fn check(world: &World) {
    // In the weeks at the end everything is erased.
    for chapter in STORY.iter().take(world.told).take_while(|_| world.told < WEEKS) {
        assert!((chapter.is_done)(world), "it was acknowledged, and is gone: {}", chapter.name);
    }
    let reported = !world.node(BOB).history().entries().is_empty();
    for (who, guests) in [(ALICE, 2), (CAROL, 1)] {
        let node = world.node(who);
        assert!(node.hosted_events().count() <= 1, "hosted twice");
        let Some(event) = node.hosted_event(0) else { continue };
        let mut pseudonyms: Vec<_> = event.guests().map(|(_, guest)| guest.pseudonym).collect();
        let admitted = pseudonyms.len();
        pseudonyms.sort();
        pseudonyms.dedup();
        assert!(admitted <= guests && pseudonyms.len() == admitted, "admitted twice");
    }
    for who in 0..NAMES.len() {
        let node = world.node(who);
        assert!(node.participations().count() <= 1, "joined twice");
        assert!(node.contacts().count() <= usize::from(who <= BOB), "paired twice");
        assert!(reported || node.signal().is_none(), "warned without a cause");
    }
    assert!(world.node(BOB).history().entries().len() <= 2, "reported twice");
}

fn host(world: &mut World, who: usize, name: &str) {
    world.command(
        who,
        Command::CreateEvent { name: name.to_owned(), banner: Some(vec![0x5a; 500]) },
    );
}

fn check_in(world: &mut World, host: usize, guest: usize) {
    if let Some(Answer::Code(code)) = world.command(host, Command::ShowCode { event: 0 }) {
        world.command(guest, Command::CheckIn { code });
    }
}

fn joined(world: &World, who: usize) -> Option<&corona_core::events::Joined> {
    world.node(who).participation(world.node(who).participations().next()?)?.joined()
}

fn has_joined(world: &World, who: usize) -> bool {
    joined(world, who).is_some()
}

fn is_telling(world: &World, who: usize) -> bool {
    joined(world, who).is_some_and(corona_core::events::Joined::is_pending)
}

fn is_closed(world: &World, who: usize) -> bool {
    let event = world.node(who).hosted_event(0);
    event.is_none_or(|event| matches!(event.phase(), Phase::Closed { .. }))
}

/// The organizer's word on the only report under a name.
fn bobs_standing(world: &World) -> Option<Standing> {
    let event = world.node(ALICE).hosted_event(0)?;
    let mut held = event.guests().filter_map(|(_, guest)| guest.held.as_ref());
    held.find(|held| held.identity() == Some(world.node(BOB).card().identity))
        .map(|held| held.standing)
}

fn report(world: &mut World) {
    if world.node(BOB).history().entries().is_empty() {
        let (status, note) = (InfectionStatus::Positive, "Cough since the story".to_owned());
        world.command(BOB, Command::ReportInfection { status, infectious_from: None, note });
        world.settle();
    }
    let Some(event) = world.node(ALICE).hosted_event(0) else { return };
    let slot = event
        .guests()
        .find(|(_, guest)| guest.held.as_ref().is_some_and(|h| h.identity().is_some()));
    if let Some((slot, _)) = slot {
        world.command(ALICE, Command::Decide { event: 0, slot, decision: Decision::Confirm });
    }
}

fn are_paired(world: &World) -> bool {
    [ALICE, BOB].iter().all(|who| {
        let mut contacts = world.node(*who).contacts();
        contacts.any(|(_, contact)| contact.bond == Bond::Mutual)
    })
}

fn pair(world: &mut World) {
    let Some(Answer::Invitation { pairing: hers, invitation }) =
        world.command(ALICE, Command::Invite)
    else {
        return;
    };
    world.settle();
    let Some(Answer::Pairing(his)) = world.command(BOB, Command::Join { invitation }) else {
        return;
    };
    world.settle();
    for (who, pairing) in [(ALICE, hers), (BOB, his)] {
        let shown = world.updates(who).into_iter().any(|update| {
            matches!(update, Update::PairingCode { pairing: shown, .. } if shown == pairing)
        });
        if shown {
            world.command(who, Command::ConfirmPairing { pairing, matches: true });
        }
    }
}
