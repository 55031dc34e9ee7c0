//! An article as the reader leaves it: clean text, what is known about it, and where each stretch of
//! the text stood in the bytes that were read.

use crate::Span;
use jiff::civil::Date;
use std::ops::Range;

/// One document, ready to be analysed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// An id given with the document; where none was, the pipeline derives one from the content.
    pub id: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub published: Option<Published>,
    /// ISO 639-1, as given or detected; `None` when the text is too short to tell.
    pub language: Option<String>,
    /// The title as first paragraph, then the body; paragraphs joined by one blank line (`"\n\n"`).
    pub text: String,
    /// One per paragraph of `text`, in order, together covering all of it but the blank lines.
    pub blocks: Vec<Block>,
    /// Where it was read from: a path, `-` for standard input, `path:12` for a line of JSON Lines.
    pub source: String,
    /// Where in the raw bytes the text came from.
    pub origin: Origin,
    /// What the reader had to guess or leave out, in words.
    pub warnings: Vec<String>,
}

/// The publication date, with the time of day where the source gives one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub date: Date,
    /// ISO 8601 date or date-time, as published in the record.
    pub iso: String,
}

impl From<Date> for Published {
    fn from(date: Date) -> Self {
        Self { date, iso: date.to_string() }
    }
}

/// A paragraph of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub span: Span,
    pub kind: BlockKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Title,
    Heading,
    Text,
    ListItem,
    Quote,
}

/// Maps spans of `Article::text` back to bytes of what was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// In text order, not overlapping; text that stands in no stretch (a joining blank line) came from nowhere.
    pub stretches: Vec<Stretch>,
}

/// A run of text and the raw bytes it was made from. Where the two have the same length the run is verbatim and
/// maps byte for byte; else (an entity, a decoded charset, healed white space) it maps as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub text: Span,
    pub raw: Range<usize>,
}

impl Origin {
    /// The raw byte ranges that `span` of the text came from, in text order, adjacent ones joined.
    pub fn raw_ranges(&self, span: Span) -> Vec<Range<usize>> {
        let first = self.stretches.partition_point(|s| s.text.end <= span.start);
        let mut out: Vec<Range<usize>> = Vec::new();
        for stretch in self.stretches[first..].iter().take_while(|s| s.text.start < span.end) {
            let raw = if stretch.text.len() == stretch.raw.len() {
                let from = span.start.max(stretch.text.start) - stretch.text.start;
                let to = span.end.min(stretch.text.end) - stretch.text.start;
                stretch.raw.start + from as usize..stretch.raw.start + to as usize
            } else {
                stretch.raw.clone()
            };
            match out.last_mut() {
                Some(last) if last.end == raw.start => last.end = raw.end,
                _ => out.push(raw),
            }
        }
        out
    }
}
