//! `private-tor`: a private Tor network for as long as this program runs.

use corona_private_tor::{PrivateTor, Settings, StartError, VARIABLE};
use std::io::{IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

const HELP: &str = "\
private-tor up [--folder FOLDER]

Starts a private Tor network on 127.0.0.0/8 with Debian's tor (3 directory authorities and
6 relays, about 0.8 GB), prints the path of its arti.toml as the only line on standard output
when onion services can be published, and runs until Ctrl-C, SIGTERM, or the end of
standard input if that is no terminal. Then nothing of it is left.

  --folder FOLDER   where its files lie: a new folder, removed at the end
                    (else one among the temporary files)

To live a story by hand, leave it running, and in other terminals
  export CORONA_TOR_NETWORK=<the printed path>
Tests that need Tor then use this network instead of starting their own.

Exit codes: 0 ended as asked, 1 no network, 2 wrong call.";

const FAILED: u8 = 1;
const USAGE: u8 = 2;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let folder = match words.as_slice() {
        ["up"] => None,
        ["up", "--folder", folder] => Some(PathBuf::from(folder)),
        ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("private-tor: `{}` means nothing here\n\n{HELP}", words.join(" "));
            return ExitCode::from(USAGE);
        }
    };
    match up(folder).await {
        Ok(()) | Err(Ended::Start(StartError::Abandoned)) => ExitCode::SUCCESS,
        Err(Ended::Start(error)) => fail(&error.to_string()),
        Err(Ended::Host(problem)) => fail(&problem),
    }
}

fn fail(problem: &str) -> ExitCode {
    eprintln!("private-tor: {problem}");
    ExitCode::from(FAILED)
}

/// Why there is no network.
enum Ended {
    Start(StartError),
    Host(String),
}

async fn up(folder: Option<PathBuf>) -> Result<(), Ended> {
    let host = |problem: &dyn ToString| Ended::Host(problem.to_string());
    let settings = Settings { folder, ..Settings::default() };
    let abandon = Arc::clone(&settings.abandon);
    let end = end_of_run().map_err(|error| host(&error))?;
    tokio::pin!(end);
    let mut start = tokio::task::spawn_blocking(|| PrivateTor::start(settings));
    let started = tokio::select! {
        started = &mut start => started,
        () = &mut end => {
            abandon.store(true, Ordering::Relaxed);
            start.await
        }
    };
    let network = started.map_err(|error| host(&error))?.map_err(Ended::Start)?;
    let mut output = std::io::stdout();
    writeln!(output, "{}", network.arti_toml_path().display()).map_err(|error| host(&error))?;
    output.flush().map_err(|error| host(&error))?;
    if !abandon.load(Ordering::Relaxed) {
        eprintln!("{VARIABLE} may name that file now; Ctrl-C ends the network.");
        end.await;
    }
    network.stop();
    Ok(())
}

/// Ready when the network is to end; handlers are in place at once.
fn end_of_run() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let input = end_of_input();
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            () = input => {}
        }
    })
}

/// A program that starts us holds our standard input: it ends with that program, however it ends.
async fn end_of_input() {
    if std::io::stdin().is_terminal() {
        return std::future::pending().await;
    }
    let (ended, end) = oneshot::channel();
    std::thread::spawn(move || {
        let mut nobody_reads_it = [0; 256];
        while matches!(std::io::stdin().read(&mut nobody_reads_it), Ok(1..)) {}
        // Nobody waits any more if a signal came first.
        let _heard = ended.send(());
    });
    // A reader that vanished can't tell when input ends; that is the same to us.
    let _ended = end.await;
}
