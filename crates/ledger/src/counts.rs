//! Events counted: over time, and by those on whose word they are told.

use crate::db::{DbError, Row};
use crate::found::parts;
use crate::{Error, Filter, Ledger};
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The events of one date, as it is written, and of one quad class.
#[derive(Clone, Debug, Serialize)]
pub struct DateCount {
    pub date: Option<String>,
    pub quad: i64,
    pub events: i64,
    /// The sum of their scores.
    pub score: f64,
}

/// Somebody on whose word events are told.
#[derive(Clone, Debug, Serialize)]
pub struct SourceCount {
    pub source: String,
    pub country: Option<String>,
    pub sectors: Vec<String>,
    pub events: i64,
    pub documents: i64,
    /// How many events of each type, the most frequent first.
    #[serde(serialize_with = "as_object")]
    pub types: Vec<(String, i64)>,
    /// How many of each status, the most frequent first.
    #[serde(serialize_with = "as_object")]
    pub statuses: Vec<(String, i64)>,
}

fn as_object<S: Serializer>(counts: &[(String, i64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(name, n)| (name, n)))
}

/// Who acts on whom, by country.
#[derive(Clone, Debug, Serialize)]
pub struct DyadCount {
    pub actor: String,
    pub recipient: String,
    /// By quad class.
    pub quads: [i64; 4],
    pub events: i64,
    pub score: f64,
}

impl Ledger {
    /// Events by date and quad class.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn dates(&self, filter: &Filter) -> Result<Vec<DateCount>, Error> {
        self.ask(|db| {
            let (conditions, values) = filter.conditions(db.dialect());
            let sql = format!(
                "SELECT v.date, v.quad, count(*), sum(v.score) FROM events v JOIN documents d ON d.doc = v.doc
                 WHERE d.is_current{conditions} GROUP BY v.date, v.quad ORDER BY v.date, v.quad"
            );
            let rows = db.rows(&sql, &values)?;
            rows.iter()
                .map(|row| {
                    Ok(DateCount { date: row.get(0)?, quad: row.get(1)?, events: row.get(2)?, score: row.get(3)? })
                })
                .collect()
        })
    }

    /// Events by who acts on whom, those most often seen first. One with several actors counts for each.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn dyads(&self, filter: &Filter) -> Result<Vec<DyadCount>, Error> {
        self.ask(|db| {
            let (conditions, values) = filter.conditions(db.dialect());
            // A country's people that take part in one event are one party of it.
            let sql = format!(
                "SELECT actor, recipient, quad, count(*), sum(score) FROM (
                   SELECT DISTINCT v.key, a.country AS actor, r.country AS recipient, v.quad, v.score
                   FROM events v JOIN documents d ON d.doc = v.doc
                     JOIN event_codes a ON a.event = v.key AND a.role = 'actor' AND a.country <> ''
                     JOIN event_codes r ON r.event = v.key AND r.role = 'recipient' AND r.country <> ''
                   WHERE d.is_current{conditions}) AS pairs
                 GROUP BY actor, recipient, quad"
            );
            let mut dyads: BTreeMap<(String, String), DyadCount> = BTreeMap::new();
            for row in db.rows(&sql, &values)? {
                let (actor, recipient): (String, String) = (row.get(0)?, row.get(1)?);
                let new = || DyadCount {
                    actor: actor.clone(),
                    recipient: recipient.clone(),
                    quads: [0; 4],
                    events: 0,
                    score: 0.0,
                };
                let dyad = dyads.entry((actor.clone(), recipient.clone())).or_insert_with(new);
                let (quad, events, score): (i64, i64, f64) = (row.get(2)?, row.get(3)?, row.get(4)?);
                dyad.quads[usize::try_from(quad - 1).unwrap_or_default().min(3)] += events;
                dyad.events += events;
                dyad.score += score;
            }
            let mut dyads: Vec<DyadCount> = dyads.into_values().collect();
            dyads.sort_by_key(|d| std::cmp::Reverse(d.events));
            Ok(dyads)
        })
    }

    /// Those on whose word events are told, the most often heard first; all of one name are one.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sources(&self, filter: &Filter) -> Result<Vec<SourceCount>, Error> {
        let tallies = self.ask(|db| {
            let (conditions, values) = filter.conditions(db.dialect());
            let sql = format!(
                "SELECT coalesce(n.name, s.words), n.country, n.sectors, v.doc, v.type, v.status
                 FROM events v JOIN documents d ON d.doc = v.doc JOIN event_sources s ON s.doc = v.doc AND s.event = v.id
                   LEFT JOIN entities n ON n.doc = s.doc AND n.id = s.entity
                 WHERE d.is_current{conditions}"
            );
            let mut tallies: HashMap<String, Tally> = HashMap::new();
            db.each(&sql, &values, &mut |row| {
                let name = row.text(0)?;
                match tallies.get_mut(name) {
                    Some(tally) => tally.count(&row)?,
                    None => tallies.entry(name.to_owned()).or_default().count(&row)?,
                }
                Ok(true)
            })?;
            Ok(tallies)
        })?;
        let mut sources: Vec<SourceCount> = tallies.into_iter().map(|(name, tally)| counted(name, tally)).collect();
        sources.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.source.cmp(&b.source)));
        Ok(sources)
    }
}

/// How often a source is heard: by whom it is thought to be, on what, with what status.
#[derive(Default)]
struct Tally {
    docs: BTreeSet<i64>,
    events: i64,
    codes: BTreeMap<(Option<String>, Vec<String>), i64>,
    types: BTreeMap<String, i64>,
    statuses: BTreeMap<String, i64>,
}

impl Tally {
    /// One more event: of a row, who the source is, the document, and the event's type and status.
    fn count(&mut self, row: &Row) -> Result<(), DbError> {
        self.docs.insert(row.get(3)?);
        self.events += 1;
        let sectors = row.get::<Option<String>>(2)?.map(|s| parts(&s)).unwrap_or_default();
        *self.codes.entry((row.get(1)?, sectors)).or_default() += 1;
        *self.types.entry(row.get(4)?).or_default() += 1;
        *self.statuses.entry(row.get(5)?).or_default() += 1;
        Ok(())
    }
}

fn counted(source: String, tally: Tally) -> SourceCount {
    let (country, sectors) = most(tally.codes).into_iter().next().map(|(codes, _)| codes).unwrap_or_default();
    SourceCount {
        source,
        country,
        sectors,
        events: tally.events,
        documents: i64::try_from(tally.docs.len()).unwrap_or(i64::MAX),
        types: most(tally.types),
        statuses: most(tally.statuses),
    }
}

/// The most frequent first.
fn most<T>(counts: BTreeMap<T, i64>) -> Vec<(T, i64)> {
    let mut counts: Vec<(T, i64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}
