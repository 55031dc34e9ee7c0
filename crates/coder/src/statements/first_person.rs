//! "I", "we", "our" inside speech: who that is.

use super::transcript::RULE;
use crate::{Cast, Mention};
use sayso_coding::{EntityId, EntityKind, How, Quote, Sector, Statement};
use sayso_doc::{Doc, Span, Tag, TokenIx};
use sayso_lexicon::Lexicon;

/// First persons inside quotations, as mentions of whoever speaks ("drag us into a war", said by a president: his country).
pub fn first_person(doc: &Doc, _lexicon: &Lexicon, cast: &Cast, statements: &[Statement]) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for statement in statements {
        let (Some(source), true) = (statement.source, is_speech(doc, statement)) else { continue };
        for span in &statement.content {
            for t in doc.tokens_in(*span).filter(|&t| is_own(statements, statement, doc, t)) {
                let Some(number) = number(doc, t) else { continue };
                let entity = match number {
                    Number::One => source,
                    Number::Many => body(cast, source),
                };
                mentions.push(Mention { entity, head: t, tokens: t..t + 1, how: How::Pronoun, members: Vec::new() });
            }
        }
    }
    mentions.sort_by_key(|m| m.head);
    mentions.dedup_by_key(|m| m.head);
    mentions
}

/// Whether the content is the source's own words: quoted, a turn of a transcript, or set apart in paragraphs of its own.
fn is_speech(doc: &Doc, statement: &Statement) -> bool {
    let paragraph = |span: Span| doc.tokens_in(span).next().map(|t| doc.sentence(t).paragraph);
    statement.quote != Quote::Indirect
        || statement.rule == RULE
        || statement.cue.zip(statement.content.first()).is_some_and(|(cue, &c)| paragraph(cue) < paragraph(c))
}

/// Whether no statement of somebody else inside this one holds the token.
fn is_own(statements: &[Statement], statement: &Statement, doc: &Doc, t: TokenIx) -> bool {
    let span = doc.token(t).span;
    let size = |s: &Statement| s.content.iter().map(|c| c.len()).sum::<usize>();
    !statements
        .iter()
        .any(|s| is_speech(doc, s) && size(s) < size(statement) && s.content.iter().any(|c| c.contains(span)))
}

enum Number {
    One,
    Many,
}

fn number(doc: &Doc, t: TokenIx) -> Option<Number> {
    if !matches!(doc.token(t).tag, Tag::Prp | Tag::PrpS) {
        return None;
    }
    match doc.lower(t) {
        "i" | "me" | "my" | "mine" | "myself" => Some(Number::One),
        "we" | "us" | "our" | "ours" | "ourselves" => Some(Number::Many),
        _ => None,
    }
}

/// Whom an official means by "we": the country, where the document speaks of it.
fn body(cast: &Cast, source: EntityId) -> EntityId {
    let speaker = cast.entity(source);
    let official = speaker.sectors.iter().any(|s| matches!(s, Sector::Gov | Sector::Mil));
    if speaker.kind != EntityKind::Person || !official || speaker.country.is_none() {
        return source;
    }
    let country = |e: &sayso_coding::Entity| e.kind == EntityKind::Country && e.country == speaker.country;
    cast.entities().iter().position(country).map_or(source, EntityId::new)
}
