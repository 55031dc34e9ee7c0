//! An automaton over words: which names of a list stand at a token. Marks on letters do not count, nor the
//! dots of "U.S."; hyphens and apostrophes part words.

use crate::fold::fold;
use rustc_hash::FxHashMap;
use sayso_doc::{Doc, TokenIx};
use smol_str::SmolStr;
use std::ops::Range;

/// How a word of a name must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Any,
    /// Begins with a capital ("Hamas").
    Initial,
    /// All capitals ("WHO", which is not "Who").
    Capitals,
}

#[derive(Debug)]
struct End<T> {
    case: Vec<Case>,
    value: T,
}

/// Names to values, found word by word.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    words: FxHashMap<SmolStr, u32>,
    next: FxHashMap<(u32, u32), u32>,
    ends: FxHashMap<u32, Vec<End<T>>>,
    nodes: u32,
}

/// The words of a document as the automaton sees them: one or several a token, none for punctuation.
#[derive(Debug, Default)]
pub struct Words {
    /// Interned word, how it is written.
    pieces: Vec<(Option<u32>, Case)>,
    /// Where each token's pieces begin.
    starts: Vec<u32>,
    /// Tokens without pieces that may stand inside a name (hyphens, apostrophes).
    joint: Vec<bool>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { words: FxHashMap::default(), next: FxHashMap::default(), ends: FxHashMap::default(), nodes: 1 }
    }
}

impl<T> Phrases<T> {
    pub(crate) fn insert(&mut self, name: &str, mind_case: bool, value: T) {
        let mut node = 0;
        let mut case = Vec::new();
        each_piece(name, &mut String::new(), |piece, written| {
            let count = self.words.len() as u32;
            let word = *self.words.entry(SmolStr::new(piece)).or_insert(count);
            node = *self.next.entry((node, word)).or_insert_with(|| {
                self.nodes += 1;
                self.nodes - 1
            });
            case.push(if mind_case { written } else { Case::Any });
        });
        if node != 0 {
            self.ends.entry(node).or_default().push(End { case, value });
        }
    }

    /// The words of a document, for [`Self::longest_at`].
    pub(crate) fn words(&self, doc: &Doc) -> Words {
        let mut out = Words {
            pieces: Vec::with_capacity(doc.len() + 8),
            starts: Vec::with_capacity(doc.len() + 1),
            joint: Vec::with_capacity(doc.len()),
        };
        let mut buffer = String::new();
        for t in 0..doc.len() {
            out.starts.push(out.pieces.len() as u32);
            let word = doc.word(t);
            each_piece(word, &mut buffer, |piece, written| {
                out.pieces.push((self.words.get(piece).copied(), written));
            });
            let glued = t > 0 && doc.token(t - 1).span.end == doc.token(t).span.start;
            out.joint.push(matches!(word, "-" | "‐" | "–" | "'" | "’") || matches!(word, "." | "/") && glued);
        }
        out.starts.push(out.pieces.len() as u32);
        out
    }

    /// The longest names that begin with token `start`: their tokens and values.
    pub(crate) fn longest_at<'a>(&'a self, words: &Words, start: TokenIx) -> Option<(Range<TokenIx>, Vec<&'a T>)> {
        let count = words.joint.len();
        let mut best = None;
        let mut node = 0;
        let mut token = start;
        let mut written = Vec::new();
        while token < count {
            let pieces = words.pieces_of(token);
            if pieces.is_empty() {
                if token == start || !words.joint[token] {
                    break;
                }
                token += 1;
                continue;
            }
            for &(word, case) in pieces {
                let Some(next) = word.and_then(|w| self.next.get(&(node, w))) else { return best };
                node = *next;
                written.push(case);
            }
            token += 1;
            let fits: Vec<&T> = (self.ends.get(&node).into_iter().flatten())
                .filter(|e| agrees(&e.case, &written))
                .map(|e| &e.value)
                .collect();
            if !fits.is_empty() {
                best = Some((start..token, fits));
            }
        }
        best
    }

    /// The values of exactly this name.
    pub(crate) fn get(&self, name: &str) -> Vec<&T> {
        let mut node = Some(0);
        let mut written = Vec::new();
        each_piece(name, &mut String::new(), |piece, case| {
            node = node.and_then(|n| self.next.get(&(n, *self.words.get(piece)?)).copied());
            written.push(case);
        });
        (node.filter(|&n| n != 0).and_then(|n| self.ends.get(&n)).into_iter().flatten())
            .filter(|e| agrees(&e.case, &written))
            .map(|e| &e.value)
            .collect()
    }
}

impl Words {
    fn pieces_of(&self, token: TokenIx) -> &[(Option<u32>, Case)] {
        &self.pieces[self.starts[token] as usize..self.starts[token + 1] as usize]
    }
}

/// Whether words written so may be the name: a name in capitals asks for capitals, one with an initial for an initial.
fn agrees(name: &[Case], written: &[Case]) -> bool {
    name.iter().zip(written).all(|(n, w)| match n {
        Case::Any => true,
        Case::Initial => *w != Case::Any,
        Case::Capitals => *w == Case::Capitals,
    })
}

/// Runs of letters and digits, folded, with how they are written. Dots between letters do not part them.
fn each_piece(text: &str, buffer: &mut String, mut found: impl FnMut(&str, Case)) {
    buffer.clear();
    let (mut upper, mut lower, mut initial, mut run) = (0, 0, false, 0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let last_run = run;
        run = if c.is_alphanumeric() { run + 1 } else { 0 };
        if c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) {
            if buffer.is_empty() {
                initial = c.is_uppercase() || c.is_numeric();
            }
            upper += usize::from(c.is_uppercase());
            lower += usize::from(c.is_lowercase());
            fold(c, buffer);
        }
        // The dots of "U.S." and the marks that texts from the web carry unseen do not part a word; that of "lenta.ru" does.
        let parts = match c {
            '.' => last_run > 1,
            '\u{200e}' | '\u{200f}' | '\u{ad}' | '\u{300}'..='\u{36f}' => false,
            c => !c.is_alphanumeric(),
        };
        if (parts || chars.peek().is_none()) && !buffer.is_empty() {
            let case = match (upper, lower, initial) {
                (1.., 0, _) if buffer.len() > 1 => Case::Capitals,
                (_, _, true) => Case::Initial,
                _ => Case::Any,
            };
            found(buffer, case);
            buffer.clear();
            (upper, lower, initial) = (0, 0, false);
        }
    }
}
