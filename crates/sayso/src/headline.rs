//! Headlines With Capitals: the analyser takes each such word for a name, so it gets the headline as it would stand in a
//! sentence ("Rebels attack town in Mali"). The document keeps its own letters.

use sayso_doc::{Doc, Pos, Tag, Token, TokenIx};
use sayso_lexicon::Lexicon;

/// Words that are shorter say nothing about how a headline is written ("of", "with").
const LONG: usize = 5;
/// So many long words behind the first, all with capitals, make a headline with capitals.
const ENOUGH: usize = 2;

/// The text with the words of a capitalised title that are no names in lower case; none where there is nothing to do.
/// Same length, byte by byte.
pub(crate) fn in_plain_letters(text: &str, title: &str, lexicon: &Lexicon) -> Option<String> {
    let body = text.strip_prefix(title)?;
    let words: Vec<(usize, &str)> = words(title).skip(1).collect();
    let long = || words.iter().filter(|(_, w)| w.len() >= LONG);
    if long().count() < ENOUGH || !long().all(|(_, w)| is_capitalised(w)) {
        return None;
    }
    let mut plain = text.to_owned();
    for (at, word) in words {
        if is_capitalised(word) && is_common(word, body, lexicon) {
            plain.replace_range(at..=at, &word[..1].to_ascii_lowercase());
        }
    }
    (plain != text).then_some(plain)
}

/// The analysis of the text with plain letters as one of the text as it is: what kept its capital is a name.
pub(crate) fn with_text(plain: &Doc, text: &str, title: &str, lexicon: &Lexicon) -> Doc {
    let starts: Vec<TokenIx> = plain.sentences().iter().map(|s| s.tokens.start).collect();
    let mut tokens = plain.tokens().to_vec();
    let body = &text[title.len()..];
    let in_title = |t: &&mut Token| t.span.end as usize <= title.len();
    for (i, token) in tokens.iter_mut().take_while(in_title).enumerate() {
        let word = token.span.of(plain.text());
        let first = starts.contains(&i);
        if token.tag == Tag::Nn && is_capitalised(word) && !(first && is_common(word, body, lexicon)) {
            token.tag = Tag::Nnp;
            token.pos = Pos::Propn;
            token.lemma = word.into();
        }
    }
    Doc::new(text.to_owned(), tokens, &starts, plain.ents().to_vec())
}

/// Runs of letters with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).filter_map(move |word| {
        let at = from + text[from..].find(word)?;
        from = at + word.len();
        Some((at, word))
    })
}

/// "Attacks", but not "US" or "McKay".
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase()) && letters.all(|c| !c.is_uppercase())
}

/// The body has it in lower case and never as a name, or the lexicon knows it.
fn is_common(word: &str, body: &str, lexicon: &Lexicon) -> bool {
    let lower = word.to_lowercase();
    let mut seen = false;
    for (at, other) in words(body) {
        let before = &body[..at];
        if other == word && before.ends_with(' ') && !before.trim_end().ends_with(['.', '?', '!', ':']) {
            return false;
        }
        seen |= other == lower;
    }
    seen || is_known(&lower, lexicon)
}

/// A preposition, people in the plural ("Reporters"), or a form of a word that tells of events.
fn is_known(lower: &str, lexicon: &Lexicon) -> bool {
    let tells = |w: &str| lexicon.frames.tells(w) || lexicon.frames.verb(w).next().is_some();
    let grammar = &lexicon.grammar;
    grammar.is_preposition(lower)
        || grammar.verb_lemma(lower).is_some()
        || tells(lower)
        || grammar.stems(lower).any(|stem| stem.len() > 2 && (tells(stem) || lexicon.actors.role(stem).is_some()))
}

#[cfg(test)]
mod tests {
    use super::is_capitalised;

    #[test]
    fn names_in_capitals_are_left_alone() {
        assert!(is_capitalised("Attacks"));
        assert!(!is_capitalised("US"));
        assert!(!is_capitalised("McKay"));
        assert!(!is_capitalised("attacks"));
    }
}
