-- What was read and coded. Ids within a document and offsets are those of the published JSON; `doc` says which document.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL, model TEXT NOT NULL, ontology TEXT NOT NULL, knowledge TEXT NOT NULL,
  UNIQUE (version, model, ontology, knowledge)
);
-- A text is kept once, in however many outlets and versions it stands.
CREATE TABLE texts (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
-- sqlite
CREATE VIRTUAL TABLE texts_search USING fts5(text, content='texts', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER texts_added AFTER INSERT ON texts BEGIN
  INSERT INTO texts_search (rowid, text) VALUES (new.id, new.text);
END;
-- postgres
CREATE FUNCTION without_marks(text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g') $$;
-- What is indexed of a text has an upper bound, which this many characters never reach.
ALTER TABLE texts ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('english', without_marks(left(text, 200000)))) STORED;
CREATE INDEX texts_words ON texts USING gin (words);
CREATE FUNCTION distance_km(double precision, double precision, double precision, double precision) RETURNS double precision
  LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT 2 * 6371.0 * asin(least(1.0, sqrt(sin(radians($3 - $1) / 2) ^ 2 + cos(radians($1)) * cos(radians($3)) * sin(radians($4 - $2) / 2) ^ 2)))
  $$;
CREATE FUNCTION json_with(jsonb, anyelement) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$ SELECT $1 || jsonb_build_array($2) $$;
CREATE AGGREGATE json_group_array(anyelement) (sfunc = json_with, stype = jsonb, initcond = '[]');
-- both
CREATE TABLE documents (
  doc INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL,
  -- What makes a later document a new version of this one: its id as given, its address, or its file.
  identity TEXT NOT NULL,
  -- Hash of all that was read.
  content TEXT NOT NULL,
  run BIGINT NOT NULL REFERENCES runs (id),
  text_id BIGINT NOT NULL REFERENCES texts (id),
  title TEXT, authors TEXT NOT NULL, publisher TEXT, url TEXT, published TEXT, language TEXT, source TEXT NOT NULL,
  warnings TEXT NOT NULL, blocks TEXT NOT NULL, read_warnings TEXT NOT NULL,
  supersedes BIGINT REFERENCES documents (doc),
  is_current BOOLEAN NOT NULL DEFAULT TRUE
);
-- sqlite
CREATE UNIQUE INDEX documents_current_id ON documents (document_id) WHERE is_current;
CREATE INDEX documents_identity ON documents (identity) WHERE is_current;
-- postgres
-- Addresses and ids may be longer than a sorted index takes.
ALTER TABLE documents ADD CONSTRAINT documents_current_id EXCLUDE USING hash (document_id WITH =) WHERE (is_current);
CREATE INDEX documents_identity ON documents USING hash (identity) WHERE is_current;
-- both
CREATE INDEX documents_text ON documents (text_id);
CREATE TABLE entities (
  doc BIGINT NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  country TEXT, sectors TEXT NOT NULL, role TEXT, wikidata TEXT, PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE TABLE mentions (
  doc BIGINT NOT NULL, entity TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, how TEXT NOT NULL,
  FOREIGN KEY (doc, entity) REFERENCES entities (doc, id)
);
CREATE INDEX mentions_doc ON mentions (doc, entity);
CREATE TABLE places (
  doc BIGINT NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, name TEXT NOT NULL, geonameid INTEGER, lat REAL, lon REAL, country TEXT, admin1 TEXT, feature TEXT,
  resolution INTEGER NOT NULL, metonym BOOLEAN NOT NULL, PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE TABLE times (
  doc BIGINT NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE TABLE quantities (
  doc BIGINT NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, value REAL NOT NULL, high REAL, unit TEXT, "of" TEXT, approx TEXT NOT NULL, PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE TABLE statements (
  doc BIGINT NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, source TEXT, source_start INTEGER, source_end INTEGER,
  cue_start INTEGER, cue_end INTEGER, content TEXT NOT NULL, quote TEXT NOT NULL, kind TEXT NOT NULL, vouches TEXT NOT NULL,
  via TEXT, parent TEXT, PRIMARY KEY (doc, id), FOREIGN KEY (doc, source) REFERENCES entities (doc, id)
) WITHOUT ROWID;
CREATE TABLE events (
  key INTEGER PRIMARY KEY,
  doc BIGINT NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, type TEXT NOT NULL, mode TEXT, contexts TEXT NOT NULL,
  cameo TEXT NOT NULL, quad INTEGER NOT NULL, score REAL NOT NULL, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
  "trigger" TEXT NOT NULL, sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, status TEXT NOT NULL,
  historical BOOLEAN NOT NULL, statement TEXT, denied_by TEXT NOT NULL, date TEXT, date_time TEXT, date_stated BOOLEAN,
  place TEXT, confidence REAL NOT NULL, rule TEXT NOT NULL, UNIQUE (doc, id),
  FOREIGN KEY (doc, place) REFERENCES places (doc, id), FOREIGN KEY (doc, statement) REFERENCES statements (doc, id)
);
CREATE INDEX events_type ON events (type, date);
CREATE INDEX events_date ON events (date);
CREATE TABLE event_actors (
  doc BIGINT NOT NULL, event TEXT NOT NULL, role TEXT NOT NULL, position INTEGER NOT NULL, entity TEXT NOT NULL,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (doc, event, role, position),
  FOREIGN KEY (doc, event) REFERENCES events (doc, id), FOREIGN KEY (doc, entity) REFERENCES entities (doc, id)
) WITHOUT ROWID;
CREATE TABLE event_sources (
  doc BIGINT NOT NULL, event TEXT NOT NULL, position INTEGER NOT NULL, entity TEXT, words TEXT,
  PRIMARY KEY (doc, event, position), FOREIGN KEY (doc, event) REFERENCES events (doc, id),
  FOREIGN KEY (doc, entity) REFERENCES entities (doc, id)
) WITHOUT ROWID;
CREATE TABLE event_quantities (
  doc BIGINT NOT NULL, event TEXT NOT NULL, quantity TEXT NOT NULL, role TEXT NOT NULL,
  FOREIGN KEY (doc, event) REFERENCES events (doc, id), FOREIGN KEY (doc, quantity) REFERENCES quantities (doc, id)
);
CREATE INDEX event_quantities_event ON event_quantities (doc, event);
-- Who takes part in events of current documents, by code, in the order in which it is asked for.
CREATE TABLE event_codes (
  role TEXT NOT NULL, country TEXT NOT NULL, date TEXT NOT NULL, event BIGINT NOT NULL REFERENCES events (key), sectors TEXT NOT NULL,
  PRIMARY KEY (role, country, date, event, sectors)
) WITHOUT ROWID;
CREATE INDEX event_codes_event ON event_codes (event);
