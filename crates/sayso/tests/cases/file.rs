//! The form of a file of cases: headings, fenced texts, fenced answers; all other words are for readers.

use std::path::{Path, PathBuf};

const MARKUPS: &[&str] = &["text", "markdown", "html"];
const GIVEN: &[&str] = &["published", "publisher", "language"];

/// A text and what is to be found in it.
pub(crate) struct Case {
    /// File and heading.
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) markup: String,
    /// What is known beforehand: `published: 2022-02-02`.
    pub(crate) given: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) answers: Vec<Answer>,
}

/// A fenced block of one kind of answer.
pub(crate) struct Answer {
    pub(crate) kind: String,
    /// Line of the fence, counted from 1.
    pub(crate) line: usize,
    pub(crate) lines: Vec<String>,
    /// How many lines it has in the file.
    old_len: usize,
}

pub(crate) struct CaseFile {
    path: PathBuf,
    content: String,
    pub(crate) cases: Vec<Case>,
}

impl CaseFile {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let content = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let cases = cases(&file, &content)?;
        Ok(Self { path: path.to_owned(), content, cases })
    }

    /// Puts the answers as they are now in the place of the old ones.
    pub(crate) fn write(&self) {
        let mut lines: Vec<String> = self.content.lines().map(str::to_owned).collect();
        let mut answers: Vec<&Answer> = self.cases.iter().flat_map(|c| &c.answers).collect();
        answers.sort_by_key(|a| std::cmp::Reverse(a.line));
        for answer in answers {
            lines.splice(answer.line..answer.line + answer.old_len, answer.lines.iter().cloned());
        }
        let content = lines.join("\n") + "\n";
        if content != self.content {
            std::fs::write(&self.path, content).unwrap_or_else(|e| panic!("{}: {e}", self.path.display()));
        }
    }
}

fn cases(file: &str, content: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut heading = String::new();
    for piece in pieces(content) {
        let at = |message: String| format!("{file}:{}: {message}", piece.line);
        match piece.what {
            What::Heading(text) => heading = text,
            What::Fenced { info, lines } if MARKUPS.contains(&info.as_str()) => {
                let base = format!("{}: {heading}", file.trim_end_matches(".md"));
                let same = cases.iter().filter(|c| c.name == base || c.name.starts_with(&format!("{base} ("))).count();
                let name = if same == 0 { base } else { format!("{base} ({})", same + 1) };
                let (given, text) = given(&lines);
                cases.push(Case { name, file: file.to_owned(), markup: info, given, text, answers: Vec::new() });
            }
            What::Fenced { info, lines } => {
                if !crate::show::KINDS.contains(&info.as_str()) {
                    let known = crate::show::KINDS.join(", ");
                    return Err(at(format!("a block of kind {info:?}; there are text, markdown, html and {known}")));
                }
                let case = cases.last_mut().ok_or_else(|| at(format!("{info} of what? no text comes before")))?;
                let old_len = lines.len();
                let lines = lines.into_iter().map(|l| l.trim_end().to_owned()).filter(|l| !l.is_empty()).collect();
                case.answers.push(Answer { kind: info, line: piece.line, lines, old_len });
            }
        }
    }
    match cases.iter().find(|c| c.answers.is_empty()) {
        Some(case) => Err(format!("{file}: {:?} has no answers", case.name)),
        None => Ok(cases),
    }
}

struct Piece {
    line: usize,
    what: What,
}

enum What {
    Heading(String),
    Fenced { info: String, lines: Vec<String> },
}

fn pieces(content: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut lines = content.lines().enumerate();
    while let Some((i, line)) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let inside = lines.by_ref().map(|(_, l)| l).take_while(|l| !l.starts_with("```"));
            let fenced = What::Fenced { info: info.trim().to_owned(), lines: inside.map(str::to_owned).collect() };
            pieces.push(Piece { line: i + 1, what: fenced });
        } else if line.starts_with('#') {
            pieces.push(Piece { line: i + 1, what: What::Heading(line.trim_start_matches('#').trim().to_owned()) });
        }
    }
    pieces
}

/// The lines `key: value` at the top, and the text below them.
fn given(lines: &[String]) -> (Vec<(String, String)>, String) {
    let pair = |line: &String| {
        let (key, value) = line.split_once(": ")?;
        GIVEN.contains(&key).then(|| (key.to_owned(), value.trim().to_owned()))
    };
    let given: Vec<_> = lines.iter().map_while(pair).collect();
    let text = lines[given.len()..].join("\n");
    (given, text.trim_matches('\n').to_owned())
}
