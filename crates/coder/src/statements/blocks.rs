//! Quotations that the page sets apart as blocks of their own, and the line beneath that says whose they are.

use super::quotes::paragraphs;
use super::source::{can_speak, is_verbal, speaker};
use super::{Context, Found, spaced, trim};
use sayso_coding::Vouches;
use sayso_doc::{Block, BlockKind, Dep, Doc, Pos, TokenIx};
use smol_str::SmolStr;
use std::ops::Range;

/// How many words a line may have that says whose a block is.
const SIGNATURE: usize = 14;

/// A paragraph that is quoted as a block: its words, and the line beneath them ("— Olga Brandt, mayor"), which may be
/// all there is.
pub(super) struct Quoted {
    pub(super) words: Range<TokenIx>,
    /// From the dash on.
    signature: Option<Range<TokenIx>>,
}

/// The paragraphs that the page marks as quoted, in text order.
pub(super) fn quoted(doc: &Doc, blocks: &[Block]) -> Vec<Quoted> {
    let quotes: Vec<_> = blocks.iter().filter(|b| b.kind == BlockKind::Quote).map(|b| b.span).collect();
    let inside = |t: TokenIx| quotes.iter().any(|span| span.contains(doc.token(t).span));
    let marked = paragraphs(doc).into_iter().filter(|p| !quotes.is_empty() && inside(p.start));
    marked
        .map(|p| match signature(doc, &p) {
            Some(dash) => Quoted { words: trim_space(doc, p.start..dash), signature: Some(dash..p.end) },
            None => Quoted { words: trim_space(doc, p), signature: None },
        })
        .collect()
}

fn trim_space(doc: &Doc, mut range: Range<TokenIx>) -> Range<TokenIx> {
    while !range.is_empty() && doc.token(range.end - 1).pos == Pos::Space {
        range.end -= 1;
    }
    range
}

/// The dash before a name at the end: "The road is safe. — Olga Brandt".
fn signature(doc: &Doc, paragraph: &Range<TokenIx>) -> Option<TokenIx> {
    let is_dash = |t: TokenIx| matches!(doc.word(t), "-" | "–" | "—" | "--" | "―");
    let dash = paragraph.clone().rev().take(SIGNATURE).find(|&t| is_dash(t))?;
    let opens = dash == paragraph.start
        || (spaced(doc, dash) && matches!(doc.word(dash - 1), "." | "!" | "?" | "…" | "”" | "\"" | "''" | "’"));
    let named =
        (dash + 1..paragraph.end).next().is_some_and(|t| matches!(doc.token(t).pos, Pos::Propn | Pos::Noun | Pos::Det));
    (opens && named && !(dash..paragraph.end).any(|t| is_verbal(doc, t))).then_some(dash)
}

/// Blocks that a line beneath gives to somebody.
pub(super) fn read_signatures(context: &Context) -> Vec<Found> {
    let doc = context.doc;
    let blocks = &context.blocks;
    let paragraph = |t: TokenIx| doc.sentence(t).paragraph;
    let mut out = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let Some(signature) = &block.signature else { continue };
        let cue = signature.start..signature.start + 1;
        let name = trim(doc, cue.end..signature.end);
        let Some(head) = name.clone().find(|&t| doc.dep(t) != Dep::Compound && can_speak(context, t)) else { continue };
        let mut first = i;
        while first > 0
            && blocks[first - 1].signature.is_none()
            && paragraph(blocks[first - 1].words.start) + 1 == paragraph(blocks[first].words.start.min(cue.start))
        {
            first -= 1;
        }
        let content = blocks[first].words.start..block.words.end;
        if content.is_empty() {
            continue;
        }
        let mut source = speaker(context, head, &cue);
        source.tokens = name;
        out.push(Found {
            head: cue.start,
            cue,
            source: Some(source),
            content: vec![content],
            vouches: Vouches::Asserts,
            rule: SmolStr::new_static("signature"),
            via: None,
            quotes: false,
            inside: None,
            stance: false,
        });
    }
    out
}
