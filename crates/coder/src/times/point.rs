//! Points of the calendar: days, weeks, months, years and what lies between, with their TIMEX3 values.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use sayso_lexicon::TimeUnit;
use smol_str::{SmolStr, format_smolstr};

/// How long a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Quarter,
    Half,
    Year,
    FiscalYear,
    Decade,
    Century,
    /// Several days of no named kind: a feast.
    Days,
}

/// A stretch of the calendar that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) grain: Grain,
    pub(super) first: Date,
    pub(super) last: Date,
    /// TIMEX3 letters of a season.
    season: SmolStr,
}

impl Point {
    pub(super) fn day(day: Date) -> Self {
        Self { grain: Grain::Day, first: day, last: day, season: SmolStr::default() }
    }

    /// Several days; a single one is a day.
    pub(super) fn days(first: Date, last: Date) -> Self {
        let grain = if first == last { Grain::Day } else { Grain::Days };
        Self { grain, first, last, season: SmolStr::default() }
    }

    /// `months` months from a first day.
    fn months(grain: Grain, first: Date, months: i32) -> Option<Self> {
        let last = first.checked_add(months.months()).ok()?.yesterday().ok()?;
        Some(Self { grain, first, last, season: SmolStr::default() })
    }

    fn of_days(grain: Grain, first: Date, days: i32) -> Option<Self> {
        let last = first.checked_add((days - 1).days()).ok()?;
        Some(Self { grain, first, last, season: SmolStr::default() })
    }

    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        Self::months(Grain::Month, Date::new(year, month, 1).ok()?, 1)
    }

    pub(super) fn quarter(year: i16, quarter: i8) -> Option<Self> {
        Self::months(Grain::Quarter, Date::new(year, 3 * quarter - 2, 1).ok()?, 3)
    }

    pub(super) fn half(year: i16, half: i8) -> Option<Self> {
        Self::months(Grain::Half, Date::new(year, 6 * half - 5, 1).ok()?, 6)
    }

    pub(super) fn season(year: i16, first_month: i8, letters: &SmolStr) -> Option<Self> {
        let point = Self::months(Grain::Season, Date::new(year, first_month, 1).ok()?, 3)?;
        Some(Self { season: letters.clone(), ..point })
    }

    pub(super) fn year(year: i16) -> Option<Self> {
        Self::months(Grain::Year, Date::new(year, 1, 1).ok()?, 12)
    }

    pub(super) fn fiscal_year(year: i16) -> Option<Self> {
        Self::year(year).map(|p| Self { grain: Grain::FiscalYear, ..p })
    }

    /// 199 for the nineties.
    pub(super) fn decade(decade: i16) -> Option<Self> {
        Self::months(Grain::Decade, Date::new(decade.checked_mul(10)?, 1, 1).ok()?, 120)
    }

    /// 19 for the twentieth.
    pub(super) fn century(century: i16) -> Option<Self> {
        Self::months(Grain::Century, Date::new(century.checked_mul(100)?, 1, 1).ok()?, 1200)
    }

    pub(super) fn week_of(day: Date) -> Option<Self> {
        let monday = day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
        Self::of_days(Grain::Week, monday, 7)
    }

    pub(super) fn weekend_of(day: Date) -> Option<Self> {
        let saturday = Self::week_of(day)?.first.checked_add(5.days()).ok()?;
        Self::of_days(Grain::Weekend, saturday, 2)
    }

    /// The point of this unit that a day lies in.
    pub(super) fn containing(unit: TimeUnit, day: Date) -> Option<Self> {
        match unit {
            TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => Some(Self::day(day)),
            TimeUnit::Week => Self::week_of(day),
            TimeUnit::Weekend => Self::weekend_of(day),
            TimeUnit::Month => Self::month(day.year(), day.month()),
            TimeUnit::Quarter => Self::quarter(day.year(), (day.month() - 1) / 3 + 1),
            TimeUnit::Half => Self::half(day.year(), (day.month() - 1) / 6 + 1),
            TimeUnit::Year => Self::year(day.year()),
            TimeUnit::Decade => Self::decade(day.year().div_euclid(10)),
            TimeUnit::Century => Self::century(day.year().div_euclid(100)),
        }
    }

    /// The point of this unit, `by` units on from the one that a day lies in.
    pub(super) fn away(unit: TimeUnit, day: Date, by: i32) -> Option<Self> {
        Self::containing(unit, shift(unit, day, by)?)
    }

    pub(super) fn contains(&self, other: &Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    pub(super) fn is_day(&self) -> bool {
        self.grain == Grain::Day
    }

    pub(super) fn value(&self) -> SmolStr {
        let (year, month) = (self.first.year(), self.first.month());
        let week = || {
            let iso = self.first.iso_week_date();
            format_smolstr!("{:04}-W{:02}", iso.year(), iso.week())
        };
        match self.grain {
            Grain::Day => format_smolstr!("{}", self.first),
            Grain::Days => format_smolstr!("{}/{}", self.first, self.last),
            Grain::Week => week(),
            Grain::Weekend => format_smolstr!("{}-WE", week()),
            Grain::Month => format_smolstr!("{year:04}-{month:02}"),
            Grain::Season => format_smolstr!("{year:04}-{}", self.season),
            Grain::Quarter => format_smolstr!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Grain::Half => format_smolstr!("{year:04}-H{}", (month - 1) / 6 + 1),
            Grain::Year if year <= 0 => format_smolstr!("BC{:04}", 1 - year),
            Grain::Year => format_smolstr!("{year:04}"),
            Grain::FiscalYear => format_smolstr!("FY{year:04}"),
            Grain::Decade => format_smolstr!("{:03}", year.div_euclid(10)),
            Grain::Century => format_smolstr!("{:02}", year.div_euclid(100)),
        }
    }
}

/// The day so many units on.
pub(super) fn shift(unit: TimeUnit, day: Date, by: i32) -> Option<Date> {
    let by = i64::from(by);
    let span = jiff::Span::new();
    let span = match unit {
        TimeUnit::Second => span.try_days(by / 86_400),
        TimeUnit::Minute => span.try_days(by / 1440),
        TimeUnit::Hour => span.try_days(by / 24),
        TimeUnit::Day => span.try_days(by),
        TimeUnit::Week | TimeUnit::Weekend => span.try_weeks(by),
        TimeUnit::Month => span.try_months(by),
        TimeUnit::Quarter => span.try_months(3 * by),
        TimeUnit::Half => span.try_months(6 * by),
        TimeUnit::Year => span.try_years(by),
        TimeUnit::Decade => span.try_years(10 * by),
        TimeUnit::Century => span.try_years(100 * by),
    };
    let span = span.ok()?;
    day.checked_add(span).ok()
}

/// Easter Sunday of the western churches (Gauss's rule as Butcher gives it).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

/// Easter Sunday of the eastern churches (Meeus's rule for the Julian calendar, and the days it lags behind).
pub(super) fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    let lag = y / 100 - y / 400 - 2;
    Date::new(year, month as i8, day as i8).ok()?.checked_add(lag.days()).ok()
}

/// The year that two digits mean, seen from a year of publication: not more than twenty years ahead of it.
pub(super) fn full_year(two_digits: i16, published: Option<Date>) -> i16 {
    let seen_from = published.unwrap_or(date(2010, 1, 1)).year();
    let year = seen_from.div_euclid(100) * 100 + two_digits;
    if year > seen_from + 20 { year - 100 } else { year }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easters_fall_where_the_churches_have_them() {
        assert_eq!(easter(2022), Date::new(2022, 4, 17).ok());
        assert_eq!(easter(2008), Date::new(2008, 3, 23).ok());
        assert_eq!(orthodox_easter(2022), Date::new(2022, 4, 24).ok());
        assert_eq!(orthodox_easter(2014), Date::new(2014, 4, 20).ok());
    }

    #[test]
    fn values_are_those_of_timex3() {
        let value = |p: Option<Point>| p.unwrap().value().to_string();
        let day = date(2022, 1, 2);
        assert_eq!(value(Point::week_of(day)), "2021-W52");
        assert_eq!(value(Point::weekend_of(day)), "2021-W52-WE");
        assert_eq!(value(Point::away(TimeUnit::Month, day, -1)), "2021-12");
        assert_eq!(value(Point::away(TimeUnit::Decade, day, -1)), "201");
        assert_eq!(value(Point::containing(TimeUnit::Century, day)), "20");
        assert_eq!(value(Point::quarter(2016, 4)), "2016-Q4");
        assert_eq!(value(Point::fiscal_year(2016)), "FY2016");
        assert_eq!(value(Point::year(-43)), "BC0044");
    }

    #[test]
    fn two_digits_mean_the_nearest_century() {
        assert_eq!(full_year(82, Date::new(2008, 1, 1).ok()), 1982);
        assert_eq!(full_year(14, Date::new(2008, 1, 1).ok()), 2014);
    }
}
