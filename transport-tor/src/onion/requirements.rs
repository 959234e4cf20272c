//! What the Tor network requires of those who use it, and whether we still meet it.
//!
//! Knows the protocols this build of Arti speaks, and the directory Arti reads. Decides when
//! the network has moved on without us; Arti itself would then end the whole process, which no
//! library may do to its host, so it is shown a directory without that demand. Leaves it to
//! [`super::conditions`] to tell the person that the program must be updated.

use super::surroundings::PhoneRuntime;
use arti_client::{DirProviderBuilder, ErrorDetail};
use async_trait::async_trait;
use futures::StreamExt;
use futures::stream::BoxStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};
use tokio::sync::Notify;
use tor_circmgr::CircMgr;
use tor_dirmgr::{DirBootstrapStatus, DirMgr, DirMgrConfig, DirMgrStore, DirProvider};
use tor_netdir::{DirEvent, NetDir, NetDirProvider, Timeliness, params::NetParameters};
use tor_netdoc::doc::netstatus::{ProtoStatuses, ProtocolSupportError};
use tor_protover::Protocols;
use tor_rtcompat::scheduler::TaskHandle;

/// When arti-client 0.47.0 was released, 1 October 2026: a directory older than the program
/// can't know that the program is outdated (proposal 297).
const ARTI_RELEASED: Duration = Duration::from_secs(1_790_812_800);

/// Whether the network still speaks our protocols.
#[derive(Default)]
pub(super) struct Requirements {
    unmet: AtomicBool,
    changed: Notify,
}

impl Requirements {
    /// Whether something is required that this program can't do.
    pub(super) fn are_unmet(&self) -> bool {
        self.unmet.load(Ordering::SeqCst)
    }
    /// Waits until [`Requirements::are_unmet`] may have changed.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }
    /// Weighs what a directory of a time requires.
    fn weigh(&self, at: SystemTime, statuses: &ProtoStatuses) -> bool {
        let newer = at >= SystemTime::UNIX_EPOCH + ARTI_RELEASED;
        let unmet = newer
            && match statuses.client().check_protocols(&spoken()) {
                Err(ProtocolSupportError::MissingRequired(_)) => true,
                Ok(()) | Err(_) => false,
            };
        if self.unmet.swap(unmet, Ordering::SeqCst) != unmet {
            self.changed.notify_one();
        }
        unmet
    }
}

/// The protocols Arti speaks as client and as host of onion services. Arti's own list is
/// private; it is put together from the same public ones.
fn spoken() -> Protocols {
    use tor_protover::named::{HSDIR_V3, HSINTRO_RATELIM, HSINTRO_V3, HSREND_V3};
    let onion: Protocols = [HSINTRO_V3, HSINTRO_RATELIM, HSREND_V3, HSDIR_V3].into_iter().collect();
    tor_proto::supported_client_protocols()
        .union(&tor_netdoc::supported_protocols())
        .union(&tor_dirmgr::supported_client_protocols())
        .union(&tor_hsservice::supported_hsservice_protocols())
        .union(&tor_hsclient::supported_hsclient_protocols())
        .union(&onion)
}

/// Builds Arti's directory with [`Lenient`] around it.
pub(super) struct LenientBuilder(pub(super) Arc<Requirements>);

impl DirProviderBuilder<PhoneRuntime> for LenientBuilder {
    fn build(
        &self,
        runtime: PhoneRuntime,
        store: DirMgrStore<PhoneRuntime>,
        circuits: Arc<CircMgr<PhoneRuntime>>,
        config: DirMgrConfig,
    ) -> arti_client::Result<Arc<dyn DirProvider + 'static>> {
        let directory = DirMgr::create_unbootstrapped(config, runtime, store, circuits)
            .map_err(ErrorDetail::DirMgrSetup)?;
        Ok(Arc::new(Lenient { directory, requirements: self.0.clone() }))
    }
}

/// Arti's directory, without demands that Arti would end the process over.
struct Lenient<D> {
    directory: D,
    requirements: Arc<Requirements>,
}

impl<D: NetDirProvider> NetDirProvider for Lenient<D> {
    fn netdir(&self, timeliness: Timeliness) -> tor_netdir::Result<Arc<NetDir>> {
        self.directory.netdir(timeliness)
    }
    fn events(&self) -> BoxStream<'static, DirEvent> {
        self.directory.events()
    }
    fn params(&self) -> Arc<dyn AsRef<NetParameters>> {
        self.directory.params()
    }
    /// An unmet demand is answered with an empty one, not with none, which Arti would take
    /// for a bug of its directory.
    fn protocol_statuses(&self) -> Option<(SystemTime, Arc<ProtoStatuses>)> {
        let (at, statuses) = self.directory.protocol_statuses()?;
        if self.requirements.weigh(at, &statuses) {
            return Some((at, Arc::new(ProtoStatuses::default())));
        }
        Some((at, statuses))
    }
}

#[async_trait]
impl<D: DirProvider> DirProvider for Lenient<D> {
    fn reconfigure(
        &self,
        config: &DirMgrConfig,
        how: tor_config::Reconfigure,
    ) -> Result<(), tor_config::ReconfigureError> {
        self.directory.reconfigure(config, how)
    }
    async fn bootstrap(&self) -> tor_dirmgr::Result<()> {
        self.directory.bootstrap().await
    }
    fn bootstrap_events(&self) -> BoxStream<'static, DirBootstrapStatus> {
        self.directory.bootstrap_events().boxed()
    }
    fn download_task_handle(&self) -> Option<TaskHandle> {
        self.directory.download_task_handle()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory with nothing in it but demands.
    struct Demanding(SystemTime, Arc<ProtoStatuses>);

    impl NetDirProvider for Demanding {
        fn netdir(&self, _: Timeliness) -> tor_netdir::Result<Arc<NetDir>> {
            Err(tor_netdir::Error::NoInfo)
        }
        fn events(&self) -> BoxStream<'static, DirEvent> {
            futures::stream::pending().boxed()
        }
        fn params(&self) -> Arc<dyn AsRef<NetParameters>> {
            Arc::new(NetParameters::default())
        }
        fn protocol_statuses(&self) -> Option<(SystemTime, Arc<ProtoStatuses>)> {
            Some((self.0, self.1.clone()))
        }
    }

    fn directory(after_release: i64, required: &str) -> Lenient<Demanding> {
        let released = SystemTime::UNIX_EPOCH + ARTI_RELEASED;
        let by = Duration::from_secs(after_release.unsigned_abs());
        let at = if after_release < 0 { released - by } else { released + by };
        let text = format!(
            "client = {{ required = \"{required}\", recommended = \"\" }}\n\
             relay = {{ required = \"\", recommended = \"\" }}"
        );
        let statuses: ProtoStatuses = toml::from_str(&text).unwrap();
        Lenient { directory: Demanding(at, Arc::new(statuses)), requirements: Arc::default() }
    }

    #[test]
    fn what_the_network_requires_today_is_met() {
        let today =
            "Cons=2 Desc=2 FlowCtrl=1 HSDir=2 HSIntro=4 HSRend=2 Link=4 Microdesc=2 Relay=2";
        let directory = directory(1, today);
        let (_, shown) = directory.protocol_statuses().unwrap();
        assert!(!directory.requirements.are_unmet());
        assert_eq!(*shown, *directory.directory.1, "Arti goes on seeing what it can meet");
    }

    #[test]
    fn an_unmet_demand_is_told_to_us_and_kept_from_arti_which_would_exit() {
        let directory = directory(1, "Link=4 Relay=60");
        let (_, shown) = directory.protocol_statuses().unwrap();
        assert!(directory.requirements.are_unmet());
        assert!(shown.client().check_protocols(&spoken()).is_ok());
    }

    #[test]
    fn a_directory_older_than_the_program_says_nothing_about_it() {
        let directory = directory(-1, "Relay=60");
        directory.protocol_statuses().unwrap();
        assert!(!directory.requirements.are_unmet());
    }
}
