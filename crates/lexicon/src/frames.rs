//! Event frames: skeletons of English with the event each means.

use crate::{DataError, Files};

#[derive(Debug, Default)]
pub struct Frames {}

impl Frames {
    pub fn load(_files: &Files) -> Result<Self, Vec<DataError>> {
        Ok(Self::default())
    }
}
