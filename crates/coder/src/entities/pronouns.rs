//! Pronouns: whom "he", "it" and "their" mean. What was spoken of last counts most; a subject more than an object, a
//! name more than a description; what a verb already has as its other argument is ruled out.

use super::phrases::{Lead, lead};
use super::resolve::{Resolver, Seen};
use sayso_coding::{EntityId, EntityKind, How};
use sayso_doc::{Dep, Doc, Pos, Tag, TokenIx};
use sayso_lexicon::actors::{Effect, RoleKind, Sex};
use sayso_lexicon::{Complement, Cue, Kind};
use smol_str::SmolStr;

/// What a pronoun asks of what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    He,
    She,
    It,
    They,
}

fn form(word: &str) -> Option<Form> {
    match word {
        "he" | "him" | "his" | "himself" => Some(Form::He),
        "she" | "her" | "hers" | "herself" => Some(Form::She),
        "it" | "its" | "itself" => Some(Form::It),
        "they" | "them" | "their" | "theirs" | "themselves" => Some(Form::They),
        _ => None,
    }
}

/// What a pronoun tells of whom it means.
pub(super) fn sex_told(word: &str) -> Option<Sex> {
    match form(word)? {
        Form::He => Some(Sex::Male),
        Form::She => Some(Sex::Female),
        Form::It | Form::They => None,
    }
}

/// "they", "them": a pronoun of the plural.
pub(crate) fn means_many(word: &str) -> bool {
    form(word) == Some(Form::They)
}

pub(super) fn is_third_person(word: &str) -> bool {
    form(word).is_some()
}

/// Sentences further back than this are not looked at.
const REACH: usize = 3;
/// Under this nothing is meant rather than the wrong one.
const ENOUGH: i32 = 20;

/// The subject of the pronoun's own clause counts this much more for "his" and "their": "they urged the army to end its siege".
const OWN_SUBJECT: i32 = 26;

/// Those to whom something was done count this much more for who is told of further.
const UNDERGONE: i32 = 26;

/// The subject of a verb of speech counts this much more for the subject of what is said.
const SPEAKER: i32 = 10;
/// Who spoke before counts so much more for the one who says what a sentence tells, and what it tells of so much less.
const CLOSING: i32 = 24;
/// "it" in a quotation is rather what is spoken of there.
const OUTSIDE_QUOTE: i32 = 12;

impl Resolver<'_> {
    /// Whom a pronoun means, where that can be told: one, or several joined ("Ana and Rui said they").
    pub(super) fn pronoun(&mut self, t: TokenIx) -> Option<Vec<EntityId>> {
        let doc = self.book.doc;
        let form = form(doc.lower(t))?;
        if form == Form::It && (self.is_expletive(t) || self.is_matter(t) || self.is_what_was_said(t)) {
            return None;
        }
        if let Some(id) = self.bracketed(t) {
            return Some(vec![id]);
        }
        if let Some(same) = parallel(doc, t) {
            return self.entity_at(same).map(|id| vec![id]);
        }
        if let Some(id) = self.answers_for(t, form) {
            return Some(vec![id]);
        }
        let ahead = self.ahead(t);
        let speaker = self.speaker_of(t);
        // "the minister of Chad said they": he and others, not the state in his title.
        let reporter = speaker_above(doc, t);
        let in_title = |s: &Seen| {
            let under = reporter.is_some_and(|r| s.head != r && doc.is_under(s.head, r));
            under && s.entity.is_some_and(|id| self.draft(id).kind == EntityKind::Country)
        };
        let own = self
            .urged(t)
            .or_else(|| self.treated(t, form))
            .or_else(|| own_subject(doc, t))
            .and_then(|s| self.entity_at(s).map(|id| (s, id)));
        if reflexive(doc, t)
            && let Some((_, id)) = own
        {
            return self.fits(id, form).then(|| vec![id]);
        }
        let owner = own_subject(doc, t).filter(|_| own.is_none()).and_then(|s| doc.child(s, Dep::Poss));
        // "Mora's act of spitting made his saliva a weapon": the owner of what does it.
        let owner = owner.filter(|&p| p != t).and_then(|p| self.entity_at(p));
        let own = own.map(|(_, id)| id).or(owner).filter(|_| doc.dep(t) == Dep::Poss);
        let own = joined_before(doc, t).and_then(|j| self.entity_at(j)).filter(|&id| self.fits(id, form)).or(own);
        let predicate = self.country_told(t);
        let weight = |s: &Seen| {
            let bound = own.is_some() && s.entity == own && (s.members.is_empty() || form == Form::They);
            let told = self.tells_of(s, t);
            self.salience(s, t) - self.misfit(s, form, t) + if bound || told { OWN_SUBJECT } else { 0 }
        };
        let best = (self.seen.iter().rev())
            .take_while(|s| doc.sentence_ix(t) - doc.sentence_ix(s.head) <= REACH)
            .chain(ahead.as_ref())
            .filter(|s| self.agrees(s, form) && !barred(doc, s, t) && !self.beside(s, t))
            .filter(|s| s.entity.is_none_or(|id| !self.named_below(id, t)))
            // "He is a friend," said Omar: nobody calls himself "he".
            .filter(|s| speaker.is_none() || s.entity != speaker || !s.members.is_empty())
            .filter(|s| !(form == Form::They && (self.is_spoken_for(s, speaker) || in_title(s) || self.listens(s))))
            .filter(|s| form != Form::They || !self.is_one_above(s, t))
            .filter(|s| !(form == Form::It && self.says(t)) || self.can_have_said(s))
            .filter(|s| predicate.is_none() || self.is_of(s, predicate.as_ref()))
            .max_by_key(|s| (weight(s), s.head))
            .filter(|s| weight(s) >= ENOUGH);
        if form == Form::They
            && best.is_none_or(|s| !s.many)
            && let Some(pair) = self.pair_met(t)
        {
            return Some(pair);
        }
        let best = best?;
        if best.members.is_empty() { Some(vec![best.entity?]) } else { Some(best.members.clone()) }
    }

    /// "the junta" of "pressed the junta to end its siege": whom the verb over an infinitive tells to do it, though the parser
    /// may take it for a purpose.
    fn urged(&self, t: TokenIx) -> Option<TokenIx> {
        let doc = self.book.doc;
        let clause = doc.ancestors(t).find(|&a| doc.token(a).pos == Pos::Verb)?;
        let to = doc.children_by(clause, &[Dep::Aux]).any(|a| doc.lower(a) == self.book.lexicon.grammar.to());
        let verb = doc.head(clause).filter(|_| to && doc.dep(clause) == Dep::Advcl)?;
        let tells = |c: &Cue| c.takes(&Complement::ObjectInfinitive).is_some();
        let asks = self.book.lexicon.cues.verbs(doc.lemma(verb)).iter().any(tells);
        doc.child(verb, Dep::Dobj).filter(|&o| asks && o < clause)
    }

    /// "the officer" of "jailed an officer for his part in it": what he is treated so for is his own.
    fn treated(&self, t: TokenIx, form: Form) -> Option<TokenIx> {
        let doc = self.book.doc;
        let grammar = &self.book.lexicon.grammar;
        let own = matches!(form, Form::He | Form::She) && doc.dep(t) == Dep::Poss;
        let noun = doc.head(t).filter(|&n| own && doc.dep(n) == Dep::Pobj)?;
        let prep = doc.head(noun).filter(|&p| grammar.is(Kind::Purpose, doc.lower(p)))?;
        let object = doc.head(prep).and_then(|v| doc.child(v, Dep::Dobj)).filter(|&o| o < prep)?;
        self.entity_at(object).is_some_and(|id| self.fits(id, form) && !self.draft(id).many).then_some(object)
    }

    /// "banned two, among them an officer for his part in it": whom "for" stands beside.
    fn answers_for(&self, t: TokenIx, form: Form) -> Option<EntityId> {
        let doc = self.book.doc;
        let own = matches!(form, Form::He | Form::She) && doc.dep(t) == Dep::Poss;
        let noun = doc.head(t).filter(|&n| own && doc.dep(n) == Dep::Pobj)?;
        let prep = doc.head(noun).filter(|&p| self.book.lexicon.grammar.is(Kind::Purpose, doc.lower(p)))?;
        let beside = doc.head(prep).filter(|&n| matches!(doc.token(n).pos, Pos::Noun | Pos::Propn))?;
        self.entity_at(beside).filter(|&id| self.fits(id, form) && !self.draft(id).many)
    }

    /// "He is the third Greek envoy to leave": of what country the subject of a clause is said to be.
    fn country_told(&self, t: TokenIx) -> Option<SmolStr> {
        let doc = self.book.doc;
        let copula = self.book.lexicon.grammar.copula();
        let verb = doc.head(t).filter(|&v| doc.dep(t) == Dep::Nsubj && doc.lemma(v) == copula)?;
        let attr = doc.child(verb, Dep::Attr).filter(|_| doc.child(verb, Dep::Neg).is_none())?;
        let role = self.book.role(attr).map(|r| r.role).filter(|r| !r.relation)?;
        self.phrase_codes(attr, Some(role)).country
    }

    /// Whether a candidate may be of a country.
    fn is_of(&self, seen: &Seen, country: Option<&SmolStr>) -> bool {
        let known = seen.entity.and_then(|id| self.draft(id).country.as_ref());
        !seen.members.is_empty() || known.is_none() || known == country
    }

    /// Whether a candidate is the state or the body for which a speaker speaks, who calls it "we".
    fn is_spoken_for(&self, seen: &Seen, speaker: Option<EntityId>) -> bool {
        let Some((body, speaker)) = seen.entity.zip(speaker).map(|(a, b)| (self.draft(a), self.draft(b))) else {
            return false;
        };
        let own = match body.kind {
            EntityKind::Country => speaker.sectors.contains(&sayso_coding::Sector::Gov),
            EntityKind::Organization => speaker.sectors.iter().any(|s| body.sectors.contains(s)),
            _ => false,
        };
        own && seen.members.is_empty() && body.country == speaker.country
    }

    /// "It said they had attacked": who is "it" in the sentence is not "they".
    fn is_one_above(&self, seen: &Seen, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let one = |w: &TokenIx| matches!(form(doc.lower(*w)), Some(Form::It | Form::He | Form::She));
        let above = speaker_above(doc, t).filter(one).and_then(|w| self.entity_at(w));
        above.is_some() && seen.entity == above && seen.members.is_empty()
    }

    /// Whether "it" that says something can be a candidate: a body with a name, one that spoke, or one of a kind that does.
    /// A convoy and a coup say nothing.
    fn can_have_said(&self, seen: &Seen) -> bool {
        let speaks = |noun: &SmolStr| self.book.lexicon.cues.speaker(noun).is_some();
        seen.entity.is_some_and(|id| {
            let draft = self.draft(id);
            let body = matches!(draft.kind, EntityKind::Organization | EntityKind::Country | EntityKind::Outlet);
            body && (draft.named || self.says(seen.head) || draft.nouns.iter().any(speaks))
        })
    }

    /// "We told them (Peru)", "He [Mora]": an editor's word for whom the pronoun means.
    fn bracketed(&mut self, t: TokenIx) -> Option<EntityId> {
        let doc = self.book.doc;
        if t + 2 >= doc.len() || !matches!(doc.word(t + 1), "(" | "[") {
            return None;
        }
        let name = self.book.name(t + 2).filter(|n| n.tokens.start == t + 2 && n.tokens.end < doc.len())?;
        let closed = matches!(doc.word(name.tokens.end), ")" | "]");
        if closed { self.read_ahead(name) } else { None }
    }

    /// "Both praised it", "the two met".
    pub(super) fn both_alone(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let argument = matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Dative | Dep::Agent);
        let only = |deps: &[Dep]| doc.children(t).all(|c| deps.contains(&doc.dep(c)));
        argument
            && self.book.actors().has_effect(doc.lower(t), Effect::Both)
            && match doc.token(t).pos {
                Pos::Num => doc.child(t, Dep::Det).is_some() && only(&[Dep::Det]),
                Pos::Pron | Pos::Det => only(&[]),
                _ => false,
            }
    }

    /// The two that were last spoken of together.
    pub(super) fn both(&self, t: TokenIx) -> Option<Vec<EntityId>> {
        let doc = self.book.doc;
        let mut near = self.seen.iter().rev().take_while(|s| doc.sentence_ix(t) - doc.sentence_ix(s.head) <= REACH);
        // "many allies and partners" are not two.
        let two = |s: &&Seen| {
            s.members.len() == 2 && s.members.iter().any(|&id| !self.draft(id).many || self.draft(id).named)
        };
        (near.find(two).map(|s| s.members.clone())).or_else(|| self.pair_met(t)).or_else(|| self.last_two_people(t))
    }

    /// "It is unacceptable that …", "it seems that": stands for nothing.
    fn is_expletive(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let grammar = &self.book.lexicon.grammar;
        let Some(verb) = doc.head(t) else { return false };
        let clause = |c: TokenIx| matches!(doc.dep(c), Dep::Ccomp | Dep::Csubj);
        let told = doc.children(verb).any(clause);
        match doc.dep(t) {
            Dep::Expl => true,
            // "it is expected that", but "it is expected to rise"
            Dep::Nsubjpass => told,
            Dep::Nsubj if grammar.is(Kind::Impersonal, doc.lemma(verb)) && told => true,
            Dep::Nsubj => {
                let adjectives = || doc.children_by(verb, &[Dep::Acomp]);
                // "it is ready to talk"
                let able = adjectives().any(|a| grammar.is(Kind::Able, doc.lower(a)));
                let linking = doc.token(verb).pos == Pos::Aux || adjectives().next().is_some();
                linking && !able && (told || doc.children(verb).any(|c| self.opens_clause(c)))
            }
            _ => false,
        }
    }

    /// What is said of "it", or of a matter, where a clause follows that tells what "it" is: "it is hard to tell", "it was
    /// Mora who called". Not "it is a party that wants peace".
    fn opens_clause(&self, c: TokenIx) -> bool {
        let doc = self.book.doc;
        let has = |deps: &[Dep]| doc.children_by(c, deps).next().is_some();
        match doc.dep(c) {
            Dep::Xcomp => true,
            Dep::Acomp => has(&[Dep::Ccomp, Dep::Xcomp]),
            Dep::Attr => has(&[Dep::Ccomp, Dep::Xcomp, Dep::Acl, Dep::Relcl]) && !self.is_kind_of_body(c),
            _ => false,
        }
    }

    /// "it is a catastrophe": no body and no country is one.
    fn is_matter(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let verb =
            doc.head(t).filter(|&v| doc.dep(t) == Dep::Nsubj && doc.lemma(v) == self.book.lexicon.grammar.copula());
        let told = verb.and_then(|v| doc.child(v, Dep::Attr));
        told.is_some_and(|a| doc.token(a).pos == Pos::Noun && !self.is_kind_of_body(a))
    }

    /// "denied it", "confirmed it": what was said or done is nobody.
    fn is_what_was_said(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let verb = doc.head(t).filter(|_| doc.dep(t) == Dep::Dobj);
        let clause = |c: &Cue| [Complement::Clause, Complement::ThatClause].iter().any(|k| c.takes(k).is_some());
        let tells = |c: &Cue| !c.attitude && c.rest.is_empty() && clause(c);
        // "told it that"
        let listens = |v: TokenIx| doc.children_by(v, &[Dep::Ccomp, Dep::Xcomp, Dep::Dative]).next().is_some();
        // "warned it" is somebody.
        let addresses = |v: TokenIx| {
            let asks = |c: &Cue| c.takes(&Complement::ObjectInfinitive).is_some();
            self.book.lexicon.gazetteer.words.is_addressing(doc.lemma(v))
                || self.book.lexicon.cues.verbs(doc.lemma(v)).iter().any(asks)
        };
        verb.is_some_and(|v| {
            !listens(v) && !addresses(v) && self.book.lexicon.cues.verbs(doc.lemma(v)).iter().any(tells)
        })
    }

    /// "a party", "Europe's largest lender", "one of the states": what a body or a country can be said to be.
    fn is_kind_of_body(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let kind = self.book.role(t).map(|r| r.role.kind);
        kind.is_some_and(|k| {
            matches!(k, RoleKind::Body | RoleKind::Country | RoleKind::Group | RoleKind::Place | RoleKind::Person)
        }) || self.book.name(t).is_some()
            || doc.token(t).pos == Pos::Num
            || self.book.actors().has_effect(doc.lemma(t), Effect::Part)
    }

    /// Whether a name further on in the clause that `t` is the subject of is that of a candidate: whoever "he" is in "he
    /// warned that Mora would lose", he is not Mora.
    pub(super) fn named_below(&self, id: EntityId, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let subject = matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass);
        let Some(verb) = doc.head(t).filter(|_| subject) else { return false };
        let below = doc.subtree(verb);
        (self.book.names.iter())
            .filter(|n| n.head > t && below.contains(&n.head) && doc.is_under(n.head, verb))
            .filter(|n| super::codes::name_kind(self.book.actors(), n) == EntityKind::Person)
            .any(|n| self.known_name(n) == Some(id))
    }

    /// Who says the quotation that a token is in.
    fn speaker_of(&self, t: TokenIx) -> Option<EntityId> {
        let doc = self.book.doc;
        let quotes = &self.book.quotes;
        let quote = quotes.index_at(t)?;
        let outside = |a: &TokenIx| quotes.index_at(*a) != Some(quote) && doc.token(*a).pos == Pos::Verb;
        let root = doc.sentence(t).root;
        let verb = (doc.ancestors(t).find(outside))
            .or_else(|| doc.children_by(root, &[Dep::Parataxis, Dep::Ccomp]).find(|c| outside(c)))
            // "I agree," she said. "They …"
            .or_else(|| {
                let before = doc.sentences()[..doc.sentence_ix(t)].last()?;
                let quoted = before.tokens.clone().any(|b| quotes.index_at(b).is_some())
                    && before.paragraph == doc.sentence(t).paragraph;
                // Omar Khalil added: "He …"
                let announced = before
                    .tokens
                    .clone()
                    .rev()
                    .find(|&b| doc.token(b).pos != Pos::Space)
                    .is_some_and(|b| doc.word(b) == ":");
                ((quoted || announced) && outside(&before.root)).then_some(before.root)
            })?;
        let subject = doc.child(verb, Dep::Nsubj)?;
        self.entity_at(subject).or_else(|| self.book.name(subject).and_then(|n| self.known_name(n)))
    }

    /// "Mora met Silva in March. They …": the two of a clause in the sentence before.
    fn pair_met(&self, t: TokenIx) -> Option<Vec<EntityId>> {
        let doc = self.book.doc;
        let here = doc.sentence_ix(t);
        let near = || self.seen.iter().rev().take_while(|s| here - doc.sentence_ix(s.head) <= 1);
        let same_kind = |a: EntityId, b: EntityId| {
            let kind = self.draft(a).kind;
            a != b
                && kind == self.draft(b).kind
                && matches!(kind, EntityKind::Person | EntityKind::Country)
                && !self.draft(a).many
                && !self.draft(b).many
        };
        near().filter(|s| doc.sentence_ix(s.head) < here && !s.modifier).find_map(|first| {
            let subject = matches!(doc.dep(first.head), Dep::Nsubj) && first.members.is_empty();
            let verb = governor(doc, first.head).filter(|_| subject)?;
            let second = near().find(|s| {
                let other = s.entity.zip(first.entity).is_some_and(|(a, b)| same_kind(a, b));
                other && s.head > first.head && governor(doc, s.head) == Some(verb)
            })?;
            Some(vec![first.entity?, second.entity?])
        })
    }

    /// Whether the verb of a pronoun has the candidate as its other argument: "they can drag Ukraine" is not Ukraine.
    pub(super) fn beside(&self, seen: &Seen, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let Some(verb) = governor(doc, t).filter(|_| seen.entity.is_some()) else { return false };
        let others = doc.children_by(verb, &[Dep::Dobj, Dep::Nsubj, Dep::Dative]).filter(|&c| c != t);
        others.into_iter().any(|c| {
            let named = self.book.name(c).and_then(|n| self.known_name(n));
            // "the paper paid for it": not the paper by its other name either.
            let same = !reflexive(doc, t)
                && (self.entity_at(c) == seen.entity || seen.entity.is_some_and(|e| self.members_at(c).contains(&e)));
            named == seen.entity || same
        })
    }

    /// The subject that a fronted phrase looks ahead to: "In his speech, Putin said".
    fn ahead(&mut self, t: TokenIx) -> Option<Seen> {
        let doc = self.book.doc;
        let root = doc.sentence(t).root;
        let subject = doc.children_by(root, &[Dep::Nsubj, Dep::Nsubjpass]).find(|&s| s > t)?;
        let fronted = doc.is_under(t, root) && !doc.is_under(t, subject);
        if !fronted {
            return None;
        }
        let (entity, tokens) = match self.book.name(subject) {
            Some(name) => (self.read_ahead(name)?, name.tokens.clone()),
            None => (self.described_ahead(subject)?, subject..subject + 1),
        };
        let seen = Seen {
            entity: Some(entity),
            head: subject,
            members: Vec::new(),
            tokens,
            many: false,
            how: How::Name,
            modifier: false,
        };
        Some(seen)
    }

    /// "During her visit, the minister met": the one whom a description further on means, where "the" says that it is known.
    fn described_ahead(&mut self, subject: TokenIx) -> Option<EntityId> {
        let role = self.book.role(subject).map(|r| r.role)?;
        let one = matches!(role.kind, RoleKind::Person | RoleKind::Body) && !self.is_many(subject);
        if !one || lead(self.book, subject) != Lead::Definite {
            return None;
        }
        self.token(subject);
        self.entity_at(subject)
    }

    fn agrees(&self, seen: &Seen, form: Form) -> bool {
        let Some(id) = seen.entity else {
            return matches!(form, Form::It) && !seen.many || matches!(form, Form::They) && seen.many;
        };
        if !seen.members.is_empty() {
            return form == Form::They;
        }
        match form {
            Form::They => seen.many || self.fits(id, form),
            _ => !seen.many && self.fits(id, form),
        }
    }

    /// Whether somebody or something can be called by a pronoun, the number of the words aside.
    fn fits(&self, id: EntityId, form: Form) -> bool {
        let draft = self.draft(id);
        let person = draft.kind == EntityKind::Person;
        match form {
            Form::He => person && draft.sex != Some(Sex::Female),
            Form::She => person && draft.sex != Some(Sex::Male),
            Form::It => !person,
            // A body acts as many; a town does not.
            Form::They => draft.many || !person && draft.kind != EntityKind::Place,
        }
    }

    /// "Mora, whose views upset members of his party": the relative clause that "his" stands in tells of the candidate.
    fn tells_of(&self, seen: &Seen, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let clause = |a: &TokenIx| doc.dep(*a) == Dep::Relcl && doc.head(*a) == Some(seen.head);
        let whose = |a: TokenIx| doc.subtree(a).any(|w| doc.token(w).tag == Tag::WpS);
        doc.dep(t) == Dep::Poss && doc.ancestors(t).find(clause).is_some_and(whose)
    }

    /// Whether a candidate is the subject of a clause around `t`: whoever the aide is in "Mora said the aide left", it is not
    /// Mora. A clause that is added ("after the aide left") or tells of something else is free.
    pub(super) fn named_above(&self, id: EntityId, t: TokenIx) -> bool {
        let doc = self.book.doc;
        for at in std::iter::once(t).chain(doc.ancestors(t)) {
            let verb = matches!(doc.token(at).pos, Pos::Verb | Pos::Aux);
            let mut subjects = doc.children_by(at, &[Dep::Nsubj, Dep::Nsubjpass]);
            if verb && subjects.any(|s| s != t && !doc.is_under(t, s) && self.entity_at(s) == Some(id)) {
                return true;
            }
            if matches!(doc.dep(at), Dep::Advcl | Dep::Relcl) {
                return false;
            }
        }
        false
    }

    fn quoted(&self, t: TokenIx) -> bool {
        self.book.quotes.index_at(t).is_some()
    }

    /// What speaks against a candidate though it is not ruled out.
    fn misfit(&self, seen: &Seen, form: Form, t: TokenIx) -> i32 {
        let Some(id) = seen.entity else { return 0 };
        let kind = self.draft(id).kind;
        match form {
            // "they" of a country or a body.
            Form::They if !seen.many => 15,
            // "from Congo's army, or by capturing it": the army.
            Form::It if self.owns_another(seen) => 15,
            Form::It if kind == EntityKind::Place || self.is_scenery(seen, kind) => 15,
            Form::It if self.quoted(t) && !self.quoted(seen.head) => OUTSIDE_QUOTE,
            // "one lawmaker called him a liar": the one with the name goes on being spoken of.
            Form::He | Form::She if !self.draft(id).named => 8,
            _ => 0,
        }
    }

    /// Whether the noun that a candidate stands before as its owner is somebody too.
    fn owns_another(&self, seen: &Seen) -> bool {
        let doc = self.book.doc;
        doc.dep(seen.head) == Dep::Poss && doc.head(seen.head).is_some_and(|n| self.entity_at(n).is_some())
    }

    /// "order in the country": a state in which something is or happens.
    fn is_scenery(&self, seen: &Seen, kind: EntityKind) -> bool {
        let doc = self.book.doc;
        let within = |p: TokenIx| self.book.actors().has_effect(doc.lower(p), Effect::In);
        kind == EntityKind::Country && doc.dep(seen.head) == Dep::Pobj && doc.head(seen.head).is_some_and(within)
    }

    /// Whether somebody is only told something, as reporters are: "told reporters".
    fn listens(&self, seen: &Seen) -> bool {
        let doc = self.book.doc;
        let press = seen.entity.is_some_and(|id| self.draft(id).sectors == [sayso_coding::Sector::Jrn]);
        let told = matches!(doc.dep(seen.head), Dep::Dobj | Dep::Dative | Dep::Pobj);
        // "talking to reporters"
        let to = |p: TokenIx| doc.lower(p) == self.book.lexicon.grammar.to();
        let addressed = doc.dep(seen.head) == Dep::Pobj && doc.head(seen.head).is_some_and(to);
        press
            && told
            && (addressed
                || governor(doc, seen.head).is_some_and(|v| !self.book.lexicon.cues.verbs(doc.lemma(v)).is_empty()))
    }

    /// How much something is in the reader's mind at a token.
    pub(super) fn salience(&self, seen: &Seen, t: TokenIx) -> i32 {
        let doc = self.book.doc;
        let (here, there) = (doc.sentence_ix(t), doc.sentence_ix(seen.head));
        let back = here.abs_diff(there) as i32;
        let mut score = 70 - 22 * back;
        if doc.sentence(t).paragraph != doc.sentence(seen.head).paragraph {
            score -= 6;
        }
        score += match doc.dep(first_joined(doc, seen.head)) {
            Dep::Nsubj => 22,
            Dep::Nsubjpass => 20,
            Dep::Dobj | Dep::Dative => 8,
            Dep::Agent | Dep::Pobj => 3,
            Dep::Poss => 2,
            // "I am no judge": what somebody is or is not is nobody else.
            Dep::Attr if seen.how == How::Nominal => -30,
            _ => 0,
        };
        if matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass)
            && matches!(doc.dep(seen.head), Dep::Nsubj | Dep::Nsubjpass)
        {
            score += 8;
        }
        if seen.modifier {
            score -= 25;
        }
        if self.is_undergone(seen, t) {
            score += UNDERGONE;
        }
        score += match seen.how {
            How::Name => 4,
            How::Pronoun => 6,
            How::Nominal => 0,
        };
        if let Some(id) = seen.entity {
            score += 2 * self.frequency(id).min(5) as i32;
        }
        // "the board said it would": who says so is rather meant.
        if speaker_above(doc, t) == Some(seen.head) {
            score += if doc.dep(t) == Dep::Poss { OWN_SUBJECT } else { SPEAKER };
        }
        // "…, it said": who spoke before speaks on, not who it tells of.
        if self.says_last(t) {
            score += if here == there { -CLOSING } else { 0 } + if self.says(seen.head) { CLOSING } else { 0 };
        }
        score - (t.abs_diff(seen.head).min(60) / 6) as i32
    }

    /// "freed ten men. They were taken to Lima", "held ten men after they threw stones": those to whom something is done are
    /// told of further, or why it is done.
    fn is_undergone(&self, seen: &Seen, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let people = |id| matches!(self.draft(id).kind, EntityKind::Person | EntityKind::Group);
        let Some(verb) = doc.head(seen.head).filter(|_| doc.dep(seen.head) == Dep::Dobj) else { return false };
        let clause = doc.head(t).filter(|_| seen.entity.is_some_and(people));
        let goes_on = |v: TokenIx| doc.sentence_ix(t) == doc.sentence_ix(seen.head) + 1 && doc.head(v).is_none();
        let copula = self.book.lexicon.grammar.copula();
        let told = clause.is_some_and(|v| match doc.dep(t) {
            Dep::Nsubjpass => goes_on(v),
            Dep::Nsubj if doc.lemma(v) == copula => goes_on(v),
            Dep::Nsubj => doc.dep(v) == Dep::Advcl && doc.head(v) == Some(verb) && v > verb,
            _ => false,
        });
        told && means_many(doc.lower(t))
    }

    /// The subject of a verb of speech.
    fn says(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let verb = doc.head(t).filter(|_| doc.dep(t) == Dep::Nsubj);
        let tells = |c: &Cue| !c.attitude && c.rest.is_empty();
        verb.is_some_and(|v| self.book.lexicon.cues.verbs(doc.lemma(v)).iter().any(tells))
    }

    /// A subject that closes its sentence with its verb of speech.
    fn says_last(&self, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let sentence = doc.sentence(t).tokens.clone();
        let before = t.checked_sub(1).filter(|&c| doc.token(c).pos == Pos::Punct && t > sentence.start + 1);
        let more = (t + 1..sentence.end).filter(|&w| matches!(doc.token(w).pos, Pos::Verb | Pos::Aux)).count();
        // "…," it said, adding that
        let quoted =
            before.is_some_and(|c| self.book.quotes.index_at(c).is_some() || doc.token(c).tag == Tag::CloseQuote);
        before.is_some() && (more == 1 || quoted) && self.says(t)
    }
}

/// What grammar rules out: another argument of the same verb, and a phrase that the pronoun is part of.
pub(super) fn barred(doc: &Doc, seen: &Seen, t: TokenIx) -> bool {
    if seen.tokens.contains(&t) || doc.is_under(t, seen.head) && seen.head != t && doc.dep(seen.head) != Dep::Root {
        // "Putin, who said he …", "Putin and his aide" are fine: a clause or a joint lies between.
        let mut path = std::iter::once(t).chain(doc.ancestors(t)).take_while(|&a| a != seen.head);
        let joint = |a: TokenIx| match doc.dep(a) {
            Dep::Relcl | Dep::Acl | Dep::Advcl | Dep::Appos | Dep::Ccomp => true,
            Dep::Conj => a != t,
            _ => false,
        };
        if !path.any(joint) {
            return true;
        }
    }
    if doc.dep(t) == Dep::Poss || reflexive(doc, t) {
        return false;
    }
    // "rejected the plea and ordered him to leave": the verbs share a subject, who orders himself nothing.
    let object = !matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Conj);
    if object && governor(doc, t).is_some_and(|v| doc.dep(v) == Dep::Conj && subject_of(doc, v, 4) == Some(seen.head)) {
        return true;
    }
    match (governor(doc, t), governor(doc, seen.head)) {
        (Some(a), Some(b)) if a == b => true,
        // "the woman who met her": the relative clause has its own subject.
        (Some(verb), _) => relative_subject(doc, verb) == Some(seen.head) && doc.child(verb, Dep::Nsubj) != Some(t),
        _ => false,
    }
}

/// "It destroyed a bridge, and it injured dozens": the subject before, where the same pronoun is that of a clause joined to
/// it.
fn parallel(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    let verb = doc.head(t).filter(|&v| doc.dep(t) == Dep::Nsubj && doc.dep(v) == Dep::Conj)?;
    let first = doc.head(verb).and_then(|v| doc.child(v, Dep::Nsubj)).filter(|&s| s < t)?;
    let it = form(doc.lower(t)) == Some(Form::It) && doc.lower(first) == doc.lower(t);
    (it && doc.token(first).pos == Pos::Pron).then_some(first)
}

/// Whom the relative clause of a verb is about, where "who" or "which" is its subject.
fn relative_subject(doc: &Doc, verb: TokenIx) -> Option<TokenIx> {
    let own = doc.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass]).next()?;
    let relative = matches!(doc.token(own).tag, Tag::Wp | Tag::Wdt) && doc.dep(verb) == Dep::Relcl;
    doc.head(verb).filter(|_| relative)
}

/// The verb that something is an argument of, through a preposition too.
pub(super) fn governor(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    let up = doc.head(t)?;
    match doc.dep(t) {
        Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Dative | Dep::Agent => Some(up),
        Dep::Pobj => doc.head(up).filter(|&v| matches!(doc.token(v).pos, Pos::Verb | Pos::Aux)),
        Dep::Conj => governor(doc, up),
        _ => None,
    }
}

/// "Ana" of "Ana and Rui": what is joined stands where the first of them does.
pub(super) fn first_joined(doc: &Doc, t: TokenIx) -> TokenIx {
    std::iter::once(t).chain(doc.ancestors(t)).find(|&a| doc.dep(a) != Dep::Conj).unwrap_or(t)
}

/// The subject of the verb that reports the clause which a token, or what it owns ("his country"), is the subject of.
fn speaker_above(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    let noun = if doc.dep(t) == Dep::Poss { doc.head(t)? } else { t };
    let verb = doc.head(noun).filter(|_| matches!(doc.dep(noun), Dep::Nsubj | Dep::Nsubjpass))?;
    let above = doc.head(verb).filter(|_| doc.dep(verb) == Dep::Ccomp)?;
    // "the king, who told the premier that his country"
    relative_subject(doc, above).or_else(|| doc.children_by(above, &[Dep::Nsubj]).find(|&s| s < t))
}

/// "herself", "themselves".
fn reflexive(doc: &Doc, t: TokenIx) -> bool {
    doc.lower(t).ends_with("self") || doc.lower(t).ends_with("selves")
}

/// The subject of the clause that a token is in, said or understood: "the army" of "urged the army to end its siege",
/// "Mora" of "Mora, who lost his seat".
pub(super) fn own_subject(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    let verb =
        doc.ancestors(t).find(|&a| matches!(doc.token(a).pos, Pos::Verb | Pos::Aux) && doc.dep(a) != Dep::Aux)?;
    let subject = subject_of(doc, verb, 4)?;
    let inside = doc.is_under(t, subject) && doc.is_under(subject, verb);
    (subject != t && !inside).then_some(subject)
}

fn subject_of(doc: &Doc, verb: TokenIx, depth: usize) -> Option<TokenIx> {
    let depth = depth.checked_sub(1)?;
    let up = doc.head(verb);
    if let Some(own) = doc.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass]).next() {
        let relative = matches!(doc.token(own).tag, Tag::Wp | Tag::Wdt);
        return if relative && doc.dep(verb) == Dep::Relcl { up } else { Some(own) };
    }
    let up = up?;
    match doc.dep(verb) {
        Dep::Acl | Dep::Relcl => Some(up),
        Dep::Xcomp => doc.child(up, Dep::Dobj).filter(|&o| o < verb).or_else(|| subject_of(doc, up, depth)),
        Dep::Conj | Dep::Advcl => subject_of(doc, up, depth),
        Dep::Pcomp => {
            let above = doc.head(up)?;
            doc.child(above, Dep::Dobj).filter(|&o| o < verb).or_else(|| subject_of(doc, above, depth))
        }
        _ => None,
    }
}

/// "the minister" of "the minister and her staff".
fn joined_before(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    let noun = doc.head(t).filter(|_| doc.dep(t) == Dep::Poss)?;
    doc.head(noun).filter(|_| doc.dep(noun) == Dep::Conj)
}
