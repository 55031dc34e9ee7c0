//! Questions to the ledger. Each is a SELECT; a column whose name ends in `__json` holds JSON, in `__flag` yes or no.

use crate::db::{Db, DbError, Dialect, Row, cells};
use crate::{Error, Ledger};
use sayso_coding::tables::Cell;
use serde_json::{Number, Value};
use std::cell::RefCell;

/// Takes an answer row by row.
pub trait Rows {
    /// The names of the columns, once, before the rows.
    fn columns(&mut self, names: &[String]);
    /// Returns false when it wants no more.
    fn row(&mut self, cells: Vec<Value>) -> bool;
}

/// Which events; what is empty does not narrow.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// `RUS`, `UKR:MIL`, `:MIL`, or part of a name.
    pub actors: Vec<String>,
    pub recipients: Vec<String>,
    /// `RUS-UKR`: who to whom.
    pub dyad: Option<(String, String)>,
    pub types: Vec<String>,
    pub modes: Vec<String>,
    pub contexts: Vec<String>,
    pub statuses: Vec<String>,
    pub since: Option<String>,
    pub until: Option<String>,
    pub place: Option<String>,
    /// Latitude, longitude, kilometres.
    pub near: Option<(f64, f64, f64)>,
    pub source: Option<String>,
    pub publisher: Option<String>,
    pub text: Option<String>,
    pub limit: Option<usize>,
}

const EVENTS: &str = "SELECT d.document_id AS document, v.id, v.type, v.mode, v.status, v.date,
  (SELECT json_group_array(json_object('name', n.name, 'country', n.country, 'sectors', n.sectors) ORDER BY a.position) FROM event_actors a
     JOIN entities n ON n.doc = a.doc AND n.id = a.entity WHERE a.doc = v.doc AND a.event = v.id AND a.role = 'actor') AS actors__json,
  (SELECT json_group_array(json_object('name', n.name, 'country', n.country, 'sectors', n.sectors) ORDER BY a.position) FROM event_actors a
     JOIN entities n ON n.doc = a.doc AND n.id = a.entity WHERE a.doc = v.doc AND a.event = v.id AND a.role = 'recipient') AS recipients__json,
  json_object('start', v.trigger_start, 'end', v.trigger_end, 'text', v.\"trigger\") AS trigger__json,
  (SELECT p.name FROM places p WHERE p.doc = v.doc AND p.id = v.place) AS place,
  (SELECT json_group_array(coalesce(n.name, s.words) ORDER BY s.position) FROM event_sources s LEFT JOIN entities n ON n.doc = s.doc AND n.id = s.entity
     WHERE s.doc = v.doc AND s.event = v.id) AS sources__json,
  v.contexts, v.cameo, v.quad, v.score, v.historical AS historical__flag, v.date_stated AS date_stated__flag, v.confidence, v.rule, d.publisher, d.published, d.title
FROM events v JOIN documents d ON d.doc = v.doc WHERE d.is_current";

const SHOW: &str = "SELECT d.document_id AS document, d.title, d.publisher, d.published, d.url, d.source, d.is_current AS is_current__flag, t.text,
  (SELECT o.document_id || ' (' || o.doc || ')' FROM documents o WHERE o.doc = d.supersedes) AS supersedes,
  (SELECT json_group_array(o.document_id ORDER BY o.document_id) FROM documents o WHERE o.text_id = d.text_id AND o.doc <> d.doc AND o.is_current) AS same_text__json,
  (SELECT json_group_array(json_object('id', v.id, 'type', v.type, 'mode', v.mode, 'status', v.status, 'date', v.date, 'trigger',
     json_object('start', v.trigger_start, 'end', v.trigger_end, 'text', v.\"trigger\"),
     'sentence', json_object('start', v.sentence_start, 'end', v.sentence_end)) ORDER BY v.key) FROM events v WHERE v.doc = d.doc) AS events__json
FROM documents d JOIN texts t ON t.id = d.text_id WHERE d.document_id = ?1 AND d.is_current";

impl Ledger {
    /// # Errors
    /// When the file cannot be read, or the filter is wrong.
    pub fn events(&self, filter: &Filter, rows: &mut impl Rows) -> Result<(), Error> {
        let dialect = self.ask(|db| Ok(db.dialect()))?;
        let mut question = Question { sql: EVENTS.to_owned(), values: Vec::new(), dialect };
        question.narrow(filter);
        self.select(&question.sql, &question.values, rows)
    }

    /// Documents with these words, the best first; `"two words"` stand together, AND, OR and NOT are understood.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the words are no question.
    pub fn search(&self, words: &str, limit: Option<usize>, rows: &mut impl Rows) -> Result<(), Error> {
        let dialect = self.ask(|db| Ok(db.dialect()))?;
        let sql = limit.map_or_else(|| dialect.search().to_owned(), |n| format!("{} LIMIT {n}", dialect.search()));
        self.select(&sql, cells![dialect.words(words)], rows)
    }

    /// A current document with its text and events; false where there is none of this id.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn show(&self, id: &str, rows: &mut impl Rows) -> Result<bool, Error> {
        // An event is named by its document and its own id: `b3:9f2c/V1`.
        let is_event = |e: &str| e.len() > 1 && e.starts_with('V') && e[1..].bytes().all(|b| b.is_ascii_digit());
        let document = id.rsplit_once('/').filter(|(_, e)| is_event(e)).map_or(id, |(document, _)| document);
        let sql = "SELECT 1 FROM documents WHERE document_id = ?1 AND is_current";
        let is_there = self.ask(|db| Ok(db.first(sql, cells![document])?.is_some()))?;
        if is_there {
            self.select(SHOW, cells![document], rows)?;
        }
        Ok(is_there)
    }

    /// A SELECT of somebody's own, in the words of the database in which the ledger is.
    ///
    /// # Errors
    /// When the ledger cannot be read, or this is no question that only reads.
    pub fn sql(&self, question: &str, rows: &mut impl Rows) -> Result<(), Error> {
        let answered = self.answer(rows, |db, names, take| db.own_question(question, names, take))?;
        let refused = "only questions that change nothing are answered; begin with SELECT";
        answered.ok_or_else(|| Error::Question(refused.to_owned()))
    }

    /// The answer to one of our own questions.
    pub(crate) fn select(&self, sql: &str, values: &[Cell], rows: &mut impl Rows) -> Result<(), Error> {
        self.answer(rows, |db, names, take| db.table(sql, values, names, take))
    }

    fn answer<T>(
        &self,
        rows: &mut impl Rows,
        ask: impl FnOnce(&Db, Names, Take) -> Result<T, DbError>,
    ) -> Result<T, Error> {
        let rows = RefCell::new(rows);
        let kinds = RefCell::new(Vec::new());
        let mut names = |names: &[String]| {
            let (plain, found): (Vec<String>, Vec<Kind>) = names.iter().map(|n| kind(n)).unzip();
            kinds.replace(found);
            rows.borrow_mut().columns(&plain);
        };
        let mut take = |Row(cells): Row| {
            let values = cells.into_iter().zip(kinds.borrow().iter()).map(|(cell, kind)| value(cell, *kind)).collect();
            Ok(rows.borrow_mut().row(values))
        };
        self.ask(|db| Ok(ask(db, &mut names, &mut take)))?
            .map_err(|e| Error::Question(format!("the ledger cannot answer this: {e}")))
    }
}

type Names<'a> = &'a mut dyn FnMut(&[String]);
type Take<'a> = &'a mut dyn FnMut(Row) -> Result<bool, DbError>;

/// What the end of a column's name says of its cells.
#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Json,
    Flag,
}

fn kind(name: &str) -> (String, Kind) {
    let of = |end, kind| name.strip_suffix(end).map(|plain| (plain.to_owned(), kind));
    of("__json", Kind::Json).or_else(|| of("__flag", Kind::Flag)).unwrap_or_else(|| (name.to_owned(), Kind::Plain))
}

fn value(cell: Cell, kind: Kind) -> Value {
    match (cell, kind) {
        (Cell::Null, _) => Value::Null,
        (Cell::Int(n), Kind::Flag) => Value::from(n != 0),
        (Cell::Int(n), _) => Value::from(n),
        (Cell::Real(x), _) => Number::from_f64(x).map_or(Value::Null, Value::Number),
        (Cell::Flag(flag), _) => Value::from(flag),
        (Cell::Text(text), Kind::Json) => serde_json::from_str(&text).unwrap_or(Value::Null),
        (Cell::Text(text), _) => Value::from(text.into_owned()),
    }
}

struct Question {
    sql: String,
    values: Vec<Cell<'static>>,
    dialect: Dialect,
}

impl Question {
    fn narrow(&mut self, f: &Filter) {
        self.taking_part("actor", &f.actors, f);
        self.taking_part("recipient", &f.recipients, f);
        if let Some((actor, recipient)) = &f.dyad {
            self.taking_part("actor", std::slice::from_ref(actor), f);
            self.taking_part("recipient", std::slice::from_ref(recipient), f);
        }
        self.one_of("v.type", &f.types);
        self.one_of("v.mode", &f.modes);
        self.one_of("v.status", &f.statuses);
        let contexts: Vec<String> = f.contexts.iter().map(|c| format!("%;{c};%")).collect();
        self.any("';' || v.contexts || ';' LIKE ?", &contexts);
        self.with("v.date >= ?", f.since.clone());
        // A month's last day is in the month.
        self.with("substr(v.date, 1, 10) <= ? || '~'", f.until.clone());
        self.with("EXISTS (SELECT 1 FROM places p WHERE p.doc = v.doc AND p.id = v.place AND ? IN (p.name, p.country, p.admin1))", f.place.clone());
        self.with("EXISTS (SELECT 1 FROM event_sources s LEFT JOIN entities n ON n.doc = s.doc AND n.id = s.entity WHERE s.doc = v.doc AND s.event = v.id AND coalesce(n.name, s.words) LIKE '%' || ? || '%')", f.source.clone());
        self.with("d.publisher = ?", f.publisher.clone());
        self.with(self.dialect.has_words(), f.text.as_deref().map(|words| self.dialect.words(words)));
        if let Some(near) = f.near {
            self.near(near);
        }
        self.sql += " ORDER BY v.key";
        if let Some(limit) = f.limit {
            self.sql += &format!(" LIMIT {limit}");
        }
    }

    fn with(&mut self, condition: &str, value: Option<String>) {
        if let Some(value) = value {
            self.sql += &format!(" AND {condition}");
            self.values.push(value.into());
        }
    }

    fn any(&mut self, condition: &str, values: &[String]) {
        if !values.is_empty() {
            self.sql += &format!(" AND ({})", vec![condition; values.len()].join(" OR "));
            self.values.extend(values.iter().cloned().map(Cell::from));
        }
    }

    fn one_of(&mut self, column: &str, values: &[String]) {
        self.any(&format!("{column} = ?"), values);
    }

    fn taking_part(&mut self, role: &str, parties: &[String], f: &Filter) {
        let mut ways = Vec::new();
        for party in parties {
            let (country, sector) = party.split_once(':').unwrap_or((party, ""));
            let is_code = country.len() <= 3 && country.bytes().all(|b| b.is_ascii_uppercase());
            if !is_code {
                ways.push(format!("EXISTS (SELECT 1 FROM event_actors a JOIN entities n ON n.doc = a.doc AND n.id = a.entity WHERE a.doc = v.doc AND a.event = v.id AND a.role = '{role}' AND n.name LIKE '%' || ? || '%')"));
                self.values.push(party.clone().into());
                continue;
            }
            let mut way = format!("v.key IN (SELECT event FROM event_codes WHERE role = '{role}'");
            let mut and = |condition: &str, value: String| {
                way += condition;
                self.values.push(value.into());
            };
            if !country.is_empty() {
                and(" AND country = ?", country.to_owned());
            }
            if let Some(since) = &f.since {
                and(" AND date >= ?", since.clone());
            }
            if let Some(until) = &f.until {
                and(" AND date <= ? || '~'", until.clone());
            }
            if !sector.is_empty() {
                and(" AND ';' || sectors || ';' LIKE ?", format!("%;{sector};%"));
            }
            ways.push(way + ")");
        }
        if !ways.is_empty() {
            self.sql += &format!(" AND ({})", ways.join(" OR "));
        }
    }

    /// Within a circle.
    fn near(&mut self, (lat, lon, km): (f64, f64, f64)) {
        self.sql += " AND EXISTS (SELECT 1 FROM places p WHERE p.doc = v.doc AND p.id = v.place AND p.lat IS NOT NULL
            AND distance_km(p.lat, p.lon, ?, ?) <= ?)";
        self.values.extend([lat, lon, km].map(Cell::from));
    }
}
