//! Who is in the text: entities with their mentions, found by token.

use sayso_coding::{Entity, EntityId, EntityKind, EntityMention, How, Place};
use sayso_doc::{Doc, TokenIx};
use smol_str::SmolStr;
use std::ops::Range;

/// A stretch of text that refers to an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub entity: EntityId,
    /// The token that heads the noun phrase ("Putin" of "Russian President Vladimir Putin").
    pub head: TokenIx,
    /// The words of the mention: a name with its titles, a noun phrase without its relative clauses.
    pub tokens: Range<TokenIx>,
    pub how: How,
    /// Where one mention means several ("the two countries", "both sides"): all of them, `entity` the first. Else empty.
    pub members: Vec<EntityId>,
}

impl Mention {
    /// All entities meant.
    pub fn entities(&self) -> &[EntityId] {
        if self.members.is_empty() { std::slice::from_ref(&self.entity) } else { &self.members }
    }
}

/// The entities of a document and their mentions.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    entities: Vec<Entity>,
    mentions: Vec<Mention>,
    /// For each token: the mention it heads.
    headed: Vec<Option<u32>>,
    /// For each token: the narrowest mention it is part of.
    covering: Vec<Option<u32>>,
}

impl Cast {
    /// Entities in order of first appearance, with their mentions in any order; an entity's own list of mentions is
    /// filled in here.
    pub fn new(doc: &Doc, entities: Vec<Entity>, mentions: Vec<Mention>) -> Self {
        let mut cast = Self { entities, mentions: Vec::new(), headed: Vec::new(), covering: Vec::new() };
        cast.add(doc, mentions);
        cast
    }

    /// Adds mentions found later (first persons inside quotations). One whose head is a head already takes its place.
    pub fn add(&mut self, doc: &Doc, more: Vec<Mention>) {
        self.mentions.retain(|m| !more.iter().any(|n| n.head == m.head));
        self.mentions.extend(more);
        self.mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
        self.headed = vec![None; doc.len()];
        self.covering = vec![None; doc.len()];
        for (i, mention) in self.mentions.iter().enumerate() {
            self.headed[mention.head] = Some(i as u32);
            for t in mention.tokens.clone() {
                let wider = self.covering[t].map(|m| self.mentions[m as usize].tokens.len());
                if wider.is_none_or(|w| w >= mention.tokens.len()) {
                    self.covering[t] = Some(i as u32);
                }
            }
        }
        for entity in &mut self.entities {
            entity.mentions.clear();
        }
        for mention in &self.mentions {
            let words = EntityMention { span: doc.span(mention.tokens.clone()), how: mention.how };
            for &entity in mention.entities() {
                self.entities[entity.index()].mentions.push(words);
            }
        }
    }

    /// Gives places of which the names alone did not tell the country that where they were found to be, if the text
    /// speaks of that country elsewhere.
    pub fn locate(&mut self, doc: &Doc, places: &[Place]) {
        let spoken: Vec<SmolStr> = self.entities.iter().filter_map(|e| e.country.clone()).collect();
        for mention in self.mentions.iter().filter(|m| m.members.is_empty()) {
            let entity = &mut self.entities[mention.entity.index()];
            let words = doc.span(mention.tokens.clone());
            let place = entity.kind == EntityKind::Place;
            // "Tartus", which the recogniser took for a body.
            let taken =
                entity.kind == EntityKind::Organization && entity.sectors.is_empty() && mention.how == How::Name;
            if entity.country.is_some() || !(place || taken) {
                continue;
            }
            let here = |p: &&Place| if place { words.contains(p.span) } else { words == p.span };
            let mut found = places.iter().filter(here).filter_map(|p| p.country.clone());
            if let Some(country) = found.find(|c| spoken.contains(c)) {
                entity.country = Some(country);
                entity.kind = EntityKind::Place;
            }
        }
    }

    /// Adds somebody whom the text does not name (the state whose government speaks).
    pub fn enter(&mut self, entity: Entity) -> EntityId {
        self.entities.push(entity);
        EntityId::new(self.entities.len() - 1)
    }

    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// In text order.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// The mention that this token heads.
    pub fn headed_by(&self, t: TokenIx) -> Option<&Mention> {
        self.headed[t].map(|m| &self.mentions[m as usize])
    }

    /// The narrowest mention that this token is part of.
    pub fn covering(&self, t: TokenIx) -> Option<&Mention> {
        self.covering[t].map(|m| &self.mentions[m as usize])
    }

    pub fn into_entities(self) -> Vec<Entity> {
        self.entities
    }

    /// Whether the words of an entity's mentions are names, for choosing among candidates.
    pub fn is_named(&self, id: EntityId) -> bool {
        self.entities[id.index()].mentions.iter().any(|m| m.how == How::Name)
    }
}
