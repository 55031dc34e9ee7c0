//! Repairs of verbs: clauses of time that the parser hangs on a noun, infinitives with a hyphen, participles that it takes
//! for verbs of speech.

use super::Change::{self, Arc};
use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::{Grammar, Kind};

/// "was told of the move a day after Lima expelled the envoy": the clause says when he was told, nothing of the move.
pub(super) fn told_later(doc: &Doc, grammar: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let noun = doc.head(t).filter(|_| matches!(doc.dep(t), Dep::Acl | Dep::Relcl))?;
    let mark = doc.children_by(t, &[Dep::Mark]).find(|&m| grammar.is(Kind::Adjunct, doc.lower(m)))?;
    let subject = doc.children_by(t, &[Dep::Nsubj, Dep::Nsubjpass]).find(|&s| mark < s)?;
    let verb = doc.ancestors(noun).find(|&v| doc.token(v).pos == Pos::Verb)?;
    (verb < noun && noun < mark && subject < t).then(|| vec![Arc(t, verb, Dep::Advcl)])
}

/// "urged Chad to de-mine the road and pay": the parser may see no verb where a hyphen parts it from what stands before it.
pub(super) fn hyphened_infinitive(doc: &Doc, grammar: &Grammar, to: TokenIx) -> Option<Vec<Change>> {
    let above = doc.head(to).filter(|_| doc.dep(to) == Dep::Prep && doc.lower(to) == grammar.to())?;
    let verb = std::iter::once(above).chain(doc.ancestors(above)).find(|&v| doc.token(v).pos == Pos::Verb)?;
    let (first, hyphen, stem) = (to + 1, to + 2, to + 3);
    let hyphened = stem < doc.sentence(to).tokens.end && doc.word(hyphen) == "-";
    let joined = |t: TokenIx| doc.token(t).span.end == doc.token(t + 1).span.start;
    if !hyphened || !joined(first) || !joined(hyphen) {
        return None;
    }
    let verbal = doc.token(stem).tag == Tag::Vb || grammar.is(Kind::VerbPrefix, doc.lower(first));
    let noun = doc.head(stem).filter(|_| doc.dep(stem) == Dep::Amod);
    let mut changes = vec![Arc(stem, verb, Dep::Xcomp), Arc(to, stem, Dep::Aux), Change::Tag(to, Tag::To)];
    changes.extend([Arc(first, stem, Dep::Compound), Arc(hyphen, stem, Dep::Punct), Change::Pos(to, Pos::Part)]);
    changes.extend([Change::Pos(stem, Pos::Verb), Change::Pos(first, Pos::Noun)]);
    changes.extend(noun.map(|n| Arc(n, stem, Dep::Dobj)));
    changes.push(Change::Tag(stem, Tag::Vb));
    let behind = doc.children_by(verb, &[Dep::Cc, Dep::Conj]).filter(|&c| c > stem);
    changes.extend(behind.map(|c| Arc(c, stem, doc.dep(c))));
    verbal.then_some(changes)
}

/// "Four men died, he said, the first deaths reported in weeks": the deaths report nothing.
pub(super) fn only_reported(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    const OWN: &[Dep] = &[Dep::Dobj, Dep::Ccomp, Dep::Aux, Dep::Auxpass];
    let cue = doc.head(t).filter(|&h| h < t && matches!(doc.dep(t), Dep::Ccomp | Dep::Parataxis | Dep::Conj))?;
    let told = doc.children_by(cue, &[Dep::Ccomp]).find(|&c| c < cue)?;
    let noun = doc.child(t, Dep::Nsubj).filter(|&n| n + 1 == t && doc.token(n).pos == Pos::Noun)?;
    let comma = doc.subtree(noun).start.checked_sub(1).is_some_and(|c| doc.token(c).tag == Tag::Comma);
    let ordinal = |w: TokenIx| doc.ent(w).is_some_and(|e| e.label == EntLabel::Ordinal);
    let ranked = doc.children_by(noun, &[Dep::Amod]).any(|w| doc.token(w).tag == Tag::Jjs || ordinal(w));
    let bare = doc.children_by(t, OWN).next().is_none();
    let participle = matches!(doc.token(t).tag, Tag::Vbd | Tag::Vbn);
    let changes = || vec![Arc(noun, told, Dep::Npadvmod), Arc(t, noun, Dep::Acl), Change::Tag(t, Tag::Vbn)];
    (comma && ranked && bare && participle).then(changes)
}

/// "left after failed talks": a clause has a subject, and what stands behind "after" without one says how the talks were.
pub(super) fn participle_behind(doc: &Doc, grammar: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let above = doc.head(t).filter(|_| doc.dep(t) == Dep::Advcl && matches!(doc.token(t).tag, Tag::Vbd | Tag::Vbn))?;
    let mark = t.checked_sub(1).filter(|&m| doc.dep(m) == Dep::Mark && doc.head(m) == Some(t))?;
    let noun = doc.child(t, Dep::Dobj).filter(|&o| doc.subtree(o).start == t + 1 && doc.token(o).pos == Pos::Noun)?;
    let own = doc.children_by(t, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Aux, Dep::Auxpass]).next().is_some();
    let changes = || {
        let behind = doc.children(t).filter(|&c| c > noun).map(|c| Arc(c, noun, doc.dep(c)));
        let noun = [Arc(mark, above, Dep::Prep), Arc(noun, mark, Dep::Pobj), Arc(t, noun, Dep::Amod)];
        noun.into_iter().chain([Change::Tag(t, Tag::Vbn)]).chain(behind).collect()
    };
    (grammar.is(Kind::Adjunct, doc.lower(mark)) && !own).then(changes)
}

/// "wants the chief removed, accusing him of bias": who wants it accuses, not the chief.
pub(super) fn beside_what_is_wanted(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let wanted = doc.head(t).filter(|_| doc.dep(t) == Dep::Advcl && doc.token(t).tag == Tag::Vbg)?;
    let verb =
        doc.head(wanted).filter(|&v| doc.dep(wanted) == Dep::Ccomp && doc.token(v).pos == Pos::Verb && v < wanted)?;
    let participle = matches!(doc.token(wanted).tag, Tag::Vbn | Tag::Vbd);
    let subject = doc.child(wanted, Dep::Nsubj).filter(|&s| verb < s && s < wanted)?;
    let bare = doc.children_by(wanted, &[Dep::Dobj, Dep::Aux, Dep::Auxpass, Dep::Mark]).next().is_none();
    let comma = doc.subtree(t).start.checked_sub(1).is_some_and(|c| doc.token(c).tag == Tag::Comma);
    let present = matches!(doc.token(verb).tag, Tag::Vbz | Tag::Vbp);
    (participle && bare && comma && present && subject < t).then(|| vec![Arc(t, verb, Dep::Advcl)])
}

/// "rejected the claim that it had fired, saying others did": who rejects says so, not who is said to have fired.
pub(super) fn said_of_a_claim(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let clause = doc.head(t).filter(|_| doc.dep(t) == Dep::Advcl && doc.token(t).tag == Tag::Vbg)?;
    let claim = doc.head(clause).filter(|_| doc.dep(clause) == Dep::Acl)?;
    let verb = doc.head(claim).filter(|&v| doc.dep(claim) == Dep::Dobj && doc.token(v).pos == Pos::Verb)?;
    let mark = doc.child(clause, Dep::Mark).filter(|&m| claim < m && m < clause)?;
    let comma = doc.subtree(t).start.checked_sub(1).filter(|&c| doc.token(c).tag == Tag::Comma)?;
    let says = doc.child(t, Dep::Ccomp).is_some() && mark < comma;
    says.then(|| vec![Arc(t, verb, Dep::Advcl), Arc(comma, verb, Dep::Punct)])
}

/// "fired on men trying to flee, killing two": behind a comma it tells what came of the firing, not of the flight.
pub(super) fn what_came_of_it(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let inner = doc.head(t).filter(|&h| doc.dep(t) == Dep::Advcl && doc.token(t).tag == Tag::Vbg && h < t)?;
    let up = || std::iter::once(inner).chain(doc.ancestors(inner));
    let unfinished = |v: TokenIx| matches!(doc.token(v).tag, Tag::Vb | Tag::Vbg);
    let participle = up().find(|&v| doc.dep(v) != Dep::Xcomp)?;
    let noun = doc.head(participle).filter(|_| doc.dep(participle) == Dep::Acl && unfinished(participle))?;
    let verb = doc.ancestors(noun).find(|&v| doc.token(v).pos == Pos::Verb)?;
    let comma = doc.subtree(t).start.checked_sub(1).filter(|&c| doc.token(c).tag == Tag::Comma)?;
    let past = doc.token(verb).tag == Tag::Vbd && verb < noun && doc.child(t, Dep::Dobj).is_some();
    past.then(|| vec![Arc(t, verb, Dep::Advcl), Arc(comma, verb, Dep::Punct)])
}
