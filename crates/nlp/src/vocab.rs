//! Words and their features: what the embedding layers know a word by.

use crate::spec::Norms;
use crate::unicode;
use rustc_hash::FxHashMap;
use sayso_nn::murmur2_64a;
use smol_str::SmolStr;

/// The numbers of strings, and the norms of words ("cos" → "because").
pub(crate) struct Vocab {
    symbols: FxHashMap<String, u64>,
    hashed: FxHashMap<u64, String>,
    exact: FxHashMap<String, String>,
}

impl Vocab {
    pub(crate) fn new(symbols: FxHashMap<String, u64>, norms: Norms) -> Self {
        let hashed = norms.hashed.into_iter();
        let hashed = hashed.filter_map(|(key, norm)| Some((u64::from_str_radix(&key, 16).ok()?, norm))).collect();
        Self { symbols, hashed, exact: norms.exact }
    }

    /// The number that spaCy knows a string by.
    pub(crate) fn id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        match self.symbols.get(text) {
            Some(&id) => id,
            None => murmur2_64a(text.as_bytes(), 1),
        }
    }
}

/// A word as the layers see it. `norm` differs from the word's usual one in some contractions.
pub(crate) struct Word {
    pub(crate) text: SmolStr,
    pub(crate) lower: SmolStr,
    pub(crate) lower_id: u64,
    pub(crate) orth: u64,
    pub(crate) norm: u64,
    pub(crate) prefix: u64,
    pub(crate) suffix: u64,
    pub(crate) shape: u64,
    pub(crate) is_space: bool,
}

impl Word {
    pub(crate) fn new(text: &str, norm: Option<&str>, vocab: &Vocab) -> Self {
        let orth = vocab.id(text);
        let lower = SmolStr::new(lowercase(text));
        let norm = norm
            .or_else(|| vocab.hashed.get(&orth).map(String::as_str))
            .or_else(|| vocab.exact.get(text).map(String::as_str))
            .unwrap_or(&lower);
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        Self {
            orth,
            norm: vocab.id(norm),
            lower_id: vocab.id(&lower),
            prefix: vocab.id(&text[..first]),
            suffix: vocab.id(&text[last..]),
            shape: vocab.id(&shape(text)),
            is_space: text.chars().all(unicode::is_space),
            text: SmolStr::new(text),
            lower,
        }
    }
}

/// `str.lower`.
pub(crate) fn lowercase(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

/// "Kyiv-2022" → "Xxxx-dddd"; runs are cut to four.
fn shape(text: &str) -> String {
    if text.chars().nth(99).is_some() {
        return "LONG".to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let (mut last, mut run) = ('\0', 0);
    for c in text.chars() {
        let class = if unicode::is_alpha(c) {
            if c.is_uppercase() { 'X' } else { 'x' }
        } else if unicode::is_digit(c) {
            'd'
        } else {
            c
        };
        run = if class == last { run + 1 } else { 0 };
        last = class;
        if run < 4 {
            out.push(class);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn shapes_tell_capitals_letters_and_digits() {
        assert_eq!(shape("Kyiv-2022"), "Xxxx-dddd");
        assert_eq!(shape("governments"), "xxxx");
        assert_eq!(shape("10²½"), "ddd½");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
    }
}
