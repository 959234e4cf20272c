//! Cencetti et al. 2021: how fast an epidemic grows if cases are isolated and contacts traced
//! with given success, by the renewal equation of Fraser et al. 2004.
//!
//! Knows infectiousness and detection by age of infection; nothing is drawn.
mod comparison;
mod infection_age;
mod renewal;

pub(super) use comparison::reproduce;
