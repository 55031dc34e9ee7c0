//! From the first word to the last: each name, description and pronoun becomes a mention of somebody known or new.

use super::Book;
use super::codes::{Codes, entry_codes, meaning_kind, name_kind};
use super::home::Bond;
use super::names::{Name, What, surname};
use super::phrases::{Lead, is_noun, joined, lead, phrase};
use crate::{Cast, Mention};
use rustc_hash::FxHashMap;
use sayso_coding::{Entity, EntityId, EntityKind, How, Sector};
use sayso_doc::{Dep, Pos, Tag, TokenIx};
use sayso_lexicon::actors::{Effect, EntryIx, Role, RoleKind, Sense, Sex};
use sayso_lexicon::gazetteer::{Class, Site};
use smol_str::{SmolStr, format_smolstr};
use std::cell::OnceCell;
use std::ops::Range;

/// Mentions back in which "both sides" finds a pair.
const REMEMBERED: usize = 16;

/// GeoNames’ feature of a capital.
const CAPITAL: &str = "PPLC";

/// An entity in the making.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) name: SmolStr,
    pub(super) named: bool,
    pub(super) kind: EntityKind,
    pub(super) country: Option<SmolStr>,
    pub(super) sectors: Vec<Sector>,
    pub(super) role: Option<SmolStr>,
    pub(super) evidence: SmolStr,
    pub(super) bond: Bond,
    pub(super) sex: Option<Sex>,
    pub(super) many: bool,
    /// Brought in by a number or "some": "five people".
    pub(super) counted: bool,
    /// Nouns it has been called by, in lower case.
    pub(super) nouns: Vec<SmolStr>,
    mentions: u32,
}

/// Something spoken of, in the order of the text; what is no entity competes for pronouns too.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) entity: Option<EntityId>,
    /// Where several are joined ("Ana and Rui"): all of them, `entity` the first. Else empty.
    pub(super) members: Vec<EntityId>,
    pub(super) head: TokenIx,
    pub(super) tokens: Range<TokenIx>,
    pub(super) many: bool,
    pub(super) how: How,
    /// A country that only says which ("Russian gas").
    pub(super) modifier: bool,
}

/// What makes two names one entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Entry(EntryIx),
    People(EntryIx),
    /// A capital as a place, apart from it as a government.
    Place(EntryIx),
    Words(EntityKind, SmolStr),
}

pub(super) struct Resolver<'a> {
    pub(super) book: &'a Book<'a>,
    pub(super) drafts: Vec<Draft>,
    keys: FxHashMap<Key, EntityId>,
    /// For each token that heads a mention: whom it means.
    at: Vec<Option<EntityId>>,
    /// For each token: whether it heads a mention.
    done: Vec<bool>,
    pub(super) seen: Vec<Seen>,
    pub(super) mentions: Vec<Mention>,
    /// Several meant by one mention, by its head.
    members: FxHashMap<TokenIx, Vec<EntityId>>,
    /// Full names of people in the text by their last word, for short names that come before the full one.
    surnames: FxHashMap<SmolStr, Vec<usize>>,
    /// "Mountain Liberation Front (MLF)": short forms that the text gives.
    acronyms: FxHashMap<SmolStr, EntityId>,
    /// States whose adjective stood beside the name of an armed band.
    pub(super) guests: Vec<SmolStr>,
    /// What is being counted: "people" of "the number of people".
    pub(super) counted: Option<TokenIx>,
    pub(super) whole_scene: OnceCell<Option<SmolStr>>,
    pub(super) whole_state: OnceCell<Option<SmolStr>>,
}

pub(super) fn resolve(book: &Book<'_>) -> Cast {
    let mut resolver = Resolver {
        book,
        drafts: Vec::new(),
        keys: FxHashMap::default(),
        at: vec![None; book.doc.len()],
        done: vec![false; book.doc.len()],
        seen: Vec::new(),
        mentions: Vec::new(),
        members: FxHashMap::default(),
        surnames: surnames(book),
        acronyms: FxHashMap::default(),
        guests: Vec::new(),
        counted: None,
        whole_scene: OnceCell::new(),
        whole_state: OnceCell::new(),
    };
    for t in 0..book.doc.len() {
        resolver.token(t);
    }
    resolver.settle();
    resolver.cast()
}

/// Names of people of more than one word, by their last word.
fn surnames(book: &Book<'_>) -> FxHashMap<SmolStr, Vec<usize>> {
    let mut out: FxHashMap<SmolStr, Vec<usize>> = FxHashMap::default();
    for (i, name) in book.names.iter().enumerate() {
        if name.tokens.len() > 1 && name_kind(book.actors(), name) == EntityKind::Person {
            let last = surname(book.doc, book.actors(), name);
            out.entry(SmolStr::new(book.doc.word(last))).or_default().push(i);
        }
    }
    out
}

impl<'a> Resolver<'a> {
    pub(super) fn draft(&self, id: EntityId) -> &Draft {
        &self.drafts[id.index()]
    }

    /// Whom the mention with this head means, as far as the text has been read.
    pub(super) fn entity_at(&self, t: TokenIx) -> Option<EntityId> {
        self.at[t].or_else(|| self.book.name(t).and_then(|n| self.at[n.head]))
    }

    /// All meant by the mention with this head, where they are several.
    pub(super) fn members_at(&self, t: TokenIx) -> Vec<EntityId> {
        self.members.get(&t).cloned().unwrap_or_default()
    }

    fn token(&mut self, t: TokenIx) {
        let book = self.book;
        if let Some(name) = book.name(t) {
            if name.head == t && !self.done(t) {
                self.named(name);
            }
            return;
        }
        let doc = book.doc;
        if self.those_who(t) {
            let tokens = doc.subtree(t);
            let draft = new_draft(doc.words(tokens.clone()).into(), false, EntityKind::Group, Codes::default(), true);
            self.drafts.push(draft);
            self.refer(t, t..t + 1, How::Nominal, EntityId::new(self.drafts.len() - 1), Vec::new());
            return;
        }
        if self.counts_others(t) {
            return;
        }
        let both = self.both_alone(t);
        if both || doc.token(t).pos == Pos::Pron || doc.dep(t) == Dep::Poss && doc.token(t).pos == Pos::Det {
            let found = if both { self.both(t) } else { self.pronoun(t) };
            if let Some(found) = found {
                if let ([one], Some(sex)) = (&found[..], super::pronouns::sex_told(doc.lower(t))) {
                    self.drafts[one.index()].sex.get_or_insert(sex);
                }
                let members = if found.len() > 1 { found.clone() } else { Vec::new() };
                self.refer(t, t..t + 1, How::Pronoun, found[0], members);
            }
            return;
        }
        if doc.token(t).pos == Pos::Num {
            if let Some(id) = self.numbered(t) {
                self.refer(t, t..t + 1, How::Nominal, id, Vec::new());
                return;
            }
            self.note_thing(t);
        }
        if let Some(id) = self.as_adjective(t) {
            self.refer(t, t..t + 1, How::Nominal, id, Vec::new());
            self.seen.iter_mut().filter(|s| s.head == t).for_each(|s| s.modifier = true);
            return;
        }
        if !is_noun(doc, t) {
            return;
        }
        if let Some(&id) = self.acronyms.get(doc.word(t)) {
            let tokens = phrase(book, t, t..t + 1);
            self.refer(t, tokens, How::Name, id, Vec::new());
            return;
        }
        let Some(role) = book.role(t).map(|r| r.role) else {
            if self.is_crowd(t) {
                self.crowd(t);
            } else {
                self.note_thing(t);
            }
            return;
        };
        if self.done(t)
            || self.ends_name(t)
            || self.is_title(t)
            || self.inside_longer(t)
            || self.hyphened(t)
            || self.says_which(t, role)
        {
            return;
        }
        if role.kind == RoleKind::Thing || self.is_bare_matter(t, role) {
            self.note_thing(t);
            return;
        }
        self.nominal(t, role);
    }

    /// Whether a mention with this head has been made already.
    fn done(&self, t: TokenIx) -> bool {
        self.done[t]
    }

    /// "Ninety miners were held. The 90 …": those who were last brought in by that number.
    fn numbered(&self, t: TokenIx) -> Option<EntityId> {
        let doc = self.book.doc;
        let argument = matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj);
        let alone = doc.children(t).all(|c| doc.dep(c) == Dep::Det) && doc.child(t, Dep::Det).is_some();
        let counted = |s: &&Seen| doc.children_by(s.head, &[Dep::Nummod]).any(|n| doc.lower(n) == doc.lower(t));
        let near = self.seen.iter().rev().filter(|s| s.many && s.members.is_empty());
        near.filter(counted).find(|_| argument && alone).and_then(|s| s.entity)
    }

    /// "The rebels left. A rebel raid": the tagger takes for an adjective who was spoken of before.
    fn as_adjective(&self, t: TokenIx) -> Option<EntityId> {
        let doc = self.book.doc;
        let before = doc.dep(t) == Dep::Amod && doc.token(t).pos == Pos::Adj;
        let noun =
            doc.head(t).filter(|&h| before && h > t && self.book.name(h).is_none() && self.book.role(h).is_none());
        let role = self.book.role(t).filter(|r| noun.is_some() && r.role.kind == RoleKind::People)?.role;
        // Those of no state may be any.
        let of_state = |id| self.draft(id).country.as_ref().is_some_and(|c| self.book.actors().country(c).is_some());
        let named = |id| self.draft(id).nouns.contains(&role.noun) && of_state(id);
        let called = |s: &&Seen| s.many && s.entity.is_some_and(named);
        self.seen.iter().rev().filter(|s| s.members.is_empty()).find(called).and_then(|s| s.entity)
    }

    /// "those who back it".
    fn those_who(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let plain = matches!(doc.token(t).tag, Tag::Dt | Tag::Nns) && doc.token(t).pos == Pos::Pron;
        plain && doc.children(t).any(|c| doc.dep(c) == Dep::Relcl)
    }

    /// "Thousands marched": a number by itself that does something.
    fn is_crowd(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let part = |word: &str| self.book.actors().has_effect(word, Effect::Part);
        let counts = part(doc.lower(t)) || part(doc.lemma(t));
        let alone = doc.children(t).all(|c| matches!(doc.dep(c), Dep::Amod | Dep::Advmod | Dep::Det));
        counts && alone && super::phrases::is_plural(doc, t) && doc.dep(t) == Dep::Nsubj
    }

    fn crowd(&mut self, t: TokenIx) {
        let country = self.home(t);
        let codes = Codes { country, sectors: vec![Sector::Cvl], ..Codes::default() };
        let tokens = phrase(self.book, t, t..t + 1);
        let words = self.book.doc.words(tokens.clone());
        let mut draft = new_draft(words.into(), false, EntityKind::Group, codes, true);
        draft.counted = true;
        draft.bond = Bond::Home;
        self.drafts.push(draft);
        self.refer(t, tokens, How::Nominal, EntityId::new(self.drafts.len() - 1), Vec::new());
    }

    /// "a group of teenagers", "thousands of migrants": those it counts are meant.
    fn counts_others(&mut self, t: TokenIx) -> bool {
        let book = self.book;
        let doc = book.doc;
        if !book.actors().has_effect(doc.lemma(t), Effect::Part)
            && !book.actors().has_effect(doc.lower(t), Effect::Part)
        {
            return false;
        }
        let object = (doc.children_by(t, &[Dep::Prep]))
            .filter(|&p| p > t && book.actors().has_effect(doc.lower(p), Effect::Of))
            .find_map(|p| doc.child(p, Dep::Pobj));
        let Some(object) = object else { return false };
        let people = |r: &Role| matches!(r.kind, RoleKind::Person | RoleKind::People);
        let counted = match (book.role(object), book.name(object)) {
            (Some(role), None) => people(role.role) && self.is_many(object),
            (_, Some(name)) => name.known().is_some_and(|m| m.sense == Sense::People),
            _ => false,
        };
        if !counted {
            return false;
        }
        self.counted = Some(object);
        self.token(object);
        let Some(id) = self.at[object] else { return false };
        if self.draft(id).country.is_none() {
            // "thousands of students across Chile"
            let role = book.role(object).map(|r| r.role);
            let said = self.phrase_codes(t, role);
            self.drafts[id.index()].country = said.country;
        }
        let tokens = phrase(book, t, t..t + 1);
        self.refer(t, tokens, How::Nominal, id, Vec::new());
        true
    }

    /// "all-girl", "six-member": part of a word.
    fn hyphened(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let hyphen = |at: Option<TokenIx>| at.is_some_and(|a| a < doc.len() && doc.word(a) == "-");
        matches!(doc.dep(t), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Npadvmod)
            && (hyphen(t.checked_sub(1)) || hyphen(Some(t + 1)))
    }

    /// "a jihadist commander", "student leaders": a noun for people before another says which, it is nobody else.
    fn says_which(&self, t: TokenIx, role: &Role) -> bool {
        let doc = self.book.doc;
        let people = |r: &Role| matches!(r.kind, RoleKind::Person | RoleKind::People);
        let before = matches!(doc.dep(t), Dep::Compound | Dep::Amod | Dep::Nmod) && !super::phrases::is_plural(doc, t);
        let head = doc.head(t).filter(|&h| before && h > t && people(role) && joined(self.book, t, h).is_none());
        // "a rebel group" too.
        head.is_some_and(|h| {
            let noun = self.book.role(h).map(|r| r.role);
            self.book.name(h).is_none() && noun.is_some_and(|r| people(r) || r.kind == RoleKind::Body)
        })
    }

    /// "Expatriates" of "Ministry of Foreign Affairs and Expatriates".
    pub(super) fn ends_name(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let proper = |a: TokenIx| doc.token(a).pos == Pos::Propn;
        let Some(first) = doc.head(t).filter(|_| doc.dep(t) == Dep::Conj && proper(t)) else { return false };
        let bare = doc.children(t).all(|c| doc.dep(c) == Dep::Prep) && doc.token(t - 1).pos == Pos::Cconj;
        // Off the body's noun, or off the last word of what it is for.
        let body = (std::iter::once(first).chain(doc.ancestors(first)).take(3))
            .find(|&b| self.book.role(b).is_some_and(|r| r.role.kind == RoleKind::Body));
        let of = body.and_then(|b| doc.children_by(b, &[Dep::Prep]).find(|&p| p == b + 1));
        bare && body.is_some_and(proper) && of.is_some_and(|p| self.book.actors().has_effect(doc.lower(p), Effect::Of))
    }

    /// A noun for a body that means a matter here: "use military force", "opposition to the plan", "divisions over Iran".
    fn is_bare_matter(&self, t: TokenIx, role: &Role) -> bool {
        let doc = self.book.doc;
        if doc.token(t).pos != Pos::Noun || !matches!(role.kind, RoleKind::Body | RoleKind::Group) {
            return false;
        }
        // "Unions condemned the law", "two brigades": those who act, or are counted, are somebody.
        let determined = doc.children(t).any(|c| matches!(doc.dep(c), Dep::Det | Dep::Poss | Dep::Nummod))
            || super::phrases::is_plural(doc, t) && doc.dep(t) == Dep::Nsubj;
        let towards = (doc.children_by(t, &[Dep::Prep]))
            .any(|p| p == t + 1 && self.book.actors().has_effect(doc.lower(p), Effect::Against));
        let codes = || self.phrase_codes(t, Some(role));
        !determined
            && (towards
                || role.weak && codes().country.is_none() && {
                    let start = phrase(self.book, t, t..t + 1).start;
                    let noun = self.book.role(t).map_or(t, |r| r.tokens.start.min(t));
                    !(start..noun).any(|w| !self.word_sectors(w).is_empty())
                })
    }

    /// "President" of "President Biden": belongs to the mention of the name.
    fn is_title(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let mut at = t;
        while let Some(up) = doc.head(at) {
            if !matches!(doc.dep(at), Dep::Compound | Dep::Nmod | Dep::Amod) || up < at {
                return false;
            }
            if let Some(name) = self.book.name(up) {
                return super::codes::name_kind(self.book.actors(), name) == EntityKind::Person;
            }
            at = up;
        }
        false
    }

    /// "minister" of "prime minister": part of a longer role noun, or a noun that only modifies one ("police chief").
    fn inside_longer(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let longer = |head: TokenIx| self.book.role(head).is_some_and(|r| r.tokens.contains(&t) && r.head != t);
        (t + 1..(t + 5).min(doc.len())).any(longer) || (t.saturating_sub(5)..t).any(longer)
    }

    // ------------------------------------------------------------------ names

    fn named(&mut self, name: &Name) {
        let book = self.book;
        let doc = book.doc;
        if let Some(&id) = self.acronyms.get(doc.words(name.tokens.clone())) {
            let tokens = phrase(book, name.head, name.tokens.clone());
            self.refer(name.head, tokens, How::Name, id, Vec::new());
            return;
        }
        match name.what {
            What::Known(meaning) => {
                let entry = book.actors().entry(meaning.entry);
                let kind = meaning_kind(book.actors(), meaning.entry, meaning.sense);
                if kind == EntityKind::Person {
                    self.person(name);
                    return;
                }
                let mut codes = self.name_codes(name);
                if let Some(nation) = self.nation_of_band(name, &codes) {
                    self.guests.push(nation.clone());
                    codes.country = Some(nation);
                }
                let government = !codes.sectors.is_empty();
                let key = match meaning.sense {
                    Sense::People => Key::People(meaning.entry),
                    Sense::Capital if !government => Key::Place(meaning.entry),
                    _ => Key::Entry(meaning.entry),
                };
                let kind = match meaning.sense {
                    Sense::Capital if government => EntityKind::Organization,
                    _ => kind,
                };
                // "Iraqi Kurds": the people of one state among those of several.
                let tokens = phrase(book, name.head, name.tokens.clone());
                let mut key = key;
                if meaning.sense == Sense::People {
                    let ethnic = (tokens.start..name.tokens.start)
                        .any(|t| book.actors().has_effect(doc.lower(t), Effect::Ethnic));
                    // "the Hungarians of southern Slovakia"
                    let settled = self.settled(name.head).filter(|c| Some(c) != codes.country.as_ref());
                    if ethnic || settled.is_some() || codes.country.is_none() {
                        codes.country = settled
                            .or_else(|| self.phrase_codes(name.head, None).country)
                            .or_else(|| self.home(name.head));
                        key = Key::Words(EntityKind::Group, doc.words(tokens.start..name.tokens.end).into());
                    }
                    codes.sectors = vec![Sector::Cvl];
                }
                let title = match meaning.sense {
                    Sense::People => SmolStr::new(doc.words(name.tokens.clone())),
                    _ => entry.name.clone(),
                };
                let many = meaning.sense == Sense::People && super::phrases::is_plural(doc, name.head);
                let bond = Self::known_bond(name, book.role(name.head).map(|r| r.role), &codes.sectors);
                let id = self.entity_for(key, || Draft { bond, ..new_draft(title, true, kind, codes, many) });
                let tokens = if meaning.sense == Sense::Adjective { name.tokens.clone() } else { tokens };
                self.refer(name.head, tokens, How::Name, id, Vec::new());
                if meaning.sense == Sense::Adjective || self.only_modifies(name) {
                    self.seen.iter_mut().filter(|s| s.head == name.head).for_each(|s| s.modifier = true);
                }
            }
            What::Unknown(EntityKind::Person) => self.person(name),
            What::Unknown(kind) => {
                let role = book.role(name.head).map(|r| r.role);
                let words = SmolStr::new(doc.words(name.tokens.clone()));
                let codes = self.name_codes(name);
                let kind = if role.is_some_and(|r| r.kind == RoleKind::Place) { EntityKind::Place } else { kind };
                let tokens = phrase(book, name.head, name.tokens.clone());
                let same = self.keys.get(&Key::Words(kind, words.clone())).map(|&id| &self.draft(id).country);
                // "the Senate of Mali", "Brazil's Senate": two of a name.
                let another_s = same.is_some_and(|c| c.is_some() && codes.country.is_some() && *c != codes.country);
                let words = if another_s { doc.words(tokens.clone()).into() } else { words };
                let id =
                    self.entity_for(Key::Words(kind, words.clone()), || new_draft(words, true, kind, codes, false));
                let draft = &mut self.drafts[id.index()];
                draft.bond = Self::body_bond(name, role, &draft.sectors);
                if let Some(role) = role {
                    self.call(id, &role.noun);
                }
                self.refer(name.head, tokens, How::Name, id, Vec::new());
            }
        }
    }

    /// "Gabonese MLF rebels": the state whose adjective stands beside the name of an armed band.
    fn nation_of_band(&self, name: &Name, codes: &Codes) -> Option<SmolStr> {
        let doc = self.book.doc;
        let noun = doc.head(name.head).filter(|_| self.only_modifies(name))?;
        let nation = name.tokens.start.checked_sub(1).and_then(|t| self.book.name(t)).filter(|n| n.head < name.head)?;
        let adjective = nation.known().is_some_and(|m| m.sense == Sense::Adjective);
        let beside = doc.head(nation.head) == Some(noun) || doc.head(nation.head) == Some(name.head);
        let armed = codes.sectors.iter().any(super::home::is_armed_band);
        let country = self.name_codes(nation).country?;
        (armed && adjective && beside && self.book.actors().country(&country).is_some()).then_some(country)
    }

    /// "the Boeing jet", "US troops": the name says which, the noun is what is spoken of. "the Boeing 787" too.
    fn only_modifies(&self, name: &Name) -> bool {
        let doc = self.book.doc;
        let before = matches!(doc.dep(name.head), Dep::Compound | Dep::Nmod | Dep::Amod)
            && doc.token(name.head).head > name.head;
        before || doc.children_by(name.head, &[Dep::Nummod]).any(|c| c == name.tokens.end)
    }

    /// The state that a people is said to be of though it is not theirs by name.
    fn settled(&self, head: TokenIx) -> Option<SmolStr> {
        let doc = self.book.doc;
        let prep =
            doc.children_by(head, &[Dep::Prep]).find(|&p| self.book.actors().has_effect(doc.lower(p), Effect::Of))?;
        let country = self.place_country(doc.child(prep, Dep::Pobj)?)?;
        self.book.actors().country(&country).is_some().then_some(country)
    }

    fn person(&mut self, name: &Name) {
        let book = self.book;
        let doc = book.doc;
        let tokens = phrase(book, name.head, name.tokens.clone());
        let title = self.title(name, &tokens);
        let said = self.phrase_codes(name.head, title);
        let known = name.known().filter(|m| {
            // A namesake: the text has another country for him.
            let country = &book.actors().entry(m.entry).country;
            said.country.is_none() || country.is_none() || said.country == *country || title.is_none()
        });
        let full = self.full_name(name);
        let (key, words, known) = match (known, full) {
            (_, Some(full)) => {
                let full = &book.names[full];
                let words = SmolStr::new(doc.words(full.tokens.clone()));
                match full.known() {
                    Some(m) => (Key::Entry(m.entry), words, Some(m)),
                    None => (Key::Words(EntityKind::Person, words.clone()), words, None),
                }
            }
            (Some(m), _) => (Key::Entry(m.entry), book.actors().entry(m.entry).name.clone(), Some(m)),
            (None, _) => {
                let words = SmolStr::new(doc.words(name.tokens.clone()));
                (Key::Words(EntityKind::Person, words.clone()), words, None)
            }
        };
        let entry = known.map(|m| book.actors().entry(m.entry));
        let mut codes = entry.map(|e| entry_codes(e, book.published, title)).unwrap_or_default();
        if entry.is_none() {
            codes.evidence = doc.words(tokens.clone()).into();
        }
        let display = entry.map_or(words, |e| e.name.clone());
        let sex = entry.and_then(|e| e.sex).or_else(|| self.sex_told(name, &tokens));
        let id = self.entity_for(key, || new_draft(display, true, EntityKind::Person, codes, false));
        let draft = &mut self.drafts[id.index()];
        draft.sex = draft.sex.or(sex);
        self.learn(id, &said, title);
        self.refer(name.head, tokens, How::Name, id, Vec::new());
        self.introduce(id, name.head);
        self.bind_stranger(id);
        if let Some(title) = title.filter(|_| self.draft(id).country.is_none()) {
            let home = self.office_told(title).or_else(|| self.office_of(title, id));
            let home = home.or_else(|| self.speaker_home(name.head, title));
            let home = home.or_else(|| self.lawmaker_home(name.head, title));
            self.drafts[id.index()].country = home;
        }
    }

    /// "India's foreign secretary left. Foreign Secretary Mora": of the state whose officer the text spoke of by that title.
    fn office_told(&self, title: &Role) -> Option<SmolStr> {
        let other = |c: &SmolStr| title.country.as_ref().is_some_and(|own| own != c);
        let called = |d: &&Draft| d.nouns.contains(&title.noun) && d.country.as_ref().is_some_and(other);
        self.drafts.iter().rev().find(called).and_then(|d| d.country.clone())
    }

    /// The state that a title is one of, unless somebody else is known to have held the office there on the day.
    fn office_of(&self, title: &Role, id: EntityId) -> Option<SmolStr> {
        let country = title.country.as_ref()?;
        let held = |day| self.book.actors().holder(country, &title.noun, day);
        let other = |entry| self.keys.get(&Key::Entry(entry)) != Some(&id);
        let another_s = title.office && self.book.published.and_then(held).is_some_and(other);
        (!another_s).then(|| country.clone())
    }

    /// The full name in the text that a single word is short for: one that came before, or else the first to come.
    fn full_name(&self, name: &Name) -> Option<usize> {
        if name.tokens.len() != 1 {
            return None;
        }
        let Some(full) = self.surnames.get(self.book.doc.word(name.tokens.start)) else {
            let new = name.known().is_none_or(|m| !self.keys.contains_key(&Key::Entry(m.entry)));
            return self.other_name(name.tokens.start).filter(|_| new);
        };
        let t = name.tokens.start;
        let sex = t.checked_sub(1).and_then(|b| self.book.actors().address(self.book.doc.lower(b)).flatten());
        let suits = |id: EntityId| sex.is_none() || self.draft(id).sex.is_none() || self.draft(id).sex == sex;
        // Of several of a surname the one spoken of most: "Ms Mora" and "Mora" where her brother is named once.
        let before = (full.iter().filter(|&&n| self.book.names[n].tokens.start < t))
            .filter_map(|&n| {
                Some((self.frequency(self.entity_at(self.book.names[n].head).filter(|&id| suits(id))?), n))
            })
            .max();
        before.map(|(_, n)| n).or(full.first().copied())
    }

    /// "Panit" for "Panit Wongrat", as Thais are called, "Halima" for "Begum Halima Noor": the only one of that name so far.
    fn other_name(&self, t: TokenIx) -> Option<usize> {
        let doc = self.book.doc;
        let names = self.book.names.iter().enumerate().take_while(|(_, n)| n.tokens.start < t);
        let person = |n: &Name| n.tokens.len() > 1 && name_kind(self.book.actors(), n) == EntityKind::Person;
        let has = |n: &Name| n.tokens.clone().any(|w| doc.word(w) == doc.word(t));
        let mut called = names.filter(|(_, n)| has(n) && person(n));
        let (first, name) = called.next()?;
        called.all(|(_, n)| doc.words(n.tokens.clone()) == doc.words(name.tokens.clone())).then_some(first)
    }

    /// The role noun that stands before a name: "President", "Defence Minister".
    fn title(&self, name: &Name, tokens: &Range<TokenIx>) -> Option<&'a Role> {
        let book = self.book;
        let found = (tokens.start..name.tokens.start).rev().filter_map(|t| book.role(t)).find(|r| {
            r.head < name.tokens.start && matches!(r.role.kind, RoleKind::Person | RoleKind::People) && !r.role.kin
        })?;
        Some(found.role)
    }

    fn sex_told(&self, name: &Name, tokens: &Range<TokenIx>) -> Option<Sex> {
        let doc = self.book.doc;
        let address = (tokens.start.saturating_sub(1)..name.tokens.end).find_map(|t| {
            let word = doc.lower(t);
            self.book.actors().address(word).flatten()
        });
        address.or_else(|| {
            (name.tokens.len() > 1).then(|| self.book.actors().sex_of_given_name(doc.word(name.tokens.start)))?
        })
    }

    /// What stands in apposition to a person or says what he is: "Eduard Basurin, head of the militia".
    fn introduce(&mut self, id: EntityId, head: TokenIx) {
        let doc = self.book.doc;
        let mut told: Vec<TokenIx> = doc.children_by(head, &[Dep::Appos]).collect();
        if doc.dep(head) == Dep::Appos {
            told.extend(doc.head(head));
        }
        if let (Dep::Nsubj, Some(verb)) = (doc.dep(head), doc.head(head))
            && doc.token(verb).pos == Pos::Aux
        {
            told.extend(doc.child(verb, Dep::Attr));
        }
        for t in told {
            let Some(role) = self.book.role(t).map(|r| r.role) else { continue };
            if self.book.name(t).is_some() || !matches!(role.kind, RoleKind::Person | RoleKind::People) {
                continue;
            }
            let said = self.phrase_codes(t, Some(role));
            let known = &self.drafts[id.index()].country;
            if known.is_some() && said.country.is_some() && *known != said.country {
                continue;
            }
            self.learn(id, &said, Some(role));
            if self.at[t].is_none() {
                self.at[t] = Some(id);
            }
        }
    }

    /// Takes over what the text says of somebody where the lexicon does not know better.
    fn learn(&mut self, id: EntityId, said: &Codes, role: Option<&Role>) {
        let draft = &mut self.drafts[id.index()];
        let unknown = draft.country.is_none();
        if unknown {
            draft.country = said.country.clone();
        }
        if draft.sectors.is_empty() || said.sectors == [Sector::Eli] && draft.sectors == [Sector::Gov] {
            draft.sectors = said.sectors.clone();
            if !said.evidence.is_empty() {
                draft.evidence = said.evidence.clone();
            }
        }
        if let Some(role) = role {
            if draft.role.is_none() {
                draft.role = Some(role.noun.clone());
            }
            draft.sex = draft.sex.or(role.sex);
            if draft.named && draft.kind == EntityKind::Person && matches!(draft.bond, Bond::Loose | Bond::Stranger) {
                draft.bond = Self::titled_bond(role, &draft.sectors);
            }
            self.call(id, &role.noun);
        }
    }

    fn call(&mut self, id: EntityId, noun: &SmolStr) {
        let nouns = &mut self.drafts[id.index()].nouns;
        if !nouns.contains(noun) {
            nouns.push(noun.clone());
        }
    }

    // ------------------------------------------------------------------ descriptions

    fn nominal(&mut self, t: TokenIx, role: &Role) {
        let book = self.book;
        let doc = book.doc;
        let tokens = phrase(book, t, t..t + 1);
        let codes = self.phrase_codes(t, Some(role));
        let many = self.is_many(t);
        self.name_apposed(t, role, many);
        if self.done(t) {
            return;
        }
        if let Some(id) = self.at[t].or_else(|| self.apposed(t, role)) {
            self.learn(id, &codes, Some(role));
            self.refer(t, tokens, How::Nominal, id, Vec::new());
            return;
        }
        if let Some(members) = self.states_apposed(t, role, many) {
            self.refer(t, tokens, How::Nominal, members[0], members);
            return;
        }
        let lead = lead(book, t);
        let two = match lead {
            Lead::Both => self.last_two(role),
            Lead::Definite if many => self.plain_sides(t, role),
            _ => None,
        };
        if let Some(members) = two {
            self.refer(t, tokens, How::Nominal, members[0], members.to_vec());
            return;
        }
        if !codes.more.is_empty() {
            let mut members: Vec<EntityId> = Vec::new();
            let mut countries = codes.more.clone();
            // Adjectives were read from the noun outwards, what follows it from left to right.
            countries.insert(
                if doc.children(t).any(|c| c < t && doc.dep(c) != Dep::Det) { countries.len() } else { 0 },
                codes.country.clone().unwrap_or_default(),
            );
            for country in countries {
                let one = Codes { country: Some(country), more: Vec::new(), ..codes.clone() };
                members.push(self.described(t, role, &one, many, &tokens));
            }
            self.refer(t, tokens, How::Nominal, members[0], members);
            return;
        }
        let state = codes.country.as_ref().is_some_and(|c| book.actors().country(c).is_some());
        // "their homes" are nobody's government.
        let owned = doc.child(t, Dep::Poss).is_some_and(|p| doc.token(p).pos == Pos::Pron);
        let states = role.kind == RoleKind::Country && many && !owned && self.takes_part(t);
        let scenery = matches!(role.kind, RoleKind::Place | RoleKind::Country) && !state && !states
            || role.kind == RoleKind::Place && owned;
        if let Some(id) = self.country_of_owner(t, role, &codes).or_else(|| self.place_meant(t, role, lead)) {
            let draft = &mut self.drafts[id.index()];
            if draft.kind == EntityKind::Place && draft.country.is_none() {
                draft.country = codes.country;
            }
            self.refer(t, tokens, How::Nominal, id, Vec::new());
            return;
        }
        if scenery && self.is_called(t) {
            let id = self.described(t, role, &codes, many, &tokens);
            self.refer(t, tokens, How::Nominal, id, Vec::new());
            return;
        }
        if scenery || role.kind == RoleKind::Force && codes.country.is_none() {
            match self.antecedent(t, role, lead, &codes, many).filter(|_| role.kind == RoleKind::Country) {
                Some(id) => self.refer(t, tokens, How::Nominal, id, Vec::new()),
                None => self.note_thing(t),
            }
            return;
        }
        if let Some(id) = self.ally_meant(t, role, lead, &codes) {
            self.refer(t, tokens, How::Nominal, id, Vec::new());
            return;
        }
        if let Some(id) = self.said_to_be(t, role, lead, many) {
            self.learn(id, &codes, Some(role));
            self.refer(t, tokens, How::Nominal, id, Vec::new());
            return;
        }
        let mut codes = codes;
        // "Cyprus, whose government": none that was spoken of before.
        let anew = doc.child(t, Dep::Poss).is_some_and(|p| doc.token(p).tag == Tag::WpS);
        if anew && codes.country.is_none() {
            let clause = doc.ancestors(t).find(|&a| doc.dep(a) == Dep::Relcl);
            let owner = clause.and_then(|c| doc.head(c)).and_then(|noun| self.entity_at(noun));
            codes.country = owner.and_then(|id| self.draft(id).country.clone());
        }
        let before = (self.antecedent(t, role, lead, &codes, many).filter(|_| !anew))
            .or_else(|| self.holder(t, role, lead, &codes, many))
            .or_else(|| self.titled_ahead(t, role, lead, &codes, many))
            .or_else(|| self.other_word_for(t, role, lead, &codes));
        if before.is_none_or(|id| self.draft(id).country.is_none()) && codes.country.is_none() {
            codes.country = (role.country.clone())
                .or_else(|| self.shared_with(t, role, lead))
                .or_else(|| self.speaker_home(t, role))
                .or_else(|| self.scene(t, role, &codes.sectors, lead));
            if let Some(country) = &codes.country {
                codes.evidence = format_smolstr!("{} (at home where the text is: {country})", codes.evidence);
            }
        }
        let id = before.unwrap_or_else(|| {
            let id = self.described(t, role, &codes, many, &tokens);
            self.drafts[id.index()].bond = self.bond(t, role, &codes.sectors, lead);
            id
        });
        let named = doc.token(t).pos == Pos::Propn;
        self.learn(id, &codes, Some(role));
        self.refer(t, tokens, if named { How::Name } else { How::Nominal }, id, Vec::new());
    }

    /// "Mora and other party leaders": the others are of the country of the one named before them.
    fn shared_with(&self, t: TokenIx, role: &Role, lead: Lead) -> Option<SmolStr> {
        let doc = self.book.doc;
        let people = matches!(role.kind, RoleKind::Person | RoleKind::People) && !role.relation;
        let first = doc.head(t).filter(|_| people && lead == Lead::Other && doc.dep(t) == Dep::Conj)?;
        let draft = self.draft(self.entity_at(first)?);
        let shared = draft.sectors.is_empty() || draft.sectors.iter().any(|s| role.sectors.contains(s));
        let one_of_them = draft.kind == EntityKind::Person && (role.owned || shared);
        draft.country.clone().filter(|_| one_of_them)
    }

    /// "demanded that Turkey stop and put sanctions on the NATO ally": the state spoken of last beside whose subject it is.
    fn ally_meant(&self, t: TokenIx, role: &Role, lead: Lead, codes: &Codes) -> Option<EntityId> {
        const NEAR: usize = 1;
        let doc = self.book.doc;
        let body = codes.country.as_ref().is_some_and(|c| self.book.actors().country(c).is_none());
        if !(role.states && body && lead == Lead::Definite) || self.is_many(t) {
            return None;
        }
        let subject = super::pronouns::own_subject(doc, t).and_then(|s| self.entity_at(s));
        let own = subject.and_then(|id| self.draft(id).country.clone());
        let state = |s: &&Seen| {
            let other = |d: &Draft| d.kind == EntityKind::Country && d.country.is_some() && d.country != own;
            !s.modifier && s.members.is_empty() && s.entity.is_some_and(|id| other(self.draft(id)))
        };
        let near = self.seen.iter().rev().take_while(|s| doc.sentence_ix(t) - doc.sentence_ix(s.head) <= NEAR);
        near.filter(state).max_by_key(|s| self.salience(s, t)).and_then(|s| s.entity)
    }

    /// "the town of Beni": a place whose name follows.
    fn is_called(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let of = doc
            .children_by(t, &[Dep::Prep])
            .find(|&p| p == t + 1 && self.book.actors().has_effect(doc.lower(p), Effect::Of));
        of.and_then(|p| doc.child(p, Dep::Pobj)).is_some_and(|o| self.book.name(o).is_some())
    }

    /// Whether a noun is who does something or to whom it is done ("Dozens of states have offered help"), and not where.
    fn takes_part(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let of = |t: TokenIx| {
            let prep = doc.head(t).filter(|&p| self.book.actors().has_effect(doc.lower(p), Effect::Of))?;
            doc.head(prep).filter(|&n| self.counts(n))
        };
        let whole = if doc.dep(t) == Dep::Pobj { of(t).unwrap_or(t) } else { t };
        matches!(doc.dep(whole), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Dative)
            || doc.dep(whole) == Dep::Pobj && doc.head(whole).is_some_and(|p| doc.dep(p) == Dep::Agent)
    }

    /// "her country": that of whoever "she" is, named or not.
    fn country_of_owner(&mut self, t: TokenIx, role: &Role, codes: &Codes) -> Option<EntityId> {
        let doc = self.book.doc;
        let owner = doc.child(t, Dep::Poss).filter(|&p| doc.token(p).pos == Pos::Pron)?;
        let person = self.entity_at(owner).is_some_and(|id| self.draft(id).kind != EntityKind::Country);
        if role.kind != RoleKind::Country || !person || self.is_many(t) || self.is_area(&role.noun) {
            return None;
        }
        let book = self.book;
        let entry = book.actors().country(codes.country.as_ref()?)?;
        let known = book.actors().entry(entry);
        let codes = entry_codes(known, book.published, None);
        Some(self.entity_for(Key::Entry(entry), || new_draft(known.name.clone(), true, known.kind, codes, false)))
    }

    /// A noun that parts of a country are called by as well: "state", "republic".
    fn is_area(&self, noun: &str) -> bool {
        self.book.lexicon.gazetteer.words.kinds(noun).contains(&Class::Admin1)
    }

    /// "the city", "the state": the place of that kind that was last spoken of.
    pub(super) fn place_meant(&self, t: TokenIx, role: &Role, lead: Lead) -> Option<EntityId> {
        const NEAR: usize = 3;
        let doc = self.book.doc;
        let kinds = self.book.lexicon.gazetteer.words.kinds(&role.noun);
        let kind = role.kind == RoleKind::Place || role.kind == RoleKind::Country && self.is_area(&role.noun);
        if !kind || lead != Lead::Definite || self.is_many(t) || self.is_told_more(t) {
            return None;
        }
        let fits = |id: EntityId| {
            let draft = self.draft(id);
            match draft.kind {
                EntityKind::Country => role.kind == RoleKind::Country,
                EntityKind::Place if draft.named => self
                    .is_place_of(id, |site| kinds.contains(&site.class) && (!role.office || site.feature == CAPITAL)),
                _ => false,
            }
        };
        (self.seen.iter().rev())
            .take_while(|s| doc.sentence_ix(t) - doc.sentence_ix(s.head) <= NEAR)
            .filter(|s| !s.modifier && s.entity.is_some_and(fits) && !self.book.in_dateline(s.head))
            .max_by_key(|s| self.salience(s, t))
            .and_then(|s| s.entity)
    }

    /// Whether a place with an entity's name in its country is of some kind. What is much smaller than another is not
    /// meant by the name.
    fn is_place_of(&self, id: EntityId, kind: impl Fn(&Site<'_>) -> bool) -> bool {
        const SMALLER: u32 = 20;
        let gazetteer = &self.book.lexicon.gazetteer;
        let draft = self.draft(id);
        let sites: Vec<Site<'_>> = (gazetteer.senses(&draft.name).into_iter().map(|s| gazetteer.site(s.site)))
            .filter(|s| draft.country.as_ref().is_none_or(|c| s.countries.contains(c)))
            .collect();
        let most = sites.iter().map(|s| s.population).max().unwrap_or(0);
        sites.iter().any(|s| s.population >= most / SMALLER && kind(s))
    }

    /// Whether something behind a noun says which is meant: "the woman who called", "the governor of the bank".
    fn is_told_more(&self, t: TokenIx) -> bool {
        const MORE: [Dep; 5] = [Dep::Prep, Dep::Relcl, Dep::Acl, Dep::Appos, Dep::Poss];
        self.book.doc.children_by(t, &MORE).next().is_some()
    }

    /// "the gunman, who wore a mask,": what a comma sets off does not say which is meant.
    fn is_told_aside(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let comma = |c: TokenIx| doc.subtree(c).start.checked_sub(1).is_some_and(|at| doc.token(at).tag == Tag::Comma);
        doc.child(t, Dep::Relcl).is_some_and(comma)
    }

    /// What somebody is said to be is nobody else: "she is a farmer", "as a farmer, she", "described him as a traitor".
    fn said_to_be(&mut self, t: TokenIx, role: &Role, lead: Lead, many: bool) -> Option<EntityId> {
        let doc = self.book.doc;
        let person = matches!(role.kind, RoleKind::Person | RoleKind::People);
        if many || !person || lead == Lead::Other || role.relation {
            return None;
        }
        let up = doc.head(t)?;
        let who = match doc.dep(t) {
            Dep::Attr if doc.child(up, Dep::Neg).is_none() && doc.lemma(up) == self.book.lexicon.grammar.copula() => {
                super::pronouns::own_subject(doc, t)
            }
            // "watched as the gunman fired" tells when.
            Dep::Pobj if lead == Lead::Definite && (!self.is_told_more(t) || self.is_told_aside(t)) => None,
            Dep::Pobj if self.book.actors().has_effect(doc.lower(up), Effect::As) => {
                let verb = doc.head(up).filter(|&v| doc.token(v).pos == Pos::Verb)?;
                let object = doc.child(verb, Dep::Dobj).filter(|&o| o < up);
                object.or_else(|| super::pronouns::own_subject(doc, up))
            }
            _ => None,
        }?;
        let ahead = self.book.name(who).filter(|n| n.head == who && n.head > t);
        let id = match ahead {
            Some(name) => self.read_ahead(name),
            None => self.entity_at(who),
        }?;
        let draft = self.draft(id);
        let sex = role.sex.is_none() || draft.sex.is_none() || role.sex == draft.sex;
        let country = self.phrase_codes(t, Some(role)).country;
        let same = country.is_none() || draft.country.is_none() || country == draft.country;
        (draft.kind == EntityKind::Person && !draft.many && sex && same).then_some(id)
    }

    /// "Ana Costa landed in Rome. The actress …": another word for the person with a name who is spoken of.
    fn other_word_for(&mut self, t: TokenIx, role: &Role, lead: Lead, codes: &Codes) -> Option<EntityId> {
        const NEAR: usize = 2;
        /// What one must lead another by to be meant.
        const LEAD: i32 = 8;
        let doc = self.book.doc;
        let person = matches!(role.kind, RoleKind::Person | RoleKind::People);
        if !person || lead != Lead::Definite || self.is_many(t) || self.is_told_more(t) || role.relation || role.office
        {
            return None;
        }
        if doc.dep(t) == Dep::Poss || self.is_of_named(t) || role.sectors.is_empty() {
            return None;
        }
        if let Some(name) = self.equated(t) {
            return self.read_ahead(name);
        }
        let armed: Vec<Sector> =
            codes.sectors.iter().copied().filter(|s| matches!(s, Sector::Uaf | Sector::Reb | Sector::Crm)).collect();
        let fits = |s: &Seen| {
            let Some(id) = s.entity.filter(|_| s.members.is_empty() && !s.many && !s.modifier) else { return false };
            let draft = self.draft(id);
            let sex = role.sex.is_none() || draft.sex.is_none() || role.sex == draft.sex;
            let country = codes.country.is_none() || draft.country == codes.country;
            // "A gunman fired … the attacker fled"
            let same = !armed.is_empty() && armed == draft.sectors;
            draft.kind == EntityKind::Person
                && (draft.named || same)
                && sex
                && country
                && can_also_be(&codes.sectors, &draft.sectors)
                && !super::pronouns::barred(doc, s, t)
                && !self.beside(s, t)
                && !self.named_below(id, t)
                && !self.named_above(id, t)
        };
        let mut near: Vec<(i32, TokenIx, EntityId)> = (self.seen.iter().rev())
            .take_while(|s| doc.sentence_ix(t) - doc.sentence_ix(s.head) <= NEAR)
            .filter(|s| fits(s))
            .filter_map(|s| Some((self.salience(s, t), s.head, s.entity?)))
            .collect();
        near.sort_unstable();
        let &(best, _, id) = near.last()?;
        // Two of whom either may be meant: neither.
        let rival = near.iter().rev().find(|(_, _, other)| *other != id);
        rival.is_none_or(|(score, _, _)| score + LEAD <= best).then_some(id)
    }

    /// "the Gawker employee": whoever is with a body named, other than a party or a place.
    fn is_of_named(&self, t: TokenIx) -> bool {
        let book = self.book;
        let start = phrase(book, t, t..t + 1).start;
        let noun = book.role(t).map_or(t..t + 1, |r| r.tokens.clone());
        let tells = |name: &Name| match name_kind(book.actors(), name) {
            EntityKind::Country | EntityKind::Place => true,
            EntityKind::Organization => self.name_codes(name).sectors == [Sector::Pty],
            _ => false,
        };
        (start..t).filter(|w| !noun.contains(w)).any(|w| match book.name(w) {
            Some(name) => !tells(name),
            None => book.doc.token(w).pos == Pos::Propn,
        })
    }

    /// "The victim was Ana Costa": the name that somebody is said to be.
    fn equated(&self, t: TokenIx) -> Option<&'a Name> {
        let book = self.book;
        let doc = book.doc;
        let verb =
            doc.head(t).filter(|&v| doc.dep(t) == Dep::Nsubj && doc.lemma(v) == book.lexicon.grammar.copula())?;
        let name = book.name(doc.child(verb, Dep::Attr)?)?;
        (name_kind(book.actors(), name) == EntityKind::Person).then_some(name)
    }

    /// "his predecessor Petro Poroshenko": the name in apposition is read first, and the description means whom it names.
    fn name_apposed(&mut self, t: TokenIx, role: &Role, many: bool) {
        let book = self.book;
        let kind = match role.kind {
            RoleKind::Person | RoleKind::People if !many => EntityKind::Person,
            RoleKind::Body => EntityKind::Organization,
            _ => return,
        };
        if let Some(name) = self.joined_name(t, role, many) {
            self.at[t] = self.read_ahead(name);
            return;
        }
        let name = (book.doc.children_by(t, &[Dep::Appos])).find_map(|c| book.name(c)).filter(|n| n.tokens.start > t);
        let Some(name) = name else { return };
        let named = name_kind(book.actors(), name);
        // "last year's host, Chile"
        let state = role.relation && named == EntityKind::Country;
        let same = named == kind || state || kind == EntityKind::Organization && named == EntityKind::Outlet;
        if same && !self.done(name.head) {
            let codes = self.phrase_codes(t, Some(role));
            let country = self.name_codes(name).country;
            if country.is_some() && codes.country.is_some() && country != codes.country {
                return;
            }
            self.named(name);
            self.at[t] = self.at[name.head];
        }
    }

    /// "Mali's neighbours, Niger and Chad,": the states that are named.
    fn states_apposed(&mut self, t: TokenIx, role: &Role, many: bool) -> Option<Vec<EntityId>> {
        let book = self.book;
        let first =
            book.doc.child(t, Dep::Appos).filter(|_| many && (role.states || role.kind == RoleKind::Country))?;
        let heads = book.doc.conjuncts(first);
        let names: Vec<&Name> = heads.iter().filter_map(|&c| book.name(c)).collect();
        let state = |n: &&Name| name_kind(book.actors(), n) == EntityKind::Country && n.tokens.start > t;
        let all = heads.len() > 1 && names.len() == heads.len() && names.iter().all(state);
        if !all {
            return None;
        }
        names.into_iter().map(|n| self.read_ahead(n)).collect()
    }

    /// "the singer and painter Ana Costa": one person, where both nouns share an article and neither is an office.
    fn joined_name(&self, t: TokenIx, role: &Role, many: bool) -> Option<&'a Name> {
        let book = self.book;
        let doc = book.doc;
        let one = !many && !role.office && doc.child(t, Dep::Det).is_some();
        let joint = doc.child(t, Dep::Cc).filter(|_| one)?;
        let name = doc.children_by(t, &[Dep::Conj]).find_map(|c| book.name(c)).filter(|n| n.tokens.start > joint)?;
        let tokens = phrase(book, name.head, name.tokens.clone());
        let second = self.title(name, &tokens).filter(|r| !r.office);
        let person = super::codes::name_kind(book.actors(), name) == EntityKind::Person;
        (person && second.is_some() && tokens.start == joint + 1).then_some(name)
    }

    /// A headline's "Foreign Minister" whom the text goes on to name.
    fn titled_ahead(&mut self, t: TokenIx, role: &Role, lead: Lead, codes: &Codes, many: bool) -> Option<EntityId> {
        let book = self.book;
        if many || !role.title || matches!(lead, Lead::Indefinite | Lead::Other) {
            return None;
        }
        let mut found = None;
        for name in book.names.iter().filter(|n| n.tokens.start > t) {
            if name_kind(book.actors(), name) != EntityKind::Person {
                continue;
            }
            let tokens = phrase(book, name.head, name.tokens.clone());
            let Some(title) = self.title(name, &tokens).filter(|r| r.noun == role.noun) else { continue };
            let said = self.phrase_codes(name.head, Some(title));
            let country = said.country.or_else(|| self.name_codes(name).country).or_else(|| role.country.clone());
            if codes.country.is_some() && country != codes.country {
                continue;
            }
            // Two of the office in one text: not known which.
            if found.is_some_and(|f: &Name| doc_words(book, f) != doc_words(book, name)) {
                return None;
            }
            found = found.or(Some(name));
        }
        let name = found?;
        let known = name.known()?;
        let entry = book.actors().entry(known.entry);
        let codes = entry_codes(entry, book.published, Some(role));
        Some(self.entity_for(Key::Entry(known.entry), || new_draft(entry.name.clone(), true, entry.kind, codes, false)))
    }

    /// Whom a description in apposition to a name before it means.
    fn apposed(&self, t: TokenIx, role: &Role) -> Option<EntityId> {
        let doc = self.book.doc;
        if doc.dep(t) != Dep::Appos {
            return None;
        }
        let id = self.entity_at(doc.head(t)?)?;
        let person = matches!(role.kind, RoleKind::Person | RoleKind::People) && !self.is_many(t);
        let kind = self.draft(id).kind;
        let codes = self.phrase_codes(t, Some(role));
        let agrees = (kind == EntityKind::Person) == person
            && (codes.country.is_none() || self.draft(id).country.is_none() || codes.country == self.draft(id).country)
            && self.draft(id).named
            && kind != EntityKind::Place;
        agrees.then_some(id)
    }

    /// A new entity for a description, or one of the same words and codes.
    fn described(&mut self, t: TokenIx, role: &Role, codes: &Codes, many: bool, tokens: &Range<TokenIx>) -> EntityId {
        let doc = self.book.doc;
        let mut start = tokens.start;
        while start < t && doc.token(start).pos == Pos::Det {
            start += 1;
        }
        let kind = match role.kind {
            RoleKind::Person | RoleKind::People if !many => EntityKind::Person,
            RoleKind::Person | RoleKind::People | RoleKind::Group => EntityKind::Group,
            RoleKind::Body => EntityKind::Organization,
            RoleKind::Force => EntityKind::Other,
            RoleKind::Place => EntityKind::Place,
            RoleKind::Country => EntityKind::Country,
            RoleKind::Thing => EntityKind::Other,
        };
        let named = doc.token(t).pos == Pos::Propn && role.kind == RoleKind::Body;
        let mut draft = new_draft(doc.words(start..tokens.end).into(), named, kind, codes.clone(), many);
        draft.counted = lead(self.book, t) == Lead::Indefinite || self.counted == Some(t);
        draft.sex = role.sex.filter(|_| !many);
        self.drafts.push(draft);
        EntityId::new(self.drafts.len() - 1)
    }

    /// Whom a description takes up, if it does.
    pub(super) fn antecedent(
        &self,
        t: TokenIx,
        role: &Role,
        lead: Lead,
        codes: &Codes,
        many: bool,
    ) -> Option<EntityId> {
        if lead == Lead::Other || lead == Lead::Indefinite || self.counted == Some(t) && lead == Lead::None {
            return None;
        }
        let ours = self.first_person_owner(t);
        let doc = self.book.doc;
        let owner = doc.child(t, Dep::Poss).filter(|&p| doc.token(p).pos == Pos::Propn).map(|p| doc.lower(p));
        let state = role.kind == RoleKind::Country;
        // "her state" is none of those named before.
        if state && (ours.is_some() || lead == Lead::Possessed && self.is_area(&role.noun)) {
            return None;
        }
        let person = matches!(role.kind, RoleKind::Person | RoleKind::People) && !many;
        // A single person without an article is a title or a headline's "president"; with one it takes up another.
        let agrees = |seen: &Seen| {
            let Some(id) = seen.entity else { return false };
            let draft = self.draft(id);
            let country = codes.country.is_none() || draft.country == codes.country;
            let word = draft.nouns.iter().any(|n| same_office(n, &role.noun));
            if seen.modifier && role.kind != RoleKind::Country {
                return false;
            }
            // "our candidates" are not anybody's.
            if ours.is_some_and(|o| !draft.name.to_lowercase().split(' ').any(|w| w == o)) {
                return false;
            }
            match role.kind {
                RoleKind::Country => {
                    // "his country", where only the line of the date names one.
                    let elsewhere = lead == Lead::Possessed && self.book.in_dateline(seen.head);
                    draft.kind == EntityKind::Country && country && !many && !elsewhere
                }
                _ if person => {
                    let other = self.named_below(id, t) || self.named_above(id, t);
                    let title = lead != Lead::None || draft.named && !self.is_told_more(t);
                    // "the military official" is none of the hospital.
                    let told = codes.sectors != role.sectors && !codes.sectors.is_empty() && !draft.sectors.is_empty();
                    let apart = told && !codes.sectors.iter().any(|s| draft.sectors.contains(s));
                    draft.kind == EntityKind::Person && country && word && !other && title && !apart
                }
                RoleKind::Body if lead == Lead::Definite && (role.weak || role.anaphor) && !many => {
                    let body = matches!(draft.kind, EntityKind::Organization | EntityKind::Outlet);
                    let sector = role.sectors.is_empty() || role.sectors.iter().any(|s| draft.sectors.contains(s));
                    let called = word || draft.name.to_lowercase().split(' ').any(|w| w == role.noun.as_str());
                    body && country
                        && !self.is_of_another(t, &draft.name)
                        && (called || draft.named && sector && role.anaphor)
                }
                _ => {
                    let same = codes.country == draft.country
                        || codes.country.is_none() && lead != Lead::None
                        || codes.country.is_none() && draft.many;
                    let sectors =
                        draft.sectors == codes.sectors || draft.sectors.is_empty() || codes.sectors.is_empty();
                    // "Five people died. People fled": others.
                    let others = many && lead == Lead::None && (draft.counted || self.adds_to(t, &draft.name));
                    // "Mora's government" is not the elected one of before.
                    let anothers = owner.is_some_and(|o| {
                        let name = draft.name.to_lowercase();
                        name != role.noun && !name.split(' ').any(|w| w == o)
                    });
                    // "The farmers' unions left. The urban teachers' unions stayed": others.
                    let apart = many && self.is_other_kind(t, seen.head);
                    word && same
                        && sectors
                        && !others
                        && !anothers
                        && !apart
                        && draft.many == many
                        && !(many && seen.how == How::Name)
                }
            }
        };
        let near = self.seen.iter().rev().filter(|s| s.head != t && agrees(s));
        if role.kind == RoleKind::Country {
            return near.max_by_key(|s| self.salience(s, t)).and_then(|s| s.entity);
        }
        // The one spoken of most, unless it is far: two sentences count as one more mention.
        let sentence = self.book.doc.sentence_ix(t) as i32;
        let weight = |s: &Seen| {
            let often = s.entity.map_or(0, |id| self.frequency(id).min(6)) as i32;
            (2 * often - (sentence - self.book.doc.sentence_ix(s.head) as i32), s.head)
        };
        near.max_by_key(|s| weight(s)).and_then(|s| s.entity)
    }

    /// "our", "my" of "our candidates".
    fn first_person_owner(&self, t: TokenIx) -> Option<&'a str> {
        let doc = self.book.doc;
        let owner = doc.child(t, Dep::Poss).filter(|&p| doc.token(p).tag == Tag::PrpS)?;
        (!super::pronouns::is_third_person(doc.lower(owner))).then(|| doc.lower(owner))
    }

    /// Whether a word before a noun says more than a name: "international partners" are not "American partners".
    fn adds_to(&self, t: TokenIx, name: &str) -> bool {
        let doc = self.book.doc;
        let name = name.to_lowercase();
        let noun = self.book.role(t).map_or(t..t + 1, |r| r.tokens.clone());
        let mut before = doc.children_by(t, &[Dep::Amod, Dep::Compound, Dep::Nmod]).filter(|c| !noun.contains(c));
        before.any(|c| !name.split(' ').any(|w| w == doc.lower(c)))
    }

    /// Whether two plurals are told apart by adjectives that neither shares: "rural unions" and "urban unions".
    fn is_other_kind(&self, t: TokenIx, before: TokenIx) -> bool {
        let doc = self.book.doc;
        let role = self.book.role(t).map_or(t..t + 1, |r| r.tokens.clone());
        let kinds = |head: TokenIx| -> Vec<&str> {
            let start = phrase(self.book, head, head..head + 1).start;
            let own = (start..head).filter(|&w| doc.token(w).tag == Tag::Jj && !role.contains(&w));
            own.filter(|&w| self.book.name(w).is_none()).map(|w| doc.lower(w)).collect()
        };
        let (new, old) = (kinds(t), kinds(before));
        !new.is_empty() && !old.is_empty() && !new.iter().any(|k| old.contains(k))
    }

    /// "the MLF group" is no other group than that.
    fn is_of_another(&self, t: TokenIx, name: &str) -> bool {
        let doc = self.book.doc;
        let told = |c: TokenIx| doc.token(c).pos == Pos::Propn && self.book.name(c).is_none_or(|n| n.known().is_none());
        let mut before = doc.children_by(t, &[Dep::Compound]).filter(|&c| c + 1 == t && told(c));
        before.any(|c| !name.split(' ').any(|w| w == doc.word(c)))
    }

    /// Who holds the office that a description names: "the Hungarian prime minister".
    fn holder(&mut self, t: TokenIx, role: &Role, lead: Lead, codes: &Codes, many: bool) -> Option<EntityId> {
        let book = self.book;
        if !role.office || many || matches!(lead, Lead::Indefinite | Lead::Other) || codes.sectors == [Sector::Eli] {
            return None;
        }
        let country = codes.country.as_ref().or(role.country.as_ref())?;
        let entry = book.actors().holder(country, &role.noun, book.published?)?;
        // "the president of the national bank" is not the president.
        let of = book.doc.children_by(t, &[Dep::Prep]).flat_map(|p| book.doc.children_by(p, &[Dep::Pobj]));
        if of.into_iter().any(|o| book.role(o).is_some_and(|r| r.role.kind != RoleKind::Country)) {
            return None;
        }
        let known = book.actors().entry(entry);
        let codes = entry_codes(known, book.published, Some(role));
        let id = self.entity_for(Key::Entry(entry), || new_draft(known.name.clone(), true, known.kind, codes, false));
        self.drafts[id.index()].sex = known.sex;
        Some(id)
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
    fn last_two(&self, role: &Role) -> Option<[EntityId; 2]> {
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
            RoleKind::Group => other().or_else(states).or_else(|| self.last_pair(&one_of)),
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

    // ------------------------------------------------------------------ the book of mentions

    /// Whom a name further on means; it is read now.
    pub(super) fn read_ahead(&mut self, name: &Name) -> Option<EntityId> {
        if !self.done(name.head) {
            self.named(name);
        }
        self.at[name.head]
    }

    /// The entity of a name further on, where it was named before.
    pub(super) fn known_name(&self, name: &Name) -> Option<EntityId> {
        let doc = self.book.doc;
        let key = match (name.what, self.full_name(name)) {
            (_, Some(full)) => match self.book.names[full].what {
                What::Known(m) => Key::Entry(m.entry),
                What::Unknown(kind) => Key::Words(kind, doc.words(self.book.names[full].tokens.clone()).into()),
            },
            (What::Known(m), None) => Key::Entry(m.entry),
            (What::Unknown(kind), None) => Key::Words(kind, doc.words(name.tokens.clone()).into()),
        };
        self.keys.get(&key).copied()
    }

    fn entity_for(&mut self, key: Key, make: impl FnOnce() -> Draft) -> EntityId {
        if let Some(&id) = self.keys.get(&key) {
            return id;
        }
        let id = EntityId::new(self.drafts.len());
        self.drafts.push(make());
        self.keys.insert(key, id);
        id
    }

    fn refer(&mut self, head: TokenIx, tokens: Range<TokenIx>, how: How, entity: EntityId, members: Vec<EntityId>) {
        let many = members.len() > 1 || self.drafts[entity.index()].many;
        for id in if members.is_empty() { vec![entity] } else { members.clone() } {
            self.drafts[id.index()].mentions += 1;
        }
        self.at[head] = Some(entity);
        self.done[head] = true;
        self.note_acronym(head, &tokens, entity);
        if members.len() > 1 {
            self.members.insert(head, members.clone());
        }
        let joined = if members.len() > 1 { members.clone() } else { Vec::new() };
        let seen =
            Seen { entity: Some(entity), members: joined, head, tokens: tokens.clone(), many, how, modifier: false };
        self.seen.push(seen);
        self.mentions.push(Mention { entity, head, tokens, how, members });
        self.note_joined(head);
    }

    /// "Ana and her brother": two or more joined are one that "they" can mean.
    fn note_joined(&mut self, head: TokenIx) {
        let doc = self.book.doc;
        if doc.dep(head) != Dep::Conj {
            return;
        }
        let mut heads = vec![head];
        while let Some(up) = doc.head(heads[heads.len() - 1]).filter(|_| doc.dep(heads[heads.len() - 1]) == Dep::Conj) {
            heads.push(up);
        }
        heads.reverse();
        let mut members: Vec<EntityId> = Vec::new();
        for &h in &heads {
            let Some(id) = self.entity_at(h) else { return };
            let more = if self.members_at(h).is_empty() { vec![id] } else { self.members_at(h) };
            members.extend(more.into_iter().filter(|m| !members.contains(m)).collect::<Vec<_>>());
        }
        let person = |id: &EntityId| matches!(self.draft(*id).kind, EntityKind::Person | EntityKind::Group);
        let acts = |id: &EntityId| {
            person(id) || matches!(self.draft(*id).kind, EntityKind::Country | EntityKind::Organization)
        };
        let first = self.seen.iter().rev().find(|s| s.head == heads[0] && s.members.is_empty());
        let Some((start, how)) = first.filter(|s| !s.modifier).map(|s| (s.tokens.start, s.how)) else { return };
        if members.len() < 2 || !members.iter().all(acts) {
            return;
        }
        let (entity, head, tokens) = (Some(members[0]), heads[0], start..head + 1);
        self.seen.push(Seen { entity, members, head, tokens, many: true, how, modifier: false });
    }

    /// The capitals in brackets behind a body's name are its name from here on.
    fn note_acronym(&mut self, head: TokenIx, tokens: &Range<TokenIx>, entity: EntityId) {
        let doc = self.book.doc;
        let after = self.book.name(head).map_or(tokens.end.max(head + 1), |n| n.tokens.end);
        if after + 2 >= doc.len() || doc.word(after) != "(" || doc.word(after + 2) != ")" {
            return;
        }
        let word = doc.word(after + 1);
        let capitals =
            word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c.is_numeric() || c == '.' || c == '-');
        let body = matches!(self.draft(entity).kind, EntityKind::Organization | EntityKind::Group);
        let named = self.book.name(head).is_some() || doc.token(head).pos == Pos::Propn;
        if capitals && body && named {
            self.acronyms.insert(word.into(), entity);
        }
    }

    /// A number, or a noun that stands for those it counts.
    fn counts(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        doc.token(t).pos == Pos::Num || self.book.actors().has_effect(doc.lemma(t), Effect::Part)
    }

    /// A noun phrase that is nobody: it can be what a pronoun means.
    fn note_thing(&mut self, t: TokenIx) {
        let doc = self.book.doc;
        if matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Attr | Dep::Conj) {
            // "ten of the letters", "a stack of letters"
            let of_many = doc.children_by(t, &[Dep::Prep]).filter_map(|p| doc.child(p, Dep::Pobj));
            let many = super::phrases::is_plural(doc, t)
                || of_many.into_iter().any(|o| super::phrases::is_plural(doc, o)) && self.counts(t);
            let tokens = t..t + 1;
            let (entity, members) = (None, Vec::new());
            self.seen.push(Seen { entity, members, head: t, tokens, many, how: How::Nominal, modifier: false });
        }
    }

    /// How often something has been spoken of.
    pub(super) fn frequency(&self, id: EntityId) -> u32 {
        self.drafts[id.index()].mentions
    }

    /// Entities in the order of their first mention.
    fn cast(self) -> Cast {
        let doc = self.book.doc;
        let mut mentions = self.mentions;
        mentions.sort_by_key(|m| (doc.token(m.tokens.start).span.start, m.head));
        let mut order: Vec<Option<EntityId>> = vec![None; self.drafts.len()];
        let mut entities = Vec::new();
        for mention in &mut mentions {
            let meant: Vec<EntityId> =
                if mention.members.is_empty() { vec![mention.entity] } else { mention.members.clone() };
            let renamed: Vec<EntityId> = (meant.iter())
                .map(|old| {
                    *order[old.index()].get_or_insert_with(|| {
                        let d = &self.drafts[old.index()];
                        entities.push(Entity {
                            name: d.name.clone(),
                            kind: d.kind,
                            country: d.country.clone(),
                            sectors: d.sectors.clone(),
                            role: d.role.clone(),
                            wikidata: None,
                            mentions: Vec::new(),
                            evidence: d.evidence.clone(),
                        });
                        EntityId::new(entities.len() - 1)
                    })
                })
                .collect();
            mention.entity = renamed[0];
            if !mention.members.is_empty() {
                mention.members = renamed;
            }
        }
        Cast::new(doc, entities, mentions)
    }
}

fn doc_words<'a>(book: &'a Book<'_>, name: &Name) -> &'a str {
    book.doc.word(name.tokens.end - 1)
}

fn new_draft(name: SmolStr, named: bool, kind: EntityKind, codes: Codes, many: bool) -> Draft {
    Draft {
        name,
        named,
        kind,
        country: codes.country,
        sectors: codes.sectors,
        nouns: codes.role.iter().cloned().collect(),
        role: codes.role,
        evidence: codes.evidence,
        bond: Bond::Loose,
        sex: None,
        many,
        counted: false,
        mentions: 0,
    }
}

/// Whether somebody of some sectors can be called by a word of others: a politician is a billionaire too, but an officer
/// or a judge is one by that word only.
fn can_also_be(word: &[Sector], known: &[Sector]) -> bool {
    use Sector::{Cop, Crm, Gov, Jrn, Jud, Med, Mil, Reb, Spy, Uaf};
    let office = |s: &Sector| matches!(s, Cop | Crm | Gov | Jrn | Jud | Med | Mil | Reb | Spy | Uaf);
    !word.iter().any(office) || word.iter().any(|s| known.contains(s))
}

/// "minister" takes up a "foreign minister", "secretary" a "secretary of state"; "team" no "team member".
fn same_office(known: &str, said: &str) -> bool {
    known == said || noun_of(known) == said || noun_of(said) == known
}

/// The noun itself of a noun of several words.
fn noun_of(words: &str) -> &str {
    let own = words.split(" of ").next().unwrap_or(words);
    own.rsplit(' ').next().unwrap_or(own)
}
