//! Styled text set into lines of a given width.

use anstyle::Style;
use std::fmt::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Text that is kept on one line where it fits on one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item(Vec<(Style, String)>);

impl Item {
    pub(crate) fn new(style: Style, text: impl Into<String>) -> Self {
        Self(vec![(style, text.into())])
    }

    pub(crate) fn then(mut self, style: Style, text: impl Into<String>) -> Self {
        self.0.push((style, text.into()));
        self
    }

    pub(crate) fn append(mut self, other: Item) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(crate) fn width(&self) -> usize {
        self.0.iter().map(|(_, t)| t.width()).sum()
    }

    pub(crate) fn longest_word(&self) -> usize {
        self.words().iter().map(Item::width).max().unwrap_or(0)
    }

    /// Set into lines of at most so many columns, broken between words where that can be done.
    pub(crate) fn lines(&self, width: usize) -> Vec<Item> {
        let mut lines = vec![Item::default()];
        let mut column = 0;
        for word in self.words() {
            let wide = word.width();
            let line = lines.last_mut().expect("there is always one");
            if column > 0 && column + 1 + wide <= width {
                line.0.push((Style::new(), " ".to_owned()));
                line.0.extend(word.0);
                column += 1 + wide;
                continue;
            }
            let pieces = word.pieces(width.max(1));
            column = pieces.last().map_or(0, Item::width);
            if line.0.is_empty() {
                lines.pop();
            }
            lines.extend(pieces);
        }
        lines
    }

    /// On one line, with a sign where something was cut off.
    pub(crate) fn cut(&self, width: usize) -> Item {
        if self.width() <= width {
            return self.clone();
        }
        let (mut cut, mut room) = (Item::default(), width.saturating_sub(1));
        for (style, text) in &self.0 {
            let end = fitting(text, room);
            cut = cut.then(*style, &text[..end]);
            room -= text[..end].width();
            if end < text.len() {
                break;
            }
        }
        cut.then(Style::new(), "…")
    }

    /// A word that is wider than a line, in parts that are not.
    fn pieces(self, width: usize) -> Vec<Item> {
        let mut pieces = vec![Item::default()];
        let mut room = width;
        for (style, text) in &self.0 {
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let end = fitting(rest, room);
                if end == 0 && room < width {
                    pieces.push(Item::default());
                    room = width;
                    continue;
                }
                let (part, after) = rest.split_at(if end == 0 { first_char(rest) } else { end });
                room = room.saturating_sub(part.width());
                pieces.last_mut().expect("there is always one").0.push((*style, part.to_owned()));
                rest = after;
            }
        }
        pieces
    }

    /// Parted at its spaces. A word may have parts in several styles: `Peru` and the comma after it.
    fn words(&self) -> Vec<Item> {
        let mut words = vec![Item::default()];
        for (style, text) in &self.0 {
            for (i, part) in text.split(' ').enumerate() {
                if i > 0 {
                    words.push(Item::default());
                }
                if let Some(word) = words.last_mut().filter(|_| !part.is_empty()) {
                    word.0.push((*style, part.to_owned()));
                }
            }
        }
        words
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(style, text)| write!(f, "{style}{text}{style:#}"))
    }
}

/// Lines of items: one beside the other with a mark between them as long as they fit, else on the next line.
#[derive(Debug)]
pub(crate) struct Flow {
    out: String,
    /// Column at which lines after the first begin.
    indent: usize,
    width: usize,
    column: usize,
}

const BETWEEN: &str = " · ";

impl Flow {
    /// `width` is that of the whole line; a line never gets narrower than half of it for an indent.
    pub(crate) fn new(indent: usize, width: usize) -> Self {
        Self { out: String::new(), indent: indent.min(width / 2), width, column: 0 }
    }

    /// Text at the margin, filled up with spaces to the indent.
    pub(crate) fn margin(&mut self, item: &Item) {
        self.put(item);
        if self.column >= self.indent {
            self.line();
        } else {
            let gap = self.indent - self.column;
            self.out.extend(std::iter::repeat_n(' ', gap));
            self.column = self.indent;
        }
    }

    /// Adds an item. `mark` is the style of the mark before it.
    pub(crate) fn item(&mut self, mark: Style, item: &Item) {
        let width = item.width();
        if self.column <= self.indent {
            self.open();
        } else if self.column + BETWEEN.width() + width <= self.width {
            write!(self.out, "{mark}{BETWEEN}{mark:#}").expect("a string takes everything");
            self.column += BETWEEN.width();
        } else {
            self.line();
        }
        if self.column + width <= self.width { self.put(item) } else { self.words(item) }
    }

    /// Adds text, broken between words where a line is full.
    pub(crate) fn words(&mut self, item: &Item) {
        self.open();
        for (i, word) in item.words().iter().enumerate() {
            if i > 0 && self.column > self.indent && self.column + 1 + word.width() > self.width {
                self.line();
            } else if i > 0 {
                self.out.push(' ');
                self.column += 1;
            }
            if self.column + word.width() <= self.width { self.put(word) } else { self.long_word(word) }
        }
    }

    /// A word that no line can hold, such as the path of a file, is broken where the line is full.
    fn long_word(&mut self, word: &Item) {
        for (style, text) in &word.0 {
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let room = self.width.saturating_sub(self.column);
                let end = fitting(rest, room);
                if end == 0 && self.column > self.indent {
                    self.line();
                    continue;
                }
                let (part, after) = rest.split_at(if end == 0 { first_char(rest) } else { end });
                self.put(&Item::new(*style, part));
                rest = after;
            }
        }
    }

    /// Ends the line and begins the next at the indent.
    pub(crate) fn line(&mut self) {
        let end = self.out.trim_end_matches(' ').len();
        self.out.truncate(end);
        self.out.push('\n');
        self.column = 0;
        self.open();
    }

    pub(crate) fn finish(mut self) -> String {
        let end = self.out.trim_end_matches(' ').len();
        self.out.truncate(end);
        self.out.push('\n');
        self.out
    }

    fn open(&mut self) {
        while self.column < self.indent {
            self.out.push(' ');
            self.column += 1;
        }
    }

    fn put(&mut self, item: &Item) {
        write!(self.out, "{item}").expect("a string takes everything");
        self.column += item.width();
    }
}

/// How many bytes of a text fit into so many columns.
fn fitting(text: &str, columns: usize) -> usize {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.take_while(|&end| text[..end].width() <= columns).last().unwrap_or(0)
}

fn first_char(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// The beginning of a text on one line, cut at a word.
pub(crate) fn snippet(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.width() <= width {
        return text;
    }
    let mut out = String::new();
    for word in text.split(' ') {
        if out.width() + 1 + word.width() + 2 > width {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    let end = out.trim_end_matches([',', ';', ':', '–', '—', ' ']).len();
    out.truncate(end);
    out + " …"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(indent: usize, width: usize, margin: &str, items: &[&str]) -> String {
        let mut flow = Flow::new(indent, width);
        flow.margin(&Item::new(Style::new(), margin));
        for item in items {
            flow.item(Style::new(), &Item::new(Style::new(), *item));
        }
        flow.finish()
    }

    #[test]
    fn items_stand_side_by_side_and_wrap_at_the_mark() {
        assert_eq!(set(4, 40, "V1", &["Peru → Chile", "occurred"]), "V1  Peru → Chile · occurred\n");
        assert_eq!(set(4, 20, "V1", &["Peru → Chile", "occurred"]), "V1  Peru → Chile\n    occurred\n");
    }

    #[test]
    fn an_item_longer_than_a_line_breaks_between_words() {
        assert_eq!(
            set(4, 20, "V1", &["the ministry of defence of Peru", "planned"]),
            "V1  the ministry of\n    defence of Peru\n    planned\n"
        );
    }

    #[test]
    fn a_word_in_two_styles_is_not_broken() {
        let mut flow = Flow::new(0, 12);
        flow.words(&Item::new(Style::new(), "Peru and").then(Style::new(), " Chile").then(Style::new(), ", Cuba"));
        assert_eq!(flow.finish(), "Peru and\nChile, Cuba\n");
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken() {
        assert_eq!(set(4, 12, "V1", &["a/path/of/folders"]), "V1  a/path/o\n    f/folder\n    s\n");
        assert_eq!(set(4, 12, "V1", &["see", "a/path/on"]), "V1  see\n    a/path/o\n    n\n");
    }

    #[test]
    fn a_margin_too_wide_has_its_own_line() {
        assert_eq!(set(4, 20, "V1 ASSAULT", &["Peru"]), "V1 ASSAULT\n    Peru\n");
    }

    #[test]
    fn a_snippet_ends_at_a_word() {
        assert_eq!(snippet("Peru said,\non Monday", 12), "Peru said …");
        assert_eq!(snippet("Peru said", 12), "Peru said");
    }
}
