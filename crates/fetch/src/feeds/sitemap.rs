//! Sitemaps, with what the extension for news says of articles.

use super::{Feed, Feeds, Item, complaint, dates, resolve};
use quick_xml::events::Event;
use std::collections::HashSet;
use url::Url;

/// The articles of a `urlset`.
pub(super) fn articles(bytes: &[u8], address: &Url) -> Result<Feed, String> {
    let (entries, broken) = entries(bytes, "url")?;
    let mut feed = Feed { bad: broken, ..Feed::default() };
    let mut seen = HashSet::new();
    for (number, Entry { loc, lastmod, date, title, publisher }) in (1..).zip(entries) {
        match resolve(&loc, address) {
            Ok(url) if seen.insert(url.clone()) => feed.items.push(Item {
                address: url,
                title,
                published: date.as_deref().and_then(dates::local).map(|d| d.date()),
                publisher,
                version: lastmod,
            }),
            Ok(_) => {}
            Err(why) => feed.bad.push(complaint(number, title.as_deref(), &why)),
        }
    }
    Ok(feed)
}

/// The sitemaps of a `sitemapindex`.
pub(super) fn sitemaps(bytes: &[u8], address: &Url) -> Result<Feeds, String> {
    let (entries, broken) = entries(bytes, "sitemap")?;
    let mut feeds = Feeds { bad: broken, ..Feeds::default() };
    for (number, entry) in (1..).zip(entries) {
        match resolve(&entry.loc, address) {
            Ok(url) => feeds.add(url),
            Err(why) => feeds.bad.push(complaint(number, None, &why)),
        }
    }
    Ok(feeds)
}

#[derive(Default)]
struct Entry {
    loc: String,
    lastmod: Option<String>,
    date: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
}

/// The entries whose element has this name, as far as the file can be read, and what is wrong with the rest.
fn entries(bytes: &[u8], name: &str) -> Result<(Vec<Entry>, Vec<String>), String> {
    let mut reader = super::xml(bytes);
    let mut buffer = Vec::new();
    let (mut entries, mut entry, mut text) = (Vec::new(), Entry::default(), String::new());
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                text.clear();
                if element.local_name().as_ref() == name {
                    entry = Entry::default();
                }
            }
            Ok(Event::Text(piece)) => text += &piece,
            Ok(Event::CData(piece)) => text += &piece,
            Ok(Event::GeneralRef(reference)) => {
                let written = format!("&{};", &*reference);
                text += quick_xml::escape::unescape(&written).as_deref().unwrap_or_default();
            }
            Ok(Event::End(element)) if element.local_name().as_ref() == name => {
                entries.push(std::mem::take(&mut entry));
            }
            Ok(Event::End(element)) => {
                let said = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
                match element.name().as_ref() {
                    "loc" => entry.loc = said.unwrap_or_default(),
                    "lastmod" => entry.lastmod = said,
                    "news:publication_date" => entry.date = said,
                    "news:title" => entry.title = said,
                    "news:name" => entry.publisher = said,
                    _ => {}
                }
                text.clear();
            }
            Ok(Event::Eof) => return Ok((entries, Vec::new())),
            Ok(_) => {}
            Err(error) if entries.is_empty() => return Err(format!("damaged: {error}; try again later")),
            Err(error) => return Ok((entries, vec![format!("what comes after is damaged: {error}")])),
        }
        buffer.clear();
    }
}
