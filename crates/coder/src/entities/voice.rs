//! "We" and "our" in an article's own words: a government that publishes what it has to say, by itself or in a statement
//! that speaks of what the state does now ("The United States condemns the attack. We call on …").

use crate::statements::quotes::Quotations;
use crate::{Cast, Mention};
use sayso_coding::{Entity, EntityId, EntityKind, How, Sector};
use sayso_doc::{Dep, Doc, Tag, TokenIx};
use sayso_lexicon::{Actors, Lexicon};
use smol_str::SmolStr;

/// First persons outside quotations, where it is known what state speaks. A state that the text does not name is entered
/// into the cast.
pub fn own_voice(doc: &Doc, lexicon: &Lexicon, cast: &mut Cast, publisher: Option<&str>) -> Vec<Mention> {
    let quotes = Quotations::find(doc);
    let ours = |t: &TokenIx| is_ours(doc, *t) && quotes.index_at(*t).is_none();
    let found: Vec<TokenIx> = (0..doc.len()).filter(ours).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let published = publisher.and_then(|name| publisher_state(&lexicon.actors, cast, name));
    let Some(entity) = published.or_else(|| declaring_state(doc, cast, &quotes)) else { return Vec::new() };
    let mention = |t| Mention { entity, head: t, tokens: t..t + 1, how: How::Pronoun, members: Vec::new() };
    found.into_iter().map(mention).collect()
}

fn is_ours(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.token(t).tag, Tag::Prp | Tag::PrpS)
        && matches!(doc.lower(t), "we" | "us" | "our" | "ours" | "ourselves")
}

/// The state whose government published the text.
fn publisher_state(actors: &Actors, cast: &mut Cast, publisher: &str) -> Option<EntityId> {
    let official = |s: &Sector| matches!(s, Sector::Gov | Sector::Mil);
    let of_state = actors.meanings(publisher).into_iter().map(|m| actors.entry(m.entry));
    let country = of_state.filter(|e| e.sectors.iter().any(official)).find_map(|e| e.country.clone())?;
    let state = actors.entry(actors.country(&country)?);
    Some(state_of(cast, &country).unwrap_or_else(|| {
        cast.enter(Entity {
            name: state.name.clone(),
            kind: EntityKind::Country,
            country: Some(country),
            sectors: state.sectors.clone(),
            role: None,
            wikidata: None,
            mentions: Vec::new(),
            evidence: state.origin.clone(),
        })
    }))
}

fn state_of(cast: &Cast, country: &SmolStr) -> Option<EntityId> {
    let state = |e: &Entity| e.kind == EntityKind::Country && e.country.as_ref() == Some(country);
    cast.entities().iter().position(state).map(EntityId::new)
}

/// The state of which the text's first sentence with a verb tells what it does, in the present: "The United States
/// condemns". News tells what was done in the past.
fn declaring_state(doc: &Doc, cast: &Cast, quotes: &Quotations) -> Option<EntityId> {
    let body = doc.sentences().iter().filter(|s| s.paragraph > 0 && quotes.index_at(s.root).is_none());
    let first = body.into_iter().find(|s| doc.child(s.root, Dep::Nsubj).is_some())?;
    let subject = doc.child(first.root, Dep::Nsubj)?;
    let present = matches!(doc.token(first.root).tag, Tag::Vbz | Tag::Vbp);
    let entity = cast.headed_by(subject).filter(|m| m.members.is_empty() && present)?.entity;
    let speaker = cast.entity(entity);
    let government = speaker.kind == EntityKind::Organization && speaker.sectors.contains(&Sector::Gov);
    (speaker.kind == EntityKind::Country || government).then_some(entity)
}
