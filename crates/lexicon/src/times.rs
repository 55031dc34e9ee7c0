//! Words for dates, times, durations.

use crate::{DataError, Files};

#[derive(Debug, Default)]
pub struct TimeWords {}

impl TimeWords {
    pub fn load(_files: &Files) -> Result<Self, Vec<DataError>> {
        Ok(Self::default())
    }
}
