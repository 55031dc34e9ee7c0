//! Documents with what is read from them: the files in `tests/cases/*.md`. A case is a heading, an input between `~~~~`
//! lines (named `markdown`, `html`, `text` or `jsonl`), and between `~~~~` lines named `article` what comes out. Run with
//! `UPDATE_CASES=1` to write what comes out into the files, and read the difference.
//!
//! Each case also checks the round trip: every word of the text leads back to bytes that say the same.

mod round_trip;

use sayso_doc::Article;
use sayso_reader::{Format, Options, ReaderWords, read, read_json_lines};
use std::fmt::Write;
use std::path::PathBuf;

#[test]
fn cases() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let words = ReaderWords::embedded();
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "md")) {
        let text = std::fs::read_to_string(file).unwrap();
        let mut out = String::new();
        for part in parts(&text) {
            match part {
                Part::Prose(prose) => out.push_str(prose),
                Part::Case { format, input, want } => {
                    count += 1;
                    let got = render(format, input, &words);
                    if got != want {
                        wrong.push(format!("{}:\n{input}\nwant:\n{want}\ngot:\n{got}", file.display()));
                    }
                    let _ = write!(out, "~~~~{format}\n{input}~~~~\n\n~~~~article\n{got}~~~~\n");
                }
            }
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(file, out).unwrap();
        }
    }
    assert!(count >= 18, "only {count} cases were read");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}

enum Part<'a> {
    Prose(&'a str),
    Case { format: &'a str, input: &'a str, want: &'a str },
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("~~~~") {
        out.push(Part::Prose(&rest[..at]));
        let (format, body) = rest[at + 4..].split_once('\n').expect("a format and a line break");
        let (input, body) = body.split_once("~~~~\n").expect("the end of the input");
        let (want, body) = match body.split_once("~~~~article\n") {
            Some(("\n", body)) => body.split_once("~~~~\n").expect("the end of the article"),
            _ => ("", body),
        };
        out.push(Part::Case { format, input, want });
        rest = body;
    }
    out.push(Part::Prose(rest));
    out
}

fn render(format: &str, input: &str, words: &ReaderWords) -> String {
    let options = Options::default();
    let mut out = String::new();
    let mut add = |result: Result<Article, sayso_reader::ReadError>, raw: &[u8]| {
        if !out.is_empty() {
            out.push('\n');
        }
        match result {
            Ok(article) => {
                round_trip::check(&article, raw);
                out.push_str(&article_as_text(&article));
            }
            Err(error) => {
                let _ = writeln!(out, "error: {error}");
            }
        }
    };
    let one = |format| read(input.as_bytes(), "case", format, &options, words);
    match format {
        "markdown" => add(one(Format::Markdown), input.as_bytes()),
        "html" => add(one(Format::Html), input.as_bytes()),
        "text" => add(one(Format::Text), input.as_bytes()),
        "jsonl" => {
            let lines = input.lines().filter(|l| !l.trim().is_empty());
            for (result, line) in read_json_lines(input.as_bytes(), "case", &options, words).zip(lines) {
                add(result, line.as_bytes());
            }
        }
        other => panic!("no format {other}"),
    }
    out
}

fn article_as_text(article: &Article) -> String {
    let mut out = String::new();
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {value}");
        }
    };
    field("id", article.id.as_deref());
    field("published", article.published.as_ref().map(|p| p.iso.as_str()));
    let authors = article.authors.join(" | ");
    field("authors", Some(authors.as_str()).filter(|a| !a.is_empty()));
    field("publisher", article.publisher.as_deref());
    field("url", article.url.as_deref());
    field("language", article.language.as_deref());
    for warning in &article.warnings {
        field("warning", Some(warning));
    }
    for block in &article.blocks {
        let _ = writeln!(out, "{:?}: {}", block.kind, block.span.of(&article.text));
    }
    out
}
