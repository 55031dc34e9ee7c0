//! Time as the client sees it: asked for and waited for in one place, so that waiting can be broken off, and so that
//! tests need not wait.

use jiff::Timestamp;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Somebody asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    /// Waits.
    ///
    /// # Errors
    /// When the waiting was broken off, or there was no more reason to wait to begin with.
    fn wait(&self, how_long: Duration) -> Result<(), Stopped>;
}

/// The system's clock, until somebody asks to stop: then all waiting ends, and none begins.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<(Mutex<bool>, Condvar)>);

impl Stop {
    pub fn ask(&self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.1.notify_all();
    }

    pub fn is_asked(&self) -> bool {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for Stop {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn wait(&self, how_long: Duration) -> Result<(), Stopped> {
        let (asked, bell) = &*self.0;
        let until = Instant::now() + how_long;
        let mut is_asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if *is_asked {
                return Err(Stopped);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            is_asked = bell.wait_timeout(is_asked, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
