//! Where a text quotes: stretches between quotation marks of every kind, paragraph by paragraph. Whether a quotation is
//! speech or a nickname is not decided here.

use sayso_doc::{Doc, Pos, TokenIx};
use std::ops::Range;

/// A stretch between quotation marks, marks included; within one paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quotation {
    pub tokens: Range<TokenIx>,
    /// Its last token is the closing mark.
    pub closed: bool,
    /// Number of words in it.
    pub words: usize,
    /// Goes on from the paragraph before, whose quotation was left open as is the custom.
    pub continues: bool,
    /// The page sets it apart: it has no marks of its own.
    pub block: bool,
}

/// The quotations of a document, outermost ones only, in text order.
#[derive(Debug, Default)]
pub(crate) struct Quotations {
    pub list: Vec<Quotation>,
    /// For each token the quotation that it is in.
    of: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Quotations {
    pub(crate) fn find(doc: &Doc) -> Self {
        let mut list: Vec<Quotation> = Vec::new();
        let mut open_before = false;
        for paragraph in paragraphs(doc) {
            open_before = read_paragraph(doc, paragraph, open_before, &mut list);
        }
        Self::new(doc, list)
    }

    fn new(doc: &Doc, list: Vec<Quotation>) -> Self {
        let mut of = vec![NONE; doc.len()];
        for (i, q) in list.iter().enumerate() {
            of[q.tokens.clone()].fill(i as u32);
        }
        Self { list, of }
    }

    /// With these stretches of paragraphs quoted as a whole.
    pub(super) fn with_blocks(self, doc: &Doc, blocks: impl Iterator<Item = Range<TokenIx>>) -> Self {
        let mut list = self.list;
        let mut last = None;
        for tokens in blocks.filter(|b| !b.is_empty()) {
            let paragraph = doc.sentence(tokens.start).paragraph;
            let continues = last.is_some_and(|p| p + 1 == paragraph);
            last = Some(paragraph);
            list.retain(|q| q.tokens.end <= tokens.start || tokens.end <= q.tokens.start);
            let words = count_words(doc, tokens.clone());
            list.push(Quotation { tokens, closed: false, words, continues, block: true });
        }
        list.sort_by_key(|q| q.tokens.start);
        Self::new(doc, list)
    }

    /// The quotation that this token is in.
    pub(super) fn at(&self, t: TokenIx) -> Option<&Quotation> {
        self.index_at(t).map(|i| &self.list[i])
    }

    pub(crate) fn index_at(&self, t: TokenIx) -> Option<usize> {
        self.of.get(t).filter(|&&i| i != NONE).map(|&i| i as usize)
    }

    /// Whether both tokens are in one quotation, or both in none.
    pub(super) fn same(&self, a: TokenIx, b: TokenIx) -> bool {
        self.index_at(a) == self.index_at(b)
    }
}

/// The token ranges of the paragraphs.
pub(super) fn paragraphs(doc: &Doc) -> Vec<Range<TokenIx>> {
    let mut out: Vec<Range<TokenIx>> = Vec::new();
    let mut last = usize::MAX;
    for sentence in doc.sentences() {
        match out.last_mut() {
            Some(range) if sentence.paragraph == last => range.end = sentence.tokens.end,
            _ => out.push(sentence.tokens.clone()),
        }
        last = sentence.paragraph;
    }
    out
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Mark {
    Open,
    Close,
    /// Straight marks open and close.
    Either,
}

/// Double marks, and single ones that are not apostrophes.
pub(super) fn mark(doc: &Doc, t: TokenIx) -> Option<(Mark, Kind)> {
    let backtick = |t: Option<TokenIx>| t.is_some_and(|t| t < doc.len() && doc.word(t) == "`");
    match doc.word(t) {
        // ``so'': two marks that the tokenizer parts are one.
        "`" if backtick(t.checked_sub(1)) => None,
        "`" if backtick(Some(t + 1)) => Some((Mark::Open, Kind::Double)),
        "“" | "„" | "«" | "``" | "‟" | "「" => Some((Mark::Open, Kind::Double)),
        "”" | "»" | "」" => Some((Mark::Close, Kind::Double)),
        "\"" | "''" | "＂" | "’’" | "‘‘" => Some((Mark::Either, Kind::Double)),
        "‘" | "‚" | "‹" | "`" => Some((Mark::Open, Kind::Single)),
        "’" | "'" | "›" => single(doc, t),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Double,
    Single,
}

/// A single mark or an apostrophe, told by what stands around it.
fn single(doc: &Doc, t: TokenIx) -> Option<(Mark, Kind)> {
    let span = doc.token(t).span;
    let before = doc.text()[..span.start as usize].chars().next_back();
    let after = doc.text()[span.end as usize..].chars().next();
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let opening = before.is_none_or(|c| c.is_whitespace() || "([—–-“\"".contains(c));
    if opening && after.is_some_and(|c| c.is_alphanumeric()) && doc.word(t) == "'" {
        return Some((Mark::Open, Kind::Single));
    }
    let ends = space(after) || after.is_some_and(|c| ",.;:!?)]—–-”\"".contains(c));
    (!opening && ends).then_some((Mark::Close, Kind::Single))
}

/// Whether a straight mark opens, by the spaces around it; `None` where they do not tell.
fn opens(doc: &Doc, t: TokenIx) -> Option<bool> {
    let span = doc.token(t).span;
    let before = doc.text()[..span.start as usize].chars().next_back();
    let after = doc.text()[span.end as usize..].chars().next();
    let left = before.is_none_or(|c| c.is_whitespace() || "([—–".contains(c));
    let right = after.is_none_or(|c| c.is_whitespace() || ",.;:!?)]—–".contains(c));
    if left == right { None } else { Some(left) }
}

/// Adds the quotations of one paragraph; says whether its last one was left open.
fn read_paragraph(doc: &Doc, paragraph: Range<TokenIx>, open_before: bool, list: &mut Vec<Quotation>) -> bool {
    let mut open: Option<(TokenIx, Kind)> = None;
    let mut depth = 0usize;
    let mut last_close = None;
    let first = paragraph.clone().find(|&t| doc.token(t).pos != Pos::Space).unwrap_or(paragraph.start);
    let mut continues = open_before;
    for t in paragraph.clone() {
        let Some((mark, kind)) = mark(doc, t) else { continue };
        let opening = match mark {
            // „so“: the mark that opens elsewhere closes here.
            Mark::Open if doc.word(t) == "“" && open.is_some_and(|(start, _)| doc.word(start) == "„") => false,
            // A mark turned the wrong way, by the spaces around it: “so“.
            Mark::Open => !(kind == Kind::Double && open.is_some() && opens(doc, t) == Some(false)),
            Mark::Close => kind == Kind::Double && open.is_none() && opens(doc, t) == Some(true),
            Mark::Either => opens(doc, t).unwrap_or(open.is_none()),
        };
        match open {
            None if opening && (kind == Kind::Double || has_close(doc, t, &paragraph)) => {
                open = Some((t, kind));
                continues = open_before && t == first;
                depth = 1;
                last_close = None;
            }
            // The closing mark of a quotation that the paragraph before left open, without a mark at the start of this.
            None if !opening
                && kind == Kind::Double
                && open_before
                && list.last().is_some_and(|q| q.tokens.end <= first)
                && continues =>
            {
                push(doc, list, first..t + 1, true, true);
                continues = false;
            }
            None => {}
            Some((start, outer)) if kind == outer => {
                if opening && mark == Mark::Open {
                    depth += 1;
                } else if !opening {
                    depth -= 1;
                    last_close = Some(t);
                    if depth == 0 {
                        push(doc, list, start..t + 1, true, continues);
                        open = None;
                        continues = false;
                    }
                }
            }
            Some(_) => {}
        }
    }
    let Some((start, kind)) = open else { return false };
    if let Some(close) = last_close {
        push(doc, list, start..close + 1, true, continues);
        return false;
    }
    if kind == Kind::Single {
        return false;
    }
    // Left open: the next paragraph goes on, if it opens again (the custom) or closes what this one opened.
    if goes_on(doc, paragraph.end) {
        push(doc, list, start..paragraph.end, false, continues);
        return true;
    }
    // Never closed: to the end of the paragraph where it fills that, or follows another that was closed; else of the
    // sentence.
    let fills = (paragraph.end - start) * 10 >= paragraph.len() * 9;
    let follows = list.last().is_some_and(|q| q.tokens.start >= paragraph.start && q.words > 3)
        && doc.sentence(start).tokens.start == start;
    let end = if fills || follows { paragraph.end } else { doc.sentence(start).tokens.end };
    push(doc, list, start..end.max(start + 1), false, continues);
    false
}

/// Whether a single mark that opens is closed in the same sentence or the next.
fn has_close(doc: &Doc, open: TokenIx, paragraph: &Range<TokenIx>) -> bool {
    (open + 1..paragraph.end.min(open + 80)).any(|t| matches!(mark(doc, t), Some((Mark::Close, Kind::Single))))
}

/// Whether the first mark of the paragraph that starts here continues or closes an open quotation.
fn goes_on(doc: &Doc, start: TokenIx) -> bool {
    if start >= doc.len() {
        return false;
    }
    let paragraph = doc.sentence(start).paragraph;
    let words = (start..doc.len()).take_while(|&t| doc.sentence(t).paragraph == paragraph);
    let mut first = true;
    for t in words.filter(|&t| doc.token(t).pos != Pos::Space) {
        match mark(doc, t) {
            Some((Mark::Open, Kind::Double)) => return first,
            Some((Mark::Close, Kind::Double)) => return true,
            Some((Mark::Either, Kind::Double)) => return first || opens(doc, t) == Some(false),
            _ => {}
        }
        first = false;
    }
    false
}

fn count_words(doc: &Doc, tokens: Range<TokenIx>) -> usize {
    tokens.filter(|&t| !matches!(doc.token(t).pos, Pos::Punct | Pos::Space)).count()
}

fn push(doc: &Doc, list: &mut Vec<Quotation>, tokens: Range<TokenIx>, closed: bool, continues: bool) {
    let words = count_words(doc, tokens.clone());
    if words > 0 {
        list.push(Quotation { tokens, closed, words, continues, block: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_doc::{Dep, Span, Tag, Token};

    /// A document of words and marks without a tree; a sentence ends with its full stop, a paragraph with a blank line.
    fn doc(text: &str) -> Doc {
        let mut tokens: Vec<Token> = Vec::new();
        let mut starts = Vec::new();
        let mut at = 0;
        for paragraph in text.split("\n\n") {
            starts.push(tokens.len());
            let mut rest = at;
            let end = at + paragraph.len();
            while let Some((start, len)) = next_token(&text[rest..end]) {
                let span = Span::new(rest + start, rest + start + len);
                let word = span.of(text);
                let pos = if word.chars().any(char::is_alphanumeric) { Pos::Noun } else { Pos::Punct };
                tokens.push(Token {
                    span,
                    lower: word.to_lowercase().into(),
                    lemma: word.to_lowercase().into(),
                    tag: Tag::Other,
                    pos,
                    dep: Dep::Root,
                    head: tokens.len(),
                });
                rest += start + len;
            }
            at = end + 2;
        }
        Doc::new(text.to_owned(), tokens, &starts, Vec::new())
    }

    /// Where the next word or mark begins and how long it is; a mark inside a word belongs to it.
    fn next_token(text: &str) -> Option<(usize, usize)> {
        let start = text.find(|c: char| !c.is_whitespace())?;
        let word = &text[start..];
        let inner = |i: usize, c: char| c == '\'' && word[i + 1..].starts_with(char::is_alphanumeric) && i > 0;
        let end =
            word.char_indices().find(|&(i, c)| !c.is_alphanumeric() && !inner(i, c)).map_or(word.len(), |(i, _)| i);
        let first = if word.starts_with("''") { 2 } else { word.chars().next().map_or(1, char::len_utf8) };
        Some((start, end.max(first)))
    }

    fn found(text: &str) -> Vec<String> {
        let doc = doc(text);
        Quotations::find(&doc).list.iter().map(|q| doc.words(q.tokens.clone()).to_owned()).collect()
    }

    #[test]
    fn marks_of_every_kind_quote() {
        assert_eq!(
            found("He called it “a ruse” and \"a sham\", then «une farce»."),
            ["“a ruse”", "\"a sham\"", "«une farce»"]
        );
        assert_eq!(found("„Genug“, said the driver."), ["„Genug“"]);
    }

    #[test]
    fn marks_of_typewriters_quote() {
        assert_eq!(found("He called it `` a ruse'' and ``a sham''."), ["`` a ruse''", "``a sham''"]);
    }

    #[test]
    fn single_marks_quote_but_apostrophes_do_not() {
        assert_eq!(found("Mayor calls vote 'a farce' in the farmers' town"), ["'a farce'"]);
        assert_eq!(found("The farmers' leader said the town's council won't yield."), Vec::<String>::new());
    }

    #[test]
    fn a_quotation_inside_another_is_part_of_it() {
        assert_eq!(found("“They said ‘never’ to us,” he wrote."), ["“They said ‘never’ to us,”"]);
        assert_eq!(found("“If “your side” lies, say so.” That was all."), ["“If “your side” lies, say so.”"]);
    }

    #[test]
    fn a_quotation_left_open_goes_on_in_the_next_paragraph() {
        let text = "“The bridge is closed.\n\n“It will open in May,” she said.";
        assert_eq!(found(text), ["“The bridge is closed.", "“It will open in May,”"]);
        assert!(Quotations::find(&doc(text)).list[1].continues);
    }

    #[test]
    fn a_quotation_never_closed_does_not_swallow_the_text() {
        let text = "The mayor said: “The bridge is closed.\n\nTraffic was light.\n\n“We wait,” he said.";
        assert_eq!(found(text), ["“The bridge is closed.", "“We wait,”"]);
    }
}
