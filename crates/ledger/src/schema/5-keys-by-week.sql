-- Keys of accounts begin with the week from now on: those that are there are made anew.
-- How many shingles a text has; not known of those that came before.
ALTER TABLE text_copies ADD COLUMN shingles BIGINT;
