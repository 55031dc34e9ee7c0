//! The embedded model against spaCy's answers for sentences written for this test.
//!
//! `sentences.spacy.jsonl` was made by `xtask/python/spacy_answers.py PIPELINE --plain < sentences.txt` with spaCy
//! 3.8 and en_core_web_md 3.8.0.

use sayso_doc::Doc;
use sayso_nlp::Model;
use serde::Deserialize;

#[derive(Deserialize)]
struct Answer {
    text: String,
    tokens: Vec<Token>,
    ents: Vec<(usize, usize, String)>,
}

/// Code point offsets, tag, part of speech, label, head, lemma, whether a sentence starts.
type Token = (usize, usize, String, String, String, usize, String, bool);

fn answers() -> Vec<Answer> {
    let lines = include_str!("sentences.spacy.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("answers are JSON")).collect()
}

/// Our analysis in the form of spaCy's.
fn ours(doc: &Doc) -> (Vec<Token>, Vec<(usize, usize, String)>) {
    let code_points = |byte: u32| doc.text()[..byte as usize].chars().count();
    let token = |t: usize| {
        let token = doc.token(t);
        (
            code_points(token.span.start),
            code_points(token.span.end),
            token.tag.as_str().to_owned(),
            token.pos.as_str().to_owned(),
            token.dep.as_str().to_owned(),
            token.head,
            token.lemma.to_string(),
            doc.sentence(t).tokens.start == t,
        )
    };
    let ents = doc.ents().iter().map(|e| (e.tokens.start, e.tokens.end, e.label.as_str().to_owned()));
    ((0..doc.len()).map(token).collect(), ents.collect())
}

/// Of `total`, no more may differ than the share that is left to `least` percent.
fn assert_share(what: &str, misses: &[String], total: usize, least: f64) {
    let share = 100.0 * (total - misses.len()) as f64 / total as f64;
    assert!(share >= least, "{what}: {share:.2} % < {least} %:\n{}", misses.join("\n"));
}

#[test]
fn the_sample_is_analysed_as_spacy_does() {
    let model = Model::embedded();
    let answers = answers();
    assert!(answers.len() >= 300);
    let mut total = 0;
    let mut misses: [Vec<String>; 7] = Default::default();
    let [tokens, tags, pos, heads, lemmas, starts, ents] = &mut misses;
    let mut entities = 0;
    for answer in &answers {
        let doc = model.analyze(answer.text.clone());
        let (our_tokens, our_ents) = ours(&doc);
        total += answer.tokens.len();
        let same = our_tokens.len() == answer.tokens.len()
            && our_tokens.iter().zip(&answer.tokens).all(|(a, b)| (a.0, a.1) == (b.0, b.1));
        if !same {
            tokens.push(answer.text.clone());
            continue;
        }
        for (a, b) in our_tokens.iter().zip(&answer.tokens) {
            let miss = || format!("{}: ours {a:?}, spaCy's {b:?}", answer.text);
            for (misses, same) in [
                (&mut *tags, a.2 == b.2),
                (pos, a.3 == b.3),
                (heads, a.4 == b.4 && a.5 == b.5),
                (lemmas, a.6 == b.6),
                (starts, a.7 == b.7),
            ] {
                if !same {
                    misses.push(miss());
                }
            }
        }
        entities += answer.ents.len() + our_ents.len();
        for ent in our_ents.iter().filter(|e| !answer.ents.contains(e)) {
            ents.push(format!("{}: ours {ent:?}", answer.text));
        }
        for ent in answer.ents.iter().filter(|e| !our_ents.contains(e)) {
            ents.push(format!("{}: spaCy's {ent:?}", answer.text));
        }
    }
    assert_share("tokens", tokens, answers.len(), 99.9);
    assert_share("tags", tags, total, 99.9);
    assert_share("parts of speech", pos, total, 99.9);
    assert_share("head and label", heads, total, 99.7);
    assert_share("lemmas", lemmas, total, 99.9);
    assert_share("sentence starts", starts, total, 99.8);
    // Two lists of which each miss is in one are alike by F1 = 1 − misses ∕ (ours + spaCy's).
    assert_share("entities", ents, entities, 99.5);
}

#[test]
fn paragraphs_analysed_together_are_analysed_as_alone() {
    let model = Model::embedded();
    let answers = answers();
    let text = answers.iter().map(|a| a.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let together = model.analyze(text);
    let mut first = 0;
    for answer in &answers {
        let alone = model.analyze(answer.text.clone());
        for t in 0..alone.len() {
            let (a, b) = (alone.token(t), together.token(first + t));
            assert_eq!(
                (&a.lower, &a.lemma, a.tag, a.pos, a.dep, a.head + first),
                (&b.lower, &b.lemma, b.tag, b.pos, b.dep, b.head),
                "{}",
                answer.text
            );
        }
        let moved = alone.ents().iter().map(|e| (e.tokens.start + first..e.tokens.end + first, e.label));
        let here = together.ents().iter().filter(|e| (first..first + alone.len()).contains(&e.tokens.start));
        assert!(moved.eq(here.map(|e| (e.tokens.clone(), e.label))), "{}", answer.text);
        first += alone.len();
    }
    assert_eq!(first, together.len());
}

#[test]
fn threads_share_a_model_and_agree() {
    let answers = answers();
    let texts: Vec<String> =
        answers.chunks(25).map(|c| c.iter().map(|a| a.text.as_str()).collect::<Vec<_>>().join(" ")).collect();
    let analyze = || {
        let docs = texts.iter().map(|text| Model::embedded().analyze(text.clone()));
        docs.map(|doc| ours(&doc)).collect::<Vec<_>>()
    };
    let alone = analyze();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(analyze)).collect();
        for thread in threads {
            assert!(thread.join().expect("no thread panics") == alone);
        }
    });
}
