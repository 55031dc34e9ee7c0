//! spaCy's tokenizer: a chunk between white space is taken apart by prefixes, suffixes and infixes, with
//! special cases ("don't", "a.m.", ":-)") and URLs left alone.

use crate::error::ModelError;
use crate::pattern::Pattern;
use crate::spec::TokenizerSpec;
use crate::unicode;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

pub(crate) struct Tokenizer {
    prefix: Option<Pattern>,
    suffix: Option<Pattern>,
    infix: Option<Pattern>,
    token_match: Option<Pattern>,
    url_match: Option<Pattern>,
    rules: FxHashMap<String, Vec<Piece>>,
    /// Special cases that other rules take apart, by their first token: they are put together again at the end.
    taken_apart: FxHashMap<String, Vec<Vec<String>>>,
    /// Ends of names of sites, in lower case, that keep a name in one piece where a capital follows its dot.
    domains: FxHashSet<String>,
}

/// A token of a chunk: how many bytes it takes, and its norm where it is not the usual one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) len: usize,
    pub(crate) norm: Option<String>,
}

/// Longer runs without white space are no words: they are cut, to keep the time that a character takes bounded.
const MAX_CHUNK: usize = 1024;

impl Tokenizer {
    pub(crate) fn new(spec: TokenizerSpec) -> Result<Self, ModelError> {
        if spec.class != "spacy.tokenizer.Tokenizer" {
            return Err(ModelError::unsupported("tokenizer", spec.class));
        }
        let pattern = |name: &str, source: Option<&String>| {
            let compiled = source.map(|s| Pattern::new(s)).transpose();
            compiled.map_err(|what| ModelError::unsupported("tokenizer", format!("{name} with {what}")))
        };
        let mut tokenizer = Self {
            prefix: pattern("prefix_search", spec.prefix.as_ref())?,
            suffix: pattern("suffix_search", spec.suffix.as_ref())?,
            infix: pattern("infix_finditer", spec.infix.as_ref())?,
            token_match: pattern("token_match", spec.token_match.as_ref())?,
            url_match: pattern("url_match", spec.url_match.as_ref())?,
            rules: FxHashMap::default(),
            taken_apart: FxHashMap::default(),
            domains: FxHashSet::default(),
        };
        for chunk in spec.rules.keys() {
            tokenizer.add_taken_apart(chunk, spec.faster_heuristics);
        }
        for (chunk, tokens) in spec.rules {
            let pieces = tokens.into_iter().map(|token| {
                let mut token = token.into_iter();
                let len = token.next().map_or(0, |text| text.len());
                Piece { len, norm: token.next() }
            });
            tokenizer.rules.insert(chunk, pieces.collect());
        }
        Ok(tokenizer)
    }

    pub(crate) fn keep_domains(&mut self, domains: FxHashSet<String>) {
        self.domains = domains;
    }

    /// A word with its full stop that is one word and ends no sentence.
    pub(crate) fn keep_abbreviation(&mut self, word: &str) {
        self.rules.entry(word.to_owned()).or_insert_with(|| vec![Piece { len: word.len(), norm: None }]);
    }

    /// "Gazette.Net": a name with a domain after its dot, in letters as a title has them.
    fn is_site(&self, word: &str) -> bool {
        let Some((name, domain)) = word.rsplit_once('.') else { return false };
        let part = |p: &str| !p.is_empty() && p.chars().all(|c| c.is_alphanumeric() || c == '-');
        name.split('.').all(part) && self.domains.contains(&domain.to_lowercase())
    }

    /// `rules` are empty yet: this is what becomes of the chunk without them.
    fn add_taken_apart(&mut self, chunk: &str, only_with_affixes: bool) {
        let chars: Vec<char> = chunk.chars().collect();
        if chars.iter().any(|&c| unicode::is_space(c)) {
            return;
        }
        let has = |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(|p| p.search(&chars, 0).is_some());
        if only_with_affixes && !has(&self.prefix) && !has(&self.infix) && !has(&self.suffix) {
            return;
        }
        let mut words = Vec::new();
        let mut at = 0;
        for piece in self.take_apart(chunk) {
            words.push(chunk[at..at + piece.len].to_owned());
            at += piece.len;
        }
        if let Some(first) = words.first() {
            self.taken_apart.entry(first.clone()).or_default().push(words);
        }
    }

    /// The tokens of a chunk, covering all of it.
    pub(crate) fn tokens(&self, chunk: &str) -> Vec<Piece> {
        let pieces = match self.rules.get(chunk) {
            Some(pieces) => pieces.clone(),
            None => self.take_apart(chunk),
        };
        self.put_together(chunk, pieces)
    }

    fn take_apart(&self, chunk: &str) -> Vec<Piece> {
        let text = Text::new(chunk);
        let mut suffixes = Vec::new();
        let mut out = Vec::new();
        let middle = self.split_affixes(&text, &mut out, &mut suffixes);
        self.split_middle(&text, middle, &mut out);
        out.extend(suffixes.into_iter().rev());
        out
    }

    /// Pushes what is split off at both ends and returns what is left between, in characters.
    fn split_affixes(&self, text: &Text, prefixes: &mut Vec<Piece>, suffixes: &mut Vec<Piece>) -> Range<usize> {
        let (mut from, mut to) = (0, text.chars.len());
        let special = |from, to| self.rules.contains_key(text.part(from, to));
        loop {
            let length = to - from;
            if length == 0 || matches(&self.token_match, &text.chars[from..to]) || special(from, to) {
                break;
            }
            let prefix = affix(&self.prefix, &text.chars[from..to]);
            if prefix > 0 && prefix < length && special(from + prefix, to) {
                prefixes.push(text.piece(from, from + prefix));
                from += prefix;
                break;
            }
            let suffix = affix(&self.suffix, &text.chars[from + prefix..to]);
            if suffix > 0 && suffix < length && special(from, to - suffix) {
                suffixes.push(text.piece(to - suffix, to));
                to -= suffix;
                break;
            }
            if prefix > 0 {
                prefixes.push(text.piece(from, from + prefix));
                from += prefix;
            }
            if suffix > 0 {
                suffixes.push(text.piece(to - suffix, to));
                to -= suffix;
            }
            if to - from == length {
                break;
            }
        }
        from..to
    }

    fn split_middle(&self, text: &Text, middle: Range<usize>, out: &mut Vec<Piece>) {
        if middle.is_empty() {
            return;
        }
        if let Some(pieces) = self.rules.get(text.part(middle.start, middle.end)) {
            out.extend_from_slice(pieces);
            return;
        }
        let chars = &text.chars[middle.clone()];
        let in_one_piece = matches(&self.token_match, chars) || matches(&self.url_match, chars);
        if in_one_piece || self.is_site(text.part(middle.start, middle.end)) {
            out.push(text.piece(middle.start, middle.end));
            return;
        }
        let mut infixes = Vec::new();
        if let Some(infix) = &self.infix {
            infix.find_all(chars, &mut infixes);
        }
        let mut done = 0;
        for (from, to) in infixes {
            // An infix at the very start stays with what follows.
            if from == 0 {
                continue;
            }
            if from > done {
                out.push(text.piece(middle.start + done, middle.start + from));
            }
            if to > from {
                out.push(text.piece(middle.start + from, middle.start + to));
            }
            done = to;
        }
        if middle.start + done < middle.end {
            out.push(text.piece(middle.start + done, middle.end));
        }
    }

    /// Special cases that were taken apart: `(:D)` → `(`, `:D`, `)`.
    fn put_together(&self, chunk: &str, pieces: Vec<Piece>) -> Vec<Piece> {
        let mut starts = Vec::with_capacity(pieces.len() + 1);
        let mut at = 0;
        for piece in &pieces {
            starts.push(at);
            at += piece.len;
        }
        starts.push(at);
        let word = |i: usize| &chunk[starts[i]..starts[i + 1]];
        let mut found = Vec::new();
        for i in 0..pieces.len() {
            for words in self.taken_apart.get(word(i)).into_iter().flatten() {
                let end = i + words.len();
                if end <= pieces.len() && words.iter().enumerate().all(|(j, w)| w == word(i + j)) {
                    found.push(i..end);
                }
            }
        }
        if found.is_empty() {
            return pieces;
        }
        found.sort_by_key(|span| (std::cmp::Reverse(span.len()), span.start));
        let mut taken = FxHashSet::default();
        found.retain(|span| {
            let free = !taken.contains(&span.start) && !taken.contains(&(span.end - 1));
            taken.extend(span.clone());
            free
        });
        let mut out = Vec::with_capacity(pieces.len());
        let mut i = 0;
        while i < pieces.len() {
            match found.iter().find(|span| span.start == i) {
                Some(span) => {
                    match self.rules.get(&chunk[starts[span.start]..starts[span.end]]) {
                        Some(rule) => out.extend_from_slice(rule),
                        None => out.extend_from_slice(&pieces[span.clone()]),
                    }
                    i = span.end;
                }
                None => {
                    out.push(pieces[i].clone());
                    i += 1;
                }
            }
        }
        out
    }
}

/// Runs of white space and of everything else, without single spaces between words: spaCy notes those with the
/// word before. Calls back with each run and whether such a space follows it.
pub(crate) fn chunks(text: &str, mut each: impl FnMut(Range<usize>, bool)) {
    let mut start = 0;
    let mut in_space = text.chars().next().is_some_and(unicode::is_space);
    let mut cut = |range: Range<usize>, spaced: bool| {
        let mut start = range.start;
        while range.end - start > MAX_CHUNK {
            let part = unicode::at_most(text, start..range.end, MAX_CHUNK);
            start = part.end;
            each(part, false);
        }
        each(start..range.end, spaced);
    };
    for (at, c) in text.char_indices() {
        if unicode::is_space(c) == in_space {
            continue;
        }
        let spaced = c == ' ';
        if start < at {
            cut(start..at, spaced);
        }
        start = if spaced { at + 1 } else { at };
        in_space = !in_space;
    }
    if start < text.len() {
        cut(start..text.len(), false);
    }
}

/// A chunk by characters, as patterns want it, that knows its bytes.
struct Text<'a> {
    text: &'a str,
    chars: Vec<char>,
    bytes: Vec<usize>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Self {
        let chars = text.chars().collect();
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text, chars, bytes }
    }

    fn part(&self, from: usize, to: usize) -> &'a str {
        &self.text[self.bytes[from]..self.bytes[to]]
    }

    fn piece(&self, from: usize, to: usize) -> Piece {
        Piece { len: self.bytes[to] - self.bytes[from], norm: None }
    }
}

fn matches(pattern: &Option<Pattern>, chars: &[char]) -> bool {
    pattern.as_ref().is_some_and(|p| p.match_at(chars, 0).is_some())
}

/// How many characters a prefix or suffix pattern takes.
fn affix(pattern: &Option<Pattern>, chars: &[char]) -> usize {
    pattern.as_ref().and_then(|p| p.search(chars, 0)).map_or(0, |(from, to)| to - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<(&str, bool)> {
        let mut out = Vec::new();
        chunks(text, |range, spaced| out.push((range, spaced)));
        out.into_iter().map(|(range, spaced)| (&text[range], spaced)).collect()
    }

    #[test]
    fn one_space_belongs_to_the_word_before_and_more_are_a_chunk() {
        assert_eq!(runs("a b"), [("a", true), ("b", false)]);
        assert_eq!(runs("a  b"), [("a", true), (" ", false), ("b", false)]);
        assert_eq!(runs("a\nb "), [("a", false), ("\n", false), ("b", true)]);
        assert_eq!(runs(" a"), [(" ", false), ("a", false)]);
        assert!(runs("").is_empty());
    }

    #[test]
    fn endless_runs_are_cut() {
        let long = "é".repeat(3000);
        let runs = runs(&long);
        assert_eq!(runs.len(), 6);
        assert_eq!(runs.iter().map(|r| r.0.len()).sum::<usize>(), long.len());
    }
}
