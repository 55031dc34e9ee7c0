//! Of which two a text tells: "the neighbours agreed", "both sides accused each other".

use super::resolve::Resolver;
use sayso_coding::{EntityId, EntityKind, How, Sector};
use sayso_doc::{Dep, TokenIx};
use sayso_lexicon::actors::Role;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Fewer mentions make no side of a conflict.
const OFTEN: u32 = 2;

impl Resolver<'_> {
    /// "the neighbours", "the parties": no others than the two states that the text tells of, where nothing else says
    /// whose or which they are.
    pub(super) fn plain_sides(&self, t: TokenIx, role: &Role) -> Option<[EntityId; 2]> {
        let doc = self.book.doc;
        let own = self.book.role(t).map_or(t..t + 1, |r| r.tokens.clone());
        let bare = doc.children(t).all(|c| own.contains(&c) || matches!(doc.dep(c), Dep::Det | Dep::Punct));
        // "the parties" in a text of politics at home.
        let told = role.sectors.contains(&Sector::Pty)
            && (self.drafts.iter()).any(|d| d.named && d.sectors.contains(&Sector::Pty));
        self.two_sides().filter(|_| role.states && bare && !told)
    }

    /// The two states that the text is about: of those that it names together the two of which most is said, else the
    /// two of which more is said than of any third. Each is given by itself or by the best-known body of it.
    pub(super) fn two_sides(&self) -> Option<[EntityId; 2]> {
        let counts = self.states_told_of();
        let told = |country: &SmolStr| counts.get(country).map_or(0, |(all, _)| *all);
        let mut named: Vec<(u32, [&SmolStr; 2])> = self.pairs_named().map(|p| (told(p[0]) + told(p[1]), p)).collect();
        named.sort_by_key(|(all, _)| std::cmp::Reverse(*all));
        named.dedup();
        let pair = match named[..] {
            [(first, _), (second, _), ..] if first == second => return None,
            [(_, pair), ..] => pair,
            [] => {
                let mut states: Vec<(u32, &SmolStr)> = counts.iter().map(|(c, (all, _))| (*all, *c)).collect();
                states.sort_by_key(|(all, _)| std::cmp::Reverse(*all));
                match states[..] {
                    [(_, first), (often, second)] if often >= OFTEN => [first, second],
                    [(_, first), (often, second), (third, _), ..] if often >= OFTEN && third < often => [first, second],
                    _ => return None,
                }
            }
        };
        let stands_for = |country| counts.get(country).and_then(|(_, each)| self.stands_for(each));
        let mut pair = [stands_for(pair[0])?, stands_for(pair[1])?];
        pair.sort_unstable();
        Some(pair)
    }

    /// How often states and their bodies have been spoken of, people left out.
    fn states_told_of(&self) -> BTreeMap<&SmolStr, (u32, BTreeMap<EntityId, u32>)> {
        let mut counts: BTreeMap<&SmolStr, (u32, BTreeMap<EntityId, u32>)> = BTreeMap::new();
        for id in self.seen.iter().flat_map(|s| if s.members.is_empty() { s.entity.as_slice() } else { &s.members }) {
            if let Some(country) = self.state_of(*id) {
                let (all, each) = counts.entry(country).or_default();
                *all += 1;
                *each.entry(*id).or_default() += 1;
            }
        }
        counts
    }

    fn state_of(&self, id: EntityId) -> Option<&SmolStr> {
        let draft = self.draft(id);
        let state = draft.country.as_ref().filter(|c| self.book.actors().country(c).is_some());
        state.filter(|_| draft.kind != EntityKind::Person && !draft.sectors.contains(&Sector::Jrn))
    }

    /// "Chad and Niger": two states joined, and no third.
    fn pairs_named(&self) -> impl Iterator<Item = [&SmolStr; 2]> {
        let doc = self.book.doc;
        self.seen.iter().filter(|s| s.how == How::Name).filter_map(move |second| {
            let first = doc.head(second.head).filter(|_| doc.dep(second.head) == Dep::Conj)?;
            let alone = doc.dep(first) != Dep::Conj && doc.conjuncts(first).len() == 2;
            let country = |id: EntityId| self.state_of(id).filter(|_| self.draft(id).named);
            let mut pair = [country(self.entity_at(first)?)?, country(second.entity?)?];
            pair.sort_unstable();
            (alone && pair[0] != pair[1]).then_some(pair)
        })
    }

    fn stands_for(&self, counts: &BTreeMap<EntityId, u32>) -> Option<EntityId> {
        let of_kind = |kinds: &'static [EntityKind]| {
            let fit = counts.iter().filter(move |(id, _)| kinds.contains(&self.draft(**id).kind));
            fit.max_by_key(|(id, n)| (**n, std::cmp::Reverse(**id))).map(|(id, _)| *id)
        };
        let body = || of_kind(&[EntityKind::Organization, EntityKind::Group]).filter(|&id| self.draft(id).named);
        of_kind(&[EntityKind::Country]).or_else(body)
    }
}
