//! `sayso lexicon`: checks the data files, and shows what they say of a word.

use crate::args::{Color, LexiconCommand};
use crate::code::color_choice;
use crate::{Done, style};
use anstream::AutoStream;
use anyhow::{Result, bail};
use sayso::{Config, Pipeline};
use std::fmt::Write as _;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

pub(crate) fn run(command: &LexiconCommand, color: Color) -> Result<Done> {
    match command {
        LexiconCommand::Check { dir, model } => check(dir.as_deref(), model.as_deref()),
        LexiconCommand::Show { word, data } => show(word, data.as_deref(), color),
    }
}

fn check(dir: Option<&Path>, model: Option<&Path>) -> Result<Done> {
    let config = Config { model: model.map(Path::to_owned), data: dir.map(Path::to_owned), actors: Vec::new() };
    let pipeline = match Pipeline::new(&config) {
        Ok(pipeline) => pipeline,
        Err(sayso::Error::Data { errors }) => {
            for error in &errors {
                println!("{error}");
            }
            println!("{} errors", errors.len());
            return Ok(Done::NotAll);
        }
        Err(error) => return Err(error.into()),
    };
    let folder = dir.map_or_else(|| PathBuf::from("data"), Path::to_owned);
    let report = sayso::check_examples(&pipeline);
    for complaint in &report.complaints {
        println!("{}", folder.join(complaint.to_string()).display());
    }
    let frames = pipeline.lexicon().frames.all().len();
    let (wrong, error, good) = (report.complaints.len(), style::ERROR, style::GOOD);
    let all = format!("{} sentences of {frames} frames", report.sentences);
    if wrong > 0 {
        anstream::println!("{error}{wrong} of {all} are not coded as they should be{error:#}");
        return Ok(Done::NotAll);
    }
    anstream::println!("{good}right{good:#}: the data files, and {all}");
    Ok(Done::Everything)
}

fn show(word: &str, data: Option<&Path>, color: Color) -> Result<Done> {
    if word.trim().is_empty() {
        bail!("no word given");
    }
    let files = sayso::data_files(data)?;
    let folder = data.map_or_else(|| PathBuf::from("data"), Path::to_owned);
    let mut text = String::new();
    for path in files.under("", "") {
        let Ok(content) = files.text(path) else { continue };
        for Entry { line, shown } in entries(path, content, word) {
            let (id, plain) = (style::SOURCE, anstyle::Style::new());
            writeln!(text, "{id}{}:{line}{id:#}", folder.join(path).display())?;
            for line in shown {
                writeln!(text, "  {plain}{line}")?;
            }
        }
    }
    if text.is_empty() {
        println!("no entry with “{word}”");
        return Ok(Done::NotAll);
    }
    let mut out = AutoStream::new(stdout().lock(), color_choice(color, &stdout()));
    match out.write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Done::Everything),
    }
}

/// What a data file says in one place.
struct Entry {
    line: usize,
    shown: Vec<String>,
}

fn entries(path: &str, content: &str, word: &str) -> Vec<Entry> {
    match Path::new(path).extension().and_then(|e| e.to_str()) {
        Some("tsv") => rows(content, word),
        Some("toml") => tables(content, word),
        _ => Vec::new(),
    }
}

/// The rows of a table in which a cell has the word, with the names of their columns.
fn rows(content: &str, word: &str) -> Vec<Entry> {
    let mut lines = content.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
    let Some((_, head)) = lines.next() else { return Vec::new() };
    let columns: Vec<&str> = head.split('\t').collect();
    (lines.filter(|(_, line)| has_word(line, word)))
        .map(|(i, line)| {
            let cells = columns.iter().zip(line.split('\t')).filter(|(_, cell)| !cell.is_empty());
            Entry { line: i + 1, shown: cells.map(|(column, cell)| format!("{column}: {cell}")).collect() }
        })
        .collect()
}

/// The tables of a TOML file in which the word stands; at its top, the lines.
fn tables(content: &str, word: &str) -> Vec<Entry> {
    let lines: Vec<&str> = content.lines().collect();
    let mut starts: Vec<usize> = (0..lines.len()).filter(|&i| lines[i].starts_with('[')).collect();
    let top = starts.first().copied().unwrap_or(lines.len());
    starts.push(lines.len());
    let has = |line: &&str| !line.trim_start().starts_with('#') && has_word(line, word);
    let top = (0..top).filter(|&i| has(&lines[i])).map(|i| Entry { line: i + 1, shown: vec![lines[i].to_owned()] });
    let below = starts.windows(2).filter(|w| lines[w[0]..w[1]].iter().any(has)).map(|w| {
        let shown = lines[w[0]..w[1]].iter().filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
        Entry { line: w[0] + 1, shown: shown.map(|l| (*l).to_owned()).collect() }
    });
    top.chain(below).collect()
}

/// Whether the word stands there whole, in either case.
fn has_word(line: &str, word: &str) -> bool {
    let (line, word) = (line.to_lowercase(), word.to_lowercase());
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    line.match_indices(&word).any(|(at, found)| {
        !is_part(line[..at].chars().next_back()) && !is_part(line[at + found.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_shown_with_its_columns() {
        let found = rows("# people\nname\tcountry\nAda Bell\tGBR\nBo Abel\tSWE\n", "bell");
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].line, found[0].shown.as_slice()),
            (3, ["name: Ada Bell".to_owned(), "country: GBR".to_owned()].as_slice())
        );
    }

    #[test]
    fn a_table_is_shown_whole() {
        let found = tables("[[cue]]\nlemma = \"say\"\n\n[[cue]]\nlemma = \"deny\"\nvouches = \"denies\"\n", "deny");
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].line, found[0].shown.len()), (4, 3));
    }
}
