//! "Prime Minister of Kenya Ana Ruiz": an office with whose it is and then who holds it. The parser takes the holder for
//! part of what stands behind "of", and so loses who acts; here the name becomes the head again.

use crate::mend::change_tree;
use sayso_coding::EntityKind;
use sayso_doc::{Dep, Doc, Ent, EntLabel, Pos, Tag, Token, TokenIx};
use sayso_lexicon::actors::RoleKind;
use sayso_lexicon::{Kind, Lexicon};
use std::borrow::Cow;
use std::ops::Range;

/// People that make a town known by its name alone.
const LARGE: u32 = 100_000;
/// Words of what stands behind "of" at the most ("Foreign Affairs and Trade").
const LONGEST: usize = 4;
/// "Minister of Defence of Chad": so often "of" stands in an office.
const MOST: usize = 2;

/// An office and its holder.
#[derive(Debug)]
struct Holder {
    title: TokenIx,
    /// Another office of the same person before "and" and this one.
    first: Option<TokenIx>,
    /// What follows each "of", the last what the name stands behind.
    whose: Vec<Range<TokenIx>>,
    name: Range<TokenIx>,
}

/// The same document with holders as heads of their offices.
pub(crate) fn holders_named<'a>(doc: &'a Doc, lexicon: &Lexicon) -> Cow<'a, Doc> {
    let holders: Vec<Holder> = (0..doc.len()).filter_map(|t| holder(doc, lexicon, t)).collect();
    if holders.is_empty() {
        return Cow::Borrowed(doc);
    }
    let mut tokens = doc.tokens().to_vec();
    let mut ents = doc.ents().to_vec();
    for found in &holders {
        let sentence = doc.sentence(found.title).tokens.clone();
        if change_tree(&mut tokens, sentence, |tokens| name_as_head(doc, tokens, found)) {
            name_apart(&mut ents, found);
        }
    }
    let starts: Vec<TokenIx> = doc.sentences().iter().map(|s| s.tokens.start).collect();
    Cow::Owned(Doc::new(doc.text().to_owned(), tokens, &starts, ents))
}

fn holder(doc: &Doc, lexicon: &Lexicon, title: TokenIx) -> Option<Holder> {
    let role = lexicon.actors.role(doc.lower(title)).filter(|_| is_upper(doc, title))?;
    if role.kind != RoleKind::Person || !role.title {
        return None;
    }
    let first = joined_office(doc, lexicon, title);
    let sentence = doc.sentence(title).tokens.end;
    let mut whose = Vec::new();
    let mut at = title + 1;
    for _ in 0..MOST {
        if let Some(name) = behind_comma(doc, lexicon, title, at, whose.len()) {
            return Some(Holder { title, first, whose, name });
        }
        let matter = at == title + 1 && lexicon.grammar.is(Kind::Purpose, doc.lower(at));
        if at + 1 >= sentence || doc.lower(at) != lexicon.grammar.of() && !matter {
            return None;
        }
        let start = if doc.token(at + 1).pos == Pos::Det { at + 2 } else { at + 1 };
        let end = start + (start..sentence).take_while(|&t| is_upper(doc, t)).count();
        let part = (start + 1..=end.min(start + LONGEST)).rev().find(|&k| is_whose(doc, lexicon, title, start..k));
        // "Minister for Trade of Chile"
        let whole = (matter && end > start && end < sentence && doc.lower(end) == lexicon.grammar.of()).then_some(end);
        let split = whole.or(part).or_else(|| person_begins(doc, start, end))?;
        whose.push(start..split);
        if split < end {
            let name = split..end;
            return is_person(doc, lexicon, &name).then_some(Holder { title, first, whose, name });
        }
        at = split;
    }
    let name = behind_comma(doc, lexicon, title, at, whose.len())?;
    Some(Holder { title, first, whose, name })
}

/// "Deputy Premier and Minister of Trade Ana Ruiz": the office that the same person has before this one.
fn joined_office(doc: &Doc, lexicon: &Lexicon, title: TokenIx) -> Option<TokenIx> {
    let first = doc.head(title).filter(|&f| doc.dep(title) == Dep::Conj && f + 2 == doc.subtree(title).start)?;
    let office = lexicon.actors.role(doc.lower(first)).is_some_and(|r| r.kind == RoleKind::Person && r.title);
    let bare = doc.child(first, Dep::Det).is_none() && doc.head(first).is_some();
    (office && bare && doc.token(first).tag == Tag::Nnp).then_some(first)
}

/// "Premier of Kenya, Ana Ruiz,": a whole name between commas behind so many parts of the title. Behind one the parser may
/// have said whose it is; of "Minister for Trade of Kenya, Ana Ruiz," it would tie the state to the trade.
fn behind_comma(doc: &Doc, lexicon: &Lexicon, title: TokenIx, comma: TokenIx, parts: usize) -> Option<Range<TokenIx>> {
    let sentence = doc.sentence(title).tokens.end;
    if parts == 0 || comma + 2 >= sentence || doc.token(comma).tag != Tag::Comma {
        return None;
    }
    let name =
        doc.ent(comma + 1).filter(|e| e.label == EntLabel::Person && e.tokens.start == comma + 1)?.tokens.clone();
    let closed = name.end < sentence && doc.token(name.end).tag == Tag::Comma;
    let said = doc.head(name.end - 1) == Some(title) || doc.head(title) == Some(name.end - 1);
    (closed && (parts > 1 || !said) && is_person(doc, lexicon, &name)).then_some(name)
}

fn is_upper(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.token(t).pos, Pos::Propn | Pos::Noun | Pos::Adj) && doc.word(t).starts_with(char::is_uppercase)
}

/// A state, body or town that the lexicon knows, or what makes a known office with the title.
fn is_whose(doc: &Doc, lexicon: &Lexicon, title: TokenIx, words: Range<TokenIx>) -> bool {
    let name = doc.words(words.clone());
    let office = doc.words(title..words.end).to_lowercase();
    let body = |m: &sayso_lexicon::actors::Meaning| lexicon.actors.entry(m.entry).kind != EntityKind::Person;
    lexicon.actors.role(&office).is_some()
        || lexicon.actors.meanings(name).iter().any(body)
        || lexicon.gazetteer.largest_town(name) >= LARGE
}

/// Where the recogniser sees somebody's name begin that goes to the end.
fn person_begins(doc: &Doc, start: TokenIx, end: TokenIx) -> Option<TokenIx> {
    let name = |t: &TokenIx| {
        doc.ent(*t).is_some_and(|e| e.label == EntLabel::Person && e.tokens.start == *t && e.tokens.end == end)
    };
    (start + 1..end).find(name)
}

fn is_person(doc: &Doc, lexicon: &Lexicon, name: &Range<TokenIx>) -> bool {
    let last = name.end - 1;
    let known = |m: &sayso_lexicon::actors::Meaning| lexicon.actors.entry(m.entry).kind == EntityKind::Person;
    if lexicon.actors.meanings(doc.words(name.clone())).iter().any(known) {
        return true;
    }
    let seen = doc.ent(last).is_some_and(|e| e.label == EntLabel::Person);
    // "Director of Kenya Wildlife Service": an office or body.
    let body = doc.ent(last).is_some_and(|e| e.label != EntLabel::Person && e.tokens.start >= name.start);
    let noun = name.clone().any(|t| lexicon.actors.role(doc.lower(t)).is_some());
    let proper = name.clone().all(|t| doc.token(t).pos == Pos::Propn);
    seen || name.len() > 1 && proper && !body && !noun
}

fn name_as_head(doc: &Doc, tokens: &mut [Token], found: &Holder) {
    let last = found.name.end - 1;
    let title = found.title;
    if doc.head(title) != Some(last) {
        let inside = |t: TokenIx| (title..found.name.end).contains(&t);
        match doc.head(title) {
            None => (tokens[last].head, tokens[last].dep) = (last, Dep::Root),
            // "Deputy Premier and Minister of Trade Ana Ruiz": the office before is the name's already.
            Some(up) if !inside(up) && doc.is_under(up, last) => {}
            Some(up) if !inside(up) => (tokens[last].head, tokens[last].dep) = (up, doc.dep(title)),
            // What the parser ties to a word of the name goes where that word goes.
            Some(up) => {
                let top =
                    std::iter::successors(Some(up), |&t| doc.head(t)).find(|&t| doc.head(t).is_none_or(|h| !inside(h)));
                let top = top.unwrap_or(up);
                let root = doc.head(top).is_none();
                (tokens[last].head, tokens[last].dep) = (if root { last } else { doc.token(top).head }, doc.dep(top));
            }
        }
        for child in doc.children(title).filter(|&c| c >= found.name.end) {
            tokens[child].head = last;
        }
    }
    (tokens[title].head, tokens[title].dep) = (last, Dep::Nmod);
    let free = |f: &TokenIx| doc.head(*f).is_some_and(|h| !found.name.contains(&h));
    if let Some(first) = found.first.filter(free) {
        (tokens[last].head, tokens[last].dep) = (doc.token(first).head, doc.dep(first));
        (tokens[first].head, tokens[first].dep) = (last, Dep::Nmod);
        let outside = |c: &TokenIx| *c > first && !(title..found.name.end).contains(c);
        for child in doc.children(first).filter(outside) {
            tokens[child].head = last;
        }
    }
    let mut above = title;
    for part in &found.whose {
        let noun = part.end - 1;
        let of = (above + 1..part.start).find(|&t| doc.dep(t) == Dep::Prep).unwrap_or(part.start - 1);
        (tokens[of].head, tokens[of].dep) = (above, Dep::Prep);
        (tokens[noun].head, tokens[noun].dep) = (of, Dep::Pobj);
        for token in &mut tokens[part.start..noun] {
            (token.head, token.dep) = (noun, Dep::Compound);
        }
        for token in &mut tokens[of + 1..part.start] {
            (token.head, token.dep) = (noun, Dep::Det);
        }
        above = noun;
    }
    for token in &mut tokens[found.name.start..last] {
        (token.head, token.dep) = (last, Dep::Compound);
    }
}

/// The name is a person's, and what stands before it another name.
fn name_apart(ents: &mut Vec<Ent>, found: &Holder) {
    let name = &found.name;
    let overlaps = |e: &Ent| e.tokens.start < name.end && name.start < e.tokens.end;
    let mut cut: Vec<Ent> = ents.iter().filter(|e| overlaps(e) && e.tokens.start < name.start).cloned().collect();
    for ent in &mut cut {
        ent.tokens.end = name.start;
        ent.label = if ent.label == EntLabel::Person { EntLabel::Org } else { ent.label };
    }
    ents.retain(|e| !overlaps(e));
    ents.extend(cut);
    ents.push(Ent { tokens: name.clone(), label: EntLabel::Person });
    ents.sort_by_key(|e| e.tokens.start);
}
