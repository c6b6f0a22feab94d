//! The examples and counter-examples of the embedded patterns, and the errors
//! of the loader.

use super::load::compile;
use super::*;
use std::collections::BTreeSet;

fn found(text: &str, name: &str) -> Vec<Candidate> {
    let everything = 0..text.len();
    Patterns::default().candidates(text.as_bytes(), name, &[everything])
}

/// The name of a file the pattern looks into.
fn file_name(pattern: &Pattern) -> String {
    pattern.names.first().map_or(String::new(), |glob| glob.replace('*', "x"))
}

#[test]
fn every_expression_compiles() {
    compile(&embedded_files()).unwrap();
}

#[test]
fn every_example_gives_its_pattern_and_no_other() {
    let mut faults = Vec::new();
    for pattern in all() {
        for (index, example) in pattern.examples.iter().enumerate() {
            // Several draws: a boundary or a threshold must not hold by luck.
            for draw in 0..5 {
                let text = expand(example, &format!("{} {index} {draw}", pattern.id));
                let found = found(&text, &file_name(pattern));
                let ids: Vec<&str> = found.iter().map(|candidate| candidate.pattern).collect();
                if ids != [pattern.id.as_str()] {
                    faults.push(format!("{}: {example:?} gives {ids:?}", pattern.id));
                    break;
                }
                if found[0].validated == Some(false) {
                    faults.push(format!("{}: {example:?} is disproven", pattern.id));
                    break;
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_counter_example_gives_its_pattern() {
    let mut faults = Vec::new();
    for pattern in all() {
        for (index, example) in pattern.counter_examples.iter().enumerate() {
            let text = expand(example, &format!("{} not {index}", pattern.id));
            let found = found(&text, &file_name(pattern));
            if found.iter().any(|candidate| candidate.pattern == pattern.id) {
                faults.push(format!("{}: {example:?}", pattern.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_keyword_announces_an_example() {
    for pattern in all() {
        let expanded: Vec<String> =
            pattern.examples.iter().map(|example| expand(example, "").to_lowercase()).collect();
        for example in &expanded {
            let announced = pattern.keywords.iter().any(|keyword| example.contains(keyword));
            assert!(announced, "{}: no keyword in {example:?}", pattern.id);
        }
    }
}

#[test]
fn every_pattern_is_told_in_both_languages() {
    for pattern in all() {
        for text in [&pattern.name, &pattern.revoke] {
            assert!(!text.fr.trim().is_empty() && !text.en.trim().is_empty(), "{}", pattern.id);
        }
        assert!(!pattern.revoke.fr.contains('\''), "{}: use ’", pattern.id);
        let url = pattern.url.as_deref().unwrap_or("https://");
        assert!(url.starts_with("https://"), "{}: {url}", pattern.id);
        assert!(get(&pattern.id).is_some_and(|found| found.id == pattern.id));
    }
}

#[test]
fn pattern_files_hold_no_literal_token() {
    for (name, text) in embedded_files() {
        let found = found(text, "");
        let ids: BTreeSet<&str> = found.iter().map(|candidate| candidate.pattern).collect();
        assert!(ids.is_empty(), "{name}: {ids:?}");
    }
}

const ENTRY: &str = r#"
[[pattern]]
id = "made-up"
provider = "Example"
name = { fr = "Jeton", en = "Token" }
revoke = { fr = "Révoquez.", en = "Revoke." }
confidence = "certain"
keywords = ["mk_"]
pattern = 'mk_[0-9a-z]{20}'
examples = ["mk_{lower:20}"]
"#;

fn refusal(text: &str) -> String {
    let files = [("rules/secrets/made.toml".to_string(), text)];
    let error = load(&files).err().or_else(|| compile(&files).err()).expect("refused");
    error.paragraph(crate::lang::Lang::En)
}

#[test]
fn a_bad_entry_is_refused_with_its_place() {
    let cases = [
        (ENTRY.replace("confidence", "confidense"), ":7:1: TOML refused: unknown field"),
        (ENTRY.replace("certain", "sure"), "unknown variant `sure`"),
        (format!("{ENTRY}{ENTRY}"), ":13: pattern “made-up”, key “id”"),
        (ENTRY.replace("{20}'", "{20'"), ":9: pattern “made-up”, key “pattern”"),
        (ENTRY.replace("\"mk_\"", "\"MK_\""), ":8: pattern “made-up”, key “keywords”"),
        (ENTRY.replace("\"mk_\"", "\"mk\""), "3 bytes or more"),
        (ENTRY.replace("en = \"Revoke.\"", "en = \"\""), ":6: pattern “made-up”, key “revoke”"),
        (ENTRY.replace("made-up", "Made Up"), "key “id”"),
        (format!("{ENTRY}validate = \"luck\"\n"), "unknown variant `luck`"),
        (format!("{ENTRY}except = '('\n"), ":11: pattern “made-up”, key “except”"),
    ];
    for (text, expected) in cases {
        let refusal = refusal(&text);
        assert!(refusal.contains("rules/secrets/made.toml"), "{refusal}");
        assert!(refusal.contains(expected), "{refusal} does not say {expected}");
    }
}

#[test]
fn what_is_found_depends_on_its_context_only() {
    for pattern in all() {
        let example = expand(&pattern.examples[0], &pattern.id);
        let text = format!("first line\n{example}\nlast line\n");
        let name = file_name(pattern);
        let whole = found(&text, &name);
        assert_eq!(whole.len(), 1, "{}", pattern.id);
        let part = found(&text[whole[0].context.clone()], &name);
        assert_eq!(part.len(), 1, "{}", pattern.id);
        assert_eq!(part[0].secret, whole[0].secret, "{}", pattern.id);
    }
}

#[test]
fn only_what_starts_in_a_region_is_found() {
    let one = expand("a = ghp_{token-crc}\n", "one");
    let text = format!("{one}{}", expand("b = ghp_{token-crc}\n", "two"));
    let patterns = Patterns::default();
    let second = one.len()..text.len();
    let found = patterns.candidates(text.as_bytes(), "", std::slice::from_ref(&second));
    assert_eq!(found.len(), 1);
    assert!(second.contains(&found[0].value.start));
    // The value alone: its keyword or its name may be before the region.
    let value = found[0].value.clone();
    assert_eq!(patterns.candidates(text.as_bytes(), "", &[value]).len(), 1);
}

#[test]
fn a_prefix_is_public_and_the_rest_is_not() {
    let token = expand("ghp_{token-crc}", "shown");
    let found = found(&token, "");
    let pattern = get(found[0].pattern).unwrap();
    assert_eq!(pattern.prefix_of(&found[0].secret), "ghp_");
}

#[test]
fn time_stays_linear_on_hostile_lines() {
    // Each would take minutes if a window were read again at every keyword.
    let bait = ["ghp_", "-----BEGIN RSA PRIVATE KEY-----", "eyJ", "\"kty\" aws_ sk-ant- akia "];
    for bait in bait {
        let text = bait.repeat((1 << 20) / bait.len());
        assert!(found(&text, "").is_empty());
    }
}
