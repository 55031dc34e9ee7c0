//! Questions whose columns are known only when the answer comes: words in texts, and SELECTs of somebody's own.

use crate::db::{Db, DbError, Row, cells};
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

impl Ledger {
    /// Documents with these words, the best first; `"two words"` stand together, AND, OR and NOT are understood.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the words are no question.
    pub fn search(&self, words: &str, limit: Option<usize>, rows: &mut impl Rows) -> Result<(), Error> {
        let dialect = self.ask(|db| Ok(db.dialect()))?;
        let sql = limit.map_or_else(|| dialect.search().to_owned(), |n| format!("{} LIMIT {n}", dialect.search()));
        self.answer(rows, |db, names, take| db.table(&sql, cells![dialect.words(words)], names, take))
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

    fn answer<T>(
        &self,
        rows: &mut impl Rows,
        ask: impl FnOnce(&Db, Names, Take) -> Result<T, DbError>,
    ) -> Result<T, Error> {
        let rows = RefCell::new(rows);
        let mut names = |names: &[String]| rows.borrow_mut().columns(names);
        let mut take = |Row(cells): Row| Ok(rows.borrow_mut().row(cells.into_iter().map(value).collect()));
        self.ask(|db| Ok(ask(db, &mut names, &mut take)))?
            .map_err(|e| Error::Question(format!("the ledger cannot answer this: {e}")))
    }
}

type Names<'a> = &'a mut dyn FnMut(&[String]);
type Take<'a> = &'a mut dyn FnMut(Row) -> Result<bool, DbError>;

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(n) => Value::from(n),
        Cell::Real(x) => Number::from_f64(x).map_or(Value::Null, Value::Number),
        Cell::Flag(flag) => Value::from(flag),
        Cell::Text(text) => Value::from(text.into_owned()),
    }
}
