//! Whether a ledger is sound: the file, the references, the hashes, the spans, and what is derived from other tables.

use crate::db::{Db, DbError, cells};
use crate::store::text_hash;
use crate::{Error, Ledger};

/// Each finds rows that must not be, and names one.
const NEVER: &[(&str, &str)] = &[
    (
        "an event's words do not stand where it says",
        "SELECT d.document_id || '/' || v.id FROM events v JOIN documents d USING (doc) JOIN texts t ON t.id = d.text_id
         WHERE substr(t.text, v.trigger_start + 1, v.trigger_end - v.trigger_start) <> v.\"trigger\"
            OR v.sentence_start > v.trigger_start OR v.sentence_end > length(t.text)",
    ),
    (
        "an event that is compared with others belongs to no incident",
        "SELECT d.document_id || '/' || v.id FROM accounts a JOIN events v ON v.key = a.event JOIN documents d ON d.doc = v.doc
           LEFT JOIN event_incidents i ON i.event = a.event WHERE i.event IS NULL OR NOT d.is_current",
    ),
    (
        "a mention's words do not stand where it says",
        "SELECT d.document_id || '/' || m.entity FROM mentions m JOIN documents d USING (doc) JOIN texts t ON t.id = d.text_id
         WHERE substr(t.text, m.\"start\" + 1, m.\"end\" - m.\"start\") <> m.text",
    ),
    (
        "a later version supersedes it, and it is current",
        "SELECT o.document_id FROM documents o WHERE o.is_current AND EXISTS (SELECT 1 FROM documents d WHERE d.supersedes = o.doc)",
    ),
    (
        "who takes part in it is not in event_codes",
        "SELECT d.document_id || '/' || v.id FROM events v JOIN documents d ON d.doc = v.doc
         WHERE d.is_current AND EXISTS (SELECT 1 FROM event_actors a WHERE a.doc = v.doc AND a.event = v.id)
           AND NOT EXISTS (SELECT 1 FROM event_codes c WHERE c.event = v.key)",
    ),
    (
        "it is superseded, and in event_codes",
        "SELECT DISTINCT d.document_id || '/' || v.id FROM event_codes c JOIN events v ON v.key = c.event JOIN documents d ON d.doc = v.doc
         WHERE NOT d.is_current",
    ),
];

impl Ledger {
    /// What is wrong with the ledger, in words; nothing where it is sound.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        self.ask(|db| {
            let mut found = Vec::new();
            if let Db::Sqlite(_) = db {
                check_file(db, &mut found)?;
            }
            check_texts(db, &mut found)?;
            for (what, sql) in NEVER {
                for row in db.rows(sql, &[])? {
                    found.push(format!("{}: {what}", row.get::<String>(0)?));
                }
            }
            Ok(found)
        })
    }
}

/// What a server sees to by itself: that the file is whole, and that no row refers to one that is not there.
fn check_file(db: &Db, found: &mut Vec<String>) -> Result<(), DbError> {
    for row in db.rows("PRAGMA integrity_check", &[])? {
        found.extend(Some(row.get(0)?).filter(|line| line != "ok"));
    }
    for row in db.rows("PRAGMA foreign_key_check", &[])? {
        found.push(format!("a row of {} refers to one that is not there", row.get::<String>(0)?));
    }
    for row in db.rows("SELECT id FROM texts EXCEPT SELECT id FROM texts_search_docsize", &[])? {
        found.push(format!("text {} is not in the index of words", row.get::<i64>(0)?));
    }
    Ok(())
}

fn check_texts(db: &Db, found: &mut Vec<String>) -> Result<(), DbError> {
    db.each("SELECT id, hash, text FROM texts", cells![], &mut |row| {
        if text_hash(&row.get::<String>(2)?) != row.get::<String>(1)? {
            found.push(format!("text {} is not the one that was stored", row.get::<i64>(0)?));
        }
        Ok(true)
    })
}
