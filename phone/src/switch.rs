//! Wishes that outlive the program: a file without content is in the folder, or isn't.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What can be wished for. Unless it is, the opposite holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Switch {
    /// The network is left alone.
    GatewayOff,
    /// Polls wait for no conditions.
    PollsNeverWait,
}

impl Switch {
    /// All there are.
    pub(crate) const ALL: [Self; 2] = [Self::GatewayOff, Self::PollsNeverWait];

    /// Its file in a phone's folder.
    pub(crate) fn file(self, folder: &Path) -> PathBuf {
        folder.join(match self {
            Self::GatewayOff => "gateway-off",
            Self::PollsNeverWait => "polls-never-wait",
        })
    }

    /// Whether it is wished for.
    pub(crate) fn is_set(self, folder: &Path) -> bool {
        self.file(folder).exists()
    }

    /// Keeps the wish for the next start.
    pub(crate) fn set(self, folder: &Path, wished: bool) -> io::Result<()> {
        let file = self.file(folder);
        if wished {
            return fs::write(file, b"");
        }
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}
