//! Whether a ledger is sound: the file, the references, the hashes, the spans.

use crate::db::{Db, DbError, cells};
use crate::store::text_hash;
use crate::{Error, Ledger};

/// Each finds rows that must not be, and names one.
const SPANS: [(&str, &str); 2] = [
    (
        "an event's words do not stand where it says",
        "SELECT d.document_id || '/' || v.id FROM events v JOIN documents d USING (doc) JOIN texts t ON t.id = d.text_id
         WHERE substr(t.text, v.trigger_start + 1, v.trigger_end - v.trigger_start) <> v.\"trigger\"
            OR v.sentence_start > v.trigger_start OR v.sentence_end > length(t.text)",
    ),
    (
        "a mention's words do not stand where it says",
        "SELECT d.document_id || '/' || m.entity FROM mentions m JOIN documents d USING (doc) JOIN texts t ON t.id = d.text_id
         WHERE substr(t.text, m.\"start\" + 1, m.\"end\" - m.\"start\") <> m.text",
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
            for (what, sql) in SPANS {
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
