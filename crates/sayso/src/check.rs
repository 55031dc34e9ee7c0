//! The lexicon tests itself: every frame's examples are coded, and what is found is held against what they say.

use crate::Pipeline;
use sayso_coding::{Coding, Event, Participant};
use sayso_doc::Article;
use sayso_lexicon::{Example, Frame};
use std::fmt;

/// A sentence of a frame that is not coded as the frame says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Below the data folder.
    pub file: String,
    /// Line of the frame.
    pub line: usize,
    pub frame: String,
    pub sentence: String,
    pub message: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, frame, sentence, message } = self;
        write!(f, "{file}:{line}: frame {frame:?}: “{sentence}”: {message}")
    }
}

/// How many sentences were coded, and what is wrong with some.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub sentences: usize,
    pub complaints: Vec<Complaint>,
}

/// Codes the examples and the counter-examples of all frames.
pub fn check_examples(pipeline: &Pipeline) -> Report {
    let mut report = Report::default();
    for frame in pipeline.lexicon().frames.all() {
        let mut say = |sentence: &str, message: Option<String>| {
            report.sentences += 1;
            report.complaints.extend(message.map(|message| Complaint {
                file: frame.file.clone(),
                line: frame.line,
                frame: frame.id.to_string(),
                sentence: sentence.to_owned(),
                message,
            }));
        };
        for example in &frame.examples {
            say(&example.text, check_example(&code(pipeline, &example.text), frame, example));
        }
        for sentence in &frame.not {
            say(sentence, check_counter_example(&code(pipeline, sentence), frame));
        }
    }
    report
}

fn code(pipeline: &Pipeline, sentence: &str) -> Coding {
    pipeline.code(Article { text: sentence.to_owned(), ..Article::default() })
}

fn check_example(coding: &Coding, frame: &Frame, example: &Example) -> Option<String> {
    let Some(kind) = frame.kind else {
        return (!coding.events.is_empty()).then(|| format!("must have no event, but has {}", found(coding)));
    };
    let events: Vec<&Event> = coding.events.iter().filter(|v| v.kind == kind).collect();
    if events.is_empty() {
        return Some(format!("must have {kind}, but has {}", found(coding)));
    }
    let complaints: Vec<String> = events.iter().map(|v| differences(coding, v, example)).collect();
    // One that fits is enough: a sentence may hold more than it is an example of.
    if complaints.iter().any(String::is_empty) { None } else { complaints.into_iter().next() }
}

fn check_counter_example(coding: &Coding, frame: &Frame) -> Option<String> {
    let fired = coding.events.iter().any(|v| v.rule == frame.id);
    fired.then(|| "the frame must not fire here".to_owned())
}

/// What an event has other than the example asks; empty when all is right.
fn differences(coding: &Coding, event: &Event, example: &Example) -> String {
    let mut wrong = Vec::new();
    if example.mode.is_some() && example.mode != event.mode {
        wrong.push(format!("mode is {}, not {}", shown(event.mode), shown(example.mode)));
    }
    if let Some(status) = example.status.filter(|&s| s != event.status) {
        wrong.push(format!("status is {}, not {status}", event.status));
    }
    for (role, wanted, list) in
        [("actor", &example.actor, &event.actors), ("recipient", &example.recipient, &event.recipients)]
    {
        if let Some(wanted) = wanted.as_deref().filter(|w| !list.iter().any(|p| means(coding, p, w))) {
            let words: Vec<&str> = list.iter().map(|p| p.span.of(&coding.article.text)).collect();
            wrong.push(format!("{role} is {:?}, not {wanted:?}", words.join(", ")));
        }
    }
    wrong.join("; ")
}

/// Whether a participant is the one an example names, by its words or by its name.
fn means(coding: &Coding, participant: &Participant, wanted: &str) -> bool {
    let wanted = wanted.to_lowercase();
    let words = participant.span.of(&coding.article.text).to_lowercase();
    let name = coding.entities[participant.entity.index()].name.to_lowercase();
    words.contains(&wanted) || name.contains(&wanted)
}

fn shown(mode: Option<impl fmt::Display>) -> String {
    mode.map_or("none".to_owned(), |m| m.to_string())
}

fn found(coding: &Coding) -> String {
    let events: Vec<String> = coding.events.iter().map(|v| format!("{} by {}", v.kind, v.rule)).collect();
    if events.is_empty() { "no event".to_owned() } else { events.join(", ") }
}
