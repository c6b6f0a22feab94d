"""Trains the judge's model, cross-validates it by repository, and writes data/secrets/model.bin.

    python data/secrets/training/train.py DATA [--write]

DATA holds labels.jsonl, found-original.jsonl and found-obfuscated.jsonl (see data/secrets/training/README.md). The figures
printed are out of fold: a repository is judged by a model that never saw it.
"""

import hashlib
import json
import struct
import sys
from collections import Counter, defaultdict
from pathlib import Path

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression

from table import figures, read_found, read_labels, score, target

TREES, LEAVES = 420, 12
# Groups of repositories of the cross-validation.
FOLDS = 10
PARAMETERS = dict(
    objective="binary", num_leaves=LEAVES, learning_rate=0.03, min_data_in_leaf=20, feature_fraction=0.25,
    bagging_fraction=0.7, bagging_freq=1, lambda_l2=8.0, max_bin=63, verbose=-1, seed=7, deterministic=True,
    force_row_wise=True, num_threads=1,
)
# Precision asked for out of fold on original values; what is reported on lines that nobody labelled is counted as
# false, but for the private members of keys, which no label tells.
REPORT_PRECISION = 0.98
# F1 that a lower threshold may cost.
MARGIN = 0.004
VECTORS = Path(__file__).resolve().parent / "vectors.json"
MODEL = Path(__file__).resolve().parent.parent / "model.bin"


def rows(data, form):
    """(names, candidates with their repository, target and form)."""
    files = read_labels(data / "labels.jsonl", form)
    names, found = read_found(data / f"found-{form}.jsonl")
    out = []
    for path, labels in files.items():
        labelled = {row["start"] for row in labels.false}
        for candidate in found.get(path, []):
            candidate["repository"] = labels.repository
            candidate["target"] = target(candidate, labels)
            candidate["labelled"] = candidate["target"] == 1 or candidate["line"] in labelled
            candidate["form"] = form
            # The labels come from tools that read no pair of a name and a value, nor all of a JSON Web Key:
            # there, no label says nothing.
            keys = ("private-value", "jwk-private-key", "jwk-symmetric-key")
            unread = candidate["pattern"] in keys or candidate["features"][names.index("tie.pair")]
            if unread and not candidate["labelled"]:
                candidate["target"] = None
            candidate["unread"] = unread and candidate["target"] is None
            out.append(candidate)
    return names, files, out


def is_identifier(candidate):
    return candidate["ceiling"] == "information"


def loud(candidate, threshold):
    return candidate["ceiling"] == "report" and candidate["p"] >= threshold


def weights(candidates, names):
    """The same value twenty times in a repository counts about as four."""
    value = [index for index, name in enumerate(names) if name.startswith(("value.", "name."))]
    keys = [(c["repository"], c["form"], c["target"], tuple(c["features"][i] for i in value)) for c in candidates]
    counts = Counter(keys)
    return np.array([counts[key] ** -0.6 for key in keys])


def fit(matrix, targets, weight):
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(matrix, targets, weight=weight), TREES)


def down(value):
    """The largest 32-bit float that is not above `value`: comparisons keep their answer."""
    single = np.float32(value)
    return float(np.nextafter(single, np.float32(-np.inf))) if float(single) > value else float(single)


def nodes(tree, out):
    """Flattens a tree, parents before children; returns the index of its root."""
    index = len(out)
    if "leaf_value" in tree:
        out.append((0xFFFF, tree["leaf_value"], 0, 0))
        return index
    assert tree["decision_type"] == "<="
    out.append(None)
    left = nodes(tree["left_child"], out)
    right = nodes(tree["right_child"], out)
    out[index] = (tree["split_feature"], down(tree["threshold"]), left, right)
    return index


def words_digest():
    """The digest of the words that the measures look for: the program refuses a model made with other words."""
    digest = hashlib.sha256()
    for name in ("features.txt", "words.txt"):
        for line in (MODEL.parent / name).read_text().split("\n"):
            if line and not line.startswith("#"):
                digest.update(f"{line}\n".encode())
    digest.update((MODEL.parent / "passwords.bin").read_bytes())
    return digest.digest()


def encode(booster, measures, intercept, slope, thresholds):
    dump = booster.dump_model()["tree_info"]
    out = [b"PSM2", words_digest(), struct.pack("<HH", measures, len(dump)), struct.pack("<5f", intercept, slope, *thresholds)]
    for tree in dump:
        flat = []
        nodes(tree["tree_structure"], flat)
        out.append(struct.pack("<H", len(flat)))
        out.extend(struct.pack("<HfHH", *node) for node in flat)
    return b"".join(out)


def told(candidates, test):
    chosen = defaultdict(list)
    for candidate in candidates:
        if test(candidate):
            chosen[candidate["path"]].append(candidate)
    return chosen


def line(label, counts, plain=False):
    true, found = (counts["plain_true"], counts["plain_found"]) if plain else (counts["true"], counts["found"])
    wrong = counts["false"] - (counts["identifier_false"] if plain else 0)
    strict = counts["false"] + counts["unlabelled"] - (counts["identifier_false"] if plain else 0)
    lenient = figures(found, true, max(wrong, 0))
    return f"{label:34} P {figures(found, true, strict)[0]:.3f} R {found / true:.3f} F1 {figures(found, true, strict)[2]:.3f}" \
           f"   labelled only: P {lenient[0]:.3f} F1 {lenient[2]:.3f}"


def plain_score(files, chosen):
    """Counts without bare identifiers, neither told nor expected."""
    return score(files, {path: [c for c in told if not is_identifier(c)] for path, told in chosen.items()})


def report(files, candidates, thresholds):
    def level(c, low):
        return c["p"] >= (thresholds["identifier"] if is_identifier(c) else low)
    every = told(candidates, lambda c: level(c, thresholds["review"]))
    print(line("all levels, all lines", score(files, every)))
    print(line("all levels, without identifiers", plain_score(files, every), plain=True))
    reported = told(candidates, lambda c: loud(c, thresholds["report"]))
    print(line("report level, without identifiers", plain_score(files, reported), plain=True))


def choose(files, candidates):
    """The thresholds of the three levels."""
    grid = [round(0.02 * step, 2) for step in range(2, 50)]
    plain = [c for c in candidates if not is_identifier(c)]
    read = [c for c in plain if not c["unread"]]
    reporting = 0.98
    for threshold in (t for t in reversed(grid) if t <= 0.8):
        counts = plain_score(files, told(read, lambda c: loud(c, threshold)))
        if figures(counts["plain_found"], 1, counts["false"] + counts["unlabelled"])[0] < REPORT_PRECISION:
            break
        reporting = threshold

    def best(kind, key_true, key_found):
        def value(threshold):
            counts = score(files, told(kind, lambda c: c["p"] >= threshold))
            return figures(counts[key_found], counts[key_true], counts["false"] + counts["unlabelled"])[2]
        scores = {threshold: value(threshold) for threshold in grid}
        # Of those that score about as well, the lowest: nobody looks over what is not told.
        return min(threshold for threshold in grid if scores[threshold] >= max(scores.values()) - MARGIN)
    identifiers = [c for c in candidates if is_identifier(c)]
    return {"report": reporting, "review": best(plain, "plain_true", "plain_found"),
            "identifier": best(identifiers, "true", "found")}


def main(data, write):
    data = Path(data)
    names, files, original = rows(data, "original")
    _, hidden_files, hidden = rows(data, "obfuscated")
    candidates = original + hidden
    matrix = np.array([c["features"] for c in candidates], dtype=np.float32)
    targets = np.array([-1 if c["target"] is None else c["target"] for c in candidates])
    weight = weights(candidates, names)
    repositories = np.array([c["repository"] for c in candidates])
    raw = np.zeros(len(candidates))
    every = sorted(set(repositories))
    for fold in range(FOLDS):
        held = np.isin(repositories, every[fold::FOLDS])
        train = ~held & (targets >= 0)
        booster = fit(matrix[train], targets[train], weight[train])
        raw[held] = booster.predict(matrix[held], raw_score=True)
    here = np.array([c["form"] == "original" for c in candidates]) & (targets >= 0)
    platt = LogisticRegression(C=1e6).fit(raw[here, None], targets[here], sample_weight=weight[here])
    intercept, slope = float(platt.intercept_[0]), float(platt.coef_[0, 0])
    for candidate, value in zip(candidates, 1 / (1 + np.exp(-(intercept + slope * raw)))):
        candidate["p"] = float(value)
    thresholds = choose(files, original)
    print("thresholds", thresholds, "calibration", round(intercept, 3), round(slope, 3))
    print("original values")
    report(files, original, thresholds)
    print("obfuscated values")
    report(hidden_files, hidden, thresholds)
    for fixed in (0.5, 0.6, 0.7, 0.8, 0.9):
        reported = told(original, lambda c: loud(c, fixed))
        print(line(f"original, plain, from {fixed}", plain_score(files, reported), plain=True))
    known = targets >= 0
    booster = fit(matrix[known], targets[known], weight[known])
    if "--importance" in sys.argv:
        gains = sorted(zip(booster.feature_importance("gain"), names), reverse=True)
        print(*(f"{name} {gain:.0f}" for gain, name in gains[:60]), sep=", ")
    if "--dump" in sys.argv:
        with open(data / "out-of-fold.jsonl", "w") as out:
            for c in original:
                out.write(json.dumps({k: c[k] for k in ("path", "line", "column", "length", "pattern", "ceiling", "p", "target", "labelled")}) + "\n")
    if write:
        order = [thresholds[key] for key in ("report", "review", "identifier")]
        MODEL.write_bytes(encode(booster, len(names), intercept, slope, order))
        some = matrix[:: max(1, len(matrix) // 8)][:8]
        expected = 1 / (1 + np.exp(-(intercept + slope * booster.predict(some, raw_score=True))))
        rows_of = [{"measures": [float(v) for v in row], "probability": float(p)} for row, p in zip(some, expected)]
        VECTORS.write_text(json.dumps(rows_of) + "\n")
        print(MODEL, MODEL.stat().st_size, "bytes,", len(names), "measures")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1], "--write" in sys.argv)
