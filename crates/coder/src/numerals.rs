//! Numbers in figures and words: "8,500", "40bn", "two and a half million", "twenty-two", "half a million".

use crate::pieces::{PieceIx, Pieces, Terms};
use sayso_lexicon::{NumberGrammar, NumberTerm};

/// A number and where it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Numeral {
    pub(crate) next: PieceIx,
    pub(crate) value: f64,
    /// Written in figures.
    pub(crate) figures: bool,
    /// What its last words multiply it by: a million in "3 million".
    pub(crate) scale: f64,
}

/// The number that begins at a piece.
pub(crate) fn numeral(p: &Pieces<'_>, terms: &Terms<'_, NumberTerm>, i: PieceIx) -> Option<Numeral> {
    let first = figures(p, terms, i).or_else(|| words(p, terms, i)).or_else(|| scale_of_one(p, terms, i))?;
    Some(scaled(p, terms, first))
}

/// The ordinal that begins at a piece: "third", "21st", "twenty-first".
pub(crate) fn ordinal(p: &Pieces<'_>, terms: &Terms<'_, NumberTerm>, i: PieceIx) -> Option<(PieceIx, u32)> {
    let word = |i| terms.find(i, |t| if let NumberTerm::Ordinal(n) = t { Some(*n) } else { None });
    if let Some(found) = word(i) {
        return Some(found);
    }
    if let Some(digits) = p.digits(i) {
        let ending = |t: &NumberTerm| matches!(t, NumberTerm::OrdinalEnding).then_some(());
        let (next, ()) = terms.find(i + 1, ending).filter(|_| p.joined(i + 1))?;
        return Some((next, digits.parse().ok()?));
    }
    let (next, ten) = terms.find(i, |t| if let NumberTerm::Ten(n) = t { Some(*n) } else { None })?;
    let (next, unit) = word(skip_hyphen(p, next)).filter(|(_, unit)| *unit < 10)?;
    Some((next, ten as u32 + unit))
}

fn skip_hyphen(p: &Pieces<'_>, i: PieceIx) -> PieceIx {
    if p.is(i, "-") && p.joined(i) && p.joined(i + 1) { i + 1 } else { i }
}

/// "8,500", "3.5", "40bn".
fn figures(p: &Pieces<'_>, terms: &Terms<'_, NumberTerm>, i: PieceIx) -> Option<Numeral> {
    if !p.is_figure(i) {
        return None;
    }
    let value = p.word(i).replace(',', "").parse::<f64>().ok()?;
    let plain = Numeral { next: i + 1, value, figures: true, scale: 1.0 };
    let suffix = terms.find(i + 1, |t| if let NumberTerm::Suffix(n) = t { Some(*n) } else { None });
    match suffix {
        // "$40 m" with a space is read too, but then only what can be no unit: the caller knows of the currency.
        Some((next, scale)) if p.joined(i + 1) => Some(Numeral { next, value: value * scale, scale, ..plain }),
        _ => Some(plain),
    }
}

/// "twenty-two", "two hundred and fifty", "seven".
fn words(p: &Pieces<'_>, terms: &Terms<'_, NumberTerm>, i: PieceIx) -> Option<Numeral> {
    let unit = |i| terms.find(i, |t| if let NumberTerm::Unit(n) = t { Some(*n) } else { None });
    let ten = |i| terms.find(i, |t| if let NumberTerm::Ten(n) = t { Some(*n) } else { None });
    let below_hundred = |i| -> Option<(PieceIx, f64)> {
        if let Some((next, tens)) = ten(i) {
            let rest = unit(skip_hyphen(p, next)).filter(|(_, n)| (1.0..10.0).contains(n));
            return Some(rest.map_or((next, tens), |(next, ones)| (next, tens + ones)));
        }
        unit(i)
    };
    let (mut next, mut value) = below_hundred(i)?;
    let mut scale = 1.0;
    // "two hundred and fifty": the scale of hundred takes what follows.
    let hundred = |i| terms.find(i, |t| matches!(t, NumberTerm::Scale(n) if *n == 100.0).then_some(()));
    if let Some((after, ())) = hundred(skip_hyphen(p, next)) {
        (next, value, scale) = (after, value * 100.0, 100.0);
        let and = terms.find(next, |t| matches!(t, NumberTerm::Grammar(NumberGrammar::And)).then_some(()));
        if let Some((after, rest)) = below_hundred(and.map_or(next, |(n, ())| n)) {
            (next, value, scale) = (after, value + rest, 1.0);
        }
    }
    Some(Numeral { next, value, figures: false, scale })
}

/// "a hundred", "a dozen", "half a million", "dozen".
fn scale_of_one(p: &Pieces<'_>, terms: &Terms<'_, NumberTerm>, i: PieceIx) -> Option<Numeral> {
    let is_scale = |i| terms.find(i, |t| if let NumberTerm::Scale(n) = t { Some(*n) } else { None });
    let part = terms.find(i, |t| match t {
        NumberTerm::Fraction(f) => Some(*f),
        NumberTerm::Grammar(NumberGrammar::A) => Some(1.0),
        _ => None,
    });
    let (next, value) = part?;
    let mut next = skip_hyphen(p, next);
    for small in [NumberGrammar::Of, NumberGrammar::A] {
        let found = terms.find(next, |t| matches!(t, NumberTerm::Grammar(g) if *g == small).then_some(()));
        // "a quarter of a million"
        next = found.filter(|_| value < 1.0).map_or(next, |(n, ())| n);
    }
    is_scale(next)?;
    Some(Numeral { next, value, figures: false, scale: 1.0 })
}

/// The scales that follow: "3 million", "250 thousand", "two dozen", "two and a half million", "1 million 200 thousand".
fn scaled(p: &Pieces<'_>, terms: &Terms<'_, NumberTerm>, first: Numeral) -> Numeral {
    let mut n = first;
    let half = |i: PieceIx| -> Option<PieceIx> {
        let (i, ()) = terms.find(i, |t| matches!(t, NumberTerm::Grammar(NumberGrammar::And)).then_some(()))?;
        let half = |t: &NumberTerm| matches!(t, NumberTerm::Fraction(f) if *f == 0.5).then_some(());
        terms.find(skip_hyphen(p, i), half).map(|(next, ())| next)
    };
    let scale = |i| terms.find(i, |t| if let NumberTerm::Scale(n) = t { Some(*n) } else { None });
    if let Some(next) = half(skip_hyphen(p, n.next))
        && scale(skip_hyphen(p, next)).is_some()
    {
        n = Numeral { next, value: n.value + 0.5, ..n };
    }
    while let Some((next, factor)) = scale(skip_hyphen(p, n.next)) {
        n = Numeral { next, value: n.value * factor, scale: n.scale * factor, ..n };
        // "two hundred thousand five hundred": what is smaller than the scale is added.
        let and = terms.find(next, |t| matches!(t, NumberTerm::Grammar(NumberGrammar::And)).then_some(()));
        if let Some(more) = words(p, terms, and.map_or(next, |(i, ())| i)).filter(|_| !n.figures)
            && more.value < factor
            && scale(more.next).is_none()
        {
            n = Numeral { next: more.next, value: n.value + more.value, scale: 1.0, ..n };
        }
    }
    n
}
