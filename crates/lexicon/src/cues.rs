//! Reporting verbs, nouns and phrases: the grammar of each and what it vouches for.

use crate::{DataError, Files};

#[derive(Debug, Default)]
pub struct Cues {}

impl Cues {
    pub fn load(_files: &Files) -> Result<Self, Vec<DataError>> {
        Ok(Self::default())
    }
}
