//! Whether bytes can be a text at all.

use crate::error::{ReadError, ReadErrorKind};

/// The first bytes of files that people give by mistake.
const KNOWN: [(&[u8], &str); 9] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or .docx, .odt, .epub)"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "an RTF document"),
];

/// Refuses what is empty, too large or no text.
pub(crate) fn check(bytes: &[u8], source: &str, limit: usize) -> Result<(), ReadError> {
    if bytes.is_empty() {
        return Err(ReadErrorKind::Empty.of(source));
    }
    if bytes.len() > limit {
        return Err(ReadErrorKind::TooLarge { bytes: bytes.len(), limit }.of(source));
    }
    if let Some((_, found)) = KNOWN.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(ReadErrorKind::Binary { found, at: 0 }.of(source));
    }
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if wide {
        return Ok(());
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(ReadErrorKind::Binary { found: "a zero byte", at }.of(source));
    }
    let start = &bytes[..bytes.len().min(8192)];
    let is_control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b);
    let controls = start.iter().filter(|b| is_control(b)).count();
    if controls * 50 > start.len() {
        let at = start.iter().position(is_control).unwrap_or(0);
        return Err(ReadErrorKind::Binary { found: "control characters", at }.of(source));
    }
    Ok(())
}
