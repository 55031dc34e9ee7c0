//! The 61 columns of GDELT 2.0's event table, tab-separated and without a heading, as its files have them, for scripts that
//! read those. A row is an incident, with the first of its reports; it says how many reports there are.
//!
//! | column | what is in it |
//! | --- | --- |
//! | `GlobalEventID` | a hash of the incident's name, the same in every ledger that has the same documents |
//! | `SQLDATE`, `FractionDate` | the first day of the date, where a day is known |
//! | `MonthYear`, `Year` | of the first day, where a month, a year is known |
//! | `Actor1…`, `Actor2…` | the first actor and the first recipient |
//! | `IsRootEvent` | 1 where it stands in the headline or the first paragraph |
//! | `GoldsteinScale` | PLOVER's score, on the same scale from −10 to 10 |
//! | `NumMentions` | the incident's events, in all documents |
//! | `NumSources` | its independent outlets: copies of one text are one |
//! | `NumArticles` | the documents that report it |
//! | `ActionGeo_CountryCode` | FIPS 10-4 |
//! | `DATEADDED` | the day on which it was first reported |
//! | `SOURCEURL` | the address of the report |
//!
//! What has no counterpart is empty: `Actor…EthnicCode`, `Actor…Religion…Code`, `AvgTone`, `Actor…Geo_…`, `ActionGeo_ADM1Code`,
//! `ActionGeo_ADM2Code`, `ActionGeo_FeatureID`. Statuses, sources and statements have no columns there.

use crate::Encoder;
use jiff::civil::Date;
use sayso_coding::period::days;
use sayso_coding::record::{EventRecord, ParticipantRecord, PlaceRecord, Record};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The columns' names, in order.
pub const COLUMNS: [&str; 61] = [
    "GlobalEventID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_Fullname",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_Fullname",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_Fullname",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

/// What is told of an event in all documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What names the incident, the same in every export.
    pub incident: String,
    pub mentions: usize,
    pub outlets: usize,
    pub articles: usize,
    /// ISO date.
    pub first_reported: Option<String>,
}

/// Rows of events. `told` says what is told of an event; none where another event has stood for its incident already.
pub struct Gdelt<W, F> {
    to: W,
    codes: Codes,
    told: F,
}

impl<W: Write, F: FnMut(&Record, &EventRecord) -> io::Result<Option<Told>>> Gdelt<W, F> {
    pub fn new(to: W, told: F) -> Self {
        Self { to, codes: Codes::load(), told }
    }
}

impl<W: Write, F: FnMut(&Record, &EventRecord) -> io::Result<Option<Told>>> Encoder for Gdelt<W, F> {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        for event in &record.events {
            let Some(told) = (self.told)(record, event)? else { continue };
            let row = self.codes.row(record, event, &told);
            let cells: Vec<&str> = COLUMNS.iter().map(|c| row.get(c).map_or("", String::as_str)).collect();
            writeln!(self.to, "{}", cells.join("\t"))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.to.flush()
    }
}

/// Values by column; an empty one need not be in it.
type Row = BTreeMap<&'static str, String>;

/// What our codes are in GDELT's columns.
#[derive(Debug)]
struct Codes {
    /// By our code: the column, and what stands there.
    actors: BTreeMap<&'static str, (&'static str, &'static str)>,
    /// By ISO code: FIPS 10-4, and the name.
    countries: BTreeMap<&'static str, (&'static str, &'static str)>,
}

impl Codes {
    fn load() -> Self {
        Self {
            actors: table(include_str!("../data/codes.tsv")),
            countries: table(include_str!("../data/countries.tsv")),
        }
    }

    fn row(&self, record: &Record, event: &EventRecord, told: &Told) -> Row {
        let document = &record.document;
        let mut row = Row::new();
        row.insert("GlobalEventID", number(&told.incident).to_string());
        if let Some(date) = &event.date {
            put_date(&mut row, &date.value);
        }
        self.put_actor(&mut row, record, event.actors.first(), &COLUMNS[5..15]);
        self.put_actor(&mut row, record, event.recipients.first(), &COLUMNS[15..25]);
        put_event(&mut row, record, event);
        match event.place.as_deref().and_then(|p| record.place(p)) {
            Some(place) => self.put_place(&mut row, place),
            None => drop(row.insert("ActionGeo_Type", "0".to_owned())),
        }
        let counts = [("NumMentions", told.mentions), ("NumSources", told.outlets), ("NumArticles", told.articles)];
        row.extend(counts.map(|(column, n)| (column, n.to_string())));
        if let Some((reported, _)) = told.first_reported.as_deref().and_then(days) {
            row.insert("DATEADDED", reported.strftime("%Y%m%d000000").to_string());
        }
        row.insert("SOURCEURL", cell(document.url.as_deref().unwrap_or(&document.source)));
        row
    }

    /// Into an actor's ten columns.
    fn put_actor(&self, row: &mut Row, record: &Record, who: Option<&ParticipantRecord>, columns: &[&'static str]) {
        let Some(entity) = who.and_then(|p| record.entity(&p.entity)) else { return };
        let (mut country, mut group, mut types) = ("", "", Vec::new());
        for ours in entity.country.as_deref().into_iter().chain(entity.sectors.iter().copied()) {
            match self.actors.get(ours) {
                Some(("group", theirs)) => group = theirs,
                Some((_, theirs)) => types.extend(Some(*theirs).filter(|t| !t.is_empty())),
                None if entity.country.as_deref() == Some(ours) => country = ours,
                None => types.push(ours),
            }
        }
        types.truncate(3);
        let code: String = [country, group].into_iter().chain(types.iter().copied()).collect();
        let values = [&code, entity.name.to_uppercase().as_str(), country, group, "", "", ""].map(cell);
        let types = types.into_iter().map(cell);
        row.extend(columns.iter().copied().zip(values.into_iter().chain(types)));
    }

    fn put_place(&self, row: &mut Row, place: &PlaceRecord) {
        let country = place.country.as_deref().unwrap_or_default();
        let known = self.countries.get(country);
        let is_american = country == "USA";
        let kind = match (place.resolution, is_american) {
            (0, _) => "0",
            (1, _) => "1",
            (2, true) => "2",
            (2, false) => "5",
            (_, true) => "3",
            (_, false) => "4",
        };
        let admin1 = place.admin1.as_deref().filter(|a| *a != place.name);
        let country_name = known.map(|(_, name)| *name).filter(|name| *name != place.name);
        let name: Vec<&str> = [Some(place.name.as_ref()), admin1, country_name].into_iter().flatten().collect();
        row.insert("ActionGeo_Type", kind.to_owned());
        row.insert("ActionGeo_Fullname", cell(name.join(", ")));
        row.insert("ActionGeo_CountryCode", known.map(|(fips, _)| cell(fips)).unwrap_or_default());
        row.insert("ActionGeo_Lat", place.lat.map(|x| x.to_string()).unwrap_or_default());
        row.insert("ActionGeo_Long", place.lon.map(|x| x.to_string()).unwrap_or_default());
    }
}

/// Three columns, the first of which is the key; lines of remarks and the heading are passed over.
fn table(text: &'static str) -> BTreeMap<&'static str, (&'static str, &'static str)> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let row = |line: &'static str| {
        let mut cells = line.splitn(3, '\t');
        Some((cells.next()?, (cells.next()?, cells.next()?)))
    };
    lines.filter_map(row).collect()
}

/// A number for an id, positive in 64 bits.
fn number(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    let bytes = hash.as_bytes().first_chunk().expect("a hash has 32 bytes");
    u64::from_be_bytes(*bytes) >> 1
}

fn put_date(row: &mut Row, value: &str) {
    let Some((first, last)) = days(value) else { return };
    let start = value.split('/').next().unwrap_or(value);
    row.insert("Year", first.strftime("%Y").to_string());
    if start.len() > 4 || first.month() == last.month() && first.year() == last.year() {
        row.insert("MonthYear", first.strftime("%Y%m").to_string());
    }
    if start.len() > 7 {
        row.insert("SQLDATE", first.strftime("%Y%m%d").to_string());
        row.insert("FractionDate", format!("{:.4}", fraction(first)));
    }
}

/// The year and how much of it has gone by, as GDELT reckons it.
fn fraction(day: Date) -> f64 {
    let gone = f64::from(i32::from(day.month()) * 30 + i32::from(day.day())) / 365.0;
    f64::from(day.year()) + gone.min(0.9999)
}

fn put_event(row: &mut Row, record: &Record, event: &EventRecord) {
    let code = event.cameo.as_ref();
    row.insert("IsRootEvent", u8::from(is_root(record, event)).to_string());
    row.insert("EventCode", code.to_owned());
    row.insert("EventBaseCode", code.get(..3).unwrap_or(code).to_owned());
    row.insert("EventRootCode", code.get(..2).unwrap_or(code).to_owned());
    row.insert("QuadClass", event.quad.to_string());
    row.insert("GoldsteinScale", event.score.to_string());
}

/// In the headline, or in the paragraph that comes first after it.
fn is_root(record: &Record, event: &EventRecord) -> bool {
    let document = &record.document;
    let paragraphs = if document.title.is_some() { 2 } else { 1 };
    let end = document.text.match_indices("\n\n").nth(paragraphs - 1).map_or(document.text.len(), |(at, _)| at);
    event.sentence.start < document.text[..end].chars().count()
}

/// A value without the signs that part columns and lines.
fn cell(text: impl AsRef<str>) -> String {
    text.as_ref().split_whitespace().collect::<Vec<_>>().join(" ")
}
