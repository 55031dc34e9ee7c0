//! Leaves out what stands around an article and is none of it: contact footers, share links, newsletter boxes, captions,
//! links to other stories. What is such a thing stands in `data/reader/leave_out.toml`.

use crate::draft::{Line, Para, excerpt};
use crate::heal::ends_sentence;
use crate::words::ReaderWords;
use sayso_doc::BlockKind;
use serde::Deserialize;

/// One entry of `leave_out.toml`; the file's head says what the fields mean.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeaveOut {
    what: String,
    #[serde(default)]
    starts: Vec<Phrase>,
    #[serde(default)]
    ends: Vec<Phrase>,
    #[serde(default)]
    contains: Vec<Phrase>,
    #[serde(default)]
    near_end: Vec<Phrase>,
    #[serde(default)]
    whole: Vec<Phrase>,
    words_max: usize,
    #[serde(default)]
    digits: bool,
    #[serde(default)]
    no_full_stop: bool,
    place: Place,
    after: Option<After>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Anywhere,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum After {
    Links,
    Rest,
}

/// Words in lower case, one space before, between and after them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
struct Phrase(String);

impl From<String> for Phrase {
    fn from(words: String) -> Self {
        Self(plain_words(&words))
    }
}

/// Lower case, punctuation but colons and © left out, one space before, between and after the words.
fn plain_words(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars() {
        match c {
            ':' | '©' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
                out.push(c);
                out.push(' ');
            }
            '\'' | '’' => {}
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ if out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

impl LeaveOut {
    fn fits(&self, words: &str, count: usize, text: &str) -> bool {
        if count > self.words_max
            || self.digits && !text.bytes().any(|b| b.is_ascii_digit())
            || self.no_full_stop && ends_sentence(text)
        {
            return false;
        }
        self.whole.iter().any(|p| words == p.0)
            || self.starts.iter().any(|p| words.starts_with(&p.0))
            || self.ends.iter().any(|p| words.ends_with(&p.0))
            || self.contains.iter().any(|p| words.contains(&p.0))
            || !self.near_end.is_empty() && self.near_end.iter().any(|p| last_words(words, 8).contains(&p.0))
    }
}

fn last_words(words: &str, count: usize) -> &str {
    words.char_indices().rev().filter(|(_, c)| *c == ' ').nth(count).map_or(words, |(at, _)| &words[at..])
}

/// Parts what is the article from what is not, with the reason.
pub(crate) fn leave_out(paras: Vec<Para>, words: &ReaderWords) -> (Vec<Para>, Vec<(Para, &str)>) {
    let reasons = reasons(&paras, words);
    let (mut kept, mut left) = (Vec::with_capacity(paras.len()), Vec::new());
    for (para, reason) in paras.into_iter().zip(reasons) {
        match reason {
            Some(what) => left.push((para, what)),
            None => kept.push(para),
        }
    }
    (kept, left)
}

/// What a warning says of a paragraph left out.
pub(crate) fn note(para: &Para, what: &str) -> String {
    format!("left out {what}: {}", excerpt(&para.text.text))
}

/// Why each paragraph is left out, if it is.
fn reasons<'a>(paras: &[Para], words: &'a ReaderWords) -> Vec<Option<&'a str>> {
    let plain: Vec<String> = paras.iter().map(|p| plain_words(&p.text.text)).collect();
    let counts: Vec<usize> = plain.iter().map(|w| w.split_whitespace().count()).collect();
    let fitting = |i: usize, place: Place| {
        let text = &paras[i].text.text;
        words.leave_out.iter().find(|r| r.place == place && r.fits(&plain[i], counts[i], text))
    };
    let prose = |i: usize| is_prose(&paras[i], counts[i]);
    let mut out = vec![None; paras.len()];
    let mut i = 0;
    while i < paras.len() {
        if paras[i].kind != BlockKind::Title
            && let Some(rule) = fitting(i, Place::Anywhere)
        {
            out[i] = Some(rule.what.as_str());
            if rule.after == Some(After::Links) {
                while i + 1 < paras.len() && follows_as_link(&paras[i + 1]) {
                    i += 1;
                    out[i] = Some(rule.what.as_str());
                }
            }
        } else if paras[i].is_link() && counts[i] > 2 && paras[i].kind == BlockKind::Text {
            out[i] = Some("related story");
        }
        i += 1;
    }
    // The end: from the last paragraph of prose that no rule takes.
    let end = (0..paras.len()).rposition(|i| prose(i) && out[i].is_none() && fitting(i, Place::End).is_none());
    let first = end.map_or(0, |i| i + 1);
    let mut rest = None;
    for i in first..paras.len() {
        if paras[i].kind == BlockKind::Title || out[i].is_some() {
            continue;
        }
        if let Some(rule) = fitting(i, Place::End) {
            out[i] = Some(rule.what.as_str());
            rest = rest.or((rule.after == Some(After::Rest)).then_some(rule.what.as_str()));
        } else if rest.is_some() {
            out[i] = rest;
        } else if is_address(&paras[i]) {
            out[i] = Some("link or address");
        }
    }
    out
}

/// Takes out menus: three and more list items in a row that are links.
pub(crate) fn take_menus(lines: &mut Vec<Line>, warnings: &mut Vec<String>) {
    let is_entry = |l: &Line| l.kind == BlockKind::ListItem && l.linked * 10 >= l.text.text.len() * 9;
    let mut i = 0;
    while i < lines.len() {
        let length = lines[i..].iter().take_while(|l| is_entry(l)).count();
        if length >= 3 {
            warnings.push(format!("left out a list of {length} links, the first {}", excerpt(&lines[i].text.text)));
            lines.drain(i..i + length);
        } else {
            i += length.max(1);
        }
    }
}

/// Whether a line is left out wherever it stands.
pub(crate) fn is_furniture(text: &str, words: &ReaderWords) -> bool {
    let plain = plain_words(text);
    let count = plain.split_whitespace().count();
    words.leave_out.iter().any(|r| r.place == Place::Anywhere && r.fits(&plain, count, text))
}

/// A sentence of an article, not a label.
fn is_prose(para: &Para, count: usize) -> bool {
    count >= 8 && ends_sentence(&para.text.text) && !para.is_link()
}

fn follows_as_link(para: &Para) -> bool {
    para.is_link() || para.kind == BlockKind::ListItem && !ends_sentence(&para.text.text)
}

/// A web or mail address, or a link, alone.
fn is_address(para: &Para) -> bool {
    let text = &para.text.text;
    para.is_link() || !text.contains(' ') && (text.contains('@') || text.contains("www.") || text.contains("://"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heal::{Lines, join_lines};
    use crate::plain::read_plain;

    fn kept(text: &str) -> (Vec<String>, Vec<String>) {
        let words = ReaderWords::embedded();
        let paras = join_lines(read_plain(text).lines, Lines::Paragraphs, &words);
        let (kept, left) = leave_out(paras, &words);
        (kept.into_iter().map(|p| p.text.text).collect(), left.iter().map(|(p, what)| note(p, what)).collect())
    }

    #[test]
    fn footers_and_boxes_are_left_out_and_said_so() {
        let (kept, warnings) = kept(
            "Two ministers resigned on Monday over the water treaty, the palace said.\n\nADVERTISEMENT\n\n\
             Read more: Talks on water begin\n\nSign up for our daily newsletter.\n\n\
             The opposition asked for a vote of no confidence.\n\nReporting by Ada Bell; editing by Jo Orr\n\n\
             Contact the newsroom at\n\nnews@example.org",
        );
        assert_eq!(kept.len(), 2, "{kept:?}");
        assert_eq!(warnings.len(), 6);
        assert_eq!(warnings[0], "left out advertisement: “ADVERTISEMENT”");
    }

    #[test]
    fn sentences_that_begin_like_furniture_are_kept() {
        let text = "Copyright law was changed by the parliament on Tuesday after a long debate.\n\n\
                    Print shops in the capital were raided by the police, who took presses away.\n\n\
                    Contact the two sides had kept up since the spring broke off on Sunday, officials said.\n\n\
                    Related attacks killed nine people in the north, the governor said.";
        assert_eq!(kept(text).0.len(), 4);
    }

    #[test]
    fn captions_are_left_out() {
        let (kept, _) = kept(
            "The convoy reached the town on Friday, the Red Cross said.\n\n\
             A convoy enters the town of Kilo. Photograph: Ada Bell/Example Press\n\n\
             It carried flour and medicine for forty thousand people.",
        );
        assert_eq!(kept.len(), 2);
    }
}
