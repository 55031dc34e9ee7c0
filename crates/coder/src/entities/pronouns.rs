//! Pronouns: whom "he", "it" and "their" mean. What was spoken of last counts most; a subject more than an object, a
//! name more than a description; what a verb already has as its other argument is ruled out.

use super::resolve::{Resolver, Seen};
use sayso_coding::{EntityId, EntityKind, How};
use sayso_doc::{Dep, Doc, Pos, TokenIx};
use sayso_lexicon::actors::Sex;

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

/// Sentences further back than this are not looked at.
const REACH: usize = 3;
/// Under this nothing is meant rather than the wrong one.
const ENOUGH: i32 = 20;

impl Resolver<'_> {
    /// Whom a pronoun means, where that can be told.
    pub(super) fn pronoun(&mut self, t: TokenIx) -> Option<EntityId> {
        let doc = self.book.doc;
        let form = form(doc.lower(t))?;
        if form == Form::It && expletive(doc, t) {
            return None;
        }
        let ahead = self.ahead(t);
        let best = (self.seen.iter().rev())
            .take_while(|s| doc.sentence_ix(t) - doc.sentence_ix(s.head) <= REACH)
            .chain(ahead.as_ref())
            .filter(|s| self.agrees(s, form) && !barred(doc, s, t) && !self.beside(s, t))
            .max_by_key(|s| (self.salience(s, t) - self.misfit(s, form), s.head))?;
        (self.salience(best, t) - self.misfit(best, form) >= ENOUGH).then_some(best.entity?)
    }

    /// Whether the verb of a pronoun has the candidate as its other argument: "they can drag Ukraine" is not Ukraine.
    fn beside(&self, seen: &Seen, t: TokenIx) -> bool {
        let doc = self.book.doc;
        let Some(verb) = governor(doc, t).filter(|_| seen.entity.is_some()) else { return false };
        let others = doc.children_by(verb, &[Dep::Dobj, Dep::Nsubj, Dep::Dative]).filter(|&c| c != t);
        others.into_iter().any(|c| self.book.name(c).is_some_and(|n| self.known_name(n) == seen.entity))
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
        let name = self.book.name(subject)?;
        let entity = self.read_ahead(name)?;
        let seen = Seen {
            entity: Some(entity),
            head: subject,
            tokens: name.tokens.clone(),
            many: false,
            how: How::Name,
            modifier: false,
        };
        Some(seen)
    }

    fn agrees(&self, seen: &Seen, form: Form) -> bool {
        let Some(id) = seen.entity else {
            return matches!(form, Form::It) && !seen.many || matches!(form, Form::They) && seen.many;
        };
        let draft = self.draft(id);
        let person = draft.kind == EntityKind::Person;
        match form {
            Form::He => person && draft.sex != Some(Sex::Female) && !seen.many,
            Form::She => person && draft.sex != Some(Sex::Male) && !seen.many,
            Form::It => !person && !seen.many,
            Form::They => seen.many || !person,
        }
    }

    /// What speaks against a candidate though it is not ruled out.
    fn misfit(&self, seen: &Seen, form: Form) -> i32 {
        let Some(id) = seen.entity else { return 0 };
        let kind = self.draft(id).kind;
        match form {
            // "they" of a country or a body.
            Form::They if !seen.many => 15,
            Form::It if kind == EntityKind::Place => 15,
            _ => 0,
        }
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
        score += match doc.dep(seen.head) {
            Dep::Nsubj => 22,
            Dep::Nsubjpass => 20,
            Dep::Dobj | Dep::Dative => 8,
            Dep::Agent | Dep::Pobj => 3,
            Dep::Poss => 2,
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
        score += match seen.how {
            How::Name => 4,
            How::Pronoun => 6,
            How::Nominal => 0,
        };
        if let Some(id) = seen.entity {
            score += 2 * self.frequency(id).min(5) as i32;
        }
        score - (t.abs_diff(seen.head).min(60) / 6) as i32
    }
}

/// "It is unacceptable that …", "it seems": stands for nothing.
fn expletive(doc: &Doc, t: TokenIx) -> bool {
    if doc.dep(t) == Dep::Expl {
        return true;
    }
    let Some(verb) = doc.head(t).filter(|_| doc.dep(t) == Dep::Nsubj) else { return false };
    let linking = doc.token(verb).pos == Pos::Aux || doc.children(verb).any(|c| doc.dep(c) == Dep::Acomp);
    linking
        && doc.children(verb).any(|c| {
            matches!(doc.dep(c), Dep::Ccomp | Dep::Csubj | Dep::Xcomp | Dep::Advcl)
                || matches!(doc.dep(c), Dep::Acomp | Dep::Attr)
                    && doc.children(c).any(|g| matches!(doc.dep(g), Dep::Ccomp | Dep::Xcomp | Dep::Acl | Dep::Relcl))
        })
}

/// What grammar rules out: another argument of the same verb, and a phrase that the pronoun is part of.
fn barred(doc: &Doc, seen: &Seen, t: TokenIx) -> bool {
    if seen.tokens.contains(&t) || doc.is_under(t, seen.head) && seen.head != t && doc.dep(seen.head) != Dep::Root {
        // "Putin, who said he …" is fine: a clause lies between.
        let mut path = std::iter::once(t).chain(doc.ancestors(t)).take_while(|&a| a != seen.head);
        if !path.any(|a| matches!(doc.dep(a), Dep::Relcl | Dep::Acl | Dep::Advcl | Dep::Appos | Dep::Ccomp)) {
            return true;
        }
    }
    if doc.dep(t) == Dep::Poss || doc.lower(t).ends_with("self") || doc.lower(t).ends_with("selves") {
        return false;
    }
    match (governor(doc, t), governor(doc, seen.head)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}

/// The verb that something is an argument of, through a preposition too.
fn governor(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    let up = doc.head(t)?;
    match doc.dep(t) {
        Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Dative | Dep::Agent => Some(up),
        Dep::Pobj => doc.head(up).filter(|&v| matches!(doc.token(v).pos, Pos::Verb | Pos::Aux)),
        Dep::Conj => governor(doc, up),
        _ => None,
    }
}
