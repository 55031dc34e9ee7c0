-- Keys of accounts begin with the week from now on: those that are there are made anew.
-- How many shingles a text has; not known of those that came before.
ALTER TABLE text_copies ADD COLUMN shingles BIGINT;
-- Stretches of dates, which reach into a time that they begin before.
-- sqlite
CREATE INDEX event_codes_stretches ON event_codes (role, country, date) WHERE date LIKE '%/%';
-- postgres
CREATE INDEX event_codes_stretches ON event_codes (role, country, date) WHERE date ILIKE '%/%';
-- both
