//! PostgreSQL, on a server.

use super::{DbError, Row, quoted};
use ::postgres::error::SqlState;
use ::postgres::fallible_iterator::FallibleIterator;
use ::postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use ::postgres::{Client, Config, Error, NoTls, SimpleQueryMessage, Statement};
use bytes::BytesMut;
use sayso_coding::tables::Cell;
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt;

/// How many rows of somebody's own question are fetched at once.
const FETCHED: usize = 1000;

pub(crate) struct Postgres(RefCell<Session>);

struct Session {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Postgres")
    }
}

impl Postgres {
    /// `url` is `postgres://user:password@host:port/database`; the password may stand in PGPASSWORD.
    pub(crate) fn connect(url: &str) -> Result<Self, DbError> {
        let mut config: Config = url.parse()?;
        if let Some(password) = std::env::var_os("PGPASSWORD").filter(|_| config.get_password().is_none()) {
            config.password(password.as_encoded_bytes());
        }
        let mut client = config.application_name("sayso").connect(NoTls)?;
        // As long as SQLite waits for another that writes.
        client.batch_execute("SET lock_timeout = '30s'; SET client_min_messages = warning")?;
        Ok(Self(RefCell::new(Session { client, prepared: HashMap::new() })))
    }

    pub(super) fn execute(&self, sql: &str, values: &[Cell]) -> Result<u64, DbError> {
        let session = &mut *self.0.borrow_mut();
        let statement = session.prepare(sql)?;
        let values: Vec<Value> = values.iter().map(Value).collect();
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as _).collect();
        Ok(session.client.execute(&statement, &values)?)
    }

    pub(super) fn batch(&self, sql: &str) -> Result<(), DbError> {
        Ok(self.0.borrow_mut().client.batch_execute(sql)?)
    }

    pub(super) fn each(
        &self,
        sql: &str,
        values: &[Cell],
        names: &mut dyn FnMut(&[String]),
        take: &mut dyn FnMut(Row) -> Result<bool, DbError>,
    ) -> Result<(), DbError> {
        let session = &mut *self.0.borrow_mut();
        let statement = session.prepare(sql)?;
        let columns: Vec<String> = statement.columns().iter().map(|c| c.name().to_owned()).collect();
        let mut rows = session.client.query_raw(&statement, values.iter().map(Value))?;
        names(&columns);
        while let Some(row) = rows.next()? {
            let cells = (0..columns.len()).map(|i| Ok(row.try_get::<_, Read>(i)?.0)).collect::<Result<_, DbError>>()?;
            if !take(Row(cells))? {
                break;
            }
        }
        Ok(())
    }

    /// Through a cursor, so that every type comes as text and few rows at a time; in a transaction that can only read.
    pub(super) fn own_question(
        &self,
        sql: &str,
        names: &mut dyn FnMut(&[String]),
        take: &mut dyn FnMut(Row) -> Result<bool, DbError>,
    ) -> Result<Option<()>, DbError> {
        let session = &mut *self.0.borrow_mut();
        session.client.batch_execute("BEGIN READ ONLY")?;
        let given = session.fetch_all(sql, names, take);
        session.client.batch_execute("ROLLBACK")?;
        given
    }

    /// All rows in one parameter, so that however many there are go there at once and the question is always the same.
    pub(super) fn insert(
        &self,
        table: &str,
        columns: &[&str],
        otherwise: &str,
        rows: &[Vec<Cell>],
    ) -> Result<(), DbError> {
        let names = quoted(columns);
        let sql = format!(
            "INSERT INTO {table} ({names}) SELECT {names}
             FROM json_populate_recordset(NULL::{table}, $1::text::json) WITH ORDINALITY ORDER BY ordinality{otherwise}"
        );
        let object = |row: &Vec<Cell>| columns.iter().map(|c| (*c).to_owned()).zip(row.iter().map(json)).collect();
        let objects = rows.iter().map(object).map(Json::Object).collect();
        self.execute(&sql, &[Cell::from(Json::Array(objects).to_string())])?;
        Ok(())
    }
}

/// A cell as JSON. PostgreSQL's text cannot hold the character 0, which no text needs.
fn json(cell: &Cell) -> Json {
    match cell {
        Cell::Null => Json::Null,
        Cell::Text(text) => Json::from(text.replace('\0', " ")),
        Cell::Int(n) => Json::from(*n),
        Cell::Real(x) => Json::from(*x),
        Cell::Flag(flag) => Json::from(*flag),
    }
}

impl Session {
    fn prepare(&mut self, sql: &str) -> Result<Statement, DbError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn fetch_all(
        &mut self,
        sql: &str,
        names: &mut dyn FnMut(&[String]),
        take: &mut dyn FnMut(Row) -> Result<bool, DbError>,
    ) -> Result<Option<()>, DbError> {
        let sql = sql.trim_end().trim_end_matches(';');
        let statement = self.client.prepare(sql)?;
        let columns: Vec<(String, Type)> =
            statement.columns().iter().map(|c| (c.name().to_owned(), c.type_().clone())).collect();
        // What is right by itself and wrong here does not only read.
        match self.client.execute(&format!("DECLARE asked NO SCROLL CURSOR FOR {sql}"), &[]) {
            Err(error) if error.code() == Some(&SqlState::SYNTAX_ERROR) => return Ok(None),
            opened => opened?,
        };
        names(&columns.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
        loop {
            let mut count = 0;
            for message in self.client.simple_query(&format!("FETCH {FETCHED} FROM asked"))? {
                let SimpleQueryMessage::Row(row) = message else { continue };
                count += 1;
                let cell = |(i, (_, kind)): (usize, &(String, Type))| row.get(i).map_or(Cell::Null, |t| typed(t, kind));
                if !take(Row(columns.iter().enumerate().map(cell).collect()))? {
                    return Ok(Some(()));
                }
            }
            if count < FETCHED {
                return Ok(Some(()));
            }
        }
    }
}

/// A cell that came as text.
fn typed(text: &str, kind: &Type) -> Cell<'static> {
    let number = || text.parse().ok().map(Cell::Real);
    let cell = match *kind {
        Type::BOOL => Some(Cell::Flag(text == "t")),
        Type::INT2 | Type::INT4 | Type::INT8 => text.parse().ok().map(Cell::Int),
        Type::NUMERIC => text.parse().ok().map(Cell::Int).or_else(number),
        Type::FLOAT4 | Type::FLOAT8 => number(),
        _ => None,
    };
    cell.unwrap_or_else(|| Cell::from(text.to_owned()))
}

struct Value<'a>(&'a Cell<'a>);

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ToSql for Value<'_> {
    #[expect(clippy::cast_precision_loss, reason = "whole numbers in columns of numbers are small")]
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match (self.0, ty) {
            (Cell::Null, _) => Ok(IsNull::Yes),
            (Cell::Int(n), &Type::INT2) => i16::try_from(*n)?.to_sql(ty, out),
            (Cell::Int(n), &Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Cell::Int(n), &Type::INT8) => n.to_sql(ty, out),
            (Cell::Int(n), &Type::FLOAT8) => (*n as f64).to_sql(ty, out),
            (Cell::Real(x), &Type::FLOAT8) => x.to_sql(ty, out),
            (Cell::Flag(flag), &Type::BOOL) => flag.to_sql(ty, out),
            // PostgreSQL's text cannot hold the character 0, which no text needs.
            (Cell::Text(text), _) if <&str as ToSql>::accepts(ty) => text.replace('\0', " ").as_str().to_sql(ty, out),
            (cell, ty) => Err(format!("{cell:?} is given where the tables have {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A cell of an answer.
struct Read(Cell<'static>);

impl<'a> FromSql<'a> for Read {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(match *ty {
            Type::BOOL => Cell::Flag(bool::from_sql(ty, raw)?),
            Type::INT2 => Cell::Int(i16::from_sql(ty, raw)?.into()),
            Type::INT4 => Cell::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT8 => Cell::Int(i64::from_sql(ty, raw)?),
            Type::FLOAT4 => Cell::Real(f32::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Cell::Real(f64::from_sql(ty, raw)?),
            Type::NUMERIC => numeric(raw).ok_or("no such number")?,
            Type::JSON => Cell::from(std::str::from_utf8(raw)?.to_owned()),
            // Its first byte is the version of the form.
            Type::JSONB => Cell::from(std::str::from_utf8(raw.get(1..).unwrap_or_default())?.to_owned()),
            _ => Cell::from(<&str as FromSql>::from_sql(ty, raw)?.to_owned()),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(Cell::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// What `sum` gives: digits to the base of 10,000 behind the number of them, the power of the first, and the sign.
fn numeric(raw: &[u8]) -> Option<Cell<'static>> {
    let words: Vec<u16> = raw.chunks_exact(2).map(|b| u16::from_be_bytes([b[0], b[1]])).collect();
    let [count, weight, sign, scale, digits @ ..] = words.as_slice() else { return None };
    let power = i32::from(weight.cast_signed());
    let value = (digits.iter().take(usize::from(*count)).zip(0..))
        .fold(0.0, |sum, (digit, i)| sum + f64::from(*digit) * 10_000_f64.powi(power - i));
    let value = if *sign == 0x4000 { -value } else { value };
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and far from the largest")]
    let whole = (*scale == 0 && value.abs() < 9e15).then_some(value as i64);
    Some(whole.map_or(Cell::Real(value), Cell::Int))
}

/// What went wrong on the server or on the way to it, and what to do.
pub(super) fn explained(error: &Error) -> String {
    let Some(told) = error.as_db_error() else {
        let cause = error.source().map_or_else(String::new, |cause| format!(": {cause}"));
        return format!("{error}{cause}; check that the server runs and that the address is right");
    };
    let remedy = match told.code() {
        &SqlState::DISK_FULL => "the server's disk is full; make room and run it again: what was stored is safe",
        &SqlState::READ_ONLY_SQL_TRANSACTION => "the server takes no changes; name the one that does",
        &SqlState::INSUFFICIENT_PRIVILEGE => "ask for the right to write, and to make tables",
        &SqlState::LOCK_NOT_AVAILABLE => "another process is writing; try again later",
        &SqlState::INVALID_CATALOG_NAME => "make it with `createdb`, or name another with --ledger",
        &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            "check user and password; the password may stand in PGPASSWORD"
        }
        _ => return told.message().to_owned(),
    };
    format!("{}; {remedy}", told.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_numbers() {
        let raw = |words: &[u16]| words.iter().flat_map(|w| w.to_be_bytes()).collect::<Vec<u8>>();
        assert_eq!(numeric(&raw(&[2, 1, 0, 0, 12, 3456])), Some(Cell::Int(123_456)));
        assert_eq!(numeric(&raw(&[1, 0xFFFF, 0x4000, 1, 5000])), Some(Cell::Real(-0.5)));
        assert_eq!(numeric(&raw(&[0, 0, 0, 0])), Some(Cell::Int(0)));
    }
}
