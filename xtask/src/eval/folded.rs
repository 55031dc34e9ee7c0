//! A text in which words can be found whatever their quotation marks and white space, as the scorer finds them.

/// A run of characters of a text, in code points, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Run {
    pub(crate) fn meets(self, other: Run) -> bool {
        self.start < other.end && other.start < self.end
    }
}

pub(crate) struct Folded {
    chars: Vec<char>,
    /// Where in the text each character of `chars` stands.
    at: Vec<usize>,
}

impl Folded {
    pub(crate) fn new(text: &str) -> Self {
        let (mut chars, mut at) = (Vec::new(), Vec::new());
        for (i, c) in text.chars().enumerate() {
            let c = fold(c);
            if c != ' ' || chars.last().is_some_and(|&last| last != ' ') {
                chars.push(c);
                at.push(i);
            }
        }
        Self { chars, at }
    }

    /// The occurrence of `words` nearest to `near`, or the first.
    pub(crate) fn find(&self, words: &str, near: Option<usize>) -> Option<Run> {
        let words: Vec<char> = Folded::new(words.trim_start_matches(['#', ' ']).trim()).chars;
        if words.is_empty() {
            return None;
        }
        let hits = self.chars.windows(words.len()).enumerate().filter(|(_, w)| *w == words).map(|(i, _)| i);
        let hit = match near {
            Some(near) => hits.min_by_key(|&i| self.at[i].abs_diff(near))?,
            None => hits.into_iter().next()?,
        };
        Some(Run { start: self.at[hit], end: self.at[hit + words.len() - 1] + 1 })
    }
}

fn fold(c: char) -> char {
    match c {
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '–' | '—' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_across_white_space_and_quotation_marks() {
        let text = Folded::new("He  said “no\nmore” of it; no more.");
        assert_eq!(text.find("\"no more\"", None), Some(Run { start: 9, end: 18 }));
        assert_eq!(text.find("no more", Some(30)), Some(Run { start: 26, end: 33 }));
        assert_eq!(text.find("never", None), None);
    }
}
