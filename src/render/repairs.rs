//! SARIF 2.1.0 of the repairs that `publiable fix` would make, each with the `fixes` that
//! an editor or a forge can apply.

use super::sarif::log;
use crate::lang::{Lang, Text};
use crate::report::Report;
use crate::text::difference::replacements;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The rule of a repair that no rule of the audit asks for.
const OTHER: &str = "publiable/fix";

/// A file repaired.
pub(crate) struct Repair {
    /// Its path.
    pub path: String,
    /// What it holds, empty for one that does not exist.
    pub before: String,
    /// What it would hold.
    pub after: String,
    /// The rules answered.
    pub rules: Vec<String>,
    /// What it brings.
    pub brings: Text,
}

/// Writes `repairs`, made for the rules of `report`.
pub(crate) fn render(
    repairs: &[Repair],
    report: &Report,
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rules: Vec<&str> = repairs.iter().map(rule_of).collect();
    rules.sort_unstable();
    rules.dedup();
    let described = |id: &&str| {
        let title = report.rules.get(*id).map(|info| lang.pick(&info.fr, &info.en).title.clone());
        let usual = || lang.pick("Réparation sûre", "Safe fix").to_string();
        json!({ "id": id, "shortDescription": { "text": title.unwrap_or_else(usual) } })
    };
    let run = log::Run {
        lang,
        rules: rules.iter().map(described).collect(),
        results: repairs.iter().map(|repair| result(repair, &rules, lang)).collect(),
        notifications: Vec::new(),
        complete: true,
        more: vec![("automationDetails", json!({ "id": "publiable/fix/" }))],
    };
    log::write(run, out)
}

/// The first rule that `repair` answers.
fn rule_of(repair: &Repair) -> &str {
    repair.rules.first().map_or(OTHER, String::as_str)
}

fn result(repair: &Repair, rules: &[&str], lang: Lang) -> Value {
    let artifact = json!({ "uri": log::uri(&repair.path), "uriBaseId": "%SRCROOT%" });
    let (rule, what) = (rule_of(repair), super::escape(repair.brings.get(lang)));
    let changes = replacements(&repair.before, &repair.after);
    let first = changes.first().map_or(1, |(lines, _)| lines.start + 1);
    let replacements: Vec<Value> = changes.iter().map(replacement).collect();
    json!({
        "ruleId": rule,
        "ruleIndex": rules.iter().position(|id| *id == rule),
        "level": "note",
        "message": { "text": what },
        "locations": [{ "physicalLocation": {
            "artifactLocation": artifact,
            "region": { "startLine": first },
        }}],
        "fixes": [{
            "description": { "text": what },
            "artifactChanges": [{ "artifactLocation": artifact, "replacements": replacements }],
        }],
    })
}

/// Whole lines give way to text: none to an insertion.
fn replacement((lines, text): &(std::ops::Range<usize>, String)) -> Value {
    let mut replacement = json!({ "deletedRegion": {
        "startLine": lines.start + 1,
        "startColumn": 1,
        "endLine": lines.end + 1,
        "endColumn": 1,
    }});
    if !text.is_empty() {
        replacement["insertedContent"] = json!({ "text": text });
    }
    replacement
}
