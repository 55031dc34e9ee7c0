//! What keeps a document from being read: always with the name of the source, the place, and what to do.

use thiserror::Error;

/// A document that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{source_name}: {kind}")]
pub struct ReadError {
    /// The path, `-` for standard input, or `path:12` for a line of JSON Lines.
    pub source_name: String,
    pub kind: ReadErrorKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadErrorKind {
    #[error("the file is empty; give a file with an article in it")]
    Empty,
    #[error("there is white space in it but no text; give a file with an article in it")]
    Blank,
    #[error("{found} at byte {at}: this is a binary file, not text; convert it to text, Markdown or HTML first")]
    Binary { found: &'static str, at: usize },
    #[error("{bytes} bytes are more than the limit of {limit}; split the file, or raise the limit on input size")]
    TooLarge { bytes: usize, limit: usize },
    #[error(
        "the article's text has {bytes} bytes, more than the limit of {limit}; split it into documents, \
         or raise the limit on text length"
    )]
    TextTooLong { bytes: usize, limit: usize },
    #[error("no article was found in the page, only menus and links; if it holds one, save the article's text instead")]
    NoArticle,
    #[error("not a JSON object with a \"text\" field ({message}); write one object a line, {{\"text\": \"…\"}}")]
    JsonLine { message: String },
    #[error("holds {lines} lines of JSON, each a document of its own; read them one by one")]
    ManyDocuments { lines: usize },
}

impl ReadErrorKind {
    pub(crate) fn of(self, source: &str) -> ReadError {
        ReadError { source_name: source.to_owned(), kind: self }
    }
}

/// Data files of the reader that are wrong: names the file, the place and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}: {message}")]
pub struct WordsError {
    pub file: String,
    pub message: String,
}
