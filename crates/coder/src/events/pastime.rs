//! Texts about matches, dishes and games, in which "attack" and "strike" are no events.

use sayso_doc::{Doc, Pos};
use sayso_lexicon::Frames;
use std::collections::{BTreeMap, BTreeSet};

/// How many different words of one pastime a text must have at least.
const DIFFERENT: usize = 4;
/// How many words of it in a hundred.
const IN_A_HUNDRED: usize = 4;

/// Whether a text is thick with the words of one pastime.
pub(super) fn is_pastime(doc: &Doc, frames: &Frames) -> bool {
    let mut seen: BTreeMap<usize, (usize, BTreeSet<&[_]>)> = BTreeMap::new();
    for t in 0..doc.len() {
        for (words, pastime) in frames.pastimes(doc.lemma(t)) {
            let rest = words.iter().enumerate().skip(1);
            if rest.clone().all(|(i, w)| t + i < doc.len() && (doc.lemma(t + i) == w || doc.lower(t + i) == w)) {
                let (hits, different) = seen.entry(*pastime).or_default();
                *hits += 1;
                different.insert(words.as_slice());
            }
        }
    }
    let words = (0..doc.len()).filter(|&t| !matches!(doc.token(t).pos, Pos::Punct | Pos::Space)).count();
    seen.values().any(|(hits, different)| different.len() >= DIFFERENT && hits * 100 >= words * IN_A_HUNDRED)
}
