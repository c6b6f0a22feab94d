//! What counts as running tests.

use super::super::testing::is_test;
use super::{github, gitlab};

#[test]
fn commands_that_run_tests() {
    for line in [
        "npm test",
        "npm t",
        "npm run test:unit",
        "yarn test",
        "pnpm -r test",
        "npm --prefix web test",
        "yarn workspace front test",
        "npx vitest run",
        "yarn jest --ci",
        "npx cypress run",
        "npx playwright test",
        "./node_modules/.bin/mocha",
        "pytest -n 4",
        "python -m pytest",
        "python3 -m unittest discover",
        "python manage.py test app",
        "tox",
        "nox -s tests",
        "uv run pytest",
        "poetry run pytest",
        "uv run --extra dev python manage.py test",
        "coverage run -m pytest",
        "make test",
        "make check",
        "make test-back",
        "just test",
        "just unittest",
        "cargo test --all",
        "cargo +nightly test",
        "cargo nextest run",
        "go test ./...",
        "mvn -B verify",
        "./mvnw clean package",
        "mvn install -DskipTests=false",
        "./gradlew build",
        "gradle :app:test",
        "vendor/bin/phpunit",
        "php bin/phpunit",
        "php artisan test",
        "composer test",
        "composer run-script test",
        "bundle exec rspec",
        "bundle exec rake",
        "bin/rails test",
        "rake test",
        "mix test --cover",
        "openfisca test --country-package x tests",
        "ctest --output-on-failure",
        "dotnet test",
        "R CMD check .",
        "Rscript -e 'testthat::test_dir(\"t\")'",
        "deno test",
        "bats tests",
        "prove -l",
        "docker compose run --rm app pytest",
        "docker-compose exec -T web bundle exec rspec",
        "docker run --rm img sh -c 'cd x && npm test'",
        "npx nx affected -t test",
        "npx turbo run test",
        "npx lerna run test",
        "cd web && npm ci && npm test",
        "CI=true npm test",
        "xvfb-run -a npm test",
        "bash -c \"npm run test\"",
        "if ! npm test; then exit 1; fi",
        "./scripts/run-tests.sh",
        "bash ci/test.sh",
        "timeout 600 pytest",
        "sudo -E make test",
        "npm run build || npm run e2e",
        "nix develop -c cargo test",
        "sbt test",
        "node --test",
    ] {
        assert!(is_test(line), "{line}");
    }
}

#[test]
fn commands_that_do_not() {
    for line in [
        "echo \"npm test\"",
        "test -f package.json",
        "[ -f tests ]",
        "pip install pytest",
        "npm install --save-dev jest",
        "apt-get install -y bats",
        "npm run test:types",
        "npm run build",
        "npm run lint",
        "mvn package -DskipTests",
        "mvn verify -Dmaven.test.skip=true",
        "./gradlew build -x test",
        "./gradlew assemble",
        "cargo build --tests",
        "cargo test --no-run",
        "pytest --version",
        "npx cypress install",
        "npx playwright install",
        "tox -e lint",
        "cp -r tests /tmp",
        "cat tests/out.txt",
        "rake db:test:prepare",
        "make build",
        "make bootstrap-e2e",
        "docker build -t test .",
        "docker push x/test",
        "git checkout test",
        "git commit -m 'npm test'",
        "# npm test",
        "curl https://example.org/test.sh",
        "cd test",
        "mkdir -p tests",
        "./scripts/install-test-data.sh",
        "npm ci",
        "yarn install",
        "helm install test ./chart",
        "export TEST=1",
    ] {
        assert!(!is_test(line), "{line}");
    }
}

#[test]
fn a_name_is_not_a_test() {
    let named =
        github("on: push\njobs:\n  test:\n    name: Tests\n    steps:\n      - run: echo tests\n");
    assert_eq!(named.runs_tests(), None);
    let document = github(
        "on: push\njobs:\n  a:\n    steps:\n      - run: |\n          cat <<EOF > x\n          npm test\n          EOF\n          ls\n",
    );
    assert_eq!(document.runs_tests(), None);
    let action = github(
        "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: cypress-io/github-action@v6\n",
    );
    assert_eq!(action.runs_tests(), Some(6));
    let reusable = github("on: push\njobs:\n  a:\n    uses: ./.github/workflows/unit-tests.yml\n");
    assert_eq!(reusable.runs_tests(), Some(4));
}

#[test]
fn continued_lines_start_where_they_start() {
    let workflow = github(
        "on: push\njobs:\n  a:\n    steps:\n      - run: |\n          # npm test\n\n          docker run --rm \\\n            -e A=b image \\\n            npm test\n",
    );
    assert_eq!(workflow.runs_tests(), Some(8));
    let folded = github(
        "on: push\njobs:\n  a:\n    steps:\n      - run: >-\n          npm\n          test\n",
    );
    assert_eq!(folded.runs_tests(), Some(6));
}

#[test]
fn gitlab_templates_count_when_used() {
    let unused = gitlab(".t:\n  script: npm test\nbuild:\n  script: make\n");
    assert_eq!(unused.runs_tests(), None);
    let extended = gitlab(".t:\n  script: npm test\nbuild:\n  extends: .t\n");
    assert_eq!(extended.runs_tests(), Some(2));
    let referenced = gitlab(
        ".t:\n  script:\n    - npm test\nbuild:\n  script:\n    - !reference [.t, script]\n    - make\n",
    );
    assert_eq!(referenced.runs_tests(), Some(3));
    let merged = gitlab(".t: &t\n  script: [make, npm test]\nbuild:\n  <<: *t\n  stage: x\n");
    assert_eq!(merged.runs_tests(), Some(2));
    let shared = gitlab(
        "include:\n  - project: to-be-continuous/python\n    file: /templates/gitlab-ci-python.yml\n",
    );
    assert_eq!(shared.runs_tests(), Some(2));
}
