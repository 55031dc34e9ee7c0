//! News text in, political events out, each with the words it stands on and on whose word it is said.
//!
//! ```no_run
//! use sayso::{Config, Format, Options, Pipeline};
//!
//! let pipeline = Pipeline::new(&Config::default())?;
//! let article = pipeline.read(&std::fs::read("article.md")?, "article.md", Format::Auto, &Options::default())?;
//! for event in &pipeline.code(article).events {
//!     println!("{} {}", event.kind, event.status);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Pipeline`] holds the language model and the lexicon and codes documents; [`documents`] finds them among files,
//! folders and standard input; [`in_order`] codes many at once.

mod batch;
mod check;
mod headline;
mod inputs;
mod pipeline;

pub use batch::{Batches, in_batches, in_order};
pub use check::{Complaint, Report, check_examples};
pub use inputs::{Failure, STDIN, Task, documents, is_address};
pub use pipeline::{Config, Error, Pipeline, VERSION, data_files, parse_published};
pub use sayso_coding as coding;
pub use sayso_doc::{Article, Block, BlockKind, Doc, Published, Span};
pub use sayso_lexicon as lexicon;
pub use sayso_reader::{Format, Known, Limits, Options, ReadError};
