//! Recorded phones, lived again: what is accepted, and what is noticed.
mod bench;
mod command_line;
mod crashes;
mod disk;
mod story;
mod tampering;
