//! Repairs of the tree where the parser is known to err and the words themselves say how it should be. Each rule shows
//! its sentence; what is not sure is left as parsed.

mod lists;

use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, Token, TokenIx};
use std::borrow::Cow;

/// A token with the head and the label that it should have.
type Change = (TokenIx, TokenIx, Dep);

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
        } else if names_the_subject(doc, t) {
            let name = &mut tokens.to_mut()[t];
            (name.dep, name.head) = (Dep::Appos, t - 1);
        } else if let Some(changes) = lists::repair(doc, t) {
            for (token, head, dep) in changes {
                let token = &mut tokens.to_mut()[token];
                (token.head, token.dep) = (head, dep);
            }
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
