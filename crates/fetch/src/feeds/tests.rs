use super::*;

fn at() -> Url {
    Url::parse("https://news.example/feeds/all.xml").unwrap()
}

fn feed(text: &str) -> Feed {
    match parse(text.as_bytes(), &at(), None) {
        Ok(Listing::Articles(feed)) => feed,
        other => panic!("{other:?}"),
    }
}

fn lists(text: &str) -> Feeds {
    match parse(text.as_bytes(), &at(), None) {
        Ok(Listing::Feeds(feeds)) => feeds,
        other => panic!("{other:?}"),
    }
}

/// Address, title, day, publisher and version of each item.
fn shown(feed: &Feed) -> Vec<String> {
    let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let line = |i: &Item| {
        let day = i.published.map_or_else(|| "-".to_owned(), |d| d.to_string());
        format!("{} | {} | {day} | {} | {}", i.address, or(&i.title), or(&i.publisher), or(&i.version))
    };
    feed.items.iter().map(line).collect()
}

#[test]
fn rss() {
    let feed = feed(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>The  Post</title><link>https://news.example</link>
        <item><title>Talks &amp; tea</title><link>https://news.example/talks?a=1&amp;b=2#top</link>
          <pubDate>Mon, 03 May 2021 01:00:00 +0300</pubDate></item>
        <item><title>Strike</title><guid isPermaLink='true'>https://news.example/strike</guid><pubDate>soon</pubDate></item>
        <item><title>Again</title><link>https://news.example/strike</link></item>
        </channel></rss>",
    );
    assert_eq!(feed.title.as_deref(), Some("The Post"));
    assert_eq!(
        shown(&feed),
        [
            "https://news.example/talks?a=1&b=2 | Talks & tea | 2021-05-03 | The Post | -",
            "https://news.example/strike | Strike | - | The Post | -"
        ]
    );
    assert!(feed.bad.is_empty());
}

#[test]
fn atom() {
    let feed = feed(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>The Post</title><id>urn:post</id><updated>2021-05-04T00:00:00Z</updated>
        <entry><title>Talks</title><id>urn:1</id><link rel='self' href='/1.atom'/><link rel='enclosure' href='/1.mp3'/>
          <link rel='alternate' href='../talks'/><published>2021-05-03T01:00:00+03:00</published><updated>2021-05-04T09:00:00Z</updated></entry>
        </feed>",
    );
    assert_eq!(shown(&feed), ["https://news.example/talks | Talks | 2021-05-03 | The Post | 2021-05-04 09:00:00"]);
}

#[test]
fn json_feed() {
    let feed = feed(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Post", "items": [
            {"id": "1", "url": "https://news.example/talks", "title": "Talks", "date_published": "2021-05-03T01:00:00+03:00"},
            {"id": "https://news.example/strike", "content_text": "…"}]}"#,
    );
    assert_eq!(
        shown(&feed),
        [
            "https://news.example/talks | Talks | 2021-05-03 | The Post | -",
            "https://news.example/strike | - | - | The Post | -"
        ]
    );
}

#[test]
fn sitemap_with_news() {
    let feed = feed(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'
            xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>
        <url><loc> https://news.example/talks?a=1&amp;b=2 </loc><lastmod>2021-05-04</lastmod>
          <image:image><image:loc>https://news.example/talks.png</image:loc><image:title>A table</image:title></image:image>
          <news:news><news:publication><news:name>The Post</news:name><news:language>en</news:language></news:publication>
            <news:publication_date>2021-05-03T01:00:00+03:00</news:publication_date><news:title><![CDATA[Talks & tea]]></news:title></news:news></url>
        <url><loc>https://news.example/strike</loc></url></urlset>",
    );
    assert_eq!(
        shown(&feed),
        [
            "https://news.example/talks?a=1&b=2 | Talks & tea | 2021-05-03 | The Post | 2021-05-04",
            "https://news.example/strike | - | - | - | -"
        ]
    );
}

#[test]
fn sitemaps_of_sitemaps_and_opml_are_lists_of_feeds() {
    let index = lists(
        "<sitemapindex><sitemap><loc>/1.xml.gz</loc></sitemap><sitemap><loc>/1.xml.gz</loc></sitemap></sitemapindex>",
    );
    assert_eq!(index.addresses, [Url::parse("https://news.example/1.xml.gz").unwrap()]);
    let opml = lists(
        "<opml version='2.0'><body><outline text='World'><outline text='Post' xmlUrl='https://post.example/?a=1&amp;b=2'/>
        <outline text='Wire' xmlurl='ftp://wire.example'/></outline></body></opml>",
    );
    assert_eq!(opml.addresses, [Url::parse("https://post.example/?a=1&b=2").unwrap()]);
    assert_eq!(opml.bad, ["item 2 (“Wire”): \"ftp://wire.example\": ftp: is not fetched; only http and https are"]);
}

#[test]
fn a_bad_item_is_named_and_the_rest_is_read() {
    let feed = feed(
        "<rss version='2.0'><channel><title>The Post</title><item><title>Nowhere</title></item>
        <item><title>Script</title><link>javascript:go()</link></item><item><link>/talks</link></item></channel></rss>",
    );
    assert_eq!(shown(&feed), ["https://news.example/talks | - | - | The Post | -"]);
    assert_eq!(
        feed.bad,
        [
            "item 1 (“Nowhere”): it has no address",
            "item 2 (“Script”): \"javascript:go()\": javascript: is not fetched; only http and https are"
        ]
    );
}

#[test]
fn what_is_no_feed_is_told_with_a_remedy() {
    let wrong = |text: &str| parse(text.as_bytes(), &at(), None).unwrap_err();
    assert!(wrong("<!DOCTYPE html><html><body>Hello</body></html>").contains("give the address of its feed"));
    assert!(wrong("just words").contains("check the address"));
    assert!(wrong("").contains("check the address"));
    assert!(wrong("<rss version='2.0'><channel><title>x</title>").contains("damaged"));
    assert!(wrong("{\"a\": 1}").contains("damaged"));
}

#[test]
fn letters_are_those_of_the_header_where_the_feed_names_none() {
    let rss = b"<rss version='2.0'><channel><title>x</title><item><title>\xcc\xe8\xf0</title><link>/a</link></item></channel></rss>";
    let Ok(Listing::Articles(feed)) = parse(rss, &at(), Some("windows-1251")) else { panic!("it is a feed") };
    assert_eq!(feed.items[0].title.as_deref(), Some("Мир"));
    let named =
        [&b"<?xml version='1.0' encoding='koi8-r'?>"[..], &rss.map(|b| if b == 0xcc { 0xed } else { b })].concat();
    let Ok(Listing::Articles(feed)) = parse(&named, &at(), Some("windows-1251")) else { panic!("it is a feed") };
    assert!(feed.items[0].title.as_deref().unwrap().starts_with('М'));
}

#[test]
fn a_list_has_an_address_a_line() {
    let list =
        parse_list(b"# mine\nhttps://post.example/feed#x  # the Post\n\nhttps://post.example/feed\n", "feeds.txt")
            .unwrap();
    assert_eq!(list.addresses, [Url::parse("https://post.example/feed").unwrap()]);
    let wrong = parse_list(b"https://post.example/\npost.example\n", "feeds.txt").unwrap_err();
    assert!(wrong.starts_with("feeds.txt:2: not an address"), "{wrong}");
    assert!(parse_list(b"<rss/>", "feeds.xml").unwrap_err().contains("not OPML"));
}
