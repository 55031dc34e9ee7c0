//! Markdown: the words without their marks, line by line, with where each stood.

use crate::dates::given_date;
use crate::draft::{Break, Draft, Found, Line};
use crate::html::fragment_lines;
use crate::mapped::Mapped;
use crate::tidy::tidy;
use crate::words::ReaderWords;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use sayso_doc::BlockKind;
use std::ops::Range;

/// Deeper block quotes and lists than any article has, at which the parser would take long.
const NESTING_MAX: usize = 64;

pub(crate) fn read_markdown(source: &str, words: &ReaderWords) -> Draft {
    let options = Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TABLES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let flat = flatten(source);
    let source_of = flat.as_deref().unwrap_or(source);
    let mut walk = Walk::new(source_of, words);
    if flat.is_some() {
        walk.draft.warnings.push(format!("quotes nested more than {NESTING_MAX} deep were flattened"));
    }
    for (event, range) in Parser::new_ext(source_of, options).into_offset_iter() {
        walk.event(event, range);
    }
    walk.flush(Break::Block);
    walk.finish()
}

/// The text with the quote marks of lines that open more than `NESTING_MAX` blanked out; as many bytes as before.
fn flatten(source: &str) -> Option<String> {
    let deep = |line: &str| {
        let marks = line.bytes().take_while(|b| matches!(b, b'>' | b' ' | b'\t' | b'-' | b'*' | b'+'));
        marks.filter(|b| !matches!(b, b' ' | b'\t')).count() > NESTING_MAX
    };
    if !source.lines().any(deep) {
        return None;
    }
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        if deep(line) {
            let marks = line.bytes().take_while(|b| matches!(b, b'>' | b' ' | b'\t' | b'-' | b'*' | b'+')).count();
            out.extend(std::iter::repeat_n('\n', marks.min(1)));
            out.extend(std::iter::repeat_n(' ', marks.saturating_sub(1).min(1)));
            out.extend(std::iter::repeat_n('\n', marks.saturating_sub(2)));
            out.push_str(&line[marks..]);
        } else {
            out.push_str(line);
        }
    }
    Some(out)
}

struct Walk<'a> {
    source: &'a str,
    words: &'a ReaderWords,
    draft: Draft,
    line: Mapped,
    linked: usize,
    strong: usize,
    before: Break,
    heading: Option<HeadingLevel>,
    in_link: usize,
    in_strong: usize,
    in_image: usize,
    in_item: usize,
    in_quote: usize,
    left_out: Option<&'static str>,
    front_matter: String,
    images: usize,
    code: bool,
}

impl<'a> Walk<'a> {
    fn new(source: &'a str, words: &'a ReaderWords) -> Self {
        Self {
            source,
            words,
            draft: Draft::default(),
            line: Mapped::default(),
            linked: 0,
            strong: 0,
            before: Break::Block,
            heading: None,
            in_link: 0,
            in_strong: 0,
            in_image: 0,
            in_item: 0,
            in_quote: 0,
            left_out: None,
            front_matter: String::new(),
            images: 0,
            code: false,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Code(text) => {
                let at = self.source[range.clone()].find(&*text);
                let range = at.map_or(range.clone(), |at| range.start + at..range.start + at + text.len());
                self.text(&text, range);
            }
            Event::SoftBreak => self.flush(Break::Soft),
            Event::HardBreak => self.flush(Break::Hard),
            Event::InlineHtml(tag) if is_line_break(&tag) => self.flush(Break::Hard),
            Event::Rule => self.flush(Break::Block),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush(Break::Block);
                self.heading = Some(*level);
            }
            Tag::Link { .. } => self.in_link += 1,
            Tag::Strong => self.in_strong += 1,
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Image { .. } => {
                self.in_image += 1;
                self.images += 1;
            }
            Tag::CodeBlock(kind) => {
                self.flush(Break::Block);
                self.code = true;
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    self.leave_out("a code block");
                }
            }
            Tag::FootnoteDefinition(_) => {
                self.flush(Break::Block);
                self.leave_out("a footnote");
            }
            Tag::HtmlBlock => {
                self.flush(Break::Block);
                self.left_out = Some("html");
                self.draft.lines.extend(fragment_lines(&self.source[range.clone()], range.start, self.words));
            }
            Tag::MetadataBlock(_) => self.left_out = Some("front matter"),
            Tag::BlockQuote(_) => {
                self.flush(Break::Block);
                self.in_quote += 1;
            }
            Tag::List(Some(first)) if *first > 99 => {
                // "1990. It was the year of the …": a year that opens a paragraph, not the number of a list item.
                self.flush(Break::Block);
                let number = first.to_string();
                if let Some(at) = self.source[range.clone()].find(&number) {
                    let start = range.start + at;
                    self.line.push(&format!("{number}."), start..start + number.len() + 1);
                    self.line.push(" ", start + number.len() + 1..start + number.len() + 2);
                }
            }
            Tag::Item => {
                if self.line.text.trim_end_matches(['.', ' ']).bytes().any(|b| !b.is_ascii_digit()) {
                    self.flush(Break::Block);
                }
                self.in_item += 1;
            }
            _ => {
                if !(self.in_item > 0 && matches!(tag, Tag::Paragraph) && self.line.text.ends_with(". ")) {
                    self.flush(Break::Block);
                }
            }
        }
    }

    fn leave_out(&mut self, what: &'static str) {
        self.left_out = Some(what);
        self.draft.warnings.push(format!("left out {what}"));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.in_link -= 1,
            TagEnd::Strong => self.in_strong -= 1,
            TagEnd::Image => self.in_image -= 1,
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Heading(_) => {
                self.flush(Break::Block);
                self.heading = None;
            }
            TagEnd::Item => {
                self.flush(Break::Block);
                self.in_item -= 1;
            }
            TagEnd::BlockQuote(_) => {
                self.flush(Break::Block);
                self.in_quote -= 1;
            }
            TagEnd::MetadataBlock(_) => {
                self.left_out = None;
                self.draft.found = front_matter(&self.front_matter, self.words);
            }
            TagEnd::CodeBlock | TagEnd::FootnoteDefinition | TagEnd::HtmlBlock => {
                self.flush(Break::Block);
                self.code = false;
                self.left_out = None;
            }
            _ => self.flush(Break::Block),
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.left_out == Some("front matter") {
            self.front_matter.push_str(text);
            return;
        }
        if self.left_out.is_some() || self.in_image > 0 {
            return;
        }
        if self.code {
            // A paragraph set in by four blanks reads as code.
            let mut at = range.start;
            for part in text.split_inclusive('\n') {
                let words = part.trim_end_matches(['\n', '\r']);
                self.push(words, at..at + words.len());
                at += part.len();
                if words.len() < part.len() {
                    self.flush(if words.trim().is_empty() { Break::Block } else { Break::Soft });
                }
            }
            return;
        }
        self.push(text, range);
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        if self.in_link > 0 {
            self.linked += text.len();
        }
        if self.in_strong > 0 {
            self.strong += text.len();
        }
        self.line.push(text, range);
    }

    /// Ends the line; what comes next follows it with this break.
    fn flush(&mut self, next: Break) {
        let line = tidy(&std::mem::take(&mut self.line));
        let (linked, strong) = (std::mem::take(&mut self.linked), std::mem::take(&mut self.strong));
        if !line.is_empty() {
            let kind = match self.heading {
                Some(HeadingLevel::H1) => BlockKind::Title,
                Some(_) => BlockKind::Heading,
                None if is_crosshead(&line.text, strong) => BlockKind::Heading,
                None if self.in_item > 0 => BlockKind::ListItem,
                None if self.in_quote > 0 => BlockKind::Quote,
                None => BlockKind::Text,
            };
            self.draft.lines.push(Line { text: line, kind, before: self.before, linked, indent: 0 });
            self.before = next;
        } else if next == Break::Block {
            self.before = Break::Block;
        }
    }

    fn finish(mut self) -> Draft {
        if self.images > 0 {
            self.draft.warnings.push(match self.images {
                1 => "left out a picture".to_owned(),
                n => format!("left out {n} pictures"),
            });
        }
        self.draft
    }
}

/// A line all in bold that is no sentence: a heading in all but marks.
fn is_crosshead(text: &str, strong: usize) -> bool {
    strong >= text.len() && !text.ends_with(['.', '!', '?', '”', '"', ':', ',']) && text.split(' ').count() <= 12
}

fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    name.eq_ignore_ascii_case("br")
}

/// `key: value` lines and, below a key, `- value` lines.
fn front_matter(text: &str, words: &ReaderWords) -> Found {
    let keys = &words.front_matter;
    let mut found = Found::default();
    let mut key = String::new();
    for line in text.lines() {
        let value = match line.split_once(':') {
            Some((k, v)) if !k.trim_start().starts_with('-') && !k.trim().contains(' ') => {
                key = k.trim().to_lowercase();
                v
            }
            _ => line.trim_start().strip_prefix('-').unwrap_or(""),
        };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if value.is_empty() {
            continue;
        }
        let is = |names: &[String]| names.contains(&key);
        if is(&keys.title) {
            found.title = Some(tidy(&Mapped::unplaced(value)));
        } else if is(&keys.date) {
            found.published = given_date(value, &words.dates);
        } else if is(&keys.authors) {
            let names = value.trim_matches(['[', ']']).split(',').map(|n| n.trim().trim_matches(['"', '\'']));
            found.authors.extend(names.filter(|n| !n.is_empty()).map(str::to_owned));
        } else if is(&keys.publisher) {
            found.publisher = Some(value.to_owned());
        } else if is(&keys.url) {
            found.url = Some(value.to_owned());
        } else if is(&keys.language) {
            found.language = Some(value.to_owned());
        }
    }
    found
}
