//! What can be typed.

use crate::cli::key::KeyArguments;
use crate::cli::{code, conditions, contact, event, keeping, pair, status};
use clap::{Args, Parser, Subcommand, ValueEnum};
use corona_phone::home::PolicyPreset;
use std::net::SocketAddr;
use std::path::PathBuf;

/// A phone of the Corona Network: meet people at events, and hear if it was risky.
#[derive(Parser)]
#[command(
    name = "corona",
    version,
    arg_required_else_help = true,
    after_help = "\
One evening, as its host and as a guest:
  corona init --name Alice            corona init --name Bob
  corona run &                        corona run &
  corona event create Barbecue
  corona event code 0                 corona check-in CODE
  corona event close 0
  corona status report positive       corona status

Exit codes: 0 done; 1 the phone's folder, disk or clock, or it isn't running;
2 the command line, or the phone refused; 3 the other side or the network did not answer: try again.
With --json each answer is one line of JSON on standard output, failures included."
)]
pub(crate) struct Cli {
    /// The phone's folder. Default: `corona` in the platform's folder for data.
    #[arg(long, global = true, value_name = "DIR", env = "CORONA_HOME")]
    pub(crate) home: Option<PathBuf>,
    /// Answers and failures as JSON on standard output, one value a line; nothing is asked.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What corona can do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Make a phone: a folder with its keys.
    Init(Init),
    /// Run the phone until it is stopped; everything else needs it running.
    Run(Run),
    /// Show your status and risk, or report what a test or symptoms say.
    Status(status::Arguments),
    /// Host events, and see those you joined.
    #[command(subcommand)]
    Event(event::Command),
    /// Join an event by the code its host shows you.
    CheckIn(code::CheckIn),
    /// Become contacts with somebody who is beside you.
    #[command(subcommand)]
    Pair(pair::Command),
    /// Your contacts, and what they see of you.
    #[command(subcommand)]
    Contact(contact::Command),
    /// Tell the phone what to spare: while the network is metered or the battery saved, events
    /// are not asked for news. Reports leave all the same.
    Conditions(conditions::Arguments),
    /// Print everything that happens, until interrupted.
    Follow,
    /// End the running phone; nothing is lost.
    Stop,
    /// Write the whole phone, encrypted, to one file. The phone must not run meanwhile.
    ///
    /// Two phones of one identity must never run: whoever restores the backup while this phone
    /// lives on has two that contradict each other, to contacts and organizers. What is erased
    /// after the backup stays in it; guests who check in later are not.
    Backup(keeping::Backup),
    /// Make a phone of a backup, in a folder where none lives.
    ///
    /// The phone it was made of must be gone: two phones of one identity contradict each other,
    /// to contacts and organizers.
    Restore(keeping::Restore),
    /// Change the passphrase that opens the phone, give it one, or take it away.
    Passphrase(keeping::Relock),
    /// Destroy the phone for good: its key at once, then everything else; a running one is ended.
    Wipe(keeping::Wipe),
}

impl From<PolicyName> for PolicyPreset {
    fn from(name: PolicyName) -> Self {
        match name {
            PolicyName::Whitepaper => Self::Whitepaper,
            PolicyName::Graded => Self::Graded,
        }
    }
}

/// `corona init`.
#[derive(Args, Debug)]
pub(crate) struct Init {
    /// What contacts, and organizers you report to, see of you; at most 64 bytes.
    #[arg(long)]
    pub(crate) name: String,
    /// How warnings travel; the same for everybody in a network.
    #[arg(long, value_enum, default_value_t = PolicyName::Graded)]
    pub(crate) policy: PolicyName,
    /// What opens it.
    #[command(flatten)]
    pub(crate) key: keeping::NewKey,
}

/// The policies there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum PolicyName {
    /// As the whitepaper's figures have it: everybody within 14 events is at high risk.
    Whitepaper,
    /// Warnings weaken with every event and day; statistics of small events are coarsened.
    Graded,
}

/// `corona run`.
#[derive(Args, Debug)]
pub(crate) struct Run {
    /// How much to log to standard error; logs hold no keys, addresses or names. Default: what CORONA_LOG says, or else info.
    #[arg(long, value_name = "LEVEL", value_enum)]
    pub(crate) log: Option<LogLevel>,
    /// Serve the local API over HTTP, to this computer alone; prints its address and token. The folder may be empty then.
    #[arg(long, value_name = "ADDRESS:PORT", num_args = 0..=1, default_missing_value = "127.0.0.1:0")]
    pub(crate) api: Option<SocketAddr>,
    /// Begin with the gateway off: the network is not touched until it is switched on.
    #[arg(long, requires = "api")]
    pub(crate) offline: bool,
    /// Serve it with TLS, by a certificate made at the start and printed.
    #[arg(long, requires = "api")]
    pub(crate) api_tls: bool,
    /// Write its token to this file as well, for its owner alone.
    #[arg(long, value_name = "FILE", requires = "api")]
    pub(crate) api_token_file: Option<PathBuf>,
    /// For tests only: run by the scaled clock this file describes. Every output shows it first.
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub(crate) scaled_clock: Option<PathBuf>,
    /// For tests only, needs --scaled-clock: append what the phone is told and does to this file. It will hold secrets.
    #[arg(long, value_name = "FILE", hide_short_help = true, requires = "scaled_clock")]
    pub(crate) record_trace: Option<PathBuf>,
    /// For tests only, needs --scaled-clock: once this file exists, stand still after the next guest's record is durable.
    #[arg(long, value_name = "FILE", hide_short_help = true, requires = "scaled_clock")]
    pub(crate) hold_at: Option<PathBuf>,
    /// What opens it.
    #[command(flatten)]
    pub(crate) key: KeyArguments,
}

/// How much is logged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum LogLevel {
    /// What stops the phone.
    Error,
    /// What may need somebody.
    Warn,
    /// What a day brings.
    Info,
    /// For developers.
    Debug,
    /// All there is.
    Trace,
}

impl LogLevel {
    /// As log filters are written. For our own code: what Arti tells in detail names relays,
    /// and the first of a circuit says where somebody is.
    pub(crate) fn filter(self) -> String {
        let (level, arti) = match self {
            Self::Error => ("error", "error"),
            Self::Warn => ("warn", "warn"),
            Self::Info => ("info", "warn"),
            Self::Debug => ("debug", "warn"),
            Self::Trace => ("trace", "warn"),
        };
        format!("{arti},corona={level},corona_phone={level},corona_transport_tor={level}")
    }
}

/// How long to wait for other phones and the network.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// How long to wait for the network and the other phone.
    #[arg(long = "patience", value_name = "SECONDS", default_value_t = 180,
        value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(crate) seconds: u64,
}

impl Patience {
    /// As questions carry it.
    pub(crate) const fn millis(self) -> u64 {
        self.seconds * 1000
    }
}

/// Yes or no.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

impl From<YesNo> for bool {
    fn from(answer: YesNo) -> Self {
        match answer {
            YesNo::Yes => true,
            YesNo::No => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_tree_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn test_only_flags_are_in_the_long_help_alone() {
        let mut cli = Cli::command();
        let run = cli.find_subcommand_mut("run").unwrap();
        let (short, long) = (run.render_help().to_string(), run.render_long_help().to_string());
        for flag in ["--scaled-clock", "--record-trace", "--hold-at"] {
            assert!(!short.contains(flag), "{short}");
            assert!(long.contains(flag), "{long}");
        }
        assert_eq!(long.matches("For tests only").count(), 3, "{long}");
    }

    #[test]
    fn whoever_hides_a_code_from_other_users_is_told_how() {
        let mut cli = Cli::command();
        for path in [&["check-in"][..], &["pair", "join"]] {
            let command =
                path.iter().fold(&mut cli, |c, name| c.find_subcommand_mut(name).unwrap());
            let help = command.render_long_help().to_string();
            assert!(help.contains("other users of this computer see it"), "{help}");
        }
    }
}
