//! The web page as its users meet it.
use fantoccini as _;
