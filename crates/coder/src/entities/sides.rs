//! Of which two a text tells: "the neighbours agreed", "both sides accused each other".

use super::resolve::{Resolver, Seen};
use sayso_coding::{EntityId, EntityKind, How, Sector};
use sayso_doc::{Dep, TokenIx};
use sayso_lexicon::actors::{Effect, Role, RoleKind};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Mentions back in which "both sides" finds a pair.
const REMEMBERED: usize = 16;

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

    /// How often states and their bodies have been spoken of, people and where things happen left out.
    fn states_told_of(&self) -> BTreeMap<&SmolStr, (u32, BTreeMap<EntityId, u32>)> {
        let mut counts: BTreeMap<&SmolStr, (u32, BTreeMap<EntityId, u32>)> = BTreeMap::new();
        for seen in &self.seen {
            let acts = u32::from(!self.is_where(seen));
            for id in if seen.members.is_empty() { seen.entity.as_slice() } else { &seen.members } {
                if let Some(country) = self.state_of(*id) {
                    let (all, each) = counts.entry(country).or_default();
                    *all += acts;
                    *each.entry(*id).or_default() += 1;
                }
            }
        }
        counts
    }

    /// "talks in Kenya", "the Kenyan capital": a state that only lends the place.
    fn is_where(&self, seen: &Seen) -> bool {
        let doc = self.book.doc;
        let Some(up) = doc.head(seen.head) else { return false };
        let within = doc.dep(seen.head) == Dep::Pobj && self.book.actors().has_effect(doc.lower(up), Effect::In);
        within || seen.modifier && self.book.role(up).is_some_and(|r| r.role.kind == RoleKind::Place)
    }

    /// A government and the rebels against it, of both of whom the text tells more than once, where it names no two states
    /// together.
    fn state_and_rebels(&self) -> Option<[EntityId; 2]> {
        if self.pairs_named().next().is_some() {
            return None;
        }
        let told = |id: &EntityId| self.frequency(*id) >= OFTEN;
        let body = |id: &EntityId| matches!(self.draft(*id).kind, EntityKind::Organization | EntityKind::Group);
        let has = |id: &EntityId, s: Sector| self.draft(*id).sectors.contains(&s);
        let most = |fits: &dyn Fn(&EntityId) -> bool| {
            let all = (0..self.drafts.len()).map(EntityId::new).filter(|id| told(id) && body(id) && fits(id));
            all.max_by_key(|id| (self.frequency(*id), std::cmp::Reverse(*id)))
        };
        let rebels = most(&|id| has(id, Sector::Reb))?;
        let home = &self.draft(rebels).country;
        let state = most(&|id| has(id, Sector::Gov) && self.state_of(*id).is_some_and(|c| home.as_ref() == Some(c)))?;
        Some([state.min(rebels), state.max(rebels)])
    }

    pub(super) fn state_of(&self, id: EntityId) -> Option<&SmolStr> {
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

    /// Whether somebody can be one of those that a plural of this noun means.
    fn can_be_one_of(&self, role: &Role, id: EntityId) -> bool {
        let draft = self.draft(id);
        let sex = role.sex.is_none() || draft.sex.is_none() || role.sex == draft.sex;
        match role.kind {
            RoleKind::Country => draft.kind == EntityKind::Country,
            RoleKind::Person | RoleKind::People => {
                let known = draft.named || draft.country.is_some() && draft.role.is_some() || draft.sex.is_some();
                draft.kind == EntityKind::Person && known && sex
            }
            RoleKind::Group | RoleKind::Body => {
                let state = draft.kind == EntityKind::Country
                    && role.sectors.iter().all(|s| matches!(s, Sector::Gov | Sector::Mil | Sector::Leg | Sector::Jud));
                // "thousands of villagers" are no side.
                let private = draft.counted || draft.sectors.contains(&Sector::Cvl);
                let body = matches!(draft.kind, EntityKind::Organization | EntityKind::Group) && !private;
                // "both parties" are no company.
                let sector = role.sectors.is_empty() || role.sectors.iter().any(|s| draft.sectors.contains(s));
                (state || body && sector) && !draft.sectors.contains(&Sector::Jrn)
            }
            _ => false,
        }
    }

    /// The last two of a kind: "both sides", "the two countries", "the two neighbours".
    pub(super) fn last_two(&self, role: &Role) -> Option<[EntityId; 2]> {
        let state = |id: EntityId| self.draft(id).kind == EntityKind::Country;
        let one_of = |id: EntityId| self.can_be_one_of(role, id);
        let other = || self.acting_pair(&one_of).filter(|pair| !pair.iter().all(|&id| state(id)));
        let states = || self.two_sides().or_else(|| self.acting_pair(&state));
        // "the two leaders": two with names before an official without one.
        let led = |id| role.sectors.iter().any(|s| self.draft(id).sectors.contains(s));
        let named = || self.last_pair(&|id| one_of(id) && self.draft(id).named && led(id)).filter(|_| role.owned);
        match role.kind {
            _ if !role.states => named().or_else(|| self.last_pair(&one_of)),
            // "both parties" are first of all those of politics.
            RoleKind::Body => self.last_pair(&one_of).or_else(states),
            RoleKind::Group => {
                other().or_else(|| self.state_and_rebels()).or_else(states).or_else(|| self.last_pair(&one_of))
            }
            _ => states().or_else(|| self.two_seen_last(&state)).or_else(|| self.last_pair(&one_of)),
        }
    }

    fn last_pair(&self, fits: &dyn Fn(EntityId) -> bool) -> Option<[EntityId; 2]> {
        self.acting_pair(fits).or_else(|| self.two_seen_last(fits))
    }

    /// "The army and the rebels agreed …, the two sides said": a pair that did something together goes before.
    fn acting_pair(&self, fits: &dyn Fn(EntityId) -> bool) -> Option<[EntityId; 2]> {
        let doc = self.book.doc;
        (self.seen.iter().rev().take(REMEMBERED)).find_map(|second| {
            let first = doc.head(second.head).filter(|_| doc.dep(second.head) == Dep::Conj)?;
            let acts = matches!(doc.dep(first), Dep::Nsubj | Dep::Nsubjpass);
            let pair = [self.entity_at(first)?, second.entity?];
            (acts && pair[0] != pair[1] && pair.iter().all(|&id| fits(id))).then_some(pair)
        })
    }

    /// "his Italian counterpart" speaks of Italy only by the way.
    fn two_seen_last(&self, fits: &dyn Fn(EntityId) -> bool) -> Option<[EntityId; 2]> {
        self.two_seen(fits, |s| !s.modifier).or_else(|| self.two_seen(fits, |_| true))
    }

    fn two_seen(&self, fits: &dyn Fn(EntityId) -> bool, counts: impl Fn(&Seen) -> bool) -> Option<[EntityId; 2]> {
        let mut found: Vec<EntityId> = Vec::new();
        for id in self.seen.iter().rev().filter(|s| counts(s)).filter_map(|s| s.entity) {
            let country = &self.draft(id).country;
            let person = self.draft(id).kind == EntityKind::Person;
            let same = |f: EntityId| country.is_some() && self.draft(f).country == *country && !self.are_foes(f, id);
            let new = !found.iter().any(|&f| f == id || !person && same(f));
            if fits(id) && new {
                found.push(id);
                if let [b, a] = found[..] {
                    return Some([a, b]);
                }
            }
        }
        None
    }

    /// A government and those who fight it.
    fn are_foes(&self, a: EntityId, b: EntityId) -> bool {
        let has = |id: EntityId, wanted: &[Sector]| self.draft(id).sectors.iter().any(|s| wanted.contains(s));
        let (state, band) = ([Sector::Gov, Sector::Mil, Sector::Cop], [Sector::Reb, Sector::Prm, Sector::Uaf]);
        has(a, &state) && has(b, &band) || has(b, &state) && has(a, &band)
    }

    /// "The two are rivals": the last two people with names, where both were spoken of just before.
    pub(super) fn last_two_people(&self, t: TokenIx) -> Option<Vec<EntityId>> {
        const NEAR: usize = 2;
        let doc = self.book.doc;
        let mut found: Vec<EntityId> = Vec::new();
        for seen in self.seen.iter().rev().take_while(|s| doc.sentence_ix(t) - doc.sentence_ix(s.head) <= NEAR) {
            let Some(id) = seen.entity.filter(|_| seen.members.is_empty()) else { continue };
            if self.draft(id).kind == EntityKind::Person && self.draft(id).named && !found.contains(&id) {
                found.push(id);
            }
        }
        found.reverse();
        (found.len() == 2).then_some(found)
    }
}
