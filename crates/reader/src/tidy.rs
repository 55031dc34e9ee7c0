//! White space and invisible characters: what no reader of an article sees, and no analyser should.

use crate::mapped::Mapped;
use std::ops::Range;

/// The text with each run of white space as one space, none at its ends, and without zero-width and control characters.
pub(crate) fn tidy(text: &Mapped) -> Mapped {
    let mut out = Mapped::default();
    let mut space: Option<Range<usize>> = None;
    let mut buffer = [0; 4];
    for (c, source) in text.chars() {
        if c.is_whitespace() {
            let start = space.as_ref().filter(|s| !s.is_empty()).map_or(source.start, |s| s.start);
            space = Some(start..source.end.max(start));
        } else if !is_invisible(c) {
            if let Some(source) = space.take()
                && !out.is_empty()
            {
                out.push(" ", source);
            }
            out.push(c.encode_utf8(&mut buffer), source);
        }
    }
    out
}

/// Soft hyphens, zero-width spaces and joiners, marks of direction, byte order marks, control characters.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{feff}' | '\u{fffc}')
        || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_invisible_characters_go_and_offsets_stay() {
        let raw = "  The\u{a0}prime \t\u{200e}mini\u{ad}ster\u{200b} left\u{feff} ";
        let m = tidy(&Mapped::verbatim(raw, 0));
        assert_eq!(m.text, "The prime minister left");
        let at = m.text.find("ster").unwrap();
        let run = m.slice(at..at + 4);
        assert_eq!(&raw[run.start().unwrap()..run.end().unwrap()], "ster");
        let space = m.slice(3..4);
        assert_eq!(&raw[space.start().unwrap()..space.end().unwrap()], "\u{a0}");
    }
}
