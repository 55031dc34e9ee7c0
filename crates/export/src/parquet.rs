//! Tables as Parquet with Arrow's types: codes are dictionaries, and beside each date stand its first and last day, as days.

use crate::Encoder;
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder, StringDictionaryBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use jiff::civil::{Date, date};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use sayso_coding::period::days;
use sayso_coding::record::Record;
use sayso_coding::tables::{Cell, Column, Kind, TABLES, Table};
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Rows that are turned into columns at once.
const BATCH_ROWS: usize = 8192;
/// What a group of rows may take in memory before it is written; texts make groups short.
const GROUP_BYTES: usize = 64 << 20;

/// One file a table in a folder.
pub struct Folder(Vec<TableFile>);

impl Folder {
    /// Creates the folder where it does not exist, and its files.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(path)?;
        TABLES.iter().map(|table| TableFile::create(path, table)).collect::<io::Result<_>>().map(Self)
    }
}

impl Encoder for Folder {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        self.0.iter_mut().try_for_each(|file| file.write(record))
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.into_iter().try_for_each(TableFile::finish)
    }
}

struct TableFile {
    table: &'static Table,
    schema: Arc<Schema>,
    columns: Vec<Builder>,
    rows: usize,
    /// Bytes of words that wait.
    waiting: usize,
    writer: ArrowWriter<File>,
}

impl TableFile {
    fn create(folder: &Path, table: &'static Table) -> io::Result<Self> {
        let fields: Vec<Field> = table.columns.iter().flat_map(fields).collect();
        let schema = Arc::new(Schema::new(fields));
        let columns = table.columns.iter().map(|c| Builder::new(c.kind)).collect();
        let file = File::create(folder.join(table.name).with_extension("parquet"))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(broken)?;
        Ok(Self { table, schema, columns, rows: 0, waiting: 0, writer })
    }

    fn write(&mut self, record: &Record) -> io::Result<()> {
        for row in self.table.rows(record) {
            for (column, cell) in self.columns.iter_mut().zip(&row) {
                column.add(cell);
                self.waiting += if let Cell::Text(text) = cell { text.len() } else { 0 };
            }
            self.rows += 1;
            if self.rows == BATCH_ROWS || self.waiting > GROUP_BYTES {
                self.batch()?;
            }
        }
        Ok(())
    }

    /// Hands the rows that wait to the writer.
    fn batch(&mut self) -> io::Result<()> {
        (self.rows, self.waiting) = (0, 0);
        let arrays: Vec<ArrayRef> = self.columns.iter_mut().flat_map(Builder::finish).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), arrays).map_err(io::Error::other)?;
        self.writer.write(&batch).map_err(broken)?;
        if self.writer.in_progress_size() > GROUP_BYTES {
            self.writer.flush().map_err(broken)?;
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.batch()?;
        }
        self.writer.close().map(drop).map_err(broken)
    }
}

/// The error of the file below, where it is one.
fn broken(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

/// A column's fields; a date has three.
fn fields(column: &Column) -> Vec<Field> {
    let field = |kind| vec![Field::new(column.name, kind, true)];
    match column.kind {
        Kind::Words => field(DataType::Utf8),
        Kind::Code => field(DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))),
        Kind::Int => field(DataType::Int64),
        Kind::Real => field(DataType::Float64),
        Kind::Flag => field(DataType::Boolean),
        Kind::Date => {
            let day = |end| Field::new(format!("{}_{end}", column.name), DataType::Date32, true);
            vec![Field::new(column.name, DataType::Utf8, true), day("first"), day("last")]
        }
    }
}

/// The values of a column that wait.
enum Builder {
    Words(StringBuilder),
    Code(StringDictionaryBuilder<Int32Type>),
    Int(Int64Builder),
    Real(Float64Builder),
    Flag(BooleanBuilder),
    Date(StringBuilder, Date32Builder, Date32Builder),
}

impl Builder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Words => Self::Words(StringBuilder::new()),
            Kind::Code => Self::Code(StringDictionaryBuilder::new()),
            Kind::Int => Self::Int(Int64Builder::new()),
            Kind::Real => Self::Real(Float64Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
            Kind::Date => Self::Date(StringBuilder::new(), Date32Builder::new(), Date32Builder::new()),
        }
    }

    /// A cell of another kind than the column's is a missing value.
    fn add(&mut self, cell: &Cell) {
        let text = if let Cell::Text(text) = cell { Some(text.as_ref()) } else { None };
        match self {
            Self::Words(column) => column.append_option(text),
            Self::Code(column) => column.append_option(text),
            Self::Int(column) => column.append_option(if let Cell::Int(n) = cell { Some(*n) } else { None }),
            Self::Real(column) => column.append_option(if let Cell::Real(x) = cell { Some(*x) } else { None }),
            Self::Flag(column) => column.append_option(if let Cell::Flag(flag) = cell { Some(*flag) } else { None }),
            Self::Date(column, first, last) => {
                let days = text.and_then(days);
                column.append_option(text);
                first.append_option(days.map(|(day, _)| since_epoch(day)));
                last.append_option(days.map(|(_, day)| since_epoch(day)));
            }
        }
    }

    fn finish(&mut self) -> Vec<ArrayRef> {
        match self {
            Self::Words(column) => vec![Arc::new(column.finish())],
            Self::Code(column) => vec![Arc::new(column.finish())],
            Self::Int(column) => vec![Arc::new(column.finish())],
            Self::Real(column) => vec![Arc::new(column.finish())],
            Self::Flag(column) => vec![Arc::new(column.finish())],
            Self::Date(column, first, last) => {
                vec![Arc::new(column.finish()), Arc::new(first.finish()), Arc::new(last.finish())]
            }
        }
    }
}

fn since_epoch(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}
