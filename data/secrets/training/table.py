"""Reads what scan_lines printed and joins it with CredData's labels."""

import json
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Labels:
    """The labels of a file: true and false places, by line."""

    repository: str
    true: list = field(default_factory=list)
    false: list = field(default_factory=list)


def identifier(category):
    """True for a label that is a bare identifier."""
    names = category.split(":")
    return all(name in ("UUID", "AWS S3 Bucket", "Firebase Domain", "AWS Client ID") for name in names)


def read_labels(path, form):
    """Labels by path, for the `original` or the `obfuscated` form."""
    files = {}
    for text in open(path):
        row = json.loads(text)
        place = row["path"] if form == "original" else row["hidden_path"]
        labels = files.setdefault(place, Labels(row["repository"]))
        (labels.true if row["truth"] == "T" else labels.false).append(row)
    return files


def read_found(path):
    """(names of the measures, candidates by path)."""
    names, found = [], defaultdict(list)
    for text in open(path):
        row = json.loads(text)
        if "names" in row:
            names = row["names"]
        else:
            found[row["path"]].append(row)
    return names, found


def on_lines(candidate, row):
    return row["start"] <= candidate["line"] <= row["end"]


def same_value(candidate, row):
    """True when the candidate's value overlaps the labelled one."""
    if row["start"] != row["end"] or row["value_start"] < 0 or row["value_end"] <= row["value_start"]:
        return True
    end = candidate["column"] + candidate["length"]
    return candidate["column"] < row["value_end"] and row["value_start"] < end


def target(candidate, labels):
    """1 for a true value, 0 for a false one, None for another value of a true line."""
    here = [row for row in labels.true if on_lines(candidate, row)]
    if any(same_value(candidate, row) for row in here):
        return 1
    return None if here else 0


def score(files, chosen):
    """Line-level counts: `chosen` maps a path to the candidates that are told."""
    counts = dict.fromkeys(("true", "found", "false", "unlabelled", "plain_true", "plain_found", "identifier_false"), 0)
    for path, labels in files.items():
        told = chosen.get(path, [])
        lines = defaultdict(bool)
        for candidate in told:
            plain = candidate["ceiling"] != "information"
            lines[candidate["line"]] = lines[candidate["line"]] or plain
        seen = set()
        for row in labels.true:
            key = (row["start"], row["end"])
            if key in seen:
                continue
            seen.add(key)
            hit = any(row["start"] <= line <= row["end"] for line in lines)
            counts["true"] += 1
            counts["found"] += hit
            same = [r for r in labels.true if (r["start"], r["end"]) == key]
            if not all(identifier(r["category"]) for r in same):
                counts["plain_true"] += 1
                counts["plain_found"] += hit
        labelled = {row["start"] for row in labels.false}
        for line, plain in lines.items():
            if any(row["start"] <= line <= row["end"] for row in labels.true):
                continue
            counts["false" if line in labelled else "unlabelled"] += 1
            counts["identifier_false"] += not plain
    return counts


def figures(found, true, false):
    precision = found / (found + false) if found + false else 1.0
    recall = found / true if true else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1
