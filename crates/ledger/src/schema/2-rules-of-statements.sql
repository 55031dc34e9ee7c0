-- The entry of the cue in the lexicon, as the record has it.
ALTER TABLE statements ADD COLUMN rule TEXT NOT NULL DEFAULT '';
