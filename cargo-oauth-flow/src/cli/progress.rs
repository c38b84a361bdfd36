//! How far the reading is, on a terminal, where it takes more than a second.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;

/// What is read in less than this is shown without a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// The files that were read, of those that are to be read.
pub(crate) struct Progress {
    start: Instant,
    all: u64,
    read: AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    pub(crate) fn of(files: usize) -> Self {
        Self {
            start: Instant::now(),
            all: u64::try_from(files).unwrap_or(u64::MAX),
            read: AtomicU64::new(0),
            bar: OnceLock::new(),
        }
    }

    /// One more file was read. The bar draws nothing where standard error is no terminal.
    pub(crate) fn step(&self) {
        let read = self.read.fetch_add(1, Ordering::Relaxed) + 1;
        if self.start.elapsed() > PATIENCE {
            self.bar.get_or_init(|| ProgressBar::new(self.all)).set_position(read);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
