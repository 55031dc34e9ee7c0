//! The grammar of time expressions: from pieces to what they say. Every rule looks at one place and gives where the
//! expression ends; at each place the longest one counts.

use super::point::full_year;
use super::sense::When as Date;
use super::sense::{Clock, Count, Length, NthOf, Part, Sense, Within};
use crate::numerals::{numeral, ordinal};
use crate::pieces::{BREAK, PieceIx, Pieces, Terms};
use jiff::civil;
use sayso_coding::Approx;
use sayso_doc::{Dep, EntLabel, Pos, Tag};
use sayso_lexicon::{
    Anchor, Beside, ClockWord, NumberGrammar, NumberTerm, NumberWords, Step, TimeGrammar as G, TimeTerm as T, TimeUnit,
    TimeWords, UnitForm, UnitWord, When,
};
use smol_str::{SmolStr, format_smolstr};
use std::ops::Range;

/// An expression and where it stands.
pub(super) struct Expression<'l> {
    pub(super) pieces: Range<PieceIx>,
    pub(super) sense: Sense<'l>,
}

/// Where a rule ended and what it found.
type Found<R> = Option<(PieceIx, R)>;

pub(super) struct Parser<'d, 'l> {
    p: &'d Pieces<'d>,
    times: Terms<'l, T>,
    numbers: Terms<'l, NumberTerm>,
    published: Option<civil::Date>,
}

const STORY: Step = Step { by: 0, from: Anchor::Story };

impl<'d, 'l> Parser<'d, 'l> {
    pub(super) fn new(
        p: &'d Pieces<'d>,
        times: &'l TimeWords,
        numbers: &'l NumberWords,
        published: Option<civil::Date>,
    ) -> Self {
        let times = Terms::new(p, &times.phrases);
        Self { p, times, numbers: Terms::new(p, &numbers.phrases), published }
    }

    /// Whether the piece joins the ends of a range.
    pub(super) fn joins(&self, i: PieceIx) -> bool {
        self.range_sign(i).is_some()
    }

    /// All expressions, in text order.
    pub(super) fn expressions(&self) -> Vec<Expression<'l>> {
        let mut out: Vec<Expression<'l>> = Vec::new();
        let mut i = 0;
        while i < self.p.len() {
            if !self.may_begin(i) {
                i += 1;
                continue;
            }
            let ignored = self.times.find(i, |t| matches!(t, T::Ignored).then_some(()));
            let found = self.expression(i, out.last());
            match (found, ignored) {
                (Some((next, sense)), ignored) if ignored.is_none_or(|(end, ())| next > end) => {
                    out.push(Expression { pieces: i..next, sense });
                    i = next;
                }
                (_, Some((end, ()))) => i = end,
                _ => i += 1,
            }
        }
        out
    }

    fn may_begin(&self, i: PieceIx) -> bool {
        !self.times.at(i).is_empty() || !self.numbers.at(i).is_empty() || self.p.is_figure(i) || self.p.is(i, "'")
    }

    /// The longest expression here.
    fn expression(&self, i: PieceIx, before: Option<&Expression<'l>>) -> Found<Sense<'l>> {
        let rules = [
            self.time(i),
            self.dates(i),
            self.again(i),
            self.plain_date(i, before),
            self.hours_ago(i),
            self.length_expression(i),
            self.reference(i),
        ];
        longest(rules)
    }

    // ------------------------------------------------------------ words

    fn grammar(&self, i: PieceIx, wanted: G) -> Option<PieceIx> {
        self.times.find(i, |t| matches!(t, T::Grammar(g) if *g == wanted).then_some(())).map(|(next, ())| next)
    }

    /// The next piece after a word if it is there, else the same piece.
    fn skip(&self, i: PieceIx, word: G) -> PieceIx {
        self.grammar(i, word).unwrap_or(i)
    }

    /// Leaves out a hyphen that joins what stands around it.
    fn skip_hyphen(&self, i: PieceIx) -> PieceIx {
        if self.hyphen(i) { i + 1 } else { i }
    }

    fn hyphen(&self, i: PieceIx) -> bool {
        self.p.is(i, "-") && self.p.joined(i) && self.p.joined(i + 1)
    }

    fn dash(&self, i: PieceIx) -> bool {
        self.p.is(i, "-") || self.p.is(i, "/")
    }

    fn is_tag(&self, i: PieceIx, tags: &[Tag]) -> bool {
        self.p.get(i).is_some_and(|p| p.folded != BREAK && tags.contains(&self.p.doc.token(p.token).tag))
    }

    fn is_noun(&self, i: PieceIx) -> bool {
        self.p.is_word(i) && self.is_tag(i, &[Tag::Nn, Tag::Nns, Tag::Nnp, Tag::Nnps])
    }

    /// Starts its sentence, or stands in a text all of whose words do as if they did: a title.
    fn may_be_capital(&self, i: PieceIx) -> bool {
        let doc = self.p.doc;
        let sent = doc.sentence(self.p.token(i));
        let title = sent.paragraph == 0 && doc.sentences().last().is_some_and(|s| s.paragraph > 0);
        title || self.p.get(i).is_some_and(|p| p.span.start <= sent.span.start + 1)
    }

    fn unit(&self, i: PieceIx, forms: &[UnitForm]) -> Found<UnitWord> {
        let pick = |t: &T| if let T::Unit(u) = t { forms.contains(&u.form).then_some(*u) } else { None };
        let (next, unit) = self.times.find(i, pick)?;
        // "Person of the Year" is a name.
        let named = self.p.is_capital(i) && !self.may_be_capital(i) && !self.p.is_figure(i.wrapping_sub(1));
        (!named).then_some((next, unit))
    }

    fn relative(&self, i: PieceIx) -> Found<(Step, bool)> {
        // "Following Monday's vote": after it, and no Monday that follows.
        let preposition = self.p.is_word(i) && self.p.doc.dep(self.p.token(i)) == Dep::Prep;
        if preposition {
            return None;
        }
        self.times.find(i, |t| if let T::Relative { step, span } = t { Some((*step, *span)) } else { None })
    }

    // ------------------------------------------------------------ months and days

    /// A month that needs nothing beside it to be one, or one that does.
    fn month(&self, i: PieceIx, beside: bool) -> Found<i8> {
        let pick = |t: &T| if let T::Month { month, when } = t { Some((*month, *when)) } else { None };
        let (mut next, (month, when)) = self.times.find(i, pick)?;
        if !self.p.is_capital(i) && (when != When::Always || !beside) {
            return None;
        }
        match when {
            When::Beside if !beside => return None,
            // "Sept. 5"
            When::Beside if self.p.is(next, ".") && self.p.joined(next) => next += 1,
            When::Name if !beside => {
                let name = self.is_tag(i, &[Tag::Nnp]) && !self.inside_name(i..next) && !self.after_name(i);
                return name.then_some((next, month));
            }
            _ => {}
        }
        Some((next, month))
    }

    /// Whether the words are part of a longer name of somebody or something ("April 6 Movement").
    fn inside_name(&self, pieces: Range<PieceIx>) -> bool {
        let tokens = self.p.tokens(pieces);
        let names = [EntLabel::Person, EntLabel::Org, EntLabel::WorkOfArt, EntLabel::Fac, EntLabel::Product];
        let ent = self.p.doc.ent(tokens.start);
        ent.is_some_and(|e| names.contains(&e.label) && e.tokens.len() > tokens.len())
    }

    /// "Theresa May", however the recogniser took it.
    fn after_name(&self, i: PieceIx) -> bool {
        let (doc, token) = (self.p.doc, self.p.token(i));
        let compound = doc.children_by(token, &[Dep::Compound]).any(|c| c + 1 == token);
        compound && doc.token(token - 1).pos == Pos::Propn
    }

    fn day_number(&self, i: PieceIx) -> Found<i8> {
        if let Some((next, n)) = ordinal(self.p, &self.numbers, i) {
            return (1..=31).contains(&n).then_some((next, n as i8));
        }
        let digits = self.p.digits(i).filter(|d| d.len() <= 2)?;
        digits.parse().ok().filter(|d| (1..=31).contains(d)).map(|d| (i + 1, d))
    }

    /// "2009", "'09"
    fn year_number(&self, i: PieceIx) -> Found<i16> {
        let digits = self.p.digits(i)?;
        let year = (digits.len() == 4).then(|| digits.parse().ok()).flatten()?;
        let goes_on = self.p.is(i + 1, "s") && self.p.joined(i + 1);
        ((1000..=2200).contains(&year) && !goes_on).then_some((i + 1, year))
    }

    fn short_year(&self, i: PieceIx) -> Found<i16> {
        let digits = self.p.digits(i + 1).filter(|d| self.p.is(i, "'") && self.p.joined(i + 1) && d.len() == 2)?;
        let goes_on = self.p.is(i + 2, "s") && self.p.joined(i + 2);
        let opens = !self.p.joined(i) || self.dash(i - 1);
        (opens && !goes_on).then(|| (i + 2, full_year(digits.parse().unwrap_or(0), self.published)))
    }

    /// What says in which year or month a part lies: ", 2009", "of last year", "this year".
    fn within(&self, i: PieceIx) -> Found<Within<'l>> {
        let after_comma = if self.p.is(i, ",") { i + 1 } else { i };
        if let Some((next, year)) = self.year_number(after_comma).or_else(|| self.short_year(i)) {
            // "On March 5, 2000 people": a number of things, where no comma closes the date again.
            let counts = after_comma > i && self.is_tag(next, &[Tag::Nns]);
            // "the winter of 1941-42"
            let next = self.second_year(next, year).unwrap_or(next);
            if !counts {
                return Some((next, Within::Year(year)));
            }
        }
        let of = self.grammar(i, G::Of).or_else(|| self.grammar(i, G::In)).unwrap_or(i);
        let the = self.skip(of, G::The);
        let years = [TimeUnit::Year, TimeUnit::Month, TimeUnit::Week];
        if let Some((next, (step, span))) = self.relative(the)
            && !span
            && let Some((next, unit)) = self.unit(next, &[UnitForm::Singular])
            && years.contains(&unit.unit)
        {
            return Some((next, Within::Of(Box::new(Date::Unit(unit, step)))));
        }
        if of == i {
            return None;
        }
        if let Some((next, year)) = self.year_number(of) {
            return Some((self.second_year(next, year).unwrap_or(next), Within::Year(year)));
        }
        if the > of
            && let Some((next, unit)) = self.unit(the, &[UnitForm::Singular])
            && years.contains(&unit.unit)
        {
            if let Some((next, year)) = self.year_number(next) {
                return Some((next, Within::Year(year)));
            }
            let step = Step { by: 0, from: Anchor::Publication };
            return Some((next, Within::Of(Box::new(Date::Unit(unit, step)))));
        }
        None
    }

    /// The "-42" of "1941-42".
    fn second_year(&self, i: PieceIx, year: i16) -> Option<PieceIx> {
        let digits = self.p.digits(i + 1).filter(|_| self.dash(i) && self.p.joined(i + 1))?;
        let next = match digits.len() {
            1 => (year + 1) % 10,
            2 => (year + 1) % 100,
            _ => return None,
        };
        (digits.parse() == Ok(next)).then_some(i + 2)
    }

    /// With what follows that says in which year it lies, if anything does.
    fn part(&self, next: PieceIx, part: Part<'l>) -> (PieceIx, Date<'l>) {
        match self.within(next) {
            Some((next, within)) => (next, Date::Part(part, within)),
            None => (next, Date::Part(part, Within::Open)),
        }
    }

    /// "March 6", "March 6, 2008", "the 6th of March", "6 March 2008", "March 2008", "March".
    fn calendar(&self, i: PieceIx) -> Found<Date<'l>> {
        let month_first = self.month(i, true).and_then(|(next, month)| {
            let (next, day) = self.day_number(self.skip(next, G::The))?;
            // "May 2,000 people", "March 10 percent": figures that go on are no days.
            let goes_on = self.p.is(next, "%") || self.p.is(next, ":") && self.p.joined(next);
            (!goes_on && self.day_fits(month, day)).then(|| self.part(next, Part::Day(month, day, None)))
        });
        let day_first = || {
            let the = self.grammar(i, G::The);
            let (next, day) = self.day_number(the.unwrap_or(i))?;
            let of = self.grammar(next, G::Of);
            if of.is_none() && the.is_some() && self.p.is_figure(next - 1) {
                return None;
            }
            let (next, month) = self.month(self.skip_hyphen(of.unwrap_or(next)), true)?;
            let next = if self.p.is(next, "-") && self.year_number(next + 1).is_some() { next + 1 } else { next };
            self.day_fits(month, day).then(|| self.part(next, Part::Day(month, day, None)))
        };
        let month_year = || {
            let (next, month) = self.month(i, true)?;
            let (next, within) = self.within(next)?;
            Some((next, Date::Part(Part::Month(month), within)))
        };
        let month_alone = || {
            let (next, month) = self.month(i, false)?;
            // "June R. Hartwell"
            let doc = self.p.doc;
            let token = self.p.token(i);
            let first_name = doc.dep(token) == Dep::Compound
                && self.p.is_capital(next)
                && !self.may_be_capital(i)
                && doc.head(token).is_some_and(|h| h > token && doc.token(h).pos == Pos::Propn);
            let named = self.inside_name(i..next) || self.after_name(i) || first_name;
            (!named).then_some((next, Date::Part(Part::Month(month), Within::Open)))
        };
        month_first.or_else(day_first).or_else(month_year).or_else(month_alone)
    }

    fn day_fits(&self, month: i8, day: i8) -> bool {
        // A leap year, so that 29 February passes.
        civil::Date::new(2000, month, day).is_ok()
    }

    /// "2022-02-28", "28/2/2022", "28.02.2022".
    fn numeric(&self, i: PieceIx) -> Found<Date<'l>> {
        let sign = self.p.folded(i + 1);
        if !["-", "/", "."].contains(&sign) || !self.p.is(i + 3, sign) || (1..5).any(|k| !self.p.joined(i + k)) {
            return None;
        }
        let parts = [self.p.digits(i)?, self.p.digits(i + 2)?, self.p.digits(i + 4)?];
        let number = |k: usize| parts[k].parse::<i16>().ok();
        let lens = parts.map(str::len);
        let ymd = if lens[0] == 4 && lens[1] <= 2 && lens[2] <= 2 {
            (number(0)?, number(1)?, number(2)?)
        } else if lens[0] <= 2 && lens[1] <= 2 && (lens[2] == 4 || lens[2] == 2) {
            let year = if lens[2] == 4 { number(2)? } else { full_year(number(2)?, self.published) };
            self.day_and_month(number(0)?, number(1)?, year, sign)
        } else {
            return None;
        };
        let date = civil::Date::new(ymd.0, i8::try_from(ymd.1).ok()?, i8::try_from(ymd.2).ok()?).ok()?;
        Some((i + 5, Date::Named(date)))
    }

    /// Which of two numbers is the month: points separate days from months; with slashes the reading that is nearer to
    /// publication, else the American one.
    fn day_and_month(&self, a: i16, b: i16, year: i16, sign: &str) -> (i16, i16, i16) {
        let (american, other) = ((year, a, b), (year, b, a));
        let day = |(y, m, d): (i16, i16, i16)| civil::Date::new(y, m as i8, d as i8).ok();
        match (day(american), day(other), self.published) {
            (None, _, _) => other,
            (_, None, _) => american,
            _ if sign == "." => other,
            (Some(us), Some(uk), Some(published)) => {
                let far = |d: civil::Date| (d - published).get_days().abs();
                if far(uk) < far(us) { other } else { american }
            }
            _ => american,
        }
    }

    /// "Tuesday", "Tuesday, March 3, 2010", "Tuesday of last week", "Tuesday last week", "Tues., March 3".
    fn weekday(&self, i: PieceIx) -> Found<Date<'l>> {
        let pick = |t: &T| if let T::Weekday { day, when } = t { Some((*day, *when)) } else { None };
        let (mut next, (day, when)) = self.times.find(i, pick)?;
        if when == When::Plural || !self.p.is_capital(i) {
            return None;
        }
        if when == When::Beside && self.p.is(next, ".") {
            next += 1;
        }
        let comma = if self.p.is(next, ",") { next + 1 } else { next };
        let calendar = self.calendar(comma).filter(|(_, d)| matches!(d, Date::Part(Part::Day(..), _)));
        if let Some((end, Date::Part(Part::Day(month, date, _), within))) = calendar {
            return Some((end, Date::Part(Part::Day(month, date, Some(day)), within)));
        }
        if let Some(numeric) = self.numeric(comma) {
            return Some(numeric);
        }
        if when == When::Beside || self.inside_name(i..next) {
            return None;
        }
        let of = self.grammar(next, G::Of).unwrap_or(next);
        let the = self.skip(of, G::The);
        if let Some((end, (step, false))) = self.relative(the)
            && let Some((end, unit)) = self.unit(end, &[UnitForm::Singular])
            && unit.unit == TimeUnit::Week
        {
            return Some((end, Date::Part(Part::Weekday(day), Within::Of(Box::new(Date::Unit(unit, step))))));
        }
        // "Friday week" is left alone; "Tuesday next" is last.
        Some((next, Date::Part(Part::Weekday(day), Within::Open)))
    }

    // ------------------------------------------------------------ years and longer

    /// "in 2009", "the year 2009", "fiscal 2016", "FY16", "the 1990s", "'90s", "the nineties", "the 19th century".
    fn year(&self, i: PieceIx) -> Found<Date<'l>> {
        // "the 2016 fiscal year"
        let named_year = self.year_number(self.skip(i, G::The));
        if let Some((next, year)) = named_year
            && let Some(end) = self.grammar(next, G::Fiscal)
        {
            return Some((end, Date::FiscalYear(year)));
        }
        if let Some(next) = self.grammar(self.skip(i, G::The), G::Fiscal) {
            let (end, year) = self.year_number(next).or_else(|| self.two_digit_year(next))?;
            return Some((end, Date::FiscalYear(year)));
        }
        let year_word =
            self.unit(self.skip(i, G::The), &[UnitForm::Singular]).filter(|(_, u)| u.unit == TimeUnit::Year);
        if let Some((next, _)) = year_word
            && let Some((end, year)) = self.year_number(next)
        {
            return Some((end, Date::Year(year)));
        }
        longest([self.decade(i), self.century(i), self.era(i), self.short_year(i).map(|(n, y)| (n, Date::Year(y)))])
    }

    fn two_digit_year(&self, i: PieceIx) -> Found<i16> {
        let digits = self.p.digits(i).filter(|d| d.len() == 2)?;
        Some((i + 1, full_year(digits.parse().ok()?, self.published)))
    }

    fn decade(&self, i: PieceIx) -> Found<Date<'l>> {
        let the = self.grammar(i, G::The);
        let start = the.unwrap_or(i);
        let quoted = self.p.is(start, "'") && self.p.joined(start + 1);
        let figure = if quoted { start + 1 } else { start };
        if let Some(digits) = self.p.digits(figure) {
            // "1990s", "1990's"
            let s = if self.p.is(figure + 1, "'") && self.p.joined(figure + 1) { figure + 2 } else { figure + 1 };
            if !self.p.is(s, "s") || !self.p.joined(s) || !digits.ends_with('0') {
                return None;
            }
            let decade: i16 = (digits.parse::<i16>().ok()?) / 10;
            return match digits.len() {
                4 => Some((s + 1, Date::Decade(decade))),
                // "the 70s and 80s", but not "a man in his 70s" nor "highs in the 70s" of thermometers.
                2 if quoted || the.is_some() || self.after_decade(i) => Some((s + 1, Date::Decade(of_century(decade)))),
                _ => None,
            };
        }
        if the.is_none() && !self.after_decade(i) {
            return None;
        }
        let (next, decade) = self.times.find(start, |t| if let T::Decade(d) = t { Some(*d) } else { None })?;
        Some((next, Date::Decade(of_century(decade))))
    }

    /// Follows "the 70s and", or a word that narrows a date ("late 80s").
    fn after_decade(&self, i: PieceIx) -> bool {
        let narrowing = self.times.find_before(i, |t| matches!(t, T::Narrowing { .. }).then_some(())).is_some();
        let and = i >= 2 && (self.grammar(i - 1, G::And).is_some() || self.grammar(i - 1, G::To).is_some());
        narrowing || and && self.p.is(i - 2, "s")
    }

    fn century(&self, i: PieceIx) -> Found<Date<'l>> {
        let (next, n) = ordinal(self.p, &self.numbers, self.skip(i, G::The))?;
        let (next, unit) = self.unit(self.skip_hyphen(next), &[UnitForm::Singular])?;
        (unit.unit == TimeUnit::Century && n <= 22).then_some((next, Date::Century(n as i16 - 1)))
    }

    /// "44 BC", "AD 79"
    fn era(&self, i: PieceIx) -> Found<Date<'l>> {
        let year = |i| self.p.digits(i).and_then(|d| d.parse::<i16>().ok()).filter(|y| (1..=4000).contains(y));
        if let Some(y) = year(i) {
            let upper = self.p.word(i + 1).chars().next().is_some_and(char::is_uppercase);
            let before = self.grammar(i + 1, G::Before).filter(|_| upper);
            return before
                .map(|next| (next, Date::Year(1 - y)))
                .or_else(|| self.grammar(i + 1, G::After).filter(|_| upper).map(|next| (next, Date::Year(y))));
        }
        let next = self.grammar(i, G::After).filter(|_| self.p.is_capital(i) && self.p.word(i).len() <= 2)?;
        year(next).map(|y| (next + 1, Date::Year(y)))
    }

    /// A year that stands by itself, if what stands around it lets it be one.
    fn bare_year(&self, i: PieceIx, before: Option<&Expression<'l>>) -> Found<Date<'l>> {
        let (next, year) = self.year_number(i)?;
        let doc = self.p.doc;
        let token = self.p.token(i);
        let prev = i.checked_sub(1);
        let prev_joined = self.p.joined(i);
        // "$2000", "#2000", "A-2000", "2000%", "2000km", "2000.5"
        let opening = prev.is_some_and(|k| ["(", "[", "-", "/", "\"", "“", "'"].contains(&self.p.folded(k)));
        if prev_joined && !opening || self.p.joined(next) && self.p.is_word(next) || self.p.is(next, "%") {
            return None;
        }
        let counted = |t: &NumberTerm| match t {
            NumberTerm::Currency { .. } | NumberTerm::Measure { .. } | NumberTerm::Scale(_) => Some(()),
            _ => None,
        };
        let approx =
            |t: &NumberTerm| matches!(t, NumberTerm::Approx { .. } | NumberTerm::Currency { .. }).then_some(());
        if self.numbers.find(next, counted).is_some() && !self.p.is_capital(next) {
            return None;
        }
        let preposition = prev.is_some_and(|k| self.is_tag(k, &[Tag::In, Tag::To]));
        let label = |t: &NumberTerm| matches!(t, NumberTerm::Grammar(NumberGrammar::Label)).then_some(());
        if (self.numbers.find_before(i, approx).is_some() || self.numbers.find_before(i, label).is_some())
            && !preposition
        {
            return None;
        }
        let determiner = prev.is_some_and(|k| self.is_tag(k, &[Tag::Dt, Tag::PrpS, Tag::Possessive]));
        let joined_on = before.is_some_and(|e| {
            matches!(e.sense, Sense::Date(Date::Year(_) | Date::Part(..)) | Sense::Dates(..)) && i - e.pieces.end <= 2
        });
        let label = doc.ent(token).map(|e| e.label);
        // "2000 people", but "the 2014 protests", "the 2008 and 2012 campaigns"
        let plural = self.is_tag(next, &[Tag::Nns]) && !self.p.joined(next);
        let named = determiner || joined_on || label == Some(EntLabel::Date) && year % 100 != 0;
        if plural && !named && (year % 100 == 0 || !preposition) {
            return None;
        }
        let modern = (1900..=2060).contains(&year);
        let likely = match label {
            Some(EntLabel::Date) => true,
            Some(EntLabel::Cardinal | EntLabel::Quantity | EntLabel::Money) => {
                (preposition || determiner) && modern || joined_on
            }
            _ => modern || preposition && year >= 1500,
        };
        (likely || joined_on).then_some((next, Date::Year(year)))
    }

    /// "Q3 2009", "the third quarter of 2009", "first half of last year", "H1 2015".
    fn quarter(&self, i: PieceIx) -> Found<Date<'l>> {
        let letter = |word, most: i8| -> Found<i8> {
            let next = self.grammar(i, word).filter(|_| self.p.is_capital(i))?;
            let n = self.p.digits(next).filter(|_| self.p.joined(next))?.parse().ok()?;
            (1..=most).contains(&n).then_some((next + 1, n))
        };
        if let Some((next, n)) = letter(G::QuarterLetter, 4) {
            return Some(self.part(next, Part::Quarter(n)));
        }
        if let Some((next, n)) = letter(G::HalfLetter, 2) {
            let (end, date) = self.part(next, Part::Half(n));
            return (end > next).then_some((end, date));
        }
        let the = self.skip(i, G::The);
        let (next, n) = match self.grammar(the, G::Last) {
            Some(next) => (next, -1),
            None => ordinal(self.p, &self.numbers, the).map(|(next, n)| (next, n as i8))?,
        };
        let next = self.skip_hyphen(next);
        if let Some(next) = self.grammar(next, G::Quarter) {
            let n = if n < 0 { 4 } else { n };
            let (end, date) = self.part(next, Part::Quarter(n));
            // "the last quarter" alone steps back from publication.
            let known = end > next || n > 0 && self.grammar(the, G::Last).is_none();
            return (known && (1..=4).contains(&n)).then_some((end, date));
        }
        let next = self.grammar(next, G::Half)?;
        // "the second half of July" narrows the month.
        if let Some(of) = self.grammar(next, G::Of)
            && let Some((end, date)) = self.calendar(of).filter(|(_, d)| matches!(d, Date::Part(Part::Month(_), _)))
        {
            return Some((end, date));
        }
        let n = if n < 0 { 2 } else { n };
        let (end, date) = self.part(next, Part::Half(n));
        (end > next && (1..=2).contains(&n)).then_some((end, date))
    }

    // ------------------------------------------------------------ steps from a date

    /// "last week", "this June", "the following Tuesday", "next spring", "that year".
    fn stepped(&self, i: PieceIx) -> Found<Date<'l>> {
        let the = self.grammar(i, G::The);
        let (next, (step, span)) = self.relative(the.unwrap_or(i))?;
        // "the past year" is a length; so is "the next year" in "over the next year", said of the time until its end.
        if span {
            return None;
        }
        let next = self.skip_hyphen(next);
        if let Some((end, unit)) = self.unit(next, &[UnitForm::Singular]) {
            let goes_on = self.hyphen(end);
            let long = the.is_some() && step.by != 0 && step.from == Anchor::Publication;
            let length = long
                && unit.unit != TimeUnit::Quarter
                && (step.by < 0 || self.grammar(i.wrapping_sub(1), G::During).is_some());
            let short = unit.unit < TimeUnit::Day;
            if goes_on || short || length {
                return None;
            }
            let from = if long && unit.unit == TimeUnit::Day { Anchor::Story } else { step.from };
            // "the same day", but "this day" of publication.
            return Some(match unit.unit {
                TimeUnit::Weekend if step.by == 0 => (end, Date::Part(Part::Weekend, Within::Open)),
                _ => (end, Date::Unit(unit, Step { from, ..step })),
            });
        }
        let (end, part) = self.bare_part(next)?;
        Some((end, Date::Part(part, Within::Step(step))))
    }

    /// A month, weekday, season or holiday by its name alone.
    fn bare_part(&self, i: PieceIx) -> Found<Part<'l>> {
        if let Some((next, month)) = self.month(i, true) {
            let abbreviated = self.p.word(i).len() <= 3 && month != 5;
            if let Some((next, day)) = self.day_number(next) {
                return self.day_fits(month, day).then_some((next, Part::Day(month, day, None)));
            }
            return (!abbreviated).then_some((next, Part::Month(month)));
        }
        let weekday = |t: &T| match t {
            T::Weekday { day, when: When::Always } => Some(Part::Weekday(*day)),
            _ => None,
        };
        if let Some(found) = self.times.find(i, weekday).filter(|_| self.p.is_capital(i)) {
            return Some(found);
        }
        self.season_word(i, true).or_else(|| self.holiday_word(i))
    }

    /// A season; `dated`: something else says that it is one.
    fn season_word(&self, i: PieceIx, dated: bool) -> Found<Part<'l>> {
        let pick = |t: &'l T| match t {
            T::Season { value, first_month, dated: needs } if dated || !needs => {
                Some(Part::Season(value, *first_month))
            }
            _ => None,
        };
        let (next, part) = self.times.find(i, pick)?;
        // "the Winter Olympics" and "Arab Spring" are names.
        let named =
            self.p.is_capital(i) && (self.p.is_capital(next) && self.is_noun(next) || self.inside_name(i..next));
        (!named).then_some((next, part))
    }

    fn holiday_word(&self, i: PieceIx) -> Found<Part<'l>> {
        let (next, rule) = self.times.find(i, |t| if let T::Holiday(rule) = t { Some(rule) } else { None })?;
        let the = usize::from(self.grammar(i, G::The).is_some());
        // "the Good Friday Agreement" is a name.
        let named = self.inside_name(i..next) && self.p.is_capital(next);
        (self.p.is_capital(i + the) && !named).then_some((next, Part::Holiday(rule)))
    }

    /// "summer 2014", "the spring of 2014", "in winter"; "Christmas", "New Year's Eve 2015".
    fn season_or_holiday(&self, i: PieceIx) -> Found<Date<'l>> {
        if let Some((next, part)) = self.holiday_word(i) {
            return Some(self.part(next, part));
        }
        let the = self.skip(i, G::The);
        if let Some((next, part)) = self.holiday_word(the) {
            return Some(self.part(next, part));
        }
        let (next, part) = self.season_word(the, true)?;
        let (end, date) = self.part(next, part);
        if end > next {
            return Some((end, date));
        }
        // Undated: "in winter", "during the summer", "by autumn"; not "a fall in prices", "a spring in his step".
        let sure = self.season_word(the, false).is_some();
        let preposition = i > 0 && self.is_tag(i - 1, &[Tag::In]);
        let alone = preposition && (sure || the > i && self.grammar(end, G::Of).is_none()) && !self.is_noun(end);
        (alone && self.grammar(end, G::In).is_none()).then_some((end, date))
    }

    /// "the day", "the year", "the weekend": of the story, or of publication.
    fn the_unit(&self, i: PieceIx) -> Found<Date<'l>> {
        let the = self.grammar(i, G::The)?;
        let (next, unit) = self.unit(the, &[UnitForm::Singular])?;
        if self.hyphen(next)
            || self.p.is(next, "'") && self.p.joined(next) && self.is_noun(next + 2) && unit.unit == TimeUnit::Day
        {
            return None;
        }
        let (doc, token) = (self.p.doc, self.p.token(the));
        // "the day that they met", "the year of the rat", "the week's news": which one is said by other words.
        let explained = doc.children_by(token, &[Dep::Relcl, Dep::Acl]).any(|c| c > token)
            || self.grammar(next, G::Of).is_some()
            || self.times.find(next, |t| matches!(t, T::Step { adverb: true, .. }).then_some(())).is_some()
            || doc.children_by(token, &[Dep::Prep]).any(|c| c == token + 1 && !self.times_follow(next + 1));
        let compound = self.is_noun(next) && doc.dep(token) == Dep::Compound;
        if explained || compound || unit.count > 1 {
            return None;
        }
        match unit.unit {
            TimeUnit::Weekend => Some((next, Date::Part(Part::Weekend, Within::Open))),
            TimeUnit::Day => Some((next, Date::Unit(unit, STORY))),
            unit_of_publication if unit_of_publication > TimeUnit::Day && unit_of_publication != TimeUnit::Half => {
                Some((next, Date::Unit(unit, Step { by: 0, from: Anchor::Publication })))
            }
            _ => None,
        }
    }

    /// "the week of January 10", "the month of May".
    fn unit_of(&self, i: PieceIx) -> Found<Date<'l>> {
        let (next, unit) = self.unit(self.grammar(i, G::The)?, &[UnitForm::Singular])?;
        let (end, date) = self.calendar(self.grammar(next, G::Of)?)?;
        (unit.unit >= TimeUnit::Day).then(|| (end, Date::UnitOf(unit, Box::new(date))))
    }

    fn times_follow(&self, i: PieceIx) -> bool {
        self.calendar(self.skip(i, G::The)).is_some() || self.year_number(i).is_some()
    }

    /// "two weeks ago", "a year earlier", "three days later", "the year before".
    fn away(&self, i: PieceIx) -> Found<Date<'l>> {
        if let Some(the) = self.grammar(i, G::The)
            && let Some((next, unit)) = self.unit(the, &[UnitForm::Singular])
            && let Some((next, step)) = self.step_word(next)
            && step.from == Anchor::Story
        {
            return Some((next, Date::Unit(unit, step)));
        }
        let (next, length) = self.length(i)?;
        let next = self.skip(next, G::FillerAfter);
        let (next, step) = self.step_word(next)?;
        if length.unit.unit < TimeUnit::Day {
            return None;
        }
        Some((next, Date::Away(length.count, length.unit, step)))
    }

    fn hours_ago(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, length) = self.length(i)?;
        let (next, step) = self.step_word(next)?;
        (length.unit.unit < TimeUnit::Day).then_some((next, Sense::HoursAgo(step)))
    }

    fn step_word(&self, i: PieceIx) -> Found<Step> {
        let pick = |t: &T| if let T::Step { step, adverb } = t { Some((*step, *adverb)) } else { None };
        let (next, (step, adverb)) = self.times.find(i, pick)?;
        let doc = self.p.doc;
        let token = self.p.token(next - 1);
        // "two days before the phone launches": the length stays one. "later than", "earlier in the day" too.
        let governs = doc.children_by(token, &[Dep::Pobj, Dep::Pcomp]).next().is_some() || doc.dep(token) == Dep::Mark;
        let closes = self.p.get(next).is_none_or(|p| p.kind == sayso_lexicon::PieceKind::Sign)
            || !governs && doc.token(token).pos == Pos::Adv;
        (!adverb || closes).then_some((next, step))
    }

    /// "the first week of June", "the last day of the month", "the second Monday in May".
    fn nth(&self, i: PieceIx) -> Found<Date<'l>> {
        let the = self.skip(i, G::The);
        let (next, n) = match self.grammar(the, G::Last) {
            Some(next) => (next, -1),
            None => ordinal(self.p, &self.numbers, the).filter(|(_, n)| *n <= 53).map(|(next, n)| (next, n as i8))?,
        };
        let weekday = |t: &T| match t {
            T::Weekday { day, when: When::Always } => Some(NthOf::Weekday(*day)),
            _ => None,
        };
        let (next, of) = match self.times.find(next, weekday) {
            Some(found) => found,
            None => self.unit(next, &[UnitForm::Singular]).map(|(next, u)| (next, NthOf::Unit(u)))?,
        };
        let next = self.grammar(next, G::Of).or_else(|| self.grammar(next, G::In))?;
        let (end, whole) = longest([
            self.calendar(next),
            self.stepped(next),
            self.the_unit(next),
            self.year(next),
            self.year_number(next).map(|(n, y)| (n, Date::Year(y))),
        ])?;
        Some((end, Date::Nth(n, of, Box::new(whole))))
    }

    /// "a third consecutive day", "the second day running".
    fn straight(&self, i: PieceIx) -> Found<Date<'l>> {
        let start = self.grammar(i, G::The).or_else(|| self.grammar(i, G::A)).unwrap_or(i);
        let (next, _) = ordinal(self.p, &self.numbers, start)?;
        let straight = self.grammar(next, G::Straight);
        let start = straight.unwrap_or(next);
        let night = || {
            let unit = UnitWord { unit: TimeUnit::Day, count: 1, form: UnitForm::Singular };
            self.day_part(start, false).map(|(end, _)| (end, unit))
        };
        let (end, unit) = self.unit(start, &[UnitForm::Singular]).or_else(night)?;
        let running = self.grammar(end, G::Running);
        (straight.is_some() || running.is_some()).then_some((running.unwrap_or(end), Date::Current(unit)))
    }

    /// "the same period last year", "the same month a year ago".
    fn same(&self, i: PieceIx) -> Found<Date<'l>> {
        let the = self.skip(i, G::The);
        let (next, (step, _)) = self.relative(the)?;
        if step != STORY {
            return None;
        }
        let (next, unit) = match self.grammar(next, G::Period) {
            Some(next) => (next, None),
            None => self.unit(next, &[UnitForm::Singular]).map(|(next, u)| (next, Some(u)))?,
        };
        let of = self.grammar(next, G::Of).or_else(|| self.grammar(next, G::In)).unwrap_or(next);
        let year = self.year_number(of).filter(|_| of > next).map(|(n, y)| (n, Date::Year(y)));
        let (end, whole) = longest([self.away(of), self.stepped(of), year])?;
        Some((end, Date::Same(unit, Box::new(whole))))
    }

    fn deictic(&self, i: PieceIx) -> Found<(Date<'l>, Option<SmolStr>)> {
        let pick = |t: &T| match t {
            T::Deictic { by, unit, part } => Some((Date::Deictic(*by, *unit), part.clone())),
            _ => None,
        };
        let (next, found) = self.times.find(i, pick)?;
        // "USA Today", "CBS This Morning"
        let named = self.inside_name(i..next) && self.p.is_capital(i) && !self.may_be_capital(i);
        (!named).then_some((next, found))
    }

    /// A date without hours, and without words that narrow it.
    fn date(&self, i: PieceIx) -> Found<Date<'l>> {
        let deictic = self.deictic(i).and_then(|(next, (date, part))| part.is_none().then_some((next, date)));
        let named = self.times.find(i, |t| if let T::Named { date } = t { Some(Date::Named(*date)) } else { None });
        longest([
            self.numeric(i),
            self.weekday(i),
            self.calendar(i),
            self.year(i),
            self.quarter(i),
            self.stepped(i),
            self.season_or_holiday(i),
            self.away(i),
            self.nth(i),
            self.straight(i),
            self.same(i),
            self.the_unit(i),
            self.unit_of(i),
            deictic,
            named,
        ])
    }

    /// "early", "the end of", before a date.
    fn narrowed(&self, i: PieceIx) -> Found<Date<'l>> {
        let narrowing = |i| self.times.find(i, |t| if let T::Narrowing { long } = t { Some(*long) } else { None });
        let (next, long) = narrowing(i).or_else(|| self.grammar(i, G::The).and_then(narrowing))?;
        let next = self.skip_hyphen(next);
        let season = || {
            let (next, part) = self.season_word(self.skip(next, G::The), true)?;
            Some(self.part(next, part))
        };
        let (end, date) = self
            .date(next)
            .or_else(|| self.narrowed(next))
            .or_else(|| self.year_number(next).map(|(n, y)| (n, Date::Year(y))))
            .or_else(season)?;
        let day = is_daylike(&date);
        // "the end of the day" says nothing that "the day" does not.
        (!long || !day).then_some((end, date))
    }

    fn plain_date(&self, i: PieceIx, before: Option<&Expression<'l>>) -> Found<Sense<'l>> {
        let (next, date) = longest([self.narrowed(i), self.date(i), self.bare_year(i, before)])?;
        Some((next, Sense::Date(date)))
    }

    /// "January 5-7", "5-7 January 2014", "2014-2015", "2014-15", "June-August 2009".
    fn dates(&self, i: PieceIx) -> Found<Sense<'l>> {
        longest([self.days_of_month(i), self.days_before_month(i), self.years(i), self.months(i)])
    }

    fn range_sign(&self, i: PieceIx) -> Option<PieceIx> {
        if self.p.is(i, "-") { Some(i + 1) } else { self.grammar(i, G::To) }
    }

    fn days_of_month(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, month) = self.month(i, true)?;
        let (next, first) = self.day_number(next)?;
        let (next, last) = self.day_number(self.range_sign(next)?)?;
        let of_other_month = self.month(self.skip_hyphen(next), true).is_some();
        if first >= last || !self.day_fits(month, last) || of_other_month {
            return None;
        }
        let (end, within) = self.within(next).unwrap_or((next, Within::Open));
        let day = |d| Date::Part(Part::Day(month, d, None), within.clone());
        Some((end, Sense::Dates(day(first), day(last))))
    }

    fn days_before_month(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, first) = self.day_number(i)?;
        let (next, last) = self.day_number(self.range_sign(next)?)?;
        let (next, month) = self.month(next, true)?;
        if first >= last || !self.day_fits(month, last) {
            return None;
        }
        let (end, within) = self.within(next).unwrap_or((next, Within::Open));
        let day = |d| Date::Part(Part::Day(month, d, None), within.clone());
        Some((end, Sense::Dates(day(first), day(last))))
    }

    fn years(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, first) = self.year_number(i).filter(|_| !self.p.joined(i) || self.p.is(i - 1, "("))?;
        let digits = self.p.digits(next + 1)?;
        // "2016 - 2020", with spaces on both sides or on none
        let spaced = !self.p.joined(next) && !self.p.joined(next + 1) && digits.len() == 4;
        if !self.dash(next) || !self.p.joined(next) && !spaced {
            return None;
        }
        let last = match digits.len() {
            4 => digits.parse().ok()?,
            2 => first / 100 * 100 + digits.parse::<i16>().ok()?,
            _ => return None,
        };
        let month = digits.len() == 2 && self.p.is(next + 2, "-");
        let fits = first < last && last - first < 200 && !month;
        fits.then_some((next + 2, Sense::Dates(Date::Year(first), Date::Year(last))))
    }

    fn months(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, first) = self.month(i, true)?;
        let next = self.p.is(next, "-").then_some(next + 1)?;
        let (next, last) = self.month(next, true)?;
        let (end, within) = self.within(next).unwrap_or((next, Within::Open));
        let month = |m| Date::Part(Part::Month(m), within.clone());
        (first < last).then(|| (end, Sense::Dates(month(first), month(last))))
    }

    // ------------------------------------------------------------ times of day

    /// Times of day, with the date that stands beside them.
    fn time(&self, i: PieceIx) -> Found<Sense<'l>> {
        longest([self.clock_first(i), self.date_first(i), self.part_of_day(i), self.tonight(i), self.clock_range(i)])
    }

    /// "18:00 UTC", "8 p.m. Tuesday", "noon today".
    fn clock_first(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, clock) = self.clock(i)?;
        if let Some((end, (date, Some(part)))) = self.deictic(next) {
            return Some((end, Sense::Time(clock.in_part(&part), Some(date))));
        }
        match self.narrowed(next).or_else(|| self.date(next)).filter(|(_, d)| is_daylike(d)) {
            Some((end, date)) => Some((end, Sense::Time(clock, Some(date)))),
            None => Some((next, Sense::Time(clock, None))),
        }
    }

    /// "Friday morning", "yesterday evening", "Tuesday 8 p.m.", "early Monday morning", "that night".
    fn date_first(&self, i: PieceIx) -> Found<Sense<'l>> {
        let narrowing = self.times.find(i, |t| matches!(t, T::Narrowing { .. }).then_some(()));
        let start = narrowing.map_or(i, |(next, ())| next);
        let found = longest([self.narrowed(i), self.date(i)]);
        let (next, date) = found.or_else(|| self.stepped_day(start))?;
        if !is_daylike(&date) {
            return None;
        }
        let (end, clock) = self.day_part(next, false).or_else(|| self.clock(next))?;
        Some((end, Sense::Time(clock, Some(date))))
    }

    /// The "that" of "that evening", the "following" of "the following morning", the "last" of "last evening".
    fn stepped_day(&self, i: PieceIx) -> Found<Date<'l>> {
        let the = self.skip(i, G::The);
        let (next, (step, span)) = self.relative(the)?;
        let unit = UnitWord { unit: TimeUnit::Day, count: 1, form: UnitForm::Singular };
        let from = if step.by > 0 || the > i { Anchor::Story } else { step.from };
        (!span).then_some((next, Date::Unit(unit, Step { from, ..step })))
    }

    /// "tonight", "this morning"; "early this morning".
    fn tonight(&self, i: PieceIx) -> Found<Sense<'l>> {
        let narrowing = self.times.find(i, |t| matches!(t, T::Narrowing { .. }).then_some(()));
        let start = narrowing.map_or(i, |(next, ())| next);
        let (next, (date, part)) = self.deictic(start)?;
        let value = part?;
        Some((next, Sense::Time(Clock { value, zone: SmolStr::default() }, Some(date))))
    }

    /// "the morning of June 5", "the evening", "at night", "morning" in "morning trading".
    fn part_of_day(&self, i: PieceIx) -> Found<Sense<'l>> {
        let narrowing = |i| self.times.find(i, |t| matches!(t, T::Narrowing { .. }).then_some(()));
        let the = self.grammar(i, G::The);
        // "the early hours" is a part of the day, "early morning" a part of one.
        let plain = the.unwrap_or(i);
        let narrow = narrowing(plain).map_or(plain, |(next, ())| self.skip_hyphen(next));
        let start = if self.day_part(plain, true).is_some() { plain } else { narrow };
        let (next, clock) = self.day_part(start, true)?;
        if let Some(of) = self.grammar(next, G::Of)
            && let Some((end, date)) = self.date(of)
            && is_daylike(&date)
        {
            return Some((end, Sense::Time(clock, Some(date))));
        }
        // "dawn Wednesday"
        if let Some((end, date)) = self.weekday(next) {
            return Some((end, Sense::Time(clock, Some(date))));
        }
        let noun = self.is_noun(next - 1) || self.is_tag(start, &[Tag::Rb]);
        let night =
            clock.value == "NI" && the.is_none() && !(i > 0 && self.is_tag(i - 1, &[Tag::In])) && self.is_noun(start);
        let named = self.p.is_capital(start) && !self.may_be_capital(start);
        (noun && !night && !named).then_some((next, Sense::Time(clock, None)))
    }

    /// A word for a part of the day; noon and midnight have their hour.
    fn day_part(&self, i: PieceIx, hours_too: bool) -> Found<Clock> {
        let pick = |t: &T| if let T::DayPart { value, plural: false } = t { Some(value.clone()) } else { None };
        let (next, value) = self.times.find(i, pick)?;
        let joined = self.hyphen(next) || self.p.joined(i) && self.p.is(i - 1, "-");
        (!joined && (hours_too || !value.contains(':'))).then(|| (next, Clock { value, zone: SmolStr::default() }))
    }

    /// "18:00 UTC", "8 p.m.", "8.30pm", "0830 GMT", "3 o'clock", "half past three", "noon", "7:15 p.m. (GMT +2)".
    fn clock(&self, i: PieceIx) -> Found<Clock> {
        if let Some((next, clock)) = self.day_part(i, true).filter(|(_, c)| c.value.contains(':')) {
            let (next, zone) = self.zone(next).unwrap_or((next, SmolStr::default()));
            return Some((next, Clock { zone, ..clock }));
        }
        let (next, (hour, minute, second)) = self.hour_and_minute(i)?;
        let (next, zone) = self.zone(next).unwrap_or((next, SmolStr::default()));
        let value = match second {
            Some(second) => format_smolstr!("{hour:02}:{minute:02}:{second:02}"),
            None => format_smolstr!("{hour:02}:{minute:02}"),
        };
        Some((next, Clock { value, zone }))
    }

    fn clock_word<R>(&self, i: PieceIx, pick: impl Fn(&'l ClockWord) -> Option<R>) -> Found<R> {
        self.times.find(i, |t| if let T::Clock(word) = t { pick(word) } else { None })
    }

    /// Hour, minute and second on the clock of 24 hours, where the words make sure that they are meant.
    fn hour_and_minute(&self, i: PieceIx) -> Found<(u8, u8, Option<u8>)> {
        let past = |w: &ClockWord| match w {
            ClockWord::Past(m) => Some(*m),
            ClockWord::To(m) => Some(-*m),
            _ => None,
        };
        if let Some((next, minutes)) = self.clock_word(i, past) {
            let n = numeral(self.p, &self.numbers, next)
                .filter(|n| n.value.fract() == 0.0 && (1.0..=12.0).contains(&n.value))?;
            let total = (n.value as i32 * 60 + i32::from(minutes)).rem_euclid(24 * 60);
            let next =
                self.clock_word(n.next, |w| matches!(w, ClockWord::Hour).then_some(())).map_or(n.next, |(e, ())| e);
            let (next, pm) = self.meridiem(next).unwrap_or((next, false));
            let hour = (total / 60) as u8 + if pm && total < 720 { 12 } else { 0 };
            return Some((next, (hour % 24, (total % 60) as u8, None)));
        }
        let (next, hour, minute, second, sure) = self.figures_of_clock(i)?;
        let (end, hour, sure) = match self.meridiem(next) {
            Some((end, pm)) if (1..=12).contains(&hour) => (end, hour % 12 + if pm { 12 } else { 0 }, true),
            Some((end, _)) if sure => (end, hour, true),
            Some(_) => return None,
            None => (next, hour, sure),
        };
        let whole_hour = self.clock_word(end, |w| matches!(w, ClockWord::Hour).then_some(()));
        let (end, sure) = match whole_hour {
            // "1400 hours", "3 o'clock"; "3 hours" is a length.
            Some((after, ()))
                if self.is_oclock(end) || next - i == 1 && self.p.digits(i).is_some_and(|d| d.len() == 4) =>
            {
                (after, true)
            }
            _ => (end, sure),
        };
        let long = self.p.digits(i).is_some_and(|d| d.len() == 4) || next > i + 1;
        let sure = sure || self.zone(end).is_some() && long;
        (sure && hour < 24).then_some((end, (hour, minute, second)))
    }

    fn is_oclock(&self, i: PieceIx) -> bool {
        self.p.is(i + 1, "'")
    }

    /// Figures, with whether their form alone makes them a time of day.
    fn figures_of_clock(&self, i: PieceIx) -> Option<(PieceIx, u8, u8, Option<u8>, bool)> {
        let two = |k: PieceIx| {
            self.p.digits(k).filter(|d| d.len() == 2).and_then(|d| d.parse::<u8>().ok()).filter(|m| *m < 60)
        };
        if let Some(digits) = self.p.digits(i) {
            if self.p.joined(i) && !self.p.is(i - 1, "(") && !self.p.is(i - 1, "-") {
                return None;
            }
            if digits.len() == 4 {
                let (hour, minute) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
                return (hour < 24 && minute < 60).then_some((i + 1, hour, minute, None, false));
            }
            let hour: u8 = digits.parse().ok().filter(|h| *h < 25 && digits.len() <= 2)?;
            if self.p.is(i + 1, ":") && self.p.joined(i + 1) && self.p.joined(i + 2) {
                let minute = two(i + 2)?;
                let second = two(i + 4).filter(|_| self.p.is(i + 3, ":") && self.p.joined(i + 3));
                return Some((i + 3 + 2 * usize::from(second.is_some()), hour, minute, second, hour < 24));
            }
            return Some((i + 1, hour, 0, None, false));
        }
        if self.p.is_figure(i) {
            // "8.30pm"
            let (hour, minute) = self.p.word(i).split_once('.').filter(|(_, m)| m.len() == 2)?;
            let minute = minute.parse().ok().filter(|m| *m < 60)?;
            return Some((i + 1, hour.parse().ok()?, minute, None, false)).filter(|c| c.1 < 25);
        }
        let n = numeral(self.p, &self.numbers, i).filter(|n| !n.figures && n.value.fract() == 0.0)?;
        (1.0..=12.0).contains(&n.value).then_some((n.next, n.value as u8, 0, None, false))
    }

    /// Whether it is after noon.
    fn meridiem(&self, i: PieceIx) -> Found<bool> {
        self.clock_word(i, |w| match w {
            ClockWord::Am => Some(false),
            ClockWord::Pm => Some(true),
            _ => None,
        })
    }

    /// "UTC", "(GMT +2)", "local time".
    fn zone(&self, i: PieceIx) -> Found<SmolStr> {
        let opens = self.p.is(i, "(");
        let start = if opens { i + 1 } else { i };
        let (next, zone) =
            self.clock_word(start, |w| if let ClockWord::Zone(z) = w { Some(z.clone()) } else { None })?;
        // Letters of a zone are capitals; words ("local time") need not be.
        if zone.len() + self.p.word(start).len() <= 9
            && next == start + 1
            && !self.p.is_capital(start)
            && !zone.is_empty()
        {
            return None;
        }
        let (mut next, mut zone) = (next, zone);
        let sign = self.p.folded(next);
        if (sign == "+" || sign == "-")
            && let Some(hours) = self.p.digits(next + 1).and_then(|d| d.parse::<u8>().ok()).filter(|h| *h <= 14)
        {
            (next, zone) = (next + 2, format_smolstr!("{sign}{hours:02}:00"));
        }
        match opens {
            true if self.p.is(next, ")") => Some((next + 1, zone)),
            true => None,
            false => Some((next, zone)),
        }
    }

    /// "3-4pm", "8.30-9pm".
    fn clock_range(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, hour, minute, ..) = self.figures_of_clock(i)?;
        let to = self.range_sign(next)?;
        let (end, (last_hour, last_minute, _)) = self.hour_and_minute(to)?;
        let figures_end = self.figures_of_clock(to)?.0;
        let (_, pm) = self.meridiem(figures_end)?;
        let first = if pm && hour < 12 && hour + 12 <= last_hour { hour + 12 } else { hour };
        let (end, zone) = self.zone(end).unwrap_or((end, SmolStr::default()));
        let clock = |h: u8, m: u8| Clock { value: format_smolstr!("{h:02}:{m:02}"), zone: zone.clone() };
        let date = self.date(end).filter(|(_, d)| is_daylike(d));
        let (end, date) = date.map_or((end, None), |(end, d)| (end, Some(d)));
        (first < 24).then(|| (end, Sense::Times(clock(first, minute), clock(last_hour, last_minute), date)))
    }

    // ------------------------------------------------------------ lengths

    /// A length with the words around it: "over a year", "the past eight years", "recent weeks", "18 months".
    fn length_expression(&self, i: PieceIx) -> Found<Sense<'l>> {
        longest([self.window(i), self.plain_length(i), self.length_range(i), self.long_word(i)])
    }

    /// "yearlong"
    fn long_word(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, unit) = self.times.find(i, |t| if let T::Long(unit) = t { Some(*unit) } else { None })?;
        let unit = UnitWord { unit, count: 1, form: UnitForm::Singular };
        Some((next, Sense::Length(Length { count: Count::Known(1.0), unit, more: None, looks: 0 })))
    }

    fn plain_length(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, length) = self.length(i)?;
        let next = self.skip(next, G::FillerAfter);
        Some((next, Sense::Length(length)))
    }

    /// "the past eight years", "the next few days", "the last decade", "the coming weeks", "the first two months".
    fn window(&self, i: PieceIx) -> Found<Sense<'l>> {
        let the = self.grammar(i, G::The);
        let start = the.unwrap_or(i);
        if let Some((next, (step, span))) = self.relative(start) {
            if step.by == 0 {
                return None;
            }
            let publication = step.from == Anchor::Publication;
            if let Some(lengths) = self.length_range(next) {
                return Some(lengths);
            }
            if let Some((end, count)) = self.count(next) {
                let (end, unit) = self.counted_unit(self.skip_hyphen(end))?;
                let looks = if publication { step.by } else { 0 };
                return Some((end, Sense::Length(Length { count, unit, more: None, looks })));
            }
            let next = self.skip(next, G::Filler);
            if let Some((end, unit)) = self.unit(next, &[UnitForm::Singular]) {
                let during = self.grammar(i.wrapping_sub(1), G::During).is_some();
                let quarter = unit.unit == TimeUnit::Quarter && !span;
                let length = span || the.is_some() && publication && !quarter && (step.by < 0 || during);
                let fits = length && unit.unit >= TimeUnit::Minute && !self.hyphen(end);
                let length = Length { count: Count::Known(1.0), unit, more: None, looks: step.by };
                return fits.then_some((end, Sense::Length(length)));
            }
            let (end, _) = self.unit(next, &[UnitForm::Plural])?;
            let value = if step.by < 0 { "PAST_REF" } else { "FUTURE_REF" };
            return publication.then(|| (end, Sense::Reference(value.into())));
        }
        let next = self.grammar(start, G::First).or_else(|| self.grammar(start, G::Last)).filter(|_| the.is_some())?;
        let (end, count) = self.count(next)?;
        let (end, unit) = self.counted_unit(self.skip_hyphen(end))?;
        Some((end, Sense::Length(Length { count, unit, more: None, looks: 0 })))
    }

    /// "three", "several", "a couple of", "two and a half".
    fn count(&self, i: PieceIx) -> Found<Count> {
        let approx = self.approx(i);
        if let Some(next) = self.grammar(approx, G::Couple) {
            return Some((next, Count::Known(2.0)));
        }
        let several = self.grammar(approx, G::Several).map(|next| (next, Count::Some));
        let number = numeral(self.p, &self.numbers, approx).map(|n| {
            let half = self.and_half(n.next);
            (half.unwrap_or(n.next), Count::Known(n.value + if half.is_some() { 0.5 } else { 0.0 }))
        });
        longest([number, several])
    }

    fn and_half(&self, i: PieceIx) -> Option<PieceIx> {
        // "two-and-a-half"
        let mut at = self.skip_hyphen(i);
        let mut left = [G::And, G::A].into_iter();
        if let Some(next) = self.grammar(at, G::AndHalf) {
            return Some(next);
        }
        left.try_for_each(|word| {
            at = self.skip_hyphen(self.grammar(at, word)?);
            Some(())
        })?;
        let half = |t: &NumberTerm| matches!(t, NumberTerm::Fraction(f) if *f == 0.5).then_some(());
        self.numbers.find(at, half).map(|(next, ())| next)
    }

    /// Words for how exactly a number is meant belong to the expression: "more than two years".
    fn approx(&self, i: PieceIx) -> PieceIx {
        let pick = |t: &NumberTerm| match t {
            NumberTerm::Approx { place: Beside::Before, approx } => (*approx != Approx::Exact).then_some(()),
            _ => None,
        };
        let Some((next, ())) = self.numbers.find(i, pick) else { return i };
        // "$3 billion over four years": a preposition, but none after another one ("in over a year").
        let (doc, token) = (self.p.doc, self.p.token(i));
        let after_preposition = i > 0 && self.is_tag(i - 1, &[Tag::In]);
        let preposition = next == i + 1
            && doc.dep(token) == Dep::Prep
            && doc.child(token, Dep::Pobj).is_some()
            && self.grammar(i, G::During).is_some();
        if preposition && !after_preposition { i } else { next }
    }

    /// The unit after a number, with the words between ("two full years", "three consecutive quarters").
    fn counted_unit(&self, i: PieceIx) -> Found<UnitWord> {
        let mut at = i;
        while let Some(next) = self.grammar(at, G::Filler) {
            at = next;
        }
        let (next, unit) = self.unit(at, &[UnitForm::Plural, UnitForm::Singular, UnitForm::Short])?;
        let short = unit.form == UnitForm::Short && !self.p.is_figure(i.wrapping_sub(1));
        // "three quarters of the seats"
        let fraction = unit.unit == TimeUnit::Quarter && at == i && self.grammar(next, G::Of).is_some();
        (!short && !fraction).then_some((next, unit))
    }

    /// A length: "three years", "a week", "half an hour", "two and a half years", "a year and a half", "12-hour",
    /// "decades", "two years and three months".
    fn length(&self, i: PieceIx) -> Found<Length> {
        let (next, length) =
            longest([self.part_length(i), self.counted_length(i), self.bare_length(i), self.unit_long(i)])?;
        // "22-year-old", "two years old": an age.
        let age = self.grammar(self.skip_hyphen(next), G::Old).is_some();
        if age {
            return None;
        }
        let long = self.grammar(next + 1, G::Long).filter(|_| self.hyphen(next));
        Some((long.unwrap_or(next), length))
    }

    /// "the week-long blockade", "the months-long siege".
    fn unit_long(&self, i: PieceIx) -> Found<Length> {
        let (next, unit) = self.unit(i, &[UnitForm::Singular, UnitForm::Plural])?;
        self.grammar(next + 1, G::Long).filter(|_| self.hyphen(next))?;
        let count = if unit.form == UnitForm::Plural { Count::Some } else { Count::Known(1.0) };
        (!self.p.joined(i)).then_some((next, Length { count, unit, more: None, looks: 0 }))
    }

    /// "half an hour", "a quarter of an hour", "half a century", "a half-hour".
    fn part_length(&self, i: PieceIx) -> Found<Length> {
        let i = self.approx(i);
        let parts = [(G::HalfA, 0.5), (G::QuarterOf, 0.25), (G::ThreeQuartersOf, 0.75)];
        let (next, part) = parts.iter().find_map(|&(g, part)| self.grammar(i, g).map(|next| (next, part)))?;
        let (next, unit) = self.unit(self.skip_hyphen(next), &[UnitForm::Singular])?;
        let smaller = |unit, count: f64| {
            let word = UnitWord { unit, count: 1, form: UnitForm::Singular };
            Some((next, Length { count: Count::Known(count * part), unit: word, more: None, looks: 0 }))
        };
        match unit.unit {
            TimeUnit::Hour => smaller(TimeUnit::Minute, 60.0),
            TimeUnit::Minute => smaller(TimeUnit::Second, 60.0),
            TimeUnit::Day => smaller(TimeUnit::Hour, 24.0),
            TimeUnit::Year if unit.count == 1 => smaller(TimeUnit::Month, 12.0),
            TimeUnit::Decade => smaller(TimeUnit::Year, 10.0),
            TimeUnit::Century => smaller(TimeUnit::Year, 100.0),
            _ => None,
        }
    }

    /// "two to three years", "30-to-60-day", "1.5 to 2 years", "between three and five years".
    fn length_range(&self, i: PieceIx) -> Found<Sense<'l>> {
        let between = self.numbers.find(i, |t| matches!(t, NumberTerm::Grammar(NumberGrammar::Between)).then_some(()));
        let first = numeral(self.p, &self.numbers, between.map_or(i, |(next, ())| next))?;
        let mut next = self.skip_hyphen(first.next);
        next = match between {
            Some(_) => self.grammar(next, G::And)?,
            None if next > first.next && self.p.is_figure(next) => next,
            None => {
                let or = self.numbers.find(next, |t| matches!(t, NumberTerm::Grammar(NumberGrammar::Or)).then_some(()));
                or.map(|(n, ())| n).or_else(|| self.range_sign(next))?
            }
        };
        let last = numeral(self.p, &self.numbers, self.skip_hyphen(next))?;
        let (next, unit) = self.counted_unit(self.skip_hyphen(last.next))?;
        let age = self.grammar(self.skip_hyphen(next), G::Old).is_some() || self.step_word(next).is_some();
        (first.value < last.value && !age).then_some((next, Sense::Lengths(first.value, last.value, unit)))
    }

    fn counted_length(&self, i: PieceIx) -> Found<Length> {
        let start = self.approx(i);
        if let Some((next, count)) = self.count(i) {
            let (mut next, unit) = self.counted_unit(self.skip_hyphen(next))?;
            let mut count = count;
            if let Count::Known(n) = count
                && let Some(end) = self.and_half(next)
            {
                // "one year and a half"
                (next, count) = (end, Count::Known(n + 0.5));
            }
            let (next, more) = self.and_more(next, unit).map_or((next, None), |(next, more)| (next, Some(more)));
            return Some((next, Length { count, unit, more, looks: 0 }));
        }
        let mut at = self.skip_hyphen(self.grammar(start, G::A)?);
        while let Some(next) = self.grammar(at, G::Filler) {
            at = next;
        }
        let (next, unit) = self.unit(at, &[UnitForm::Singular])?;
        let fraction = matches!(unit.unit, TimeUnit::Quarter | TimeUnit::Second | TimeUnit::Weekend);
        let half = self.and_half(next);
        let count = Count::Known(if half.is_some() { 1.5 } else { 1.0 });
        (!fraction).then_some((half.unwrap_or(next), Length { count, unit, more: None, looks: 0 }))
    }

    /// "and three months", ", 6 minutes", " 10 minutes": a smaller unit.
    fn and_more(&self, i: PieceIx, larger: UnitWord) -> Found<(f64, UnitWord)> {
        let comma = if self.p.is(i, ",") { i + 1 } else { i };
        let n = numeral(self.p, &self.numbers, self.skip(comma, G::And))?;
        let (next, unit) = self.counted_unit(n.next)?;
        (unit.unit < larger.unit).then_some((next, (n.value, unit)))
    }

    /// "decades", "years of war": a plural unit without a number.
    fn bare_length(&self, i: PieceIx) -> Found<Length> {
        // "in the weeks leading up to the vote"
        let preposition = i > 0 && self.is_tag(i - 1, &[Tag::In]);
        let the = self.grammar(i, G::The).filter(|_| preposition);
        let start = the.unwrap_or(i);
        let (next, unit) = self.unit(start, &[UnitForm::Plural])?;
        let before = i.checked_sub(1);
        // "working hours", "the early years", "two years" from its middle, "these minutes".
        let tags = [
            Tag::Nn,
            Tag::Nns,
            Tag::Nnp,
            Tag::Jj,
            Tag::Jjs,
            Tag::Jjr,
            Tag::Cd,
            Tag::PrpS,
            Tag::Possessive,
            Tag::Dt,
            Tag::Wdt,
        ];
        let modified = before.is_some_and(|b| self.is_tag(b, &tags) && !self.p.is(b, BREAK));
        let hyphen = before.is_some_and(|b| self.p.is(b, "-") && self.p.joined(i));
        let subject = self.p.is(next, "'");
        let length = Length { count: Count::Some, unit, more: None, looks: 0 };
        (!modified && !hyphen && !subject && unit.unit != TimeUnit::Weekend && unit.unit != TimeUnit::Second)
            .then_some((next, length))
    }

    // ------------------------------------------------------------ what comes again; references

    fn again(&self, i: PieceIx) -> Found<Sense<'l>> {
        let (next, value) =
            longest([self.every(i), self.times_a(i), self.rate(i), self.plural_day(i), self.repeated(i)])?;
        Some((next, Sense::Again(value)))
    }

    /// "every day", "each year", "every two weeks", "every other Friday", "every Friday morning", "every summer".
    fn every(&self, i: PieceIx) -> Found<SmolStr> {
        let next = self.grammar(i, G::Every)?;
        let (next, by) = match self.grammar(next, G::Other) {
            Some(next) => (next, 2.0),
            None => (next, 1.0),
        };
        let next = self.skip(next, G::Filler);
        if let Some((end, unit)) = self.unit(next, &[UnitForm::Singular]) {
            return Some((end, super::resolve::length_value(by, unit)));
        }
        if let Some((end, Count::Known(n))) = self.count(next) {
            let (end, unit) = self.counted_unit(end)?;
            return Some((end, super::resolve::length_value(n, unit)));
        }
        let (end, part) = match self.bare_part(next) {
            Some(found) => found,
            None => {
                let (end, clock) = self.day_part(next, true)?;
                return Some((end, format_smolstr!("XXXX-XX-XXT{}", clock.value)));
            }
        };
        let value = super::resolve::undated_part(&part);
        Some(match self.day_part(end, false) {
            Some((end, clock)) => (end, format_smolstr!("{value}T{}", clock.value)),
            None => (end, value),
        })
    }

    /// "once a week", "twice a month".
    fn times_a(&self, i: PieceIx) -> Found<SmolStr> {
        let next = self.grammar(i, G::Times)?;
        let next = self.grammar(next, G::A).or_else(|| self.grammar(next, G::Every))?;
        let (next, unit) = self.unit(next, &[UnitForm::Singular])?;
        Some((next, super::resolve::length_value(1.0, unit)))
    }

    /// "15 a year", "1 billion cubic metres a year", "three times a day": what is counted is counted per unit.
    fn rate(&self, i: PieceIx) -> Found<SmolStr> {
        let next = self.grammar(i, G::A)?;
        let (end, unit) = self.unit(next, &[UnitForm::Singular])?;
        if self.step_word(end).is_some()
            || self.hyphen(end)
            || unit.unit == TimeUnit::Quarter && self.grammar(end, G::Of).is_some()
        {
            return None;
        }
        let before = i.checked_sub(1).filter(|&b| !self.p.is(b, BREAK))?;
        let number = self.p.is_figure(before) || self.p.is(before, "%") || self.is_tag(before, &[Tag::Cd]);
        let measured =
            |t: &NumberTerm| matches!(t, NumberTerm::Measure { .. } | NumberTerm::Currency { .. }).then_some(());
        let times = self.p.is_word(before) && self.is_tag(before, &[Tag::Nns, Tag::Nn]);
        let counted = times && {
            let doc = self.p.doc;
            let noun = self.p.token(before);
            doc.children_by(noun, &[Dep::Nummod, Dep::Quantmod]).next().is_some()
                || self.numbers.find_before(i, measured).is_some()
        };
        (number || counted || self.numbers.find_before(i, measured).is_some())
            .then(|| (end, super::resolve::length_value(1.0, unit)))
    }

    /// "Fridays", "Sunday mornings", "weekends".
    fn plural_day(&self, i: PieceIx) -> Found<SmolStr> {
        let weekday = |t: &T| if let T::Weekday { day, when } = t { Some((*day, *when)) } else { None };
        let parts = |t: &T| if let T::DayPart { value, plural: true } = t { Some(value.clone()) } else { None };
        if let Some((next, (day, when))) = self.times.find(i, weekday).filter(|_| self.p.is_capital(i)) {
            let value = format_smolstr!("XXXX-WXX-{day}");
            if let Some((end, part)) = self.times.find(next, parts) {
                return Some((end, format_smolstr!("{value}T{part}")));
            }
            return (when == When::Plural).then_some((next, value));
        }
        let (next, unit) = self.unit(i, &[UnitForm::Plural])?;
        (unit.unit == TimeUnit::Weekend && !self.is_tag(i.wrapping_sub(1), &[Tag::Cd, Tag::Jj]))
            .then(|| (next, "XXXX-WXX-WE".into()))
    }

    fn repeated(&self, i: PieceIx) -> Found<SmolStr> {
        let (next, value) =
            self.times.find(i, |t| if let T::Repeated { value } = t { Some(value.clone()) } else { None })?;
        let named = self.p.is_capital(i) && !self.may_be_capital(i);
        // "the business daily" is a paper.
        (!named && self.is_tag(i, &[Tag::Jj, Tag::Rb])).then_some((next, value))
    }

    /// "now", "recently", "the past", "at present", "recent".
    fn reference(&self, i: PieceIx) -> Found<Sense<'l>> {
        let pick = |t: &'l T| match t {
            T::Reference { value, when, after } => Some((value, *when, after)),
            _ => None,
        };
        let (mut next, (value, when, after)) = self.times.find(i, pick)?;
        if after.as_ref().is_some_and(|word| i == 0 || !self.p.is(i - 1, word)) {
            return None;
        }
        let token = self.p.token(next - 1);
        let doc = self.p.doc;
        let fits = match when {
            When::Adverb => {
                let first = self.p.token(i);
                let adverb =
                    doc.token(token).pos == Pos::Adv && doc.children(token).all(|c| (first..token).contains(&c));
                // "as soon as", "no later than", "sooner or later", "now that"
                let verb = doc.head(token).is_some_and(|h| matches!(doc.token(h).pos, Pos::Verb | Pos::Aux));
                // "to market earlier" compares, "had earlier said" tells when.
                let compares = value == "PAST_REF" && doc.head(token).is_some_and(|h| h < token);
                adverb && (verb || value == "PRESENT_REF") && !compares
            }
            When::Noun => {
                !matches!(doc.dep(token), Dep::Amod | Dep::Compound | Dep::Nmod)
                    && self.count(next).is_none()
                    && self.unit(next, &[UnitForm::Plural, UnitForm::Singular]).is_none()
            }
            When::Before => {
                if let Some((end, unit)) = self.unit(next, &[UnitForm::Plural])
                    && unit.unit >= TimeUnit::Day
                {
                    next = end;
                    true
                } else {
                    // "the most recent model" compares.
                    let compared = i > 0 && self.is_tag(i - 1, &[Tag::Rbs, Tag::Rbr]);
                    !compared && doc.dep(token) == Dep::Amod
                }
            }
            _ => true,
        };
        fits.then(|| (next, Sense::Reference(value.clone())))
    }
}

fn of_century(decade: i16) -> i16 {
    if decade >= 2 { 190 + decade } else { 200 + decade }
}

/// Whether the words mean one day, so that an hour of it can follow.
fn is_daylike(date: &Date<'_>) -> bool {
    match date {
        Date::Part(Part::Day(..) | Part::Weekday(_) | Part::Holiday(_), _)
        | Date::Deictic(_, TimeUnit::Day)
        | Date::Named(_) => true,
        Date::Unit(unit, _) | Date::Nth(_, NthOf::Unit(unit), _) => unit.unit == TimeUnit::Day,
        Date::Nth(_, NthOf::Weekday(_), _) => true,
        _ => false,
    }
}

/// The rule that took most; the first of those that took as much.
fn longest<R, const N: usize>(found: [Found<R>; N]) -> Found<R> {
    let mut best: Found<R> = None;
    for candidate in found.into_iter().flatten() {
        if best.as_ref().is_none_or(|(end, _)| candidate.0 > *end) {
            best = Some(candidate);
        }
    }
    best
}
