//! Whatever the text, an analysis comes out and is well formed.

use sayso_doc::Doc;
use sayso_nlp::Model;

/// What holds for every analysis.
fn assert_well_formed(doc: &Doc) {
    let text = doc.text();
    let mut end = 0;
    for (i, token) in doc.tokens().iter().enumerate() {
        let range = token.span.range();
        assert!(range.start >= end && !range.is_empty(), "token {i} of {text:?}");
        assert!(text[end..range.start].chars().all(char::is_whitespace), "nothing but space between tokens: {text:?}");
        end = range.end;
        let sentence = doc.sentence(i);
        assert!(sentence.tokens.contains(&token.head), "token {i} of {text:?} hangs on another sentence");
        assert!(doc.ancestors(i).take(doc.len() + 1).count() <= doc.len(), "a cycle in {text:?}");
    }
    assert!(text[end..].chars().all(char::is_whitespace), "nothing but space after the last token: {text:?}");
    let mut first = 0;
    for sentence in doc.sentences() {
        assert_eq!(sentence.tokens.start, first);
        first = sentence.tokens.end;
    }
    assert_eq!(first, doc.len());
    let mut last = 0;
    for ent in doc.ents() {
        assert!(ent.tokens.start >= last && ent.tokens.end <= doc.len() && !ent.tokens.is_empty());
        last = ent.tokens.end;
        assert_eq!(doc.sentence_ix(ent.tokens.start), doc.sentence_ix(ent.tokens.end - 1));
    }
}

fn analyze(text: &str) -> Doc {
    let doc = Model::embedded().analyze(text.to_owned());
    assert_well_formed(&doc);
    for sentence in doc.sentences() {
        assert!(!sentence.span.of(text).contains("\n\n"), "a sentence goes over a paragraph's end: {text:?}");
    }
    doc
}

#[test]
fn a_text_without_words_has_no_tokens() {
    for text in ["", " ", "\n\n", "\t\n\n \r\n\n\n"] {
        assert!(analyze(text).is_empty(), "{text:?}");
    }
}

#[test]
fn a_site_s_name_with_a_capital_after_its_dot_is_one_word() {
    let model = Model::from_embedded().expect("the embedded model loads").keeping_domains(["net"]);
    let words = |text: &str| {
        let doc = model.analyze(text.to_owned());
        doc.tokens().iter().map(|t| t.span.of(text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(words("(Valley-News.Net) wrote"), ["(", "Valley-News.Net", ")", "wrote"]);
    assert_eq!(words("It ended.The army left"), ["It", "ended", ".", "The", "army", "left"]);
}

#[test]
fn an_abbreviation_that_is_told_ends_no_sentence() {
    let model = Model::from_embedded().expect("the embedded model loads").keeping_abbreviations(["Capt."]);
    let text = "The town was quiet, army spokesman (Capt. Luis Mora) told the Herald.";
    let doc = model.analyze(text.to_owned());
    assert!(doc.tokens().iter().any(|t| t.span.of(text) == "Capt."));
    assert_eq!(doc.sentences().len(), 1);
}

#[test]
fn sentences_end_with_their_paragraph_and_blank_lines_have_no_token() {
    let doc = analyze("Talks on the dam\n\nhave collapsed, the minister said.\n\n\n\nNo date was set.");
    let paragraphs: Vec<usize> = doc.sentences().iter().map(|s| s.paragraph).collect();
    assert_eq!(paragraphs.first(), Some(&0));
    assert!(paragraphs.contains(&1));
    assert!(doc.tokens().iter().all(|t| !t.span.of(doc.text()).trim().is_empty()));
    assert!(doc.sentences().len() >= 3);
}

#[test]
fn odd_texts_come_out_well_formed() {
    let parts = [
        "don't",
        "U.S.",
        "(:",
        "http://a.example/?q=(x)",
        "a@b.example",
        "...",
        "…",
        "“",
        "”",
        "--",
        "1,5kg",
        "\u{200b}",
        "\u{feff}",
        "\u{301}",
        "e\u{301}",
        "漢字",
        "שלום",
        "🙂👍🏽",
        "\u{1d400}",
        "\u{0}",
        "\u{7f}",
        "\t",
        "\n",
        "\n\n",
        "  ",
        "\u{a0}",
        "\u{85}",
        "<b>",
        "&amp;",
        "{\"a\":1}",
        "/usr/bin",
        "said",
        "the",
        "president",
        "Kyiv",
        "-",
        "'",
        "\u{fffd}",
        "\u{2028}",
        "İstanbul",
        "ΑΣ",
        "ﬁ",
    ];
    let mut seed = 7u32;
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % n
    };
    for _ in 0..80 {
        let mut text = String::new();
        for _ in 0..next(60) {
            text.push_str(parts[next(parts.len())]);
            if next(3) > 0 {
                text.push(' ');
            }
        }
        analyze(&text);
        assert_well_formed(&Model::embedded().analyze_whole(text.replace("\n\n", "\n")));
    }
}

#[test]
fn endless_words_lines_and_brackets_are_analysed() {
    analyze(&"a".repeat(50_000));
    analyze(&"(".repeat(5_000));
    analyze(&"http://x.example/".repeat(1_000));
    analyze(&"The rebels said so. ".repeat(1_000));
    analyze(&"\u{e9}\u{a0}".repeat(5_000));
    analyze(&"x\n".repeat(5_000));
}

#[test]
fn answers_do_not_depend_on_what_was_read_before() {
    let fresh = Model::from_embedded().expect("the embedded model loads");
    let text = "The navy said on Monday that it had fired warning shots near the reef.";
    let first = fresh.analyze(text.to_owned());
    for i in 0..400 {
        let words: Vec<String> = (0..60).map(|j| format!("w{i}x{j}")).collect();
        fresh.analyze(words.join(" "));
    }
    let again = fresh.analyze(text.to_owned());
    assert_eq!(first.tokens(), again.tokens());
    assert_eq!(first.ents(), again.ents());
}
