//! Documents among what people name: files, folders with all below them, patterns, standard input. A file of JSON Lines
//! is a document a line, read as it is needed.

use sayso_reader::{Format, Known};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Stands for standard input among paths.
pub const STDIN: &str = "-";

/// Whether this is an address of the web, not a path.
pub fn is_address(path: &Path) -> bool {
    let text = path.to_str().unwrap_or_default();
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|s| s == "http" || s == "https")
}

/// A document to be read, or what is already known to be wrong with it.
#[derive(Debug)]
pub enum Task {
    File {
        path: PathBuf,
        format: Format,
    },
    Bytes {
        bytes: Vec<u8>,
        source: String,
        format: Format,
    },
    /// A page of the web. Nothing here fetches it; whoever does makes a [`Task::Page`] of it.
    Address {
        address: String,
        format: Format,
    },
    /// What was fetched, with what came with it.
    Page {
        bytes: Vec<u8>,
        source: String,
        format: Format,
        known: Known,
    },
    /// A line of JSON Lines.
    Line {
        bytes: Vec<u8>,
        source: String,
    },
    Failed(Failure),
}

impl Task {
    /// What the document is called in messages.
    pub fn source(&self) -> String {
        match self {
            Self::File { path, .. } => path.display().to_string(),
            Self::Address { address, .. } => address.clone(),
            Self::Bytes { source, .. } | Self::Page { source, .. } | Self::Line { source, .. } => source.clone(),
            Self::Failed(failure) => failure.source.clone(),
        }
    }
}

/// A document that could not be coded, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The path, `-` for standard input, `path:12` for a line of JSON Lines.
    pub source: String,
    pub message: String,
}

impl Failure {
    fn io(source: String, error: &io::Error, remedy: &str) -> Self {
        Self { source, message: format!("{}; {remedy}", plain(error)) }
    }
}

/// The documents of these paths, in their order; a folder's in the order of their names. What cannot be read is a failure
/// among them and keeps nothing else from being read. Of a line, or of standard input, hardly more than `max_bytes` are
/// taken into memory.
pub fn documents(paths: &[PathBuf], format: Format, max_bytes: usize) -> impl Iterator<Item = Task> + Send + use<> {
    let inputs: Vec<Input> = paths.iter().flat_map(|p| expand(p)).collect();
    inputs.into_iter().flat_map(move |input| open(input, format, max_bytes))
}

/// Hidden files are left out unless the pattern names the dot.
const GLOB: glob::MatchOptions =
    glob::MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// Something to open, or what is wrong with it.
#[derive(Debug)]
enum Input {
    Stdin,
    Address(String),
    File(PathBuf),
    Failed(Failure),
}

fn expand(path: &Path) -> Vec<Input> {
    if path.as_os_str() == STDIN {
        return vec![Input::Stdin];
    }
    if is_address(path) {
        return vec![Input::Address(path.display().to_string())];
    }
    match path.metadata() {
        Ok(about) if about.is_dir() => folder(path),
        Ok(_) => vec![Input::File(path.to_owned())],
        Err(error) => pattern(path).unwrap_or_else(|| {
            let remedy = match error.kind() {
                io::ErrorKind::NotFound => "check the path",
                _ => "check its permissions",
            };
            vec![Input::Failed(Failure::io(path.display().to_string(), &error, remedy))]
        }),
    }
}

/// The files below a folder whose endings tell that they are documents. Hidden files and folders are left out, and links
/// to folders are not followed.
fn folder(path: &Path) -> Vec<Input> {
    let failed =
        |error| vec![Input::Failed(Failure::io(path.display().to_string(), &error, "check the folder's permissions"))];
    let entries = match std::fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return failed(error),
    };
    let mut paths: Vec<PathBuf> = entries.iter().map(std::fs::DirEntry::path).filter(|p| !is_hidden(p)).collect();
    paths.sort();
    (paths.into_iter())
        .flat_map(|path| {
            if path.is_dir() {
                if path.is_symlink() { Vec::new() } else { folder(&path) }
            } else if Format::by_ending(&path.to_string_lossy()).is_some() {
                vec![Input::File(path)]
            } else {
                Vec::new()
            }
        })
        .collect()
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'))
}

/// `news/**/*.html`, where the shell has not written it out. None when it is no pattern.
fn pattern(path: &Path) -> Option<Vec<Input>> {
    let text = path.to_str()?;
    if !text.contains(['*', '?', '[']) {
        return None;
    }
    let failed = |message: String| vec![Input::Failed(Failure { source: text.to_owned(), message })];
    let matches = match glob::glob_with(text, GLOB) {
        Ok(matches) => matches,
        Err(error) => return Some(failed(format!("not a pattern: {error}; quote a path that has these signs in it"))),
    };
    let inputs: Vec<Input> = matches
        .flat_map(|found| match found {
            Ok(path) => expand_found(path),
            Err(e) => {
                vec![Input::Failed(Failure::io(e.path().display().to_string(), e.error(), "check its permissions"))]
            }
        })
        .collect();
    Some(if inputs.is_empty() { failed("no file matches this pattern; check it".to_owned()) } else { inputs })
}

fn expand_found(path: PathBuf) -> Vec<Input> {
    if path.is_dir() { folder(&path) } else { vec![Input::File(path)] }
}

fn open(input: Input, format: Format, max_bytes: usize) -> Box<dyn Iterator<Item = Task> + Send> {
    match input {
        Input::Failed(failure) => Box::new(std::iter::once(Task::Failed(failure))),
        Input::Address(address) => Box::new(std::iter::once(Task::Address { address, format })),
        Input::File(path) => open_file(path, format, max_bytes),
        Input::Stdin => open_stdin(format, max_bytes),
    }
}

fn open_file(path: PathBuf, format: Format, max_bytes: usize) -> Box<dyn Iterator<Item = Task> + Send> {
    let source = path.display().to_string();
    match File::open(&path).map(BufReader::new) {
        // What it holds is seen when it is read.
        Ok(mut file) => match file.fill_buf() {
            Ok(start) if format.of(start, &source) == Format::JsonLines => {
                Box::new(Lines::new(file, source, max_bytes))
            }
            _ => Box::new(std::iter::once(Task::File { path, format })),
        },
        Err(_) => Box::new(std::iter::once(Task::File { path, format })),
    }
}

fn open_stdin(format: Format, max_bytes: usize) -> Box<dyn Iterator<Item = Task> + Send> {
    let mut stdin = BufReader::new(io::stdin());
    let is_lines = stdin.fill_buf().is_ok_and(|start| format.of(start, STDIN) == Format::JsonLines);
    if is_lines {
        return Box::new(Lines::new(stdin, STDIN.to_owned(), max_bytes));
    }
    let mut bytes = Vec::new();
    let task = match stdin.take(one_more(max_bytes)).read_to_end(&mut bytes) {
        Ok(_) => Task::Bytes { bytes, source: STDIN.to_owned(), format },
        Err(error) => Task::Failed(Failure::io(STDIN.to_owned(), &error, "give files instead")),
    };
    Box::new(std::iter::once(task))
}

/// The lines of JSON Lines, each a document; empty ones are passed over.
struct Lines<R> {
    from: Option<BufReader<R>>,
    source: String,
    line: usize,
    max_bytes: usize,
}

impl<R: Read> Lines<R> {
    fn new(from: BufReader<R>, source: String, max_bytes: usize) -> Self {
        Self { from: Some(from), source, line: 0, max_bytes }
    }
}

impl<R: Read> Iterator for Lines<R> {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        loop {
            let from = self.from.as_mut()?;
            let mut bytes = Vec::new();
            let read = from.take(one_more(self.max_bytes)).read_until(b'\n', &mut bytes);
            self.line += 1;
            let source = format!("{}:{}", self.source, self.line);
            match read {
                Ok(0) => {
                    self.from = None;
                    if self.line == 1 {
                        let message = "the file is empty; give one JSON object a line".to_owned();
                        return Some(Task::Failed(Failure { source: self.source.clone(), message }));
                    }
                    return None;
                }
                // The rest of the line; the reader refuses what is there of it.
                Ok(n) if n > self.max_bytes && !bytes.ends_with(b"\n") => {
                    if from.skip_until(b'\n').is_err() {
                        self.from = None;
                    }
                    return Some(Task::Line { bytes, source });
                }
                Ok(_) if bytes.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Task::Line { bytes, source }),
                Err(error) => {
                    self.from = None;
                    return Some(Task::Failed(Failure::io(source, &error, "what comes after it was not read")));
                }
            }
        }
    }
}

/// An error of the system without its number: "no such file or directory".
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Enough for a reader to see that there is more than it takes.
fn one_more(max_bytes: usize) -> u64 {
    (max_bytes as u64).saturating_add(1)
}

/// The bytes of a file, as many as a reader with this limit looks at.
pub(crate) fn load(path: &Path, max_bytes: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    match File::open(path).and_then(|f| f.take(one_more(max_bytes)).read_to_end(&mut bytes)) {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let remedy = "check that it is a file and that you may read it";
            Err(Failure::io(path.display().to_string(), &error, remedy))
        }
    }
}
