//! Codings as lines that people can write and compare.

use sayso::Span;
use sayso::coding::{
    Coding, Entity, EntityId, Event, Participant, Place, Quantity, Source, Statement, StatementId, Time,
};

pub(crate) const KINDS: &[&str] =
    &["times", "quantities", "entities", "places", "statements", "events", "contexts", "document", "paragraphs"];

/// Stands for what is not known.
const NOTHING: &str = "-";

/// What was found of a kind, in the order of the record.
pub(crate) fn lines(coding: &Coding, kind: &str) -> Result<Vec<String>, String> {
    let text = Show { coding, text: &coding.article.text };
    Ok(match kind {
        "times" => coding.times.iter().map(|t| text.time(t)).collect(),
        "quantities" => coding.quantities.iter().map(|q| text.quantity(q)).collect(),
        "entities" => coding.entities.iter().map(|e| text.entity(e)).collect(),
        "places" => coding.places.iter().map(|p| text.place(p)).collect(),
        "statements" => coding.statements.iter().map(|s| text.statement(s)).collect(),
        "events" => coding.events.iter().map(|v| text.event(v)).collect(),
        "contexts" => coding.events.iter().map(|v| text.contexts(v)).collect(),
        "document" => text.document(),
        "paragraphs" => text.text.split("\n\n").map(str::to_owned).collect(),
        _ => return Err(format!("no kind {kind:?}")),
    })
}

struct Show<'a> {
    coding: &'a Coding,
    text: &'a str,
}

impl Show<'_> {
    fn words(&self, span: Span) -> String {
        span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `Tuesday | DATE | 2022-02-01`
    fn time(&self, time: &Time) -> String {
        format!("{} | {} | {}", self.words(time.span), time.kind, time.value)
    }

    /// `8,500 troops | 8500 | troops | exact`; `1,000 kilometers | 1000 km | - | exact`
    fn quantity(&self, q: &Quantity) -> String {
        let high = q.high.map(|h| format!("-{h}")).unwrap_or_default();
        let unit = q.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default();
        let of = q.of.as_deref().unwrap_or(NOTHING);
        format!("{} | {}{high}{unit} | {of} | {}", self.words(q.span), q.value, q.approx)
    }

    /// `Vladimir Putin | person | RUS GOV | President | Russian President Vladimir Putin; Putin; he`
    fn entity(&self, e: &Entity) -> String {
        let mut words: Vec<String> = Vec::new();
        for mention in &e.mentions {
            let text = self.words(mention.span);
            if !words.contains(&text) {
                words.push(text);
            }
        }
        let codes = codes(e);
        let codes = if codes.is_empty() { NOTHING } else { &codes };
        format!("{} | {} | {codes} | {} | {}", e.name, e.kind, e.role.as_deref().unwrap_or(NOTHING), words.join("; "))
    }

    /// `Romania | Romania | ROU | PCLI 798549 | 46.0 25.0`; `Donbass | Donbass | UKR | RGN | 48.3 38.3` where GeoNames has
    /// none; `Blefuscu | Blefuscu | - | unresolved`; `| metonym` at the end
    fn place(&self, p: &Place) -> String {
        let within: Vec<&str> = p.admin1.as_deref().into_iter().chain(p.country.as_deref()).collect();
        let within = if within.is_empty() { NOTHING.to_owned() } else { within.join(", ") };
        let mut cells = vec![self.words(p.span), p.name.to_string(), within];
        match (p.lat, p.lon) {
            (Some(lat), Some(lon)) => {
                let id = p.geonameid.map(|id| format!(" {id}")).unwrap_or_default();
                cells.push(format!("{}{id}", p.feature.as_deref().unwrap_or(NOTHING)));
                cells.push(format!("{lat:.1} {lon:.1}"));
            }
            _ => cells.push("unresolved".to_owned()),
        }
        cells.extend(p.metonym.then(|| "metonym".to_owned()));
        cells.join(" | ")
    }

    /// `he = Eduard Basurin | told | Kiev was planning … | indirect | asserts | person | via: Gazeta.Ru | in: reported`
    fn statement(&self, s: &Statement) -> String {
        let content: Vec<String> = s.content.iter().map(|&c| self.shortened(c)).collect();
        let mut cells = vec![
            self.source_of(s),
            s.cue.map_or(NOTHING.to_owned(), |c| self.words(c)),
            content.join(" // "),
            s.quote.to_string(),
            s.vouches.to_string(),
            s.kind.to_string(),
        ];
        cells.extend(s.via.map(|v| format!("via: {}", self.name(v))));
        cells.extend(s.parent.map(|p| format!("in: {}", self.cue(p))));
        cells.join(" | ")
    }

    /// The words of a source, and whom they mean where that is another name.
    fn source_of(&self, s: &Statement) -> String {
        let words = s.source_span.map(|x| self.words(x));
        let name = s.source.map(|e| self.name(e).to_owned());
        match (words, name) {
            (Some(words), Some(name)) if words != name => format!("{words} = {name}"),
            (words, name) => words.or(name).unwrap_or(NOTHING.to_owned()),
        }
    }

    fn cue(&self, id: StatementId) -> String {
        self.coding.statements[id.index()].cue.map_or(NOTHING.to_owned(), |c| self.words(c))
    }

    /// The first and the last five words of a text that has more than twelve.
    fn shortened(&self, span: Span) -> String {
        let words: Vec<&str> = span.of(self.text).split_whitespace().collect();
        if words.len() <= 12 {
            return words.join(" ");
        }
        format!("{} … {}", words[..5].join(" "), words[words.len() - 5..].join(" "))
    }

    /// `ASSAULT/aerial | Russia [RUS] -> Kharkiv [UKR] | occurred | 2022-02-01 | at Kharkiv | dead: 3 people | by word of:
    /// Gazeta.Ru > officials | denied by: Moscow`; a date that is assumed has a `~`, one long past is `historical`.
    fn event(&self, v: &Event) -> String {
        let mode = v.mode.map(|m| format!("/{m}")).unwrap_or_default();
        let mut who = self.participants(&v.actors);
        if !v.recipients.is_empty() {
            who = format!("{who} -> {}", self.participants(&v.recipients));
        }
        let mut cells = vec![format!("{}{mode}", v.kind), who, v.status.to_string()];
        cells.extend(v.date.as_ref().map(|d| format!("{}{}", if d.stated { "" } else { "~" }, d.value)));
        cells.extend(v.historical.then(|| "historical".to_owned()));
        cells.extend(v.place.map(|p| format!("at {}", self.words(self.coding.places[p.index()].span))));
        let number = |q: &sayso::coding::EventQuantity| {
            format!("{}: {}", q.role, self.words(self.coding.quantities[q.quantity.index()].span))
        };
        cells.extend(v.quantities.iter().map(number));
        if !v.sources.is_empty() {
            let chain: Vec<String> = v.sources.iter().map(|&s| self.source(s)).collect();
            cells.push(format!("by word of: {}", chain.join(" > ")));
        }
        if !v.denied_by.is_empty() {
            let names: Vec<&str> = v.denied_by.iter().map(|&e| self.name(e)).collect();
            cells.push(format!("denied by: {}", names.join(", ")));
        }
        cells.join(" | ")
    }

    fn participants(&self, list: &[Participant]) -> String {
        if list.is_empty() {
            return "?".to_owned();
        }
        let one = |p: &Participant| {
            let entity = &self.coding.entities[p.entity.index()];
            let codes = codes(entity);
            if codes.is_empty() { entity.name.to_string() } else { format!("{} [{codes}]", entity.name) }
        };
        list.iter().map(one).collect::<Vec<_>>().join(" + ")
    }

    fn source(&self, source: Source) -> String {
        match source {
            Source::Entity(id) => self.name(id).to_owned(),
            Source::Words(span) => format!("“{}”", self.words(span)),
        }
    }

    /// `ASSAULT shelled | military, human_security | 195`: trigger, contexts and CAMEO code of each event
    fn contexts(&self, v: &Event) -> String {
        let contexts: Vec<&str> = v.contexts.iter().map(|c| c.as_str()).collect();
        let contexts = if contexts.is_empty() { NOTHING.to_owned() } else { contexts.join(", ") };
        format!("{} {} | {contexts} | {}", v.kind, self.words(v.trigger), v.cameo)
    }

    /// `title: …`, `authors: …` and so on, those that are known; warnings last
    fn document(&self) -> Vec<String> {
        let article = &self.coding.article;
        let authors = article.authors.join("; ");
        let facts = [
            ("title", article.title.as_deref()),
            ("authors", Some(authors.as_str()).filter(|a| !a.is_empty())),
            ("publisher", article.publisher.as_deref()),
            ("url", article.url.as_deref()),
            ("published", article.published.as_ref().map(|p| p.iso.as_str())),
            ("language", article.language.as_deref()),
        ];
        let facts = facts.into_iter().filter_map(|(key, value)| Some(format!("{key}: {}", value?)));
        facts.chain(self.coding.warnings.iter().map(|w| format!("warning: {w}"))).collect()
    }

    fn name(&self, id: EntityId) -> &str {
        &self.coding.entities[id.index()].name
    }
}

fn codes(e: &Entity) -> String {
    e.country.as_deref().into_iter().chain(e.sectors.iter().map(|s| s.as_str())).collect::<Vec<_>>().join(" ")
}
