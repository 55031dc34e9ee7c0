//! How far a long batch is, on a terminal's standard error.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

const BEFORE_FIRST: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(200);

/// One line that is written over and over, and gone at the end.
pub(crate) struct Progress {
    began: Instant,
    shown: Option<Instant>,
    wanted: bool,
    documents: usize,
    events: usize,
    failed: usize,
}

impl Progress {
    /// Nothing is shown where results are printed on the same terminal.
    pub(crate) fn new(results_on_terminal: bool) -> Self {
        let wanted = stderr().is_terminal() && !results_on_terminal;
        Self { began: Instant::now(), shown: None, wanted, documents: 0, events: 0, failed: 0 }
    }

    pub(crate) fn coded(&mut self, events: usize) {
        self.documents += 1;
        self.events += events;
        self.show();
    }

    pub(crate) fn failed(&mut self) {
        self.failed += 1;
        self.show();
    }

    fn show(&mut self) {
        let due = self.shown.map_or(self.began + BEFORE_FIRST, |at| at + BETWEEN);
        let now = Instant::now();
        if !self.wanted || now < due {
            return;
        }
        self.shown = Some(now);
        let seconds = now.duration_since(self.began).as_secs_f64();
        let rate = (self.documents + self.failed) as f64 * 60.0 / seconds;
        let failed = if self.failed == 0 { String::new() } else { format!(", {} not read", self.failed) };
        let line =
            format!("{} documents{failed}, {} events, {rate:.0} documents a minute", self.documents, self.events);
        // Progress that cannot be shown is no reason to stop.
        let _ = write!(stderr(), "\r\x1b[2K{line}");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(stderr(), "\r\x1b[2K");
        }
    }
}
