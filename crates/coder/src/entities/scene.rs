//! Where the text is: whose "the police" or "civilians" are when nothing near says so. The places that things are said to
//! happen in tell it: those of the sentence, then of the paragraph, then of the whole text where it has but one.

use super::phrases::Lead;
use super::pronouns::governor;
use super::resolve::Resolver;
use rustc_hash::FxHashMap;
use sayso_coding::{EntityKind, Sector};
use sayso_doc::{Dep, Doc, Pos, TokenIx};
use sayso_lexicon::Kind;
use sayso_lexicon::actors::{Effect, Role, RoleKind};
use smol_str::SmolStr;

/// Of all places of a text, the share that its one country must have: two of three leaves no doubt which is spoken of.
const SHARE: (usize, usize) = (2, 3);

/// Of all names of states, the share that the text's own must have.
const MAIN: (usize, usize) = (4, 5);

impl Resolver<'_> {
    /// The country a description is at home in, where the text has one scene.
    /// `sectors` are those that its words together have.
    pub(super) fn scene(&self, t: TokenIx, role: &Role, sectors: &[Sector], lead: Lead) -> Option<SmolStr> {
        let doc = self.book.doc;
        // "their staff": of those who are not known to be at home here. "foreign fighters": not at home.
        let elsewhere = doc.children(t).filter(|&c| c < t).any(|c| {
            doc.dep(c) == Dep::Poss && doc.token(c).pos == Pos::Pron
                || self.book.actors().has_effect(doc.lower(c), Effect::Abroad)
        });
        // Where they are is said, but not known: "people in the town of Lakeside".
        let placed = doc.children_by(t, &[Dep::Prep]).any(|p| self.book.actors().has_effect(doc.lower(p), Effect::In));
        if !at_home(role, sectors) || elsewhere || placed {
            return None;
        }
        // "the girls": somebody spoken of before, wherever they are now.
        let known_before = matches!(lead, Lead::Definite | Lead::Possessed) && role.sectors == [Sector::Cvl];
        // "schools for girls": any, anywhere.
        if role.kin && (known_before || lead == Lead::None) {
            return None;
        }
        let sentence = doc.sentence(t).tokens.clone();
        let paragraph = doc.sentence(t).paragraph;
        let inside = |range: std::ops::Range<TokenIx>| {
            let mut found = range.flat_map(|p| self.scenes_at(p));
            let first = found.next()?;
            found.all(|c| c == first).then_some(first)
        };
        if known_before {
            return inside(sentence);
        }
        let start = doc.sentences().iter().find(|s| s.paragraph == paragraph)?.tokens.start;
        // The sentence before with a place in it: "jobs in France and Spain" leaves open whose the unions are.
        let before = || {
            let near = (start..sentence.start).rev().find(|&p| !self.scenes_at(p).is_empty())?;
            inside(doc.sentence(near).tokens.clone())
        };
        inside(sentence.clone())
            .or_else(before)
            .or_else(|| self.only_scene())
            .or_else(|| self.main_state(t).filter(|_| of_state(sectors) && lead != Lead::Indefinite))
    }

    /// The state that nearly all names of states in the text name, where it is not a party to what is done to `t`: "Peru
    /// voted on Sunday. The army guarded the polls."
    fn main_state(&self, t: TokenIx) -> Option<SmolStr> {
        let main = self.whole_state.get_or_init(|| self.find_main_state()).clone()?;
        (!self.faces(t, &main)).then_some(main)
    }

    /// Whether something is done to a state or those of it by `t`, or the other way round: "met the Chilean envoy".
    pub(super) fn faces(&self, t: TokenIx, state: &SmolStr) -> bool {
        let doc = self.book.doc;
        // "restricted entry for an officer"
        let noun = doc
            .head(t)
            .filter(|_| doc.dep(t) == Dep::Pobj)
            .and_then(|p| doc.head(p))
            .filter(|&n| doc.dep(n) == Dep::Dobj && self.book.role(n).is_none());
        let Some(verb) = governor(doc, t).or_else(|| governor(doc, noun?)) else { return false };
        // "Malian rebels killed": they do not stand for their state.
        let band = |s: &Sector| matches!(s, Sector::Reb | Sector::Prm | Sector::Uaf | Sector::Crm | Sector::Opp);
        (self.book.names.iter()).any(|n| {
            let noun = noun_of(doc, n.head);
            let official = self.book.role(noun).is_none_or(|r| !r.role.sectors.iter().any(band));
            official && noun != t && governor(doc, noun) == Some(verb) && self.state_at(n.head).as_ref() == Some(state)
        })
    }

    fn find_main_state(&self) -> Option<SmolStr> {
        let mut counts = FxHashMap::<SmolStr, usize>::default();
        let mut all = 0;
        for name in &self.book.names {
            if let Some(country) = self.state_at(name.head) {
                *counts.entry(country).or_default() += 1;
                all += 1;
            }
        }
        counts.into_iter().find(|&(_, n)| n * MAIN.1 >= all * MAIN.0).map(|(c, _)| c)
    }

    /// Whose an official is that only speaks here: "France is ready, the foreign minister said", of the country that the
    /// reported clause is about, or the only one the text names.
    pub(super) fn speaker_home(&self, t: TokenIx, role: &Role) -> Option<SmolStr> {
        use Sector::*;
        let state = role.sectors.iter().any(|s| matches!(s, Gov | Mil | Leg | Jud));
        let doc = self.book.doc;
        if !state || role.mobile || role.relation || !matches!(doc.dep(t), Dep::Nsubj | Dep::Appos) {
            return None;
        }
        let verb = doc.head(t)?;
        let clause = match doc.dep(verb) {
            Dep::Parataxis => doc.head(verb),
            _ => doc.child(verb, Dep::Ccomp),
        };
        let subject = clause.and_then(|c| doc.child(c, Dep::Nsubj));
        subject.and_then(|s| self.state_at(s)).or_else(|| self.only_state().filter(|c| !self.faces(t, c)))
    }

    /// "Sen. Ana Costa": a lawmaker is of the state that the text is about.
    pub(super) fn lawmaker_home(&self, t: TokenIx, role: &Role) -> Option<SmolStr> {
        let home = || self.only_scene().filter(|c| !self.faces(t, c));
        (role.sectors == [Sector::Leg]).then(|| self.main_state(t).or_else(home))?
    }

    /// The state that a token names, where it names one.
    fn state_at(&self, t: TokenIx) -> Option<SmolStr> {
        let name = self.book.name(t)?;
        let kind = super::codes::name_kind(self.book.actors(), name);
        let codes = self.name_codes(name);
        let state = kind == EntityKind::Country || codes.sectors == [Sector::Gov] && kind == EntityKind::Place;
        codes.country.filter(|c| state && self.book.actors().country(c).is_some())
    }

    /// The one state that the text names, if it names but one.
    fn only_state(&self) -> Option<SmolStr> {
        let doc = self.book.doc;
        let mut found = self.book.names.iter().filter_map(|n| Some((n.head, self.state_at(n.head)?)));
        let (at, first) = found.next()?;
        // Not where somebody only goes or stays: "withdraw from Mali".
        let acts = |t: TokenIx| doc.dep(t) != Dep::Pobj;
        let mut any = acts(at);
        found
            .all(|(t, c)| {
                any |= acts(t);
                c == first
            })
            .then_some(first)
            .filter(|_| any)
    }

    /// Where a people lives that has no state of its own, or not that of its name.
    pub(super) fn home(&self, t: TokenIx) -> Option<SmolStr> {
        let sentence = self.book.doc.sentence(t).tokens.clone();
        let mut found = sentence.flat_map(|p| self.scenes_at(p));
        let first = found.next()?;
        found.all(|c| c == first).then_some(first)
    }

    /// The country of the place that a preposition locates something in.
    fn scenes_at(&self, prep: TokenIx) -> Vec<SmolStr> {
        let doc = self.book.doc;
        if doc.dep(prep) != Dep::Prep || !self.book.actors().has_effect(doc.lower(prep), Effect::In) {
            return Vec::new();
        }
        // "an activist based in Turkey": where somebody is, not what is told.
        if doc.head(prep).is_some_and(|v| self.book.actors().has_effect(doc.lower(v), Effect::Base)) {
            return Vec::new();
        }
        // "talks in Geneva": those who come are from anywhere.
        if doc.head(prep).is_some_and(|v| self.book.lexicon.grammar.is(Kind::Meeting, doc.lemma(v))) {
            return Vec::new();
        }
        // "in France and Spain": both.
        let objects = doc.child(prep, Dep::Pobj).map(|o| doc.conjuncts(o)).unwrap_or_default();
        let states = objects.into_iter().filter_map(|o| self.place_country(o));
        states.filter(|c| self.book.actors().country(c).is_some()).collect()
    }

    /// The country of what a preposition of place is followed by: "Lima", "the east of Mali", "the Indian state".
    pub(super) fn place_country(&self, object: TokenIx) -> Option<SmolStr> {
        if let Some(country) = self.entity_at(object).and_then(|id| self.draft(id).country.clone()) {
            return Some(country);
        }
        if let Some(name) = self.book.name(object) {
            return self.name_codes(name).country;
        }
        let role = self.book.role(object).map(|r| r.role);
        let words = &self.book.lexicon.gazetteer.words;
        let place = match role {
            Some(role) => matches!(role.kind, RoleKind::Place | RoleKind::Country),
            // Not "in the Chilean uprising".
            None => words.is_part(self.book.doc.lower(object)) || !words.kinds(self.book.doc.lower(object)).is_empty(),
        };
        if !place || self.entity_at(object).is_some() {
            return None;
        }
        self.phrase_codes(object, role).country
    }

    /// The country of nearly all places of the text, told once by its names.
    pub(super) fn only_scene(&self) -> Option<SmolStr> {
        self.whole_scene.get_or_init(|| self.find_only_scene()).clone()
    }

    /// How often the text names each state or a place in it.
    fn lands_named(&self) -> FxHashMap<SmolStr, usize> {
        let mut counts = FxHashMap::<SmolStr, usize>::default();
        for name in &self.book.names {
            let kind = super::codes::name_kind(self.book.actors(), name);
            let land = matches!(kind, EntityKind::Country | EntityKind::Place);
            let country = self.name_codes(name).country.filter(|c| land && self.book.actors().country(c).is_some());
            country.into_iter().for_each(|c| *counts.entry(c).or_default() += 1);
        }
        counts
    }

    fn find_only_scene(&self) -> Option<SmolStr> {
        let mut counts = FxHashMap::<SmolStr, usize>::default();
        let mut all = 0;
        for country in (0..self.book.doc.len()).flat_map(|p| self.scenes_at(p)) {
            *counts.entry(country).or_default() += 1;
            all += 1;
        }
        let scene = counts.into_iter().find(|&(_, n)| n * SHARE.1 >= all * SHARE.0 && 2 * n > all).map(|(c, _)| c)?;
        // Where the text tells twice as often of another state, it only passes through.
        let named = self.lands_named();
        let told = named.get(&scene).copied().unwrap_or_default();
        named.iter().all(|(land, n)| *land == scene || *n < 2 * told.max(1)).then_some(scene)
    }
}

/// Nouns for those who are at home where they are spoken of: the police, civilians, rebels, the government. A noun that
/// is anybody's by itself ("commander", "leader") is so by the words that stand with it ("a rebel commander").
pub(super) fn at_home(role: &Role, sectors: &[Sector]) -> bool {
    let home = |s: &Sector| {
        use Sector::*;
        matches!(s, Gov | Cop | Jud | Leg | Opp | Reb | Prm | Uaf | Cvl | Lab | Edu | Med | Agr | Crm | Eli | Mil | Pty)
    };
    let anybody = role.owned || role.title && role.kind == RoleKind::Person;
    let told = sectors.iter().any(|s| matches!(s, Sector::Opp | Sector::Reb | Sector::Prm | Sector::Uaf | Sector::Crm));
    let elsewhere = role.mobile || role.relation || anybody && !(told && sectors != role.sectors);
    let somebody = matches!(role.kind, RoleKind::Person | RoleKind::People | RoleKind::Body);
    !elsewhere && somebody && (role.sectors.iter().any(home) || anybody)
}

/// Those of a state, or who stand up against its government by name.
fn of_state(sectors: &[Sector]) -> bool {
    use Sector::*;
    sectors.iter().any(|s| matches!(s, Gov | Mil | Cop | Leg | Jud | Opp))
}

/// "envoy" of "the Chilean envoy".
fn noun_of(doc: &Doc, mut t: TokenIx) -> TokenIx {
    while let Some(up) = doc.head(t)
        && matches!(doc.dep(t), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss)
    {
        t = up;
    }
    t
}
