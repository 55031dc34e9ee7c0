//! Interviews and hearings printed turn by turn ("Q: Is it safe?", "BRANDT: It is."): each turn is what its label says.

use super::quotes::paragraphs;
use super::source::is_verbal;
use super::{Context, Found, Speaker, trim};
use sayso_coding::{EntityKind, Vouches};
use sayso_doc::{EntLabel, Pos, TokenIx};
use smol_str::SmolStr;
use std::iter::once;
use std::ops::Range;

/// The rule of statements that are turns.
pub(super) const RULE: &str = "turn";

/// A paragraph that opens with a label and a colon.
struct Turn {
    paragraph: usize,
    label: Range<TokenIx>,
    /// The name in the label.
    head: TokenIx,
    vouches: Vouches,
    /// The label is one of those of interviews or the name of a person, not just capitals.
    known: bool,
}

/// The turns of a transcript; a single label makes none.
pub(super) fn read_turns(context: &Context) -> Vec<Found> {
    let doc = context.doc;
    let paragraphs = paragraphs(doc);
    let mut turns: Vec<Turn> =
        paragraphs.iter().enumerate().skip(1).filter_map(|(i, p)| read_turn(context, i, p.clone())).collect();
    let again: Vec<bool> = turns
        .iter()
        .map(|t| turns.iter().any(|u| u.paragraph != t.paragraph && doc.lower(u.head) == doc.lower(t.head)))
        .collect();
    // Who speaks in an interview speaks more than once; headings that are names do not.
    let dialogue = again.contains(&true) || turns.iter().all(|t| t.label.len() == 1);
    let mut again = again.into_iter();
    turns.retain(|t| again.next().unwrap_or(false) || t.known);
    if turns.len() < 2 || !dialogue {
        return read_answers(context, &paragraphs);
    }
    (0..turns.len()).map(|i| found(context, &paragraphs, &turns[i], turns.get(i + 1))).collect()
}

fn read_turn(context: &Context, paragraph: usize, tokens: Range<TokenIx>) -> Option<Turn> {
    let doc = context.doc;
    let colon = tokens.clone().take(16).find(|&t| doc.word(t) == ":")?;
    let label = trim(doc, tokens.start..colon);
    if label.is_empty() || context.quotes.at(colon).is_some() {
        return None;
    }
    // Text may begin in the next paragraph.
    let alone = trim(doc, colon + 1..tokens.end).is_empty();
    let named = context.cast.covering(label.start).map_or(label.end - 1, |m| m.head);
    let head = if label.contains(&named) { named } else { label.start };
    let turn = |vouches, known| Some(Turn { paragraph, label: label.clone(), head, vouches, known });
    if label.len() == 1
        && let Some(vouches) = context.cues.label(doc.lower(label.start))
    {
        return turn(vouches, true);
    }
    // "LIMA: The road is closed" is where it was written.
    let place = |t: TokenIx| matches!(doc.ent(t).map(|e| e.label), Some(EntLabel::Gpe | EntLabel::Loc));
    let capital = |t: TokenIx| {
        doc.word(t).starts_with(char::is_uppercase) || matches!(doc.token(t).pos, Pos::Punct | Pos::Adp | Pos::Det)
    };
    if !label.clone().all(capital) || label.clone().all(place) {
        return None;
    }
    let person = |t: TokenIx| {
        doc.ent(t).is_some_and(|e| e.label == EntLabel::Person)
            || context.cast.covering(t).is_some_and(|m| context.cast.entity(m.entity).kind == EntityKind::Person)
    };
    if person(label.start) && !label.clone().any(|t| is_verbal(doc, t)) {
        return turn(Vouches::Asserts, true);
    }
    let shouted = |t: TokenIx| !doc.word(t).contains(char::is_lowercase);
    if label.clone().all(shouted) && !alone { turn(Vouches::Asserts, false) } else { None }
}

/// What stands up to the next turn; the last one ends with its paragraph.
fn found(context: &Context, paragraphs: &[Range<TokenIx>], turn: &Turn, next: Option<&Turn>) -> Found {
    let doc = context.doc;
    let own = &paragraphs[turn.paragraph];
    let colon = (turn.label.end..own.end).find(|&t| doc.word(t) == ":").unwrap_or(turn.label.end);
    let end = match next {
        Some(next) if next.paragraph <= turn.paragraph + 8 => paragraphs[next.paragraph - 1].end,
        _ => own.end,
    };
    Found {
        cue: colon..colon + 1,
        head: colon,
        source: Some(Speaker { head: turn.head, tokens: turn.label.clone() }),
        content: vec![colon + 1..end],
        vouches: turn.vouches,
        rule: SmolStr::new_static(RULE),
        via: None,
        quotes: false,
        inside: None,
        stance: false,
    }
}

/// How many questions make an interview.
const QUESTIONS: usize = 2;

/// An interview whose turns have no labels, only a title or a first paragraph that says with whom it is: what stands
/// between its questions are the answers.
fn read_answers(context: &Context, paragraphs: &[Range<TokenIx>]) -> Vec<Found> {
    let doc = context.doc;
    let Some(name) = paragraphs.iter().take(3).find_map(|p| interviewee(context, p.clone())) else { return Vec::new() };
    let asks = |p: &Range<TokenIx>| {
        p.clone().rev().find(|&t| doc.token(t).pos != Pos::Space).is_some_and(|t| doc.word(t) == "?")
            && p.clone().all(|t| context.quotes.at(t).is_none_or(|q| q.words < 4))
    };
    let opens = doc.sentence(name.head).paragraph;
    let questions: Vec<usize> = (0..paragraphs.len())
        .filter(|&i| doc.sentence(paragraphs[i].start).paragraph > opens && asks(&paragraphs[i]))
        .collect();
    if questions.len() < QUESTIONS || questions.windows(2).any(|q| q[1] == q[0] + 1) {
        return Vec::new();
    }
    let ends = questions.iter().skip(1).copied().chain(once(paragraphs.len()));
    let answers = questions.iter().zip(ends).filter(|&(&q, next)| q + 1 < next && next < q + 10);
    answers.map(|(&q, next)| answer(&name, paragraphs[q + 1].start..paragraphs[next - 1].end)).collect()
}

fn answer(name: &Speaker, content: Range<TokenIx>) -> Found {
    Found {
        cue: content.start..content.start,
        head: content.start,
        source: Some(name.clone()),
        content: vec![content],
        vouches: Vouches::Asserts,
        rule: SmolStr::new_static(RULE),
        via: None,
        quotes: false,
        inside: None,
        stance: false,
    }
}

/// "An interview with Olga Brandt": who answers.
fn interviewee(context: &Context, paragraph: Range<TokenIx>) -> Option<Speaker> {
    let doc = context.doc;
    let person = |t: TokenIx| doc.ent(t).filter(|e| e.label == EntLabel::Person && e.tokens.start >= paragraph.start);
    paragraph.clone().skip(1).find_map(|t| {
        let ent = person(t).filter(|e| e.tokens.start == t)?;
        // "with the harbour master Olga Brandt": the phrase begins further to the left.
        let first = paragraph.start.max(t.saturating_sub(8));
        let preposition = (first..t).rev().find(|&p| doc.token(p).pos == Pos::Adp)?;
        let phrase = !(preposition + 1..t).any(|w| is_verbal(doc, w) || doc.word(w) == ".");
        let sentence = doc.sentence(t).tokens.start;
        let told = (sentence..preposition).any(|w| context.cues.interviews(doc.lower(preposition), doc.lower(w)));
        (phrase && told).then(|| Speaker { head: ent.tokens.end - 1, tokens: ent.tokens.clone() })
    })
}
