//! What cannot be read is refused with the name of the file, what is wrong and what to do.

use sayso_reader::{Format, Known, Limits, Options, ReadErrorKind, ReaderWords, read, read_json_lines};

fn error(bytes: &[u8], source: &str) -> String {
    read(bytes, source, Format::Auto, &Options::default(), &ReaderWords::embedded()).unwrap_err().to_string()
}

#[test]
fn empty_blank_and_binary_files() {
    assert_eq!(error(b"", "a.md"), "a.md: the file is empty; give a file with an article in it");
    assert!(error(b" \n\t\n", "a.txt").starts_with("a.txt: there is white space in it but no text"));
    assert!(error(b"%PDF-1.7 \n...", "a.txt").starts_with("a.txt: a PDF at byte 0: this is a binary file"));
    assert!(error(b"text\0text", "a.txt").starts_with("a.txt: a zero byte at byte 4"));
    assert!(error(&[1, 2, 3, 4, 5, 6], "a.txt").contains("control characters"));
}

#[test]
fn a_page_of_menus_has_no_article() {
    let page = b"<html><body><ul><li><a href=/>Home</a><li><a href=/n>News of the day</a></ul></body></html>";
    assert!(error(page, "menus.html").starts_with("menus.html: no article was found in the page"));
}

#[test]
fn what_is_too_long_is_refused_for_its_size() {
    let words = ReaderWords::embedded();
    let options = Options { limits: Limits { raw: 2_000, text: 400 }, ..Options::default() };
    let kind = |bytes: &[u8], format| read(bytes, "x", format, &options, &words).unwrap_err().kind;
    let sentence = "The army left the town on Monday. ";
    assert_eq!(kind(&[b'a'; 2_001], Format::Text), ReadErrorKind::TooLarge { bytes: 2_001, limit: 2_000 });
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let got = kind(format!("<p>{}", sentence.repeat(20)).as_bytes(), format);
        assert!(matches!(got, ReadErrorKind::TextTooLong { limit: 400, .. }), "{format:?}: {got}");
    }
}

#[test]
fn a_broken_line_does_not_stop_the_others() {
    let words = ReaderWords::embedded();
    let lines = b"{\"text\": \"The army left.\"}\n{\"text\": \"The arm\n\n{\"text\": \"It came back.\"}\n";
    let options = Options::default();
    let read_all: Vec<_> = read_json_lines(lines, "wire.jsonl", &options, &words).collect();
    assert_eq!(read_all.len(), 3);
    assert_eq!(read_all[0].as_ref().unwrap().source, "wire.jsonl:1");
    let error = read_all[1].as_ref().unwrap_err().to_string();
    assert!(error.starts_with("wire.jsonl:2: not a JSON object"), "{error}");
    assert_eq!(read_all[2].as_ref().unwrap().text, "It came back.");
    let error = read(lines, "wire.jsonl", Format::Auto, &options, &words).unwrap_err();
    assert_eq!(error.kind, ReadErrorKind::ManyDocuments { lines: 3 });
}

#[test]
fn broken_utf8_is_read_with_a_warning() {
    let words = ReaderWords::embedded();
    let read = |bytes: &[u8]| read(bytes, "x.txt", Format::Auto, &Options::default(), &words).unwrap();
    let article = read(b"Orb\xe1n met the press in K\xf6ln, near the caf\xe9, on Monday.");
    assert_eq!(article.text, "Orbán met the press in Köln, near the café, on Monday.");
    assert_eq!(article.warnings, ["not UTF-8; read as windows-1252, which is a guess"]);
    let at = article.text.find("Köln").unwrap();
    let ranges = article.origin.raw_ranges(sayso_doc::Span::new(at, at + "Köln".len()));
    assert_eq!(ranges.iter().map(|r| r.len()).sum::<usize>(), 4);
}

#[test]
fn deep_nesting_is_read_and_said() {
    let words = ReaderWords::embedded();
    let page = format!("{}<p>The army left the town on Monday, the mayor said.</p>", "<div>".repeat(30_000));
    let article = read(page.as_bytes(), "x.html", Format::Auto, &Options::default(), &words).unwrap();
    assert_eq!(article.text, "The army left the town on Monday, the mayor said.");
    assert_eq!(article.warnings, ["elements nested more than 128 deep were flattened"]);
    let quotes = format!("{}text that is quoted\n", ">".repeat(30_000));
    let article = read(quotes.as_bytes(), "x.md", Format::Auto, &Options::default(), &words).unwrap();
    assert_eq!(article.text, "text that is quoted");
}

#[test]
fn what_is_known_beforehand_goes_first() {
    let words = ReaderWords::embedded();
    let options = Options {
        date: sayso_reader::published("2020-01-02", &words),
        publisher: Some("Example Wire".into()),
        language: Some("en".into()),
        ..Options::default()
    };
    let article = read(b"# Talks\n\n5 May 2021\n\nThey met.", "x.md", Format::Auto, &options, &words).unwrap();
    assert_eq!(article.published.unwrap().iso, "2020-01-02");
    assert_eq!((article.publisher.as_deref(), article.language.as_deref()), (Some("Example Wire"), Some("en")));
    let line = br#"{"text": "They met.", "date": "2021-05-05"}"#;
    let article = read(line, "x.jsonl", Format::Auto, &options, &words).unwrap();
    assert_eq!(article.published.unwrap().iso, "2021-05-05");
}

#[test]
fn what_came_with_a_page_stands_where_it_says_nothing_itself() {
    let words = ReaderWords::embedded();
    let known = Known {
        charset: Some("windows-1251".into()),
        address: Some("https://post.example/2021/05/04/talks".into()),
        title: Some("Talks open".into()),
        publisher: Some("The Post".into()),
        date: None,
    };
    let options = Options { known, ..Options::default() };
    let told = |page: &[u8], options: &Options| read(page, "x.html", Format::Html, options, &words).unwrap();
    // "The minister, \u{ab}Мир\u{bb}, …" in letters that the page names wrongly.
    let silent = b"<html><head><meta charset=koi8-r></head><body><p>The minister met \xab\xcc\xe8\xf0\xbb on Monday.</p></body></html>";
    let article = told(silent, &options);
    assert_eq!(article.text, "Talks open\n\nThe minister met «Мир» on Monday.");
    assert_eq!(
        (article.publisher.as_deref(), article.published.unwrap().iso),
        (Some("The Post"), "2021-05-04".to_owned())
    );
    assert_eq!(article.url.as_deref(), Some("https://post.example/2021/05/04/talks"));
    let own = b"<html><head><title>A strike</title><meta property='article:published_time' content='2021-05-03'>
        <meta property='og:site_name' content='Wire'></head><body><article><h1>A strike</h1><p>The dockers went on strike on Monday.</p></article></body></html>";
    let article = told(own, &options);
    assert_eq!((article.title.as_deref(), article.publisher.as_deref()), (Some("A strike"), Some("Wire")));
    assert_eq!(article.published.unwrap().iso, "2021-05-03");
    // A header that is wrong is no worse than none.
    let wrong = Options { known: Known { charset: Some("utf-9".into()), ..Known::default() }, ..Options::default() };
    assert!(told("<p>The minister met José on Monday.</p>".as_bytes(), &wrong).text.contains("José"));
    let latin =
        Options { known: Known { charset: Some("iso-8859-1".into()), ..Known::default() }, ..Options::default() };
    assert!(told("<p>The minister met José on Monday.</p>".as_bytes(), &latin).text.contains("José"));
}
