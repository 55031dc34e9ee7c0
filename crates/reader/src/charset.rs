//! Bytes to text: the character set found, and where each character stood in the bytes.

use crate::mapped::Mapped;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding, UTF_8};

/// A decoded file.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: Mapped,
    /// What had to be guessed.
    pub(crate) warning: Option<String>,
}

/// The character set of this name. UTF-8 is seen without being named, and is often named where it is not what was sent.
pub(crate) fn named(label: Option<&str>) -> Option<&'static Encoding> {
    label.and_then(|l| Encoding::for_label(l.as_bytes())).filter(|e| *e != UTF_8)
}

/// Decodes bytes: byte order mark, then UTF-8 if it is that, then what the file `declares` (in the header it came with, or an
/// HTML meta element), then what it looks like.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with_encoding(bytes, mark, encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: Mapped::verbatim(text, 0), warning: None },
        Err(_) if mostly_utf8(bytes) => with_encoding(bytes, 0, UTF_8),
        Err(_) => {
            if let Some(encoding) = declared.filter(|e| *e != UTF_8) {
                return with_encoding(bytes, 0, encoding);
            }
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            let encoding = detector.guess(None, Utf8Detection::Deny);
            let mut decoded = with_encoding(bytes, 0, encoding);
            decoded.warning = Some(format!("not UTF-8; read as {}, which is a guess", encoding.name()));
            decoded
        }
    }
}

/// A file in UTF-8 with a few broken places: more sequences right than wrong.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > wrong
}

fn with_encoding(bytes: &[u8], from: usize, encoding: &'static Encoding) -> Decoded {
    if encoding == UTF_8 {
        return utf8(bytes, from);
    }
    let mut text = Mapped::default();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0u8; 64];
    // Byte by byte, so that it is known which bytes each character was made from.
    let mut start = from;
    for at in from..bytes.len() {
        let last = at + 1 == bytes.len();
        let (result, _, written, _) = decoder.decode_to_utf8(&bytes[at..=at], &mut buffer, last);
        debug_assert_eq!(result, CoderResult::InputEmpty, "64 bytes hold what one byte completes");
        if written > 0 {
            let piece = std::str::from_utf8(&buffer[..written]).expect("the decoder writes UTF-8");
            text.push(piece, start..at + 1);
            start = at + 1;
        }
    }
    Decoded { text, warning: None }
}

fn utf8(bytes: &[u8], from: usize) -> Decoded {
    let mut text = Mapped::default();
    let mut at = from;
    let mut broken = 0;
    for chunk in bytes[from..].utf8_chunks() {
        text.push(chunk.valid(), at..at + chunk.valid().len());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            text.push("\u{fffd}", at..at + chunk.invalid().len());
            at += chunk.invalid().len();
            broken += 1;
        }
    }
    let warning = (broken > 0).then(|| format!("{broken} places are not UTF-8; their characters are lost"));
    Decoded { text, warning }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_letters_outside_utf8_are_found_and_mapped() {
        let bytes =
            b"Le pr\xe9sident a d\xe9clar\xe9 \xe0 la presse que les n\xe9gociations ont \xe9t\xe9 un succ\xe8s.";
        let decoded = decode(bytes, None);
        assert!(decoded.text.text.starts_with("Le président"), "{}", decoded.text.text);
        assert!(decoded.warning.unwrap().contains("windows-1252"));
        let at = decoded.text.text.find("sident").unwrap();
        assert_eq!(decoded.text.slice(at..at + 6).start(), Some(6));
    }

    #[test]
    fn broken_utf8_keeps_the_rest() {
        let decoded = decode(
            "Orbán said “no”\u{2019}s".as_bytes().iter().copied().chain(*b"\xff end").collect::<Vec<_>>().as_slice(),
            None,
        );
        assert_eq!(decoded.text.text, "Orbán said “no”’s\u{fffd} end");
        assert_eq!(decoded.warning.as_deref(), Some("1 places are not UTF-8; their characters are lost"));
    }

    #[test]
    fn utf16_with_a_mark() {
        let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain("Héé!".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.text.text, "Héé!");
        let at = decoded.text.text.find('!').unwrap();
        assert_eq!(decoded.text.slice(at..at + 1).runs[0].raw, 8..10);
    }
}
