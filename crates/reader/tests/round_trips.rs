//! The round trip on documents put together at random: whatever the markup, the words lead back to the bytes.

mod round_trip;

use proptest::prelude::*;
use sayso_reader::{Format, Options, ReaderWords, read, read_json_line};
use std::sync::LazyLock;

static WORDS: LazyLock<ReaderWords> = LazyLock::new(ReaderWords::embedded);

/// What documents are made of: words, marks of all the formats, white space of all kinds, what is not well-formed.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "The army left the town on Monday. ",
        "Orbán said “no”. ",
        "govern-\nment ",
        "8,500\n\ntroops ",
        "\n\n",
        "\n",
        " ",
        "\u{a0}",
        "\u{200b}",
        "*",
        "**bold** ",
        "_it_ ",
        "[a link](https://example.org/a) ",
        "![alt](p.png)",
        "# Head\n\n",
        "- item\n",
        "1. first\n",
        "> quote\n",
        "&amp; ",
        "&eacute;",
        "&#8217;s ",
        "&bogus ",
        "<p>",
        "</p>",
        "<br>",
        "<div>",
        "</div>",
        "<b>b</b> ",
        "<a href=\"/x\">link</a> ",
        "<ul><li>one<li>two</ul>",
        "<script>var a = 1;</script>",
        "<!-- note -->",
        "<table><tr><td>1<td>2</table>",
        "<h1>Title here</h1>",
        "<",
        ">",
        "\"",
        "\\*",
        "`code` ",
        "\t",
        "    indented\n",
        "5 May 2021\n",
        "By Ada Bell\n",
        "Read more: other story\n\n",
        "\r\n",
        "é",
        "日本",
        "🙂",
        "~~~\n",
        "|a|b|\n",
        "<p>The ministers of the two countries met in the capital, signed the treaty, and left again on Tuesday.</p>",
    ];
    prop_oneof![prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), "[a-z ,.]{1,12}"]
}

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 1..40).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_lead_back_to_the_bytes(text in document()) {
        for format in [Format::Markdown, Format::Html, Format::Text] {
            if let Ok(article) = read(text.as_bytes(), "x", format, &Options::default(), &WORDS) {
                round_trip::check(&article, text.as_bytes());
            }
        }
    }

    #[test]
    fn words_lead_back_to_a_line_of_json(text in document()) {
        for markup in ["plain", "markdown", "html"] {
            let line = serde_json::json!({"text": text, "markup": markup}).to_string();
            if let Ok(article) = read_json_line(line.as_bytes(), "x:1", &Options::default(), &WORDS) {
                round_trip::check(&article, line.as_bytes());
            }
        }
    }

    #[test]
    fn plain_json_keeps_every_letter(text in document()) {
        let line = serde_json::json!({"text": text}).to_string();
        let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        if let Ok(article) = read_json_line(line.as_bytes(), "x:1", &Options::default(), &WORDS) {
            prop_assert_eq!(letters(&article.text), letters(&text));
        } else {
            prop_assert_eq!(letters(&text), "");
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in [Format::Auto, Format::Markdown, Format::Html, Format::Text, Format::JsonLines] {
            let _ = read(&bytes, "x", format, &Options::default(), &WORDS);
        }
    }
}
