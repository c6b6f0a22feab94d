//! What gitleaks is told to ignore: `.gitleaksignore`, one place a line, and the
//! allowlists of `.gitleaks.toml`.

use super::Sighted;
use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Largest compiled expression, in bytes.
const EXPRESSION: usize = 1 << 20;

/// The places of a `.gitleaksignore`: `path:rule:line`, or the same after a
/// commit.
#[derive(Debug, Default)]
pub(crate) struct Ignored {
    /// By place, the commits it is ignored in; none for every one.
    places: BTreeMap<(String, usize), Vec<Option<String>>>,
}

impl Ignored {
    /// Reads the text of a `.gitleaksignore`; what is not a place is left out.
    pub(crate) fn parse(text: &str) -> Ignored {
        let mut ignored = Ignored::default();
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            let mut parts = line.rsplitn(3, ':');
            let (number, _rule, path) = (parts.next(), parts.next(), parts.next());
            let (Some(number), Some(path)) = (number.and_then(|n| n.parse().ok()), path) else {
                continue;
            };
            let (commit, path) = match path.split_once(':').filter(|(id, _)| is_commit(id)) {
                Some((commit, path)) => (Some(commit.to_lowercase()), path),
                None => (None, path),
            };
            ignored.places.entry((path.replace('\\', "/"), number)).or_default().push(commit);
        }
        ignored
    }

    /// True when the place is listed. Without a commit to compare, a place
    /// listed for some commit counts: the same line of the same file.
    pub(crate) fn covers(&self, sighted: &Sighted<'_>) -> bool {
        let place = (sighted.path.to_string(), sighted.line);
        let matches = |listed: &Option<String>| match (listed, sighted.commit) {
            (Some(listed), Some(found)) => listed == found,
            _ => true,
        };
        self.places.get(&place).is_some_and(|commits| commits.iter().any(matches))
    }
}

fn is_commit(word: &str) -> bool {
    matches!(word.len(), 40 | 64) && word.chars().all(|c| c.is_ascii_hexdigit())
}

#[derive(Deserialize)]
struct File {
    allowlist: Option<Written>,
    #[serde(default)]
    allowlists: Vec<Written>,
    #[serde(default)]
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    #[serde(default)]
    id: String,
    allowlist: Option<Written>,
    #[serde(default)]
    allowlists: Vec<Written>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Written {
    description: String,
    condition: String,
    regex_target: String,
    regexes: Vec<String>,
    paths: Vec<String>,
    commits: Vec<String>,
    #[serde(alias = "stopWords", alias = "stopwords")]
    stop_words: Vec<String>,
    target_rules: Vec<String>,
}

/// The part of a finding that expressions are compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Target {
    Secret,
    Line,
}

#[derive(Debug)]
struct Allowlist {
    name: String,
    rules: Vec<String>,
    /// Every kind of condition has to hold, rather than one of them.
    all: bool,
    target: Target,
    regexes: Vec<Regex>,
    paths: Vec<Regex>,
    commits: Vec<String>,
    stop_words: Vec<String>,
}

/// The allowlists of a `.gitleaks.toml`.
#[derive(Debug, Default)]
pub(crate) struct Allowlists(Vec<Allowlist>);

impl Allowlists {
    /// Reads the text of a `.gitleaks.toml`, and answers besides what was
    /// refused in it. What it extends is not read.
    pub(crate) fn parse(text: &str) -> (Allowlists, Vec<String>) {
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => return (Allowlists::default(), vec![error.message().to_string()]),
        };
        let mut refused = Vec::new();
        let mut lists = Vec::new();
        let global = file.allowlist.into_iter().chain(file.allowlists);
        for written in global {
            let rules = written.target_rules.clone();
            lists.push(compile(written, rules, &mut refused));
        }
        for rule in file.rules {
            for written in rule.allowlist.into_iter().chain(rule.allowlists) {
                lists.push(compile(written, vec![rule.id.clone()], &mut refused));
            }
        }
        (Allowlists(lists), refused)
    }

    /// The description of the first allowlist that covers `sighted`.
    pub(crate) fn covers(&self, sighted: &Sighted<'_>) -> Option<&str> {
        self.0.iter().find(|list| list.covers(sighted)).map(|list| list.name.as_str())
    }
}

fn compile(written: Written, rules: Vec<String>, refused: &mut Vec<String>) -> Allowlist {
    let mut regexes = |sources: &[String]| -> Vec<Regex> {
        let compiled = sources.iter().filter_map(|source| {
            match RegexBuilder::new(source).size_limit(EXPRESSION).build() {
                Ok(regex) => Some(regex),
                Err(_) => {
                    refused.push(source.chars().take(80).collect());
                    None
                }
            }
        });
        compiled.collect()
    };
    let description = written.description.trim();
    Allowlist {
        name: if description.is_empty() { "allowlist".into() } else { description.into() },
        rules,
        all: written.condition.eq_ignore_ascii_case("and") || written.condition == "&&",
        target: match written.regex_target.as_str() {
            "line" => Target::Line,
            _ => Target::Secret,
        },
        regexes: regexes(&written.regexes),
        paths: regexes(&written.paths),
        commits: written.commits.iter().map(|commit| commit.to_lowercase()).collect(),
        stop_words: written.stop_words.iter().map(|word| word.to_lowercase()).collect(),
    }
}

impl Allowlist {
    fn covers(&self, sighted: &Sighted<'_>) -> bool {
        if !self.rules.is_empty() && !self.rules.iter().any(|rule| akin(rule, sighted.pattern)) {
            return false;
        }
        let target = match self.target {
            Target::Secret => sighted.secret,
            Target::Line => sighted.source,
        };
        let secret = String::from_utf8_lossy(sighted.secret).to_lowercase();
        let commit = |listed: &String| {
            sighted.commit.is_some_and(|found| found.starts_with(listed.as_str()))
        };
        let kinds = [
            (self.regexes.is_empty(), self.regexes.iter().any(|regex| regex.is_match(target))),
            (
                self.paths.is_empty(),
                self.paths.iter().any(|regex| regex.is_match(sighted.path.as_bytes())),
            ),
            (self.commits.is_empty(), self.commits.iter().any(commit)),
            (
                self.stop_words.is_empty(),
                self.stop_words.iter().any(|word| secret.contains(word.as_str())),
            ),
        ];
        let mut asked = kinds.into_iter().filter(|(empty, _)| !empty).map(|(_, holds)| holds);
        if self.all {
            asked.clone().next().is_some() && asked.all(|holds| holds)
        } else {
            asked.any(|holds| holds)
        }
    }
}

/// True when a rule of gitleaks may be about what `pattern` finds: the same
/// provider, or gitleaks' generic rule.
fn akin(rule: &str, pattern: &str) -> bool {
    let provider = |id: &str| id.split('-').next().unwrap_or_default().to_string();
    rule == pattern || provider(rule) == provider(pattern) || rule.starts_with("generic")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighted<'a>(path: &'a str, secret: &'a str, source: &'a str) -> Sighted<'a> {
        Sighted {
            pattern: "github-token",
            path,
            line: 7,
            commit: None,
            secret: secret.as_bytes(),
            source: source.as_bytes(),
            above: b"",
        }
    }

    #[test]
    fn places_are_read_with_and_without_a_commit() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let text = format!("# note\n{commit}:a:b/c.txt:github-pat:7\nd.txt:jwt:7\nnonsense\n");
        let ignored = Ignored::parse(&text);
        let at = |path, commit| ignored.covers(&Sighted { commit, ..sighted(path, "v", "") });
        assert!(at("a:b/c.txt", Some(commit)) && at("a:b/c.txt", None) && at("d.txt", Some("f")));
        assert!(!at("a:b/c.txt", Some("f")) && !at("e.txt", None));
    }

    #[test]
    fn an_allowlist_asks_for_one_or_for_all_of_its_conditions() {
        let text = r#"
            [allowlist]
            description = "fixtures"
            paths = ['''^tests/fixtures/''']
            stopwords = ["exemple"]
            [[allowlists]]
            condition = "AND"
            paths = ['''\.md$''']
            regexes = ['''fictif''']
            regexTarget = "line"
        "#;
        let (lists, refused) = Allowlists::parse(text);
        assert!(refused.is_empty());
        let covers = |path, secret, line| lists.covers(&sighted(path, secret, line));
        assert_eq!(covers("tests/fixtures/a", "v", ""), Some("fixtures"));
        assert_eq!(covers("b", "un-Exemple", ""), Some("fixtures"));
        assert_eq!(covers("c.md", "v", "# fictif : v"), Some("allowlist"));
        assert_eq!(covers("c.md", "fictif", "v"), None);
        assert_eq!(covers("c.py", "v", "# fictif : v"), None);
    }

    #[test]
    fn the_list_of_a_rule_covers_what_that_rule_finds() {
        let list = |rule: &str| {
            Allowlists::parse(&format!(
                "[[rules]]\nid = \"{rule}\"\n[[rules.allowlists]]\npaths = ['a']\n"
            ))
            .0
        };
        let covers = |rule| list(rule).covers(&sighted("a", "v", "")).is_some();
        assert!(covers("github-pat") && covers("generic-api-key") && !covers("slack-bot-token"));
    }

    #[test]
    fn an_expression_that_does_not_compile_is_told() {
        let (lists, refused) = Allowlists::parse("[allowlist]\nregexes = ['(', 'ok']\n");
        assert_eq!(refused, ["("]);
        assert!(lists.covers(&sighted("a", "ok", "")).is_some());
        assert!(Allowlists::parse("[allowlist").1.len() == 1);
    }
}
