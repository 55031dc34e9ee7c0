//! Who's who: countries, organisations, groups, office holders, and the sectors of common nouns.

use crate::{DataError, Files};

#[derive(Debug, Default)]
pub struct Actors {}

impl Actors {
    pub fn load(_files: &Files) -> Result<Self, Vec<DataError>> {
        Ok(Self::default())
    }
}
