//! A coding for people to read: events by paragraph, each with who, whom, status, date, place, numbers, and on whose word.

use crate::args::Part;
use crate::flow::{Flow, Item, snippet};
use crate::style;
use anstyle::Style;
use sayso::BlockKind;
use sayso::coding::{
    Coding, EntityId, EntityKind, Event, EventId, EventQuantity, Participant, PlaceId, QuantityId, QuantityRole,
    Source, Statement, StatementId, TimeId,
};
use std::fmt::Write;

/// Where the right-hand side begins: after an id and the longest type with its mode.
const INDENT: usize = 28;
const ID_WIDTH: usize = 5;
/// Narrower than this, the type has its own line.
const NARROW: usize = 64;

/// How much is shown of a speaker whose name is not known.
const SPEAKER_WIDTH: usize = 48;

/// One document's table. Without `only`, events and a summary of the rest.
pub(crate) fn table(coding: &Coding, only: &[Part], width: usize) -> String {
    let page = Page { coding, width };
    let mut out = page.heading();
    if only.is_empty() {
        out += &page.events();
        out += &page.summary();
    }
    for part in only {
        out += &match part {
            Part::Events => page.events(),
            Part::Statements => page.statements(),
            Part::Entities => page.entities(),
            Part::Places => page.places(),
            Part::Times => page.times(),
            Part::Quantities => page.quantities(),
        };
    }
    for warning in &coding.warnings {
        let mut flow = Flow::new(9, width);
        flow.margin(&Item::new(style::WARNING, "warning"));
        flow.words(&Item::new(Style::new(), warning.as_str()));
        out += &flow.finish();
    }
    out
}

struct Page<'a> {
    coding: &'a Coding,
    width: usize,
}

impl Page<'_> {
    fn heading(&self) -> String {
        let article = &self.coding.article;
        let mut title = Flow::new(0, self.width);
        title.words(&Item::new(style::TITLE, article.title.as_deref().unwrap_or(&article.source)));
        let mut about = Flow::new(0, self.width);
        let date = article.published.as_ref().map_or("no date of publication".to_owned(), |p| p.date.to_string());
        about.item(style::FAINT, &Item::new(style::FAINT, date));
        let others = [article.publisher.clone(), Some(article.authors.join(", ")), Some(article.source.clone())];
        for text in others.into_iter().flatten().filter(|t| !t.is_empty()) {
            about.item(style::FAINT, &Item::new(style::FAINT, text));
        }
        title.finish() + &about.finish()
    }

    /// By paragraph, each under its first words.
    fn events(&self) -> String {
        let mut out = String::new();
        let mut above = None;
        for (i, event) in self.coding.events.iter().enumerate() {
            let paragraph = self.paragraph(event);
            if above != Some(paragraph) {
                out += "\n";
                out += &self.paragraph_heading(paragraph);
                above = Some(paragraph);
            }
            out += &self.event(EventId::new(i), event);
        }
        if out.is_empty() { format!("\n{}no events found{:#}\n", style::FAINT, style::FAINT) } else { out }
    }

    /// Which block of the article an event stands in.
    fn paragraph(&self, event: &Event) -> usize {
        self.coding.article.blocks.partition_point(|b| b.span.end <= event.trigger.start)
    }

    fn paragraph_heading(&self, paragraph: usize) -> String {
        let article = &self.coding.article;
        let Some(block) = article.blocks.get(paragraph) else { return String::new() };
        let number = format!("¶{}", paragraph + 1);
        let words = match block.kind {
            BlockKind::Title => "headline".to_owned(),
            _ => snippet(block.span.of(&article.text), self.width.saturating_sub(ID_WIDTH).max(20)),
        };
        format!("{0}{number:<ID_WIDTH$}{words}{0:#}\n", style::PARAGRAPH)
    }

    fn event(&self, id: EventId, event: &Event) -> String {
        let narrow = self.width < NARROW;
        let mut flow = Flow::new(if narrow { ID_WIDTH } else { INDENT }, self.width);
        let mut margin = Item::new(style::ID, format!("{:<ID_WIDTH$}", id.to_string()));
        margin = margin.then(style::event_type(event.kind), event.kind.as_str());
        if let Some(mode) = event.mode {
            margin = margin.then(style::mode(event.kind), format!(" {mode}"));
        }
        flow.margin(&margin);
        flow.item(Style::new(), &self.who(event));
        for item in self.circumstances(event) {
            flow.item(style::FAINT, &item);
        }
        flow.finish()
    }

    /// `Xi Jinping (CHN GOV), Vladimir Putin (RUS GOV) → Ukraine`.
    fn who(&self, event: &Event) -> Item {
        let mut item = self.participants(Item::default(), &event.actors);
        if !event.recipients.is_empty() {
            item = self.participants(item.then(style::FAINT, " → "), &event.recipients);
        }
        item
    }

    fn participants(&self, mut item: Item, list: &[Participant]) -> Item {
        if list.is_empty() {
            return item.then(style::FAINT, "someone");
        }
        for (i, participant) in list.iter().enumerate() {
            if i > 0 {
                item = item.then(Style::new(), ", ");
            }
            item = item.then(style::NAME, self.name(participant.entity));
            let codes = self.codes(participant.entity);
            if !codes.is_empty() {
                item = item.then(style::FAINT, format!(" ({codes})"));
            }
        }
        item
    }

    fn name(&self, id: EntityId) -> &str {
        &self.coding.entities[id.index()].name
    }

    /// Country and sectors; none where the name itself is the country.
    fn codes(&self, id: EntityId) -> String {
        let entity = &self.coding.entities[id.index()];
        let country = entity.country.as_deref().filter(|_| entity.kind != EntityKind::Country);
        country.into_iter().chain(entity.sectors.iter().map(|s| s.as_str())).collect::<Vec<_>>().join(" ")
    }

    fn circumstances(&self, event: &Event) -> Vec<Item> {
        let mut items = vec![Item::new(style::WORDS, format!("“{}”", one_line(event.trigger.of(self.text()))))];
        items.push(Item::new(style::status(event.status), event.status.as_str()));
        if event.historical {
            items.push(Item::new(style::FAINT, "long ago"));
        }
        if let Some(date) = &event.date {
            let value = date.value.replace('/', " to ");
            items.push(if date.stated {
                Item::new(Style::new(), value)
            } else {
                Item::new(style::FAINT, format!("~{value}"))
            });
        }
        if let Some(place) = event.place {
            items.push(Item::new(style::PLACE, format!("in {}", self.place(place))));
        }
        items.extend(event.quantities.iter().map(|&q| Item::new(style::NUMBER, self.quantity(q))));
        items.push(self.on_whose_word(event));
        if !event.denied_by.is_empty() {
            let names: Vec<&str> = event.denied_by.iter().map(|&e| self.name(e)).collect();
            items.push(Item::new(style::DENIED, format!("denied by {}", names.join(", "))));
        }
        items
    }

    fn place(&self, id: PlaceId) -> String {
        one_line(self.coding.places[id.index()].span.of(self.text()))
    }

    /// The words, with the role where they do not say it: `19 civilians dead`.
    fn quantity(&self, EventQuantity { quantity, role }: EventQuantity) -> String {
        use QuantityRole::*;
        let words = one_line(self.coding.quantities[quantity.index()].span.of(self.text()));
        match role {
            Dead | Injured | Arrested | Missing | Displaced => format!("{words} {role}"),
            Troops | Weapons | Money | Volume | Crowd | Other => words,
        }
    }

    /// `says Gazeta.Ru, citing officials`: who speaks in the article, and whom that one has it from.
    fn on_whose_word(&self, event: &Event) -> Item {
        if event.sources.is_empty() {
            return Item::new(style::FAINT, "says the article");
        }
        let mut item = Item::new(style::FAINT, "says ");
        for (i, source) in event.sources.iter().enumerate() {
            if i > 0 {
                item = item.then(style::FAINT, ", citing ");
            }
            item = item.then(style::SOURCE, snippet(&self.source(*source), SPEAKER_WIDTH));
        }
        item
    }

    fn source(&self, source: Source) -> String {
        match source {
            Source::Entity(id) => self.name(id).to_owned(),
            Source::Words(span) => one_line(span.of(self.text())),
        }
    }

    fn text(&self) -> &str {
        &self.coding.article.text
    }

    /// How many of what, and who speaks how often.
    fn summary(&self) -> String {
        let Coding { events, statements, entities, places, times, quantities, .. } = self.coding;
        let mut out = String::from("\n");
        let mut counts = Flow::new(0, self.width);
        let parts = [
            (events.len(), "event", "events"),
            (statements.len(), "statement", "statements"),
            (entities.len(), "entity", "entities"),
            (places.len(), "place", "places"),
            (times.len(), "time", "times"),
            (quantities.len(), "number", "numbers"),
        ];
        for (n, one, many) in parts {
            counts.item(style::FAINT, &Item::new(Style::new(), format!("{n} {}", if n == 1 { one } else { many })));
        }
        out += &counts.finish();
        if !statements.is_empty() {
            let mut flow = Flow::new(9, self.width);
            flow.margin(&Item::new(style::FAINT, "sources"));
            for (name, count) in self.speakers() {
                let times = if count == 1 { String::new() } else { format!(" ×{count}") };
                flow.item(style::FAINT, &Item::new(style::SOURCE, name).then(style::FAINT, times));
            }
            out += &flow.finish();
        }
        out
    }

    /// The sources of statements, most often heard first.
    fn speakers(&self) -> Vec<(String, usize)> {
        let mut speakers: Vec<(String, usize)> = Vec::new();
        for statement in &self.coding.statements {
            let Some(name) = self.speaker(statement) else { continue };
            match speakers.iter_mut().find(|(n, _)| *n == name) {
                Some((_, count)) => *count += 1,
                None => speakers.push((name, 1)),
            }
        }
        speakers.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        speakers
    }

    fn speaker(&self, statement: &Statement) -> Option<String> {
        match (statement.source, statement.source_span) {
            (Some(id), _) => Some(self.name(id).to_owned()),
            (None, Some(span)) => Some(snippet(span.of(self.text()), SPEAKER_WIDTH)),
            (None, None) => None,
        }
    }

    /// "reported by Radio Nord, then the minister": those in whose statements this one stands, outermost first.
    fn reporters(&self, statement: &Statement) -> Option<String> {
        let statements = &self.coding.statements;
        let above = |s: &Statement| s.parent.map(|p| &statements[p.index()]);
        let outer = std::iter::successors(above(statement), |s| above(s)).take(statements.len());
        let mut names: Vec<String> = outer.filter_map(|s| self.speaker(s)).collect();
        names.dedup();
        names.reverse();
        (!names.is_empty()).then(|| format!("reported by {}", names.join(", then ")))
    }

    fn statements(&self) -> String {
        let statements = &self.coding.statements;
        self.section("statements", statements.len(), |out| {
            for (i, s) in statements.iter().enumerate() {
                let mut flow = Flow::new(ID_WIDTH, self.width);
                flow.margin(&Item::new(style::ID, StatementId::new(i).to_string()));
                let speaker = self.speaker(s).unwrap_or_else(|| "someone".to_owned());
                let cue = s.cue.map(|c| one_line(c.of(self.text()))).unwrap_or_default();
                let via = s.via.map(|v| format!(" (through {})", self.name(v))).unwrap_or_default();
                let content: Vec<String> = s.content.iter().map(|c| one_line(c.of(self.text()))).collect();
                // "according to the ministry", but "the ministry said" also where the words are "said the ministry".
                let said = if s.rule.starts_with("phrases") {
                    Item::new(style::FAINT, cue + " ").then(style::SOURCE, speaker).then(style::FAINT, via + ": ")
                } else {
                    Item::new(style::SOURCE, speaker).then(style::FAINT, format!(" {cue}{via}: "))
                };
                flow.words(&said.then(Style::new(), content.join(" … ")));
                let mut notes = vec![s.quote.to_string(), s.vouches.to_string(), s.kind.to_string()];
                notes.extend(s.stance.then(|| "attitude".to_owned()));
                notes.extend(s.parent.map(|p| format!("inside {p}")));
                notes.extend(self.reporters(s));
                for note in notes {
                    flow.item(style::FAINT, &Item::new(style::FAINT, note));
                }
                *out += &flow.finish();
            }
        })
    }

    fn entities(&self) -> String {
        let entities = &self.coding.entities;
        self.section("entities", entities.len(), |out| {
            for (i, e) in entities.iter().enumerate() {
                let id = EntityId::new(i);
                let mut flow = Flow::new(ID_WIDTH, self.width);
                flow.margin(&Item::new(style::ID, id.to_string()));
                flow.item(Style::new(), &Item::new(style::NAME, e.name.as_str()));
                flow.item(style::FAINT, &Item::new(Style::new(), e.kind.as_str()));
                let codes = e.country.as_deref().into_iter().chain(e.sectors.iter().map(|s| s.as_str()));
                let codes = codes.collect::<Vec<_>>().join(" ");
                let role = e.role.as_deref().unwrap_or_default();
                for text in [codes.as_str(), role].into_iter().filter(|t| !t.is_empty()) {
                    flow.item(style::FAINT, &Item::new(Style::new(), text));
                }
                let mut words: Vec<String> = Vec::new();
                for mention in &e.mentions {
                    let text = one_line(mention.span.of(self.text()));
                    if text != e.name && !words.contains(&text) {
                        words.push(text);
                    }
                }
                if !words.is_empty() {
                    flow.item(style::FAINT, &Item::new(style::WORDS, words.join(", ")));
                }
                *out += &flow.finish();
            }
        })
    }

    fn places(&self) -> String {
        let places = &self.coding.places;
        self.section("places", places.len(), |out| {
            for (i, p) in places.iter().enumerate() {
                let words = one_line(p.span.of(self.text()));
                let mut items = vec![Item::new(style::PLACE, words.clone())];
                if p.name != words {
                    items.push(Item::new(Style::new(), p.name.as_str()));
                }
                let within = p.admin1.iter().chain(&p.country).map(|s| s.as_str()).collect::<Vec<_>>().join(", ");
                if !within.is_empty() {
                    items.push(Item::new(Style::new(), within));
                }
                match (p.lat, p.lon) {
                    (Some(lat), Some(lon)) => items.push(Item::new(style::FAINT, format!("{lat:.2} {lon:.2}"))),
                    _ => items.push(Item::new(style::FAINT, "not resolved")),
                }
                if p.metonym {
                    items.push(Item::new(style::FAINT, "for its government or people"));
                }
                *out += &self.row(&PlaceId::new(i).to_string(), &items);
            }
        })
    }

    fn times(&self) -> String {
        let times = &self.coding.times;
        self.section("times", times.len(), |out| {
            for (i, t) in times.iter().enumerate() {
                let words = one_line(t.span.of(self.text()));
                let items = [
                    Item::new(style::NUMBER, words),
                    Item::new(Style::new(), t.value.as_str()),
                    Item::new(style::FAINT, t.kind.as_str().to_lowercase()),
                ];
                *out += &self.row(&TimeId::new(i).to_string(), &items);
            }
        })
    }

    fn quantities(&self) -> String {
        let quantities = &self.coding.quantities;
        self.section("numbers", quantities.len(), |out| {
            for (i, q) in quantities.iter().enumerate() {
                let value = match q.high {
                    Some(high) => format!("{} to {high}", q.value),
                    None => q.value.to_string(),
                };
                let unit = q.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default();
                let mut items = vec![
                    Item::new(style::NUMBER, one_line(q.span.of(self.text()))),
                    Item::new(Style::new(), value + &unit),
                ];
                items.extend(q.of.as_deref().map(|of| Item::new(Style::new(), of)));
                items.push(Item::new(style::FAINT, q.approx.as_str()));
                *out += &self.row(&QuantityId::new(i).to_string(), &items);
            }
        })
    }

    fn section(&self, name: &str, count: usize, rows: impl Fn(&mut String)) -> String {
        let mut out = String::new();
        writeln!(out, "\n{0}{count} {name}{0:#}", style::PARAGRAPH).expect("a string takes everything");
        rows(&mut out);
        out
    }

    fn row(&self, id: &str, items: &[Item]) -> String {
        let mut flow = Flow::new(ID_WIDTH, self.width);
        flow.margin(&Item::new(style::ID, id));
        for item in items {
            flow.item(style::FAINT, item);
        }
        flow.finish()
    }
}

/// Words of the text without its line breaks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
