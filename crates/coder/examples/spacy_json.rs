//! Codes documents that spaCy analysed: one JSON object a line on standard input, records out. For work on the coder
//! before the native pipeline is there.

use sayso_coding::record::Record;
use sayso_doc::*;
use serde_json::Value;
use std::io::{BufRead, Write};

fn main() {
    let lexicon = sayso_lexicon::Lexicon::embedded();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let v: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let text = v["text"].as_str().expect("text").to_owned();
        let tokens: Vec<Token> = (v["tokens"].as_array().expect("tokens").iter())
            .map(|t| {
                let n = |i: usize| t[i].as_u64().expect("a number") as usize;
                let s = |i: usize| t[i].as_str().expect("a string");
                let span = Span::new(n(0), n(1));
                Token {
                    span,
                    lower: span.of(&text).to_lowercase().into(),
                    lemma: s(2).into(),
                    tag: Tag::parse(s(3)),
                    pos: Pos::parse(s(4)),
                    dep: Dep::parse(s(5)),
                    head: n(6),
                }
            })
            .collect();
        let list = |k: &str| v[k].as_array().expect("a list").clone();
        let starts: Vec<usize> = list("starts").iter().map(|x| x.as_u64().unwrap() as usize).collect();
        let ents = list("ents")
            .iter()
            .map(|e| Ent {
                tokens: e[0].as_u64().unwrap() as usize..e[1].as_u64().unwrap() as usize,
                label: EntLabel::parse(e[2].as_str().unwrap()),
            })
            .collect();
        let doc = Doc::new(text.clone(), tokens, &starts, ents);
        let article = Article {
            id: v["id"].as_str().map(str::to_owned),
            published: v["date"]
                .as_str()
                .and_then(|d| d.get(..10))
                .and_then(|d| d.parse::<jiff::civil::Date>().ok())
                .map(Published::from),
            text,
            ..Article::default()
        };
        let coder =
            sayso_coding::Coder { version: "dev".into(), model: "spacy".into(), knowledge: lexicon.knowledge.clone() };
        let coding = sayso_coder::code(article, &doc, &lexicon, coder);
        if std::env::var_os("EXPLAIN").is_some() {
            for v in &coding.events {
                let text = &coding.article.text;
                eprintln!("{} {:?} {} “{}” | {}", v.kind, v.mode, v.status, v.trigger.of(text), v.sentence.of(text));
                eprintln!("    {:?}", v.why);
            }
        }
        serde_json::to_writer(&mut out, &Record::from(&coding)).expect("written");
        out.write_all(b"\n").expect("written");
    }
}
