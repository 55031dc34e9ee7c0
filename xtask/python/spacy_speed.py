"""spaCy's speed on texts: `spacy_speed.py PIPELINE < texts.jsonl`, each line a JSON string.

Prints tokens and seconds of the fastest of three passes of `nlp.pipe` on one thread, after one to warm up.
"""

import json
import sys
import time

import spacy

nlp = spacy.load(sys.argv[1])
texts = [json.loads(line) for line in sys.stdin]
best = None
for i in range(4):
    start = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    seconds = time.perf_counter() - start
    if i and (best is None or seconds < best):
        best = seconds
print(json.dumps({"tokens": tokens, "seconds": best}))
