//! Who took part where the words of an event name nobody: what the rest of the text tells of the same deed, whom else
//! somebody fights in it, the crowd that is driven off, the courts and police of a state. Runs once all
//! events are known, so that a headline takes from what follows it; each way has its reason in the event's `why`.

use super::EventCoder;
use crate::Mention;
use sayso_coding::{Entity, EntityKind, Event, EventQuantity, EventType, Mode, Participant, Sector, Source, Status};
use sayso_lexicon::Role;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// How many sentences of a text may be its headline and the line that tells it again.
const OPENING: usize = 2;
/// How many sentences off a crowd may be that is driven off.
const NEAR: usize = 3;
/// Of the deeds in which somebody stands against others, the share that one opponent must have.
const SHARE: (usize, usize) = (2, 3);

/// So many suffer in a war, not in one of its fights.
const MOST_OF_ONE: f64 = 1000.0;

/// Of all that is said of states, the share of the two that a text is about together, and of each.
const PAIR: (usize, usize) = (4, 5);
const EACH: (usize, usize) = (1, 4);

/// What the whole text tells: its events, and how often it speaks of each state and those of it.
struct Story<'x> {
    events: Vec<Event>,
    states: &'x BTreeMap<&'x SmolStr, usize>,
}

impl EventCoder<'_> {
    /// Fills the empty sides of events from the other events and the cast of the text.
    pub(super) fn complete(&self, events: &mut [Event]) {
        let states = self.states_told();
        // What is filled in the first round may tell of the same deed in the second.
        for _ in 0..2 {
            let story = Story { events: events.to_vec(), states: &states };
            for (ix, event) in events.iter_mut().enumerate() {
                if event.actors.is_empty() {
                    self.find_side(&story, ix, event, Role::Actor);
                }
                if event.recipients.is_empty() {
                    self.find_side(&story, ix, event, Role::Recipient);
                }
            }
        }
    }

    fn find_side(&self, story: &Story<'_>, ix: usize, event: &mut Event, role: Role) {
        type Way<'a> = fn(&EventCoder<'a>, &Story<'_>, usize, Role) -> Vec<Participant>;
        let ways: [(&str, Way<'_>); 5] = [
            ("as the same deed is told elsewhere", |s, story, ix, role| s.same_deed(&story.events, ix, role)),
            ("the crowd beside it", |s, story, ix, role| s.crowd_beside(&story.events, ix, role)),
            ("who stand against each other in the text", |s, story, ix, role| s.other_side(&story.events, ix, role)),
            ("whose courts and police they are", |s, story, ix, role| s.authority(story, ix, role)),
            ("the other of the two states of the text", |s, story, ix, role| s.other_state(story, ix, role)),
        ];
        let other = if role == Role::Actor { &event.recipients } else { &event.actors };
        for (reason, way) in ways {
            let mut found = way(self, story, ix, role);
            found.retain(|p| !other.iter().any(|o| o.entity == p.entity));
            if found.is_empty() {
                continue;
            }
            let text = self.doc().text();
            event.why.paths.extend(found.iter().map(|p| format!("{} “{}”: {reason}", role.as_str(), p.span.of(text))));
            match role {
                Role::Actor => event.actors = found,
                _ => event.recipients = found,
            }
            return;
        }
    }

    /// The side that the same deed has where else it is told: nearest before, else after.
    fn same_deed(&self, told: &[Event], ix: usize, role: Role) -> Vec<Participant> {
        let one = &told[ix];
        if role != Role::Actor {
            return Vec::new();
        }
        let order = (0..ix).rev().chain(ix + 1..told.len());
        let mut others = order.map(|j| &told[j]).filter(|e| !side(e, role).is_empty() && self.is_same_deed(one, e));
        others.next().map(|e| side(e, role).to_vec()).unwrap_or_default()
    }

    fn is_same_deed(&self, a: &Event, b: &Event) -> bool {
        let doc = self.doc();
        let material = matches!(a.kind.quad(), 2 | 4) && a.kind != EventType::Protest || a.kind == EventType::Concede;
        let status = a.status == b.status || b.status == Status::Occurred;
        let mode = a.mode.is_none() || b.mode.is_none() || a.mode == b.mode;
        let stated = |e: &Event| e.date.clone().filter(|d| d.stated).map(|d| d.value);
        let date = stated(a).is_none() || stated(b).is_none() || stated(a) == stated(b);
        if a.kind != b.kind || !material || !status || !mode || !date || self.is_elsewhere(a.place, b.place) {
            return false;
        }
        // A side that both have must be one.
        let agrees = |x: &[Participant], y: &[Participant]| x.is_empty() || y.is_empty() || self.share(x, y);
        if !agrees(&a.actors, &b.actors) || !agrees(&a.recipients, &b.recipients) {
            return false;
        }
        let same_word = doc.lemma(a.head) == doc.lemma(b.head) && !self.is_mutual(b);
        let noun = !self.tree().is_verb(a.head);
        let (first, later) = (doc.sentence_ix(a.head.min(b.head)), doc.sentence_ix(a.head.max(b.head)));
        let retold = first < OPENING && later <= first + OPENING;
        let victims = meets(&a.recipients, &b.recipients) || self.same_count(a, b);
        victims && a.head != b.head || same_word && (noun && self.is_definite(a.head) || retold)
    }

    /// "killed 13", "13 die": the same number of the same.
    fn same_count(&self, a: &Event, b: &Event) -> bool {
        let value = |q: &EventQuantity| (q.role, self.found().quantities[q.quantity.index()].value);
        a.quantities.iter().any(|q| value(q).1 > 2.0 && b.quantities.iter().any(|p| value(p) == value(q)))
    }

    /// Against whom what is used against crowds is meant: those who protest nearby.
    fn crowd_beside(&self, told: &[Event], ix: usize, role: Role) -> Vec<Participant> {
        let doc = self.doc();
        let event = &told[ix];
        let driven = event.kind == EventType::Assault && event.mode == Some(Mode::CrowdControl);
        if role != Role::Recipient || !driven {
            return Vec::new();
        }
        let here = doc.sentence_ix(event.head);
        let near = |e: &&Event| doc.sentence_ix(e.head).abs_diff(here) <= NEAR;
        let crowd = |e: &Event| -> Option<Vec<Participant>> {
            let list = match e.kind {
                EventType::Protest => &e.actors,
                EventType::Coerce if e.sentence == event.sentence => &e.recipients,
                _ => return None,
            };
            let civil = |p: &Participant| {
                let sectors = &self.found().cast.entity(p.entity).sectors;
                !sectors.iter().any(|s| matches!(s, Sector::Gov | Sector::Mil | Sector::Cop))
            };
            (!list.is_empty() && list.iter().all(civil)).then(|| list.clone())
        };
        let mut found: Vec<(usize, Vec<Participant>)> = (told.iter().filter(near))
            .filter_map(|e| Some((doc.sentence_ix(e.head).abs_diff(here), crowd(e)?)))
            .collect();
        found.sort_by_key(|(far, _)| *far);
        found.into_iter().next().map(|(_, list)| list).unwrap_or_default()
    }

    /// Whom those of the one side fight everywhere else in the text.
    fn other_side(&self, told: &[Event], ix: usize, role: Role) -> Vec<Participant> {
        let event = &told[ix];
        let known = side(event, opposite(role));
        if role != Role::Actor || event.kind != EventType::Assault || known.is_empty() || event.historical {
            return Vec::new();
        }
        // "The wars have killed a million": not one of the sides of the fight that the text is about.
        let dead = |q: &EventQuantity| self.found().quantities[q.quantity.index()].value > MOST_OF_ONE;
        if event.quantities.iter().any(dead) {
            return Vec::new();
        }
        let doc = self.doc();
        let mut faced: Vec<&Event> = Vec::new();
        let mut lists: Vec<&[Participant]> = Vec::new();
        for e in told.iter().filter(|e| e.kind == EventType::Assault && e.head != event.head) {
            for (ours, theirs) in [(&e.actors, &e.recipients), (&e.recipients, &e.actors)] {
                let beside = doc.sentence_ix(e.head).abs_diff(doc.sentence_ix(event.head)) <= 1;
                let camp = meets(ours, known)
                    || (beside || known.iter().all(|p| self.is_party(p))) && self.of_one_camp(ours, known);
                if !theirs.is_empty() && camp {
                    faced.push(e);
                    lists.push(theirs);
                }
            }
        }
        let best =
            (0..lists.len()).min_by_key(|&i| doc.sentence_ix(faced[i].head).abs_diff(doc.sentence_ix(event.head)));
        let Some(best) = best else { return Vec::new() };
        let agree = lists.iter().filter(|l| self.of_one_camp(l, lists[best])).count();
        let mut found = lists[best].to_vec();
        // "an intrusion into Chadian territory": land fights nobody.
        found.retain(|p| self.found().cast.entity(p.entity).kind != EntityKind::Place);
        if agree * SHARE.1 >= lists.len() * SHARE.0 { found } else { Vec::new() }
    }

    /// Somebody who takes a side, unlike those who only live there.
    fn is_party(&self, p: &Participant) -> bool {
        use Sector::{Cop, Gov, Mil, Opp, Prm, Reb, Uaf};
        let entity = self.found().cast.entity(p.entity);
        entity.sectors.iter().any(|s| matches!(s, Cop | Gov | Mil | Opp | Prm | Reb | Uaf))
    }

    /// Two lists with somebody in common, or with people of one state and calling.
    fn of_one_camp(&self, a: &[Participant], b: &[Participant]) -> bool {
        let cast = self.found().cast;
        a.iter().any(|p| {
            b.iter().any(|q| {
                let (x, y) = (cast.entity(p.entity), cast.entity(q.entity));
                let calling =
                    x.sectors.iter().any(|s| y.sectors.contains(s)) || x.sectors.is_empty() && y.sectors.is_empty();
                p.entity == q.entity || x.country.is_some() && x.country == y.country && calling
            })
        })
    }

    /// Who arrests, sentences and lets go where nobody is named: who holds them in the rest of the text, else the courts,
    /// police and government of the state in which it happens.
    fn authority(&self, story: &Story<'_>, ix: usize, role: Role) -> Vec<Participant> {
        use Sector::{Cop, Gov, Jud, Mil};
        let event = &story.events[ix];
        let bodies: &[Sector] = match (event.kind, event.mode) {
            (EventType::Sanction, Some(Mode::Convict)) => &[Jud, Gov],
            (EventType::Coerce, Some(Mode::Arrest | Mode::Deport)) => &[Cop, Mil],
            (EventType::Retreat, Some(Mode::Release)) => &[Gov],
            (EventType::Coerce, Some(Mode::Curfew | Mode::MartialLaw | Mode::Censor)) => &[Gov],
            (EventType::Mobilize, _) if self.tree().is_passive(event.head) => &[Mil, Cop],
            (EventType::Accuse, Some(Mode::Investigate)) if self.tree().is_passive(event.head) => &[Jud, Cop],
            (EventType::Concede, _) if self.tree().is_passive(event.head) => &[Gov],
            _ => return Vec::new(),
        };
        if role != Role::Actor {
            return Vec::new();
        }
        if event.kind == EventType::Retreat {
            let holds = |e: &&Event| {
                matches!(e.mode, Some(Mode::Arrest | Mode::Convict | Mode::Abduct)) && !e.actors.is_empty()
            };
            let captor = story.events.iter().filter(holds).find(|e| meets(&e.recipients, &event.recipients));
            if let Some(captor) = captor {
                return captor.actors.clone();
            }
            if story.events.iter().any(|e| e.mode == Some(Mode::Abduct)) || event.recipients.is_empty() {
                return Vec::new();
            }
        }
        let Some(home) = self.state_of_deed(event, story.states) else { return Vec::new() };
        let found = bodies.iter().find_map(|&s| self.body_near(event, &home, Some(s)));
        found.or_else(|| self.body_near(event, &home, None)).into_iter().collect()
    }

    /// Whom a state blames, refuses and punishes in a text about it and one other.
    fn other_state(&self, story: &Story<'_>, ix: usize, role: Role) -> Vec<Participant> {
        use EventType::{Accuse, Concede, Reject, Request, Sanction, Threaten};
        let event = &story.events[ix];
        let aimed = matches!(event.kind, Accuse | Concede | Reject | Request | Sanction | Threaten);
        let cast = self.found().cast;
        let official = |p: &Participant| {
            let entity = cast.entity(p.entity);
            entity.kind == EntityKind::Country || entity.sectors.contains(&Sector::Gov)
        };
        if role != Role::Recipient || !aimed || event.actors.is_empty() || !event.actors.iter().all(official) {
            return Vec::new();
        }
        let Some(own) = self.country(event.actors[0].entity) else { return Vec::new() };
        let all: usize = story.states.values().sum();
        let mut by_count: Vec<(&SmolStr, usize)> = story.states.iter().map(|(state, n)| (*state, *n)).collect();
        by_count.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        let [(first, m), (second, n), ..] = by_count[..] else { return Vec::new() };
        if (m + n) * PAIR.1 < all * PAIR.0 || n * EACH.1 < all * EACH.0 {
            return Vec::new();
        }
        let other = match own {
            o if o == first.as_str() => second,
            o if o == second.as_str() => first,
            _ => return Vec::new(),
        };
        // The text has them deal with each other: sentences that stand side by side may be about nothing in common.
        let of = |list: &[Participant], state: &str| list.iter().any(|p| self.country(p.entity) == Some(state));
        let deals = |e: &Event| {
            let parties = [&e.actors[..], &e.recipients[..]].concat();
            of(&parties, own) && of(&parties, other)
        };
        let party = self.body_near(event, other, None);
        let beside = |p: &Participant| event.sentence.contains(p.span);
        party.filter(|p| beside(p) || story.events.iter().any(deals)).into_iter().collect()
    }

    /// How often the text speaks of each state and those of it.
    fn states_told(&self) -> BTreeMap<&SmolStr, usize> {
        let cast = self.found().cast;
        let mut counts: BTreeMap<&SmolStr, usize> = BTreeMap::new();
        for mention in cast.mentions() {
            let state = cast.entity(mention.entity).country.as_ref();
            if let Some(state) = state.filter(|c| self.lexicon.actors.country(c).is_some()) {
                *counts.entry(state).or_default() += 1;
            }
        }
        counts
    }

    /// The state on whose soil or to whose people something is done: that of its place; that of who suffers it, where
    /// most of the text is about that state; else the only one of the text.
    fn state_of_deed(&self, event: &Event, states: &BTreeMap<&SmolStr, usize>) -> Option<SmolStr> {
        if let Some(scene) = event.place.and_then(|p| self.found().places[p.index()].country.clone()) {
            return Some(scene);
        }
        let all: usize = states.values().sum();
        let (state, most) = states.iter().find(|&(_, n)| 2 * n > all)?;
        let suffers = event.recipients.iter().find_map(|p| self.country(p.entity));
        let own = suffers.map_or(*most == all, |c| c == state.as_str());
        own.then(|| SmolStr::clone(state))
    }

    /// The mention nearest to an event of a body of a state with this calling, or of the state itself; nobody on whose word
    /// it is told.
    fn body_near(&self, event: &Event, state: &str, sector: Option<Sector>) -> Option<Participant> {
        let cast = self.found().cast;
        let here = self.doc().token(event.head).span.start;
        let tells = |id| event.sources.iter().any(|s| matches!(s, Source::Entity(e) if *e == id));
        let fits = |e: &Entity| match sector {
            Some(s) => e.sectors.contains(&s) && e.kind != EntityKind::Person,
            None => e.kind == EntityKind::Country,
        };
        let own = |m: &&Mention| {
            let entity = cast.entity(m.entity);
            m.members.is_empty() && !tells(m.entity) && entity.country.as_deref() == Some(state) && fits(entity)
        };
        let span = |m: &Mention| self.doc().span(m.tokens.clone());
        let nearest = cast.mentions().iter().filter(own).min_by_key(|m| span(m).start.abs_diff(here));
        nearest.map(|m| Participant { entity: m.entity, span: span(m) })
    }
}

fn side(event: &Event, role: Role) -> &[Participant] {
    if role == Role::Actor { &event.actors } else { &event.recipients }
}

fn opposite(role: Role) -> Role {
    if role == Role::Actor { Role::Recipient } else { Role::Actor }
}

fn meets(a: &[Participant], b: &[Participant]) -> bool {
    a.iter().any(|p| b.iter().any(|q| p.entity == q.entity))
}
