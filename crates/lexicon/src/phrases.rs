//! Text cut into words, figures and signs, and tables of phrases that are found in such pieces. Finer than the
//! tokens of the parser: "mid-2014", "$40bn" and "8:30am" come apart, however they were tokenized.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::ops::Range;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Letters.
    Word,
    /// Digits, with the commas and the point of one number: `8,500`, `3.5`.
    Figure,
    /// One other character.
    Sign,
}

/// The pieces of a text, white space left out, with their bytes.
pub fn cut(text: &str) -> impl Iterator<Item = (Range<usize>, PieceKind)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let skipped = text[at..].find(|c: char| !c.is_whitespace())?;
        let start = at + skipped;
        let first = text[start..].chars().next()?;
        let (len, kind) = if first.is_ascii_digit() {
            let follows_point =
                text[..start].ends_with('.') && text[..start - 1].ends_with(|c: char| c.is_ascii_digit());
            (figure_len(&text.as_bytes()[start..], follows_point), PieceKind::Figure)
        } else if first.is_alphabetic() {
            let rest = &text[start..];
            (rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()), PieceKind::Word)
        } else {
            (first.len_utf8(), PieceKind::Sign)
        };
        at = start + len;
        Some((start..at, kind))
    })
}

/// How many bytes the number at the beginning takes. Commas belong to it before groups of three digits, a point
/// before digits unless they make a date ("12.03.2014") or an address.
fn figure_len(bytes: &[u8], follows_point: bool) -> usize {
    let digits = |from: usize| bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut len = digits(0);
    if len <= 3 {
        while bytes.get(len) == Some(&b',') && digits(len + 1) == 3 {
            len += 4;
        }
    }
    let fraction = digits(len + 1);
    if bytes.get(len) == Some(&b'.') && fraction > 0 && !follows_point {
        let end = len + 1 + fraction;
        let goes_on = bytes.get(end) == Some(&b'.') && digits(end + 1) > 0;
        if !goes_on {
            len = end;
        }
    }
    len
}

/// The form in which pieces are compared: lower case, one apostrophe, one dash.
pub fn fold(piece: &str) -> SmolStr {
    match piece {
        "’" | "‘" | "`" => SmolStr::new_static("'"),
        "–" | "—" | "−" | "‐" | "‑" => SmolStr::new_static("-"),
        _ if piece.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) => SmolStr::new(piece),
        _ => piece.chars().flat_map(char::to_lowercase).collect(),
    }
}

/// Phrases of one or more pieces with what they mean.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    by_first: FxHashMap<SmolStr, Vec<Phrase<T>>>,
}

#[derive(Clone, Debug)]
struct Phrase<T> {
    rest: Box<[SmolStr]>,
    means: T,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase; one that is there already keeps its other meanings.
    pub fn add(&mut self, words: &str, means: T) {
        let mut pieces = cut(words).map(|(at, _)| fold(&words[at]));
        let Some(first) = pieces.next() else { return };
        let phrases = self.by_first.entry(first).or_default();
        phrases.push(Phrase { rest: pieces.collect(), means });
        phrases.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
    }

    /// All phrases that begin with the piece `first` and go on as `piece(1)`, `piece(2)` … do; longest first, with
    /// how many pieces they take.
    pub fn at<'a, 'p, F>(&'a self, first: &str, piece: F) -> impl Iterator<Item = (usize, &'a T)>
    where
        F: Fn(usize) -> Option<&'p str>,
    {
        let phrases = self.by_first.get(first).map_or(&[][..], Vec::as_slice);
        phrases.iter().filter_map(move |p| {
            let fits = p.rest.iter().enumerate().all(|(i, word)| piece(i + 1) == Some(word.as_str()));
            fits.then_some((p.rest.len() + 1, &p.means))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        cut(text).map(|(at, _)| &text[at]).collect()
    }

    #[test]
    fn numbers_keep_their_commas_and_point() {
        assert_eq!(pieces("$40bn, 8,500 or 3.5m"), ["$", "40", "bn", ",", "8,500", "or", "3.5", "m"]);
        assert_eq!(pieces("March 6,2008 at 8:30am."), ["March", "6", ",", "2008", "at", "8", ":", "30", "am", "."]);
        assert_eq!(pieces("12.03.2014"), ["12", ".", "03", ".", "2014"]);
        assert_eq!(pieces("mid-2014"), ["mid", "-", "2014"]);
    }

    #[test]
    fn longest_phrases_come_first() {
        let mut phrases = Phrases::default();
        phrases.add("New Year", 1);
        phrases.add("New Year's Eve", 2);
        let words = ["new", "year", "'", "s", "eve"];
        let found: Vec<_> = phrases.at("new", |i| words.get(i).copied()).collect();
        assert_eq!(found, [(5, &2), (2, &1)]);
    }
}
