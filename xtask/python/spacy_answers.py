"""spaCy's answers for texts: `spacy_answers.py PIPELINE [--plain] < texts.jsonl > answers.jsonl`.

Each input line is a JSON string, or with --plain a text as it stands, which the answer then repeats. Each output line
has, per token, [start, end, tag, pos, dep, head, lemma, starts a sentence] with offsets in code points, and the
entities as [first token, end token, label].
"""

import json
import sys

import spacy

plain = "--plain" in sys.argv
nlp = spacy.load(sys.argv[1])
nlp.max_length = 1 << 30
for line in sys.stdin:
    doc = nlp(line.rstrip("\n") if plain else json.loads(line))
    tokens = [
        [t.idx, t.idx + len(t), t.tag_, t.pos_, t.dep_, t.head.i, t.lemma_, bool(t.is_sent_start) or t.i == 0]
        for t in doc
    ]
    answer = {"text": doc.text} if plain else {}
    answer |= {"tokens": tokens, "ents": [[e.start, e.end, e.label_] for e in doc.ents]}
    print(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
