//! What Python says of characters, where Rust's answer differs: spaCy's word shapes, white space and
//! patterns are defined by it.

use std::ops::Range;
use unicode_general_category::{GeneralCategory as G, get_general_category};

/// `str.isspace`: white space, and the ASCII separators.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// `str.isalpha`: letters, without the marks and letter-like numbers that Unicode calls alphabetic.
pub(crate) fn is_alpha(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    let category = get_general_category(c);
    matches!(
        category,
        G::UppercaseLetter | G::LowercaseLetter | G::TitlecaseLetter | G::ModifierLetter | G::OtherLetter
    )
}

/// `\d`: decimal digits of any script.
pub(crate) fn is_decimal(c: char) -> bool {
    c.is_ascii_digit() || !c.is_ascii() && get_general_category(c) == G::DecimalNumber
}

/// `str.isdigit`: decimal digits, and superscripts and the like.
pub(crate) fn is_digit(c: char) -> bool {
    is_decimal(c) || DIGITS.iter().any(|&(from, to)| (from..=to).contains(&(c as u32)))
}

/// `\w`: letters, numbers and the underscore.
pub(crate) fn is_word(c: char) -> bool {
    c == '_' || is_alpha(c) || c.is_ascii_digit() || !c.is_ascii() && is_number(c)
}

/// The part of a range with at most so many bytes that ends between characters.
pub(crate) fn at_most(text: &str, range: Range<usize>, bytes: usize) -> Range<usize> {
    let mut end = range.end.min(range.start + bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    range.start..end
}

fn is_number(c: char) -> bool {
    matches!(get_general_category(c), G::DecimalNumber | G::LetterNumber | G::OtherNumber)
}

/// Digits that are no decimal digits (Unicode's Numeric_Type=Digit).
const DIGITS: [(u32, u32); 20] = [
    (0xb2, 0xb3),
    (0xb9, 0xb9),
    (0x1369, 0x1371),
    (0x19da, 0x19da),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247c),
    (0x2488, 0x2490),
    (0x24ea, 0x24ea),
    (0x24f5, 0x24fd),
    (0x24ff, 0x24ff),
    (0x2776, 0x277e),
    (0x2780, 0x2788),
    (0x278a, 0x2792),
    (0x10a40, 0x10a43),
    (0x10e60, 0x10e68),
    (0x11052, 0x1105a),
    (0x1f100, 0x1f10a),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_classed_as_python_does() {
        assert!(is_space('\u{1f}') && is_space('\u{85}') && !is_space('\u{200b}'));
        assert!(is_alpha('ß') && is_alpha('漢') && !is_alpha('Ⅷ') && !is_alpha('\u{301}'));
        assert!(is_digit('²') && !is_decimal('²') && is_decimal('٣'));
        assert!(is_word('Ⅷ') && is_word('½') && !is_word('-'));
    }
}
