//! What an amount counts, read off the tree: the noun it modifies ("8,500 troops"), or what it is of ("dozens of
//! people", "40 percent of gas imports", "$2 billion in aid").

use super::amount::{Amount, Amounts};
use crate::pieces::Pieces;
use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::NumberGrammar;
use smol_str::SmolStr;
use std::ops::Range;

/// The thing counted.
pub(super) struct Counted {
    pub(super) head: TokenIx,
    /// The noun with the nouns that modify it: "gas imports".
    pub(super) tokens: Range<TokenIx>,
    /// The words from the amount on that belong to it stand before this.
    pub(super) end: TokenIx,
}

/// The token of an amount that hangs off a word outside it.
pub(super) fn top(doc: &Doc, tokens: Range<TokenIx>) -> TokenIx {
    let last = tokens.end - 1;
    tokens.clone().rev().find(|&t| doc.head(t).is_none_or(|h| !tokens.contains(&h))).unwrap_or(last)
}

/// What an amount counts, if anything.
pub(super) fn counted(p: &Pieces<'_>, amounts: &Amounts<'_, '_>, amount: &Amount) -> Option<Counted> {
    let doc = p.doc;
    let tokens = p.tokens(amount.core.clone());
    let top = top(doc, tokens.clone());
    let noun = of(p, amounts, amount, top).or_else(|| modified(doc, amount, &tokens, top))?;
    if amounts.grammar(p.first_of(noun), NumberGrammar::Uncounted).is_some() {
        return None;
    }
    let start = noun_start(doc, noun, tokens.end);
    Some(Counted { head: noun, tokens: start..noun + 1, end: noun + 1 })
}

/// "dozens of people", "40 percent of gas imports", "$2 billion in aid".
fn of(p: &Pieces<'_>, amounts: &Amounts<'_, '_>, amount: &Amount, top: TokenIx) -> Option<TokenIx> {
    let doc = p.doc;
    let after = amount.pieces.end;
    let prep = p.get(after)?.token;
    let of = amounts.grammar(after, NumberGrammar::Of).is_some();
    let money = amount.unit.as_deref().is_some_and(is_currency);
    let fits = of || money && amounts.grammar(after, NumberGrammar::In).is_some();
    if !fits || doc.token(prep).pos == Pos::Space {
        return None;
    }
    // "three of the dead": an adjective with its article is as good as a noun.
    let several = amount.value != 1.0;
    let stands =
        |n: TokenIx| is_noun(doc, n) || several && doc.child(n, Dep::Det).is_some() && doc.token(n).pos == Pos::Adj;
    let noun = doc.child(prep, Dep::Pobj).filter(|&n| stands(n));
    // "within 50 km of the border", but "3 km of road"
    let noun = noun.filter(|&n| !amount.length || doc.token(n).pos == Pos::Noun && doc.child(n, Dep::Det).is_none());
    // "$5 million of funds": of the right amount, whichever of its tokens it hangs on.
    let above = doc.head(prep).is_some_and(|h| h == top || doc.is_under(h, top) || h + 6 > prep && h < prep);
    // "two of them" counts nothing that has a name; "$5 million in May" is no money of May.
    noun.filter(|&n| above && !matches!(doc.ent(n).map(|e| e.label), Some(EntLabel::Date | EntLabel::Gpe)))
}

/// "8,500 troops", "a $2 billion aid package", "a 40-page report".
fn modified(doc: &Doc, amount: &Amount, tokens: &Range<TokenIx>, top: TokenIx) -> Option<TokenIx> {
    let mut at = top;
    for _ in 0..4 {
        let head = doc.head(at)?;
        let modifies = matches!(
            doc.dep(at),
            Dep::Nummod
                | Dep::Quantmod
                | Dep::Compound
                | Dep::Amod
                | Dep::Nmod
                | Dep::Npadvmod
                | Dep::Det
                | Dep::Advmod
        );
        if !modifies || head < tokens.end {
            return None;
        }
        let between = tokens.end..head;
        // "40 percent higher prices" is of the prices; nothing but modifiers may stand between.
        if between.clone().any(|t| matches!(doc.token(t).pos, Pos::Verb | Pos::Aux) && doc.dep(t) != Dep::Amod) {
            return None;
        }
        if is_noun(doc, head) && doc.word(head).starts_with(char::is_alphabetic) {
            return Some(head);
        }
        if doc.token(head).pos != Pos::Num && amount.unit.is_none() && doc.token(head).pos != Pos::Adj {
            return None;
        }
        at = head;
    }
    None
}

fn is_noun(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.token(t).tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
}

/// The first of the nouns that stand right before a noun and modify it, not further left than `from`.
fn noun_start(doc: &Doc, noun: TokenIx, from: TokenIx) -> TokenIx {
    let mut start = noun;
    // "Islamic State militants": a name is not cut in the middle.
    let one_name =
        |t: TokenIx| doc.ent(t).is_some_and(|e| e.tokens.contains(&(t + 1)) && e.label != EntLabel::Cardinal);
    while start > from
        && (doc.dep(start - 1) == Dep::Compound && is_noun(doc, start - 1) || start < noun && one_name(start - 1))
    {
        start -= 1;
    }
    // "minimum-wage workers": a word is not cut at its hyphen.
    while start >= from + 2
        && doc.token(start - 1).span.end == doc.token(start).span.start
        && doc.word(start - 1) == "-"
    {
        start -= 2;
    }
    start
}

/// The words for the thing counted, common nouns in lower case.
pub(super) fn name(doc: &Doc, tokens: Range<TokenIx>) -> SmolStr {
    let mut name = String::new();
    for t in tokens.clone() {
        if t > tokens.start && doc.token(t - 1).span.end < doc.token(t).span.start {
            name.push(' ');
        }
        name += if doc.token(t).pos == Pos::Propn { doc.word(t) } else { doc.lower(t) };
    }
    name.into()
}

/// Codes of currencies are three capitals: `USD`, `USD/bbl`.
pub(super) fn is_currency(unit: &str) -> bool {
    let code = unit.split('/').next().unwrap_or_default();
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}
