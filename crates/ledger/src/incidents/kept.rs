//! Accounts, links and incidents in the ledger's tables.

use super::account::{Account, Accounts, Scene, Told};
use super::cells::{Board, Key, Standing, left_by, settle, touched_by};
use super::likeness::{is_link, likeness};
use super::recent::Recent;
use crate::blocks::Block;
use crate::db::{Db, DbError, Row, cells};
use sayso_coding::Coding;
use sayso_coding::tables::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Documents that come and go, several at a time, and what of the incidents has to be looked at again when all are there.
pub(crate) struct Renewal<'a> {
    kept: Kept<'a>,
    touched: BTreeSet<Key>,
}

impl<'a> Renewal<'a> {
    pub(crate) fn new(db: &'a Db, recent: &'a mut Recent) -> Self {
        Self { kept: Kept { db, recent, told: HashMap::new() }, touched: BTreeSet::new() }
    }

    /// Takes documents that are superseded out, and puts one that has come in.
    pub(crate) fn renew(&mut self, gone: &[i64], come: i64, coding: &Coding) -> Result<(), DbError> {
        let (gone, left) = self.kept.take_out(gone)?;
        self.touched.extend(left);
        self.touched.retain(|key| !gone.contains(key));
        for key in self.kept.put_in(come, coding)? {
            self.touched.extend(touched_by(&mut self.kept, key)?);
        }
        Ok(())
    }

    /// Finds the incidents again that what came and went belongs to.
    pub(crate) fn settle(mut self) -> Result<(), DbError> {
        settle(&mut self.kept, self.touched)
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

struct Kept<'a> {
    db: &'a Db,
    recent: &'a mut Recent,
    /// Those that were read.
    told: HashMap<Key, Arc<Told>>,
}

impl Board for Kept<'_> {
    type Error = DbError;

    fn links(&mut self, key: Key) -> Result<Vec<(Key, i32)>, DbError> {
        let sql = "SELECT other, likeness FROM account_links WHERE event = ?1";
        self.db.rows(sql, cells![key])?.iter().map(|row| Ok((row.get(0)?, points(row.get(1)?)))).collect()
    }

    fn standing(&mut self, key: Key) -> Result<Option<Standing>, DbError> {
        let sql = "SELECT level, cell FROM event_incidents WHERE event = ?1";
        let row = self.db.first(sql, cells![key])?;
        row.map(|row| Ok(Standing { level: points(row.get(0)?), cell: row.get(1)? })).transpose()
    }

    fn members(&mut self, cell: Key) -> Result<Vec<Key>, DbError> {
        let sql = "SELECT event FROM event_incidents WHERE cell = ?1";
        self.db.rows(sql, cells![cell])?.iter().map(|row| row.get(0)).collect()
    }

    fn told(&mut self, key: Key) -> Result<Arc<Told>, DbError> {
        self.read(&BTreeSet::from([key]))?;
        Ok(self.told[&key].clone())
    }

    fn place(&mut self, key: Key, standing: Standing, first: Key) -> Result<(), DbError> {
        let incident = name(&*self.told(first)?);
        let sql = "INSERT INTO event_incidents (event, incident, cell, level) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (event) DO UPDATE SET incident = excluded.incident, cell = excluded.cell, level = excluded.level";
        self.db.execute(sql, cells![key, incident, standing.cell, i64::from(standing.level)])?;
        Ok(())
    }
}

fn points(n: i64) -> i32 {
    i32::try_from(n).unwrap_or_default()
}

impl Kept<'_> {
    /// Removes what documents told; returns that, and those whose incidents have to be looked at again.
    fn take_out(&mut self, docs: &[i64]) -> Result<(BTreeSet<Key>, BTreeSet<Key>), DbError> {
        let (mut left, mut gone) = (BTreeSet::new(), BTreeSet::new());
        for &doc in docs {
            for row in self.db.rows("SELECT event FROM accounts WHERE doc = ?1", cells![doc])? {
                gone.insert(row.get(0)?);
            }
        }
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
        let keys = self.events(doc)?;
        let told: Vec<(Key, Arc<Told>)> = keys.into_iter().zip(accounts.told().map(Arc::new)).collect();
        self.db.execute("INSERT INTO scenes (doc, scene) VALUES (?1, ?2)", cells![doc, json(&accounts.scene)])?;
        let rows = told.iter().map(|(key, t)| vec![Cell::Int(*key), Cell::Int(doc), json(&t.account).into()]);
        self.db.insert("accounts", &["event", "doc", "account"], &rows.collect::<Vec<_>>())?;
        let links = self.links_of(&told)?;
        let rows = links.iter().flat_map(|&((a, b), l)| [[a, b, l.into()], [b, a, l.into()]]);
        let rows: Vec<Vec<Cell>> = rows.map(|row| row.map(Cell::Int).to_vec()).collect();
        self.db.insert("account_links", &["event", "other", "likeness"], &rows)?;
        let found_by =
            told.iter().flat_map(|(key, t)| t.keys().into_iter().map(|k| vec![Cell::Int(k), Cell::Int(*key)]));
        self.db.insert("account_keys", &["key", "event"], &found_by.collect::<Vec<_>>())?;
        let keys = told.iter().map(|(key, _)| *key).collect();
        told.into_iter().for_each(|(key, told)| self.keep(key, told));
        Ok(keys)
    }

    /// A document's events in their order.
    fn events(&self, doc: i64) -> Result<Vec<Key>, DbError> {
        let sql = "SELECT key FROM events WHERE doc = ?1 ORDER BY key";
        self.db.rows(sql, cells![doc])?.iter().map(|row| row.get(0)).collect()
    }

    /// Which of these are like one another or like others that are kept, and how much.
    fn links_of(&mut self, told: &[(Key, Arc<Told>)]) -> Result<Vec<Link>, DbError> {
        let mut links = Vec::new();
        for (i, (key, account)) in told.iter().enumerate() {
            for (other, beside) in &told[..i] {
                links.push(((*key, *other), likeness(account, beside)));
            }
        }
        let wanted: Vec<BTreeSet<i64>> = told.iter().map(|(_, t)| t.wanted()).collect();
        let found = self.found_under(&wanted.iter().flatten().copied().collect())?;
        self.read(&found.values().flatten().copied().collect())?;
        for ((key, account), wanted) in told.iter().zip(wanted) {
            let others: BTreeSet<Key> = wanted.iter().filter_map(|k| found.get(k)).flatten().copied().collect();
            links.extend(others.into_iter().map(|other| ((*key, other), likeness(account, &self.told[&other]))));
        }
        links.retain(|(_, likeness)| is_link(*likeness));
        Ok(links)
    }

    fn found_under(&self, keys: &BTreeSet<i64>) -> Result<BTreeMap<i64, Vec<Key>>, DbError> {
        let mut found: BTreeMap<i64, Vec<Key>> = BTreeMap::new();
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
        let sql =
            "SELECT a.event, a.account, s.doc, s.scene FROM accounts a JOIN scenes s ON s.doc = a.doc WHERE a.event IN";
        let mut scenes: HashMap<i64, Arc<Scene>> = HashMap::new();
        for row in some(self.db, sql, &new)? {
            let account: Account = parsed(&row.get::<String>(1)?, 1)?;
            let doc = row.get(2)?;
            let scene = match scenes.get(&doc) {
                Some(scene) => scene.clone(),
                None => Arc::new(parsed(&row.get::<String>(3)?, 3)?),
            };
            scenes.insert(doc, scene.clone());
            self.keep(row.get(0)?, Arc::new(Told::new(account, scene)));
        }
        Ok(())
    }

    fn keep(&mut self, key: Key, told: Arc<Told>) {
        self.recent.put(key, told.clone());
        self.told.insert(key, told);
    }
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

fn parsed<T: serde::de::DeserializeOwned>(text: &str, column: usize) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Column { column, found: e.to_string(), wanted: "an account" })
}
