//! Rows of many documents or events, asked for so many at a time: with the same words each time, so that a question is
//! prepared once, and without holding all of an answer.

use crate::db::{DbError, Row};
use sayso_coding::tables::Cell;

/// Small enough that the database looks each key up.
const SIZE: usize = 64;

pub(crate) struct Block<'a>(&'a [i64]);

impl<'a> Block<'a> {
    pub(crate) fn all(keys: &'a [i64]) -> impl Iterator<Item = Self> {
        keys.chunks(SIZE).map(Self)
    }

    pub(crate) fn keys(&self) -> &'a [i64] {
        self.0
    }

    /// A question that ends in `IN`, about these keys.
    pub(crate) fn ask(&self, question: &str, order: &str) -> String {
        format!("{question} ({}){order}", ["?"; SIZE].join(", "))
    }

    /// As many as there are places for; the last stands in all that are left over.
    pub(crate) fn values(&self) -> Vec<Cell<'static>> {
        let last = *self.0.last().expect("a block has a key");
        (0..SIZE).map(|i| Cell::Int(self.0.get(i).copied().unwrap_or(last))).collect()
    }
}

/// Rows with their first cell, a key.
pub(crate) fn keyed(rows: Vec<Row>) -> Result<Vec<(i64, Row)>, DbError> {
    rows.into_iter().map(|row| Ok((row.get(0)?, row))).collect()
}
