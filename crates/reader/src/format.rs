//! Which format bytes are in.

use std::path::Path;

/// The formats that can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Found out from the ending of the source's name, else from the content.
    #[default]
    Auto,
    Markdown,
    Html,
    Text,
    /// One JSON object a line, each a document.
    JsonLines,
}

impl Format {
    /// The format itself, or what `Auto` comes to for these bytes.
    pub fn of(self, bytes: &[u8], source: &str) -> Self {
        match self {
            Self::Auto => Self::by_ending(source).unwrap_or_else(|| by_content(bytes)),
            format => format,
        }
    }

    /// What the ending of a name says: none for one that is no document's.
    pub fn by_ending(source: &str) -> Option<Self> {
        let ending = Path::new(source).extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "md" | "markdown" | "mkd" | "mdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" | "shtml" => Some(Self::Html),
            "txt" | "text" => Some(Self::Text),
            "jsonl" | "ndjson" | "json" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

fn by_content(bytes: &[u8]) -> Format {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    let lower = start.to_ascii_lowercase();
    if lower.starts_with('{') && lower.contains("\"text\"") {
        return Format::JsonLines;
    }
    let tags = ["<!doctype html", "<html", "<head", "<body", "<article", "<p>", "<p ", "<div"];
    if lower.starts_with('<') && tags.iter().any(|t| lower.contains(t)) {
        return Format::Html;
    }
    let marked = |l: &str| {
        l.starts_with("# ")
            || l.starts_with("## ")
            || l.starts_with("> ")
            || l.contains("](")
            || l.contains("**")
            || l == "---"
    };
    if start.lines().any(marked) { Format::Markdown } else { Format::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_decides_then_the_content() {
        let of = |bytes: &str, source| Format::Auto.of(bytes.as_bytes(), source);
        assert_eq!(of("x", "a/b.HTM"), Format::Html);
        assert_eq!(of("# x", "notes.txt"), Format::Text);
        assert_eq!(of("\u{feff}<!DOCTYPE html><html>", "-"), Format::Html);
        assert_eq!(of("{\"text\": \"x\"}\n", "-"), Format::JsonLines);
        assert_eq!(of("# Talks begin\n\nText", "-"), Format::Markdown);
        assert_eq!(of("Talks begin\n\nText", "-"), Format::Text);
        assert_eq!(Format::Text.of(b"# x", "a.md"), Format::Text);
    }
}
