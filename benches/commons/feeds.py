#!/usr/bin/env python3
"""Checks Atom feeds: the grammar of RFC 4287 (atom.rng, by libxml2), what its text asks besides, and a reader that
tells what it had to guess (feedparser). Usage: feeds.py FEED…"""
import sys
from pathlib import Path

import feedparser
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
GRAMMAR = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))


def faults(path):
    document = etree.parse(path)
    if not GRAMMAR.validate(document):
        yield from (f"line {error.line}: {error.message}" for error in GRAMMAR.error_log)
    feed = document.getroot()
    entries = feed.findall(f"{ATOM}entry")
    seen = set()
    for entry in entries:
        identifier = entry.findtext(f"{ATOM}id")
        leads = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        if entry.find(f"{ATOM}content") is None and not leads:
            yield f"{identifier}: neither a content nor a link (4.1.2)"
        if identifier in seen:
            yield f"{identifier}: twice (4.1.1)"
        seen.add(identifier)
        if not (entry.findtext(f"{ATOM}title") or "").strip():
            yield f"{identifier}: no title"
        if entry.findtext(f"{ATOM}updated") > feed.findtext(f"{ATOM}updated"):
            yield f"{identifier}: updated after its feed"
    read = feedparser.parse(str(path))
    if read.bozo:
        yield f"a reader stumbles: {read.bozo_exception}"
    if read.version != "atom10" or len(read.entries) != len(entries):
        yield f"a reader sees {read.version}, {len(read.entries)} entries of {len(entries)}"
    if any(not one.get("updated_parsed") for one in read.entries):
        yield "a reader does not understand a date"
    print(f"{path}: {len(entries)} entries")


bad = [f"{path}: {fault}" for path in sys.argv[1:] for fault in faults(path)]
sys.exit("\n".join(bad) if bad else 0)
