//! The names that tell a test: programs, targets, scripts.

/// Programs whose only purpose is to run tests.
pub(super) const RUNNERS: &[&str] = &[
    "pytest",
    "py.test",
    "tox",
    "nox",
    "nosetests",
    "nose2",
    "behave",
    "robot",
    "stestr",
    "trial",
    "vitest",
    "jest",
    "mocha",
    "ava",
    "jasmine",
    "testcafe",
    "nightwatch",
    "wdio",
    "cucumber-js",
    "codeceptjs",
    "newman",
    "phpunit",
    "simple-phpunit",
    "paratest",
    "pest",
    "behat",
    "codecept",
    "phpspec",
    "atoum",
    "rspec",
    "cucumber",
    "parallel_test",
    "parallel_rspec",
    "turbo_tests",
    "ctest",
    "bats",
    "prove",
    "gotestsum",
    "ginkgo",
    "runtest",
    "nunit3-console",
    "vstest.console",
    "vstest.console.exe",
    "xunit.console",
    "Invoke-Pester",
    "openfisca-run-test",
    "kuttl",
    "shellspec",
    "shunit2",
    "testthat",
    "unittest",
    "jtest",
    "karma",
    "web-test-runner",
    "wtr",
];

/// Programs followed by `test`, and a few words that mean the same.
pub(super) const WITH_TEST: &[&str] = &[
    "go",
    "mix",
    "dotnet",
    "swift",
    "flutter",
    "dart",
    "deno",
    "stack",
    "cabal",
    "dune",
    "meson",
    "lein",
    "openfisca",
    "manage.py",
    "django-admin",
    "rails",
    "artisan",
    "react-scripts",
    "ng",
    "playwright",
    "elm-test",
    "forge",
    "truffle",
    "hardhat",
    "bazel",
    "bazelisk",
    "buck2",
    "molecule",
    "terraform",
    "tofu",
    "opa",
    "regal",
    "helm",
    "zig",
    "xcodebuild",
    "gleam",
    "spago",
    "cross",
    "wasm-pack",
    "setup.py",
    "ansible-test",
    "ct",
    "fpm",
    "alr",
    "vue-cli-service",
    "sbt",
    "mill",
    "hatch",
    "rebar3",
    "symfony",
    "ember",
];

/// Task runners, whose targets people name freely.
pub(super) const TASKS: &[&str] = &[
    "make",
    "gmake",
    "just",
    "task",
    "go-task",
    "rake",
    "invoke",
    "inv",
    "doit",
    "mage",
    "ninja",
    "earthly",
    "mise",
    "nx",
    "turbo",
    "lerna",
    "moon",
    "wireit",
    "gulp",
    "grunt",
    "fastlane",
    "castor",
    "robo",
    "poe",
    "taskipy",
    "bb",
    "cmake",
    "nps",
    "run-s",
    "run-p",
    "npm-run-all",
    "phing",
    "ant",
    "waf",
    "scons",
];

/// Package managers with scripts.
pub(super) const MANAGERS: &[&str] =
    &["npm", "yarn", "pnpm", "bun", "composer", "deno", "pdm", "hatch"];

/// A script or target with one of these words prepares, describes or checks something else.
pub(super) const NOT_TESTS: &[&str] = &[
    "type",
    "types",
    "typecheck",
    "lint",
    "format",
    "fmt",
    "build",
    "setup",
    "install",
    "prepare",
    "report",
    "reports",
    "upload",
    "publish",
    "deploy",
    "data",
    "db",
    "fixtures",
    "clean",
    "image",
    "images",
    "push",
    "server",
    "deps",
    "env",
    "generate",
    "update",
    "download",
    "seed",
    "init",
    "config",
    "latest",
    "bootstrap",
    "image",
];

/// A name made of words, one of them about tests and none about something else.
pub(super) fn test_name(name: &str) -> bool {
    let mut about = false;
    for word in name.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        if NOT_TESTS.contains(&word) {
            return false;
        }
        about |= matches!(
            word,
            "test"
                | "tests"
                | "testing"
                | "e2e"
                | "jest"
                | "vitest"
                | "cypress"
                | "pytest"
                | "phpunit"
                | "spec"
                | "specs"
                | "rspec"
                | "unittest"
                | "unittests"
        );
    }
    about
}
