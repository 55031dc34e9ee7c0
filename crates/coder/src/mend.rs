//! Repairs of the tree where the parser is known to err and the words themselves say how it should be. Each rule shows
//! its sentence; what is not sure is left as parsed.

use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, Token, TokenIx};
use std::borrow::Cow;

/// The same document with its tree mended.
pub(crate) fn mend(doc: &Doc) -> Cow<'_, Doc> {
    let mut tokens = Cow::Borrowed(doc.tokens());
    for t in 0..doc.len() {
        if let Some(verb) = joined_above(doc, t) {
            join(tokens.to_mut(), doc, t, verb);
        } else if let Some(subject) = subject_before(doc, t) {
            let tokens = tokens.to_mut();
            (tokens[t].head, tokens[t].dep) = (tokens[subject].head, Dep::Pcomp);
            (tokens[subject].head, tokens[subject].dep) = (t, Dep::Nsubjpass);
        } else if let Some(noun) = described(doc, t) {
            name_first(tokens.to_mut(), noun, t);
        } else if let Some(subject) = told_behind_name(doc, t) {
            tell(tokens.to_mut(), subject, t);
        } else if let Some(object) = told_beside(doc, t) {
            let verb = tokens[t].head;
            let asked = asked_behind(doc, t);
            let tokens = tokens.to_mut();
            (tokens[t].dep, tokens[t].head) = (Dep::Relcl, object);
            if let Some(asked) = asked {
                (tokens[asked].dep, tokens[asked].head) = (Dep::Xcomp, verb);
            }
        } else if let Some((subject, joint)) = subject_taken_by_object(doc, t) {
            let verb = tokens[t].head;
            let passive = doc.child(t, Dep::Auxpass).is_some();
            let tokens = tokens.to_mut();
            tokens[subject].head = t;
            tokens[subject].dep = if passive { Dep::Nsubjpass } else { Dep::Nsubj };
            tokens[joint].head = verb;
        } else if is_infinitive(doc, t) {
            let verb = &mut tokens.to_mut()[t];
            (verb.pos, verb.tag) = (Pos::Verb, Tag::Vb);
        } else if names_the_subject(doc, t) {
            let name = &mut tokens.to_mut()[t];
            (name.dep, name.head) = (Dep::Appos, t - 1);
        }
    }
    match tokens {
        Cow::Borrowed(_) => Cow::Borrowed(doc),
        Cow::Owned(tokens) => {
            let starts: Vec<TokenIx> = doc.sentences().iter().map(|s| s.tokens.start).collect();
            Cow::Owned(Doc::new(doc.text().to_owned(), tokens, &starts, doc.ents().to_vec()))
        }
    }
}

/// "demanded that they stop and recalled its envoy", "told them to stop and left": a past tense is not joined to what is
/// asked but to the verb that asks.
fn joined_above(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    const OWN: &[Dep] = &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl, Dep::Aux, Dep::Auxpass];
    let asked = doc.head(t).filter(|_| doc.dep(t) == Dep::Conj)?;
    let above = doc.head(asked).filter(|_| matches!(doc.dep(asked), Dep::Ccomp | Dep::Xcomp))?;
    // The tagger often takes it for a participle.
    let past = matches!(doc.token(t).tag, Tag::Vbd | Tag::Vbn) && doc.token(above).tag == Tag::Vbd;
    let present = matches!(doc.token(asked).tag, Tag::Vb | Tag::Vbp | Tag::Vbz);
    let own = doc.children_by(t, OWN).next().is_some();
    // "said they did leave and took the road": as past as the other.
    let emphatic = doc.children_by(asked, &[Dep::Aux]).any(|a| doc.token(a).tag == Tag::Vbd);
    // "wanted to cut and run": what looks alike in both tenses tells nothing.
    let same_form = doc.lemma(t) == doc.lower(t);
    let last = doc.children(asked).all(|c| c <= t || doc.dep(c) == Dep::Punct);
    (past && present && last && asked > above && !own && !emphatic && !same_form).then_some(above)
}

fn join(tokens: &mut [Token], doc: &Doc, t: TokenIx, verb: TokenIx) {
    let asked = tokens[t].head;
    let joint = doc.children_by(asked, &[Dep::Cc]).rfind(|&c| c < t);
    for moved in joint.into_iter().chain([t]) {
        tokens[moved].head = verb;
    }
}

/// "a statement on the team not being given access": the team is not given it, not the statement.
fn subject_before(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    let noun = doc.head(t).filter(|_| doc.dep(t) == Dep::Acl && doc.token(t).tag == Tag::Vbn)?;
    doc.children_by(t, &[Dep::Auxpass]).find(|&a| doc.token(a).tag == Tag::Vbg)?;
    let objects = doc.children_by(noun, &[Dep::Prep]).flat_map(|p| doc.children_by(p, &[Dep::Pobj]));
    objects.into_iter().find(|&o| doc.subtree(o).end == doc.subtree(t).start)
}

/// "NATO ally Turkey", "its neighbour Chad": a noun that only says what the country named right behind it is.
fn described(doc: &Doc, name: TokenIx) -> Option<TokenIx> {
    let noun = doc.head(name).filter(|_| doc.dep(name) == Dep::Appos)?;
    let country = doc.ent(name).is_some_and(|e| e.label == EntLabel::Gpe) && doc.token(name).pos == Pos::Propn;
    let beside = doc.subtree(name).start == noun + 1 && doc.token(noun).tag == Tag::Nn;
    let owned = doc.children_by(noun, &[Dep::Poss, Dep::Compound, Dep::Amod]).any(|c| doc.ent(c).is_some())
        || doc.children_by(noun, &[Dep::Poss]).next().is_some();
    (country && beside && owned && doc.child(noun, Dep::Det).is_none()).then_some(noun)
}

fn name_first(tokens: &mut [Token], noun: TokenIx, name: TokenIx) {
    let root = tokens[noun].head == noun;
    tokens[name].head = if root { name } else { tokens[noun].head };
    tokens[name].dep = tokens[noun].dep;
    for token in tokens.iter_mut().skip(name + 1).filter(|t| t.head == noun) {
        token.head = name;
    }
    tokens[noun].head = name;
    tokens[noun].dep = Dep::Compound;
}

/// "The newspaper Gazette reported": of two subjects that stand side by side the second is the first one's name.
fn names_the_subject(doc: &Doc, t: TokenIx) -> bool {
    let Some(noun) = t.checked_sub(1) else { return false };
    let subject = |t| doc.dep(t) == Dep::Nsubj;
    let kinds = doc.token(noun).pos == Pos::Noun && doc.token(t).pos == Pos::Propn;
    kinds && subject(noun) && subject(t) && doc.head(noun) == doc.head(t) && doc.head(t).is_some_and(|v| v > t)
}

/// "tried to free the hostages": an adjective behind "to" that has an object is a verb.
fn is_infinitive(doc: &Doc, t: TokenIx) -> bool {
    let to = t
        .checked_sub(1)
        .is_some_and(|a| doc.token(a).tag == Tag::To && doc.dep(a) == Dep::Aux && doc.head(a) == Some(t));
    to && doc.token(t).pos == Pos::Adj && doc.child(t, Dep::Dobj).is_some()
}

/// "A union, Bread First, reported that two had left": a verb behind a name between commas is no participle of the noun, which
/// would leave the sentence without a verb; the noun.
fn told_behind_name(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    let noun = doc.head(t).filter(|_| doc.dep(t) == Dep::Acl && matches!(doc.token(t).tag, Tag::Vbn | Tag::Vbd))?;
    let name = doc.child(noun, Dep::Appos).filter(|&n| n < t && doc.token(n).pos == Pos::Propn)?;
    let comma = t.checked_sub(1).filter(|&c| doc.token(c).tag == Tag::Comma && doc.subtree(name).end == c)?;
    let active = doc.children_by(t, &[Dep::Ccomp, Dep::Dobj]).next().is_some();
    let passive = doc.children_by(t, &[Dep::Agent, Dep::Aux, Dep::Auxpass, Dep::Nsubj]).next().is_some();
    (doc.dep(noun) == Dep::Root && active && !passive && comma > noun).then_some(noun)
}

fn tell(tokens: &mut [Token], subject: TokenIx, verb: TokenIx) {
    (tokens[verb].head, tokens[verb].dep, tokens[verb].tag) = (verb, Dep::Root, Tag::Vbd);
    (tokens[subject].head, tokens[subject].dep) = (verb, Dep::Nsubj);
    for token in tokens.iter_mut().skip(verb).filter(|t| t.head == subject) {
        token.head = verb;
    }
}

/// "asked Chad, which had been hosting the talks, to help": the clause with "which" tells of the object right before it, which
/// is returned.
fn told_beside(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    let verb = doc.head(t).filter(|_| doc.dep(t) == Dep::Ccomp)?;
    let which = doc.child(t, Dep::Nsubj).filter(|&w| doc.token(w).tag == Tag::Wdt)?;
    let object = doc.child(verb, Dep::Dobj)?;
    let comma = which.checked_sub(1).filter(|&c| doc.token(c).tag == Tag::Comma)?;
    (object < comma && comma == object + 1).then_some(object)
}

/// The infinitive behind such a clause and a comma: what is asked.
fn asked_behind(doc: &Doc, clause: TokenIx) -> Option<TokenIx> {
    let to = |v: TokenIx| doc.children_by(v, &[Dep::Aux]).any(|a| doc.token(a).tag == Tag::To);
    let behind = |v: TokenIx| doc.subtree(v).start.checked_sub(1).is_some_and(|c| doc.token(c).tag == Tag::Comma);
    let mut infinitives = doc.children_by(clause, &[Dep::Advcl, Dep::Xcomp]).filter(|&v| v > clause && to(v));
    infinitives.find(|&v| behind(v))
}

/// "fought off raiders and two mines were set off": what stands between "and" and the auxiliary is no second object but the
/// subject of the second clause; it, and the "and".
fn subject_taken_by_object(doc: &Doc, t: TokenIx) -> Option<(TokenIx, TokenIx)> {
    const SUBJECTS: &[Dep] = &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl];
    let verb = doc.head(t).filter(|_| doc.dep(t) == Dep::Conj && doc.children_by(t, SUBJECTS).next().is_none())?;
    let auxiliary = doc.children_by(t, &[Dep::Aux, Dep::Auxpass]).next()?;
    let finite = matches!(doc.token(auxiliary).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    let before = auxiliary.checked_sub(1).filter(|&b| finite && b > verb)?;
    let mut up = std::iter::once(before).chain(doc.ancestors(before));
    let noun = up.find(|&n| doc.dep(n) == Dep::Conj && doc.subtree(n).end == auxiliary)?;
    let object = doc.head(noun).filter(|&o| doc.dep(o) == Dep::Dobj && doc.head(o) == Some(verb))?;
    let joint =
        doc.subtree(noun).start.checked_sub(1).filter(|&c| doc.dep(c) == Dep::Cc && doc.head(c) == Some(object))?;
    matches!(doc.token(noun).pos, Pos::Noun | Pos::Propn).then_some((noun, joint))
}
