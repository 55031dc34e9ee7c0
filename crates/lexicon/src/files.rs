//! The data files as a value: names below `data/` with their bytes, and helpers to read the two forms people edit,
//! TOML and tab-separated tables.

use include_dir::{Dir, include_dir};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::collections::BTreeMap;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data");

/// What is wrong with a data file, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("data/{file}{}: {message}", line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct DataError {
    /// Relative to the data folder.
    pub file: String,
    /// Counted from 1.
    pub line: Option<usize>,
    pub message: String,
}

impl DataError {
    pub fn new(file: &str, line: impl Into<Option<usize>>, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: line.into(), message: message.into() }
    }
}

/// A row of a tab-separated table with the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    pub line: usize,
    pub cells: Vec<&'a str>,
}

/// Data files by their path below the data folder, `/` between folders.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, Cow<'static, [u8]>>);

impl Files {
    /// The files the program was built with.
    pub fn embedded() -> Self {
        let mut files = Self::default();
        files.add_dir(&EMBEDDED);
        files
    }

    fn add_dir(&mut self, dir: &Dir<'static>) {
        for file in dir.files() {
            self.0.insert(file.path().to_string_lossy().replace('\\', "/"), Cow::Borrowed(file.contents()));
        }
        for dir in dir.dirs() {
            self.add_dir(dir);
        }
    }

    /// Adds a file, or puts another in its place.
    pub fn insert(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.0.insert(path.into(), Cow::Owned(bytes));
    }

    pub fn bytes(&self, path: &str) -> Result<&[u8], Vec<DataError>> {
        self.0
            .get(path)
            .map(|b| &**b)
            .ok_or_else(|| vec![DataError::new(path, None, "missing; copy it from the data folder of the source")])
    }

    /// The bytes without copying those that the program was built with, for what is read where it lies.
    pub fn shared(&self, path: &str) -> Result<Cow<'static, [u8]>, Vec<DataError>> {
        self.bytes(path)?;
        Ok(self.0[path].clone())
    }

    pub fn text(&self, path: &str) -> Result<&str, Vec<DataError>> {
        let bytes = self.bytes(path)?;
        std::str::from_utf8(bytes).map_err(|e| {
            let line = 1 + bytes[..e.valid_up_to()].iter().filter(|&&b| b == b'\n').count();
            vec![DataError::new(path, line, "not UTF-8; save it in that encoding")]
        })
    }

    /// Paths directly or deeper under a folder (`"frames/"`) with this ending, sorted.
    pub fn under<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.keys().map(String::as_str).filter(move |p| p.starts_with(folder) && p.ends_with(ending))
    }

    /// The rows of a tab-separated table. Lines that begin with `#` and empty lines are left out; the first other line
    /// names the columns and must be `columns`; every row has as many cells, missing ones at its end being empty.
    pub fn table<'a>(&'a self, path: &str, columns: &[&str]) -> Result<Vec<Row<'a>>, Vec<DataError>> {
        let mut lines = (self.text(path)?.lines().enumerate())
            .map(|(i, l)| (i + 1, l.trim_end_matches('\r')))
            .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let head = lines.next();
        if head.map(|(_, l)| l.split('\t').map(str::trim).collect::<Vec<_>>()) != Some(columns.to_vec()) {
            let message = format!("the first line must name the columns: {}", columns.join("<tab>"));
            return Err(vec![DataError::new(path, head.map(|(i, _)| i), message)]);
        }
        let mut errors = Vec::new();
        let mut rows = Vec::new();
        for (line, text) in lines {
            let mut cells: Vec<&str> = text.split('\t').map(str::trim).collect();
            if cells.len() > columns.len() {
                let message = format!("{} cells, but the table has {} columns", cells.len(), columns.len());
                errors.push(DataError::new(path, line, message));
                continue;
            }
            cells.resize(columns.len(), "");
            rows.push(Row { line, cells });
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
        for (path, bytes) in &self.0 {
            hasher.update(path.as_bytes()).update(&[0]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        }
        SmolStr::new(&hasher.finalize().to_hex()[..16])
    }
}
