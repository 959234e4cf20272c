//! Simulation against closed form, with tolerances from the sampling error.
//!
//! Warnings are simulated by what the simulator itself uses: phones in a world, or the oracle
//! that phones are held to. Laws of the disease and of chance alone are simulated by
//! `stand_ins`, each a function from draws to an outcome, so that a model of the disease can
//! take its place. Every test draws from fixed seeds and is the same in every run.

mod availability;
mod cascade_percolation;
mod configuration_model;
mod drawing;
mod epidemics;
mod forest;
mod growth;
mod hops;
mod network;
mod offspring;
mod phones;
mod sample;
mod stand_ins;
mod temporal_reach;
mod tracing;
