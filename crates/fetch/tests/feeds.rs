//! Whatever stands at the address of a feed, reading it ends, with a list or with words.

use proptest::prelude::*;
use sayso_fetch::Url;
use sayso_fetch::feeds::{Listing, parse, parse_list};

const SEEDS: [&str; 5] = [
    "<?xml version='1.0'?><rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>Post</title><item><title>A &amp; b</title>\
     <link>/a</link><pubDate>Mon, 03 May 2021 01:00:00 +0300</pubDate><media:group><media:content url='/a.png'/></media:group></item></channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><title type='xhtml'><div>x</div></title><link href='/b'/>\
     <updated>2021-05-04T08:00:00Z</updated></entry></feed>",
    "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"J\", \"items\": [{\"id\": \"1\", \"url\": \"/c\"}]}",
    "<urlset xmlns:news='x'><url><loc>/d</loc><news:news><news:title><![CDATA[d]]></news:title></news:news></url></urlset>",
    "<opml version='2.0'><body><outline text='x' xmlUrl='https://post.example/e'/></body></opml>",
];

fn at() -> Url {
    Url::parse("https://news.example/feed").expect("an address")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_feeds_are_read_or_refused(seed in 0..SEEDS.len(), from in 0usize..400, length in 0usize..40, put in proptest::collection::vec(any::<u8>(), 0..12)) {
        let mut bytes = SEEDS[seed].as_bytes().to_vec();
        let from = from.min(bytes.len());
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, put);
        for charset in [None, Some("utf-16le"), Some("windows-1252")] {
            match parse(&bytes, &at(), charset) {
                Ok(Listing::Articles(feed)) => prop_assert!(feed.items.iter().all(|i| i.address.has_host())),
                Ok(Listing::Feeds(feeds)) => prop_assert!(feeds.addresses.iter().all(Url::has_host)),
                Err(why) => prop_assert!(!why.is_empty()),
            }
        }
        if let Err(why) = parse_list(&bytes, "feeds.txt") {
            prop_assert!(why.starts_with("feeds.txt"));
        }
    }
}

#[test]
fn deeply_nested_feeds_are_read_or_refused() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let bold = deep("<b>", "</b>");
    let item = format!("<item><link>/a</link><description>{bold}</description></item>");
    let folders = deep("<outline text='x'>", "</outline>");
    let lists = deep("[", "]");
    for feed in [
        format!("<rss version='2.0'><channel>{item}</channel></rss>"),
        format!("<opml><body>{folders}</body></opml>"),
        format!("{{\"version\": \"https://jsonfeed.org/version/1\", \"x\": {lists}}}"),
    ] {
        match parse(feed.as_bytes(), &at(), None) {
            Ok(Listing::Articles(feed)) => assert_eq!(feed.items.len(), 1),
            Ok(Listing::Feeds(feeds)) => assert!(feeds.addresses.is_empty()),
            Err(why) => assert!(why.contains("damaged"), "{why}"),
        }
    }
}
