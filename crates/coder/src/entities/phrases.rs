//! Noun phrases: which tokens belong to one.

use super::Book;
use sayso_doc::{Dep, Doc, Pos, Tag, TokenIx};
use sayso_lexicon::actors::{Effect, RoleKind};
use std::ops::Range;

/// The words of the phrase that `head` heads: its modifiers before it and what "of" adds, without relative clauses,
/// appositions and conjuncts. `inner` are tokens that belong to it in any case (a name).
pub(super) fn phrase(book: &Book<'_>, head: TokenIx, inner: Range<TokenIx>) -> Range<TokenIx> {
    let doc = book.doc;
    let mut start = inner.start.min(head);
    let mut end = inner.end.max(head + 1);
    for t in inner.clone().chain([head]) {
        for child in doc.children(t).filter(|&c| c < t && leads(doc, c)) {
            let own = match joined(book, child, t) {
                Some(and) => and + 1,
                None => doc.subtree(child).start,
            };
            start = start.min(own);
        }
    }
    while start < inner.start.min(head) && matches!(doc.token(start).pos, Pos::Punct | Pos::Space | Pos::Cconj) {
        start += 1;
    }
    // "ANKARA, Turkey - German Chancellor": a dash with blanks around it parts what the parser joins.
    start = (start..inner.start.min(head)).rev().find(|&t| parts(doc, t)).map_or(start, |t| t + 1);
    let named = |o: TokenIx| book.name(o).is_some() || book.role(o).is_some();
    for prep in doc.children_by(head, &[Dep::Prep]) {
        if prep < end {
            continue;
        }
        let belongs = book.actors().has_effect(doc.lower(prep), Effect::Of);
        // "accused the junta of looting": the verb's, not the noun's.
        let of_deed = doc.child(prep, Dep::Pobj).is_none();
        // "informed the cabinet of Chad of the plan": a second one only tells of whom.
        let second = prep > head + 1 && end > head + 1 && end > inner.end;
        let known = book.name(head).is_some_and(|n| n.known().is_some());
        let no_more = (second || known) && !doc.child(prep, Dep::Pobj).is_some_and(named);
        if prep != end || !belongs || of_deed || no_more {
            break;
        }
        // "informed the cabinet of Chad of the plan", where the plan hangs off Chad
        let told = |&t: &TokenIx| {
            let of_name = t > prep && doc.dep(t) == Dep::Prep && doc.head(t).is_some_and(|h| book.name(h).is_some());
            of_name && !doc.child(t, Dep::Pobj).is_some_and(named)
        };
        let whole = without_clauses(doc, doc.subtree(prep));
        end = whole.clone().find(told).unwrap_or(whole.end);
    }
    start..end
}

/// A dash between what it does not join: "Turkey - German", "Turkey — German", not "Franco-German".
pub(super) fn parts(doc: &Doc, t: TokenIx) -> bool {
    let blank = |a: TokenIx, b: TokenIx| doc.token(a).span.end < doc.token(b).span.start;
    match doc.word(t) {
        "—" | "--" | "―" => true,
        "-" | "–" => t > 0 && t + 1 < doc.len() && blank(t - 1, t) && blank(t, t + 1),
        _ => false,
    }
}

const LEADING: [Dep; 10] = [
    Dep::Det,
    Dep::Amod,
    Dep::Compound,
    Dep::Poss,
    Dep::Nummod,
    Dep::Nmod,
    Dep::Quantmod,
    Dep::Predet,
    Dep::Npadvmod,
    Dep::Dep,
];

/// Modifiers that stand before a noun and belong to its phrase.
fn leads(doc: &Doc, t: TokenIx) -> bool {
    let dep = doc.dep(t);
    LEADING.contains(&dep) && !matches!(doc.token(t).pos, Pos::Punct | Pos::Space | Pos::Verb | Pos::Adp)
        || matches!(dep, Dep::Amod | Dep::Compound)
}

/// "the envoy and foreign partners": somebody joined to those who follow, though the parser hangs him on them:
/// the "and" between.
pub(super) fn joined(book: &Book<'_>, t: TokenIx, head: TokenIx) -> Option<TokenIx> {
    let doc = book.doc;
    let people = |r: RoleKind| matches!(r, RoleKind::Person | RoleKind::People);
    let one = book.role(t).is_some_and(|r| people(r.role.kind)) && !is_plural(doc, t);
    let many = book.role(head).is_some_and(|r| people(r.role.kind)) && is_plural(doc, head);
    if !one || !many || t >= head {
        return None;
    }
    doc.children(t).chain(doc.children(head)).find(|&c| doc.dep(c) == Dep::Cc && t < c && c < head)
}

/// A range cut before the first clause that hangs in it.
fn without_clauses(doc: &Doc, tokens: Range<TokenIx>) -> Range<TokenIx> {
    let cut = (tokens.clone())
        .find(|&t| {
            matches!(doc.dep(t), Dep::Relcl | Dep::Acl | Dep::Appos | Dep::Advcl | Dep::Ccomp)
                || doc.token(t).pos == Pos::Punct && !matches!(doc.word(t), "-" | "’" | "'")
        })
        .map(|t| if doc.token(t).pos == Pos::Punct { t } else { doc.subtree(t).start });
    let mut end = cut.unwrap_or(tokens.end).max(tokens.start);
    while end > tokens.start && matches!(doc.token(end - 1).pos, Pos::Punct | Pos::Space | Pos::Cconj) {
        end -= 1;
    }
    tokens.start..end
}

pub(super) fn is_noun(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.token(t).pos, Pos::Noun | Pos::Propn)
        || doc.token(t).pos == Pos::Adj && matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj)
}

pub(super) fn is_plural(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.token(t).tag, Tag::Nns | Tag::Nnps)
}

/// How a phrase is introduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// "the", "this", "those".
    Definite,
    /// "a", "some", numbers.
    Indefinite,
    /// "his", "Syria's".
    Possessed,
    /// "other", "another".
    Other,
    /// "both", "the two".
    Both,
    None,
}

pub(super) fn lead(book: &Book<'_>, head: TokenIx) -> Lead {
    let doc = book.doc;
    let has = |t: TokenIx, e: Effect| book.actors().has_effect(doc.lower(t), e);
    let before = || doc.children(head).filter(|&c| c < head);
    // "either side" is singular.
    if before().any(|c| has(c, Effect::Both) && (is_plural(doc, head) || doc.dep(c) == Dep::Det)) {
        let definite = before().any(|c| doc.dep(c) == Dep::Det && doc.token(c).tag == Tag::Dt);
        if definite {
            return Lead::Both;
        }
    }
    if before().any(|c| has(c, Effect::Other) && doc.dep(c) != Dep::Nummod) {
        return Lead::Other;
    }
    if before().any(|c| doc.dep(c) == Dep::Poss) {
        return Lead::Possessed;
    }
    match before().find(|&c| doc.dep(c) == Dep::Det) {
        Some(det) if definite_article(doc.lower(det)) => Lead::Definite,
        Some(_) => Lead::Indefinite,
        None if before().any(|c| doc.dep(c) == Dep::Nummod) => Lead::Indefinite,
        None => Lead::None,
    }
}

fn definite_article(word: &str) -> bool {
    matches!(word, "the" | "this" | "that" | "these" | "those" | "such" | "all")
}
