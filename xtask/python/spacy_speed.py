"""spaCy's speed on texts: `spacy_speed.py PIPELINE < texts.jsonl`, each line a JSON string.

Prints tokens, seconds and seconds of processor time of the fastest of three passes of `nlp.pipe` on one thread,
after one to warm up.
"""

import json
import sys
import time

import spacy

nlp = spacy.load(sys.argv[1])
texts = [json.loads(line) for line in sys.stdin]
passes = []
for i in range(4):
    start, cpu = time.perf_counter(), time.thread_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    passes.append((time.thread_time() - cpu, time.perf_counter() - start))
cpu_seconds, seconds = min(passes[1:])
print(json.dumps({"tokens": tokens, "seconds": seconds, "cpu_seconds": cpu_seconds}))
