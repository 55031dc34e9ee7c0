//! Finding frames: each skeleton tried on the verbs, nouns and adjectives that can be its trigger, the most specific
//! kept for each.

use super::Found;
use super::clause::{Args, CONTROLLED_BY_OBJECT, Tree};
use crate::Mention;
use sayso_coding::{EntityKind, EventType, How, Sector};
use sayso_doc::{Dep, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::{
    Class, Effect, Fill, Frame, Frames, GovernorPos, GovernorSubject, Kind, Link, Phrase, Role, Shape, Skeleton, Slot,
};
use smol_str::SmolStr;

/// A fixed word weighs more than any number of roles.
const FIXED: u32 = 100;
const ROLE: u32 = 10;
/// A role whose class the frame narrows.
const NARROWED: u32 = 2;
/// A sense known to be no event wins where it fits as well.
const NO_EVENT: u32 = 1;

/// A frame found in the text.
#[derive(Clone, Debug)]
pub(super) struct Match<'a> {
    pub(super) frame: &'a Frame,
    pub(super) skeleton: &'a Skeleton,
    pub(super) head: TokenIx,
    /// The trigger and the other fixed words.
    pub(super) fixed: Vec<TokenIx>,
    pub(super) roles: Vec<(Role, Vec<TokenIx>)>,
    /// The verb that carries a noun ("launched" over "an attack").
    pub(super) support: Option<TokenIx>,
    pub(super) via: &'static str,
    pub(super) score: u32,
}

impl Match<'_> {
    /// The fixed words and those that fill roles.
    pub(super) fn named(&self) -> impl Iterator<Item = &TokenIx> {
        self.fixed.iter().chain(self.roles.iter().flat_map(|(_, tokens)| tokens))
    }

    pub(super) fn role(&self, role: Role) -> &[TokenIx] {
        self.roles.iter().find(|(r, _)| *r == role).map_or(&[], |(_, t)| t.as_slice())
    }
}

/// What matching needs to see.
#[derive(Clone, Copy)]
pub(super) struct Matcher<'a> {
    pub(super) tree: Tree<'a>,
    pub(super) frames: &'a Frames,
    pub(super) found: &'a Found<'a>,
}

impl<'a> Matcher<'a> {
    /// The best frame of each trigger, those whose trigger is part of a longer one left out; in text order.
    pub(super) fn matches(&self) -> Vec<Match<'a>> {
        let mut all = self.settled((0..self.tree.doc.len()).map(|t| self.best(t, &[])).collect());
        let carried = |m: &Match| (m.frame.kind.is_some(), m.skeleton.shape == Shape::Noun);
        all.sort_by_key(|m| (std::cmp::Reverse(m.fixed.len()), carried(m), std::cmp::Reverse(m.score), m.head));
        let mut taken = vec![false; self.tree.doc.len()];
        let mut kept: Vec<Match> = Vec::new();
        for m in all {
            // "vetoed a draft resolution": where another frame has the fixed word, a simpler one of the same type may fit.
            let free = |m: &Match| !m.fixed.iter().any(|&t| taken[t]);
            let found = if free(&m) { Some(m) } else { self.simpler(&m, &taken) };
            if let Some(found) = found {
                found.fixed.iter().for_each(|&t| taken[t] = true);
                kept.push(found);
            }
        }
        kept.sort_by_key(|m| m.head);
        kept
    }

    fn simpler(&self, m: &Match, taken: &[bool]) -> Option<Match<'a>> {
        let kind = m.frame.kind.filter(|_| !taken[m.head])?;
        self.best(m.head, taken).into_iter().find(|s| s.frame.kind == Some(kind))
    }

    /// Of frames that fit a trigger equally well, the one of the type that the same word surely has nearest before, else nearest
    /// behind ("the strike" of dockers, or of jets); where nothing tells, the first.
    fn settled(&self, mut candidates: Vec<Vec<Match<'a>>>) -> Vec<Match<'a>> {
        let doc = self.tree.doc;
        self.join_protests(&mut candidates);
        let told = |tied: &[Match]| {
            let head = tied[0].head;
            let sure = candidates.iter().filter(|c| c.len() == 1).map(|c| &c[0]);
            let same = sure.filter(|s| doc.lemma(s.head) == doc.lemma(head));
            let fits = |s: &Match| tied.iter().position(|m| m.frame.kind == s.frame.kind);
            let known = same.filter_map(|s| Some((s.head > head, s.head.abs_diff(head), fits(s)?)));
            known.min().map(|(_, _, n)| n)
        };
        let choice: Vec<usize> = (candidates.iter())
            .map(|tied| if tied.len() < 2 { 0 } else { told(tied).or_else(|| self.of_workers(tied)).unwrap_or(0) })
            .collect();
        (candidates.into_iter().zip(choice)).filter_map(|(tied, n)| tied.into_iter().nth(n)).collect()
    }

    /// "strikes and protests": of a noun that has both senses, the one of the noun it is joined to.
    fn join_protests(&self, candidates: &mut [Vec<Match<'a>>]) {
        let doc = self.tree.doc;
        let protest = |m: &Match| m.frame.kind == Some(EventType::Protest);
        let protests: Vec<TokenIx> =
            candidates.iter().flatten().filter(|m| protest(m)).flat_map(|m| m.fixed.clone()).collect();
        let joined = |t: TokenIx| {
            let beside = |other: &TokenIx| {
                *other != t && (doc.conjuncts(t).contains(other) || doc.conjuncts(*other).contains(&t))
            };
            protests.iter().any(beside)
        };
        for tied in candidates.iter_mut().filter(|c| !c.is_empty() && !c.iter().any(protest)) {
            let head = tied[0].head;
            if self.tree.is_verb(head) || tied[0].frame.kind != Some(EventType::Assault) || !joined(head) {
                continue;
            }
            let frames =
                self.frames.noun(doc.lemma(head)).filter(|s| self.frames.frame(s).kind == Some(EventType::Protest));
            if let Some(found) = frames.filter_map(|s| self.noun(s, head)).max_by_key(|m| m.score) {
                *tied = vec![found];
            }
        }
    }

    /// "the strike", in a text that speaks of workers more than of those at arms, or of none of these: theirs.
    fn of_workers(&self, tied: &[Match]) -> Option<usize> {
        const WORKERS: [Sector; 3] = [Sector::Lab, Sector::Edu, Sector::Med];
        const ARMED: [Sector; 5] = [Sector::Mil, Sector::Reb, Sector::Uaf, Sector::Prm, Sector::Cop];
        let spoken_of = |sectors: &[Sector]| -> usize {
            let entities = self.found.cast.entities().iter().filter(|e| e.sectors.iter().any(|s| sectors.contains(s)));
            entities.map(|e| e.mentions.len()).sum()
        };
        let protest = tied.iter().position(|m| m.frame.kind == Some(EventType::Protest))?;
        let armed = spoken_of(&ARMED);
        let noun = tied[protest].skeleton.shape == Shape::Noun;
        (spoken_of(&WORKERS) > armed || noun && armed == 0).then_some(protest)
    }

    /// The frames that fit a trigger best: one, or as many of different types as fit equally well. None of their fixed words is
    /// one of `taken`.
    pub(super) fn best(&self, t: TokenIx, taken: &[bool]) -> Vec<Match<'a>> {
        let doc = self.tree.doc;
        let token = doc.token(t);
        let mut best: Vec<Match> = Vec::new();
        let mut keep = |found: Option<Match<'a>>| {
            let free = |m: &Match| !m.fixed.iter().any(|&t| taken.get(t) == Some(&true));
            let Some(found) = found.filter(free) else { return };
            match best.first().map(|b| b.score) {
                Some(score) if found.score < score => {}
                Some(score) if found.score == score => {
                    if best.iter().all(|b| b.frame.kind != found.frame.kind) {
                        best.push(found);
                    }
                }
                _ => best = vec![found],
            }
        };
        if self.is_in_name(t) || self.is_of_body(t) || self.is_epithet(t) {
            return Vec::new();
        }
        match token.pos {
            Pos::Aux if token.dep == Dep::Aux => {
                self.frames.verb(&token.lower).for_each(|s| keep(self.auxiliary(s, t)));
            }
            Pos::Verb | Pos::Aux => {
                for lemma in self.verb_lemmas(t) {
                    self.frames.verb(&lemma).for_each(|s| keep(self.verb(s, t, &lemma, false)));
                }
                if token.tag == Tag::Vbg && (self.is_nominal_gerund(t) || self.is_bare_gerund(t)) {
                    self.frames.noun(&token.lower).for_each(|s| keep(self.noun(s, t)));
                }
                if matches!(token.tag, Tag::Vbn | Tag::Vbg) {
                    self.frames.adjective(&token.lower).for_each(|s| keep(self.adjective(s, t)));
                }
            }
            Pos::Noun | Pos::Propn => {
                if !self.is_mere_modifier(t) {
                    self.frames.noun(&token.lemma).for_each(|s| keep(self.noun(s, t)));
                    if token.lemma != token.lower {
                        self.frames.noun(&token.lower).for_each(|s| keep(self.noun(s, t)));
                    }
                    let lemma = token.lemma.to_lowercase();
                    if lemma != token.lemma && lemma != token.lower {
                        self.frames.noun(&lemma).for_each(|s| keep(self.noun(s, t)));
                    }
                }
                if best.is_empty() && self.is_nominal_gerund(t) {
                    let mut keep = |found: Option<Match<'a>>| {
                        if best.is_empty() {
                            best.extend(found);
                        }
                    };
                    for lemma in verb_stems(&token.lower, "ing") {
                        self.frames.verb(&lemma).for_each(|s| keep(self.verb(s, t, &lemma, true)));
                    }
                }
            }
            Pos::Adj | Pos::Adv => {
                self.frames.adjective(&token.lower).for_each(|s| keep(self.adjective(s, t)));
                if matches!(token.dep, Dep::Amod | Dep::Acl | Dep::Acomp | Dep::Advcl | Dep::Conj | Dep::Relcl) {
                    for lemma in verb_stems(&token.lower, "ed") {
                        self.frames.verb(&lemma).for_each(|s| keep(self.verb(s, t, &lemma, false)));
                    }
                }
            }
            _ => {}
        }
        best
    }

    /// "stone-throwing youths", "a power-sharing cabinet": how somebody is, not what somebody did.
    fn is_epithet(&self, t: TokenIx) -> bool {
        let doc = self.tree.doc;
        let hyphen = t.checked_sub(1).is_some_and(|h| doc.word(h) == "-");
        hyphen && doc.token(t).tag == Tag::Vbg && doc.dep(t) == Dep::Amod
    }

    /// "For Recognition of Science": a word of a body's name, not its last.
    fn is_in_name(&self, t: TokenIx) -> bool {
        let doc = self.tree.doc;
        let of_name =
            |u: TokenIx| doc.ent(u).is_some_and(|e| e.label == EntLabel::Org && doc.token(u).pos == Pos::Propn);
        of_name(t) && t + 2 < doc.len() && doc.lower(t + 1) == self.tree.grammar.of() && doc.ent(t + 1).is_some()
    }

    /// "the United Nations Stabilization Mission": a word of an international body's name.
    fn is_of_body(&self, t: TokenIx) -> bool {
        const BODIES: [&str; 4] = ["UNO", "IGO", "NGO", "EUR"];
        let named = self.tree.doc.token(t).pos == Pos::Propn;
        let Some(mention) = self.found.cast.covering(t).filter(|_| named) else { return false };
        let entity = self.found.cast.entity(mention.entity);
        let body = entity.country.as_deref().is_some_and(|c| BODIES.contains(&c));
        body && entity.kind == EntityKind::Organization && mention.tokens.len() > 1
    }

    fn verb_lemmas(&self, t: TokenIx) -> Vec<SmolStr> {
        let token = self.tree.doc.token(t);
        let mut lemmas = vec![token.lemma.clone()];
        if token.lemma == token.lower && token.tag == Tag::Vbn {
            lemmas.extend(verb_stems(&token.lower, "ed"));
        }
        lemmas
    }

    /// "the shelling of the town", "its retaking of the hill": a noun made of a verb.
    fn is_nominal_gerund(&self, t: TokenIx) -> bool {
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        doc.lower(t).ends_with("ing")
            && doc.child(t, Dep::Dobj).is_none()
            && (doc.children_by(t, &[Dep::Prep]).any(|p| doc.lower(p) == grammar.of())
                || doc.child(t, Dep::Poss).is_some())
    }

    /// "Fighting broke out": a gerund in a noun's place, without an object of its own.
    fn is_bare_gerund(&self, t: TokenIx) -> bool {
        let doc = self.tree.doc;
        matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj)
            && doc.children_by(t, &[Dep::Dobj, Dep::Aux]).next().is_none()
    }

    /// "attack helicopter", "war effort"; but in "invasion plans" the invasion is what is planned.
    fn is_mere_modifier(&self, t: TokenIx) -> bool {
        let doc = self.tree.doc;
        let Some(head) = doc.head(t) else { return false };
        match doc.dep(t) {
            Dep::Compound | Dep::Nmod | Dep::Amod => {
                !self.tree.is_verb(head) && self.tree.grammar.governor(doc.lemma(head), GovernorPos::Noun).is_none()
            }
            _ => false,
        }
    }

    fn verb(&self, skeleton: &'a Skeleton, t: TokenIx, lemma: &str, nominal: bool) -> Option<Match<'a>> {
        let particles = skeleton.head.iter().filter(|p| p.0[0] == lemma).find_map(|p| self.verb_phrase(t, p))?;
        let args = if nominal { self.nominal_args(t) } else { self.tree.args(t) };
        let headline = self.tree.headline_passive(t, &args).or_else(|| self.tree.elided_passive(t, &args));
        let fill = |args: Args| {
            let mut state = State::new(self, skeleton, t, particles.clone());
            state.via = args.via;
            state.args = args;
            state.fill()
        };
        let found = fill(args).or_else(|| fill(headline?))?;
        // "No group claimed responsibility for the attack": that one was made is not denied.
        let answers = found.fixed.iter().any(|&f| self.tree.grammar.is(Kind::Responsibility, self.tree.doc.lemma(f)));
        (!answers || self.tree.negator(t).is_none()).then_some(found)
    }

    /// "Both sides must withdraw": the auxiliary is the trigger, its verb the content.
    fn auxiliary(&self, skeleton: &'a Skeleton, t: TokenIx) -> Option<Match<'a>> {
        let verb = self.tree.doc.head(t)?;
        let args = self.tree.args(verb);
        let subject = if args.passive { args.object } else { args.subject };
        let mut state = State::new(self, skeleton, t, Vec::new());
        state.via = "auxiliary";
        state.args = Args { subject, object: vec![verb], ..Args::default() };
        state.fill()
    }

    /// The arguments of a gerund used as a noun: "the army's shelling of the town".
    fn nominal_args(&self, t: TokenIx) -> Args {
        let subject = self.tree.possessors(t).into_iter().filter(|&p| self.is_agent(p)).collect();
        let object = self.tree.prepositional(t, |p| p == self.tree.grammar.of());
        Args { subject, object, via: "gerund", ..Args::default() }
    }

    fn adjective(&self, skeleton: &'a Skeleton, t: TokenIx) -> Option<Match<'a>> {
        let doc = self.tree.doc;
        let modifiers = skeleton.head.iter().find_map(|p| self.noun_phrase(t, p))?;
        let subject = match (doc.dep(t), doc.head(t)) {
            (Dep::Acomp | Dep::Attr | Dep::Oprd | Dep::Conj, Some(verb)) => self.tree.args(verb).subject,
            // What a speaker calls so is said of it, not given with it ("a shameful attack").
            (Dep::Amod, Some(_)) if self.frames.frame(skeleton).speaker.is_some() => return None,
            (Dep::Amod | Dep::Acl | Dep::Relcl, Some(noun)) => vec![noun],
            // "Berlin is committed": what a passive's object is, an adjective's subject is.
            _ => {
                let args = self.tree.args(t);
                if args.passive && args.subject.is_empty() { args.object } else { args.subject }
            }
        };
        let mut state = State::new(self, skeleton, t, modifiers);
        state.via = "predicate";
        state.args = Args { subject, ..Args::default() };
        state.fill()
    }

    fn noun(&self, skeleton: &'a Skeleton, t: TokenIx) -> Option<Match<'a>> {
        let modifiers = skeleton.head.iter().find_map(|p| self.noun_phrase(t, p))?;
        let mut state = State::new(self, skeleton, t, modifiers);
        state.via = "noun";
        state.fill()
    }

    /// The words of a verb's phrase beside its first, where they are there ("out" of "carry out").
    fn verb_phrase(&self, t: TokenIx, phrase: &Phrase) -> Option<Vec<TokenIx>> {
        let doc = self.tree.doc;
        (phrase.0[1..].iter())
            .map(|word| doc.children(t).find(|&c| c > t && (doc.lower(c) == word || doc.lemma(c) == word)))
            .collect()
    }

    /// The modifiers of a noun's phrase, where it stands at `t` ("joint" of "joint exercise", "cease" of "cease-fire").
    fn noun_phrase(&self, t: TokenIx, phrase: &Phrase) -> Option<Vec<TokenIx>> {
        let doc = self.tree.doc;
        let is = |t: TokenIx, word: &str| doc.lower(t) == word || doc.lemma(t).eq_ignore_ascii_case(word);
        let (last, before) = phrase.0.split_last()?;
        if !is(t, last) {
            return None;
        }
        let mut next = t;
        let mut out = Vec::new();
        for word in before.iter().rev() {
            let mut adjacent = next.checked_sub(1)?;
            if doc.word(adjacent) == "-" {
                adjacent = adjacent.checked_sub(1)?;
            }
            let there =
                if is(adjacent, word) { Some(adjacent) } else { doc.children(t).find(|&c| c < t && is(c, word)) };
            next = there?;
            out.push(next);
        }
        Some(out)
    }

    /// What a noun phrase is about: "dozens of rebels" are rebels.
    pub(super) fn meant(&self, t: TokenIx) -> TokenIx {
        *self.measured(t).last().unwrap_or(&t)
    }

    /// A noun with what it measures out, and what that does ("dozens of rounds of artillery").
    fn measured(&self, t: TokenIx) -> Vec<TokenIx> {
        const DEEPEST: usize = 4;
        let doc = self.tree.doc;
        let grammar = self.tree.grammar;
        let of_state =
            |t| self.found.cast.headed_by(t).is_some_and(|m| self.found.cast.entity(m.entity).country.is_some());
        let inner = |t: TokenIx| {
            // "twelve of its members"
            let number = doc.token(t).pos == Pos::Num;
            let measures =
                number || grammar.is(Kind::Partitive, doc.lower(t)) || grammar.is(Kind::Partitive, doc.lemma(t));
            let mut of = doc.children_by(t, &[Dep::Prep]).filter(|&p| doc.lower(p) == grammar.of());
            if measures && !of_state(t) { of.find_map(|p| doc.child(p, Dep::Pobj)) } else { None }
        };
        std::iter::successors(Some(t), |&t| inner(t)).take(DEEPEST + 1).collect()
    }

    /// "Talks collapsed": the frame names what came about by words of its own.
    pub(super) fn is_told_by_theme(&self, m: &Match) -> bool {
        !m.role(Role::Theme).is_empty() && is_tight(self.frames.classes(m.frame, Role::Theme))
    }

    pub(super) fn is_agent(&self, t: TokenIx) -> bool {
        self.is(t, &Class::Agent)
    }

    /// Somebody of an army or an armed band.
    fn is_at_war(&self, t: TokenIx) -> bool {
        let entity = self.mention(self.meant(t)).map(|m| self.found.cast.entity(m.entity));
        entity.is_some_and(|e| {
            e.sectors.iter().any(|s| matches!(s, Sector::Mil | Sector::Reb | Sector::Prm | Sector::Uaf))
        })
    }

    pub(super) fn is_document(&self, t: TokenIx) -> bool {
        let grammar = self.tree.grammar;
        self.tree.is_noun(t) && grammar.is(Kind::Document, &self.tree.doc.lemma(t).to_lowercase())
    }

    fn is(&self, t: TokenIx, class: &Class) -> bool {
        let doc = self.tree.doc;
        let t = self.meant(t);
        let entity = self.mention(t).map(|m| self.found.cast.entity(m.entity));
        let kind = entity.map(|e| e.kind);
        let has = |wanted: &[Sector]| entity.is_some_and(|e| e.sectors.iter().any(|s| wanted.contains(s)));
        match class {
            Class::Any => true,
            Class::Thing => !self.is(t, &Class::Agent),
            Class::Agent => {
                use EntityKind::*;
                let number = doc.token(t).pos == Pos::Num || self.tree.grammar.is(Kind::Partitive, doc.lower(t));
                let counted = number && self.found.quantities.iter().any(|q| q.head == t && q.unit.is_none());
                // "wounded 12", "dozens were wounded"
                // "surrounded the marchers and arrested some"
                let some = self.tree.grammar.is(Kind::Some, doc.lower(t))
                    && matches!(doc.dep(t), Dep::Dobj | Dep::Nsubjpass)
                    && doc.child(t, Dep::Prep).is_none();
                counted || some || matches!(kind, Some(Person | Organization | Country | Group | Outlet))
                    || kind == Some(Other) && self.is(t, &Class::Armed) // "Russian bombers"
                    // "Europe imposed sanctions"
                    || kind == Some(Place) && doc.dep(t) == Dep::Nsubj && entity.is_some_and(|e| e.country.is_some())
                    || doc.token(t).pos == Pos::Pron && self.tree.grammar.is(Kind::SubjectPronoun, doc.lower(t))
            }
            Class::Politician => {
                use EntityKind::*;
                matches!(kind, Some(Person | Group))
                    && has(&[Sector::Gov, Sector::Leg, Sector::Pty, Sector::Opp, Sector::Eli])
                    || matches!(kind, Some(Organization)) && has(&[Sector::Pty, Sector::Opp])
            }
            Class::State => kind == Some(EntityKind::Country) || has(&[Sector::Gov]),
            Class::Armed => {
                use Sector::*;
                has(&[Mil, Cop, Spy, Reb, Prm, Uaf, Crm])
            }
            Class::Civil => {
                let kinds = [EntityKind::Person, EntityKind::Group, EntityKind::Organization].map(Some);
                let sectors = entity.map_or(&[][..], |e| &e.sectors);
                kinds.contains(&kind) && !sectors.is_empty() && !self.is(t, &Class::State) && !self.is(t, &Class::Armed)
            }
            Class::Person => {
                // "seized the six"
                let counted = || self.found.quantities.iter().any(|q| q.head == t && q.unit.is_none());
                matches!(kind, Some(EntityKind::Person | EntityKind::Group))
                    || doc.token(t).pos == Pos::Num && doc.child(t, Dep::Det).is_some() && counted()
                    || doc.token(t).pos == Pos::Pron && self.tree.grammar.is(Kind::SubjectPronoun, doc.lower(t))
            }
            Class::Group => matches!(kind, Some(EntityKind::Group | EntityKind::Organization)),
            Class::Gerund => {
                let own = [Dep::Nsubj, Dep::Nsubjpass, Dep::Poss];
                doc.token(t).tag == Tag::Vbg && doc.dep(t) == Dep::Pcomp && doc.children_by(t, &own).next().is_none()
            }
            Class::Place => {
                matches!(kind, Some(EntityKind::Country | EntityKind::Place))
                    || doc.ent(t).is_some_and(|e| matches!(e.label, EntLabel::Gpe | EntLabel::Loc | EntLabel::Fac))
                    || self.found.places.iter().any(|p| p.span.overlaps(doc.token(t).span))
            }
            Class::Set(name) => {
                self.frames.set(name).iter().any(|p| self.noun_phrase(t, p).is_some() || self.verb_phrase_is(t, p))
            }
        }
    }

    /// The mention that a word heads or is part of; no day is somebody ("the victims of Monday's attack").
    pub(super) fn mention(&self, t: TokenIx) -> Option<&'a Mention> {
        let cast = self.found.cast;
        let time = self.tree.doc.ent(t).is_some_and(|e| matches!(e.label, EntLabel::Date | EntLabel::Time));
        cast.headed_by(t).or_else(|| cast.covering(t).filter(|_| !time))
    }

    fn verb_phrase_is(&self, t: TokenIx, phrase: &Phrase) -> bool {
        self.tree.is_verb(t) && phrase.0[0] == *self.tree.doc.lemma(t) && self.verb_phrase(t, phrase).is_some()
    }
}

/// "besieged" → besieg, besiege; "stopped" → stopp, stoppe, stop; "denied" → deni, denie, deny.
fn verb_stems(word: &str, ending: &str) -> Vec<SmolStr> {
    let Some(stem) = word.strip_suffix(ending) else { return Vec::new() };
    let mut out = vec![SmolStr::new(stem), SmolStr::new(format!("{stem}e"))];
    if let Some(y) = stem.strip_suffix('i') {
        out.push(SmolStr::new(format!("{y}y")));
    }
    let bytes = stem.as_bytes();
    if bytes.len() > 2 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && bytes[bytes.len() - 1].is_ascii() {
        out.push(SmolStr::new(&stem[..stem.len() - 1]));
    }
    out
}

/// Acts that a writing does for its issuer.
fn speaks_in_writing(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, Request | Accuse | Reject | Threaten | Support | Concede | Sanction | Coerce)
}

/// Acts that come from somebody ("threats from the rebels", "attacks from either side").
fn comes_from(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, Assault | Threaten | Request | Accuse | Protest | Aid)
}

/// A role that may only be one of some words.
fn is_tight(classes: &[Class]) -> bool {
    classes.iter().all(|c| matches!(c, Class::Set(_)))
}

/// One skeleton being filled at one trigger.
struct State<'a, 'm> {
    matcher: &'m Matcher<'a>,
    skeleton: &'a Skeleton,
    frame: &'a Frame,
    head: TokenIx,
    args: Args,
    fixed: Vec<TokenIx>,
    /// The trigger and the fixed words behind it, off which later slots may hang.
    anchors: Vec<TokenIx>,
    roles: Vec<(Role, Vec<TokenIx>)>,
    support: Option<TokenIx>,
    via: &'static str,
    score: u32,
}

impl<'a, 'm> State<'a, 'm> {
    fn new(matcher: &'m Matcher<'a>, skeleton: &'a Skeleton, head: TokenIx, beside: Vec<TokenIx>) -> Self {
        let frame = matcher.frames.frame(skeleton);
        let score = FIXED * (1 + beside.len() as u32) + if frame.kind.is_none() { NO_EVENT } else { 0 };
        let mut fixed = beside;
        fixed.push(head);
        Self {
            matcher,
            skeleton,
            frame,
            head,
            args: Args::default(),
            fixed,
            anchors: vec![head],
            roles: Vec::new(),
            support: None,
            via: "",
            score,
        }
    }

    fn fill(mut self) -> Option<Match<'a>> {
        let mut failed_bracket = 0;
        for slot in &self.skeleton.slots {
            if slot.bracket != 0 && slot.bracket == failed_bracket {
                continue;
            }
            let before = (self.fixed.len(), self.anchors.len(), self.roles.len(), self.score);
            if self.slot(slot) {
                continue;
            }
            if slot.bracket == 0 {
                return None;
            }
            failed_bracket = slot.bracket;
            self.fixed.truncate(before.0);
            self.anchors.truncate(before.1);
            self.roles.truncate(before.2);
            self.score = before.3;
        }
        if self.leaves_object() {
            return None;
        }
        match self.skeleton.shape {
            Shape::Noun => self.support(),
            _ => {
                self.agent_of_fixed_noun();
                self.those_between();
                self.owner_of_what_is_done();
            }
        }
        self.fixed.sort_unstable();
        self.fixed.dedup();
        Some(Match {
            frame: self.frame,
            skeleton: self.skeleton,
            head: self.head,
            fixed: self.fixed,
            roles: self.roles,
            support: self.support,
            via: self.via,
            score: self.score,
        })
    }

    /// A verb with an object that its skeleton says nothing of means something else: "withdrew", but "withdrew its bid".
    fn leaves_object(&self) -> bool {
        let doc = self.matcher.tree.doc;
        let used = |t: &TokenIx| self.fixed.contains(t) || self.roles.iter().any(|(_, tokens)| tokens.contains(t));
        let object = &self.args.object;
        // "It was agreed that …": no object.
        let expletive = self.args.passive && object.iter().all(|&o| doc.token(o).pos == Pos::Pron);
        let verb = self.skeleton.shape == Shape::Verb && !self.has_object_slot();
        verb && !object.is_empty() && !expletive && !object.iter().any(used)
    }

    fn has_object_slot(&self) -> bool {
        self.skeleton.slots.iter().any(|s| matches!(s.link, Link::Object | Link::IndirectObject))
    }

    /// Fills one slot; false where what it demands is not there.
    fn slot(&mut self, slot: &'a Slot) -> bool {
        match (&slot.link, &slot.fill) {
            (Link::Subject, Fill::Role(role)) => {
                let subject = self.args.subject.clone();
                if subject.is_empty() {
                    return !self.tells_by_doer(*role) && (self.args.passive || !self.is_narrow(*role));
                }
                // "hostility that they blame for denying them entry": what controls the clause may be no doer.
                let loose = self.args.via == CONTROLLED_BY_OBJECT && !self.tells_by_doer(*role);
                self.take(*role, subject) || loose
            }
            (Link::Object, Fill::Role(role)) => {
                let candidates = self.objects(*role);
                self.take(*role, candidates)
            }
            (Link::Object, Fill::Words(phrases)) => self.fixed_object(phrases),
            (Link::IndirectObject, Fill::Role(role)) => {
                let mut candidates = self.args.indirect.clone();
                if candidates.is_empty() {
                    candidates = self.prepositional(|p| p == self.matcher.tree.grammar.to());
                }
                self.take(*role, candidates) || self.before_fixed_word(slot, *role)
            }
            (Link::Possessor, Fill::Role(role)) => {
                let candidates = self.possessors();
                self.take(*role, candidates) || !self.tells_by_doer(*role)
            }
            (Link::Preposition(words), Fill::Role(role)) => {
                let mut candidates = self.prepositional(|p| words.iter().any(|w| w == p));
                // "turned down by the ministry": by whom a passive is done is no other role's.
                if self.args.passive && self.skeleton.shape == Shape::Verb && *role != Role::Actor {
                    candidates.retain(|c| !self.args.subject.contains(c));
                }
                self.take(*role, candidates)
                    || self.stranded_object(words, *role)
                    || self.particle_object(words, *role)
                    || self.mutual(*role, words)
            }
            (Link::Preposition(words), Fill::Words(phrases)) => {
                let candidates = self.prepositional(|p| words.iter().any(|w| w == p));
                self.fix(&candidates, phrases) || self.particle_fixed(words, phrases)
            }
            (Link::Particle(words), _) => {
                let doc = self.matcher.tree.doc;
                let anchor = *self.anchors.last().unwrap_or(&self.head);
                let there = doc.children(anchor).find(|&c| words.iter().any(|w| w == doc.lower(c)));
                if let Some(particle) = there {
                    self.fixed.push(particle);
                    self.score += FIXED;
                }
                there.is_some()
            }
            (Link::To, Fill::Role(role)) => {
                // "committed to working with Oslo to end the war": the nearer of the two.
                let infinitives = self.infinitives();
                let objects = self.prepositional(|p| p == self.matcher.tree.grammar.to());
                let nearer = objects.first().is_some_and(|o| infinitives.first().is_some_and(|i| o < i));
                let gerund = objects.first().is_some_and(|&o| self.matcher.tree.doc.token(o).tag == Tag::Vbg);
                let (first, second) = if nearer && gerund { (objects, infinitives) } else { (infinitives, objects) };
                self.take(*role, first) || self.take(*role, second)
            }
            (Link::To, Fill::Words(phrases)) => {
                let candidates = self.infinitives();
                let found = candidates.into_iter().find_map(|c| {
                    phrases
                        .iter()
                        .filter(|p| p.0[0] == *self.matcher.tree.doc.lemma(c))
                        .find_map(|p| Some((c, self.matcher.verb_phrase(c, p)?)))
                });
                if let Some((verb, particles)) = found {
                    self.fixed.push(verb);
                    self.fixed.extend(particles);
                    self.anchors.push(verb);
                    self.score += FIXED;
                    let inner = self.matcher.tree.args(verb);
                    self.args.object = inner.object;
                    self.args.indirect = inner.indirect;
                    return true;
                }
                let candidates = self.prepositional(|p| p == self.matcher.tree.grammar.to());
                self.fix(&candidates, phrases)
            }
            (Link::That, Fill::Role(role)) => {
                let doc = self.matcher.tree.doc;
                let anchor = *self.anchors.last().unwrap_or(&self.head);
                // "It is vital that they leave": the clause hangs off the verb over the adjective.
                let above = if self.skeleton.shape == Shape::Adjective { doc.head(anchor) } else { None };
                let clauses = std::iter::once(anchor)
                    .chain(above)
                    .flat_map(|a| doc.children_by(a, &[Dep::Ccomp, Dep::Acl, Dep::Relcl]))
                    // "They would resist, he warned": the clause may stand before its verb.
                    .filter(|&c| (c > anchor || self.is_fronted(c)) && self.matcher.tree.is_verb(c))
                    .collect();
                self.take(*role, clauses)
            }
            _ => false,
        }
    }

    /// "Ana and Rui talked": each with the other, which is as good as a recipient.
    fn mutual(&mut self, role: Role, words: &[SmolStr]) -> bool {
        let grammar = self.matcher.tree.grammar;
        let mutual = role == Role::Recipient
            && self.skeleton.shape == Shape::Verb
            && words.iter().any(|w| grammar.is(Kind::With, w))
            && grammar.is(Kind::Mutual, self.matcher.tree.doc.lemma(self.head))
            && self.roles.iter().any(|(r, tokens)| *r == Role::Actor && tokens.len() > 1)
            // "Chad and Niger are fighting": not on one side.
            && !(self.frame.kind == Some(EventType::Cooperate) && self.is_also(EventType::Assault));
        // "Villagers and farmers talk about the weather": only where the frame says who they are.
        if mutual && self.frame.limits.iter().any(|(r, _)| *r == Role::Actor) {
            self.score += ROLE;
        }
        mutual
    }

    /// Whether the trigger word has a frame of another type too.
    fn is_also(&self, kind: EventType) -> bool {
        let frames = self.matcher.frames;
        frames.verb(self.matcher.tree.doc.lemma(self.head)).any(|s| frames.frame(s).kind == Some(kind))
    }

    /// A finite clause before the verb that says it.
    fn is_fronted(&self, clause: TokenIx) -> bool {
        let doc = self.matcher.tree.doc;
        doc.dep(clause) == Dep::Ccomp && self.skeleton.shape == Shape::Verb && doc.child(clause, Dep::Mark).is_none()
    }

    fn is_noun(&self) -> bool {
        self.skeleton.shape == Shape::Noun
    }

    /// A frame that is told from others only by who does it ("stocks rallied", "a storm killed") needs to see them.
    fn tells_by_doer(&self, role: Role) -> bool {
        let limit = self.frame.limits.iter().find(|(r, _)| *r == role);
        limit.is_some_and(|(_, classes)| {
            let any = classes.contains(&Class::Any);
            !any && (self.frame.kind.is_none() || is_tight(classes))
        })
    }

    /// Only the armed do it ("entered the town"): what is everyday with others.
    fn is_narrow(&self, role: Role) -> bool {
        let limit = self.frame.limits.iter().find(|(r, _)| *r == role);
        let everyday = matches!(self.frame.kind, Some(EventType::Mobilize));
        everyday && limit.is_some_and(|(_, classes)| classes.iter().all(|c| matches!(c, Class::Armed | Class::Set(_))))
    }

    /// Fills a role with those candidates that are of its classes; false where none is.
    fn take(&mut self, role: Role, candidates: Vec<TokenIx>) -> bool {
        let frames = self.matcher.frames;
        let classes = frames.classes(self.frame, role);
        // A writing does what its issuer says by it.
        let speaks = role == Role::Actor && self.frame.kind.is_some_and(speaks_in_writing);
        let fits = |t: TokenIx| {
            let writing = speaks && classes.contains(&Class::Agent) && self.matcher.is_document(t);
            // "a rebel band": no musicians.
            let armed = self.frame.kind.is_none() && is_tight(classes) && self.matcher.is_at_war(t);
            writing || !armed && classes.iter().any(|c| self.matcher.is(t, c))
        };
        let taken: Vec<TokenIx> = candidates.into_iter().filter(|&t| fits(t)).collect();
        if taken.is_empty() {
            return false;
        }
        if !self.roles.iter().any(|(r, _)| *r == role) {
            let narrowed = self.frame.limits.iter().find(|(r, _)| *r == role);
            self.score += ROLE + narrowed.map_or(0, |(_, c)| NARROWED + u32::from(is_tight(c)));
            self.roles.push((role, taken));
        }
        true
    }

    fn objects(&self, role: Role) -> Vec<TokenIx> {
        let doc = self.matcher.tree.doc;
        if self.skeleton.shape == Shape::Verb && self.matcher.tree.stranded(self.head).is_some() {
            return Vec::new();
        }
        if !self.args.object.is_empty() {
            return self.args.object.clone();
        }
        if role == Role::Content {
            return doc.children_by(self.head, &[Dep::Ccomp, Dep::Xcomp]).collect();
        }
        // "They want him to go": the parser makes `him` the subject of the clause.
        (doc.children_by(self.head, &[Dep::Ccomp]))
            .filter(|&c| doc.token(c).tag == Tag::Vb)
            .filter_map(|c| doc.child(c, Dep::Nsubj))
            .flat_map(|s| doc.conjuncts(s))
            .collect()
    }

    /// "took the pilot hostage", "found him guilty": an object with a fixed word said of it.
    fn before_fixed_word(&mut self, slot: &Slot, role: Role) -> bool {
        let doc = self.matcher.tree.doc;
        let next = self.skeleton.slots.iter().skip_while(|s| *s != slot).nth(1);
        if !next.is_some_and(|n| n.link == Link::Object && matches!(n.fill, Fill::Words(_))) {
            return false;
        }
        let mut candidates = self.args.object.clone();
        // The parser may make it the subject of a small clause, or a modifier of the fixed word.
        let said = doc.children_by(self.head, &[Dep::Ccomp, Dep::Dobj, Dep::Oprd]);
        candidates.extend(said.flat_map(|s| doc.children_by(s, &[Dep::Nsubj, Dep::Compound])));
        self.take(role, candidates)
    }

    fn fixed_object(&mut self, phrases: &[Phrase]) -> bool {
        let doc = self.matcher.tree.doc;
        let anchor = *self.anchors.last().unwrap_or(&self.head);
        const OBJECTS: &[Dep] = &[
            Dep::Dobj,
            Dep::Attr,
            Dep::Oprd,
            Dep::Acomp,
            Dep::Advmod,
            Dep::Npadvmod,
            Dep::Nsubjpass,
            Dep::Prt,
            Dep::Xcomp,
            Dep::Ccomp,
        ];
        // An infinitive is no object ("allowed them to return"), nor is a clause ("demanded that they end it") where the
        // skeleton has nobody before it ("let them stay").
        let beside = self
            .skeleton
            .slots
            .iter()
            .any(|s| matches!(s.link, Link::Object | Link::IndirectObject) && matches!(s.fill, Fill::Role(_)));
        let is_object = |&c: &TokenIx| {
            !matches!(doc.dep(c), Dep::Xcomp | Dep::Ccomp)
                || doc.children_by(c, &[Dep::Aux, Dep::Mark]).next().is_none() && (beside || !self.is_clause(c))
        };
        let mut candidates: Vec<TokenIx> = (doc.children_by(anchor, OBJECTS))
            .chain(doc.children_by(self.head, OBJECTS))
            .filter(is_object)
            .flat_map(|c| doc.conjuncts(c))
            .collect();
        candidates.extend(&self.args.object);
        // "shot dead three men"
        let said = self.args.object.iter().flat_map(|&o| doc.children_by(o, &[Dep::Amod]));
        candidates.extend(said.filter(|&a| beside && a == self.head + 1 && doc.token(a).pos == Pos::Adj));
        candidates.dedup();
        let fixed = self.fix(&candidates, phrases);
        if fixed {
            // The object is the fixed word now, not a role's; one that the word is only said of stays.
            let word = *self.anchors.last().unwrap_or(&self.head);
            let said = matches!(doc.dep(word), Dep::Amod | Dep::Oprd | Dep::Acomp) && !self.args.object.contains(&word);
            if !said {
                self.args.object.clear();
            }
        }
        fixed
    }

    /// A verb with a subject of its own, in a tense.
    fn is_clause(&self, c: TokenIx) -> bool {
        let doc = self.matcher.tree.doc;
        let verb = matches!(doc.token(c).tag, Tag::Vb | Tag::Vbd | Tag::Vbp | Tag::Vbz) && self.matcher.tree.is_verb(c);
        verb && doc.child(c, Dep::Nsubj).is_some_and(|s| s > self.head)
    }

    fn fix(&mut self, candidates: &[TokenIx], phrases: &[Phrase]) -> bool {
        let found = candidates.iter().find_map(|&c| {
            let measured = self.matcher.measured(c);
            phrases.iter().find_map(|p| measured.iter().find_map(|&at| Some((at, self.matcher.noun_phrase(at, p)?))))
        });
        let Some((noun, modifiers)) = found else { return false };
        self.score += FIXED * (1 + modifiers.len() as u32) - 5;
        self.fixed.push(noun);
        self.fixed.extend(modifiers);
        self.anchors.push(noun);
        true
    }

    /// Prepositional objects of the fixed words, last first, then of the object, to which the parser often ties them.
    fn prepositional(&self, is_wanted: impl Fn(&str) -> bool + Copy) -> Vec<TokenIx> {
        let tree = self.matcher.tree;
        for &anchor in self.anchors.iter().rev() {
            let found = tree.prepositional(anchor, is_wanted);
            if !found.is_empty() {
                return found;
            }
        }
        for &object in self.args.object.iter().rev() {
            let found = tree.prepositional(object, is_wanted);
            if !found.is_empty() {
                return found;
            }
        }
        // "demonstrations across the country against the government"
        let anchor = *self.anchors.last().unwrap_or(&self.head);
        let below = tree.doc.subtree(anchor);
        let far = below.clone().filter(|&p| {
            let word = tree.doc.lower(p);
            p > anchor
                && tree.doc.dep(p) == Dep::Prep
                && is_wanted(word)
                && tree.grammar.is(Kind::FarReaching, word)
                && tree.doc.head(p).is_some_and(|h| tree.is_noun(h))
        });
        if let Some(p) = far.into_iter().next().filter(|_| self.is_noun()) {
            let found: Vec<TokenIx> =
                tree.doc.children_by(p, &[Dep::Pobj]).flat_map(|o| tree.doc.conjuncts(o)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        // "an attack was launched on the town", "launched an attack on Monday on the town": off the supporting verb.
        if self.is_noun()
            && let (Dep::Dobj | Dep::Nsubjpass, Some(verb)) = (tree.doc.dep(self.head), tree.doc.head(self.head))
            && let Some(governor) = tree.grammar.governor(tree.doc.lemma(verb), GovernorPos::Verb)
            // "The attack was condemned by Chad": whose word it is, not whose attack.
            && (governor.event != Effect::Given || !is_wanted(tree.grammar.by()))
        {
            return tree.prepositional(verb, is_wanted);
        }
        Vec::new()
    }

    /// "The patrol was fired upon": what stands before the passive is the preposition's.
    fn stranded_object(&mut self, words: &[SmolStr], role: Role) -> bool {
        let tree = self.matcher.tree;
        let word =
            tree.stranded(self.head).filter(|&p| !self.is_noun() && words.iter().any(|w| w == tree.doc.lower(p)));
        let object = self.args.object.clone();
        word.is_some_and(|p| {
            let taken = self.take(role, object);
            if taken {
                self.fixed.push(p);
            }
            taken
        })
    }

    /// "call off the talks": what is written as a preposition may be parsed as a particle with an object.
    fn particle_object(&mut self, words: &[SmolStr], role: Role) -> bool {
        let doc = self.matcher.tree.doc;
        if self.is_noun() {
            return false;
        }
        let Some(particle) =
            doc.children_by(self.head, &[Dep::Prt, Dep::Advmod]).find(|&c| words.iter().any(|w| w == doc.lower(c)))
        else {
            return false;
        };
        let object = self.args.object.clone();
        if self.take(role, object) {
            self.fixed.push(particle);
            return true;
        }
        false
    }

    /// "laid down their arms": the same where the object is a fixed word.
    fn particle_fixed(&mut self, words: &[SmolStr], phrases: &[Phrase]) -> bool {
        let doc = self.matcher.tree.doc;
        if self.is_noun() {
            return false;
        }
        let particle =
            doc.children_by(self.head, &[Dep::Prt, Dep::Advmod]).find(|&c| words.iter().any(|w| w == doc.lower(c)));
        let Some(particle) = particle else { return false };
        let fixed = self.fixed_object(phrases);
        if fixed {
            self.fixed.push(particle);
            self.score += FIXED;
        }
        fixed
    }

    fn possessors(&self) -> Vec<TokenIx> {
        let named = |word: &str| {
            self.skeleton.slots.iter().any(|s| matches!(&s.link, Link::Preposition(p) if p.iter().any(|w| w == word)))
        };
        self.owners(*self.anchors.last().unwrap_or(&self.head), named)
    }

    /// Whose a deed is: "Peru's threats", "threats by Peru", "of Peru", where the skeleton does not name the preposition.
    fn owners(&self, noun: TokenIx, named: impl Fn(&str) -> bool) -> Vec<TokenIx> {
        let tree = self.matcher.tree;
        let agents = |list: Vec<TokenIx>| list.into_iter().filter(|&t| self.matcher.is_agent(t)).collect::<Vec<_>>();
        let mut found = agents(tree.possessors(noun));
        if found.is_empty()
            && tree.doc.dep(noun) == Dep::Conj
            && let Some(first) = tree.doc.head(noun)
        {
            // "Russian threats and provocations"; but "Russian troops and operations"
            let beside = tree.possessors(first);
            found = if self.matcher.is_agent(first) { Vec::new() } else { agents(beside) };
        }
        if found.is_empty() && !named(tree.grammar.by()) {
            found = agents(tree.prepositional(noun, |p| p == tree.grammar.by()));
        }
        if found.is_empty() && !named(tree.grammar.of()) {
            found = agents(tree.prepositional(noun, |p| p == tree.grammar.of()));
        }
        if found.is_empty() && self.frame.kind.is_some_and(comes_from) {
            let origin = |p: &str| tree.grammar.is(Kind::Ends, p) && p != tree.grammar.to() && !named(p);
            found = agents(tree.prepositional(noun, origin));
            found.retain(|&t| !self.is_country(t));
        }
        if found.is_empty() && noun == self.head {
            // "a gas deal between two states": those who have it are those it is between.
            found = agents(tree.prepositional(noun, |p| tree.grammar.is(Kind::Between, p) && !named(p)));
        }
        found
    }

    fn infinitives(&self) -> Vec<TokenIx> {
        let tree = self.matcher.tree;
        let doc = tree.doc;
        // "pushed for Oslo [to] return": the "to" may be left out.
        let bare = |c: TokenIx| {
            let has = |dep: Dep| doc.child(c, dep).is_some();
            has(Dep::Mark) && has(Dep::Nsubj) && !has(Dep::Aux) && doc.dep(c) == Dep::Advcl
        };
        let is_infinitive = |&c: &TokenIx| {
            let to = doc.children_by(c, &[Dep::Aux]).any(|a| doc.lower(a) == tree.grammar.to());
            doc.token(c).tag == Tag::Vb && (to || bare(c))
        };
        for &anchor in self.anchors.iter().rev() {
            let found: Vec<TokenIx> = (doc
                .children_by(anchor, &[Dep::Xcomp, Dep::Ccomp, Dep::Acl, Dep::Advcl, Dep::Relcl]))
            .filter(is_infinitive)
            .flat_map(|c| doc.conjuncts(c))
            .collect();
            if !found.is_empty() {
                return found;
            }
        }
        // The parser may tie the infinitive to the object: "urged [Russia to withdraw]"; but not "have time to go".
        if !self.has_object_slot() {
            return Vec::new();
        }
        let tied: Vec<TokenIx> = (self.args.object.iter())
            .flat_map(|&o| doc.children_by(o, &[Dep::Acl, Dep::Relcl, Dep::Xcomp]))
            .filter(is_infinitive)
            .collect();
        // "allowed [refugees who had waited for a year to return]": no time has an infinitive.
        let of_time = |&c: &TokenIx| {
            matches!(doc.dep(c), Dep::Acl | Dep::Relcl)
                && doc
                    .head(c)
                    .and_then(|n| doc.ent(n))
                    .is_some_and(|e| matches!(e.label, EntLabel::Date | EntLabel::Time))
        };
        let inside = || self.args.object.iter().flat_map(|&o| doc.subtree(o)).filter(is_infinitive).filter(of_time);
        if tied.is_empty() { inside().collect() } else { tied }
    }

    /// A country by its name, not "either side".
    fn is_country(&self, t: TokenIx) -> bool {
        let cast = self.matcher.found.cast;
        let named = |m: &&Mention| m.how == How::Name && m.members.is_empty();
        cast.headed_by(t).filter(named).is_some_and(|m| cast.entity(m.entity).kind == EntityKind::Country)
    }

    /// A role that the skeleton has and nothing fills yet.
    fn lacks(&self, role: Role) -> bool {
        let wanted = self.skeleton.slots.iter().any(|s| s.fill == Fill::Role(role));
        wanted && !self.roles.iter().any(|(r, _)| *r == role)
    }

    /// "were shot in an ambush by rebels": the agent may hang off a fixed noun.
    fn agent_of_fixed_noun(&mut self) {
        let tree = self.matcher.tree;
        if self.lacks(Role::Actor) && self.args.passive {
            let nouns = self.anchors.iter().filter(|&&t| t != self.head);
            let agents = nouns.flat_map(|&t| tree.prepositional(t, |p| p == tree.grammar.by())).collect();
            self.take(Role::Actor, agents);
        }
    }

    /// "An agreement was reached between the army and the rebels": in the passive those between whom it is do it.
    fn those_between(&mut self) {
        use EventType::*;
        let tree = self.matcher.tree;
        let together = matches!(self.frame.kind, Some(Agree | Consult | Support | Cooperate | Concede | Retreat));
        let done = self.anchors.last().copied().filter(|&noun| tree.doc.dep(noun) == Dep::Nsubjpass);
        if let Some(noun) = done.filter(|_| together && self.lacks(Role::Actor)) {
            let between = |t| tree.prepositional(t, |p| tree.grammar.is(Kind::Between, p));
            let sides = between(noun).into_iter().chain(between(self.head)).collect();
            self.take(Role::Actor, sides);
        }
    }

    /// "Peru's talks with Chile were held": in the passive whoever has what is done does it.
    fn owner_of_what_is_done(&mut self) {
        let tree = self.matcher.tree;
        // "Belgian troops were sent": forces act themselves.
        let is_deed = |noun: TokenIx| tree.doc.dep(noun) == Dep::Nsubjpass && !self.matcher.is(noun, &Class::Group);
        // "the opposition's rally was broken up", where the frame says that it is the recipient's.
        let told = self.skeleton.slots.iter().any(|s| s.link == Link::Possessor);
        let done = self.anchors.last().is_some_and(|&noun| is_deed(noun)) && !told;
        if done && self.lacks(Role::Actor) && !self.takes_from_owner() {
            let owners = self.possessors();
            self.take(Role::Actor, owners);
        }
    }

    /// "his house was searched", "their request was refused": it is done to whoever has it, unless it is itself a deed
    /// ("their raids were stepped up").
    fn takes_from_owner(&self) -> bool {
        use EventType::*;
        let noun = self.anchors.last().unwrap_or(&self.head);
        let deed = || self.matcher.frames.noun(self.matcher.tree.doc.lemma(*noun)).next().is_some();
        match self.frame.kind {
            Some(Reject | Accuse) => true,
            Some(Assault | Coerce | Sanction) => !deed(),
            _ => false,
        }
    }

    /// A noun without its doer takes the one of the verb that carries it.
    fn support(&mut self) {
        let Some((who, subject, verb)) = self.matcher.tree.supported(self.head) else { return };
        let role = match subject {
            GovernorSubject::Actor => Role::Actor,
            GovernorSubject::Recipient => Role::Recipient,
            GovernorSubject::Neither => return,
        };
        if self.lacks(role) && !self.take(role, who.clone()) {
            // "Peru's answer consisted in drills": whose answer it is.
            let grammar = self.matcher.tree.grammar;
            let doc = self.matcher.tree.doc;
            // "the killing of a guard led to raids": he did not raid.
            let of_another = |t, word: &str| word == grammar.of() && !grammar.is(Kind::Answer, doc.lemma(t));
            let owners = who.into_iter().flat_map(|t| self.owners(t, |word| of_another(t, word))).collect();
            self.take(role, owners);
        }
        self.support = Some(verb);
    }
}
