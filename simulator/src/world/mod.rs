//! One world of one seed: people with phones, the network between them, and time.
mod background;
mod disk;
mod epidemic;
mod faults;
mod freezing;
mod frozen_phone;
mod hours;
mod left_out;
mod lineage;
mod meetings;
mod observer;
mod occurrence;
mod people;
mod phone;
mod polls;
mod setup;
mod stays;
mod step;
mod story;

pub use meetings::Meeting;
pub use phone::Phone;
pub use setup::{Polls, Stores, WorldSetup};
pub use step::World;
pub use story::StoryLine;
