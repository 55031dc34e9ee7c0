//! The ledger: codings of many documents in one SQLite file, or in PostgreSQL. [`Ledger`] stores them, each document in one transaction;
//! [`Filter`] asks for events; [`Rows`] is what every question answers.

mod check;
mod db;
mod feeds;
mod location;
mod query;
mod schema;
mod store;

pub use db::DbError;
pub use feeds::{Fate, FeedItem, FeedState, Waiting};
pub use location::Location;
pub use query::{Filter, Rows};
pub use store::{Added, Error, Ledger, Stored};
