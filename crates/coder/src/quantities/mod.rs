//! Numbers with what they count. Ordinals, ages, years and numbers in names are none.

mod amount;
mod counted;

use crate::pieces::{BREAK, PieceIx, Pieces};
use amount::{Amount, Amounts};
use sayso_coding::{Quantity, Time, TimeKind};
use sayso_doc::{Dep, Doc, EntLabel, Pos, Span, Tag, TokenIx};
use sayso_lexicon::Lexicon;

/// In text order. Numbers that are part of a time expression are none.
pub fn find_quantities(doc: &Doc, lexicon: &Lexicon, times: &[Time]) -> Vec<Quantity> {
    let pieces = Pieces::new(doc);
    let amounts = Amounts::new(&pieces, &lexicon.numbers);
    let mut found = Vec::new();
    let mut times = times.iter().peekable();
    let mut i = 0;
    while i < pieces.len() {
        let at = pieces.span(i..i + 1);
        while times.next_if(|t| t.span.end <= at.start).is_some() {}
        let near = times.clone();
        // "a year" of "15 a year" is no part of the number; "every two weeks" is a time with its number.
        let timed = |span: Span| {
            let mut overlapping =
                near.clone().take_while(|t| t.span.start < span.end).filter(|t| t.span.overlaps(span));
            overlapping.any(|t| t.kind != TimeKind::Set || t.span.start <= span.start)
        };
        if let Some(end) = amounts.none(i).filter(|_| !pieces.is(i, BREAK)) {
            i = end;
            continue;
        }
        match amounts.amount(i) {
            Some(amount) if !timed(pieces.span(amount.core.clone())) => {
                i = amount.pieces.end;
                found.extend(quantity(&pieces, &amounts, amount, &timed));
            }
            _ => i += 1,
        }
    }
    found
}

/// The quantity that an amount makes with what it counts, if it counts anything.
fn quantity(
    p: &Pieces<'_>,
    amounts: &Amounts<'_, '_>,
    amount: Amount,
    timed: &dyn Fn(Span) -> bool,
) -> Option<Quantity> {
    let doc = p.doc;
    let tokens = p.tokens(amount.core.clone());
    let counted = counted::counted(p, amounts, &amount).filter(|c| !timed(doc.token(c.head).span));
    let head = counted.as_ref().map_or_else(|| counted::top(doc, tokens.clone()), |c| c.head);
    let alone = counted.is_none() && amount.unit.is_none();
    if is_part_of_name(p, amounts, &amount, counted.is_some()) || alone && !stands_for_things(p, &amount) {
        return None;
    }
    let mut span = p.span(amount.pieces.clone());
    if let Some(counted) = &counted {
        span = span.cover(doc.span(counted.head..counted.end));
    }
    let mut amount = amount;
    if let Some(counted) = &counted
        && let Some((end, unit)) = amounts.rate(p.first_of(counted.end), amount.unit.as_deref())
    {
        // "1 billion cubic metres of gas a year", "15 tankers a year"
        amount.unit = Some(unit);
        span = span.cover(p.span(end - 1..end));
    }
    let of = counted.map(|c| counted::name(doc, c.tokens));
    let Amount { value, high, unit, approx, .. } = amount;
    Some(Quantity { span, value, high, unit, of, approx, head })
}

/// "Flight 103", "Group of Seven", "a Boeing 737", "Windows 11", "(1)".
fn is_part_of_name(p: &Pieces<'_>, amounts: &Amounts<'_, '_>, amount: &Amount, counts: bool) -> bool {
    let doc = p.doc;
    let number = amount.core.start;
    let token = p.token(number);
    if amount.unit.is_some() {
        return false;
    }
    if amounts.is_label(number) && !counts {
        return true;
    }
    let names = [
        EntLabel::Org,
        EntLabel::Product,
        EntLabel::Fac,
        EntLabel::Law,
        EntLabel::WorkOfArt,
        EntLabel::Event,
        EntLabel::Person,
    ];
    let ent = doc.ent(token).filter(|e| names.contains(&e.label) && e.tokens.len() > 1);
    if ent.is_some_and(|e| e.tokens.start < token || p.is_capital(number)) {
        return true;
    }
    // "Channel 4": hangs on the noun before it.
    let labels = |t: TokenIx| {
        let noun_before = doc.head(t).is_some_and(|h| h + 1 == t && matches!(doc.token(h).pos, Pos::Propn | Pos::Noun));
        let modifies = matches!(doc.dep(t), Dep::Nummod | Dep::Appos | Dep::Nmod | Dep::Npadvmod | Dep::Compound);
        noun_before && (modifies || doc.head(t).is_some_and(|h| doc.token(h).pos == Pos::Propn))
    };
    // "posts 31 and 32"
    let before = p.digits(number).is_some()
        && (labels(token) || doc.dep(token) == Dep::Conj && doc.head(token).is_some_and(labels));
    let listed = p.is(amount.core.end, ")")
        && !doc.children(token).any(|_| true)
        && p.get(number + 2).is_some_and(|q| q.span.len() > 1)
        && is_list_sign(p, number);
    before && !counts || listed
}

/// "(1)" and "1)" number the items of a list.
fn is_list_sign(p: &Pieces<'_>, number: PieceIx) -> bool {
    p.digits(number).is_some_and(|d| d.len() <= 2) && (number == 0 || p.is(number - 1, "(") || p.is(number - 1, BREAK))
}

/// Whether a number without a noun counts things all the same ("14,000 were killed", "the toll rose to 60"): not a
/// year, an age, "one" as a pronoun.
fn stands_for_things(p: &Pieces<'_>, amount: &Amount) -> bool {
    let doc = p.doc;
    let i = amount.core.start;
    let token = counted::top(doc, p.tokens(amount.core.clone()));
    let year = p.digits(i).is_some_and(|d| d.len() == 4 && (1000.0..2200.0).contains(&amount.value));
    let one = amount.value == 1.0 && !amount.figures;
    // "Ada Bell, 69, resigned"
    let between_commas = i > 0 && p.is(i - 1, ",") && (p.is(amount.pieces.end, ",") || p.is(amount.pieces.end, "."));
    let age = between_commas && amount.value < 120.0 && amount.pieces.start == i;
    let numeral = doc.token(token).tag == Tag::Cd || doc.token(token).pos == Pos::Num || amount.sure;
    let place = matches!(
        doc.dep(token),
        Dep::Nsubj
            | Dep::Nsubjpass
            | Dep::Dobj
            | Dep::Pobj
            | Dep::Attr
            | Dep::Conj
            | Dep::Npadvmod
            | Dep::Oprd
            | Dep::Appos
            | Dep::Root
    );
    let scored = p.is(amount.pieces.end, "-") && p.is_figure(amount.pieces.end + 1);
    // "credit scores", "the scores": a noun of its own
    let own = p.tokens(amount.pieces.clone());
    let modifiers = [Dep::Compound, Dep::Amod, Dep::Poss, Dep::Det, Dep::Nmod];
    let noun =
        amount.sure && !amount.figures && doc.children_by(token, &modifiers).any(|c| c < token && !own.contains(&c));
    numeral && place && !year && !one && !age && !scored && !noun
}
