//! The command line as its users meet it: the built `corona`, run.
mod answers;
mod folders;
mod keeping;
mod refusals;
mod workplace;
