//! Epidemics, alone.
mod given;
mod laws;
mod theory;
