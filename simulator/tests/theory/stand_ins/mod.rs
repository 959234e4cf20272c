//! What the disease does, as far as laws of it need to be simulated here. Each knows how
//! one chain goes from its draws, and no closed form.
pub(crate) mod branching;
pub(crate) mod household;
pub(crate) mod mixing;
