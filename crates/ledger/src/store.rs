//! The file, and how documents get into it.

use crate::db::{Db, DbError, Postgres, Row, Sqlite, cells};
use crate::incidents::{Recent, Renewal};
use crate::schema::{self, VERSION};
use crate::{Location, copies};
use sayso_coding::Coding;
use sayso_coding::record::Record;
use sayso_coding::tables::{Cell, TABLES, Table};
use sayso_doc::{Article, Block, BlockKind, Published, Span};
use std::path::Path;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum Error {
    #[error("{ledger}: there is no ledger; make one with `sayso add --ledger {ledger} PATH…`")]
    Missing { ledger: Location },
    #[error("{ledger}: the ledger has tables of version {found}, this program knows {VERSION}; use a newer sayso")]
    Newer { ledger: Location, found: i64 },
    #[error(
        "{ledger}: the ledger has tables of version {found}, this program needs {VERSION} and could not change them: {cause}"
    )]
    Older { ledger: Location, found: i64, cause: DbError },
    #[error("{ledger}: {cause}")]
    Db { ledger: Location, cause: DbError },
    #[error("{0}")]
    Question(String),
}

/// What adding a document did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    New,
    /// It supersedes what was stored of the same document before.
    Version,
    Unchanged,
}

/// A stored document, as it was read.
#[derive(Debug)]
pub struct Stored {
    pub identity: String,
    pub article: Article,
}

#[derive(Debug)]
pub struct Ledger {
    db: Db,
    location: Location,
    recent: Recent,
}

impl Ledger {
    /// Opens a ledger for adding to it, and makes it where there is none.
    ///
    /// # Errors
    /// When it cannot be made, read or written, or is no ledger.
    pub fn create(location: &Location) -> Result<Self, Error> {
        let ledger = Self::connect(location, Sqlite::create)?;
        match ledger.ask(schema::migrate)? {
            found if found > VERSION => Err(Error::Newer { ledger: location.clone(), found }),
            _ => Ok(ledger),
        }
    }

    /// Opens a ledger for reading. One that an older program made is first brought to this version.
    ///
    /// # Errors
    /// When there is none, or it cannot be read, or not brought to this version.
    pub fn open(location: &Location) -> Result<Self, Error> {
        let ledger = location.clone();
        if matches!(location, Location::File(path) if !path.exists()) {
            return Err(Error::Missing { ledger });
        }
        let reading = Self::connect(location, Sqlite::read)?;
        match reading.ask(schema::version)? {
            0 => Err(Error::Missing { ledger }),
            found if found > VERSION => Err(Error::Newer { ledger, found }),
            found if found < VERSION => {
                let writing = Self::connect(location, Sqlite::create)?;
                schema::migrate(&writing.db).map_err(|cause| Error::Older { ledger, found, cause })?;
                Ok(reading)
            }
            _ => Ok(reading),
        }
    }

    fn connect(location: &Location, file: fn(&Path) -> Result<Sqlite, DbError>) -> Result<Self, Error> {
        let db = match location {
            Location::File(path) => file(path).map(Db::Sqlite),
            Location::Server(url) => Postgres::connect(url).map(|db| Db::Postgres(Box::new(db))),
        };
        Ok(Self { db: db.map_err(at(location))?, location: location.clone(), recent: Recent::default() })
    }

    /// One whose tables are still to be made.
    #[cfg(test)]
    pub(crate) fn unmigrated(location: &Location) -> Result<Self, Error> {
        Self::connect(location, Sqlite::create)
    }

    #[cfg(test)]
    pub(crate) fn over(db: Sqlite, location: &Location) -> Self {
        Self { db: Db::Sqlite(db), location: location.clone(), recent: Recent::default() }
    }

    /// Work on the database, whose failures then say which ledger it was.
    pub(crate) fn ask<T>(&self, work: impl FnOnce(&Db) -> Result<T, DbError>) -> Result<T, Error> {
        work(&self.db).map_err(at(&self.location))
    }

    /// Whether this article stands in the ledger as it is.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has(&self, article: &Article, identity: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM documents WHERE content = ?1 AND identity = ?2 AND is_current LIMIT 1";
        let content = content(article);
        self.ask(|db| Ok(db.first(sql, cells![&content, identity])?.is_some()))
    }

    /// Stores a coding, all of it or, where that fails, nothing. `identity` is what a later version of the document will
    /// have in common with it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, coding: &Coding, identity: &str) -> Result<Added, Error> {
        let added = self.add_all(&[(coding, identity)])?;
        Ok(added[0])
    }

    /// Stores codings with their identities as [`Ledger::add`] does, all of them or, where that fails, none; what it did with each.
    /// It is less work than one after the other.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_all(&mut self, documents: &[(&Coding, &str)]) -> Result<Vec<Added>, Error> {
        self.write(documents, false)
    }

    /// Stores codings of documents that are stored already; what was coded before is superseded and stays.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn recode_all(&mut self, documents: &[(&Coding, &str)]) -> Result<Vec<Added>, Error> {
        self.write(documents, true)
    }

    fn write(&mut self, documents: &[(&Coding, &str)], anew: bool) -> Result<Vec<Added>, Error> {
        if documents.is_empty() {
            return Ok(Vec::new());
        }
        let Self { db, location, recent } = self;
        let written = db.transaction(|db| {
            lock(db)?;
            let mut renewal = Renewal::new(db, recent);
            let added = (documents.iter())
                .map(|(coding, identity)| write_document(db, &mut renewal, coding, identity, anew))
                .collect::<Result<Vec<Added>, DbError>>()?;
            renewal.settle()?;
            Ok(added)
        });
        if written.is_err() {
            // What was taken back may be kept under the same keys again.
            *recent = Recent::default();
        }
        written.map_err(at(location))
    }

    /// The current documents that another coder has coded, in the order in which they came, after `after`: a few at a time.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn coded_by_others(&self, coder: &sayso_coding::Coder, after: i64) -> Result<Vec<(i64, Stored)>, Error> {
        let sql = "SELECT d.doc, d.identity, d.document_id, d.title, d.authors, d.publisher, d.url, d.published, d.language, t.text, d.blocks,
                     d.source, d.read_warnings
                   FROM documents d JOIN texts t ON t.id = d.text_id JOIN runs r ON r.id = d.run
                   WHERE d.is_current AND d.doc > ?1 AND (r.version <> ?2 OR r.model <> ?3 OR r.knowledge <> ?4)
                   ORDER BY d.doc LIMIT 64";
        let values = cells![after, coder.version.as_str(), coder.model.as_str(), coder.knowledge.as_str()];
        self.ask(|db| db.rows(sql, values)?.iter().map(stored).collect())
    }
}

fn at(location: &Location) -> impl Fn(DbError) -> Error {
    let ledger = location.clone();
    move |cause| Error::Db { ledger: ledger.clone(), cause }
}

/// One writes at a time, as in SQLite, so that what is looked up stays true until it is written.
fn lock(db: &Db) -> Result<(), DbError> {
    match db {
        Db::Sqlite(_) => Ok(()),
        Db::Postgres(_) => db.batch("LOCK TABLE documents IN SHARE ROW EXCLUSIVE MODE"),
    }
}

fn stored(row: &Row) -> Result<(i64, Stored), DbError> {
    let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let published: Option<String> = row.get(7)?;
    let article = Article {
        id: row.get(2)?,
        title: row.get(3)?,
        authors: row.get::<String>(4)?.split(';').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        publisher: row.get(5)?,
        url: row.get(6)?,
        published: published.and_then(|iso| Some(Published { date: iso.get(..10)?.parse().ok()?, iso })),
        language: row.get(8)?,
        text: row.get(9)?,
        blocks: blocks(&row.get::<String>(10)?),
        source: row.get(11)?,
        warnings: lines(row.get(12)?),
        ..Article::default()
    };
    Ok((row.get(0)?, Stored { identity: row.get(1)?, article }))
}

const KINDS: [(BlockKind, &str); 5] = [
    (BlockKind::Title, "title"),
    (BlockKind::Heading, "heading"),
    (BlockKind::Text, "text"),
    (BlockKind::ListItem, "item"),
    (BlockKind::Quote, "quote"),
];

/// `0-12 title`, a line a block, in bytes of the text.
fn written(blocks: &[Block]) -> String {
    let name = |kind| KINDS.iter().find(|(k, _)| *k == kind).map_or("text", |(_, name)| name);
    let line = |b: &Block| format!("{}-{} {}", b.span.start, b.span.end, name(b.kind));
    blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn blocks(text: &str) -> Vec<Block> {
    let block = |line: &str| {
        let (range, name) = line.split_once(' ')?;
        let (start, end) = range.split_once('-')?;
        let kind = KINDS.iter().find(|(_, n)| *n == name)?.0;
        Some(Block { span: Span { start: start.parse().ok()?, end: end.parse().ok()? }, kind })
    };
    text.lines().filter_map(block).collect()
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

pub(crate) fn text_hash(text: &str) -> String {
    hash(&[text])
}

/// Everything that tells an article from another, but for where it was read.
fn content(article: &Article) -> String {
    let published = article.published.as_ref().map(|p| p.iso.as_str());
    let known = [article.title.as_deref(), article.publisher.as_deref(), article.url.as_deref(), published];
    let known = known.map(Option::unwrap_or_default);
    hash(&[&[article.text.as_str(), &article.authors.join(";")], known.as_slice()].concat())
}

fn write_document(
    db: &Db,
    renewal: &mut Renewal,
    coding: &Coding,
    identity: &str,
    anew: bool,
) -> Result<Added, DbError> {
    let record = Record::from(coding);
    let content = content(&coding.article);
    // Not with OR, for which SQLite would read all documents.
    let find = "SELECT doc, content, 0 AS by_identity FROM documents WHERE is_current AND document_id = ?1
        UNION ALL SELECT doc, content, 1 FROM documents WHERE is_current AND identity = ?2 AND document_id <> ?1
        ORDER BY by_identity, doc";
    let found = db.rows(find, cells![record.document.id.as_ref(), identity])?;
    let old =
        found.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<Vec<(i64, String)>, DbError>>()?;
    if !anew && old.first().is_some_and(|(_, c)| *c == content) {
        return Ok(Added::Unchanged);
    }
    for (doc, _) in &old {
        db.execute("UPDATE documents SET is_current = FALSE WHERE doc = ?1", cells![*doc])?;
        db.execute("DELETE FROM event_codes WHERE event IN (SELECT key FROM events WHERE doc = ?1)", cells![*doc])?;
    }
    let doc = insert_document(db, coding, &record, identity, &content, old.first().map(|(doc, _)| *doc))?;
    // A table comes after those that it refers to.
    for name in ["entities", "mentions", "places", "times", "quantities"] {
        insert_rows(db, name, doc, &record)?;
    }
    for table in TABLES.iter().skip_while(|table| table.name != "statements") {
        insert_rows(db, table.name, doc, &record)?;
    }
    let codes = "INSERT INTO event_codes SELECT a.role, coalesce(n.country, ''), coalesce(v.date, ''), v.key, n.sectors
        FROM events v JOIN event_actors a ON a.doc = v.doc AND a.event = v.id JOIN entities n ON n.doc = a.doc AND n.id = a.entity
        WHERE v.doc = ?1 ON CONFLICT DO NOTHING";
    db.execute(codes, cells![doc])?;
    let gone: Vec<i64> = old.iter().map(|(doc, _)| *doc).collect();
    renewal.renew(&gone, doc, coding)?;
    Ok(if old.is_empty() { Added::New } else { Added::Version })
}

fn insert_document(
    db: &Db,
    coding: &Coding,
    record: &Record,
    identity: &str,
    content: &str,
    supersedes: Option<i64>,
) -> Result<i64, DbError> {
    let (coder, document) = (&record.coder, &record.document);
    let coder = cells![coder.version.as_ref(), coder.model.as_ref(), coder.ontology, coder.knowledge.as_ref()];
    let run =
        match db.first("SELECT id FROM runs WHERE (version, model, ontology, knowledge) = (?1, ?2, ?3, ?4)", coder)? {
            Some(row) => row.get(0)?,
            None => added(
                db,
                "INSERT INTO runs (version, model, ontology, knowledge) VALUES (?1, ?2, ?3, ?4) RETURNING id",
                coder,
            )?,
        };
    let hash = text_hash(&document.text);
    let text = match db.first("SELECT id FROM texts WHERE hash = ?1", cells![&hash])? {
        Some(row) => row.get(0)?,
        None => {
            let sql = "INSERT INTO texts (hash, text) VALUES (?1, ?2) RETURNING id";
            added(db, sql, cells![&hash, document.text.as_ref()])?
        }
    };
    copies::add(db, text, &hash, &document.text)?;
    let sql = "INSERT INTO documents (document_id, identity, content, run, text_id, title, authors, publisher, url, published, language,
          source, warnings, blocks, read_warnings, supersedes)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) RETURNING doc";
    let values = cells![
        document.id.as_ref(),
        identity,
        content,
        run,
        text,
        document.title.as_deref(),
        document.authors.join(";"),
        document.publisher.as_deref(),
        document.url.as_deref(),
        document.published.as_deref(),
        document.language.as_deref(),
        document.source.as_ref(),
        record.warnings.join("\n"),
        written(&coding.article.blocks),
        coding.article.warnings.join("\n"),
        supersedes,
    ];
    added(db, sql, values)
}

/// The id of the row that `insert` … RETURNING adds.
fn added(db: &Db, insert: &str, values: &[Cell]) -> Result<i64, DbError> {
    db.rows(insert, values)?.first().map_or(Ok(0), |row| row.get(0))
}

/// A document's rows of a table; its first column, the document's id, becomes `doc`.
fn insert_rows(db: &Db, name: &str, doc: i64, record: &Record) -> Result<(), DbError> {
    let table = Table::by_name(name).expect("the names are those of the tables");
    let columns: Vec<&str> = ["doc"].into_iter().chain(table.columns[1..].iter().map(|c| c.name)).collect();
    let mut rows = table.rows(record);
    for row in &mut rows {
        row[0] = Cell::Int(doc);
    }
    db.insert(name, &columns, &rows)
}
