//! What can be typed: a contender and the size of the hold model.

use crate::contender::Contender;

/// The size of one hold model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    /// Occurrences pending all the time, from 1.
    pub(crate) pending: u32,
    /// Holds (one taken, one put) that are measured, after a quarter as many to warm up.
    pub(crate) holds: u64,
    /// Names the chance.
    pub(crate) seed: u64,
}

impl Hold {
    /// Holds before measuring begins.
    pub(crate) const fn warm_up(&self) -> u64 {
        self.holds / 4
    }
}

/// One call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arguments {
    /// Who.
    pub(crate) contender: Contender,
    /// How much.
    pub(crate) hold: Hold,
}

impl Arguments {
    /// Reads the words after the program's name.
    ///
    /// # Errors
    /// A sentence naming the word that has no meaning.
    pub(crate) fn parse(words: &[String]) -> Result<Self, String> {
        let (name, options) = words.split_first().ok_or(
            "write `rivals NAME [--pending N] [--holds N] [--seed N]`; `rivals --list` names all",
        )?;
        let contender = Contender::named(name)
            .ok_or_else(|| format!("no contender `{name}`: `rivals --list` names all"))?;
        let mut hold = Hold { pending: 1_000_000, holds: 1_000_000, seed: 1 };
        for pair in options.chunks(2) {
            let [option, value] = pair else { return Err(format!("`{}` needs a number", pair[0])) };
            let number = |least: u64, most: u64| {
                let number = value.parse().ok().filter(|number| (least..=most).contains(number));
                number.ok_or_else(|| format!("{option}: write {least} to {most}, not `{value}`"))
            };
            match option.as_str() {
                "--pending" => hold.pending = number(1, 100_000_000)? as u32,
                "--holds" => hold.holds = number(1, 1 << 40)?,
                "--seed" => hold.seed = number(0, u64::MAX)?,
                _ => return Err(format!("no option `{option}`: --pending, --holds, --seed")),
            }
        }
        Ok(Self { contender, hold })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Hold, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Arguments::parse(&words).map(|arguments| arguments.hold)
    }

    #[test]
    fn sizes_are_read() {
        let hold = parse("agenda --pending 7 --holds 20 --seed 3").unwrap();
        assert_eq!(hold, Hold { pending: 7, holds: 20, seed: 3 });
        assert_eq!(hold.warm_up(), 5);
    }

    #[test]
    fn what_has_no_meaning_is_named() {
        assert!(parse("").unwrap_err().contains("--list"));
        assert!(parse("calendar").unwrap_err().contains("`calendar`"));
        assert!(parse("agenda --pending 0").unwrap_err().contains("`0`"));
        assert!(parse("agenda --pending").unwrap_err().contains("needs a number"));
        assert!(parse("agenda --holdings 3").unwrap_err().contains("`--holdings`"));
    }
}
