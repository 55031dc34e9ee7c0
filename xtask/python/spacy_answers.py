"""spaCy's answers for texts: `spacy_answers.py PIPELINE < texts.jsonl > answers.jsonl`.

Each input line is a JSON string; each output line has, per token, [start, end, tag, pos, dep, head, lemma, starts a
sentence] with offsets in code points, and the entities as [first token, end token, label].
"""

import json
import sys

import spacy

nlp = spacy.load(sys.argv[1])
nlp.max_length = 1 << 30
for line in sys.stdin:
    doc = nlp(json.loads(line))
    tokens = [
        [t.idx, t.idx + len(t), t.tag_, t.pos_, t.dep_, t.head.i, t.lemma_, bool(t.is_sent_start) or t.i == 0]
        for t in doc
    ]
    ents = [[e.start, e.end, e.label_] for e in doc.ents]
    print(json.dumps({"tokens": tokens, "ents": ents}, ensure_ascii=False))
