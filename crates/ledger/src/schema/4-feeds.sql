-- What `sayso watch` keeps of feeds. `lists` has the feeds that a list of feeds names, a line each; times are seconds since 1970.
CREATE TABLE feeds (
  address TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, not_before BIGINT NOT NULL, lists TEXT NOT NULL
);
-- The articles that feeds name. `state` is waiting, done or given up; `why` says what went wrong the last time.
CREATE TABLE feed_items (
  place INTEGER PRIMARY KEY,
  seen_as TEXT NOT NULL UNIQUE, feed TEXT NOT NULL REFERENCES feeds (address),
  address TEXT NOT NULL, title TEXT, published TEXT, publisher TEXT, version TEXT,
  state TEXT NOT NULL, tries BIGINT NOT NULL, not_before BIGINT NOT NULL, why TEXT
);
CREATE INDEX feed_items_waiting ON feed_items (feed, state, place);
