//! The scripts of `package.json` that run tests under a name of their own, such
//! as `"check": "npm run lint && npm test"`.

use crate::manifest::Ecosystem;
use crate::pipeline::{self, Forge};
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Programs that run a script by its name.
const LAUNCHERS: [&str; 9] = ["npm", "yarn", "pnpm", "bun", "npx", "turbo", "nx", "lerna", "run-s"];
/// Programs that run tests.
const RUNNERS: [&str; 11] = [
    "vitest",
    "jest",
    "mocha",
    "ava",
    "karma",
    "cypress",
    "playwright",
    "tap",
    "tape",
    "jasmine",
    "qunit",
];

/// Programs that only start another one.
const WRAPPERS: [&str; 10] =
    ["cross-env", "env", "npx", "bunx", "dotenv", "nyc", "c8", "node", "exec", "time"];

/// Names of the scripts that run tests, directly or through another script.
pub(super) fn that_test(project: &Project<'_>) -> BTreeSet<String> {
    let scripts = all(project);
    let mut testing: BTreeSet<String> = scripts
        .iter()
        .filter(|(name, bodies)| named_after_tests(name) || bodies.iter().any(|body| tests(body)))
        .map(|(name, _)| name.to_string())
        .collect();
    loop {
        let before = testing.len();
        let more: Vec<String> = scripts
            .iter()
            .filter(|(_, bodies)| bodies.iter().any(|body| launches(body, &testing)))
            .map(|(name, _)| name.to_string())
            .collect();
        testing.extend(more);
        if testing.len() == before {
            return testing;
        }
    }
}

/// True for `test`, `tap:node` and the like.
fn named_after_tests(name: &str) -> bool {
    let first = name.split(':').next().unwrap_or(name);
    matches!(first, "test" | "tests" | "tap" | "spec" | "specs" | "e2e" | "unit")
}

/// True when a script starts a program that runs tests: `eslint playwright` is
/// given a folder, it starts none.
fn tests(body: &str) -> bool {
    let starts = |simple: &str| {
        let mut words = words(simple).skip_while(|word| {
            word.contains('=') || word.starts_with('-') || WRAPPERS.contains(word)
        });
        let program = words.next().unwrap_or_default();
        let program = program.rsplit('/').next().unwrap_or(program);
        RUNNERS.iter().any(|runner| {
            program
                .strip_suffix(runner)
                .is_some_and(|before| before.is_empty() || before.ends_with('-'))
        })
    };
    body.split(['&', ';', '|', '\n']).any(starts)
        || pipeline::of_script(Forge::GitHub, "package.json", body).runs_tests().is_some()
}

/// True when a command runs one of `scripts`.
pub(super) fn launches(command: &str, scripts: &BTreeSet<String>) -> bool {
    command.split(['&', ';', '|', '\n']).any(|simple| {
        let mut words = words(simple).skip_while(|word| word.contains('='));
        words.next().is_some_and(|program| LAUNCHERS.contains(&program))
            && words.any(|word| scripts.contains(word))
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
        .filter(|word| !word.is_empty())
}

fn all<'p>(project: &'p Project<'_>) -> BTreeMap<&'p str, Vec<&'p str>> {
    let mut scripts: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let manifests = project.manifests().iter().filter(|one| one.ecosystem == Ecosystem::Npm);
    for (name, body) in manifests.flat_map(|manifest| &manifest.scripts) {
        scripts.entry(name.as_str()).or_default().push(body.as_str());
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_program_that_is_started_runs_tests() {
        for body in [
            "jest",
            "cross-env NODE_ENV=test mocha --bail",
            "lint && npx vitest run",
            "electron-mocha test",
            "./node_modules/.bin/ava",
        ] {
            assert!(tests(body), "{body}");
        }
        for body in ["eslint src playwright", "prettier --check cypress", "tsc -p jest"] {
            assert!(!tests(body), "{body}");
        }
    }

    #[test]
    fn a_script_is_run_by_its_name_in_command_position() {
        let scripts = BTreeSet::from(["controle".to_string()]);
        assert!(
            launches("cd web && CI=1 yarn controle", &scripts)
                || launches("yarn controle", &scripts)
        );
        assert!(launches("npm run controle", &scripts));
        assert!(!launches("echo yarn controle", &scripts));
    }
}
