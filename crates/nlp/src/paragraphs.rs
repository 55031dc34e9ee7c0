//! A text taken apart into what is analysed as texts of their own.

use crate::unicode;
use std::ops::Range;

/// A paragraph longer than this is no paragraph; it is cut where a line or a word ends.
const MAX_PARAGRAPH: usize = 16 * 1024;

/// The stretches between blank lines, without white space around them.
pub(crate) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let inner = part.trim_matches(unicode::is_space);
        if !inner.is_empty() {
            let start = at + (part.len() - part.trim_start_matches(unicode::is_space).len());
            cut(text, start..start + inner.len(), &mut out);
        }
        at += part.len() + 2;
    }
    out
}

/// Stretches that are too long are cut after a line, else after a word, else anywhere.
fn cut(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let mut start = range.start;
    while range.end - start > MAX_PARAGRAPH {
        let end = unicode::at_most(text, start..range.end, MAX_PARAGRAPH).end;
        let window = &text[start..end];
        let line = window.rfind('\n').filter(|&at| at > MAX_PARAGRAPH / 2);
        let end = line.or_else(|| window.rfind(unicode::is_space)).filter(|&at| at > 0).map_or(end, |at| start + at);
        out.push(start..end);
        let rest = &text[end..range.end];
        start = range.end - rest.trim_start_matches(unicode::is_space).len();
    }
    if start < range.end {
        out.push(start..range.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_what_stands_between_blank_lines() {
        let text = "One.\n\n\n Two\nlines. \n\n\n\nThree.";
        let found: Vec<_> = paragraphs(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["One.", "Two\nlines.", "Three."]);
        assert!(paragraphs(" \n\n ").is_empty());
    }

    #[test]
    fn endless_paragraphs_are_cut_between_words() {
        let text = "word ".repeat(10_000);
        let found = paragraphs(&text);
        assert!(found.len() > 2);
        assert!(found.iter().all(|r| r.len() <= MAX_PARAGRAPH && text[r.clone()].ends_with("word")));
        let glued = "é".repeat(20_000);
        assert_eq!(paragraphs(&glued).iter().map(Range::len).sum::<usize>(), glued.len());
    }
}
