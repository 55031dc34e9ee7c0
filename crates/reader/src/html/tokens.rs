//! HTML into tags and texts, each with its place in the source. Takes any input, in one pass.

use std::borrow::Cow;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Text in which entities stand for characters.
    Text(Range<usize>),
    /// The content of a script or style element: no entities.
    Raw(Range<usize>),
    Start {
        name: Cow<'a, str>,
        attributes: Range<usize>,
        closes_itself: bool,
    },
    End {
        name: Cow<'a, str>,
    },
}

/// Elements whose content is not markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"];

pub(crate) struct Tokens<'a> {
    source: &'a str,
    at: usize,
    /// The raw element that was just opened.
    raw: Option<Cow<'a, str>>,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source, at: 0, raw: None }
    }

    fn raw_text(&mut self, name: &str) -> Range<usize> {
        let start = self.at;
        let bytes = self.source.as_bytes();
        let end = memchr::memmem::find_iter(&bytes[start..], b"</")
            .map(|i| start + i)
            .find(|i| {
                bytes[i + 2..].len() >= name.len() && bytes[i + 2..][..name.len()].eq_ignore_ascii_case(name.as_bytes())
            })
            .unwrap_or(bytes.len());
        self.at = end;
        start..end
    }

    /// Past what is no element: a comment, a doctype, a processing instruction.
    fn skip_markup(&mut self) {
        let rest = &self.source[self.at..];
        let length = if let Some(body) = rest.strip_prefix("<!--") {
            // "<!-->" is a whole comment.
            let end = if body.starts_with('>') {
                Some(1)
            } else {
                memchr::memmem::find(body.as_bytes(), b"-->").map(|i| i + 3)
            };
            end.map(|i| 4 + i)
        } else if rest.starts_with("<![CDATA[") {
            memchr::memmem::find(rest.as_bytes(), b"]]>").map(|i| i + 3)
        } else {
            memchr::memchr(b'>', rest.as_bytes()).map(|i| i + 1)
        };
        self.at += length.unwrap_or(rest.len());
    }

    /// The end of a tag that begins before `at`: past the `>` that no quotation holds.
    fn tag_end(&self, mut at: usize) -> usize {
        let bytes = self.source.as_bytes();
        while at < bytes.len() {
            match bytes[at] {
                b'>' => return at,
                // A value's quotation mark follows "="; elsewhere it is just a character.
                b'=' => {
                    at += 1;
                    while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                        at += 1;
                    }
                    if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
                        at = memchr::memchr(*quote, &bytes[at + 1..]).map_or(bytes.len(), |i| at + 1 + i + 1);
                    }
                }
                _ => at += 1,
            }
        }
        at
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw.take() {
            let content = self.raw_text(&name);
            if !content.is_empty() {
                let decoded = matches!(&*name, "title" | "textarea");
                return Some(if decoded { Token::Text(content) } else { Token::Raw(content) });
            }
        }
        let bytes = self.source.as_bytes();
        while self.at < bytes.len() {
            let start = self.at;
            let mut open = start;
            let after = loop {
                match memchr::memchr(b'<', &bytes[open..]) {
                    None => {
                        self.at = bytes.len();
                        return Some(Token::Text(start..self.at));
                    }
                    Some(i) => {
                        open += i;
                        match bytes.get(open + 1) {
                            Some(b) if b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?') => break *b,
                            _ => open += 1, // "3 < 4"
                        }
                    }
                }
            };
            if open > start {
                self.at = open;
                return Some(Token::Text(start..open));
            }
            match after {
                b'!' | b'?' => self.skip_markup(),
                b'/' => {
                    let name_end = name_end(bytes, open + 2);
                    self.at = (self.tag_end(name_end) + 1).min(bytes.len());
                    if name_end > open + 2 {
                        return Some(Token::End { name: lower(&self.source[open + 2..name_end]) });
                    }
                }
                _ => {
                    let name_end = name_end(bytes, open + 1);
                    let end = self.tag_end(name_end);
                    self.at = (end + 1).min(bytes.len());
                    let name = lower(&self.source[open + 1..name_end]);
                    let closes_itself = end > name_end && bytes[end - 1] == b'/';
                    if RAW.contains(&&*name) {
                        self.raw = Some(name.clone());
                    }
                    return Some(Token::Start { name, attributes: name_end..end, closes_itself });
                }
            }
        }
        None
    }
}

fn name_end(bytes: &[u8], from: usize) -> usize {
    let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
    bytes[from..].iter().position(is_end).map_or(bytes.len(), |i| from + i)
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// The attributes in a tag: name and where its value stands.
pub(crate) fn attributes(source: &str, range: Range<usize>) -> impl Iterator<Item = (&str, Range<usize>)> {
    let bytes = source.as_bytes();
    let mut at = range.start;
    let end = range.end;
    std::iter::from_fn(move || {
        while at < end && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
            at += 1;
        }
        if at >= end {
            return None;
        }
        let start = at;
        at += 1; // A name may begin with "=".
        while at < end && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b'=' | b'/') {
            at += 1;
        }
        let name = source.get(start..at)?;
        let name_end = at;
        while at < end && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        if at >= end || bytes[at] != b'=' {
            at = name_end.max(at);
            return Some((name, name_end..name_end));
        }
        at += 1;
        while at < end && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        match bytes.get(at).filter(|_| at < end) {
            Some(quote @ (b'"' | b'\'')) => {
                let from = at + 1;
                let to = memchr::memchr(*quote, &bytes[from..end]).map_or(end, |i| from + i);
                at = (to + 1).min(end);
                Some((name, from..to))
            }
            _ => {
                let from = at;
                while at < end && !bytes[at].is_ascii_whitespace() {
                    at += 1;
                }
                Some((name, from..at))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(source: &str) -> Vec<String> {
        Tokens::new(source)
            .map(|t| match t {
                Token::Text(r) => format!("text {}", &source[r]),
                Token::Raw(r) => format!("raw {}", &source[r]),
                Token::Start { name, attributes: a, .. } => {
                    let list: Vec<String> = attributes(source, a).map(|(n, v)| format!("{n}={}", &source[v])).collect();
                    format!("<{name} {}>", list.join(","))
                }
                Token::End { name } => format!("</{name}>"),
            })
            .collect()
    }

    #[test]
    fn tags_texts_and_attributes() {
        assert_eq!(
            shapes("<!DOCTYPE html><P class='a b' id=c hidden data-x=\"1>2\">3 < 4 &amp; <b>so</B></p><br/>"),
            ["<p class=a b,id=c,hidden=,data-x=1>2>", "text 3 < 4 &amp; ", "<b >", "text so", "</b>", "</p>", "<br >"]
        );
    }

    #[test]
    fn scripts_are_not_markup_and_comments_are_nothing() {
        assert_eq!(
            shapes("<!-- <p>no</p> --><script>if (a</b>c) '<p>'</script >x<style>"),
            ["<script >", "raw if (a</b>c) '<p>'", "</script>", "text x", "<style >"]
        );
    }

    #[test]
    fn any_input_ends() {
        for source in [
            "<",
            "<a",
            "<a href=\"x",
            "</",
            "</>",
            "<!--",
            "<!",
            "<a b='",
            "&",
            "<a =>",
            "<script>x",
            "<é>",
            "a<b>c<é é=é>",
        ] {
            let all: Vec<Token> = Tokens::new(source).collect();
            for token in all {
                if let Token::Start { attributes: a, .. } = token {
                    attributes(source, a).for_each(|(_, v)| drop(source[v].to_owned()));
                }
            }
        }
    }
}
