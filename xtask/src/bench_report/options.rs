//! What can be typed after `cargo xtask bench-report`.

use super::sections::SECTIONS;
use std::path::PathBuf;

/// Where the report goes, from the repository's root.
const OUT: &str = "target/bench-report";
/// What figures are compared with.
const BASELINE: &str = "benches/baseline.json";

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// Small sizes: minutes instead of half an hour.
    pub(crate) quick: bool,
    /// Folder of page and figures.
    pub(crate) out: PathBuf,
    /// Figures of an earlier run.
    pub(crate) baseline: PathBuf,
    /// Whether that file was named, so that it must be there.
    pub(crate) baseline_named: bool,
    /// Where to keep this run's figures for later ones.
    pub(crate) save_baseline: Option<PathBuf>,
    /// Sections to run; all if empty.
    pub(crate) only: Vec<String>,
    /// Run the city of a million phones.
    pub(crate) city: bool,
    /// A folder in which it has been run.
    pub(crate) city_run: Option<PathBuf>,
    /// Run the epidemic of 100,000 with phones.
    pub(crate) seattle: bool,
    /// A folder in which it has been run.
    pub(crate) seattle_run: Option<PathBuf>,
    /// Keep what an earlier run of the same commit measured.
    pub(crate) resume: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            quick: false,
            out: OUT.into(),
            baseline: BASELINE.into(),
            baseline_named: false,
            save_baseline: None,
            only: Vec::new(),
            city: false,
            city_run: None,
            seattle: false,
            seattle_run: None,
            resume: false,
        }
    }
}

impl Options {
    /// Reads the words after `bench-report`.
    ///
    /// # Errors
    /// A sentence naming the word that has no meaning.
    pub(crate) fn parse(words: &[&str]) -> Result<Self, String> {
        let mut options = Self::default();
        let mut words = words.iter().copied();
        while let Some(word) = words.next() {
            let mut value = || {
                let value = words.next().filter(|value| !value.starts_with('-'));
                value.ok_or_else(|| format!("`{word}` needs a value: see `cargo xtask help`"))
            };
            match word {
                "--quick" => options.quick = true,
                "--city" => options.city = true,
                "--seattle" => options.seattle = true,
                "--resume" => options.resume = true,
                "--out" => options.out = value()?.into(),
                "--baseline" => {
                    options.baseline = value()?.into();
                    options.baseline_named = true;
                }
                "--save-baseline" => options.save_baseline = Some(value()?.into()),
                "--seattle-run" => options.seattle_run = Some(value()?.into()),
                "--city-run" => options.city_run = Some(value()?.into()),
                "--only" => {
                    options.only.push(section(value()?)?);
                    while let Some(more) = words.clone().next().filter(|w| !w.starts_with('-')) {
                        options.only.push(section(more)?);
                        words.next();
                    }
                }
                unknown => {
                    return Err(format!(
                        "`bench-report` does not take `{unknown}`: see `cargo xtask help`"
                    ));
                }
            }
        }
        Ok(options)
    }

    /// Whether the section called `name` is on the page.
    pub(crate) fn shows(&self, name: &str) -> bool {
        self.only.is_empty() || self.resume || self.is_named(name)
    }

    /// Whether the section called `name` may be taken from an earlier run: not where it was
    /// named, nor where other figures or another folder decide what it says.
    pub(crate) fn keeps(&self, name: &str) -> bool {
        let depends = match name {
            "goals" => true,
            "city" => self.city || self.city_run.is_some(),
            "seattle" => self.seattle || self.seattle_run.is_some(),
            _ => false,
        };
        self.resume && !self.is_named(name) && !depends
    }

    fn is_named(&self, name: &str) -> bool {
        self.only.iter().any(|named| named == name)
    }

    /// The larger size, or the smaller one of a quick run.
    pub(crate) const fn size<T: Copy>(&self, full: T, quick: T) -> T {
        if self.quick { quick } else { full }
    }
}

fn section(name: &str) -> Result<String, String> {
    if SECTIONS.iter().any(|section| section.name == name) {
        return Ok(name.to_owned());
    }
    let known: Vec<&str> = SECTIONS.iter().map(|section| section.name).collect();
    Err(format!("no section `{name}`: there are {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(&line.split_whitespace().collect::<Vec<_>>())
    }

    #[test]
    fn every_option_is_understood() {
        assert_eq!(parse(""), Ok(Options::default()));
        let options = parse(
            "--quick --out o --baseline b --save-baseline s --only rivals goals --city --city-run c \
             --seattle --seattle-run d --resume",
        )
        .unwrap();
        assert!(options.quick && options.city && options.resume && options.baseline_named);
        assert_eq!(options.out, PathBuf::from("o"));
        assert_eq!(options.baseline, PathBuf::from("b"));
        assert_eq!(options.save_baseline, Some("s".into()));
        assert_eq!(options.city_run, Some("c".into()));
        assert_eq!((options.seattle, options.seattle_run.clone()), (true, Some("d".into())));
        assert!(options.shows("queue") && options.keeps("queue"));
        assert!(!options.keeps("rivals") && !options.keeps("goals") && !options.keeps("city"));
        assert!(!options.keeps("seattle"));
        let options = parse("--only rivals goals").unwrap();
        assert!(options.shows("rivals") && options.shows("goals") && !options.shows("queue"));
        assert!(!options.keeps("rivals"));
        assert!(parse("--resume").unwrap().keeps("city"));
    }

    #[test]
    fn what_has_no_meaning_is_named() {
        assert!(parse("--slow").unwrap_err().contains("`--slow`"));
        assert!(parse("--out --quick").unwrap_err().contains("`--out` needs a value"));
        let unknown = parse("--only rivls").unwrap_err();
        assert!(unknown.contains("`rivls`") && unknown.contains("rivals"), "{unknown}");
    }
}
