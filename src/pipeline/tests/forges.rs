//! Paths, and services other than GitHub and GitLab.

use crate::pipeline::{Forge, forge_of, parse};

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
