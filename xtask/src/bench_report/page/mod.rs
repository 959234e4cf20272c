//! The report as one page that needs nothing else: no script, no other file, and prints well.

mod html;
mod markup;

pub(crate) use html::html;
