//! `sayso explain`: an event's sentence with what was found in it underlined, and the rules behind every part of it.

use crate::args::{Color, ExplainArgs};
use crate::code::{color_choice, input_format, options, pipeline, width};
use crate::flow::{Flow, Item};
use crate::table::one_line;
use crate::web::{client, fetched};
use crate::{Done, style};
use anstream::AutoStream;
use anstyle::Style;
use anyhow::{Context, Result, bail};
use sayso::coding::{Coding, Event, EventId, Participant, Source, Statement, StatementId};
use sayso::{Span, documents, is_address};
use sayso_fetch::Stop;
use std::io::{self, Write, stdout};
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// Where what is said of a part begins.
const INDENT: usize = 13;

pub(crate) fn run(args: &ExplainArgs, color: Color) -> Result<Done> {
    let options = options(&args.reading)?;
    let format = input_format(args.reading.from);
    let task = match file_of_line(&args.path).filter(|_| !is_address(&args.path)) {
        Some(file) => {
            let source = args.path.display().to_string();
            documents(&[file], format, options.limits.raw).find(|t| t.source() == source)
        }
        None => documents(std::slice::from_ref(&args.path), format, options.limits.raw).next(),
    };
    let task = task.with_context(|| format!("{}: no document there; check the line", args.path.display()))?;
    let pipeline = pipeline(&args.pipeline)?;
    let client = client(&args.web, options.limits.raw, &Stop::default());
    let coding =
        pipeline.run(fetched(&client, task), &options).map_err(|f| anyhow::anyhow!("{}: {}", f.source, f.message))?;
    let chosen = chosen(&coding, &args.event)?;
    if chosen.is_empty() {
        anstream::eprintln!("{}: no events found", coding.article.source);
    }
    let out = stdout();
    let mut out = AutoStream::new(out.lock(), color_choice(color, &stdout()));
    let width = width();
    for (i, id) in chosen.into_iter().enumerate() {
        let text = explanation(&coding, id, width);
        let written = out.write_all(if i > 0 { b"\n\n" } else { b"" }).and_then(|()| out.write_all(text.as_bytes()));
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
            result => result?,
        }
    }
    Ok(Done::Everything)
}

/// `news.jsonl:12` is line 12 of a file, where there is no file of that very name.
fn file_of_line(path: &Path) -> Option<PathBuf> {
    let (file, line) = path.to_str().filter(|_| !path.exists())?.rsplit_once(':')?;
    line.parse::<usize>().ok().map(|_| PathBuf::from(file))
}

fn chosen(coding: &Coding, wanted: &[String]) -> Result<Vec<EventId>> {
    let count = coding.events.len();
    if wanted.is_empty() {
        return Ok((0..count).map(EventId::new).collect());
    }
    let find = |name: &String| {
        let number: Option<usize> = name.trim_start_matches(['V', 'v']).parse().ok();
        match number.filter(|n| (1..=count).contains(n)) {
            Some(n) => Ok(EventId::new(n - 1)),
            None if count == 0 => bail!("no event {name}: the document has none"),
            None => bail!("no event {name}: the document has V1 to V{count}"),
        }
    };
    wanted.iter().map(find).collect()
}

fn explanation(coding: &Coding, id: EventId, width: usize) -> String {
    let event = &coding.events[id.index()];
    let text = &coding.article.text;
    let marks = marks(coding, event);
    let mut out = heading(coding, id, event, width);
    out += "\n";
    out += &underlined(text, event.sentence, &marks, width);
    out += "\n";
    for part in parts(coding, event) {
        let mut flow = Flow::new(INDENT, width);
        flow.margin(&Item::new(style::FAINT, part.name));
        flow.words(&part.value);
        out += &flow.finish();
    }
    out
}

fn heading(coding: &Coding, id: EventId, event: &Event, width: usize) -> String {
    let mut flow = Flow::new(0, width);
    let mut what = Item::new(style::NAME, format!("{id}  ")).then(style::event_type(event.kind), event.kind.as_str());
    if let Some(mode) = event.mode {
        what = what.then(style::mode(event.kind), format!(" {mode}"));
    }
    flow.item(Style::new(), &what);
    flow.item(style::FAINT, &Item::new(style::status(event.status), event.status.as_str()));
    flow.item(style::FAINT, &Item::new(style::FAINT, format!("CAMEO {}", event.cameo)));
    flow.item(style::FAINT, &Item::new(style::FAINT, format!("score {}", event.kind.score(event.mode))));
    flow.item(style::FAINT, &Item::new(style::FAINT, format!("confidence {:.2}", event.confidence)));
    flow.item(style::FAINT, &Item::new(style::FAINT, coding.article.source.as_str()));
    flow.finish()
}

/// One thing said of the event.
struct PartOf {
    name: &'static str,
    value: Item,
}

fn parts(coding: &Coding, event: &Event) -> Vec<PartOf> {
    let mut parts = Vec::new();
    let mut part = |name, value: Item| parts.push(PartOf { name, value });
    for (name, list) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        list.iter().for_each(|p| part(name, participant(coding, p)));
    }
    let plain = |text: &str| Item::new(Style::new(), text);
    if !event.contexts.is_empty() {
        let contexts: Vec<&str> = event.contexts.iter().map(|c| c.as_str()).collect();
        part("about", plain(&contexts.join(", ")));
    }
    for quantity in &event.quantities {
        let q = &coding.quantities[quantity.quantity.index()];
        let words = one_line(q.span.of(&coding.article.text));
        let value = Item::new(style::NUMBER, words).then(style::FAINT, format!(" ({}, {})", quantity.role, q.approx));
        part("number", value);
    }
    part("frame", plain(if event.why.frame.is_empty() { &event.rule } else { &event.why.frame }));
    event.why.paths.iter().for_each(|path| part("path", plain(path)));
    part(
        "status",
        Item::new(style::status(event.status), event.status.as_str())
            .then(style::FAINT, said(" · ", &event.why.status)),
    );
    part("word of", on_whose_word(coding, event).then(style::FAINT, said(" · ", &event.why.sources)));
    for statement in chain(coding, event) {
        part("statement", told(coding, statement));
    }
    if !event.denied_by.is_empty() {
        let names: Vec<&str> = event.denied_by.iter().map(|id| coding.entities[id.index()].name.as_str()).collect();
        part("denied by", Item::new(style::DENIED, names.join(", ")));
    }
    let date = match &event.date {
        Some(date) if date.stated => plain(&date.value),
        Some(date) => plain(&date.value).then(style::FAINT, " (assumed)"),
        None => Item::new(style::FAINT, "not known"),
    };
    part("date", date.then(style::FAINT, said(" · ", &event.why.date)));
    let place = match event.place {
        Some(id) => Item::new(style::PLACE, coding.places[id.index()].name.as_str()),
        None => Item::new(style::FAINT, "not known"),
    };
    part("place", place.then(style::FAINT, said(" · ", &event.why.place)));
    parts
}

fn said(mark: &str, words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("{mark}{words}") }
}

fn participant(coding: &Coding, participant: &Participant) -> Item {
    let entity = &coding.entities[participant.entity.index()];
    let words = one_line(participant.span.of(&coding.article.text));
    let mut item = Item::new(style::NAME, entity.name.as_str());
    let codes: Vec<&str> =
        entity.country.as_deref().into_iter().chain(entity.sectors.iter().map(|s| s.as_str())).collect();
    let mut notes = vec![participant.entity.to_string(), entity.kind.to_string()];
    notes.extend((!codes.is_empty()).then(|| codes.join(" ")));
    notes.extend((words != entity.name).then(|| format!("“{words}”")));
    let says_more = !words.contains(entity.evidence.as_str());
    notes.extend(says_more.then(|| format!("by {}", entity.evidence)));
    item = item.then(style::FAINT, format!(" ({})", notes.join(", ")));
    item
}

fn on_whose_word(coding: &Coding, event: &Event) -> Item {
    let mut item = Item::default();
    for (i, source) in event.sources.iter().enumerate() {
        if i > 0 {
            item = item.then(style::FAINT, ", citing ");
        }
        let name = match source {
            Source::Entity(id) => coding.entities[id.index()].name.to_string(),
            Source::Words(span) => one_line(span.of(&coding.article.text)),
        };
        item = item.then(style::SOURCE, name);
    }
    if event.sources.is_empty() { Item::new(style::FAINT, "the article itself") } else { item }
}

/// The statements an event stands in, innermost first.
fn chain<'a>(coding: &'a Coding, event: &Event) -> Vec<(StatementId, &'a Statement)> {
    let at = |id: StatementId| (id, &coding.statements[id.index()]);
    // A statement stands inside one that is not itself; the length of the list bounds a chain that is wrong.
    std::iter::successors(event.statement.map(at), |(_, s)| s.parent.map(at)).take(coding.statements.len()).collect()
}

fn told(coding: &Coding, (id, statement): (StatementId, &Statement)) -> Item {
    let text = &coding.article.text;
    let words = |span: Option<Span>| span.map(|s| one_line(s.of(text))).unwrap_or_else(|| "?".to_owned());
    let content: Vec<String> = statement.content.iter().map(|c| one_line(c.of(text))).collect();
    let rule = said(", by ", &statement.rule);
    Item::new(style::FAINT, format!("{id} "))
        .then(style::SOURCE, words(statement.source_span))
        .then(Style::new(), format!(" {}: ", words(statement.cue)))
        .then(style::WORDS, content.join(" … "))
        .then(style::FAINT, format!(" ({}, {}{rule})", statement.quote, statement.vouches))
}

/// A stretch of the sentence with what it is.
struct Mark {
    span: Span,
    name: String,
    sign: char,
    style: Style,
}

fn marks(coding: &Coding, event: &Event) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut mark = |span: Span, name: &str, sign: char, style: Style| {
        if !span.is_empty() && event.sentence.contains(span) {
            marks.push(Mark { span, name: name.to_owned(), sign, style });
        }
    };
    mark(event.trigger, "trigger", '^', style::event_type(event.kind));
    event.actors.iter().for_each(|p| mark(p.span, "actor", '~', style::NAME));
    event.recipients.iter().for_each(|p| mark(p.span, "recipient", '~', style::NAME));
    for (_, statement) in chain(coding, event) {
        statement.source_span.into_iter().for_each(|s| mark(s, "source", '=', style::SOURCE));
        statement.cue.into_iter().for_each(|s| mark(s, "cue", '=', style::SOURCE));
    }
    if let Some(time) = event.date.as_ref().and_then(|d| d.time) {
        mark(coding.times[time.index()].span, "date", '-', style::NUMBER);
    }
    if let Some(place) = event.place {
        mark(coding.places[place.index()].span, "place", '-', style::PLACE);
    }
    for q in &event.quantities {
        mark(coding.quantities[q.quantity.index()].span, q.role.as_str(), '-', style::NUMBER);
    }
    marks.sort_by_key(|m| (m.span.start, m.span.end));
    marks.dedup_by(|a, b| a.span == b.span && a.name == b.name);
    marks
}

/// The words of a span set into lines, under each line the marks that touch it.
fn underlined(text: &str, span: Span, marks: &[Mark], width: usize) -> String {
    let mut out = String::new();
    for line in lines(text, span, width.saturating_sub(2).max(20)) {
        out += &format!("  {}\n", shown(line.of(text)));
        let touching = marks.iter().filter(|m| m.span.overlaps(line));
        out += &draw(&touching.map(|m| laid(text, line, m)).collect::<Vec<_>>());
    }
    out
}

/// Breaks a span between words into lines of at most `width` columns.
fn lines(text: &str, span: Span, width: usize) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    for word in words(text, span) {
        match lines.last_mut() {
            Some(line) if text[line.start as usize..word.end as usize].width() <= width => line.end = word.end,
            _ => lines.push(word),
        }
    }
    lines
}

fn words(text: &str, span: Span) -> Vec<Span> {
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    span.of(text).split_whitespace().map(|w| Span::new(at(w), at(w) + w.len())).collect()
}

/// White space as one column each, whatever it is.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

/// A mark on a line: where it begins, how wide it is, and what stands below it.
struct Laid<'a> {
    from: usize,
    wide: usize,
    mark: &'a Mark,
    /// The name stands where the mark begins, not on the lines it goes on over.
    name: &'a str,
}

fn laid<'a>(text: &str, line: Span, mark: &'a Mark) -> Laid<'a> {
    let start = mark.span.start.max(line.start);
    let end = mark.span.end.min(line.end);
    Laid {
        from: shown(&text[line.start as usize..start as usize]).width(),
        wide: shown(&text[start as usize..end as usize]).width(),
        mark,
        name: if mark.span.start >= line.start { &mark.name } else { "" },
    }
}

/// Puts things side by side, in order, where they do not collide, else in a row below. `end` is where a thing ends.
fn rows<'a, 'm>(marks: &[&'a Laid<'m>], end: impl Fn(&Laid) -> usize) -> Vec<Vec<&'a Laid<'m>>> {
    let mut rows: Vec<Vec<&Laid>> = Vec::new();
    for &mark in marks {
        match rows.iter_mut().find(|row| row.last().is_none_or(|last| end(last) <= mark.from)) {
            Some(row) => row.push(mark),
            None => rows.push(vec![mark]),
        }
    }
    rows
}

/// Signs under the words, and under each row of signs their names.
fn draw(marks: &[Laid]) -> String {
    let mut out = String::new();
    let all: Vec<&Laid> = marks.iter().collect();
    for signs in rows(&all, |m| m.from + m.wide) {
        out += &draw_row(&signs, |m| m.mark.sign.to_string().repeat(m.wide));
        let named: Vec<&Laid> = signs.into_iter().filter(|m| !m.name.is_empty()).collect();
        for names in rows(&named, |m| m.from + m.name.width() + 1) {
            out += &draw_row(&names, |m| m.name.to_owned());
        }
    }
    out
}

fn draw_row(row: &[&Laid], shown: impl Fn(&Laid) -> String) -> String {
    let mut line = String::from("  ");
    let mut at = 0;
    for mark in row {
        let (style, text) = (mark.mark.style, shown(mark));
        line.extend(std::iter::repeat_n(' ', mark.from - at));
        at = mark.from + text.width();
        line += &format!("{style}{text}{style:#}");
    }
    line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_under_their_words_on_every_line() {
        let text = "Peru’s army shelled the town";
        let mark = |words: &str, name: &str, sign| {
            let at = text.find(words).expect("the words are there");
            Mark { span: Span::new(at, at + words.len()), name: name.to_owned(), sign, style: Style::new() }
        };
        let marks =
            [mark("Peru’s army", "actor", '~'), mark("shelled", "trigger", '^'), mark("the town", "recipient", '~')];
        let drawn = underlined(text, Span::new(0, text.len()), &marks, 27);
        let expected =
            "  Peru’s army shelled the\n  ~~~~~~~~~~~ ^^^^^^^ ~~~\n  actor       trigger recipient\n  town\n  ~~~~\n";
        assert_eq!(drawn, expected);
    }

    #[test]
    fn names_that_collide_stand_below_each_other() {
        let text = "Peru hit Lima";
        let mark = |start, end, name: &str| Mark {
            span: Span::new(start, end),
            name: name.to_owned(),
            sign: '-',
            style: Style::new(),
        };
        let marks = [mark(0, 4, "actor"), mark(5, 8, "trigger"), mark(9, 13, "recipient")];
        let drawn = underlined(text, Span::new(0, 13), &marks, 80);
        assert_eq!(drawn, "  Peru hit Lima\n  ---- --- ----\n  actor    recipient\n       trigger\n");
    }

    #[test]
    fn marks_that_overlap_stand_below_each_other() {
        let text = "Peru attacked";
        let mark = |start, end, name: &str| Mark {
            span: Span::new(start, end),
            name: name.to_owned(),
            sign: '-',
            style: Style::new(),
        };
        let drawn = underlined(text, Span::new(0, 13), &[mark(0, 13, "all"), mark(5, 13, "trigger")], 80);
        assert_eq!(drawn, "  Peru attacked\n  -------------\n  all\n       --------\n       trigger\n");
    }
}
