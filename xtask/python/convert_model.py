"""Turns a spaCy 3.8 pipeline folder into the two files that sayso-nlp reads: model.json and model.safetensors.

Usage: convert_model.py FOLDER OUT [--half all|tables|none] [--origin TEXT]

Needs spaCy and numpy. Components and architectures that sayso does not know are written down by name only; the
loader then says which one it cannot run. Static vectors are stored as the products with each layer's projection
(rows of V @ W.T): only those are ever used, and they are smaller.
"""

import argparse
import hashlib
import json
import struct
from pathlib import Path

import numpy
import spacy
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.symbols import IDS, NAMES, NORM, ORTH
from spacy.vectors import Mode

DTYPES = {"float16": "F16", "float32": "F32", "uint8": "U8", "uint16": "U16", "uint32": "U32", "uint64": "U64"}


class Tensors:
    """What goes into the safetensors file. Tables are looked up by row, layers are multiplied with."""

    def __init__(self, half):
        self.half = half
        self.arrays = {}

    def table(self, name, array):
        self.arrays[name] = array.astype("float16" if self.half != "none" else "float32")

    def layer(self, name, array):
        self.arrays[name] = array.astype("float16" if self.half == "all" else "float32")

    def exact(self, name, array):
        self.arrays[name] = array

    def to_bytes(self):
        # Widest elements first keeps every tensor aligned to its element size.
        names = sorted(self.arrays, key=lambda n: (-self.arrays[n].dtype.itemsize, n))
        header, blobs, offset = {}, [], 0
        for name in names:
            array = numpy.ascontiguousarray(self.arrays[name])
            blob = array.tobytes()
            span = [offset, offset + len(blob)]
            header[name] = {"dtype": DTYPES[str(array.dtype)], "shape": list(array.shape), "data_offsets": span}
            blobs.append(blob)
            offset += len(blob)
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        return struct.pack("<Q", len(text)) + text + b"".join(blobs)


def nodes(model, name):
    return [node for node in model.walk() if node.name == name]


def two_dim(array):
    return array.reshape(-1, array.shape[-1])


def tok2vec_spec(model, config, prefix, vectors, tensors):
    """The embedding and encoding layers under `model`, and what the config calls them."""
    embed, encode = config.get("embed", {}), config.get("encode", {})
    spec = {
        "architecture": config.get("@architectures", "?"),
        "embed": embed.get("@architectures", "?"),
        "encode": encode.get("@architectures", "?"),
    }
    if spec["architecture"] == "spacy.HashEmbedCNN.v2":
        # The same layers under one name.
        spec["embed"], spec["encode"] = "spacy.MultiHashEmbed.v2", "spacy.MaxoutWindowEncoder.v2"
        encode = config
    elif spec["architecture"] != "spacy.Tok2Vec.v2" or "MultiHashEmbed" not in spec["embed"]:
        return spec
    elif "MaxoutWindowEncoder" not in spec["encode"]:
        return spec
    columns = nodes(model, "extract_features")[0].attrs["columns"]
    tables = nodes(model, "hashembed")
    spec["tables"] = []
    for table in tables:
        attr = columns[table.attrs["column"]]
        attr = attr if isinstance(attr, str) else NAMES[attr]
        tensors.table(f"{prefix}.embed.{attr}", table.get_param("E"))
        spec["tables"].append({"attr": attr, "seed": int(table.attrs["seed"])})
    static = nodes(model, "static_vectors")
    spec["vectors"] = bool(static)
    if static:
        tensors.table(f"{prefix}.embed.vectors", vectors.data @ static[0].get_param("W").T)
    maxouts, norms = nodes(model, "maxout"), nodes(model, "layernorm")
    for i, (maxout, norm) in enumerate(zip(maxouts, norms)):
        layer = f"{prefix}.mix" if i == 0 else f"{prefix}.encode.{i - 1}"
        tensors.layer(f"{layer}.W", two_dim(maxout.get_param("W")))
        tensors.exact(f"{layer}.b", maxout.get_param("b").reshape(-1))
        tensors.exact(f"{layer}.G", norm.get_param("G"))
        tensors.exact(f"{layer}.beta", norm.get_param("b"))
    spec["width"] = int(maxouts[0].get_dim("nO"))
    spec["mix_pieces"] = int(maxouts[0].get_dim("nP"))
    spec["pieces"] = int(encode["maxout_pieces"])
    spec["depth"] = int(encode["depth"])
    spec["window"] = int(encode["window_size"])
    return spec


def source_of(component, config, name, vectors, tensors):
    """Where a component's token vectors come from: a shared layer or its own."""
    inner = config["model"].get("tok2vec", {})
    if "Tok2VecListener" in inner.get("@architectures", ""):
        upstream = inner.get("upstream", "*")
        return {"listens": "tok2vec" if upstream == "*" else upstream}
    return tok2vec_spec(component.model.get_ref("tok2vec"), inner, name, vectors, tensors)


def tagger(name, component, config, vectors, tensors):
    output = component.model.get_ref("output_layer") if component.model.has_ref("output_layer") else None
    output = output or nodes(component.model, "softmax")[0]
    tensors.layer(f"{name}.W", output.get_param("W"))
    tensors.exact(f"{name}.b", output.get_param("b"))
    return {"labels": list(component.labels), "tok2vec": source_of(component, config, name, vectors, tensors)}


def transitions(name, component, config, vectors, tensors):
    model = component.model
    lower = model.get_ref("lower")
    linear = nodes(model.get_ref("tok2vec"), "linear")[-1]
    tensors.layer(f"{name}.hidden.W", linear.get_param("W"))
    tensors.exact(f"{name}.hidden.b", linear.get_param("b"))
    tensors.layer(f"{name}.lower.W", two_dim(lower.get_param("W")))
    tensors.exact(f"{name}.lower.b", lower.get_param("b").reshape(-1))
    tensors.exact(f"{name}.lower.pad", lower.get_param("pad").reshape(-1))
    upper = bool(model.attrs["has_upper"])
    if upper:
        layer = model.get_ref("upper")
        tensors.layer(f"{name}.upper.W", layer.get_param("W"))
        tensors.exact(f"{name}.upper.b", layer.get_param("b"))
    return {
        "moves": [component.moves.get_class_name(i) for i in range(component.moves.n_moves)],
        "unseen": sorted(int(i) for i in model.attrs["unseen_classes"]),
        "features": int(lower.get_dim("nF")),
        "pieces": int(lower.get_dim("nP")),
        "upper": upper,
        "beam_width": int(component.cfg.get("beam_width", 1)),
        "tok2vec": source_of(component, config, name, vectors, tensors),
    }


def attribute_ruler(name, component, config, vectors, tensors):
    return {"patterns": component.patterns}


def lemmatizer(name, component, config, vectors, tensors):
    strings = spacy.strings.StringStore()
    tables = {key: component.lookups.get_table(f"lemma_{key}", {}) for key in ("rules", "exc", "index")}
    out = {"mode": component.mode, "overwrite": component.overwrite, "rules": {}, "exceptions": {}, "index": []}
    for pos in "adj adp adv aux conj cconj det intj noun num part pron propn punct sconj sym verb x".split():
        key = strings.add(pos)
        if key in tables["rules"]:
            out["rules"][pos] = [list(rule) for rule in tables["rules"][key]]
        if key in tables["exc"]:
            out["exceptions"][pos] = {form: list(lemmas) for form, lemmas in tables["exc"][key].items()}
        if key in tables["index"]:
            # Sorted lines: looked up by halving, nothing to build when the model loads.
            lines = b"".join(sorted(form.encode() + b"\n" for form in set(tables["index"][key])))
            tensors.exact(f"{name}.index.{pos}", numpy.frombuffer(lines, dtype="uint8"))
            out["index"].append(pos)
    return out


FACTORIES = {
    "tagger": tagger,
    "parser": transitions,
    "ner": transitions,
    "attribute_ruler": attribute_ruler,
    "lemmatizer": lemmatizer,
}


def component_spec(nlp, name, tensors):
    component = nlp.get_pipe(name)
    config = nlp.config["components"][name]
    factory = config["factory"]
    vectors = nlp.vocab.vectors
    spec = {"name": name, "factory": factory}
    if config.get("model"):
        spec["architecture"] = config["model"].get("@architectures", "?")
    if factory == "tok2vec":
        spec["tok2vec"] = tok2vec_spec(component.model, config["model"], name, vectors, tensors)
    elif factory in FACTORIES:
        spec.update(FACTORIES[factory](name, component, config, vectors, tensors))
    return spec


def tokenizer_spec(nlp):
    tokenizer = nlp.tokenizer

    def pattern(search):
        return search.__self__.pattern if search else None

    def rule(tokens):
        out = []
        for token in tokens:
            token = {IDS.get(key, key): value for key, value in token.items()}
            out.append([token[ORTH]] + ([token[NORM]] if NORM in token else []))
        return out

    return {
        "class": type(tokenizer).__module__ + "." + type(tokenizer).__name__,
        "prefix": pattern(tokenizer.prefix_search),
        "suffix": pattern(tokenizer.suffix_search),
        "infix": pattern(tokenizer.infix_finditer),
        "token_match": pattern(tokenizer.token_match),
        "url_match": pattern(tokenizer.url_match),
        "faster_heuristics": bool(tokenizer.faster_heuristics),
        "rules": {chunk: rule(tokens) for chunk, tokens in sorted(tokenizer.rules.items())},
    }


def vector_keys(vectors, tensors):
    """Which row each word has. A key is the word's 64-bit hash; its low 48 bits tell all words apart, which is
    checked here. 16 bits choose a bucket, 32 are compared."""
    keys = numpy.array(list(vectors.key2row.keys()), dtype="uint64") & numpy.uint64(0xFFFFFFFFFFFF)
    rows = numpy.array(list(vectors.key2row.values()), dtype="uint32")
    order = numpy.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    assert (numpy.diff(keys) > 0).all(), "two words share 48 bits of hash"
    starts = numpy.searchsorted(keys >> numpy.uint64(32), numpy.arange(65537, dtype="uint64"))
    tensors.exact("vectors.starts", starts.astype("uint32"))
    tensors.exact("vectors.keys", (keys & numpy.uint64(0xFFFFFFFF)).astype("uint32"))
    tensors.exact("vectors.rows", rows.astype("uint16" if vectors.shape[0] <= 65536 else "uint32"))


def compact(value):
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(compact(item) for item in value) + "\n]"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def convert(folder, out, half, origin):
    nlp = spacy.load(folder)
    tensors = Tensors(half)
    spec = {
        "format": "sayso-model-1",
        "name": f"{nlp.meta['lang']}_{nlp.meta['name']}",
        "version": nlp.meta["version"],
        "description": nlp.meta.get("description", ""),
        "license": nlp.meta.get("license", ""),
        "author": nlp.meta.get("author", ""),
        "url": nlp.meta.get("url", ""),
        "origin": origin,
        "spacy_version": nlp.meta.get("spacy_version", ""),
        "sources": nlp.meta.get("sources") or [],
    }
    vectors = nlp.vocab.vectors
    spec["vectors_mode"] = str(vectors.mode.value if isinstance(vectors.mode, Mode) else vectors.mode)
    spec["components"] = [component_spec(nlp, name, tensors) for name in nlp.pipe_names]
    if vectors.shape[0] and spec["vectors_mode"] == "default":
        vector_keys(vectors, tensors)
    spec["tokenizer"] = tokenizer_spec(nlp)
    table = nlp.vocab.lookups.get_table("lexeme_norm", {})
    spec["norms"] = {
        "exact": dict(BASE_NORMS),
        # Keyed by the word's hash, as spaCy keeps them; these come before the exact ones.
        "hashed": {f"{key:x}": norm for key, norm in table.items()},
    }
    spec["symbols"] = {name: number for name, number in IDS.items() if name}
    weights = tensors.to_bytes()
    spec["weights_sha256"] = hashlib.sha256(weights).hexdigest()
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.safetensors").write_bytes(weights)
    # A line for each part, so that it can be looked at and compared.
    lines = [f"{json.dumps(key)}: {compact(value)}" for key, value in spec.items()]
    (out / "model.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(f"{out}: {spec['name']} {spec['version']}, {len(weights) / 1e6:.1f} MB of weights")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--half", choices=["all", "tables", "none"], default="all")
    parser.add_argument("--origin", default="")
    args = parser.parse_args()
    convert(args.folder, args.out, args.half, args.origin)
