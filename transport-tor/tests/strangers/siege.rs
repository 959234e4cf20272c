//! A host with two services, an admitted peer that talks all the time, and a stranger's
//! way to the doors.

use crate::bed::{Network, Seeds, SystemClock};
use corona_core::identity::{AuthKey, ServiceKeys, VerifyingKey};
use corona_core::time::Span;
use corona_core::transport::{
    Audience, CloseReason, LinkId, Notice, Request, ServiceId, Transport,
};
use corona_transport_tor::{Carrier, Clock, Limits, TorTransport};
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

pub(crate) const ONE: ServiceId = ServiceId(1);
pub(crate) const OTHER: ServiceId = ServiceId(2);

/// Waits are in steps of this, and so many of them that only a hang is too long.
const STEP: Duration = Duration::from_millis(5);
const STEPS: usize = 4_000;

pub(crate) struct Siege<N: Network> {
    pub(crate) host: TorTransport<N::Carrier>,
    pub(crate) guest: TorTransport<N::Carrier>,
    pub(crate) seeds: Seeds,
    /// Whom the host's node admits, at both services.
    pub(crate) admitted: BTreeMap<ServiceId, Vec<VerifyingKey>>,
    /// Whom the host's node was told of, and whether it kept them.
    pub(crate) told: Vec<(ServiceId, VerifyingKey, bool)>,
    /// Links the host's node kept, in the order they came.
    pub(crate) kept: Vec<LinkId>,
    /// Frames the host's node was given, by link.
    pub(crate) frames: BTreeMap<LinkId, usize>,
    pub(crate) ended: Vec<(LinkId, CloseReason)>,
    /// Answers the guest has got.
    pub(crate) answers: usize,
    pub(crate) guest_ended: Vec<(LinkId, CloseReason)>,
    pub(crate) most_half_open: usize,
    doors: BTreeMap<ServiceId, ServiceKeys>,
    published: usize,
    dials: u64,
    stranger: Arc<N::Carrier>,
    _network: N,
    runtime: Runtime,
}

/// With a host whose services are up and a guest that is being served.
pub(crate) fn siege<N: Network>(limits: Limits) -> Siege<N> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be had");
    let network = N::new();
    let guard = runtime.enter();
    let phone = || {
        let carrier = Arc::new(network.carrier());
        TorTransport::new(carrier, Arc::new(SystemClock), limits, runtime.handle())
    };
    let (host, guest, stranger) = (phone(), phone(), Arc::new(network.carrier()));
    // A stranger minds nothing that happens to its own phone.
    stranger.start(mpsc::channel(1).0);
    drop(guard);
    let mut seeds = Seeds::unlike_other_runs();
    let doors = [ONE, OTHER].map(|service| (service, seeds.service())).into();
    let mut siege = Siege {
        host,
        guest,
        seeds,
        admitted: BTreeMap::new(),
        told: Vec::new(),
        kept: Vec::new(),
        frames: BTreeMap::new(),
        ended: Vec::new(),
        answers: 0,
        guest_ended: Vec::new(),
        most_half_open: 0,
        doors,
        published: 0,
        dials: 0,
        stranger,
        _network: network,
        runtime,
    };
    siege.open_doors();
    siege.let_guest_in();
    siege
}

impl<N: Network> Siege<N> {
    fn open_doors(&mut self) {
        for (service, keys) in self.doors.clone() {
            let audience = Audience::Everybody;
            self.host.submit(Request::Publish { service, keys, audience });
        }
        self.until("both services are published", |siege| siege.published == 2);
    }

    /// One more link of an admitted peer, which from then on sends whenever it is answered.
    pub(crate) fn let_guest_in(&mut self) {
        let (links, answers) = (self.guest.open_links(), self.answers);
        let prove = self.admit(ONE);
        let (address, expect) = (self.doors[&ONE].discovery.public(), self.proves(ONE));
        self.dials += 1;
        let link = LinkId::dialled(self.dials);
        let deadline = SystemClock.now() + Span::seconds(20);
        let access = None;
        self.guest.submit(Request::Dial { link, address, expect, prove, access, deadline });
        self.until("an admitted peer is served", |siege| {
            siege.guest.open_links() == links + 1 && siege.answers > answers + 2
        });
    }

    /// A fresh key that the host's node admits at a service.
    pub(crate) fn admit(&mut self, service: ServiceId) -> AuthKey {
        let key = self.seeds.key();
        self.admitted.entry(service).or_default().push(key.public());
        key
    }
    /// What a service proves.
    pub(crate) fn proves(&self, service: ServiceId) -> VerifyingKey {
        self.doors[&service].prove.public()
    }

    /// Lets a stranger at a service's door, with a raw stream.
    pub(crate) fn knock<F>(
        &self,
        service: ServiceId,
        stranger: impl FnOnce(<N::Carrier as Carrier>::Stream) -> F + Send + 'static,
    ) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let (carrier, address) =
            (Arc::clone(&self.stranger), self.doors[&service].discovery.public());
        self.runtime.spawn(async move {
            let stream = carrier.dial(address, None).await.expect("the door is there");
            stranger(stream).await
        })
    }

    /// What a stranger came to, while everybody else goes on.
    pub(crate) fn outcome<T>(&mut self, stranger: JoinHandle<T>) -> T {
        self.until("a stranger is dealt with", |_| stranger.is_finished());
        self.runtime.block_on(stranger).expect("strangers don't panic")
    }

    /// The guest still gets answers.
    pub(crate) fn guest_is_served(&mut self) {
        let answers = self.answers;
        self.until("the admitted peer is served", |siege| siege.answers > answers + 5);
        assert_eq!(self.guest_ended, [], "an admitted peer lost its link");
    }

    /// All strangers are gone from the host, and the guest is not.
    pub(crate) fn is_lifted(&mut self) {
        self.until("strangers leave nothing behind", |siege| {
            siege.host.half_open() == 0 && siege.host.closing() == 0 && siege.host.accepted() == 1
        });
        assert_eq!(self.host.open_links(), 1);
        self.guest_is_served();
    }

    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        for _ in 0..STEPS {
            self.pump();
            if so(self) {
                return;
            }
            self.pause();
        }
        panic!("in vain: {what}");
    }

    /// Lets real time pass while nobody polls.
    #[expect(clippy::disallowed_methods, reason = "real tasks need real time")]
    pub(crate) fn pause(&self) {
        std::thread::sleep(STEP);
    }

    pub(crate) fn pump(&mut self) {
        self.most_half_open = self.most_half_open.max(self.host.half_open());
        while let Some(notice) = self.host.poll() {
            self.host_hears(notice);
        }
        while let Some(notice) = self.guest.poll() {
            self.guest_hears(notice);
        }
    }

    fn host_hears(&mut self, notice: Notice) {
        match notice {
            Notice::Accepted { link, service, peer } => {
                let admitted = self.admitted.get(&service).is_some_and(|keys| keys.contains(&peer));
                self.told.push((service, peer, admitted));
                if admitted {
                    self.kept.push(link);
                } else {
                    self.host.submit(Request::Close { link });
                }
            }
            Notice::Frame { link, frame } => {
                *self.frames.entry(link).or_default() += 1;
                self.host.submit(Request::Send { link, frame });
            }
            Notice::Closed { link, reason } => self.ended.push((link, reason)),
            Notice::Published { service: _ } => self.published += 1,
            Notice::Condition(_) => {}
            Notice::Opened { link } => panic!("the host dialled nobody, but {link:?} opened"),
        }
    }

    fn guest_hears(&mut self, notice: Notice) {
        match notice {
            Notice::Opened { link } => {
                self.guest.submit(Request::Send { link, frame: vec![7; 700] });
            }
            Notice::Frame { link, frame } => {
                self.answers += 1;
                self.guest.submit(Request::Send { link, frame });
            }
            Notice::Closed { link, reason } => self.guest_ended.push((link, reason)),
            Notice::Published { .. } | Notice::Condition(_) => {}
            Notice::Accepted { .. } => panic!("the guest hosts nothing"),
        }
    }
}
