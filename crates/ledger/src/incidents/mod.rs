//! Incidents: events of one document or many that report one happening.
//!
//! [`account`] takes from a coding what can be compared, [`told`] has it as it is compared, in [`words`]; [`likeness`] compares two
//! accounts, [`grouping`] decides among a few, [`cells`] sees to it that there are only ever a few, and [`kept`] keeps all of it in the ledger, what it
//! needs again soon in [`recent`]. [`record`] says what
//! an incident is when it is asked for: its [`reports`] taken together, and the [`conflicts`] among them.

mod account;
mod cells;
mod common;
mod conflicts;
mod deeds;
mod grouping;
mod kept;
mod likeness;
#[cfg(test)]
mod memory;
mod recent;
mod record;
mod reports;
mod told;
mod words;

pub(crate) use kept::{Renewal, renew_keys, some};
pub(crate) use recent::Recent;
pub(crate) use record::asserted_by;
pub use record::{About, Conflict, Incident, Member, Range, Says};
