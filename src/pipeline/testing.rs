//! Does this workflow run tests?
//!
//! Only the program in command position counts: `echo "npm test"` and
//! `pip install pytest` run nothing, `test -f x` is the shell's.

use super::Workflow;
use super::model::{IncludeKind, Job, Uses};
use super::names::NAMES;
use super::shell::{self, Call};

impl Workflow {
    /// Line of the first command or action that runs tests.
    pub fn runs_tests(&self) -> Option<usize> {
        let jobs = self.jobs.iter().filter(|j| !j.hidden).filter_map(job_line);
        let includes = self.includes.iter().filter(|i| {
            let target = i.target.to_lowercase();
            match i.kind {
                IncludeKind::Template => target.contains("auto-devops"),
                IncludeKind::Project | IncludeKind::Component => shared_template(&target),
                _ => false,
            }
        });
        jobs.chain(includes.map(|i| i.place.line)).min()
    }
}

fn job_line(job: &Job) -> Option<usize> {
    let commands = job.commands.iter().filter(|c| is_test(&c.text)).map(|c| c.line);
    let uses = job.uses.iter().filter(|u| action_tests(u)).map(|u| u.line);
    commands.chain(uses).min()
}

/// to-be-continuous templates of languages, which test by default.
fn shared_template(target: &str) -> bool {
    target.contains("to-be-continuous/")
        && NAMES.test_templates.iter().any(|language| target.contains(language.as_str()))
}

/// Actions that run tests by themselves, or reusable workflows named after tests.
fn action_tests(uses: &Uses) -> bool {
    let action = uses.action.to_lowercase();
    if NAMES.test_actions.iter().any(|known| action.starts_with(known.as_str())) {
        return uses.input("runTests") != Some("false");
    }
    let task_tests = ["dotnetcorecli", "maven", "gradle", "vstest", "npm", "visualstudiotest"];
    if task_tests.contains(&action.as_str()) {
        return action.ends_with("test") || uses.input("command").is_some_and(test_name);
    }
    let local = uses.local().is_some();
    let name = action.rsplit('/').next().unwrap_or_default();
    let stem = name.trim_end_matches(".yml").trim_end_matches(".yaml");
    (local || uses.reusable) && test_name(stem)
}

/// A name made of words, one of them about tests and none about something else.
fn test_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    words.iter().any(|word| NAMES.test_words.contains(*word))
        && !words.iter().any(|word| NAMES.other_words.contains(*word))
}

/// True for a shell line that runs tests.
pub(super) fn is_test(line: &str) -> bool {
    shell::runs(line, &tests)
}

fn tests(call: &Call<'_>) -> bool {
    let words: Vec<&str> = call.args.iter().map(String::as_str).collect();
    let has = |word: &str| words.contains(&word);
    if has("--version")
        || has("--help")
        || has("--collect-only")
        || has("--no-run")
        || has("--passWithNoTests=only")
    {
        return false;
    }
    let plain: Vec<&str> = words.iter().copied().filter(|w| !w.starts_with('-')).collect();
    let first = plain.first().copied().unwrap_or_default();
    let program = call.program.strip_suffix(".phar").unwrap_or(call.program);
    let program = program.strip_suffix(".bat").unwrap_or(program);
    match program {
        "tox" | "nox" => {
            let env = words
                .iter()
                .skip_while(|w| !matches!(**w, "-e" | "-s" | "--session" | "--env"))
                .nth(1);
            env.is_none_or(|e| {
                !["lint", "format", "mypy", "docs", "flake8", "typing", "build", "black"]
                    .iter()
                    .any(|n| e.contains(n))
            })
        }
        "karma" => first == "start" || first == "run",
        name if NAMES.runners.contains(name) => !matches!(first, "install" | "init"),
        "cypress" => first == "run",
        "cargo" => {
            let rest: Vec<&str> = plain.into_iter().filter(|w| !w.starts_with('+')).collect();
            matches!(
                rest.first(),
                Some(&("test" | "t" | "nextest" | "tarpaulin" | "llvm-cov" | "insta"))
            ) || matches!(rest.as_slice(), ["hack" | "careful" | "miri" | "xtask" | "make", rest @ ..] if rest.iter().any(|w| test_name(w)))
        }
        "mvn" | "mvnw" | "mvnd" => maven(&words),
        "gradle" | "gradlew" => gradle(&words),
        "R" => matches!(words.as_slice(), ["CMD", "check", ..]) || r_code(&words),
        "Rscript" | "julia" => r_code(&words),
        "node" if has("--test") => true,
        "nix" => first == "flake" && has("check"),
        "k6" | "locust" | "artillery" | "act" => false,
        name if NAMES.with_test.contains(name) && first_is_test(name, &words, &plain) => true,
        name if NAMES.managers.contains(name) => manager(&plain),
        "rake" => plain.is_empty() || plain.iter().any(|w| test_name(w)),
        name if NAMES.tasks.contains(name) => {
            plain.iter().any(|w| *w == "check" || test_name(w))
                || words.iter().any(|w| w.strip_prefix("--target=").is_some_and(test_name))
                || (name == "earthly" && words.iter().any(|w| w.contains("+test")))
        }
        _ => script(call),
    }
}

/// `mix test`, `rails spec`, `ng e2e`, `sbt "ci:test"`, `bazel test //...`.
///
/// Build tools take several targets; elsewhere only the first word is the
/// subcommand, the second when an option and its value come before.
fn first_is_test(program: &str, words: &[&str], plain: &[&str]) -> bool {
    let several = ["sbt", "mill", "lein", "zig", "xcodebuild", "rebar3"].contains(&program);
    let option_first = words.first().is_some_and(|w| w.starts_with('-'));
    let reach = if several { 6 } else { 1 + usize::from(option_first) };
    plain.iter().take(reach).any(|w| {
        matches!(
            *w,
            "test"
                | "tests"
                | "spec"
                | "e2e"
                | "runtest"
                | "unittest"
                | "eunit"
                | "retest"
                | "coveralls"
                | "install-and-test"
        ) || w.starts_with("test:") && test_name(w)
            || w.starts_with("spec:")
            || w.ends_with(":test")
            || w.starts_with("coveralls.")
            || *w == "__.test"
    })
}

/// A script of `package.json` or `composer.json`, or the built-in `test`.
fn manager(plain: &[&str]) -> bool {
    let mut words = plain.iter().skip_while(|w| {
        !matches!(**w, "run" | "run-script" | "test" | "t" | "tst" | "it" | "task") && !test_name(w)
    });
    match words.next() {
        Some(&("test" | "t" | "tst" | "it")) => {
            // `npm install --workspace test` is no test: nothing else must come before.
            !plain.iter().take_while(|w| **w != "test").any(|w| {
                matches!(
                    *w,
                    "install"
                        | "add"
                        | "i"
                        | "remove"
                        | "why"
                        | "audit"
                        | "config"
                        | "pack"
                        | "publish"
                        | "ci"
                )
            })
        }
        Some(&("run" | "run-script" | "task")) => words.next().is_some_and(|w| test_name(w)),
        Some(name) => {
            plain.first() == Some(name)
                || plain.first() == Some(&"workspace")
                || plain.first() == Some(&"workspaces")
        }
        None => false,
    }
}

/// `verify` and later phases run the tests unless told to skip them.
fn maven(words: &[&str]) -> bool {
    let skipped = words.iter().any(|w| {
        (w.starts_with("-DskipTests") || w.starts_with("-Dmaven.test.skip"))
            && !w.ends_with("=false")
    });
    let runs = words.iter().any(|w| {
        matches!(*w, "test" | "verify" | "package" | "install" | "deploy" | "integration-test")
            || w.contains("surefire:test")
            || w.contains("failsafe:")
    });
    runs && !skipped
}

fn gradle(words: &[&str]) -> bool {
    let mut excluded = words.iter().skip_while(|w| !matches!(**w, "-x" | "--exclude-task"));
    let no_tests = excluded.nth(1).is_some_and(|w| w.ends_with("test"));
    !no_tests
        && words.iter().filter(|w| !w.starts_with('-')).any(|w| {
            let task = w.rsplit(':').next().unwrap_or(w);
            matches!(task, "test" | "check" | "build")
                || task.ends_with("Test")
                || task.ends_with("Tests")
        })
}

fn r_code(words: &[&str]) -> bool {
    words.iter().any(|w| {
        [
            "testthat",
            "devtools::test",
            "devtools::check",
            "rcmdcheck",
            "Pkg.test",
            "tinytest",
            "runtests",
        ]
        .iter()
        .any(|t| w.contains(t))
    })
}

/// `./scripts/run-tests.sh`, `bash ci/test.sh`, `python tests/run.py`.
fn script(call: &Call<'_>) -> bool {
    let interpreters =
        ["bash", "sh", "python", "python3", "node", "php", "ruby", "perl", "source", "."];
    let path = if interpreters.contains(&call.program) {
        call.args.iter().map(String::as_str).find(|a| !a.starts_with('-')).unwrap_or_default()
    } else {
        call.path
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let executable = ["sh", "bash", "py", "js", "mjs", "ts", "php", "rb", "pl", "ps1"]
        .contains(&extension)
        || (extension.is_empty() && path.contains('/') && !path.ends_with('/'));
    executable && !path.contains(' ') && test_name(stem)
}
