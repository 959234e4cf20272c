//! A network whose phones only do what a test says.

use corona_core::identity::{DiscoverySecret, IdentitySecret, ServiceKeys};
use corona_core::time::{Span, Timestamp};
use corona_core::transport::{
    Audience, CloseReason, LinkId, Notice, Request, ServiceId, Transport,
};
use corona_transport_sim::{Chance, Network, PhoneIndex, Profile};
use zeroize::Zeroizing;

pub(crate) struct Scene {
    pub(crate) network: Network,
    pub(crate) now: Timestamp,
    dials: u64,
}

/// A link as its two phones call it: the dialler's, then the host's.
pub(crate) type Pair = ((PhoneIndex, LinkId), (PhoneIndex, LinkId));

impl Scene {
    pub(crate) fn new(profile: Profile, phones: u32) -> Self {
        let now = Timestamp::from_civil_date(2020, 4, 12).expect("a date");
        Self { network: Network::new(profile, Chance::new(7), phones), now, dials: 0 }
    }
    pub(crate) fn submit(&mut self, phone: PhoneIndex, request: Request) {
        self.network.port(phone, self.now, Span::ZERO).submit(request);
    }
    /// Everything the phone has not heard yet.
    pub(crate) fn hear(&mut self, phone: PhoneIndex) -> Vec<Notice> {
        let mut port = self.network.port(phone, self.now, Span::ZERO);
        std::iter::from_fn(|| port.poll()).collect()
    }
    pub(crate) fn pass(&mut self, span: Span) {
        self.now += span;
        while self.network.next_due().is_some_and(|due| due <= self.now) {
            self.network.advance();
        }
    }
    /// Every phone hosts one service, under keys made of its index.
    pub(crate) fn publish(&mut self, phone: PhoneIndex) {
        self.submit(
            phone,
            Request::Publish {
                service: ServiceId(1),
                keys: keys_of(phone),
                audience: Audience::Everybody,
            },
        );
    }
    pub(crate) fn host(&mut self, phone: PhoneIndex) {
        self.publish(phone);
        self.pass(Span::minutes(10));
        assert!(matches!(self.hear(phone)[..], [Notice::Published { .. }]));
    }
    pub(crate) fn dial(&mut self, phone: PhoneIndex, host: PhoneIndex, limit: Span) -> LinkId {
        self.dials += 1;
        let (link, keys) = (LinkId::dialled(self.dials), keys_of(host));
        let (address, expect) = (keys.discovery.public(), keys.prove.public());
        let (prove, deadline) = (keys_of(phone).prove, self.now + limit);
        self.submit(phone, Request::Dial { link, address, expect, prove, access: None, deadline });
        link
    }
    /// Dials and gives the reason why no link came of it, if none did.
    pub(crate) fn dial_in_vain(
        &mut self,
        phone: PhoneIndex,
        host: PhoneIndex,
    ) -> Option<CloseReason> {
        self.dial(phone, host, Span::minutes(10));
        self.pass(Span::minutes(10));
        self.hear(phone).into_iter().find_map(|notice| reason_of(&notice))
    }
    pub(crate) fn connect(&mut self, phone: PhoneIndex, host: PhoneIndex) -> Pair {
        let link = self.dial(phone, host, Span::minutes(10));
        self.pass(Span::minutes(10));
        assert!(matches!(self.hear(phone)[..], [Notice::Opened { .. }]));
        match self.hear(host)[..] {
            [Notice::Accepted { link: accepted, .. }] => ((phone, link), (host, accepted)),
            ref other => panic!("the host heard {other:?}"),
        }
    }
    pub(crate) fn send(&mut self, (phone, link): (PhoneIndex, LinkId), byte: u8) {
        self.submit(phone, Request::Send { link, frame: vec![byte; 64] });
    }
    /// The first bytes of the frames a phone has not heard yet; nothing else may be there.
    pub(crate) fn frames(&mut self, phone: PhoneIndex) -> Vec<u8> {
        let first = |notice: Notice| match notice {
            Notice::Frame { frame, .. } => frame[0],
            Notice::Published { .. }
            | Notice::Opened { .. }
            | Notice::Accepted { .. }
            | Notice::Closed { .. }
            | Notice::Condition(_) => panic!("phone {phone} heard {notice:?}"),
        };
        self.hear(phone).into_iter().map(first).collect()
    }
    /// Why the only notice a phone has not heard yet says that a link is over.
    pub(crate) fn only_reason(&mut self, phone: PhoneIndex) -> Option<CloseReason> {
        let heard = self.hear(phone);
        assert!(heard.len() <= 1, "phone {phone} heard {heard:?}");
        heard.first().and_then(reason_of)
    }
}

fn keys_of(phone: PhoneIndex) -> ServiceKeys {
    let seed = |role| {
        Zeroizing::new(
            [role, phone as u8, (phone >> 8) as u8].repeat(11)[..32].try_into().expect("32 bytes"),
        )
    };
    ServiceKeys {
        discovery: DiscoverySecret::from_seed(seed(1)),
        prove: IdentitySecret::from_seed(seed(2)).erase_role(),
    }
}

pub(crate) fn reason_of(notice: &Notice) -> Option<CloseReason> {
    match notice {
        Notice::Closed { reason, .. } => Some(*reason),
        Notice::Published { .. }
        | Notice::Opened { .. }
        | Notice::Accepted { .. }
        | Notice::Frame { .. }
        | Notice::Condition(_) => None,
    }
}
