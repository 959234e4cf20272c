//! Where answers go: data to standard output, everything said about it to standard error.
//!
//! It knows whether a program or a person reads, whether there is a terminal and whom a
//! question can be put to. What an answer says is for the nouns; here it gets its clock.

use crate::cli::failure::{Failure, Stop};
use crate::cli::qr::Ink;
use crate::cli::words::{clock_line, harmless};
use corona_phone::api::{Reply, ScaledClockShown};
use std::io::{self, BufRead, IsTerminal, Read, Write};
use zeroize::Zeroizing;

/// More than any code, and enough for whatever else is typed.
const LONGEST_LINE: u64 = 4096;

/// An answer in words.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Shown {
    /// What was asked for, for standard output.
    pub(crate) data: Zeroizing<String>,
    /// What to know or do about it, for standard error.
    pub(crate) notes: String,
}

/// A message of perhaps several lines, harmless to print.
fn lines(message: &str) -> String {
    message.lines().map(harmless).collect::<Vec<_>>().join("\n")
}

/// Both outputs, the input, and who is behind them.
pub(crate) struct Screen {
    /// Standard output.
    pub(crate) out: Box<dyn Write>,
    /// Standard error.
    pub(crate) err: Box<dyn Write>,
    /// Standard input.
    pub(crate) input: Box<dyn BufRead>,
    /// Answers as JSON, one value each.
    pub(crate) json: bool,
    /// A person sees the output at once: codes are drawn.
    pub(crate) terminal: bool,
    /// A person can be asked something.
    pub(crate) person: bool,
    /// How codes are drawn.
    pub(crate) ink: Ink,
}

impl Screen {
    /// The process's own.
    pub(crate) fn of_process(json: bool) -> Self {
        let terminal = io::stdout().is_terminal();
        let colours = terminal && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
        Self {
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            input: Box::new(io::BufReader::new(io::stdin())),
            json,
            terminal,
            person: terminal && io::stdin().is_terminal() && !json,
            ink: if colours { Ink::Colours } else { Ink::Plain },
        }
    }

    /// Shows one answer: itself as JSON, or else as `words` puts it.
    pub(crate) fn show(
        &mut self,
        reply: &Reply,
        words: impl FnOnce(&Reply) -> Shown,
    ) -> Result<(), Stop> {
        if self.json {
            return self.show_json(reply);
        }
        let shown = words(reply);
        self.show_clock(reply.scaled_clock.as_ref())?;
        self.out.write_all(shown.data.as_bytes())?;
        self.out.flush()?;
        self.note(&shown.notes)
    }

    /// Tells a person something beside the answers; programs don't get to see it.
    pub(crate) fn note(&mut self, text: &str) -> Result<(), Stop> {
        if self.json {
            return Ok(());
        }
        self.err.write_all(text.as_bytes())?;
        Ok(self.err.flush()?)
    }

    /// Says why nothing came of a command; there is nobody to tell if that fails too.
    pub(crate) fn fail(&mut self, failure: Failure) {
        if self.json {
            let _ = self.show_json(&failure.into_reply());
            return;
        }
        let clock = failure.clock.as_ref().map(clock_line).unwrap_or_default();
        let _ = writeln!(self.err, "{clock}corona: {}", lines(&failure.message));
        let _ = self.err.flush();
    }

    /// The next line of the input, without its end; `None` if there is none.
    pub(crate) fn read_line(&mut self) -> Result<Option<Zeroizing<String>>, Failure> {
        let mut line = Zeroizing::new(String::new());
        let read = self.input.by_ref().take(LONGEST_LINE).read_line(&mut line);
        match read {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(Zeroizing::new(line.trim().to_owned()))),
            Err(error) => {
                Err(Failure::refused(format!("standard input can't be read ({error}): type text")))
            }
        }
    }

    /// Asks until the answer is yes or no; `None` if the input ends before.
    pub(crate) fn ask(&mut self, question: &str) -> Result<Option<bool>, Stop> {
        loop {
            self.note(&format!("{question} [yes/no] "))?;
            let Some(line) = self.read_line()? else {
                self.note("\n")?;
                return Ok(None);
            };
            match line.to_lowercase().as_str() {
                "yes" | "y" => return Ok(Some(true)),
                "no" | "n" => return Ok(Some(false)),
                _ => self.note("Please type yes or no.\n")?,
            }
        }
    }

    fn show_json(&mut self, reply: &Reply) -> Result<(), Stop> {
        let mut line = Zeroizing::new(serde_json::to_string(reply).map_err(io::Error::from)?);
        line.push('\n');
        self.out.write_all(line.as_bytes())?;
        Ok(self.out.flush()?)
    }

    fn show_clock(&mut self, clock: Option<&ScaledClockShown>) -> Result<(), Stop> {
        match clock {
            Some(clock) => Ok(self.out.write_all(clock_line(clock).as_bytes())?),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::testing::Desk;

    #[test]
    fn a_name_in_a_failure_cannot_act_on_the_terminal_but_lines_stay_lines() {
        let mut desk = Desk::of_program("");
        desk.screen.fail(Failure::refused("Eve\u{1b}[2J left\nask her"));
        assert_eq!(desk.err(), "corona: Eve\u{fffd}[2J left\nask her\n");
    }

    #[test]
    fn a_line_without_end_is_not_read_forever() {
        let mut desk = Desk::of_program(&"A".repeat(1 << 20));
        assert_eq!(desk.screen.read_line().unwrap().unwrap().len(), 4096);
    }
}
