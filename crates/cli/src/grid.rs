//! Rows set into columns that fit a width. A cell that is wider than its column goes on below; where a table folds, columns for
//! which there is no room without breaking words stand below the others, one after the other.

use crate::flow::{Flow, Item};
use crate::style;
use anstyle::Style;
use unicode_width::UnicodeWidthStr;

/// Rows from which the widths are found; those that come later have to do with them.
const SAMPLE: usize = 1000;
/// Longer words may be broken, but for those of the last column, which names what the row is about.
const LONG_WORD: usize = 20;
/// Where what is folded begins.
const FOLD: usize = 2;

#[derive(Clone, Debug)]
pub(crate) struct Column {
    name: String,
    /// It does not get narrower than this, or than its widest cell.
    min: usize,
    /// It does not get wider than this.
    max: usize,
    /// Numbers stand to the right.
    is_number: bool,
    is_wrapped: bool,
}

impl Column {
    pub(crate) fn new(name: impl Into<String>, min: usize) -> Self {
        Self { name: name.into(), min, max: usize::MAX, is_number: false, is_wrapped: false }
    }

    pub(crate) fn at_most(self, max: usize) -> Self {
        Self { max, ..self }
    }

    pub(crate) fn number(name: impl Into<String>) -> Self {
        Self { is_number: true, ..Self::new(name, usize::MAX) }
    }

    /// Its name may stand on several lines.
    pub(crate) fn wrapped(self) -> Self {
        Self { is_wrapped: true, ..self }
    }

    /// How wide its name is.
    fn head(&self) -> usize {
        let words = self.name.split(' ').map(UnicodeWidthStr::width);
        if self.is_wrapped { words.max().unwrap_or(0) } else { self.name.width() }
    }
}

#[derive(Debug)]
pub(crate) struct Grid {
    columns: Vec<Column>,
    width: usize,
    folds: bool,
    waiting: Vec<Vec<Item>>,
    layout: Option<Layout>,
}

/// How wide each column is, none where nothing stands in it, the gap between them, and which stand below.
#[derive(Debug)]
struct Layout {
    widths: Vec<usize>,
    gap: usize,
    folded: Vec<usize>,
}

impl Grid {
    pub(crate) fn new(columns: Vec<Column>, width: usize) -> Self {
        Self { columns, width, folds: false, waiting: Vec::new(), layout: None }
    }

    /// The last columns stand below the others where there is no room for them without breaking words.
    pub(crate) fn folding(self) -> Self {
        Self { folds: true, ..self }
    }

    /// Adds a row; returns what can be printed by now.
    pub(crate) fn row(&mut self, cells: Vec<Item>) -> String {
        self.waiting.push(cells);
        if self.layout.is_none() && self.waiting.len() < SAMPLE { String::new() } else { self.finish() }
    }

    /// What has not been printed yet.
    pub(crate) fn finish(&mut self) -> String {
        let rows = std::mem::take(&mut self.waiting);
        let mut out = String::new();
        if self.layout.is_none() && !rows.is_empty() {
            let layout = self.measured(&rows);
            // A number that is folded has the name of its column before it.
            let is_said = |i: usize| layout.folded.contains(&i) && self.columns[i].is_number;
            let name = |i: usize| if is_said(i) { Item::default() } else { self.name(i) };
            let names = (0..self.columns.len()).map(name).collect::<Vec<_>>();
            out += &self.set(&layout, &names);
            self.layout = Some(layout);
        }
        if let Some(layout) = &self.layout {
            out.extend(rows.iter().map(|row| self.set(layout, row)));
        }
        out
    }

    fn measured(&self, rows: &[Vec<Item>]) -> Layout {
        let widest = |i: usize| rows.iter().filter_map(|row| row.get(i)).map(Item::width).max().unwrap_or(0);
        let full: Vec<usize> = (self.columns.iter().enumerate())
            .map(|(i, c)| (widest(i), c))
            .map(|(wide, c)| if wide == 0 { 0 } else { wide.max(c.head()).min(c.max) })
            .collect();
        let (full, folded, least) = if self.folds { self.folded(full, rows) } else { self.unfolded(full) };
        let used = full.iter().filter(|w| **w > 0).count();
        let gaps = used.saturating_sub(1);
        let gap = if least.iter().sum::<usize>() + 2 * gaps <= self.width { 2 } else { 1 };
        Layout { widths: narrowed(full, &least, self.width.saturating_sub(gap * gaps)), gap, folded }
    }

    /// No column folded: each may get as narrow as it is allowed to.
    fn unfolded(&self, full: Vec<usize>) -> (Vec<usize>, Vec<usize>, Vec<usize>) {
        let least = full.iter().zip(&self.columns).map(|(w, c)| (*w).min(c.min)).collect();
        (full, Vec::new(), least)
    }

    /// As many of the last columns folded as must be for the others to keep their words whole.
    fn folded(&self, mut full: Vec<usize>, rows: &[Vec<Item>]) -> (Vec<usize>, Vec<usize>, Vec<usize>) {
        let last = self.columns.len().saturating_sub(1);
        let longest = |i: usize| {
            let words = rows.iter().filter_map(|row| row.get(i)).map(Item::longest_word).max().unwrap_or(0);
            if i == last { words } else { words.min(LONG_WORD) }
        };
        let wanted = |(i, w): (usize, &usize)| (*w).min(longest(i).max(self.columns[i].head()));
        let mut least: Vec<usize> = full.iter().enumerate().map(wanted).collect();
        let mut folded = Vec::new();
        loop {
            let used: Vec<usize> = (0..full.len()).filter(|&i| full[i] > 0).collect();
            if used.len() < 3 || least.iter().sum::<usize>() + used.len() - 1 <= self.width {
                return (full, folded, least);
            }
            let i = used[used.len() - 1];
            (full[i], least[i]) = (0, 0);
            folded.insert(0, i);
        }
    }

    fn set(&self, layout: &Layout, row: &[Item]) -> String {
        let shown: Vec<usize> = (0..self.columns.len()).filter(|&i| layout.widths[i] > 0).collect();
        let cells: Vec<Vec<Item>> = shown.iter().map(|&i| row[i].lines(layout.widths[i])).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = String::new();
        for line in 0..height {
            let mut written = String::new();
            for (n, &i) in shown.iter().enumerate() {
                let empty = Item::default();
                let item = cells[n].get(line).unwrap_or(&empty);
                let space = " ".repeat(layout.widths[i].saturating_sub(item.width()));
                let gap = " ".repeat(if n > 0 { layout.gap } else { 0 });
                written += &gap;
                written +=
                    &if self.columns[i].is_number { space + &item.to_string() } else { item.to_string() + &space };
            }
            out += written.trim_end_matches(' ');
            out.push('\n');
        }
        out + &self.below(layout, row)
    }

    /// The cells that are folded, numbers with the names of their columns.
    fn below(&self, layout: &Layout, row: &[Item]) -> String {
        let mut flow = Flow::new(FOLD, self.width);
        let mut any = false;
        for (i, item) in layout.folded.iter().map(|&i| (i, &row[i])).filter(|(_, item)| item.width() > 0) {
            any = true;
            let item = match self.columns[i].is_number {
                true => self.name(i).then(Style::new(), " ").append(item.clone()),
                false => item.clone(),
            };
            flow.item(style::FAINT, &item);
        }
        if any { flow.finish() } else { String::new() }
    }

    fn name(&self, i: usize) -> Item {
        Item::new(style::FAINT, self.columns[i].name.as_str())
    }
}

/// Takes from the widest column that has something to give until all fit.
fn narrowed(mut widths: Vec<usize>, least: &[usize], room: usize) -> Vec<usize> {
    while widths.iter().sum::<usize>() > room {
        let can_give = |i: &usize| widths[*i] > least[*i];
        let Some(i) = (0..widths.len()).filter(can_give).max_by_key(|&i| widths[i]) else { break };
        widths[i] -= 1;
    }
    widths
}

/// A cell of plain text.
pub(crate) fn plain(text: impl Into<String>) -> Item {
    Item::new(Style::new(), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(width: usize, columns: Vec<Column>, rows: &[&[&str]]) -> String {
        let mut grid = Grid::new(columns, width);
        let mut out: String = rows.iter().map(|row| grid.row(row.iter().map(|c| plain(*c)).collect())).collect();
        out += &grid.finish();
        anstream::adapter::strip_str(&out).to_string()
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let columns = vec![Column::new("who", 3), Column::number("n")];
        assert_eq!(set(40, columns, &[&["Peru", "1"], &["Chile", "12"]]), "who     n\nPeru    1\nChile  12\n");
    }

    #[test]
    fn what_does_not_fit_goes_on_below() {
        let columns = vec![Column::new("who", 5), Column::new("whom", 5)];
        let rows: &[&[&str]] = &[&["the navy of Peru", "Chile"]];
        assert_eq!(set(16, columns, rows), "who        whom\nthe navy   Chile\nof Peru\n");
    }

    #[test]
    fn columns_in_which_nothing_stands_are_left_out() {
        let columns = vec![Column::new("who", 3), Column::new("where", 5), Column::new("whom", 4)];
        assert_eq!(set(40, columns, &[&["Peru", "", "Chile"]]), "who   whom\nPeru  Chile\n");
    }

    #[test]
    fn no_line_is_wider_than_the_width_where_the_least_widths_fit() {
        let columns = || vec![Column::new("a", 6), Column::new("b", 6), Column::new("c", 6)];
        let long = "words that stand here and go on for a while in Constantinople";
        for width in 20..90 {
            let out = set(width, columns(), &[&[long, long, long], &["short", long, ""]]);
            assert!(out.lines().all(|line| line.width() <= width), "{width}:\n{out}");
        }
    }

    #[test]
    fn a_table_that_folds_breaks_no_words() {
        let columns = || vec![Column::new("who", 3), Column::new("whom", 3), Column::number("n"), Column::new("id", 3)];
        let folded = |width: usize, rows: &[&[&str]]| {
            let mut grid = Grid::new(columns(), width).folding();
            let out: String = rows.iter().map(|row| grid.row(row.iter().map(|c| plain(*c)).collect())).collect();
            anstream::adapter::strip_str(&(out + &grid.finish())).to_string()
        };
        let rows: &[&[&str]] = &[&["Constantinople", "third-party", "3", "a-long-name/V12"]];
        let narrow = "who            whom\n  id\nConstantinople third-party\n  n 3 · a-long-name/V12\n";
        assert_eq!(folded(26, rows), narrow);
        assert_eq!(folded(80, rows).lines().count(), 2);
        for width in 26..90 {
            let out = folded(width, rows);
            assert!(["Constantinople", "third-party", "a-long-name/V12"].iter().all(|w| out.contains(w)), "{out}");
            assert!(out.lines().all(|line| line.width() <= width), "{width}:\n{out}");
        }
    }

    #[test]
    fn no_rows_have_no_heading() {
        assert_eq!(set(40, vec![Column::new("who", 3)], &[]), "");
    }
}
