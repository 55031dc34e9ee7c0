//! Who's who: countries, organisations, groups, office holders, and what common nouns for people and bodies say about
//! those they name. Tables under `data/actors/`; what their columns mean stands at the top of each.

mod import;
mod load;
mod phrases;

pub use import::{Imported, Remark, import};
pub use phrases::Words;

use jiff::civil::Date;
use phrases::Phrases;
use rustc_hash::FxHashMap;
use sayso_coding::{EntityKind, Sector};
use sayso_doc::{Doc, TokenIx};
use smol_str::SmolStr;
use std::ops::Range;

/// Index of an entry in [`Actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryIx(u32);

/// Somebody or something with a name.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: SmolStr,
    pub kind: EntityKind,
    pub country: Option<SmolStr>,
    pub sectors: Vec<Sector>,
    /// The offices of a person, in the order of the table.
    pub terms: Vec<Term>,
    pub sex: Option<Sex>,
    /// The table and line it stands on.
    pub origin: SmolStr,
    /// Whether people brought it along; then it is what its names mean, whatever else they mean to others.
    pub own: bool,
}

/// An office held for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub role: SmolStr,
    pub country: Option<SmolStr>,
    pub sectors: Vec<Sector>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl Term {
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|f| f <= day) && self.until.is_none_or(|u| day <= u)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

/// How a name means its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sense {
    Name,
    /// Only where the text names the entry in full too.
    Short,
    /// "Russian", of a country, region or people.
    Adjective,
    /// "Russians".
    People,
    /// A capital, which may stand for the government.
    Capital,
    /// "the Kremlin".
    Seat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub entry: EntryIx,
    pub sense: Sense,
}

/// Names at a token, with all they may mean.
#[derive(Clone, Debug)]
pub struct NameMatch {
    pub tokens: Range<TokenIx>,
    pub meanings: Vec<Meaning>,
}

/// What a common noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoleKind {
    Person,
    People,
    Body,
    Group,
    /// Ships, aircraft, arms: what forces act with.
    Force,
    Place,
    Country,
    /// Nobody: "press conference".
    Thing,
}

/// A common noun for those who act.
#[derive(Clone, Debug)]
pub struct Role {
    pub noun: SmolStr,
    pub kind: RoleKind,
    pub sectors: Vec<Sector>,
    /// Whose it is where nothing says otherwise ("the taoiseach").
    pub country: Option<SmolStr>,
    /// Its sectors give way to those of what stands with it.
    pub weak: bool,
    pub title: bool,
    pub office: bool,
    /// Where it is does not tell whose it is.
    pub mobile: bool,
    pub kin: bool,
    /// Whose it is does not tell its country ("Syria's allies").
    pub relation: bool,
    /// Its sectors hold only where it is of a country ("the Iraqi leader").
    pub owned: bool,
    /// With "the" it takes up any body of its sectors ("the group", "the paper").
    pub anaphor: bool,
    /// States can be it too: "the two neighbours".
    pub states: bool,
    /// Takes "they" in the singular.
    pub plural: bool,
    pub sex: Option<Sex>,
    /// The table and line it stands on.
    pub origin: SmolStr,
    pub own: bool,
}

impl Role {
    /// The flags it has in its table.
    pub fn flags(&self) -> Vec<&'static str> {
        let all = [
            ("weak", self.weak),
            ("title", self.title),
            ("office", self.office),
            ("mobile", self.mobile),
            ("kin", self.kin),
            ("relation", self.relation),
            ("owned", self.owned),
            ("anaphor", self.anaphor),
            ("states", self.states),
            ("plural", self.plural),
            ("female", self.sex == Some(Sex::Female)),
            ("male", self.sex == Some(Sex::Male)),
        ];
        all.into_iter().filter(|(_, has)| *has).map(|(flag, _)| flag).collect()
    }
}

/// A role noun in a text.
#[derive(Clone, Debug)]
pub struct RoleMatch<'a> {
    pub tokens: Range<TokenIx>,
    /// The token of the noun itself ("minister" of "minister of defence").
    pub head: TokenIx,
    pub role: &'a Role,
}

/// What a word before, in or after a noun phrase does to its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Sector(Sector),
    Former,
    Stance,
    Tie,
    Rule,
    Base,
    Part,
    Other,
    Both,
    Of,
    Serves,
    In,
    From,
    Against,
    Ethnic,
    Abroad,
    As,
    /// Ends a name and is none itself: "III".
    NameEnd,
}

#[derive(Debug)]
struct RoleEnd {
    role: u32,
    /// Words before the noun itself, and in all.
    head: u8,
}

#[derive(Debug, Default)]
pub struct Actors {
    entries: Vec<Entry>,
    names: Phrases<Meaning>,
    roles: Vec<Role>,
    role_nouns: Phrases<RoleEnd>,
    modifiers: FxHashMap<SmolStr, Vec<Effect>>,
    /// First entry of each country code.
    countries: FxHashMap<SmolStr, EntryIx>,
    holders: FxHashMap<(SmolStr, SmolStr), Vec<(EntryIx, u32)>>,
    titles: FxHashMap<SmolStr, Option<Sex>>,
    given_names: FxHashMap<SmolStr, Sex>,
}

impl Actors {
    pub fn entry(&self, ix: EntryIx) -> &Entry {
        &self.entries[ix.0 as usize]
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The longest names at each token where one begins; names inside longer ones are given too.
    pub fn names_in(&self, doc: &Doc) -> Vec<NameMatch> {
        let words = self.names.words(doc);
        (0..doc.len())
            .filter_map(|t| self.names.longest_at(&words, t))
            .map(|(tokens, meanings)| NameMatch { tokens, meanings: self.own_first(meanings) })
            .collect()
    }

    /// What a name may mean.
    pub fn meanings(&self, name: &str) -> Vec<Meaning> {
        self.own_first(self.names.get(name))
    }

    /// What people brought along is what its names mean.
    fn own_first(&self, meanings: Vec<&Meaning>) -> Vec<Meaning> {
        let own = |m: &&&Meaning| self.entry(m.entry).own;
        let any = meanings.iter().any(|m| own(&m));
        meanings.iter().filter(|m| !any || own(m)).map(|m| **m).collect()
    }

    /// The entries that a name means, then those in whose name the words stand, each with how it means them.
    pub fn entries_of(&self, name: &str) -> Vec<(EntryIx, Option<Sense>)> {
        let mut out: Vec<(EntryIx, Option<Sense>)> = Vec::new();
        for meaning in self.names.get(name) {
            if !out.iter().any(|(e, _)| *e == meaning.entry) {
                out.push((meaning.entry, Some(meaning.sense)));
            }
        }
        let words = |text: &str| {
            let mut plain = String::new();
            text.chars().for_each(|c| crate::fold::fold(c, &mut plain));
            format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let wanted = words(name);
        let more =
            (0..self.entries.len() as u32).map(EntryIx).filter(|e| words(&self.entry(*e).name).contains(&wanted));
        let more: Vec<EntryIx> = more.filter(|e| !out.iter().any(|(known, _)| known == e)).collect();
        out.extend(more.into_iter().map(|e| (e, None)));
        out
    }

    /// The longest role noun at each token where one begins.
    pub fn roles_in(&self, doc: &Doc) -> Vec<RoleMatch<'_>> {
        let words = self.role_nouns.words(doc);
        let mut out = Vec::new();
        for t in 0..doc.len() {
            if let Some((tokens, ends)) = self.role_nouns.longest_at(&words, t)
                && let Some(end) = ends.first()
            {
                let head = nth_word(doc, tokens.clone(), end.head);
                out.push(RoleMatch { tokens, head, role: &self.roles[end.role as usize] });
            }
        }
        out
    }

    pub fn role(&self, noun: &str) -> Option<&Role> {
        self.role_nouns.get(noun).first().map(|e| &self.roles[e.role as usize])
    }

    /// What a word (in lower case) does to the codes of the noun it stands with.
    pub fn effects(&self, word: &str) -> &[Effect] {
        self.modifiers.get(word).map_or(&[], Vec::as_slice)
    }

    pub fn has_effect(&self, word: &str, effect: Effect) -> bool {
        self.effects(word).contains(&effect)
    }

    /// The state with this code, as it is called today.
    pub fn country(&self, code: &str) -> Option<EntryIx> {
        self.countries.get(code).copied()
    }

    /// Who holds an office of a country on a day.
    pub fn holder(&self, country: &str, role: &str, day: Date) -> Option<EntryIx> {
        let terms = self.holders.get(&(SmolStr::new(country), SmolStr::new(role)))?;
        let mut on = (terms.iter()).filter(|(e, t)| self.entry(*e).terms[*t as usize].holds_on(day)).map(|(e, _)| *e);
        let first = on.next()?;
        // Two within the day of a change: not known which.
        on.all(|e| e == first).then_some(first)
    }

    /// Whether a word stands before names as a form of address ("Mr"), and the sex it tells.
    pub fn address(&self, word: &str) -> Option<Option<Sex>> {
        self.titles.get(word).copied()
    }

    /// The sex that bearers of a given name nearly always have.
    pub fn sex_of_given_name(&self, name: &str) -> Option<Sex> {
        self.given_names.get(name.to_lowercase().as_str()).copied()
    }
}

/// The token with the `n`th word of a range, hyphens and apostrophes not counted.
fn nth_word(doc: &Doc, tokens: Range<TokenIx>, n: u8) -> TokenIx {
    (tokens.clone())
        .filter(|&t| doc.word(t).chars().any(char::is_alphanumeric))
        .nth(n as usize)
        .unwrap_or(tokens.end - 1)
}
