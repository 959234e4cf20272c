//! Turns the golden files into seeds: `cargo run --example seeds` writes `corpus/<target>/…`.
//!
//! A golden file holds titles and lines of hexadecimal digits; the last block is the message,
//! and a block before it the header of its frame.

use std::fs;
use std::io;
use std::path::Path;

const SIZES: [usize; 3] = [512, 2_048, 16_384];

fn main() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = here.join("corpus");
    for entry in fs::read_dir(here.join("../tests/golden"))? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)?;
        if let Some((target, seed)) = seed(&name, &text) {
            fs::create_dir_all(corpus.join(target))?;
            fs::write(corpus.join(target).join(name), seed)?;
        }
    }
    Ok(())
}

fn seed(name: &str, text: &str) -> Option<(&'static str, Vec<u8>)> {
    let target = match name.split('_').next()? {
        "guest" => "decode_guest",
        "event" => "decode_event",
        "contact" => "decode_contact",
        "pairing" => "decode_pairing",
        "report" => return Some(("report_open", message(text))),
        "texts" => {
            let code = text.lines().find(|line| line.starts_with("CORONAEVENT1"))?;
            return Some(("code_text", code.into()));
        }
        _ => return None,
    };
    Some((target, frame(&message(text))))
}

/// The lines of digits at the end.
fn message(text: &str) -> Vec<u8> {
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().rposition(|line| hex(line).is_none()).map_or(0, |at| at + 1);
    lines[start..].iter().filter_map(|line| hex(line)).flatten().collect()
}

fn hex(line: &str) -> Option<Vec<u8>> {
    (0..line.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(line.get(at..at + 2)?, 16).ok())
        .collect()
}

fn frame(message: &[u8]) -> Vec<u8> {
    let length = message.len() as u16;
    let mut frame = [&[1][..], &length.to_be_bytes(), message].concat();
    let size = SIZES.into_iter().find(|size| frame.len() <= *size);
    frame.resize(size.unwrap_or(frame.len()), 0);
    frame
}
