//! "I", "we", "our" inside speech: who that is.

use super::quotes::{Kind, Mark, Quotations, mark};
use super::transcript::RULE;
use crate::{Cast, Mention};
use sayso_coding::{EntityId, EntityKind, How, Quote, Sector, Statement};
use sayso_doc::{Dep, Doc, Pos, Span, Tag, TokenIx};
use sayso_lexicon::Lexicon;
use sayso_lexicon::actors::RoleKind;
use sayso_lexicon::gazetteer::Class;
use std::ops::Range;

/// First persons inside quotations, as mentions of whoever speaks ("drag us into a war", said by a president: his country).
pub fn first_person(doc: &Doc, lexicon: &Lexicon, cast: &Cast, statements: &[Statement]) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let inner = inner_quotations(doc);
    for statement in statements {
        let (Some(source), true) = (statement.source, is_speech(doc, statement)) else { continue };
        for span in &statement.content {
            for t in doc.tokens_in(*span).filter(|&t| is_own(statements, statement, doc, t)) {
                let Some(number) = number(doc, t) else { continue };
                let within = inner.iter().find(|q| q.contains(&t));
                let Some(source) = within.map_or(Some(source), |q| inner_speaker(doc, cast, q, source)) else {
                    continue;
                };
                let entity = match number {
                    Number::One => source,
                    Number::Many => body(cast, source),
                };
                mentions.push(Mention { entity, head: t, tokens: t..t + 1, how: How::Pronoun, members: Vec::new() });
                mentions.extend(own_country(doc, lexicon, cast, source, t));
            }
        }
    }
    mentions.sort_by_key(|m| m.head);
    mentions.dedup_by_key(|m| m.head);
    mentions
}

/// Quotations inside quotations that are speech, marks included: "He said 'I will stay' and left".
fn inner_quotations(doc: &Doc) -> Vec<Range<TokenIx>> {
    const WORDS: usize = 3;
    let single = |t: TokenIx, wanted: Mark| mark(doc, t).is_some_and(|(m, k)| k == Kind::Single && m == wanted);
    let mut found: Vec<Range<TokenIx>> = Vec::new();
    for outer in Quotations::find(doc).list {
        let mut at = outer.tokens.start + 1;
        while let Some(open) = (at..outer.tokens.end).find(|&t| single(t, Mark::Open)) {
            let Some(close) = (open + 1..outer.tokens.end).find(|&t| single(t, Mark::Close)) else { break };
            if (open + 1..close).filter(|&t| doc.token(t).pos != Pos::Punct).count() >= WORDS {
                found.push(open..close + 1);
            }
            at = close + 1;
        }
    }
    found
}

/// Who speaks a quotation inside the words of `outer`: the subject of the verb that it hangs off, or of the last before it.
/// None where that is not known.
fn inner_speaker(doc: &Doc, cast: &Cast, quote: &Range<TokenIx>, outer: EntityId) -> Option<EntityId> {
    let is_verb = |t: TokenIx| matches!(doc.token(t).pos, Pos::Verb | Pos::Aux);
    let above = quote.clone().filter_map(|t| doc.head(t)).find(|h| !quote.contains(h) && is_verb(*h));
    let start = doc.sentence(quote.start).tokens.start;
    let before = || (start..quote.start).rev().find(|&t| doc.token(t).pos == Pos::Verb);
    let verb = above.or_else(before)?;
    let subject = std::iter::once(verb)
        .chain(doc.ancestors(verb))
        .find_map(|v| doc.child(v, Dep::Nsubj).filter(|s| !quote.contains(s)))?;
    if number(doc, subject).is_some() {
        return Some(outer);
    }
    cast.headed_by(subject).map(|m| m.entity)
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

/// "our country": that of whoever speaks.
fn own_country(doc: &Doc, lexicon: &Lexicon, cast: &Cast, source: EntityId, owner: TokenIx) -> Option<Mention> {
    let noun = doc.head(owner).filter(|_| doc.dep(owner) == Dep::Poss)?;
    let role = lexicon.actors.role(doc.lower(noun)).filter(|r| r.kind == RoleKind::Country)?;
    let area = lexicon.gazetteer.words.kinds(&role.noun).contains(&Class::Admin1);
    let entity = state(cast, source).filter(|_| !area)?;
    Some(Mention { entity, head: noun, tokens: owner..noun + 1, how: How::Nominal, members: Vec::new() })
}

/// The state that somebody belongs to, where the document speaks of it.
fn state(cast: &Cast, id: EntityId) -> Option<EntityId> {
    let country = cast.entity(id).country.as_ref()?;
    let is_state = |e: &sayso_coding::Entity| e.kind == EntityKind::Country && e.country.as_ref() == Some(country);
    cast.entities().iter().position(is_state).map(EntityId::new)
}

/// Whom an official means by "we": the country, where the document speaks of it.
fn body(cast: &Cast, source: EntityId) -> EntityId {
    let speaker = cast.entity(source);
    let official = speaker.sectors.iter().any(|s| matches!(s, Sector::Gov | Sector::Mil));
    if speaker.kind != EntityKind::Person || !official {
        return source;
    }
    state(cast, source).unwrap_or(source)
}
