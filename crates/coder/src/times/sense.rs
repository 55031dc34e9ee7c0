//! What an expression of time says, before it is put on the calendar.

use jiff::civil::Date;
use sayso_lexicon::{HolidayRule, Step, TimeUnit, UnitWord};
use smol_str::{SmolStr, format_smolstr};

/// The meaning of a whole expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sense<'l> {
    Date(When<'l>),
    /// "January 5-7", "2014-2015".
    Dates(When<'l>, When<'l>),
    /// A time of day; without a date, that of the story.
    Time(Clock, Option<When<'l>>),
    /// "3-4pm"
    Times(Clock, Clock, Option<When<'l>>),
    Length(Length),
    /// "two to three years"
    Lengths(f64, f64, UnitWord),
    /// A SET with its value.
    Again(SmolStr),
    /// `PRESENT_REF`, `PAST_REF`, `FUTURE_REF`.
    Reference(SmolStr),
    /// "two hours ago"
    HoursAgo(Step),
}

/// A date, as it is said.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum When<'l> {
    Part(Part<'l>, Within<'l>),
    Year(i16),
    FiscalYear(i16),
    Decade(i16),
    Century(i16),
    /// "last week", "this year", "the decade".
    Unit(UnitWord, Step),
    /// "two weeks ago", "years later".
    Away(Count, UnitWord, Step),
    /// "tomorrow", "the week before last"
    Deictic(i32, TimeUnit),
    /// "the first week of June"; from the end where negative.
    Nth(i8, NthOf, Box<When<'l>>),
    /// "the week of January 10"
    UnitOf(UnitWord, Box<When<'l>>),
    /// "the same period last year": the date last spoken of, within another.
    Same(Option<UnitWord>, Box<When<'l>>),
    /// The day that the story is at: "the third straight day".
    Current(UnitWord),
    Named(Date),
}

/// What is counted out: "the first week", "the second Monday".
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NthOf {
    Unit(UnitWord),
    Weekday(i8),
}

/// A part of a year or week.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part<'l> {
    Month(i8),
    /// Month, day, and the day of the week where it is said.
    Day(i8, i8, Option<i8>),
    Weekday(i8),
    Weekend,
    Quarter(i8),
    Half(i8),
    Season(&'l SmolStr, i8),
    Holiday(&'l HolidayRule),
}

/// Where a part is looked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Within<'l> {
    /// By the tense of the sentence.
    Open,
    Year(i16),
    /// "last June"
    Step(Step),
    /// "June of last year"
    Of(Box<When<'l>>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    Known(f64),
    /// "several"
    Some,
}

/// A length of time, and the way it looks from publication: -1 back ("the past eight years"), +1 ahead, 0 neither.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Length {
    pub(super) count: Count,
    pub(super) unit: UnitWord,
    /// "two years and three months"
    pub(super) more: Option<(f64, UnitWord)>,
    pub(super) looks: i32,
}

/// A time of day in TIMEX3's letters after the `T`: `18:00`, `MO`; with its zone.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) value: SmolStr,
    pub(super) zone: SmolStr,
}

impl Clock {
    /// An hour of the clock's twelve, said of a part of the day ("10 o'clock tonight").
    pub(super) fn in_part(self, part: &str) -> Self {
        let hour = self.value.get(..2).and_then(|h| h.parse::<u8>().ok());
        match hour {
            Some(hour) if part != "MO" && (1..12).contains(&hour) => {
                Self { value: format_smolstr!("{:02}{}", hour + 12, &self.value[2..]), ..self }
            }
            _ => self,
        }
    }
}
