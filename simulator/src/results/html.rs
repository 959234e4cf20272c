//! Text made safe for a page and arguments made safe for a shell.
//!
//! Scenario names, people and arguments come from users and may hold anything.

use std::fmt::Write as _;

/// The text with everything that means something in HTML escaped, for element
/// content and quoted attributes alike.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// The command that a POSIX shell understands as the program with these arguments.
pub(crate) fn shell_command(program: &str, arguments: &[String]) -> String {
    let mut command = program.to_owned();
    for argument in arguments {
        // Writing to a String cannot fail.
        let _ = if is_plain(argument) {
            write!(command, " {argument}")
        } else {
            write!(command, " '{}'", argument.replace('\'', r"'\''"))
        };
    }
    command
}

fn is_plain(argument: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=,@%+".contains(letter);
    !argument.is_empty() && argument.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_user_writes_becomes_markup() {
        assert_eq!(
            escape("<img src=\"x\" onerror='y'> & co"),
            "&lt;img src=&quot;x&quot; onerror=&#39;y&#39;&gt; &amp; co"
        );
    }

    #[test]
    fn a_shell_reads_back_the_same_arguments() {
        let arguments = ["run", "my town.toml", "--set", "a='b'", ""].map(str::to_owned);
        assert_eq!(
            shell_command("corona-sim", &arguments),
            r"corona-sim run 'my town.toml' --set 'a='\''b'\''' ''"
        );
    }
}
