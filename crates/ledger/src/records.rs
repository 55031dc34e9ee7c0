//! Stored codings as records again, the same that were stored.

use crate::blocks::{Block, keyed};
use crate::db::{Db, DbError, FromCell, Row, cells};
use crate::found::parts;
use crate::{Error, Filter, Ledger};
use sayso_coding::record::{
    CoderRecord, DateRecord, DocumentRecord, EntityRecord, EventQuantityRecord, EventRecord, FORMAT, MentionRecord,
    ONTOLOGY, ParticipantRecord, PlaceRecord, QuantityRecord, Record, SpanRecord, StatementRecord, TimeRecord,
    TriggerRecord,
};
use sayso_coding::{
    Approx, Context, EntityKind, EventType, How, Mode, QuantityRole, Quote, Sector, SourceKind, Status, TimeKind,
    Vouches,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// A document by its number in the ledger.
type Documents = BTreeMap<i64, Record<'static>>;

impl Ledger {
    /// Current documents with the events that a filter lets through; those that have none only where it is empty.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn records(
        &self,
        filter: &Filter,
        take: &mut dyn FnMut(Record<'static>) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let wanted = self.ask(|db| wanted(db, filter))?;
        let docs: Vec<i64> = wanted.keys().copied().collect();
        for block in Block::all(&docs) {
            for (doc, mut record) in self.ask(|db| read(db, &block))? {
                if let Some(events) = wanted.get(&doc).filter(|_| !filter.is_empty()) {
                    record.events.retain(|v| events.contains(&number(&v.id)));
                }
                if take(record).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// What else there is of a current document.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn relations(&self, document: &str) -> Result<Relations, Error> {
        let earlier = "WITH RECURSIVE versions (doc, before) AS (
              SELECT doc, supersedes FROM documents WHERE document_id = ?1 AND is_current
              UNION ALL SELECT o.doc, o.supersedes FROM documents o JOIN versions ON o.doc = versions.before)
            SELECT count(*) - 1 FROM versions";
        let copies = "SELECT o.document_id, o.publisher, o.text_id = d.text_id
            FROM documents d JOIN text_copies c ON c.text_id = d.text_id JOIN text_copies k ON k.copy_of = c.copy_of
              JOIN documents o ON o.text_id = k.text_id
            WHERE d.document_id = ?1 AND d.is_current AND o.is_current AND o.doc <> d.doc ORDER BY o.document_id";
        let incidents = "SELECT v.id, i.incident,
              (SELECT count(DISTINCT w.doc) FROM event_incidents o JOIN events w ON w.key = o.event WHERE o.incident = i.incident)
            FROM documents d JOIN events v ON v.doc = d.doc JOIN event_incidents i ON i.event = v.key
            WHERE d.document_id = ?1 AND d.is_current";
        self.ask(|db| {
            let earlier = db.first(earlier, cells![document])?.map_or(Ok(0), |row| row.get(0))?;
            let copy =
                |row: &Row| Ok(Copy { document: row.get(0)?, publisher: row.get(1)?, is_same_text: row.get(2)? });
            let copies = db.rows(copies, cells![document])?.iter().map(copy).collect::<Result<_, DbError>>()?;
            let told = |row: &Row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
            let incidents = db.rows(incidents, cells![document])?.iter().map(told).collect::<Result<_, DbError>>()?;
            Ok(Relations { earlier, copies, incidents })
        })
    }

    /// The current documents whose id begins so, no more than `limit`; one whose id is this and no longer stands alone.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn documents(&self, id: &str, limit: usize) -> Result<Vec<Record<'static>>, Error> {
        let prefix = format!("{}%", id.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let sql = format!(
            "SELECT d.doc, d.document_id FROM documents d WHERE d.is_current AND d.document_id LIKE ?1 ESCAPE '\\'
             ORDER BY d.document_id LIMIT {limit}"
        );
        let exact = "SELECT d.doc, d.document_id FROM documents d WHERE d.is_current AND d.document_id = ?1";
        self.ask(|db| {
            let mut rows = db.rows(exact, cells![id])?;
            if rows.is_empty() {
                rows = db.rows(&sql, cells![&prefix])?;
            }
            let docs: Vec<i64> = rows.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?;
            let mut records = Vec::new();
            for block in Block::all(&docs) {
                records.extend(read(db, &block)?.into_values());
            }
            Ok(records)
        })
    }
}

/// What else the ledger has of a document.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// How many versions of it came before.
    pub earlier: i64,
    /// Other documents that are one text with it.
    pub copies: Vec<Copy>,
    /// By event: the incident that it reports, and how many documents report that.
    pub incidents: BTreeMap<String, (String, i64)>,
}

/// A document that is one text with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    pub document: String,
    pub publisher: Option<String>,
    /// To the letter; else shortened, or with lines of the outlet's own.
    pub is_same_text: bool,
}

/// Documents with the numbers of the events that are wanted of them.
fn wanted(db: &Db, filter: &Filter) -> Result<BTreeMap<i64, BTreeSet<usize>>, DbError> {
    let mut wanted: BTreeMap<i64, BTreeSet<usize>> = BTreeMap::new();
    if filter.is_empty() {
        for row in db.rows("SELECT doc FROM documents WHERE is_current", &[])? {
            wanted.insert(row.get(0)?, BTreeSet::new());
        }
        return Ok(wanted);
    }
    let (conditions, values) = filter.conditions(db.dialect());
    let sql =
        format!("SELECT v.doc, v.id FROM events v JOIN documents d ON d.doc = v.doc WHERE d.is_current{conditions}");
    for row in db.rows(&sql, &values)? {
        wanted.entry(row.get(0)?).or_default().insert(number(&row.get::<String>(1)?));
    }
    Ok(wanted)
}

fn read(db: &Db, block: &Block) -> Result<Documents, DbError> {
    let mut documents = documents(db, block)?;
    for part in [entities, mentions, places, times, quantities, statements, events, participants, sources] {
        part(db, block, &mut documents)?;
    }
    event_quantities(db, block, &mut documents)?;
    Ok(documents)
}

fn documents(db: &Db, block: &Block) -> Result<Documents, DbError> {
    let sql = "SELECT d.doc, r.version, r.model, r.knowledge, d.document_id, d.title, d.authors, d.publisher, d.url, d.published,
        d.language, t.text, d.source, d.warnings
      FROM documents d JOIN runs r ON r.id = d.run JOIN texts t ON t.id = d.text_id WHERE d.doc IN";
    let mut documents = Documents::new();
    for (doc, row) in keyed(db.rows(&block.ask(sql, ""), &block.values())?)? {
        let warnings: String = row.get(13)?;
        let record = Record {
            format: FORMAT,
            coder: CoderRecord {
                version: text(&row, 1)?,
                model: text(&row, 2)?,
                ontology: ONTOLOGY,
                knowledge: text(&row, 3)?,
            },
            document: DocumentRecord {
                id: text(&row, 4)?,
                title: maybe(&row, 5)?,
                authors: Cow::Owned(parts(&row.get::<String>(6)?)),
                publisher: maybe(&row, 7)?,
                url: maybe(&row, 8)?,
                published: maybe(&row, 9)?,
                language: maybe(&row, 10)?,
                text: text(&row, 11)?,
                source: text(&row, 12)?,
            },
            entities: Vec::new(),
            places: Vec::new(),
            times: Vec::new(),
            quantities: Vec::new(),
            statements: Vec::new(),
            events: Vec::new(),
            warnings: Cow::Owned(warnings.lines().map(str::to_owned).collect()),
        };
        documents.insert(doc, record);
    }
    Ok(documents)
}

/// Rows of a table, each with the record it belongs to.
fn each(
    db: &Db,
    block: &Block,
    documents: &mut Documents,
    (columns, table, order): (&str, &str, &str),
    mut add: impl FnMut(&mut Record<'static>, &Row) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let sql = format!("SELECT doc, {columns} FROM {table} WHERE doc IN");
    for (doc, row) in keyed(db.rows(&block.ask(&sql, order), &block.values())?)? {
        if let Some(record) = documents.get_mut(&doc) {
            add(record, &row)?;
        }
    }
    Ok(())
}

fn entities(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    let table = ("id, name, kind, country, sectors, role, wikidata", "entities", "");
    each(db, block, documents, table, |record, row| {
        record.entities.push(EntityRecord {
            id: row.get(1)?,
            name: text(row, 2)?,
            kind: known(row, 3, |t| EntityKind::parse(t).map(EntityKind::as_str))?,
            country: maybe(row, 4)?,
            sectors: list(row, 5, |t| Sector::parse(t).map(Sector::as_str))?,
            role: maybe(row, 6)?,
            wikidata: maybe(row, 7)?,
            mentions: Vec::new(),
        });
        Ok(())
    })?;
    documents.values_mut().for_each(|record| record.entities.sort_by_key(|e| number(&e.id)));
    Ok(())
}

fn mentions(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    let table = ("entity, \"start\", \"end\", text, how", "mentions", " ORDER BY \"start\", \"end\"");
    each(db, block, documents, table, |record, row| {
        let entity: String = row.get(1)?;
        let mention = MentionRecord {
            start: count(row, 2)?,
            end: count(row, 3)?,
            text: text(row, 4)?,
            how: known(row, 5, |t| How::parse(t).map(How::as_str))?,
        };
        of(&mut record.entities, &entity, |e| &e.id).mentions.push(mention);
        Ok(())
    })
}

fn places(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    let columns =
        "id, \"start\", \"end\", text, name, geonameid, lat, lon, country, admin1, feature, resolution, metonym";
    each(db, block, documents, (columns, "places", ""), |record, row| {
        record.places.push(PlaceRecord {
            id: row.get(1)?,
            start: count(row, 2)?,
            end: count(row, 3)?,
            text: text(row, 4)?,
            name: text(row, 5)?,
            geonameid: row.get::<Option<i64>>(6)?.and_then(|n| u32::try_from(n).ok()),
            lat: row.get(7)?,
            lon: row.get(8)?,
            country: maybe(row, 9)?,
            admin1: maybe(row, 10)?,
            feature: maybe(row, 11)?,
            resolution: small(row, 12)?,
            metonym: row.get(13)?,
        });
        Ok(())
    })?;
    documents.values_mut().for_each(|record| record.places.sort_by_key(|p| number(&p.id)));
    Ok(())
}

fn times(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    each(db, block, documents, ("id, \"start\", \"end\", text, type, value", "times", ""), |record, row| {
        record.times.push(TimeRecord {
            id: row.get(1)?,
            start: count(row, 2)?,
            end: count(row, 3)?,
            text: text(row, 4)?,
            kind: known(row, 5, |t| TimeKind::parse(t).map(TimeKind::as_str))?,
            value: text(row, 6)?,
        });
        Ok(())
    })?;
    documents.values_mut().for_each(|record| record.times.sort_by_key(|t| number(&t.id)));
    Ok(())
}

fn quantities(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    let columns = "id, \"start\", \"end\", text, value, high, unit, \"of\", approx";
    each(db, block, documents, (columns, "quantities", ""), |record, row| {
        record.quantities.push(QuantityRecord {
            id: row.get(1)?,
            start: count(row, 2)?,
            end: count(row, 3)?,
            text: text(row, 4)?,
            value: row.get(5)?,
            high: row.get(6)?,
            unit: maybe(row, 7)?,
            of: maybe(row, 8)?,
            approx: known(row, 9, |t| Approx::parse(t).map(Approx::as_str))?,
        });
        Ok(())
    })?;
    documents.values_mut().for_each(|record| record.quantities.sort_by_key(|q| number(&q.id)));
    Ok(())
}

fn statements(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    let columns =
        "id, source, source_start, source_end, cue_start, cue_end, content, quote, kind, vouches, via, parent, rule";
    each(db, block, documents, (columns, "statements", ""), |record, row| {
        record.statements.push(StatementRecord {
            id: row.get(1)?,
            source: row.get(2)?,
            source_span: span(row, 3)?,
            cue: span(row, 5)?,
            content: parts(&row.get::<String>(7)?).iter().filter_map(|part| written_span(part)).collect(),
            quote: known(row, 8, |t| Quote::parse(t).map(Quote::as_str))?,
            kind: known(row, 9, |t| SourceKind::parse(t).map(SourceKind::as_str))?,
            vouches: known(row, 10, |t| Vouches::parse(t).map(Vouches::as_str))?,
            via: row.get(11)?,
            parent: row.get(12)?,
            rule: row.get(13)?,
        });
        Ok(())
    })?;
    documents.values_mut().for_each(|record| record.statements.sort_by_key(|s| number(&s.id)));
    Ok(())
}

fn events(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    let columns =
        "id, type, mode, contexts, cameo, quad, score, trigger_start, trigger_end, \"trigger\", sentence_start,
        sentence_end, status, historical, statement, denied_by, date, date_time, date_stated, place, confidence, rule";
    each(db, block, documents, (columns, "events", ""), |record, row| {
        let event = event(row)?;
        record.events.push(event);
        Ok(())
    })?;
    documents.values_mut().for_each(|record| record.events.sort_by_key(|v| number(&v.id)));
    Ok(())
}

fn event(row: &Row) -> Result<EventRecord<'static>, DbError> {
    let date = match maybe(row, 17)? {
        Some(value) => Some(DateRecord { value, time: row.get(18)?, stated: row.get(19)? }),
        None => None,
    };
    Ok(EventRecord {
        id: row.get(1)?,
        kind: known(row, 2, |t| EventType::parse(t).map(EventType::as_str))?,
        mode: match row.get::<Option<String>>(3)? {
            Some(_) => Some(known(row, 3, |t| Mode::parse(t).map(Mode::as_str))?),
            None => None,
        },
        contexts: list(row, 4, |t| Context::parse(t).map(Context::as_str))?,
        cameo: text(row, 5)?,
        quad: small(row, 6)?,
        score: row.get(7)?,
        actors: Vec::new(),
        recipients: Vec::new(),
        trigger: TriggerRecord { start: count(row, 8)?, end: count(row, 9)?, text: text(row, 10)? },
        sentence: SpanRecord { start: count(row, 11)?, end: count(row, 12)? },
        status: known(row, 13, |t| Status::parse(t).map(Status::as_str))?,
        historical: row.get(14)?,
        statement: row.get(15)?,
        sources: Vec::new(),
        denied_by: parts(&row.get::<String>(16)?),
        date,
        place: row.get(20)?,
        quantities: Vec::new(),
        confidence: row.get(21)?,
        rule: text(row, 22)?,
    })
}

fn participants(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    let table = ("event, role, entity, \"start\", \"end\"", "event_actors", " ORDER BY doc, event, role, position");
    each(db, block, documents, table, |record, row| {
        let (id, role): (String, String) = (row.get(1)?, row.get(2)?);
        let participant = ParticipantRecord { entity: row.get(3)?, start: count(row, 4)?, end: count(row, 5)? };
        let event = of(&mut record.events, &id, |v| &v.id);
        if role == "actor" {
            event.actors.push(participant)
        } else {
            event.recipients.push(participant)
        }
        Ok(())
    })
}

fn sources(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    let table = ("event, coalesce(entity, words)", "event_sources", " ORDER BY doc, event, position");
    each(db, block, documents, table, |record, row| {
        let id: String = row.get(1)?;
        let source = row.get(2)?;
        of(&mut record.events, &id, |v| &v.id).sources.push(source);
        Ok(())
    })
}

fn event_quantities(db: &Db, block: &Block, documents: &mut Documents) -> Result<(), DbError> {
    each(db, block, documents, ("event, quantity, role", "event_quantities", ""), |record, row| {
        let id: String = row.get(1)?;
        let role = known(row, 3, |t| QuantityRole::parse(t).map(QuantityRole::as_str))?;
        let quantity = EventQuantityRecord { quantity: row.get(2)?, role };
        of(&mut record.events, &id, |v| &v.id).quantities.push(quantity);
        Ok(())
    })?;
    for event in documents.values_mut().flat_map(|record| &mut record.events) {
        event.quantities.sort_by_key(|q| number(&q.quantity));
    }
    Ok(())
}

/// The one of this id; foreign keys see to it that it is there.
fn of<'l, T>(list: &'l mut [T], id: &str, id_of: impl Fn(&T) -> &String) -> &'l mut T {
    let at = number(id) - 1;
    debug_assert!(id_of(&list[at]) == id, "ids count from 1");
    &mut list[at]
}

/// `V12` is 12.
fn number(id: &str) -> usize {
    id.get(1..).and_then(|n| n.parse().ok()).unwrap_or_default()
}

fn text(row: &Row, column: usize) -> Result<Cow<'static, str>, DbError> {
    row.get(column).map(Cow::Owned)
}

fn maybe(row: &Row, column: usize) -> Result<Option<Cow<'static, str>>, DbError> {
    Ok(row.get::<Option<String>>(column)?.map(Cow::Owned))
}

fn count(row: &Row, column: usize) -> Result<usize, DbError> {
    usize::try_from(row.get::<i64>(column)?).map_err(|_| unexpected(row, column, "a count"))
}

fn small(row: &Row, column: usize) -> Result<u8, DbError> {
    u8::try_from(row.get::<i64>(column)?).map_err(|_| unexpected(row, column, "a small number"))
}

fn span(row: &Row, column: usize) -> Result<Option<SpanRecord>, DbError> {
    let start: Option<i64> = row.get(column)?;
    start.map(|_| Ok(SpanRecord { start: count(row, column)?, end: count(row, column + 1)? })).transpose()
}

/// `0-12`.
fn written_span(text: &str) -> Option<SpanRecord> {
    let (start, end) = text.split_once('-')?;
    Some(SpanRecord { start: start.parse().ok()?, end: end.parse().ok()? })
}

/// One of the names that this program knows.
fn known(row: &Row, column: usize, parse: fn(&str) -> Option<&'static str>) -> Result<&'static str, DbError> {
    parse(&row.get::<String>(column)?).ok_or_else(|| unexpected(row, column, "a name that this version of sayso knows"))
}

fn list(row: &Row, column: usize, parse: fn(&str) -> Option<&'static str>) -> Result<Vec<&'static str>, DbError> {
    let known =
        |part: String| parse(&part).ok_or_else(|| unexpected(row, column, "names that this version of sayso knows"));
    parts(&row.get::<String>(column)?).into_iter().map(known).collect()
}

fn unexpected(row: &Row, column: usize, wanted: &'static str) -> DbError {
    let found = String::from_cell(&row.0[column]).unwrap_or_else(|| format!("{:?}", row.0[column]));
    DbError::Column { column, found, wanted }
}
