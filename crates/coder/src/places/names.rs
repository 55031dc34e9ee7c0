//! Which words are names of places. The gazetteer proposes, the words around decide: the recogniser's labels, the
//! tagger's, prepositions, and the larger names that a place lends its own to ("Washington Post", "Jordan Smith").

use crate::Cast;
use sayso_coding::EntityKind;
use sayso_doc::{Dep, Doc, Ent, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::gazetteer::{Class, Gazetteer, Sense, Walk, fold};
use std::ops::Range;

/// The longest name, in tokens ("Grand Ethiopian Renaissance Dam", "Port-au-Prince").
const LONGEST: usize = 9;
/// A word in capitals of up to so many letters is rather an acronym than a town ("WHO", "IRNA").
const ACRONYM: usize = 5;

/// Words that may name a place.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) tokens: Range<TokenIx>,
    /// The token that the others hang off.
    pub(super) head: TokenIx,
    /// What is the same name elsewhere in the document.
    pub(super) key: String,
    /// Empty for a name that is in no gazetteer.
    pub(super) senses: Vec<Sense>,
    pub(super) evidence: Evidence,
    /// What the words around call it ("the town of").
    pub(super) kinds: Vec<Class>,
}

/// How surely the words are a place's name, by what stands around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    /// It may be somebody's name or a common word.
    Weak,
    /// Nothing speaks against it.
    Fair,
    /// It is used as places are.
    Strong,
}

/// In text order, not overlapping.
pub(super) fn find_names(doc: &Doc, gazetteer: &Gazetteer, cast: &Cast) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut t = 0;
    while t < doc.len() {
        match name_at(doc, gazetteer, cast, t) {
            Some(name) => {
                t = name.tokens.end;
                names.push(name);
            }
            None => t += 1,
        }
    }
    let unknown: Vec<Name> = (doc.ents().iter())
        .filter(|e| !names.iter().any(|n| n.tokens.start < e.tokens.end && e.tokens.start < n.tokens.end))
        .filter_map(|e| unknown_name(doc, gazetteer, e))
        .collect();
    names.extend(unknown);
    names.sort_by_key(|n| n.tokens.start);
    names
}

/// The longest name that begins at this token and is a place's.
fn name_at(doc: &Doc, gazetteer: &Gazetteer, cast: &Cast, start: TokenIx) -> Option<Name> {
    let mut found = matches_at(doc, gazetteer, start);
    while let Some((end, senses)) = found.pop() {
        // "the Kremlin" is in the tables with its article; the article is no part of the name.
        let first = if doc.token(start).tag == Tag::Dt && end > start + 1 && is_lower(doc.word(start)) {
            start + 1
        } else {
            start
        };
        let tokens = first..end;
        let head = head_of(doc, &tokens);
        if let Some(evidence) = weigh(doc, gazetteer, cast, &tokens, head, &senses) {
            let kinds = kinds_around(doc, gazetteer, &tokens, head);
            return Some(Name { key: fold(doc.words(tokens.clone())), tokens, head, senses, evidence, kinds });
        }
    }
    None
}

/// Names of the gazetteer that begin here: where each ends and what it may mean, shortest first.
fn matches_at(doc: &Doc, gazetteer: &Gazetteer, start: TokenIx) -> Vec<(TokenIx, Vec<Sense>)> {
    let mut found = Vec::new();
    if !may_start(doc, start) {
        return found;
    }
    let behind_comma = start > 0 && doc.token(start - 1).tag == Tag::Comma;
    let mut walk: Walk = gazetteer.walk();
    let stop = doc.sentence(start).tokens.end.min(start + LONGEST);
    for t in start..stop {
        if !is_name_part(doc, t) {
            break;
        }
        let spaced = t > start && doc.token(t - 1).span.end < doc.token(t).span.start;
        if !walk.push(doc.word(t), spaced) {
            break;
        }
        if !doc.word(t).ends_with(|c: char| c.is_alphanumeric() || c == '.') {
            continue;
        }
        let written = doc.words(start..t + 1);
        let mut senses = walk.senses(written, behind_comma);
        if !is_written_as_name(doc, start, t) || is_acronym(doc, start, t) {
            senses.retain(|s| s.exact);
        }
        if !senses.is_empty() {
            found.push((t + 1, senses));
        }
    }
    found
}

/// Names begin with a capital; a word in small letters may when a capital follows ("al-Bab", "the Gulf", "sub-Saharan Africa").
fn may_start(doc: &Doc, t: TokenIx) -> bool {
    let capital = |t: TokenIx| t < doc.len() && doc.word(t).starts_with(char::is_uppercase);
    capital(t) || doc.word(t).starts_with(char::is_lowercase) && (capital(t + 1) || capital(t + 2))
}

fn is_name_part(doc: &Doc, t: TokenIx) -> bool {
    let token = doc.token(t);
    token.tag != Tag::Possessive
        && token.pos != Pos::Space
        && doc
            .word(t)
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '\'' | '’' | '.' | '/' | '&' | '`' | 'ʿ' | '‘'))
}

/// Capitals at both ends; between, small words and joints ("Rio de Janeiro", "Port-au-Prince").
fn is_written_as_name(doc: &Doc, first: TokenIx, last: TokenIx) -> bool {
    let capital = |t: TokenIx| doc.word(t).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let joined = |t: TokenIx| t > 0 && doc.token(t - 1).span.end == doc.token(t).span.start;
    // "al-Bab": the article hangs on its name.
    let starts = capital(first) || first + 2 <= last && joined(first + 1) && joined(first + 2) && capital(first + 2);
    starts && (capital(last) || joined(last))
}

/// A short word all in capitals where the words around are not.
fn is_acronym(doc: &Doc, first: TokenIx, last: TokenIx) -> bool {
    let word = doc.word(first);
    first == last && word.len() <= ACRONYM && is_upper(word) && !is_upper_around(doc, first)
}

/// A dateline or a headline in capitals: "BEIJING (AP)", "AUSTIN, Texas -", "FLOODS HIT CHAD AND MALI".
fn is_upper_around(doc: &Doc, t: TokenIx) -> bool {
    let sentence = &doc.sentence(t).tokens;
    let begins = sentence.start == t || t == sentence.start + 1;
    let dateline = |t: TokenIx| t < doc.len() && matches!(doc.word(t), "(" | "," | "-" | "–" | "—" | "--");
    let shout = |t: TokenIx| sentence.contains(&t) && doc.word(t).len() > 2 && is_upper(doc.word(t));
    begins && dateline(t + 1) || t > 0 && shout(t - 1) || shout(t + 1)
}

fn is_upper(word: &str) -> bool {
    word.chars().all(|c| !c.is_lowercase()) && word.chars().any(char::is_uppercase)
}

fn is_lower(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}

/// The token whose head lies outside.
fn head_of(doc: &Doc, tokens: &Range<TokenIx>) -> TokenIx {
    let outside = |t: TokenIx| doc.head(t).is_none_or(|h| !tokens.contains(&h));
    tokens.clone().rev().find(|&t| outside(t) && doc.token(t).pos != Pos::Punct).unwrap_or(tokens.end - 1)
}

/// What stands around a candidate says that it is no place's name (none), or how surely it is one.
fn weigh(
    doc: &Doc,
    gazetteer: &Gazetteer,
    cast: &Cast,
    tokens: &Range<TokenIx>,
    head: TokenIx,
    senses: &[Sense],
) -> Option<Evidence> {
    let words = &gazetteer.words;
    let exact = senses.iter().any(|s| s.exact);
    if tokens.start > 0 && !exact && is_titled(doc, gazetteer, tokens.start - 1) {
        return None;
    }
    if is_somebody(cast, head, tokens) {
        return None;
    }
    let located = is_located(doc, gazetteer, tokens);
    let proper = tokens.clone().any(|t| matches!(doc.token(t).tag, Tag::Nnp | Tag::Nnps));
    let known = exact
        || senses.iter().any(|s| {
            let site = gazetteer.site(s.site);
            matches!(site.class, Class::Country | Class::Larger) || site.geonameid.is_none()
        });
    let Some(ent) = tokens.clone().find_map(|t| doc.ent(t)) else {
        return match (proper, known, located) {
            _ if is_in_name(doc, tokens, head) => (known && located).then_some(Evidence::Weak),
            (true, true, _) | (_, true, true) => Some(Evidence::Fair),
            (true, false, true) => Some(Evidence::Fair),
            (true, false, false) => Some(Evidence::Weak),
            (false, true, false) => exact.then_some(Evidence::Fair),
            (false, false, _) => None,
        };
    };
    let rest: Vec<TokenIx> = rest_of(doc, ent, tokens);
    if rest.is_empty() {
        return match ent.label {
            EntLabel::Gpe | EntLabel::Loc | EntLabel::Fac => Some(Evidence::Strong),
            EntLabel::Org if known || located => Some(Evidence::Fair),
            EntLabel::Person if located => Some(Evidence::Fair),
            EntLabel::Norp if known => Some(Evidence::Fair),
            EntLabel::Org | EntLabel::Person | EntLabel::Norp | EntLabel::Product | EntLabel::WorkOfArt => {
                Some(Evidence::Weak)
            }
            _ => (exact || located).then_some(Evidence::Weak),
        };
    }
    // "University of Missouri", "Battle of Aleppo": behind a preposition the place is spoken of.
    let inside = tokens.start > ent.tokens.start && doc.token(tokens.start - 1).pos == Pos::Adp;
    let owner = tokens.end < doc.len() && doc.token(tokens.end).tag == Tag::Possessive;
    let partial = rest.iter().all(|&t| {
        let lower = doc.lower(t);
        words.is_part(lower)
            || !words.kinds(lower).is_empty()
            || is_lower(doc.word(t))
            || doc.token(t).pos == Pos::Punct
    });
    match ent.label {
        EntLabel::Gpe | EntLabel::Loc if partial || inside || owner => Some(Evidence::Strong),
        EntLabel::Gpe | EntLabel::Loc => known.then_some(Evidence::Weak),
        EntLabel::Fac => Some(if inside || owner { Evidence::Strong } else { Evidence::Fair }),
        EntLabel::Org if inside || owner => Some(Evidence::Fair),
        EntLabel::Org => None,
        EntLabel::Event | EntLabel::WorkOfArt | EntLabel::Law | EntLabel::Product => {
            (inside || owner).then_some(Evidence::Weak)
        }
        EntLabel::Person if owner => Some(Evidence::Weak),
        EntLabel::Date | EntLabel::Time if located || owner => Some(Evidence::Fair),
        _ => None,
    }
}

/// The words of a recognised name that are not the candidate's, articles and possessive marks aside.
fn rest_of(doc: &Doc, ent: &Ent, tokens: &Range<TokenIx>) -> Vec<TokenIx> {
    let content = |t: &TokenIx| !matches!(doc.token(*t).tag, Tag::Dt | Tag::Possessive) && doc.word(*t) != ".";
    ent.tokens.clone().filter(|t| !tokens.contains(t)).filter(content).collect()
}

/// "Mr. Lincoln", "President Washington": a person's name follows.
fn is_titled(doc: &Doc, gazetteer: &Gazetteer, before: TokenIx) -> bool {
    let title = doc.lower(before).trim_end_matches('.');
    gazetteer.words.is_person(title) && doc.word(before).starts_with(char::is_uppercase)
}

/// Part of the name of somebody whom an earlier stage knows.
fn is_somebody(cast: &Cast, head: TokenIx, tokens: &Range<TokenIx>) -> bool {
    cast.covering(head).is_some_and(|m| {
        let larger = m.tokens.len() > tokens.len();
        cast.entity(m.entity).kind == EntityKind::Person && larger
    })
}

/// "in Homs", "near the Syrian city of Homs", "from northern Iraq", "Iraq's".
fn is_located(doc: &Doc, gazetteer: &Gazetteer, tokens: &Range<TokenIx>) -> bool {
    let words = &gazetteer.words;
    let sentence = &doc.sentence(tokens.start).tokens;
    let before = (sentence.start..tokens.start).rev().take(4);
    for t in before {
        let lower = doc.lower(t);
        if words.is_locating(lower) {
            return true;
        }
        let passes = matches!(doc.token(t).tag, Tag::Dt | Tag::Jj | Tag::Hyph) || words.is_part(lower);
        if !passes {
            return !words.kinds(lower).is_empty()
                || doc.token(t).pos == Pos::Adp && t > sentence.start && !words.kinds(doc.lower(t - 1)).is_empty();
        }
    }
    false
}

/// "Jordan Smith", "Boston Globe" where the recogniser saw nothing: a capitalised neighbour makes it a longer name.
fn is_in_name(doc: &Doc, tokens: &Range<TokenIx>, head: TokenIx) -> bool {
    let capital = |t: TokenIx| doc.token(t).pos == Pos::Propn && doc.word(t).starts_with(char::is_uppercase);
    let above = doc.dep(head) == Dep::Compound && doc.head(head).is_some_and(capital);
    let below = doc.children_by(head, &[Dep::Compound]).any(|c| !tokens.contains(&c) && capital(c));
    above || below
}

/// What the place is called: "the town of Daquq", "Fars Province", "Daquq, a town south of Kirkuk".
fn kinds_around(doc: &Doc, gazetteer: &Gazetteer, tokens: &Range<TokenIx>, head: TokenIx) -> Vec<Class> {
    let words = &gazetteer.words;
    let sentence = &doc.sentence(head).tokens;
    let mut kinds = Vec::new();
    let mut note = |t: Option<TokenIx>| {
        kinds.extend(t.filter(|t| sentence.contains(t)).map_or(&[][..], |t| words.kinds(doc.lower(t))))
    };
    note((tokens.end < doc.len()).then_some(tokens.end));
    if let Some(before) = tokens.start.checked_sub(1) {
        match doc.token(before).pos {
            Pos::Adp => note(before.checked_sub(1)),
            Pos::Det => {}
            _ => note(Some(before)),
        }
    }
    note(doc.child(head, Dep::Appos));
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// A name that the recogniser takes for a place and no gazetteer has.
fn unknown_name(doc: &Doc, gazetteer: &Gazetteer, ent: &Ent) -> Option<Name> {
    let mut tokens = ent.tokens.clone();
    while !tokens.is_empty() && matches!(doc.token(tokens.start).tag, Tag::Dt | Tag::Jj) {
        tokens.start += 1;
    }
    while !tokens.is_empty() && matches!(doc.token(tokens.end - 1).tag, Tag::Possessive) {
        tokens.end -= 1;
    }
    if tokens.is_empty() || !doc.word(tokens.start).starts_with(char::is_uppercase) {
        return None;
    }
    let head = head_of(doc, &tokens);
    let kinds = kinds_around(doc, gazetteer, &tokens, head);
    let own = gazetteer.words.kinds(doc.lower(tokens.end - 1));
    let evidence = match ent.label {
        EntLabel::Gpe => Evidence::Fair,
        EntLabel::Fac | EntLabel::Loc if !own.is_empty() => Evidence::Fair,
        _ => return None,
    };
    Some(Name { key: fold(doc.words(tokens.clone())), tokens, head, senses: Vec::new(), evidence, kinds })
}
