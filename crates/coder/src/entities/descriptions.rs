//! Whom a common noun means: "the minister", "rebels", "his country". Somebody spoken of before or further on, who holds
//! the office that it names, or somebody new.

use super::Book;
use super::codes::{Codes, entry_codes, name_kind};
use super::home::Bond;
use super::names::Name;
use super::phrases::{Lead, lead, phrase};
use super::resolve::{Draft, Key, Resolver, Seen, new_draft};
use sayso_coding::{EntityId, EntityKind, How, Sector};
use sayso_doc::{Dep, Pos, Tag, TokenIx};
use sayso_lexicon::actors::{Effect, Role, RoleKind};
use sayso_lexicon::gazetteer::{Class, Site};
use smol_str::{SmolStr, format_smolstr};
use std::ops::Range;

/// GeoNames’ feature of a capital.
const CAPITAL: &str = "PPLC";

impl<'a> Resolver<'a> {
    pub(super) fn nominal(&mut self, t: TokenIx, role: &Role) {
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
        if before.is_some() && self.draft(id).bond == Bond::Loose && self.numbered_people(t, role, lead) == Some(id) {
            // "Five men were freed. The five activists": more is told of them now.
            self.drafts[id.index()].bond = self.bond(t, role, &codes.sectors, lead);
        }
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
        // "France sent troops. The former colonial power"
        let told = role.kind == RoleKind::Person && codes.country.is_none() && doc.child(t, Dep::Amod).is_some();
        if !(role.states && (body || told) && lead == Lead::Definite) || self.is_many(t) || self.is_told_more(t) {
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
            .filter(|s| !role.office || doc.sentence_ix(t) - doc.sentence_ix(s.head) < NEAR || !self.is_foreign(s))
            .max_by_key(|s| self.salience(s, t))
            .and_then(|s| s.entity)
    }

    /// Whether the text speaks of another state twice as often as of that which a place is in.
    fn is_foreign(&self, seen: &Seen) -> bool {
        let told = |country: &SmolStr| -> u32 {
            self.drafts.iter().filter(|d| d.country.as_ref() == Some(country)).map(Draft::told).sum()
        };
        let Some(own) = seen.entity.and_then(|id| self.draft(id).country.as_ref()) else { return false };
        let states = self.drafts.iter().filter_map(|d| d.country.as_ref());
        states.filter(|c| self.book.actors().country(c).is_some()).any(|c| told(c) >= 2 * told(own))
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
                && !has_other_office(role, draft)
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
            // "toppled the cabinet and its premier Ana Ruiz": the name tells more of whose she is than "its" does.
            let owned = book.doc.child(t, Dep::Poss).is_some_and(|p| book.doc.token(p).pos == Pos::Pron);
            if !owned && country.is_some() && codes.country.is_some() && country != codes.country {
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
        if let Some(id) = self.numbered_people(t, role, lead).filter(|_| many) {
            return Some(id);
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
                    draft.kind == EntityKind::Country && country && !many && !elsewhere && !self.is_union(id)
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
                    let body = matches!(draft.kind, EntityKind::Organization | EntityKind::Outlet)
                        || role.sectors.is_empty() && self.is_union(id);
                    let sector = role.sectors.is_empty() || role.sectors.iter().any(|s| draft.sectors.contains(s));
                    let called = word || draft.name.to_lowercase().split(' ').any(|w| w == role.noun.as_str());
                    // "the group" is no government ("Lima").
                    let office =
                        |s: &Sector| matches!(s, Sector::Gov | Sector::Mil | Sector::Leg | Sector::Jud | Sector::Cop);
                    let official = draft.sectors.iter().any(office) && self.state_of(id).is_some();
                    let sector = sector && !(role.sectors.is_empty() && official);
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

    /// "Four members of the group were held. The four men …": people of no other description are those who were last brought
    /// in by that number.
    fn numbered_people(&self, t: TokenIx, role: &Role, lead: Lead) -> Option<EntityId> {
        let doc = self.book.doc;
        let anybody = matches!(role.kind, RoleKind::Person | RoleKind::People) && role.sectors == [Sector::Cvl];
        let bare = doc.children(t).filter(|&c| c < t).all(|c| matches!(doc.dep(c), Dep::Det | Dep::Nummod));
        let number = doc.child(t, Dep::Nummod).filter(|_| lead == Lead::Definite && anybody && bare)?;
        let counted = |s: &&Seen| {
            let people =
                s.entity.is_some_and(|id| matches!(self.draft(id).kind, EntityKind::Group | EntityKind::Person));
            people && s.head < t && doc.children_by(s.head, &[Dep::Nummod]).any(|n| doc.lower(n) == doc.lower(number))
        };
        self.seen.iter().rev().find(counted).and_then(|s| s.entity)
    }

    /// A union of states, which is no country and is taken up by "the bloc".
    fn is_union(&self, id: EntityId) -> bool {
        let draft = self.draft(id);
        draft.kind == EntityKind::Country && draft.country.as_deref() == Some(super::home::UNION)
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
}

fn doc_words<'a>(book: &'a Book<'_>, name: &Name) -> &'a str {
    book.doc.word(name.tokens.end - 1)
}

/// Whether somebody of some sectors can be called by a word of others: a politician is a billionaire too, but an officer
/// or a judge is one by that word only.
fn can_also_be(word: &[Sector], known: &[Sector]) -> bool {
    use Sector::{Cop, Crm, Gov, Jrn, Jud, Med, Mil, Reb, Spy, Uaf};
    let office = |s: &Sector| matches!(s, Cop | Crm | Gov | Jrn | Jud | Med | Mil | Reb | Spy | Uaf);
    !word.iter().any(office) || word.iter().any(|s| known.contains(s))
}

/// "the ambassador" is nobody of whom another office is known; "the leader" may be.
fn has_other_office(role: &Role, known: &Draft) -> bool {
    let office = role.title && !role.owned && !role.weak && role.sectors == [Sector::Gov];
    let other = |said: &SmolStr| !same_office(said, &role.noun);
    office
        && known.sectors == [Sector::Gov]
        && known.role.as_ref().is_some_and(other)
        && !known.nouns.contains(&role.noun)
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
