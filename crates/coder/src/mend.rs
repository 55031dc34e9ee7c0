//! Repairs of the tree where the parser is known to err and the words themselves say how it should be. Each rule shows
//! its sentence; what is not sure is left as parsed.

use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::{Grammar, Kind};
use std::borrow::Cow;

/// What a rule puts right: a word's head and relation, or its part of speech.
enum Change {
    Arc(TokenIx, TokenIx, Dep),
    Tag(TokenIx, Tag),
}

use Change::Arc;

/// What to change where a rule's sentence stands at a word.
type Rule = fn(&Doc, &Grammar, TokenIx) -> Option<Vec<Change>>;

/// The first that fits a word is taken.
const RULES: &[Rule] = &[
    joined_above,
    subject_before,
    name_first,
    names_the_subject,
    hosted_on_a_day,
    told_beside,
    outer_agent,
    verb_of_its_own,
    regarded_as,
    nearest_of_several,
];

/// The same document with its tree mended.
pub(crate) fn mend<'a>(doc: &'a Doc, grammar: &Grammar) -> Cow<'a, Doc> {
    let mut tokens = Cow::Borrowed(doc.tokens());
    for t in 0..doc.len() {
        for change in RULES.iter().find_map(|rule| rule(doc, grammar, t)).into_iter().flatten() {
            let tokens = tokens.to_mut();
            match change {
                Arc(t, head, dep) => (tokens[t].head, tokens[t].dep) = (head, dep),
                Change::Tag(t, tag) => tokens[t].tag = tag,
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

/// Puts `t` into the place of `old`: its head and relation, and what hangs off it behind `t`.
fn in_place_of(doc: &Doc, old: TokenIx, t: TokenIx) -> Vec<Change> {
    let head = doc.head(old).unwrap_or(t);
    let behind = doc.children(old).filter(move |&c| c > t).map(move |c| Arc(c, t, doc.dep(c)));
    std::iter::once(Arc(t, head, doc.dep(old))).chain(behind).collect()
}

/// "demanded that they stop and recalled its envoy", "told them to stop and left": a past tense is not joined to what is
/// asked but to the verb that asks.
fn joined_above(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
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
    let joint = doc.children_by(asked, &[Dep::Cc]).rfind(|&c| c < t);
    let moved = joint.into_iter().chain([t]).map(|m| Arc(m, above, doc.dep(m))).collect();
    (past && present && last && asked > above && !own && !emphatic && !same_form).then_some(moved)
}

/// "a statement on the team not being given access": the team is not given it, not the statement.
fn subject_before(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let noun = doc.head(t).filter(|_| doc.dep(t) == Dep::Acl && doc.token(t).tag == Tag::Vbn)?;
    doc.children_by(t, &[Dep::Auxpass]).find(|&a| doc.token(a).tag == Tag::Vbg)?;
    let mut objects = doc.children_by(noun, &[Dep::Prep]).flat_map(|p| doc.children_by(p, &[Dep::Pobj]));
    let subject = objects.find(|&o| doc.subtree(o).end == doc.subtree(t).start)?;
    Some(vec![Arc(t, doc.head(subject)?, Dep::Pcomp), Arc(subject, t, Dep::Nsubjpass)])
}

/// "NATO ally Turkey", "its neighbour Chad": a noun that only says what the country named right behind it is.
fn name_first(doc: &Doc, _: &Grammar, name: TokenIx) -> Option<Vec<Change>> {
    let noun = doc.head(name).filter(|_| doc.dep(name) == Dep::Appos)?;
    let country = doc.ent(name).is_some_and(|e| e.label == EntLabel::Gpe) && doc.token(name).pos == Pos::Propn;
    let beside = doc.subtree(name).start == noun + 1 && doc.token(noun).tag == Tag::Nn;
    let owned = doc.children_by(noun, &[Dep::Poss, Dep::Compound, Dep::Amod]).any(|c| doc.ent(c).is_some())
        || doc.children_by(noun, &[Dep::Poss]).next().is_some();
    let mut changes = in_place_of(doc, noun, name);
    changes.push(Arc(noun, name, Dep::Compound));
    (country && beside && owned && doc.child(noun, Dep::Det).is_none()).then_some(changes)
}

/// "The newspaper Gazette reported": of two subjects that stand side by side the second is the first one's name.
fn names_the_subject(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let noun = t.checked_sub(1)?;
    let subject = |t| doc.dep(t) == Dep::Nsubj;
    let kinds = doc.token(noun).pos == Pos::Noun && doc.token(t).pos == Pos::Propn;
    let one_verb = doc.head(noun) == doc.head(t) && doc.head(t).is_some_and(|v| v > t);
    (kinds && subject(noun) && subject(t) && one_verb).then(|| vec![Arc(t, noun, Dep::Appos)])
}

/// "The president on Monday hosted the premier", where the parser takes the day's verb for a participle before the name.
fn hosted_on_a_day(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let object = doc.head(t).filter(|_| doc.dep(t) == Dep::Amod && matches!(doc.token(t).tag, Tag::Vbn | Tag::Vbd))?;
    let day = t.checked_sub(1).filter(|&d| doc.dep(d) == Dep::Npadvmod && doc.token(d).head == t)?;
    let date = doc.ent(day).is_some_and(|e| matches!(e.label, EntLabel::Date | EntLabel::Time));
    let prep = doc.head(object).filter(|_| doc.dep(object) == Dep::Pobj && date)?;
    let subject =
        doc.head(prep).filter(|&s| matches!(doc.token(s).pos, Pos::Noun | Pos::Propn) && s < prep && prep < t)?;
    let mut changes = in_place_of(doc, subject, t);
    changes.extend([Arc(subject, t, Dep::Nsubj), Arc(prep, t, Dep::Prep), Arc(day, prep, Dep::Pobj)]);
    changes.extend([Arc(object, t, Dep::Dobj), Change::Tag(t, Tag::Vbd)]);
    Some(changes)
}

/// "watched as the gunman, who wore a mask, fired": the parser may take "as" for a preposition.
fn told_beside(doc: &Doc, grammar: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let above = doc.head(t).filter(|_| doc.dep(t) == Dep::Advcl && doc.token(t).tag == Tag::Vbd)?;
    let own = doc.children_by(t, &[Dep::Nsubj, Dep::Nsubjpass]).next().is_some();
    let mut between = doc.children_by(above, &[Dep::Prep]).filter(|&p| above < p && p < t);
    let mark = between.find(|&p| grammar.is(Kind::Meanwhile, doc.lower(p))).filter(|_| !own)?;
    let subject = doc.child(mark, Dep::Pobj)?;
    Some(vec![Arc(mark, t, Dep::Mark), Arc(subject, t, Dep::Nsubj)])
}

/// "was accused of theft, much of it said to be covered up, by officials": the agent behind a comma that the parser ties
/// to a passive inside the sentence, where the first passive of the sentence has none.
fn outer_agent(doc: &Doc, grammar: &Grammar, by: TokenIx) -> Option<Vec<Change>> {
    let inner = doc.head(by).filter(|_| doc.dep(by) == Dep::Agent)?;
    let behind = by.checked_sub(1).is_some_and(|c| doc.token(c).tag == Tag::Comma);
    let infinitive = doc.child(inner, Dep::Aux).is_some_and(|a| doc.lower(a) == grammar.to());
    // No active verb has an agent.
    if !behind || !infinitive && doc.child(inner, Dep::Auxpass).is_some() {
        return None;
    }
    let full = |t: &TokenIx| doc.child(*t, Dep::Auxpass).is_some() && doc.child(*t, Dep::Nsubjpass).is_some();
    let outer = (doc.sentence(by).tokens.start..inner).find(full)?;
    doc.child(outer, Dep::Agent).is_none().then(|| vec![Arc(by, outer, Dep::Agent)])
}

/// "Africa as a whole relies on rain": a verb that the parser hangs off the preposition before it, which has its object.
fn verb_of_its_own(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let finite = matches!(doc.token(t).tag, Tag::Vbz | Tag::Vbd) && doc.dep(t) == Dep::Pobj;
    let prep = doc.head(t).filter(|&p| finite && doc.dep(p) == Dep::Prep)?;
    let subject = doc.head(prep).filter(|&s| s < prep && doc.dep(s) == Dep::Root)?;
    doc.children_by(prep, &[Dep::Pobj]).find(|&o| o < t)?;
    let mut changes = in_place_of(doc, subject, t);
    changes.push(Arc(subject, t, Dep::Nsubj));
    Some(changes)
}

/// "Seeing the unions as its enemy, the firm closed the mine": the enemy closes nothing, though the parser joins the
/// clauses so.
fn regarded_as(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let verb = doc.head(t).filter(|_| doc.dep(t) == Dep::Nsubj)?;
    let seen = doc.children_by(verb, &[Dep::Advcl]).find(|&v| v < t && doc.token(v).tag == Tag::Vbg)?;
    let mark = doc.children_by(verb, &[Dep::Mark]).find(|&m| seen < m && m < t)?;
    let subject = doc.children_by(t, &[Dep::Appos]).find(|&s| doc.subtree(s).end <= verb)?;
    let comma = doc.subtree(subject).start.checked_sub(1).filter(|&c| doc.token(c).tag == Tag::Comma)?;
    let opens = doc.subtree(seen).start == doc.sentence(t).tokens.start && doc.child(seen, Dep::Dobj).is_some();
    let mut changes = vec![Arc(subject, verb, Dep::Nsubj), Arc(mark, seen, Dep::Prep), Arc(t, mark, Dep::Pobj)];
    changes.push(Arc(comma, verb, Dep::Punct));
    opens.then_some(changes)
}

/// "his rival and militias which were armed": which of several nouns a relative clause tells of, its verb's number says.
fn nearest_of_several(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let first = doc.head(t).filter(|_| doc.dep(t) == Dep::Relcl)?;
    doc.children_by(t, &[Dep::Nsubj, Dep::Nsubjpass]).find(|&s| doc.token(s).tag == Tag::Wdt)?;
    let last = (first + 1..doc.subtree(t).start).rev().find(|&c| doc.dep(c) == Dep::Conj)?;
    let ends = (last + 1..doc.subtree(t).start).all(|c| doc.is_under(c, last)) && doc.is_under(last, first);
    let plural = |noun: TokenIx| matches!(doc.token(noun).tag, Tag::Nns | Tag::Nnps);
    let finite = doc.children_by(t, &[Dep::Aux, Dep::Auxpass]).next().unwrap_or(t);
    let one_of_several = plural(last) && !plural(first) && doc.token(finite).tag == Tag::Vbp
        || plural(first) && !plural(last) && doc.token(finite).tag == Tag::Vbz;
    (ends && one_of_several).then(|| vec![Arc(t, last, Dep::Relcl)])
}
