"""Builds data/secrets/words.txt and data/secrets/passwords.bin, which the judge embeds.

    python data/secrets/training/dictionaries.py ZXCVBN FRENCH

ZXCVBN is the unpacked npm package zxcvbn 4.4.2 (MIT, Dropbox), FRENCH the unpacked npm package
@zxcvbn-ts/language-fr 4.1.2 (MIT; its commonWords.json comes from OpenSubtitles 2024 through OPUS, ODC-BY).
The passwords are kept as 32-bit FNV-1a hashes, sorted, little-endian, since the list needs no reader.
"""

import json
import re
import struct
import sys
import unicodedata
from pathlib import Path

ENGLISH, FRENCH, PASSWORDS = 7000, 3600, 6000
# Words of computing that lists of everyday language leave out.
COMPUTING = """
admin api app apps arg args array async auth authentication authenticate authorization backend backup base64 bool
boolean bucket buffer bytes cache callback cert certificate cli client cluster config configuration connect
connection consumer container context cookie credential credentials crypto csrf database dataset datastore debug
decode decrypt default delete deploy deployment dev directory docker domain dummy email enabled encode encrypt
encrypted encryption endpoint env environment error example export fake file filename folder format frontend func
function generated git global grant handler hash hashed header host hostname http https identifier identity image
import index init insert instance integer interface internal invalid issuer java javascript json jwt key keys
keystore kube kubernetes lambda ldap library linux local localhost log login logout lookup manager master metadata
method middleware mock model module mongo mysql namespace node null number oauth object option optional org output
package param parameter parse parser pass passphrase passwd password path payload permission pipeline placeholder
plugin policy port postgres postgresql prefix private profile prod production project property provider proxy
public python query queue random record redirect redis refresh regex region registry remote replace repository
request resource response rest role root route ruby runtime salt sample schema scope script secret secrets secure
security select server service session setting settings setup sha signature signing source spec sql ssh ssl staging
state static storage string subscription suffix sync system tag template tenant terraform test testing tests text
tls token tokens type undefined update upload uri url user username users utils uuid valid validate value values
vault verify version webhook widget wrapper xml yaml your foo bar baz qux
motdepasse passe jeton secret cle identifiant utilisateur connexion serveur exemple fichier adresse administrateur
""".split()


def fnv(text):
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def plain(word):
    """Lower-case ASCII letters, without accents; None for what is no word."""
    folded = unicodedata.normalize("NFD", word.lower().replace("œ", "oe"))
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return folded if re.fullmatch(r"[a-z]{3,12}", folded) else None


def take(words, count):
    kept = []
    for word in filter(None, map(plain, words)):
        if word not in kept[-1:] and len(kept) < count:
            kept.append(word)
    return kept


def main(zxcvbn, french):
    root = Path(__file__).resolve().parent.parent
    root.mkdir(parents=True, exist_ok=True)
    source = (Path(zxcvbn) / "src" / "frequency_lists.coffee").read_text()
    lists = dict(re.findall(r'^  (\w+): "([^"]*)"', source, re.M))
    english = lists["english_wikipedia"].split(",")
    names = lists["male_names"].split(",")[:250] + lists["female_names"].split(",")[:250]
    everyday = json.loads((Path(french) / "src" / "commonWords.json").read_text())
    words = set(take(english, ENGLISH)) | set(take(everyday, FRENCH)) | set(filter(None, map(plain, names + COMPUTING)))
    header = [
        "# Everyday words of English and French and words of computing, accents removed: what the judge tells from chance.",
        "# Made by data/secrets/training/dictionaries.py from the npm packages zxcvbn 4.4.2 (MIT, Dropbox) and @zxcvbn-ts/language-fr",
        "# 4.1.2 (MIT; data derived from OpenSubtitles 2024 through OPUS, ODC-BY, https://opus.nlpl.eu/), reduced and sorted.",
    ]
    (root / "words.txt").write_text("\n".join(header + sorted(words)) + "\n")
    passwords = [p for p in lists["passwords"].split(",") if len(p) >= 4][:PASSWORDS]
    hashes = sorted({fnv(p.lower()) for p in passwords})
    (root / "passwords.bin").write_bytes(b"".join(struct.pack("<I", value) for value in hashes))
    print(len(words), "words,", len(hashes), "passwords")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
