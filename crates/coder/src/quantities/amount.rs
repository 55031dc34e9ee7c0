//! The grammar of amounts: numbers with what says how exactly they are meant, their currency or unit, and what they
//! are per. What they count is read off the tree, in `counted`.

use crate::numerals::{Numeral, numeral, ordinal};
use crate::pieces::{PieceIx, Pieces, Terms};
use sayso_coding::Approx;
use sayso_lexicon::{Beside, NumberGrammar as G, NumberTerm as T, NumberWords};
use smol_str::{SmolStr, format_smolstr};
use std::ops::Range;

/// An amount and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    /// With the words for how exactly it is meant, its unit and what it is per.
    pub(super) pieces: Range<PieceIx>,
    /// Number and unit alone.
    pub(super) core: Range<PieceIx>,
    pub(super) value: f64,
    pub(super) high: Option<f64>,
    pub(super) unit: Option<SmolStr>,
    pub(super) approx: Approx,
    /// Unmistakably a number: "dozens", "half a million".
    pub(super) sure: bool,
    /// The unit is one of length.
    pub(super) length: bool,
    /// In figures: "2014", "8,500".
    pub(super) figures: bool,
}

pub(super) struct Amounts<'d, 'l> {
    p: &'d Pieces<'d>,
    terms: Terms<'l, T>,
}

/// A number with the currency before or after it, or the unit.
struct Measured {
    next: PieceIx,
    number: Number,
    unit: Option<SmolStr>,
    /// What one of the unit is worth in the currency: a cent 0.01.
    part: f64,
    length: bool,
}

#[derive(Clone, Copy)]
struct Number {
    next: PieceIx,
    value: f64,
    scale: f64,
    vague: Option<Approx>,
    figures: bool,
}

impl<'d, 'l> Amounts<'d, 'l> {
    pub(super) fn new(p: &'d Pieces<'d>, words: &'l NumberWords) -> Self {
        Self { p, terms: Terms::new(p, &words.phrases) }
    }

    /// Where the words that begin here count nothing ("one another", "Resolution 242", "22-year-old"): where they end.
    pub(super) fn none(&self, i: PieceIx) -> Option<PieceIx> {
        if let Some(next) = self.grammar(i, G::None) {
            return Some(next);
        }
        if self.p.is_figure(i) && self.joined_to_letters(i) {
            return Some(i + 1);
        }
        if let Some(next) = self.age(i).or_else(|| self.code(i)).or_else(|| self.multiple(i)) {
            return Some(next);
        }
        let (next, _) = ordinal(self.p, &self.terms, i)?;
        Some(next)
    }

    /// "22-year-old", "aged 22", "22 years old".
    fn age(&self, i: PieceIx) -> Option<PieceIx> {
        if let Some(next) = self.grammar(i, G::Age) {
            return numeral(self.p, &self.terms, next).map(|n| n.next);
        }
        let n = numeral(self.p, &self.terms, i)?;
        // "15 to 16-year-olds"
        let to = self.grammar(n.next, G::To).or_else(|| self.grammar(n.next, G::And));
        let last = to.and_then(|to| numeral(self.p, &self.terms, to)).unwrap_or(n);
        [n, last].iter().find_map(|n| {
            let next = self.grammar(self.skip_hyphen(n.next), G::Year)?;
            self.grammar(self.skip_hyphen(next), G::Old)
        })
    }

    /// Telephone numbers, "Form 10-K", "sizes 45/50": figures and signs that are a code.
    fn code(&self, i: PieceIx) -> Option<PieceIx> {
        let digits = self.p.digits(i)?;
        let joined = |k: PieceIx| self.p.joined(k) && self.p.joined(k + 1);
        if self.p.is(i + 1, "/") && joined(i + 1) && self.p.is_figure(i + 2) {
            return Some(i + 3);
        }
        if !self.p.is(i + 1, "-") || !joined(i + 1) {
            return None;
        }
        if self.p.word(i + 2).len() == 1 && self.p.is_word(i + 2) && self.p.is_capital(i + 2) {
            return Some(i + 3);
        }
        let groups = (1..6).take_while(|k| {
            let sign = i + 2 * k - 1;
            self.p.is(sign, "-") && joined(sign) && self.p.digits(sign + 1).is_some()
        });
        let groups = 1 + groups.count();
        let local = groups == 2 && digits.len() == 3 && self.p.digits(i + 2).is_some_and(|d| d.len() == 4);
        (groups > 2 || local).then_some(i + 2 * groups - 1)
    }

    /// "ten times the dose"
    fn multiple(&self, i: PieceIx) -> Option<PieceIx> {
        let number = self.number(i, false)?;
        self.grammar(number.next, G::Uncounted)
    }

    /// "F-16", "M23", "COVID-19", "1990s": letters touch the figure, and are no unit of it.
    fn joined_to_letters(&self, i: PieceIx) -> bool {
        let joined_before = i > 0 && self.p.joined(i);
        let letters_before = joined_before
            && (self.p.is_word(i - 1)
                || i > 1 && self.p.is(i - 1, "-") && self.p.joined(i - 1) && self.p.is_word(i - 2));
        let sign_before = joined_before && ["'", ".", "/", ":", "#", "@"].contains(&self.p.folded(i - 1));
        let currency = self.terms.find_before(i, |t| matches!(t, T::Currency { .. }).then_some(())).is_some();
        let number_word = i > 1 && numeral(self.p, &self.terms, i - 2).is_some_and(|n| n.next == i - 1 && n.figures);
        if (letters_before || sign_before) && !currency && !number_word {
            return true;
        }
        let known = |t: &T| match t {
            T::Suffix(_) | T::Measure { .. } | T::Currency { .. } | T::Scale(_) => Some(()),
            T::Approx { place: Beside::After, .. } | T::Rate { .. } => Some(()),
            _ => None,
        };
        let after = i + 1;
        self.p.joined(after) && self.p.is_word(after) && self.terms.find(after, known).is_none()
    }

    /// The amount that begins here.
    pub(super) fn amount(&self, i: PieceIx) -> Option<Amount> {
        let (start, approx) = self.approx_before(i);
        if start > i && self.none(start).is_some() {
            return None;
        }
        let mut amount = self.between(start).or_else(|| self.plain(start))?;
        if amount.core.start == start && approx != Approx::Exact && amount.approx != Approx::Range {
            amount.approx = approx;
        }
        amount.pieces.start = i;
        let after = |t: &T| match t {
            T::Approx { approx, place: Beside::After } => Some(*approx),
            _ => None,
        };
        if let Some((next, approx)) = self.terms.find(self.skip_hyphen(amount.pieces.end), after) {
            amount.pieces.end = next;
            amount.core.end = next;
            if approx != Approx::Exact {
                amount.approx = approx;
            }
        }
        if let Some((next, unit)) = self.rate(amount.pieces.end, amount.unit.as_deref()) {
            amount.unit = Some(unit);
            amount.pieces.end = next;
        }
        Some(amount)
    }

    /// "a year", "per barrel": where it ends, and the unit with it.
    pub(super) fn rate(&self, i: PieceIx, unit: Option<&str>) -> Option<(PieceIx, SmolStr)> {
        let (next, per) = self.terms.find(i, |t| if let T::Rate { per } = t { Some(per) } else { None })?;
        Some((next, format_smolstr!("{}/{per}", unit.unwrap_or_default())))
    }

    /// "at least another": all the words before a number that say how exactly it is meant.
    fn approx_before(&self, i: PieceIx) -> (PieceIx, Approx) {
        let pick = |t: &T| match t {
            T::Approx { approx, place: Beside::Before } => Some(*approx),
            _ => None,
        };
        let (mut at, mut approx) = (i, Approx::Exact);
        while let Some((next, found)) = self.terms.find(at, pick) {
            at = next;
            approx = if approx == Approx::Exact { found } else { approx };
        }
        (at, approx)
    }

    /// "between 20 and 30", "from 20 to 30 percent".
    fn between(&self, i: PieceIx) -> Option<Amount> {
        let from = self.grammar(i, G::From);
        let next = self.grammar(i, G::Between).or(from)?;
        let first = self.measured(self.approx_before(next).0)?;
        let sep = if from.is_some() { G::To } else { G::And };
        let last = self.measured(self.approx_before(self.grammar(first.next, sep)?).0)?;
        self.range(i, next, first, last)
    }

    /// "8,500", "$40bn", "20 to 30", "5-10 percent", "two or three".
    fn plain(&self, i: PieceIx) -> Option<Amount> {
        let first = self.measured(i)?;
        let dash = self.p.is(first.next, "-") && (self.p.joined(first.next) == self.p.joined(first.next + 1));
        let sep = if dash && first.number.figures {
            Some(first.next + 1)
        } else {
            self.grammar(first.next, G::To).or_else(|| self.grammar(first.next, G::Or))
        };
        if let Some(last) = sep.and_then(|s| self.measured(s))
            && let Some(range) = self.range(i, i, Measured { unit: first.unit.clone(), ..first }, last)
        {
            return Some(range);
        }
        let n = first.number;
        Some(Amount {
            pieces: i..first.next,
            core: i..first.next,
            value: n.value * first.part,
            high: None,
            unit: first.unit,
            approx: n.vague.unwrap_or(Approx::Exact),
            sure: n.vague.is_some() || n.scale > 1.0,
            length: first.length,
            figures: n.figures,
        })
    }

    /// The two ends of a range, if they are one: the second says the scale and unit of both ("$2-3 billion").
    fn range(&self, start: PieceIx, core: PieceIx, first: Measured, last: Measured) -> Option<Amount> {
        let shared = first.number.scale == 1.0 && last.number.scale > 1.0 && first.number.value < 1000.0;
        let scale = if shared { last.number.scale } else { 1.0 };
        let (low, high) = (first.number.value * first.part * scale, last.number.value * last.part);
        let one_unit = first.unit.is_none() || last.unit.is_none() || first.unit == last.unit;
        let vague = first.number.vague.is_some() || last.number.vague.is_some();
        (low < high && one_unit && !vague).then(|| Amount {
            pieces: start..last.next,
            core: core..last.next,
            value: low,
            high: Some(high),
            unit: last.unit.or(first.unit),
            approx: Approx::Range,
            sure: true,
            length: last.length || first.length,
            figures: first.number.figures,
        })
    }

    /// A number with its currency or unit.
    fn measured(&self, i: PieceIx) -> Option<Measured> {
        let currency = |place: Beside| {
            move |t: &'l T| match t {
                T::Currency { code, part, place: p } if *p == place => Some((code.clone(), *part)),
                _ => None,
            }
        };
        if let Some((next, (code, part))) =
            self.terms.find(i, currency(Beside::Before)).filter(|_| self.may_be_currency(i))
        {
            let number = self.number(next, true)?;
            // "$5 million dollars", "US$20 USD"
            let again = self.terms.find(number.next, currency(Beside::After)).map(|(next, _)| next);
            return Some(Measured {
                next: again.unwrap_or(number.next),
                number,
                unit: Some(code),
                part,
                length: false,
            });
        }
        let number = self.number(i, false)?;
        let next = self.skip_hyphen(number.next);
        let of = self.grammar(next, G::Of).filter(|_| number.vague.is_some());
        let at = of.unwrap_or(next);
        if let Some((end, (code, part))) = self.terms.find(at, currency(Beside::After)) {
            return Some(Measured { next: end, number, unit: Some(code), part, length: false });
        }
        let measure = |t: &'l T| if let T::Measure { unit, length } = t { Some((unit.clone(), *length)) } else { None };
        if let Some((end, (unit, length))) =
            self.terms.find(at, measure).filter(|(end, _)| self.may_be_measure(at, *end))
        {
            return Some(Measured { next: end, number, unit: Some(unit), part: 1.0, length });
        }
        Some(Measured { next: number.next, number, unit: None, part: 1.0, length: false })
    }

    /// Codes are written in capitals: "EUR 5m", not "try 5".
    fn may_be_currency(&self, i: PieceIx) -> bool {
        // "US $5", but "a $5 stamp" has no Australian dollars.
        let letter = self.p.word(i).len() == 1 && !self.p.is_word(i + 1);
        let code = self.p.is_capital(i) || self.p.joined(i + 1);
        !self.p.is_word(i) || code && (!letter || self.p.joined(i + 1) || self.p.is(i + 1, "."))
    }

    /// One letter is a unit only right after figures ("5m", "30 m"), and "in" none before a noun phrase.
    fn may_be_measure(&self, i: PieceIx, end: PieceIx) -> bool {
        let short = end == i + 1 && self.p.is_word(i) && self.p.word(i).chars().count() <= 2;
        !short || self.p.is_figure(i - 1) && (self.p.joined(i) || self.grammar(i, G::In).is_none())
    }

    fn number(&self, i: PieceIx, money: bool) -> Option<Number> {
        let vague = |t: &T| if let T::Vague { value, approx } = t { Some((*value, *approx)) } else { None };
        if let Some((next, (value, approx))) = self.terms.find(i, vague) {
            return Some(Number { next, value, scale: 1.0, vague: Some(approx), figures: false });
        }
        let fraction = |t: &T| if let T::Fraction(f) = t { Some(*f) } else { None };
        let fraction = self.terms.find(i, fraction).filter(|(next, _)| self.grammar(*next, G::Of).is_some());
        let numeral = self.numeral(i, money);
        if let Some((next, value)) = fraction.filter(|(next, _)| numeral.as_ref().is_none_or(|n| n.next <= *next)) {
            // "half of the seats", "two thirds of voters": only with what it is of.
            return Some(Number { next, value, scale: 1.0, vague: None, figures: false });
        }
        if let Some(n) = numeral {
            let Numeral { next, value, scale, figures } = n;
            return Some(Number { next, value, scale, vague: None, figures });
        }
        None
    }

    fn numeral(&self, i: PieceIx, money: bool) -> Option<Numeral> {
        let n = numeral(self.p, &self.terms, i)?;
        if !money || n.scale != 1.0 {
            return Some(n);
        }
        // "$40 m": after a currency the letter is a scale, even with a space.
        let suffix = self.terms.find(n.next, |t| if let T::Suffix(scale) = t { Some(*scale) } else { None });
        Some(suffix.map_or(n, |(next, scale)| Numeral { next, value: n.value * scale, scale, ..n }))
    }

    pub(super) fn grammar(&self, i: PieceIx, wanted: G) -> Option<PieceIx> {
        self.terms.find(i, |t| matches!(t, T::Grammar(g) if *g == wanted).then_some(())).map(|(next, ())| next)
    }

    /// A number after it is a name: "Resolution 242", "No. 10".
    pub(super) fn is_label(&self, end: PieceIx) -> bool {
        self.terms.find_before(end, |t| matches!(t, T::Grammar(G::Label)).then_some(())).is_some()
    }

    fn skip_hyphen(&self, i: PieceIx) -> PieceIx {
        if self.p.is(i, "-") && self.p.joined(i) && self.p.joined(i + 1) { i + 1 } else { i }
    }
}
