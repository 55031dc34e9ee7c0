//! From lines to the article: head, furniture, paragraphs, language, and the text as one piece.

use crate::Options;
use crate::draft::{Draft, Found, Para};
use crate::error::{ReadError, ReadErrorKind};
use crate::furniture::{leave_out, note, take_menus};
use crate::header::{same_words, take_head};
use crate::heal::{Lines, join_lines, join_paragraphs};
use crate::json_lines::Markup;
use crate::language;
use crate::mapped::Mapped;
use crate::words::ReaderWords;
use sayso_doc::{Article, Block, BlockKind, Origin, Span};

pub(crate) fn assemble(
    draft: Draft,
    markup: Markup,
    id: Option<String>,
    source: &str,
    options: &Options,
    words: &ReaderWords,
) -> Result<Article, ReadError> {
    let Draft { mut lines, mut found, mut warnings } = draft;
    let whole = markup == Markup::Plain;
    if whole {
        // Every line is the article; a title given beside it that opens it too stands once.
        if let (Some(title), Some(first)) = (&found.title, lines.first())
            && same_words(&title.text, &first.text.text)
        {
            found.title = Some(lines.remove(0).text);
        }
    } else {
        // "* * *" and "____" between parts of an article.
        lines.retain(|l| l.text.text.chars().any(char::is_alphanumeric));
        take_menus(&mut lines, &mut warnings);
        take_head(&mut lines, &mut found, words, &mut warnings);
    }
    found.complete(&options.known, &mut lines, words);
    let reading = if markup == Markup::Markdown { Lines::Flow } else { Lines::Paragraphs };
    let mut paras = join_lines(lines, reading, words);
    if !whole {
        let (kept, left) = leave_out(paras, words);
        if kept.is_empty() && markup != Markup::Html {
            // A text of nothing but such lines: they are what there is.
            paras = left.into_iter().map(|(p, _)| p).collect();
        } else {
            warnings.extend(left.iter().map(|(p, what)| note(p, what)));
            paras = kept;
        }
        if markup == Markup::Html && !paras.iter().any(is_said) {
            return Err(ReadErrorKind::NoArticle.of(source));
        }
        let (healed, joined) = join_paragraphs(paras, words);
        paras = healed;
        if joined > 0 {
            warnings.push(format!("joined {} cut in mid-sentence", places(joined, "paragraph")));
        }
    }
    if let Some(title) = found.title.clone().filter(|t| !t.is_empty()) {
        paras.insert(0, Para { text: title, kind: BlockKind::Title, linked: 0 });
    }
    if paras.is_empty() {
        return Err(ReadErrorKind::Blank.of(source));
    }
    Ok(article(&paras, found, id, source, options, words, warnings))
}

/// Something that a page says, not a link of its menus.
fn is_said(para: &Para) -> bool {
    !para.is_link() && para.kind != BlockKind::Heading && para.text.text.split(' ').count() >= 4
}

fn article(
    paras: &[Para],
    found: Found,
    id: Option<String>,
    source: &str,
    options: &Options,
    words: &ReaderWords,
    warnings: Vec<String>,
) -> Article {
    let mut text = Mapped::default();
    let mut blocks = Vec::with_capacity(paras.len());
    for para in paras {
        if !text.is_empty() {
            text.push("\n\n", 0..0);
        }
        let start = text.text.len();
        text.append(&para.text);
        blocks.push(Block { span: Span::new(start, text.text.len()), kind: para.kind });
    }
    let language = (options.language.clone()).or(found.language).map(|l| short_code(&l));
    let language = language.or_else(|| language::detect(&text.text, words)).or(found.language_hint);
    Article {
        id,
        title: found.title.map(|t| t.text),
        authors: found.authors,
        publisher: found.publisher,
        url: found.url,
        published: found.published,
        language,
        text: text.text,
        blocks,
        source: source.to_owned(),
        origin: Origin { stretches: text.runs },
        warnings,
    }
}

/// "en" of "en-GB" and "EN_us".
pub(crate) fn short_code(language: &str) -> String {
    language.trim().split(['-', '_']).next().unwrap_or("").to_lowercase()
}

/// "1 paragraph", "3 paragraphs".
fn places(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
