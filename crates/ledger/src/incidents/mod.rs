//! Incidents: events of one document or many that report one happening.
//!
//! [`account`] takes from a coding what can be compared, [`likeness`] compares two accounts, [`grouping`] decides among a
//! few, and [`cells`] sees to it that there are only ever a few.

mod account;
mod cells;
mod deeds;
mod grouping;
mod likeness;
#[cfg(test)]
mod memory;

pub(crate) use account::{Account, Accounts, Scene, Told};
pub(crate) use cells::{Board, Key, Standing, left_by, settle, touched_by};
pub(crate) use likeness::{is_link, likeness};
