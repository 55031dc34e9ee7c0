//! SQLite, in a file.

use super::{DbError, Row, quoted};
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, ToSql, params_from_iter};
use sayso_coding::tables::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(30);
/// How much of a file is kept in memory, in KiB.
const CACHE_KIB: i64 = 64 << 10;
/// After so many pages that were written beside the file, they are brought into it.
const CHECKPOINT_PAGES: i64 = 4000;

#[derive(Debug)]
pub(crate) struct Sqlite(Connection);

impl Sqlite {
    /// Opens a file for reading and writing, and makes it where there is none.
    pub(crate) fn create(path: &Path) -> Result<Self, DbError> {
        let db = Self::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        db.0.pragma_update(None, "journal_mode", "WAL")?;
        db.0.pragma_update(None, "synchronous", "FULL")?;
        db.0.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        Ok(db)
    }

    /// Opens a file for reading. SQLite writes a little beside it for those that read and write at the same time; where nothing can
    /// be written there, nobody else writes either.
    pub(crate) fn read(path: &Path) -> Result<Self, DbError> {
        let db = Self::open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        match db.0.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())) {
            Err(error) if matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)) => {
                let is_whole = !wal(path).exists();
                if is_whole { Self::unchanging(path) } else { Err(error.into()) }
            }
            _ => Ok(db),
        }
    }

    /// Opens a file that nobody changes meanwhile, for reading.
    pub(crate) fn unchanging(path: &Path) -> Result<Self, DbError> {
        let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let uri = format!("file:{path}?immutable=1");
        Self::open(Path::new(&uri), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
    }

    fn open(path: &Path, flags: OpenFlags) -> Result<Self, DbError> {
        // A connection is used by one thread at a time.
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        // Questions are not prepared again for each value that they are asked with.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(128);
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        let distance = |c: &rusqlite::functions::Context| {
            let points: [Option<f64>; 4] = [c.get(0)?, c.get(1)?, c.get(2)?, c.get(3)?];
            Ok(points.into_iter().collect::<Option<Vec<f64>>>().map(|p| distance_km([p[0], p[1], p[2], p[3]])))
        };
        connection.create_scalar_function("distance_km", 4, flags, distance)?;
        Ok(Self(connection))
    }

    pub(super) fn execute(&self, sql: &str, values: &[Cell]) -> Result<u64, DbError> {
        let changed = self.0.prepare_cached(sql)?.execute(params_from_iter(values.iter().map(Value)))?;
        Ok(changed as u64)
    }

    pub(super) fn batch(&self, sql: &str) -> Result<(), DbError> {
        Ok(self.0.execute_batch(sql)?)
    }

    pub(super) fn each(
        &self,
        sql: &str,
        values: &[Cell],
        names: &mut dyn FnMut(&[String]),
        take: &mut dyn FnMut(Row) -> Result<bool, DbError>,
    ) -> Result<(), DbError> {
        give(&mut *self.0.prepare_cached(sql)?, values, names, take)
    }

    pub(super) fn own_question(
        &self,
        sql: &str,
        names: &mut dyn FnMut(&[String]),
        take: &mut dyn FnMut(Row) -> Result<bool, DbError>,
    ) -> Result<Option<()>, DbError> {
        let mut statement = self.0.prepare(sql)?;
        if !statement.readonly() {
            return Ok(None);
        }
        give(&mut statement, &[], names, take).map(Some)
    }

    pub(super) fn insert(
        &self,
        table: &str,
        columns: &[&str],
        otherwise: &str,
        rows: &[Vec<Cell>],
    ) -> Result<(), DbError> {
        let marks = vec!["?"; columns.len()].join(", ");
        let sql = format!("INSERT INTO {table} ({}) VALUES ({marks}){otherwise}", quoted(columns));
        let mut statement = self.0.prepare_cached(&sql)?;
        for row in rows {
            statement.execute(params_from_iter(row.iter().map(Value)))?;
        }
        Ok(())
    }
}

fn give(
    statement: &mut Statement,
    values: &[Cell],
    names: &mut dyn FnMut(&[String]),
    take: &mut dyn FnMut(Row) -> Result<bool, DbError>,
) -> Result<(), DbError> {
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    names(&columns);
    let mut rows = statement.query(params_from_iter(values.iter().map(Value)))?;
    while let Some(row) = rows.next()? {
        let cells = (0..columns.len()).map(|i| Ok(cell(row.get_ref(i)?))).collect::<Result<_, DbError>>()?;
        if !take(Row(cells))? {
            break;
        }
    }
    Ok(())
}

fn cell(value: ValueRef) -> Cell<'static> {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Real(x) => Cell::Real(x),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Cell::from(String::from_utf8_lossy(bytes).into_owned()),
    }
}

struct Value<'a>(&'a Cell<'a>);

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Cell::Null => ToSqlOutput::from(rusqlite::types::Null),
            Cell::Text(text) => ToSqlOutput::from(text.as_ref()),
            Cell::Int(n) => ToSqlOutput::from(*n),
            Cell::Real(x) => ToSqlOutput::from(*x),
            Cell::Flag(flag) => ToSqlOutput::from(*flag),
        })
    }
}

/// Where SQLite keeps what is not yet in the file.
fn wal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// Kilometres between two points of a sphere as large as the earth, by the haversine.
pub(crate) fn distance_km([lat, lon, lat2, lon2]: [f64; 4]) -> f64 {
    const RADIUS_KM: f64 = 6371.0;
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let h = half(lat, lat2) + lat.to_radians().cos() * lat2.to_radians().cos() * half(lon, lon2);
    2.0 * RADIUS_KM * h.sqrt().min(1.0).asin()
}

/// What went wrong with the file, and what to do.
pub(super) fn explained(error: &rusqlite::Error) -> String {
    let remedy = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full; make room and run it again: what was stored is safe",
        Some(ErrorCode::ReadOnly) => "the file cannot be written; check its permissions and those of its folder",
        Some(ErrorCode::CannotOpen) => "check that the folder exists and that you may write there",
        Some(ErrorCode::NotADatabase) => "this is no ledger; name another file with --ledger",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another process is writing; try again later",
        Some(ErrorCode::DatabaseCorrupt) => "the file is damaged; restore it from a copy",
        _ => return said(error),
    };
    format!("{error}; {remedy}")
}

/// What SQLite complains of, without the question.
fn said(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}
