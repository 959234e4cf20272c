//! Hosts in one process, over a network in memory, asked through their sockets.
mod bench;
mod control;
mod crashes;
mod folders;
mod log;
mod scaled;
mod stories;
mod switchboard;
