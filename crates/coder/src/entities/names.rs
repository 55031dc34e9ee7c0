//! Names in the text: those the lexicon knows, and those only the parser's recogniser sees.

use jiff::civil::Date;
use sayso_coding::{EntityKind, Sector};
use sayso_doc::{Dep, Doc, Ent, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::actors::{Effect, EntryIx, Meaning, NameMatch, RoleKind, Sense};
use sayso_lexicon::{Actors, Lexicon};
use smol_str::SmolStr;
use std::cmp::Reverse;
use std::ops::Range;

/// People that make a town known by its name alone.
const LARGE: u32 = 100_000;

/// A name in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    pub(super) tokens: Range<TokenIx>,
    /// The token of the name that hangs off the rest of the sentence.
    pub(super) head: TokenIx,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// In the lexicon.
    Known(Meaning),
    /// Not in it: what the recogniser takes it for.
    Unknown(EntityKind),
}

impl Name {
    pub(super) fn known(&self) -> Option<Meaning> {
        match self.what {
            What::Known(meaning) => Some(meaning),
            What::Unknown(_) => None,
        }
    }
}

/// In text order, not overlapping.
pub(super) fn find_names(doc: &Doc, lexicon: &Lexicon, published: Option<Date>) -> Vec<Name> {
    let actors = &lexicon.actors;
    let matches = actors.names_in(doc);
    let mut full = named_in_full(matches.iter());
    full.extend(matches.iter().filter_map(|m| elided(doc, actors, &m.tokens)).map(|(_, meaning)| meaning.entry));
    let whole = named_in_full(matches.iter().filter(|m| m.tokens.len() > 1));
    let towns = told_towns(doc, lexicon, &matches);
    let mut names: Vec<Name> = Vec::new();
    let mut end = 0;
    for found in &matches {
        if found.tokens.start < end {
            continue;
        }
        let unheard = |m: &Meaning| {
            let alone = found.tokens.len() == 1 && !whole.contains(&m.entry);
            alone && to_come(actors, m, published) && !is_titled_so(doc, actors, found, m)
        };
        let elsewhere = |m: &Meaning| is_other_town(doc, lexicon, &towns, found, m);
        let is_city = |m: &Meaning| !full.contains(&m.entry) && is_large_town(doc, lexicon, found, m);
        let meaning = choose(doc, actors, found, &full, published);
        let another_s = |m: &Meaning| is_of_another_state(doc, actors, found, m);
        if let Some(meaning) = meaning.filter(|m| !unheard(m) && !elsewhere(m) && !is_city(m) && !another_s(m)) {
            end = found.tokens.end;
            let (tokens, what) = with_given_name(doc, actors, &found.tokens, meaning);
            names.retain(|n| n.tokens.end <= tokens.start);
            names.push(named(doc, tokens, what));
        }
    }
    elided_compass(doc, actors, &mut names);
    small_compass(doc, actors, &full, &mut names);
    for ent in doc.ents() {
        if let Some(kind) = unknown_kind(doc, ent) {
            let tokens = trimmed(doc, actors, ent.tokens.clone(), kind);
            if tokens.is_empty() || !starts_upper(doc, tokens.end - 1) {
                continue;
            }
            let inside = |n: &Name| n.tokens.start < tokens.end && tokens.start < n.tokens.end;
            let longest = names.iter().filter(|n| inside(n)).max_by_key(|n| (n.tokens.len(), Reverse(n.tokens.start)));
            match longest.map(|n| n.tokens.clone()) {
                None => {
                    let what = surname_first(doc, actors, &tokens, kind).unwrap_or(What::Unknown(kind));
                    names.push(named(doc, tokens, what));
                }
                // "Jeb Bush", where the lexicon knows a Bush: a longer name of somebody else.
                Some(part) if kind == EntityKind::Person && part.len() < tokens.len() && tokens.end == part.end => {
                    let known = names.iter().find(|n| n.tokens == part).and_then(Name::known);
                    let person = known.is_some_and(|m| actors.entry(m.entry).kind == EntityKind::Person);
                    if person && !title_before(doc, actors, tokens.start..part.start) {
                        names.retain(|n| n.tokens != part);
                        names.push(named(doc, tokens, What::Unknown(kind)));
                    }
                }
                // "Mountain Liberation Front" is not the paper; "Hamas movement" is Hamas.
                Some(part) if kind == EntityKind::Organization && part.start > tokens.start => {
                    let known = names.iter().find(|n| n.tokens == part).and_then(Name::known);
                    let body = |m: Meaning| {
                        matches!(actors.entry(m.entry).kind, EntityKind::Organization | EntityKind::Outlet)
                            && m.sense != Sense::Seat
                    };
                    // "Maldivian Democratic Party" is not that of another state.
                    let theirs = known.and_then(|m| actors.entry(m.entry).country.as_ref());
                    let state = |n: &Name| {
                        let entry = n.known().map(|m| actors.entry(m.entry));
                        entry.is_some_and(|e| e.kind == EntityKind::Country && e.country.as_ref() != theirs)
                    };
                    let alone = names.iter().filter(|n| inside(n)).all(|n| n.tokens == part || state(n));
                    if alone
                        && known.is_some_and(body)
                        && part.len() < tokens.len()
                        && doc.token(tokens.start).pos == Pos::Propn
                    {
                        names.retain(|n| !inside(n));
                        names.push(named(doc, tokens, What::Unknown(kind)));
                    }
                }
                Some(_) => {}
            }
        }
    }
    names.sort_by_key(|n| n.tokens.start);
    towns_again(doc, lexicon, &mut names);
    people_named(doc, actors, &mut names);
    people_told_of(doc, &mut names);
    surnames_alone(doc, lexicon, &mut names);
    bodies_named(doc, actors, &mut names);
    namesakes(doc, actors, &mut names);
    names
}

/// "Sato Yuki": somebody whom the lexicon knows with the given name before the surname.
fn surname_first(doc: &Doc, actors: &Actors, tokens: &Range<TokenIx>, kind: EntityKind) -> Option<What> {
    if tokens.len() != 2 || kind != EntityKind::Person {
        return None;
    }
    let turned = format!("{} {}", doc.word(tokens.start + 1), doc.word(tokens.start));
    let person = |m: &Meaning| actors.entry(m.entry).kind == EntityKind::Person && m.sense == Sense::Name;
    actors.meanings(&turned).into_iter().find(person).map(What::Known)
}

/// "the Gambian Liberal Party", where the lexicon knows one of another country by that name.
fn namesakes(doc: &Doc, actors: &Actors, names: &mut Vec<Name>) {
    let entry = |n: &Name| n.known().map(|m| (actors.entry(m.entry), m.sense));
    let other = |a: &Name, b: &Name| {
        let ((nation, sense), (body, _)) = entry(a).zip(entry(b))?;
        let civil = |s: &Sector| matches!(s, Sector::Pty | Sector::Gov | Sector::Leg | Sector::Jud | Sector::Opp);
        let ours = sense == Sense::Adjective && body.kind == EntityKind::Organization && body.sectors.iter().all(civil);
        let apart =
            body.country.as_ref().is_some_and(|c| actors.country(c).is_some() && Some(c) != nation.country.as_ref());
        let whole = a.tokens.end == b.tokens.start && b.tokens.len() > 1 && nation.country.is_some();
        (ours && apart && whole).then_some(a.tokens.start..b.tokens.end)
    };
    for i in (1..names.len()).rev() {
        if let Some(tokens) = other(&names[i - 1], &names[i]) {
            names[i] = named(doc, tokens, What::Unknown(EntityKind::Organization));
            names.remove(i - 1);
        }
    }
}

/// "the broadcaster Tele Valle": what the noun before says it is, whatever the recogniser takes it for.
fn bodies_named(doc: &Doc, actors: &Actors, names: &mut [Name]) {
    for name in names.iter_mut().filter(|n| n.what == What::Unknown(EntityKind::Person)) {
        let noun = doc.head(name.head).filter(|&t| doc.dep(name.head) == Dep::Appos && t + 1 == name.tokens.start);
        let role = noun.filter(|&t| doc.token(t).tag == Tag::Nn).and_then(|t| actors.role(doc.lemma(t)));
        if role.is_some_and(|r| r.kind == RoleKind::Body) {
            name.what = What::Unknown(EntityKind::Organization);
        }
    }
}

/// "Omar Sy Diallo, secretary of the union": who is said to be somebody is no body, whatever the recogniser takes him for.
fn people_named(doc: &Doc, actors: &Actors, names: &mut [Name]) {
    let body = What::Unknown(EntityKind::Organization);
    let somebody = |t: TokenIx| {
        let role = actors.role(doc.lemma(t)).filter(|_| doc.token(t).tag == Tag::Nn);
        role.is_some_and(|r| r.kind == RoleKind::Person)
    };
    let told = |n: &Name| {
        doc.children_by(n.head, &[Dep::Appos]).any(somebody) && actors.role(&doc.lemma(n.head).to_lowercase()).is_none()
    };
    for name in names.iter_mut().filter(|n| n.what == body && n.tokens.len() > 1 && told(n)) {
        name.what = What::Unknown(EntityKind::Person);
    }
}

/// "Costa, who won": no place is "who", nor is it elsewhere in the text.
fn people_told_of(doc: &Doc, names: &mut [Name]) {
    let place = |n: &Name| n.tokens.len() == 1 && n.what == What::Unknown(EntityKind::Place);
    let who = |verb: TokenIx| doc.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass]).any(|s| doc.token(s).tag == Tag::Wp);
    // "Costa, a doctor, who won"
    let called = |n: &Name| doc.children_by(n.head, &[Dep::Appos]).chain([n.head]).collect::<Vec<_>>();
    let clauses = |n: &Name| called(n).into_iter().flat_map(|t| doc.children_by(t, &[Dep::Relcl])).collect::<Vec<_>>();
    let told = |n: &&Name| place(n) && clauses(n).into_iter().any(who);
    let people: Vec<String> = names.iter().filter(told).map(|n| doc.word(n.head).to_owned()).collect();
    for name in names.iter_mut().filter(|n| place(n) && people.iter().any(|p| p == doc.word(n.head))) {
        name.what = What::Unknown(EntityKind::Person);
    }
}

/// A single word that is a place's name once is so where the recogniser takes it for a person's too.
fn towns_again(doc: &Doc, lexicon: &Lexicon, names: &mut [Name]) {
    let single = |n: &&Name| n.tokens.len() == 1;
    let words = |kind: EntityKind, names: &[Name]| -> Vec<String> {
        let of_kind = |n: &&Name| n.what == What::Unknown(kind);
        names.iter().filter(single).filter(of_kind).map(|n| doc.word(n.head).to_owned()).collect()
    };
    let (places, people) = (words(EntityKind::Place, names), words(EntityKind::Person, names));
    let count = |list: &[String], word: &str| list.iter().filter(|w| *w == word).count();
    for name in names.iter_mut().filter(|n| n.tokens.len() == 1 && n.what == What::Unknown(EntityKind::Person)) {
        let word = doc.word(name.head);
        // "near Goma"
        let within = |p: TokenIx| lexicon.actors.has_effect(doc.lower(p), Effect::In);
        let located = doc.dep(name.head) == Dep::Pobj && doc.head(name.head).is_some_and(within);
        let city = located && count(&people, word) == 1 && lexicon.gazetteer.largest_town(word) >= LARGE;
        if city || count(&places, word) >= count(&people, word).max(1) {
            name.what = What::Unknown(EntityKind::Place);
        }
    }
}

/// A town that the text tells the country of: "Paris, Texas".
struct ToldTown {
    words: String,
    country: SmolStr,
}

fn told_towns(doc: &Doc, lexicon: &Lexicon, matches: &[NameMatch]) -> Vec<ToldTown> {
    let actors = &lexicon.actors;
    let comma = |t: TokenIx| t > 1 && doc.word(t - 1) == ",";
    let mut towns = Vec::new();
    for found in matches.iter().filter(|m| comma(m.tokens.start)) {
        let Some(town) = name_before(doc, found.tokens.start - 1) else { continue };
        let words = doc.words(town);
        let countries = found.meanings.iter().filter(|m| m.sense == Sense::Name).map(|m| actors.entry(m.entry));
        let told = countries
            .filter(|e| matches!(e.kind, EntityKind::Place | EntityKind::Country))
            .filter_map(|e| e.country.clone())
            .find(|c| lexicon.gazetteer.is_town_of(words, c));
        towns.extend(told.map(|country| ToldTown { words: words.to_owned(), country }));
    }
    towns
}

/// The capitalised words that end here.
fn name_before(doc: &Doc, end: TokenIx) -> Option<Range<TokenIx>> {
    let start = doc.sentence(end).tokens.start;
    let part = |t: TokenIx| doc.token(t).pos == Pos::Propn && starts_upper(doc, t);
    let first = (start..end).rev().take_while(|&t| part(t)).last()?;
    Some(first..end)
}

/// A capital's name where the text means another town of that name.
fn is_other_town(doc: &Doc, lexicon: &Lexicon, towns: &[ToldTown], found: &NameMatch, meaning: &Meaning) -> bool {
    let country = &lexicon.actors.entry(meaning.entry).country;
    let words = doc.words(found.tokens.clone());
    meaning.sense == Sense::Capital && towns.iter().any(|t| t.words == words && Some(&t.country) != country.as_ref())
}

/// A surname that the recogniser takes for a large town of that name: "in Austin".
fn is_large_town(doc: &Doc, lexicon: &Lexicon, found: &NameMatch, meaning: &Meaning) -> bool {
    let label = doc.ent(found.tokens.start).map(|e| e.label);
    found.tokens.len() == 1
        && lexicon.actors.entry(meaning.entry).kind == EntityKind::Person
        && label == Some(EntLabel::Gpe)
        && lexicon.gazetteer.largest_town(doc.word(found.tokens.start)) >= LARGE
}

/// The last word of a name, "III" and the like left out.
pub(super) fn surname(doc: &Doc, actors: &Actors, name: &Name) -> TokenIx {
    let is_name = |t: &TokenIx| !actors.has_effect(doc.lower(*t), Effect::NameEnd);
    name.tokens.clone().rfind(is_name).unwrap_or(name.tokens.start)
}

/// A surname by itself is the person of the full name, whatever the recogniser took it for.
fn surnames_alone(doc: &Doc, lexicon: &Lexicon, names: &mut Vec<Name>) {
    let actors = &lexicon.actors;
    let person = |n: &&Name| match n.what {
        What::Known(m) => actors.entry(m.entry).kind == EntityKind::Person,
        What::Unknown(kind) => kind == EntityKind::Person,
    };
    let surnames: Vec<String> = (names.iter().filter(person).filter(|n| n.tokens.len() > 1))
        .map(|n| doc.word(surname(doc, actors, n)).to_owned())
        .collect();
    // "Sato Yuki … Sato": a word of somebody's name that stands for him once does so again.
    let part = |n: &&Name| {
        (names.iter().filter(person))
            .any(|p| p.tokens.len() > 1 && p.tokens.clone().any(|t| doc.word(t) == doc.word(n.tokens.start)))
    };
    let alone: Vec<String> = (names.iter().filter(person).filter(|n| n.tokens.len() == 1).filter(part))
        .map(|n| doc.word(n.tokens.start).to_owned())
        .collect();
    // "Panit Wongrat … Panit", which the recogniser takes for a body or for a place that is no city.
    let given: Vec<String> = (names.iter().filter(person).filter(|n| n.tokens.len() > 1))
        .map(|n| doc.word(n.tokens.start).to_owned())
        .filter(|w| lexicon.gazetteer.largest_town(w) < LARGE && w.len() > 3)
        .collect();
    let surnames = [surnames, alone, given].concat();
    // At the head of a sentence the tagger may take a name for a common noun.
    let name = |t: TokenIx| {
        doc.token(t).pos == Pos::Propn
            || doc.token(t).pos == Pos::Noun && doc.ent(t).is_some_and(|e| names_something(e.label))
    };
    let called = |t: TokenIx| name(t) && surnames.iter().any(|s| s == doc.word(t));
    for name in names.iter_mut().filter(|n| n.tokens.len() == 1) {
        if matches!(name.what, What::Unknown(_)) && called(name.tokens.start) {
            name.what = What::Unknown(EntityKind::Person);
        }
    }
    let covered: Vec<bool> = (0..doc.len()).map(|t| names.iter().any(|n| n.tokens.contains(&t))).collect();
    for t in (0..doc.len()).filter(|&t| !covered[t] && called(t)) {
        names.push(named(doc, t..t + 1, What::Unknown(EntityKind::Person)));
    }
    names.sort_by_key(|n| n.tokens.start);
}

/// A surname that the lexicon knows with the given name before it: that of its bearer ("Sergei V. Lavrov"), or of
/// somebody else ("Diego Putin").
fn with_given_name(doc: &Doc, actors: &Actors, tokens: &Range<TokenIx>, meaning: Meaning) -> (Range<TokenIx>, What) {
    let entry = actors.entry(meaning.entry);
    let known = (tokens.clone(), What::Known(meaning));
    if entry.kind != EntityKind::Person {
        return known;
    }
    let ends = |t: &TokenIx| actors.has_effect(doc.lower(*t), Effect::NameEnd);
    let whole = tokens.start..tokens.end + (tokens.end..doc.len()).take_while(ends).count();
    if let Some(longer) = goes_on(doc, &whole) {
        let what = surname_first(doc, actors, &longer, EntityKind::Person);
        return (longer, what.unwrap_or(What::Unknown(EntityKind::Person)));
    }
    let known = (whole.clone(), What::Known(meaning));
    if tokens.len() != 1 {
        return known;
    }
    let initial = |t: TokenIx| doc.word(t).trim_end_matches('.').chars().count() == 1 && starts_upper(doc, t);
    let mut given = tokens.start;
    while given > 0 && initial(given - 1) {
        given -= 1;
    }
    let Some(before) = given.checked_sub(1) else { return known };
    let word = doc.word(before);
    let name = doc.token(before).pos == Pos::Propn
        && starts_upper(doc, before)
        && whole.contains(&doc.token(before).head)
        && doc.dep(before) == Dep::Compound;
    if !name || title_before(doc, actors, before..before + 1) || !actors.meanings(word).is_empty() {
        return known;
    }
    let first = entry.name.split(' ').next().unwrap_or("");
    if first == word {
        (before..whole.end, What::Known(meaning))
    } else {
        (before..whole.end, What::Unknown(EntityKind::Person))
    }
}

/// A name that another surname follows, which is somebody else's: "Carlos Menem Ruiz", "Howard Dean" where a Howard is
/// known.
fn goes_on(doc: &Doc, tokens: &Range<TokenIx>) -> Option<Range<TokenIx>> {
    let ent = doc.ent(tokens.start).filter(|e| e.label == EntLabel::Person && e.tokens.end > tokens.end)?;
    // "Jean-Pierre Costa": the hyphen is a word of its own.
    let joint = |t: TokenIx| doc.token(t).tag == Tag::Hyph;
    let proper = |t: TokenIx| doc.token(t).pos == Pos::Propn && starts_upper(doc, t) || joint(t);
    let rest = tokens.end..ent.tokens.end;
    let one = tokens.clone().chain(rest.clone()).all(proper) && doc.token(tokens.end - 1).head >= tokens.end;
    (one && rest.clone().all(|t| doc.word(t).len() > 2)).then_some(tokens.start..ent.tokens.end)
}

/// Entries that the text names by more than a short name.
fn named_in_full<'a>(matches: impl Iterator<Item = &'a NameMatch>) -> Vec<EntryIx> {
    (matches.flat_map(|m| &m.meanings)).filter(|m| m.sense != Sense::Short).map(|m| m.entry).collect()
}

/// "the Senate of Mali", "Brazil's Senate", where the lexicon knows a Senate: a body that many states have.
fn is_of_another_state(doc: &Doc, actors: &Actors, found: &NameMatch, meaning: &Meaning) -> bool {
    let entry = actors.entry(meaning.entry);
    let last = found.tokens.end - 1;
    let many_have = entry.kind == EntityKind::Organization
        && actors.role(&doc.words(found.tokens.clone()).to_lowercase()).is_some();
    let of = doc.children_by(last, &[Dep::Prep]).filter(|&p| p == found.tokens.end);
    let of = of.filter(|&p| actors.has_effect(doc.lower(p), Effect::Of)).flat_map(|p| doc.children_by(p, &[Dep::Pobj]));
    let before = doc.children_by(last, &[Dep::Poss, Dep::Amod, Dep::Compound]).filter(|&c| c < found.tokens.start);
    // "the Foreign Office in Islamabad"
    let within = Some(found.tokens.end).filter(|&p| p < doc.len() && actors.has_effect(doc.lower(p), Effect::In));
    let seats = within.into_iter().flat_map(|p| doc.children_by(p, &[Dep::Pobj]));
    let seats = seats.filter(|&t| actors.meanings(doc.word(t)).iter().any(|m| m.sense == Sense::Capital));
    many_have
        && before.chain(of).chain(seats).any(|t| {
            let meanings = actors.meanings(doc.word(t)).into_iter().map(|m| (m.sense, actors.entry(m.entry)));
            let states = meanings.filter(|(s, e)| *s == Sense::Capital || e.kind == EntityKind::Country);
            let mut states = states.map(|(_, e)| e).peekable();
            states.peek().is_some() && states.all(|e| e.country != entry.country)
        })
}

/// Somebody whose first office was years ahead: "in Austin", long before a minister of that name.
fn to_come(actors: &Actors, meaning: &Meaning, published: Option<Date>) -> bool {
    const YEARS: i16 = 3;
    let entry = actors.entry(meaning.entry);
    let first = entry.terms.iter().map(|t| t.from).min().flatten();
    let known = |day: Date, first: Date| first.year() - day.year() < YEARS;
    entry.kind == EntityKind::Person && published.is_some_and(|day| first.is_some_and(|first| !known(day, first)))
}

/// "President Obama" of a text whose date is wrong: the only one of that name who ever had the office before it.
fn is_titled_so(doc: &Doc, actors: &Actors, found: &NameMatch, meaning: &Meaning) -> bool {
    let title = found.tokens.start.checked_sub(1).and_then(|t| actors.role(doc.lower(t))).filter(|r| r.office);
    let held = |m: &Meaning| title.is_some_and(|r| actors.entry(m.entry).terms.iter().any(|t| t.role == r.noun));
    held(meaning) && found.meanings.iter().all(|m| m.entry == meaning.entry || !held(m))
}

/// What a name means here, if it is one at all.
fn choose(doc: &Doc, actors: &Actors, found: &NameMatch, full: &[EntryIx], published: Option<Date>) -> Option<Meaning> {
    let tokens = &found.tokens;
    let last = tokens.end - 1;
    // "English shipyards closed": an adjective that begins a sentence.
    let adjective = || {
        doc.token(last).pos == Pos::Adj
            && modifies_noun(doc, last)
            && starts_upper(doc, tokens.start)
            && found.meanings.iter().any(|m| m.sense == Sense::Adjective)
    };
    if !proper(doc, tokens) && !adjective() {
        return None;
    }
    let fits = |m: &&Meaning| {
        let kind = actors.entry(m.entry).kind;
        match m.sense {
            Sense::Short => full.contains(&m.entry) && short_stands(doc, tokens),
            // "Cumhuriyet University": the name of something else begins with it.
            _ if kind != EntityKind::Person && renamed(doc, actors, tokens, m) => false,
            // "Michael Jordan", "the Paris Hilton show": a state or city inside somebody's name is not meant.
            _ if kind != EntityKind::Person => !inside_person(doc, tokens) && !inside_event(doc, tokens),
            _ => true,
        }
    };
    let candidates: Vec<Meaning> = found.meanings.iter().filter(fits).copied().collect();
    let people: Vec<Meaning> =
        candidates.iter().filter(|m| actors.entry(m.entry).kind == EntityKind::Person).copied().collect();
    let inside_other = (doc.ent(tokens.start))
        .is_some_and(|e| e.label != EntLabel::Person && e.tokens.len() > tokens.len() && names_something(e.label));
    if !people.is_empty() && tokens.len() == 1 && inside_other && !title_ends(doc, actors, tokens.start) {
        return None;
    }
    if !people.is_empty() && tokens.len() == 1 && is_hyphened(doc, tokens.start) {
        return None;
    }
    if !people.is_empty() && (people.len() == candidates.len() || person_here(doc, tokens)) {
        return choose_person(doc, actors, tokens, &people, published);
    }
    let namesake = |m: &Meaning| candidates.iter().any(|c| c.entry == m.entry && c.sense == Sense::Name);
    let rank = |m: &Meaning| {
        let modifies = modifies_noun(doc, last);
        let plural = doc.token(last).tag == Tag::Nnps || doc.token(last).tag == Tag::Nns;
        let counted = is_counted(doc, actors, last);
        let demonym =
            doc.lower(last).len() > 3 && !modifies && (plural || counted || article_before(doc, tokens.start));
        match m.sense {
            Sense::Adjective if modifies => 0,
            // "Rohingya fled": those of a name that serves as adjective and noun.
            Sense::People if stands_alone(doc, last, actors.entry(m.entry).kind) && !namesake(m) => 0,
            // "the Vatican" is no people of that name
            Sense::People if demonym && (plural || counted || !namesake(m)) => 0,
            Sense::Name => 1,
            Sense::Capital | Sense::Seat => 2,
            Sense::Adjective => 3,
            Sense::People => 4,
            Sense::Short => 5,
        }
    };
    let standing: Vec<Meaning> =
        candidates.iter().filter(|m| actors.entry(m.entry).kind != EntityKind::Person).copied().collect();
    // Georgia of the Caucasus or of America: as the other names in the text have it.
    let company = |m: &Meaning| {
        let country = &actors.entry(m.entry).country;
        (full.iter())
            .filter(|&&e| !standing.iter().any(|s| s.entry == e) && actors.entry(e).country == *country)
            .count()
    };
    let two = standing.iter().any(|m| actors.entry(m.entry).country != actors.entry(standing[0].entry).country);
    let lonely = |m: &Meaning| two && company(m) == 0;
    standing.iter().min_by_key(|m| (lonely(m), rank(m), m.entry)).copied()
}

/// The bearer of a name that several have: whoever was in an office on the day of publication, or had the office that
/// stands before the name, or was in it last.
fn choose_person(
    doc: &Doc,
    actors: &Actors,
    tokens: &Range<TokenIx>,
    people: &[Meaning],
    published: Option<Date>,
) -> Option<Meaning> {
    let score = |m: &Meaning| {
        let terms = &actors.entry(m.entry).terms;
        let titled = terms.iter().any(|t| {
            let last = t.role.rsplit(' ').next().unwrap_or("");
            (tokens.start.saturating_sub(3)..tokens.start).any(|b| doc.lower(b) == last)
        });
        let now = published.is_some_and(|day| terms.iter().any(|t| t.holds_on(day)));
        let before = published.is_none_or(|day| terms.iter().any(|t| t.from.is_none_or(|f| f <= day)));
        let latest = (terms.iter())
            .filter(|t| published.is_none_or(|day| t.from.is_none_or(|f| f <= day)))
            .filter_map(|t| t.from)
            .max();
        (now && titled, now, titled, before, latest)
    };
    people.iter().max_by_key(|m| score(m)).copied()
}

/// Whether the words are written and tagged as a name: "Independent experts" begins a sentence, it names no paper.
fn proper(doc: &Doc, tokens: &Range<TokenIx>) -> bool {
    let capital = tokens.clone().any(|t| starts_upper(doc, t));
    if tokens.len() > 1 {
        return true;
    }
    let t = tokens.start;
    let tag = doc.token(t).tag;
    let taken = matches!(tag, Tag::Nnp | Tag::Nnps) || doc.ent(t).is_some_and(|e| names_something(e.label));
    let first = doc.sentence(t).tokens.start == t;
    capital && (taken || !first && doc.token(t).pos != Pos::Verb || all_upper(doc, t)) || taken
}

/// "Kerry-Ann": half of a double name.
fn is_hyphened(doc: &Doc, t: TokenIx) -> bool {
    let touches = |a: TokenIx, b: TokenIx| doc.token(a).span.end == doc.token(b).span.start;
    let hyphen = |h: TokenIx| doc.word(h) == "-";
    let name = |n: TokenIx| doc.token(n).pos == Pos::Propn && starts_upper(doc, n);
    let after = t + 2 < doc.len() && hyphen(t + 1) && touches(t, t + 1) && touches(t + 1, t + 2) && name(t + 2);
    let before = t > 1 && hyphen(t - 1) && touches(t - 1, t) && touches(t - 2, t - 1) && name(t - 2);
    after && doc.dep(t) == Dep::Compound || before && doc.token(t - 2).head == t
}

fn names_something(label: EntLabel) -> bool {
    use EntLabel::*;
    matches!(label, Person | Org | Gpe | Norp | Loc | Fac | Product | WorkOfArt)
}

fn person_here(doc: &Doc, tokens: &Range<TokenIx>) -> bool {
    doc.ent(tokens.start).is_some_and(|e| e.label == EntLabel::Person)
}

/// A longer name of a person around the words.
fn inside_person(doc: &Doc, tokens: &Range<TokenIx>) -> bool {
    doc.ent(tokens.start).is_some_and(|e| {
        e.label == EntLabel::Person
            && e.tokens.start <= tokens.start
            && e.tokens.end >= tokens.end
            && e.tokens.len() > tokens.len()
            && e.tokens.clone().all(|t| doc.token(t).pos == Pos::Propn)
    })
}

/// Whether a body's name goes on to be that of a body of another sector.
fn renamed(doc: &Doc, actors: &Actors, tokens: &Range<TokenIx>, meaning: &Meaning) -> bool {
    let entry = actors.entry(meaning.entry);
    if !matches!(entry.kind, EntityKind::Organization | EntityKind::Outlet) || meaning.sense == Sense::Seat {
        return false;
    }
    let ent = doc.ent(tokens.start).map(|e| e.tokens.end - 1);
    [ent, Some(tokens.end)].into_iter().flatten().filter(|&t| t >= tokens.end && t < doc.len()).any(|last| {
        // "Pentagon Press Secretary Ana Ruiz": an office of it.
        let office = (last + 1 < doc.len()).then(|| actors.role(&doc.words(last..last + 2).to_lowercase())).flatten();
        if office.is_some_and(|r| r.kind == RoleKind::Person && r.title) {
            return false;
        }
        let noun = (doc.token(last).pos == Pos::Propn).then(|| actors.role(doc.lower(last)));
        noun.flatten().is_some_and(|r| {
            r.kind == RoleKind::Body && !r.sectors.is_empty() && !r.sectors.iter().any(|s| entry.sectors.contains(s))
        })
    })
}

/// Inside the title of a work or an event ("Miss Saigon", "the Paris Agreement" stays a place).
fn inside_event(doc: &Doc, tokens: &Range<TokenIx>) -> bool {
    doc.ent(tokens.start).is_some_and(|e| e.label == EntLabel::WorkOfArt && e.tokens.len() > tokens.len())
}

/// Short names take the article ("the North"), but acronyms stand alone.
fn short_stands(doc: &Doc, tokens: &Range<TokenIx>) -> bool {
    all_upper(doc, tokens.start) && doc.word(tokens.start).len() > 1 || article_before(doc, tokens.start)
}

/// "thousands of Timorese": the object of "of" behind a noun that counts people.
fn is_counted(doc: &Doc, actors: &Actors, t: TokenIx) -> bool {
    let of = doc.head(t).filter(|&p| doc.dep(t) == Dep::Pobj && actors.has_effect(doc.lower(p), Effect::Of));
    of.and_then(|p| doc.head(p)).is_some_and(|n| {
        doc.token(n).tag == Tag::Nns
            && (actors.has_effect(doc.lower(n), Effect::Part) || actors.has_effect(doc.lemma(n), Effect::Part))
    })
}

fn article_before(doc: &Doc, t: TokenIx) -> bool {
    t > 0 && doc.token(t - 1).pos == Pos::Det
}

/// Stands before a noun and says which: "Russian troops", "US claims".
fn modifies_noun(doc: &Doc, t: TokenIx) -> bool {
    let dep = doc.dep(t);
    let head = doc.token(t).head;
    matches!(dep, Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Npadvmod) && head > t
        || doc.token(t).pos == Pos::Adj
        || dep == Dep::Conj && head < t && modifies_noun(doc, head)
}

/// Somebody who does something without an article; of a people without a state, whom something is done to as well ("speaks
/// Russian" is a language).
fn stands_alone(doc: &Doc, t: TokenIx, kind: EntityKind) -> bool {
    let acts = matches!(doc.dep(t), Dep::Nsubj | Dep::Nsubjpass);
    (acts || kind == EntityKind::Group && matches!(doc.dep(t), Dep::Dobj | Dep::Pobj | Dep::Conj))
        && matches!(doc.token(t).pos, Pos::Propn | Pos::Noun)
        && doc.children(t).all(|c| !matches!(doc.dep(c), Dep::Det | Dep::Poss))
}

/// Names that only the recogniser sees.
fn unknown_kind(doc: &Doc, ent: &Ent) -> Option<EntityKind> {
    match ent.label {
        EntLabel::Person => Some(EntityKind::Person),
        EntLabel::Org => Some(EntityKind::Organization),
        EntLabel::Gpe | EntLabel::Loc | EntLabel::Fac => Some(EntityKind::Place),
        _ => None,
    }
    .filter(|_| ent.tokens.clone().any(|t| doc.token(t).pos == Pos::Propn))
}

/// Without the article or form of address before and the apostrophe after.
fn trimmed(doc: &Doc, actors: &Actors, mut tokens: Range<TokenIx>, kind: EntityKind) -> Range<TokenIx> {
    let person = kind == EntityKind::Person;
    while !tokens.is_empty()
        && (matches!(doc.token(tokens.start).pos, Pos::Det | Pos::Punct | Pos::Space)
            || person && tokens.len() > 1 && title_before(doc, actors, tokens.start..tokens.start + 1))
    {
        tokens.start += 1;
    }
    while !tokens.is_empty() && matches!(doc.token(tokens.end - 1).pos, Pos::Part | Pos::Punct | Pos::Space) {
        tokens.end -= 1;
    }
    tokens
}

fn title_before(doc: &Doc, actors: &Actors, before: Range<TokenIx>) -> bool {
    before.clone().all(|t| {
        let lower = doc.lower(t);
        actors.address(lower).is_some() || actors.role(lower).is_some_and(|r| r.title)
    })
}

/// "President Lula", where the recogniser takes both words for something else.
fn title_ends(doc: &Doc, actors: &Actors, t: TokenIx) -> bool {
    t > 0 && title_before(doc, actors, t - 1..t)
}

fn starts_upper(doc: &Doc, t: TokenIx) -> bool {
    doc.word(t).chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

fn all_upper(doc: &Doc, t: TokenIx) -> bool {
    doc.word(t).chars().all(|c| !c.is_lowercase())
}

fn named(doc: &Doc, tokens: Range<TokenIx>, what: What) -> Name {
    let outside = |t: &TokenIx| doc.head(*t).is_none_or(|h| !tokens.contains(&h));
    let noun = |t: &TokenIx| outside(t) && matches!(doc.token(*t).pos, Pos::Propn | Pos::Noun | Pos::Adj);
    let head = tokens.clone().rfind(noun).or_else(|| tokens.clone().find(outside)).unwrap_or(tokens.end - 1);
    Name { tokens, head, what }
}

/// "North and South Korea": the first of two that share their last word.
fn elided(doc: &Doc, actors: &Actors, tokens: &Range<TokenIx>) -> Option<(TokenIx, Meaning)> {
    let start = tokens.start;
    if tokens.len() < 2 || start < 2 || doc.token(start - 1).pos != Pos::Cconj {
        return None;
    }
    let first = start - 2;
    let whole = format!("{} {}", doc.word(first), doc.words(start + 1..tokens.end));
    let meaning = actors.meanings(&whole).into_iter().find(|m| m.sense == Sense::Name)?;
    starts_upper(doc, first).then_some((first, meaning))
}

fn elided_compass(doc: &Doc, actors: &Actors, names: &mut Vec<Name>) {
    let more: Vec<Name> = (names.iter())
        .filter_map(|n| elided(doc, actors, &n.tokens))
        .filter(|(first, _)| !names.iter().any(|n| n.tokens.contains(first)))
        .map(|(first, meaning)| Name { tokens: first..first + 1, head: first, what: What::Known(meaning) })
        .collect();
    names.extend(more);
    names.sort_by_key(|n| n.tokens.start);
}

/// "fired into the north", "the south side": one of two states that the text names, written as a point of the compass.
fn small_compass(doc: &Doc, actors: &Actors, full: &[EntryIx], names: &mut Vec<Name>) {
    let last = |e: EntryIx| actors.entry(e).name.rsplit(' ').next().map(str::to_owned);
    let twins =
        |e: EntryIx| full.iter().any(|&f| f != e && last(f) == last(e) && actors.entry(f).kind == EntityKind::Country);
    let meant = |t: TokenIx| {
        let word = doc.word(t);
        let capital = word.chars().next()?.to_uppercase().chain(word.chars().skip(1)).collect::<String>();
        let short = |m: &Meaning| m.sense == Sense::Short && full.contains(&m.entry) && twins(m.entry);
        actors.meanings(&capital).into_iter().find(short)
    };
    let side = |t: TokenIx| {
        let noun = doc.head(t).filter(|&h| h == t + 1 && doc.dep(t) == Dep::Amod)?;
        actors.role(doc.lower(noun)).map(|r| r.kind == RoleKind::Group)
    };
    let alone = |t: TokenIx| {
        let plain = doc.children(t).all(|c| doc.dep(c) == Dep::Det);
        plain && doc.token(t).pos == Pos::Noun && !matches!(doc.dep(t), Dep::Compound | Dep::Amod | Dep::Nmod)
    };
    for t in (1..doc.len()).filter(|&t| article_before(doc, t) && !starts_upper(doc, t)) {
        if names.iter().any(|n| n.tokens.contains(&t)) || !(alone(t) || side(t) == Some(true)) {
            continue;
        }
        names.extend(meant(t).map(|m| Name { tokens: t..t + 1, head: t, what: What::Known(m) }));
    }
    names.sort_by_key(|n| n.tokens.start);
}
