//! The head of an article: which line is its title, which name its authors and its date. They are taken out of the text,
//! all but the title, which is its first paragraph.

use crate::dates::{DateLine, date_line, first_date};
use crate::draft::{Break, Found, Line, excerpt};
use crate::furniture::is_furniture;
use crate::heal::ends_sentence;
use crate::words::{BylineWords, ReaderWords};
use sayso_doc::BlockKind;

/// As many lines as are looked at for the head of the article.
const HEAD_LINES: usize = 14;
/// A line of so many words is body text.
const BODY_WORDS: usize = 40;
const TITLE_WORDS: usize = 32;

/// Takes title, bylines and date lines out of the lines into `found`; the title comes back as `found.title`.
pub(crate) fn take_head(lines: &mut Vec<Line>, found: &mut Found, words: &ReaderWords, warnings: &mut Vec<String>) {
    let title_at = take_title(lines, found, words);
    drop_kickers(lines, title_at, words, warnings);
    take_lines(lines, found, words, warnings);
    if found.published.is_none() {
        found.published = dateline(lines, words).or_else(|| last_date_line(lines, words));
    }
}

/// The title's lines go out of `lines`; where they stood comes back.
fn take_title(lines: &mut Vec<Line>, found: &mut Found, words: &ReaderWords) -> usize {
    if let Some(title) = &found.title {
        let same = |l: &Line| same_words(&l.text.text, &title.text);
        if let Some(at) = lines.iter().take(HEAD_LINES).position(same) {
            found.title = Some(lines.remove(at).text);
            return at;
        }
        return 0;
    }
    let is = |kind: BlockKind| move |l: &Line| l.kind == kind;
    let marked = (lines.iter().take(HEAD_LINES).position(is(BlockKind::Title))).or_else(|| {
        lines.iter().take(HEAD_LINES).position(is(BlockKind::Heading)).filter(|at| lines[..*at].iter().all(is_short))
    });
    let start = match marked {
        Some(at) => at,
        None => {
            let own = |l: &Line| !is_head_line(l, words) && !is_furniture(&l.text.text, words);
            match below_letterhead(lines, words).or_else(|| lines.iter().take(4).position(own)) {
                Some(at) if is_label(lines, at) && is_title_by_shape(lines, at + 1, words) => at + 1,
                Some(at) if is_title_by_shape(lines, at, words) => at,
                _ => return 0,
            }
        }
    };
    let mut end = start + 1;
    let alone = is_title_line(lines, start);
    while !alone
        && end < lines.len()
        && lines[end].before != Break::Block
        && lines[end].kind == lines[start].kind
        && !is_head_line(&lines[end], words)
    {
        end += 1;
    }
    let mut title = lines[start].text.clone();
    for line in lines.drain(start..end).skip(1) {
        title.append_spaced(&line.text);
    }
    found.title = Some(title);
    start
}

/// The line after a letterhead: lines in capitals ("MINISTRY OF TRADE", "PRESS RELEASE No. 12"), then a mark of a press
/// release or a date, then one that is not in capitals. Without the mark, the capitals may be the title.
fn below_letterhead(lines: &[Line], words: &ReaderWords) -> Option<usize> {
    let is_mark = |l: &Line| is_head_line(l, words) || is_furniture(&l.text.text, words);
    let letters = |l: &Line| is_short(l) && is_in_capitals(&l.text.text);
    let head = lines.iter().take(HEAD_LINES).take_while(|l| !is_mark(l) && letters(l)).count();
    let marks = lines[head..].iter().take_while(|l| is_mark(l)).count();
    let below = lines.get(head + marks)?;
    let is_title = !is_in_capitals(&below.text.text) && is_title_by_shape(lines, head + marks, words);
    (head > 0 && marks > 0 && is_title).then_some(head + marks)
}

/// Four letters of five, so that "No." may stand among them.
fn is_in_capitals(text: &str) -> bool {
    let count = |is: fn(&char) -> bool| text.chars().filter(is).count();
    count(|c| c.is_uppercase()) * 5 >= count(|c| c.is_alphabetic()) * 4
}

/// A block of one word, or of three in capitals, with another block after it: "World", "WEST AFRICA".
fn is_label(lines: &[Line], at: usize) -> bool {
    let (text, count) = (&lines[at].text.text, |l: &Line| l.text.text.split(' ').count());
    let capitals = !text.contains(char::is_lowercase);
    let short = count(&lines[at]) <= if capitals { 3 } else { 1 };
    short && lines.get(at + 1).is_some_and(|next| next.before == Break::Block && count(next) > count(&lines[at]))
}

fn is_short(line: &Line) -> bool {
    line.text.text.split(' ').count() <= 6 && !ends_sentence(&line.text.text)
}

/// A first block that is short, no sentence, and has something after it.
fn is_title_by_shape(lines: &[Line], at: usize, words: &ReaderWords) -> bool {
    if is_title_line(lines, at) {
        return true;
    }
    let head: Vec<&Line> = (lines[at..].iter().enumerate())
        .take_while(|(i, l)| (*i == 0 || l.before != Break::Block) && !is_head_line(l, words))
        .map(|(_, l)| l)
        .collect();
    let count: usize = head.iter().map(|l| l.text.text.split(' ').count()).sum();
    let last = head.last().map_or("", |l| l.text.text.as_str());
    let last_word = last.rsplit(' ').next().unwrap_or("").to_lowercase();
    let unfinished = !last.trim_end_matches(['”', '"', '’', '\'']).ends_with(['.', ':', ';', ',']);
    let whole = unfinished && !words.cannot_end.contains(&last_word);
    let text = head.first().is_some_and(|l| l.kind == BlockKind::Text);
    text && count <= TITLE_WORDS && whole && lines.len() > at + head.len()
}

/// A line without a full stop above a far longer one that begins anew: a title with no blank line below it.
fn is_title_line(lines: &[Line], at: usize) -> bool {
    let [line, below, ..] = &lines[at..] else { return false };
    let width = |l: &Line| l.text.text.chars().count();
    below.before != Break::Block
        && line.kind == BlockKind::Text
        && line.kind == below.kind
        && !ends_sentence(&line.text.text)
        && !line.text.text.ends_with(',')
        && line.text.text.split(' ').count() <= 20
        && width(line) * 3 < width(below) * 2
        && !below.text.text.starts_with(char::is_lowercase)
}

fn is_head_line(line: &Line, words: &ReaderWords) -> bool {
    let text = &line.text.text;
    text.split(' ').count() <= 14
        && (date_line(text, &words.dates).is_some_and(|d| d.rest.is_none())
            || byline(text, &words.bylines).is_some()
            || dated_byline(text, words).is_some()
            || placed_date(text, words).is_some())
}

/// Lines above the title that are labels ("World", "Politics | Africa") are no part of the article.
fn drop_kickers(lines: &mut Vec<Line>, title_at: usize, words: &ReaderWords, warnings: &mut Vec<String>) {
    for i in (0..title_at.min(lines.len())).rev() {
        let text = &lines[i].text.text;
        let label = text.split(' ').count() <= 6 && !ends_sentence(text);
        if label && !is_head_line(&lines[i], words) && !is_furniture(text, words) {
            warnings.push(format!("left out label above the title: {}", excerpt(text)));
            lines.remove(i);
        }
    }
}

/// Date lines and bylines among the first lines.
fn take_lines(lines: &mut Vec<Line>, found: &mut Found, words: &ReaderWords, warnings: &mut Vec<String>) {
    let given = found.published.is_some();
    let mut changed = None;
    let mut named = Vec::new();
    let mut i = 0;
    let mut seen = 0;
    while i < lines.len() && seen < HEAD_LINES {
        seen += 1;
        let text = lines[i].text.text.clone();
        let count = text.split(' ').count();
        if count >= BODY_WORDS {
            break;
        }
        let repeats = found.title.as_ref().is_some_and(|t| same_words(&t.text, &text));
        if repeats && lines[i].kind != BlockKind::ListItem {
            lines.remove(i);
        } else if let Some((date, names)) = dated_byline(&text, words) {
            named.extend(names);
            note_date(&date, given, found, &mut changed, warnings);
            lines.remove(i);
        } else if let Some(date) = placed_date(&text, words) {
            note_date(&date, given, found, &mut changed, warnings);
            lines.remove(i);
        } else if let Some(names) = byline(&text, &words.bylines).filter(|_| count <= 24) {
            named.extend(names);
            lines.remove(i);
        } else if beside_date(lines, i, words)
            && let Some(names) = names(&text, &words.bylines, 2)
        {
            named.extend(names);
            lines.remove(i);
        } else {
            i += 1;
        }
    }
    // A block that lost its first line begins with what is left of it.
    if let Some(first) = lines.first_mut() {
        first.before = Break::Block;
    }
    if found.authors.is_empty() {
        for name in named {
            if !found.authors.contains(&name) {
                found.authors.push(name);
            }
        }
    }
    if found.published.is_none()
        && let Some(date) = changed
    {
        warnings.push("only the day of a change is given; taken for the day of publication".to_owned());
        found.published = Some(date);
    }
}

fn note_date(
    date: &DateLine,
    given: bool,
    found: &mut Found,
    changed: &mut Option<sayso_doc::Published>,
    warnings: &mut Vec<String>,
) {
    let published = &date.mention.published;
    if date.mention.weekday_differs {
        warnings.push(format!("the weekday written beside {} is not that day's", published.date));
    }
    match &found.published {
        _ if date.changed => *changed = changed.take().or_else(|| Some(published.clone())),
        None => found.published = Some(published.clone()),
        Some(first) if first.date != published.date && !given => {
            warnings.push(format!("two dates of publication, {} and {}; took the first", first.date, published.date));
        }
        Some(_) => {}
    }
}

/// A line that is a date, or a date and those who wrote: "By Ada Bell, 5 May 2021", "Ada Bell | May 5, 2021".
fn dated_byline(text: &str, words: &ReaderWords) -> Option<(DateLine, Vec<String>)> {
    if text.split(' ').count() > 24 {
        return None;
    }
    let date = date_line(text, &words.dates)?;
    let Some(rest) = date.rest.clone() else { return Some((date, Vec::new())) };
    let when = &date.mention.range;
    // Names stand before the date or after it, not around it.
    if rest.end > when.start && rest.start < when.end {
        return None;
    }
    let beside = text[rest].trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let names = byline(beside, &words.bylines).or_else(|| names(beside, &words.bylines, 2))?;
    Some((date, names))
}

/// A line of a place and a date: "Kilo, 5 May 2021".
fn placed_date(text: &str, words: &ReaderWords) -> Option<DateLine> {
    let date = date_line(text, &words.dates)?;
    let place = date.rest.clone().filter(|r| r.end <= date.mention.range.start)?;
    let is_name = |w: &str| w.starts_with(char::is_uppercase) || words.bylines.particles.contains(w);
    let name = &text[place];
    let alone = text[date.mention.range.end..].trim().is_empty();
    (alone && name.split(' ').count() <= 4 && name.split(' ').all(is_name)).then_some(date)
}

/// The line above or below is a date.
fn beside_date(lines: &[Line], i: usize, words: &ReaderWords) -> bool {
    // Dates above have been taken out by now, so the one below counts.
    lines.get(i + 1).is_some_and(|l| date_line(&l.text.text, &words.dates).is_some_and(|d| d.rest.is_none()))
}

/// The names in a byline: "By Ada Bell and Jo Orr in Accra".
pub(crate) fn byline(text: &str, words: &BylineWords) -> Option<Vec<String>> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let at = begins_byline(text, words)?;
    names(text[at..].trim_start_matches([':', ' ']), words, 1)
}

/// The names in a string that a page gives for its authors: "By Ada Bell and Jo Orr", "Ada Bell, Foreign Editor", "by Ada
/// Bell | 5 May 2021". A short string that is no name of a person is taken as it is ("Example Press Bureau").
pub(crate) fn author_names(text: &str, words: &ReaderWords) -> Vec<String> {
    let dated = || dated_byline(text, words).map(|(_, names)| names);
    let names = byline(text, &words.bylines).or_else(|| names(text, &words.bylines, 1)).or_else(dated);
    names.unwrap_or_else(|| {
        let name = begins_byline(text, &words.bylines).map_or(text, |at| text[at..].trim_start_matches([':', ' ']));
        if name.split(' ').count() <= 6 { vec![name.to_owned()] } else { Vec::new() }
    })
}

/// Where a text goes on after the word that begins a byline.
fn begins_byline(text: &str, words: &BylineWords) -> Option<usize> {
    let lower = text.to_lowercase();
    let begin = words.begins.iter().find(|b| {
        lower.starts_with(b.as_str()) && lower[b.len()..].starts_with(|c: char| c.is_whitespace() || c == ':')
    })?;
    (lower.len() == text.len()).then_some(begin.len())
}

/// A list of names, each of at least `words_min` words; `None` when the text is anything else.
fn names(text: &str, words: &BylineWords, words_min: usize) -> Option<Vec<String>> {
    if text.ends_with('.') && text.split(' ').count() > 3 || text.split(' ').count() > 20 {
        return None;
    }
    let mut out = Vec::new();
    let mut name: Vec<&str> = Vec::new();
    let mut done = false;
    let mut finish = |name: &mut Vec<&str>| {
        let role = name.iter().any(|w| words.roles.contains(&w.to_lowercase()));
        let ok = name.is_empty() || role || (words_min..=5).contains(&name.len());
        if !name.is_empty() && !role {
            out.push(name.join(" "));
        }
        name.clear();
        ok
    };
    for raw in text.split_whitespace() {
        let word = raw
            .trim_end_matches([',', ';', '|', '/', '•', '·', ')', ':'])
            .trim_start_matches(['(', '|', '•', '·', '/']);
        let lower = word.to_lowercase();
        if word.is_empty() || word == "&" || word == "-" || word == "–" || word == "—" || words.joins.contains(&lower)
        {
            if !finish(&mut name) {
                return None;
            }
            done = false;
            continue;
        }
        if done {
            continue;
        }
        if words.ends.contains(&lower) && !name.is_empty() {
            done = true;
            continue;
        }
        if !is_name_word(word, words) {
            return None;
        }
        name.push(word);
        if word.len() < raw.len() && raw.starts_with(word) && !finish(&mut name) {
            return None;
        }
    }
    if !finish(&mut name) || out.is_empty() { None } else { Some(out) }
}

fn is_name_word(word: &str, words: &BylineWords) -> bool {
    let name_letters = word.chars().all(|c| c.is_alphabetic() || ".-'’".contains(c));
    let lower = word.to_lowercase();
    name_letters
        && (word.starts_with(char::is_uppercase)
            || words.particles.contains(&lower)
            || words.roles.contains(&lower)
            || lower
                .split(['-', '\'', '’'])
                .next()
                .is_some_and(|p| p.len() < word.len() && words.particles.contains(p)))
}

/// "GENEVA, 3 March 2021 (Example Press) — The …": the date before the dash that opens the first paragraph.
fn dateline(lines: &[Line], words: &ReaderWords) -> Option<sayso_doc::Published> {
    let text = &lines.iter().take(6).find(|l| l.text.text.split(' ').count() >= 10)?.text.text;
    let dash = text.char_indices().find(|(at, c)| {
        matches!(c, '—' | '–') || *c == '-' && text[..*at].ends_with(' ') || text[*at..].starts_with("--")
    })?;
    if dash.0 > 80 {
        return None;
    }
    let mention = first_date(&text[..dash.0], &words.dates)?;
    let is_name = |w: &str| {
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        w.is_empty() || !w.starts_with(char::is_lowercase) || words.bylines.particles.contains(w)
    };
    let (place, agency) = (&text[..mention.range.start], &text[mention.range.end..dash.0]);
    let names = !place.trim().is_empty() && place.split(' ').all(is_name) && agency.split(' ').all(is_name);
    (names && !mention.weekday_differs).then_some(mention.published)
}

/// A date line at the very end ("Published 3 March 2021").
fn last_date_line(lines: &mut Vec<Line>, words: &ReaderWords) -> Option<sayso_doc::Published> {
    let from = lines.len().saturating_sub(4).max(1);
    let is_date = |l: &Line| date_line(&l.text.text, &words.dates).filter(|d| d.rest.is_none() && !d.changed);
    let at = (from..lines.len()).find(|i| is_date(&lines[*i]).is_some())?;
    is_date(&lines.remove(at)).map(|d| d.mention.published)
}

/// The same but for case, white space and punctuation.
pub(crate) fn same_words(a: &str, b: &str) -> bool {
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (a, b) = (letters(a), letters(b));
    !a.is_empty() && a == b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::read_markdown;
    use crate::plain::read_plain;

    fn head(text: &str) -> (Found, Vec<String>, Vec<String>) {
        let words = ReaderWords::embedded();
        let mut draft = if text.starts_with('#') { read_markdown(text, &words) } else { read_plain(text) };
        let mut warnings = Vec::new();
        take_head(&mut draft.lines, &mut draft.found, &words, &mut warnings);
        (draft.found, draft.lines.into_iter().map(|l| l.text.text).collect(), warnings)
    }

    fn date(found: &Found) -> Option<&str> {
        found.published.as_ref().map(|p| p.iso.as_str())
    }

    #[test]
    fn title_author_and_date_of_a_page_in_markdown() {
        let (found, lines, _) = head("# Two towns fall\n\nAda Bell  \n5 May 2021\n\nRebels took two towns on Monday.");
        assert_eq!(found.title.as_ref().unwrap().text, "Two towns fall");
        assert_eq!(found.authors, ["Ada Bell"]);
        assert_eq!(date(&found), Some("2021-05-05"));
        assert_eq!(lines, ["Rebels took two towns on Monday."]);
    }

    #[test]
    fn heads_of_plain_text() {
        for text in [
            "Two towns fall\nBy Ada Bell and Jo van Orr in Accra\nWednesday, May 5, 2021\n\nRebels took two towns on Monday.",
            "Two towns fall\n\nAda Bell, Jo van Orr | 5 May 2021\n\nRebels took two towns on Monday.",
            "World\n\nTwo towns fall\n\nPublished: 2021-05-05\nBY ADA BELL, SENIOR CORRESPONDENT, AND JO VAN ORR\nUpdated: 6 May 2021\n\nRebels took two towns on Monday.",
        ] {
            let (found, lines, warnings) = head(text);
            assert_eq!(found.title.as_ref().map(|t| t.text.as_str()), Some("Two towns fall"), "{text}");
            let authors: Vec<String> = found.authors.iter().map(|a| a.to_lowercase()).collect();
            assert_eq!(authors, ["ada bell", "jo van orr"], "{text}");
            assert_eq!(date(&found), Some("2021-05-05"), "{text}");
            assert_eq!(lines, ["Rebels took two towns on Monday."], "{warnings:?}");
        }
    }

    #[test]
    fn the_title_told_twice_stands_once() {
        let (found, lines, warnings) =
            head("# Two towns fall\n\n2021-05-05\n\nTwo Towns Fall\n\nThursday, May 6, 2021\n\nRebels took two towns.");
        assert_eq!(lines, ["Rebels took two towns."]);
        assert_eq!(date(&found), Some("2021-05-05"));
        assert_eq!(warnings, ["two dates of publication, 2021-05-05 and 2021-05-06; took the first"]);
    }

    #[test]
    fn prose_is_no_head() {
        let text =
            "# Talks\n\nBy Friday the army had left.\n\nBy the river stood Ada Bell.\n\nOn 5 May 2021 the army left.";
        let (found, lines, _) = head(text);
        assert_eq!(lines.len(), 3);
        assert_eq!((found.authors.len(), date(&found)), (0, None));
    }

    #[test]
    fn a_dateline_dates_the_article_and_stays() {
        let (found, lines, _) = head(
            "# Talks open\n\nGENEVA, 3 March 2021 (EP) — The two delegations met for the first time in the old palace.",
        );
        assert_eq!(date(&found), Some("2021-03-03"));
        assert!(lines[0].starts_with("GENEVA"));
        let (found, _, _) = head(
            "# Talks open\n\nThe talks of 3 March 2021, which were held in the old palace, were a failure - so far.",
        );
        assert_eq!(date(&found), None);
    }

    #[test]
    fn a_text_without_a_title_has_none() {
        let (found, lines, _) = head("Rebels took two towns on Monday.\n\nThe army denied it.");
        assert!(found.title.is_none());
        assert_eq!(lines.len(), 2);
    }
}
