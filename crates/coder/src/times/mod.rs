//! Time expressions and their TIMEX3 values, resolved against the publication date.
//!
//! `parse` reads what an expression says, `resolve` puts it on the calendar, with `tense` for what the words leave
//! open. Beyond TIMEX3, stretches that it has no letters for (feasts of several days, "5-7 June") are ISO 8601
//! intervals: `2022-04-02/2022-05-01`.

mod parse;
mod point;
mod resolve;
mod sense;
mod tense;

use crate::pieces::Pieces;
use jiff::civil::Date;
use sayso_coding::Time;
use sayso_doc::Doc;
use sayso_lexicon::Lexicon;

/// In text order. Without a publication date, a paragraph that is nothing but a full date is taken for it; where there is
/// none, what depends on it gets a value without a year, as TIMEX3 has it.
pub fn find_times(doc: &Doc, lexicon: &Lexicon, published: Option<Date>) -> Vec<Time> {
    let pieces = Pieces::new(doc);
    let find = |published| {
        let parser = parse::Parser::new(&pieces, &lexicon.times, &lexicon.numbers, published);
        let expressions = parser.expressions();
        let joins = |i| parser.joins(i);
        resolve::Resolver::new(&pieces, &lexicon.times, published, &joins).resolve(&expressions)
    };
    let times = find(published);
    if published.is_some() {
        return times;
    }
    match date_line(doc, &times) {
        Some(date) => find(Some(date)),
        None => times,
    }
}

/// How many paragraphs a date line is looked for in.
const DATE_LINE_PARAGRAPHS: usize = 4;

/// The day that one of the first paragraphs names and says nothing else.
fn date_line(doc: &Doc, times: &[Time]) -> Option<Date> {
    let alone = |time: &&Time| {
        let (start, end) = (time.span.start as usize, time.span.end as usize);
        let before = doc.text()[..start].trim_end_matches(' ');
        let after = doc.text()[end..].trim_start_matches([' ', '.', ',']);
        (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
    };
    let first = times.iter().filter(|t| {
        let token = doc.tokens_in(t.span).start;
        token < doc.len() && doc.sentence(token).paragraph < DATE_LINE_PARAGRAPHS
    });
    let day = |t: &Time| t.range.filter(|(first, last)| first == last).map(|(first, _)| first);
    first.filter(alone).find_map(day)
}
