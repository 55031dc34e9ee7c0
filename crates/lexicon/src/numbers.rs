//! Words for numbers, units, currencies, approximation.

use crate::{DataError, Files};

#[derive(Debug, Default)]
pub struct NumberWords {}

impl NumberWords {
    pub fn load(_files: &Files) -> Result<Self, Vec<DataError>> {
        Ok(Self::default())
    }
}
