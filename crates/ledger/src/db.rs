//! One way to speak to both databases: SQLite in a file, PostgreSQL on a server. The SQL is written once, as SQLite has it, in
//! what both understand; [`Dialect`] has the few words in which they differ. It knows nothing of what the tables mean.
//!
//! What both understand: `INSERT … ON CONFLICT`, `RETURNING`, `IS DISTINCT FROM`, `TRUE` and `FALSE` for flags,
//! `json_object(…)`, `json_group_array(… ORDER BY …)`, `distance_km(…)`. `?` and `?1` are parameters; LIKE makes no difference
//! between small and capital letters. Text is compared byte by byte.

mod postgres;
mod sqlite;

pub(crate) use postgres::Postgres;
use sayso_coding::tables::Cell;
pub(crate) use sqlite::{Sqlite, distance_km};
use thiserror::Error;

/// What a database complains of.
#[derive(Debug, Error)]
pub enum DbError {
    #[error("{}", sqlite::explained(.0))]
    Sqlite(rusqlite::Error),
    #[error("{}", postgres::explained(.0))]
    Postgres(::postgres::Error),
    #[error("column {column} of the answer holds {found}, not {wanted}")]
    Column { column: usize, found: String, wanted: &'static str },
}

// By hand, because the message has its cause in it, which is then not named as the error's source once more.
impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<::postgres::Error> for DbError {
    fn from(error: ::postgres::Error) -> Self {
        Self::Postgres(error)
    }
}

/// `cells![a, b]`: parameters of a question.
macro_rules! cells {
    ($($value:expr),* $(,)?) => { &[$(sayso_coding::tables::Cell::from($value)),*] };
}
pub(crate) use cells;

/// A connection to a ledger's tables.
#[derive(Debug)]
pub(crate) enum Db {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

/// Which of the two is spoken to, and how it says what the other says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Db {
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Changes something; returns how many rows.
    pub(crate) fn execute(&self, sql: &str, values: &[Cell]) -> Result<u64, DbError> {
        match self {
            Self::Sqlite(db) => db.execute(sql, values),
            Self::Postgres(db) => db.execute(&translated(sql), values),
        }
    }

    /// Several statements without parameters, each ended by a semicolon, as they stand.
    pub(crate) fn batch(&self, sql: &str) -> Result<(), DbError> {
        match self {
            Self::Sqlite(db) => db.batch(sql),
            Self::Postgres(db) => db.batch(sql),
        }
    }

    /// Rows as they come, until `take` returns false. `take` must not ask this connection anything.
    pub(crate) fn each(
        &self,
        sql: &str,
        values: &[Cell],
        take: &mut dyn FnMut(Row) -> Result<bool, DbError>,
    ) -> Result<(), DbError> {
        match self {
            Self::Sqlite(db) => db.each(sql, values, &mut |_| (), take),
            Self::Postgres(db) => db.each(&translated(sql), values, &mut |_| (), take),
        }
    }

    /// As [`Db::each`]; `names` takes the names of the columns before the rows.
    pub(crate) fn table(
        &self,
        sql: &str,
        values: &[Cell],
        names: &mut dyn FnMut(&[String]),
        take: &mut dyn FnMut(Row) -> Result<bool, DbError>,
    ) -> Result<(), DbError> {
        match self {
            Self::Sqlite(db) => db.each(sql, values, names, take),
            Self::Postgres(db) => db.each(&translated(sql), values, names, take),
        }
    }

    /// A question of somebody's own in the database's own words; it can change nothing. `None` where it is no such question.
    pub(crate) fn own_question(
        &self,
        sql: &str,
        names: &mut dyn FnMut(&[String]),
        take: &mut dyn FnMut(Row) -> Result<bool, DbError>,
    ) -> Result<Option<()>, DbError> {
        match self {
            Self::Sqlite(db) => db.own_question(sql, names, take),
            Self::Postgres(db) => db.own_question(sql, names, take),
        }
    }

    pub(crate) fn rows(&self, sql: &str, values: &[Cell]) -> Result<Vec<Row>, DbError> {
        let mut rows = Vec::new();
        self.each(sql, values, &mut |row| {
            rows.push(row);
            Ok(true)
        })?;
        Ok(rows)
    }

    pub(crate) fn first(&self, sql: &str, values: &[Cell]) -> Result<Option<Row>, DbError> {
        let mut first = None;
        self.each(sql, values, &mut |row| {
            first = Some(row);
            Ok(false)
        })?;
        Ok(first)
    }

    /// Adds rows to a table, each with as many cells as there are columns.
    pub(crate) fn insert(&self, table: &str, columns: &[&str], rows: &[Vec<Cell>]) -> Result<(), DbError> {
        self.insert_or(table, columns, "", rows)
    }

    /// As [`Db::insert`]; a row takes the place of one that has the same in its first column, the table's key.
    pub(crate) fn put(&self, table: &str, columns: &[&str], rows: &[Vec<Cell>]) -> Result<(), DbError> {
        let new: Vec<String> = columns[1..].iter().map(|c| format!("\"{c}\" = excluded.\"{c}\"")).collect();
        let otherwise = format!(" ON CONFLICT (\"{}\") DO UPDATE SET {}", columns[0], new.join(", "));
        self.insert_or(table, columns, &otherwise, rows)
    }

    /// `otherwise` says what happens to a row that cannot be added.
    fn insert_or(&self, table: &str, columns: &[&str], otherwise: &str, rows: &[Vec<Cell>]) -> Result<(), DbError> {
        match self {
            _ if rows.is_empty() => Ok(()),
            Self::Sqlite(db) => db.insert(table, columns, otherwise, rows),
            Self::Postgres(db) => db.insert(table, columns, otherwise, rows),
        }
    }

    /// All of the work or, where it fails, nothing of it. Others that write wait.
    pub(crate) fn transaction<T, E: From<DbError>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        self.batch(match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        })?;
        match work(self) {
            Ok(done) => match self.batch("COMMIT") {
                Ok(()) => Ok(done),
                Err(error) => {
                    self.undo();
                    Err(error.into())
                }
            },
            Err(error) => {
                self.undo();
                Err(error)
            }
        }
    }

    /// Takes back what was begun. A full disk or a lost server has done so already, and then this fails and changes nothing.
    fn undo(&self) {
        let _ = self.batch("ROLLBACK");
    }
}

/// Names of columns as SQL has them.
fn quoted(columns: &[&str]) -> String {
    columns.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", ")
}

/// A row of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Row(pub(crate) Vec<Cell<'static>>);

impl Row {
    /// The text in a column, from 0.
    pub(crate) fn text(&self, column: usize) -> Result<&str, DbError> {
        match &self.0[column] {
            Cell::Text(text) => Ok(text),
            cell => Err(DbError::Column { column, found: format!("{cell:?}"), wanted: String::NAME }),
        }
    }

    /// The cell of a column, from 0.
    pub(crate) fn get<T: FromCell>(&self, column: usize) -> Result<T, DbError> {
        let cell = &self.0[column];
        T::from_cell(cell).ok_or_else(|| DbError::Column { column, found: format!("{cell:?}"), wanted: T::NAME })
    }
}

/// A type that a cell of an answer can be read as.
pub(crate) trait FromCell: Sized {
    const NAME: &'static str;
    fn from_cell(cell: &Cell) -> Option<Self>;
}

impl FromCell for i64 {
    const NAME: &'static str = "a whole number";
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Int(n) = cell { Some(*n) } else { None }
    }
}

impl FromCell for f64 {
    const NAME: &'static str = "a number";
    #[expect(clippy::cast_precision_loss, reason = "a column of numbers may hold whole ones")]
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Real(x) => Some(*x),
            Cell::Int(n) => Some(*n as f64),
            _ => None,
        }
    }
}

impl FromCell for bool {
    const NAME: &'static str = "yes or no";
    fn from_cell(cell: &Cell) -> Option<Self> {
        match cell {
            Cell::Flag(flag) => Some(*flag),
            // SQLite keeps flags as numbers.
            Cell::Int(n) => Some(*n != 0),
            _ => None,
        }
    }
}

impl FromCell for String {
    const NAME: &'static str = "text";
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Text(text) = cell { Some(text.as_ref().to_owned()) } else { None }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    const NAME: &'static str = T::NAME;
    fn from_cell(cell: &Cell) -> Option<Self> {
        if *cell == Cell::Null { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}

impl Dialect {
    /// The function that says where, from 1, in a text another stands; 0 where it does not.
    pub(crate) fn position(self) -> &'static str {
        match self {
            Self::Sqlite => "instr",
            Self::Postgres => "strpos",
        }
    }

    /// A condition on a document `d`: the words that a person looks for, the next parameter, stand in its text.
    pub(crate) fn has_words(self) -> &'static str {
        match self {
            Self::Sqlite => "d.text_id IN (SELECT rowid FROM texts_search WHERE texts_search MATCH ?)",
            Self::Postgres => {
                "d.text_id IN (SELECT id FROM texts WHERE words @@ websearch_to_tsquery('english', without_marks(?)))"
            }
        }
    }

    /// Documents with the words that a person looks for, the only parameter, and the words around them; the best first.
    pub(crate) fn search(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT d.document_id AS document, d.title, d.publisher, d.published,
                   snippet(texts_search, 0, '[', ']', ' … ', 24) AS found
                 FROM texts_search JOIN documents d ON d.text_id = texts_search.rowid
                 WHERE texts_search MATCH ?1 AND d.is_current ORDER BY bm25(texts_search), d.document_id"
            }
            Self::Postgres => {
                "SELECT d.document_id AS document, d.title, d.publisher, d.published,
                   ts_headline('english', t.text, q, 'StartSel=[, StopSel=], MaxFragments=2, MaxWords=24, MinWords=8') AS found
                 FROM websearch_to_tsquery('english', without_marks(?1)) q
                   JOIN texts t ON t.words @@ q JOIN documents d ON d.text_id = t.id
                 WHERE d.is_current ORDER BY ts_rank_cd(t.words, q) DESC, d.document_id"
            }
        }
    }

    /// What a person looks for, in the database's own words. People write `"two words"`, AND, OR and NOT.
    pub(crate) fn words(self, words: &str) -> String {
        match self {
            Self::Sqlite => words.to_owned(),
            Self::Postgres => unquoted(words, |part| {
                let words = part.split(' ').filter(|w| *w != "AND").collect::<Vec<_>>().join(" ");
                words.replace("NOT ", "-")
            }),
        }
    }

    /// A schema written for SQLite. A line `-- sqlite`, `-- postgres` or `-- both` says for which what follows is.
    pub(crate) fn schema(self, sql: &str) -> String {
        let mut is_ours = true;
        let mut lines = Vec::new();
        for line in sql.lines() {
            match line {
                "-- both" => is_ours = true,
                "-- sqlite" => is_ours = self == Self::Sqlite,
                "-- postgres" => is_ours = self == Self::Postgres,
                line if is_ours => lines.push(line),
                _ => {}
            }
        }
        let sql = lines.join("\n");
        match self {
            Self::Sqlite => sql,
            Self::Postgres => [
                ("INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
                (" REAL", " DOUBLE PRECISION"),
                (" TEXT", " TEXT COLLATE \"C\""),
                (" WITHOUT ROWID", ""),
            ]
            .iter()
            .fold(sql, |sql, (theirs, ours)| sql.replace(theirs, ours)),
        }
    }
}

/// Applies `change` to what stands outside of quotation marks.
fn unquoted(text: &str, change: impl Fn(&str) -> String) -> String {
    let parts = text.split('"').enumerate();
    parts.map(|(i, part)| if i % 2 == 0 { change(part) } else { part.to_owned() }).collect::<Vec<_>>().join("\"")
}

/// SQL as PostgreSQL has it: parameters are `$1`, and some words are others.
fn translated(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut largest = 0;
    for (i, part) in sql.split('\'').enumerate() {
        if i > 0 {
            out.push('\'');
        }
        // Every other part stands in quotation marks.
        if i % 2 == 1 {
            out += part;
            continue;
        }
        let part = part.replace("json_object(", "jsonb_build_object(").replace(" LIKE ", " ILIKE ");
        let mut pieces = part.split('?');
        out += pieces.next().unwrap_or_default();
        for piece in pieces {
            let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit());
            let number = piece[..piece.len() - rest.len()].parse().unwrap_or(largest + 1);
            largest = largest.max(number);
            out += &format!("${number}{rest}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_have_numbers_and_what_is_quoted_stays() {
        assert_eq!(
            translated("SELECT '?' WHERE a LIKE '%' || ? AND b = ?1 AND c = ?"),
            "SELECT '?' WHERE a ILIKE '%' || $1 AND b = $1 AND c = $2"
        );
    }

    #[test]
    fn what_is_looked_for_is_said_in_the_servers_words() {
        let words = Dialect::Postgres.words("\"NOT here\" AND gas NOT oil OR coal");
        assert_eq!(words, "\"NOT here\" gas -oil OR coal");
    }

    #[test]
    fn a_schema_has_the_parts_of_its_database() {
        let sql = "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) WITHOUT ROWID;\n-- sqlite\nA;\n-- postgres\nB;\n-- both\nC;";
        let postgres = Dialect::Postgres.schema(sql);
        assert!(postgres.contains("b TEXT COLLATE \"C\");\nB;\nC;") && postgres.contains("a BIGINT GENERATED"));
        assert!(Dialect::Sqlite.schema(sql).ends_with("WITHOUT ROWID;\nA;\nC;"));
    }
}
