//! What a ledger does where things go wrong: older files, full disks, files that cannot be written, damage.

use crate::db::cells;
use crate::schema::{self, VERSION};
use crate::{Added, Ledger, Location, Rows};
use rusqlite::Connection;
use sayso_coding::{
    Coder, Coding, Entity, EntityId, EntityKind, EntityMention, Event, EventType, How, Participant, Status, Why,
};
use sayso_doc::{Article, Published, Span};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn file(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("sayso-ledger-{}-{test}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    folder.join("news.db")
}

/// A document of some length about somebody whose name is its number.
fn coding(number: usize) -> Coding {
    let name = format!("Envoy{number}");
    let text = format!("{name} arrived. {}", "The talks went on. ".repeat(200));
    let span = Span { start: 0, end: u32::try_from(name.len()).expect("it is short") };
    let envoy = Entity {
        name: name.as_str().into(),
        kind: EntityKind::Person,
        country: None,
        sectors: Vec::new(),
        role: None,
        wikidata: None,
        mentions: vec![EntityMention { span, how: How::Name }],
        evidence: "the text".into(),
    };
    Coding {
        coder: Coder { version: "1".into(), model: "none".into(), knowledge: "none".into() },
        article: Article { id: Some(name), text, ..Article::default() },
        entities: vec![envoy],
        places: Vec::new(),
        times: Vec::new(),
        quantities: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        warnings: Vec::new(),
    }
}

#[derive(Default)]
struct Found(Vec<Vec<Value>>);

impl Rows for Found {
    fn columns(&mut self, _: &[String]) {}

    fn row(&mut self, cells: Vec<Value>) -> bool {
        self.0.push(cells);
        true
    }
}

fn answer(ledger: &Ledger, sql: &str) -> Vec<Vec<Value>> {
    let mut found = Found::default();
    ledger.sql(sql, &mut found).expect("it answers");
    found.0
}

fn documents(location: &Location) -> i64 {
    let ledger = Ledger::open(location).expect("there is a ledger");
    assert_eq!(ledger.check().expect("it can be read"), Vec::<String>::new());
    answer(&ledger, "SELECT count(*) FROM documents")[0][0].as_i64().expect("a count is a number")
}

#[test]
fn a_file_of_the_first_version_is_brought_to_this_one_when_it_is_opened() {
    let path = file("first-version");
    let old = Connection::open(&path).expect("it opens");
    old.execute_batch(include_str!("../tests/ledgers/version-1.sql")).expect("it is SQL");
    drop(old);
    let location = Location::File(path);
    let reading = Ledger::open(&location).expect("it is brought to this version");
    assert_eq!(reading.ask(schema::version).expect("it has one"), VERSION);
    assert_eq!(answer(&reading, "SELECT count(*) FROM events")[0][0], 3);
    assert_eq!(reading.check().expect("it can be read"), Vec::<String>::new());
    let mut ledger = Ledger::create(&location).expect("it opens");
    assert_eq!(ledger.add(&coding(1), "1").expect("it is stored"), Added::New);
    assert_eq!(documents(&location), 2);
}

#[test]
fn a_ledger_of_any_older_version_has_the_tables_of_a_new_one_once_it_is_opened() {
    let tables = |location: &Location| {
        let ledger = Ledger::open(location).expect("there is a ledger");
        answer(&ledger, "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
    };
    let new = Location::File(file("new"));
    Ledger::create(&new).expect("it is made");
    for version in 1..=VERSION {
        let path = file(&format!("version-{version}"));
        let older = Ledger::unmigrated(&Location::File(path.clone())).expect("it is made");
        older.ask(|db| schema::migrate_to(db, version)).expect("the tables are made");
        drop(older);
        assert_eq!(tables(&Location::File(path)), tables(&new), "version {version}");
    }
}

/// A document that tells of somebody's arrival.
fn arrival(number: usize) -> Coding {
    let mut coding = coding(number);
    let envoy = coding.entities[0].mentions[0].span;
    let trigger = Span { start: envoy.end + 1, end: envoy.end + 8 };
    coding.article.published = Some(Published::from(jiff::civil::date(2021, 5, 5)));
    coding.events = vec![Event {
        kind: EventType::Consult,
        mode: None,
        contexts: Vec::new(),
        cameo: "042".into(),
        actors: vec![Participant { entity: EntityId(0), span: envoy }],
        recipients: Vec::new(),
        trigger,
        head: 1,
        sentence: Span { start: 0, end: trigger.end + 1 },
        status: Status::Occurred,
        historical: false,
        statement: None,
        sources: Vec::new(),
        denied_by: Vec::new(),
        date: None,
        place: None,
        quantities: Vec::new(),
        confidence: 0.9,
        rule: "consult.visit".into(),
        why: Why::default(),
    }];
    coding
}

#[test]
fn accounts_of_an_older_version_are_found_by_those_that_come() {
    let path = file("keys");
    let location = Location::File(path.clone());
    let mut ledger = Ledger::create(&location).expect("it is made");
    for number in 1..3 {
        ledger.add(&arrival(number), &number.to_string()).expect("it is stored");
    }
    let keys = |ledger: &Ledger| answer(ledger, "SELECT key, event FROM account_keys ORDER BY key, event");
    let known = keys(&ledger);
    assert!(!known.is_empty());
    drop(ledger);
    let older = Connection::open(&path).expect("it opens");
    older
        .execute_batch(
            "UPDATE account_keys SET key = key + 1; ALTER TABLE text_copies DROP COLUMN shingles;
             DROP INDEX event_codes_stretches; PRAGMA user_version = 4",
        )
        .expect("it is SQL");
    drop(older);
    let mut ledger = Ledger::create(&location).expect("it is brought to this version");
    assert_eq!(keys(&ledger), known);
    ledger.add(&arrival(3), "3").expect("it is stored");
    let links = answer(&ledger, "SELECT count(*) FROM account_links WHERE event = 3");
    assert_eq!(links[0][0], 2, "it is linked to both that were there");
}

#[test]
fn a_ledger_of_a_newer_program_is_left_alone() {
    let path = file("newer");
    let location = Location::File(path.clone());
    Ledger::create(&location).expect("it is made");
    let connection = Connection::open(&path).expect("it opens");
    connection.pragma_update(None, "user_version", VERSION + 1).expect("it is written");
    for told in [Ledger::open(&location), Ledger::create(&location)] {
        let told = told.expect_err("it is newer").to_string();
        assert!(told.contains("use a newer sayso"), "{told}");
    }
}

#[test]
fn a_full_disk_is_named_and_what_was_stored_stays() {
    let location = Location::File(file("full"));
    let mut ledger = Ledger::create(&location).expect("it is made");
    ledger.ask(|db| db.rows("PRAGMA max_page_count = 120", cells![])).expect("it takes a limit");
    let mut stored = 0;
    let error = loop {
        match ledger.add(&coding(stored), &stored.to_string()) {
            Ok(added) => assert_eq!(added, Added::New),
            Err(error) => break error.to_string(),
        }
        stored += 1;
    };
    assert!(
        stored > 3 && error.contains("news.db") && error.contains("the disk is full; make room"),
        "{stored}: {error}"
    );
    assert_eq!(documents(&location), i64::try_from(stored).expect("it is small"));
    ledger.ask(|db| db.rows("PRAGMA max_page_count = 100000", cells![])).expect("there is room again");
    assert_eq!(ledger.add(&coding(stored), &stored.to_string()).expect("there is room"), Added::New);
    assert_eq!(ledger.add(&coding(0), "0").expect("it can be read"), Added::Unchanged);
    assert_eq!(documents(&location), i64::try_from(stored + 1).expect("it is small"));
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_can_be_read() {
    let path = file("read-only");
    let location = Location::File(path.clone());
    let mut ledger = Ledger::create(&location).expect("it is made");
    ledger.add(&coding(1), "1").expect("it is stored");
    // Permissions do not keep the system's administrator, as whom tests may run, from writing.
    ledger.ask(|db| db.batch("PRAGMA query_only = TRUE")).expect("it is said");
    let error = ledger.add(&coding(2), "2").expect_err("it cannot be written").to_string();
    assert!(
        error.contains("news.db") && error.contains("the file cannot be written; check its permissions"),
        "{error}"
    );
    drop(ledger);
    assert_eq!(documents(&location), 1);

    let folder = path.parent().expect("it has a folder");
    let elsewhere = Location::File(folder.join("nowhere").join("news.db"));
    let error = Ledger::create(&elsewhere).expect_err("there is no folder").to_string();
    assert!(error.contains("check that the folder exists"), "{error}");
}

#[test]
fn a_file_on_a_disk_that_takes_no_changes_is_read_as_it_is() {
    let path = file("as it is? 100%");
    let location = Location::File(path.clone());
    Ledger::create(&location).expect("it is made").add(&coding(1), "1").expect("it is stored");
    let db = crate::db::Sqlite::unchanging(&path).expect("it opens");
    let ledger = Ledger::over(db, &location);
    assert_eq!(answer(&ledger, "SELECT count(*) FROM documents")[0][0], 1);
}

#[test]
fn damage_is_found_and_named() {
    for (number, (damage, words)) in [
        ("UPDATE texts SET text = text || '.'", "text 1 is not the one that was stored"),
        ("UPDATE mentions SET \"start\" = \"start\" + 1", "Envoy1/E1: a mention's words do not stand where it says"),
        ("DELETE FROM entities", "a row of mentions refers to one that is not there"),
        ("DELETE FROM texts_search_docsize", "text 1 is not in the index of words"),
        ("DELETE FROM texts_search_data WHERE id > 10", "texts_search"),
        ("INSERT INTO documents SELECT 2, 'x', identity, content, run, text_id, title, authors, publisher, url, published, language,
            source, warnings, blocks, read_warnings, 1, FALSE FROM documents", "Envoy1: a later version supersedes it, and it is current"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = file(&format!("damage-{number}"));
        let location = Location::File(path.clone());
        Ledger::create(&location).expect("it is made").add(&coding(1), "1").expect("it is stored");
        let connection = Connection::open(&path).expect("it opens");
        connection.pragma_update(None, "foreign_keys", false).expect("it is said");
        connection.execute_batch(damage).expect("it can be damaged");
        drop(connection);
        let found = Ledger::open(&location).expect("it opens").check().expect("it can be read");
        assert!(found.iter().any(|line| line.contains(words)), "{damage}: {found:?}");
    }
}
