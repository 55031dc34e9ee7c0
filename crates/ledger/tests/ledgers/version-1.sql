-- A ledger of version 1, as the program of that version made it.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL, model TEXT NOT NULL, ontology TEXT NOT NULL, knowledge TEXT NOT NULL,
  UNIQUE (version, model, ontology, knowledge)
);
CREATE TABLE texts (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE VIRTUAL TABLE texts_search USING fts5(text, content='texts', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER texts_added AFTER INSERT ON texts BEGIN
  INSERT INTO texts_search (rowid, text) VALUES (new.id, new.text);
END;
CREATE TABLE documents (
  doc INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL,
  -- What makes a later document a new version of this one: its id as given, its address, or its file.
  identity TEXT NOT NULL,
  -- Hash of all that was read.
  content TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES runs (id),
  text_id INTEGER NOT NULL REFERENCES texts (id),
  title TEXT, authors TEXT NOT NULL, publisher TEXT, url TEXT, published TEXT, language TEXT, source TEXT NOT NULL,
  warnings TEXT NOT NULL, blocks TEXT NOT NULL, read_warnings TEXT NOT NULL,
  supersedes INTEGER REFERENCES documents (doc),
  is_current INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX documents_current_id ON documents (document_id) WHERE is_current;
CREATE INDEX documents_identity ON documents (identity) WHERE is_current;
CREATE INDEX documents_text ON documents (text_id);
CREATE TABLE entities (
  doc INTEGER NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  country TEXT, sectors TEXT NOT NULL, role TEXT, wikidata TEXT, PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE TABLE mentions (
  doc INTEGER NOT NULL, entity TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, how TEXT NOT NULL,
  FOREIGN KEY (doc, entity) REFERENCES entities (doc, id)
);
CREATE INDEX mentions_doc ON mentions (doc, entity);
CREATE TABLE places (
  doc INTEGER NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, name TEXT NOT NULL, geonameid INTEGER, lat REAL, lon REAL, country TEXT, admin1 TEXT, feature TEXT,
  resolution INTEGER NOT NULL, metonym INTEGER NOT NULL, PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE TABLE times (
  doc INTEGER NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE TABLE quantities (
  doc INTEGER NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  text TEXT NOT NULL, value REAL NOT NULL, high REAL, unit TEXT, "of" TEXT, approx TEXT NOT NULL, PRIMARY KEY (doc, id)
) WITHOUT ROWID;
CREATE TABLE statements (
  doc INTEGER NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, source TEXT, source_start INTEGER, source_end INTEGER,
  cue_start INTEGER, cue_end INTEGER, content TEXT NOT NULL, quote TEXT NOT NULL, kind TEXT NOT NULL, vouches TEXT NOT NULL,
  via TEXT, parent TEXT, PRIMARY KEY (doc, id), FOREIGN KEY (doc, source) REFERENCES entities (doc, id)
) WITHOUT ROWID;
CREATE TABLE events (
  key INTEGER PRIMARY KEY,
  doc INTEGER NOT NULL REFERENCES documents (doc), id TEXT NOT NULL, type TEXT NOT NULL, mode TEXT, contexts TEXT NOT NULL,
  cameo TEXT NOT NULL, quad INTEGER NOT NULL, score REAL NOT NULL, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
  "trigger" TEXT NOT NULL, sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, status TEXT NOT NULL,
  historical INTEGER NOT NULL, statement TEXT, denied_by TEXT NOT NULL, date TEXT, date_time TEXT, date_stated INTEGER,
  place TEXT, confidence REAL NOT NULL, rule TEXT NOT NULL, UNIQUE (doc, id),
  FOREIGN KEY (doc, place) REFERENCES places (doc, id), FOREIGN KEY (doc, statement) REFERENCES statements (doc, id)
);
CREATE INDEX events_type ON events (type, date);
CREATE INDEX events_date ON events (date);
CREATE TABLE event_actors (
  doc INTEGER NOT NULL, event TEXT NOT NULL, role TEXT NOT NULL, position INTEGER NOT NULL, entity TEXT NOT NULL,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (doc, event, role, position),
  FOREIGN KEY (doc, event) REFERENCES events (doc, id), FOREIGN KEY (doc, entity) REFERENCES entities (doc, id)
) WITHOUT ROWID;
CREATE TABLE event_sources (
  doc INTEGER NOT NULL, event TEXT NOT NULL, position INTEGER NOT NULL, entity TEXT, words TEXT,
  PRIMARY KEY (doc, event, position), FOREIGN KEY (doc, event) REFERENCES events (doc, id),
  FOREIGN KEY (doc, entity) REFERENCES entities (doc, id)
) WITHOUT ROWID;
CREATE TABLE event_quantities (
  doc INTEGER NOT NULL, event TEXT NOT NULL, quantity TEXT NOT NULL, role TEXT NOT NULL,
  FOREIGN KEY (doc, event) REFERENCES events (doc, id), FOREIGN KEY (doc, quantity) REFERENCES quantities (doc, id)
);
CREATE INDEX event_quantities_event ON event_quantities (doc, event);
CREATE TABLE event_codes (
  role TEXT NOT NULL, country TEXT NOT NULL, date TEXT NOT NULL, event INTEGER NOT NULL REFERENCES events (key), sectors TEXT NOT NULL,
  PRIMARY KEY (role, country, date, event, sectors)
) WITHOUT ROWID;
CREATE INDEX event_codes_event ON event_codes (event);
INSERT INTO runs VALUES (1, '0.1.0', 'en_core_web_md-3.8.0', 'PLOVER-2023', 'e44ca64eefaff7ba');
INSERT INTO texts VALUES (1, 'b74befe0e5501dc37ad0453e58f09432', 'Peru attacked Chile near Arica on Monday, killing 12 soldiers, officials said.' || char(10) || '' || char(10) || 'Bolivia condemned the attack.');
INSERT INTO documents VALUES (1, 'b3:59bc1952d554487d2bdfddd9b2612d15', 'a.txt', 'a6bfa5d5255a82f3212e257cd83cc602', 1, 1, NULL, '', NULL, NULL, '2021-05-05', 'en', 'a.txt', '', '0-78 text' || char(10) || '80-109 text', '', NULL, 1);
INSERT INTO entities VALUES (1, 'E1', 'Peru', 'country', 'PER', '', NULL, NULL);
INSERT INTO entities VALUES (1, 'E2', 'Chile', 'country', 'CHL', '', NULL, NULL);
INSERT INTO entities VALUES (1, 'E3', 'Arica', 'place', 'CHL', '', NULL, NULL);
INSERT INTO entities VALUES (1, 'E4', '12 soldiers', 'group', NULL, 'MIL', 'soldier', NULL);
INSERT INTO entities VALUES (1, 'E5', 'officials', 'group', 'PER', 'GOV', 'official', NULL);
INSERT INTO entities VALUES (1, 'E6', 'Bolivia', 'country', 'BOL', '', NULL, NULL);
INSERT INTO mentions VALUES (1, 'E1', 0, 4, 'Peru', 'name');
INSERT INTO mentions VALUES (1, 'E2', 14, 19, 'Chile', 'name');
INSERT INTO mentions VALUES (1, 'E3', 25, 30, 'Arica', 'name');
INSERT INTO mentions VALUES (1, 'E4', 50, 61, '12 soldiers', 'nominal');
INSERT INTO mentions VALUES (1, 'E5', 63, 72, 'officials', 'nominal');
INSERT INTO mentions VALUES (1, 'E6', 80, 87, 'Bolivia', 'name');
INSERT INTO places VALUES (1, 'P1', 0, 4, 'Peru', 'Peru', 3932488, -10.0, -76.0, 'PER', NULL, 'PCLI', 1, 1);
INSERT INTO places VALUES (1, 'P2', 14, 19, 'Chile', 'Chile', 3895114, -30.0, -71.0, 'CHL', NULL, 'PCLI', 1, 0);
INSERT INTO places VALUES (1, 'P3', 25, 30, 'Arica', 'Arica', 3899361, -18.47552, -70.30058, 'CHL', 'Arica y Parinacota Region', 'PPLA', 4, 0);
INSERT INTO places VALUES (1, 'P4', 80, 87, 'Bolivia', 'Bolivia', 3923057, -17.0, -65.0, 'BOL', NULL, 'PCLI', 1, 1);
INSERT INTO times VALUES (1, 'T1', 34, 40, 'Monday', 'DATE', '2021-05-03');
INSERT INTO quantities VALUES (1, 'Q1', 50, 61, '12 soldiers', 12.0, NULL, NULL, 'soldiers', 'exact');
INSERT INTO statements VALUES (1, 'S1', 'E5', 63, 72, 73, 77, '0-61', 'indirect', 'anonymous', 'asserts', NULL, NULL);
INSERT INTO events VALUES (1, 1, 'V1', 'ASSAULT', NULL, 'military', '190', 4, -9.0, 5, 13, 'attacked', 0, 78, 'occurred', 0, 'S1', '', '2021-05-03', 'T1', 1, 'P3', 0.79, 'assault.attack');
INSERT INTO events VALUES (2, 1, 'V2', 'ACCUSE', 'disapprove', '', '111', 3, -2.0, 88, 97, 'condemned', 80, 109, 'occurred', 0, NULL, '', '2021-05-05', NULL, 0, NULL, 0.79, 'accuse.condemn-deed');
INSERT INTO events VALUES (3, 1, 'V3', 'ASSAULT', NULL, 'military', '190', 4, -9.0, 102, 108, 'attack', 80, 109, 'occurred', 0, NULL, '', NULL, NULL, NULL, NULL, 0.75, 'assault.attack-noun');
INSERT INTO event_actors VALUES (1, 'V1', 'actor', 1, 'E1', 0, 4);
INSERT INTO event_actors VALUES (1, 'V1', 'recipient', 1, 'E2', 14, 19);
INSERT INTO event_actors VALUES (1, 'V1', 'recipient', 2, 'E4', 50, 61);
INSERT INTO event_actors VALUES (1, 'V2', 'actor', 1, 'E6', 80, 87);
INSERT INTO event_actors VALUES (1, 'V3', 'actor', 1, 'E1', 0, 4);
INSERT INTO event_actors VALUES (1, 'V3', 'recipient', 1, 'E2', 14, 19);
INSERT INTO event_actors VALUES (1, 'V3', 'recipient', 2, 'E4', 50, 61);
INSERT INTO event_sources VALUES (1, 'V1', 1, 'E5', NULL);
INSERT INTO event_quantities VALUES (1, 'V1', 'Q1', 'dead');
INSERT INTO event_codes VALUES ('actor', 'PER', '2021-05-03', 1, '');
INSERT INTO event_codes VALUES ('recipient', '', '2021-05-03', 1, 'MIL');
INSERT INTO event_codes VALUES ('recipient', 'CHL', '2021-05-03', 1, '');
INSERT INTO event_codes VALUES ('actor', 'BOL', '2021-05-05', 2, '');
INSERT INTO event_codes VALUES ('actor', 'PER', '', 3, '');
INSERT INTO event_codes VALUES ('recipient', '', '', 3, 'MIL');
INSERT INTO event_codes VALUES ('recipient', 'CHL', '', 3, '');
PRAGMA user_version = 1;
