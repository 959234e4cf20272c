//! How far this phone's clock is from the relays'.
//!
//! Knows that a relay tells its time in the handshake of a channel, and that Arti reads the
//! clock there. Decides by which relay to go: the first hop in use, over a channel of its own,
//! since an old channel remembers an old clock. Leaves it to [`super::conditions`] to judge.

use super::client::Client;
use arti_client::{ErrorKind, HasKind, TorClientConfig};
use std::sync::Arc;
use std::time::Duration;
use tor_circmgr::DirInfo;
use tor_dirmgr::{DirProvider, FallbackDir};
use tor_linkspec::{IntoOwnedChanTarget, OwnedChanTarget};
use tor_netdir::Timeliness;
use tor_proto::ClockSkew;
use tor_proto::memquota::{ChannelAccount, SpecificAccount};

/// How long one measurement may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a handshake with a relay shows of the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Skew {
    /// Ahead of the relay's by so many milliseconds; behind if negative.
    Ahead(i64),
    /// So wrong that certificates seem expired, or not yet valid.
    Absurd,
}

impl From<ClockSkew> for Skew {
    fn from(skew: ClockSkew) -> Self {
        let ms = |by: Duration| i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        match skew {
            ClockSkew::Fast(by) => Self::Ahead(ms(by)),
            ClockSkew::Slow(by) => Self::Ahead(-ms(by)),
            ClockSkew::None => Self::Ahead(0),
        }
    }
}

/// Asks a relay; nothing if none answers.
pub(super) async fn measure(client: &Client, config: &TorClientConfig) -> Option<Skew> {
    tokio::time::timeout(PATIENCE, ask(client, config)).await.ok().flatten()
}

async fn ask(client: &Client, config: &TorClientConfig) -> Option<Skew> {
    let relay = relay(client, config).await?;
    let channels = client.chanmgr().ok()?;
    match channels.build_unmanaged_channel(relay, ChannelAccount::new_noop()).await {
        Ok(channel) => Some(channel.clock_skew().into()),
        Err(error) => match error.clock_skew() {
            Some(skew) => Some(skew.into()),
            None => (error.kind() == ErrorKind::ClockSkew).then_some(Skew::Absurd),
        },
    }
}

/// The relay that is talked to anyway, else one of those that are always known.
async fn relay(client: &Client, config: &TorClientConfig) -> Option<OwnedChanTarget> {
    let directory: Option<Arc<dyn DirProvider>> = client.dirmgr().ok();
    let directory = directory.and_then(|directory| directory.netdir(Timeliness::Unchecked).ok());
    let known = match &directory {
        Some(directory) => DirInfo::Directory(directory),
        None => DirInfo::Fallbacks(config.as_ref()),
    };
    let circuits = client.circmgr().ok()?;
    match circuits.get_or_launch_dir(known).await {
        Ok(circuit) => Some(circuit.first_hop()),
        Err(_) => always_known(config),
    }
}

fn always_known(config: &TorClientConfig) -> Option<OwnedChanTarget> {
    let bridges: &[tor_guardmgr::bridge::BridgeConfig] = config.as_ref();
    if !bridges.is_empty() {
        return None;
    }
    let fallbacks: &tor_dircommon::fallback::FallbackList = config.as_ref();
    let first: &FallbackDir = fallbacks.iter().next()?;
    Some(IntoOwnedChanTarget::to_owned(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_clock_is_ahead() {
        assert_eq!(Skew::from(ClockSkew::Fast(Duration::from_secs(2))), Skew::Ahead(2_000));
        assert_eq!(Skew::from(ClockSkew::Slow(Duration::from_secs(2))), Skew::Ahead(-2_000));
        assert_eq!(Skew::from(ClockSkew::None), Skew::Ahead(0));
    }
}
