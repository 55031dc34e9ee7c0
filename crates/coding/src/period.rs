//! Dates as events carry them, as days.

use jiff::civil::{Date, date};

/// The first and the last day of an ISO day, month, year, date-time, or of `start/end`; none of anything else.
///
/// ```
/// let (first, last) = sayso_coding::period::days("2022-02/2022-03-05").unwrap();
/// assert_eq!((first.to_string(), last.to_string()), ("2022-02-01".into(), "2022-03-05".into()));
/// ```
pub fn days(value: &str) -> Option<(Date, Date)> {
    let (start, end) = value.split_once('/').unwrap_or((value, value));
    let (first, last) = (one(start)?.0, one(end)?.1);
    (first <= last).then_some((first, last))
}

fn one(value: &str) -> Option<(Date, Date)> {
    let number = |text: Option<&str>| text.filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?.parse::<i16>().ok();
    match value.len() {
        4 => {
            let year = number(Some(value))?;
            Some((date(year, 1, 1), date(year, 12, 31)))
        }
        7 => {
            let month = i8::try_from(number(value.get(5..).filter(|_| value.as_bytes()[4] == b'-'))?).ok()?;
            let first = Date::new(number(value.get(..4))?, month, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        _ => {
            let day = value.get(..10)?.parse().ok()?;
            Some((day, day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str) -> Option<String> {
        days(value).map(|(first, last)| format!("{first} {last}"))
    }

    #[test]
    fn days_months_years_and_ranges_have_a_first_and_a_last_day() {
        assert_eq!(written("2024-02-10").as_deref(), Some("2024-02-10 2024-02-10"));
        assert_eq!(written("2024-02-10T08:30:00Z").as_deref(), Some("2024-02-10 2024-02-10"));
        assert_eq!(written("2024-02").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(written("2024").as_deref(), Some("2024-01-01 2024-12-31"));
        assert_eq!(written("2023-11/2024-02-10").as_deref(), Some("2023-11-01 2024-02-10"));
    }

    #[test]
    fn what_is_no_date_has_no_days() {
        for value in ["", "2024-13", "2024-W05", "P8Y", "XXXX", "2024-02-30", "2024-02-10/2023", "20240-1", "¾¾"] {
            assert_eq!(written(value), None, "{value}");
        }
    }
}
