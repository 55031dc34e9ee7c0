//! JSON, an object a line: a document's whole record, or PLOVER JSON of an event.

use crate::Encoder;
use sayso_coding::export::plover;
use sayso_coding::record::Record;
use std::io::{self, Write};

/// The record, a line a document.
#[derive(Debug)]
pub struct JsonLines<W>(pub W);

impl<W: Write> Encoder for JsonLines<W> {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, record)?;
        self.0.write_all(b"\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

/// PLOVER JSON, a line an event.
#[derive(Debug)]
pub struct PloverLines<W>(pub W);

impl<W: Write> Encoder for PloverLines<W> {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        for event in plover(record) {
            serde_json::to_writer(&mut self.0, &event)?;
            self.0.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}
