//! Incidents: events of one document or many that report one happening.
//!
//! [`account`] takes from a coding what can be compared, [`likeness`] compares two accounts, [`grouping`] decides among a
//! few, [`cells`] sees to it that there are only ever a few, and [`kept`] keeps all of it in the ledger.

mod account;
mod cells;
mod deeds;
mod grouping;
mod kept;
mod likeness;
#[cfg(test)]
mod memory;

pub(crate) use kept::{renew, some};
