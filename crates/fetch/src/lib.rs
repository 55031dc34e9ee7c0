//! Fetches pages and feeds over HTTP, politely: [`Client`] obeys robots.txt, asks one thing at a time of a host, waits
//! between requests and where a host wishes it, asks only for what has changed, and refuses what is too large, too slow,
//! or stands at a private address. [`feeds::parse`] reads RSS, Atom, JSON Feed, sitemaps and OPML.
//!
//! It knows nothing of articles or the ledger, and keeps nothing but robots.txt in memory.

mod address;
mod client;
mod clock;
mod error;
mod exchange;
pub mod feeds;
mod robots;

pub use address::{Private, is_public, parse_address, seen_as};
pub use client::{Answer, Client, Page, Settings, Validators};
pub use clock::{Clock, Stop, Stopped};
pub use error::{FetchError, Problem};
pub use url::Url;
