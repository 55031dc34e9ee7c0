-- How many shingles a text has; not known of those that came before.
ALTER TABLE text_copies ADD COLUMN shingles BIGINT;
