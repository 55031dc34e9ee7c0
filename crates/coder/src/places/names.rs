//! Which words are names of places. The gazetteer proposes, the words around decide: the recogniser's labels, the
//! tagger's, prepositions, and the larger names that a place lends its own to ("Washington Post", "Jordan Smith").

use crate::Cast;
use rustc_hash::FxHashSet;
use sayso_coding::{EntityKind, How, Sector};
use sayso_doc::{Dep, Doc, Ent, EntLabel, Pos, Span, Tag, TokenIx};
use sayso_lexicon::gazetteer::{Class, Gazetteer, PlaceWords, Sense, fold};
use std::ops::Range;

/// The longest name, in tokens ("Grand Ethiopian Renaissance Dam", "Port-au-Prince").
const LONGEST: usize = 9;
/// A word in capitals of up to so many letters is rather an acronym than a town ("WHO", "IRNA").
const ACRONYM: usize = 5;
/// How the evidence of an entity begins that the tables know.
const FROM_TABLES: &str = "data/";
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
    /// Made of words that tell parts and kinds of places ("Far North", "Southern District").
    pub(super) plain: bool,
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

/// How well known a name is as a place's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fame {
    Little,
    /// A large city.
    Known,
    /// What the tables have.
    Listed,
    /// A country, a province or what is larger.
    Major,
}

/// In text order, not overlapping.
pub(super) fn find_names(doc: &Doc, gazetteer: &Gazetteer, cast: &Cast) -> Vec<Name> {
    let mut scene = Scene { doc, gazetteer, words: &gazetteer.words, cast, persons: persons(doc), others: Vec::new() };
    let mut names: Vec<Name> = Vec::new();
    let mut t = 0;
    while t < doc.len() {
        match scene.read_at(t) {
            Reading::Place(name) => {
                t = name.tokens.end;
                names.push(name);
            }
            Reading::Other(end) => {
                scene.others.push(t..end);
                t = end;
            }
            Reading::Nothing => t += 1,
        }
    }
    scene.add_unknown(&mut names);
    scene.add_listed(&mut names);
    scene.add_repeated(&mut names);
    names
}

/// Words of the names of persons that have more than one word: who is called "Georgia Stevens" is called "Georgia" later.
fn persons(doc: &Doc) -> FxHashSet<&str> {
    let named = doc.ents().iter().filter(|e| e.label == EntLabel::Person);
    let capital = |&t: &TokenIx| doc.token(t).pos == Pos::Propn && starts_upper(doc.word(t));
    named
        .map(|e| {
            // "Ottawa's Macdonald": the owner is no part of the name.
            let owner = e.tokens.clone().rfind(|&t| doc.token(t).tag == Tag::Possessive && t + 1 < e.tokens.end);
            (owner.map_or(e.tokens.start, |o| o + 1)..e.tokens.end).filter(capital).collect::<Vec<_>>()
        })
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
    /// Names that are known to be no place's.
    others: Vec<Range<TokenIx>>,
}

/// A name of the gazetteer in the text; one without senses is known to be no place's.
struct Match {
    tokens: Range<TokenIx>,
    span: Span,
    senses: Vec<Sense>,
}

/// What begins at a token.
enum Reading {
    Place(Name),
    /// A name that is no place's, up to this token.
    Other(TokenIx),
    Nothing,
}

impl Scene<'_> {
    /// The longest name that begins at this token and is a place's.
    fn read_at(&self, start: TokenIx) -> Reading {
        let mut found = self.matches_at(start);
        // "the Baltic" is in the tables, but here stands "the Baltic Sea".
        if self.doc.token(start).tag == Tag::Dt && found.last().is_some_and(|m| self.is_longer_behind(start, m)) {
            return Reading::Nothing;
        }
        while let Some(m) = found.pop() {
            if m.senses.is_empty() {
                return Reading::Other(m.tokens.end);
            }
            let m = self.without_article(m);
            let head = self.head_of(&m.tokens);
            if let Some(evidence) = self.weigh(&m, head) {
                return Reading::Place(self.name(m, head, evidence));
            }
        }
        Reading::Nothing
    }

    /// "the Kremlin" is in the tables with its article, which is no part of the name as it is of "The Hague".
    fn without_article(&self, mut m: Match) -> Match {
        let start = m.tokens.start;
        let article = self.doc.word(start);
        let own = m.senses.iter().any(|s| self.gazetteer.site(s.site).name.starts_with(article));
        if self.doc.token(start).tag == Tag::Dt && m.tokens.len() > 1 && !own {
            m.tokens.start += 1;
            m.span = self.doc.span(m.tokens.clone());
        }
        m
    }

    fn name(&self, m: Match, head: TokenIx, evidence: Evidence) -> Name {
        let kinds = self.kinds_around(&m.tokens, head);
        let key = fold(m.span.of(self.doc.text()));
        let plain = self.are_plain(&m.tokens);
        Name { key, tokens: m.tokens, span: m.span, head, senses: m.senses, evidence, kinds, plain }
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
            if walk.is_other_name(span.of(doc.text())) && starts_upper(word) {
                found.push(Match { tokens: start..t + 1, span, senses: Vec::new() });
                continue;
            }
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
        let located = self.is_located(tokens, head);
        if !located && self.is_seat(m) || self.is_somebody(head, tokens, located) {
            return None;
        }
        if !exact && (self.is_titled(tokens) || self.is_plain_word(tokens)) {
            return None;
        }
        let fame = m.senses.iter().map(|s| self.fame(s)).max().unwrap_or(Fame::Little);
        let fame = if exact { Fame::Major } else { fame };
        // "South Sudan David Shearer": a person's name that begins amid the place's is misread.
        let ent = (doc.ent(head))
            .or_else(|| tokens.clone().find_map(|t| doc.ent(t)))
            .filter(|e| e.tokens.start <= tokens.start || e.tokens.end <= tokens.end);
        let ent = ent.map(|e| (e, self.rest_of(e, tokens)));
        let person = ent.as_ref().is_some_and(|(e, rest)| e.label == EntLabel::Person && !rest.is_empty());
        if tokens.len() == 1 && self.persons.contains(doc.lower(tokens.start)) && !exact && !person {
            return self.weigh_shared(tokens, head, fame, located);
        }
        match ent {
            None => self.weigh_unlabelled(tokens, head, fame, located, exact),
            Some((ent, rest)) if rest.is_empty() => match ent.label {
                EntLabel::Gpe | EntLabel::Loc | EntLabel::Fac => Some(Evidence::Strong),
                EntLabel::Org if fame >= Fame::Listed => Some(Evidence::Fair),
                EntLabel::Org | EntLabel::Person | EntLabel::Norp if located => Some(Evidence::Fair),
                EntLabel::Org | EntLabel::Person | EntLabel::Norp | EntLabel::Product | EntLabel::WorkOfArt => {
                    Some(Evidence::Weak)
                }
                _ => exact.then_some(Evidence::Fair),
            },
            Some((ent, rest)) => self.weigh_inside(ent, &rest, m, fame),
        }
    }

    /// A name that somebody in the text bears too: "Georgia" beside "Georgia Stevens". Where it is plainly located it is the
    /// place's; a possessive is the person's as well.
    fn weigh_shared(&self, tokens: &Range<TokenIx>, head: TokenIx, fame: Fame, located: bool) -> Option<Evidence> {
        if self.is_in_name(tokens, head) {
            return None;
        }
        match (located && !self.is_owner(tokens), fame) {
            (true, Fame::Major) => Some(Evidence::Strong),
            (true, _) | (false, Fame::Major) => Some(Evidence::Weak),
            _ => None,
        }
    }

    fn weigh_unlabelled(
        &self,
        tokens: &Range<TokenIx>,
        head: TokenIx,
        fame: Fame,
        located: bool,
        exact: bool,
    ) -> Option<Evidence> {
        if self.is_in_name(tokens, head) {
            // "South Sudan David Shearer": two words that are a country's name are so before another name too.
            let evidence = if tokens.len() > 1 { Evidence::Fair } else { Evidence::Weak };
            return (fame == Fame::Major && (located || tokens.len() > 1)).then_some(evidence);
        }
        let proper = tokens.clone().any(|t| matches!(self.doc.token(t).tag, Tag::Nnp | Tag::Nnps));
        match (proper, located || self.is_dateline(tokens.start)) {
            (true, true) => Some(Evidence::Fair),
            (true, false) => Some(if fame >= Fame::Known { Evidence::Fair } else { Evidence::Weak }),
            (false, _) => exact.then_some(Evidence::Fair),
        }
    }

    /// Part of a larger name that the recogniser saw; `rest` are its other words.
    fn weigh_inside(&self, ent: &Ent, rest: &[TokenIx], m: &Match, fame: Fame) -> Option<Evidence> {
        let doc = self.doc;
        let tokens = &m.tokens;
        let known = fame >= Fame::Known;
        // "University of Missouri", "Battle of Aleppo": behind a preposition the place is spoken of.
        let inside = tokens.start > ent.tokens.start && doc.token(tokens.start - 1).pos == Pos::Adp;
        let owner = self.is_owner(tokens);
        let partial = rest.iter().all(|&t| {
            let lower = doc.lower(t);
            self.words.is_part(lower) || !self.kinds(t).is_empty() || !starts_upper(doc.word(t))
        });
        let first = rest.iter().all(|&t| t > tokens.start);
        let institution = rest.iter().any(|&t| self.words.is_institution(doc.lower(t)));
        match ent.label {
            EntLabel::Gpe | EntLabel::Loc if partial || inside || owner => Some(Evidence::Strong),
            EntLabel::Gpe | EntLabel::Loc => (known || institution && first).then_some(Evidence::Fair),
            EntLabel::Fac if inside || first && !owner => Some(Evidence::Fair),
            EntLabel::Org | EntLabel::Fac if owner => (fame == Fame::Major).then_some(Evidence::Fair),
            EntLabel::Org if inside => Some(if known { Evidence::Fair } else { Evidence::Weak }),
            EntLabel::Org if institution && first && self.is_governed(m) => {
                Some(if known { Evidence::Fair } else { Evidence::Weak })
            }
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
            // "Overall Edmonton" is no name of two words.
            token.tag != Tag::Possessive && !matches!(token.pos, Pos::Det | Pos::Punct | Pos::Num | Pos::Adv | Pos::Adj)
        };
        (start..end).filter(|t| !tokens.contains(t)).filter(content).collect()
    }

    fn fame(&self, sense: &Sense) -> Fame {
        let site = self.gazetteer.site(sense.site);
        match site.class {
            Class::Country | Class::Larger => Fame::Major,
            Class::Admin1 if !sense.alternate => Fame::Major,
            _ if site.geonameid.is_none() => Fame::Listed,
            Class::City if site.population >= KNOWN_PEOPLE && !sense.alternate => Fame::Known,
            _ => Fame::Little,
        }
    }

    /// What has a police or a ministry of its own.
    fn is_governed(&self, m: &Match) -> bool {
        let class = |s: &Sense| self.gazetteer.site(s.site).class;
        m.senses.iter().any(|s| {
            matches!(
                class(s),
                Class::Country | Class::Admin1 | Class::Admin2 | Class::City | Class::Region | Class::Larger
            )
        })
    }

    /// A seat like the White House is a place only where something is located at it; else it is those who sit there.
    fn is_seat(&self, m: &Match) -> bool {
        m.senses.iter().any(|s| self.gazetteer.site(s.site).class == Class::Seat)
    }

    /// A possessive mark follows.
    fn is_owner(&self, tokens: &Range<TokenIx>) -> bool {
        tokens.end < self.doc.len() && self.doc.token(tokens.end).tag == Tag::Possessive
    }

    /// "Mr. Lincoln", "President Washington": a person's name follows.
    fn is_titled(&self, tokens: &Range<TokenIx>) -> bool {
        let Some(before) = tokens.start.checked_sub(1) else { return false };
        let title = self.doc.lower(before).trim_end_matches('.');
        self.words.is_person(title) && starts_upper(self.doc.word(before))
    }

    /// The name, or part of the name, of somebody whom the text or the tables of actors know: "Jordan Spieth", "Toyota".
    fn is_somebody(&self, head: TokenIx, tokens: &Range<TokenIx>, located: bool) -> bool {
        const NO_SEATS: [Sector; 5] = [Sector::Bus, Sector::Jrn, Sector::Pty, Sector::Reb, Sector::Uaf];
        let Some(mention) = self.cast.covering(head).filter(|m| m.how == How::Name) else { return false };
        let entity = self.cast.entity(mention.entity);
        let larger = mention.tokens.len() > tokens.len();
        // "Palma, who says he will stay": whoever is "he" is no town.
        let he = entity.kind == EntityKind::Person && entity.mentions.iter().any(|m| m.how == How::Pronoun);
        if he && !larger && !located && !self.is_owner(tokens) {
            return true;
        }
        let seatless = entity.sectors.iter().any(|s| NO_SEATS.contains(s));
        entity.evidence.starts_with(FROM_TABLES)
            && match entity.kind {
                EntityKind::Person => larger && !self.is_owner(tokens),
                EntityKind::Outlet => true,
                EntityKind::Organization => seatless && !larger && !located,
                // "the Brits fled", whatever towns are called so
                EntityKind::Group => !larger && !located,
                _ => false,
            }
    }

    /// "the South", "Central", "Zoo": a word that tells parts and kinds of places is none by itself.
    fn is_plain_word(&self, tokens: &Range<TokenIx>) -> bool {
        // "Northern Territory" is a name of two plain words, "North-Western" one of one.
        let joined = (tokens.start + 1..tokens.end).all(|t| !self.is_spaced(t));
        joined && self.are_plain(tokens)
    }

    fn are_plain(&self, tokens: &Range<TokenIx>) -> bool {
        let plain = |t: TokenIx| {
            let lower = self.doc.lower(t);
            let told = self.words.is_part(lower) || self.words.is_institution(lower) || !self.kinds(t).is_empty();
            told || self.doc.token(t).pos == Pos::Punct
        };
        tokens.clone().all(plain)
    }

    /// "in Homs", "near the Syrian city of Homs", "from northern Iraq". Not "according to Conrad", nor "in Phoenix pay slips".
    fn is_located(&self, tokens: &Range<TokenIx>, head: TokenIx) -> bool {
        let doc = self.doc;
        if self.is_called(tokens) {
            return true;
        }
        let noun = doc.head(head).filter(|_| matches!(doc.dep(head), Dep::Compound | Dep::Amod | Dep::Nmod));
        if noun.is_some_and(|n| self.kinds(n).is_empty() && !self.words.is_part(doc.lower(n))) {
            return false;
        }
        let sentence = &doc.sentence(tokens.start).tokens;
        for t in (sentence.start..tokens.start).rev().take(4) {
            let lower = doc.lower(t);
            let before = t.checked_sub(1).filter(|b| sentence.contains(b)).map(|b| doc.lower(b));
            if self.words.is_locating(lower) {
                return !before.is_some_and(|b| self.words.is_not_locating(b));
            }
            // "just outside of Mareeba", "north of Kirkuk"
            if self.words.is_naming(lower)
                && before.is_some_and(|b| self.words.is_locating(b) || self.words.is_beside(b))
            {
                return true;
            }
            // "shook northern Sumatra"
            if t + 1 == tokens.start && self.words.is_part(lower) && !starts_upper(doc.word(t)) {
                return true;
            }
            let passes = matches!(doc.token(t).tag, Tag::Dt | Tag::Jj | Tag::Hyph) || self.words.is_part(lower);
            if !passes {
                break;
            }
        }
        // "toured Pangandaran", "captured Homs"
        doc.dep(head) == Dep::Dobj && doc.head(head).is_some_and(|v| self.words.is_reaching(doc.lemma(v)))
    }

    /// Located in words that fit nothing but a place: "in Kogelo", not "at Boeing" nor "over Wi-Fi".
    fn is_placed(&self, tokens: &Range<TokenIx>, head: TokenIx) -> bool {
        let before = (tokens.start.saturating_sub(3)..tokens.start).map(|t| self.doc.lower(t));
        self.is_called(tokens) || self.is_located(tokens, head) && before.into_iter().any(|w| self.words.is_placing(w))
    }

    /// "the village of Xinmo", "the Syrian city Homs", "Puge county": a word for its kind hangs on the name.
    fn is_called(&self, tokens: &Range<TokenIx>) -> bool {
        let doc = self.doc;
        let sentence = &doc.sentence(tokens.start).tokens;
        let small_kind = |t: TokenIx| {
            sentence.contains(&t)
                && doc.token(t).pos == Pos::Noun
                && self
                    .kinds(t)
                    .iter()
                    .any(|k| matches!(k, Class::City | Class::Admin1 | Class::Admin2 | Class::Island | Class::Spot))
        };
        let before = tokens.start.checked_sub(1);
        let of = before.filter(|&t| self.words.is_naming(doc.lower(t))).and_then(|t| t.checked_sub(1));
        of.is_some_and(small_kind)
            || before.is_some_and(small_kind)
            || small_kind(tokens.end) && !self.is_owner(tokens)
            || self.is_told(tokens, small_kind)
    }

    /// "Lujhu is a township": told to be of a kind.
    fn is_told(&self, tokens: &Range<TokenIx>, is_kind: impl Fn(TokenIx) -> bool) -> bool {
        let doc = self.doc;
        let head = self.head_of(tokens);
        let verb = doc.head(head).filter(|_| doc.dep(head) == Dep::Nsubj);
        verb.and_then(|v| doc.child(v, Dep::Attr)).is_some_and(is_kind)
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
        let noun = self.doc.token(t).pos == Pos::Noun;
        if by_word.is_empty() && noun { self.words.kinds(self.doc.lemma(t)) } else { by_word }
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

    /// Adds names that stand in a list with places: "between Tacloban and Babatngon".
    fn add_listed(&self, names: &mut Vec<Name>) {
        let doc = self.doc;
        for t in (0..doc.len()).filter(|&t| !self.is_headline(t)) {
            let listed = doc.dep(t) == Dep::Conj && doc.token(t).pos == Pos::Propn;
            let with = doc.head(t).filter(|_| listed).and_then(|h| names.iter().find(|n| n.tokens.contains(&h)));
            let Some(with) = with.filter(|n| n.evidence >= Evidence::Fair) else { continue };
            let (evidence, is_called) = (with.evidence, !with.kinds.is_empty());
            if let Some(known) = names.iter_mut().find(|n| n.head == t) {
                known.evidence = known.evidence.max(Evidence::Fair.min(evidence));
                continue;
            }
            let run = self.run_around(t);
            if self.is_taken(names, &run)
                || run.clone().any(|t| doc.ent(t).is_some_and(|e| !is_place_like(e.label) || self.has_more(e, &run)))
            {
                continue;
            }
            // "the villages of Bumbacari and Dudescu" outweighs a label
            let called = evidence == Evidence::Strong && is_called && run.len() == 1;
            let person = !called && doc.ent(t).is_some_and(|e| matches!(e.label, EntLabel::Person | EntLabel::Org));
            let whole = self.matches_at(run.start).into_iter().rfind(|m| m.tokens == run && !m.senses.is_empty());
            let span = doc.span(run.clone());
            let m = whole.unwrap_or(Match { tokens: run.clone(), span, senses: Vec::new() });
            if m.senses.is_empty()
                && (person || is_upper(doc.word(t)) || run.len() == 1 && self.persons.contains(doc.lower(t)))
            {
                continue;
            }
            names.push(self.name(m, t, Evidence::Fair));
        }
        names.sort_by_key(|n| n.tokens.start);
    }

    /// In a headline every long word has its capital, which then tells nothing.
    fn is_headline(&self, t: TokenIx) -> bool {
        const LONG: usize = 4;
        let doc = self.doc;
        let is_long = |word: &&str| word.len() > LONG && word.starts_with(char::is_alphabetic);
        let mut words = doc.sentence(t).tokens.clone().map(|t| doc.word(t)).filter(is_long);
        words.clone().count() > 2 && words.all(starts_upper)
    }

    /// Another name holds some of the tokens.
    fn is_taken(&self, names: &[Name], tokens: &Range<TokenIx>) -> bool {
        let overlaps = |n: &Range<TokenIx>| n.start < tokens.end && tokens.start < n.end;
        names.iter().any(|n| overlaps(&n.tokens)) || self.others.iter().any(overlaps)
    }

    fn has_more(&self, ent: &Ent, tokens: &Range<TokenIx>) -> bool {
        ent.tokens.start < tokens.start || ent.tokens.end > tokens.end + 1
    }

    /// The capitalised words around a token.
    fn run_around(&self, t: TokenIx) -> Range<TokenIx> {
        let doc = self.doc;
        let sentence = doc.sentence(t).tokens.clone();
        let part = |t: TokenIx| {
            doc.token(t).pos == Pos::Propn && starts_upper(doc.word(t)) || !self.is_spaced(t) && doc.word(t) == "-"
        };
        let start = (sentence.start..t).rev().take_while(|&t| part(t)).last().unwrap_or(t);
        let end = (t + 1..sentence.end).take_while(|&t| part(t)).last().map_or(t + 1, |e| e + 1);
        start..end
    }

    /// Adds the other mentions of names that are in no gazetteer: once shown to be a place's, they are everywhere.
    fn add_repeated(&self, names: &mut Vec<Name>) {
        let doc = self.doc;
        let keys: FxHashSet<(&str, usize)> = (names.iter())
            .filter(|n| n.senses.is_empty())
            .map(|n| (doc.lower(n.tokens.start), n.tokens.len()))
            .collect();
        let mut more = Vec::new();
        for start in (0..doc.len()).filter(|&t| doc.token(t).pos == Pos::Propn) {
            for &(_, len) in keys.iter().filter(|(first, len)| *first == doc.lower(start) && start + len <= doc.len()) {
                let tokens = start..start + len;
                let head = self.head_of(&tokens);
                let key = fold(doc.words(tokens.clone()));
                if !self.is_taken(names, &tokens)
                    && !self.is_in_name(&tokens, head)
                    && names.iter().any(|n| n.senses.is_empty() && n.key == key)
                {
                    let m = Match { span: doc.span(tokens.clone()), tokens, senses: Vec::new() };
                    more.push(self.name(m, head, Evidence::Fair));
                }
            }
        }
        names.append(&mut more);
        names.sort_by_key(|n| n.tokens.start);
        names.dedup_by_key(|n| n.tokens.start);
    }

    /// Adds names that the text shows to be places and that no gazetteer has.
    fn add_unknown(&self, names: &mut Vec<Name>) {
        let doc = self.doc;
        let runs = (0..doc.len()).filter_map(|t| self.run_at(t));
        let ents = doc.ents().iter().filter(|e| matches!(e.label, EntLabel::Gpe | EntLabel::Loc | EntLabel::Fac));
        for tokens in runs.chain(ents.map(|e| e.tokens.clone())) {
            if !self.is_taken(names, &tokens) {
                names.extend(self.unknown_name(tokens));
            }
        }
        names.sort_by_key(|n| n.tokens.start);
    }

    /// Capitalised words that a word for a kind of place is hung on.
    fn run_at(&self, start: TokenIx) -> Option<Range<TokenIx>> {
        let doc = self.doc;
        let capital = |t: TokenIx| doc.token(t).pos == Pos::Propn && starts_upper(doc.word(t));
        if !capital(start) || start > 0 && capital(start - 1) || doc.ent(start).is_some_and(|e| !is_place_like(e.label))
        {
            return None;
        }
        let sentence = &doc.sentence(start).tokens;
        let mut end = start + 1;
        while end < sentence.end
            && (capital(end)
                || !self.is_spaced(end) && is_name_part(doc.word(end)) && doc.token(end).tag != Tag::Possessive)
        {
            end += 1;
        }
        let tokens = start..end;
        let road = end - start > 1 && self.words.is_road(doc.lower(end - 1)) && self.is_addressed(&tokens);
        (road || self.is_called(&tokens)).then_some(tokens)
    }

    /// "68 Court Street", "the 200 block of Froom Crescent", "on Falcon Street".
    fn is_addressed(&self, tokens: &Range<TokenIx>) -> bool {
        let doc = self.doc;
        let Some(before) = tokens.start.checked_sub(1) else { return false };
        doc.token(before).pos == Pos::Num
            || self.is_located(tokens, self.head_of(tokens))
            || doc.token(before).pos == Pos::Adp
    }

    /// Words that no gazetteer has, as the name of a place where the text says so.
    fn unknown_name(&self, mut tokens: Range<TokenIx>) -> Option<Name> {
        let doc = self.doc;
        let adjective =
            |t: TokenIx| doc.token(t).tag == Tag::Jj && (t + 1 >= doc.len() || self.kinds(t + 1).is_empty());
        while !tokens.is_empty()
            && (doc.token(tokens.start).tag == Tag::Dt
                || adjective(tokens.start)
                || !starts_upper(doc.word(tokens.start)))
        {
            tokens.start += 1;
        }
        while !tokens.is_empty() && !doc.word(tokens.end - 1).starts_with(char::is_uppercase) {
            tokens.end -= 1;
        }
        if tokens.is_empty()
            || tokens.len() == 1 && (is_upper(doc.word(tokens.start)) || self.persons.contains(doc.lower(tokens.start)))
        {
            return None;
        }
        let head = self.head_of(&tokens);
        // "Metcalfe County", "Froom Crescent": the name says itself what it is.
        let own = tokens.len() > 1 && !self.kinds(tokens.end - 1).is_empty();
        if !own && !self.is_placed(&tokens, head) || self.is_titled(&tokens) || self.is_plain_word(&tokens) {
            return None;
        }
        let evidence = if self.is_called(&tokens) { Evidence::Strong } else { Evidence::Fair };
        let span = doc.span(tokens.clone());
        Some(self.name(Match { tokens, span, senses: Vec::new() }, head, evidence))
    }
}

/// Labels under which the recogniser may have a place it does not know.
fn is_place_like(label: EntLabel) -> bool {
    matches!(label, EntLabel::Gpe | EntLabel::Loc | EntLabel::Fac | EntLabel::Org | EntLabel::Person)
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
