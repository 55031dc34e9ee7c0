//! Words for dates, times, durations: the tables under `data/times/`, in one table of phrases.

use crate::files::Row;
use crate::phrases::Phrases;
use crate::{DataError, Files};
use jiff::civil::{Date, Weekday};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What a word or phrase can mean in an expression of time.
#[derive(Clone, Debug, PartialEq)]
pub enum TimeTerm {
    /// January is 1.
    Month {
        month: i8,
        when: When,
    },
    /// Monday is 1.
    Weekday {
        day: i8,
        when: When,
    },
    Unit(UnitWord),
    /// A part of the day: its TIMEX3 letters, or its hour ("noon": `12:00`).
    DayPart {
        value: SmolStr,
        plural: bool,
    },
    Season {
        value: SmolStr,
        first_month: i8,
        dated: bool,
    },
    /// A word before a unit that steps from a date: last, next, this.
    Relative {
        step: Step,
        span: bool,
    },
    /// A word after a length of time that makes it a date: ago, later.
    Step {
        step: Step,
        adverb: bool,
    },
    /// Units from publication: yesterday, tonight, the week before last.
    Deictic {
        by: i32,
        unit: TimeUnit,
        part: Option<SmolStr>,
    },
    /// `PRESENT_REF` and its like.
    Reference {
        value: SmolStr,
        when: When,
        after: Option<SmolStr>,
    },
    /// What comes again: daily.
    Repeated {
        value: SmolStr,
    },
    /// A length in one word: yearlong.
    Long(TimeUnit),
    /// A word before a date for a part of it: early, the end of. `long`: only before dates longer than a day.
    Narrowing {
        long: bool,
    },
    Clock(ClockWord),
    Decade(i16),
    Holiday(HolidayRule),
    /// A day known by a name.
    Named {
        date: Date,
    },
    Grammar(TimeGrammar),
    Ignored,
}

/// Where a word that has other meanings counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Always,
    /// Only as a proper name ("May").
    Name,
    /// Only beside a day or a year ("Sept. 5").
    Beside,
    /// Every one of them ("Fridays").
    Plural,
    Adverb,
    /// Not before a noun.
    Noun,
    /// Only before a noun.
    Before,
}

/// So many units on or back, from the day of publication or the date last spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub by: i32,
    pub from: Anchor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Publication,
    Story,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// A word for a unit, or for several of one ("fortnight").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitWord {
    pub unit: TimeUnit,
    pub count: u16,
    pub form: UnitForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitForm {
    Singular,
    Plural,
    /// An abbreviation, only after a number.
    Short,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ClockWord {
    Am,
    Pm,
    /// After a full hour: o'clock.
    Hour,
    /// Before an hour, minutes to add: half past.
    Past(i8),
    /// Before an hour, minutes to take away: a quarter to.
    To(i8),
    /// Offset from UTC as TIMEX3 writes it; empty where not known ("local time").
    Zone(SmolStr),
}

/// When in a year a holiday falls.
#[derive(Clone, Debug, PartialEq)]
pub enum HolidayRule {
    Fixed { month: i8, day: i8, length: i32 },
    Nth { nth: i8, weekday: Weekday, month: i8, plus: i32 },
    Easter { days: i32, length: i32 },
    OrthodoxEaster { days: i32 },
    Feast(SmolStr),
}

macro_rules! grammar {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// Small words, by what they do in an expression of time.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum TimeGrammar { $($(#[$doc])* $name),* }

        impl TimeGrammar {
            const NAMES: &[(&str, Self)] = &[$(($text, Self::$name)),*];
        }
    };
}

grammar! {
    The = "the",
    A = "a",
    Of = "of",
    In = "in",
    And = "and",
    /// Between the ends of a range.
    To = "to",
    Every = "every",
    Other = "other",
    /// once, twice
    Times = "times",
    /// and a half
    AndHalf = "and half",
    /// half a
    HalfA = "half",
    /// a quarter of an
    QuarterOf = "quarter of",
    ThreeQuartersOf = "three quarters of",
    /// third consecutive
    Straight = "straight",
    /// in a row
    Running = "running",
    /// a full year
    Filler = "filler",
    /// a year or so
    FillerAfter = "filler after",
    Fiscal = "fiscal",
    /// The first of a unit.
    First = "first",
    /// The last of a unit.
    Last = "last",
    /// the same period
    Period = "period",
    /// quarter, after an ordinal
    Quarter = "quarter",
    /// half, after an ordinal
    Half = "half of",
    /// Q, before its number
    QuarterLetter = "q",
    HalfLetter = "h",
    /// 22-year-old
    Old = "old",
    /// year-long
    Long = "long",
    Before = "bc",
    After = "ad",
    /// An unknown number of units.
    Several = "several",
    /// A couple of units.
    Couple = "two",
    /// over, within: with "the next year" these mean the length of it.
    During = "during",
}

/// All words of time.
#[derive(Debug, Default)]
pub struct TimeWords {
    pub phrases: Phrases<TimeTerm>,
    /// By lemma: what hangs on this word is yet to come (`Ahead`) or lies behind.
    leanings: FxHashMap<SmolStr, Leaning>,
    /// By feast, in order: first and last days.
    feasts: FxHashMap<SmolStr, Vec<(Date, Date)>>,
}

/// The direction in time that a word gives to a date that hangs on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leaning {
    pub verb: Option<Direction>,
    pub noun: Option<Direction>,
    pub adjective: Option<Direction>,
    pub preposition: Option<Direction>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Back,
    Ahead,
    /// Whichever way is nearer: "as of February".
    Near,
    /// As the verb's tense has it, whatever the verb plans: "After calls on Saturday, he threatened".
    Aside,
    /// Ahead of an infinitive or what will be, behind of what happened ("were held by Sunday").
    Deadline,
}

impl TimeWords {
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        let mut loader = Loader { files, words: Self::default(), errors: Vec::new() };
        loader.calendar();
        loader.relations();
        loader.references();
        loader.holidays();
        loader.leanings();
        if loader.errors.is_empty() { Ok(loader.words) } else { Err(loader.errors) }
    }

    /// The direction that a lemma gives, by its part of speech.
    pub fn leaning(&self, lemma: &str) -> Leaning {
        self.leanings.get(lemma).copied().unwrap_or_default()
    }

    /// First and last day of a feast that begins in this year; the first where two do.
    pub fn feast(&self, name: &str, year: i16) -> Option<(Date, Date)> {
        self.feasts.get(name)?.iter().copied().find(|(first, _)| first.year() == year)
    }
}

struct Loader<'f> {
    files: &'f Files,
    words: TimeWords,
    errors: Vec<DataError>,
}

impl Loader<'_> {
    /// Reads a table; `means` gives a row's meaning, or what is wrong with it.
    fn table(&mut self, name: &str, columns: &[&str], means: impl Fn(&[&str]) -> Result<TimeTerm, String>) {
        self.rows(name, columns, |words, cells| {
            words.phrases.add(cells[0], means(cells)?);
            Ok(())
        });
    }

    fn rows(
        &mut self,
        name: &str,
        columns: &[&str],
        mut add: impl FnMut(&mut TimeWords, &[&str]) -> Result<(), String>,
    ) {
        let path = format!("times/{name}.tsv");
        match self.files.table(&path, columns) {
            Err(errors) => self.errors.extend(errors),
            Ok(rows) => {
                for Row { line, cells } in rows {
                    if let Err(message) = add(&mut self.words, &cells) {
                        self.errors.push(DataError::new(&path, line, message));
                    }
                }
            }
        }
    }

    fn calendar(&mut self) {
        self.table("months", &["word", "month", "when"], |c| {
            Ok(TimeTerm::Month { month: number(c[1], 1, 12)?, when: when(c[2])? })
        });
        self.table("weekdays", &["word", "day", "when"], |c| {
            Ok(TimeTerm::Weekday { day: number(c[1], 1, 7)?, when: when(c[2])? })
        });
        self.table("units", &["word", "unit", "count", "form"], |c| {
            let form = match c[3] {
                "singular" => UnitForm::Singular,
                "plural" => UnitForm::Plural,
                "short" => UnitForm::Short,
                other => return Err(unknown("form", other, "singular, plural, short")),
            };
            Ok(TimeTerm::Unit(UnitWord { unit: unit(c[1])?, count: number(c[2], 1, 10_000)?, form }))
        });
        self.table("day_parts", &["word", "value", "form"], |c| {
            Ok(TimeTerm::DayPart { value: c[1].into(), plural: c[2] == "plural" })
        });
        self.table("seasons", &["word", "value", "first_month", "when"], |c| {
            let first_month = number(c[2], 1, 12)?;
            Ok(TimeTerm::Season { value: c[1].into(), first_month, dated: c[3] == "dated" })
        });
        self.table("decades", &["word", "decade"], |c| Ok(TimeTerm::Decade(number(c[1], 0, 9)?)));
        self.table("clock", &["words", "is", "value"], |c| {
            Ok(TimeTerm::Clock(match c[1] {
                "am" => ClockWord::Am,
                "pm" => ClockWord::Pm,
                "hour" => ClockWord::Hour,
                "past" => ClockWord::Past(number(c[2], 0, 59)?),
                "to" => ClockWord::To(number(c[2], 0, 59)?),
                "zone" => ClockWord::Zone(c[2].into()),
                other => return Err(unknown("`is`", other, "am, pm, hour, past, to, zone")),
            }))
        });
    }

    fn relations(&mut self) {
        self.table("relative", &["words", "step", "from", "use"], |c| {
            Ok(TimeTerm::Relative { step: step(c[1], c[2])?, span: c[3] == "span" })
        });
        self.table("steps", &["words", "step", "from", "when"], |c| {
            Ok(TimeTerm::Step { step: step(c[1], c[2])?, adverb: c[3] == "adverb" })
        });
        self.table("deictic", &["words", "by", "unit", "part"], |c| {
            Ok(TimeTerm::Deictic { by: number(c[1], -400, 400)?, unit: unit(c[2])?, part: filled(c[3]) })
        });
        self.table("narrowing", &["words", "before"], |c| match c[1] {
            "date" => Ok(TimeTerm::Narrowing { long: false }),
            "long" => Ok(TimeTerm::Narrowing { long: true }),
            other => Err(unknown("`before`", other, "date, long")),
        });
        self.table("grammar", &["words", "is"], |c| {
            let found = TimeGrammar::NAMES.iter().find(|(name, _)| *name == c[1]);
            let names = || TimeGrammar::NAMES.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", ");
            found.map(|(_, g)| TimeTerm::Grammar(*g)).ok_or_else(|| unknown("`is`", c[1], &names()))
        });
        self.table("ignored", &["words"], |_| Ok(TimeTerm::Ignored));
    }

    fn references(&mut self) {
        self.table("references", &["words", "value", "when", "after"], |c| {
            Ok(TimeTerm::Reference { value: c[1].into(), when: when(c[2])?, after: filled(c[3]) })
        });
        self.table("repeated", &["words", "value"], |c| Ok(TimeTerm::Repeated { value: c[1].into() }));
        self.table("long", &["word", "unit"], |c| Ok(TimeTerm::Long(unit(c[1])?)));
        self.table("named_days", &["words", "value"], |c| Ok(TimeTerm::Named { date: date(c[1])? }));
    }

    fn holidays(&mut self) {
        self.rows("movable", &["feast", "first", "last"], |words, c| {
            words.feasts.entry(c[0].into()).or_default().push((date(c[1])?, date(c[2])?));
            Ok(())
        });
        self.rows("holidays", &["words", "rule"], |words, c| {
            let rule = holiday_rule(c[1])?;
            if let HolidayRule::Feast(name) = &rule
                && !words.feasts.contains_key(name)
            {
                return Err(format!("no feast `{name}` in movable.tsv"));
            }
            words.phrases.add(c[0], TimeTerm::Holiday(rule));
            Ok(())
        });
    }

    fn leanings(&mut self) {
        self.rows("ahead", &["lemma", "is", "looks"], |words, c| {
            let direction = match c[2] {
                "ahead" => Direction::Ahead,
                "back" => Direction::Back,
                "near" => Direction::Near,
                "aside" => Direction::Aside,
                "deadline" => Direction::Deadline,
                other => return Err(unknown("`looks`", other, "ahead, back, near, aside, deadline")),
            };
            let leaning = words.leanings.entry(c[0].into()).or_default();
            let place = match c[1] {
                "verb" => &mut leaning.verb,
                "noun" => &mut leaning.noun,
                "adjective" => &mut leaning.adjective,
                "preposition" => &mut leaning.preposition,
                other => return Err(unknown("`is`", other, "verb, noun, adjective, preposition")),
            };
            *place = Some(direction);
            Ok(())
        });
    }
}

fn unknown(what: &str, found: &str, known: &str) -> String {
    format!("{what} is one of {known}; not `{found}`")
}

fn filled(cell: &str) -> Option<SmolStr> {
    (!cell.is_empty()).then(|| cell.into())
}

fn number<T>(cell: &str, low: T, high: T) -> Result<T, String>
where
    T: std::str::FromStr + PartialOrd + std::fmt::Display,
{
    (cell.parse::<T>().ok().filter(|n| (&low..=&high).contains(&n)))
        .ok_or_else(|| format!("`{cell}` is no whole number from {low} to {high}"))
}

fn date(cell: &str) -> Result<Date, String> {
    cell.parse().map_err(|_| format!("`{cell}` is no date; write 2022-02-28"))
}

fn when(cell: &str) -> Result<When, String> {
    Ok(match cell {
        "" => When::Always,
        "name" => When::Name,
        "beside" => When::Beside,
        "plural" => When::Plural,
        "adverb" => When::Adverb,
        "noun" => When::Noun,
        "before" => When::Before,
        other => return Err(unknown("`when`", other, "name, beside, plural, adverb, noun, before, or empty")),
    })
}

fn unit(cell: &str) -> Result<TimeUnit, String> {
    Ok(match cell {
        "second" => TimeUnit::Second,
        "minute" => TimeUnit::Minute,
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "week" => TimeUnit::Week,
        "weekend" => TimeUnit::Weekend,
        "month" => TimeUnit::Month,
        "quarter" => TimeUnit::Quarter,
        "half" => TimeUnit::Half,
        "year" => TimeUnit::Year,
        "decade" => TimeUnit::Decade,
        "century" => TimeUnit::Century,
        other => return Err(format!("no unit `{other}`; see crates/lexicon/src/times.rs for the twelve there are")),
    })
}

fn step(by: &str, from: &str) -> Result<Step, String> {
    let from = match from {
        "publication" => Anchor::Publication,
        "story" => Anchor::Story,
        other => return Err(unknown("`from`", other, "publication, story")),
    };
    Ok(Step { by: number(by, -1, 1)?, from })
}

fn holiday_rule(cell: &str) -> Result<HolidayRule, String> {
    let wrong = || format!("cannot read the rule `{cell}`; the head of the file shows the forms there are");
    let words: Vec<&str> = cell.split_whitespace().collect();
    let weekday = |cell: &str| Weekday::from_monday_one_offset(number(cell, 1, 7)?).map_err(|e| e.to_string());
    match words[..] {
        ["nth", nth, day, month, ref plus @ ..] => Ok(HolidayRule::Nth {
            nth: number(nth, 1, 5)?,
            weekday: weekday(day)?,
            month: number(month, 1, 12)?,
            plus: plus.first().map_or(Ok(0), |p| p.parse().map_err(|_| wrong()))?,
        }),
        ["last", day, month] => {
            Ok(HolidayRule::Nth { nth: -1, weekday: weekday(day)?, month: number(month, 1, 12)?, plus: 0 })
        }
        ["easter", days, ref length @ ..] => Ok(HolidayRule::Easter {
            days: number(days, -100, 100)?,
            length: length.first().map_or(Ok(1), |l| number(l, 1, 60))?,
        }),
        ["orthodox", "easter", days] => Ok(HolidayRule::OrthodoxEaster { days: number(days, -100, 100)? }),
        ["feast", ..] => Ok(HolidayRule::Feast(words[1..].join(" ").into())),
        [day, ref length @ ..] => {
            let (month, day) = day.split_once('-').ok_or_else(wrong)?;
            let length = length.first().map_or(Ok(1), |l| number(l, 1, 60))?;
            Ok(HolidayRule::Fixed { month: number(month, 1, 12)?, day: number(day, 1, 31)?, length })
        }
        [] => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_row_is_named_with_its_line() {
        let mut files = Files::embedded();
        files.insert("times/months.tsv", b"word\tmonth\twhen\njanuary\t1\nsmarch\t13\n".to_vec());
        let errors: Vec<_> = TimeWords::load(&files).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(errors, ["data/times/months.tsv:3: `13` is no whole number from 1 to 12"]);
    }

    #[test]
    fn feasts_have_their_days() {
        let words = TimeWords::load(&Files::embedded()).unwrap();
        let (first, last) = words.feast("ramadan", 2022).unwrap();
        assert_eq!((first.to_string(), last.to_string()), ("2022-04-02".into(), "2022-05-01".into()));
    }
}
