//! `corona-sim run` as its user meets it: arguments in; text, exit code and files out.
mod checkpoints;
mod comparisons;
mod determinism;
mod estimates;
mod folders;
mod manifests;
mod output;
mod policy_sweeps;
mod refusals;
mod reproductions;
mod resuming;
mod sweep_plans;
mod sweeps;
mod workplace;
