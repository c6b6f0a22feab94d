//! Publication, bots that ask for an agreement.

use super::github;

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
fn agreements() {
    assert_eq!(
        steps("      - uses: contributor-assistant/github-action@v2\n").uses_cla_bot(),
        Some(5)
    );
    assert_eq!(steps("      - uses: SAP/cla-assistant@v1\n").uses_cla_bot(), Some(5));
    assert_eq!(steps("      - uses: org/clang-format@v1\n").uses_cla_bot(), None);
}
