//! Hazards of GitLab definitions.

use super::{DOUBT, INFO, SURE, found, gitlab, one};
use crate::pipeline::hazards;

#[test]
fn secrets_in_clear() {
    let id = "gitlab-secret-in-clear";
    let set = |name: &str, value: &str| gitlab(&format!("variables:\n  {name}: {value}\n"));
    assert_eq!(found(&set("DEPLOY_TOKEN", "\"aB3dE6gH9jK2mN5pQ8\""), id), one(2, SURE));
    assert_eq!(found(&set("apiPassword", "soleilvert"), id), one(2, DOUBT));
    assert_eq!(found(&set("POSTGRES_PASSWORD", "postgres"), id), one(2, INFO));
    let described = gitlab(
        "job:\n  variables:\n    SECRET_KEY:\n      value: x9Kd72LqPz01VmTr\n      description: y\n  script: x\n",
    );
    assert_eq!(found(&described, id), one(4, SURE));
    for (name, value) in [
        ("DEPLOY_TOKEN", "$CI_JOB_TOKEN"),
        ("DEPLOY_TOKEN", "\"\""),
        ("TOKEN_URL", "https://sso.example.org/t"),
        ("SECRET_DETECTION_HISTORIC_SCAN", "\"true\""),
        ("SSH_KEY_PATH", "/etc/x"),
        ("CACHE_KEY", "aB3dE6gH9jK2mN5pQ8"),
        ("PASSWORD_FILE", "x9Kd72LqPz01VmTr"),
        ("GIT_DEPTH", "\"50\""),
        ("COMPASS", "aB3dE6gH9jK2mN5pQ8"),
    ] {
        assert_eq!(found(&set(name, value), id), [], "{name}");
    }
}

#[test]
fn a_value_is_never_repeated() {
    let text = "variables:\n  API_TOKEN: aB3dE6gH9jK2mN5pQ8\ninclude: https://u:aB3dE6gH9jK2mN5pQ8@example.org/x.yml\n";
    let workflow = gitlab(text);
    assert_eq!(hazards(&workflow).len(), 2);
    assert!(!format!("{:?}", hazards(&workflow)).contains("aB3dE6"));
    assert!(!format!("{:?}", workflow.variables).contains("aB3dE6"));
}

#[test]
fn includes() {
    let id = "gitlab-remote-include";
    assert_eq!(
        found(&gitlab("include:\n  - remote: https://example.org/x.yml\n"), id),
        one(2, DOUBT)
    );
    assert_eq!(found(&gitlab("include: 'http://example.org/x.yml'\n"), id), one(1, SURE));
    assert_eq!(
        found(
            &gitlab("include:\n  - remote: https://example.org/x.yml\n    integrity: sha256-x\n"),
            id
        ),
        []
    );
    assert_eq!(
        found(
            &gitlab("include:\n  - local: /ci/x.yml\n  - template: Jobs/SAST.gitlab-ci.yml\n"),
            id
        ),
        []
    );
    let project = gitlab("include:\n  - project: groupe/modeles\n    file: [/a.yml]\n");
    assert_eq!(found(&project, "gitlab-project-include"), one(2, INFO));
}

#[test]
fn private_runners_and_pipes() {
    let id = "gitlab-private-runner";
    let job = |tags: &str| gitlab(&format!("a:\n  tags: {tags}\n  script: [make]\n"));
    assert_eq!(found(&job("[interne-dgfip]"), id), one(2, DOUBT));
    assert_eq!(found(&job("[saas-linux-small-amd64]"), id), []);
    assert_eq!(found(&job("[$RUNNER_TAG]"), id), []);
    assert_eq!(found(&gitlab("default:\n  tags: [interne]\na: {script: x}\n"), id), one(2, DOUBT));
    let pipe =
        gitlab("a:\n  before_script:\n    - - curl -s https://example.org/x | sh\n  script: x\n");
    assert_eq!(found(&pipe, "pipe-to-shell"), one(3, INFO));
}
