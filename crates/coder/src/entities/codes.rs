//! Whose a noun phrase is and of what sector: from the countries and bodies named in it, from what its words mean, and
//! from what has been said of those it belongs to.

use super::home::is_armed_band;
use super::names::{Name, What};
use super::phrases::{Lead, is_plural, lead, phrase};
use super::resolve::Resolver;
use jiff::civil::Date;
use sayso_coding::{EntityKind, Sector};
use sayso_doc::{Dep, Pos, TokenIx};
use sayso_lexicon::actors::{Effect, Entry, EntryIx, Meaning, Role, RoleKind, Sense, Term};
use sayso_lexicon::{Actors, Kind};
use smol_str::{SmolStr, format_smolstr};

/// What can be told of somebody's or something's codes, and from what.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Codes {
    pub(super) country: Option<SmolStr>,
    pub(super) sectors: Vec<Sector>,
    pub(super) role: Option<SmolStr>,
    pub(super) evidence: SmolStr,
    /// Where countries are named one by one for as many of a kind ("Hungarian and Romanian officials"): the others.
    pub(super) more: Vec<SmolStr>,
}

/// Those a phrase belongs to.
#[derive(Clone, Debug)]
struct Owner {
    country: Option<SmolStr>,
    sectors: Vec<Sector>,
    kind: EntityKind,
}

/// How a name in a phrase bears on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    /// "Russian", "Russia's", "of Russia".
    Owns,
    /// "Hamas-run", "London-based": the country only.
    CountryOnly,
    /// "pro-Russian", "US-backed".
    Looks,
}

/// The codes of an entry on the day of publication. Past office holders are former; the nearest office counts where no
/// day is known.
/// `title` is the office that stands before the name.
pub(super) fn entry_codes(entry: &Entry, day: Option<Date>, title: Option<&Role>) -> Codes {
    let mut codes = Codes {
        country: entry.country.clone(),
        sectors: entry.sectors.clone(),
        role: None,
        evidence: entry.origin.clone(),
        more: Vec::new(),
    };
    let person = entry.kind == EntityKind::Person;
    let now = match day {
        Some(day) => entry.terms.iter().find(|t| t.holds_on(day)),
        None => {
            let titled = |t: &Term| title.is_some_and(|r| r.noun == t.role);
            entry.terms.iter().max_by_key(|t| (titled(t), t.until.is_none(), t.until))
        }
    };
    let past = || {
        (entry.terms.iter()).filter(|t| t.until.is_some_and(|u| day.is_some_and(|day| u < day))).max_by_key(|t| t.until)
    };
    if let Some(term) = now {
        codes.sectors = term.sectors.clone();
        codes.role = Some(term.role.clone()).filter(|r| !r.is_empty());
    } else if let Some(term) = past().filter(|_| person) {
        let office = term.sectors.iter().any(|s| matches!(s, Sector::Gov | Sector::Leg));
        codes.sectors = if office { vec![Sector::Eli] } else { term.sectors.clone() };
    }
    codes
}

/// Labels between a noun and what stands before it and says whose or which it is.
const MODIFIERS: [Dep; 11] = [
    Dep::Amod,
    Dep::Compound,
    Dep::Nmod,
    Dep::Poss,
    Dep::Npadvmod,
    Dep::Conj,
    Dep::Dep,
    Dep::Appos,
    Dep::Advmod,
    Dep::Det,
    Dep::Nummod,
];

impl Resolver<'_> {
    /// The codes of a phrase with this head and role noun.
    pub(super) fn phrase_codes(&self, head: TokenIx, role: Option<&Role>) -> Codes {
        let book = self.book;
        let doc = book.doc;
        let inner = book.name(head).map_or(head..head + 1, |n| n.tokens.clone());
        let tokens = phrase(book, head, inner.clone());
        let mut codes = Codes::default();
        let mut owner: Option<Owner> = None;
        let relation = role.is_some_and(|r| r.relation);
        let place = role.is_some_and(|r| r.kind == RoleKind::Place);

        // Whose: "Ukraine's general staff", "his predecessor".
        let poss = doc.children(head).find(|&c| doc.dep(c) == Dep::Poss && c < head);
        let poss = poss.or_else(|| self.compound_poss(head)).filter(|p| !inner.contains(p));
        // "Peru's neighbour" is another state.
        let another = |o: &Owner| role.is_some_and(|r| r.states) && o.kind == EntityKind::Country;
        if let Some(found) = poss.and_then(|p| self.owner(p)).filter(|o| !relation && !another(o)) {
            codes.country = found.country.clone();
            owner = Some(found);
            let members = poss.map(|p| self.members_at(p)).unwrap_or_default();
            codes.more.extend(members.iter().skip(1).filter_map(|&m| self.draft(m).country.clone()));
        }
        // What stands before: "Russian", "NATO", "Hamas-run".
        let mut before: Vec<(&Name, Tie)> = (book.names.iter())
            .filter(|n| n.tokens.end > tokens.start && n.tokens.end <= head)
            .filter(|n| Some(n.head) != poss && !n.tokens.contains(&head))
            .filter(|n| n.tokens.clone().any(|t| self.modifies(t, head)))
            .map(|n| (n, self.tie(n)))
            .filter(|&(_, tie)| tie != Tie::Looks && !(place && tie == Tie::CountryOnly))
            .collect();
        before.reverse();
        for &(name, tie) in &before {
            let Some(found) = self.owner(name.head) else { continue };
            // "Gabonese MLF rebels": an adjective says whose those of a band are that others know elsewhere.
            if codes.country.is_none() || self.tells_whose_band(name, owner.as_ref()) {
                codes.country = found.country.clone();
            } else if found.country.is_some() && found.country != codes.country && self.coordinated(name, &before) {
                codes.more.extend(codes.country.replace(found.country.clone().unwrap_or_default()));
            }
            if tie == Tie::Owns && (owner.is_none() || owner.as_ref().is_some_and(|o| o.sectors.is_empty())) {
                owner = Some(found);
            }
        }
        // What follows: "officials of the ministry", "rebels in Mali".
        // "foreign fighters in Mali" are not of Mali.
        // Nor is a foreign ministry abroad.
        let noun = book.role(head).filter(|r| r.role.kind == RoleKind::Body).map_or(head, |r| r.tokens.start);
        let abroad = (tokens.start..noun.min(head)).any(|t| book.actors().has_effect(doc.lower(t), Effect::Abroad));
        let mobile = abroad || role.is_some_and(|r| r.mobile);
        // "the Ministry of Health and Population of Egypt"
        let ending = doc.subtree(head).filter(|&t| t > head && self.ends_name(t));
        let behind = ending.flat_map(|t| doc.children_by(t, &[Dep::Prep]));
        // "the President of Mali Ana Ruiz"
        let titles = doc.children_by(head, &[Dep::Nmod, Dep::Compound]).filter(|&t| t < head && book.role(t).is_some());
        let of_title = titles.flat_map(|t| doc.subtree(t)).filter(|&p| doc.dep(p) == Dep::Prep && p < inner.start);
        let own =
            doc.children_by(head, &[Dep::Prep]).chain(behind).chain(self.body_in(head, role)).filter(|&p| p > head);
        for prep in own.chain(of_title) {
            let word = doc.lower(prep);
            let person = role.is_some_and(|r| r.kind == RoleKind::Person);
            // "the ministry for Kosovo"
            let office = role.is_some_and(|r| r.kind == RoleKind::Body && !r.mobile && r.sectors == [Sector::Gov]);
            let of = book.actors().has_effect(word, Effect::Of)
                || person && book.actors().has_effect(word, Effect::Serves)
                || office && book.lexicon.grammar.is(Kind::Purpose, word);
            let place = book.actors().has_effect(word, Effect::In);
            let from = book.actors().has_effect(word, Effect::From);
            if !of && !from && (!place || mobile) || relation && !from {
                continue;
            }
            for object in doc.children_by(prep, &[Dep::Pobj]).filter(|o| !inner.contains(o)) {
                let found = self.owner(object).or_else(|| {
                    // "rebels in the east of Mali", "people from an Indian village"
                    let country = self.place_country(object).filter(|_| place || from)?;
                    Some(Owner { country: Some(country), sectors: Vec::new(), kind: EntityKind::Place })
                });
                let Some(mut found) = found else { continue };
                if person && of && found.country.is_none() {
                    // "the Mayor of Kharkiv"
                    found.country = self.place_country(object);
                }
                if codes.country.is_none() {
                    codes.country = found.country.clone();
                    // "teams from Chile, Peru and Bolivia", "the leaders of Chad and Niger"
                    if (place || from || person && of) && self.is_many(head) {
                        let others = doc.conjuncts(object).into_iter().filter(|&c| c != object);
                        codes.more.extend(others.filter_map(|c| self.owner(c)?.country));
                    }
                }
                if of && owner.is_none() {
                    owner = Some(found);
                }
            }
        }
        codes.sectors = self.phrase_sectors(head, tokens.start, role, owner.as_ref());
        codes.role = role.filter(|r| r.kind == RoleKind::Person).map(|r| r.noun.clone());
        codes.evidence = doc.words(tokens).into();
        codes
    }

    /// "toppled the government in Chad": of a state's body before "in" it is said whose it is, not where it was toppled.
    fn body_in(&self, head: TokenIx, role: Option<&Role>) -> Option<TokenIx> {
        let doc = self.book.doc;
        let body = role.is_some_and(|r| r.kind == RoleKind::Body && !r.mobile && r.sectors == [Sector::Gov]);
        let verb = doc.head(head).filter(|_| body && doc.dep(head) == Dep::Dobj)?;
        let prep = doc.children_by(verb, &[Dep::Prep]).find(|&p| p == head + 1)?;
        let state =
            |m: Meaning| m.sense == Sense::Name && self.book.actors().entry(m.entry).kind == EntityKind::Country;
        let object = doc.child(prep, Dep::Pobj).and_then(|o| self.book.name(o)).and_then(Name::known);
        (self.book.actors().has_effect(doc.lower(prep), Effect::In) && object.is_some_and(state)).then_some(prep)
    }

    fn phrase_sectors(&self, head: TokenIx, start: TokenIx, role: Option<&Role>, owner: Option<&Owner>) -> Vec<Sector> {
        let book = self.book;
        let doc = book.doc;
        let Some(role) = role else { return Vec::new() };
        let body = role.kind != RoleKind::Person && role.kind != RoleKind::People;
        let former = || (start..head).any(|t| book.actors().has_effect(doc.lower(t), Effect::Former));
        let own = || match owner {
            // "the leader of the movement": GOV only where it is of a country.
            Some(o) if role.owned && o.kind != EntityKind::Country => Vec::new(),
            None if role.owned => Vec::new(),
            // "the company's president", "a vice president": of a firm, a school or whatever, not of a state.
            Some(o) if role.office && is_private(&o.sectors) => o.sectors.clone(),
            None if role.office && !body && lead(book, head) == Lead::Indefinite && !former() => Vec::new(),
            _ => role.sectors.clone(),
        };
        let mut sectors = Vec::new();
        if role.weak {
            // Of "party spokeswoman Ana Ruiz" the title is the noun.
            let title = (start..head).filter_map(|t| book.role(t)).find(|r| r.role.noun == role.noun);
            let noun_start = book.role(head).or(title).map_or(head, |r| r.tokens.start).min(head);
            // "Trade Union Congress": a name's own words tell too.
            let own = |t: TokenIx| book.name(t).is_none_or(|n| n.tokens.contains(&head));
            for t in (start..noun_start).rev().filter(|&t| self.modifies(t, head) && own(t)) {
                sectors = self.word_sectors(t);
                if !sectors.is_empty() {
                    break;
                }
            }
            if sectors.is_empty()
                && let Some(owner) = owner
                && owner.kind != EntityKind::Country
                && !(body && owner.kind == EntityKind::Person)
            {
                sectors = owner.sectors.clone();
            }
        }
        if sectors.is_empty() {
            sectors = own();
        }
        if former() && !body && sectors.contains(&Sector::Gov) {
            sectors = vec![Sector::Eli];
        }
        sectors
    }

    /// Whether a name is the adjective of a state and what was read between it and the noun an armed band.
    fn tells_whose_band(&self, name: &Name, band: Option<&Owner>) -> bool {
        let nation =
            |m: &Meaning| m.sense == Sense::Adjective && self.book.actors().entry(m.entry).kind == EntityKind::Country;
        let armed = |o: &Owner| o.kind == EntityKind::Organization && o.sectors.iter().any(is_armed_band);
        name.known().as_ref().is_some_and(nation) && band.is_some_and(armed)
    }

    /// The sectors that a word before a noun gives it.
    pub(super) fn word_sectors(&self, t: TokenIx) -> Vec<Sector> {
        let book = self.book;
        let doc = book.doc;
        let pair = (t > 0).then(|| format_smolstr!("{} {}", doc.lower(t - 1), doc.lower(t)));
        for word in pair.iter().map(SmolStr::as_str).chain([doc.lower(t), doc.lemma(t)]) {
            let given: Vec<Sector> = (book.actors().effects(word).iter())
                .filter_map(|e| if let Effect::Sector(s) = e { Some(*s) } else { None })
                .collect();
            if !given.is_empty() {
                return given;
            }
        }
        (book.role(t).filter(|r| !matches!(r.role.kind, RoleKind::Place | RoleKind::Country | RoleKind::Force)))
            .map(|r| r.role.sectors.clone())
            .unwrap_or_default()
    }

    /// Whom a token inside a phrase means, as far as it bears on whose the phrase is.
    fn owner(&self, t: TokenIx) -> Option<Owner> {
        let body =
            |n: &Name| n.known().is_some_and(|m| self.book.actors().entry(m.entry).kind == EntityKind::Organization);
        let named = || self.book.name(t).filter(|n| body(n)).and_then(|n| self.known_name(n));
        if let Some(entity) = self.entity_at(t).or_else(named) {
            let draft = self.draft(entity);
            return Some(Owner { country: draft.country.clone(), sectors: draft.sectors.clone(), kind: draft.kind });
        }
        let book = self.book;
        if let Some(name) = book.name(t) {
            let codes = self.name_codes(name);
            let kind = name_kind(book.actors(), name);
            return Some(Owner { country: codes.country, sectors: codes.sectors, kind });
        }
        let Some(role) = book.role(t).map(|r| r.role) else {
            // "leaders of the NATO alliance"
            let named = book.doc.children_by(t, &[Dep::Compound]).filter(|&c| c < t).find_map(|c| book.name(c));
            if let Some(name) = named
                .filter(|n| n.known().is_some_and(|m| book.actors().entry(m.entry).kind == EntityKind::Organization))
            {
                return self.owner(name.head);
            }
            // "residents of Kharkiv", where the recogniser saw no name
            let proper = book.doc.token(t).pos == Pos::Propn;
            let country = book.lexicon.gazetteer.country_of(book.doc.word(t)).filter(|_| proper)?;
            return Some(Owner { country: Some(country.into()), sectors: Vec::new(), kind: EntityKind::Place });
        };
        // "residents of the city", where the city was named before
        if let Some(place) = self.place_meant(t, role, lead(book, t)) {
            let country = self.draft(place).country.clone();
            return Some(Owner { country, sectors: Vec::new(), kind: EntityKind::Place });
        }
        let mut codes = self.phrase_codes(t, Some(role));
        if role.kind == RoleKind::Country && codes.country.is_none() {
            codes.country = self.country_of_joined(t);
        }
        // "the leader of the country", where the country was named before
        let lead = lead(book, t);
        if role.kind == RoleKind::Country && codes.country.is_none() && lead == Lead::Definite && !self.is_many(t) {
            let before = self.antecedent(t, role, lead, &codes, false);
            codes.country = before.and_then(|id| self.draft(id).country.clone());
        }
        let kind = if role.kind == RoleKind::Country { EntityKind::Country } else { EntityKind::Group };
        Some(Owner { country: codes.country, sectors: codes.sectors, kind })
    }

    /// "Mora and others of the country's elite", "banned Mora and other leaders of the country": the country of the person
    /// that those are joined to.
    fn country_of_joined(&self, t: TokenIx) -> Option<SmolStr> {
        let doc = self.book.doc;
        let noun =
            doc.ancestors(t).take_while(|&a| doc.token(a).pos != Pos::Verb).find(|&a| doc.dep(a) == Dep::Conj)?;
        let person = self.draft(self.entity_at(doc.head(noun)?)?);
        let alone = lead(self.book, t) == Lead::Definite && !self.is_many(t) && person.kind == EntityKind::Person;
        person.country.clone().filter(|c| alone && self.book.actors().country(c).is_some())
    }

    /// The codes of a name by itself.
    pub(super) fn name_codes(&self, name: &Name) -> Codes {
        let book = self.book;
        match name.what {
            What::Known(meaning) => {
                let entry = book.actors().entry(meaning.entry);
                let mut codes = entry_codes(entry, book.published, None);
                if meaning.sense == Sense::Capital && self.stands_for_government(name) {
                    codes.sectors = vec![Sector::Gov];
                }
                codes
            }
            What::Unknown(EntityKind::Organization) => {
                let role = book.role(name.head).map(|r| r.role);
                let mut codes = self.phrase_codes(name.head, role);
                if codes.country.is_none() {
                    codes.country = self.country_inside(name);
                }
                codes
            }
            // "the Delta variant" is no place.
            What::Unknown(EntityKind::Place) if book.doc.dep(name.head) != Dep::Compound => {
                let words = book.doc.words(name.tokens.clone());
                let clear = || book.lexicon.gazetteer.country_of(words).map(SmolStr::new);
                let country = self.told_country(words).or_else(clear);
                Codes { country, evidence: words.into(), ..Codes::default() }
            }
            What::Unknown(_) => Codes { evidence: book.doc.words(name.tokens.clone()).into(), ..Codes::default() },
        }
    }

    /// The country of a town that the text names once with what it lies in: "Bethlehem, Pennsylvania".
    fn told_country(&self, words: &str) -> Option<SmolStr> {
        let book = self.book;
        let mut named = book.names.iter().filter(|n| book.doc.words(n.tokens.clone()) == words);
        named.find_map(|town| {
            let comma = town.tokens.end;
            let next = (comma + 1 < book.doc.len() && book.doc.word(comma) == ",").then(|| book.name(comma + 1));
            let around = next.flatten()?.known()?;
            let entry = book.actors().entry(around.entry);
            let holds = around.sense == Sense::Name && matches!(entry.kind, EntityKind::Place | EntityKind::Country);
            let country = entry.country.clone().filter(|_| holds)?;
            book.lexicon.gazetteer.is_town_of(words, &country).then_some(country)
        })
    }

    /// A country named inside a longer name: "Voice of Greece", "University of Nairobi".
    fn country_inside(&self, name: &Name) -> Option<SmolStr> {
        let book = self.book;
        (name.tokens.clone())
            .flat_map(|t| book.actors().meanings(book.doc.word(t)))
            .filter(|m| matches!(m.sense, Sense::Name | Sense::Adjective | Sense::Capital))
            .find_map(|m| {
                let entry = book.actors().entry(m.entry);
                matches!(entry.kind, EntityKind::Country | EntityKind::Place).then(|| entry.country.clone())?
            })
    }

    /// Whether a capital is an actor here ("Kiev was planning") and not where something is ("in Kiev").
    pub(super) fn stands_for_government(&self, name: &Name) -> bool {
        let doc = self.book.doc;
        let words = &self.book.lexicon.gazetteer.words;
        let t = name.head;
        match doc.dep(t) {
            // "Baghdad remained calm"
            Dep::Nsubj => {
                // "Nairobi is ready to help", "Tehran needs to act"
                let acts = |v: TokenIx| {
                    doc.child(v, Dep::Xcomp).is_some()
                        || doc.child(v, Dep::Acomp).is_some_and(|a| doc.child(a, Dep::Xcomp).is_some())
                };
                !self.located(t) && doc.head(t).is_some_and(|v| !words.is_state(doc.lemma(v)) || acts(v))
            }
            Dep::Agent | Dep::Poss => !self.located(t),
            // "accused Kiev of", but "shelled Kiev"
            Dep::Nsubjpass | Dep::Dobj | Dep::Dative => doc.head(t).is_some_and(|v| words.is_addressing(doc.lemma(v))),
            Dep::Conj => doc.head(t).is_some_and(|h| {
                self.book.name(h).is_some_and(|n| n.head != t && n.known().is_some_and(|m| m.sense != Sense::Capital))
                    || self.book.name(h).is_some_and(|n| n.head != t && self.stands_for_government(n))
            }),
            Dep::Pobj => doc.head(t).is_some_and(|p| {
                let word = doc.lower(p);
                let prep = doc.head(p).map(|v| doc.token(v).pos);
                // "called on Moscow to free them"
                let spoken_to = doc.head(p).is_some_and(|v| words.is_addressing(doc.lemma(v)));
                let grammar = &self.book.lexicon.grammar;
                if grammar.is(Kind::Topic, word) {
                    spoken_to || prep == Some(Pos::Noun) && self.book.role(doc.token(p).head).is_none()
                } else if grammar.is(Kind::Ends, word) {
                    doc.head(p).is_some_and(|n| words.is_dealing(doc.lemma(n)))
                } else {
                    grammar.is(Kind::Facing, word)
                }
            }),
            _ => false,
        }
    }

    /// "Baghdad was hit", "Kiev's streets": a city that is a place though it is a subject or owner.
    fn located(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        match doc.dep(t) {
            Dep::Poss => doc.head(t).is_some_and(|h| {
                self.book
                    .role(h)
                    .is_some_and(|r| !matches!(r.role.kind, RoleKind::Body | RoleKind::Person | RoleKind::Force))
            }),
            _ => doc.children(t).any(|c| doc.dep(c) == Dep::Det),
        }
    }

    /// Whether a token before a head belongs to its modifiers: everything up to it modifies something that modifies it.
    fn modifies(&self, t: TokenIx, head: TokenIx) -> bool {
        let doc = self.book.doc;
        let mut at = t;
        for _ in 0..6 {
            let Some(up) = doc.head(at) else { return false };
            let dep = doc.dep(at);
            if !MODIFIERS.contains(&dep) {
                return false;
            }
            if up == head {
                return dep != Dep::Appos;
            }
            at = up;
        }
        false
    }

    /// "the Kremlin's chief spokesman Dmitry Peskov": an owner that hangs off a title before the name.
    fn compound_poss(&self, head: TokenIx) -> Option<TokenIx> {
        let doc = self.book.doc;
        (doc.children_by(head, &[Dep::Compound, Dep::Nmod, Dep::Amod]).filter(|&c| c < head))
            .find_map(|c| doc.children(c).find(|&p| doc.dep(p) == Dep::Poss))
    }

    fn tie(&self, name: &Name) -> Tie {
        let doc = self.book.doc;
        let has = |t: TokenIx, e: Effect| self.book.actors().has_effect(doc.lower(t), e);
        let start = name.tokens.start;
        // "pro-Russian", "anti Assad".
        let mut before = start.checked_sub(1);
        if before.is_some_and(|b| doc.word(b) == "-") {
            before = start.checked_sub(2);
        }
        if before.is_some_and(|b| has(b, Effect::Stance)) {
            return Tie::Looks;
        }
        // "US-backed", "US-EU-backed", "Iran backed", "Hamas-run".
        let mut t = name.tokens.end;
        while t + 1 < doc.len() && doc.word(t) == "-" {
            if let Some(next) = self.book.name(t + 1) {
                t = next.tokens.end;
                continue;
            }
            t += 1;
            break;
        }
        let hangs = doc.head(name.head).filter(|&h| h > name.head && doc.dep(name.head) == Dep::Npadvmod);
        for word in [Some(t).filter(|&t| t < doc.len() && t > name.tokens.end), hangs].into_iter().flatten() {
            if has(word, Effect::Tie) {
                return Tie::Looks;
            }
            if has(word, Effect::Rule) || has(word, Effect::Base) {
                return Tie::CountryOnly;
            }
        }
        Tie::Owns
    }

    /// Whether a country before a noun is joined by "and" to another ("US and British forces").
    fn coordinated(&self, name: &Name, others: &[(&Name, Tie)]) -> bool {
        let doc = self.book.doc;
        let joined = |a: TokenIx, b: TokenIx| doc.dep(b) == Dep::Conj && doc.token(b).head == a;
        // "Russian-German"
        let hyphened = |a: &Name, b: &Name| a.tokens.end + 1 == b.tokens.start && doc.word(a.tokens.end) == "-";
        others.iter().any(|(o, _)| {
            joined(o.head, name.head) || joined(name.head, o.head) || hyphened(o, name) || hyphened(name, o)
        })
    }

    /// Whether a phrase means many.
    pub(super) fn is_many(&self, head: TokenIx) -> bool {
        is_plural(self.book.doc, head) || self.book.role(head).is_some_and(|r| r.role.plural)
    }
}

/// Those whose offices are no state's.
fn is_private(sectors: &[Sector]) -> bool {
    let private =
        |s: &Sector| matches!(s, Sector::Bus | Sector::Edu | Sector::Med | Sector::Jrn | Sector::Lab | Sector::Soc);
    !sectors.is_empty() && sectors.iter().all(private)
}

pub(super) fn name_kind(actors: &Actors, name: &Name) -> EntityKind {
    match name.what {
        What::Known(m) => meaning_kind(actors, m.entry, m.sense),
        What::Unknown(kind) => kind,
    }
}

pub(super) fn meaning_kind(actors: &Actors, entry: EntryIx, sense: Sense) -> EntityKind {
    match sense {
        Sense::People => EntityKind::Group,
        _ => actors.entry(entry).kind,
    }
}
