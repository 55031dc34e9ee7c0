//! OPML: the lists of feeds that readers of news keep.

use super::{Feeds, complaint, resolve};
use quick_xml::events::{BytesStart, Event};
use url::Url;

pub(super) fn read(bytes: &[u8], address: &Url) -> Result<Feeds, String> {
    let mut reader = super::xml(bytes);
    let mut buffer = Vec::new();
    let mut feeds = Feeds::default();
    let mut number = 0;
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|e| format!("damaged: {e}; mend the file"))?;
        match event {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "outline" => {
                let (link, title) = (attribute(&element, "xmlUrl"), attribute(&element, "text"));
                // An outline without an address is a folder.
                let Some(link) = link else { continue };
                number += 1;
                match resolve(&link, address) {
                    Ok(url) => feeds.add(url),
                    Err(why) => feeds.bad.push(complaint(number, title.as_deref(), &why)),
                }
            }
            Event::Eof => return Ok(feeds),
            _ => {}
        }
        buffer.clear();
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref().eq_ignore_ascii_case(name))?;
    let text: &str = &found.value;
    Some(quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), Into::into))
}
