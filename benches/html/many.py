"""Gives a report many findings: many.py REPORT.json COUNT. They are made from its own, spread over its rules."""
import copy
import json
import sys

report = json.load(open(sys.argv[1], encoding="utf-8"))
count = int(sys.argv[2])
model = {
    "message": "valeur suspecte", "confidence": "high", "informational": False,
    "message_i18n": {"fr": "valeur suspecte dans une affectation", "en": "suspicious value in an assignment"},
    "location": {"path": "src/exemple.py", "line": 1}, "fingerprint": "b3:0",
    "excerpt": "mot_de_passe = \"••••\"",
}
outcomes = [o for o in report["outcomes"] if o["outcome"] in ("fail", "unknown")] or report["outcomes"]
for number in range(count):
    # One rule holds half of them, as a secret rule does on a careless repository.
    outcome = outcomes[0 if number % 2 else number // 2 % len(outcomes)]
    own = [f for f in outcome["findings"] if not f["fingerprint"].startswith("b3:many")]
    finding = copy.deepcopy(own[0] if own else model)
    finding["fingerprint"] = f"b3:many{number:016}"
    finding["location"] = {"path": f"module{number % 97}/fichier{number}.py", "line": number % 900 + 1}
    outcome["findings"].append(finding)
json.dump(report, sys.stdout, ensure_ascii=False)
