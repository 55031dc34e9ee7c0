//! A document in pieces finer than its tokens, with the phrases of a table that begin at each: what the grammars of
//! times and numbers read.

use sayso_doc::{Doc, Span, TokenIx};
use sayso_lexicon::{Phrases, PieceKind, cut, fold};
use smol_str::SmolStr;
use std::ops::Range;

/// Index of a piece.
pub(crate) type PieceIx = usize;

/// A word, figure or sign. Between paragraphs stands a piece that no phrase has.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) token: TokenIx,
    pub(crate) kind: PieceKind,
    /// In lower case, with plain apostrophes and dashes.
    pub(crate) folded: SmolStr,
    /// White space stands before it.
    pub(crate) spaced: bool,
}

/// What stands between paragraphs.
pub(crate) const BREAK: &str = "\n";

/// All pieces of a document.
pub(crate) struct Pieces<'d> {
    pub(crate) doc: &'d Doc,
    list: Vec<Piece>,
}

impl<'d> Pieces<'d> {
    pub(crate) fn new(doc: &'d Doc) -> Self {
        let text = doc.text();
        let mut list = Vec::with_capacity(doc.len() * 9 / 8);
        let mut token = 0;
        let mut end = 0;
        for (at, kind) in cut(text) {
            let gap = &text[end..at.start];
            while token + 1 < doc.len() && (doc.token(token).span.end as usize) <= at.start {
                token += 1;
            }
            if doc.is_empty() {
                break;
            }
            if gap.contains('\n') && end > 0 {
                let span = Span::new(end, end);
                list.push(Piece { span, token, kind: PieceKind::Sign, folded: BREAK.into(), spaced: true });
            }
            let span = Span::new(at.start, at.end);
            let whole = doc.token(token).span == span && kind != PieceKind::Sign;
            let folded = if whole { doc.token(token).lower.clone() } else { fold(&text[at.clone()]) };
            list.push(Piece { span, token, kind, folded, spaced: !gap.is_empty() });
            end = at.end;
        }
        Self { doc, list }
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn get(&self, i: PieceIx) -> Option<&Piece> {
        self.list.get(i)
    }

    /// The piece in lower case; empty past the end.
    pub(crate) fn folded(&self, i: PieceIx) -> &str {
        self.list.get(i).map_or("", |p| &p.folded)
    }

    pub(crate) fn is(&self, i: PieceIx, sign: &str) -> bool {
        self.folded(i) == sign
    }

    /// Whether the piece follows the one before it without white space.
    pub(crate) fn joined(&self, i: PieceIx) -> bool {
        i > 0 && self.list.get(i).is_some_and(|p| !p.spaced)
    }

    /// As written.
    pub(crate) fn word(&self, i: PieceIx) -> &'d str {
        self.list.get(i).map_or("", |p| p.span.of(self.doc.text()))
    }

    pub(crate) fn is_capital(&self, i: PieceIx) -> bool {
        self.word(i).starts_with(char::is_uppercase)
    }

    /// The digits of a figure without comma or point.
    pub(crate) fn digits(&self, i: PieceIx) -> Option<&'d str> {
        let piece = self.list.get(i)?;
        let word = self.word(i);
        (piece.kind == PieceKind::Figure && word.bytes().all(|b| b.is_ascii_digit())).then_some(word)
    }

    pub(crate) fn is_figure(&self, i: PieceIx) -> bool {
        self.list.get(i).is_some_and(|p| p.kind == PieceKind::Figure)
    }

    pub(crate) fn is_word(&self, i: PieceIx) -> bool {
        self.list.get(i).is_some_and(|p| p.kind == PieceKind::Word)
    }

    pub(crate) fn token(&self, i: PieceIx) -> TokenIx {
        self.list[i].token
    }

    /// The first piece that begins at a token or after it.
    pub(crate) fn first_of(&self, token: TokenIx) -> PieceIx {
        self.list.partition_point(|p| p.token < token)
    }

    pub(crate) fn span(&self, pieces: Range<PieceIx>) -> Span {
        self.list[pieces.start].span.cover(self.list[pieces.end - 1].span)
    }

    pub(crate) fn tokens(&self, pieces: Range<PieceIx>) -> Range<TokenIx> {
        self.list[pieces.start].token..self.list[pieces.end - 1].token + 1
    }
}

/// For each piece of a document, the phrases of a table that begin there.
pub(crate) struct Terms<'l, T> {
    found: Vec<(usize, &'l T)>,
    starts: Vec<u32>,
}

impl<'l, T> Terms<'l, T> {
    pub(crate) fn new(pieces: &Pieces<'_>, phrases: &'l Phrases<T>) -> Self {
        let mut found = Vec::new();
        let mut starts = Vec::with_capacity(pieces.len() + 1);
        for i in 0..pieces.len() {
            starts.push(found.len() as u32);
            found.extend(phrases.at(pieces.folded(i), |k| pieces.get(i + k).map(|p| p.folded.as_str())));
        }
        starts.push(found.len() as u32);
        Self { found, starts }
    }

    /// The phrases that begin at a piece, longest first, with how many pieces they take.
    pub(crate) fn at(&self, i: PieceIx) -> &[(usize, &'l T)] {
        if i >= self.starts.len() - 1 {
            return &[];
        }
        &self.found[self.starts[i] as usize..self.starts[i + 1] as usize]
    }

    /// The longest phrase at a piece that `pick` accepts: where it ends, and what `pick` makes of it.
    pub(crate) fn find<R>(&self, i: PieceIx, pick: impl Fn(&'l T) -> Option<R>) -> Option<(PieceIx, R)> {
        self.at(i).iter().find_map(|&(len, term)| pick(term).map(|r| (i + len, r)))
    }

    /// The longest phrase that ends right before a piece and that `pick` accepts: where it begins, and what `pick`
    /// makes of it.
    pub(crate) fn find_before<R>(&self, end: PieceIx, pick: impl Fn(&'l T) -> Option<R>) -> Option<(PieceIx, R)> {
        (end.saturating_sub(5)..end).find_map(|i| {
            let mut ending = self.at(i).iter().filter(|(len, _)| i + len == end);
            ending.find_map(|(_, term)| pick(term)).map(|r| (i, r))
        })
    }
}
