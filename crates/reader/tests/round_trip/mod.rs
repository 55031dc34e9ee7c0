//! The round trip from the article's text to the raw bytes.

use sayso_doc::{Article, Span};

/// Every letter and digit of the text, but for a title that was given beside it, lies in a stretch of the origin; what is
/// verbatim is the same in the raw bytes; and paragraphs cover the text.
pub(crate) fn check(article: &Article, raw: &[u8]) {
    let text = &article.text;
    let mut covered = vec![false; text.len()];
    let mut last = 0;
    for stretch in &article.origin.stretches {
        assert!(stretch.text.start as usize >= last, "stretches are in order and do not overlap");
        last = stretch.text.end as usize;
        covered[stretch.text.range()].fill(true);
        let said = stretch.text.of(text);
        assert!(stretch.raw.end <= raw.len() && stretch.raw.start < stretch.raw.end, "{said:?} at {:?}", stretch.raw);
        let source = &raw[stretch.raw.clone()];
        if said.len() == source.len() && said.chars().any(char::is_alphanumeric) {
            // A space may have been a line break.
            let same = |(a, b): (&u8, &u8)| a == b || *a == b' ' && b.is_ascii_whitespace();
            let all = said.as_bytes().iter().zip(source).all(same);
            assert!(all, "{said:?} is {:?}", String::from_utf8_lossy(source));
        }
    }
    let body = article.blocks.first().filter(|_| article.title.is_some()).map_or(0, |b| b.span.end as usize);
    for (at, c) in text.char_indices().filter(|(at, c)| *at >= body && c.is_alphanumeric()) {
        assert!(covered[at], "{c:?} at {at} of {text:?} came from nowhere");
    }
    words_lead_back(article, raw);
    let mut end = None;
    for block in &article.blocks {
        let gap = end.map_or(0, |e: u32| e + 2);
        assert_eq!(block.span.start, gap, "one blank line between paragraphs");
        end = Some(block.span.end);
    }
    assert_eq!(end.unwrap_or(0) as usize, text.len());
}

/// Asked for the bytes of a word of letters, the origin gives bytes with these letters in this order.
fn words_lead_back(article: &Article, raw: &[u8]) {
    let text = &article.text;
    let mut start = 0;
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let letters = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let ranges = article.origin.raw_ranges(Span::new(start, start + letters.len()));
        start += word.len();
        let found: Vec<u8> = ranges.iter().flat_map(|r| raw[r.clone()].iter().copied()).collect();
        let mut found = found.into_iter();
        let inside = letters.bytes().all(|b| found.any(|f| f == b));
        assert!(ranges.is_empty() || inside, "{letters:?} leads to {ranges:?}");
    }
}
