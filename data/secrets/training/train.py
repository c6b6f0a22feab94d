"""Trains the judge's model, cross-validates it by repository, and writes data/secrets/model.bin.

    python data/secrets/training/train.py DATA [--write]

DATA holds labels.jsonl, found-original.jsonl, found-obfuscated.jsonl and found-real.jsonl (see
data/secrets/training/README.md). The figures printed on CredData are out of fold: a repository is judged by a model that
never saw it. Those on real repositories are of the parts that nothing was learnt from.
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

import real
from table import figures, read_found, read_labels, score, target

TREES, LEAVES = 420, 12
# Groups of repositories of the cross-validation.
FOLDS = 5
PARAMETERS = dict(
    objective="binary", num_leaves=LEAVES, learning_rate=0.03, min_data_in_leaf=20, feature_fraction=0.25,
    bagging_fraction=0.7, bagging_freq=1, lambda_l2=8.0, max_bin=63, verbose=-1, seed=7, deterministic=True,
    force_row_wise=True, num_threads=1,
)
# Precision asked for out of fold on original values; what is reported on lines that nobody labelled is counted as
# false, but for the private members of keys, which no label tells.
REPORT_PRECISION = 0.98
# Precision asked for on the real repositories kept for calibration: true values over true and false ones.
REAL_PRECISION = 0.97
# What a line of a real repository weighs: a value of a test says less than one that opens something, and what nobody
# labelled was below every level, which is no proof.
WEIGHT = {"true": 2.0, "test": 0.5, "revoked": 1.0, "false": 1.0, None: 0.1}
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


def real_rows(data):
    """Candidates of the real repositories, with their part, label, target and weight."""
    names, found = read_found(data / "found-real.jsonl")
    part = real.parts()
    out = []
    for label, candidate in real.join(found, data / "real"):
        repository = candidate["path"].split("@")[0].replace("+", "/", 1)
        if label is None and (candidate["level"] or is_identifier(candidate)):
            continue
        candidate |= {"repository": repository, "part": part.get(repository, "apart"), "form": "real", "unread": False,
                      "label": label and label.label, "kind": label and label.kind, "hash": label and label.hash}
        candidate["target"] = 0 if label is None else int(label.label != "false")
        out.append(candidate)
    # A repository that repeats one form teaches it once, whatever the number of its lines.
    counts = Counter((c["repository"], c["kind"], c["target"]) for c in out)
    for c in out:
        c["weight"] = WEIGHT[c["label"]] * counts[c["repository"], c["kind"], c["target"]] ** -0.5
    return names, out


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


def blocks(candidate, threshold, names):
    """True for what is reported where values are not made up."""
    made_up = ("path.test", "path.fixture", "path.example", "path.documentation")
    return loud(candidate, threshold) and not any(candidate["features"][names.index(name)] for name in made_up)


def real_precision(candidates, threshold, names):
    """True values over true and false ones, of what would block."""
    chosen = {(c["repository"], c["hash"]): c["label"] for c in candidates if blocks(c, threshold, names)}
    count = Counter(chosen.values())
    return count["true"] / max(1, count["true"] + count["false"])


def choose(files, candidates, judged, names):
    """The thresholds of the three levels; `judged` are the labelled candidates kept for calibration."""
    grid = [round(0.02 * step, 2) for step in range(2, 50)]
    plain = [c for c in candidates if not is_identifier(c)]
    read = [c for c in plain if not c["unread"]]
    reporting = 0.98
    for threshold in (t for t in reversed(grid) if t <= 0.8):
        counts = plain_score(files, told(read, lambda c: loud(c, threshold)))
        if figures(counts["plain_found"], 1, counts["false"] + counts["unlabelled"])[0] < REPORT_PRECISION:
            break
        if real_precision(judged, threshold, names) < REAL_PRECISION:
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


def reliability(part, judged):
    """Prints, by probability, how many of a part's values are what."""
    print(f"real repositories, {part}: {len({c['repository'] for c in judged})} repositories, {len(judged)} places")
    for low in (0.9, 0.8, 0.7, 0.6, 0.5, 0.3, 0.1, 0.0):
        high = {0.9: 1.01, 0.8: 0.9, 0.7: 0.8, 0.6: 0.7, 0.5: 0.6, 0.3: 0.5, 0.1: 0.3, 0.0: 0.1}[low]
        here = [c for c in judged if low <= c["p"] < high]
        total = sum(c["weight"] for c in here)
        share = sum(c["weight"] for c in here if c["target"]) / total if total else 0.0
        said = sum(c["weight"] * c["p"] for c in here) / total if total else 0.0
        count = Counter(c["label"] for c in here)
        print(f"  {low:.1f}  true {count['true']:4} test {count['test'] + count['revoked']:4} false {count['false']:4}"
              f"   said {said:.2f} was {share:.2f}")
    total = sum(c["weight"] for c in judged) or 1.0
    print(f"  Brier score {sum(c['weight'] * (c['p'] - c['target']) ** 2 for c in judged) / total:.3f}")


def fitted(rows, weight):
    """A model made of the rows that have a target."""
    known = [index for index, row in enumerate(rows) if row["target"] is not None]
    matrix = np.array([rows[index]["features"] for index in known], dtype=np.float32)
    return fit(matrix, np.array([rows[index]["target"] for index in known]), weight[known])


def predict(booster, rows):
    return booster.predict(np.array([c["features"] for c in rows], dtype=np.float32), raw_score=True)


def main(data, write):
    data = Path(data)
    names, files, original = rows(data, "original")
    _, hidden_files, hidden = rows(data, "obfuscated")
    _, world = real_rows(data)
    learnt = [c for c in world if c["part"] == "training"]
    candidates = original + hidden
    weight = np.concatenate([weights(candidates, names), [c["weight"] for c in learnt]])
    every = sorted({c["repository"] for c in candidates})
    for fold in range(FOLDS):
        held = set(every[fold::FOLDS])
        train = [index for index, c in enumerate(candidates + learnt) if c["repository"] not in held]
        booster = fitted([(candidates + learnt)[index] for index in train], weight[train])
        tested = [c for c in candidates if c["repository"] in held]
        for candidate, raw in zip(tested, predict(booster, tested)):
            candidate["raw"] = raw
    booster = fitted(candidates + learnt, weight)
    for candidate, raw in zip(world, predict(booster, world)):
        candidate["raw"] = raw
    judged = [c for c in world if c["part"] == "calibration" and c["label"]]
    # What is for a person to look at however probable says nothing of what is told loudly.
    free = [c for c in judged if c["ceiling"] == "report"]
    platt = LogisticRegression(C=1e6).fit(
        [[c["raw"]] for c in free], [c["target"] for c in free], sample_weight=[c["weight"] for c in free])
    intercept, slope = float(platt.intercept_[0]), float(platt.coef_[0, 0])
    for candidate in candidates + world:
        candidate["p"] = float(1 / (1 + np.exp(-(intercept + slope * candidate["raw"]))))
    thresholds = choose(files, original, judged, names)
    print("thresholds", thresholds, "calibration", round(intercept, 3), round(slope, 3))
    print("original values")
    report(files, original, thresholds)
    print("obfuscated values")
    report(hidden_files, hidden, thresholds)
    for fixed in (0.5, 0.6, 0.7, 0.8, 0.9):
        reported = told(original, lambda c: loud(c, fixed))
        print(line(f"original, plain, from {fixed}", plain_score(files, reported), plain=True))
    for fixed in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        count = Counter(c["label"] for c in judged if blocks(c, fixed, names))
        print(f"calibration, would block from {fixed}: precision {real_precision(judged, fixed, names):.3f}", dict(count))
    for part in ("training", "calibration", "apart"):
        reliability(part, [c for c in world if c["part"] == part and c["label"]])
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
        some = candidates[:: max(1, len(candidates) // 8)][:8]
        expected = 1 / (1 + np.exp(-(intercept + slope * predict(booster, some))))
        rows_of = [{"measures": [float(np.float32(v)) for v in c["features"]], "probability": float(p)} for c, p in zip(some, expected)]
        VECTORS.write_text(json.dumps(rows_of) + "\n")
        print(MODEL, MODEL.stat().st_size, "bytes,", len(names), "measures")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1], "--write" in sys.argv)
