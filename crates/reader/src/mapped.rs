//! Text that remembers, run by run, where in its source it stood. Every step of the reader (decoding, markup,
//! white space, joining) makes a new `Mapped` from an old one, so that provenance cannot be forgotten on the way.

use sayso_doc::{Span, Stretch};
use std::ops::Range;

/// A text and the source ranges of its runs, in text order; text in no run came from nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mapped {
    pub(crate) text: String,
    pub(crate) runs: Vec<Stretch>,
}

impl Mapped {
    /// A text that is its own source, beginning at `from`.
    pub(crate) fn verbatim(text: &str, from: usize) -> Self {
        let mut out = Self::default();
        out.push(text, from..from + text.len());
        out
    }

    /// A text from nowhere.
    pub(crate) fn unplaced(text: &str) -> Self {
        Self { text: text.to_owned(), runs: Vec::new() }
    }

    /// Adds text that was made from `source`: verbatim where the lengths agree, else as a whole.
    pub(crate) fn push(&mut self, text: &str, source: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let span = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        if source.is_empty() {
            return;
        }
        if let Some(last) = self.runs.last_mut() {
            let touching = last.text.end == span.start && last.raw.end == source.start;
            if touching && last.text.len() == last.raw.len() && text.len() == source.len() {
                last.text.end = span.end;
                last.raw.end = source.end;
                return;
            }
        }
        self.runs.push(Stretch { text: span, raw: source });
    }

    pub(crate) fn append(&mut self, other: &Self) {
        let base = self.text.len();
        self.text.push_str(&other.text);
        for run in &other.runs {
            let text = Span::new(base + run.text.start as usize, base + run.text.end as usize);
            match self.runs.last_mut() {
                Some(last)
                    if last.text.end == text.start
                        && last.raw.end == run.raw.start
                        && last.text.len() == last.raw.len()
                        && text.len() == run.raw.len() =>
                {
                    last.text.end = text.end;
                    last.raw.end = run.raw.end;
                }
                _ => self.runs.push(Stretch { text, raw: run.raw.clone() }),
            }
        }
    }

    /// Adds `other` after one space that stands for whatever lay between the two in the source.
    pub(crate) fn append_spaced(&mut self, other: &Self) {
        let between = match (self.end(), other.start()) {
            (Some(a), Some(b)) if a < b => a..b,
            _ => 0..0,
        };
        self.push(" ", between);
        self.append(other);
    }

    /// Where in the source the text begins and ends.
    pub(crate) fn start(&self) -> Option<usize> {
        self.runs.first().map(|r| r.raw.start)
    }

    pub(crate) fn end(&self) -> Option<usize> {
        self.runs.last().map(|r| r.raw.end)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        Self { text: self.text[range.clone()].to_owned(), runs: self.runs_in(range).collect() }
    }

    /// The runs of a part of the text, counted from its beginning.
    fn runs_in(&self, range: Range<usize>) -> impl Iterator<Item = Stretch> {
        let first = self.runs.partition_point(|r| r.text.end as usize <= range.start);
        self.runs[first..].iter().take_while(move |r| (r.text.start as usize) < range.end).map(move |run| {
            let from = range.start.max(run.text.start as usize);
            let to = range.end.min(run.text.end as usize);
            Stretch { text: Span::new(from - range.start, to - range.start), raw: part_of(run, from, to) }
        })
    }

    /// Takes the last character off.
    pub(crate) fn pop(&mut self) {
        self.text.pop();
        let end = self.text.len();
        while let Some(last) = self.runs.last_mut() {
            if last.text.end as usize <= end {
                break;
            }
            if last.text.start as usize >= end {
                self.runs.pop();
                continue;
            }
            last.raw = part_of(last, last.text.start as usize, end);
            last.text = Span::new(last.text.start as usize, end);
        }
    }

    /// Each character with the source range that it was made from (empty when from nowhere).
    pub(crate) fn chars(&self) -> impl Iterator<Item = (char, Range<usize>)> {
        let mut next = 0;
        self.text.char_indices().map(move |(at, c)| {
            while self.runs.get(next).is_some_and(|r| r.text.end as usize <= at) {
                next += 1;
            }
            let source = match self.runs.get(next) {
                Some(run) if run.text.start as usize <= at => part_of(run, at, at + c.len_utf8()),
                _ => 0..0,
            };
            (c, source)
        })
    }

    /// The same text, its sources taken one step further back: `self` was made from the text of `outer`.
    pub(crate) fn over(&self, outer: &Self) -> Self {
        let mut runs: Vec<Stretch> = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            let mut below = outer.runs_in(run.raw.clone()).peekable();
            if run.text.len() == run.raw.len() {
                let base = run.text.start as usize;
                runs.extend(below.map(|r| Stretch {
                    text: Span::new(base + r.text.start as usize, base + r.text.end as usize),
                    raw: r.raw,
                }));
            } else if let Some(start) = below.peek().map(|r| r.raw.start) {
                let end = below.last().map_or(start, |r| r.raw.end);
                runs.push(Stretch { text: run.text, raw: start..end });
            }
        }
        Self { text: self.text.clone(), runs }
    }
}

/// The source of the part `from..to` of a run.
fn part_of(run: &Stretch, from: usize, to: usize) -> Range<usize> {
    if run.text.len() == run.raw.len() {
        let shift = |at: usize| run.raw.start + (at - run.text.start as usize);
        shift(from)..shift(to)
    } else {
        run.raw.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbatim_text_stays_one_run_and_an_entity_maps_as_a_whole() {
        let mut m = Mapped::default(); // "a&amp;b"
        m.push("a", 0..1);
        m.push("&", 1..6);
        m.push("b", 6..7);
        m.push("c", 7..8);
        assert_eq!(m.text, "a&bc");
        assert_eq!(m.runs.len(), 3);
        assert_eq!(m.slice(2..4).runs, [Stretch { text: Span::new(0, 2), raw: 6..8 }]);
        assert_eq!(m.chars().map(|(_, r)| r).collect::<Vec<_>>(), [0..1, 1..6, 6..7, 7..8]);
    }

    #[test]
    fn a_text_over_a_decoded_text_maps_to_the_bytes_below() {
        let mut decoded = Mapped::default(); // Latin-1 "né!"
        decoded.push("n", 0..1);
        decoded.push("é", 1..2);
        decoded.push("!", 2..3);
        let inner = Mapped::verbatim(&decoded.text, 0);
        let over = inner.over(&decoded);
        assert_eq!(over.runs, decoded.runs);
    }

    #[test]
    fn spaced_joining_takes_the_gap_for_the_space() {
        let mut a = Mapped::verbatim("one", 0);
        a.append_spaced(&Mapped::verbatim("two", 6));
        assert_eq!(a.text, "one two");
        assert_eq!(a.slice(3..4).runs[0].raw, 3..6);
    }
}
