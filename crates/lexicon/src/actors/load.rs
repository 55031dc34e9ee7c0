//! Reads and checks the tables of `data/actors/`.

use super::{Actors, Effect, Entry, EntryIx, Meaning, Role, RoleEnd, RoleKind, Sense, Sex, Term};
use crate::files::{Row, tables};
use crate::{DataError, Files};
use jiff::civil::Date;
use sayso_coding::{EntityKind, Sector};
use smol_str::{SmolStr, format_smolstr};

/// Codes that stand where a country would, for those who belong to none.
pub(super) const SPECIAL: [&str; 6] = ["IGO", "UNO", "NGO", "IMG", "ISM", "MNC"];

pub(super) const ROLE_KINDS: [(&str, RoleKind); 8] = [
    ("person", RoleKind::Person),
    ("people", RoleKind::People),
    ("body", RoleKind::Body),
    ("group", RoleKind::Group),
    ("force", RoleKind::Force),
    ("place", RoleKind::Place),
    ("country", RoleKind::Country),
    ("thing", RoleKind::Thing),
];

const NAMES: [&str; 8] = ["name", "also", "short", "kind", "country", "sectors", "from", "until"];
pub(super) const COUNTRIES: [&str; 8] = ["code", "name", "also", "short", "adjectives", "people", "capital", "seats"];
const PLACES: [&str; 5] = ["name", "also", "adjectives", "people", "country"];
const PEOPLES: [&str; 3] = ["adjectives", "people", "country"];
const ROLES: [&str; 5] = ["noun", "kind", "sectors", "flags", "country"];
const MODIFIERS: [&str; 3] = ["word", "effect", "value"];
const LEADERS: [&str; 7] = ["country", "role", "name", "also", "from", "until", "sex"];
const ADDRESS: [&str; 2] = ["word", "sex"];
const GIVEN: [&str; 2] = ["name", "sex"];

/// The forms of table that there are, with their columns.
const FORMS: [(Form, &[&str]); 9] = [
    (Form::Names, &NAMES),
    (Form::Countries, &COUNTRIES),
    (Form::Places, &PLACES),
    (Form::Peoples, &PEOPLES),
    (Form::Roles, &ROLES),
    (Form::Modifiers, &MODIFIERS),
    (Form::Leaders, &LEADERS),
    (Form::Address, &ADDRESS),
    (Form::Given, &GIVEN),
];

/// The tables of the data folder in the order in which they are read: what an earlier one says of somebody goes before.
const TABLES: [(&str, Form); 14] = [
    ("countries", Form::Countries),
    ("roles", Form::Roles),
    ("modifiers", Form::Modifiers),
    ("places", Form::Places),
    ("peoples", Form::Peoples),
    ("organisations", Form::Names),
    ("institutions", Form::Names),
    ("groups", Form::Names),
    ("companies", Form::Names),
    ("outlets", Form::Names),
    ("leaders", Form::Leaders),
    ("factbook_leaders", Form::Leaders),
    ("address", Form::Address),
    ("given_names", Form::Given),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Names,
    Countries,
    Places,
    Peoples,
    Roles,
    Modifiers,
    Leaders,
    Address,
    Given,
}

impl Form {
    /// What the other tables rest on: states and the nouns of offices.
    fn comes_first(self) -> bool {
        matches!(self, Self::Countries | Self::Roles)
    }
}

impl Actors {
    /// Reads the tables of the data folder, and before them those that people brought along, so that these go before.
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        let mut load = Loader::default();
        let own = load.own(files);
        for first in [true, false] {
            for (file, form, rows) in own.iter().filter(|(_, form, _)| form.comes_first() == first) {
                (load.path, load.own) = ((*file).to_owned(), true);
                load.read(*form, rows);
            }
            for (table, form) in TABLES.iter().filter(|(_, form)| form.comes_first() == first) {
                (load.path, load.own) = (format!("actors/{table}.tsv"), false);
                match files.table(&load.path, columns(*form)) {
                    Ok(rows) => load.read(*form, &rows),
                    Err(errors) => load.errors.extend(errors),
                }
            }
            // The other tables rest on these; their errors would be said again for every row.
            if !load.errors.is_empty() {
                return Err(load.errors);
            }
        }
        Ok(load.actors)
    }
}

fn columns(form: Form) -> &'static [&'static str] {
    FORMS.iter().find(|(f, _)| *f == form).map_or(&[], |(_, columns)| columns)
}

/// Name, country, and whether it is a person.
type Key = (SmolStr, Option<SmolStr>, bool);

#[derive(Default)]
struct Loader {
    actors: Actors,
    errors: Vec<DataError>,
    /// The file and line being read, and whether people brought it along.
    path: String,
    line: usize,
    own: bool,
    /// Rows with one name and country are one entry.
    known: rustc_hash::FxHashMap<Key, EntryIx>,
}

/// The items of a cell.
fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|s| !s.is_empty())
}

impl Loader {
    /// The tables of the files that people brought along.
    fn own<'a>(&mut self, files: &'a Files) -> Vec<(&'a str, Form, Vec<Row<'a>>)> {
        let mut out = Vec::new();
        for (file, text) in files.own() {
            match text {
                Ok(text) => {
                    let (tables, errors) = tables(file, text, &FORMS.map(|(_, columns)| columns));
                    self.errors.extend(errors.into_iter().map(|e| e.of_own(true)));
                    out.extend(tables.into_iter().map(|t| (file, FORMS[t.kind].0, t.rows)));
                }
                Err(error) => self.errors.push(error),
            }
        }
        out
    }

    fn read(&mut self, form: Form, rows: &[Row<'_>]) {
        for row in rows {
            self.line = row.line;
            match form {
                Form::Names => self.named(row),
                Form::Countries => self.country(row),
                Form::Places => self.place(row),
                Form::Peoples => self.peoples(row),
                Form::Roles => self.role(row),
                Form::Modifiers => self.modifier(row),
                Form::Leaders => self.leader(row),
                Form::Address => self.address(row),
                Form::Given => self.given_name(row),
            }
        }
    }

    fn wrong(&mut self, message: impl Into<String>) {
        self.errors.push(DataError::new(&self.path, self.line, message).of_own(self.own));
    }

    fn origin(&self) -> SmolStr {
        format_smolstr!("{}{}:{}", if self.own { "" } else { "data/" }, self.path, self.line)
    }

    fn entry(&mut self, name: &str, kind: EntityKind, country: Option<SmolStr>, sectors: Vec<Sector>) -> EntryIx {
        let ix = EntryIx(self.actors.entries.len() as u32);
        let (origin, own) = (self.origin(), self.own);
        let entry = Entry { name: name.into(), kind, country, sectors, terms: Vec::new(), sex: None, origin, own };
        self.actors.entries.push(entry);
        ix
    }

    /// The entry of a name and country, and whether it is new.
    fn known(
        &mut self,
        name: &str,
        kind: EntityKind,
        country: Option<SmolStr>,
        sectors: Vec<Sector>,
    ) -> (EntryIx, bool) {
        let key = (SmolStr::new(name), country.clone(), kind == EntityKind::Person);
        if let Some(ix) = self.known.get(&key) {
            return (*ix, false);
        }
        let ix = self.entry(name, kind, country, sectors);
        self.known.insert(key, ix);
        self.name(name, ix, Sense::Name);
        (ix, true)
    }

    fn name(&mut self, name: &str, entry: EntryIx, sense: Sense) {
        self.actors.names.insert(name, true, Meaning { entry, sense });
    }

    /// Every name in a cell.
    fn all(&mut self, cell: &str, entry: EntryIx, sense: Sense) {
        for name in list(cell) {
            self.name(name, entry, sense);
        }
    }

    fn people(&mut self, cell: &str, entry: EntryIx) {
        for noun in list(cell) {
            let (one, many) = noun.split_once('/').map_or_else(|| (noun, plural(noun)), |(a, b)| (a, b.to_owned()));
            self.name(&many, entry, Sense::People);
            if one != many {
                self.name(one, entry, Sense::People);
            }
        }
    }

    fn sectors(&mut self, cell: &str) -> Vec<Sector> {
        let mut out = Vec::new();
        for code in cell.split_whitespace() {
            match Sector::parse(code) {
                Some(sector) => out.push(sector),
                None => self.wrong(format!("no sector \"{code}\"; the sectors are {}", names(Sector::ALL))),
            }
        }
        out
    }

    fn code(&mut self, cell: &str) -> Option<SmolStr> {
        if cell.is_empty() {
            return None;
        }
        if !self.actors.countries.contains_key(cell) && !SPECIAL.contains(&cell) {
            let message = format!(
                "no country with the code \"{cell}\" in actors/countries.tsv; write its ISO 3166-1 code of three letters, or \
                 one of {}",
                SPECIAL.join(" ")
            );
            self.wrong(message);
        }
        Some(cell.into())
    }

    /// The first and last day that two cells tell.
    fn days(&mut self, from: &str, until: &str) -> (Option<Date>, Option<Date>) {
        let days = (self.date(from, false), self.date(until, true));
        if let (Some(from), Some(until)) = days
            && until < from
        {
            self.wrong(format!("{from} to {until}: the end is before the beginning"));
        }
        days
    }

    /// A day; of a month or year its first, or its last where `last`.
    fn date(&mut self, cell: &str, last: bool) -> Option<Date> {
        if cell.is_empty() {
            return None;
        }
        let full = match (cell.len(), last) {
            (4, false) => format!("{cell}-01-01"),
            (4, true) => format!("{cell}-12-31"),
            (7, _) => format!("{cell}-01"),
            _ => cell.to_owned(),
        };
        let day: Option<Date> = full.parse().ok();
        if day.is_none() {
            self.wrong(format!("\"{cell}\" is no date; write 2014, 2014-05 or 2014-05-26"));
        }
        day.map(|d| if cell.len() == 7 && last { d.last_of_month() } else { d })
    }

    fn role(&mut self, row: &Row<'_>) {
        let [noun, kind, sectors, flags, country] = row.cells[..] else { return };
        let (noun, many) = noun.split_once('/').map_or((noun, None), |(a, b)| (a.trim(), Some(b.trim().to_owned())));
        if noun.is_empty() {
            return self.wrong("no noun; the first cell holds one");
        }
        let Some((_, kind)) = ROLE_KINDS.iter().find(|(name, _)| *name == kind) else {
            let kinds = ROLE_KINDS.map(|(name, _)| name).join(", ");
            return self.wrong(format!("no kind \"{kind}\"; the kinds are {kinds}"));
        };
        let mut role = Role {
            noun: noun.to_lowercase().into(),
            kind: *kind,
            sectors: self.sectors(sectors),
            country: self.code(country),
            weak: false,
            title: false,
            office: false,
            mobile: false,
            kin: false,
            relation: false,
            owned: false,
            anaphor: false,
            states: false,
            plural: false,
            sex: None,
            origin: self.origin(),
            own: self.own,
        };
        for flag in flags.split_whitespace() {
            match flag {
                "weak" => role.weak = true,
                "title" => role.title = true,
                "office" => role.office = true,
                "mobile" => role.mobile = true,
                "kin" => role.kin = true,
                "relation" => role.relation = true,
                "owned" => role.owned = true,
                "anaphor" => role.anaphor = true,
                "states" => role.states = true,
                "plural" => role.plural = true,
                "female" => role.sex = Some(Sex::Female),
                "male" => role.sex = Some(Sex::Male),
                other => {
                    self.wrong(format!("no flag \"{other}\"; what there is stands at the top of actors/roles.tsv"))
                }
            }
        }
        let words: Vec<&str> = noun.split_whitespace().collect();
        let before = words.iter().position(|w| matches!(*w, "of" | "for" | "to")).unwrap_or(words.len()).max(1);
        let parts =
            |words: &[&str]| words.iter().map(|w| w.split('-').filter(|p| !p.is_empty()).count()).sum::<usize>();
        let head = (parts(&words[..before]).max(1) - 1) as u8;
        let ix = self.actors.roles.len() as u32;
        self.actors.roles.push(role);
        self.actors.role_nouns.insert(noun, false, RoleEnd { role: ix, head });
        let many = many.unwrap_or_else(|| {
            let mut of = words.clone();
            let last = plural(of[before - 1]);
            of[before - 1] = &last;
            of.join(" ")
        });
        if many != noun {
            self.actors.role_nouns.insert(&many, false, RoleEnd { role: ix, head });
        }
    }

    fn modifier(&mut self, row: &Row<'_>) {
        let [word, effect, value] = row.cells[..] else { return };
        let effect = match effect {
            "sector" => match Sector::parse(value) {
                Some(sector) => Effect::Sector(sector),
                None => return self.wrong(format!("no sector \"{value}\"; the sectors are {}", names(Sector::ALL))),
            },
            "former" => Effect::Former,
            "stance" => Effect::Stance,
            "tie" => Effect::Tie,
            "rule" => Effect::Rule,
            "base" => Effect::Base,
            "part" => Effect::Part,
            "other" => Effect::Other,
            "both" => Effect::Both,
            "of" => Effect::Of,
            "serves" => Effect::Serves,
            "in" => Effect::In,
            "from" => Effect::From,
            "against" => Effect::Against,
            "ethnic" => Effect::Ethnic,
            "abroad" => Effect::Abroad,
            "as" => Effect::As,
            "name-end" => Effect::NameEnd,
            other => {
                let message = format!("no effect \"{other}\"; what there is stands at the top of actors/modifiers.tsv");
                return self.wrong(message);
            }
        };
        self.actors.modifiers.entry(word.to_lowercase().into()).or_default().push(effect);
    }

    fn country(&mut self, row: &Row<'_>) {
        let [code, name, also, short, adjectives, people, capital, seats] = row.cells[..] else { return };
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            return self.wrong(format!(
                "\"{code}\" is no code of a country; write three capital letters, as ISO 3166-1 has it"
            ));
        }
        let code = SmolStr::new(code);
        let (ix, _) = self.known(name, EntityKind::Country, Some(code.clone()), Vec::new());
        self.actors.countries.entry(code.clone()).or_insert(ix);
        self.all(also, ix, Sense::Name);
        self.all(short, ix, Sense::Short);
        self.all(adjectives, ix, Sense::Adjective);
        self.people(if people.is_empty() { adjectives } else { people }, ix);
        for spellings in list(capital) {
            let first = spellings.split('/').next().unwrap_or(spellings);
            let city = self.entry(first, EntityKind::Place, Some(code.clone()), Vec::new());
            for spelling in spellings.split('/') {
                self.name(spelling, city, Sense::Capital);
            }
        }
        for seat in list(seats) {
            let seat_ix = self.entry(seat, EntityKind::Organization, Some(code.clone()), vec![Sector::Gov]);
            self.name(seat, seat_ix, Sense::Seat);
        }
    }

    fn place(&mut self, row: &Row<'_>) {
        let [name, also, adjectives, people, country] = row.cells[..] else { return };
        let country = self.code(country);
        let ix = self.entry(name, EntityKind::Place, country, Vec::new());
        self.name(name, ix, Sense::Name);
        self.all(also, ix, Sense::Name);
        self.all(adjectives, ix, Sense::Adjective);
        self.people(if people.is_empty() { adjectives } else { people }, ix);
    }

    fn peoples(&mut self, row: &Row<'_>) {
        let [adjectives, people, country] = row.cells[..] else { return };
        let country = self.code(country);
        let Some(first) = list(people).chain(list(adjectives)).next() else { return };
        let first = first.split_once('/').map_or_else(|| plural(first), |(_, many)| many.to_owned());
        let ix = self.entry(&first, EntityKind::Group, country, Vec::new());
        self.all(adjectives, ix, Sense::Adjective);
        self.people(people, ix);
    }

    /// Several rows with one name and country are one entry whose sectors changed with time; the first says what holds
    /// outside the days that the others give.
    fn named(&mut self, row: &Row<'_>) {
        let [name, also, short, kind, country, sectors, from, until] = row.cells[..] else { return };
        if name.is_empty() {
            return self.wrong("no name; the first cell holds one");
        }
        let Some(kind) = EntityKind::parse(kind) else {
            return self.wrong(format!("no kind \"{kind}\"; the kinds are {}", names(EntityKind::ALL)));
        };
        let country = self.code(country);
        let sectors = self.sectors(sectors);
        let (from, until) = self.days(from, until);
        let (ix, _) = self.known(name, kind, country.clone(), sectors.clone());
        if from.is_some() || until.is_some() {
            let term = Term { role: SmolStr::default(), country, sectors, from, until };
            self.actors.entries[ix.0 as usize].terms.push(term);
        }
        self.all(also, ix, Sense::Name);
        self.all(short, ix, Sense::Short);
    }

    /// People who hold or held an office; several rows with one name and country are one person.
    fn leader(&mut self, row: &Row<'_>) {
        let [country, role, name, also, from, until, sex] = row.cells[..] else { return };
        if name.is_empty() {
            return self.wrong("no name; the third cell holds one");
        }
        let country = self.code(country);
        let sex = match sex {
            "" => None,
            "f" => Some(Sex::Female),
            "m" => Some(Sex::Male),
            other => return self.wrong(format!("no sex \"{other}\"; write f, m or nothing")),
        };
        let Some(sectors) = self.actors.role(role).map(|r| r.sectors.clone()) else {
            return self.wrong(format!("no noun \"{role}\" in actors/roles.tsv"));
        };
        let (from, until) = self.days(from, until);
        let (ix, _) = self.known(name, EntityKind::Person, country.clone(), Vec::new());
        self.all(also, ix, Sense::Name);
        let entry = &mut self.actors.entries[ix.0 as usize];
        entry.sex = entry.sex.or(sex);
        let term = entry.terms.len() as u32;
        entry.terms.push(Term { role: role.into(), country: country.clone(), sectors, from, until });
        if let Some(country) = country {
            self.actors.holders.entry((country, role.into())).or_default().push((ix, term));
        }
    }

    fn address(&mut self, row: &Row<'_>) {
        let sex = match row.cells[1] {
            "f" => Some(Sex::Female),
            "m" => Some(Sex::Male),
            _ => None,
        };
        self.actors.titles.entry(row.cells[0].to_lowercase().into()).or_insert(sex);
    }

    fn given_name(&mut self, row: &Row<'_>) {
        let sex = match row.cells[1] {
            "f" => Sex::Female,
            "m" => Sex::Male,
            other => return self.wrong(format!("no sex \"{other}\"; write f or m")),
        };
        self.actors.given_names.entry(row.cells[0].to_lowercase().into()).or_insert(sex);
    }
}

fn names<T: ToString>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The regular plural of an English noun; the same for those that have none ("Japanese", "police").
pub(super) fn plural(noun: &str) -> String {
    let ends = |e: &[&str]| e.iter().any(|e| noun.ends_with(e));
    if let Some(stem) = noun.strip_suffix("man") {
        return if ends(&["German", "Roman", "Norman", "human", "Ottoman", "Burman"]) {
            format!("{noun}s")
        } else {
            format!("{stem}men")
        };
    }
    if ends(&["people", "men", "ese", "police", "media", "personnel", "aircraft", "forces", "troops", "services"]) {
        return noun.to_owned();
    }
    if let Some(stem) = noun.strip_suffix("child") {
        return format!("{stem}children");
    }
    if let Some(stem) = noun.strip_suffix("wife") {
        return format!("{stem}wives");
    }
    if let Some(stem) = noun.strip_suffix("thief") {
        return format!("{stem}thieves");
    }
    if let Some(stem) = noun.strip_suffix("person") {
        return format!("{stem}people");
    }
    if let Some(stem) = noun.strip_suffix('y')
        && !ends(&["ay", "ey", "oy", "uy"])
    {
        return format!("{stem}ies");
    }
    if ends(&["s", "x", "z", "ch", "sh"]) && !ends(&["Czech"]) {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn plurals_follow_the_rules() {
        for (one, many) in [
            ("ministry", "ministries"),
            ("gunman", "gunmen"),
            ("German", "Germans"),
            ("Japanese", "Japanese"),
            ("envoy", "envoys"),
            ("boss", "bosses"),
            ("spokesperson", "spokespeople"),
            ("Czech", "Czechs"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
