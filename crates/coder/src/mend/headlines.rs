//! Repairs of headline English, in which verbs stand without auxiliaries and look like nouns.

use super::Change::{self, Arc};
use sayso_doc::{Dep, Doc, Pos, Tag, TokenIx};
use sayso_lexicon::{Grammar, Kind};

/// "Police arrest strikers in Zambia": taken for one noun phrase.
pub(super) fn verb_between(doc: &Doc, grammar: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let sentence = doc.sentence(t).tokens.clone();
    let object = doc.head(t).filter(|&o| o > t && doc.dep(t) == Dep::Compound && doc.dep(o) == Dep::Root)?;
    let stops = doc.token(sentence.end - 1).tag == Tag::Stop;
    let verbs = sentence.clone().any(|w| matches!(doc.token(w).tag, Tag::Vbd | Tag::Vbz | Tag::Md));
    let many = matches!(doc.token(object).tag, Tag::Nns | Tag::Nnp | Tag::Nnps);
    if stops || verbs || !many || t == sentence.start || !grammar.is(Kind::HeadlineVerb, doc.lower(t)) {
        return None;
    }
    let subject = t - 1;
    let noun = matches!(doc.token(subject).pos, Pos::Noun | Pos::Propn);
    let one_phrase =
        (sentence.start..t).all(|w| matches!(doc.token(w).pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num));
    if !noun || !one_phrase {
        return None;
    }
    let before = (sentence.start..subject).filter(|&w| matches!(doc.head(w), Some(h) if h >= t || h == w));
    let phrase = before.map(|w| Arc(w, subject, Dep::Compound));
    let verb = [
        Arc(t, t, Dep::Root),
        Change::Tag(t, Tag::Vbp),
        Change::Pos(t, Pos::Verb),
        Arc(subject, t, Dep::Nsubj),
        Arc(object, t, Dep::Dobj),
    ];
    Some(phrase.chain(verb).collect())
}

/// "Convicted were Ana Costa and two others": the participle is no noun, and they were convicted.
pub(super) fn participle_first(doc: &Doc, grammar: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let copula = doc.head(t).filter(|&v| matches!(doc.dep(t), Dep::Nsubj | Dep::Csubj | Dep::Acomp) && v > t)?;
    let participle = doc.token(t).tag == Tag::Vbn && doc.lemma(copula) == grammar.copula();
    let suffers = doc.child(copula, Dep::Attr).or_else(|| doc.child(copula, Dep::Nsubj)).filter(|&s| s > copula)?;
    let bare = doc.children(t).all(|c| matches!(doc.dep(c), Dep::Advmod | Dep::Prep));
    if !participle || !bare {
        return None;
    }
    let up = doc.head(copula).filter(|&u| u != copula).unwrap_or(t);
    let rest = doc.children(copula).filter(|&c| c != t && c != suffers).map(|c| Arc(c, t, doc.dep(c)));
    let own = [Arc(t, up, doc.dep(copula)), Arc(copula, t, Dep::Auxpass), Arc(suffers, t, Dep::Nsubjpass)];
    Some(rest.chain(own).chain([Change::Pos(t, Pos::Verb)]).collect())
}
