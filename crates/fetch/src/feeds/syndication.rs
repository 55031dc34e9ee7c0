//! RSS of all kinds, Atom and JSON Feed.

use super::{Feed, Item, complaint, dates, resolve};
use chrono::{DateTime, Utc};
use feed_rs::model::{Entry, Link};
use feed_rs::parser::Builder;
use std::collections::HashSet;
use url::Url;

pub(super) fn read(bytes: &[u8], address: &Url) -> Result<Feed, String> {
    // Ids of feeds without any are not asked for.
    let parser = Builder::new().timestamp_parser(clocks).id_generator(|_, _, _| String::new()).build();
    let parsed = parser.parse(bytes).map_err(|e| format!("damaged: {e}; try again later"))?;
    let title = parsed.title.and_then(|t| words(&t.content));
    let mut feed = Feed { title: title.clone(), ..Feed::default() };
    let mut seen = HashSet::new();
    for (number, entry) in (1..).zip(&parsed.entries) {
        let name = entry.title.as_ref().and_then(|t| words(&t.content));
        match link(entry).ok_or_else(|| "it has no address".to_owned()).and_then(|l| resolve(l, address)) {
            Ok(url) if seen.insert(url.clone()) => feed.items.push(Item {
                address: url,
                title: name,
                published: entry.published.or(entry.updated).map(date),
                publisher: title.clone(),
                version: entry.updated.filter(|u| Some(*u) != entry.published).map(|u| u.naive_utc().to_string()),
            }),
            Ok(_) => {}
            Err(why) => feed.bad.push(complaint(number, name.as_deref(), &why)),
        }
    }
    Ok(feed)
}

/// The page of an entry, not its pictures, comments or itself as an entry.
fn link(entry: &Entry) -> Option<&str> {
    let is_page = |l: &&Link| matches!(l.rel.as_deref(), None | Some("alternate" | ""));
    let linked = entry.links.iter().find(is_page).map(|l| l.href.as_str());
    // An id may be an address, and stand for a link that is not there.
    linked.or_else(|| Some(entry.id.as_str()).filter(|id| id.starts_with("http")))
}

/// The clocks' time where it was published. The reader of feeds counts in Greenwich's time, and is told that it is that.
fn clocks(text: &str) -> Option<DateTime<Utc>> {
    let local = dates::local(text)?;
    let seconds = local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
    DateTime::from_timestamp(seconds, 0)
}

fn date(time: DateTime<Utc>) -> jiff::civil::Date {
    let timestamp = jiff::Timestamp::from_second(time.timestamp()).unwrap_or_default();
    timestamp.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// A title in one line, without mark-up that was written as text.
fn words(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(line).filter(|l| !l.is_empty())
}
