//! Laws of the session: how bytes become frames, and what TLS must and must not do.

#[path = "../bed/mod.rs"]
mod bed;
mod framing;
mod impostor;
mod refusals;
mod tls;
mod wire;
