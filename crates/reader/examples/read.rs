//! Prints what the reader makes of documents, one JSON object a line: `read [code] [--from FORMAT] [--format json] PATH…`,
//! `-` for standard input. For looking at the reader alone, and for scoring it.

use sayso_reader::{Format, Options, ReadError, ReaderWords, read, read_json_lines};
use std::io::Read;

fn main() -> std::io::Result<()> {
    let mut format = Format::Auto;
    let mut paths = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "code" => {}
            "--from" => format = format_named(&args.next().unwrap_or_default()),
            "--format" => drop(args.next()),
            _ => paths.push(arg),
        }
    }
    let words = ReaderWords::embedded();
    let options = Options::default();
    for path in paths {
        let mut bytes = Vec::new();
        if path == "-" {
            std::io::stdin().read_to_end(&mut bytes)?;
        } else {
            bytes = std::fs::read(&path)?;
        }
        if format.of(&bytes, &path) == Format::JsonLines {
            read_json_lines(&bytes, &path, &options, &words).for_each(print);
        } else {
            print(read(&bytes, &path, format, &options, &words));
        }
    }
    Ok(())
}

fn format_named(name: &str) -> Format {
    match name {
        "markdown" => Format::Markdown,
        "html" => Format::Html,
        "text" => Format::Text,
        "jsonl" => Format::JsonLines,
        _ => Format::Auto,
    }
}

fn print(article: Result<sayso_doc::Article, ReadError>) {
    match article {
        Ok(a) => {
            let document = serde_json::json!({
                "id": a.id, "title": a.title, "authors": a.authors, "publisher": a.publisher, "url": a.url,
                "published": a.published.map(|p| p.iso), "language": a.language, "text": a.text, "source": a.source,
            });
            println!(
                "{}",
                serde_json::json!({
                    "document": document, "warnings": a.warnings,
                    "entities": [], "places": [], "times": [], "quantities": [], "statements": [], "events": [],
                })
            );
        }
        Err(error) => eprintln!("{error}"),
    }
}
