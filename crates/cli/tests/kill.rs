//! Programs that write to a ledger are killed at random moments. Whatever they had reported as stored must be there then, once,
//! and nothing by halves. `SAYSO_KILLS=500 cargo test -p sayso-cli --test kill` kills more often.

mod server;

use sayso_ledger::{Ledger, Location, Rows};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How many documents there are, and how often the programs are killed where nobody says otherwise.
const DOCUMENTS: u64 = 60;
const KILLS: u64 = 10;

#[test]
fn what_was_reported_as_stored_survives_any_kill_in_a_file() {
    kill(&folder("file"), |folder| {
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(folder.join(format!("news.db{end}")));
        }
        Location::File(folder.join("news.db"))
    });
}

#[test]
fn what_was_reported_as_stored_survives_any_kill_on_a_server() {
    if let Some(server) = server::address() {
        kill(&folder("server"), |_| Location::Server(server::database(&server, "kill")));
    }
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kill").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder can be made");
    path
}

/// `new_ledger` makes room for a new one in a folder.
fn kill(folder: &Path, new_ledger: impl Fn(&Path) -> Location) {
    let kills = std::env::var("SAYSO_KILLS").map_or(KILLS, |n| n.parse().expect("SAYSO_KILLS is a number"));
    let input = folder.join("documents.jsonl");
    fs::write(&input, (0..DOCUMENTS).map(document).collect::<String>()).expect("it can be written");
    let add: &[&str] = &["add", "--from", "jsonl"];
    let mut ledger = new_ledger(folder);
    run_to_end(&ledger, add, &input);
    let expected = contents(&ledger);
    assert_eq!(expected.len() as u64, DOCUMENTS);

    let mut random = Random(7);
    let mut stored: BTreeSet<String> = expected.keys().cloned().collect();
    for round in 0..kills {
        // A full ledger is coded anew, or another one begun.
        let is_full = stored.len() as u64 == DOCUMENTS;
        let is_recoded = is_full && random.below(2) == 0;
        if is_full && !is_recoded {
            ledger = new_ledger(folder);
            stored.clear();
        }
        // Another actor makes another coder.
        let actors = folder.join("actors.tsv");
        fs::write(&actors, format!("{ACTORS}Ruritania {round}\t\t\torganization\tRUS\tGOV\n"))
            .expect("it can be written");
        let actors = actors.display().to_string();
        let args = if is_recoded { &["recode", "--actors", &actors] } else { add };
        for (what, id) in run_and_kill(&ledger, args, &input, &mut random) {
            assert!(what != "new" || stored.insert(id.clone()), "round {round}: {id} is stored as new twice");
        }
        let found = sound_contents(&ledger, round);
        for id in &stored {
            assert!(found.contains_key(id), "round {round}: {id} was reported as stored and is not there");
        }
        for (id, counts) in &found {
            assert_eq!(Some(counts), expected.get(id), "round {round}: {id} is there by halves");
        }
        // Stored, and killed before it was reported.
        stored.extend(found.into_keys());
    }
    run_to_end(&ledger, add, &input);
    assert_eq!(sound_contents(&ledger, kills), expected);
}

const ACTORS: &str = "name\talso\tshort\tkind\tcountry\tsectors\tfrom\tuntil\n";

/// A line of JSON Lines.
fn document(i: u64) -> String {
    let mut random = Random(i);
    let (day, dead, near) =
        (1 + random.below(28), 2 + random.below(90), ["Arica", "Tacna", "Lima"][random.below(3) as usize]);
    let text = format!(
        "Peru attacked Chile near {near}, killing {dead} soldiers, officials said on {day} March 2021.\\n\\nBolivia condemned the attack \
         and called on both governments to hold talks. Chile's foreign minister, Ana Soto, said {dead} tanks had crossed the border."
    );
    format!("{{\"id\": \"d{i}\", \"date\": \"2021-03-{day:02}\", \"text\": \"{text}\"}}\n")
}

fn sayso(ledger: &Location, args: &[&str], input: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(args).arg("--list").arg("--ledger").arg(ledger.to_string()).stdin(Stdio::null());
    if args[0] == "add" {
        command.arg(input);
    }
    command.env_remove("SAYSO_DATA").env_remove("SAYSO_MODEL");
    command
}

fn run_to_end(ledger: &Location, args: &[&str], input: &Path) {
    let output = sayso(ledger, args, input).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Kills the program when it has reported some number of documents, or a little later. Returns what it reported.
fn run_and_kill(ledger: &Location, args: &[&str], input: &Path, random: &mut Random) -> Vec<(String, String)> {
    let mut child =
        sayso(ledger, args, input).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let wait_for = random.below(DOCUMENTS / 3);
    let wait = Duration::from_micros(random.below(if wait_for == 0 { 600_000 } else { 20_000 }));
    let mut lines = BufReader::new(child.stdout.take().expect("it has an output")).lines();
    let mut told = Vec::new();
    while (told.len() as u64) < wait_for {
        let Some(Ok(line)) = lines.next() else { break };
        told.push(line);
    }
    std::thread::sleep(wait);
    // It may have come to its end.
    let _ = child.kill();
    child.wait().expect("it ends");
    told.extend(lines.map_while(Result::ok));
    let part = |line: String| line.split_once('\t').map(|(what, id)| (what.to_owned(), id.to_owned()));
    told.into_iter().filter_map(part).collect()
}

/// How many rows of each table each current document has, by its id.
type Contents = BTreeMap<String, Vec<i64>>;

fn sound_contents(ledger: &Location, round: u64) -> Contents {
    match Ledger::open(ledger) {
        Ok(opened) => {
            assert_eq!(opened.check().expect("it can be read"), Vec::<String>::new(), "round {round}");
            contents(ledger)
        }
        // It was killed before it had made one.
        Err(sayso_ledger::Error::Missing { .. }) => Contents::new(),
        Err(error) => panic!("round {round}: {error}"),
    }
}

fn contents(ledger: &Location) -> Contents {
    let mut sql = "SELECT d.document_id".to_owned();
    for table in [
        "entities",
        "mentions",
        "places",
        "times",
        "quantities",
        "statements",
        "events",
        "event_actors",
        "event_sources",
    ] {
        write!(sql, ", (SELECT count(*) FROM {table} x WHERE x.doc = d.doc)").expect("a string takes everything");
    }
    sql += ", (SELECT count(*) FROM event_codes c JOIN events v ON v.key = c.event WHERE v.doc = d.doc)";
    sql += " FROM documents d WHERE d.is_current";
    let mut found = Found::default();
    Ledger::open(ledger).expect("there is one").sql(&sql, &mut found).expect("it answers");
    let ids: BTreeSet<&String> = found.0.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), found.0.len(), "a document is there twice");
    found.0.into_iter().collect()
}

#[derive(Default)]
struct Found(Vec<(String, Vec<i64>)>);

impl Rows for Found {
    fn columns(&mut self, _: &[String]) {}

    fn row(&mut self, cells: Vec<Value>) -> bool {
        let id = cells[0].as_str().expect("an id is text").to_owned();
        self.0.push((id, cells[1..].iter().map(|c| c.as_i64().expect("a count is a number")).collect()));
        true
    }
}

/// The same numbers each time (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }
}
