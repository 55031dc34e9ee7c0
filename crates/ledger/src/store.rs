//! The file, and how documents get into it.

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, ToSql, Transaction, params};
use sayso_coding::Coding;
use sayso_coding::record::Record;
use sayso_coding::tables::{Cell, TABLES, Table};
use sayso_doc::{Article, Block, BlockKind, Published, Span};
use std::path::{Path, PathBuf};
use std::time::Duration;
use thiserror::Error;

const SCHEMA: &str = include_str!("schema.sql");
/// The version of the tables, kept in the file as `user_version`.
const VERSION: i64 = 1;
/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Error)]
pub enum Error {
    #[error("{}: there is no ledger; make one with `sayso add --ledger {} PATH…`", path.display(), path.display())]
    Missing { path: PathBuf },
    #[error("{}: the ledger has tables of version {found}, this program knows {VERSION}; use a newer sayso", path.display())]
    Newer { path: PathBuf, found: i64 },
    #[error("{}: {}", path.display(), explained(source))]
    Sql { path: PathBuf, source: rusqlite::Error },
    #[error("{0}")]
    Question(String),
}

/// What went wrong with the file, and what to do.
fn explained(error: &rusqlite::Error) -> String {
    let remedy = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full; make room and run it again: what was stored is safe",
        Some(ErrorCode::ReadOnly) => "the file cannot be written; check its permissions and those of its folder",
        Some(ErrorCode::CannotOpen) => "check that the folder exists and that you may write there",
        Some(ErrorCode::NotADatabase) => "this is no ledger; name another file with --ledger",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another process is writing; try again later",
        Some(ErrorCode::DatabaseCorrupt) => "the file is damaged; restore it from a copy",
        _ => return error.to_string(),
    };
    format!("{error}; {remedy}")
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
    pub(crate) connection: Connection,
    path: PathBuf,
}

impl Ledger {
    /// Opens a ledger for adding to it, and makes it where there is none.
    ///
    /// # Errors
    /// When the file cannot be made, read or written, or is no ledger.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let ledger = Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        ledger.sql(|c| c.pragma_update(None, "journal_mode", "WAL"))?;
        ledger.sql(|c| c.pragma_update(None, "synchronous", "FULL"))?;
        ledger.migrate()?;
        Ok(ledger)
    }

    /// Opens a ledger for reading.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::Missing { path: path.to_owned() });
        }
        let ledger = Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        match ledger.version()? {
            0 => Err(Error::Missing { path: path.to_owned() }),
            found if found > VERSION => Err(Error::Newer { path: path.to_owned(), found }),
            _ => Ok(ledger),
        }
    }

    fn open_with(path: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let at = |source| Error::Sql { path: path.to_owned(), source };
        let connection = Connection::open_with_flags(path, flags).map_err(at)?;
        connection.busy_timeout(PATIENCE).map_err(at)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(at)?;
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        let distance = |c: &rusqlite::functions::Context| {
            Ok(crate::query::distance_km([c.get(0)?, c.get(1)?, c.get(2)?, c.get(3)?]))
        };
        connection.create_scalar_function("distance_km", 4, flags, distance).map_err(at)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    fn version(&self) -> Result<i64, Error> {
        self.sql(|c| c.query_row("PRAGMA user_version", [], |row| row.get(0)))
    }

    fn migrate(&self) -> Result<(), Error> {
        match self.version()? {
            0 => self.sql(|c| {
                // Two processes may make the same ledger; the second finds it made.
                c.execute_batch("BEGIN IMMEDIATE")?;
                let version: i64 = c.query_row("PRAGMA user_version", [], |row| row.get(0))?;
                let made = if version == 0 {
                    c.execute_batch(SCHEMA).and_then(|()| c.pragma_update(None, "user_version", VERSION))
                } else {
                    Ok(())
                };
                c.execute_batch(if made.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
                made
            }),
            found if found > VERSION => Err(Error::Newer { path: self.path.clone(), found }),
            _ => Ok(()),
        }
    }

    pub(crate) fn sql<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        work(&self.connection).map_err(|source| Error::Sql { path: self.path.clone(), source })
    }

    /// Whether this article stands in the ledger as it is.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has(&self, article: &Article, identity: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM documents WHERE content = ?1 AND identity = ?2 AND is_current LIMIT 1";
        let content = content(article);
        self.sql(|c| c.prepare_cached(sql)?.exists(params![content, identity]))
    }

    /// Stores a coding, all of it or, where that fails, nothing. `identity` is what a later version of the document will
    /// have in common with it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, coding: &Coding, identity: &str) -> Result<Added, Error> {
        self.write(coding, identity, false)
    }

    /// Stores a coding of a document that is stored already; what was coded before is superseded and stays.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn recode(&mut self, coding: &Coding, identity: &str) -> Result<Added, Error> {
        self.write(coding, identity, true)
    }

    fn write(&mut self, coding: &Coding, identity: &str, anew: bool) -> Result<Added, Error> {
        let path = self.path.clone();
        let mut work = || {
            let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let added = write_document(&transaction, coding, identity, anew)?;
            transaction.commit()?;
            Ok(added)
        };
        work().map_err(|source| Error::Sql { path, source })
    }

    /// The current documents that another coder has coded, in the order in which they came, after `after`: a few at a time.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn coded_by_others(&self, coder: &sayso_coding::Coder, after: i64) -> Result<Vec<(i64, Stored)>, Error> {
        let sql = "SELECT d.doc, d.identity, d.document_id, d.title, d.authors, d.publisher, d.url, d.published, d.language, t.text, d.blocks,
                     d.source, d.read_warnings
                   FROM documents d JOIN texts t ON t.id = d.text_id JOIN runs r ON r.id = d.run
                   WHERE d.is_current AND d.doc > ?1 AND (r.version, r.model, r.knowledge) IS NOT (?2, ?3, ?4)
                   ORDER BY d.doc LIMIT 64";
        let (version, model, knowledge) = (coder.version.as_str(), coder.model.as_str(), coder.knowledge.as_str());
        self.sql(|c| {
            let mut statement = c.prepare_cached(sql)?;
            statement.query_map(params![after, version, model, knowledge], stored)?.collect()
        })
    }
}

fn stored(row: &rusqlite::Row) -> rusqlite::Result<(i64, Stored)> {
    let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let published: Option<String> = row.get(7)?;
    let article = Article {
        id: row.get(2)?,
        title: row.get(3)?,
        authors: row.get::<_, String>(4)?.split(';').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        publisher: row.get(5)?,
        url: row.get(6)?,
        published: published.and_then(|iso| Some(Published { date: iso.get(..10)?.parse().ok()?, iso })),
        language: row.get(8)?,
        text: row.get(9)?,
        blocks: blocks(&row.get::<_, String>(10)?),
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

fn write_document(t: &Transaction, coding: &Coding, identity: &str, anew: bool) -> rusqlite::Result<Added> {
    let record = Record::from(coding);
    let content = content(&coding.article);
    let find = "SELECT doc, content FROM documents WHERE is_current AND (document_id = ?1 OR identity = ?2) ORDER BY document_id = ?1 DESC";
    let old: Vec<(i64, String)> = (t.prepare_cached(find)?)
        .query_map(params![record.document.id, identity], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    if !anew && old.first().is_some_and(|(_, c)| *c == content) {
        return Ok(Added::Unchanged);
    }
    for (doc, _) in &old {
        t.prepare_cached("UPDATE documents SET is_current = 0 WHERE doc = ?1")?.execute([doc])?;
        let sql = "DELETE FROM event_codes WHERE event IN (SELECT key FROM events WHERE doc = ?1)";
        t.prepare_cached(sql)?.execute([doc])?;
    }
    let doc = insert_document(t, coding, &record, identity, &content, old.first().map(|(doc, _)| *doc))?;
    // A table comes after those that it refers to.
    for name in ["entities", "mentions", "places", "times", "quantities"] {
        insert_rows(t, name, doc, &record)?;
    }
    for table in TABLES.iter().skip_while(|table| table.name != "statements") {
        insert_rows(t, table.name, doc, &record)?;
    }
    let codes = "INSERT OR IGNORE INTO event_codes SELECT a.role, coalesce(n.country, ''), coalesce(v.date, ''), v.key, n.sectors
        FROM events v JOIN event_actors a ON a.doc = v.doc AND a.event = v.id JOIN entities n ON n.doc = a.doc AND n.id = a.entity WHERE v.doc = ?1";
    t.prepare_cached(codes)?.execute([doc])?;
    Ok(if old.is_empty() { Added::New } else { Added::Version })
}

fn insert_document(
    t: &Transaction,
    coding: &Coding,
    record: &Record,
    identity: &str,
    content: &str,
    supersedes: Option<i64>,
) -> rusqlite::Result<i64> {
    let (coder, document) = (&record.coder, &record.document);
    let named = params![coder.version, coder.model, coder.ontology, coder.knowledge];
    t.prepare_cached("INSERT OR IGNORE INTO runs (version, model, ontology, knowledge) VALUES (?1, ?2, ?3, ?4)")?
        .execute(named)?;
    let find = "SELECT id FROM runs WHERE (version, model, ontology, knowledge) = (?1, ?2, ?3, ?4)";
    let run: i64 = t.prepare_cached(find)?.query_row(named, |row| row.get(0))?;
    let text = text_id(t, &document.text)?;
    let sql = "INSERT INTO documents (document_id, identity, content, run, text_id, title, authors, publisher, url, published, language,
          source, warnings, blocks, read_warnings, supersedes)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    t.prepare_cached(sql)?.execute(params![
        document.id,
        identity,
        content,
        run,
        text,
        document.title,
        document.authors.join(";"),
        document.publisher,
        document.url,
        document.published,
        document.language,
        document.source,
        record.warnings.join("\n"),
        written(&coding.article.blocks),
        coding.article.warnings.join("\n"),
        supersedes,
    ])?;
    Ok(t.last_insert_rowid())
}

fn text_id(t: &Transaction, text: &str) -> rusqlite::Result<i64> {
    let hash = text_hash(text);
    let find = |row: &rusqlite::Row| row.get(0);
    let known = t.prepare_cached("SELECT id FROM texts WHERE hash = ?1")?.query_row([&hash], find).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    t.prepare_cached("INSERT INTO texts (hash, text) VALUES (?1, ?2)")?.execute([hash.as_str(), text])?;
    // The trigger that indexes the text has inserted rows of its own.
    t.prepare_cached("SELECT id FROM texts WHERE hash = ?1")?.query_row([&hash], find)
}

/// A document's rows of a table; its first column, the document's id, becomes `doc`.
fn insert_rows(t: &Transaction, name: &str, doc: i64, record: &Record) -> rusqlite::Result<()> {
    let table = Table::by_name(name).expect("the names are those of the tables");
    let columns: Vec<String> = table.columns[1..].iter().map(|c| format!("\"{c}\"")).collect();
    let marks = vec!["?"; table.columns.len()].join(", ");
    let sql = format!("INSERT INTO {name} (doc, {}) VALUES ({marks})", columns.join(", "));
    let mut statement = t.prepare_cached(&sql)?;
    for row in table.rows(record) {
        statement.raw_bind_parameter(1, doc)?;
        for (i, cell) in row.iter().enumerate().skip(1) {
            statement.raw_bind_parameter(i + 1, Value(cell))?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

struct Value<'a>(&'a Cell<'a>);

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self.0 {
            Cell::Null => Ok(ToSqlOutput::from(rusqlite::types::Null)),
            Cell::Text(text) => Ok(ToSqlOutput::from(text.as_ref())),
            Cell::Int(n) => Ok(ToSqlOutput::from(*n)),
            Cell::Real(x) => Ok(ToSqlOutput::from(*x)),
            Cell::Flag(flag) => Ok(ToSqlOutput::from(*flag)),
        }
    }
}
