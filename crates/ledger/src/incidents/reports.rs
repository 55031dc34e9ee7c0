//! The events of incidents, each with what it says of who, where, how many and on whose word.

use super::kept::some;
use super::record::Member;
use crate::db::{Db, DbError, Row};
use crate::found::parts;
use crate::{Party, Place};
use std::collections::{BTreeMap, BTreeSet};

/// One event of one document.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) document: String,
    id: String,
    pub(super) kind: String,
    pub(super) mode: Option<String>,
    /// PLOVER's quad class: 4 is material conflict.
    pub(super) quad: i64,
    pub(super) status: String,
    pub(super) date: Option<String>,
    pub(super) date_stated: bool,
    trigger: String,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<String>,
    pub(super) copy_of: String,
    pub(super) place: Option<Place>,
    /// How small the place is: 5 sub-city, 4 city, 3 district, 2 province, 1 country, 0 larger, unresolved or none.
    pub(super) resolution: i64,
    pub(super) actors: Vec<Party>,
    pub(super) recipients: Vec<Party>,
    pub(super) numbers: Vec<Number>,
    /// On whose word it is told, the innermost.
    pub(super) source: Option<String>,
    /// Whether the text has a name for the source.
    pub(super) is_named: bool,
    pub(super) denied_by: Vec<String>,
}

/// A number with what it is a number of.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub(super) role: String,
    /// What is counted, or the unit.
    pub(super) of: Option<String>,
    pub(super) value: f64,
    pub(super) high: Option<f64>,
    /// exact, about, over, under, range.
    pub(super) approx: String,
}

const EVENTS: &str = "SELECT v.key, d.document_id, v.id, v.type, v.mode, v.status, v.date, v.date_stated, v.\"trigger\", d.publisher, d.published,
    c.copy_of, p.name, p.country, p.lat, p.lon, p.resolution, v.quad
  FROM events v JOIN documents d ON d.doc = v.doc JOIN text_copies c ON c.text_id = d.text_id
    LEFT JOIN places p ON p.doc = v.doc AND p.id = v.place
  WHERE v.key IN";
const PARTIES: &str = "SELECT v.key, a.role, n.name, n.kind, n.country, n.sectors
  FROM events v JOIN event_actors a ON a.doc = v.doc AND a.event = v.id JOIN entities n ON n.doc = a.doc AND n.id = a.entity
  WHERE v.key IN";
const NUMBERS: &str = "SELECT v.key, e.role, q.value, q.high, q.approx, coalesce(q.unit, q.\"of\")
  FROM events v JOIN event_quantities e ON e.doc = v.doc AND e.event = v.id JOIN quantities q ON q.doc = e.doc AND q.id = e.quantity
  WHERE v.key IN";
const SOURCES: &str = "SELECT v.key, s.position, coalesce(n.name, s.words),
    EXISTS (SELECT 1 FROM mentions m WHERE m.doc = n.doc AND m.entity = n.id AND m.how = 'name')
  FROM events v JOIN event_sources s ON s.doc = v.doc AND s.event = v.id LEFT JOIN entities n ON n.doc = s.doc AND n.id = s.entity
  WHERE v.key IN";
const DENIERS: &str = "SELECT v.key, n.name
  FROM events v JOIN entities n ON n.doc = v.doc AND ';' || v.denied_by || ';' LIKE '%;' || n.id || ';%'
  WHERE v.denied_by <> '' AND v.key IN";

/// The reports that events are, by their keys.
pub(super) fn reports(db: &Db, keys: &BTreeSet<i64>) -> Result<BTreeMap<i64, Report>, DbError> {
    let mut reports = BTreeMap::new();
    for row in some(db, EVENTS, keys)? {
        reports.insert(row.get(0)?, report(&row)?);
    }
    for row in some(db, PARTIES, keys)? {
        let Some(report) = reports.get_mut(&row.get(0)?) else { continue };
        let sectors = parts(&row.get::<String>(5)?);
        let party = Party { name: row.get(2)?, kind: row.get(3)?, country: row.get(4)?, sectors };
        if row.get::<String>(1)? == "actor" { report.actors.push(party) } else { report.recipients.push(party) }
    }
    for row in some(db, NUMBERS, keys)? {
        let Some(report) = reports.get_mut(&row.get(0)?) else { continue };
        let (role, value, high, approx, of) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
        report.numbers.push(Number { role, of, value, high, approx });
    }
    let mut innermost: BTreeMap<i64, i64> = BTreeMap::new();
    for row in some(db, SOURCES, keys)? {
        let (key, position) = (row.get(0)?, row.get(1)?);
        let Some(report) = reports.get_mut(&key) else { continue };
        if innermost.get(&key).is_none_or(|p| *p < position) {
            innermost.insert(key, position);
            (report.source, report.is_named) = (Some(row.get(2)?), row.get(3)?);
        }
    }
    for row in some(db, DENIERS, keys)? {
        if let Some(report) = reports.get_mut(&row.get(0)?) {
            report.denied_by.push(row.get(1)?);
        }
    }
    Ok(reports)
}

fn report(row: &Row) -> Result<Report, DbError> {
    let place = match row.get::<Option<String>>(12)? {
        Some(name) => Some(Place { name, country: row.get(13)?, lat: row.get(14)?, lon: row.get(15)? }),
        None => None,
    };
    Ok(Report {
        document: row.get(1)?,
        id: row.get(2)?,
        kind: row.get(3)?,
        mode: row.get(4)?,
        status: row.get(5)?,
        date: row.get(6)?,
        date_stated: row.get::<Option<bool>>(7)?.unwrap_or_default(),
        trigger: row.get(8)?,
        publisher: row.get(9)?,
        published: row.get(10)?,
        copy_of: row.get(11)?,
        place,
        resolution: row.get::<Option<i64>>(16)?.unwrap_or_default(),
        quad: row.get(17)?,
        actors: Vec::new(),
        recipients: Vec::new(),
        numbers: Vec::new(),
        source: None,
        is_named: false,
        denied_by: Vec::new(),
    })
}

impl Report {
    /// The order of reports, whenever they came.
    pub(super) fn order(&self) -> (&str, usize, &str) {
        (&self.document, self.id.len(), &self.id)
    }

    pub(super) fn is_negated(&self) -> bool {
        self.status == "negated"
    }

    /// Who speaks: the source, the outlet in its own voice, or a document of which nothing is known.
    pub(super) fn voice(&self) -> String {
        self.source.clone().or_else(|| self.publisher.clone()).unwrap_or_else(|| self.document.clone())
    }

    pub(super) fn member(&self) -> Member {
        Member {
            document: self.document.clone(),
            id: self.id.clone(),
            trigger: self.trigger.clone(),
            publisher: self.publisher.clone(),
            published: self.published.clone(),
        }
    }
}
