//! Strangers at a service's door: refused or timed out, at bounded cost, while an admitted
//! peer goes on being served.

mod attacks;
#[path = "../bed/mod.rs"]
mod bed;
mod crowds;
#[path = "../session/impostor.rs"]
mod impostor;
mod knocks;
mod pressure;
mod siege;
