//! Unit tests. Every workflow here was written for them.

mod github;
mod gitlab;
mod testing;

use super::{Forge, Hazard, Workflow, forge_of, hazards, parse};

/// Reads a GitHub workflow.
fn github(text: &str) -> Workflow {
    parse(".github/workflows/ci.yml", text).expect("a workflow path")
}

/// Reads a GitLab definition.
fn gitlab(text: &str) -> Workflow {
    parse(".gitlab-ci.yml", text).expect("a GitLab path")
}

/// The hazards called `id`, as (line, certain, informational).
fn found(workflow: &Workflow, id: &str) -> Vec<(usize, bool, bool)> {
    let all: Vec<Hazard> = hazards(workflow);
    all.iter().filter(|h| h.id == id).map(|h| (h.line, h.certain, h.informational)).collect()
}

const SURE: (bool, bool) = (true, false);
const DOUBT: (bool, bool) = (false, false);
const INFO: (bool, bool) = (false, true);

/// One hazard at this line, of this level.
fn one(line: usize, level: (bool, bool)) -> Vec<(usize, bool, bool)> {
    vec![(line, level.0, level.1)]
}

fn steps(steps: &str) -> Workflow {
    github(&format!("on: push\njobs:\n  a:\n    steps:\n{steps}"))
}

#[test]
fn packages() {
    for step in [
        "run: npm publish --access public",
        "run: twine upload dist/*",
        "uses: pypa/gh-action-pypi-publish@v1",
        "run: docker push x/y",
        "run: docker buildx build --push .",
        "run: cargo publish",
        "run: ./gradlew publishToMavenCentral",
        "uses: docker/build-push-action@v6\n        with: {push: true}",
    ] {
        assert_eq!(steps(&format!("      - {step}\n")).publishes_package(), Some(5), "{step}");
    }
    for step in [
        "run: echo npm publish",
        "run: cargo publish --dry-run",
        "run: git push",
        "uses: docker/build-push-action@v6",
        "run: npm run build",
    ] {
        assert_eq!(steps(&format!("      - {step}\n")).publishes_package(), None, "{step}");
    }
}

#[test]
fn agreements() {
    assert_eq!(
        steps("      - uses: contributor-assistant/github-action@v2\n").uses_cla_bot(),
        Some(5)
    );
    assert_eq!(steps("      - uses: SAP/cla-assistant@v1\n").uses_cla_bot(), Some(5));
    assert_eq!(steps("      - uses: org/clang-format@v1\n").uses_cla_bot(), None);
}

#[test]
fn paths_name_their_service() {
    let known = [
        (".github/workflows/ci.yml", Forge::GitHub),
        ("./.github/workflows/ci.yaml", Forge::GitHub),
        (".gitlab-ci.yml", Forge::GitLab),
        (".gitlab/ci/build.yml", Forge::GitLab),
        ("ci/deploy.gitlab-ci.yml", Forge::GitLab),
        (".forgejo/workflows/x.yml", Forge::Forgejo),
        (".gitea/workflows/x.yaml", Forge::Gitea),
        (".woodpecker.yml", Forge::Woodpecker),
        (".woodpecker/test.yaml", Forge::Woodpecker),
        (".build.yml", Forge::SourceHut),
        (".builds/alpine.yml", Forge::SourceHut),
        ("Jenkinsfile", Forge::Jenkins),
        ("ci/Jenkinsfile.prod", Forge::Jenkins),
        (".circleci/config.yml", Forge::CircleCi),
        (".travis.yml", Forge::Travis),
        ("azure-pipelines.yml", Forge::Azure),
        (".drone.yml", Forge::Drone),
        ("bitbucket-pipelines.yml", Forge::Bitbucket),
    ];
    for (path, forge) in known {
        assert_eq!(forge_of(path), Some(forge), "{path}");
    }
}

#[test]
fn deployment_files_are_not_ci() {
    let none = [
        "Procfile",
        "app.json",
        "scalingo.json",
        "docker-compose.yml",
        "netlify.toml",
        "vercel.json",
        "k8s/deploy.yml",
        "helm/values.yaml",
        "fly.toml",
        "vendor/x/.github/workflows/ci.yml",
        ".github/workflows/readme.md",
        ".github/dependabot.yml",
        "",
        "/",
        "build.yml",
    ];
    for path in none {
        assert_eq!(forge_of(path), None, "{path}");
    }
}

#[test]
fn each_service_gives_its_commands() {
    let cases = [
        (
            ".circleci/config.yml",
            "jobs:\n  a:\n    steps:\n      - checkout\n      - run: npm ci\n      - run:\n          name: x\n          command: |\n            npm test\n",
            9,
        ),
        (".travis.yml", "language: python\nscript:\n  - pytest\n", 3),
        (".travis.yml", "language: go\n", 1),
        (
            "azure-pipelines.yml",
            "stages:\n- stage: a\n  jobs:\n  - job: b\n    steps:\n    - bash: |\n        cd x\n        cargo test\n",
            8,
        ),
        (
            ".woodpecker.yml",
            "steps:\n  a:\n    image: rust\n    commands:\n      - cargo test\n",
            5,
        ),
        (".drone.yml", "kind: pipeline\nsteps:\n- name: a\n  commands:\n  - go test ./...\n", 5),
        (
            "bitbucket-pipelines.yml",
            "pipelines:\n  default:\n    - step:\n        script:\n          - npm test\n",
            5,
        ),
        (".build.yml", "tasks:\n  - setup: echo\n  - check: |\n      cd x\n      make check\n", 5),
        (
            "Jenkinsfile",
            "pipeline {\n  stage('Tests') {\n    // sh 'npm test'\n    sh 'mvn -B verify'\n  }\n}\n",
            4,
        ),
        ("Jenkinsfile", "stage(\"x\") {\n  sh '''\n    cd x\n    pytest\n  '''\n}\n", 4),
        (".forgejo/workflows/x.yml", "on: push\njobs:\n  a:\n    steps:\n      - run: tox\n", 5),
    ];
    for (path, text, line) in cases {
        let workflow = parse(path, text).expect(path);
        assert_eq!(workflow.error, None, "{path}");
        assert_eq!(workflow.runs_tests(), Some(line), "{path}: {:?}", workflow.jobs);
    }
}

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
