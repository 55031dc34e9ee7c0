//! Which way from publication a date lies that the words leave open ("on Tuesday", "in June"): what the verb above
//! it says by its tense, and what words that look ahead or back say ("scheduled for", "until", "since").

use sayso_doc::{Dep, Doc, Pos, Tag, TokenIx};
use sayso_lexicon::{Direction, TimeWords};
use std::ops::Range;

/// The way a date lies, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lean {
    Back,
    /// A past tense above, but the date hangs on a noun ("a 9 June hearing was announced").
    RatherBack,
    Ahead,
    /// A plan of the past ("was set for 31 January"): ahead, unless that is far off and it lies close behind.
    RatherAhead,
    Open,
}

/// How deep a date may hang below the verb that dates it.
const MOST_STEPS: usize = 12;

/// The way in which a date with these tokens lies.
pub(super) fn lean(doc: &Doc, words: &TimeWords, tokens: Range<TokenIx>) -> Lean {
    let top = tokens.clone().find(|&t| doc.head(t).is_none_or(|h| !tokens.contains(&h))).unwrap_or(tokens.start);
    let mut under_noun = false;
    let mut until = false;
    let mut aside = false;
    let mut deadline = false;
    let mut through_verb = false;
    let mut here = top;
    for above in doc.ancestors(top).take(MOST_STEPS) {
        let token = doc.token(above);
        // "wanted for the riots in May" looks back, "wanted to talk in May" ahead.
        let form = words.leaning(&token.lower);
        let participle = token.tag == Tag::Vbn || token.dep == Dep::Acl;
        let by_form = participle && form.verb.is_some();
        let leaning = if by_form { form } else { words.leaning(&token.lemma) };
        match token.pos {
            pos if matches!(pos, Pos::Adp | Pos::Sconj) || doc.dep(above) == Dep::Prep => {
                match leaning.preposition {
                    Some(direction @ (Direction::Back | Direction::Near)) => return certain(direction),
                    // "ruled until June" is past, "was extended until Friday" is not.
                    Some(Direction::Ahead) => until = true,
                    Some(Direction::Aside) => aside = true,
                    Some(Direction::Deadline) => (until, deadline) = (true, true),
                    None => {}
                }
            }
            Pos::Verb | Pos::Aux => {
                let tense = by_tense(doc, above);
                // Below a plan: "scheduled for Monday", "agreed to meet on Monday", "called for a rally on Monday".
                // "wants to speak of Saturday's attack": that one is known, and no plan.
                let known = doc.dep(top) == Dep::Poss && through_verb;
                let planned =
                    !known && !aside && (under_noun || token.tag == Tag::Vbn || here != top && is_untensed(doc, here));
                // "was set free on Monday" is no appointment.
                let made_so = doc.child(above, Dep::Oprd).is_some();
                match leaning.verb.filter(|_| planned && !made_so) {
                    Some(Direction::Ahead) if is_past(doc, above) => return Lean::RatherAhead,
                    Some(direction) => return certain(direction),
                    None => {}
                }
                // "were to take place on Monday"
                let to_be = token.pos == Pos::Aux && doc.dep(here) == Dep::Xcomp && is_untensed(doc, here);
                if to_be && tense == Some(Lean::Back) {
                    return Lean::RatherAhead;
                }
                let direct = !under_noun && !through_verb;
                match tense {
                    // "were held by Sunday", but "told them to leave by Sunday"
                    Some(Lean::Back) if deadline && direct => return Lean::Back,
                    Some(Lean::Back) if deadline => return Lean::Ahead,
                    Some(Lean::Back) if until => return Lean::Open,
                    Some(Lean::Back) if under_noun => return Lean::RatherBack,
                    // "is growing, with cases topping 900 on Tuesday": the present says nothing of what hangs deeper.
                    Some(Lean::Ahead) if !direct && !has_modal(doc, above) => return Lean::Open,
                    Some(lean) => return lean,
                    None if !is_untensed(doc, above) => return Lean::Open,
                    None => through_verb = true,
                }
            }
            Pos::Noun | Pos::Propn => {
                let adjective =
                    doc.children_by(above, &[Dep::Amod]).find_map(|c| words.leaning(doc.lemma(c)).adjective);
                if let Some(direction) = leaning.noun.or(adjective) {
                    return certain(direction);
                }
                under_noun = true;
            }
            Pos::Adj => {
                if let Some(direction) = leaning.adjective {
                    return certain(direction);
                }
            }
            _ => {}
        }
        here = above;
    }
    if until {
        return Lean::Ahead;
    }
    // The tree does not lead to a verb: what the main verb says, weakly.
    match by_tense(doc, doc.sentence(top).root) {
        Some(Lean::Back) => Lean::RatherBack,
        Some(lean) => lean,
        None => Lean::Open,
    }
}

fn certain(direction: Direction) -> Lean {
    match direction {
        Direction::Back => Lean::Back,
        Direction::Ahead => Lean::Ahead,
        Direction::Near | Direction::Aside | Direction::Deadline => Lean::Open,
    }
}

fn has_modal(doc: &Doc, verb: TokenIx) -> bool {
    doc.children_by(verb, &[Dep::Aux]).any(|a| doc.token(a).tag == Tag::Md)
}

/// "was planned", "planned", "had been planned"; a participle without auxiliary has no time of its own.
fn is_past(doc: &Doc, verb: TokenIx) -> bool {
    let past = |t: Tag| t == Tag::Vbd;
    past(doc.token(verb).tag) || doc.children_by(verb, &[Dep::Aux, Dep::Auxpass]).any(|a| past(doc.token(a).tag))
}

/// An infinitive with "to", or an "-ing" form, with no auxiliary of its own that has a tense.
fn is_untensed(doc: &Doc, verb: TokenIx) -> bool {
    let tensed = doc
        .children_by(verb, &[Dep::Aux, Dep::Auxpass])
        .any(|a| matches!(doc.token(a).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
    matches!(doc.token(verb).tag, Tag::Vb | Tag::Vbg) && !tensed
}

/// What the form of a verb with its auxiliaries says; nothing where it has no tense of its own.
fn by_tense(doc: &Doc, verb: TokenIx) -> Option<Lean> {
    let auxiliaries: Vec<Tag> = doc.children_by(verb, &[Dep::Aux, Dep::Auxpass]).map(|a| doc.token(a).tag).collect();
    let has = |tags: &[Tag]| auxiliaries.iter().any(|t| tags.contains(t));
    let passive = doc.child(verb, Dep::Auxpass);
    let participle = doc.token(verb).tag == Tag::Vbn;
    // "has met", "to have met", "would have been held"
    let perfect = participle && !auxiliaries.is_empty() && passive.is_none()
        || passive.is_some_and(|p| doc.token(p).tag == Tag::Vbn);
    if perfect || has(&[Tag::Vbd]) {
        return Some(Lean::Back);
    }
    if has(&[Tag::Md]) {
        return Some(Lean::Ahead);
    }
    match doc.token(verb).tag {
        Tag::Vbd => Some(Lean::Back),
        // "is held on Monday" is told ahead of it; "held on Monday" afterwards.
        Tag::Vbn if has(&[Tag::Vbz, Tag::Vbp, Tag::Vb]) => Some(Lean::Ahead),
        Tag::Vbn => Some(Lean::Back),
        Tag::Vbz | Tag::Vbp => Some(Lean::Ahead).filter(|_| doc.token(verb).pos == Pos::Verb),
        Tag::Vbg if has(&[Tag::Vbz, Tag::Vbp]) => Some(Lean::Ahead),
        _ => None,
    }
}
