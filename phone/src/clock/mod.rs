//! What time the phone takes it to be: the system's, or, in tests alone, a scaled one.
mod phone;
mod rfc3339;
mod scaled;
mod settings;
mod system;

pub use phone::PhoneClock;
pub use rfc3339::{from_rfc3339, to_rfc3339};
pub use scaled::ScaledClock;
pub use settings::ClockError;
pub use system::SystemClock;
