//! spaCy's rule lemmatizer for English: endings taken off and put on by part of speech, exceptions first, and
//! words that are their own lemma by their morphology.

use crate::error::ModelError;
use crate::ruler::Morph;
use crate::spec::Component;
use crate::unicode;
use crate::vocab::{Word, lowercase};
use rustc_hash::FxHashMap;
use sayso_doc::Pos;
use sayso_nn::{Dtype, Tensors};
use smol_str::SmolStr;
use std::ops::Range;

#[derive(Default)]
pub(crate) struct Lemmatizer {
    tables: FxHashMap<String, Tables>,
    pub(crate) overwrite: bool,
}

#[derive(Default)]
struct Tables {
    /// Endings with what comes in their place, in order.
    rules: Vec<(String, String)>,
    exceptions: FxHashMap<String, Vec<String>>,
    /// Known base forms: sorted lines in the weights file.
    index: Option<Range<usize>>,
}

impl Lemmatizer {
    pub(crate) fn load(component: Component, tensors: &Tensors) -> Result<Self, ModelError> {
        let name = component.name;
        if component.mode != "rule" {
            return Err(ModelError::unsupported(&name, format!("mode {:?}", component.mode)));
        }
        let mut tables: FxHashMap<String, Tables> = FxHashMap::default();
        for (pos, rules) in component.rules {
            tables.entry(pos).or_default().rules = rules;
        }
        for (pos, exceptions) in component.exceptions {
            tables.entry(pos).or_default().exceptions = exceptions;
        }
        for pos in component.index {
            let range = tensors.range(&format!("{name}.index.{pos}"), Dtype::U8)?;
            tables.entry(pos).or_default().index = Some(range);
        }
        Ok(Self { tables, overwrite: component.overwrite })
    }

    pub(crate) fn lemma(&self, word: &Word, pos: Pos, morph: Morph, tensors: &Tensors) -> SmolStr {
        if matches!(pos, Pos::Other | Pos::Space) || is_base_form(pos, morph) {
            return word.lower.clone();
        }
        let Some(tables) = self.tables.get(&lowercase(pos.as_str())) else {
            return if pos == Pos::Propn { word.text.clone() } else { word.lower.clone() };
        };
        let index = tables.index.clone().map_or(&[][..], |range| tensors.bytes(range));
        tables.first_form(word, index)
    }
}

impl Tables {
    fn first_form(&self, word: &Word, index: &[u8]) -> SmolStr {
        // The exception that was put in front last wins, but one that a rule gave too stays where it was.
        let (forms, unknown) = self.forms(&word.lower, index);
        let exceptions = self.exceptions.get(word.lower.as_str());
        let mut first = None;
        for form in exceptions.into_iter().flatten() {
            if !forms.contains(form) {
                first = Some(form);
            }
        }
        match first.or(forms.first()).or(unknown.first()) {
            Some(form) => SmolStr::new(form),
            None => word.text.clone(),
        }
    }

    /// What the rules make of a word: known base forms, the latest first, then forms that are no words; and
    /// forms that are not known, used when there are no others.
    fn forms(&self, word: &str, index: &[u8]) -> (Vec<String>, Vec<String>) {
        let (mut known, mut other, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for (ending, replacement) in &self.rules {
            let Some(stem) = word.strip_suffix(ending.as_str()) else { continue };
            let form = format!("{stem}{replacement}");
            if form.is_empty() {
                continue;
            }
            if has_line(index, &form) {
                known.insert(0, form);
            } else if !form.chars().all(unicode::is_alpha) {
                other.push(form);
            } else {
                unknown.push(form);
            }
        }
        known.append(&mut other);
        (known, unknown)
    }
}

/// Whether the word's morphology says that it is not inflected.
fn is_base_form(pos: Pos, morph: Morph) -> bool {
    match pos {
        Pos::Noun if morph.singular => true,
        Pos::Verb if morph.finite && morph.present && !morph.has_number => true,
        _ => morph.infinitive || morph.no_form || morph.positive,
    }
}

/// Looks a word up in sorted lines.
fn has_line(lines: &[u8], word: &str) -> bool {
    let (mut from, mut to) = (0, lines.len());
    while from < to {
        let middle = (from + to) / 2;
        let start = lines[from..middle].iter().rposition(|&b| b == b'\n').map_or(from, |at| from + at + 1);
        let end = middle + lines[middle..].iter().position(|&b| b == b'\n').unwrap_or(lines.len() - middle);
        match lines[start..end].cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => from = end + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_line;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let lines = b"a\nabc\nbe\nzoo\n";
        for word in ["a", "abc", "be", "zoo"] {
            assert!(has_line(lines, word), "{word}");
        }
        for word in ["", "ab", "b", "zo", "zzz", "0"] {
            assert!(!has_line(lines, word), "{word}");
        }
        assert!(!has_line(b"", "a"));
    }
}
