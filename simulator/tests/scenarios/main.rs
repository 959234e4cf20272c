//! Scenario files and the populations built from them, from outside.
mod attendance;
mod broken_files;
mod cities;
mod contacts;
mod given;
mod loading;
mod parameters;
mod published_data;
mod residents;
mod shipped;
mod stories;
mod towns;
