//! Which words are names of places. The gazetteer proposes, the words around decide: the recogniser's labels, the
//! tagger's, prepositions, and the larger names that a place lends its own to ("Washington Post", "Jordan Smith").

use crate::Cast;
use rustc_hash::FxHashSet;
use sayso_coding::EntityKind;
use sayso_doc::{Dep, Doc, Ent, EntLabel, Pos, Span, Tag, TokenIx};
use sayso_lexicon::gazetteer::{Class, Gazetteer, PlaceWords, Sense, fold};
use std::ops::Range;

/// The longest name, in tokens ("Grand Ethiopian Renaissance Dam", "Port-au-Prince").
const LONGEST: usize = 9;
/// A word in capitals of up to so many letters is rather an acronym than a town ("WHO", "IRNA").
const ACRONYM: usize = 5;
/// A city of so many people is known by its name alone.
const KNOWN_PEOPLE: u32 = 200_000;

/// Words that may name a place.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) tokens: Range<TokenIx>,
    /// The name itself: a token may hold more ("U.S.-led").
    pub(super) span: Span,
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
    let scene = Scene { doc, gazetteer, words: &gazetteer.words, cast, persons: persons(doc) };
    let mut names: Vec<Name> = Vec::new();
    let mut t = 0;
    while t < doc.len() {
        match scene.name_at(t) {
            Some(name) => {
                t = name.tokens.end;
                names.push(name);
            }
            None => t += 1,
        }
    }
    scene.add_unknown(&mut names);
    names
}

/// Words of the names of persons that have more than one word: who is called "Georgia Stevens" is called "Georgia" later.
fn persons(doc: &Doc) -> FxHashSet<&str> {
    let named = doc.ents().iter().filter(|e| e.label == EntLabel::Person);
    let capital = |&t: &TokenIx| doc.token(t).pos == Pos::Propn && starts_upper(doc.word(t));
    named
        .map(|e| e.tokens.clone().filter(capital).collect::<Vec<_>>())
        .filter(|words| words.len() > 1)
        .flatten()
        .map(|t| doc.lower(t))
        .collect()
}

/// A document being searched.
struct Scene<'a> {
    doc: &'a Doc,
    gazetteer: &'a Gazetteer,
    words: &'a PlaceWords,
    cast: &'a Cast,
    persons: FxHashSet<&'a str>,
}

/// A name of the gazetteer in the text.
struct Match {
    tokens: Range<TokenIx>,
    span: Span,
    senses: Vec<Sense>,
}

impl Scene<'_> {
    /// The longest name that begins at this token and is a place's.
    fn name_at(&self, start: TokenIx) -> Option<Name> {
        let doc = self.doc;
        let mut found = self.matches_at(start);
        // "the Baltic" is in the tables, but here stands "the Baltic Sea".
        if doc.token(start).tag == Tag::Dt && found.last().is_some_and(|m| self.is_longer_behind(start, m)) {
            return None;
        }
        while let Some(mut m) = found.pop() {
            let article = doc.token(start).tag == Tag::Dt && m.tokens.len() > 1 && !starts_upper(doc.word(start));
            if article {
                m.tokens.start += 1;
                m.span = doc.span(m.tokens.clone());
            }
            let head = self.head_of(&m.tokens);
            if let Some(evidence) = self.weigh(&m, head) {
                let kinds = self.kinds_around(&m.tokens, head);
                let key = fold(m.span.of(doc.text()));
                return Some(Name { key, tokens: m.tokens, span: m.span, head, senses: m.senses, evidence, kinds });
            }
        }
        None
    }

    fn is_longer_behind(&self, article: TokenIx, m: &Match) -> bool {
        self.matches_at(article + 1).last().is_some_and(|n| n.tokens.end > m.tokens.end)
    }

    /// Names of the gazetteer that begin here, shortest first.
    fn matches_at(&self, start: TokenIx) -> Vec<Match> {
        let doc = self.doc;
        let mut found = Vec::new();
        if start >= doc.len() || !self.may_start(start) {
            return found;
        }
        let behind_comma = start > 0 && doc.token(start - 1).tag == Tag::Comma;
        let mut walk = self.gazetteer.walk();
        for t in start..doc.sentence(start).tokens.end.min(start + LONGEST) {
            let (word, spaced) = (doc.word(t), t > start && self.is_spaced(t));
            if !is_name_part(word) {
                break;
            }
            // "U.S.-led", "UK-based" where the tokenizer left them whole
            if t == start
                && let Some((name, _)) = word.split_once(['-', '–'])
                && walk.clone().push(name, spaced)
            {
                let mut walk = walk.clone();
                walk.push(name, spaced);
                let from = doc.token(t).span.start as usize;
                let senses: Vec<Sense> = walk.senses(name, behind_comma).into_iter().filter(|s| s.exact).collect();
                if !senses.is_empty() {
                    found.push(Match { tokens: t..t + 1, span: Span::new(from, from + name.len()), senses });
                }
            }
            if !walk.push(word, spaced) {
                break;
            }
            if doc.token(t).tag == Tag::Possessive || !word.contains(char::is_alphanumeric) {
                continue;
            }
            let span = doc.span(start..t + 1);
            let mut senses = walk.senses(span.of(doc.text()), behind_comma);
            if !self.is_written_as_name(start, t) || self.is_acronym(start, t) {
                senses.retain(|s| s.exact);
            }
            if !senses.is_empty() {
                found.push(Match { tokens: start..t + 1, span, senses });
            }
        }
        found
    }

    /// Names begin with a capital; a word in small letters may when a capital follows ("al-Bab", "the Gulf").
    fn may_start(&self, t: TokenIx) -> bool {
        let capital = |t: TokenIx| t < self.doc.len() && starts_upper(self.doc.word(t));
        capital(t) || self.doc.word(t).starts_with(char::is_lowercase) && (capital(t + 1) || capital(t + 2))
    }

    /// White space stands before the token.
    fn is_spaced(&self, t: TokenIx) -> bool {
        t > 0 && self.doc.token(t - 1).span.end < self.doc.token(t).span.start
    }

    /// Capitals at both ends; between, small words and joints ("Rio de Janeiro", "Port-au-Prince").
    fn is_written_as_name(&self, first: TokenIx, last: TokenIx) -> bool {
        let doc = self.doc;
        let joined = |t: TokenIx| !self.is_spaced(t);
        // "al-Bab": the article hangs on its name.
        let hung = first + 2 <= last && joined(first + 1) && joined(first + 2) && starts_upper(doc.word(first + 2));
        let ends = doc.word(last).contains(|c: char| c.is_uppercase() || c.is_ascii_digit()) || joined(last);
        (starts_upper(doc.word(first)) || hung) && ends
    }

    /// A short word all in capitals where the words around are not.
    fn is_acronym(&self, first: TokenIx, last: TokenIx) -> bool {
        let word = self.doc.word(first);
        first == last && word.len() <= ACRONYM && is_upper(word) && !self.is_shouted(first)
    }

    /// A dateline or a headline in capitals: "BEIJING (AP)", "AUSTIN, Texas -", "FLOODS HIT CHAD AND MALI".
    fn is_shouted(&self, t: TokenIx) -> bool {
        let sentence = &self.doc.sentence(t).tokens;
        let shout = |t: TokenIx| sentence.contains(&t) && self.doc.word(t).len() > 2 && is_upper(self.doc.word(t));
        self.is_dateline(t) || t > 0 && shout(t - 1) || shout(t + 1)
    }

    /// A name in capitals that begins a sentence and is parted from it.
    fn is_dateline(&self, t: TokenIx) -> bool {
        let doc = self.doc;
        let sentence = &doc.sentence(t).tokens;
        let parts = |t: TokenIx| t < doc.len() && matches!(doc.word(t), "(" | "," | "-" | "–" | "—" | "--");
        sentence.start == t && is_upper(doc.word(t)) && (parts(t + 1) || parts(t + 2))
    }

    /// The token whose head lies outside.
    fn head_of(&self, tokens: &Range<TokenIx>) -> TokenIx {
        let doc = self.doc;
        let outside = |t: TokenIx| doc.head(t).is_none_or(|h| !tokens.contains(&h));
        tokens.clone().rev().find(|&t| outside(t) && doc.token(t).pos != Pos::Punct).unwrap_or(tokens.end - 1)
    }

    /// What stands around a name says that it is no place's (none), or how surely it is one.
    fn weigh(&self, m: &Match, head: TokenIx) -> Option<Evidence> {
        let doc = self.doc;
        let tokens = &m.tokens;
        let exact = m.senses.iter().any(|s| s.exact);
        if self.is_titled(tokens) && !exact || self.is_somebody(head, tokens) || self.is_plain_word(tokens) && !exact {
            return None;
        }
        let known = exact || m.senses.iter().any(|s| self.is_known(s));
        let located = self.is_located(tokens, head);
        if tokens.len() == 1 && self.persons.contains(doc.lower(tokens.start)) && !exact {
            return self.weigh_shared(tokens, known, located);
        }
        let ent = tokens.clone().find_map(|t| doc.ent(t)).map(|e| (e, self.rest_of(e, tokens)));
        match ent {
            None => self.weigh_unlabelled(tokens, head, known, located, exact),
            Some((ent, rest)) if rest.is_empty() => match ent.label {
                EntLabel::Gpe | EntLabel::Loc | EntLabel::Fac => Some(Evidence::Strong),
                EntLabel::Org | EntLabel::Norp if known => Some(Evidence::Fair),
                EntLabel::Org | EntLabel::Person if located => Some(Evidence::Fair),
                EntLabel::Org | EntLabel::Person | EntLabel::Norp | EntLabel::Product | EntLabel::WorkOfArt => {
                    Some(Evidence::Weak)
                }
                _ => exact.then_some(Evidence::Fair),
            },
            Some((ent, rest)) => self.weigh_inside(ent, &rest, tokens, known),
        }
    }

    /// A name that somebody in the text bears too: "Georgia" beside "Georgia Stevens". Where it is plainly located it is the
    /// place's; a possessive is the person's as well.
    fn weigh_shared(&self, tokens: &Range<TokenIx>, known: bool, located: bool) -> Option<Evidence> {
        let owner = tokens.end < self.doc.len() && self.doc.token(tokens.end).tag == Tag::Possessive;
        match (located && !owner, known) {
            (true, true) => Some(Evidence::Strong),
            (true, false) | (false, true) => Some(Evidence::Weak),
            (false, false) => None,
        }
    }

    fn weigh_unlabelled(
        &self,
        tokens: &Range<TokenIx>,
        head: TokenIx,
        known: bool,
        located: bool,
        exact: bool,
    ) -> Option<Evidence> {
        if self.is_in_name(tokens, head) {
            return (known && located).then_some(Evidence::Weak);
        }
        let proper = tokens.clone().any(|t| matches!(self.doc.token(t).tag, Tag::Nnp | Tag::Nnps));
        match (proper, known, located || self.is_dateline(tokens.start)) {
            (true, true, _) | (true, _, true) | (_, true, true) => Some(Evidence::Fair),
            (true, false, false) => Some(Evidence::Weak),
            (false, ..) => exact.then_some(Evidence::Fair),
        }
    }

    /// Part of a larger name that the recogniser saw; `rest` are its other words.
    fn weigh_inside(&self, ent: &Ent, rest: &[TokenIx], tokens: &Range<TokenIx>, known: bool) -> Option<Evidence> {
        let doc = self.doc;
        // "University of Missouri", "Battle of Aleppo": behind a preposition the place is spoken of.
        let inside = tokens.start > ent.tokens.start && doc.token(tokens.start - 1).pos == Pos::Adp;
        let owner = tokens.end < doc.len() && doc.token(tokens.end).tag == Tag::Possessive;
        let partial = rest.iter().all(|&t| {
            let lower = doc.lower(t);
            self.words.is_part(lower) || !self.kinds(t).is_empty() || !starts_upper(doc.word(t))
        });
        let institution = rest.iter().any(|&t| self.words.is_institution(doc.lower(t)));
        match ent.label {
            EntLabel::Gpe | EntLabel::Loc if partial || inside || owner => Some(Evidence::Strong),
            EntLabel::Gpe | EntLabel::Loc => known.then_some(Evidence::Fair),
            EntLabel::Fac if inside || tokens.start == ent.tokens.start => Some(Evidence::Fair),
            EntLabel::Org if owner => known.then_some(Evidence::Fair),
            EntLabel::Org if inside => Some(if known { Evidence::Fair } else { Evidence::Weak }),
            EntLabel::Org if institution => Some(if known { Evidence::Fair } else { Evidence::Weak }),
            EntLabel::Event | EntLabel::WorkOfArt | EntLabel::Law | EntLabel::Product => {
                (inside || owner).then_some(Evidence::Weak)
            }
            EntLabel::Person if owner => Some(Evidence::Weak),
            EntLabel::Date | EntLabel::Time if owner && known => Some(Evidence::Fair),
            _ => None,
        }
    }

    /// The words of a recognised name that are not the candidate's: articles and possessive marks aside, and what a comma
    /// or a dash parts from it, which the recogniser sometimes takes in ("Conrad, South Africa").
    fn rest_of(&self, ent: &Ent, tokens: &Range<TokenIx>) -> Vec<TokenIx> {
        let doc = self.doc;
        let parts = |t: TokenIx| {
            doc.token(t).tag == Tag::Comma || matches!(doc.word(t), "-" | "–" | "—" | "--") && self.is_spaced(t)
        };
        let start = (ent.tokens.start..tokens.start).rev().find(|&t| parts(t)).map_or(ent.tokens.start, |t| t + 1);
        let end = (tokens.end..ent.tokens.end).find(|&t| parts(t)).unwrap_or(ent.tokens.end);
        let content = |t: &TokenIx| {
            let token = doc.token(*t);
            !matches!(token.tag, Tag::Dt | Tag::Possessive) && token.pos != Pos::Punct
        };
        (start..end).filter(|t| !tokens.contains(t)).filter(content).collect()
    }

    /// A country, a province, a large city, what the tables name.
    fn is_known(&self, sense: &Sense) -> bool {
        let site = self.gazetteer.site(sense.site);
        site.geonameid.is_none()
            || matches!(site.class, Class::Country | Class::Larger | Class::Admin1)
            || site.population >= KNOWN_PEOPLE && !sense.alternate
    }

    /// "Mr. Lincoln", "President Washington": a person's name follows.
    fn is_titled(&self, tokens: &Range<TokenIx>) -> bool {
        let Some(before) = tokens.start.checked_sub(1) else { return false };
        let title = self.doc.lower(before).trim_end_matches('.');
        self.words.is_person(title) && starts_upper(self.doc.word(before))
    }

    /// Part of the name of somebody whom an earlier stage knows.
    fn is_somebody(&self, head: TokenIx, tokens: &Range<TokenIx>) -> bool {
        let mention = self.cast.covering(head);
        mention.is_some_and(|m| {
            self.cast.entity(m.entity).kind == EntityKind::Person && m.tokens.len() > tokens.len()
        })
    }

    /// "the South", "Central", "Zoo": a word that tells parts and kinds of places is none by itself.
    fn is_plain_word(&self, tokens: &Range<TokenIx>) -> bool {
        let plain = |t: TokenIx| self.words.is_part(self.doc.lower(t)) || !self.kinds(t).is_empty();
        tokens.clone().all(plain)
    }

    /// "in Homs", "near the Syrian city of Homs", "from northern Iraq". Not "according to Conrad", nor "in Phoenix pay slips".
    fn is_located(&self, tokens: &Range<TokenIx>, head: TokenIx) -> bool {
        let doc = self.doc;
        if self.is_called(tokens) {
            return true;
        }
        let noun = doc.head(head).filter(|_| doc.dep(head) == Dep::Compound);
        if noun.is_some_and(|n| self.kinds(n).is_empty() && !self.words.is_part(doc.lower(n))) {
            return false;
        }
        let sentence = &doc.sentence(tokens.start).tokens;
        for t in (sentence.start..tokens.start).rev().take(4) {
            let lower = doc.lower(t);
            if self.words.is_locating(lower) {
                return t == sentence.start || !self.words.is_not_locating(doc.lower(t - 1));
            }
            let passes = matches!(doc.token(t).tag, Tag::Dt | Tag::Jj | Tag::Hyph) || self.words.is_part(lower);
            if !passes {
                return false;
            }
        }
        false
    }

    /// "the village of Xinmo", "the Syrian city Homs", "Puge county": a word for its kind hangs on the name.
    fn is_called(&self, tokens: &Range<TokenIx>) -> bool {
        let doc = self.doc;
        let sentence = &doc.sentence(tokens.start).tokens;
        let small_kind = |t: TokenIx| sentence.contains(&t) && !starts_upper(doc.word(t)) && !self.kinds(t).is_empty();
        let before = tokens.start.checked_sub(1);
        let of = before.filter(|&t| doc.token(t).pos == Pos::Adp).and_then(|t| t.checked_sub(1));
        of.is_some_and(|t| small_kind(t) && doc.lower(t + 1) == "of") || before.is_some_and(small_kind)
    }

    /// "Jordan Smith", "Boston Globe" where the recogniser saw nothing: a capitalised neighbour makes it a longer name.
    fn is_in_name(&self, tokens: &Range<TokenIx>, head: TokenIx) -> bool {
        let doc = self.doc;
        let capital = |t: TokenIx| doc.token(t).pos == Pos::Propn && starts_upper(doc.word(t));
        let above = doc.dep(head) == Dep::Compound && doc.head(head).is_some_and(capital);
        let below = doc.children_by(head, &[Dep::Compound]).any(|c| !tokens.contains(&c) && capital(c));
        above || below
    }

    /// What a place is that is called by this word, in the singular or the plural.
    fn kinds(&self, t: TokenIx) -> &[Class] {
        let by_word = self.words.kinds(self.doc.lower(t));
        if by_word.is_empty() { self.words.kinds(self.doc.lemma(t)) } else { by_word }
    }

    /// What the place is called: "the town of Daquq", "Fars Province", "Daquq, a town south of Kirkuk".
    fn kinds_around(&self, tokens: &Range<TokenIx>, head: TokenIx) -> Vec<Class> {
        let doc = self.doc;
        let sentence = &doc.sentence(head).tokens;
        let mut kinds: Vec<Class> = Vec::new();
        let mut note = |t: Option<TokenIx>| {
            kinds.extend(t.filter(|t| sentence.contains(t)).map_or(&[][..], |t| self.kinds(t)));
        };
        note(Some(tokens.end));
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

    /// Adds names that the text shows to be places and that no gazetteer has.
    fn add_unknown(&self, names: &mut Vec<Name>) {
        let doc = self.doc;
        let runs = (0..doc.len()).filter_map(|t| self.run_at(t));
        let ents = doc.ents().iter().filter(|e| matches!(e.label, EntLabel::Gpe | EntLabel::Loc | EntLabel::Fac));
        let mut unknown: Vec<Name> = Vec::new();
        for tokens in runs.chain(ents.map(|e| e.tokens.clone())) {
            let overlaps = |n: &Name| n.tokens.start < tokens.end && tokens.start < n.tokens.end;
            if !names.iter().chain(&unknown).any(overlaps) {
                unknown.extend(self.unknown_name(tokens));
            }
        }
        names.append(&mut unknown);
        names.sort_by_key(|n| n.tokens.start);
    }

    /// Capitalised words that a word for a kind of place is hung on.
    fn run_at(&self, start: TokenIx) -> Option<Range<TokenIx>> {
        let doc = self.doc;
        let capital = |t: TokenIx| doc.token(t).pos == Pos::Propn && starts_upper(doc.word(t));
        if !capital(start) || start > 0 && capital(start - 1) || doc.ent(start).is_some_and(|e| e.label == EntLabel::Norp) {
            return None;
        }
        let sentence = &doc.sentence(start).tokens;
        let mut end = start + 1;
        while end < sentence.end && (capital(end) || !self.is_spaced(end) && is_name_part(doc.word(end)) && doc.token(end).tag != Tag::Possessive) {
            end += 1;
        }
        self.is_called(&(start..end)).then_some(start..end)
    }

    /// Words that no gazetteer has, as the name of a place where the text says so.
    fn unknown_name(&self, mut tokens: Range<TokenIx>) -> Option<Name> {
        let doc = self.doc;
        while !tokens.is_empty() && (matches!(doc.token(tokens.start).tag, Tag::Dt | Tag::Jj) || !starts_upper(doc.word(tokens.start))) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && (doc.token(tokens.end - 1).tag == Tag::Possessive || doc.token(tokens.end - 1).pos == Pos::Punct) {
            tokens.end -= 1;
        }
        if tokens.is_empty() || tokens.len() == 1 && (is_upper(doc.word(tokens.start)) || self.persons.contains(doc.lower(tokens.start))) {
            return None;
        }
        let head = self.head_of(&tokens);
        // "Metcalfe County", "Froom Crescent": the name says itself what it is.
        let own = tokens.len() > 1 && !self.kinds(tokens.end - 1).is_empty();
        if !own && !self.is_located(&tokens, head) || self.is_titled(&tokens) || self.is_plain_word(&tokens) {
            return None;
        }
        let evidence = if self.is_called(&tokens) { Evidence::Strong } else { Evidence::Fair };
        let kinds = self.kinds_around(&tokens, head);
        let span = doc.span(tokens.clone());
        Some(Name { key: fold(span.of(doc.text())), tokens, span, head, senses: Vec::new(), evidence, kinds })
    }
}

/// What may stand in a name.
fn is_name_part(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '–' | '\'' | '’' | '.' | '/' | '&' | '`' | 'ʿ' | '‘'))
}

fn starts_upper(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_upper(word: &str) -> bool {
    word.chars().all(|c| !c.is_lowercase()) && word.chars().any(char::is_uppercase)
}
