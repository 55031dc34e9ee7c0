//! Quotations and who utters them: by a cue beside them, by the statement that they go on with, or by a cue before the
//! paragraphs that they fill.

use super::source::is_verbal;
use super::{Context, Found, join};
use sayso_coding::Vouches;
use sayso_doc::{Doc, Pos, Tag, TokenIx};
use std::ops::Range;

/// Gives each quotation that is speech to the statement it belongs to.
pub(super) fn attribute(context: &Context, found: &mut [Found]) {
    let doc = context.doc;
    let mut owners: Vec<Option<usize>> = vec![None; context.quotes.list.len()];
    for (i, owner) in owners.iter_mut().enumerate() {
        *owner = claimed(context, found, i);
    }
    for i in 0..owners.len() {
        let owner = owners[i].or_else(|| word_said(context, found, i)).or_else(|| {
            is_speech(context, i)
                .then(|| {
                    after(context, found, i)
                        .or_else(|| before(context, found, i))
                        .or_else(|| same_paragraph(context, &owners, i))
                        .or_else(|| paragraph_before(context, found, &owners, i))
                })
                .flatten()
        });
        owners[i] = owner;
        if let Some(f) = owner {
            let range = context.quotes.list[i].tokens.clone();
            let f = &mut found[f];
            if f.quotes || f.content.is_empty() {
                f.content.extend(lead_in(doc, f, &range));
                f.content.push(range);
                f.content = join(std::mem::take(&mut f.content));
            }
        }
    }
    hand_back(context, found, &mut owners);
    block_quotations(context, found);
}

/// Paragraphs of one quotation before the one that has the cue.
fn hand_back(context: &Context, found: &mut [Found], owners: &mut [Option<usize>]) {
    for i in (1..owners.len()).rev() {
        if !context.quotes.list[i].continues || owners[i - 1].is_some() {
            continue;
        }
        owners[i - 1] = owners[i];
        if let Some(f) = owners[i].map(|f| &mut found[f]).filter(|f| f.quotes) {
            f.content.push(context.quotes.list[i - 1].tokens.clone());
            f.content = join(std::mem::take(&mut f.content));
        }
    }
}

/// 'The bridge was "unsafe by any measure," wrote the inspector.': the words before the quotation in its sentence; not
/// 'Although the bridge had closed, "we are safe," he said.'.
fn lead_in(doc: &Doc, f: &Found, quotation: &Range<TokenIx>) -> Option<Range<TokenIx>> {
    let start = doc.sentence(quotation.start).tokens.start;
    let has_verb = |r: &Range<TokenIx>| r.clone().any(|t| is_verbal(doc, t));
    let lead = start..quotation.start;
    let apart = quotation.start.checked_sub(1).is_some_and(|t| doc.word(t) == ",");
    (f.content.is_empty()
        && !apart
        && quotation.end <= block_start(f)
        && !starts_sentence(doc, quotation.start)
        && has_verb(&lead))
    .then_some(lead)
}

/// The narrowest statement whose content the quotation is part of, the cue being outside.
fn claimed(context: &Context, found: &[Found], i: usize) -> Option<usize> {
    let range = &context.quotes.list[i].tokens;
    let overlaps = |f: &Found| f.content.iter().any(|c| c.start < range.end && range.start < c.end);
    let candidates = found.iter().enumerate().filter(|(_, f)| !range.contains(&f.head) && overlaps(f));
    candidates.min_by_key(|(_, f)| f.content.iter().map(Range::len).sum::<usize>()).map(|(j, _)| j)
}

/// Whether the quotation is something said rather than a name, a title or a word held at arm's length: it stands like a
/// sentence.
fn is_speech(context: &Context, i: usize) -> bool {
    let doc = context.doc;
    let q = &context.quotes.list[i];
    let ends = last_inside(doc, q.tokens.clone())
        .is_some_and(|w| matches!(w, "." | "," | "?" | "!" | "…" | "..." | "–" | "—" | "-" | "--"))
        || !q.closed;
    if q.words < 2 {
        // '"Never," he said.', but not 'calling it an "excuse," he left'.
        return ends && q.closed && starts_sentence(doc, q.tokens.start);
    }
    let start = q.tokens.start;
    let introduced = || {
        let finite = |t: TokenIx| matches!(doc.token(t).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        start > 0 && matches!(doc.word(start - 1), "," | ":") && q.tokens.clone().any(finite)
    };
    ends || (q.words >= 4 && (starts_sentence(doc, start) || introduced()))
}

/// The last word or mark before the closing quotation mark.
fn last_inside(doc: &Doc, q: Range<TokenIx>) -> Option<&str> {
    let mut words = q.rev().map(|t| doc.word(t));
    words.next();
    words.next()
}

/// Whether nothing of the sentence stands before this token.
fn starts_sentence(doc: &Doc, t: TokenIx) -> bool {
    let Some(mut before) = t.checked_sub(1) else { return true };
    while doc.token(before).pos == Pos::Space && before > 0 {
        before -= 1;
    }
    doc.sentence(before).paragraph != doc.sentence(t).paragraph
        || doc.sentence(t).tokens.start == t
        || matches!(doc.word(before), "." | "?" | "!" | "”" | "\"" | "''" | ":" | "…" | "...")
}

fn paragraph(doc: &Doc, t: TokenIx) -> usize {
    doc.sentence(t).paragraph
}

/// First token of the cue with its source.
fn block_start(f: &Found) -> TokenIx {
    f.source.as_ref().map_or(f.cue.start, |s| s.tokens.start.min(f.cue.start))
}

fn block_end(f: &Found) -> TokenIx {
    f.source
        .as_ref()
        .map_or(f.cue.end, |s| if s.tokens.start >= f.cue.start { s.tokens.end.max(f.cue.end) } else { f.cue.end })
}

fn only_punctuation(doc: &Doc, mut range: Range<TokenIx>) -> bool {
    range.all(|t| matches!(doc.token(t).pos, Pos::Punct | Pos::Space))
}

/// 'She said "no".'
fn word_said(context: &Context, found: &[Found], i: usize) -> Option<usize> {
    let start = context.quotes.list[i].tokens.start;
    found.iter().position(|f| f.quotes && f.content.is_empty() && f.cue.end == start && block_end(f) == start)
}

/// "…," said the mayor. "…," the mayor said.
fn after(context: &Context, found: &[Found], i: usize) -> Option<usize> {
    let doc = context.doc;
    let q = &context.quotes.list[i].tokens;
    let full_stop = last_inside(doc, q.clone()) == Some(".");
    found.iter().position(|f| {
        f.quotes
            && block_start(f) >= q.end
            && block_start(f) < q.end + 4
            && paragraph(doc, f.head) == paragraph(doc, q.start)
            && context.quotes.index_at(f.head).is_none()
            && only_punctuation(doc, q.end..block_start(f))
            && (f.content.is_empty() || !full_stop)
    })
}

/// The mayor said: "…". "…," the mayor said, "…".
fn before(context: &Context, found: &[Found], i: usize) -> Option<usize> {
    let doc = context.doc;
    let q = &context.quotes.list[i].tokens;
    let before = q.start.checked_sub(1)?;
    found.iter().rposition(|f| {
        let end = block_end(f);
        if !f.quotes
            || end > q.start
            || paragraph(doc, f.head) != paragraph(doc, q.start)
            || context.quotes.index_at(f.head).is_some()
        {
            return false;
        }
        let stops = (end..q.start).any(|t| matches!(doc.word(t), "." | "?" | "!" | ";"));
        let loose = |t: TokenIx| matches!(doc.token(t).pos, Pos::Punct | Pos::Space | Pos::Cconj | Pos::Adv);
        // "…," the mayor told the paper, "…": only an addressee stands between.
        let short = || q.start - end < 10 && !(end..q.start).any(|t| is_verbal(doc, t));
        let goes_on = || !stops && f.content.iter().all(|c| c.end <= f.head) && short();
        let pending = !stops && f.content.is_empty();
        (end..q.start).all(loose)
            || (matches!(doc.word(before), "," | ":") && (pending || goes_on()))
            || (pending && doc.lower(before) == "that")
    })
}

/// A sentence in quotation marks after another in the same paragraph has the same speaker.
fn same_paragraph(context: &Context, owners: &[Option<usize>], i: usize) -> Option<usize> {
    let doc = context.doc;
    let q = &context.quotes.list[i];
    let last = i.checked_sub(1)?;
    (paragraph(doc, context.quotes.list[last].tokens.start) == paragraph(doc, q.tokens.start)
        && starts_sentence(doc, q.tokens.start))
    .then(|| owners[last])
    .flatten()
}

/// A paragraph that is a quotation goes on with the speaker of the one before.
fn paragraph_before(context: &Context, found: &[Found], owners: &[Option<usize>], i: usize) -> Option<usize> {
    let doc = context.doc;
    let q = &context.quotes.list[i];
    let own = paragraph(doc, q.tokens.start);
    let first =
        (0..q.tokens.start).rev().take_while(|&t| paragraph(doc, t) == own).all(|t| doc.token(t).pos == Pos::Space);
    let last = (q.tokens.end..doc.len())
        .take_while(|&t| paragraph(doc, t) == own)
        .all(|t| matches!(doc.token(t).pos, Pos::Space | Pos::Punct));
    if own == 0 || !first || !(last || q.continues) {
        return None;
    }
    let near = |t: TokenIx| paragraph(doc, t) + 1 == own;
    // "The mayor said:" at the end of the paragraph before.
    let pending = |f: &Found| f.quotes && f.content.is_empty() && near(f.head);
    let colon = found.iter().rposition(|f| pending(f) && introduces(doc, f));
    // "The mayor wrote to the council." before a block.
    let closes = |f: &Found| doc.sentence(f.head).tokens.end == doc.sentence(q.tokens.start).tokens.start;
    let colon = colon.or_else(|| found.iter().rposition(|f| q.block && pending(f) && closes(f)));
    colon.or_else(|| i.checked_sub(1).filter(|&l| near(context.quotes.list[l].tokens.start)).and_then(|l| owners[l]))
}

/// Whether the sentence of the cue ends its paragraph with a colon.
fn introduces(doc: &Doc, f: &Found) -> bool {
    let own = paragraph(doc, f.head);
    let last = (f.head..doc.len())
        .take_while(|&t| paragraph(doc, t) == own)
        .filter(|&t| doc.token(t).pos != Pos::Space)
        .last();
    last.is_some_and(|t| doc.word(t) == ":") && !(f.head..last.unwrap_or(f.head)).any(|t| doc.word(t) == ".")
}

/// The heads of the cues with which somebody is named as saying something, "I" and "we" left out.
fn told_by_others(doc: &Doc, found: &[Found]) -> Vec<TokenIx> {
    let named = |f: &&Found| {
        let first = |t: TokenIx| matches!(doc.lower(t), "i" | "we" | "you");
        let other = f.source.as_ref().is_some_and(|s| !first(s.head));
        other && !f.stance && f.vouches == Vouches::Asserts && !f.content.is_empty()
    };
    found.iter().filter(named).map(|f| f.head).collect()
}

/// "The mayor said:" before paragraphs without quotation marks: up to the one that speaks of the mayor again, or tells what
/// another said.
fn block_quotations(context: &Context, found: &mut [Found]) {
    let doc = context.doc;
    let told = told_by_others(doc, found);
    for f in found.iter_mut().filter(|f| f.quotes && f.content.is_empty()) {
        if !introduces(doc, f) || f.vouches != Vouches::Asserts {
            continue;
        }
        let own = paragraph(doc, f.head);
        let Some(first) = (f.head..doc.len()).find(|&t| paragraph(doc, t) > own) else { continue };
        let Some(source) = &f.source else { continue };
        let name = doc.lower(source.head);
        let mut end = first;
        for p in own + 1..own + 16 {
            let words: Vec<TokenIx> = (end..doc.len()).take_while(|&t| paragraph(doc, t) == p).collect();
            let Some(&last) = words.last() else { break };
            let again = |&t: &TokenIx| doc.lower(t) == name || told.contains(&t);
            if p > own + 1 && words.iter().any(again) {
                break;
            }
            end = last + 1;
        }
        f.content = vec![first..end];
    }
}
