//! Events as a question finds them.

use crate::blocks::{Block, keyed};
use crate::db::{Db, DbError};
use crate::{Error, Filter, Ledger};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// In which order events come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As they came into the ledger.
    Stored,
    /// By date; those without one at the end.
    Date,
}

/// An event with what it says of others by their names.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    pub document: String,
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub cameo: String,
    pub quad: i64,
    pub score: f64,
    pub status: String,
    pub historical: bool,
    pub date: Option<String>,
    pub date_stated: Option<bool>,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    pub trigger: Trigger,
    pub place: Option<Place>,
    /// Names or words of those on whose word it is told, outermost first.
    pub sources: Vec<String>,
    pub confidence: f64,
    pub rule: String,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    /// The incident that it reports; none of an event that was coded by a version that knew of none.
    pub incident: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Party {
    pub name: String,
    pub kind: String,
    pub country: Option<String>,
    pub sectors: Vec<String>,
}

/// Where the words stand in the document's text, in code points.
#[derive(Clone, Debug, Serialize)]
pub struct Trigger {
    pub start: i64,
    pub end: i64,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    pub name: String,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

const EVENTS: &str = "SELECT v.key, d.document_id, v.id, v.type, v.mode, v.contexts, v.cameo, v.quad, v.score, v.status, v.historical, v.date,
    v.date_stated, v.trigger_start, v.trigger_end, v.\"trigger\", p.name, p.country, p.lat, p.lon, v.confidence, v.rule,
    d.publisher, d.published, d.title, d.url, i.incident
  FROM events v JOIN documents d ON d.doc = v.doc LEFT JOIN places p ON p.doc = v.doc AND p.id = v.place
    LEFT JOIN event_incidents i ON i.event = v.key WHERE v.key IN";
const PARTIES: &str = "SELECT v.key, a.role, n.name, n.kind, n.country, n.sectors
  FROM events v JOIN event_actors a ON a.doc = v.doc AND a.event = v.id JOIN entities n ON n.doc = a.doc AND n.id = a.entity
  WHERE v.key IN";
const SOURCES: &str = "SELECT v.key, coalesce(n.name, s.words)
  FROM events v JOIN event_sources s ON s.doc = v.doc AND s.event = v.id LEFT JOIN entities n ON n.doc = s.doc AND n.id = s.entity
  WHERE v.key IN";

impl Ledger {
    /// The events that a filter lets through, no more than `limit`, until `take` has enough.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn events(
        &self,
        filter: &Filter,
        order: Order,
        limit: Option<usize>,
        take: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let keys = self.ask(|db| keys(db, filter, order, limit))?;
        for block in Block::all(&keys) {
            for event in self.ask(|db| read(db, &block))? {
                if take(event).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

fn keys(db: &Db, filter: &Filter, order: Order, limit: Option<usize>) -> Result<Vec<i64>, DbError> {
    let (conditions, values) = filter.conditions(db.dialect());
    let order = match order {
        Order::Stored => "v.key",
        Order::Date => "v.date NULLS LAST, v.key",
    };
    let limit = limit.map(|n| format!(" LIMIT {n}")).unwrap_or_default();
    let sql = format!(
        "SELECT v.key FROM events v JOIN documents d ON d.doc = v.doc WHERE d.is_current{conditions} ORDER BY {order}{limit}"
    );
    db.rows(&sql, &values)?.iter().map(|row| row.get(0)).collect()
}

/// In the order of the keys.
fn read(db: &Db, block: &Block) -> Result<Vec<Found>, DbError> {
    let mut events: BTreeMap<i64, Found> = BTreeMap::new();
    for row in db.rows(&block.ask(EVENTS, ""), &block.values())? {
        let place = match row.get::<Option<String>>(16)? {
            Some(name) => Some(Place { name, country: row.get(17)?, lat: row.get(18)?, lon: row.get(19)? }),
            None => None,
        };
        let found = Found {
            document: row.get(1)?,
            id: row.get(2)?,
            kind: row.get(3)?,
            mode: row.get(4)?,
            contexts: parts(&row.get::<String>(5)?),
            cameo: row.get(6)?,
            quad: row.get(7)?,
            score: row.get(8)?,
            status: row.get(9)?,
            historical: row.get(10)?,
            date: row.get(11)?,
            date_stated: row.get(12)?,
            actors: Vec::new(),
            recipients: Vec::new(),
            trigger: Trigger { start: row.get(13)?, end: row.get(14)?, text: row.get(15)? },
            place,
            sources: Vec::new(),
            confidence: row.get(20)?,
            rule: row.get(21)?,
            publisher: row.get(22)?,
            published: row.get(23)?,
            title: row.get(24)?,
            url: row.get(25)?,
            incident: row.get(26)?,
        };
        events.insert(row.get(0)?, found);
    }
    for (key, row) in keyed(db.rows(&block.ask(PARTIES, " ORDER BY v.key, a.role, a.position"), &block.values())?)? {
        let Some(event) = events.get_mut(&key) else { continue };
        let (role, sectors) = (row.get::<String>(1)?, row.get::<String>(5)?);
        let party = Party { name: row.get(2)?, kind: row.get(3)?, country: row.get(4)?, sectors: parts(&sectors) };
        if role == "actor" { event.actors.push(party) } else { event.recipients.push(party) }
    }
    for (key, row) in keyed(db.rows(&block.ask(SOURCES, " ORDER BY v.key, s.position"), &block.values())?)? {
        if let Some(event) = events.get_mut(&key) {
            event.sources.push(row.get(1)?);
        }
    }
    Ok(block.keys().iter().filter_map(|key| events.remove(key)).collect())
}

/// The items of a list that a cell holds.
pub(crate) fn parts(cell: &str) -> Vec<String> {
    cell.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
