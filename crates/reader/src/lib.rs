//! Turns what was read (Markdown, HTML, plain text, JSON Lines) into an [`Article`]: its text without the page around
//! it, its title, authors, publisher, date and language, and for every stretch of the text the bytes it came from.
//! Bytes in, values out: this crate opens no file.
//!
//! ```
//! use sayso_reader::{Format, Options, ReaderWords, read};
//!
//! let page = b"# Talks open\n\nAda Bell  \n5 May 2021\n\nThe two sides met on *Monday*.\n";
//! let article = read(page, "talks.md", Format::Auto, &Options::default(), &ReaderWords::embedded())?;
//! assert_eq!(article.text, "Talks open\n\nThe two sides met on Monday.");
//! assert_eq!(article.published.unwrap().iso, "2021-05-05");
//! # Ok::<(), sayso_reader::ReadError>(())
//! ```

mod assemble;
mod bytes;
mod charset;
mod dates;
mod draft;
mod error;
mod format;
mod furniture;
mod header;
mod heal;
mod html;
mod json_lines;
mod language;
mod mapped;
mod markdown;
mod plain;
mod tidy;
mod words;

pub use error::{ReadError, ReadErrorKind, WordsError};
pub use format::Format;
pub use words::ReaderWords;

use draft::Draft;
use json_lines::Markup;
use mapped::Mapped;
use sayso_doc::{Article, Published};

/// What is known before reading, and how much is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The date of publication, whatever the document says; a date in a line of JSON Lines goes before it.
    pub date: Option<Published>,
    /// The publisher, whatever the document says; one in a line of JSON Lines goes before it.
    pub publisher: Option<String>,
    /// ISO 639-1; nothing is detected then.
    pub language: Option<String>,
    pub limits: Limits,
    pub known: Known,
}

/// What is known of a document from the way it came: the header of its page, the feed that named it. It stands where the
/// document itself says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The character set that the header names; it goes before the one that an HTML page names.
    pub charset: Option<String>,
    pub address: Option<String>,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub date: Option<Published>,
}

/// Sizes in bytes at which a document is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of what is read: a file, or a line of JSON Lines.
    pub raw: usize,
    /// Of the article's text. Four million bytes are longer than the longest novels.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { raw: 64 << 20, text: 4_000_000 }
    }
}

/// Reads a document. `source` is the name it goes by: its path, or `-` for standard input.
///
/// # Errors
/// When there is no text in it, too much, or something else than text; JSON Lines of several documents are an error
/// too ([`read_json_lines`] is for them).
pub fn read(
    bytes: &[u8],
    source: &str,
    format: Format,
    options: &Options,
    words: &ReaderWords,
) -> Result<Article, ReadError> {
    bytes::check(bytes, source, options.limits.raw)?;
    let markup = match format.of(bytes, source) {
        Format::JsonLines => {
            let mut lines = json_documents(bytes);
            return match (lines.next(), lines.count()) {
                (Some((number, line)), 0) => read_json_line(line, &format!("{source}:{number}"), options, words),
                (_, more) => Err(ReadErrorKind::ManyDocuments { lines: more + 1 }.of(source)),
            };
        }
        Format::Markdown => Markup::Markdown,
        Format::Html => Markup::Html,
        Format::Text | Format::Auto => Markup::Text,
    };
    let in_page = || if markup == Markup::Html { html::declared_charset(bytes) } else { None };
    let decoded = charset::decode(bytes, charset::named(options.known.charset.as_deref()).or_else(in_page));
    let mut draft = read_markup(&decoded.text, markup, source, options, words)?;
    draft.warnings.extend(decoded.warning);
    let found = &mut draft.found;
    found.published = options.date.clone().or(found.published.take());
    found.publisher = options.publisher.clone().or(found.publisher.take());
    assemble::assemble(draft, markup, None, source, options, words)
}

/// Reads JSON Lines: for each line that is not blank a document, or what is wrong with that line.
pub fn read_json_lines<'a>(
    bytes: &'a [u8],
    source: &'a str,
    options: &'a Options,
    words: &'a ReaderWords,
) -> impl Iterator<Item = Result<Article, ReadError>> + 'a {
    json_documents(bytes).map(move |(number, line)| read_json_line(line, &format!("{source}:{number}"), options, words))
}

/// Reads a line of JSON Lines; `source` names file and line (`wire.jsonl:12`). The article's origin counts from the
/// beginning of the line.
///
/// # Errors
/// As [`read`], and when the line is not a JSON object with a `text`.
pub fn read_json_line(line: &[u8], source: &str, options: &Options, words: &ReaderWords) -> Result<Article, ReadError> {
    bytes::check(line, source, options.limits.raw)?;
    let document = json_lines::read_line(line, source, words)?;
    let mut draft = read_markup(&document.text, document.markup, source, options, words)?;
    draft.found.published = options.date.clone().or(draft.found.published.take());
    draft.found.publisher = options.publisher.clone().or(draft.found.publisher.take());
    document.given(&mut draft);
    draft.warnings.extend(document.warnings);
    assemble::assemble(draft, document.markup, document.id, source, options, words)
}

/// The date that a text states ("2 February 2022", "2022-02-02T10:30Z"), as publication date; `None` where it states no
/// whole date.
pub fn published(text: &str, words: &ReaderWords) -> Option<Published> {
    dates::given_date(text, &words.dates)
}

/// The lines of JSON Lines that are not blank, with their numbers.
fn json_documents(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let lines = bytes.split(|b| *b == b'\n').enumerate().map(|(i, line)| (i + 1, line));
    lines.filter(|(_, line)| !line.trim_ascii().is_empty())
}

/// The lines of a text in its markup, over the bytes that the text was decoded from.
fn read_markup(
    decoded: &Mapped,
    markup: Markup,
    source: &str,
    options: &Options,
    words: &ReaderWords,
) -> Result<Draft, ReadError> {
    let text = &decoded.text;
    let limit = options.limits.text;
    if markup != Markup::Html && text.len() > limit.saturating_mul(4) {
        return Err(ReadErrorKind::TextTooLong { bytes: text.len(), limit }.of(source));
    }
    let mut draft = match markup {
        Markup::Markdown => markdown::read_markdown(text, words),
        Markup::Plain => plain::read_plain(text),
        Markup::Text => {
            let mut draft = plain::read_plain(text);
            plain::take_bullets(&mut draft);
            draft
        }
        Markup::Html => html::read_html(text, words),
    };
    draft.rebase(decoded);
    let length: usize = draft.lines.iter().map(|l| l.text.text.len()).sum();
    if length == 0 {
        return Err(if markup == Markup::Html { ReadErrorKind::NoArticle } else { ReadErrorKind::Blank }.of(source));
    }
    if length > limit {
        return Err(ReadErrorKind::TextTooLong { bytes: length, limit }.of(source));
    }
    Ok(draft)
}
