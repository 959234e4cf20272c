//! Codes drawn with characters, two rows of modules to a line of text.
//!
//! On a terminal the drawing brings its own black and white, so that it can be scanned
//! whether the terminal is dark or light. Without colours the light modules are inked, for
//! dark terminals; most readers take the reverse as well.

use qrcode::{Color, EcLevel, QrCode};
use zeroize::Zeroizing;

/// Light modules around the code, as readers need them.
const QUIET_ZONE: usize = 4;

/// Black on white, whatever the terminal's palette says, and back.
const BLACK_ON_WHITE: &str = "\x1b[38;5;16;48;5;231m";
const RESET: &str = "\x1b[0m";

/// With what a drawing is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ink {
    /// Escape sequences for black on white.
    Colours,
    /// Characters only.
    Plain,
}

/// A code's modules, light or dark.
struct Modules {
    dark: Zeroizing<Vec<bool>>,
    width: usize,
}

/// The drawing, each line ended; `None` if the text is too long for any QR code.
pub(crate) fn draw(text: &str, ink: Ink) -> Option<Zeroizing<String>> {
    let modules = Modules::of(text)?;
    let columns = modules.width + 2 * QUIET_ZONE;
    let mut drawing = Zeroizing::new(String::with_capacity(columns * columns * 2));
    for line in 0..columns.div_ceil(2) {
        if ink == Ink::Colours {
            drawing.push_str(BLACK_ON_WHITE);
        }
        for column in 0..columns {
            let upper = modules.inked(column, 2 * line, ink);
            let lower = modules.inked(column, 2 * line + 1, ink);
            drawing.push(half_blocks(upper, lower));
        }
        if ink == Ink::Colours {
            drawing.push_str(RESET);
        }
        drawing.push('\n');
    }
    Some(drawing)
}

const fn half_blocks(upper: bool, lower: bool) -> char {
    match (upper, lower) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    }
}

impl Modules {
    /// Screens have no scratches: the weakest correction makes the smallest code, and what
    /// is misread fails the text's own checksum.
    fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let width = code.width();
        let dark = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Self { dark: Zeroizing::new(dark), width })
    }

    /// Whether the module at a place of the drawing gets ink.
    fn inked(&self, column: usize, row: usize, ink: Ink) -> bool {
        // The last line of text has half a row more than the drawing.
        let outside = row >= self.width + 2 * QUIET_ZONE;
        match ink {
            Ink::Colours => self.is_dark(column, row),
            Ink::Plain => !outside && !self.is_dark(column, row),
        }
    }

    fn is_dark(&self, column: usize, row: usize) -> bool {
        let within = |at: usize| at.checked_sub(QUIET_ZONE).filter(|at| *at < self.width);
        match (within(column), within(row)) {
            (Some(column), Some(row)) => self.dark[row * self.width + column],
            (None, Some(_)) | (Some(_), None) | (None, None) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As long as a check-in code, of the characters one consists of.
    fn code() -> String {
        let letters = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
        format!("CORONAEVENT1{}", letters.repeat(5))
    }

    /// What a camera reads from the drawing, `scale` pixels a module.
    fn scanned(drawing: &str, inked_is_dark: bool) -> String {
        const SCALE: usize = 4;
        let lines: Vec<Vec<char>> = drawing
            .lines()
            .map(|line| line.replace(BLACK_ON_WHITE, "").replace(RESET, "").chars().collect())
            .collect();
        let inked = |x: usize, y: usize| match lines[y / 2][x] {
            '█' => true,
            '▀' => y.is_multiple_of(2),
            '▄' => !y.is_multiple_of(2),
            ' ' => false,
            other => panic!("{other:?} in a drawing"),
        };
        let (width, height) = (lines[0].len() * SCALE, lines.len() * 2 * SCALE);
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            if inked(x / SCALE, y / SCALE) == inked_is_dark { 0 } else { 255 }
        });
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1, "{drawing}");
        grids[0].decode().unwrap().1
    }

    #[test]
    fn a_reader_gets_the_same_text_back_from_either_drawing() {
        assert_eq!(scanned(&draw(&code(), Ink::Colours).unwrap(), true), code());
        assert_eq!(scanned(&draw(&code(), Ink::Plain).unwrap(), false), code());
    }

    #[test]
    fn a_code_fits_a_terminal_of_80_columns_and_25_lines() {
        let drawing = draw(&code(), Ink::Plain).unwrap();
        let widths: Vec<usize> = drawing.lines().map(|line| line.chars().count()).collect();
        assert_eq!((widths.len(), widths.iter().max()), (25, Some(&49)));
        assert!(widths.iter().all(|width| *width == 49));
    }

    #[test]
    fn lower_case_letters_would_need_a_larger_code() {
        let width = |text: &str| Modules::of(text).unwrap().width;
        assert_eq!(width(&code()), 41);
        assert!(width(&code().to_lowercase()) > 41);
    }

    #[test]
    fn four_light_modules_surround_the_code() {
        let drawing = draw(&code(), Ink::Plain).unwrap();
        let lines: Vec<&str> = drawing.lines().collect();
        let (all_light, last) = ("█".repeat(49), "▀".repeat(49));
        assert_eq!((lines[0], lines[1], lines[23]), (&*all_light, &*all_light, &*all_light));
        assert_eq!(lines[24], last);
        assert!(lines.iter().take(24).all(|l| l.starts_with("████") && l.ends_with("████")));
    }

    #[test]
    fn every_line_in_colours_ends_them() {
        let drawing = draw(&code(), Ink::Colours).unwrap();
        assert!(drawing.lines().all(|l| l.starts_with(BLACK_ON_WHITE) && l.ends_with(RESET)));
    }

    #[test]
    fn what_no_code_holds_is_not_drawn() {
        assert_eq!(draw(&"A".repeat(5000), Ink::Plain), None);
    }
}
