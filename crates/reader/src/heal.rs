//! Puts together what layout took apart: lines into paragraphs, words hyphenated at a line's end, and paragraphs that a
//! page or a column cut in mid-sentence.

use crate::draft::{Break, Line, Para};
use crate::words::ReaderWords;
use sayso_doc::BlockKind;

/// What the ends of lines mean where no other sign tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// Markdown: lines of a block are one paragraph, unless they are far too long to be wrapped.
    Flow,
    /// Text: lines are paragraphs, unless most of them end in mid-sentence.
    Paragraphs,
}

/// Lines longer than this were not broken to fit a page.
const WRAP_MAX: usize = 120;

/// Joins lines to paragraphs.
pub(crate) fn join_lines(lines: Vec<Line>, reading: Lines, words: &ReaderWords) -> Vec<Para> {
    let layout = Layout::of(&lines, reading);
    let mut out: Vec<Para> = Vec::new();
    let mut last: Option<LastLine> = None;
    for line in lines {
        let shape = LastLine { width: width(&line), indent: line.indent };
        match (out.last_mut(), &last) {
            (Some(para), Some(above))
                if line.before != Break::Block
                    && para.kind == line.kind
                    && layout.goes_on(para, above, &line, words) =>
            {
                join(para, &line.text, words);
                para.linked += line.linked;
            }
            _ => out.push(Para { text: line.text, kind: line.kind, linked: line.linked }),
        }
        last = Some(shape);
    }
    out
}

struct LastLine {
    width: usize,
    indent: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// Every line goes on in the next one.
    Flow,
    /// Lines were broken to fit this many columns.
    Wrapped { columns: usize },
    /// A line is a paragraph.
    LineIsParagraph,
}

impl Layout {
    fn of(lines: &[Line], reading: Lines) -> Self {
        let pairs: Vec<&Line> = lines.windows(2).filter(|w| w[1].before != Break::Block).map(|w| &w[0]).collect();
        let mut widths: Vec<usize> = pairs.iter().map(|l| width(l)).collect();
        widths.sort_unstable();
        let columns = widths.get((widths.len() - widths.len() / 20).saturating_sub(1)).copied().unwrap_or(0);
        // Lines that fill the page and end in mid-sentence.
        let cut = pairs.iter().filter(|l| width(l) * 5 >= columns * 3 && !ends_sentence(&l.text.text)).count();
        let wrapped = columns <= WRAP_MAX * 3 / 2 && pairs.len() >= 2 && cut * 10 >= pairs.len() * 4;
        match reading {
            Lines::Flow if columns <= WRAP_MAX && !are_paragraphs(&pairs) => Self::Flow,
            _ if wrapped => Self::Wrapped { columns },
            _ => Self::LineIsParagraph,
        }
    }

    fn goes_on(self, para: &Para, above: &LastLine, line: &Line, words: &ReaderWords) -> bool {
        let text = &para.text.text;
        match self {
            Self::Flow => line.before == Break::Soft || !ends_sentence(text),
            Self::Wrapped { columns } => {
                let first = line.text.text.split(' ').next().unwrap_or("").chars().count();
                let fits = above.width + 1 + first <= columns || line.indent > above.indent + 1;
                // A break where the next word would have fitted was meant, after a full stop or a short line.
                let meant = ends_sentence(text) || above.width * 2 < columns && !starts_lower(&line.text.text);
                !(fits && meant)
            }
            Self::LineIsParagraph => is_cut(text, &line.text.text, words),
        }
    }
}

/// No line ends in mid-sentence, and some hold several sentences: no page was filled by them.
fn are_paragraphs(lines: &[&Line]) -> bool {
    let several = |text: &str| text.match_indices(". ").any(|(at, _)| !starts_lower(&text[at + 2..]));
    lines.iter().all(|l| ends_sentence(&l.text.text)) && lines.iter().any(|l| several(&l.text.text))
}

/// Goes on in lower case, quotation marks and brackets aside.
fn starts_lower(text: &str) -> bool {
    text.trim_start_matches(|c: char| "“‘\"'([".contains(c)).starts_with(char::is_lowercase)
}

fn width(line: &Line) -> usize {
    line.text.text.chars().count()
}

/// Joins paragraphs that were cut in mid-sentence, and counts them. The number of a page that stands between goes.
pub(crate) fn join_paragraphs(paras: Vec<Para>, words: &ReaderWords) -> (Vec<Para>, usize) {
    let mut out: Vec<Para> = Vec::new();
    let mut joined = 0;
    for para in paras {
        let goes_on = |above: &Para| {
            above.kind == para.kind
                && matches!(para.kind, BlockKind::Text | BlockKind::Quote)
                && is_cut(&above.text.text, &para.text.text, words)
        };
        if let [.., above, number] = out.as_slice()
            && is_page_number(&number.text.text)
            && para.text.text.starts_with(char::is_lowercase)
            && goes_on(above)
        {
            out.pop();
        }
        match out.last_mut() {
            Some(above) if goes_on(above) && !is_page_number(&para.text.text) => {
                join(above, &para.text, words);
                above.linked += para.linked;
                joined += 1;
            }
            _ => out.push(para),
        }
    }
    (out, joined)
}

fn is_page_number(text: &str) -> bool {
    text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Adds the next line, with a space, or without one and without the hyphen: "govern-" / "ment".
fn join(para: &mut Para, next: &crate::mapped::Mapped, words: &ReaderWords) {
    match hyphen(&para.text.text, &next.text, words) {
        Hyphen::None => para.text.append_spaced(next),
        Hyphen::Stays => para.text.append(next),
        Hyphen::Goes => {
            para.text.pop();
            para.text.append(next);
        }
    }
}

enum Hyphen {
    None,
    Stays,
    Goes,
}

fn hyphen(above: &str, below: &str, words: &ReaderWords) -> Hyphen {
    let Some(stem) = above.strip_suffix(['-', '\u{2010}']).filter(|s| s.ends_with(char::is_alphanumeric)) else {
        return Hyphen::None;
    };
    if !below.starts_with(char::is_alphanumeric) {
        return Hyphen::None;
    }
    let stem = stem.rsplit(|c: char| c.is_whitespace() || "“\"'‘(—–".contains(c)).next().unwrap_or(stem);
    let rest = below.split(char::is_whitespace).next().unwrap_or(below);
    // "two-" / "and three-year": the hyphen ends the word.
    if words.cannot_end.contains(rest) {
        return Hyphen::None;
    }
    let compound = stem.contains('-')
        || rest.contains('-')
        || words.hyphen_stays.contains(&stem.to_lowercase())
        || !stem.chars().all(char::is_alphabetic)
        || stem.chars().skip(1).any(char::is_uppercase)
        || !below.starts_with(char::is_lowercase);
    if compound || above.ends_with('\u{2010}') && stem.is_empty() { Hyphen::Stays } else { Hyphen::Goes }
}

/// Whether the second text goes on with a sentence that the first one breaks off.
pub(crate) fn is_cut(above: &str, below: &str, words: &ReaderWords) -> bool {
    if above.split(' ').take(4).count() < 4 {
        return false;
    }
    let last = above.rsplit(' ').next().unwrap_or("").to_lowercase();
    let abbreviation = last.strip_suffix('.').is_some_and(|w| words.abbreviations.contains(w));
    if ends_sentence(above) {
        return abbreviation && below.starts_with(char::is_uppercase);
    }
    starts_lower(below)
        || above.ends_with([',', '-'])
        || words.cannot_end.contains(last.trim_start_matches(|c: char| !c.is_alphanumeric()))
        || quote_is_open(above) && closes_quote(below)
}

/// Ends as a sentence, or as what introduces one, does.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| "”’\"')]»* ".contains(c));
    text.ends_with(['.', '!', '?', '…', ':', ';', '。'])
}

/// Characters before the end among which an open quotation mark is looked for.
const QUOTE_LOOK_BACK: usize = 2_000;

/// A curly quotation mark opened and not closed.
fn quote_is_open(text: &str) -> bool {
    let near = text.char_indices().rev().take(QUOTE_LOOK_BACK).map(|(_, c)| c);
    near.take_while(|c| *c != '”').any(|c| c == '“')
}

/// A curly quotation mark closed that was not opened.
fn closes_quote(text: &str) -> bool {
    text.find('”').is_some_and(|close| !text[..close].contains('“'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plain::read_plain;

    fn paragraphs(text: &str, reading: Lines) -> Vec<String> {
        let words = ReaderWords::embedded();
        let paras = join_lines(read_plain(text).lines, reading, &words);
        join_paragraphs(paras, &words).0.into_iter().map(|p| p.text.text).collect()
    }

    #[test]
    fn a_paragraph_cut_by_a_column_is_whole_again() {
        let text = "The ministry said that it had sent 2,400\n\nsoldiers to the border.\n\nThe general told them “to hold\n\nthe line.”\n\nCritics, he said, have\n\nfailed.";
        let paged = "The ministry said that it had sent 2,400\n\n12\n\nsoldiers to the border.";
        assert_eq!(
            paragraphs(paged, Lines::Flow),
            ["The ministry said that it had sent 2,400 soldiers to the border."]
        );
        assert_eq!(
            paragraphs(text, Lines::Flow),
            [
                "The ministry said that it had sent 2,400 soldiers to the border.",
                "The general told them “to hold the line.”",
                "Critics, he said, have failed."
            ]
        );
    }

    #[test]
    fn whole_paragraphs_stay_apart() {
        let text = "A first thing happened today.\n\nthen a lower case sentence came.\n\nA heading of the page\n\nThen a sentence.";
        assert_eq!(paragraphs(text, Lines::Flow).len(), 4);
        let quotes = "“We will go on.\n\n“We will not stop.”";
        assert_eq!(paragraphs(quotes, Lines::Flow).len(), 2);
    }

    #[test]
    fn hyphens_at_line_ends() {
        let text = "The new govern-\nment signed a long-\nterm deal on the mid-\n1990s border, and the anti-\ngovernment side did not, over two-\nand three-year terms.";
        assert_eq!(
            paragraphs(text, Lines::Flow),
            [
                "The new government signed a long-term deal on the mid-1990s border, and the anti-government side did not, over two- and three-year terms."
            ]
        );
    }

    #[test]
    fn wrapped_text_is_joined_and_its_short_lines_end_paragraphs() {
        let text = "The two armies met in the valley at dawn and fought until the\n\
                    afternoon, when the rain began and the guns fell silent again. A\n\
                    truce was signed.\n\
                    Both sides said that they had lost men, though neither would say\n\
                    how many of them.";
        let got = paragraphs(text, Lines::Paragraphs);
        assert_eq!(got.len(), 2, "{got:?}");
        assert!(got[0].ends_with("truce was signed."));
    }

    #[test]
    fn long_lines_are_paragraphs_even_without_blank_lines() {
        let long = "The delegation spent the whole of the day in the old palace, where it was received by the head of the chamber and by two of her deputies.";
        let text = format!("{long}\n{long}\nShe said:\n“We agree.”");
        assert_eq!(paragraphs(&text, Lines::Flow).len(), 4);
        assert_eq!(paragraphs(&text, Lines::Paragraphs).len(), 4);
    }
}
