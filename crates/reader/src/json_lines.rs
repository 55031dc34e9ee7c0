//! JSON Lines: a document a line, with what is known of it given beside its text.

use crate::charset::decode;
use crate::dates::given_date;
use crate::draft::{Draft, Found};
use crate::error::{ReadError, ReadErrorKind};
use crate::mapped::Mapped;
use crate::tidy::tidy;
use crate::words::ReaderWords;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::ops::Range;

/// How a text is marked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Markup {
    /// The `text` of a line of JSON Lines: every line of it is the article.
    #[default]
    Plain,
    /// A text file: with its head and its footers.
    #[serde(skip)]
    Text,
    Markdown,
    Html,
}

/// A line read: the text over the bytes of the line, and what was given with it.
pub(crate) struct JsonDocument {
    pub(crate) id: Option<String>,
    pub(crate) text: Mapped,
    pub(crate) markup: Markup,
    pub(crate) found: Found,
    pub(crate) warnings: Vec<String>,
}

#[derive(Deserialize)]
struct JsonLine<'a> {
    #[serde(default)]
    id: Option<Id>,
    #[serde(borrow)]
    text: &'a RawValue,
    #[serde(default)]
    markup: Option<Markup>,
    #[serde(default, borrow)]
    title: Option<&'a RawValue>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    authors: Option<Authors>,
    #[serde(default)]
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Authors {
    One(String),
    Many(Vec<String>),
}

/// Reads one line of JSON Lines.
pub(crate) fn read_line(line: &[u8], source: &str, words: &ReaderWords) -> Result<JsonDocument, ReadError> {
    let decoded = decode(line, None);
    let json = &decoded.text.text;
    let wrong = |message: String| ReadErrorKind::JsonLine { message }.of(source);
    let parsed: JsonLine<'_> = serde_json::from_str(json).map_err(|e| wrong(column(&e)))?;
    let text = string(parsed.text, json).ok_or_else(|| wrong("\"text\" is not a string".to_owned()))?;
    let title = parsed.title.and_then(|t| string(t, json)).map(|t| tidy(&t.over(&decoded.text)));
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();
    let published = parsed.date.filter(|d| !d.trim().is_empty()).and_then(|date| {
        let published = given_date(&date, &words.dates);
        if published.is_none() {
            warnings.push(format!("the date {date:?} was not understood; give it as 2021-03-04"));
        }
        published
    });
    Ok(JsonDocument {
        id: parsed.id.map(|id| match id {
            Id::Text(id) => id,
            Id::Number(id) => id.to_string(),
        }),
        text: text.over(&decoded.text),
        markup: parsed.markup.unwrap_or_default(),
        found: Found {
            title: title.filter(|t| !t.is_empty()),
            authors: match parsed.authors {
                None => Vec::new(),
                Some(Authors::One(name)) => vec![name],
                Some(Authors::Many(names)) => names,
            },
            publisher: parsed.publisher,
            url: parsed.url,
            published,
            language: parsed.language,
            language_hint: None,
        },
        warnings,
    })
}

/// serde's message without the line number, which is always 1 here.
fn column(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rsplit_once(" at line ") {
        Some((what, _)) if error.column() > 0 => format!("{what} at column {}", error.column()),
        Some((what, _)) => what.to_owned(),
        None => message,
    }
}

/// A JSON string over the line it stands in.
fn string(raw: &RawValue, line: &str) -> Option<Mapped> {
    let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    let at = inner.as_ptr() as usize - line.as_ptr() as usize;
    Some(unescape(line, at..at + inner.len()))
}

/// The content of a JSON string that stands at `range` of a source.
pub(crate) fn unescape(line: &str, range: Range<usize>) -> Mapped {
    let Range { start: mut at, end } = range;
    let mut out = Mapped::default();
    while at < end {
        let plain = line[at..end].find('\\').unwrap_or(end - at);
        out.push(&line[at..at + plain], at..at + plain);
        at += plain;
        if at < end {
            let (c, length) = escape(&line[at..end]);
            out.push(c.encode_utf8(&mut [0; 4]), at..at + length);
            at += length;
        }
    }
    out
}

/// The character an escape stands for, and the escape's length.
fn escape(text: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    match text.as_bytes().get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'u') => match (unit(0), unit(6)) {
            (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                (char::from_u32(code).unwrap_or('\u{fffd}'), 12)
            }
            (Some(code), _) => (char::from_u32(code).unwrap_or('\u{fffd}'), 6),
            (None, _) => ('\u{fffd}', 6.min(text.len())),
        },
        Some(other) => (char::from(*other), 2),
        None => ('\u{fffd}', text.len()),
    }
}

impl JsonDocument {
    /// What was given with the line goes before what the text says of itself.
    pub(crate) fn given(&self, draft: &mut Draft) {
        let (given, found) = (self.found.clone(), &mut draft.found);
        found.title = given.title.or(found.title.take());
        if !given.authors.is_empty() {
            found.authors = given.authors;
        }
        found.publisher = given.publisher.or(found.publisher.take());
        found.url = given.url.or(found.url.take());
        found.published = given.published.or(found.published.take());
        found.language = given.language.or(found.language.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded_as_serde_does_and_mapped() {
        let line = r#" {"id": 7, "text": "a\n\"b\" \u00e9\ud83d\ude00\\ \/ é", "title": "T"}"#;
        let words = ReaderWords::embedded();
        let document = read_line(line.as_bytes(), "x:1", &words).unwrap();
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(document.text.text, value["text"].as_str().unwrap());
        assert_eq!(document.id.as_deref(), Some("7"));
        let at = document.text.text.find('b').unwrap();
        let raw = document.text.slice(at..at + 1).runs[0].raw.clone();
        assert_eq!(&line[raw], "b");
    }

    #[test]
    fn a_broken_line_says_what_is_wrong() {
        let words = ReaderWords::embedded();
        let message = |line: &str| read_line(line.as_bytes(), "wire.jsonl:3", &words).err().unwrap().to_string();
        assert!(message("{\"text\": \"x").starts_with("wire.jsonl:3: not a JSON object with a \"text\" field (EOF"));
        assert!(message("{\"id\": 1}").contains("missing field `text`"));
        assert!(message("{\"text\": 4}").contains("\"text\" is not a string"));
        assert!(message("{\"text\": \"x\", \"markup\": \"rtf\"}").contains("unknown variant `rtf`"));
    }
}
