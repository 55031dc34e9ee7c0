//! Reads and checks the tables of `data/actors/`.

use super::{Actors, Effect, Entry, EntryIx, Meaning, Role, RoleEnd, RoleKind, Sense, Sex, Term};
use crate::{DataError, Files};
use jiff::civil::Date;
use sayso_coding::{EntityKind, Sector};
use smol_str::{SmolStr, format_smolstr};

const NAMES: [&str; 8] = ["name", "also", "short", "kind", "country", "sectors", "from", "until"];
const COUNTRIES: [&str; 8] = ["code", "name", "also", "short", "adjectives", "people", "capital", "seats"];
const PLACES: [&str; 5] = ["name", "also", "adjectives", "people", "country"];
const PEOPLES: [&str; 3] = ["adjectives", "people", "country"];
const ROLES: [&str; 5] = ["noun", "kind", "sectors", "flags", "country"];
const MODIFIERS: [&str; 3] = ["word", "effect", "value"];
const LEADERS: [&str; 7] = ["country", "role", "name", "also", "from", "until", "sex"];
const ADDRESS: [&str; 2] = ["word", "sex"];
const GIVEN: [&str; 2] = ["name", "sex"];

/// Tables in the form of [`NAMES`].
const NAME_TABLES: [&str; 5] = ["organisations", "institutions", "groups", "companies", "outlets"];
/// Tables in the form of [`LEADERS`]; what an earlier one says goes before.
const LEADER_TABLES: [&str; 2] = ["leaders", "factbook_leaders"];

impl Actors {
    pub fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        let mut load = Loader { actors: Self::default(), errors: Vec::new(), path: String::new(), line: 0 };
        load.countries(files);
        load.roles(files);
        // What the other tables say rests on these two; their errors would be said again for every row.
        if !load.errors.is_empty() {
            return Err(load.errors);
        }
        load.modifiers(files);
        load.places(files);
        load.peoples(files);
        for table in NAME_TABLES {
            load.names(files, table);
        }
        for table in LEADER_TABLES {
            load.leaders(files, table);
        }
        load.address(files);
        if load.errors.is_empty() { Ok(load.actors) } else { Err(load.errors) }
    }
}

struct Loader {
    actors: Actors,
    errors: Vec<DataError>,
    /// The table and line being read.
    path: String,
    line: usize,
}

/// The items of a cell.
fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|s| !s.is_empty())
}

impl Loader {
    fn rows<'a>(&mut self, files: &'a Files, table: &str, columns: &[&str]) -> Vec<crate::files::Row<'a>> {
        self.path = format!("actors/{table}.tsv");
        files.table(&self.path, columns).unwrap_or_else(|errors| {
            self.errors.extend(errors);
            Vec::new()
        })
    }

    fn wrong(&mut self, message: impl Into<String>) {
        self.errors.push(DataError::new(&self.path, self.line, message));
    }

    fn origin(&self) -> SmolStr {
        format_smolstr!("{}:{}", self.path, self.line)
    }

    fn entry(&mut self, name: &str, kind: EntityKind, country: Option<SmolStr>, sectors: Vec<Sector>) -> EntryIx {
        let ix = EntryIx(self.actors.entries.len() as u32);
        let origin = self.origin();
        let entry = Entry { name: name.into(), kind, country, sectors, terms: Vec::new(), sex: None, origin };
        self.actors.entries.push(entry);
        ix
    }

    fn name(&mut self, name: &str, entry: EntryIx, sense: Sense) {
        self.actors.names.insert(name, true, Meaning { entry, sense });
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
        let special = ["IGO", "UNO", "NGO", "IMG", "ISM", "MNC"];
        if !self.actors.countries.contains_key(cell) && !special.contains(&cell) {
            self.wrong(format!("no country with the code \"{cell}\" in actors/countries.tsv"));
        }
        Some(cell.into())
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

    fn roles(&mut self, files: &Files) {
        for row in self.rows(files, "roles", &ROLES) {
            self.line = row.line;
            let (noun, many) = (row.cells[0].split_once('/'))
                .map_or_else(|| (row.cells[0], None), |(a, b)| (a.trim(), Some(b.trim().to_owned())));
            let kind = match row.cells[1] {
                "person" => RoleKind::Person,
                "people" => RoleKind::People,
                "body" => RoleKind::Body,
                "group" => RoleKind::Group,
                "force" => RoleKind::Force,
                "place" => RoleKind::Place,
                "country" => RoleKind::Country,
                "thing" => RoleKind::Thing,
                other => {
                    let kinds = "person, people, body, group, force, place, country or thing";
                    self.wrong(format!("no kind \"{other}\"; write {kinds}"));
                    continue;
                }
            };
            let sectors = self.sectors(row.cells[2]);
            let country = self.code(row.cells[4]);
            let mut role = Role {
                noun: noun.to_lowercase().into(),
                kind,
                sectors,
                country,
                weak: false,
                title: false,
                office: false,
                mobile: false,
                kin: false,
                relation: false,
                owned: false,
                anaphor: false,
                plural: false,
                sex: None,
            };
            for flag in row.cells[3].split_whitespace() {
                match flag {
                    "weak" => role.weak = true,
                    "title" => role.title = true,
                    "office" => role.office = true,
                    "mobile" => role.mobile = true,
                    "kin" => role.kin = true,
                    "relation" => role.relation = true,
                    "owned" => role.owned = true,
                    "anaphor" => role.anaphor = true,
                    "plural" => role.plural = true,
                    "female" => role.sex = Some(Sex::Female),
                    "male" => role.sex = Some(Sex::Male),
                    other => self.wrong(format!("no flag \"{other}\"")),
                }
            }
            let words: Vec<&str> = noun.split_whitespace().collect();
            let before = words.iter().position(|w| matches!(*w, "of" | "for" | "to")).unwrap_or(words.len());
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
    }

    fn modifiers(&mut self, files: &Files) {
        for row in self.rows(files, "modifiers", &MODIFIERS) {
            self.line = row.line;
            let effect = match row.cells[1] {
                "sector" => match Sector::parse(row.cells[2]) {
                    Some(sector) => Effect::Sector(sector),
                    None => {
                        self.wrong(format!("no sector \"{}\"; the sectors are {}", row.cells[2], names(Sector::ALL)));
                        continue;
                    }
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
                other => {
                    self.wrong(format!("no effect \"{other}\"; what there is stands at the top of the table"));
                    continue;
                }
            };
            self.actors.modifiers.entry(row.cells[0].to_lowercase().into()).or_default().push(effect);
        }
    }

    fn countries(&mut self, files: &Files) {
        for row in self.rows(files, "countries", &COUNTRIES) {
            self.line = row.line;
            let [code, name, also, short, adjectives, people, capital, seats] = row.cells[..] else { continue };
            let code = SmolStr::new(code);
            let ix = self.entry(name, EntityKind::Country, Some(code.clone()), Vec::new());
            self.actors.countries.entry(code.clone()).or_insert(ix);
            self.name(name, ix, Sense::Name);
            for other in list(also) {
                self.name(other, ix, Sense::Name);
            }
            for other in list(short) {
                self.name(other, ix, Sense::Short);
            }
            for adjective in list(adjectives) {
                self.name(adjective, ix, Sense::Adjective);
            }
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
    }

    fn places(&mut self, files: &Files) {
        for row in self.rows(files, "places", &PLACES) {
            self.line = row.line;
            let [name, also, adjectives, people, country] = row.cells[..] else { continue };
            let country = self.code(country);
            let ix = self.entry(name, EntityKind::Place, country, Vec::new());
            self.name(name, ix, Sense::Name);
            for other in list(also) {
                self.name(other, ix, Sense::Name);
            }
            for adjective in list(adjectives) {
                self.name(adjective, ix, Sense::Adjective);
            }
            self.people(if people.is_empty() { adjectives } else { people }, ix);
        }
    }

    fn peoples(&mut self, files: &Files) {
        for row in self.rows(files, "peoples", &PEOPLES) {
            self.line = row.line;
            let [adjectives, people, country] = row.cells[..] else { continue };
            let country = self.code(country);
            let Some(first) = list(people).chain(list(adjectives)).next() else { continue };
            let first = first.split_once('/').map_or_else(|| plural(first), |(_, many)| many.to_owned());
            let ix = self.entry(&first, EntityKind::Group, country, Vec::new());
            for adjective in list(adjectives) {
                self.name(adjective, ix, Sense::Adjective);
            }
            self.people(people, ix);
        }
    }

    /// Several rows with one name and country are one entry whose sectors changed with time; the first says what holds
    /// outside the days that the others give.
    fn names(&mut self, files: &Files, table: &str) {
        let mut rows_of = rustc_hash::FxHashMap::<(SmolStr, Option<SmolStr>), EntryIx>::default();
        for row in self.rows(files, table, &NAMES) {
            self.line = row.line;
            let [name, also, short, kind, country, sectors, from, until] = row.cells[..] else { continue };
            let Some(kind) = EntityKind::parse(kind) else {
                self.wrong(format!("no kind \"{kind}\"; the kinds are {}", names(EntityKind::ALL)));
                continue;
            };
            let country = self.code(country);
            let sectors = self.sectors(sectors);
            let (from, until) = (self.date(from, false), self.date(until, true));
            let key = (SmolStr::new(name), country.clone());
            let known = rows_of.get(&key).copied();
            let ix = known.unwrap_or_else(|| self.entry(name, kind, country.clone(), sectors.clone()));
            if from.is_some() || until.is_some() {
                let term = Term { role: SmolStr::default(), country, sectors, from, until };
                self.actors.entries[ix.0 as usize].terms.push(term);
            }
            if known.is_none() {
                rows_of.insert(key, ix);
                self.name(name, ix, Sense::Name);
            }
            for other in list(also) {
                self.name(other, ix, Sense::Name);
            }
            for other in list(short) {
                self.name(other, ix, Sense::Short);
            }
        }
    }

    /// People who hold or held an office; several rows with one name and country are one person.
    fn leaders(&mut self, files: &Files, table: &str) {
        let mut people = rustc_hash::FxHashMap::<(SmolStr, SmolStr), EntryIx>::default();
        for row in self.rows(files, table, &LEADERS) {
            self.line = row.line;
            let [country, role, name, also, from, until, sex] = row.cells[..] else { continue };
            let country = self.code(country);
            let sex = match sex {
                "" => None,
                "f" => Some(Sex::Female),
                "m" => Some(Sex::Male),
                other => {
                    self.wrong(format!("no sex \"{other}\"; write f, m or nothing"));
                    None
                }
            };
            let sectors = match self.actors.role(role) {
                Some(r) => r.sectors.clone(),
                None => {
                    self.wrong(format!("no noun \"{role}\" in actors/roles.tsv"));
                    continue;
                }
            };
            let key = (SmolStr::new(name), country.clone().unwrap_or_default());
            let known = people.get(&key).copied();
            let ix = known.unwrap_or_else(|| self.entry(name, EntityKind::Person, country.clone(), Vec::new()));
            if known.is_none() {
                self.name(name, ix, Sense::Name);
                people.insert(key, ix);
            }
            for other in list(also) {
                self.name(other, ix, Sense::Name);
            }
            let (from, until) = (self.date(from, false), self.date(until, true));
            let entry = &mut self.actors.entries[ix.0 as usize];
            entry.sex = entry.sex.or(sex);
            let term = entry.terms.len() as u32;
            entry.terms.push(Term { role: role.into(), country: country.clone(), sectors, from, until });
            if let Some(country) = country {
                self.actors.holders.entry((country, role.into())).or_default().push((ix, term));
            }
        }
    }

    fn address(&mut self, files: &Files) {
        for row in self.rows(files, "address", &ADDRESS) {
            self.line = row.line;
            let sex = match row.cells[1] {
                "f" => Some(Sex::Female),
                "m" => Some(Sex::Male),
                _ => None,
            };
            self.actors.titles.insert(row.cells[0].to_lowercase().into(), sex);
        }
        for row in self.rows(files, "given_names", &GIVEN) {
            self.line = row.line;
            let sex = match row.cells[1] {
                "f" => Sex::Female,
                "m" => Sex::Male,
                other => {
                    self.wrong(format!("no sex \"{other}\"; write f or m"));
                    continue;
                }
            };
            self.actors.given_names.insert(row.cells[0].to_lowercase().into(), sex);
        }
    }
}

fn names<T: ToString>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The regular plural of an English noun; the same for those that have none ("Japanese", "police").
fn plural(noun: &str) -> String {
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
