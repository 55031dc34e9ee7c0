//! What the readers of the single formats hand on: lines with their kind and how they follow each other, and what the
//! format itself says about the article. Turned into paragraphs by [`crate::heal`].

use crate::Known;
use crate::header::same_words;
use crate::html::date_in_address;
use crate::mapped::Mapped;
use crate::words::ReaderWords;
use sayso_doc::{BlockKind, Published};

/// An article before its lines are joined and its header and furniture taken out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) lines: Vec<Line>,
    pub(crate) found: Found,
    pub(crate) warnings: Vec<String>,
}

/// A line of the source, white space tidied.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) text: Mapped,
    pub(crate) kind: BlockKind,
    pub(crate) before: Break,
    /// Bytes of `text` that are link text.
    pub(crate) linked: usize,
    /// Columns of white space before it.
    pub(crate) indent: usize,
}

/// What lies between a line and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// A blank line, or the border of a block.
    Block,
    /// A break that the writer asked for.
    Hard,
    /// The end of a line of source.
    Soft,
}

/// What is known of the article besides its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) title: Option<Mapped>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<Published>,
    /// As given with the document.
    pub(crate) language: Option<String>,
    /// As the page says of itself: often a template's default.
    pub(crate) language_hint: Option<String>,
}

impl Found {
    /// Adds what is known from elsewhere and was not found. A title that opens the article is not there twice.
    pub(crate) fn complete(&mut self, known: &Known, lines: &mut Vec<Line>, words: &ReaderWords) {
        if let (None, Some(title)) = (&self.title, &known.title) {
            let opens = lines.first().is_some_and(|l| same_words(title, &l.text.text));
            self.title = Some(if opens { lines.remove(0).text } else { Mapped::unplaced(title) });
        }
        let dated = || known.address.as_deref().and_then(|a| date_in_address(a, words));
        self.published = self.published.take().or_else(|| known.date.clone()).or_else(dated);
        self.publisher = self.publisher.take().or_else(|| known.publisher.clone());
        self.url = self.url.take().or_else(|| known.address.clone());
    }
}

impl Draft {
    /// Takes sources a step further back: the draft was made from the text of `outer`.
    pub(crate) fn rebase(&mut self, outer: &Mapped) {
        for line in &mut self.lines {
            line.text = line.text.over(outer);
        }
        self.found.title = self.found.title.take().map(|t| t.over(outer));
    }
}

/// A paragraph of the article.
#[derive(Clone, Debug)]
pub(crate) struct Para {
    pub(crate) text: Mapped,
    pub(crate) kind: BlockKind,
    pub(crate) linked: usize,
}

impl Para {
    /// Nothing but a link, as far as words go.
    pub(crate) fn is_link(&self) -> bool {
        self.linked > 0 && self.linked * 10 >= self.text.text.len() * 9
    }
}

/// The beginning of a text, for a warning.
pub(crate) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("“{}…”", text[..end].trim_end()),
        None => format!("“{text}”"),
    }
}
