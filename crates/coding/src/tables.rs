//! The record as flat tables, for CSV, Parquet and stores. Every row is keyed by `document_id`; ids and offsets are those
//! of the JSON. A list inside a cell is joined by `;`.

use crate::record::{
    CoderRecord, EntityRecord, EventRecord, ParticipantRecord, PlaceRecord, QuantityRecord, Record, SpanRecord,
    StatementRecord, TimeRecord,
};
use std::borrow::Cow;

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    Null,
    Text(Cow<'a, str>),
    Int(i64),
    Real(f64),
    Flag(bool),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(Cow::Owned(text))
    }
}

impl From<i64> for Cell<'_> {
    fn from(n: i64) -> Self {
        Cell::Int(n)
    }
}

impl From<f64> for Cell<'_> {
    fn from(x: f64) -> Self {
        Cell::Real(x)
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Cell::Flag(flag)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}

/// A table: its name, its columns, and how a record's rows are made.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    rows: for<'a> fn(&'a Record<'a>) -> Vec<Vec<Cell<'a>>>,
}

impl Table {
    /// A document's rows, each with as many cells as there are columns; the first is the document's id.
    pub fn rows<'a>(&self, record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
        (self.rows)(record)
    }

    pub fn by_name(name: &str) -> Option<&'static Table> {
        TABLES.iter().find(|t| t.name == name)
    }
}

pub const TABLES: &[Table] = &[
    Table {
        name: "documents",
        columns: &[
            "document_id",
            "title",
            "authors",
            "publisher",
            "url",
            "published",
            "language",
            "text",
            "source",
            "warnings",
            "coder_version",
            "model",
            "ontology",
            "knowledge",
        ],
        rows: documents,
    },
    Table {
        name: "entities",
        columns: &["document_id", "id", "name", "kind", "country", "sectors", "role", "wikidata"],
        rows: entities,
    },
    Table { name: "mentions", columns: &["document_id", "entity", "start", "end", "text", "how"], rows: mentions },
    Table {
        name: "places",
        columns: &[
            "document_id",
            "id",
            "start",
            "end",
            "text",
            "name",
            "geonameid",
            "lat",
            "lon",
            "country",
            "admin1",
            "feature",
            "resolution",
            "metonym",
        ],
        rows: places,
    },
    Table { name: "times", columns: &["document_id", "id", "start", "end", "text", "type", "value"], rows: times },
    Table {
        name: "quantities",
        columns: &["document_id", "id", "start", "end", "text", "value", "high", "unit", "of", "approx"],
        rows: quantities,
    },
    Table {
        name: "statements",
        columns: &[
            "document_id",
            "id",
            "source",
            "source_start",
            "source_end",
            "cue_start",
            "cue_end",
            "content",
            "quote",
            "kind",
            "vouches",
            "via",
            "parent",
        ],
        rows: statements,
    },
    Table {
        name: "events",
        columns: &[
            "document_id",
            "id",
            "type",
            "mode",
            "contexts",
            "cameo",
            "quad",
            "score",
            "trigger_start",
            "trigger_end",
            "trigger",
            "sentence_start",
            "sentence_end",
            "status",
            "historical",
            "statement",
            "denied_by",
            "date",
            "date_time",
            "date_stated",
            "place",
            "confidence",
            "rule",
        ],
        rows: events,
    },
    Table {
        name: "event_actors",
        columns: &["document_id", "event", "role", "position", "entity", "start", "end"],
        rows: event_actors,
    },
    Table {
        name: "event_sources",
        columns: &["document_id", "event", "position", "entity", "words"],
        rows: event_sources,
    },
    Table { name: "event_quantities", columns: &["document_id", "event", "quantity", "role"], rows: event_quantities },
];

fn documents<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let document = &record.document;
    let CoderRecord { version, model, ontology, knowledge } = record.coder;
    vec![vec![
        text(document.id),
        maybe(document.title),
        list(document.authors),
        maybe(document.publisher),
        maybe(document.url),
        maybe(document.published),
        maybe(document.language),
        text(document.text),
        text(document.source),
        list(record.warnings),
        text(version),
        text(model),
        text(ontology),
        text(knowledge),
    ]]
}

fn entities<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let row = |e: &'a EntityRecord<'a>| {
        vec![
            text(record.document.id),
            text(&e.id),
            text(e.name),
            text(e.kind),
            maybe(e.country),
            list(&e.sectors),
            maybe(e.role),
            maybe(e.wikidata),
        ]
    };
    record.entities.iter().map(row).collect()
}

fn mentions<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let of_entity = |e: &'a EntityRecord<'a>| {
        e.mentions.iter().map(|m| {
            vec![text(record.document.id), text(&e.id), count(m.start), count(m.end), text(m.text), text(m.how)]
        })
    };
    record.entities.iter().flat_map(of_entity).collect()
}

fn places<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let row = |p: &'a PlaceRecord<'a>| {
        vec![
            text(record.document.id),
            text(&p.id),
            count(p.start),
            count(p.end),
            text(p.text),
            text(p.name),
            p.geonameid.map_or(Cell::Null, |id| Cell::Int(id.into())),
            p.lat.map_or(Cell::Null, Cell::Real),
            p.lon.map_or(Cell::Null, Cell::Real),
            maybe(p.country),
            maybe(p.admin1),
            maybe(p.feature),
            Cell::Int(p.resolution.into()),
            Cell::Flag(p.metonym),
        ]
    };
    record.places.iter().map(row).collect()
}

fn times<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let row = |t: &'a TimeRecord<'a>| {
        vec![
            text(record.document.id),
            text(&t.id),
            count(t.start),
            count(t.end),
            text(t.text),
            text(t.kind),
            text(t.value),
        ]
    };
    record.times.iter().map(row).collect()
}

fn quantities<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let row = |q: &'a QuantityRecord<'a>| {
        vec![
            text(record.document.id),
            text(&q.id),
            count(q.start),
            count(q.end),
            text(q.text),
            Cell::Real(q.value),
            q.high.map_or(Cell::Null, Cell::Real),
            maybe(q.unit),
            maybe(q.of),
            text(q.approx),
        ]
    };
    record.quantities.iter().map(row).collect()
}

fn statements<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let row = |s: &'a StatementRecord| {
        let content: Vec<String> = s.content.iter().map(|c| format!("{}-{}", c.start, c.end)).collect();
        let [source_start, source_end] = offsets(s.source_span);
        let [cue_start, cue_end] = offsets(s.cue);
        vec![
            text(record.document.id),
            text(&s.id),
            maybe(s.source.as_deref()),
            source_start,
            source_end,
            cue_start,
            cue_end,
            list(&content),
            text(s.quote),
            text(s.kind),
            text(s.vouches),
            maybe(s.via.as_deref()),
            maybe(s.parent.as_deref()),
        ]
    };
    record.statements.iter().map(row).collect()
}

fn events<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let row = |v: &'a EventRecord<'a>| {
        vec![
            text(record.document.id),
            text(&v.id),
            text(v.kind),
            maybe(v.mode),
            list(&v.contexts),
            text(v.cameo),
            Cell::Int(v.quad.into()),
            Cell::Real(v.score),
            count(v.trigger.start),
            count(v.trigger.end),
            text(v.trigger.text),
            count(v.sentence.start),
            count(v.sentence.end),
            text(v.status),
            Cell::Flag(v.historical),
            maybe(v.statement.as_deref()),
            list(&v.denied_by),
            maybe(v.date.as_ref().map(|d| d.value)),
            maybe(v.date.as_ref().and_then(|d| d.time.as_deref())),
            v.date.as_ref().map_or(Cell::Null, |d| Cell::Flag(d.stated)),
            maybe(v.place.as_deref()),
            Cell::Real(v.confidence),
            text(v.rule),
        ]
    };
    record.events.iter().map(row).collect()
}

fn event_actors<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let mut rows = Vec::new();
    for event in &record.events {
        for (role, participants) in [("actor", &event.actors), ("recipient", &event.recipients)] {
            for (i, ParticipantRecord { entity, start, end }) in participants.iter().enumerate() {
                rows.push(vec![
                    text(record.document.id),
                    text(&event.id),
                    text(role),
                    count(i + 1),
                    text(entity),
                    count(*start),
                    count(*end),
                ]);
            }
        }
    }
    rows
}

/// A source is an entity's id or, where it is no entity, its words.
fn event_sources<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let mut rows = Vec::new();
    for event in &record.events {
        for (i, source) in event.sources.iter().enumerate() {
            let is_entity = record.entities.iter().any(|e| e.id == *source);
            let (entity, words) = if is_entity { (text(source), Cell::Null) } else { (Cell::Null, text(source)) };
            rows.push(vec![text(record.document.id), text(&event.id), count(i + 1), entity, words]);
        }
    }
    rows
}

fn event_quantities<'a>(record: &'a Record<'a>) -> Vec<Vec<Cell<'a>>> {
    let of_event = |v: &'a EventRecord<'a>| {
        (v.quantities.iter()).map(|q| vec![text(record.document.id), text(&v.id), text(&q.quantity), text(q.role)])
    };
    record.events.iter().flat_map(of_event).collect()
}

fn text(words: &str) -> Cell<'_> {
    Cell::Text(words.into())
}

fn maybe(words: Option<&str>) -> Cell<'_> {
    words.map_or(Cell::Null, text)
}

fn list<'a>(items: &[impl AsRef<str>]) -> Cell<'a> {
    Cell::Text(items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(";").into())
}

fn count<'a>(n: usize) -> Cell<'a> {
    Cell::Int(i64::try_from(n).expect("texts are shorter than 4 GiB"))
}

fn offsets<'a>(span: Option<SpanRecord>) -> [Cell<'a>; 2] {
    span.map_or([Cell::Null, Cell::Null], |s| [count(s.start), count(s.end)])
}
