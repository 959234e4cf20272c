//! The log, handed to the app line by line; redacted unless the app asks otherwise.
//!
//! It knows what is logged at all: what matters, of this library and of what it is built on.
//! It decides what a line may say; where lines go is the app's. Without a hook nothing is
//! written anywhere.

use crate::redaction::redact;
use crate::{Failure, Reason};
use std::cell::Cell;
use std::fmt::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::{EnvFilter, Registry};

/// Of our own what an app can do something about, of all else what went wrong.
const FILTER: &str = "warn,corona_phone=info,corona_transport_tor=info,corona_bindings=info";
const OURS: &str = "corona_";

/// Takes the log. Called from any thread, also while the app is in a call of the phone: it
/// should hand the line on and return, and must not call the phone.
#[uniffi::export(with_foreign)]
pub trait LogHook: Send + Sync {
    /// One line.
    fn log(&self, line: LogLine);
}

/// A line of the log.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct LogLine {
    /// How bad it is.
    pub level: LogLevel,
    /// Which part of the library says so, as in `corona_phone::host`.
    pub part: String,
    /// What it says.
    pub text: String,
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, uniffi::Enum)]
pub enum LogLevel {
    /// Something does not work.
    Error,
    /// Something may not work.
    Warn,
    /// What happens.
    Info,
    /// For whoever looks for a mistake in the library.
    Debug,
}

/// How much a line says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, uniffi::Enum)]
pub enum LogDetail {
    /// Without keys, codes, addresses, paths and quoted names, and of other libraries nothing
    /// but that something went wrong: may be attached to a report of a mistake.
    #[default]
    Redacted,
    /// As it is: whoever reads it may learn whom the phone meets.
    Full,
}

struct Hook {
    hook: Arc<dyn LogHook>,
    detail: LogDetail,
}

static HOOK: RwLock<Option<Hook>> = RwLock::new(None);

/// Hands the log to `hook` from now on, or to nobody. One hook for the whole process.
///
/// # Errors
/// [`Failure::Refused`] with [`Reason::Busy`] if other Rust code of the same process has taken
/// the log.
#[uniffi::export(default(detail = None))]
pub fn hand_log_to(
    hook: Option<Arc<dyn LogHook>>,
    detail: Option<LogDetail>,
) -> Result<(), Failure> {
    if !take_the_log() {
        let text = "another library of this process has taken the log of Rust code: \
                    let that one pass it on";
        return Err(Failure::refused(Reason::Busy, text));
    }
    let hook = hook.map(|hook| Hook { hook, detail: detail.unwrap_or_default() });
    *HOOK.write().unwrap_or_else(PoisonError::into_inner) = hook;
    Ok(())
}

/// Takes the process's log, so that nothing is written to standard error; whether it is ours.
pub(crate) fn take_the_log() -> bool {
    static TAKEN: OnceLock<bool> = OnceLock::new();
    *TAKEN.get_or_init(|| {
        let subscriber = Registry::default().with(ToTheHook.with_filter(EnvFilter::new(FILTER)));
        tracing::subscriber::set_global_default(subscriber).is_ok()
    })
}

struct ToTheHook;

impl<S: Subscriber> Layer<S> for ToTheHook {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        thread_local!(static WITHIN: Cell<bool> = const { Cell::new(false) });
        // A hook that makes the library log must not be called for that again.
        if WITHIN.replace(true) {
            return;
        }
        let hook = HOOK.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(Hook { hook, detail }) = &*hook {
            let line = line(event, *detail);
            // What an app's hook throws is the app's mistake, and no reason to stop a phone.
            let _thrown = catch_unwind(AssertUnwindSafe(|| hook.log(line)));
        }
        drop(hook);
        WITHIN.set(false);
    }
}

fn line(event: &Event<'_>, detail: LogDetail) -> LogLine {
    let metadata = event.metadata();
    let part = metadata.target().to_owned();
    let level = match *metadata.level() {
        Level::ERROR => LogLevel::Error,
        Level::WARN => LogLevel::Warn,
        Level::INFO => LogLevel::Info,
        Level::DEBUG | Level::TRACE => LogLevel::Debug,
    };
    let text = || {
        let mut words = Words::default();
        event.record(&mut words);
        words.0
    };
    let text = match detail {
        LogDetail::Full => text(),
        LogDetail::Redacted if part.starts_with(OURS) => redact(&text()),
        LogDetail::Redacted => "something went wrong; the details may name somebody".to_owned(),
    };
    LogLine { level, part, text }
}

/// The message, then every field as `name=value`.
#[derive(Default)]
struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let space = if self.0.is_empty() { "" } else { " " };
        let written = if field.name() == "message" {
            let message = format!("{value:?}{space}");
            self.0.insert_str(0, &message);
            Ok(())
        } else {
            write!(self.0, "{space}{}={value:?}", field.name())
        };
        written.expect("writing to a string does not fail");
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        // Without quotes: words of our own, which a reader of the log needs.
        self.record_debug(field, &format_args!("{value}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Kept(Mutex<Vec<LogLine>>);

    impl LogHook for Kept {
        fn log(&self, line: LogLine) {
            // Would be endless if it came back here.
            tracing::warn!(target: "corona_bindings", "the hook itself logs");
            self.0.lock().unwrap().push(line);
        }
    }

    struct Throwing;

    impl LogHook for Throwing {
        fn log(&self, _line: LogLine) {
            panic!("the app's hook is broken");
        }
    }

    fn say() {
        let error = "open /home/alice/.corona: denied";
        tracing::info!(target: "corona_phone::host", what = "paired", number = 3, "an update");
        tracing::warn!(target: "corona_phone::host", %error, "the event \"Alice's party\" ends");
        tracing::warn!(target: "tor_guardmgr", "203.0.113.7 is no good guard");
        tracing::info!(target: "tor_guardmgr", "nobody needs this");
    }

    // One test: the hook is the process's.
    #[test]
    fn lines_reach_the_hook_redacted_unless_the_app_asks_otherwise() {
        let kept = Arc::new(Kept::default());
        let texts = || -> Vec<String> {
            let mut lines = kept.0.lock().unwrap();
            lines.drain(..).map(|line| line.text).collect()
        };
        hand_log_to(Some(kept.clone()), None).unwrap();
        say();
        let redacted = [
            "an update what=paired number=3",
            "the event \"[…]\" ends error=open […] denied",
            "something went wrong; the details may name somebody",
        ];
        assert_eq!(texts(), redacted);
        hand_log_to(Some(kept.clone()), Some(LogDetail::Full)).unwrap();
        say();
        assert!(texts()[2].contains("203.0.113.7"));
        hand_log_to(Some(Arc::new(Throwing)), None).unwrap();
        say();
        hand_log_to(None, None).unwrap();
        say();
        assert_eq!(texts(), [""; 0]);
    }
}
