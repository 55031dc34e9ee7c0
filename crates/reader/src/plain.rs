//! Plain text: lines and blank lines.

use crate::draft::{Break, Draft, Line};
use crate::mapped::Mapped;
use crate::tidy::tidy;
use sayso_doc::BlockKind;

pub(crate) fn read_plain(text: &str) -> Draft {
    let mut draft = Draft::default();
    let mut before = Break::Block;
    let mut start = 0;
    while start < text.len() {
        let (length, next) = line_end(&text[start..]);
        let raw = &text[start..start + length];
        let line = tidy(&Mapped::verbatim(raw, start));
        if line.is_empty() {
            before = Break::Block;
        } else {
            let indent = raw.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
            draft.lines.push(Line { text: line, kind: BlockKind::Text, before, linked: 0, indent });
            before = Break::Soft;
        }
        if text[start + length..start + next].contains('\x0c') {
            before = Break::Block;
        }
        start += next;
    }
    draft
}

/// How long the first line is, and where the next one begins.
fn line_end(text: &str) -> (usize, usize) {
    match text.find(['\n', '\r', '\x0b', '\x0c', '\u{2028}', '\u{2029}', '\u{85}']) {
        None => (text.len(), text.len()),
        Some(at) => {
            let mark =
                if text[at..].starts_with("\r\n") { 2 } else { text[at..].chars().next().map_or(0, char::len_utf8) };
            (at, at + mark)
        }
    }
}

/// Lines that open with a bullet are items of a list, without the bullet.
pub(crate) fn take_bullets(draft: &mut Draft) {
    for line in &mut draft.lines {
        let text = &line.text.text;
        let Some(rest) = text.strip_prefix(['•', '‣', '◦', '▪', '■', '●', '*', '-']) else { continue };
        if let Some(item) = rest.strip_prefix(' ') {
            line.text = line.text.slice(text.len() - item.len()..text.len());
            line.kind = BlockKind::ListItem;
            line.before = Break::Block;
        }
    }
}
