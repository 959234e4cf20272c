//! Codes as pictures that any screen can show.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// Light modules around the code, as readers need them.
const QUIET_ZONE: usize = 4;

/// A QR code as SVG, black on white, one unit to a module; `None` if the text is too long for
/// any. Screens have no scratches: the weakest correction makes the smallest code, and what is
/// misread fails the text's own checksum.
#[must_use]
pub fn svg(text: &str) -> Option<Zeroizing<String>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = code.width();
    let dark = Zeroizing::new(
        code.into_colors().into_iter().map(|color| color == Color::Dark).collect::<Vec<bool>>(),
    );
    let side = width + 2 * QUIET_ZONE;
    let mut svg = Zeroizing::new(String::with_capacity(dark.len() * 12));
    svg.push_str(r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" "#);
    // Writing to a string does not fail.
    let _ = write!(svg, r#"viewBox="0 0 {side} {side}" shape-rendering="crispEdges">"#);
    let _ = write!(svg, r##"<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d=""##);
    for (index, _) in dark.iter().enumerate().filter(|(_, dark)| **dark) {
        let (x, y) = (index % width + QUIET_ZONE, index / width + QUIET_ZONE);
        let _ = write!(svg, "M{x} {y}h1v1h-1z");
    }
    svg.push_str(r#""/></svg>"#);
    Some(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the picture's squares, as a screen does.
    fn read(svg: &str) -> String {
        let side: usize =
            svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let path = svg.rsplit("<path d=\"").next().unwrap();
        let dark: Vec<(usize, usize)> = path
            .split('M')
            .filter_map(|square| {
                let (place, _) = square.split_once('h')?;
                let (x, y) = place.split_once(' ')?;
                Some((x.parse().ok()?, y.parse().ok()?))
            })
            .collect();
        let scale = 4;
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, |x, y| {
                if dark.contains(&(x / scale, y / scale)) { 0 } else { 255 }
            });
        let grids = image.detect_grids();
        grids[0].decode().unwrap().1
    }

    #[test]
    fn a_picture_is_read_back_as_the_text_it_was_made_of() {
        let text = "CORONAPAIR1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
        assert_eq!(read(&svg(text).unwrap()), text);
        assert!(svg(&"x".repeat(10_000)).is_none());
    }
}
