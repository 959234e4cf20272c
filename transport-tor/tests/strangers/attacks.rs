//! One stranger of each kind, whatever carries it to the door.

use crate::bed::Network;
use crate::impostor::{Proof, dialler};
use crate::siege::{ONE, OTHER, Siege};
use corona_core::transport::CloseReason;
use corona_transport_tor::Limits;
use corona_transport_tor::session;
use rustls::pki_types::ServerName;
use rustls::version::{TLS12, TLS13};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_rustls::TlsConnector;

const SOON: Duration = Duration::from_secs(10);

pub(crate) fn limits() -> Limits {
    Limits { handshake: Duration::from_secs(2), ..Limits::default() }
}

pub(crate) fn whoever_does_not_speak_tls_is_hung_up_on<N: Network>(mut siege: Siege<N>) {
    let garbage = vec![0xaa; 4_000];
    let header = u32::MAX.to_be_bytes().to_vec();
    let http = b"GET / HTTP/1.1\r\nHost: corona\r\n\r\n".to_vec();
    // A TLS record that claims to be longer than any.
    let record = vec![22, 3, 1, 0xff, 0xff, 1];
    for bytes in [garbage, header, http, record] {
        let stranger = siege.knock(ONE, |mut stream| async move {
            let _ = stream.write_all(&bytes).await;
            read_all(&mut stream).await
        });
        let answer = siege.outcome(stranger);
        // At most an alert: record header, level, description.
        assert!(answer.len() <= 7, "a stranger was answered {answer:?}");
    }
    assert!(siege.told.iter().all(|(_, _, admitted)| *admitted), "the node was told of a stranger");
    siege.is_lifted();
}

pub(crate) fn whoever_proves_no_key_is_hung_up_on<N: Network>(mut siege: Siege<N>) {
    for (proof, versions) in
        [(Proof::Empty, &[&TLS13]), (Proof::Nothing, &[&TLS13]), (Proof::Nothing, &[&TLS12])]
    {
        let config = Arc::new(dialler(proof, versions));
        let stranger = siege.knock(ONE, |stream| async move {
            let name = ServerName::try_from("corona.example").expect("a name");
            match TlsConnector::from(config).connect(name, stream).await {
                // In TLS 1.3 a client may think itself through; the refusal comes next.
                Ok(mut session) => read_all(&mut session).await,
                Err(_) => Vec::new(),
            }
        });
        assert_eq!(siege.outcome(stranger), [0_u8; 0], "a stranger without a key got an answer");
    }
    assert!(siege.told.iter().all(|(_, _, admitted)| *admitted), "the node was told of a stranger");
    siege.is_lifted();
}

pub(crate) fn whoever_says_nothing_is_timed_out<N: Network>(mut siege: Siege<N>) {
    let stranger = siege.knock(ONE, |mut stream| async move { read_all(&mut stream).await });
    siege.until("the stranger is at the door", |siege| siege.host.half_open() == 1);
    assert_eq!(siege.outcome(stranger), [0_u8; 0]);
    siege.is_lifted();
}

pub(crate) fn a_wrong_key_learns_nothing<N: Network>(mut siege: Siege<N>) {
    let (prove, expect) = (siege.seeds.key(), siege.proves(ONE));
    let peer = prove.public();
    let stranger = siege.knock(ONE, move |stream| async move {
        let mut session = session::dial(stream, &prove, expect, SOON).await.expect("TLS is open");
        let asked = session::encode(b"who is there?").expect("short enough");
        let _ = session.write_all(&asked).await;
        read_all(&mut session).await
    });
    assert_eq!(siege.outcome(stranger), [0_u8; 0], "a stranger got an answer");
    assert!(siege.told.contains(&(ONE, peer, false)), "the node was not asked");
    assert_eq!(siege.frames.len(), 1, "a frame of a refused stranger reached the node");
    siege.is_lifted();
}

pub(crate) fn a_right_key_at_the_wrong_service_learns_nothing<N: Network>(mut siege: Siege<N>) {
    let (prove, expect) = (siege.admit(OTHER), siege.proves(ONE));
    let peer = prove.public();
    let stranger = siege.knock(ONE, move |stream| async move {
        let mut session = session::dial(stream, &prove, expect, SOON).await.expect("TLS is open");
        read_all(&mut session).await
    });
    assert_eq!(siege.outcome(stranger), [0_u8; 0], "a key of another service got an answer");
    let about: Vec<_> = siege.told.iter().filter(|(_, key, _)| *key == peer).collect();
    assert_eq!(about, [&(ONE, peer, false)], "it was announced for another service than dialled");
    siege.is_lifted();
}

pub(crate) fn a_frame_of_four_gibibytes_breaks_its_own_link_alone<N: Network>(mut siege: Siege<N>) {
    let (prove, expect) = (siege.admit(ONE), siege.proves(ONE));
    let stranger = siege.knock(ONE, move |stream| async move {
        let mut session = session::dial(stream, &prove, expect, SOON).await.expect("TLS is open");
        session.write_all(&u32::MAX.to_be_bytes()).await.expect("four bytes pass");
        session.flush().await.expect("four bytes pass");
        read_all(&mut session).await
    });
    assert_eq!(siege.outcome(stranger), [0_u8; 0]);
    siege.until("its link breaks", |siege| !siege.ended.is_empty());
    let reasons: Vec<_> = siege.ended.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(reasons, [CloseReason::Broken]);
    siege.is_lifted();
}

/// Whatever the host says until it hangs up.
pub(crate) async fn read_all(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> Vec<u8> {
    let mut answer = Vec::new();
    // A reset and an alert end it as well as an end does.
    let _ = stream.read_to_end(&mut answer).await;
    answer
}
