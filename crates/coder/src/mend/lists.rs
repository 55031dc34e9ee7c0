//! Repairs of what the parser joins to the wrong noun: names behind a list, the line of a date before its sentence, the
//! subject of a verb of speech that comes last.

use super::Change::{self, Arc};
use sayso_doc::{Dep, Doc, Ent, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::Grammar;

/// "talks between Ana Costa and a police chief, Rui Mora,": nothing is joined by a comma behind "and", so that the name is
/// that of the noun before it.
pub(super) fn named_last(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let tied = matches!(doc.dep(t), Dep::Conj | Dep::Appos);
    let first = doc.head(t).filter(|_| tied && is_name(doc, t))?;
    let noun = doc.children_by(first, &[Dep::Conj]).rfind(|&c| c < t)?;
    let joint = doc.children_by(first, &[Dep::Cc]).rfind(|&c| c < t)?;
    let common = doc.token(noun).tag == Tag::Nn && doc.ent(noun).is_none_or(|e| e.label != EntLabel::Person);
    let start = doc.subtree(t).start;
    let comma = start > 0 && doc.token(start - 1).tag == Tag::Comma && doc.subtree(noun).end < start;
    let open = doc.children_by(t, &[Dep::Cc, Dep::Conj]).next().is_some();
    let last = doc.children_by(first, &[Dep::Conj, Dep::Cc]).all(|c| c <= t);
    (common && comma && !open && last && joint < noun).then(|| vec![Arc(t, noun, Dep::Appos)])
}

fn is_name(doc: &Doc, t: TokenIx) -> bool {
    let day = doc.ent(t).is_some_and(|e| matches!(e.label, EntLabel::Date | EntLabel::Time));
    doc.token(t).pos == Pos::Propn && !day
}

/// "LIMA, Peru — Leaders of the region met": who met is not the town, to which the parser ties the leaders, and the
/// sentence is not about the town either.
pub(super) fn dateline(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let dash = dash_ahead(doc, t)?;
    let up = doc.head(t)?;
    if doc.dep(t) == Dep::Appos && up < dash {
        let town = std::iter::once(up).chain(doc.ancestors(up)).find(|&a| doc.dep(a) != Dep::Appos)?;
        let verb = doc.head(town).filter(|&v| v > t)?;
        let parted = (town..dash).flat_map(|w| doc.children(w)).filter(|&c| c >= dash && c != t);
        let behind = parted.map(|c| Arc(c, t, doc.dep(c)));
        return Some([Arc(t, verb, doc.dep(town)), Arc(town, t, Dep::Dep)].into_iter().chain(behind).collect());
    }
    // "NAIROBI, May 6: The premier met": two subjects.
    let first = doc.children_by(up, &[Dep::Nsubj]).find(|&s| s < dash);
    if let Some(town) = first.filter(|_| doc.dep(t) == Dep::Nsubj && up > t) {
        return Some(vec![Arc(town, up, Dep::Dep)]);
    }
    let town = doc.head(up).filter(|&w| doc.dep(up) == Dep::Relcl && w < dash && doc.dep(w) == Dep::Root)?;
    (doc.dep(t) == Dep::Nsubj).then(|| vec![Arc(up, up, Dep::Root), Arc(town, up, Dep::Dep)])
}

/// The dash that ends the line of the date at the beginning of a token's sentence: nothing but names before it.
fn dash_ahead(doc: &Doc, t: TokenIx) -> Option<TokenIx> {
    const LONGEST: usize = 12;
    let start = doc.sentence(t).tokens.start;
    let apart = |d: TokenIx| doc.token(d - 1).span.end < doc.token(d).span.start;
    // "LIMA, June 2: The premier met", but not "June 2: The premier met"
    let dated = |e: &Ent| e.label == EntLabel::Date && e.tokens.start > start;
    let ends = |d: TokenIx| match doc.word(d) {
        "—" | "–" | "--" => true,
        "-" => d > start && apart(d) && apart(d + 1),
        // "New Delhi: The premier met"
        ":" => d > start && doc.ent(d - 1).is_some_and(|e| e.label == EntLabel::Gpe || dated(e)),
        _ => false,
    };
    let dash = (start..t).take(LONGEST).find(|&d| ends(d))?;
    let line = |w: TokenIx| match doc.token(w).pos {
        Pos::Propn => doc.ent(w).is_some(),
        Pos::Punct | Pos::Num => true,
        _ => doc.word(w).chars().all(char::is_uppercase),
    };
    (start < dash && (start..dash).all(line)).then_some(dash)
}

/// "… killing two farmers, the army and a survivor said": those behind the last comma are the subject that "said" lacks.
pub(super) fn speakers_last(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let verb = Some(doc.subtree(t).end).filter(|&v| v < doc.len() && doc.dep(t) == Dep::Conj)?;
    let lacks = doc.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl, Dep::Aux]).next().is_none();
    let comma = doc.subtree(t).start.checked_sub(1).filter(|&c| doc.token(c).tag == Tag::Comma)?;
    let list = doc.child(t, Dep::Cc).is_some() && doc.token(verb).tag == Tag::Vbd && lacks;
    if doc.dep(verb) == Dep::Root {
        let told = doc.child(verb, Dep::Ccomp).filter(|&c| doc.is_under(t, c))?;
        let whole = doc.subtree(told).end == verb && comma > told;
        return (list && whole).then(|| vec![Arc(t, verb, Dep::Nsubj)]);
    }
    // The parser may join "said" to what is told, by nothing.
    let told = doc.head(verb).filter(|&w| doc.dep(verb) == Dep::Conj && doc.dep(w) == Dep::Root)?;
    let joined = doc.children_by(told, &[Dep::Cc]).next().is_some();
    let changes = vec![Arc(t, verb, Dep::Nsubj), Arc(verb, verb, Dep::Root), Arc(told, verb, Dep::Ccomp)];
    (list && !joined && doc.is_under(t, told) && comma > told).then_some(changes)
}

/// "the Chilean president and leaders of the rebels": what "of" adds belongs to the noun beside it where the first has an
/// owner of its own.
pub(super) fn owner_of_last(doc: &Doc, grammar: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let first = doc.head(t).filter(|_| doc.dep(t) == Dep::Prep && doc.lower(t) == grammar.of())?;
    let second = doc.children_by(first, &[Dep::Conj]).find(|&c| c + 1 == t && doc.token(c).pos == Pos::Noun)?;
    let owned = doc
        .children_by(first, &[Dep::Amod, Dep::Compound, Dep::Poss])
        .any(|c| doc.ent(c).is_some_and(|e| matches!(e.label, EntLabel::Gpe | EntLabel::Norp | EntLabel::Org)));
    (owned && first < second).then(|| vec![Arc(t, second, Dep::Prep)])
}

/// "reported an attack Monday on a post": the day parts the noun from what belongs to it, not to the verb.
pub(super) fn after_day(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let verb = doc.head(t).filter(|_| doc.dep(t) == Dep::Prep)?;
    let noun = doc.children_by(verb, &[Dep::Dobj]).find(|&o| o < t)?;
    let day = doc.children_by(noun, &[Dep::Npadvmod]).find(|&d| d > noun && doc.subtree(d).end == t)?;
    let dated = doc.ent(day).is_some_and(|e| matches!(e.label, EntLabel::Date | EntLabel::Time));
    dated.then(|| vec![Arc(t, noun, Dep::Prep)])
}

/// "the head of the Green Party, Ana Costa,": a person's name behind a body is that of whoever is at its head.
pub(super) fn name_of_head(doc: &Doc, grammar: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let body = doc.head(t).filter(|_| doc.dep(t) == Dep::Appos && doc.token(t).pos == Pos::Propn)?;
    let label = |t: TokenIx| doc.ent(t).map(|e| e.label);
    let prep = doc.head(body).filter(|&p| doc.dep(body) == Dep::Pobj && doc.lower(p) == grammar.of())?;
    let noun = doc.head(prep).filter(|&n| doc.token(n).tag == Tag::Nn && n < prep)?;
    let named = label(t) == Some(EntLabel::Person);
    let of_body = matches!(label(body), Some(EntLabel::Org | EntLabel::Gpe | EntLabel::Norp));
    (named && of_body).then(|| vec![Arc(t, noun, Dep::Appos)])
}

/// "The states said that it was late and urged them to pay": who urges is who said so, though the parser has the urging
/// said too.
pub(super) fn after_content(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    let verb = doc.head(t).filter(|_| doc.dep(t) == Dep::Ccomp && doc.token(t).tag == Tag::Vbd)?;
    let own = doc.children_by(t, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl, Dep::Mark]).next().is_some();
    let joint = doc.subtree(t).start.checked_sub(1).filter(|&c| doc.dep(c) == Dep::Cc)?;
    let inner = doc.head(joint).filter(|&w| w > verb && doc.is_under(w, verb))?;
    let past = doc.token(verb).tag == Tag::Vbd && !own && t > inner;
    past.then(|| vec![Arc(t, verb, Dep::Conj), Arc(joint, verb, Dep::Cc)])
}

/// "The wing player Ana Costa was told to leave": of two subjects side by side the first says who the second is.
pub(super) fn name_behind_title(doc: &Doc, _: &Grammar, t: TokenIx) -> Option<Vec<Change>> {
    const SUBJECT: &[Dep] = &[Dep::Nsubj, Dep::Nsubjpass];
    let verb = doc.head(t).filter(|_| SUBJECT.contains(&doc.dep(t)) && doc.token(t).pos == Pos::Propn)?;
    let person = doc.ent(t).is_some_and(|e| e.label == EntLabel::Person);
    let title = doc.children_by(verb, SUBJECT).find(|&s| doc.subtree(s).end == doc.subtree(t).start)?;
    (person && doc.token(title).tag == Tag::Nn).then(|| vec![Arc(title, t, Dep::Compound)])
}
