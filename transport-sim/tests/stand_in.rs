//! Two phones over the simulated network whose keys nobody made on a curve.

use corona_core::cascade::Policy;
use corona_core::contacts::Profile as Owner;
use corona_core::identity::Signatures;
use corona_core::node::{Answer, Command, Effects, Node, Update};
use corona_core::pump::{command, pump, settle};
use corona_core::rules::Rules;
use corona_core::storage::MemoryStore;
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::{Chance, Network, PhoneIndex, Profile, StandIn};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use std::sync::Arc;

const INVITER: usize = 0;
const JOINER: usize = 1;

struct Phone<S: Signatures> {
    node: Node<S>,
    store: MemoryStore,
    rng: ChaCha8Rng,
    updates: Vec<Update>,
}

struct Two<S: Signatures> {
    network: Network,
    now: Timestamp,
    phones: [Phone<S>; 2],
}

impl<S: Signatures> Two<S> {
    fn new() -> Self {
        let now = Timestamp::from_civil_date(2020, 4, 12).unwrap();
        let mut network = Network::new(Profile::instant(), Chance::new(7), 2);
        let rules = Arc::new(Rules::with_policy(Policy::graded()));
        let phones = [INVITER, JOINER].map(|who| {
            let mut rng = ChaCha8Rng::seed_from_u64(who as u64);
            let mut effects = Effects::default();
            let owner = Owner { name: format!("phone {who}"), avatar: None };
            let node = Node::create(rules.clone(), owner, now, &mut rng, &mut effects);
            let (mut store, mut updates) = (MemoryStore::default(), Vec::new());
            let mut port = network.port(who as PhoneIndex, now, Span::ZERO);
            settle(&mut effects, &mut port, &mut store, now, &mut updates).unwrap();
            Phone { node, store, rng, updates }
        });
        Self { network, now, phones }
    }

    fn wish(&mut self, who: usize, wish: Command) -> Answer {
        let Phone { node, store, rng, updates } = &mut self.phones[who];
        let mut port = self.network.port(who as PhoneIndex, self.now, Span::ZERO);
        let answer = command(node, wish, &mut port, store, self.now, rng, updates).unwrap();
        self.pass(Span::seconds(20));
        answer
    }

    fn pass(&mut self, span: Span) {
        let until = self.now + span;
        loop {
            let mut next = self.network.next_due().unwrap_or(Timestamp::FAR_FUTURE);
            for (who, phone) in self.phones.iter_mut().enumerate() {
                let Phone { node, store, rng, updates } = phone;
                let mut port = self.network.port(who as PhoneIndex, self.now, Span::ZERO);
                next = next.min(pump(node, &mut port, store, self.now, rng, updates).unwrap());
            }
            next = next.min(self.network.next_due().unwrap_or(Timestamp::FAR_FUTURE));
            if next > until {
                break;
            }
            self.now = self.now.max(next);
            while self.network.next_due().is_some_and(|due| due <= self.now) {
                self.network.advance();
            }
        }
        self.now = until;
    }

    fn digits(&self, who: usize) -> Option<String> {
        self.phones[who].updates.iter().find_map(|update| {
            let Update::PairingCode { digits, .. } = update else { return None };
            Some(digits.to_string())
        })
    }
}

/// What both users come to see, from the invitation to the first talk between contacts.
fn paired<S: Signatures>() -> Two<S> {
    let mut two = Two::<S>::new();
    let Answer::Invitation { pairing, invitation } = two.wish(INVITER, Command::Invite) else {
        panic!("anybody may invite");
    };
    let Answer::Pairing(joining) = two.wish(JOINER, Command::Join { invitation }) else {
        panic!("an invitation can be joined");
    };
    let digits = two.digits(INVITER).expect("both have proven themselves");
    assert_eq!(two.digits(JOINER).as_ref(), Some(&digits));
    two.wish(INVITER, Command::ConfirmPairing { pairing, matches: true });
    two.wish(JOINER, Command::ConfirmPairing { pairing: joining, matches: true });
    two.pass(Span::minutes(30));
    two
}

#[test]
fn phones_with_stand_in_keys_become_contacts_by_invitation() {
    let mut two = paired::<StandIn>();
    for who in [INVITER, JOINER] {
        assert_eq!(two.phones[who].node.contacts().count(), 1);
    }
    // A move reaches the other: both addresses and who may read them are of the scheme.
    two.wish(INVITER, Command::RotateDiscovery);
    two.pass(Span::DAY);
    let (_, contact) = two.phones[JOINER].node.contacts().next().unwrap();
    assert_eq!(contact.card, two.phones[INVITER].node.card());
    assert_eq!(contact.profile.name, "phone 0");
}

#[test]
fn a_stored_phone_with_stand_in_keys_comes_back_as_itself() {
    let two = paired::<StandIn>();
    let Phone { node, store, .. } = &two.phones[INVITER];
    let mut effects = Effects::default();
    let rules = Arc::new(Rules::with_policy(Policy::graded()));
    let restored = Node::<StandIn>::restore(rules, store.snapshot(), two.now, &mut effects);
    let restored = restored.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(restored.card(), node.card());
    assert_eq!(restored.contacts().count(), 1);
}
