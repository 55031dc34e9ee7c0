//! The elements of a page as a tree in document order, none nested deeper than [`DEPTH_MAX`], every text with its place
//! in the source.

use super::tokens::{Token, Tokens, attributes};
use crate::mapped::Mapped;
use std::borrow::Cow;
use std::ops::Range;

/// Pages that people write nest 30 to 60 deep. Parsers that follow the standard take time with the square of the depth.
pub(crate) const DEPTH_MAX: usize = 128;

pub(crate) struct Tree<'a> {
    pub(crate) source: &'a str,
    /// In document order: an element stands before what is inside of it.
    pub(crate) nodes: Vec<Node<'a>>,
    /// Elements deeper than [`DEPTH_MAX`] were left out; their texts stand in the last one above.
    pub(crate) flattened: bool,
}

pub(crate) struct Node<'a> {
    /// `None` for the root elements of the page.
    pub(crate) parent: Option<usize>,
    /// Past the last node inside.
    pub(crate) end: usize,
    pub(crate) content: Content<'a>,
}

pub(crate) enum Content<'a> {
    Element { name: Cow<'a, str>, attributes: Range<usize> },
    Text(Range<usize>),
    Raw(Range<usize>),
}

impl<'a> Tree<'a> {
    pub(crate) fn parse(source: &'a str) -> Self {
        let mut builder = Builder {
            tree: Tree { source, nodes: Vec::new(), flattened: false },
            open: Vec::new(),
            too_deep: Vec::new(),
        };
        for token in Tokens::new(source) {
            builder.token(token);
        }
        builder.close_to(0);
        builder.tree
    }

    pub(crate) fn name(&self, node: usize) -> &str {
        match &self.nodes[node].content {
            Content::Element { name, .. } => name,
            _ => "",
        }
    }

    /// An attribute's value, entities decoded.
    pub(crate) fn attribute(&self, node: usize, name: &str) -> Option<Cow<'a, str>> {
        let value = &self.source[self.attribute_range(node, name)?];
        Some(if value.contains('&') { Cow::Owned(decode(value, 0).text) } else { Cow::Borrowed(value) })
    }

    pub(crate) fn attribute_range(&self, node: usize, name: &str) -> Option<Range<usize>> {
        match &self.nodes[node].content {
            Content::Element { attributes: range, .. } => {
                attributes(self.source, range.clone()).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v)
            }
            _ => None,
        }
    }

    /// A text node's text.
    pub(crate) fn text(&self, node: usize) -> Option<Mapped> {
        match &self.nodes[node].content {
            Content::Text(range) => Some(decode(&self.source[range.clone()], range.start)),
            _ => None,
        }
    }

    /// All text inside a node, a space where an element begins or ends a block.
    pub(crate) fn inner_text(&self, node: usize) -> Mapped {
        let mut out = Mapped::default();
        for i in node..self.nodes[node].end {
            match &self.nodes[i].content {
                Content::Text(range) => out.append(&decode(&self.source[range.clone()], range.start)),
                Content::Element { name, .. } if is_block(name) || &**name == "br" => out.push(" ", 0..0),
                _ => {}
            }
        }
        out
    }

    pub(crate) fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.nodes[node].parent, |n| self.nodes[*n].parent)
    }

    pub(crate) fn elements<'b>(&'b self, name: &'b str) -> impl Iterator<Item = usize> + 'b {
        (0..self.nodes.len()).filter(move |i| self.name(*i) == name)
    }
}

struct Builder<'a> {
    tree: Tree<'a>,
    open: Vec<usize>,
    /// Elements that were opened beyond the depth limit and left out.
    too_deep: Vec<Cow<'a, str>>,
}

impl<'a> Builder<'a> {
    fn token(&mut self, token: Token<'a>) {
        match token {
            Token::Text(range) => self.add(Content::Text(range)),
            Token::Raw(range) => self.add(Content::Raw(range)),
            Token::End { name } => self.end(&name),
            Token::Start { name, attributes, closes_itself } => self.start(name, attributes, closes_itself),
        }
    }

    fn add(&mut self, content: Content<'a>) {
        let index = self.tree.nodes.len();
        self.tree.nodes.push(Node { parent: self.open.last().copied(), end: index + 1, content });
    }

    fn start(&mut self, name: Cow<'a, str>, attributes: Range<usize>, closes_itself: bool) {
        self.close_implied(&name);
        let void = is_void(&name) || closes_itself && matches!(&*name, "path" | "use" | "circle" | "rect");
        if !void && self.open.len() >= DEPTH_MAX {
            self.tree.flattened = true;
            // Bounded: what is open beyond the limit matters only to match its end tags.
            if self.too_deep.len() < 10_000 {
                self.too_deep.push(name);
            }
            return;
        }
        let index = self.tree.nodes.len();
        self.add(Content::Element { name, attributes });
        if !void {
            self.open.push(index);
        }
    }

    fn end(&mut self, name: &str) {
        if self.too_deep.last().is_some_and(|n| *n == name) {
            self.too_deep.pop();
            return;
        }
        if name == "p" && !self.has_open("p", is_p_scope) {
            return;
        }
        // A stray end tag closes nothing beyond the cell or list it stands in.
        let stop = |n: &str| matches!(n, "table" | "html" | "body") && n != name;
        let found = self.open.iter().rposition(|i| self.tree.name(*i) == name || stop(self.tree.name(*i)));
        if let Some(at) = found.filter(|at| self.tree.name(self.open[*at]) == name) {
            self.close_to(at);
        }
    }

    /// End tags that HTML lets people leave out.
    fn close_implied(&mut self, name: &str) {
        if is_block(name) && !matches!(name, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot") {
            self.close_open("p", is_p_scope);
        }
        let in_list = |n: &str| matches!(n, "ul" | "ol" | "menu" | "table" | "dl");
        let in_table = |n: &str| n == "table";
        match name {
            "li" => self.close_open("li", in_list),
            "dd" | "dt" => {
                self.close_open("dd", in_list);
                self.close_open("dt", in_list);
            }
            "a" => self.close_open("a", |n| matches!(n, "td" | "th" | "table" | "div")),
            "option" => self.close_open("option", |n| n == "select"),
            "td" | "th" => {
                self.close_open("td", |n| matches!(n, "tr" | "table"));
                self.close_open("th", |n| matches!(n, "tr" | "table"));
            }
            "tr" => self.close_open("tr", in_table),
            "tbody" | "thead" | "tfoot" => {
                self.close_open("tbody", in_table);
                self.close_open("thead", in_table);
            }
            "body" => self.close_open("head", |_| false),
            _ => {}
        }
    }

    fn has_open(&self, name: &str, stop: impl Fn(&str) -> bool) -> bool {
        let names = self.open.iter().rev().map(|i| self.tree.name(*i));
        names.take_while(|n| !stop(n)).any(|n| n == name)
    }

    fn close_open(&mut self, name: &str, stop: impl Fn(&str) -> bool) {
        let at = self.open.iter().rposition(|i| self.tree.name(*i) == name || stop(self.tree.name(*i)));
        if let Some(at) = at.filter(|at| self.tree.name(self.open[*at]) == name) {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        let end = self.tree.nodes.len();
        for index in self.open.drain(depth.min(self.open.len())..) {
            self.tree.nodes[index].end = end;
        }
        self.too_deep.clear();
    }
}

fn is_p_scope(name: &str) -> bool {
    matches!(name, "td" | "th" | "caption" | "button" | "table" | "li" | "div" | "section" | "article")
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether an element stands on lines of its own.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Text with its entities decoded, over the source that it begins in at `from`.
pub(crate) fn decode(source: &str, from: usize) -> Mapped {
    let mut out = Mapped::default();
    let mut at = 0;
    while let Some(i) = memchr::memchr(b'&', &source.as_bytes()[at..]) {
        out.push(&source[at..at + i], from + at..from + at + i);
        at += i;
        let length = entity_length(&source[at..]);
        let entity = &source[at..at + length];
        let text = html_escape::decode_html_entities(entity);
        out.push(&text, from + at..from + at + length);
        at += length;
    }
    out.push(&source[at..], from + at..from + source.len());
    out
}

/// How long the entity is that a text begins with; 1 where the `&` is just that.
fn entity_length(text: &str) -> usize {
    let name = text[1..].bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    if name > 0 && text.as_bytes().get(1 + name) == Some(&b';') { name + 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(source: &str) -> String {
        let tree = Tree::parse(source);
        let mut out = String::new();
        for (i, node) in tree.nodes.iter().enumerate() {
            let depth = tree.ancestors(i).count();
            let what = match &node.content {
                Content::Element { name, .. } => name.to_string(),
                Content::Text(r) => format!("{:?}", &source[r.clone()]),
                Content::Raw(_) => "raw".to_owned(),
            };
            out.push_str(&format!("{}{what} ", ".".repeat(depth)));
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn end_tags_that_people_leave_out() {
        assert_eq!(
            outline("<div><p>a<p>b<ul><li>c<li>d</ul>e</div>f"),
            "div .p ..\"a\" .p ..\"b\" .ul ..li ...\"c\" ..li ...\"d\" .\"e\" \"f\""
        );
        assert_eq!(
            outline("<table><tr><td>a<td>b<tr><td>c</table>"),
            "table .tr ..td ...\"a\" ..td ...\"b\" .tr ..td ...\"c\""
        );
        assert_eq!(outline("<p><b>a</p>b</div>c"), "p .b ..\"a\" \"b\" \"c\"");
    }

    #[test]
    fn deep_nesting_is_flattened_in_time_and_keeps_its_text() {
        let source = format!("{}deep{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
        let tree = Tree::parse(&source);
        assert!(tree.flattened);
        let last = tree.nodes.len() - 1;
        assert_eq!(tree.text(last).unwrap().text, "deep");
        assert!(tree.ancestors(last).count() <= DEPTH_MAX);
    }

    #[test]
    fn entities_map_as_a_whole() {
        let m = decode("caf&eacute; &amp; R&D &#8217;s &bogus; &", 10);
        assert_eq!(m.text, "café & R&D ’s &bogus; &");
        let at = m.text.find('é').unwrap();
        assert_eq!(m.slice(at..at + 2).runs[0].raw, 13..21);
    }
}
