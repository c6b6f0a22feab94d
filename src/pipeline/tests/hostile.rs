//! Files made to hurt: they are read to the end, with or without an error, never in a panic.

use super::{github, gitlab, hazards};
use crate::pipeline::{Workflow, parse};

/// Asks every question.
fn exhaust(workflow: &Workflow) {
    let _ = (workflow.runs_tests(), workflow.publishes_package());
    let _ = (workflow.uses_cla_bot(), hazards(workflow));
}

#[test]
fn aliases_do_not_multiply() {
    let mut laugh = String::from("on: push\na0: &a0 [x]\n");
    let mut merge = String::from("on: push\nm0: &m0 {k: v}\n");
    for i in 1..40 {
        let list = vec![format!("*a{}", i - 1); 10].join(",");
        laugh.push_str(&format!("a{i}: &a{i} [{list}]\n"));
        let list = vec![format!("*m{}", i - 1); 10].join(",");
        merge.push_str(&format!("m{i}: &m{i} {{<<: [{list}]}}\n"));
    }
    laugh.push_str("jobs: {a: {steps: *a39, runs-on: *a39}}\n");
    merge.push_str("jobs: *m39\n");
    exhaust(&github(&laugh));
    exhaust(&gitlab(&laugh));
    let merged = github(&merge);
    assert!(merged.error.is_some());
    let cycle =
        "on: push\njobs: &j\n  a: &a\n    <<: *a\n    steps: &s [*s, *j, {run: npm test}]\n";
    assert_eq!(github(cycle).runs_tests(), Some(5));
    let azure =
        parse("azure-pipelines.yml", "x: &x [*x, *x]\ny: {script: *x, s: &s [*x, *s, {a: *s}]}\n")
            .expect("a path");
    exhaust(&azure);
}

#[test]
fn depth_and_length_are_bounded() {
    for text in
        ["[".repeat(200_000), "{".repeat(200_000), "- ".repeat(200_000), "x".repeat(2 << 20)]
    {
        assert!(github(&text).error.is_some());
    }
    for run in [
        "timeout ".repeat(20_000),
        "sudo ".repeat(20_000),
        "${{ ".repeat(20_000),
        "(".repeat(50_000),
        "curl | ".repeat(10_000),
    ] {
        exhaust(&github(&format!("on: issues\njobs:\n  a:\n    steps:\n      - run: {run}\n")));
    }
    exhaust(&parse("Jenkinsfile", &"sh '''\nsh 'x\n".repeat(5_000)).expect("a path"));
}

#[test]
fn broken_files_say_where() {
    let error = github("on: push\njobs:\n  a: [\n").error.expect("an error");
    assert!(error.line >= 3, "{error:?}");
    for text in [
        "",
        "\0",
        "a: *b",
        "on",
        "- a",
        "jobs: x",
        "jobs: {a: x}",
        "jobs: {a: {steps: {}}}",
        "on: {push: [}",
        "!",
        "%",
        "&",
        "\u{feff}on: push",
        "a: !e!x b",
    ] {
        exhaust(&github(text));
        exhaust(&gitlab(text));
        exhaust(&parse(".circleci/config.yml", text).expect("a path"));
        exhaust(&parse("Jenkinsfile", text).expect("a path"));
    }
}

#[test]
fn duplicates_tags_and_line_ends_are_tolerated() {
    let twice =
        "on: push\non: issues\njobs:\n  a:\n    steps:\n      - run: echo\n        run: npm test\n";
    let workflow = github(twice);
    assert_eq!((workflow.error.clone(), workflow.runs_tests()), (None, Some(7)));
    let dos = "on: push\r\njobs:\r\n  a:\r\n    steps:\r\n      - run: |\r\n          ls\r\n          npm test\r\n";
    assert_eq!(github(dos).runs_tests(), Some(7));
    let tagged = "a:\n  script: !reference [.x, script]\n  x: !custom {b: c}\nb:\n  script:\n    - npm test\n";
    assert_eq!((gitlab(tagged).error, gitlab(tagged).runs_tests()), (None, Some(6)));
}
