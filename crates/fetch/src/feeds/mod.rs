//! Feeds and lists of feeds: bytes in, the addresses of articles out, with what is said of them.
//!
//! ```
//! use sayso_fetch::{Url, feeds::{Listing, parse}};
//!
//! let at = Url::parse("https://news.example/feed.xml").unwrap();
//! let rss = b"<rss version='2.0'><channel><title>The Post</title>
//!     <item><title>Talks open</title><link>/talks</link></item></channel></rss>";
//! let Ok(Listing::Articles(feed)) = parse(rss, &at, None) else { panic!("it is a feed") };
//! assert_eq!(feed.items[0].address.as_str(), "https://news.example/talks");
//! ```

mod dates;
mod opml;
mod sitemap;
mod syndication;

use encoding_rs::Encoding;
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::Event;
use std::borrow::Cow;
use url::Url;

/// What stands at the address of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    Articles(Feed),
    /// OPML, or a sitemap of sitemaps.
    Feeds(Feeds),
}

/// A list of articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    pub title: Option<String>,
    /// In the feed's order, each address once.
    pub items: Vec<Item>,
    /// Items that could not be read, in words.
    pub bad: Vec<String>,
}

/// A list of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feeds {
    pub addresses: Vec<Url>,
    pub bad: Vec<String>,
}

/// An article as a feed has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub address: Url,
    pub title: Option<String>,
    /// As it was where it was published.
    pub published: Option<Date>,
    pub publisher: Option<String>,
    /// Becomes another when the article has changed.
    pub version: Option<String>,
}

/// Reads RSS, Atom, JSON Feed, sitemaps and OPML. `charset` is the one that came with it, if any did.
///
/// # Errors
/// When it is none of these: says what it is instead, and the remedy.
pub fn parse(bytes: &[u8], address: &Url, charset: Option<&str>) -> Result<Listing, String> {
    let bytes = &*in_own_letters(bytes, charset);
    let start = bytes.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    if start.starts_with(b"{") {
        return syndication::read(bytes, address).map(Listing::Articles);
    }
    match root(bytes).as_deref() {
        Some("rss" | "feed" | "RDF") => syndication::read(bytes, address).map(Listing::Articles),
        Some("urlset") => sitemap::articles(bytes, address).map(Listing::Articles),
        Some("sitemapindex") => sitemap::sitemaps(bytes, address).map(Listing::Feeds),
        Some("opml") => opml::read(bytes, address).map(Listing::Feeds),
        Some("html" | "HTML") => Err("a web page, not a feed; give the address of its feed or its sitemap".to_owned()),
        _ => Err("neither RSS, Atom, JSON Feed, OPML nor a sitemap; check the address".to_owned()),
    }
}

/// What people keep in a file: OPML, or an address a line, with `#` before what is not to be read.
///
/// # Errors
/// When a line is no address: names the line.
pub fn parse_list(bytes: &[u8], name: &str) -> Result<Feeds, String> {
    if bytes.trim_ascii_start().starts_with(b"<") {
        if root(bytes).as_deref() != Some("opml") {
            return Err(format!("{name}: not OPML; give OPML, or a list with an address a line"));
        }
        // Addresses in a file stand on their own.
        let nowhere = Url::parse("file:///").expect("it is an address");
        return opml::read(bytes, &nowhere).map_err(|e| format!("{name}: {e}"));
    }
    let mut feeds = Feeds::default();
    for (number, line) in String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').lines().enumerate() {
        // An address may have a `#` in it, but none before which there is a blank.
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match crate::parse_address(line) {
            Ok(url) => feeds.add(url),
            Err(problem) => return Err(format!("{name}:{}: {problem}", number + 1)),
        }
    }
    Ok(feeds)
}

impl Feeds {
    fn add(&mut self, url: Url) {
        if !self.addresses.contains(&url) {
            self.addresses.push(url);
        }
    }
}

/// XML in the letters that it names.
fn xml(bytes: &[u8]) -> Reader<DecodingReader<&[u8]>> {
    Reader::from_reader(DecodingReader::new(bytes))
}

/// The name of the outermost element, without its prefix.
fn root(bytes: &[u8]) -> Option<String> {
    let mut reader = xml(bytes);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) => {
                return Some(element.local_name().as_ref().to_owned());
            }
            Event::Eof => return None,
            Event::Text(text) if !text.trim().is_empty() => return None,
            _ => buffer.clear(),
        }
    }
}

/// In UTF-8 where the header names letters that the bytes themselves do not name. Whoever writes XML names them inside.
fn in_own_letters<'a>(bytes: &'a [u8], charset: Option<&str>) -> Cow<'a, [u8]> {
    let names_them = bytes.starts_with(b"<?xml") && bytes[..bytes.len().min(200)].windows(9).any(|w| w == b"encoding=");
    let encoding = charset.and_then(|c| Encoding::for_label(c.as_bytes()));
    match encoding {
        Some(encoding) if !names_them && std::str::from_utf8(bytes).is_err() => {
            Cow::Owned(encoding.decode(bytes).0.into_owned().into_bytes())
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// The address of an item, made whole.
fn resolve(link: &str, base: &Url) -> Result<Url, String> {
    let link = link.trim();
    if link.is_empty() {
        return Err("it has no address".to_owned());
    }
    let whole = base.join(link).map_err(|e| format!("{link:?} is no address: {e}"))?;
    crate::parse_address(whole.as_str()).map_err(|problem| format!("{link:?}: {problem}"))
}

/// `item 3 (“Talks open”): …`.
fn complaint(number: usize, title: Option<&str>, why: &str) -> String {
    match title {
        Some(title) => format!("item {number} (“{title}”): {why}"),
        None => format!("item {number}: {why}"),
    }
}

#[cfg(test)]
mod tests;
