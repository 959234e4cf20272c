//! Epidemics, alone and under phones.
mod app;
mod given;
mod laws;
mod resuming;
mod rivals;
mod theory;
mod warnings;
