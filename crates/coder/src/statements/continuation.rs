//! Sentences without a cue that plainly go on reporting: between two statements of one speaker, in the tense of reported
//! speech ("The bridge was safe, she said. It had been checked twice. It would open in May, she added.").

use super::{Context, Found};
use sayso_coding::Vouches;
use sayso_doc::{Dep, Doc, Tag, TokenIx};
use sayso_lexicon::Kind;
use std::ops::Range;

/// Gives such sentences to the statement before them.
pub(super) fn continue_reports(context: &Context, found: &mut [Found]) {
    let doc = context.doc;
    let sentences = doc.sentences();
    for i in 1..sentences.len().saturating_sub(1) {
        let words = sentences[i].tokens.clone();
        let same = sentences[i - 1].paragraph == sentences[i].paragraph;
        if !same || !is_free(context, found, &words) || !is_backshifted(context, words.clone()) {
            continue;
        }
        let Some(before) = reported_up_to(found, words.start) else { continue };
        let mut later = sentences[i + 1..].iter().take_while(|s| s.paragraph == sentences[i].paragraph);
        let next = later.find(|s| !is_free(context, found, &s.tokens) || !is_backshifted(context, s.tokens.clone()));
        let goes_on = next.is_some_and(|s| found.iter().any(|g| resumes(doc, &found[before], g, &s.tokens)));
        if goes_on {
            found[before].content.push(words);
        }
    }
}

/// Whether nothing in a sentence is said by anybody yet.
fn is_free(context: &Context, found: &[Found], words: &Range<TokenIx>) -> bool {
    let quoted = words.clone().any(|t| context.quotes.at(t).is_some());
    let meets = |r: &Range<TokenIx>| r.start < words.end && words.start < r.end;
    !quoted && !found.iter().any(|f| meets(&f.cue) || f.content.iter().any(meets))
}

/// "had been checked", "would open"
fn is_backshifted(context: &Context, words: Range<TokenIx>) -> bool {
    let doc = context.doc;
    let Some(root) = words.clone().find(|&t| doc.dep(t) == Dep::Root) else { return false };
    doc.children_by(root, &[Dep::Aux]).any(|a| {
        let pluperfect = doc.token(a).tag == Tag::Vbd && doc.token(root).tag == Tag::Vbn;
        pluperfect || context.grammar.is(Kind::FutureInPast, doc.lower(a))
    })
}

/// The statement in words other than the speaker's own whose content ends the sentence before.
fn reported_up_to(found: &[Found], start: TokenIx) -> Option<usize> {
    found.iter().position(|f| {
        let vouched = matches!(f.vouches, Vouches::Asserts | Vouches::Believes) && !f.stance && f.source.is_some();
        let ends = f.content.last().is_some_and(|c| c.end <= start && c.end + 2 >= start)
            || (f.cue.end + 2 >= start && f.cue.start < start);
        vouched && ends && !f.content.is_empty()
    })
}

/// Whether in these words the speaker of the one goes on speaking in the other.
fn resumes(doc: &Doc, one: &Found, other: &Found, words: &Range<TokenIx>) -> bool {
    let (Some(a), Some(b)) = (&one.source, &other.source) else { return false };
    let pronoun = doc.token(b.head).tag == Tag::Prp && !matches!(doc.lower(b.head), "i" | "we" | "you");
    let told = other.vouches == Vouches::Asserts && !other.stance && words.contains(&other.cue.start);
    told && words.contains(&b.tokens.start) && (pronoun || doc.lower(a.head) == doc.lower(b.head))
}
