//! From the article's texts to lines: where blocks begin and end, and what kind they are.

use super::tree::{Content, Tree, is_block};
use crate::draft::{Break, Line};
use crate::mapped::Mapped;
use crate::tidy::tidy;
use sayso_doc::BlockKind;

/// The lines that these text nodes make, in document order.
pub(crate) fn lines(tree: &Tree<'_>, kept: &[usize], warnings: &mut Vec<String>) -> Vec<Line> {
    let tables = data_tables(tree, kept);
    if !tables.is_empty() {
        warnings.push(format!("left out {} of figures", if tables.len() == 1 { "a table" } else { "tables" }));
    }
    let in_table = |i: usize| tables.iter().any(|t| (*t..tree.nodes[*t].end).contains(&i));
    let mut out = Vec::new();
    let mut line = Unfinished::default();
    let mut next_kept = kept.iter().copied().filter(|i| !in_table(*i)).peekable();
    let mut ends: Vec<usize> = Vec::new();
    for (i, node) in tree.nodes.iter().enumerate() {
        while ends.last().is_some_and(|end| *end <= i) {
            ends.pop();
            line.flush(&mut out, Break::Block);
        }
        match &node.content {
            Content::Element { name, .. } if is_block(name) => {
                line.flush(&mut out, Break::Block);
                ends.push(node.end);
            }
            Content::Element { name, .. } if &**name == "br" => {
                // Two in a row are a blank line.
                let blank = tidy(&line.text).is_empty();
                line.flush(&mut out, if blank { Break::Block } else { Break::Hard });
            }
            Content::Text(range) if next_kept.peek() == Some(&i) => {
                next_kept.next();
                let text = super::tree::decode(&tree.source[range.clone()], range.start);
                if line.text.text.trim().is_empty() {
                    line.kind = kind(tree, i);
                }
                if tree.ancestors(i).any(|n| tree.name(n) == "a") {
                    line.linked += text.text.trim().len();
                }
                if tree.ancestors(i).any(|n| tree.name(n) == "pre") {
                    line.append_lines(&text, &mut out);
                } else {
                    line.text.append(&text);
                }
            }
            // White space between two inline elements stands between their words.
            Content::Text(range) if tree.source[range.clone()].trim().is_empty() => {
                line.text.push(" ", range.clone());
            }
            _ => {}
        }
    }
    line.flush(&mut out, Break::Block);
    out
}

/// Tables of figures and names, not those that lay out a page: six cells or more, little of it prose.
fn data_tables(tree: &Tree<'_>, kept: &[usize]) -> Vec<usize> {
    let is_data = |table: &usize| {
        let inside = *table..tree.nodes[*table].end;
        let cells = inside.clone().filter(|i| matches!(tree.name(*i), "td" | "th")).count();
        let length = |i: &usize| tree.text(*i).map_or(0, |t| t.text.trim().len());
        let first = kept.partition_point(|i| *i < inside.start);
        let texts: Vec<usize> = kept[first..].iter().take_while(|i| **i < inside.end).map(length).collect();
        let all: usize = texts.iter().sum();
        let prose: usize = texts.iter().filter(|l| **l > 100).sum();
        all > 0 && cells >= 6 && prose * 2 < all
    };
    let mut out: Vec<usize> = Vec::new();
    for table in tree.elements("table") {
        if out.last().is_none_or(|t| tree.nodes[*t].end <= table) && is_data(&table) {
            out.push(table);
        }
    }
    out
}

#[derive(Default)]
struct Unfinished {
    text: Mapped,
    kind: Option<BlockKind>,
    linked: usize,
    before: Option<Break>,
}

impl Unfinished {
    /// Adds text whose line breaks are the writer's.
    fn append_lines(&mut self, text: &Mapped, out: &mut Vec<Line>) {
        let mut start = 0;
        for (i, part) in text.text.split('\n').enumerate() {
            if i > 0 {
                let blank = tidy(&self.text).is_empty();
                let kind = self.kind;
                self.flush(out, if blank { Break::Block } else { Break::Soft });
                self.kind = kind;
            }
            self.text.append(&text.slice(start..start + part.len()));
            start += part.len() + 1;
        }
    }

    fn flush(&mut self, out: &mut Vec<Line>, next: Break) {
        let text = tidy(&std::mem::take(&mut self.text));
        let kind = self.kind.take().unwrap_or(BlockKind::Text);
        let linked = std::mem::take(&mut self.linked);
        if text.is_empty() {
            if next == Break::Block {
                self.before = None;
            }
            return;
        }
        out.push(Line { text, kind, before: self.before.unwrap_or(Break::Block), linked, indent: 0 });
        self.before = Some(next);
    }
}

fn kind(tree: &Tree<'_>, text: usize) -> Option<BlockKind> {
    tree.ancestors(text).find_map(|n| match tree.name(n) {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" => Some(BlockKind::Heading),
        "li" | "dd" | "caption" => Some(BlockKind::ListItem),
        "blockquote" => Some(BlockKind::Quote),
        _ => None,
    })
}
