//! Codings in the forms of other programs: tables as CSV and Parquet, JSON Lines, PLOVER JSON, GeoJSON, GDELT's event
//! columns, GraphML. Each form is an [`Encoder`]: records in, one after the other, bytes out.

pub mod csv;
mod gdelt;
mod geojson;
mod graphml;
mod lines;
pub mod parquet;

pub use gdelt::{COLUMNS as GDELT_COLUMNS, Gdelt, Told};
pub use geojson::GeoJson;
pub use graphml::GraphMl;
pub use lines::{JsonLines, PloverLines};

use sayso_coding::record::Record;
use std::io;

/// Takes records as they come; keeps of them no more than the form makes necessary.
pub trait Encoder {
    /// # Errors
    /// When the output cannot be written.
    fn write(&mut self, record: &Record) -> io::Result<()>;

    /// Writes what is left to write.
    ///
    /// # Errors
    /// When the output cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}
