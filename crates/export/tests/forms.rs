//! Each form, of a record written here, as another program would read it.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use sayso_coding::record::{
    CoderRecord, DateRecord, DocumentRecord, EntityRecord, EventRecord, FORMAT, ONTOLOGY, ParticipantRecord,
    PlaceRecord, Record, SpanRecord, TriggerRecord,
};
use sayso_coding::tables::TABLES;
use sayso_export::{Encoder, GDELT_COLUMNS, Gdelt, GeoJson, GraphMl, Told, parquet as tables};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

const TEXT: &str = "Quarrel at Arica\n\nPeru shelled Arica on Monday.\n\nChile & Peru met <in Lima> later.";

fn span(words: &str) -> SpanRecord {
    let start = TEXT.find(words).expect("the words are there");
    SpanRecord { start, end: start + words.len() }
}

fn party(entity: &str, words: &str) -> ParticipantRecord {
    let SpanRecord { start, end } = span(words);
    ParticipantRecord { entity: entity.to_owned(), start, end }
}

fn entity(
    id: &str,
    name: &'static str,
    country: Option<&'static str>,
    sectors: &[&'static str],
) -> EntityRecord<'static> {
    EntityRecord {
        id: id.to_owned(),
        name: name.into(),
        kind: "organization",
        country: country.map(Cow::from),
        sectors: sectors.to_vec(),
        role: None,
        wikidata: None,
        mentions: Vec::new(),
    }
}

fn event(id: &str, kind: &'static str, words: &'static str, quad: u8, score: f64) -> EventRecord<'static> {
    let SpanRecord { start, end } = span(words);
    EventRecord {
        id: id.to_owned(),
        kind,
        mode: None,
        contexts: vec!["military", "territory"],
        cameo: "1951".into(),
        quad,
        score,
        actors: vec![party("E1", "Peru")],
        recipients: vec![party("E2", "Chile")],
        trigger: TriggerRecord { start, end, text: words.into() },
        sentence: SpanRecord { start, end },
        status: "occurred",
        historical: false,
        statement: None,
        sources: Vec::new(),
        denied_by: Vec::new(),
        date: Some(DateRecord { value: "2021-05-03".into(), time: None, stated: true }),
        place: Some("P1".to_owned()),
        quantities: Vec::new(),
        confidence: 0.75,
        rule: "assault.shell".into(),
    }
}

fn record() -> Record<'static> {
    let mut meeting = event("V2", "CONSULT", "met", 1, 4.0);
    (meeting.place, meeting.cameo) = (None, "036".into());
    meeting.date = Some(DateRecord { value: "2021-05".into(), time: None, stated: false });
    let SpanRecord { start, end } = span("Arica on");
    Record {
        format: FORMAT,
        coder: CoderRecord { version: "0".into(), model: "m".into(), ontology: ONTOLOGY, knowledge: "k".into() },
        document: DocumentRecord {
            id: "b3:1".into(),
            title: Some("Quarrel at Arica".into()),
            authors: Cow::Owned(Vec::new()),
            publisher: None,
            url: Some("https://example.org/quarrel".into()),
            published: Some("2021-05-04".into()),
            language: Some("en".into()),
            text: TEXT.into(),
            source: "quarrel.md".into(),
        },
        entities: vec![
            entity("E1", "Peru's navy", Some("PER"), &["MIL"]),
            entity("E2", "Chile", Some("CHL"), &[]),
            entity("E3", "United Nations", Some("UNO"), &["JRN"]),
            entity("E4", "somebody", None, &[]),
        ],
        places: vec![PlaceRecord {
            id: "P1".to_owned(),
            start,
            end: end - 3,
            text: "Arica".into(),
            name: "Arica".into(),
            geonameid: Some(1),
            lat: Some(-18.5),
            lon: Some(-70.25),
            country: Some("CHL".into()),
            admin1: Some("Arica y Parinacota".into()),
            feature: Some("PPLA".into()),
            resolution: 4,
            metonym: false,
        }],
        times: Vec::new(),
        quantities: Vec::new(),
        statements: Vec::new(),
        events: vec![event("V1", "ASSAULT", "shelled", 4, -9.0), meeting],
        warnings: Cow::Owned(Vec::new()),
    }
}

/// What an encoder has written.
#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn written<E: Encoder + 'static>(encoder: impl FnOnce(Paper) -> E, records: &[Record]) -> String {
    let paper = Paper::default();
    let mut encoder = Box::new(encoder(paper.clone()));
    records.iter().for_each(|r| encoder.write(r).expect("paper takes everything"));
    encoder.finish().expect("paper takes everything");
    String::from_utf8(paper.0.take()).expect("UTF-8")
}

fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("export").join(test);
    let _ = std::fs::remove_dir_all(&path);
    path
}

fn read(path: &Path) -> RecordBatch {
    let file = File::open(path).expect("the file is there");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("it is Parquet");
    let schema = reader.schema().clone();
    let batches: Vec<RecordBatch> = reader.build().expect("it can be read").map(|b| b.expect("rows")).collect();
    assert!(batches.len() <= 1, "few rows come at once");
    batches.into_iter().next().unwrap_or_else(|| RecordBatch::new_empty(schema))
}

fn parquet(test: &str, records: &[Record]) -> PathBuf {
    let path = folder(test);
    let mut encoder = Box::new(tables::Folder::create(&path).expect("the folder can be made"));
    records.iter().for_each(|r| encoder.write(r).expect("it can be written"));
    encoder.finish().expect("it can be written");
    path
}

#[test]
fn parquet_has_days_numbers_flags_and_dictionaries_of_codes() {
    let path = parquet("types", &[record()]);
    let events = read(&path.join("events.parquet"));
    let column = |name: &str| events.column_by_name(name).unwrap_or_else(|| panic!("no column {name}"));
    assert_eq!(events.num_rows(), 2);
    let types = column("type").as_dictionary::<Int32Type>();
    let types: Vec<&str> =
        types.downcast_dict::<arrow_array::StringArray>().expect("words").into_iter().flatten().collect();
    assert_eq!(types, ["ASSAULT", "CONSULT"]);
    assert_eq!(column("date").as_string::<i32>().value(1), "2021-05");
    let day = |name| Vec::from(column(name).as_primitive::<Date32Type>().values().as_ref());
    assert_eq!(day("date_first"), [18_750, 18_748]);
    assert_eq!(day("date_last"), [18_750, 18_778]);
    assert_eq!(column("quad").as_primitive::<Int64Type>().values().as_ref(), [4, 1]);
    assert_eq!(column("score").as_primitive::<Float64Type>().values().as_ref(), [-9.0, 4.0]);
    assert!(column("date_stated").as_boolean().value(0) && !column("date_stated").as_boolean().value(1));
    assert!(column("place").is_null(1) && column("mode").is_null(0));
    assert_eq!(*column("historical").data_type(), DataType::Boolean);
}

#[test]
fn every_table_is_there_with_all_its_columns_even_where_it_has_no_rows() {
    let path = parquet("empty", &[]);
    for table in TABLES {
        let batch = read(&path.join(table.name).with_extension("parquet"));
        assert_eq!(batch.num_rows(), 0);
        for column in table.columns {
            assert!(batch.column_by_name(column.name).is_some(), "{}: no column {column}", table.name);
        }
    }
}

#[test]
fn more_rows_than_wait_at_once_all_arrive_in_order() {
    let records: Vec<Record> = (0..5000)
        .map(|i| {
            let mut record = record();
            record.document.id = format!("b3:{i}").into();
            record
        })
        .collect();
    let path = parquet("many", &records);
    let file = File::open(path.join("events.parquet")).expect("the file is there");
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(file).expect("it is Parquet").build().expect("it can be read");
    let ids = reader.flat_map(|batch| {
        let batch = batch.expect("rows");
        let ids = batch.column_by_name("document_id").expect("it has ids").as_string::<i32>().clone();
        ids.iter().map(|id| id.expect("there is one").to_owned()).collect::<Vec<_>>()
    });
    let wanted = (0..5000).flat_map(|i| [format!("b3:{i}"), format!("b3:{i}")]);
    assert!(ids.eq(wanted));
}

#[test]
fn geojson_has_a_point_for_each_event_with_a_place() {
    let json: serde_json::Value = serde_json::from_str(&written(GeoJson::new, &[record()])).expect("it is JSON");
    let features = json["features"].as_array().expect("a list");
    assert_eq!(json["type"], "FeatureCollection");
    assert_eq!(features.len(), 1);
    assert_eq!(features[0]["geometry"], serde_json::json!({"type": "Point", "coordinates": [-70.25, -18.5]}));
    assert_eq!(features[0]["properties"]["actors"], serde_json::json!(["Peru's navy"]));
    let none: serde_json::Value = serde_json::from_str(&written(GeoJson::new, &[])).expect("it is JSON");
    assert_eq!(none["features"], serde_json::json!([]));
}

/// A row's cells by their columns' names.
fn cell<'a>(row: &'a str, column: &str) -> &'a str {
    let cells: Vec<&str> = row.split('\t').collect();
    assert_eq!(cells.len(), 61, "{row}");
    cells[GDELT_COLUMNS.iter().position(|c| *c == column).unwrap_or_else(|| panic!("no column {column}"))]
}

/// What is told of an event that nobody else reports.
fn alone(record: &Record, event: &EventRecord) -> io::Result<Option<Told>> {
    let incident = format!("{}/{}", record.document.id, event.id);
    let first_reported = record.document.published.as_ref().map(ToString::to_string);
    Ok(Some(Told { incident, mentions: 1, outlets: 1, articles: 1, first_reported }))
}

#[test]
fn gdelts_rows_are_incidents_with_their_reports() {
    let told = |_: &Record, event: &EventRecord| {
        let incident = "i:1".to_owned();
        let told = Told { incident, mentions: 5, outlets: 2, articles: 3, first_reported: Some("2021-05-02".into()) };
        Ok((event.id == "V2").then_some(told))
    };
    let text = written(|to| Gdelt::new(to, told), &[record()]);
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows.len(), 1);
    let counts = ["NumMentions", "NumSources", "NumArticles", "DATEADDED"].map(|column| cell(rows[0], column));
    assert_eq!(counts, ["5", "2", "3", "20210502000000"]);
}

#[test]
fn gdelts_columns_stand_in_their_order_and_what_is_not_known_is_empty() {
    let text = written(|to| Gdelt::new(to, alone), &[record()]);
    let rows: Vec<&str> = text.lines().collect();
    let wanted = [
        ("SQLDATE", "20210503"),
        ("MonthYear", "202105"),
        ("Year", "2021"),
        ("FractionDate", "2021.4192"),
        ("Actor1Code", "PERMIL"),
        ("Actor1Name", "PERU'S NAVY"),
        ("Actor1CountryCode", "PER"),
        ("Actor1Type1Code", "MIL"),
        ("Actor2Code", "CHL"),
        ("Actor2Type1Code", ""),
        ("IsRootEvent", "1"),
        ("EventCode", "1951"),
        ("EventBaseCode", "195"),
        ("EventRootCode", "19"),
        ("QuadClass", "4"),
        ("GoldsteinScale", "-9"),
        ("AvgTone", ""),
        ("ActionGeo_Type", "4"),
        ("ActionGeo_Fullname", "Arica, Arica y Parinacota, Chile"),
        ("ActionGeo_CountryCode", "CI"),
        ("ActionGeo_Lat", "-18.5"),
        ("ActionGeo_Long", "-70.25"),
        ("DATEADDED", "20210504000000"),
        ("SOURCEURL", "https://example.org/quarrel"),
    ];
    for (column, value) in wanted {
        assert_eq!(cell(rows[0], column), value, "{column}");
    }
    // A month has no day; the second paragraph is not the first.
    assert_eq!(
        [cell(rows[1], "SQLDATE"), cell(rows[1], "MonthYear"), cell(rows[1], "IsRootEvent")],
        ["", "202105", "0"]
    );
    assert_eq!([cell(rows[1], "ActionGeo_Type"), cell(rows[1], "ActionGeo_Lat")], ["0", ""]);
    assert_ne!(cell(rows[0], "GlobalEventID"), cell(rows[1], "GlobalEventID"));
}

#[test]
fn gdelts_groups_and_kinds_of_actors_have_its_own_codes() {
    let mut record = record();
    record.events[0].actors = vec![party("E3", "Peru")];
    record.events[0].recipients = vec![party("E4", "Peru")];
    let text = written(|to| Gdelt::new(to, alone), &[record]);
    let row = text.lines().next().expect("there is a row");
    assert_eq!(cell(row, "Actor1KnownGroupCode"), "UNO");
    assert_eq!([cell(row, "Actor1CountryCode"), cell(row, "Actor1Type1Code")], ["", "MED"]);
    assert_eq!([cell(row, "Actor2Code"), cell(row, "Actor2Name")], ["", "SOMEBODY"]);
}

#[test]
fn graphml_counts_who_acts_on_whom() {
    let mut other = record();
    other.events[0].actors.push(party("E4", "Peru"));
    other.entities[0].sectors.push("REB");
    let graph = written(GraphMl::new, &[record(), record(), other]);
    let lines: Vec<&str> =
        graph.lines().map(str::trim).filter(|l| l.starts_with("<node") || l.starts_with("<edge")).collect();
    assert_eq!(
        lines,
        [
            r#"<node id="CHL"><data key="country">CHL</data></node>"#,
            r#"<node id="PER:MIL"><data key="country">PER</data><data key="sectors">MIL</data></node>"#,
            r#"<node id="PER:MIL REB"><data key="country">PER</data><data key="sectors">MIL REB</data></node>"#,
            r#"<edge source="PER:MIL" target="CHL"><data key="events">4</data><data key="quad1">2</data><data key="quad2">0</data><data key="quad3">0</data><data key="quad4">2</data><data key="score">-2.500</data><data key="first">2021-05-01</data><data key="last">2021-05-31</data></edge>"#,
            r#"<edge source="PER:MIL REB" target="CHL"><data key="events">2</data><data key="quad1">1</data><data key="quad2">0</data><data key="quad3">0</data><data key="quad4">1</data><data key="score">-2.500</data><data key="first">2021-05-01</data><data key="last">2021-05-31</data></edge>"#,
        ]
    );
    assert!(graph.starts_with("<?xml") && graph.ends_with("</graphml>\n"));
}
