//! Reads the actor and agent dictionaries of PETRARCH and TABARI, and writes them as tables of our own form.
//!
//! Both have one name a line with its code in brackets, further names after `+`, days that a code holds after `<`, `>` or
//! joined by `-`, and agents (common nouns) whose code has a `~` where that of their country would stand.

use super::load::plural;
use super::{Actors, RoleKind};
use crate::{DataError, Files};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use sayso_coding::{EntityKind, Sector};
use smol_str::SmolStr;
use std::fmt::Write as _;

/// Years written with two figures: below this they are of this century.
const CENTURY: i16 = 30;

/// Tables made of dictionaries, and what there is to say about them.
#[derive(Debug, Default)]
pub struct Imported {
    pub table: String,
    pub names: usize,
    pub nouns: usize,
    pub remarks: Vec<Remark>,
}

/// What is not in the table as it is in the dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub file: String,
    pub line: usize,
    pub message: String,
    /// Nothing of the line is in the table.
    pub lost: bool,
}

/// What the parts of a code mean, three letters each.
#[derive(Debug, Default)]
struct CodeBook(FxHashMap<SmolStr, Vec<Part>>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Country(SmolStr),
    Sector(Sector),
    /// A region, faith or people: nothing that our codes have.
    Nothing,
}

/// A code with the days it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Coded {
    country: Option<SmolStr>,
    sectors: Vec<Sector>,
    from: Option<Date>,
    until: Option<Date>,
    /// A common noun, which has its country from its surroundings.
    agent: bool,
    /// The code for what is to be passed over.
    nobody: bool,
}

/// A name or noun with all that stands below it.
#[derive(Clone, Debug, Default)]
struct Record {
    line: usize,
    names: Vec<String>,
    /// Where it is given.
    plural: Option<String>,
    codes: Vec<Coded>,
}

/// Makes tables of dictionaries: their names and texts.
///
/// # Errors
/// When the table of codes in the data folder is wrong.
pub fn import(dictionaries: &[(String, String)], files: &Files, actors: &Actors) -> Result<Imported, Vec<DataError>> {
    let book = CodeBook::load(files)?;
    let mut out = Imported::default();
    let (mut names, mut nouns) = (String::new(), String::new());
    for (file, text) in dictionaries {
        let mut reader = Reader { file, book: &book, remarks: &mut out.remarks, sets: FxHashMap::default() };
        for record in reader.records(text) {
            for row in record.noun_rows(actors) {
                nouns += &row;
                out.nouns += 1;
            }
            let rows = record.name_rows(actors);
            out.names += usize::from(!rows.is_empty());
            names += &rows;
        }
    }
    let from = dictionaries.iter().map(|(file, _)| file.as_str()).collect::<Vec<_>>().join(", ");
    let _ = writeln!(out.table, "# Made by `sayso actors import` from {from}. The kinds are guesses: read them over.");
    if !names.is_empty() {
        let _ = write!(out.table, "\nname\talso\tshort\tkind\tcountry\tsectors\tfrom\tuntil\n{names}");
    }
    if !nouns.is_empty() {
        let _ = write!(out.table, "\nnoun\tkind\tsectors\tflags\tcountry\n{nouns}");
    }
    Ok(out)
}

impl CodeBook {
    fn load(files: &Files) -> Result<Self, Vec<DataError>> {
        const PATH: &str = "actors/cameo.tsv";
        let mut book = Self::default();
        let mut errors = Vec::new();
        for row in files.table(PATH, &["code", "what", "value"])? {
            let part = match (row.cells[1], row.cells[2]) {
                ("country", value) if !value.is_empty() => Some(Part::Country(value.into())),
                ("sector", value) => Sector::parse(value).map(Part::Sector),
                ("nothing", _) => Some(Part::Nothing),
                _ => None,
            };
            match part {
                Some(part) => book.0.entry(row.cells[0].into()).or_default().push(part),
                None => errors.push(DataError::new(PATH, row.line, "write country, sector or nothing, and its value")),
            }
        }
        for row in files.table("actors/countries.tsv", &super::load::COUNTRIES)? {
            let code = SmolStr::new(row.cells[0]);
            book.0.entry(code.clone()).or_insert_with(|| vec![Part::Country(code)]);
        }
        if errors.is_empty() { Ok(book) } else { Err(errors) }
    }

    /// What a part of a code means: first a country, then what somebody is.
    fn part(&self, code: &str, first: bool) -> Option<&Part> {
        let parts = self.0.get(code)?;
        parts.iter().find(|p| matches!(p, Part::Country(_)) == first).or_else(|| parts.first())
    }

    /// The country and sectors of a code, and those of its parts that have no counterpart.
    fn read<'a>(&self, code: &'a str) -> (Coded, Vec<&'a str>) {
        let (mut coded, mut unknown) = (Coded::default(), Vec::new());
        let code = code.trim();
        coded.agent = code.contains('~');
        for half in code.split('~').filter(|h| !h.is_empty()) {
            if half.bytes().all(|b| matches!(b, b'-' | b'#')) {
                coded.nobody = true;
                continue;
            }
            let mut at = 0;
            while at < half.len() {
                let end = (at + 3).min(half.len());
                let Some(part) = half.get(at..end) else {
                    unknown.push(half);
                    break;
                };
                match self.part(&part.to_uppercase(), at == 0 && !coded.agent) {
                    Some(Part::Country(country)) => coded.take_country(country),
                    Some(Part::Sector(sector)) if !coded.sectors.contains(sector) => coded.sectors.push(*sector),
                    Some(_) => {}
                    None => unknown.push(part),
                }
                at = end;
            }
        }
        // "IMG" alone: those who are of no state are something at least.
        let first = code.get(..3).filter(|_| coded.sectors.is_empty() && !coded.agent);
        if let Some(Part::Sector(sector)) = first.and_then(|f| self.part(f, false)) {
            coded.sectors.push(*sector);
        }
        (coded, unknown)
    }
}

impl Coded {
    /// The organisation of several states that is meant goes before that it is one.
    fn take_country(&mut self, country: &SmolStr) {
        if self.country.as_deref().is_none_or(of_no_state) {
            self.country = Some(country.clone());
        }
    }
}

/// Reads one dictionary.
struct Reader<'a> {
    file: &'a str,
    book: &'a CodeBook,
    remarks: &'a mut Vec<Remark>,
    /// Endings that stand for several: `!PERSON! = MAN, WOMAN`.
    sets: FxHashMap<String, Vec<String>>,
}

impl Reader<'_> {
    fn remark(&mut self, line: usize, lost: bool, message: String) {
        self.remarks.push(Remark { file: self.file.to_owned(), line, message, lost });
    }

    fn records(&mut self, text: &str) -> Vec<Record> {
        let mut records: Vec<Record> = Vec::new();
        for (i, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let (line, number) = (without_comment(line), i + 1);
            if line.is_empty() || self.is_set(line) {
                continue;
            }
            let further = line.starts_with(['+', '[']);
            if !further && is_name(line) {
                records.push(Record { line: number, ..Record::default() });
            }
            match records.last_mut() {
                Some(record) if further || is_name(line) => {
                    let mut record = std::mem::take(record);
                    self.read_line(line.trim_start_matches('+'), number, &mut record);
                    *records.last_mut().expect("it was there") = record;
                }
                _ => self.remark(number, true, format!("not understood: {line}")),
            }
        }
        for record in records.iter().filter(|r| r.codes.is_empty()) {
            self.remark(record.line, true, format!("no code for {}", record.names.join(", ")));
        }
        records.retain(|r| !r.codes.is_empty());
        records
    }

    /// `!PERSON! = MAN, WOMAN`
    fn is_set(&mut self, line: &str) -> bool {
        let Some((name, members)) = line.split_once('=') else { return false };
        let name = name.trim();
        if !(name.len() > 2 && name.starts_with('!') && name.ends_with('!')) {
            return false;
        }
        let members = members.split(',').map(|m| m.trim().trim_matches('_').to_owned()).filter(|m| !m.is_empty());
        self.sets.insert(name.to_owned(), members.collect());
        true
    }

    /// `NAME_ {PLURAL} [CODE date] [CODE date]`
    fn read_line(&mut self, line: &str, number: usize, record: &mut Record) {
        let end = line.find(['[', '{']).unwrap_or(line.len());
        let (name, mut rest) = (line[..end].trim(), &line[end..]);
        if !name.is_empty() {
            record.names.extend(self.expanded(name));
        }
        while let Some(open) = rest.find(['[', '{']) {
            let close = if rest[open..].starts_with('[') { ']' } else { '}' };
            let Some(length) = rest[open..].find(close) else {
                self.remark(number, true, format!("no {close} that closes: {}", rest[open..].trim()));
                return;
            };
            let inside = rest[open + 1..open + length].trim();
            if close == ']' {
                self.codes(inside, number, record);
            } else {
                record.plural = Some(inside.trim_matches('_').to_owned());
            }
            rest = &rest[open + length + 1..];
        }
        if !rest.trim().is_empty() {
            self.remark(number, false, format!("not understood and left out: {}", rest.trim()));
        }
    }

    /// A name with the members of the set that stands in it.
    fn expanded(&self, name: &str) -> Vec<String> {
        let found = self.sets.iter().find(|(set, _)| name.contains(set.as_str()));
        match found {
            Some((set, members)) => members.iter().map(|m| name.replace(set.as_str(), m)).collect(),
            None => vec![name.to_owned()],
        }
    }

    /// `CODE`, `CODE <961011`, `CODE (930120-010120); CODE2 (>010120)`, `CODE/CODE2`
    fn codes(&mut self, inside: &str, number: usize, record: &mut Record) {
        for item in inside.split(';').map(str::trim).filter(|i| !i.is_empty()) {
            let end = item.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(')).unwrap_or(item.len());
            let (code, days) = item.split_at(end);
            let days = match days_of(days) {
                Ok(days) => days,
                Err(wrong) => {
                    self.remark(number, true, format!("no date \"{wrong}\" in [{item}]; the code is left out"));
                    continue;
                }
            };
            let mut alternatives = code.split('/').map(|c| (c, self.book.read(c)));
            let Some((first, (mut coded, mut unknown))) = alternatives.next() else { continue };
            for (_, (other, more)) in alternatives {
                coded
                    .sectors
                    .extend(other.sectors.into_iter().filter(|s| !coded.sectors.contains(s)).collect::<Vec<_>>());
                unknown.extend(more);
            }
            let nothing = coded.country.is_none() && coded.sectors.is_empty() && !coded.nobody;
            if nothing && !unknown.is_empty() {
                self.remark(number, true, format!("no counterpart to the code {first}; it is left out"));
                continue;
            }
            if !unknown.is_empty() {
                self.remark(number, false, format!("no counterpart to {} of {code}", unknown.join(" and ")));
            }
            (coded.from, coded.until) = days;
            record.codes.push(coded);
        }
    }
}

impl Record {
    /// Rows in the form of `roles.tsv`: of agents, and of what is to be passed over.
    fn noun_rows(&self, actors: &Actors) -> Vec<String> {
        let Some(coded) = self.codes.iter().find(|c| c.agent || c.nobody) else { return Vec::new() };
        (self.names.iter().enumerate())
            .map(|(i, name)| {
                let noun = words(name).to_lowercase();
                let known = actors.role(&noun);
                let kind = if coded.nobody { "thing" } else { known.map_or("person", |r| kind_name(r.kind)) };
                let flags = known.filter(|_| !coded.nobody).map_or_else(String::new, |r| r.flags().join(" "));
                let many = (self.plural.as_ref().filter(|_| i == 0)).map(|p| words(p).to_lowercase());
                let noun = match many {
                    Some(many) if many.is_empty() => format!("{noun}/{noun}"),
                    Some(many) if many != plural(&noun) => format!("{noun}/{many}"),
                    _ => noun,
                };
                let country = coded.country.as_deref().unwrap_or("");
                row(&[&noun, kind, &sectors(&coded.sectors), &flags, country])
            })
            .collect()
    }

    /// Rows in the form of `organisations.tsv`: one for each code, that without days first.
    fn name_rows(&self, actors: &Actors) -> String {
        let mut codes: Vec<&Coded> = self.codes.iter().filter(|c| !c.agent && !c.nobody).collect();
        codes.sort_by_key(|c| (c.from.is_some() || c.until.is_some(), c.from));
        let mut names = self.names.iter().map(|n| written(n, actors));
        let Some(first) = names.next().filter(|_| !codes.is_empty()) else { return String::new() };
        let mut also = names.filter(|n| *n != first).collect::<Vec<_>>().join("; ");
        let kind = kind_of(&first, &codes, actors);
        let mut rows = String::new();
        for code in codes {
            let day = |d: Option<Date>| d.map_or_else(String::new, |d| d.to_string());
            let (country, sectors) = (code.country.as_deref().unwrap_or(""), sectors(&code.sectors));
            let cells =
                [&first, also.as_str(), "", kind.as_str(), country, &sectors, &day(code.from), &day(code.until)];
            rows += &row(&cells);
            also.clear();
        }
        rows
    }
}

/// Without what stands after `;`, or after a `#` that begins the line or follows a blank, outside brackets.
fn without_comment(line: &str) -> &str {
    let (mut inside, mut blank) = (false, true);
    for (at, c) in line.char_indices() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            ';' if !inside => return line[..at].trim(),
            '#' if !inside && blank => return line[..at].trim(),
            _ => {}
        }
        blank = c.is_whitespace();
    }
    line.trim()
}

/// Whether a line begins with a name: `NAME_ [CODE <961011]`.
fn is_name(line: &str) -> bool {
    let name = line.split(['[', '{']).next().unwrap_or_default();
    name.starts_with(|c: char| c.is_alphanumeric() || c == '!') && !name.contains(['=', '<', '>', '|'])
}

type Days = (Option<Date>, Option<Date>);

/// The first and last day of `<961011`, `>19961011`, `930120-010120`; those in brackets too.
fn days_of(text: &str) -> Result<Days, String> {
    let (mut from, mut until) = (None, None);
    for item in text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',')).filter(|i| !i.is_empty()) {
        let day = |text: &str| date(text).ok_or_else(|| item.to_owned());
        if let Some(before) = item.strip_prefix('<') {
            until = day(before)?.yesterday().ok();
        } else if let Some(after) = item.strip_prefix('>') {
            from = Some(day(after)?);
        } else {
            let (first, last) = item.split_once('-').ok_or_else(|| item.to_owned())?;
            (from, until) = (Some(day(first)?), Some(day(last)?));
        }
    }
    match (from, until) {
        (Some(from), Some(until)) if until < from => Err(text.trim().to_owned()),
        days => Ok(days),
    }
}

/// `961011`, `19961011`; the first of the month or year where day or month are `00`.
fn date(text: &str) -> Option<Date> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = match text.len() {
        6 => {
            let short: i16 = text[..2].parse().ok()?;
            short + if short < CENTURY { 2000 } else { 1900 }
        }
        8 => text[..4].parse().ok()?,
        _ => return None,
    };
    let part = |at: usize| text[text.len() - at..text.len() - at + 2].parse::<i8>().ok().map(|n| n.max(1));
    Date::new(year, part(4)?, part(2)?).ok()
}

/// A name of a dictionary as words: `AL_QAEDA_` is two.
fn words(name: &str) -> String {
    name.split(|c: char| c == '_' || c.is_whitespace()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A name in capitals as newspapers write it. Short words inside it may be particles and are left small, which fits either way
/// of writing; a short name alone is an acronym unless it is known to be none.
fn written(name: &str, actors: &Actors) -> String {
    let name = words(name);
    if name.chars().any(char::is_lowercase) {
        return name;
    }
    let all: Vec<&str> = name.split(' ').collect();
    let word = |(i, word): (usize, &&str)| {
        let inner = i > 0 && i + 1 < all.len() && word.chars().count() <= 3;
        if inner { word.to_lowercase() } else { capitalised(word) }
    };
    let written = all.iter().enumerate().map(word).collect::<Vec<_>>().join(" ");
    let acronym = all.len() == 1 && name.chars().count() <= 3 && actors.meanings(&written).is_empty();
    if acronym { name } else { written }
}

/// `AL-QAEDA` as `Al-Qaeda`.
fn capitalised(word: &str) -> String {
    let mut start = true;
    let mut out = String::new();
    for c in word.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        start = c == '-';
    }
    out
}

/// Dictionaries do not say what a name is. Whom the lexicon knows is what it says; who was in office is a person.
fn kind_of(name: &str, codes: &[&Coded], actors: &Actors) -> EntityKind {
    let country = codes.iter().find_map(|c| c.country.as_deref());
    let known = actors.meanings(name).into_iter().map(|m| actors.entry(m.entry));
    let known = known.filter(|e| e.country.as_deref() == country).map(|e| e.kind).next();
    let has = |sector| codes.iter().any(|c| c.sectors.contains(&sector));
    known.unwrap_or_else(|| {
        if codes.iter().any(|c| c.from.is_some() || c.until.is_some()) || has(Sector::Eli) {
            EntityKind::Person
        } else if codes.iter().all(|c| c.sectors.is_empty()) && !country.is_some_and(of_no_state) {
            EntityKind::Place
        } else if has(Sector::Jrn) {
            EntityKind::Outlet
        } else {
            EntityKind::Organization
        }
    })
}

fn of_no_state(country: &str) -> bool {
    country == "EUR" || super::load::SPECIAL.contains(&country)
}

fn kind_name(kind: RoleKind) -> &'static str {
    super::load::ROLE_KINDS.iter().find(|(_, k)| *k == kind).map_or("person", |(name, _)| name)
}

fn sectors(sectors: &[Sector]) -> String {
    sectors.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(" ")
}

/// A line of a table, without the empty cells at its end.
fn row(cells: &[&str]) -> String {
    format!("{}\n", cells.join("\t").trim_end_matches('\t'))
}

#[cfg(test)]
mod tests;
