//! The ledger: codings of many documents in one SQLite file. [`Ledger`] stores them, each document in one transaction;
//! [`Filter`] asks for events; [`Rows`] is what every question answers.

mod check;
mod incidents;
mod query;
mod store;

pub use query::{Filter, Rows};
pub use store::{Added, Error, Ledger, Stored};
