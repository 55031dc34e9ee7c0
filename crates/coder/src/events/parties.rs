//! Who takes part in an event beside those that its frame's slots name: what a reader takes from the matter of a speech
//! act, from what is hit, from the noun or clause above, or from what was told before. Each way has its reason, which
//! stands in the event's `why`.

use super::EventCoder;
use super::matching::Match;
use crate::Mention;
use sayso_coding::{EntityId, EntityKind, Event, EventType, Participant, PlaceId, Sector, Status};
use sayso_doc::{Dep, Pos, Tag, TokenIx};
use sayso_lexicon::{GovernorPos, Kind, Role};

/// How many words below one are asked for a name.
const ENOUGH: usize = 32;
/// How many events back what was told before is looked for.
const RECENT: usize = 40;

/// Actors and recipients, with why those take part that no slot of the frame names.
#[derive(Default)]
pub(super) struct Parties {
    pub(super) actors: Vec<Participant>,
    pub(super) recipients: Vec<Participant>,
    pub(super) reasons: Vec<String>,
    /// How many of the two lists are inherited, for the confidence.
    pub(super) inherited: usize,
}

/// What an event is looked at with.
#[derive(Clone, Copy)]
pub(super) struct Around<'x, 'a> {
    pub(super) kept: &'x [&'x Match<'a>],
    pub(super) all: &'x [Match<'a>],
    pub(super) earlier: &'x [Event],
    /// The noun that does what the verb tells ("the shelling killed five").
    pub(super) doer: Option<&'x Match<'a>>,
}

impl<'a> EventCoder<'a> {
    pub(super) fn parties(&self, m: &Match<'a>, kind: EventType, around: Around<'_, 'a>) -> Parties {
        let doers = around.doer.map_or(m.role(Role::Actor), |d| d.role(Role::Actor));
        let doers: Vec<TokenIx> = doers.iter().flat_map(|&t| self.issuers(t)).collect();
        let doers: Vec<TokenIx> = doers.into_iter().filter(|&t| !self.only_says_which(t, m)).collect();
        let mut parties = Parties {
            actors: self.participants(&doers),
            recipients: self.participants(&self.struck(m, kind)),
            ..Parties::default()
        };
        self.leave_out_own(m, &mut parties);
        self.turn_coup(m, kind, &mut parties);
        self.leave_out_victims(m, kind, around.all, &mut parties);
        self.turn_around(m, kind, &mut parties);
        self.add_actors(m, kind, around, &mut parties);
        self.add_recipients(m, kind, around, &mut parties);
        self.add_from_before(m, kind, around.earlier, &mut parties);
        self.add_body(m, &mut parties);
        self.add_home(m, &mut parties);
        parties
    }

    /// "a western-backed cabinet": a word before the noun that is no mention by itself is not the noun.
    fn only_says_which(&self, t: TokenIx, m: &Match<'a>) -> bool {
        let cast = self.found().cast;
        // "the jihadist-hit nation"
        let before_noun = |v: TokenIx| self.doc().dep(v) == Dep::Amod;
        let hyphened = self.doc().dep(t) == Dep::Npadvmod && self.doc().head(t).is_some_and(before_noun);
        let adjective = hyphened || matches!(self.doc().token(t).pos, Pos::Adj | Pos::Adv);
        let around = cast.covering(t).filter(|_| adjective && cast.headed_by(t).is_none());
        around.is_some_and(|n| m.role(Role::Recipient).contains(&n.head))
    }

    /// "warned that his government will act": who is to act on the speaker's side is not who is warned.
    fn leave_out_own(&self, m: &Match<'a>, parties: &mut Parties) {
        let doc = self.doc();
        let cast = self.found().cast;
        let told_of = |t: TokenIx| {
            let clause = doc.head(t).filter(|_| doc.dep(t) == Dep::Nsubj)?;
            doc.head(clause).filter(|&v| v == m.head && doc.dep(clause) == Dep::Ccomp)
        };
        let ours = |p: &Participant| {
            let head =
                m.role(Role::Recipient).iter().find(|&&t| doc.token(t).span.overlaps(p.span) && told_of(t).is_some());
            let country = self.country(p.entity);
            let side = |a: &Participant| a.entity == p.entity || country.is_some() && self.country(a.entity) == country;
            head.is_some() && cast.entity(p.entity).kind != EntityKind::Person && parties.actors.iter().any(side)
        };
        let kept: Vec<Participant> = parties.recipients.iter().filter(|p| !ours(p)).cloned().collect();
        parties.recipients = kept;
    }

    /// "deplored the toppling of the cabinet": those to whom it was done are not who is blamed for it.
    fn leave_out_victims(&self, m: &Match<'a>, kind: EventType, all: &[Match<'a>], parties: &mut Parties) {
        if kind != EventType::Accuse {
            return;
        }
        let matter = self.matter(m, kind);
        let deeds = all.iter().filter(|k| k.head != m.head && matter.contains(&k.head));
        let suffered = deeds.filter(|k| k.frame.kind.is_some_and(|f| f.quad() == 4));
        let victims: Vec<TokenIx> =
            suffered.flat_map(|k| k.role(Role::Recipient).iter().chain(&k.fixed)).copied().collect();
        let blamed: Vec<TokenIx> = m.role(Role::Recipient).iter().copied().filter(|t| !victims.contains(t)).collect();
        if blamed.len() < m.role(Role::Recipient).len() {
            parties.recipients = self.participants(&blamed);
        }
    }

    /// "the Niger coup", "Chile's coup": a state before the noun is where power is seized, none who seizes it.
    fn turn_coup(&self, m: &Match<'a>, kind: EventType, parties: &mut Parties) {
        let is_coup = |t: &TokenIx| self.lexicon.grammar.is(Kind::Coup, self.doc().lemma(*t));
        let seized = kind == EventType::Coerce && m.fixed.iter().chain([&m.head]).any(is_coup);
        let before = |&t: &TokenIx| t < m.head && self.doc().is_under(t, m.head);
        let owned = !self.tree().is_verb(m.head) && m.role(Role::Actor).iter().all(before);
        let state = |p: &Participant| self.found().cast.entity(p.entity).kind == EntityKind::Country;
        let noun = seized && owned && m.support.is_none();
        if noun && !parties.actors.is_empty() && parties.recipients.is_empty() && parties.actors.iter().all(state) {
            parties.recipients = std::mem::take(&mut parties.actors);
        }
    }

    /// "the militia's kidnappings": an armed band before the noun of a deed does it, though of others ("the mayor's
    /// kidnapping") the same words tell who suffered it.
    fn turn_around(&self, m: &Match<'a>, kind: EventType, parties: &mut Parties) {
        let doc = self.doc();
        let told = kind == EventType::Assault && !self.tree().is_verb(m.head) && doc.token(m.head).tag == Tag::Nns;
        if !told || !parties.actors.is_empty() || m.role(Role::Recipient).iter().any(|&t| t > m.head) {
            return;
        }
        let cast = self.found().cast;
        let band = |p: &Participant| {
            let entity = cast.entity(p.entity);
            let armed = entity.sectors.iter().any(|s| matches!(s, Sector::Reb | Sector::Prm | Sector::Uaf));
            armed && matches!(entity.kind, EntityKind::Organization | EntityKind::Group)
        };
        if !parties.recipients.is_empty() && parties.recipients.iter().all(band) {
            parties.actors = std::mem::take(&mut parties.recipients);
        }
    }

    /// The recipients that the frame names, without the town in which it only happens ("a bombing in Istanbul").
    fn struck(&self, m: &Match<'a>, kind: EventType) -> Vec<TokenIx> {
        let doc = self.doc();
        let scene = |&t: &TokenIx| {
            let located = doc.dep(t) == Dep::Pobj
                && doc.head(t).is_some_and(|p| {
                    doc.head(p) == Some(m.head) && self.lexicon.grammar.is(Kind::WeakAdjunct, doc.lower(p))
                });
            let place = |n: &Mention| self.found().cast.entity(n.entity).kind == EntityKind::Place;
            located && self.found().cast.headed_by(t).is_some_and(place)
        };
        let mut struck = m.role(Role::Recipient).to_vec();
        if kind == EventType::Assault && !self.tree().is_verb(m.head) {
            struck.retain(|t| !scene(t));
        }
        // "coups in the region": a part of the world is nobody.
        let region = |t: &TokenIx| {
            let of_none = |n: &Mention| self.country(n.entity).is_none();
            scene(t) && self.found().cast.headed_by(*t).is_some_and(of_none)
        };
        struck.retain(|t| !region(t));
        struck
    }

    /// Those who speak by a writing ("the ministry's letter", "a resolution of the council"), itself where it is none.
    fn issuers(&self, t: TokenIx) -> Vec<TokenIx> {
        let named = self.found().cast.headed_by(t).is_some_and(|n| self.country(n.entity).is_some());
        if named || !self.matcher.is_document(t) {
            return vec![t];
        }
        let mut issuers = self.issued_by(t);
        if issuers.is_empty() && self.is_definite(t) {
            // "The council adopted Resolution 9. The resolution demands …"
            let lemma = self.doc().lemma(t);
            let same = (0..t).rev().filter(|&u| self.doc().lemma(u).eq_ignore_ascii_case(lemma));
            issuers = same.map(|u| self.issued_by(u)).find(|found| !found.is_empty()).unwrap_or_default();
        }
        issuers
    }

    /// Whose writing it is by the words beside it: possessor, "from", "by", or who adopted it.
    fn issued_by(&self, t: TokenIx) -> Vec<TokenIx> {
        let tree = self.tree();
        let grammar = &self.lexicon.grammar;
        let agents =
            |list: Vec<TokenIx>| -> Vec<TokenIx> { list.into_iter().filter(|&p| self.matcher.is_agent(p)).collect() };
        let own = agents(tree.possessors(t));
        if !own.is_empty() {
            return own;
        }
        let from = |p: &str| grammar.is(Kind::Ends, p) && p != grammar.to();
        let issued = agents(tree.prepositional(t, |p| p == grammar.by() || p == grammar.of() || from(p)));
        if !issued.is_empty() {
            return issued;
        }
        // "the order signed by the king"
        let doc = self.doc();
        let issues = |v: &TokenIx| grammar.is(Kind::Issuing, doc.lemma(*v));
        let participles = doc.children_by(t, &[Dep::Acl, Dep::Relcl]).filter(issues);
        let signed = participles.map(|v| agents(tree.args(v).subject)).find(|found| !found.is_empty());
        if let Some(signed) = signed.filter(|s| !s.contains(&t)) {
            return signed;
        }
        // "adopted Resolution 9": the number may head the phrase.
        let top = doc.head(t).filter(|_| doc.dep(t) == Dep::Compound).unwrap_or(t);
        let verb = doc.head(top).filter(|v| doc.dep(top) == Dep::Dobj && issues(v));
        verb.map(|v| agents(tree.args(v).subject)).unwrap_or_default()
    }

    fn inherit(&self, parties: &mut Parties, role: Role, found: Vec<Participant>, reason: &str) {
        let text = self.doc().text();
        for p in &found {
            parties.reasons.push(format!("{} “{}”: {reason}", role.as_str(), p.span.of(text)));
        }
        parties.inherited += 1;
        match role {
            Role::Actor => parties.actors = found,
            _ => parties.recipients = found,
        }
    }

    fn add_actors(&self, m: &Match<'a>, kind: EventType, around: Around<'_, 'a>, parties: &mut Parties) {
        if parties.actors.is_empty()
            && let Some(same) = around.doer.and_then(|d| self.antecedent(d, kind, around.earlier))
            && !self.is_mutual(same)
        {
            let actors = same.actors.clone();
            self.inherit(parties, Role::Actor, actors, "whose it was is told before");
        }
        if kind == EventType::Mobilize && (parties.actors.is_empty() || m.support.is_some()) {
            let moved = self.moved(m);
            if moved.iter().any(|p| self.is_known(p)) {
                self.inherit(parties, Role::Actor, moved, "whose forces are moved");
            }
        }
        if kind == EventType::Consult && parties.actors.is_empty() {
            let recipients = std::mem::take(&mut parties.recipients);
            let (actors, recipients) = self.met_in(m.head, recipients);
            parties.recipients = recipients;
            if !actors.is_empty() {
                self.inherit(parties, Role::Actor, actors, "who speaks in it by the verb above");
            }
        }
        if !parties.actors.is_empty() {
            return;
        }
        type Way<'a> = fn(&EventCoder<'a>, &Match<'a>, EventType) -> Vec<Participant>;
        let ways: [(&str, Way<'a>); 9] = [
            ("whose protest it is", |s, m, kind| s.protesters(m, kind)),
            ("whose the deed is that its words name", |s, m, kind| s.doers_of_fixed(m, kind)),
            ("who claims it", |s, m, _| s.claimants(m)),
            ("whose plan it is part of", |s, m, _| s.planners(m)),
            ("of the noun above", |s, m, _| s.of_noun_above(m)),
            ("who takes part by the clause around it", |s, m, kind| s.of_clause_around(m, kind)),
            ("whose door it is", |s, m, kind| s.doorkeepers(m, kind)),
            ("whose arms they are", |s, m, kind| s.armed_by(m, kind)),
            ("on whose border they fight", |s, m, kind| s.neighbours_at_border(m, kind)),
        ];
        for (reason, way) in ways {
            let found = way(self, m, kind);
            if !found.is_empty() {
                return self.inherit(parties, Role::Actor, found, reason);
            }
        }
        let crowd = self.crowd_before(m, kind, around.earlier);
        if !crowd.is_empty() {
            self.inherit(parties, Role::Actor, crowd, "the crowd that is told of before");
        }
    }

    /// "Thousands camped on the square to press the king. The protest went on": the crowd that acted just before.
    fn crowd_before(&self, m: &Match<'a>, kind: EventType, earlier: &[Event]) -> Vec<Participant> {
        const NEAR: usize = 1;
        let doc = self.doc();
        let noun = kind == EventType::Protest && !self.tree().is_verb(m.head) && self.is_definite(m.head);
        if !noun || self.antecedent(m, kind, earlier).is_some_and(|e| !e.actors.is_empty()) {
            return Vec::new();
        }
        let crowd = |p: &Participant| {
            let entity = self.found().cast.entity(p.entity);
            let civil = |s: &Sector| matches!(s, Sector::Cvl | Sector::Lab | Sector::Edu | Sector::Opp | Sector::Rel);
            entity.kind == EntityKind::Group && !entity.sectors.is_empty() && entity.sectors.iter().all(civil)
        };
        let near = earlier.iter().rev().take_while(|e| doc.sentence_ix(m.head) - doc.sentence_ix(e.head) <= NEAR);
        let acted = |e: &&Event| matches!(e.kind.quad(), 3 | 4) && !e.actors.is_empty() && e.actors.iter().all(crowd);
        let mut found: Vec<&Event> = near.filter(acted).collect();
        found.dedup_by_key(|e| e.actors.iter().map(|a| a.entity).collect::<Vec<_>>());
        match found[..] {
            [one] => one.actors.clone(),
            _ => Vec::new(),
        }
    }

    fn add_recipients(&self, m: &Match<'a>, kind: EventType, around: Around<'_, 'a>, parties: &mut Parties) {
        type Way<'x, 'a> = (&'static str, &'x dyn Fn(&[Participant]) -> Vec<Participant>);
        let matter = |_: &[Participant]| self.implied_recipients(m, kind, around);
        let affected = |a: &[Participant]| self.affected_by_content(m, kind, a, around.all);
        let condition = |_: &[Participant]| self.conditioned(m, kind);
        let below = |a: &[Participant]| self.named_in_content(m, kind, a);
        let aim = |a: &[Participant]| self.aimed_at(m, kind, a, around.all);
        let covered = |a: &[Participant]| self.covered(m, a);
        let hit = |a: &[Participant]| self.owners_of_struck(m, kind, a);
        let answered = |_: &[Participant]| self.answering(m, kind);
        let pronoun = |a: &[Participant]| self.meant_by_pronoun(m, a);
        let against = |a: &[Participant]| self.protested(m, kind, a);
        let victims = |_: &[Participant]| self.victims(m, kind);
        let held = |_: &[Participant]| self.held_down(m, kind);
        let purpose = |_: &[Participant]| self.hit_by_purpose(m, around.all);
        let ways: [Way<'_, 'a>; 13] = [
            ("whom its purpose hits", &purpose),
            ("whom the pronoun means", &pronoun),
            ("whose deed or proposal it is about", &matter),
            ("whom its content concerns", &affected),
            ("of whom its condition speaks", &condition),
            ("named in its content", &below),
            ("against whom it is aimed", &aim),
            ("whom it is said to reach", &covered),
            ("whose the thing is that is hit", &hit),
            ("whose answer it got", &answered),
            ("whose deed it is against", &against),
            ("who suffered it", &victims),
            ("whose land is held", &held),
        ];
        let Parties { actors, recipients, .. } = parties;
        recipients.retain(|r| !actors.iter().any(|a| a.entity == r.entity));
        if !parties.recipients.is_empty() {
            return;
        }
        // One of no known state stands back behind the next that has one ("to a force in Liberia").
        let mut vague = None;
        for (reason, way) in ways {
            let mut found = way(&parties.actors);
            found.retain(|r| !parties.actors.iter().any(|a| a.entity == r.entity));
            if found.iter().any(|p| self.is_known(p)) {
                return self.inherit(parties, Role::Recipient, found, reason);
            }
            // "seized a ship in the Red Sea": waters are nobody's.
            found.retain(|p| self.found().cast.entity(p.entity).kind != EntityKind::Place);
            if vague.is_none() && !found.is_empty() {
                vague = Some((reason, found));
            }
        }
        if let Some((reason, found)) = vague {
            self.inherit(parties, Role::Recipient, found, reason);
        }
    }

    /// "launched an operation to destroy the rebels", "retaliated by shelling the rebels"
    fn hit_by_purpose(&self, m: &Match<'a>, all: &[Match<'a>]) -> Vec<Participant> {
        let assault = |p: &&Match<'a>| p.frame.kind == Some(EventType::Assault);
        let by = |p: &Match<'a>| self.is_purpose_of(p, m) || self.is_means_of(p.head, m) || self.tells_of(p.head, m);
        let told = all.iter().filter(assault).find(|p| by(p));
        let found = self.agents(told.map_or(&[], |p| p.role(Role::Recipient)));
        if found.is_empty() { self.driven_off(m) } else { found }
    }

    /// "used tear gas to stop the crowd": against whom what is used against crowds is meant.
    fn driven_off(&self, m: &Match<'a>) -> Vec<Participant> {
        let doc = self.doc();
        if m.frame.kind != Some(EventType::Assault) || !self.tree().is_verb(m.head) {
            return Vec::new();
        }
        let crowd_control = self.mode(m, EventType::Assault) == Some(sayso_coding::Mode::CrowdControl);
        let to = |v: TokenIx| doc.children_by(v, &[Dep::Aux]).any(|a| doc.lower(a) == self.lexicon.grammar.to());
        let above = |v: TokenIx| m.head == v || m.fixed.contains(&v);
        let under = |v: &TokenIx| doc.head(*v).is_some_and(above) && to(*v) && crowd_control;
        let purpose = m
            .fixed
            .iter()
            .copied()
            .chain(doc.subtree(m.head))
            .find(|v| under(v) && matches!(doc.dep(*v), Dep::Xcomp | Dep::Advcl | Dep::Acl | Dep::Relcl));
        purpose.map(|v| self.agents(&self.tree().args(v).object)).unwrap_or_default()
    }

    /// "by shelling": how an event of the same kind was done.
    fn is_means_of(&self, v: TokenIx, m: &Match<'a>) -> bool {
        let doc = self.doc();
        let prep = doc.head(v).filter(|&p| doc.dep(v) == Dep::Pcomp && doc.lower(p) == self.lexicon.grammar.by());
        m.frame.kind == Some(EventType::Assault) && prep.and_then(|p| doc.head(p)) == Some(m.head)
    }

    /// "attacks and strikes that kill civilians": the verb of the clause behind the last of them.
    fn tells_of(&self, v: TokenIx, m: &Match<'a>) -> bool {
        let doc = self.doc();
        let noun = doc.head(v).filter(|_| doc.dep(v) == Dep::Relcl && !self.tree().is_verb(m.head));
        m.frame.kind == Some(EventType::Assault) && noun.is_some_and(|n| doc.conjuncts(m.head).contains(&n))
    }

    /// "the victims of the attack", "families of those wounded in the raid": who suffered a deed by the noun above.
    fn victims(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        let doc = self.doc();
        if self.tree().is_verb(m.head) || !matches!(kind, EventType::Assault | EventType::Coerce) {
            return Vec::new();
        }
        let Some(prep) = doc.head(m.head).filter(|_| doc.dep(m.head) == Dep::Pobj) else { return Vec::new() };
        let suffers = |t: &TokenIx| self.lexicon.grammar.is(Kind::Victims, doc.lemma(*t));
        // The parser may tie the preposition to the verb: "honoured the victims in the attack".
        let above = doc.head(prep).filter(suffers).or_else(|| prep.checked_sub(1).filter(suffers));
        self.participants(&above.into_iter().collect::<Vec<_>>())
    }

    /// "on alert in the occupied valley": whose land is held is faced by the forces there.
    fn held_down(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        let doc = self.doc();
        if kind != EventType::Mobilize {
            return Vec::new();
        }
        let top = m.support.unwrap_or(m.head);
        let land = doc.subtree(top).filter(|&t| {
            let within = |p: TokenIx| self.lexicon.grammar.is(Kind::StrictLocative, doc.lower(p));
            doc.dep(t) == Dep::Pobj && doc.head(t).is_some_and(within)
        });
        let held =
            |t: &TokenIx| doc.children_by(*t, &[Dep::Amod]).any(|a| self.lexicon.grammar.is(Kind::Held, doc.lower(a)));
        self.participants(&land.filter(held).take(1).collect::<Vec<_>>())
    }

    /// "raised it with the premier and urged him to stop": a pronoun that is nobody's yet means whom the sentence names
    /// last beside the actor.
    fn meant_by_pronoun(&self, m: &Match<'a>, actors: &[Participant]) -> Vec<Participant> {
        let doc = self.doc();
        let cast = self.found().cast;
        // One that seems to mean the actor does not: no object means its own subject.
        let own = |t: TokenIx| {
            self.lexicon.grammar.is(Kind::ObjectPronoun, doc.lower(t))
                && cast.headed_by(t).is_some_and(|n| actors.iter().any(|a| a.entity == n.entity))
        };
        let open = |&&t: &&TokenIx| doc.token(t).pos == Pos::Pron && (cast.headed_by(t).is_none() || own(t));
        let Some(&pronoun) = m.role(Role::Recipient).iter().find(open) else { return Vec::new() };
        let neuter = self.lexicon.grammar.is(Kind::NeuterPronoun, doc.lower(pronoun));
        let many = crate::entities::means_many(doc.lower(pronoun));
        let one = |t: &TokenIx| {
            cast.headed_by(*t).is_some_and(|n| {
                let kind = cast.entity(n.entity).kind;
                let fits = match kind {
                    // "helped to free them" is not the one who is glad of it.
                    EntityKind::Person => !neuter && !many,
                    EntityKind::Group => many,
                    EntityKind::Organization | EntityKind::Country => neuter,
                    _ => false,
                };
                fits && !actors.iter().any(|a| a.entity == n.entity)
            })
        };
        let start = doc.sentence(pronoun).tokens.start;
        let last = (start..pronoun).rev().find(one);
        self.participants(&last.into_iter().collect::<Vec<_>>())
    }

    /// What the same words told before: "This fight against the militia", "the Ugandan invasion", "the ban".
    fn add_from_before(&self, m: &Match<'a>, kind: EventType, earlier: &[Event], parties: &mut Parties) {
        const NEAR: usize = 1;
        let doc = self.doc();
        if parties.actors.is_empty() == parties.recipients.is_empty() {
            return;
        }
        let noun = !self.tree().is_verb(m.head);
        let place = self.anchored.place(m).0;
        let recent = || earlier.iter().rev().take(RECENT).filter(|e| e.kind == kind);
        // "made their demands … the demands": the noun may stand beside the verb that is the head.
        let same_word = |e: &Event| {
            let named = |t: TokenIx| doc.lemma(t) == doc.lemma(m.head);
            let trigger = e.trigger;
            named(e.head)
                || doc.sentence(e.head).tokens.clone().any(|t| trigger.overlaps(doc.token(t).span) && named(t))
        };
        if parties.actors.is_empty() {
            let verbal = matches!(kind.quad(), 1 | 3);
            let takes_up = |e: &&Event| {
                let near = doc.sentence_ix(m.head) - doc.sentence_ix(e.head) <= NEAR;
                let shared = self.share(&e.recipients, &parties.recipients);
                // A war between two is no other one's war against a third.
                let open =
                    e.recipients.is_empty() && (!self.is_mutual(e) || self.share(&e.actors, &parties.recipients));
                let matter = if noun {
                    same_word(e) && (verbal || shared || open) || shared && near
                } else {
                    same_word(e) && e.rule == m.frame.id && shared
                };
                // What was only planned or feared is taken up at once or not at all.
                !e.actors.is_empty()
                    && matter
                    && !self.is_elsewhere(place, e.place)
                    && (near || e.status == Status::Occurred)
            };
            if noun && !self.is_definite(m.head) || !noun && kind == EventType::Assault {
                return;
            }
            if let Some(same) = recent().find(takes_up) {
                let actors = same.actors.clone();
                self.inherit(parties, Role::Actor, actors, "who did it is told before");
            }
        } else if noun && kind.quad() == 4 {
            let same =
                recent().find(|e| same_word(e) && !e.recipients.is_empty() && self.share(&e.actors, &parties.actors));
            if let Some(same) = same {
                let recipients = same.recipients.clone();
                self.inherit(parties, Role::Recipient, recipients, "to whom it is done is told before");
            }
        }
    }

    /// Fought by several on no one: what it costs is not one side's deed ("the war has claimed 500 lives").
    pub(super) fn is_mutual(&self, event: &Event) -> bool {
        event.actors.len() > 1 && event.recipients.is_empty()
    }

    /// Two lists that have a party or a state in common.
    pub(super) fn share(&self, a: &[Participant], b: &[Participant]) -> bool {
        a.iter().any(|p| {
            b.iter().any(|q| {
                let country = self.country(p.entity);
                p.entity == q.entity || country.is_some() && country == self.country(q.entity)
            })
        })
    }

    /// "leaders of the opposition bloc": people of no known state are of the body that they lead.
    fn add_body(&self, m: &Match<'a>, parties: &mut Parties) {
        if parties.actors.is_empty() || parties.actors.iter().any(|p| self.is_known(p)) {
            return;
        }
        let grammar = &self.lexicon.grammar;
        for &t in m.role(Role::Actor) {
            let mut bodies = self.agents(&self.tree().prepositional(t, |p| p == grammar.of()));
            bodies.retain(|p| self.is_known(p));
            if !bodies.is_empty() {
                let text = self.doc().text();
                let reasons = bodies.iter().map(|p| format!("ACTOR “{}”: whose people act", p.span.of(text)));
                parties.reasons.extend(reasons);
                return parties.actors.extend(bodies);
            }
        }
    }

    /// "refugees fleeing the war in Liberia", "migrants ordered out of Niger": where people are of whom no state is told.
    fn add_home(&self, m: &Match<'a>, parties: &mut Parties) {
        if parties.recipients.is_empty() || parties.recipients.iter().any(|p| self.is_known(p)) {
            return;
        }
        let cast = self.found().cast;
        // "a police station in Arauca" too, but not a body with a name.
        let at_home = |e: EntityId| match cast.entity(e).kind {
            EntityKind::Group => true,
            EntityKind::Organization => !cast.is_named(e),
            _ => false,
        };
        let people =
            m.role(Role::Recipient).iter().copied().find(|&t| cast.headed_by(t).is_some_and(|n| at_home(n.entity)));
        let Some(people) = people else { return };
        let doc = self.doc();
        let fate = doc.children_by(people, &[Dep::Acl]).chain(doc.children_by(people, &[Dep::Prep]));
        // "evacuated 80 people in the town": the parser may tie the place to the verb.
        let beside = doc.children_by(m.head, &[Dep::Prep]).filter(|_| self.tree().is_verb(m.head));
        let beside = beside.filter(|&p| self.lexicon.grammar.is(Kind::StrictLocative, doc.lower(p)));
        let home = fate.chain(beside).flat_map(|f| self.places_below(f)).next();
        if let Some(place) = home {
            let mut found = self.participants(&[place]);
            // "on the border of the two countries" is nobody's home.
            found.truncate(if found.len() > 1 { 0 } else { 1 });
            let text = self.doc().text();
            for p in found.into_iter().filter(|p| self.is_known(p)) {
                parties.reasons.push(format!("RECIPIENT “{}”: where they are", p.span.of(text)));
                parties.recipients.push(p);
            }
        }
    }

    /// Names after a preposition of place below a word.
    fn places_below(&self, top: TokenIx) -> Vec<TokenIx> {
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        let is_place = |t: TokenIx| {
            self.found().cast.headed_by(t).is_some_and(|n| {
                let entity = self.found().cast.entity(n.entity);
                matches!(entity.kind, EntityKind::Country | EntityKind::Place) && entity.country.is_some()
            })
        };
        doc.subtree(top)
            .filter(|&t| doc.dep(t) == Dep::Pobj && is_place(t))
            .filter(|&t| doc.head(t).is_some_and(|p| grammar.is(Kind::Locative, doc.lower(p))))
            .take(1)
            .collect()
    }

    /// "NATO troops were sent": those who are moved are whose forces they are.
    fn moved(&self, m: &Match<'a>) -> Vec<Participant> {
        let mut moved = self.participants(m.role(Role::Theme));
        let nouns: Vec<TokenIx> =
            m.fixed.iter().copied().filter(|&t| t != m.head && self.matcher.is_agent(t)).collect();
        moved.extend(self.participants(&nouns));
        moved
    }

    fn agents(&self, tokens: &[TokenIx]) -> Vec<Participant> {
        self.participants(&tokens.iter().copied().filter(|&t| self.matcher.is_agent(t)).collect::<Vec<_>>())
    }

    /// "died in a rebel attack", "killed in a raid by troops": whose the attack is that the frame has as a word; "a rebel
    /// raid" where the frame has the rebels as one.
    fn doers_of_fixed(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        let tree = self.tree();
        let grammar = &self.lexicon.grammar;
        let before = |&t: &TokenIx| t < m.head && self.doc().head(t) == Some(m.head) && self.matcher.is_agent(t);
        let beside: Vec<TokenIx> = m.fixed.iter().copied().filter(before).collect();
        if kind == EventType::Assault && !tree.is_verb(m.head) && !beside.is_empty() {
            return self.participants(&beside);
        }
        let from = |p: &str| p == grammar.by() || grammar.is(Kind::Ends, p) && p != grammar.to();
        let behind = |&t: &TokenIx| t > m.head && tree.is_noun(t) && self.doc().dep(t) == Dep::Pobj;
        let deeds = m.fixed.iter().filter(|t| kind == EventType::Assault && tree.is_verb(m.head) && behind(t));
        let doers = deeds.map(|&t| {
            let own = self.agents(&tree.possessors(t));
            if own.is_empty() { self.agents(&tree.prepositional(t, from)) } else { own }
        });
        doers.into_iter().find(|d| !d.is_empty()).unwrap_or_default()
    }

    /// "opposition protests held on Monday": whose protests they are that are held.
    fn protesters(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        if kind != EventType::Protest {
            return Vec::new();
        }
        let nouns = m.fixed.iter().copied().filter(|&t| t != m.head && self.tree().is_noun(t));
        let own: Vec<TokenIx> = nouns.flat_map(|t| self.tree().possessors(t)).collect();
        self.agents(&own)
    }

    /// "the attacks, for which the militia has claimed responsibility": who claims a deed did it, says the text.
    fn claimants(&self, m: &Match<'a>) -> Vec<Participant> {
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        let claims = |v: TokenIx| {
            let mut words = doc.subtree(v);
            let answers = words.any(|t| grammar.is(Kind::Responsibility, doc.lemma(t)) && doc.dep(t) == Dep::Dobj);
            answers && self.tree().negator(v).is_none()
        };
        // "claimed responsibility for the raid"
        let word = doc.head(m.head).filter(|_| doc.dep(m.head) == Dep::Pobj).and_then(|p| doc.head(p));
        let word = word.filter(|&w| grammar.is(Kind::Responsibility, doc.lemma(w)) && doc.dep(w) == Dep::Dobj);
        if let Some(verb) = word.and_then(|w| doc.head(w)).filter(|&v| claims(v)) {
            return self.agents(&self.tree().args(verb).subject);
        }
        // The relative clause may hang off a noun behind the deed ("attacks in the towns …, and the port of …, for which …").
        let behind = doc.subtree(m.head).chain(m.head..doc.sentence(m.head).tokens.end);
        for v in behind.filter(|&v| doc.dep(v) == Dep::Relcl && self.tree().is_verb(v)) {
            let by_which = |p: TokenIx| doc.child(p, Dep::Pobj).is_some_and(|o| doc.token(o).tag == Tag::Wdt);
            let fronted = doc.subtree(v).any(|p| doc.dep(p) == Dep::Prep && p < v && by_which(p));
            if fronted && claims(v) {
                return self.agents(&self.tree().args(v).subject);
            }
        }
        Vec::new()
    }

    /// "The retaking of the port is part of Cairo's strategy": whose plan the deed is said to be.
    fn planners(&self, m: &Match<'a>) -> Vec<Participant> {
        match self.plan_over(m.head) {
            Some(plan) => self.agents(&self.tree().possessors(plan)),
            None => Vec::new(),
        }
    }

    /// The plan that a deed is said to be (part of), by the copula.
    fn plan_over(&self, head: TokenIx) -> Option<TokenIx> {
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        let copula = doc.head(head).filter(|&v| doc.dep(head) == Dep::Nsubj && doc.lemma(v) == grammar.copula())?;
        let said = self.tree().said_to_be(copula)?;
        let governor = grammar.governor(doc.lemma(said), GovernorPos::Noun)?;
        (governor.subject == sayso_lexicon::GovernorSubject::Actor).then_some(said)
    }

    /// "the performance of Iraqi troops in the fight for the city": whose part in it the noun above tells.
    fn of_noun_above(&self, m: &Match<'a>) -> Vec<Participant> {
        let doc = self.doc();
        let Some(prep) = doc.head(m.head).filter(|_| doc.dep(m.head) == Dep::Pobj) else { return Vec::new() };
        let Some(above) = doc.head(prep).filter(|&n| self.tree().is_noun(n)) else { return Vec::new() };
        let grammar = &self.lexicon.grammar;
        if self.tree().is_verb(m.head) || !grammar.is(Kind::TakesPart, doc.lower(prep)) {
            return Vec::new();
        }
        if self.matcher.is_agent(above) {
            return self.participants(&[above]);
        }
        let own = self.agents(&self.tree().possessors(above));
        if own.is_empty() { self.agents(&self.tree().prepositional(above, |p| p == grammar.of())) } else { own }
    }

    /// "The army took the village after days of fighting", "Youths threw stones during protests": who does what the main
    /// clause tells takes part in what the noun beside it tells, where its kind is mutual or theirs.
    fn of_clause_around(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        if self.tree().is_verb(m.head) {
            return Vec::new();
        }
        let mut at = m.head;
        let verb = loop {
            let Some(prep) = doc.head(at).filter(|_| doc.dep(at) == Dep::Pobj) else { return Vec::new() };
            let Some(above) = doc.head(prep) else { return Vec::new() };
            if self.tree().is_verb(above) {
                let beside =
                    grammar.is(Kind::Adjunct, doc.lower(prep)) || grammar.is(Kind::WeakAdjunct, doc.lower(prep));
                if !beside {
                    return Vec::new();
                }
                break above;
            }
            // "five days of fighting"
            if doc.lower(prep) != grammar.of() {
                return Vec::new();
            }
            at = above;
        };
        let mutual = self.is_between(m);
        let fits = |p: &Participant| {
            let entity = self.found().cast.entity(p.entity);
            let has = |wanted: &[Sector]| entity.sectors.iter().any(|s| wanted.contains(s));
            use Sector::*;
            match kind {
                // "After the clashes the defence committee met": troops fight, no offices.
                EventType::Assault => {
                    mutual && (has(&[Reb, Prm, Uaf]) || entity.kind == EntityKind::Group && has(&[Mil]))
                }
                EventType::Protest => {
                    entity.kind == EntityKind::Group && !has(&[Cop, Mil, Gov, Spy]) && !entity.sectors.is_empty()
                }
                _ => false,
            }
        };
        // "Three people died during protests": they need not have protested.
        if grammar.is(Kind::Dying, doc.lemma(verb)) {
            return Vec::new();
        }
        let mut found = self.agents(&self.tree().args(verb).subject);
        found.retain(fits);
        found
    }

    /// "Russian missiles struck the port", "six of their shells": whose arms do it, where nobody else is named.
    fn armed_by(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        if kind != EventType::Assault || !self.tree().is_verb(m.head) {
            return Vec::new();
        }
        let cast = self.found().cast;
        for arms in self.tree().args(m.head).subject {
            if m.role(Role::Recipient).contains(&arms) {
                continue;
            }
            let mut found = self.agents(&[arms]);
            found.retain(|p| self.is_known(p) && cast.entity(p.entity).kind == EntityKind::Other);
            if !found.is_empty() {
                return found;
            }
            let mut owners = self.agents(&self.tree().possessors(arms));
            owners.extend(self.agents(&self.tree().prepositional(arms, |p| p == self.lexicon.grammar.of())));
            if !owners.is_empty() {
                return owners;
            }
        }
        Vec::new()
    }

    /// "a gunfight at the border of Chad and Niger", "clashes at their border": the two whose border it is.
    fn neighbours_at_border(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        let mutual = kind == EventType::Assault && !self.tree().is_verb(m.head) && self.is_between(m);
        if !mutual || !m.role(Role::Recipient).is_empty() {
            return Vec::new();
        }
        let cast = self.found().cast;
        let land = |e: &EntityId| cast.entity(*e).kind == EntityKind::Place && self.country(*e).is_some();
        let two = |n: &&Mention| n.members.len() == 2 && n.members.iter().all(land);
        let places = self.tree().prepositional(m.head, |p| self.lexicon.grammar.is(Kind::Struck, p));
        let Some(border) = places.into_iter().find_map(|t| cast.headed_by(t).filter(two)) else { return Vec::new() };
        let span = self.doc().span(border.tokens.clone());
        let state = |land: &EntityId| {
            let own = |n: &&Mention| cast.entity(n.entity).kind == EntityKind::Country;
            let mut named = cast.mentions().iter().filter(own);
            named.find(|n| n.members.is_empty() && self.country(n.entity) == self.country(*land)).map(|n| n.entity)
        };
        let sides: Vec<EntityId> = border.members.iter().filter_map(state).collect();
        if sides.len() < 2 {
            Vec::new()
        } else {
            sides.into_iter().map(|entity| Participant { entity, span }).collect()
        }
    }

    /// A frame of what is done between several.
    fn is_between(&self, m: &Match<'a>) -> bool {
        let between = |w: &str| self.lexicon.grammar.is(Kind::Between, w);
        m.frame.patterns.iter().any(|p| p.split([' ', '|', '(', ')']).any(between))
    }

    /// "were refused visas to enter Canada", "was expelled from Laos": the state whose door it is.
    fn doorkeepers(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        use sayso_coding::Mode;
        let mode = self.mode(m, kind);
        let at_door = match kind {
            EventType::Reject => true,
            EventType::Sanction => mode == Some(Mode::Expel),
            EventType::Coerce => mode == Some(Mode::Deport),
            _ => false,
        };
        if !at_door || !self.tree().is_passive(m.head) {
            return Vec::new();
        }
        let doc = self.doc();
        let below = doc.subtree(m.head).filter(|&t| t > m.head && matches!(doc.dep(t), Dep::Dobj | Dep::Pobj));
        let is_state = |t: &TokenIx| {
            self.found()
                .cast
                .headed_by(*t)
                .is_some_and(|n| self.found().cast.entity(n.entity).kind == EntityKind::Country && n.head == *t)
        };
        let doors = |t: &TokenIx| {
            // Directly, or by a verb of going in: no clause of another's.
            let up = doc.head(*t);
            let clause = up.filter(|&v| self.tree().is_verb(v) && v != m.head);
            let entered = clause.is_none_or(|v| doc.token(v).tag == Tag::Vb && doc.dep(*t) == Dep::Dobj);
            let into = up.filter(|_| doc.dep(*t) == Dep::Pobj);
            entered && into.is_none_or(|p| self.lexicon.grammar.is(Kind::Ends, doc.lower(p)))
        };
        let state = below.filter(is_state).find(doors);
        self.participants(&state.into_iter().collect::<Vec<_>>())
    }

    /// To whom a speech act is addressed that names only its matter: who did what is condemned ("condemned Russia's
    /// invasion"), who is to do what is demanded ("demanded that Iran stop"), whose proposal is refused.
    fn implied_recipients(&self, m: &Match<'a>, kind: EventType, around: Around<'_, 'a>) -> Vec<Participant> {
        let Around { kept, all, .. } = around;
        if !matches!(kind, EventType::Accuse | EventType::Support | EventType::Reject | EventType::Request) {
            return Vec::new();
        }
        let doc = self.doc();
        for t in self.matter(m, kind) {
            if self.tree().is_verb(t) {
                let args = self.tree().args(t);
                let found = self.agents(if args.passive { &args.object } else { &args.subject });
                if !found.is_empty() {
                    return found;
                }
                continue;
            }
            if let Some(done) = kept.iter().find(|k| k.fixed.contains(&t) && k.head != m.head) {
                let mut found = self.participants(done.role(Role::Actor));
                if found.is_empty() {
                    found = self.claimants(done);
                }
                if !found.is_empty() {
                    return found;
                }
            }
            // "requested the envoy's expulsion", "condemned the overthrow of the cabinet": to whom it is done is not whose it is.
            let done_to = |o: &TokenIx| {
                let deeds = all.iter().filter(|k| k.head == t || k.fixed.contains(&t));
                deeds
                    .into_iter()
                    .any(|k| k.head != m.head && (k.role(Role::Recipient).contains(o) || k.fixed.contains(o)))
            };
            let mut owners = self.tree().possessors(t);
            owners.retain(|o| !done_to(o));
            let mut found = self.agents(&owners);
            if found.is_empty() {
                found = self.agents(&self.tree().prepositional(t, |p| p == self.lexicon.grammar.by()));
            }
            if found.is_empty() && kind == EventType::Request {
                let mut of = self.tree().prepositional(t, |p| p == self.lexicon.grammar.of());
                of.retain(|o| !all.iter().any(|k| k.head == t && k.role(Role::Recipient).contains(o)));
                found = self.agents(&of);
            }
            if !found.is_empty() && !doc.is_under(m.head, t) {
                return found;
            }
        }
        Vec::new()
    }

    /// What a speech act is about: content and theme; of a noun also what it is said to be ("The demand was a pull-out
    /// of the troops"), of a protest what it is against.
    fn matter(&self, m: &Match<'a>, kind: EventType) -> Vec<TokenIx> {
        let doc = self.doc();
        let mut matter: Vec<TokenIx> = m.role(Role::Content).iter().chain(m.role(Role::Theme)).copied().collect();
        if kind.quad() == 3
            && let Some(copula) = doc.head(m.head).filter(|_| doc.dep(m.head) == Dep::Nsubj)
            && doc.lemma(copula) == self.lexicon.grammar.copula()
        {
            matter.extend(doc.children_by(copula, &[Dep::Attr]));
        }
        matter
    }

    /// Whom a promise, threat or refusal concerns that names nobody itself: to whom its content would be done
    /// ("threatened to bomb Syrian bases", "offered to negotiate with Armenia").
    fn affected_by_content(
        &self,
        m: &Match<'a>,
        kind: EventType,
        actors: &[Participant],
        all: &[Match<'a>],
    ) -> Vec<Participant> {
        if !matches!(kind, EventType::Agree | EventType::Threaten | EventType::Reject) {
            return Vec::new();
        }
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        let others = |tokens: &[TokenIx]| {
            let mut found = self.agents(tokens);
            found.retain(|p| !actors.iter().any(|a| a.entity == p.entity));
            found
        };
        for &content in m.role(Role::Content) {
            // The deed itself, not one that it is only about ("refused aid to the war").
            let is_deed = |k: &&Match| {
                let close = matches!(doc.dep(k.head), Dep::Dobj | Dep::Xcomp | Dep::Ccomp | Dep::Conj);
                let held = close && doc.head(k.head).is_some_and(|h| h == content || doc.head(h) == Some(content));
                k.head != m.head && (k.head == content || k.fixed.contains(&content) || held)
            };
            for deed in all.iter().filter(is_deed) {
                let found = others(deed.role(Role::Recipient));
                if !found.is_empty() {
                    return found;
                }
            }
            let objects = if self.tree().is_verb(content) { self.tree().args(content).object } else { vec![content] };
            let concerned = |p: &str| grammar.is(Kind::Concerned, p);
            let found = others(&objects);
            if !found.is_empty() && self.tree().is_verb(content) {
                return found;
            }
            for &t in std::iter::once(&content).chain(&objects) {
                for list in [self.tree().prepositional(t, concerned), self.tree().possessors(t)] {
                    let owners = list.iter().flat_map(|&o| self.tree().possessors(o)).collect::<Vec<_>>();
                    for found in [others(&list), others(&owners)] {
                        if !found.is_empty() {
                            return found;
                        }
                    }
                }
            }
        }
        Vec::new()
    }

    /// "threatened to halt the talks unless Chad pulls out": who is to do what the condition asks.
    fn conditioned(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        if kind != EventType::Threaten {
            return Vec::new();
        }
        let doc = self.doc();
        let top = if self.tree().is_verb(m.head) { m.head } else { doc.head(m.head).unwrap_or(m.head) };
        let is_condition = |&v: &TokenIx| {
            doc.dep(v) == Dep::Advcl
                && (doc.children_by(v, &[Dep::Mark, Dep::Advmod]))
                    .any(|c| self.lexicon.grammar.is(Kind::ConditionalMark, doc.lower(c)))
        };
        let condition = doc.subtree(top).find(is_condition);
        condition.map(|v| self.agents(&self.tree().args(v).subject)).unwrap_or_default()
    }

    /// A name anywhere in what is promised, threatened or refused: "agreed to extend the mandate in Lebanon".
    fn named_in_content(&self, m: &Match<'a>, kind: EventType, actors: &[Participant]) -> Vec<Participant> {
        if !matches!(kind, EventType::Agree | EventType::Threaten | EventType::Reject) {
            return Vec::new();
        }
        // "refused to allow planes to land": a fixed verb stands for the content.
        let fixed = m.fixed.iter().copied().filter(|&t| self.doc().dep(t) == Dep::Xcomp);
        for content in m.role(Role::Content).iter().copied().chain(self.terms(m)).chain(fixed) {
            if self.doc().is_under(m.head, content) || self.is_finite(content) {
                continue;
            }
            let found = self.named_below(content, actors, |_| true);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// "agreed that work remains to be done": an opinion, no deed to somebody.
    pub(super) fn is_finite(&self, v: TokenIx) -> bool {
        let doc = self.doc();
        let infinitive = doc.children_by(v, &[Dep::Aux]).any(|a| doc.lower(a) == self.lexicon.grammar.to());
        let subject = doc.children_by(v, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).next();
        self.tree().is_verb(v) && !infinitive && subject.is_some()
    }

    /// The parties named nearest to a word, at it or below it, level by level; not what a condition says, nor the actors
    /// and their own country.
    fn named_below(&self, top: TokenIx, actors: &[Participant], follows: impl Fn(TokenIx) -> bool) -> Vec<Participant> {
        let doc = self.doc();
        let conditional = |v: TokenIx| {
            doc.dep(v) == Dep::Advcl
                && (doc.children_by(v, &[Dep::Mark, Dep::Advmod]))
                    .any(|c| self.lexicon.grammar.is(Kind::ConditionalMark, doc.lower(c)))
        };
        let mut queue = vec![top];
        let mut i = 0;
        while i < queue.len() && i < ENOUGH {
            let at = queue[i];
            i += 1;
            let found = self.parties_at(at, actors);
            if !found.is_empty() {
                return found;
            }
            queue.extend(doc.children(at).filter(|&c| {
                let dep = doc.dep(c);
                !matches!(dep, Dep::Punct | Dep::Aux | Dep::Auxpass | Dep::Mark | Dep::Cc | Dep::Parataxis)
                    && !conditional(c)
                    && follows(c)
            }));
        }
        Vec::new()
    }

    /// Who or what state is named by the mention that this word heads, if it may be another party than the actors.
    fn parties_at(&self, t: TokenIx, actors: &[Participant]) -> Vec<Participant> {
        use EntityKind::*;
        if self.found().cast.headed_by(t).is_none() {
            return Vec::new();
        }
        let doc = self.doc();
        let together: Vec<TokenIx> =
            doc.conjuncts(t).into_iter().filter(|&c| self.found().cast.headed_by(c).is_some()).collect();
        let mut found = self.participants(&together);
        found.retain(|p| {
            let entity = self.found().cast.entity(p.entity);
            let own = actors.iter().any(|a| {
                let same_state = entity.country.is_some() && self.country(a.entity) == entity.country.as_deref();
                a.entity == p.entity || same_state && matches!(entity.kind, Country | Place)
            });
            entity.country.is_some() && entity.kind != Other && entity.kind != Outlet && !own
        });
        found
    }

    /// "mobilised reservists for a war against Iraq", "trained hackers to strike the grid of Turkey": against whom forces
    /// are readied.
    fn aimed_at(&self, m: &Match<'a>, kind: EventType, actors: &[Participant], all: &[Match<'a>]) -> Vec<Participant> {
        if kind != EventType::Mobilize {
            return Vec::new();
        }
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        let top = m.support.unwrap_or(m.head);
        let leads = |head: TokenIx| {
            let mut at = head;
            for _ in 0..ENOUGH {
                if at == top || at == m.head {
                    return true;
                }
                let passes = match doc.dep(at) {
                    Dep::Prep => !grammar.is(Kind::Adjunct, doc.lower(at)),
                    Dep::Advcl => doc.token(at).tag == Tag::Vb,
                    Dep::Relcl | Dep::Ccomp | Dep::Parataxis => false,
                    // "will deploy ships and start a war": another deed.
                    Dep::Conj => self.tree().is_noun(at),
                    _ => true,
                };
                match doc.head(at).filter(|_| passes) {
                    Some(up) => at = up,
                    None => return false,
                }
            }
            false
        };
        let range = doc.subtree(top);
        let others = |mut found: Vec<Participant>| {
            found.retain(|p| !actors.iter().any(|a| a.entity == p.entity));
            found
        };
        let force = all.iter().filter(|k| range.contains(&k.head) && k.head != m.head);
        for deed in force.filter(|k| k.frame.kind == Some(EventType::Assault) && leads(k.head)) {
            let found = others(self.participants(deed.role(Role::Recipient)));
            if !found.is_empty() {
                return found;
            }
        }
        let against = range
            .filter(|&p| doc.dep(p) == Dep::Prep && grammar.is(Kind::FarReaching, doc.lower(p)) && leads(p))
            .flat_map(|p| doc.children_by(p, &[Dep::Pobj]).collect::<Vec<_>>())
            .flat_map(|o| doc.conjuncts(o))
            .collect::<Vec<_>>();
        others(self.agents(&against))
    }

    /// "the ban covers Syria", "Mali is hit by the sanctions": whom a verb says that the event reaches.
    fn covered(&self, m: &Match<'a>, actors: &[Participant]) -> Vec<Participant> {
        let doc = self.doc();
        if self.tree().is_verb(m.head) {
            return Vec::new();
        }
        let verb = match (doc.dep(m.head), doc.head(m.head)) {
            (Dep::Nsubj, Some(verb)) => verb,
            (Dep::Pobj, Some(by)) if doc.lower(by) == self.lexicon.grammar.by() => match doc.head(by) {
                Some(verb) => verb,
                None => return Vec::new(),
            },
            _ => return Vec::new(),
        };
        if !self.tree().is_verb(verb) || !self.lexicon.grammar.is(Kind::Reaching, doc.lemma(verb)) {
            return Vec::new();
        }
        let object = self.tree().args(verb).object;
        let mut found = self.participants(&object);
        found.retain(|p| !actors.iter().any(|a| a.entity == p.entity));
        found
    }

    /// "shelled a market in Homs", "attacked a camp of Somali refugees", "shells aimed at a mast in Chad": whose the thing
    /// is, or in whose land.
    fn owners_of_struck(&self, m: &Match<'a>, kind: EventType, actors: &[Participant]) -> Vec<Participant> {
        if !matches!(kind, EventType::Assault | EventType::Coerce | EventType::Sanction | EventType::Protest) {
            return Vec::new();
        }
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        // "prevented riots against the king": the riots are against him, the police are not.
        let direct = kind != EventType::Coerce;
        let struck = |p: &str| grammar.is(Kind::Struck, p) && (direct || !grammar.is(Kind::FarReaching, p));
        let mut things = self.tree().prepositional(m.head, struck);
        if self.tree().is_verb(m.head) {
            let objects = self.tree().args(m.head).object;
            things.extend(objects.iter().flat_map(|&o| self.tree().prepositional(o, struck)));
            things.extend(objects);
        }
        things.retain(|t| *t != m.head);
        let follows = |c: TokenIx| {
            let prep = matches!(doc.dep(c), Dep::Prep | Dep::Agent);
            let leads = !prep || grammar.is(Kind::Owning, doc.lower(c)) || struck(doc.lower(c));
            leads && !matches!(doc.dep(c), Dep::Relcl | Dep::Advcl | Dep::Ccomp)
        };
        // The rebels' own town too.
        let town = |&&t: &&TokenIx| {
            let place = |n: &Mention| self.found().cast.entity(n.entity).kind == EntityKind::Place;
            doc.dep(t) == Dep::Dobj && self.found().cast.headed_by(t).is_some_and(place)
        };
        let towns: Vec<TokenIx> = things.iter().filter(town).copied().collect();
        let mut struck = self.participants(&towns);
        struck.retain(|p| self.is_known(p));
        if kind == EventType::Assault && !struck.is_empty() {
            return struck;
        }
        // "a gunfight at the border of Chad and Niger": a place of two states is no side.
        let place = |p: &Participant| self.found().cast.entity(p.entity).kind == EntityKind::Place;
        let shared = |found: &[Participant]| found.len() > 1 && found.iter().all(place);
        let found = things.into_iter().map(|t| self.named_below(t, actors, follows)).find(|found| !found.is_empty());
        found.filter(|f| !shared(f)).unwrap_or_default()
    }

    /// "a hunger strike to protest against Norway's decision", "marches against the abuses by the army".
    fn protested(&self, m: &Match<'a>, kind: EventType, actors: &[Participant]) -> Vec<Participant> {
        if kind != EventType::Protest {
            return Vec::new();
        }
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        let against = doc
            .subtree(m.support.unwrap_or(m.head))
            .filter(|&p| p > m.head && doc.dep(p) == Dep::Prep && grammar.is(Kind::FarReaching, doc.lower(p)));
        let follows = |c: TokenIx| {
            let prep = matches!(doc.dep(c), Dep::Prep | Dep::Agent);
            let owner = !prep || doc.lower(c) == grammar.by() || doc.lower(c) == grammar.of();
            owner && !matches!(doc.dep(c), Dep::Relcl | Dep::Advcl | Dep::Ccomp | Dep::Acl)
        };
        let things = against.flat_map(|p| doc.children_by(p, &[Dep::Pobj]).collect::<Vec<_>>());
        things.map(|t| self.named_below(t, actors, follows)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// "Washington's answer to Moscow's demands": of whom is asked who answers.
    fn answering(&self, m: &Match<'a>, kind: EventType) -> Vec<Participant> {
        if !matches!(kind, EventType::Request | EventType::Threaten | EventType::Accuse) {
            return Vec::new();
        }
        let doc = self.doc();
        let grammar = &self.lexicon.grammar;
        let Some(prep) = doc.head(m.head).filter(|_| doc.dep(m.head) == Dep::Pobj) else { return Vec::new() };
        let Some(answer) = doc.head(prep) else { return Vec::new() };
        if doc.lower(prep) != grammar.to() || !grammar.is(Kind::Answer, doc.lemma(answer)) {
            return Vec::new();
        }
        if self.tree().is_verb(answer) {
            return self.agents(&self.tree().args(answer).subject);
        }
        let own = self.agents(&self.tree().possessors(answer));
        if !own.is_empty() {
            return own;
        }
        let by = self.agents(&self.tree().prepositional(answer, |p| p == grammar.by() || p == grammar.of()));
        if !by.is_empty() {
            return by;
        }
        match self.tree().supported(answer) {
            Some((who, ..)) => self.agents(&who),
            None => Vec::new(),
        }
    }

    /// "urged the premier in a phone call": who speaks with whom by the verb over it.
    fn met_in(&self, noun: TokenIx, recipients: Vec<Participant>) -> (Vec<Participant>, Vec<Participant>) {
        let doc = self.doc();
        let verb = doc
            .head(noun)
            .filter(|_| doc.dep(noun) == Dep::Pobj)
            .and_then(|p| doc.head(p))
            .filter(|&v| self.tree().is_verb(v));
        let Some(verb) = verb else { return (Vec::new(), recipients) };
        let args = self.tree().args(verb);
        let actors = self.agents(&args.subject);
        let met = self.agents(&args.object);
        // "told reporters after the talks": they only heard of them.
        let press = |p: &Participant| self.found().cast.entity(p.entity).sectors == [Sector::Jrn];
        if !met.is_empty() && met.iter().all(press) {
            return (Vec::new(), recipients);
        }
        if recipients.is_empty() { (actors, met) } else { (actors, recipients) }
    }

    /// "Chad and Niger held talks. A deal was reached": an agreement of nobody is of those who last agreed or spoke with
    /// each other, shortly before.
    pub(super) fn last_partners(&self, m: &Match<'a>, kind: EventType, earlier: &[Event]) -> Option<Vec<Participant>> {
        use EventType::*;
        const SENTENCES: usize = 3;
        let doc = self.doc();
        let here = doc.sentence_ix(m.head);
        let near = earlier.iter().rev().take_while(|e| here - doc.sentence_ix(e.head) <= SENTENCES);
        let together = |e: &&Event| matches!(e.kind, Agree | Consult) && matches!(kind, Agree | Support);
        let mut partners = near.filter(together).map(|e| e.actors.iter().chain(&e.recipients).cloned().collect());
        partners.find(|p: &Vec<Participant>| p.len() > 1 && self.is_deed(m))
    }

    /// "a deal was reached": a noun's deed is done, in the passive.
    fn is_deed(&self, m: &Match<'a>) -> bool {
        let done = |&t: &TokenIx| self.doc().dep(t) == Dep::Nsubjpass;
        self.tree().is_passive(m.head) && m.fixed.iter().any(done)
    }

    /// The event that a definite noun without participants takes up ("the attack", "this meeting"): the last of its kind
    /// told with the same word, or shortly before.
    pub(super) fn antecedent<'e>(&self, m: &Match<'a>, kind: EventType, earlier: &'e [Event]) -> Option<&'e Event> {
        const SENTENCES: usize = 3;
        let doc = self.doc();
        if !self.is_definite(m.head) {
            return None;
        }
        let here = doc.sentence_ix(m.head);
        let place = self.anchored.place(m).0;
        let told = |e: &&Event| {
            e.kind == kind && !(e.actors.is_empty() && e.recipients.is_empty()) && !self.is_elsewhere(place, e.place)
        };
        let recent = || earlier.iter().rev().take(RECENT);
        // "the coup" is none of those of "coups in the region".
        let one = |t: TokenIx| doc.token(t).tag == Tag::Nn;
        let several = |t: TokenIx| doc.token(t).tag == Tag::Nns;
        let same_number = |e: &&Event| !(one(m.head) && several(e.head));
        let same_word = || recent().filter(told).find(|e| doc.lemma(e.head) == doc.lemma(m.head));
        let same_word = same_word().filter(same_number);
        // "the killing of those who stood up": whose it is, it says itself.
        let of = doc.children_by(m.head, &[Dep::Prep]).filter(|&p| doc.lower(p) == self.lexicon.grammar.of());
        if kind == EventType::Assault && of.filter_map(|p| doc.child(p, Dep::Pobj)).any(|o| self.names_others(m, o)) {
            return None;
        }
        // With words of its own ("the 2014 coup") it is another one.
        let bare = doc.children(m.head).all(|c| matches!(doc.dep(c), Dep::Det | Dep::Punct));
        // "The kidnapping" is no shooting told before.
        let mode = self.mode(m, kind);
        let alike = |e: &&Event| kind != EventType::Assault || mode.is_none() || mode == e.mode;
        let near = || recent().filter(told).filter(alike).find(|e| here - doc.sentence_ix(e.head) <= SENTENCES);
        // "the war" is no murder told before.
        let fight = kind == EventType::Assault && self.is_between(m);
        same_word.or_else(|| if bare && !fight { near() } else { None })
    }

    /// Whether what a noun is "of" is somebody whom nothing else means and who fills no role.
    fn names_others(&self, m: &Match<'a>, t: TokenIx) -> bool {
        let doc = self.doc();
        let people = doc.token(t).tag == Tag::Nns || doc.child(t, Dep::Relcl).is_some();
        let own = self.found().cast.headed_by(t).is_none() && !m.fixed.contains(&t);
        people && own && doc.ent(t).is_none() && !self.lexicon.grammar.is(Kind::Partitive, doc.lemma(t))
    }

    /// Two places that cannot be one: both known, of one size, of different names.
    pub(super) fn is_elsewhere(&self, a: Option<PlaceId>, b: Option<PlaceId>) -> bool {
        let place = |id: PlaceId| &self.found().places[id.index()];
        match (a.map(place), b.map(place)) {
            (Some(a), Some(b)) => a.resolution == b.resolution && a.geonameid.is_some() && a.geonameid != b.geonameid,
            _ => false,
        }
    }

    /// The entities that these noun phrases mean, with those that they are said to include ("the guarantors, including
    /// Chad and Niger").
    pub(super) fn participants(&self, tokens: &[TokenIx]) -> Vec<Participant> {
        let mut out: Vec<Participant> = Vec::new();
        for &t in tokens {
            let meant = self.matcher.meant(t);
            self.add_participants(meant, &mut out);
            let doc = self.doc();
            let including = |&p: &TokenIx| self.lexicon.grammar.is(Kind::Including, doc.lower(p));
            let members = doc.children_by(meant, &[Dep::Prep]).filter(including);
            let members = members.flat_map(|p| doc.children_by(p, &[Dep::Pobj]));
            members.flat_map(|o| doc.conjuncts(o)).for_each(|member| self.add_participants(member, &mut out));
        }
        // "US drone strike": the drones are of the state that is named with them.
        let kind = |p: &Participant| self.found().cast.entity(p.entity).kind;
        let states: Vec<Option<&str>> =
            out.iter().filter(|p| kind(p) == EntityKind::Country).map(|p| self.country(p.entity)).collect();
        out.retain(|p| kind(p) != EntityKind::Other || !states.contains(&self.country(p.entity)));
        out
    }

    fn add_participants(&self, t: TokenIx, out: &mut Vec<Participant>) {
        let Some(mention) = self.matcher.mention(t) else { return };
        for mention in self.elided(t).into_iter().chain([mention]) {
            let span = self.doc().span(mention.tokens.clone());
            for &entity in mention.entities() {
                if !out.iter().any(|p| p.entity == entity) {
                    out.push(Participant { entity, span });
                }
            }
        }
    }

    /// "North" of "North and South Korea": a country that shares the last word of another's name.
    fn elided(&self, t: TokenIx) -> Option<&'a Mention> {
        let doc = self.doc();
        let cast = self.found().cast;
        let country = |n: &&Mention| cast.entity(n.entity).kind == EntityKind::Country;
        cast.headed_by(t).filter(country)?;
        let before = doc.children_by(t, &[Dep::Nmod, Dep::Compound, Dep::Amod]);
        before.filter(|&c| doc.child(c, Dep::Cc).is_some()).find_map(|c| cast.headed_by(c).filter(country))
    }

    pub(super) fn country(&self, entity: EntityId) -> Option<&'a str> {
        self.found().cast.entity(entity).country.as_deref()
    }

    /// A party whose state or body is known.
    pub(super) fn is_known(&self, p: &Participant) -> bool {
        self.country(p.entity).is_some()
    }
}
