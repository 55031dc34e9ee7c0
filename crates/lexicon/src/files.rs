//! The data files as a value: names below `data/` with their bytes, and helpers to read the two forms people edit,
//! TOML and tab-separated tables.

use include_dir::{Dir, include_dir};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::collections::BTreeMap;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data");

/// What is wrong with a data file, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{file}{}: {message}", if *own { "" } else { "data/" }, line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct DataError {
    /// Relative to the data folder; of a file that people brought along, as they called it.
    pub file: String,
    /// Whether people brought the file along.
    pub own: bool,
    /// Counted from 1.
    pub line: Option<usize>,
    pub message: String,
}

impl DataError {
    pub fn new(file: &str, line: impl Into<Option<usize>>, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), own: false, line: line.into(), message: message.into() }
    }

    /// Of a file that people brought along.
    pub(crate) fn of_own(mut self, own: bool) -> Self {
        self.own = own;
        self
    }
}

/// A row of a tab-separated table with the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    pub line: usize,
    pub cells: Vec<&'a str>,
}

/// A table with its rows, one of several that may stand in a file that people brought along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table<'a> {
    /// Its place among the kinds of table that were asked for.
    pub kind: usize,
    pub rows: Vec<Row<'a>>,
}

/// Data files by their path below the data folder, `/` between folders; and tables of actors that people brought along.
#[derive(Clone, Debug, Default)]
pub struct Files {
    data: BTreeMap<String, Cow<'static, [u8]>>,
    /// As their owners call them, in the order given.
    own: Vec<(String, Vec<u8>)>,
}

impl Files {
    /// The files the program was built with.
    pub fn embedded() -> Self {
        let mut files = Self::default();
        files.add_dir(&EMBEDDED);
        files
    }

    fn add_dir(&mut self, dir: &Dir<'static>) {
        for file in dir.files() {
            self.data.insert(file.path().to_string_lossy().replace('\\', "/"), Cow::Borrowed(file.contents()));
        }
        for dir in dir.dirs() {
            self.add_dir(dir);
        }
    }

    /// Adds a file, or puts another in its place.
    pub fn insert(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.data.insert(path.into(), Cow::Owned(bytes));
    }

    pub fn bytes(&self, path: &str) -> Result<&[u8], Vec<DataError>> {
        self.data
            .get(path)
            .map(|b| &**b)
            .ok_or_else(|| vec![DataError::new(path, None, "missing; copy it from the data folder of the source")])
    }

    /// Adds a file with tables of actors that goes on top of those in the data folder; errors name it as it is called here.
    pub fn add_actors(&mut self, name: impl Into<String>, bytes: Vec<u8>) {
        self.own.push((name.into(), bytes));
    }

    /// The files that people brought along: their names and texts.
    pub(crate) fn own(&self) -> impl Iterator<Item = (&str, Result<&str, DataError>)> {
        self.own.iter().map(|(name, bytes)| (name.as_str(), utf8(name, bytes).map_err(|e| e.of_own(true))))
    }

    /// The bytes without copying those that the program was built with, for what is read where it lies.
    pub fn shared(&self, path: &str) -> Result<Cow<'static, [u8]>, Vec<DataError>> {
        self.bytes(path)?;
        Ok(self.data[path].clone())
    }

    pub fn text(&self, path: &str) -> Result<&str, Vec<DataError>> {
        utf8(path, self.bytes(path)?).map_err(|e| vec![e])
    }

    /// Paths directly or deeper under a folder (`"frames/"`) with this ending, sorted.
    pub fn under<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a str> {
        self.data.keys().map(String::as_str).filter(move |p| p.starts_with(folder) && p.ends_with(ending))
    }

    /// The rows of a tab-separated table. Lines that begin with `#` and empty lines are left out; the first other line
    /// names the columns and must be `columns`; every row has as many cells, missing ones at its end being empty.
    pub fn table<'a>(&'a self, path: &str, columns: &[&str]) -> Result<Vec<Row<'a>>, Vec<DataError>> {
        let mut lines = rows_of(self.text(path)?);
        let head = lines.next();
        if head.as_ref().map(|row| &row.cells[..]) != Some(columns) {
            let message = format!("the first line must name the columns: {}", columns.join("<tab>"));
            return Err(vec![DataError::new(path, head.map(|row| row.line), message)]);
        }
        let mut errors = Vec::new();
        let mut rows = Vec::new();
        for row in lines {
            match filled(path, row, columns.len()) {
                Ok(row) => rows.push(row),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(rows) } else { Err(errors) }
    }

    /// A TOML file as its own type.
    pub fn toml<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T, Vec<DataError>> {
        let text = self.text(path)?;
        toml::from_str(text).map_err(|e| {
            let line = e.span().map(|s| 1 + text[..s.start].matches('\n').count());
            vec![DataError::new(path, line, e.message())]
        })
    }

    /// A short hash of all names and bytes.
    pub fn hash(&self) -> SmolStr {
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in &self.data {
            hasher.update(path.as_bytes()).update(&[0]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        }
        // What a file is called that people bring along says nothing of what is in it.
        for (_, bytes) in &self.own {
            hasher.update(&[0]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        }
        SmolStr::new(&hasher.finalize().to_hex()[..16])
    }
}

fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, DataError> {
    std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes[..e.valid_up_to()].iter().filter(|&&b| b == b'\n').count();
        DataError::new(file, line, "not UTF-8; save it in that encoding")
    })
}

/// Lines that are neither empty nor begin with `#`, cut at their tabs.
fn rows_of(text: &str) -> impl Iterator<Item = Row<'_>> {
    (text.trim_start_matches('\u{feff}').lines().enumerate())
        .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'))
        .map(|(i, l)| Row { line: i + 1, cells: l.split('\t').map(str::trim).collect() })
}

/// A row with as many cells as its table has columns.
fn filled<'a>(file: &str, mut row: Row<'a>, columns: usize) -> Result<Row<'a>, DataError> {
    while row.cells.len() > columns && row.cells.last().is_some_and(|c| c.is_empty()) {
        row.cells.pop();
    }
    if row.cells.len() > columns {
        let message = format!("{} cells, but the table has {columns} columns", row.cells.len());
        return Err(DataError::new(file, row.line, message));
    }
    row.cells.resize(columns, "");
    Ok(row)
}

/// The tables of a text, each beginning with a line that names the columns of one of these kinds.
pub(crate) fn tables<'a>(file: &str, text: &'a str, kinds: &[&[&str]]) -> (Vec<Table<'a>>, Vec<DataError>) {
    let (mut tables, mut errors) = (Vec::<Table<'a>>::new(), Vec::new());
    for row in rows_of(text) {
        let heads = |columns: &&[&str]| row.cells.iter().filter(|c| !c.is_empty()).eq(columns.iter());
        if let Some(kind) = kinds.iter().position(heads) {
            tables.push(Table { kind, rows: Vec::new() });
            continue;
        }
        let Some(table) = tables.last_mut() else {
            let forms: Vec<String> = kinds.iter().map(|columns| columns.join("<tab>")).collect();
            let message = format!("the first line must name the columns of a table: {}", forms.join(", or "));
            return (tables, vec![DataError::new(file, row.line, message)]);
        };
        match filled(file, row, kinds[table.kind].len()) {
            Ok(row) => table.rows.push(row),
            Err(error) => errors.push(error),
        }
    }
    (tables, errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_hold_several_tables() {
        let text = "# mine\nname\tcode\nAda\tGBR\n\nnoun\tkind\twhat\nelder\tperson\n";
        let (tables, errors) = tables("mine.tsv", text, &[&["noun", "kind", "what"], &["name", "code"]]);
        assert_eq!(errors, []);
        assert_eq!(
            tables,
            [
                Table { kind: 1, rows: vec![Row { line: 3, cells: vec!["Ada", "GBR"] }] },
                Table { kind: 0, rows: vec![Row { line: 6, cells: vec!["elder", "person", ""] }] },
            ]
        );
    }

    #[test]
    fn a_table_that_does_not_name_its_columns_is_refused() {
        let (_, errors) = tables("mine.tsv", "Ada\tGBR\n", &[&["name", "code"]]);
        assert_eq!(errors.len(), 1);
        assert!(errors[0].to_string().contains("mine.tsv:1: the first line must name the columns"), "{}", errors[0]);
    }
}
