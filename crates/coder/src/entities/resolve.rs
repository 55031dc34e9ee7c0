//! From the first word to the last: each name, description and pronoun becomes a mention of somebody known or new.

use super::Book;
use super::codes::{Codes, entry_codes, meaning_kind, name_kind};
use super::home::Bond;
use super::names::{Name, What, surname};
use super::phrases::{is_noun, joined, phrase};
use crate::{Cast, Mention};
use rustc_hash::FxHashMap;
use sayso_coding::{Entity, EntityId, EntityKind, How, Sector};
use sayso_doc::{Dep, Pos, Tag, TokenIx};
use sayso_lexicon::actors::{Effect, EntryIx, Role, RoleKind, Sense, Sex};
use smol_str::SmolStr;
use std::cell::OnceCell;
use std::ops::Range;

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

impl Draft {
    /// How often it has been spoken of.
    pub(super) fn told(&self) -> u32 {
        self.mentions
    }
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
pub(super) enum Key {
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
    pub(super) at: Vec<Option<EntityId>>,
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
    /// "the Treasury Department … Treasury": what departments are called for short.
    departments: FxHashMap<SmolStr, EntityId>,
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
        departments: FxHashMap::default(),
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

    pub(super) fn token(&mut self, t: TokenIx) {
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
        if let Some(id) = self.acronyms.get(doc.word(t)).copied().or_else(|| self.department(t)) {
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
    pub(super) fn done(&self, t: TokenIx) -> bool {
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
        // "a power grab"
        if role.states && role.kind == RoleKind::Person && doc.dep(t) == Dep::Compound && doc.token(t).pos == Pos::Noun
        {
            return true;
        }
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

    pub(super) fn named(&mut self, name: &Name) {
        let book = self.book;
        let doc = book.doc;
        let short = self.department(name.head).filter(|_| name.tokens.len() == 1);
        if let Some(id) = self.acronyms.get(doc.words(name.tokens.clone())).copied().or(short) {
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
        // "the Mora cabinet"
        if self.only_modifies(name) {
            self.seen.iter_mut().filter(|s| s.head == name.head).for_each(|s| s.modifier = true);
        }
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

    /// The state that a title is one of, unless somebody else is known to have held the office there on the day and the
    /// text does not speak of that state.
    fn office_of(&self, title: &Role, id: EntityId) -> Option<SmolStr> {
        let country = title.country.as_ref()?;
        let held = |day| self.book.actors().holder(country, &title.noun, day);
        let other = |entry| self.keys.get(&Key::Entry(entry)) != Some(&id);
        let another_s = title.office && self.book.published.and_then(held).is_some_and(other);
        let spoken_of = || {
            let known = self.book.names.iter().filter_map(|n| n.known()).map(|m| self.book.actors().entry(m.entry));
            known.filter(|e| e.kind == EntityKind::Country).any(|e| e.country.as_ref() == Some(country))
        };
        (!another_s || spoken_of()).then(|| country.clone())
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
    pub(super) fn title(&self, name: &Name, tokens: &Range<TokenIx>) -> Option<&'a Role> {
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
    pub(super) fn introduce(&mut self, id: EntityId, head: TokenIx) {
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
    pub(super) fn learn(&mut self, id: EntityId, said: &Codes, role: Option<&Role>) {
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

    pub(super) fn call(&mut self, id: EntityId, noun: &SmolStr) {
        let nouns = &mut self.drafts[id.index()].nouns;
        if !nouns.contains(noun) {
            nouns.push(noun.clone());
        }
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

    pub(super) fn entity_for(&mut self, key: Key, make: impl FnOnce() -> Draft) -> EntityId {
        if let Some(&id) = self.keys.get(&key) {
            return id;
        }
        let id = EntityId::new(self.drafts.len());
        self.drafts.push(make());
        self.keys.insert(key, id);
        id
    }

    pub(super) fn refer(
        &mut self,
        head: TokenIx,
        tokens: Range<TokenIx>,
        how: How,
        entity: EntityId,
        members: Vec<EntityId>,
    ) {
        let many = members.len() > 1 || self.drafts[entity.index()].many;
        for id in if members.is_empty() { vec![entity] } else { members.clone() } {
            self.drafts[id.index()].mentions += 1;
        }
        self.at[head] = Some(entity);
        self.done[head] = true;
        self.note_acronym(head, &tokens, entity);
        if let Some(name) = self.book.name(head) {
            self.note_department(name, entity);
        }
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

    /// "the Treasury Department", of which the text goes on to speak as "Treasury".
    fn note_department(&mut self, name: &Name, entity: EntityId) {
        let doc = self.book.doc;
        let last = name.tokens.end - 1;
        let department = |t: TokenIx| {
            let office = self.book.actors().role(doc.lower(t));
            office.is_some_and(|r| r.kind == RoleKind::Body && r.weak && r.sectors == [Sector::Gov])
        };
        let of = |t: TokenIx| self.book.actors().has_effect(doc.lower(t), Effect::Of);
        let short = match name.tokens.len() {
            0 | 1 => None,
            // "the Department of Justice"
            3 if department(name.tokens.start) && of(name.tokens.start + 1) => Some(last),
            _ => Some(last - 1).filter(|_| department(last)),
        };
        let state = self.draft(entity).country.is_some();
        if let Some(short) = short.filter(|&t| state && doc.token(t).pos == Pos::Propn) {
            self.departments.insert(doc.word(short).into(), entity);
        }
    }

    /// The department that a word is short for: "Treasury added", "Treasury's list", "the Treasury sanctions".
    fn department(&self, t: TokenIx) -> Option<EntityId> {
        let doc = self.book.doc;
        let id = *self.departments.get(doc.word(t))?;
        let alone = doc.children(t).all(|c| matches!(doc.dep(c), Dep::Det | Dep::Case | Dep::Appos | Dep::Punct));
        let acts = match doc.dep(t) {
            Dep::Nsubj | Dep::Nsubjpass | Dep::Poss => true,
            Dep::Compound => doc.head(t).is_some_and(|h| h == t + 1 && doc.token(h).pos == Pos::Noun),
            _ => false,
        };
        (doc.token(t).tag == Tag::Nnp && alone && acts).then_some(id)
    }

    /// A number, or a noun that stands for those it counts.
    pub(super) fn counts(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        doc.token(t).pos == Pos::Num || self.book.actors().has_effect(doc.lemma(t), Effect::Part)
    }

    /// A noun phrase that is nobody: it can be what a pronoun means.
    pub(super) fn note_thing(&mut self, t: TokenIx) {
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

pub(super) fn new_draft(name: SmolStr, named: bool, kind: EntityKind, codes: Codes, many: bool) -> Draft {
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
