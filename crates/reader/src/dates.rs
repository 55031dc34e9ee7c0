//! Dates as pages and papers write them: "2 February 2022", "Saturday, September 12, 2015", "Sept. 3, 2014", ISO. Only
//! whole dates count: a day without its year, or `02/03/2021`, which two countries read differently, is no date.

use crate::words::DateWords;
use jiff::civil::Date;
use sayso_doc::Published;
use std::ops::Range;

/// A date found in a text, with its time of day where one stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateMention {
    pub(crate) range: Range<usize>,
    pub(crate) published: Published,
    /// The weekday written beside it is not that day's.
    pub(crate) weekday_differs: bool,
}

/// What a line that holds a date has besides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateLine {
    pub(crate) mention: DateMention,
    /// "Updated 3 March 2021": the day of a change.
    pub(crate) changed: bool,
    /// What is neither date, time nor one of the words that stand in date lines.
    pub(crate) rest: Option<Range<usize>>,
}

/// The date a text states: the first ISO or written-out date in it ("Wed Nov 23, 2016 | 4:55pm EST").
pub(crate) fn parse_date(text: &str, words: &DateWords) -> Option<Published> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|i| mention_at(text, &tokens, i, words)).map(|m| m.0.published)
}

/// The first date of a text, wherever it stands.
pub(crate) fn first_date(text: &str, words: &DateWords) -> Option<DateMention> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|i| mention_at(text, &tokens, i, words)).map(|m| m.0)
}

/// Reads a line that holds a date as a date line.
pub(crate) fn date_line(text: &str, words: &DateWords) -> Option<DateLine> {
    let tokens = tokens(text);
    let mut found: Vec<(DateMention, bool)> = Vec::new();
    let mut rest: Option<Range<usize>> = None;
    let mut changed = false;
    let mut i = 0;
    while i < tokens.len() {
        if let Some((mention, next)) = mention_at(text, &tokens, i, words) {
            found.push((mention, changed));
            changed = false;
            i = next;
            continue;
        }
        let token = &tokens[i];
        let lower = token.text.to_lowercase();
        changed |= words.changed.contains(&lower);
        let filler = token.kind != Kind::Word && token.kind != Kind::Number
            || words.fillers.contains(&lower)
            || words.changed.contains(&lower)
            || words.weekdays.contains_key(&lower);
        match time_at(&tokens, i, words) {
            Some((_, next)) => i = next,
            None => {
                if !filler {
                    let start = rest.map_or(token.range.start, |r| r.start);
                    rest = Some(start..token.range.end);
                }
                i += 1;
            }
        }
    }
    let best = found.iter().position(|(_, changed)| !changed).unwrap_or(0);
    if found.is_empty() {
        return None;
    }
    let (mention, changed) = found.swap_remove(best);
    Some(DateLine { mention, changed, rest })
}

/// A date and time as given in data (`2021-03-04`, `2021-03-04T10:15:00Z`, `20210304`, or any form that pages use).
pub(crate) fn given_date(text: &str, words: &DateWords) -> Option<Published> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let date = civil(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)?;
        return Some(date.into());
    }
    parse_date(text, words)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Word,
    Other,
}

#[derive(Clone, Debug)]
struct Token<'a> {
    text: &'a str,
    range: Range<usize>,
    kind: Kind,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let kind_of = |c: char| match c {
        c if c.is_ascii_digit() => Kind::Number,
        c if c.is_alphabetic() => Kind::Word,
        _ => Kind::Other,
    };
    let mut out: Vec<Token<'_>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let kind = kind_of(c);
        match out.last_mut() {
            Some(last) if kind != Kind::Other && last.kind == kind && last.range.end == at => {
                last.range.end = at + c.len_utf8();
                last.text = &text[last.range.clone()];
            }
            _ => out.push(Token { text: &text[at..at + c.len_utf8()], range: at..at + c.len_utf8(), kind }),
        }
    }
    out
}

/// The date that begins at token `i`, weekday and time of day included, and the token after it.
fn mention_at(text: &str, tokens: &[Token<'_>], i: usize, words: &DateWords) -> Option<(DateMention, usize)> {
    // A number inside a word or a longer number ("B2 March 2021") begins no date.
    if i > 0 && tokens[i - 1].range.end == tokens[i].range.start && tokens[i - 1].kind != Kind::Other {
        return None;
    }
    let start = i;
    let mut i = i;
    let weekday = words.weekdays.get(&lower(tokens.get(i)?)).copied();
    if weekday.is_some() {
        i = skip(tokens, i + 1, &[".", ",", "|", "-", "–"]);
    }
    let mut time = None;
    if weekday.is_none()
        && let Some((t, next)) = time_at(tokens, i, words)
    {
        // "1:35 PM, Nov 27, 2016"
        time = Some(t);
        i = skip(tokens, next, &[",", "|", "-", "–", "/"]);
        if tokens.get(i).is_some_and(|t| words.fillers.contains(&lower(t))) {
            i += 1;
        }
    }
    let (date, mut next) = iso_at(tokens, i)
        .or_else(|| day_month_year(tokens, i, words))
        .or_else(|| month_day_year(tokens, i, words))
        .or_else(|| year_month_day(tokens, i, words))
        .or_else(|| numeric(tokens, i))?;
    if time.is_none() {
        let mut at = skip(tokens, next, &[",", "|", "-", "–", "—", "/", "·", "•", "(", ";", ":", "@", "T", "t"]);
        if tokens.get(at).is_some_and(|t| words.fillers.contains(&lower(t))) {
            at += 1;
        }
        if let Some((t, after)) = time_at(tokens, at, words) {
            time = Some(t);
            next = after;
        }
    }
    let range = tokens[start].range.start..tokens[next - 1].range.end;
    let iso = match &time {
        Some(time) => format!("{date}T{time}"),
        None => date.to_string(),
    };
    let weekday_differs = weekday.is_some_and(|w| date.weekday().to_monday_one_offset() != w);
    debug_assert!(text.is_char_boundary(range.end));
    Some((DateMention { range, published: Published { date, iso }, weekday_differs }, next))
}

/// `2022-02-02`, `2022/02/02`, `2022.02.02`, without spaces.
fn iso_at(tokens: &[Token<'_>], i: usize) -> Option<(Date, usize)> {
    let [year, a, month, b, day, ..] = tokens.get(i..)? else { return None };
    let tight = tokens[i..i + 5].windows(2).all(|w| w[0].range.end == w[1].range.start);
    if !tight || a.text != b.text || !matches!(a.text, "-" | "/" | ".") || year.text.len() != 4 {
        return None;
    }
    Some((civil(number(year)?, number(month)?, number(day)?)?, i + 5))
}

/// `2 February 2022`, `2nd of Feb., 2022`, `02-Feb-2022`.
fn day_month_year(tokens: &[Token<'_>], i: usize, words: &DateWords) -> Option<(Date, usize)> {
    let day = number(tokens.get(i)?)?;
    let mut i = i + 1;
    if tokens.get(i).is_some_and(|t| words.ordinals.contains(&lower(t))) {
        i += 1;
    }
    if tokens.get(i).is_some_and(|t| words.fillers.contains(&lower(t))) {
        i += 1;
    }
    i = skip(tokens, i, &["-", ".", "/"]);
    let month = *words.months.get(&lower(tokens.get(i)?))?;
    i = skip(tokens, i + 1, &[".", ",", "-", "/"]);
    Some((civil(year(tokens.get(i)?)?, month.into(), day)?, i + 1))
}

/// `September 12, 2015`, `Sept. 3rd 2014`.
fn month_day_year(tokens: &[Token<'_>], i: usize, words: &DateWords) -> Option<(Date, usize)> {
    let month = *words.months.get(&lower(tokens.get(i)?))?;
    let mut i = skip(tokens, i + 1, &[".", "-"]);
    let day = number(tokens.get(i)?)?;
    i += 1;
    if tokens.get(i).is_some_and(|t| words.ordinals.contains(&lower(t))) {
        i += 1;
    }
    i = skip(tokens, i, &[",", ".", "-"]);
    Some((civil(year(tokens.get(i)?)?, month.into(), day)?, i + 1))
}

/// `2016 Oct 10`, `2016-Oct-10`.
fn year_month_day(tokens: &[Token<'_>], i: usize, words: &DateWords) -> Option<(Date, usize)> {
    let year = year(tokens.get(i)?)?;
    let i = skip(tokens, i + 1, &["-", ",", "/"]);
    let month = *words.months.get(&lower(tokens.get(i)?))?;
    let i = skip(tokens, i + 1, &[".", "-", "/"]);
    Some((civil(year, month.into(), number(tokens.get(i)?)?)?, i + 1))
}

/// `23/11/2016` and `11/23/2016`, where one of the two can be no month.
fn numeric(tokens: &[Token<'_>], i: usize) -> Option<(Date, usize)> {
    let [a, s, b, t, year_token, ..] = tokens.get(i..)? else { return None };
    if s.text != t.text || !matches!(s.text, "/" | "." | "-") {
        return None;
    }
    let (a, b, year) = (number(a)?, number(b)?, year(year_token)?);
    let date = match (a > 12, b > 12) {
        (true, false) => civil(year, b, a),
        (false, true) => civil(year, a, b),
        (false, false) if a == b => civil(year, a, b),
        _ => None,
    }?;
    Some((date, i + 5))
}

/// `10:30 AM EST`, `16.05 GMT`, `4pm`, `10:15:00Z`, `10:15:00+01:00`, as ISO, and the token after it.
fn time_at(tokens: &[Token<'_>], i: usize, words: &DateWords) -> Option<(String, usize)> {
    let hour_token = tokens.get(i).filter(|t| t.kind == Kind::Number && t.text.len() <= 2)?;
    let mut hour = number(hour_token)?;
    let mut next = i + 1;
    let (mut minute, mut second) = (None, None);
    if let Some((m, after)) = minutes_at(tokens, next, &[":", ".", "h"]) {
        (minute, next) = (Some(m), after);
        if let Some((s, after)) = minutes_at(tokens, next, &[":"]) {
            (second, next) = (Some(s), after);
            if tokens.get(next).is_some_and(|t| t.text == ".")
                && tokens
                    .get(next + 1)
                    .is_some_and(|t| t.kind == Kind::Number && t.range.start == tokens[next].range.end)
            {
                next += 2; // fractions of a second
            }
        }
    }
    let mut half_known = false;
    if let Some((noon, after)) = half_day(tokens, next, words) {
        // "17:19 PM" says it twice.
        if hour <= 12 {
            hour = hour % 12 + noon;
        }
        next = after;
        half_known = true;
    }
    if minute.is_none() && !half_known || hour > 23 {
        return None;
    }
    let (zone, next) = zone_at(tokens, next, words);
    let (minute, second) = (minute.unwrap_or(0), second.unwrap_or(0));
    Some((format!("{hour:02}:{minute:02}:{second:02}{zone}"), next))
}

fn minutes_at(tokens: &[Token<'_>], i: usize, marks: &[&str]) -> Option<(i16, usize)> {
    tokens.get(i).filter(|t| marks.contains(&t.text))?;
    let minute = tokens.get(i + 1).filter(|t| t.text.len() == 2)?;
    number(minute).filter(|m| *m < 60).map(|m| (m, i + 2))
}

/// "am", "p.m.": the hours to add.
fn half_day(tokens: &[Token<'_>], i: usize, words: &DateWords) -> Option<(i16, usize)> {
    let hours_of =
        |s: &str| (words.before_noon.contains(s).then_some(0)).or_else(|| words.after_noon.contains(s).then_some(12));
    let first = lower(tokens.get(i)?);
    if let Some(hours) = hours_of(&first) {
        return Some((hours, skip(tokens, i + 1, &["."])));
    }
    let second = skip(tokens, i + 1, &["."]);
    let pair = format!("{first} {}", lower(tokens.get(second)?));
    hours_of(&pair).map(|h| (h, skip(tokens, second + 1, &["."])))
}

fn zone_at(tokens: &[Token<'_>], i: usize, words: &DateWords) -> (String, usize) {
    let i_zone = skip(tokens, i, &["("]);
    let Some(token) = tokens.get(i_zone) else { return (String::new(), i) };
    if let Some(offset) = words.zones.get(&lower(token)) {
        return (offset.clone(), skip(tokens, i_zone + 1, &[")"]));
    }
    let tight = i > 0 && token.range.start == tokens[i - 1].range.end;
    if tight
        && matches!(token.text, "+" | "-" | "−")
        && let Some(digits) = tokens.get(i + 1).filter(|t| t.kind == Kind::Number)
    {
        let sign = if token.text == "+" { "+" } else { "-" };
        if digits.text.len() == 4 {
            return (format!("{sign}{}:{}", &digits.text[..2], &digits.text[2..]), i + 2);
        }
        if let (2, Some((m, next))) = (digits.text.len(), minutes_at(tokens, i + 2, &[":"])) {
            return (format!("{sign}{}:{m:02}", digits.text), next);
        }
    }
    (String::new(), i)
}

fn skip(tokens: &[Token<'_>], i: usize, marks: &[&str]) -> usize {
    i + tokens.get(i..).unwrap_or_default().iter().take_while(|t| marks.contains(&t.text)).count()
}

fn lower(token: &Token<'_>) -> String {
    token.text.to_lowercase()
}

fn number(token: &Token<'_>) -> Option<i16> {
    if token.kind == Kind::Number && token.text.len() <= 4 { token.text.parse().ok() } else { None }
}

fn year(token: &Token<'_>) -> Option<i16> {
    number(token).filter(|_| token.text.len() == 4)
}

/// A date of the age of newspapers.
fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1700..=2200).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReaderWords;

    fn iso(text: &str) -> Option<String> {
        parse_date(text, &ReaderWords::embedded().dates).map(|p| p.iso)
    }

    #[test]
    fn dates_as_papers_write_them() {
        for (text, want) in [
            ("2 February 2022", "2022-02-02"),
            ("Saturday, September 12, 2015", "2015-09-12"),
            ("Sept. 3, 2014", "2014-09-03"),
            ("3rd of May, 1999", "1999-05-03"),
            ("Fri 09 Oct 2020", "2020-10-09"),
            ("2021-03-04", "2021-03-04"),
            ("2021/03/04", "2021-03-04"),
            ("2016 Nov. 23", "2016-11-23"),
            ("23/11/2016", "2016-11-23"),
            ("11/23/2016", "2016-11-23"),
            ("Wed Nov 23, 2016 | 4:55pm EST", "2016-11-23T16:55:00-05:00"),
            ("December 7, 2016 - 23:28", "2016-12-07T23:28:00"),
            ("1:35 PM, Nov 27, 2016 CT", "2016-11-27T13:35:00"),
            ("2021-03-04T10:15:00Z", "2021-03-04T10:15:00+00:00"),
            ("2021-03-04T10:15:00.123+01:00", "2021-03-04T10:15:00+01:00"),
            ("2021-03-04T10:15:00-0500", "2021-03-04T10:15:00-05:00"),
            ("Nov 18, 2019 @17:19 PM", "2019-11-18T17:19:00"),
            ("12 a.m. 5 May 2020", "2020-05-05T00:00:00"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn no_date_is_made_up() {
        for text in [
            "2 February",
            "02/03/2021",
            "31 February 2022",
            "May 2022",
            "in 2022",
            "1/2",
            "9999-01-01",
            "Section 2 March",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_line_tells_changes_from_publication() {
        let words = ReaderWords::embedded().dates;
        let line = date_line("Updated 5 May 2021, first published 3 May 2021 at 10:20 GMT", &words).unwrap();
        assert_eq!(
            (line.mention.published.iso.as_str(), line.changed, line.rest),
            ("2021-05-03T10:20:00+00:00", false, None)
        );
        assert!(date_line("Last updated: 5 May 2021", &words).unwrap().changed);
        let line = date_line("By Ada Bell, 5 May 2021", &words).unwrap();
        assert_eq!(&"By Ada Bell, 5 May 2021"[line.rest.unwrap()], "By Ada Bell");
    }

    #[test]
    fn a_wrong_weekday_is_seen() {
        let words = ReaderWords::embedded().dates;
        assert!(first_date("Monday, 2 February 2022", &words).unwrap().weekday_differs);
        assert!(!first_date("Wednesday, 2 February 2022", &words).unwrap().weekday_differs);
    }
}
