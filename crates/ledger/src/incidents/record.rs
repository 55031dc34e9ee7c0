//! An incident as questions find it: what its reports say of it, taken together.

use super::reports::{Report, reports};
use crate::db::{Db, DbError, cells};
use crate::{Error, Filter, Ledger, Party, Place};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::ControlFlow;

/// What several documents report, or one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Incident {
    /// `i:` and a hash of its first report: the same in every ledger that has the same documents.
    pub incident: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    /// How most reports present it.
    pub status: String,
    /// The date that most reports state; where none does, the one that most assume.
    pub date: Option<String>,
    pub date_stated: bool,
    /// The place that most reports name, the smaller of two.
    pub place: Option<Place>,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    pub numbers: Vec<Range>,
    /// How many documents report it.
    pub reports: usize,
    /// How many outlets report it in words of their own: copies of one text are one, and so are the texts of one publisher.
    pub outlets: usize,
    /// Those by name on whose word it is told.
    pub asserted_by: Vec<String>,
    /// Those who say that it is not so.
    pub denied_by: Vec<String>,
    /// Who presents it how; an outlet where it speaks in its own voice.
    pub statuses: Vec<Says>,
    pub first_reported: Option<String>,
    pub last_reported: Option<String>,
    pub conflicts: Vec<Conflict>,
    pub members: Vec<Member>,
}

/// What the reports say of how many, the least and the most.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Range {
    /// dead, injured, arrested, troops …
    pub role: String,
    pub low: f64,
    pub high: f64,
}

/// Something that is said, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Says {
    pub says: String,
    /// Names of sources; of outlets where they speak in their own voice; ids of documents where nothing is known of those.
    pub sources: Vec<String>,
}

/// What sources disagree about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    pub about: About,
    /// For `how many`: of what.
    pub role: Option<String>,
    pub accounts: Vec<Says>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum About {
    #[serde(rename = "whether")]
    Whether,
    #[serde(rename = "who")]
    Who,
    #[serde(rename = "where")]
    Where,
    #[serde(rename = "how many")]
    HowMany,
}

impl About {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whether => "whether",
            Self::Who => "who",
            Self::Where => "where",
            Self::HowMany => "how many",
        }
    }
}

/// An event that reports the incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    pub document: String,
    pub id: String,
    pub trigger: String,
    pub publisher: Option<String>,
    pub published: Option<String>,
}

/// Incidents are read so many at a time.
const AT_ONCE: usize = 32;
/// So many events are looked at first for the incidents that they report, and so many times as many where those are not enough.
const FIRST: usize = 1024;
const MORE: usize = 8;

/// What sources disagree about is told by several reports, or denied in the one that there is.
const DISPUTED: &str = " AND (v.denied_by <> '' OR EXISTS (SELECT 1 FROM event_incidents o WHERE o.incident = i.incident AND o.event <> v.key))";

impl Ledger {
    /// The incidents that a filter lets one of their events through of, by date, until `take` has enough.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn incidents(&self, filter: &Filter, take: &mut dyn FnMut(Incident) -> ControlFlow<()>) -> Result<(), Error> {
        self.each_incident(filter, "", take)
    }

    /// As [`Ledger::incidents`], those on which sources disagree.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn disputed(&self, filter: &Filter, take: &mut dyn FnMut(Incident) -> ControlFlow<()>) -> Result<(), Error> {
        self.each_incident(filter, DISPUTED, &mut |incident| {
            if incident.conflicts.is_empty() { ControlFlow::Continue(()) } else { take(incident) }
        })
    }

    fn each_incident(
        &self,
        filter: &Filter,
        condition: &str,
        take: &mut dyn FnMut(Incident) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut seen = HashSet::new();
        let mut events = FIRST;
        loop {
            let names = self.ask(|db| names(db, filter, condition, events))?;
            let is_all = names.len() < events;
            let new: Vec<String> = names.into_iter().filter(|name| seen.insert(name.clone())).collect();
            for part in new.chunks(AT_ONCE) {
                for incident in self.ask(|db| read(db, part))? {
                    if take(incident).is_break() {
                        return Ok(());
                    }
                }
            }
            if is_all {
                return Ok(());
            }
            events *= MORE;
        }
    }

    /// The incidents whose names begin so, no more than `limit`; one that is called so stands alone.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn incidents_named(&self, name: &str, limit: usize) -> Result<Vec<Incident>, Error> {
        // What comes behind it in a name are hexadecimal digits.
        let sql = format!(
            "SELECT DISTINCT incident FROM event_incidents WHERE incident >= ?1 AND incident < ?2 ORDER BY incident LIMIT {limit}"
        );
        self.ask(|db| {
            let rows = db.rows(&sql, cells![name, format!("{name}~")])?;
            let mut names = rows.iter().map(|row| row.get(0)).collect::<Result<Vec<String>, _>>()?;
            if names.first().is_some_and(|first| first == name) {
                names.truncate(1);
            }
            read(db, &names)
        })
    }

    /// The name of the incident that an event of a current document reports; none where it belongs to none.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn incident_of(&self, document: &str, event: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT i.incident FROM documents d JOIN events v ON v.doc = d.doc JOIN event_incidents i ON i.event = v.key
            WHERE d.document_id = ?1 AND d.is_current AND v.id = ?2";
        self.ask(|db| db.first(sql, cells![document, event])?.map(|row| row.get(0)).transpose())
    }
}

/// The incidents of so many events, by date.
fn names(db: &Db, filter: &Filter, condition: &str, events: usize) -> Result<Vec<String>, DbError> {
    let (conditions, values) = filter.conditions(db.dialect());
    let sql = format!(
        "SELECT i.incident FROM events v JOIN documents d ON d.doc = v.doc JOIN event_incidents i ON i.event = v.key
         WHERE d.is_current{conditions}{condition} ORDER BY v.date NULLS LAST, i.incident LIMIT {events}"
    );
    db.rows(&sql, &values)?.iter().map(|row| row.get(0)).collect()
}

/// In the order of the names.
fn read(db: &Db, names: &[String]) -> Result<Vec<Incident>, DbError> {
    let mut events = Vec::new();
    for name in names {
        let sql = "SELECT event FROM event_incidents WHERE incident = ?1";
        let keys = db.rows(sql, cells![name])?.iter().map(|row| row.get(0)).collect::<Result<BTreeSet<i64>, _>>()?;
        if !keys.is_empty() {
            events.push((name, keys));
        }
    }
    let mut all = reports(db, &events.iter().flat_map(|(_, keys)| keys).copied().collect())?;
    let mut incidents = Vec::with_capacity(events.len());
    for (name, keys) in events {
        let mut of_it: Vec<Report> = keys.iter().filter_map(|k| all.remove(k)).collect();
        of_it.sort_by(|a, b| a.order().cmp(&b.order()));
        incidents.push(incident(name, &of_it));
    }
    Ok(incidents)
}

fn incident(name: &str, reports: &[Report]) -> Incident {
    let stated = most(reports.iter().filter(|r| r.date_stated).filter_map(|r| r.date.clone()));
    let date_stated = stated.is_some();
    let publishers: BTreeSet<&str> = reports.iter().map(|r| r.publisher.as_deref().unwrap_or_default()).collect();
    let texts: BTreeSet<&str> = reports.iter().map(|r| r.copy_of.as_str()).collect();
    let documents: BTreeSet<&str> = reports.iter().map(|r| r.document.as_str()).collect();
    let reported = || reports.iter().filter_map(|r| r.published.clone());
    let asserting = reports.iter().filter(|r| !r.is_negated());
    Incident {
        incident: name.to_owned(),
        kind: most(reports.iter().map(|r| r.kind.clone())).unwrap_or_default(),
        mode: most(reports.iter().filter_map(|r| r.mode.clone())),
        status: most(reports.iter().map(|r| r.status.clone())).unwrap_or_default(),
        date: stated.or_else(|| most(reports.iter().filter_map(|r| r.date.clone()))),
        date_stated,
        place: place(reports),
        actors: parties(reports.iter().flat_map(|r| &r.actors)),
        recipients: parties(reports.iter().flat_map(|r| &r.recipients)),
        numbers: ranges(reports),
        reports: documents.len(),
        outlets: publishers.len().min(texts.len()),
        asserted_by: asserting
            .filter(|r| r.is_named)
            .filter_map(|r| r.source.clone())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        denied_by: deniers(reports),
        statuses: said(reports.iter().map(|r| (r.status.clone(), r.voice()))),
        first_reported: reported().min(),
        last_reported: reported().max(),
        conflicts: super::conflicts::conflicts(reports),
        members: reports.iter().map(Report::member).collect(),
    }
}

/// The one that comes most often; of several the first in their order.
fn most<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map(|(value, _)| value)
}

/// What is said, each with those who say so.
pub(super) fn said(pairs: impl Iterator<Item = (String, String)>) -> Vec<Says> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (says, source) in pairs {
        all.entry(says).or_default().insert(source);
    }
    all.into_iter().map(|(says, sources)| Says { says, sources: sources.into_iter().collect() }).collect()
}

fn place(reports: &[Report]) -> Option<Place> {
    let finest = reports.iter().filter(|r| r.place.is_some()).map(|r| r.resolution).max()?;
    let named = || reports.iter().filter(|r| r.resolution == finest).filter_map(|r| r.place.as_ref());
    let name = most(named().map(|p| p.name.clone()))?;
    named().find(|p| p.name == name).cloned()
}

/// Each once, however its name is written, as the report has it that knows most of it.
fn parties<'a>(all: impl Iterator<Item = &'a Party>) -> Vec<Party> {
    let known = |p: &Party| (p.country.is_some(), p.sectors.len());
    let mut by_name: BTreeMap<String, &Party> = BTreeMap::new();
    for party in all {
        let best = by_name.entry(party.name.to_lowercase()).or_insert(party);
        if (known(party), Reverse(party)) > (known(best), Reverse(*best)) {
            *best = party;
        }
    }
    by_name.into_values().cloned().collect()
}

fn ranges(reports: &[Report]) -> Vec<Range> {
    let mut ranges: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for number in reports.iter().flat_map(|r| &r.numbers).filter(|n| n.role != "other") {
        let high = number.high.unwrap_or(number.value);
        let range = ranges.entry(&number.role).or_insert((number.value, high));
        *range = (range.0.min(number.value), range.1.max(high));
    }
    ranges.into_iter().map(|(role, (low, high))| Range { role: role.to_owned(), low, high }).collect()
}

fn deniers(reports: &[Report]) -> Vec<String> {
    let named = reports.iter().flat_map(|r| r.denied_by.iter().cloned());
    let negating = reports.iter().filter(|r| r.is_negated()).map(Report::voice);
    named.chain(negating).collect::<BTreeSet<_>>().into_iter().collect()
}

/// A condition on events `v`: their incident is reported, and not as what did not happen, by so many outlets in words of
/// their own.
pub(crate) fn asserted_by(outlets: usize) -> String {
    // Most incidents have one report: those are out without a look at documents.
    let several = " AND EXISTS (SELECT 1 FROM event_incidents i JOIN event_incidents o ON o.incident = i.incident
            WHERE i.event = v.key AND o.event <> i.event)";
    format!(
        "{} AND EXISTS (SELECT 1 FROM event_incidents i JOIN event_incidents o ON o.incident = i.incident
              JOIN events w ON w.key = o.event JOIN documents e ON e.doc = w.doc JOIN text_copies c ON c.text_id = e.text_id
            WHERE i.event = v.key AND w.status <> 'negated' GROUP BY i.incident
            HAVING count(DISTINCT c.copy_of) >= {outlets} AND count(DISTINCT coalesce(e.publisher, '')) >= {outlets})",
        if outlets > 1 { several } else { "" }
    )
}
