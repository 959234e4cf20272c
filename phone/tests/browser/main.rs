//! The web page as people meet it: headless Chromium, the built `corona`, its real API; for two people, two phones
//! over a network in memory.
//!
//! Without Chromium and its driver each test says that it skips, and fails if `CI=true`. As
//! root on Debian they are installed first.
mod browser;
mod devtools;
mod first_start;
mod keyboard;
mod legible;
mod out_of_order;
mod phone;
mod programs;
mod reports;
#[path = "../host/switchboard.rs"]
mod switchboard;
mod two_pages;
