//! The language model and the lexicon, loaded once, and what is done with them to every document.

use crate::headline::{in_plain_letters, with_text};
use crate::inputs::{Failure, Task, load};
use jiff::civil::Date;
use sayso_coding::{Coder, Coding};
use sayso_doc::{Article, Doc, Published};
use sayso_lexicon::{DataError, Files, Lexicon};
use sayso_nlp::Model;
use sayso_reader::{Format, Options, ReadError, ReaderWords, read_json_line};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use thiserror::Error;

pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The language that is coded.
const ENGLISH: &str = "en";

/// What to work with in place of what the program brings along.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// A folder with a converted language model.
    pub model: Option<PathBuf>,
    /// A folder in place of the embedded `data/`.
    pub data: Option<PathBuf>,
    /// Tables of actors, in the forms of `data/actors/`, that go on top of those in `data`.
    pub actors: Vec<PathBuf>,
}

impl Config {
    /// The data files and the tables of actors on top of them.
    ///
    /// # Errors
    /// When a file or folder cannot be read.
    pub fn files(&self) -> Result<Files, Error> {
        let mut files = data_files(self.data.as_deref())?;
        for path in &self.actors {
            let bytes = std::fs::read(path).map_err(|error| Error::ActorsFile { path: path.clone(), error })?;
            files.add_actors(path.display().to_string(), bytes);
        }
        Ok(files)
    }

    /// What is wrong with those files, named as people know them.
    pub fn data_errors(&self, errors: &[DataError]) -> Error {
        data_errors(self.data.as_deref().unwrap_or(Path::new("data")), errors)
    }
}

/// A date of publication written as an ISO date or date-time.
pub fn parse_published(text: &str) -> Option<Published> {
    let date = text.parse::<Date>().ok()?;
    Some(Published { date, iso: text.to_owned() })
}

/// What keeps a pipeline from being made.
#[derive(Debug, Error)]
pub enum Error {
    #[error("{}: {source}; give a folder made by `xtask convert-model`", path.display())]
    ModelFile { path: PathBuf, source: std::io::Error },
    #[error("{}: {message}", path.display())]
    Model { path: PathBuf, message: String },
    #[error("{}: {source}; give a folder made like `data/` of the source", path.display())]
    DataFolder { path: PathBuf, source: std::io::Error },
    #[error("{}: {error}; give tables of actors in a form of `data/actors/`", path.display())]
    ActorsFile { path: PathBuf, error: std::io::Error },
    #[error("{}", lines(errors))]
    Data { errors: Vec<String> },
}

fn lines(errors: &[String]) -> String {
    errors.join("\n")
}

/// Everything that coding a document takes. Shared between threads.
pub struct Pipeline {
    model: Model,
    lexicon: Lexicon,
    words: ReaderWords,
    coder: Coder,
}

impl Pipeline {
    /// # Errors
    /// When the model or the data cannot be read or are wrong: names the file, the line and the remedy.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let model = match &config.model {
            Some(folder) => load_model(folder)?,
            None => Model::from_embedded().expect("the model in the program is tested"),
        };
        let files = config.files()?;
        let lexicon = Lexicon::load(&files).map_err(|errors| config.data_errors(&errors))?;
        let words = ReaderWords::from_files(|file| files.text(file).ok())
            .map_err(|e| Error::Data { errors: vec![e.to_string()] })?;
        let model =
            model.keeping_domains(lexicon.grammar.domains()).keeping_abbreviations(lexicon.grammar.abbreviations());
        let coder = Coder { version: VERSION.into(), model: model.name().into(), knowledge: lexicon.knowledge.clone() };
        Ok(Self { model, lexicon, words, coder })
    }

    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    pub fn reader_words(&self) -> &ReaderWords {
        &self.words
    }

    /// The article in the bytes of a document.
    ///
    /// # Errors
    /// When there is none, or it is larger than the limits allow: names the source, the place and the remedy.
    pub fn read(&self, bytes: &[u8], source: &str, format: Format, options: &Options) -> Result<Article, ReadError> {
        sayso_reader::read(bytes, source, format, options, &self.words)
    }

    /// Reads a document and codes it. Whatever goes wrong is told of this document; others are not touched by it.
    ///
    /// # Errors
    /// When the document cannot be read: names the source and the remedy.
    pub fn run(&self, task: Task, options: &Options) -> Result<Coding, Failure> {
        let source = task.source();
        // A panic is an error of the program. It must not take the rest of a long batch with it.
        let coded = catch_unwind(AssertUnwindSafe(|| Ok(self.code(self.read_task(task, options)?))));
        coded.unwrap_or_else(|_| {
            Err(Failure { source, message: "the program failed on it; please report the document".to_owned() })
        })
    }

    /// What codes: program, model and knowledge.
    pub fn coder(&self) -> &Coder {
        &self.coder
    }

    /// The article of a document. Whatever goes wrong is told of this document; others are not touched by it.
    ///
    /// # Errors
    /// When the document cannot be read: names the source and the remedy.
    pub fn article(&self, task: Task, options: &Options) -> Result<Article, Failure> {
        let source = task.source();
        let read = catch_unwind(AssertUnwindSafe(|| self.read_task(task, options)));
        read.unwrap_or_else(|_| {
            Err(Failure { source, message: "the program failed on it; please report the document".to_owned() })
        })
    }

    fn read_task(&self, task: Task, options: &Options) -> Result<Article, Failure> {
        let read = match task {
            Task::Failed(failure) => return Err(failure),
            Task::Address { address, .. } => {
                let message = "was not fetched; save the page and give the file".to_owned();
                return Err(Failure { source: address, message });
            }
            Task::File { path, format } => {
                self.read(&load(&path, options.limits.raw)?, &path.display().to_string(), format, options)
            }
            Task::Bytes { bytes, source, format } => self.read(&bytes, &source, format, options),
            Task::Page { bytes, source, format, known } => {
                self.read(&bytes, &source, format, &Options { known, ..options.clone() })
            }
            Task::Line { bytes, source } => read_json_line(&bytes, &source, options, &self.words),
        };
        read.map_err(|ReadError { source_name, kind }| Failure { source: source_name, message: kind.to_string() })
    }

    /// The language analysis of a text whose paragraphs are parted by blank lines.
    pub fn analyze(&self, text: &str) -> Doc {
        self.model.analyze(text.to_owned())
    }

    /// Codes an article. One that is known not to be English gets no events and a warning.
    pub fn code(&self, mut article: Article) -> Coding {
        if article.id.is_none() {
            article.id = Some(content_id(&article));
        }
        if let Some(language) = article.language.as_deref().filter(|l| !is_english(l)) {
            article.warnings.push(format!("the text is not English ({language}), so nothing was coded"));
            return uncoded(article, self.coder.clone());
        }
        let title = article.title.as_deref().unwrap_or_default();
        let doc = match in_plain_letters(&article.text, title, &self.lexicon) {
            Some(plain) => with_text(&self.model.analyze(plain), &article.text, title, &self.lexicon),
            None => self.model.analyze(article.text.clone()),
        };
        sayso_coder::code(article, &doc, &self.lexicon, self.coder.clone())
    }
}

/// `en`, `en-GB`, `en_US`.
fn is_english(language: &str) -> bool {
    language.split(['-', '_']).next().is_some_and(|l| l.eq_ignore_ascii_case(ENGLISH))
}

fn uncoded(article: Article, coder: Coder) -> Coding {
    let warnings = article.warnings.clone();
    Coding {
        coder,
        article,
        entities: Vec::new(),
        places: Vec::new(),
        times: Vec::new(),
        quantities: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        warnings,
    }
}

/// The same text from the same publisher of the same date is the same document, wherever it was read.
fn content_id(article: &Article) -> String {
    let published = article.published.as_ref().map_or("", |p: &Published| p.iso.as_str());
    let mut hasher = blake3::Hasher::new();
    for part in [&article.text, article.publisher.as_deref().unwrap_or_default(), published] {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    format!("b3:{}", &hasher.finalize().to_hex()[..32])
}

fn data_errors(folder: &Path, errors: &[DataError]) -> Error {
    let shown = |e: &DataError| {
        let line = e.line.map(|l| format!(":{l}")).unwrap_or_default();
        let file = if e.own { PathBuf::from(&e.file) } else { folder.join(&e.file) };
        format!("{}{line}: {}", file.display(), e.message)
    };
    Error::Data { errors: errors.iter().map(shown).collect() }
}

/// The data files of a folder, or those in the program.
///
/// # Errors
/// When a file or folder cannot be read.
pub fn data_files(folder: Option<&Path>) -> Result<Files, Error> {
    folder.map_or_else(|| Ok(Files::embedded()), read_folder)
}

/// All files below a folder, by their path below it.
fn read_folder(folder: &Path) -> Result<Files, Error> {
    let mut files = Files::default();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        let at = |source| Error::DataFolder { path: path.clone(), source };
        for entry in std::fs::read_dir(&path).map_err(at)? {
            let path = entry.map_err(at)?.path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).map_err(|source| Error::DataFolder { path: path.clone(), source })?;
            let below = path.strip_prefix(folder).expect("it was found below the folder");
            files.insert(below.to_string_lossy().replace('\\', "/"), bytes);
        }
    }
    Ok(files)
}

const MODEL_FILES: [&str; 2] = ["model.json", "model.safetensors"];

fn load_model(folder: &Path) -> Result<Model, Error> {
    let [json, weights] = MODEL_FILES.map(|name| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|source| Error::ModelFile { path, source })
    });
    Model::from_parts(&json?, &weights?).map_err(|e| Error::Model { path: folder.to_owned(), message: e.to_string() })
}
