//! The tables: what made them what they are, one file a version, and how older ledgers become ledgers of this version.
//!
//! To change the tables, add a file to [`VERSIONS`]; those before it are what ledgers were made with and stay as they are. A file
//! is written for SQLite, with marked parts for one database only (see `Dialect::schema`).

use crate::db::{Db, DbError};
use crate::incidents::renew_keys;

const VERSIONS: &[&str] = &[
    include_str!("schema/1-codings.sql"),
    include_str!("schema/2-rules-of-statements.sql"),
    include_str!("schema/3-incidents.sql"),
    include_str!("schema/4-feeds.sql"),
    include_str!("schema/5-keys-by-week.sql"),
];

/// The version of the tables that this program knows. SQLite keeps it in the file as `user_version`, PostgreSQL in the table
/// `ledger_version`.
pub(crate) const VERSION: i64 = VERSIONS.len() as i64;

/// The version whose accounts stand under keys that begin with the week.
const KEYS_BY_WEEK: i64 = 5;

/// The version of a ledger's tables, 0 where there are none yet.
pub(crate) fn version(db: &Db) -> Result<i64, DbError> {
    let known = match db {
        Db::Sqlite(_) => db.first("PRAGMA user_version", &[])?,
        Db::Postgres(_) => match db.first("SELECT to_regclass('ledger_version') IS NOT NULL", &[])? {
            Some(row) if row.get(0)? => db.first("SELECT max(version) FROM ledger_version", &[])?,
            _ => None,
        },
    };
    known.map_or(Ok(0), |row| row.get(0))
}

/// Brings the tables to this version, all at once or not at all; what is newer stays as it is. Returns the version they have then.
pub(crate) fn migrate(db: &Db) -> Result<i64, DbError> {
    migrate_to(db, VERSION)
}

pub(crate) fn migrate_to(db: &Db, wanted: i64) -> Result<i64, DbError> {
    if version(db)? >= wanted {
        return version(db);
    }
    db.transaction(|db| {
        if let Db::Postgres(_) = db {
            // Others that make or change the same tables wait until this is done. The number is ours alone.
            db.batch("SELECT pg_advisory_xact_lock(370512)")?;
        }
        // Another process may have been faster.
        let found = version(db)?;
        for (step, number) in VERSIONS.iter().zip(1..=wanted).filter(|(_, number)| *number > found) {
            db.batch(&db.dialect().schema(step))?;
            if number == KEYS_BY_WEEK {
                renew_keys(db)?;
            }
            set_version(db, number)?;
        }
        Ok(found.max(wanted))
    })
}

fn set_version(db: &Db, version: i64) -> Result<(), DbError> {
    db.batch(&match db {
        Db::Sqlite(_) => format!("PRAGMA user_version = {version}"),
        Db::Postgres(_) => format!(
            "CREATE TABLE IF NOT EXISTS ledger_version (version BIGINT PRIMARY KEY);
             INSERT INTO ledger_version VALUES ({version})"
        ),
    })
}
