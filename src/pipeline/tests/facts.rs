//! Publication, analysers, CLA bots, clone depth.

use super::{github, gitlab};

fn steps(steps: &str) -> super::Workflow {
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
fn analysers() {
    let workflow = steps(
        "      - uses: github/codeql-action/init@v3\n      - uses: github/codeql-action/analyze@v3\n      - run: uv run bandit -r src\n",
    );
    assert_eq!(workflow.sast_tools(), [("bandit", 7), ("codeql", 5)]);
    assert_eq!(
        gitlab("include:\n  - template: Jobs/SAST.gitlab-ci.yml\n").sast_tools(),
        [("gitlab-sast", 2)]
    );
    assert_eq!(steps("      - run: mvn verify sonar:sonar\n").sast_tools(), [("sonar", 5)]);
    assert_eq!(steps("      - run: pip install bandit\n").sast_tools(), []);
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
fn depths() {
    let depth = |w: super::Workflow| w.clone_depth().map(|d| (d.commits, d.line));
    assert_eq!(depth(steps("      - uses: actions/checkout@v4\n")), Some((Some(1), 5)));
    assert_eq!(
        depth(steps("      - uses: actions/checkout@v4\n        with: {fetch-depth: 0}\n")),
        Some((None, 6))
    );
    assert_eq!(depth(gitlab("variables:\n  GIT_DEPTH: \"50\"\n")), Some((Some(50), 2)));
    assert_eq!(depth(gitlab("a:\n  script: x\n")), None);
}
