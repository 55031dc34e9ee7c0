-- Texts that are one text in several outlets: under each band of its signature a text finds those like it, and all that are
-- copies of one another bear the smallest hash among them.
CREATE TABLE text_bands (
  band BIGINT NOT NULL, text_id BIGINT NOT NULL REFERENCES texts (id), PRIMARY KEY (band, text_id)
) WITHOUT ROWID;
CREATE TABLE text_copies (text_id BIGINT PRIMARY KEY REFERENCES texts (id), copy_of TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX text_copies_of ON text_copies (copy_of);
-- What current documents tell of their events, in the form in which it is compared: `scenes` what the events of a document
-- share, `account_keys` under what an account is found, `account_links` which are alike, both ways.
CREATE TABLE scenes (doc BIGINT PRIMARY KEY REFERENCES documents (doc), scene TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE accounts (
  event BIGINT PRIMARY KEY REFERENCES events (key), doc BIGINT NOT NULL REFERENCES scenes (doc), account TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX accounts_doc ON accounts (doc);
CREATE TABLE account_keys (
  key BIGINT NOT NULL, event BIGINT NOT NULL REFERENCES accounts (event), PRIMARY KEY (key, event)
) WITHOUT ROWID;
CREATE INDEX account_keys_event ON account_keys (event);
CREATE TABLE account_links (
  event BIGINT NOT NULL REFERENCES accounts (event), other BIGINT NOT NULL REFERENCES accounts (event), likeness INTEGER NOT NULL,
  PRIMARY KEY (event, other)
) WITHOUT ROWID;
CREATE INDEX account_links_other ON account_links (other);
-- Which incident an event of a current document reports; `cell` and `level` say among which accounts that was decided.
CREATE TABLE event_incidents (
  event BIGINT PRIMARY KEY REFERENCES accounts (event), incident TEXT NOT NULL, cell BIGINT NOT NULL, level INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX event_incidents_incident ON event_incidents (incident);
CREATE INDEX event_incidents_cell ON event_incidents (cell);
