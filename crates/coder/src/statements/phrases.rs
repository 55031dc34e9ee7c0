//! Attribution without a reporting verb: "according to", "in the view of", "allegedly", "quoting", and the colon of
//! headlines ("Shelling kills five: ministry").

use super::source::{can_speak, is_document, is_verbal, role, speaker};
use super::verbs::settle;
use super::{Context, Found, Speaker, spaced, trim, without};
use sayso_coding::{EntityKind, SourceKind, Vouches};
use sayso_doc::{Dep, Doc, EntLabel, Pos, Tag, TokenIx};
use sayso_lexicon::SourcePhrase;
use smol_str::{SmolStr, format_smolstr};
use std::ops::Range;

/// The statement that a phrase beginning at this token makes.
pub(super) fn read_phrase(context: &Context, t: TokenIx) -> Option<Found> {
    let phrases = context.cues.phrases(context.doc.lower(t));
    phrases
        .iter()
        .find_map(|phrase| if phrase.sourceless { adverb(context, t, phrase) } else { sourced(context, t, phrase) })
}

/// The file that the rules of phrases begin with.
pub(super) const FILE: &str = "phrases.tsv:";

fn rule(phrase: &SourcePhrase) -> SmolStr {
    format_smolstr!("{FILE}{}", phrase.words)
}

/// "reportedly", "allegedly": its clause is somebody's word, we are not told whose.
fn adverb(context: &Context, t: TokenIx, phrase: &SourcePhrase) -> Option<Found> {
    let doc = context.doc;
    let head = doc.head(t).filter(|&h| is_verbal(doc, h))?;
    let content = settle(vec![clause_around(doc, head, &(t..t + 1))], &(t..t + 1), None);
    Some(found(phrase, t..t + 1, t, None, content))
}

fn found(
    phrase: &SourcePhrase,
    cue: Range<TokenIx>,
    head: TokenIx,
    source: Option<Speaker>,
    content: Vec<Range<TokenIx>>,
) -> Found {
    Found {
        cue,
        head,
        source,
        content,
        vouches: phrase.vouches,
        rule: rule(phrase),
        via: None,
        quotes: false,
        inside: None,
        stance: false,
    }
}

/// Whether these words stand from `t` on.
fn stands(doc: &Doc, t: TokenIx, words: &[SmolStr]) -> bool {
    words.iter().enumerate().all(|(i, w)| t + i < doc.len() && doc.lower(t + i) == w)
}

/// "according to the ministry, …", "in the ministry's view, …"
fn sourced(context: &Context, t: TokenIx, phrase: &SourcePhrase) -> Option<Found> {
    let doc = context.doc;
    if is_relay(phrase) || !stands(doc, t, &phrase.before) {
        return None;
    }
    let first = t + phrase.before.len();
    let sentence = doc.sentence(t).tokens.clone();
    let (head, end) = if phrase.possessive {
        possessor(doc, first, sentence.end, phrase)?
    } else {
        let head = noun_phrase(doc, first, t)?;
        (head, first)
    };
    if (!can_speak(context, head) && phrase.before.len() < 2) || !phrase.speaks_for(doc.lemma(head)) {
        return None;
    }
    let cue = t..if phrase.possessive { t + phrase.before.len() } else { end };
    let mut source = speaker(context, head, &cue);
    source.tokens.start = first;
    source.tokens = trim(doc, first..source.tokens.end.max(head + 1));
    let mut whole = t..source.tokens.end;
    let mut cue = cue;
    if phrase.possessive {
        source.tokens = first..head + 1;
        whole.end = end;
        cue.end = end;
    }
    let content = scope(context, &whole)?;
    Some(found(phrase, cue, t, Some(source), content))
}

/// "in the ministry 's view": the head of what stands before the possessive mark, and the end of the phrase.
fn possessor(doc: &Doc, first: TokenIx, end: TokenIx, phrase: &SourcePhrase) -> Option<(TokenIx, TokenIx)> {
    for t in first..end.min(first + 8) {
        // "in his view": the pronoun is the possessor.
        let pronoun = doc.token(t).tag == Tag::PrpS && t == first;
        if (pronoun || doc.token(t).tag == Tag::Possessive) && stands(doc, t + 1, &phrase.after) {
            let head = if pronoun { t } else { t.checked_sub(1)?.max(first) };
            return Some((head, t + 1 + phrase.after.len()));
        }
    }
    None
}

/// The head of the noun phrase that begins at `first` and hangs off the words before it.
fn noun_phrase(doc: &Doc, first: TokenIx, from: TokenIx) -> Option<TokenIx> {
    if first >= doc.len() || doc.sentence_ix(first) != doc.sentence_ix(from) {
        return None;
    }
    let object = doc.child(first - 1, Dep::Pobj).or_else(|| doc.child(first - 1, Dep::Dobj));
    let object = object.filter(|&o| o >= first && doc.subtree(o).start >= first);
    object.or_else(|| {
        let mut head = first;
        while let Some(up) = doc.head(head).filter(|&h| h >= first && !is_verbal(doc, h)) {
            head = up;
        }
        matches!(doc.token(head).pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Det).then_some(head)
    })
}

/// What a phrase speaks for: the rest of its sentence where it stands at its edge, else the clause it stands in.
fn scope(context: &Context, phrase: &Range<TokenIx>) -> Option<Vec<Range<TokenIx>>> {
    let doc = context.doc;
    let sentence = segment(context, phrase);
    let before = trim(doc, sentence.start..phrase.start);
    let after = trim(doc, phrase.end..sentence.end);
    let head = doc.head(phrase.start).filter(|h| !phrase.contains(h))?;
    let top = clause_head(doc, head);
    let in_subclause = matches!(doc.dep(top), Dep::Relcl | Dep::Ccomp | Dep::Advcl | Dep::Acl)
        && !before.is_empty()
        && !after.is_empty();
    let content = if in_subclause {
        let mut range = doc.subtree(top);
        // A relative pronoun at the edge stays; the phrase itself goes.
        range.end = range.end.max(top + 1);
        without(range, phrase)
    } else if before.is_empty() || before.len() < 2 {
        opening(context, after)
    } else if after.is_empty() {
        vec![before]
    } else {
        without(clause_around(doc, head, phrase), phrase)
    };
    let content: Vec<_> = content.into_iter().map(|r| trim(doc, r)).filter(|r| !r.is_empty()).collect();
    (!content.is_empty()).then_some(content)
}

/// The sentence that a phrase stands in, or the part of it between semicolons.
fn segment(context: &Context, phrase: &Range<TokenIx>) -> Range<TokenIx> {
    let doc = context.doc;
    let sentence = doc.sentence(phrase.start).tokens.clone();
    let stop = |t: &TokenIx| doc.word(*t) == ";" && context.quotes.same(*t, phrase.start);
    let start = (sentence.start..phrase.start).rev().find(stop).map_or(sentence.start, |t| t + 1);
    let end = (phrase.end..sentence.end).find(stop).unwrap_or(sentence.end);
    start..end.max(phrase.end)
}

/// What follows an opening phrase: the sentence, or the quotation that it begins with.
fn opening(context: &Context, after: Range<TokenIx>) -> Vec<Range<TokenIx>> {
    if after.is_empty() {
        return Vec::new();
    }
    match context.quotes.at(after.start) {
        Some(q) if q.words >= 8 && q.tokens.start <= after.start => vec![after.start..q.tokens.end],
        _ => vec![after],
    }
}

/// The verb that heads the clause a token stands in.
fn clause_head(doc: &Doc, t: TokenIx) -> TokenIx {
    let heads_clause = |&t: &TokenIx| {
        matches!(doc.dep(t), Dep::Root | Dep::Ccomp | Dep::Relcl | Dep::Advcl | Dep::Parataxis | Dep::Acl)
            || (doc.dep(t) == Dep::Conj && is_verbal(doc, t) && doc.child(t, Dep::Nsubj).is_some())
    };
    std::iter::once(t).chain(doc.ancestors(t)).find(heads_clause).unwrap_or(t)
}

/// The words of the clause a token stands in.
fn clause_around(doc: &Doc, t: TokenIx, _phrase: &Range<TokenIx>) -> Range<TokenIx> {
    let top = clause_head(doc, t);
    trim(doc, doc.subtree(top))
}

/// "quoting" and "citing" pass on what their subject says: they are read when the others are known.
fn is_relay(phrase: &SourcePhrase) -> bool {
    phrase.before.len() == 1 && phrase.before[0].ends_with("ing")
}

/// "According to X, quoting Y, …", "…, X said, citing Y": Y's statement inside that of X, with the same content.
pub(super) fn read_relays(context: &Context, found: &mut Vec<Found>) {
    let doc = context.doc;
    for t in 0..doc.len() {
        if doc.token(t).tag != Tag::Vbg {
            continue;
        }
        let Some(phrase) = context.cues.phrases(doc.lower(t)).iter().find(|p| is_relay(p)) else { continue };
        let Some(head) = doc.child(t, Dep::Dobj).filter(|&o| o > t && can_speak(context, o)) else { continue };
        // "citing figures from the ministry": these are cited, they do not speak.
        if doc.token(head).tag == Tag::Nns && is_document(context, head) {
            continue;
        }
        found.retain(|f| f.head != t);
        let by = |f: &Found| {
            doc.sentence_ix(f.head) == doc.sentence_ix(t)
                && !f.content.is_empty()
                && (doc.is_under(t, f.head)
                    || f.source
                        .as_ref()
                        .is_some_and(|s| s.tokens.contains(&t) || (s.tokens.end..s.tokens.end + 2).contains(&t)))
        };
        let Some(i) = found.iter().position(by) else { continue };
        let cue = t..t + 1;
        let source = speaker(context, head, &cue);
        if let Some(outer) = &mut found[i].source
            && outer.tokens.contains(&t)
        {
            let before = trim(doc, outer.tokens.start..t);
            outer.tokens = if before.is_empty() { outer.head..outer.head + 1 } else { before };
        }
        let phrase_range = t..source.tokens.end;
        for f in found.iter_mut() {
            f.content = std::mem::take(&mut f.content).into_iter().flat_map(|p| without(p, &phrase_range)).collect();
        }
        let content = found[i].content.clone();
        let inside = Some(found[i].head);
        found.push(Found { inside, ..self::found(phrase, cue, t, Some(source), content) });
    }
}

/// "Shelling kills five: ministry", "Ministry: shelling kills five": in the title and in short lines that stand alone.
pub(super) fn read_labels(context: &Context) -> Vec<Found> {
    let doc = context.doc;
    let title = doc.sentences().first().map(|s| s.paragraph);
    let mut out = Vec::new();
    for paragraph in super::quotes::paragraphs(doc) {
        if Some(doc.sentence(paragraph.start).paragraph) != title || paragraph.len() > 30 {
            break;
        }
        out.extend(read_label(context, paragraph));
    }
    out
}

fn read_label(context: &Context, paragraph: Range<TokenIx>) -> Option<Found> {
    let doc = context.doc;
    let parts = |at: TokenIx| (trim(doc, paragraph.start..at), trim(doc, at + 1..paragraph.end));
    let colon = paragraph.clone().find(|&t| doc.word(t) == ":" && context.quotes.at(t).is_none());
    let dash = || paragraph.clone().skip(1).rfind(|&t| is_dash(doc, t) && spaced(doc, t));
    let (mark, source, content) = match colon {
        Some(colon) => {
            let (left, right) = parts(colon);
            let (source, content) = sides(context, left, right)?;
            (colon, source, content)
        }
        None => {
            let dash = dash()?;
            let (left, right) = parts(dash);
            (dash, Some(right).filter(|r| is_plain_source(context, r))?, left)
        }
    };
    if content.is_empty() {
        return None;
    }
    // "Storm in Tonga: what we know" asks nobody.
    if matches!(doc.token(content.start).tag, Tag::Wp | Tag::Wrb | Tag::Wdt) {
        return None;
    }
    // "LIMA, June 2: The road is closed" tells where and when it was written.
    let dated = |t: TokenIx| doc.word(t) == "," && doc.ent(t + 1).is_some_and(|e| e.label == EntLabel::Date);
    if source.clone().any(|t| dated(t) && t + 1 < source.end) {
        return None;
    }
    let source = interviewed(context, &source).unwrap_or(source);
    let head = phrase_head(doc, &source)?;
    if !is_known(context, head) || !(can_speak(context, head) || context.cues.speaker(doc.lower(head)).is_some()) {
        return None;
    }
    Some(Found {
        cue: mark..mark + 1,
        head: mark,
        source: Some(Speaker { head, tokens: source }),
        content: vec![content],
        vouches: Vouches::Asserts,
        rule: SmolStr::new_static("colon"),
        via: None,
        quotes: false,
        inside: None,
        stance: false,
    })
}

fn is_dash(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.word(t), "-" | "–" | "—" | "--")
}

/// Which side of a colon is the source, and which what it says.
fn sides(context: &Context, left: Range<TokenIx>, right: Range<TokenIx>) -> Option<(Range<TokenIx>, Range<TokenIx>)> {
    let doc = context.doc;
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let has_verb = |r: &Range<TokenIx>| r.len() > 1 && r.clone().any(|t| is_verbal(doc, t));
    // "Peru: police clear road": a place names the topic, it does not speak.
    let topic = |r: &Range<TokenIx>| {
        r.clone().all(|t| matches!(doc.ent(t).map(|e| e.label), Some(EntLabel::Gpe | EntLabel::Loc)))
    };
    if topic(&left) {
        return None;
    }
    match (has_verb(&left), has_verb(&right)) {
        (true, false) if right.len() <= 6 => Some((right, left)),
        (false, true) if left.len() <= 6 => Some((left, right)),
        // "Five dead in blast: police"
        (false, false) if left.len() > 1 && is_plain_source(context, &right) => Some((right, left)),
        // "Kremlin: no troops at border", but not "Brandt: a life in the harbour"
        (false, false) if is_plain_source(context, &left) && is_no_title(doc, right.start) => Some((left, right)),
        _ => None,
    }
}

fn is_no_title(doc: &Doc, t: TokenIx) -> bool {
    matches!(doc.dep(t), Dep::Neg) || doc.token(t).pos == Pos::Num || doc.lower(t) == "no"
}

/// "police", "the mayor", "UN envoy" at the end of a headline: nothing but who speaks, and no outlet, whose name may stand
/// there for itself.
fn is_plain_source(context: &Context, words: &Range<TokenIx>) -> bool {
    let doc = context.doc;
    if words.is_empty() || words.len() > 4 || words.clone().any(|t| is_verbal(doc, t)) {
        return false;
    }
    let noun = |t: TokenIx| context.cues.speaker(doc.lower(t)).or_else(|| context.cues.speaker(doc.lemma(t)));
    let last = words.end - 1;
    match noun(last) {
        Some(SourceKind::Outlet | SourceKind::Document) => false,
        Some(_) => true,
        None if role(context, last).is_some() => true,
        None => context.cast.covering(last).is_some_and(|m| {
            let entity = context.cast.entity(m.entity);
            entity.kind != EntityKind::Outlet && (entity.country.is_some() || !entity.sectors.is_empty())
        }),
    }
}

/// "an interview with Olga Brandt": she speaks.
fn interviewed(context: &Context, source: &Range<TokenIx>) -> Option<Range<TokenIx>> {
    let doc = context.doc;
    let person = |t: &TokenIx| doc.ent(*t).is_some_and(|e| e.label == EntLabel::Person);
    let first = source.clone().find(person)?;
    let document = source.start..first;
    (document.len() > 1 && document.clone().any(|t| is_document(context, t)) && doc.token(first - 1).pos == Pos::Adp)
        .then(|| first..(first..source.end).take_while(|t| person(t)).last().unwrap_or(first) + 1)
}

/// The last noun of a phrase that no other word in it stands over.
fn phrase_head(doc: &Doc, phrase: &Range<TokenIx>) -> Option<TokenIx> {
    // A hyphen may be a noun to the tree ("co-chair"), it is no word.
    let word = |t: TokenIx| doc.word(t).contains(char::is_alphanumeric);
    phrase.clone().rev().filter(|&t| word(t)).find(|&t| {
        (matches!(doc.token(t).pos, Pos::Noun | Pos::Propn) || phrase.len() == 1)
            && !doc.head(t).is_some_and(|h| phrase.contains(&h) && h != t && word(h))
    })
}

fn is_known(context: &Context, head: TokenIx) -> bool {
    let doc = context.doc;
    let kind = context.cast.covering(head).map(|m| context.cast.entity(m.entity).kind);
    kind.is_some_and(|k| !matches!(k, EntityKind::Place | EntityKind::Other))
        || context.cues.speaker(doc.lower(head)).is_some()
        || role(context, head).is_some()
        || doc.ent(head).is_some_and(|e| e.label == EntLabel::Person)
}
