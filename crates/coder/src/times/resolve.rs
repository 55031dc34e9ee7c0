//! Puts what expressions say on the calendar: TIMEX3 values and the days covered, from the day of publication, the
//! dates spoken of before, and tense.

use super::parse::Expression;
use super::point::{Grain, Point, easter, orthodox_easter, shift};
use super::sense::{Clock, Count, Length, NthOf, Part, Sense, When, Within};
use super::tense::{Lean, lean};
use crate::pieces::{PieceIx, Pieces};
use jiff::civil::Date;
use sayso_coding::{Time, TimeKind};
use sayso_lexicon::{Anchor, HolidayRule, Step, TimeUnit, TimeWords, UnitWord};
use smol_str::{SmolStr, format_smolstr};
use std::ops::Range;

/// How many sentences back a date is still the one spoken of.
const STORY_SENTENCES: usize = 3;

/// Kind, value, and the first and last day.
type Resolved = (TimeKind, SmolStr, Option<(Date, Date)>);

/// A date found, where in the text, and whether the text gives its year.
struct Told {
    point: Point,
    sentence: usize,
    dated: bool,
    /// Nothing else stands in its sentence: a date line, of which no story goes on.
    alone: bool,
}

pub(super) struct Resolver<'a> {
    pub(super) pieces: &'a Pieces<'a>,
    pub(super) words: &'a TimeWords,
    pub(super) published: Option<Date>,
    /// Whether a piece joins the ends of a range.
    joins: &'a dyn Fn(PieceIx) -> bool,
    told: Vec<Told>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        pieces: &'a Pieces<'a>,
        words: &'a TimeWords,
        published: Option<Date>,
        joins: &'a dyn Fn(PieceIx) -> bool,
    ) -> Self {
        Self { pieces, words, published, joins, told: Vec::new() }
    }

    /// Values for all expressions, in their order. Hours take their day from the dates around them, so dates come first.
    pub(super) fn resolve(mut self, expressions: &[Expression<'_>]) -> Vec<Time> {
        let mut times: Vec<Option<Time>> = Vec::with_capacity(expressions.len());
        let mut days: Vec<Option<Told>> = Vec::with_capacity(expressions.len());
        for (i, expression) in expressions.iter().enumerate() {
            let mut at = Place::new(self.pieces, expressions, i);
            let told = self.told.len();
            let before = i.checked_sub(1).map(|b| &expressions[b]);
            at.begun = before
                .filter(|b| b.pieces.end + 1 == expression.pieces.start && (self.joins)(b.pieces.end))
                .and_then(|_| self.told.last())
                .map(|t| t.point.first);
            times.push(
                self.dated(&expression.sense, &at)
                    .map(|(kind, value, range)| self.time(expression, kind, value, range)),
            );
            let new = self.told.get(told).map(|t| Told { point: t.point.clone(), ..*t });
            days.push(new);
        }
        for (i, expression) in expressions.iter().enumerate() {
            if times[i].is_none() {
                let at = Place::new(self.pieces, expressions, i);
                let day = self.day_of(i, at.sentence, &days);
                times[i] = hours(&expression.sense, day)
                    .map(|(value, range)| self.time(expression, TimeKind::Time, value, range));
            }
        }
        times.into_iter().flatten().collect()
    }

    fn time(&self, e: &Expression<'_>, kind: TimeKind, value: SmolStr, range: Option<(Date, Date)>) -> Time {
        Time { span: self.pieces.span(e.pieces.clone()), kind, value, range }
    }

    /// The day that an hour without a date falls on: that of the nearest day in its sentence, else the last one told,
    /// else that of publication.
    fn day_of(&self, i: usize, sentence: usize, days: &[Option<Told>]) -> Option<Date> {
        let day = |k: &usize| days[*k].as_ref().filter(|t| t.point.is_day());
        let near =
            (0..days.len()).filter(|k| day(k).is_some_and(|t| t.sentence == sentence)).min_by_key(|k| k.abs_diff(i));
        let before = || {
            let recent = |t: &Told| t.sentence + STORY_SENTENCES >= sentence && !t.alone;
            (0..i).rev().find(|k| day(k).is_some_and(recent))
        };
        near.or_else(before).and_then(|k| day(&k)).map(|t| t.point.first).or(self.published)
    }

    /// Kind, value and days of all but bare hours.
    fn dated(&mut self, sense: &Sense<'_>, at: &Place) -> Option<Resolved> {
        let span = |p: &Point| Some((p.first, p.last));
        Some(match sense {
            Sense::Date(when) => {
                let (value, point) = self.when(when, at);
                (TimeKind::Date, value, point.as_ref().and_then(span))
            }
            Sense::Dates(first, last) => {
                let (first_value, first) = self.when(first, at);
                let (last_value, last) = self.when(last, at);
                let range = first.zip(last).map(|(a, b)| (a.first, b.last.max(a.last)));
                (TimeKind::Date, format_smolstr!("{first_value}/{last_value}"), range)
            }
            Sense::Time(clock, Some(when)) => {
                let (value, point) = self.when(when, at);
                (TimeKind::Time, clock_value(&value, clock), point.as_ref().and_then(span))
            }
            Sense::Times(first, last, Some(when)) => {
                let (value, point) = self.when(when, at);
                let both = format_smolstr!("{}/{}", clock_value(&value, first), clock_value(&value, last));
                (TimeKind::Time, both, point.as_ref().and_then(span))
            }
            Sense::Time(_, None) | Sense::Times(_, _, None) => return None,
            Sense::Length(length) => (TimeKind::Duration, whole_length(length), self.window(length)),
            Sense::Lengths(first, last, unit) => {
                let both = format_smolstr!("{}/{}", length_value(*first, *unit), length_value(*last, *unit));
                (TimeKind::Duration, both, None)
            }
            Sense::Again(value) => (TimeKind::Set, value.clone(), None),
            Sense::Reference(value) => (TimeKind::Date, value.clone(), None),
            Sense::HoursAgo(step) => {
                let range = self.published.filter(|_| step.from == Anchor::Publication).map(|d| (d, d));
                (TimeKind::Time, away_value(step.by), range)
            }
        })
    }

    /// The days of a length that is counted from publication: "the past eight years".
    fn window(&self, length: &Length) -> Option<(Date, Date)> {
        let published = self.published.filter(|_| length.looks != 0)?;
        let Count::Known(n) = length.count else { return None };
        let by = (n * f64::from(length.unit.count)).round() as i32 * length.looks;
        let other = shift(length.unit.unit, published, by)?;
        Some((other.min(published), other.max(published)))
    }

    // ------------------------------------------------------------ dates

    /// Value and point of a date; what was found is remembered as told.
    fn when(&mut self, when: &When<'_>, at: &Place) -> (SmolStr, Option<Point>) {
        let point = self.point(when, at);
        let value = point.as_ref().map_or_else(|| undated(when), Point::value);
        if let Some(point) = &point {
            let dated = matches!(when, When::Part(_, Within::Year(_)) | When::Named(_));
            self.told.push(Told { point: point.clone(), sentence: at.sentence, dated, alone: at.alone });
        }
        (value, point)
    }

    fn point(&self, when: &When<'_>, at: &Place) -> Option<Point> {
        match when {
            When::Part(part, within) => self.part(part, within, at),
            When::Year(year) => Point::year(*year),
            When::FiscalYear(year) => Point::fiscal_year(*year),
            When::Decade(decade) => Point::decade(*decade),
            When::Century(century) => Point::century(*century),
            When::Unit(unit, step) => self.unit(*unit, *step, at),
            When::Away(Count::Known(n), unit, step) => {
                let from = self.anchor(step.from, unit.unit, step.by, at)?;
                let by = (n * f64::from(unit.count)).round() as i32 * step.by;
                Point::away(unit.unit, from, by)
            }
            When::Away(Count::Some, ..) => None,
            When::Deictic(by, unit) => Point::away(*unit, self.published?, *by),
            When::Nth(n, of, whole) => nth(*n, *of, &self.point(whole, at)?),
            When::UnitOf(unit, whole) => Point::containing(unit.unit, self.point(whole, at)?.first),
            When::Same(unit, whole) => self.same(*unit, whole, at),
            When::Current(unit) => Point::containing(unit.unit, self.anchor(Anchor::Story, unit.unit, -1, at)?),
            When::Named(date) => Some(Point::day(*date)),
        }
    }

    /// The day that steps are counted from. A story that goes on ("a year later") needs a date to go on from; one that
    /// looks back ("a year earlier") may do so from publication.
    fn anchor(&self, from: Anchor, unit: TimeUnit, by: i32, at: &Place) -> Option<Date> {
        if from == Anchor::Publication {
            return self.published;
        }
        let told = self.told.iter().rev().take_while(|t| t.sentence + STORY_SENTENCES >= at.sentence);
        let found = told.filter(|t| !t.alone).find(|t| is_as_fine(t.point.grain, unit));
        found.map(|t| t.point.first).or_else(|| self.published.filter(|_| by <= 0))
    }

    /// "last week", "this year", "the following day", "the day".
    fn unit(&self, unit: UnitWord, step: Step, at: &Place) -> Option<Point> {
        let from = self.anchor(step.from, unit.unit, step.by, at)?;
        Point::away(unit.unit, from, step.by * i32::from(unit.count))
    }

    /// "the same period last year": what was spoken of last, in the other year.
    fn same(&self, unit: Option<UnitWord>, whole: &When<'_>, at: &Place) -> Option<Point> {
        let whole = self.point(whole, at)?;
        let recent = |t: &&Told| t.sentence + STORY_SENTENCES >= at.sentence;
        let finer = |t: &&Told| is_as_fine(t.point.grain, TimeUnit::Half) && !t.alone;
        let Some(last) = self.told.iter().rev().take_while(recent).find(finer) else {
            return Some(whole).filter(|_| unit.is_none());
        };
        let back = i32::from(whole.first.year() - last.point.first.year());
        let day = shift(TimeUnit::Year, last.point.first, back)?;
        let unit = unit.map(|u| u.unit).or_else(|| unit_of(last.point.grain))?;
        Point::containing(unit, day)
    }

    // ------------------------------------------------------------ parts of a year or week

    fn part(&self, part: &Part<'_>, within: &Within<'_>, at: &Place) -> Option<Point> {
        match within {
            Within::Year(year) => self.instance(part, *year),
            Within::Of(whole) => self.inside(part, &self.point(whole, at)?),
            Within::Step(step) => self.stepped(part, *step, at),
            Within::Open => self.open(part, at),
        }
    }

    /// The one that lies in a longer point.
    fn inside(&self, part: &Part<'_>, whole: &Point) -> Option<Point> {
        let candidates = self.candidates(part, whole.first);
        candidates.iter().find(|p| whole.contains(p)).cloned().or_else(|| self.instance(part, whole.first.year()))
    }

    /// "last June", "next Friday", "this spring", "the following Tuesday".
    fn stepped(&self, part: &Part<'_>, step: Step, at: &Place) -> Option<Point> {
        let unit = match part {
            Part::Weekday(_) | Part::Weekend => TimeUnit::Day,
            Part::Season(..) => TimeUnit::Quarter,
            _ => TimeUnit::Month,
        };
        let from = self.anchor(step.from, unit, step.by, at)?;
        let candidates = self.candidates(part, from);
        match step.by {
            // A month that has begun is this one, not the last.
            -1 => candidates.into_iter().rev().find(|p| p.last < from),
            1 => candidates.into_iter().find(|p| p.first > from),
            _ if matches!(part, Part::Weekday(_) | Part::Weekend) => {
                let week = Point::week_of(from)?;
                candidates.into_iter().find(|p| week.contains(p))
            }
            _ => nearest(&candidates, from),
        }
    }

    /// By tense; where the words after it or before it in the sentence give a year, in that one.
    fn open(&self, part: &Part<'_>, at: &Place) -> Option<Point> {
        if let Some(year) = at.year_of_next.filter(|_| is_yearly(part)) {
            return self.before_end(part, year, at);
        }
        let published = self.published;
        let direction = lean(self.pieces.doc, self.words, at.tokens.clone());
        if let Some(told) = self.told.last().filter(|t| t.dated && t.sentence == at.sentence && is_yearly(part))
            && told.point.grain != Grain::Year
            && published.is_none_or(|p| told.point.first.year() < p.year())
            && direction != Lean::Ahead
        {
            // "invaded in March 2003 and took the capital in April"
            return self.candidates(part, told.point.first).into_iter().find(|p| p.first >= told.point.first);
        }
        if let Some(first) = at.begun {
            // "from Monday to Thursday"
            return self.candidates(part, first).into_iter().find(|p| p.first > first);
        }
        let published = published?;
        let mut candidates = self.candidates(part, published);
        if let Part::Day(_, _, Some(weekday)) = part {
            // "Sunday, March 7": only in some years is it one.
            let fits = |p: &Point| p.first.weekday().to_monday_one_offset() == *weekday;
            if candidates.iter().any(fits) {
                candidates.retain(fits);
            }
        }
        let back = || candidates.iter().rev().find(|p| p.first <= published).cloned();
        let ahead = || candidates.iter().find(|p| p.last >= published).cloned();
        let found = match direction {
            Lean::Back => back(),
            Lean::Ahead => ahead(),
            Lean::RatherBack => {
                // "a 9 June hearing was announced" in May: what is long past is not meant where it also lies close ahead.
                let far = |p: &Point| (p.first - published).get_days().abs();
                match (back(), ahead()) {
                    (Some(b), Some(a)) if far(&b) > 270 && far(&a) < 60 => Some(a),
                    (b, _) => b,
                }
            }
            Lean::RatherAhead => {
                let far = |p: &Point| (p.first - published).get_days().abs();
                match (back(), ahead()) {
                    (Some(b), Some(a)) if far(&a) > 180 && 2 * far(&b) < far(&a) => Some(b),
                    (_, a) => a,
                }
            }
            Lean::Open => None,
        };
        found.or_else(|| nearest(&candidates, published))
    }

    /// The first end of a range takes the year of its second: "between April and June 2008".
    fn before_end(&self, part: &Part<'_>, year: i16, at: &Place) -> Option<Point> {
        let point = self.instance(part, year)?;
        let wraps = at.month_of_next.is_some_and(|m| point.first.month() > m);
        if wraps { self.instance(part, year - 1) } else { Some(point) }
    }

    /// The part in the years or weeks around a day, in order.
    fn candidates(&self, part: &Part<'_>, around: Date) -> Vec<Point> {
        match part {
            Part::Weekday(day) => (-1..=1)
                .filter_map(|by| {
                    let week = Point::away(TimeUnit::Week, around, by)?;
                    shift(TimeUnit::Day, week.first, i32::from(*day) - 1).map(Point::day)
                })
                .collect(),
            Part::Weekend => (-1..=1).filter_map(|by| Point::away(TimeUnit::Weekend, around, by)).collect(),
            _ => {
                // 29 February comes only every fourth year, twice as seldom around 1900.
                let reach = if matches!(part, Part::Day(2, 29, _)) { 8 } else { 1 };
                let year = around.year();
                (year - reach..=year + reach).filter_map(|y| self.instance(part, y)).collect()
            }
        }
    }

    /// The part of this year.
    fn instance(&self, part: &Part<'_>, year: i16) -> Option<Point> {
        match part {
            Part::Month(month) => Point::month(year, *month),
            Part::Day(month, day, _) => Date::new(year, *month, *day).ok().map(Point::day),
            Part::Quarter(n) => Point::quarter(year, *n),
            Part::Half(n) => Point::half(year, *n),
            Part::Season(letters, first_month) => Point::season(year, *first_month, letters),
            Part::Holiday(rule) => self.holiday(rule, year),
            Part::Weekday(_) | Part::Weekend => None,
        }
    }

    fn holiday(&self, rule: &HolidayRule, year: i16) -> Option<Point> {
        let from = |first: Date, length: i32| Some(Point::days(first, shift(TimeUnit::Day, first, length - 1)?));
        match rule {
            HolidayRule::Fixed { month, day, length } => from(Date::new(year, *month, *day).ok()?, *length),
            HolidayRule::Nth { nth, weekday, month, plus } => {
                let day = Date::new(year, *month, 1).ok()?.nth_weekday_of_month(*nth, *weekday).ok()?;
                from(shift(TimeUnit::Day, day, *plus)?, 1)
            }
            HolidayRule::Easter { days, length } => from(shift(TimeUnit::Day, easter(year)?, *days)?, *length),
            HolidayRule::OrthodoxEaster { days } => from(shift(TimeUnit::Day, orthodox_easter(year)?, *days)?, 1),
            HolidayRule::Feast(name) => self.words.feast(name, year).map(|(first, last)| Point::days(first, last)),
        }
    }
}

/// Where an expression stands, and what stands around it.
struct Place {
    sentence: usize,
    tokens: Range<usize>,
    alone: bool,
    /// The first end of a range that this is the last of.
    begun: Option<Date>,
    /// The year and month of the other end of a range: "between April and June 2008".
    year_of_next: Option<i16>,
    month_of_next: Option<i8>,
}

impl Place {
    fn new(pieces: &Pieces<'_>, expressions: &[Expression<'_>], i: usize) -> Self {
        let tokens = pieces.tokens(expressions[i].pieces.clone());
        let sentence = pieces.doc.sentence_ix(tokens.start);
        let end = expressions[i].pieces.end;
        let next = expressions.get(i + 1).filter(|n| n.pieces.start - end == 1 && !pieces.is(end, "."));
        let (year_of_next, month_of_next) = match next.map(|n| &n.sense) {
            Some(Sense::Date(When::Part(Part::Month(m) | Part::Day(m, ..), Within::Year(y)))) => (Some(*y), Some(*m)),
            _ => (None, None),
        };
        let alone = pieces.doc.sentences()[sentence].tokens.len() <= tokens.len() + 1;
        Self { sentence, tokens, alone, begun: None, year_of_next, month_of_next }
    }
}

/// Value and days of a bare time of day.
fn hours(sense: &Sense<'_>, day: Option<Date>) -> Option<(SmolStr, Option<(Date, Date)>)> {
    let date = day.map_or(SmolStr::new_static("XXXX-XX-XX"), |d| format_smolstr!("{d}"));
    let value = match sense {
        Sense::Time(clock, None) => clock_value(&date, clock),
        Sense::Times(first, last, None) => {
            format_smolstr!("{}/{}", clock_value(&date, first), clock_value(&date, last))
        }
        _ => return None,
    };
    Some((value, day.map(|d| (d, d))))
}

fn clock_value(date: &str, clock: &Clock) -> SmolStr {
    format_smolstr!("{date}T{}{}", clock.value, clock.zone)
}

/// The point nearest to a day.
fn nearest(candidates: &[Point], day: Date) -> Option<Point> {
    let far = |p: &Point| {
        let before = (p.first - day).get_days();
        let after = (day - p.last).get_days();
        before.max(after).max(0)
    };
    candidates.iter().min_by_key(|p| far(p)).cloned()
}

fn is_yearly(part: &Part<'_>) -> bool {
    !matches!(part, Part::Weekday(_) | Part::Weekend)
}

/// Whether a date told is fine enough to count such units from.
fn is_as_fine(grain: Grain, unit: TimeUnit) -> bool {
    let rank = match grain {
        Grain::Day | Grain::Days => 0,
        Grain::Week | Grain::Weekend => 1,
        Grain::Month => 2,
        Grain::Season | Grain::Quarter => 3,
        Grain::Half => 4,
        Grain::Year | Grain::FiscalYear => 5,
        Grain::Decade => 6,
        Grain::Century => 7,
    };
    let needed = match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => 0,
        TimeUnit::Week | TimeUnit::Weekend => 1,
        TimeUnit::Month => 2,
        TimeUnit::Quarter => 3,
        TimeUnit::Half => 4,
        TimeUnit::Year => 5,
        TimeUnit::Decade => 6,
        TimeUnit::Century => 7,
    };
    rank <= needed
}

fn unit_of(grain: Grain) -> Option<TimeUnit> {
    Some(match grain {
        Grain::Day | Grain::Days => TimeUnit::Day,
        Grain::Week => TimeUnit::Week,
        Grain::Weekend => TimeUnit::Weekend,
        Grain::Month => TimeUnit::Month,
        Grain::Quarter => TimeUnit::Quarter,
        Grain::Half => TimeUnit::Half,
        Grain::Year | Grain::FiscalYear => TimeUnit::Year,
        Grain::Decade => TimeUnit::Decade,
        Grain::Century => TimeUnit::Century,
        Grain::Season => return None,
    })
}

/// "the first week of June": the seven days from its first, in the week that most of them lie in; "the last day".
fn nth(n: i8, of: NthOf, whole: &Point) -> Option<Point> {
    match of {
        NthOf::Weekday(day) => {
            let weekday = jiff::civil::Weekday::from_monday_one_offset(day).ok()?;
            whole.first.nth_weekday_of_month(n, weekday).ok().filter(|_| whole.grain == Grain::Month).map(Point::day)
        }
        NthOf::Unit(unit) => {
            let by = i32::from(n) - 1;
            let middle = if unit.unit == TimeUnit::Week { 3 } else { 0 };
            let point = if n > 0 {
                let day = shift(unit.unit, shift(TimeUnit::Day, whole.first, middle)?, by)?;
                Point::containing(unit.unit, day)?
            } else {
                Point::containing(unit.unit, shift(TimeUnit::Day, whole.last, -middle)?)?
            };
            let fits = point.first <= whole.last && point.last >= whole.first;
            (fits && point.grain != whole.grain).then_some(point)
        }
    }
}

// ---------------------------------------------------------------- values without a calendar

/// `P2Y`, `PT30M`.
pub(super) fn length_value(n: f64, unit: UnitWord) -> SmolStr {
    let n = n * f64::from(unit.count);
    let (n, letters) = match unit.unit {
        TimeUnit::Second => return format_smolstr!("PT{n}S"),
        TimeUnit::Minute => return format_smolstr!("PT{n}M"),
        TimeUnit::Hour => return format_smolstr!("PT{n}H"),
        TimeUnit::Day => (n, "D"),
        TimeUnit::Week => (n, "W"),
        TimeUnit::Weekend => (n, "WE"),
        TimeUnit::Month => (n, "M"),
        TimeUnit::Quarter => (n, "Q"),
        TimeUnit::Half => (n * 6.0, "M"),
        TimeUnit::Year => (n, "Y"),
        TimeUnit::Decade => (n * 10.0, "Y"),
        TimeUnit::Century => (n * 100.0, "Y"),
    };
    format_smolstr!("P{n}{letters}")
}

fn whole_length(length: &Length) -> SmolStr {
    match (length.count, length.more) {
        (Count::Known(n), None) => length_value(n, length.unit),
        (Count::Known(n), Some((m, unit))) => {
            let (first, second) = (length_value(n, length.unit), length_value(m, unit));
            let rest = second.trim_start_matches('P');
            let rest = if first.starts_with("PT") { rest.trim_start_matches('T') } else { rest };
            format_smolstr!("{first}{rest}")
        }
        (Count::Some, _) => unknown_length(length.unit.unit),
    }
}

/// `PXD`: some days.
fn unknown_length(unit: TimeUnit) -> SmolStr {
    SmolStr::new_static(match unit {
        TimeUnit::Second => "PTXS",
        TimeUnit::Minute => "PTXM",
        TimeUnit::Hour => "PTXH",
        TimeUnit::Day => "PXD",
        TimeUnit::Week => "PXW",
        TimeUnit::Weekend => "PXWE",
        TimeUnit::Month => "PXM",
        TimeUnit::Quarter => "PXQ",
        TimeUnit::Half => "PXH",
        TimeUnit::Year => "PXY",
        TimeUnit::Decade => "PXDE",
        TimeUnit::Century => "PXCE",
    })
}

fn away_value(by: i32) -> SmolStr {
    SmolStr::new_static(if by < 0 { "PAST_REF" } else { "FUTURE_REF" })
}

/// The value of a date that nothing puts on the calendar, with `X` for what is unknown.
fn undated(when: &When<'_>) -> SmolStr {
    match when {
        When::Part(part, _) => undated_part(part),
        When::Away(Count::Some, _, step) => away_value(step.by),
        When::Unit(unit, _)
        | When::Away(_, unit, _)
        | When::Current(unit)
        | When::UnitOf(unit, _)
        | When::Nth(_, NthOf::Unit(unit), _) => undated_unit(unit.unit),
        When::Same(unit, _) => undated_unit(unit.map_or(TimeUnit::Day, |u| u.unit)),
        When::Deictic(_, unit) => undated_unit(*unit),
        When::Named(_) | When::Nth(..) => undated_unit(TimeUnit::Day),
        When::Year(_) | When::FiscalYear(_) => undated_unit(TimeUnit::Year),
        When::Decade(_) => undated_unit(TimeUnit::Decade),
        When::Century(_) => undated_unit(TimeUnit::Century),
    }
}

fn undated_unit(unit: TimeUnit) -> SmolStr {
    SmolStr::new_static(match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => "XXXX-XX-XX",
        TimeUnit::Week => "XXXX-WXX",
        TimeUnit::Weekend => "XXXX-WXX-WE",
        TimeUnit::Month => "XXXX-XX",
        TimeUnit::Quarter => "XXXX-QX",
        TimeUnit::Half => "XXXX-HX",
        TimeUnit::Year => "XXXX",
        TimeUnit::Decade => "XXX",
        TimeUnit::Century => "XX",
    })
}

/// `XXXX-06`, `XXXX-WXX-2`: a part of some year or week, or of every one.
pub(super) fn undated_part(part: &Part<'_>) -> SmolStr {
    match part {
        Part::Month(month) => format_smolstr!("XXXX-{month:02}"),
        Part::Day(month, day, _) => format_smolstr!("XXXX-{month:02}-{day:02}"),
        Part::Weekday(day) => format_smolstr!("XXXX-WXX-{day}"),
        Part::Weekend => "XXXX-WXX-WE".into(),
        Part::Quarter(n) => format_smolstr!("XXXX-Q{n}"),
        Part::Half(n) => format_smolstr!("XXXX-H{n}"),
        Part::Season(letters, _) => format_smolstr!("XXXX-{letters}"),
        Part::Holiday(HolidayRule::Fixed { month, day, length: 1 }) => format_smolstr!("XXXX-{month:02}-{day:02}"),
        Part::Holiday(HolidayRule::Nth { month, .. }) => format_smolstr!("XXXX-{month:02}-XX"),
        Part::Holiday(_) => "XXXX-XX-XX".into(),
    }
}
