//! A command as it is run and as one would type it.

use std::fmt;

/// A program and its words, to be run from the repository's root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommandLine {
    /// Variables set for it.
    pub(crate) environment: Vec<(String, String)>,
    /// The program, from the root or found on the path.
    pub(crate) program: String,
    /// What follows.
    pub(crate) arguments: Vec<String>,
}

impl CommandLine {
    /// Words parted by blanks; for words with blanks see [`Self::with`].
    pub(crate) fn words(line: &str) -> Self {
        let mut words = line.split_whitespace().map(str::to_owned);
        let program = words.next().unwrap_or_default();
        Self { environment: Vec::new(), program, arguments: words.collect() }
    }

    /// With more arguments.
    pub(crate) fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|&argument| argument.to_owned()));
        self
    }

    /// With a variable set.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl fmt::Display for CommandLine {
    /// As a POSIX shell reads it back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.environment {
            write!(f, "{name}={} ", quoted(value))?;
        }
        write!(f, "{}", quoted(&self.program))?;
        self.arguments.iter().try_for_each(|argument| write!(f, " {}", quoted(argument)))
    }
}

fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-=:,@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_typed_again() {
        let command = CommandLine::words("corona-sim run a.toml")
            .with(&["--set", "duration=20 days", "it's"])
            .env("CARGO_TARGET_DIR", "target/rivals");
        assert_eq!(
            command.to_string(),
            r"CARGO_TARGET_DIR=target/rivals corona-sim run a.toml --set 'duration=20 days' 'it'\''s'"
        );
    }
}
