//! The ledger: codings of many documents in one SQLite file, or in PostgreSQL. [`Ledger`] stores them, each document as a whole;
//! [`Filter`] says which events a question is about; [`Found`], [`DateCount`] and the like are what questions answer.

mod blocks;
mod check;
mod copies;
mod counts;
mod db;
mod feeds;
mod filter;
mod found;
mod incidents;
mod location;
mod query;
mod records;
mod schema;
mod store;
#[cfg(test)]
mod tests;

pub use counts::{DateCount, DyadCount, SourceCount};
pub use db::DbError;
pub use feeds::{Fate, FeedItem, FeedState, Waiting};
pub use filter::Filter;
pub use found::{Found, Order, Party, Place, Trigger};
pub use incidents::{About, Conflict, Incident, Member, Range, Says};
pub use location::Location;
pub use query::Rows;
pub use records::{Copy, Relations};
pub use store::{Added, Error, Ledger, Stored};
