//! Flat tables as CSV (RFC 4180, with line feeds).

use crate::Encoder;
use sayso_coding::record::Record;
use sayso_coding::tables::{Cell, TABLES, Table};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The line of the names of columns.
///
/// # Errors
/// When the output cannot be written.
pub fn write_header(out: &mut impl Write, table: &Table) -> io::Result<()> {
    let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    writeln!(out, "{}", names.join(","))
}

/// A record's rows of a table.
///
/// # Errors
/// When the output cannot be written.
pub fn write_rows(out: &mut impl Write, table: &Table, record: &Record) -> io::Result<()> {
    for row in table.rows(record) {
        for (i, cell) in row.iter().enumerate() {
            if i > 0 {
                out.write_all(b",")?;
            }
            write_cell(out, cell)?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn write_cell(out: &mut impl Write, cell: &Cell) -> io::Result<()> {
    match cell {
        Cell::Null => Ok(()),
        Cell::Int(n) => write!(out, "{n}"),
        Cell::Real(x) => write!(out, "{x}"),
        Cell::Flag(flag) => write!(out, "{flag}"),
        Cell::Text(text) if text.contains([',', '"', '\n', '\r']) => write!(out, "\"{}\"", text.replace('"', "\"\"")),
        // An empty text is not a missing one.
        Cell::Text(text) if text.is_empty() => out.write_all(b"\"\""),
        Cell::Text(text) => out.write_all(text.as_bytes()),
    }
}

/// One file a table in a folder.
#[derive(Debug)]
pub struct Folder(Vec<(&'static Table, BufWriter<File>)>);

impl Folder {
    /// Creates the folder where it does not exist, and the files of the tables that are wanted.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn create(path: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<Self> {
        std::fs::create_dir_all(path)?;
        let mut files = Vec::new();
        for table in TABLES.iter().filter(|t| wanted(t.name)) {
            let mut file = BufWriter::new(File::create(path.join(table.name).with_extension("csv"))?);
            write_header(&mut file, table)?;
            files.push((table, file));
        }
        Ok(Self(files))
    }
}

impl Encoder for Folder {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|(table, file)| write_rows(file, table, record))
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.into_iter().try_for_each(|(_, mut file)| file.flush())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: Cell) -> String {
        let mut out = Vec::new();
        write_cell(&mut out, &cell).expect("memory takes everything");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn cells_with_signs_of_the_form_are_quoted() {
        assert_eq!(written(Cell::Text("Peru, Chile".into())), "\"Peru, Chile\"");
        assert_eq!(written(Cell::Text("the \"front\"".into())), "\"the \"\"front\"\"\"");
        assert_eq!(written(Cell::Text("two\nlines".into())), "\"two\nlines\"");
        assert_eq!(written(Cell::Text("Peru".into())), "Peru");
    }

    #[test]
    fn a_missing_value_differs_from_an_empty_text() {
        assert_eq!(written(Cell::Null), "");
        assert_eq!(written(Cell::Text("".into())), "\"\"");
    }

    #[test]
    fn figures_are_written_without_loss() {
        assert_eq!(written(Cell::Real(-3.5)), "-3.5");
        assert_eq!(written(Cell::Real(1000000000.0)), "1000000000");
    }
}
