//! GraphML: who acts on whom. A node is a country, or a country's sector; an edge has the events from one to the other,
//! counted by quad class, with their mean score. Those whose code is not known are not in it.

use crate::Encoder;
use jiff::civil::Date;
use sayso_coding::period::days;
use sayso_coding::record::{EventRecord, ParticipantRecord, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="country" for="node" attr.name="country" attr.type="string"/>
  <key id="sectors" for="node" attr.name="sectors" attr.type="string"/>
  <key id="events" for="edge" attr.name="events" attr.type="int"/>
  <key id="quad1" for="edge" attr.name="verbal_cooperation" attr.type="int"/>
  <key id="quad2" for="edge" attr.name="material_cooperation" attr.type="int"/>
  <key id="quad3" for="edge" attr.name="verbal_conflict" attr.type="int"/>
  <key id="quad4" for="edge" attr.name="material_conflict" attr.type="int"/>
  <key id="score" for="edge" attr.name="mean_score" attr.type="double"/>
  <key id="first" for="edge" attr.name="first_day" attr.type="string"/>
  <key id="last" for="edge" attr.name="last_day" attr.type="string"/>
  <graph id="events" edgedefault="directed">
"#;

#[derive(Debug)]
pub struct GraphMl<W> {
    to: W,
    edges: BTreeMap<(Node, Node), Edge>,
}

/// `RUS` or `RUS:GOV`, as country and sectors.
type Node = (String, String);

#[derive(Debug, Default)]
struct Edge {
    quads: [u32; 4],
    score: f64,
    first: Option<Date>,
    last: Option<Date>,
}

impl Edge {
    fn events(&self) -> u32 {
        self.quads.iter().sum()
    }

    fn add(&mut self, event: &EventRecord) {
        self.quads[usize::from(event.quad.clamp(1, 4)) - 1] += 1;
        self.score += event.score;
        let days = event.date.as_ref().and_then(|d| days(&d.value));
        if let Some((first, last)) = days {
            self.first = Some(self.first.map_or(first, |f| f.min(first)));
            self.last = Some(self.last.map_or(last, |l| l.max(last)));
        }
    }
}

impl<W: Write> GraphMl<W> {
    pub fn new(to: W) -> Self {
        Self { to, edges: BTreeMap::new() }
    }

    fn write_node(&mut self, node: &Node) -> io::Result<()> {
        let (country, sectors) = node;
        write!(self.to, "    <node id=\"{}\">", escaped(&id(node)))?;
        for (key, value) in [("country", country), ("sectors", sectors)] {
            if !value.is_empty() {
                write!(self.to, "<data key=\"{key}\">{}</data>", escaped(value))?;
            }
        }
        writeln!(self.to, "</node>")
    }

    fn write_edge(&mut self, (from, to): &(Node, Node), edge: &Edge) -> io::Result<()> {
        write!(self.to, "    <edge source=\"{}\" target=\"{}\">", escaped(&id(from)), escaped(&id(to)))?;
        write!(self.to, "<data key=\"events\">{}</data>", edge.events())?;
        for (quad, count) in (1..).zip(edge.quads) {
            write!(self.to, "<data key=\"quad{quad}\">{count}</data>")?;
        }
        write!(self.to, "<data key=\"score\">{:.3}</data>", edge.score / f64::from(edge.events()))?;
        for (key, day) in [("first", edge.first), ("last", edge.last)] {
            if let Some(day) = day {
                write!(self.to, "<data key=\"{key}\">{day}</data>")?;
            }
        }
        writeln!(self.to, "</edge>")
    }
}

impl<W: Write> Encoder for GraphMl<W> {
    fn write(&mut self, record: &Record) -> io::Result<()> {
        for event in &record.events {
            let (from, to) = (nodes(record, &event.actors), nodes(record, &event.recipients));
            for pair in from.iter().flat_map(|f| to.iter().map(move |t| (f.clone(), t.clone()))) {
                self.edges.entry(pair).or_default().add(event);
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let edges = std::mem::take(&mut self.edges);
        self.to.write_all(HEAD.as_bytes())?;
        let nodes: BTreeSet<&Node> = edges.keys().flat_map(|(from, to)| [from, to]).collect();
        nodes.into_iter().try_for_each(|node| self.write_node(node))?;
        edges.iter().try_for_each(|(pair, edge)| self.write_edge(pair, edge))?;
        self.to.write_all(b"  </graph>\n</graphml>\n")?;
        self.to.flush()
    }
}

/// Each once, however many of a country's people take part.
fn nodes(record: &Record, list: &[ParticipantRecord]) -> BTreeSet<Node> {
    let node = |p: &ParticipantRecord| {
        let entity = record.entity(&p.entity)?;
        let country = entity.country.as_deref().unwrap_or_default();
        (!country.is_empty() || !entity.sectors.is_empty()).then(|| (country.to_owned(), entity.sectors.join(" ")))
    };
    list.iter().filter_map(node).collect()
}

fn id((country, sectors): &Node) -> String {
    if sectors.is_empty() { country.clone() } else { format!("{country}:{sectors}") }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
