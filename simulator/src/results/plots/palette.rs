//! Colours that stay apart for colour-blind readers and on paper.
//!
//! It decides by kind of data: statuses and other categories take hues of Okabe
//! and Ito's set, hops (which have an order) go from dark to light.

use plotters::style::RGBColor;

/// Text and axes.
pub(super) const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(0xe2, 0xe2, 0xe2);
/// The one colour of plots that need only one.
pub(super) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
/// A second thing beside the first, lighter.
pub(super) const SKY: RGBColor = RGBColor(0x8c, 0xc9, 0xee);
/// What goes wrong.
pub(super) const VERMILLION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
/// Statuses in the protocol's order: Unknown, HighRisk, Suspected, Positive, Negative.
pub(super) const STATUSES: [RGBColor; 5] = [
    RGBColor(0x77, 0x77, 0x77),
    RGBColor(0xe6, 0x9f, 0x00),
    RGBColor(0x00, 0x72, 0xb2),
    RGBColor(0xd5, 0x5e, 0x00),
    RGBColor(0x00, 0x9e, 0x73),
];
/// Hops 1 to 6, then all beyond; the light end stops where white paper would swallow it.
pub(super) const HOPS: [RGBColor; 7] = [
    RGBColor(0x44, 0x01, 0x54),
    RGBColor(0x41, 0x44, 0x87),
    RGBColor(0x2a, 0x78, 0x8e),
    RGBColor(0x22, 0xa8, 0x84),
    RGBColor(0x7a, 0xd1, 0x51),
    RGBColor(0xc8, 0xb0, 0x10),
    RGBColor(0xe0, 0x7b, 0x20),
];
