//! What the ledger keeps of feeds between visits: what tells whether a feed has changed, and which of its articles are still
//! to be fetched. Who fetches them, and when, is not decided here.

use crate::db::{Db, DbError, Row, cells};
use crate::{Error, Ledger};

/// How many articles are looked up at a time.
const BATCH: i64 = 64;

/// What is known of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// It is not to be visited earlier; seconds since 1970.
    pub not_before: i64,
    /// The addresses of the feeds that it lists, where it is a list of feeds.
    pub lists: Vec<String>,
}

/// An article that a feed names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedItem {
    /// What two addresses of one article have in common.
    pub seen_as: String,
    pub address: String,
    pub title: Option<String>,
    /// An ISO date.
    pub published: Option<String>,
    pub publisher: Option<String>,
    /// Another one means that the article has changed.
    pub version: Option<String>,
}

/// An article that is still to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Grows from one article to the next.
    pub place: i64,
    /// How often it was tried in vain.
    pub tries: i64,
    pub item: FeedItem,
}

/// What becomes of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    Done,
    /// It will be tried again, not before this second since 1970, with this many tries behind it.
    Again {
        tries: i64,
        not_before: i64,
        why: String,
    },
    GivenUp {
        why: String,
    },
}

impl Ledger {
    /// What was kept of a feed; nothing of one that was never visited.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn feed(&self, address: &str) -> Result<FeedState, Error> {
        let sql = "SELECT etag, last_modified, not_before, lists FROM feeds WHERE address = ?1";
        self.ask(|db| db.first(sql, cells![address])?.as_ref().map_or_else(|| Ok(FeedState::default()), state))
    }

    /// Keeps what is known of a feed after a visit, and takes in those of its articles that are new or have changed: all of it
    /// or, where that fails, nothing. Returns how many there are of them.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn visited(&mut self, address: &str, state: &FeedState, items: &[FeedItem]) -> Result<u64, Error> {
        self.ask(|db| {
            db.transaction(|db| {
                keep(db, address, state)?;
                items.iter().try_fold(0, |count, item| Ok(count + take_in(db, address, item)?))
            })
        })
    }

    /// The articles of a feed that wait and may be tried now, after a place: a few at a time, in the feed's order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn waiting(&self, feed: &str, after: i64, now: i64) -> Result<Vec<Waiting>, Error> {
        let sql = "SELECT place, tries, seen_as, address, title, published, publisher, version FROM feed_items
                   WHERE feed = ?1 AND state = 'waiting' AND place > ?2 AND not_before <= ?3 ORDER BY place LIMIT ?4";
        self.ask(|db| db.rows(sql, cells![feed, after, now, BATCH])?.iter().map(waiting).collect())
    }

    /// Keeps what has become of an article.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn settle(&mut self, place: i64, fate: &Fate) -> Result<(), Error> {
        let sql = "UPDATE feed_items SET state = ?2, tries = ?3, not_before = ?4, why = ?5 WHERE place = ?1";
        self.ask(|db| {
            match fate {
                Fate::Done => db.execute(sql, cells![place, "done", 0, 0, None::<&str>]),
                Fate::Again { tries, not_before, why } => {
                    db.execute(sql, cells![place, "waiting", *tries, *not_before, why])
                }
                Fate::GivenUp { why } => db.execute(sql, cells![place, "given up", 0, 0, why]),
            }?;
            Ok(())
        })
    }
}

fn keep(db: &Db, address: &str, state: &FeedState) -> Result<u64, DbError> {
    let sql = "INSERT INTO feeds (address, etag, last_modified, not_before, lists) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (address) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
                 not_before = excluded.not_before, lists = excluded.lists";
    let FeedState { etag, last_modified, not_before, lists } = state;
    let lists = lists.join("\n");
    db.execute(sql, cells![address, etag.as_deref(), last_modified.as_deref(), *not_before, lists])
}

/// An article that two feeds name belongs to the first of them, which alone can say that it has changed.
fn take_in(db: &Db, feed: &str, item: &FeedItem) -> Result<u64, DbError> {
    let sql = "INSERT INTO feed_items (seen_as, feed, address, title, published, publisher, version, state, tries, not_before)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', 0, 0)
               ON CONFLICT (seen_as) DO UPDATE SET version = excluded.version, title = excluded.title, state = 'waiting', tries = 0,
                 not_before = 0, why = NULL
               WHERE feed_items.feed = excluded.feed AND excluded.version IS NOT NULL
                 AND feed_items.version IS DISTINCT FROM excluded.version";
    let FeedItem { seen_as, address, title, published, publisher, version } = item;
    let [title, published, publisher, version] = [title, published, publisher, version].map(Option::as_deref);
    db.execute(sql, cells![seen_as, feed, address, title, published, publisher, version])
}

fn state(row: &Row) -> Result<FeedState, DbError> {
    let lists: String = row.get(3)?;
    Ok(FeedState {
        etag: row.get(0)?,
        last_modified: row.get(1)?,
        not_before: row.get(2)?,
        lists: lists.lines().map(str::to_owned).collect(),
    })
}

fn waiting(row: &Row) -> Result<Waiting, DbError> {
    Ok(Waiting {
        place: row.get(0)?,
        tries: row.get(1)?,
        item: FeedItem {
            seen_as: row.get(2)?,
            address: row.get(3)?,
            title: row.get(4)?,
            published: row.get(5)?,
            publisher: row.get(6)?,
            version: row.get(7)?,
        },
    })
}
