//! Dates in feeds: the day it was where the article was published, not in Greenwich.

use jiff::Zoned;
use jiff::civil::DateTime;
use jiff::fmt::{rfc2822, temporal};

/// "Mon, 03 May 2021 01:00:00 +0300", "2021-05-03T01:00:00+03:00", "2021-05-03": the time on the clocks there.
pub(super) fn local(text: &str) -> Option<DateTime> {
    let text = text.trim();
    iso(text).or_else(|| mail(text))
}

fn iso(text: &str) -> Option<DateTime> {
    let pieces = temporal::Pieces::parse(text).ok()?;
    Some(pieces.date().to_datetime(pieces.time().unwrap_or_default()))
}

fn mail(text: &str) -> Option<DateTime> {
    const PARSER: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    // Feeds write a zone that mail does not know, and days in their own language: "lun., 03 May 2021 01:00:00 UTC".
    let text = text.split_once(", ").map_or(text, |(_, rest)| rest);
    let text = text.strip_suffix("UTC").map_or_else(|| text.to_owned(), |t| format!("{t}GMT"));
    PARSER.parse_zoned(&text).ok().map(|z: Zoned| z.datetime())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_one_where_it_was_published() {
        for text in [
            "Mon, 03 May 2021 01:00:00 +0300",
            "Tue, 3 May 2021 01:00:00 GMT",
            "lun., 03 May 2021 01:00:00 UTC",
            "2021-05-03T01:00:00+03:00",
            "2021-05-03T01:00:00Z",
        ] {
            assert_eq!(local(text).map(|d| d.to_string()).as_deref(), Some("2021-05-03T01:00:00"), "{text}");
        }
        assert_eq!(local("2021-05-03").map(|d| d.date().to_string()).as_deref(), Some("2021-05-03"));
        for nonsense in ["", "yesterday", "31 Feb 2021", "2021-02-31T00:00:00Z"] {
            assert_eq!(local(nonsense), None, "{nonsense}");
        }
    }
}
