//! Repairs of the tree where the parser is known to err and the words themselves say how it should be. Each rule shows
//! its sentence; what is not sure is left as parsed.

mod headlines;
mod lists;
mod verbs;

use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, Token, TokenIx};
use sayso_lexicon::{Grammar, Kind};
use std::borrow::Cow;
use std::ops::Range;

/// What a rule puts right: a word's head and relation, or its part of speech.
enum Change {
    Arc(TokenIx, TokenIx, Dep),
    Tag(TokenIx, Tag),
    Pos(TokenIx, Pos),
}

use Change::Arc;

/// What to change where a rule's sentence stands at a word.
type Rule = fn(&Doc, &Grammar, TokenIx) -> Option<Vec<Change>>;

/// The first that fits a word is taken.
const RULES: &[Rule] = &[
    joined_above,
    subject_before,
    name_first,
    told_behind_name,
    told_of_object,
    subject_taken_by_object,
    described_object,
    is_infinitive,
    names_the_subject,
    hosted_on_a_day,
    told_beside,
    outer_agent,
    verb_of_its_own,
    triples,
    regarded_as,
    nearest_of_several,
    listed,
    country_beside,
    clause_of_noun,
    visiting,
    office_of_state,
    headlines::verb_between,
    headlines::participle_first,
    lists::named_last,
    lists::speakers_last,
    lists::owner_of_last,
    lists::after_day,
    lists::name_of_head,
    lists::after_content,
    lists::name_behind_title,
    verbs::told_later,
    verbs::hyphened_infinitive,
    verbs::only_reported,
    verbs::participle_behind,
    verbs::beside_what_is_wanted,
    verbs::said_of_a_claim,
    verbs::what_came_of_it,
];

/// The same document with its tree mended: first the line of the date is told apart from its sentence.
pub(crate) fn mend<'a>(doc: &'a Doc, grammar: &Grammar) -> Cow<'a, Doc> {
    match mended(doc, grammar, &[lists::dateline]) {
        Cow::Borrowed(doc) => mended(doc, grammar, RULES),
        Cow::Owned(doc) => Cow::Owned(mended(&doc, grammar, RULES).into_owned()),
    }
}

fn mended<'a>(doc: &'a Doc, grammar: &Grammar, rules: &[Rule]) -> Cow<'a, Doc> {
    let mut tokens = Cow::Borrowed(doc.tokens());
    for t in 0..doc.len() {
        let Some(changes) = rules.iter().find_map(|rule| rule(doc, grammar, t)) else { continue };
        let sentence = doc.sentence(t).tokens.clone();
        change_tree(tokens.to_mut(), sentence, |tokens| {
            for change in changes {
                match change {
                    Arc(t, head, dep) => (tokens[t].head, tokens[t].dep) = (head, dep),
                    Change::Tag(t, tag) => tokens[t].tag = tag,
                    Change::Pos(t, pos) => tokens[t].pos = pos,
                }
            }
        });
    }
    match tokens {
        Cow::Borrowed(_) => Cow::Borrowed(doc),
        Cow::Owned(tokens) => {
            let starts: Vec<TokenIx> = doc.sentences().iter().map(|s| s.tokens.start).collect();
            Cow::Owned(Doc::new(doc.text().to_owned(), tokens, &starts, doc.ents().to_vec()))
        }
    }
}

/// Changes a sentence, and takes it back where what comes out is no tree: two repairs that each see the tree as parsed may
/// together close a ring, in which whoever climbs it would climb for ever. True where the change stands.
pub(crate) fn change_tree(tokens: &mut [Token], sentence: Range<TokenIx>, change: impl FnOnce(&mut [Token])) -> bool {
    let before = tokens[sentence.clone()].to_vec();
    change(tokens);
    let above = |&t: &TokenIx| Some(tokens[t].head).filter(|h| *h != t);
    let ends = |t: TokenIx| std::iter::successors(Some(t), above).take(sentence.len() + 1).count() <= sentence.len();
    let stands = sentence.clone().all(|t| sentence.contains(&tokens[t].head) && ends(t));
    if !stands {
        tokens[sentence].clone_from_slice(&before);
    }
    stands
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

/// "that the state triple the wage": a word with a subject of its own is a verb, though the tagger takes it for an article's
/// like.
fn triples(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let clause = doc.token(t).tag == Tag::Pdt && doc.child(t, Dep::Nsubj).is_some_and(|s| s < t);
    let object = doc.children_by(t, &[Dep::Pobj]).find(|&o| o > t);
    let mut changes = vec![Change::Tag(t, Tag::Vb), Change::Pos(t, Pos::Verb)];
    changes.extend(object.map(|o| Arc(o, t, Dep::Dobj)));
    clause.then_some(changes)
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

/// "Three reporters, several activists and the singer were held": a list, no other name for the reporters.
fn listed(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let first = doc.head(t).filter(|_| doc.dep(t) == Dep::Appos)?;
    let subject = matches!(doc.dep(first), Dep::Nsubj | Dep::Nsubjpass);
    let comma = doc.subtree(t).start.checked_sub(1).is_some_and(|c| doc.token(c).tag == Tag::Comma);
    let goes_on = doc.child(t, Dep::Cc).is_some() && doc.child(t, Dep::Conj).is_some();
    let predicate = doc.head(first).filter(|_| subject && comma && goes_on)?;
    let behind = doc.subtree(t).end;
    let closed = doc.tokens().get(behind).is_none_or(|b| b.pos == Pos::Punct);
    (behind <= predicate && !closed).then(|| vec![Arc(t, first, Dep::Conj)])
}

/// "Kenya police convoy": whose a plural before a noun is stands right before it.
fn country_beside(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let noun = doc.head(t).filter(|&n| matches!(doc.dep(t), Dep::Compound | Dep::Amod) && n > t + 1)?;
    let country =
        doc.ent(t).is_some_and(|e| matches!(e.label, EntLabel::Gpe | EntLabel::Norp) && e.tokens.end == t + 1);
    let many = doc.token(t + 1).tag == Tag::Nns && doc.dep(t + 1) == Dep::Compound && doc.is_under(t + 1, noun);
    (country && many).then(|| vec![Arc(t, t + 1, Dep::Compound)])
}

/// "demanded the army return": a noun that has a subject is a verb.
fn clause_of_noun(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    const OF_NOUN: &[Dep] = &[Dep::Det, Dep::Poss, Dep::Amod, Dep::Compound, Dep::Nummod, Dep::Aux];
    let verb = doc.head(t).filter(|&v| doc.dep(t) == Dep::Ccomp && doc.token(v).pos == Pos::Verb && v < t)?;
    let subject = doc.child(t, Dep::Nsubj).filter(|&s| verb < s && s < t)?;
    let bare = doc.token(t).tag == Tag::Nn && doc.children_by(t, OF_NOUN).next().is_none();
    let named = doc.child(subject, Dep::Det).is_some() || doc.token(subject).pos == Pos::Propn;
    (bare && named).then(|| vec![Change::Tag(t, Tag::Vb), Change::Pos(t, Pos::Verb)])
}

/// "the president and visiting Premier Ana Costa": who visits is joined, not the visiting.
fn visiting(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let first = doc.head(t).filter(|_| doc.dep(t) == Dep::Conj && doc.token(t).tag == Tag::Vbg)?;
    let who = doc.child(t, Dep::Dobj).filter(|&o| doc.subtree(o).start == t + 1 && doc.token(o).pos == Pos::Propn)?;
    let joint = t.checked_sub(1).is_some_and(|c| doc.dep(c) == Dep::Cc);
    let noun = matches!(doc.token(first).pos, Pos::Noun | Pos::Propn);
    let alone = doc.children(t).all(|c| c == who || doc.token(c).pos == Pos::Punct);
    (joint && noun && alone).then(|| vec![Arc(t, who, Dep::Amod), Arc(who, first, Dep::Conj)])
}

/// "Minister for Trade of Chile": the minister is of the state, not the trade.
fn office_of_state(doc: &Doc, grammar: &Grammar, of: TokenIx) -> Option<Vec<Change>> {
    let matter = doc.head(of).filter(|_| doc.dep(of) == Dep::Prep && doc.lower(of) == grammar.of())?;
    let prep = doc.head(matter).filter(|&p| doc.dep(matter) == Dep::Pobj && grammar.is(Kind::Purpose, doc.lower(p)))?;
    let title = doc.head(prep).filter(|&n| n + 1 == prep && doc.token(n).tag == Tag::Nnp)?;
    let state = doc.child(of, Dep::Pobj).and_then(|s| doc.ent(s)).is_some_and(|e| e.label == EntLabel::Gpe);
    (state && doc.token(matter).pos == Pos::Propn).then(|| vec![Arc(of, title, Dep::Prep)])
}

/// "tried to free the hostages": an adjective behind "to" that has an object is a verb.
fn is_infinitive(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let to = t
        .checked_sub(1)
        .is_some_and(|a| doc.token(a).tag == Tag::To && doc.dep(a) == Dep::Aux && doc.head(a) == Some(t));
    let verb = to && doc.token(t).pos == Pos::Adj && doc.child(t, Dep::Dobj).is_some();
    verb.then(|| vec![Change::Tag(t, Tag::Vb), Change::Pos(t, Pos::Verb)])
}

/// "A union, Bread First, reported that two had left": a verb behind a name between commas is no participle of the noun,
/// which would leave the sentence without a verb.
fn told_behind_name(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let noun = doc.head(t).filter(|_| doc.dep(t) == Dep::Acl && matches!(doc.token(t).tag, Tag::Vbn | Tag::Vbd))?;
    let name = doc.child(noun, Dep::Appos).filter(|&n| n < t && doc.token(n).pos == Pos::Propn)?;
    let comma = t.checked_sub(1).filter(|&c| doc.token(c).tag == Tag::Comma && doc.subtree(name).end == c)?;
    let active = doc.children_by(t, &[Dep::Ccomp, Dep::Dobj]).next().is_some();
    let passive = doc.children_by(t, &[Dep::Agent, Dep::Aux, Dep::Auxpass, Dep::Nsubj]).next().is_some();
    let mut changes = in_place_of(doc, noun, t);
    changes.extend([Arc(noun, t, Dep::Nsubj), Change::Tag(t, Tag::Vbd)]);
    (doc.dep(noun) == Dep::Root && active && !passive && comma > noun).then_some(changes)
}

/// "asked Chad, which had been hosting the talks, to help": the clause with "which" tells of the object right before it.
fn told_of_object(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let verb = doc.head(t).filter(|_| doc.dep(t) == Dep::Ccomp)?;
    let which = doc.child(t, Dep::Nsubj).filter(|&w| doc.token(w).tag == Tag::Wdt)?;
    let object = doc.child(verb, Dep::Dobj)?;
    let comma = which.checked_sub(1).filter(|&c| doc.token(c).tag == Tag::Comma)?;
    let asked = asked_behind(doc, t).map(|asked| Arc(asked, verb, Dep::Xcomp));
    let changes = std::iter::once(Arc(t, object, Dep::Relcl)).chain(asked).collect();
    (object < comma && comma == object + 1).then_some(changes)
}

/// The infinitive behind such a clause and a comma: what is asked.
fn asked_behind(doc: &Doc, clause: TokenIx) -> Option<TokenIx> {
    let to = |v: TokenIx| doc.children_by(v, &[Dep::Aux]).any(|a| doc.token(a).tag == Tag::To);
    let behind = |v: TokenIx| doc.subtree(v).start.checked_sub(1).is_some_and(|c| doc.token(c).tag == Tag::Comma);
    let mut infinitives = doc.children_by(clause, &[Dep::Advcl, Dep::Xcomp]).filter(|&v| v > clause && to(v));
    infinitives.find(|&v| behind(v))
}

/// "fought off raiders and two mines were set off": what stands between "and" and the auxiliary is no second object but the
/// subject of the second clause.
fn subject_taken_by_object(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    const SUBJECTS: &[Dep] = &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl];
    let verb = doc.head(t).filter(|_| doc.dep(t) == Dep::Conj && doc.children_by(t, SUBJECTS).next().is_none())?;
    let auxiliary = doc.children_by(t, &[Dep::Aux, Dep::Auxpass]).next()?;
    let finite = matches!(doc.token(auxiliary).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    let before = auxiliary.checked_sub(1).filter(|&b| finite && b > verb)?;
    let mut up = std::iter::once(before).chain(doc.ancestors(before));
    let noun = up.find(|&n| doc.dep(n) == Dep::Conj && doc.subtree(n).end == auxiliary)?;
    let object = doc.head(noun).filter(|&o| doc.dep(o) == Dep::Dobj && doc.head(o) == Some(verb))?;
    let and = |c: &TokenIx| doc.dep(*c) == Dep::Cc && doc.head(*c) == Some(object);
    let joint = doc.subtree(noun).start.checked_sub(1).filter(and)?;
    let subject = if doc.child(t, Dep::Auxpass).is_some() { Dep::Nsubjpass } else { Dep::Nsubj };
    let nominal = matches!(doc.token(noun).pos, Pos::Noun | Pos::Propn);
    nominal.then(|| vec![Arc(noun, t, subject), Arc(joint, verb, Dep::Cc)])
}

/// "talked to released editors": no participle has a bare "to" of its own; it says how the noun is.
fn described_object(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let to = t.checked_sub(1).filter(|&a| doc.token(a).tag == Tag::To && doc.head(a) == Some(t))?;
    let noun = doc.child(t, Dep::Dobj).filter(|&n| n > t && doc.subtree(n).start == t + 1)?;
    let verb =
        doc.head(t).filter(|_| doc.token(t).tag == Tag::Vbn && doc.children_by(t, &[Dep::Auxpass]).next().is_none())?;
    let changes = [Arc(to, verb, Dep::Prep), Arc(noun, to, Dep::Pobj), Arc(t, noun, Dep::Amod)];
    Some(changes.into_iter().chain([Change::Pos(to, Pos::Adp), Change::Tag(to, Tag::In)]).collect())
}

#[cfg(test)]
mod tests {
    use super::change_tree;
    use sayso_doc::{Dep, Pos, Span, Tag, Token};

    fn heads(tokens: &[Token]) -> Vec<usize> {
        tokens.iter().map(|t| t.head).collect()
    }

    #[test]
    fn a_change_that_closes_a_ring_or_leaves_the_sentence_is_taken_back() {
        let token = |head| Token {
            span: Span::new(0, 1),
            lower: "a".into(),
            lemma: "a".into(),
            tag: Tag::Nn,
            pos: Pos::Noun,
            dep: Dep::Dep,
            head,
        };
        let mut tokens = vec![token(0), token(0), token(1), token(3)];
        assert!(change_tree(&mut tokens, 0..3, |t| t[2].head = 0));
        assert_eq!(heads(&tokens), [0, 0, 0, 3]);
        assert!(!change_tree(&mut tokens, 0..3, |t| (t[0].head, t[1].head) = (1, 0)));
        assert!(!change_tree(&mut tokens, 0..3, |t| t[1].head = 3));
        assert_eq!(heads(&tokens), [0, 0, 0, 3]);
    }
}
