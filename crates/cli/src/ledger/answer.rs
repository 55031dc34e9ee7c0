//! Answers on standard output: JSON Lines and CSV the same way for all, tables as each question sets them.

use super::LedgerArgs;
use crate::Done;
use crate::args::Color;
use crate::code::{open_file_or_stdout, width};
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, ErrorKind, Write};
use std::ops::ControlFlow;

/// Where an answer comes from and how it is written.
#[derive(Debug, Args)]
pub(crate) struct AnswerArgs {
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
    /// How to write the answer; json is one object a line
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: AnswerFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    Table,
    Json,
    Csv,
}

/// A row of an answer, in JSON by its fields.
pub(crate) trait Answer: Serialize {
    /// The columns of CSV.
    const NAMES: &'static [&'static str];

    /// As many as there are names.
    fn cells(&self) -> Vec<String>;
}

/// What is written, row by row.
pub(crate) struct Page {
    to: Box<dyn Write>,
    format: AnswerFormat,
    pub(crate) width: usize,
    broken: Option<io::Error>,
}

impl Page {
    pub(crate) fn open(format: AnswerFormat, color: Color) -> Result<Self> {
        Ok(Self { to: open_file_or_stdout(None, color)?, format, width: width(), broken: None })
    }

    pub(crate) fn is_table(&self) -> bool {
        self.format == AnswerFormat::Table
    }

    pub(crate) fn is_csv(&self) -> bool {
        self.format == AnswerFormat::Csv
    }

    /// The line of names that CSV begins with.
    pub(crate) fn head(&mut self, names: &[impl AsRef<str>]) {
        if self.format == AnswerFormat::Csv {
            let _ = self.line(&names.iter().map(|n| quoted(n.as_ref())).collect::<Vec<_>>().join(","));
        }
    }

    /// A row, in JSON or CSV. It breaks off where nobody reads on.
    pub(crate) fn row<A: Answer>(&mut self, row: &A) -> ControlFlow<()> {
        let line = match self.format {
            AnswerFormat::Csv => row.cells().iter().map(|c| quoted(c)).collect::<Vec<_>>().join(","),
            _ => serde_json::to_string(row).expect("a row has nothing that JSON has not"),
        };
        self.line(&line)
    }

    pub(crate) fn line(&mut self, line: &str) -> ControlFlow<()> {
        self.text(&format!("{line}\n"))
    }

    pub(crate) fn text(&mut self, text: &str) -> ControlFlow<()> {
        match self.to.write_all(text.as_bytes()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.broken = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    pub(crate) fn finish(mut self) -> Result<Done> {
        match self.broken.map_or_else(|| self.to.flush(), Err) {
            // The reader of the pipe has seen enough.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(error).context("standard output: cannot be written")
            }
            _ => Ok(Done::Everything),
        }
    }
}

/// A cell of CSV.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// What is not known is an empty cell.
pub(crate) fn cell(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}
