//! Runs `tests/cases/*.md`: texts with the answers that are right. CONTRIBUTING.md tells how to write them.
//!
//! `cargo test -p sayso --test cases [-- WORDS OF A HEADING]`; with `SAYSO_UPDATE=1` the answers are written anew.

mod file;
mod show;

use file::{Case, CaseFile};
use libtest_mimic::{Arguments, Failed, Trial};
use sayso::coding::Coding;
use sayso::{Config, Format, Options, Pipeline};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::new(&Config::default()).unwrap_or_else(|e| panic!("the pipeline is made: {e}")));

fn main() {
    let arguments = Arguments::from_args();
    let files: Vec<CaseFile> = paths().iter().map(|p| CaseFile::read(p).unwrap_or_else(|e| panic!("{e}"))).collect();
    if std::env::var_os("SAYSO_UPDATE").is_some_and(|v| v == "1") {
        let wanted = |case: &Case| arguments.filter.as_ref().is_none_or(|f| case.name.contains(f.as_str()));
        files.into_iter().for_each(|file| update(file, wanted));
        return;
    }
    let cases = files.into_iter().flat_map(|f| f.cases);
    let trials = cases.map(|case| Trial::test(case.name.clone(), move || check(&case))).collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn paths() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let paths = entries.map(|e| e.expect("the folder can be read").path());
    let mut paths: Vec<PathBuf> = paths.filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    paths.sort();
    paths
}

fn check(case: &Case) -> Result<(), Failed> {
    let coding = code(case)?;
    let mut wrong = String::new();
    for answer in &case.answers {
        let found = show::lines(&coding, &answer.kind)?;
        if found != answer.lines {
            wrong +=
                &format!("\n{}:{}: {}\n{}", case.file, answer.line, answer.kind, difference(&answer.lines, &found));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{wrong}\n(SAYSO_UPDATE=1 writes what was found)").into()) }
}

fn update(mut file: CaseFile, wanted: impl Fn(&Case) -> bool) {
    for case in file.cases.iter_mut().filter(|c| wanted(c)) {
        let coding = code(case).unwrap_or_else(|e| panic!("{}: {e}", case.name));
        for answer in &mut case.answers {
            answer.lines = show::lines(&coding, &answer.kind).unwrap_or_else(|e| panic!("{}: {e}", case.name));
        }
    }
    file.write();
}

fn code(case: &Case) -> Result<Coding, String> {
    let given = |key: &str| case.given.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
    let date = match given("published") {
        Some(date) => Some(sayso::parse_published(&date).ok_or_else(|| format!("published: {date}: no such date"))?),
        None => None,
    };
    let options = Options { date, publisher: given("publisher"), language: given("language"), ..Options::default() };
    let read = |bytes: &[u8], name: &str, format, options: &Options| {
        PIPELINE.read(bytes, name, format, options).map_err(|e| e.to_string())
    };
    let article = match case.markup.as_str() {
        "markdown" => read(case.text.as_bytes(), "case.md", Format::Markdown, &options)?,
        "html" => read(case.text.as_bytes(), "case.html", Format::Html, &options)?,
        // Every paragraph is the article's, and what it is in is not to be guessed from one sentence.
        _ => {
            let line = serde_json::json!({ "text": paragraphs(&case.text), "language": "en" });
            read(line.to_string().as_bytes(), "case.jsonl", Format::JsonLines, &options)?
        }
    };
    Ok(PIPELINE.code(article))
}

/// Paragraphs on a line each, as JSON Lines have them.
fn paragraphs(text: &str) -> String {
    let joined = text.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "));
    joined.collect::<Vec<_>>().join("\n")
}

/// The lines that both have, those only expected (`-`), those only found (`+`), in order.
fn difference(expected: &[String], found: &[String]) -> String {
    let mut common = vec![vec![0usize; found.len() + 1]; expected.len() + 1];
    for i in (0..expected.len()).rev() {
        for j in (0..found.len()).rev() {
            let both = expected[i] == found[j];
            common[i][j] = if both { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, String::new());
    while i < expected.len() || j < found.len() {
        if i < expected.len() && j < found.len() && expected[i] == found[j] {
            out += &format!("    {}\n", expected[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == found.len() || (i < expected.len() && common[i + 1][j] >= common[i][j + 1]) {
            out += &format!("  - {}\n", expected[i]);
            i += 1;
        } else {
            out += &format!("  + {}\n", found[j]);
            j += 1;
        }
    }
    out
}
