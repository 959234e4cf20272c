//! The code of a Rust file without its prose.
//!
//! It knows where comments and literals begin and end, nothing else of the
//! language. What it blanks keeps its place, so lines stay lines. It decides
//! nothing; rules use it to not take a word in prose for a word in code.

/// The code of one file, with spaces where comments and insides of literals stood.
#[derive(Debug)]
pub(crate) struct RustText {
    /// As long as the file in characters, and as many lines.
    pub(crate) code: String,
}

impl RustText {
    /// Blanks the prose of a file; what doesn't end (a string, a comment) ends with the file.
    pub(crate) fn of(source: &str) -> Self {
        let mut reader = Reader {
            source: source.chars().collect(),
            at: 0,
            code: String::with_capacity(source.len()),
        };
        while reader.at < reader.source.len() {
            reader.step();
        }
        Self { code: reader.code }
    }

    /// The line, counted from 1, of a byte of `code`.
    pub(crate) fn line_of(&self, byte: usize) -> usize {
        1 + self.code[..byte].matches('\n').count()
    }

    /// The identifiers and keywords of the code, each with the byte it starts at.
    pub(crate) fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let code = &self.code;
        let mut end = 0;
        std::iter::from_fn(move || {
            let start = end + code[end..].find(is_word)?;
            end = code[start..].find(|c| !is_word(c)).map_or(code.len(), |length| start + length);
            Some((start, &code[start..end]))
        })
    }
}

#[derive(Clone, Copy)]
enum Part {
    Code,
    Prose,
}

struct Reader {
    source: Vec<char>,
    at: usize,
    code: String,
}

impl Reader {
    fn step(&mut self) {
        match (self.peek(0), self.peek(1)) {
            (Some('/'), Some('/')) => self.line_comment(),
            (Some('/'), Some('*')) => self.block_comment(),
            (Some('"'), _) => self.string(),
            (Some('\''), _) => self.quote(),
            (Some(first), _) if is_word(first) => self.word(),
            (Some(_), _) => self.take(Part::Code),
            (None, _) => {}
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.source.get(self.at + ahead).copied()
    }

    fn take(&mut self, part: Part) {
        let Some(taken) = self.peek(0) else { return };
        self.at += 1;
        self.code.push(match part {
            Part::Prose if taken != '\n' => ' ',
            Part::Code | Part::Prose => taken,
        });
    }

    fn take_many(&mut self, part: Part, count: usize) {
        for _ in 0..count {
            self.take(part);
        }
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.take(Part::Prose);
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (None, _) => return,
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (Some(_), _) => {
                    self.take(Part::Prose);
                    continue;
                }
            }
            self.take_many(Part::Prose, 2);
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        self.take(Part::Code);
        while let Some(inside) = self.peek(0) {
            match inside {
                '"' => return self.take(Part::Code),
                '\\' => self.take_many(Part::Prose, 2),
                _ => self.take(Part::Prose),
            }
        }
    }

    /// A character literal, or a lifetime.
    fn quote(&mut self) {
        let length = match (self.peek(1), self.peek(2)) {
            (Some('\\'), _) => {
                // The escaped character may itself be a quote.
                let close = self.source.iter().skip(self.at + 3).position(|&c| c == '\'');
                close.map_or(0, |distance| distance + 2)
            }
            (Some(_), Some('\'')) => 1,
            (Some(_) | None, _) => 0,
        };
        self.take(Part::Code);
        self.take_many(Part::Prose, length);
        if length > 0 {
            self.take(Part::Code);
        }
    }

    /// An identifier, or the prefix of a raw string.
    fn word(&mut self) {
        let rest = &self.source[self.at..];
        let length = rest.iter().take_while(|c| is_word(**c)).count();
        let word: String = rest[..length].iter().collect();
        let hashes = rest[length..].iter().take_while(|c| **c == '#').count();
        let is_raw =
            matches!(word.as_str(), "r" | "br" | "cr") && rest.get(length + hashes) == Some(&'"');
        self.take_many(Part::Code, length);
        if is_raw {
            self.raw_string(hashes);
        }
    }

    fn raw_string(&mut self, hashes: usize) {
        self.take_many(Part::Code, hashes + 1);
        while let Some(inside) = self.peek(0) {
            let closes = (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'));
            if inside == '"' && closes {
                return self.take_many(Part::Code, hashes + 1);
            }
            self.take(Part::Prose);
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(source: &str) -> Vec<String> {
        RustText::of(source).words().map(|(_, word)| word.to_owned()).collect()
    }

    #[test]
    fn words_in_comments_and_literals_are_not_code() {
        let source = "let a = \"HashMap \\\" x\"; // HashMap\n/* HashMap /* y */ z */ b('\"', 'q')";
        assert_eq!(words_of(source), ["let", "a", "b"]);
    }

    #[test]
    fn raw_strings_end_with_as_many_hashes_as_they_began() {
        assert_eq!(words_of("r#\"one \" two\"# + br\"three\" + r#type"), ["r", "br", "r", "type"]);
    }

    #[test]
    fn lifetimes_are_no_character_literals() {
        assert_eq!(
            words_of("fn f<'a>(x: &'a str, y: char)"),
            ["fn", "f", "a", "x", "a", "str", "y", "char"]
        );
        assert_eq!(words_of("['\\'', '\\u{41}', 'ß'] end"), ["end"]);
    }

    #[test]
    fn code_keeps_its_line() {
        let text = RustText::of("a\n\"two\nlines\" // one\n/* x\n*/ b // two");
        let b = text.code.find('b').unwrap();
        assert_eq!(text.line_of(b), 5);
    }

    #[test]
    fn what_does_not_end_ends_with_the_file() {
        for source in ["\"open", "/* open", "r#\"open", "'\\", "'", "r#"] {
            assert_eq!(RustText::of(source).code.chars().count(), source.chars().count());
        }
    }
}
