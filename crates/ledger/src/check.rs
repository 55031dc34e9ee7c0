//! Whether a ledger is sound: the file, the references, the hashes, the spans.

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
    /// When the file cannot be read.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        let mut found = Vec::new();
        self.sql(|c| {
            let mut statement = c.prepare("PRAGMA integrity_check")?;
            for line in statement.query_map([], |row| row.get::<_, String>(0))? {
                found.extend(Some(line?).filter(|l| l != "ok"));
            }
            let mut statement = c.prepare("PRAGMA foreign_key_check")?;
            for table in statement.query_map([], |row| row.get::<_, String>(0))? {
                found.push(format!("a row of {} refers to one that is not there", table?));
            }
            let mut statement = c.prepare("SELECT id, hash, text FROM texts")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if text_hash(row.get_ref(2)?.as_str()?) != row.get_ref(1)?.as_str()? {
                    found.push(format!("text {} is not the one that was stored", row.get::<_, i64>(0)?));
                }
            }
            for (what, sql) in SPANS {
                for name in c.prepare(sql)?.query_map([], |row| row.get::<_, String>(0))? {
                    found.push(format!("{}: {what}", name?));
                }
            }
            Ok(())
        })?;
        Ok(found)
    }
}
