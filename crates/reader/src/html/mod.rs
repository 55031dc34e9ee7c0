//! HTML: finds the article in a page, and what the page says of it.
//!
//! The page is read by a small tokenizer of our own that keeps byte offsets and never nests deeper than
//! [`tree::DEPTH_MAX`] (`tokens`, `tree`). From its tree a clean page is written in which every text is numbered, the
//! main-text extractor (`extract`) chooses among them, and the numbers of those it kept lead back to the bytes. Blocks
//! and lines are then made from our own tree (`lines`), so that no paragraphs are glued together.

mod extract;
mod lines;
mod meta;
mod tokens;
mod tree;

pub(crate) use meta::{date_in_address, declared_charset};

use crate::draft::{Break, Draft, Line};
use crate::plain;
use crate::words::ReaderWords;
use sayso_doc::Stretch;

/// The lines of the article in a page; none when there is no article.
pub(crate) fn read_html(source: &str, words: &ReaderWords) -> Draft {
    let tree = tree::Tree::parse(source);
    let mut draft = Draft::default();
    if tree.flattened {
        draft.warnings.push(format!("elements nested more than {} deep were flattened", tree::DEPTH_MAX));
    }
    let boxes = extract::boxes(&tree, &words.pages);
    let kept = extract::article_texts(&tree, &boxes);
    draft.warnings.extend(boxes.warning(&tree, &kept));
    draft.lines = lines::lines(&tree, &kept, &mut draft.warnings);
    if let Some(body) = hidden_body(&tree, &draft.lines) {
        draft.warnings.push("the page shows little of the article; its text was taken from the page's data".to_owned());
        draft.lines = body;
    }
    draft.found = meta::found(&tree, words, &mut draft.warnings);
    draft
}

/// The article as the page's data have it, where the page itself shows less than a third of it: pages made by scripts.
fn hidden_body(tree: &tree::Tree<'_>, shown: &[Line]) -> Option<Vec<Line>> {
    const WORTH_IT: usize = 400;
    let body = meta::article_body(tree)?;
    let length: usize = shown.iter().map(|l| l.text.text.len()).sum();
    if body.text.len() < WORTH_IT || length * 3 > body.text.len() {
        return None;
    }
    let mut lines = plain::read_plain(&body.text).lines;
    for line in &mut lines {
        line.text = line.text.over(&body);
        line.before = Break::Block;
    }
    Some(lines)
}

/// The lines of a piece of HTML inside of another text, which begins at `from` there.
pub(crate) fn fragment_lines(source: &str, from: usize, words: &ReaderWords) -> Vec<Line> {
    let tree = tree::Tree::parse(source);
    let boxes = extract::boxes(&tree, &words.pages);
    let texts: Vec<usize> = (0..tree.nodes.len()).filter(|i| !boxes.inside[*i] && tree.text(*i).is_some()).collect();
    let mut lines = lines::lines(&tree, &texts, &mut Vec::new());
    let shift = |run: &mut Stretch| run.raw = run.raw.start + from..run.raw.end + from;
    lines.iter_mut().flat_map(|l| &mut l.text.runs).for_each(shift);
    lines
}
