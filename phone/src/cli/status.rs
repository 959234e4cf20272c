//! `corona status`: the own status in words, and what a test or symptoms say.
//!
//! Three kinds of report are three subcommands, because a negative test needs the time of
//! its sample and the others must not have one. Which status may follow which is the
//! phone's to say.

use crate::cli::failure::{Failure, Stop};
use crate::cli::phone::Phone;
use crate::cli::screen::Screen;
use crate::cli::{answer, date};
use clap::{Args, Subcommand};
use corona_phone::api::Ask;

pub(crate) use crate::cli::status_words::words;

/// `corona status`.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

/// `corona status …`.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Report a test or symptoms; the events concerned are told.
    #[command(subcommand)]
    Report(Report),
    /// Take back a positive reported by mistake, within 48 hours.
    Correct,
}

/// `corona status report …`.
#[derive(Subcommand, Debug)]
pub(crate) enum Report {
    /// A positive medical test.
    Positive(Infection),
    /// Symptoms, not tested yet.
    Suspected(Infection),
    /// A negative medical test.
    Negative {
        /// When the sample was taken, in UTC: 2020-04-06, or 2020-04-06 12:00.
        #[arg(long, value_name = "DATE [TIME]", num_args = 1..=2, required = true)]
        sampled: Vec<String>,
    },
}

/// What is said of an infection.
#[derive(Args, Debug)]
pub(crate) struct Infection {
    /// First day you may have infected others, in UTC: 2020-04-06, or 2020-04-06 12:00. Default: 14 days ago.
    #[arg(long, value_name = "DATE [TIME]", num_args = 1..=2)]
    since: Option<Vec<String>>,
    /// For the organizers who are told, at most 140 bytes.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
}

impl Arguments {
    /// Asks the phone and shows what it answers.
    pub(crate) fn carry_out(self, screen: &mut Screen, phone: &dyn Phone) -> Result<(), Stop> {
        let (ask, done) = self.question()?;
        let reply = phone.answer(&ask)?;
        screen.show(&reply, |reply| answer::words(reply, done))
    }

    /// What is asked, and what to say if it is done.
    fn question(self) -> Result<(Ask, &'static str), Failure> {
        match self.command {
            None => Ok((Ask::Status, "")),
            Some(Command::Correct) => {
                Ok((Ask::Correct, "Your positive is taken back; whoever was told is told so.\n"))
            }
            Some(Command::Report(report)) => Ok((report.question()?, TOLD)),
        }
    }
}

const TOLD: &str = "Reported. The events concerned are told as soon as they can be reached; \
    keep `corona run` running.\n";

impl Report {
    fn question(self) -> Result<Ask, Failure> {
        match self {
            Self::Positive(infection) => infection.question("positive"),
            Self::Suspected(infection) => infection.question("suspected"),
            Self::Negative { sampled } => {
                let sampled = date::parse("--sampled", &sampled)?.as_millis();
                Ok(Ask::ReportNegative { sampled })
            }
        }
    }
}

impl Infection {
    fn question(self, status: &str) -> Result<Ask, Failure> {
        let since = self.since.map(|words| date::parse("--since", &words)).transpose()?;
        Ok(Ask::ReportInfection {
            status: status.to_owned(),
            infectious_from: since.map(|at| at.as_millis()),
            note: self.note,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::{Cli, Command as Noun};
    use clap::Parser;

    /// The question that `corona status …` puts.
    fn question(words: &[&str]) -> Result<Ask, String> {
        let cli = Cli::try_parse_from([&["corona", "status"], words].concat());
        let Noun::Status(arguments) = cli.map_err(|error| error.to_string())?.command else {
            panic!("status is a command");
        };
        arguments.question().map(|(ask, _)| ask).map_err(|failure| failure.message)
    }

    #[test]
    fn each_kind_of_report_puts_its_question() {
        assert_eq!(question(&[]), Ok(Ask::Status));
        assert_eq!(question(&["correct"]), Ok(Ask::Correct));
        let report = |status: &str, infectious_from, note: &str| Ask::ReportInfection {
            status: status.to_owned(),
            infectious_from,
            note: note.to_owned(),
        };
        assert_eq!(question(&["report", "positive"]), Ok(report("positive", None, "")));
        assert_eq!(
            question(&["report", "suspected", "--since", "2020-04-06", "12:00", "--note", "cough"]),
            Ok(report("suspected", Some(1_586_174_400_000), "cough"))
        );
        assert_eq!(
            question(&["report", "negative", "--sampled", "2020-04-06 12:00"]),
            Ok(Ask::ReportNegative { sampled: 1_586_174_400_000 })
        );
    }

    #[test]
    fn a_bad_date_names_its_flag() {
        assert_eq!(
            question(&["report", "negative", "--sampled", "yesterday"]),
            Err("--sampled \"yesterday\": not a date: \
                 write 2020-04-06, or 2020-04-06 12:00 (UTC)"
                .to_owned())
        );
    }

    #[test]
    fn a_negative_test_needs_its_sample_and_has_no_first_day() {
        let missing = question(&["report", "negative"]).unwrap_err();
        assert!(missing.contains("--sampled <DATE [TIME]>"), "{missing}");
        let since = question(&["report", "negative", "--since", "2020-04-06"]).unwrap_err();
        assert!(since.contains("unexpected argument '--since'"), "{since}");
    }
}
