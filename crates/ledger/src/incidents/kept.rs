//! Accounts, links and incidents in the ledger's tables.

use super::account::{Account, Accounts, Keys, Scene};
use super::cells::{Board, Key, Standing, left_by, settle, touched_by};
use super::likeness::{is_link, likeness};
use super::recent::Recent;
use super::told::{Story, Told};
use crate::blocks::Block;
use crate::db::{Db, DbError, Row, cells};
use sayso_coding::Coding;
use sayso_coding::tables::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Documents that come and go, several at a time, and what of the incidents has to be looked at again when all are there.
pub(crate) struct Renewal<'a> {
    kept: Kept<'a>,
    /// Accounts that came.
    come: BTreeSet<Key>,
    /// Those whose incidents have to be looked at again because of what went.
    left: BTreeSet<Key>,
}

impl<'a> Renewal<'a> {
    pub(crate) fn new(db: &'a Db, recent: &'a mut Recent) -> Self {
        Self { kept: Kept::new(db, recent), come: BTreeSet::new(), left: BTreeSet::new() }
    }

    /// Takes documents that are superseded out, and puts one that has come in.
    pub(crate) fn renew(&mut self, gone: &[i64], come: i64, coding: &Coding) -> Result<(), DbError> {
        let (gone, left) = self.kept.take_out(gone)?;
        self.left.extend(left);
        self.left.retain(|key| !gone.contains(key));
        self.come.retain(|key| !gone.contains(key));
        self.come.extend(self.kept.put_in(come, coding)?);
        Ok(())
    }

    /// Finds the incidents again that what came and went belongs to.
    pub(crate) fn settle(mut self) -> Result<(), DbError> {
        let mut touched = self.left;
        self.kept.forget();
        self.kept.expect(&self.come.iter().copied().collect::<Vec<_>>())?;
        for key in self.come {
            touched.extend(touched_by(&mut self.kept, key)?);
        }
        settle(&mut self.kept, touched)?;
        self.kept.write()
    }
}

/// How an incident is called: after the first of its accounts.
fn name(first: &Told) -> String {
    let (document, number) = first.order();
    let mut hasher = blake3::Hasher::new();
    hasher.update(document.as_bytes()).update(&number.to_le_bytes());
    format!("i:{}", &hasher.finalize().to_hex()[..16])
}

/// Two accounts and how alike they are.
type Link = ((Key, Key), i32);

/// Where an account stands, and the incident that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    standing: Standing,
    incident: String,
}

struct Kept<'a> {
    db: &'a Db,
    recent: &'a mut Recent,
    /// What was read: accounts, stories by document, links, and where accounts stood before.
    told: HashMap<Key, Arc<Told>>,
    stories: HashMap<i64, Arc<Story>>,
    links: HashMap<Key, Vec<(Key, i32)>>,
    stood: HashMap<Key, Option<Place>>,
    /// Where accounts stand now, if not where they stood.
    moved: BTreeMap<Key, Place>,
}

impl Board for Kept<'_> {
    type Error = DbError;

    fn expect(&mut self, keys: &[Key]) -> Result<(), DbError> {
        self.read_links(&keys.iter().copied().filter(|k| !self.links.contains_key(k)).collect())?;
        self.read_places(&keys.iter().copied().filter(|k| !self.stood.contains_key(k)).collect())
    }

    fn links(&mut self, key: Key) -> Result<Vec<(Key, i32)>, DbError> {
        if !self.links.contains_key(&key) {
            self.read_links(&BTreeSet::from([key]))?;
        }
        Ok(self.links.get(&key).cloned().unwrap_or_default())
    }

    fn standing(&mut self, key: Key) -> Result<Option<Standing>, DbError> {
        if !self.stood.contains_key(&key) {
            self.read_places(&BTreeSet::from([key]))?;
        }
        Ok(self.stood.get(&key).cloned().flatten().map(|place| place.standing))
    }

    fn members(&mut self, cell: Key) -> Result<Vec<Key>, DbError> {
        let sql = "SELECT event FROM event_incidents WHERE cell = ?1";
        self.db.rows(sql, cells![cell])?.iter().map(|row| row.get(0)).collect()
    }

    fn told(&mut self, keys: &BTreeSet<Key>) -> Result<Vec<(Key, Arc<Told>)>, DbError> {
        self.read(keys)?;
        Ok(keys.iter().map(|key| (*key, self.told[key].clone())).collect())
    }

    fn place(&mut self, key: Key, standing: Standing, first: &Told) -> Result<(), DbError> {
        let place = Place { standing, incident: name(first) };
        if self.stood.get(&key).cloned().flatten().as_ref() != Some(&place) {
            self.moved.insert(key, place);
        }
        Ok(())
    }
}

fn points(n: i64) -> i32 {
    i32::try_from(n).unwrap_or_default()
}

impl<'a> Kept<'a> {
    fn new(db: &'a Db, recent: &'a mut Recent) -> Self {
        let (told, stories, links, stood) = (HashMap::new(), HashMap::new(), HashMap::new(), HashMap::new());
        Self { db, recent, told, stories, links, stood, moved: BTreeMap::new() }
    }

    /// What was read of links and places may be so no longer.
    fn forget(&mut self) {
        self.links.clear();
        self.stood.clear();
    }

    /// Removes what documents told; returns that, and those whose incidents have to be looked at again.
    fn take_out(&mut self, docs: &[i64]) -> Result<(BTreeSet<Key>, BTreeSet<Key>), DbError> {
        let (mut left, mut gone) = (BTreeSet::new(), BTreeSet::new());
        for &doc in docs {
            for row in self.db.rows("SELECT event FROM accounts WHERE doc = ?1", cells![doc])? {
                gone.insert(row.get(0)?);
            }
        }
        self.forget();
        for &key in &gone {
            left.extend(left_by(self, key)?);
        }
        for &key in &gone {
            for sql in [
                "DELETE FROM event_incidents WHERE event = ?1",
                "DELETE FROM account_links WHERE event = ?1",
                "DELETE FROM account_links WHERE other = ?1",
                "DELETE FROM account_keys WHERE event = ?1",
                "DELETE FROM accounts WHERE event = ?1",
            ] {
                self.db.execute(sql, cells![key])?;
            }
        }
        for &doc in docs {
            self.db.execute("DELETE FROM scenes WHERE doc = ?1", cells![doc])?;
        }
        Ok((gone, left))
    }

    /// Keeps what a document tells and links it to what is like it; returns its events.
    fn put_in(&mut self, doc: i64, coding: &Coding) -> Result<Vec<Key>, DbError> {
        let accounts = Accounts::new(coding);
        if accounts.events.is_empty() {
            return Ok(Vec::new());
        }
        let events = self.events(doc)?;
        let scene = json(&accounts.scene);
        let story = parsed(Story::read(&scene), 1)?;
        self.db.execute("INSERT INTO scenes (doc, scene) VALUES (?1, ?2)", cells![doc, scene.as_str()])?;
        let mut told = Vec::with_capacity(events.len());
        let mut rows = Vec::with_capacity(events.len());
        for (&key, account) in events.iter().zip(&accounts.events) {
            let written = json(account);
            told.push((key, Arc::new(parsed(Told::read(&written, &story), 2)?)));
            rows.push(vec![Cell::Int(key), Cell::Int(doc), written.into()]);
        }
        self.db.insert("accounts", &["event", "doc", "account"], &rows)?;
        let keys: Vec<Keys> = accounts.events.iter().map(|account| account.keys(&accounts.scene)).collect();
        let links = self.links_of(&told, &keys)?;
        let rows = links.iter().flat_map(|&((a, b), l)| [[a, b, l.into()], [b, a, l.into()]]);
        let rows: Vec<Vec<Cell>> = rows.map(|row| row.map(Cell::Int).to_vec()).collect();
        self.db.insert("account_links", &["event", "other", "likeness"], &rows)?;
        let kept = events.iter().zip(&keys).flat_map(|(event, keys)| keys.kept.iter().map(|key| [*key, *event]));
        let rows: Vec<Vec<Cell>> = kept.map(|row| row.map(Cell::Int).to_vec()).collect();
        self.db.insert("account_keys", &["key", "event"], &rows)?;
        told.into_iter().for_each(|(key, told)| self.keep(key, told));
        Ok(events)
    }

    /// A document's events in their order.
    fn events(&self, doc: i64) -> Result<Vec<Key>, DbError> {
        let sql = "SELECT key FROM events WHERE doc = ?1 ORDER BY key";
        self.db.rows(sql, cells![doc])?.iter().map(|row| row.get(0)).collect()
    }

    /// Which of these are like one another or like others that are kept, and how much.
    fn links_of(&mut self, told: &[(Key, Arc<Told>)], keys: &[Keys]) -> Result<Vec<Link>, DbError> {
        let mut links = Vec::new();
        for (i, (key, account)) in told.iter().enumerate() {
            for (other, beside) in &told[..i] {
                links.push(((*key, *other), likeness(account, beside)));
            }
        }
        let found = self.found_under(&keys.iter().flat_map(|k| &k.wanted).copied().collect())?;
        self.read(&found.values().flatten().copied().collect())?;
        for ((key, account), keys) in told.iter().zip(keys) {
            let others: BTreeSet<Key> = keys.wanted.iter().filter_map(|k| found.get(k)).flatten().copied().collect();
            links.extend(others.into_iter().map(|other| ((*key, other), likeness(account, &self.told[&other]))));
        }
        links.retain(|(_, likeness)| is_link(*likeness));
        Ok(links)
    }

    fn found_under(&self, keys: &BTreeSet<i64>) -> Result<HashMap<i64, Vec<Key>>, DbError> {
        let mut found: HashMap<i64, Vec<Key>> = HashMap::new();
        for row in some(self.db, "SELECT key, event FROM account_keys WHERE key IN", keys)? {
            found.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(found)
    }

    /// Reads accounts that were not read yet.
    fn read(&mut self, keys: &BTreeSet<Key>) -> Result<(), DbError> {
        let mut new = BTreeSet::new();
        for &key in keys.iter().filter(|k| !self.told.contains_key(k)).collect::<Vec<_>>() {
            match self.recent.get(key) {
                Some(told) => drop(self.told.insert(key, told)),
                None => drop(new.insert(key)),
            }
        }
        let rows = some(self.db, "SELECT event, doc, account FROM accounts WHERE event IN", &new)?;
        let docs = rows.iter().map(|row| row.get(1)).collect::<Result<BTreeSet<i64>, _>>()?;
        self.read_stories(&docs)?;
        for row in rows {
            let story = &self.stories[&row.get::<i64>(1)?];
            let told = parsed(Told::read(row.text(2)?, story), 2)?;
            self.keep(row.get(0)?, Arc::new(told));
        }
        Ok(())
    }

    fn read_stories(&mut self, docs: &BTreeSet<i64>) -> Result<(), DbError> {
        let new = docs.iter().copied().filter(|doc| !self.stories.contains_key(doc)).collect();
        for row in some(self.db, "SELECT doc, scene FROM scenes WHERE doc IN", &new)? {
            self.stories.insert(row.get(0)?, parsed(Story::read(row.text(1)?), 1)?);
        }
        Ok(())
    }

    fn read_links(&mut self, keys: &BTreeSet<Key>) -> Result<(), DbError> {
        self.links.extend(keys.iter().map(|key| (*key, Vec::new())));
        for row in some(self.db, "SELECT event, other, likeness FROM account_links WHERE event IN", keys)? {
            self.links.entry(row.get(0)?).or_default().push((row.get(1)?, points(row.get(2)?)));
        }
        Ok(())
    }

    fn read_places(&mut self, keys: &BTreeSet<Key>) -> Result<(), DbError> {
        self.stood.extend(keys.iter().map(|key| (*key, None)));
        for row in some(self.db, "SELECT event, level, cell, incident FROM event_incidents WHERE event IN", keys)? {
            let standing = Standing { level: points(row.get(1)?), cell: row.get(2)? };
            self.stood.insert(row.get(0)?, Some(Place { standing, incident: row.get(3)? }));
        }
        Ok(())
    }

    /// Writes where accounts stand now.
    fn write(&self) -> Result<(), DbError> {
        let row = |(key, place): (&Key, &Place)| {
            let Place { standing: Standing { level, cell }, incident } = place;
            vec![Cell::Int(*key), incident.clone().into(), Cell::Int(*cell), Cell::Int(i64::from(*level))]
        };
        let rows: Vec<Vec<Cell>> = self.moved.iter().map(row).collect();
        self.db.put("event_incidents", &["event", "incident", "cell", "level"], &rows)
    }

    fn keep(&mut self, key: Key, told: Arc<Told>) {
        self.recent.put(key, told.clone());
        self.told.insert(key, told);
    }
}

/// Puts all accounts under their keys anew: those of an older version were others.
pub(crate) fn renew_keys(db: &Db) -> Result<(), DbError> {
    db.execute("DELETE FROM account_keys", &[])?;
    let events = db.rows("SELECT event FROM accounts ORDER BY event", &[])?;
    let events: Vec<Key> = events.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?;
    let sql = "SELECT a.event, a.account, s.scene FROM accounts a JOIN scenes s ON s.doc = a.doc WHERE a.event IN";
    for block in Block::all(&events) {
        for row in db.rows(&block.ask(sql, ""), &block.values())? {
            let account: Account = parsed(serde_json::from_str(row.text(1)?), 1)?;
            let scene: Scene = parsed(serde_json::from_str(row.text(2)?), 2)?;
            let event = row.get(0)?;
            let keys = account.keys(&scene).kept.into_iter();
            let rows: Vec<Vec<Cell>> = keys.map(|key| vec![Cell::Int(key), Cell::Int(event)]).collect();
            db.insert("account_keys", &["key", "event"], &rows)?;
        }
    }
    Ok(())
}

/// The answers to a question that ends in IN, a few values at a time.
pub(crate) fn some(db: &Db, sql: &str, values: &BTreeSet<i64>) -> Result<Vec<Row>, DbError> {
    let values: Vec<i64> = values.iter().copied().collect();
    let mut rows = Vec::new();
    for block in Block::all(&values) {
        rows.extend(db.rows(&block.ask(sql, ""), &block.values())?);
    }
    Ok(rows)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("words and numbers can be written")
}

fn parsed<T>(read: serde_json::Result<T>, column: usize) -> Result<T, DbError> {
    read.map_err(|e| DbError::Column { column, found: e.to_string(), wanted: "an account" })
}
