//! Hazards of GitHub workflows, each with what looks like it and is not.

use super::{DOUBT, INFO, SURE, found, github, one};
use crate::pipeline::{hazards, parse};

/// A job with these steps, started by `on`; the steps begin on line 6.
fn with(on: &str, steps: &str) -> String {
    format!("on: {on}\npermissions: {{}}\njobs:\n  a:\n    steps:\n{steps}")
}

const HEAD: &str = "      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n";

#[test]
fn foreign_code_with_secrets() {
    let id = "dangerous-triggers";
    for on in [
        "pull_request_target",
        "[push, pull_request_target]",
        "{pull_request_target: {types: [opened]}}",
    ] {
        assert_eq!(found(&github(&with(on, HEAD)), id), one(8, SURE), "{on}");
    }
    let run = HEAD.replace("pull_request.head.sha", "workflow_run.head_sha");
    assert_eq!(found(&github(&with("workflow_run", &run)), id), one(8, SURE));
    let merge = HEAD.replace(
        "${{ github.event.pull_request.head.sha }}",
        "refs/pull/${{ github.event.number }}/merge",
    );
    assert_eq!(found(&github(&with("pull_request_target", &merge)), id), one(8, SURE));
    for command in ["gh pr checkout 12", "git fetch origin pull/12/head:x"] {
        let steps = format!("      - run: |\n          ls\n          {command}\n");
        assert_eq!(found(&github(&with("issue_comment", &steps)), id), one(8, SURE), "{command}");
    }
    let forgejo =
        parse(".forgejo/workflows/a.yml", &with("pull_request_target", HEAD)).expect("a path");
    assert_eq!(found(&forgejo, id), one(8, SURE));
}

#[test]
fn the_same_checkout_can_be_harmless() {
    let id = "dangerous-triggers";
    assert_eq!(found(&github(&with("pull_request", HEAD)), id), []);
    assert_eq!(
        found(&github(&with("pull_request_target", "      - uses: actions/checkout@v4\n")), id),
        []
    );
    assert_eq!(
        found(&github(&with("pull_request_target", "      - uses: actions/labeler@v5\n")), id),
        []
    );
    assert_eq!(found(&github(&with("workflow_run", HEAD)), id), []);
    for command in
        ["git checkout -b note/${{ github.head_ref }}", "git switch -c $GITHUB_HEAD_REF && ls"]
    {
        let steps = format!("      - run: {command}\n");
        assert_eq!(found(&github(&with("pull_request_target", &steps)), id), [], "{command}");
    }
    let start = "      - run: git checkout -b x origin/${{ github.head_ref }}\n";
    assert_eq!(found(&github(&with("pull_request_target", start)), id), one(6, DOUBT));
    let guarded = with("pull_request_target", HEAD).replace(
        "    steps:",
        "    if: github.event.pull_request.head.repo.full_name == github.repository\n    steps:",
    );
    assert_eq!(found(&github(&guarded), id), []);
    let labelled = with("pull_request_target", HEAD).replace(
        "    steps:",
        "    if: contains(github.event.pull_request.labels.*.name, 'safe')\n    steps:",
    );
    assert_eq!(found(&github(&labelled), id), one(9, DOUBT));
}

#[test]
fn the_branch_of_a_fork_is_not_found_by_its_name() {
    let id = "dangerous-triggers";
    let sureness = |on: &str, given: &str| {
        let steps = format!("      - uses: actions/checkout@v4\n        with:\n{given}");
        found(&github(&with(on, &steps)), id)
    };
    let target = "pull_request_target";
    for named in [
        "${{ github.event.pull_request.head.ref }}",
        "${{ github.head_ref || github.ref }}",
        "refs/heads/${{ github.head_ref }}",
    ] {
        let given = format!("          ref: {named}\n");
        assert_eq!(sureness(target, &given), one(8, DOUBT), "{named}");
        let own = format!("{given}          repository: ${{{{ github.repository }}}}\n");
        assert_eq!(sureness(target, &own), one(8, DOUBT), "{named}");
        for fork in [
            "${{ github.event.pull_request.head.repo.full_name }}",
            "${{ github.event.pull_request.head.user.login }}/outil",
            "${{ env.DEPOT }}",
        ] {
            let forked = format!("{given}          repository: {fork}\n");
            assert_eq!(sureness(target, &forked), one(8, SURE), "{named} of {fork}");
        }
    }
    let run = "          ref: ${{ github.event.workflow_run.head_branch }}\n";
    assert_eq!(sureness("workflow_run", run), one(8, DOUBT));
    for sure in
        ["${{ github.head_ref && github.event.pull_request.head.sha }}", "refs/pull/7/merge"]
    {
        let given = format!("          ref: {sure}\n");
        assert_eq!(sureness(target, &given), one(8, SURE), "{sure}");
    }
    let output = |name: &str| format!("          ref: ${{{{ steps.c.outputs.{name} }}}}\n");
    assert_eq!(sureness(target, &output("head_sha")), one(8, DOUBT));
    for head in ["headBranch", "headRepository", "headRefName", "head-oid", "pullRequestNumber"] {
        assert_eq!(sureness(target, &output(head)), one(8, DOUBT), "{head}");
    }
    for other in ["header", "headers", "heading", "headline"] {
        assert_eq!(sureness(target, &output(other)), [], "{other}");
    }
}

#[test]
fn what_origin_is_may_have_been_changed() {
    let id = "dangerous-triggers";
    let fetch = "      - run: git fetch origin ${{ github.head_ref }}\n";
    let own = format!("      - run: git status\n{fetch}");
    assert_eq!(found(&github(&with("pull_request_target", &own)), id), one(7, DOUBT));
    for change in [
        "git remote set-url origin $FORK",
        "git config remote.origin.url $FORK",
        "git clone $FORK .",
        "gh repo clone $FORK .",
        "git config url.$FORK.insteadOf https",
    ] {
        let steps = format!("      - run: {change}\n{fetch}");
        let workflow = github(&with("pull_request_target", &steps));
        assert_eq!(found(&workflow, id), one(7, SURE), "{change}");
    }
    let other =
        "      - run: git fetch https://forge.example/$FORK ${{ github.head_ref }}:origin\n";
    assert_eq!(found(&github(&with("pull_request_target", other)), id), one(6, SURE));
    let checkout =
        "      - uses: actions/checkout@v4\n        with: {repository: '${{ env.FORK }}'}\n";
    let steps = format!("{checkout}{fetch}");
    assert_eq!(found(&github(&with("pull_request_target", &steps)), id), one(8, SURE));
}

#[test]
fn triggers_are_read_in_every_shape() {
    let shapes = [
        "on: pull_request_target\n",
        "\"on\": [pull_request_target]\n",
        "true:\n  pull_request_target:\n",
        "on:\n  - pull_request_target\n",
    ];
    for shape in shapes {
        let text = format!("{shape}jobs: {{}}\n");
        assert!(github(&text).trigger("pull_request_target").is_some(), "{shape}");
    }
}

/// The levels of an expression in `run:` of line 6.
fn injected(on: &str, expression: &str) -> Vec<(usize, bool, bool)> {
    let steps = format!("      - run: echo \"${{{{ {expression} }}}}\"\n");
    found(&github(&with(on, &steps)), "template-injection")
}

#[test]
fn texts_of_strangers_in_scripts() {
    for (on, expression) in [
        ("issues", "github.event.issue.title"),
        ("issue_comment", "github.event.comment.body"),
        ("issue_comment", "github['event']['comment']['body']"),
        ("pull_request_target", "github.head_ref"),
        ("pull_request_target", "github.event.pull_request.head.ref"),
        ("pull_request_target", "github.event.pull_request.head.repo.default_branch"),
        ("workflow_run", "github.event.workflow_run.head_branch"),
        ("discussion", "github.event.discussion.title"),
        ("issues", "toJSON(github.event)"),
        ("issues", "format('{0}', github.event.issue.body)"),
        ("pull_request_target", "github.event_name == 'push' && 'x' || GitHub.Head_Ref"),
    ] {
        assert_eq!(injected(on, expression), one(6, SURE), "{expression}");
    }
    assert_eq!(injected("pull_request", "github.head_ref"), one(6, DOUBT));
    assert_eq!(injected("push", "github.event.head_commit.message"), one(6, DOUBT));
    assert_eq!(injected("push", "github.event.commits[0].author.email"), one(6, DOUBT));
}

#[test]
fn harmless_expressions() {
    for (on, expression) in [
        ("pull_request_target", "github.event.pull_request.number"),
        ("pull_request_target", "github.event.pull_request.head.sha"),
        ("pull_request_target", "github.event.pull_request.merged"),
        ("issues", "github.event.issue.node_id"),
        ("issue_comment", "contains(github.event.comment.body, '/deploy')"),
        ("issues", "github.event.issue.title == 'x'"),
        ("issues", "!github.event.issue.body"),
        ("push", "github.head_ref || github.ref_name"),
        ("issues", "'github.event.issue.title'"),
        ("issues", "secrets.TOKEN"),
        ("issues", "((((("),
    ] {
        assert_eq!(injected(on, expression), [], "{expression}");
    }
}

#[test]
fn the_environment_protects_unless_it_is_pasted() {
    let env = "      - env:\n          T: ${{ github.event.issue.title }}\n        run: ";
    let safe = with("issues", &format!("{env}echo \"$T\"\n"));
    assert_eq!(found(&github(&safe), "template-injection"), []);
    let pasted = with("issues", &format!("{env}echo \"${{{{ env.T }}}}\"\n"));
    assert_eq!(found(&github(&pasted), "template-injection"), one(8, SURE));
}

#[test]
fn expressions_have_exact_positions() {
    let script = "      - uses: actions/github-script@v7\n        with:\n          script: |\n            const a = 1\n            const t = '${{ github.event.issue.title }}'\n";
    let all = hazards(&github(&with("issues", script)));
    let places: Vec<_> =
        all.iter().filter(|h| h.id == "template-injection").map(|h| (h.line, h.column)).collect();
    assert_eq!(places, [(10, 24)]);
    let other = script.replace("actions/github-script", "some/action");
    assert_eq!(found(&github(&with("issues", &other)), "template-injection"), []);
}

#[test]
fn permissions() {
    let id = "excessive-permissions";
    let job = "jobs:\n  a:\n    steps: []\n";
    assert_eq!(found(&github(&format!("on: push\n{job}")), id), one(3, INFO));
    assert_eq!(
        found(&github(&format!("on: push\npermissions: write-all\n{job}")), id),
        one(2, SURE)
    );
    assert_eq!(found(&github(&format!("on: push\npermissions: read-all\n{job}")), id), []);
    assert_eq!(found(&github(&format!("on: push\npermissions:\n  contents: read\n{job}")), id), []);
    assert_eq!(found(&github(&format!("on: workflow_call\n{job}")), id), []);
    let own = "on: push\njobs:\n  a:\n    permissions: {contents: read}\n    steps: []\n";
    assert_eq!(found(&github(own), id), []);
    let own_all = own.replace("{contents: read}", "write-all");
    assert_eq!(found(&github(&own_all), id), one(4, SURE));
    let broad =
        "on: push\npermissions: {contents: write}\njobs:\n  a: {steps: []}\n  b: {steps: []}\n";
    assert_eq!(found(&github(broad), id), one(2, INFO));
}

#[test]
fn machines_of_the_administration() {
    let id = "self-hosted-runner";
    let text = |on: &str, runs: &str| {
        format!("on: {on}\npermissions: {{}}\njobs:\n  a:\n    runs-on: {runs}\n    steps: []\n")
    };
    for runs in ["self-hosted", "[self-hosted, linux]", "{labels: [self-hosted]}"] {
        assert_eq!(found(&github(&text("pull_request", runs)), id), one(5, SURE), "{runs}");
        assert_eq!(found(&github(&text("push", runs)), id), one(5, DOUBT), "{runs}");
    }
    assert_eq!(found(&github(&text("pull_request", "{group: internes}")), id), one(5, DOUBT));
    assert_eq!(found(&github(&text("pull_request", "ubuntu-latest")), id), []);
}

#[test]
fn code_of_others() {
    let sha = "0123456789abcdef0123456789abcdef01234567";
    let steps = format!(
        "      - uses: actions/checkout@v4\n      - uses: a/b@{sha}\n      - uses: c/d@v1\n      - uses: e/f@main\n      - uses: ./local\n"
    );
    let workflow = github(&with("push", &steps));
    assert_eq!(found(&workflow, "unpinned-uses"), one(8, INFO));
    let text = hazards(&workflow)
        .into_iter()
        .find(|h| h.id == "unpinned-uses")
        .map(|h| h.message.en)
        .unwrap_or_default();
    assert!(text.starts_with("2 third-party actions") && text.contains("c/d"), "{text}");
    assert_eq!(
        found(&github(&with("push", "      - uses: actions/checkout@v4\n")), "unpinned-uses"),
        []
    );

    let call = "on: push\njobs:\n  a:\n    uses: org/repo/.github/workflows/x.yml@v1\n    secrets: inherit\n";
    assert_eq!(found(&github(call), "secrets-inherit"), one(5, DOUBT));
    let local = call.replace("org/repo/.github/workflows/x.yml@v1", "./.github/workflows/x.yml");
    assert_eq!(found(&github(&local), "secrets-inherit"), []);

    let upload = "      - uses: actions/checkout@v4\n      - uses: actions/upload-artifact@v4\n        with:\n          path: .\n";
    assert_eq!(found(&github(&with("push", upload)), "artipacked"), one(9, DOUBT));
    let apart = upload.replace("checkout@v4", "checkout@v6.0.1");
    assert_eq!(found(&github(&with("push", &apart)), "artipacked"), []);
    let without = upload.replace("path: .", "path: |\n            .\n            !**/.git");
    assert_eq!(found(&github(&with("push", &without)), "artipacked"), []);
    let other = upload.replace("path: .", "path: |\n            .\n            !.github");
    assert_eq!(found(&github(&with("push", &other)), "artipacked"), one(10, DOUBT));
    let built = upload.replace("path: .", "path: dist");
    assert_eq!(found(&github(&with("push", &built)), "artipacked"), []);
}

#[test]
fn what_never_runs_is_no_hazard() {
    let head = with("pull_request_target", HEAD);
    let job = head.replace("    steps:", "    if: ${{ false }}\n    steps:");
    assert_eq!(found(&github(&job), "dangerous-triggers"), []);
    let step = head.replace("        with:", "        if: false\n        with:");
    assert_eq!(found(&github(&step), "dangerous-triggers"), []);
}

#[test]
fn conditions_that_keep_nobody_out() {
    let guarded = |condition: &str| {
        github(
            &with("pull_request_target", HEAD)
                .replace("    steps:", &format!("    if: {condition}\n    steps:")),
        )
    };
    let bot = guarded("github.actor == 'dependabot[bot]'");
    assert_eq!(found(&bot, "bot-conditions"), one(5, DOUBT));
    assert_eq!(found(&bot, "dangerous-triggers"), one(9, SURE));
    let author = guarded("github.event.pull_request.user.login == 'dependabot[bot]'");
    assert_eq!(found(&author, "bot-conditions"), []);
    assert_eq!(found(&author, "dangerous-triggers"), one(9, DOUBT));
    let same = "github.event.pull_request.head.repo.full_name == github.repository";
    for whole in [same.to_owned(), format!("${{{{ {same} }}}}")] {
        assert_eq!(found(&guarded(&whole), "dangerous-triggers"), [], "{whole}");
    }
    let mixed = guarded(&format!("success() && ${{{{ {same} }}}}"));
    assert_eq!(found(&mixed, "unsound-condition"), one(5, DOUBT));
    assert_eq!(found(&mixed, "dangerous-triggers"), one(9, SURE));
    let lines = guarded(&format!("|\n      ${{{{ {same} }}}}"));
    assert_eq!(found(&lines, "unsound-condition").len(), 1);
    assert_eq!(found(&lines, "dangerous-triggers"), one(10, SURE));
}

#[test]
fn a_head_that_a_step_looked_for() {
    let steps = |look: &str| {
        format!(
            "      - id: branch\n        {look}\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{{{ steps.branch.outputs.name }}}}\n"
        )
    };
    let looked = steps("run: echo \"name=$(gh pr view 1 --json headRefName)\" >> $GITHUB_OUTPUT");
    assert_eq!(
        found(&github(&with("issue_comment", &looked)), "dangerous-triggers"),
        one(10, DOUBT)
    );
    let own = steps("run: echo \"name=main\" >> $GITHUB_OUTPUT");
    assert_eq!(found(&github(&with("issue_comment", &own)), "dangerous-triggers"), []);
}

#[test]
fn texts_that_steps_and_jobs_give() {
    let text = |given: &str| {
        github(&format!(
            "on: issues\njobs:\n  a:\n    outputs:\n      t: ${{{{ steps.s.outputs.t }}}}\n    steps:\n      - id: s\n        env:\n          T: ${{{{ github.event.issue.title }}}}\n        run: echo \"t={given}\" >> \"$GITHUB_OUTPUT\"\n      - run: echo ${{{{ steps.s.outputs.t }}}}\n  b:\n    needs: a\n    steps:\n      - run: echo ${{{{ needs.a.outputs.t }}}}\n"
        ))
    };
    let lines = |given| -> Vec<usize> {
        found(&text(given), "template-injection").iter().map(|(line, ..)| *line).collect()
    };
    assert_eq!(lines("$T"), [11, 15]);
    assert!(lines("$(echo $T | tr -cd a-z)").is_empty());
    assert!(lines("$RUNNER_OS").is_empty());
    for given in ["${{ github.head_ref }}", "$(echo $GITHUB_HEAD_REF)"] {
        let steps = format!(
            "      - run: |\n          B={given}\n          echo \"NAME=$B\" >> $GITHUB_ENV\n      - run: git log ${{{{ env.NAME }}}}\n"
        );
        let lines = found(&github(&with("pull_request_target", &steps)), "template-injection");
        assert_eq!(lines.last(), Some(&(9, true, false)), "{given}");
    }
    let branch = "      - id: c\n        uses: xt0rted/pull-request-comment-branch@v3\n      - run: echo ${{ steps.c.outputs.head_ref }}\n";
    assert_eq!(found(&github(&with("issue_comment", branch)), "template-injection"), one(8, SURE));
    assert_eq!(found(&github(&with("schedule", branch)), "template-injection"), []);
    let eval = "      - run: eval \"git log $GITHUB_HEAD_REF\"\n";
    assert_eq!(
        found(&github(&with("pull_request_target", eval)), "template-injection"),
        one(6, SURE)
    );
}

#[test]
fn texts_given_to_later_steps_as_variables() {
    let step = |field: &str, command: &str| {
        let step =
            format!("      - env:\n          T: ${{{{ {field} }}}}\n        run: {command}\n");
        found(&github(&with("issues", &step)), "github-env")
    };
    let write = "echo \"NOTE=$T\" >> $GITHUB_ENV";
    assert_eq!(step("github.event.issue.body", write), one(8, SURE));
    assert_eq!(step("github.event.issue.title", write), []);
    assert_eq!(step("github.event.issue.title", "echo \"$T\" >> $GITHUB_PATH"), one(8, SURE));
    assert_eq!(step("github.event.issue.body", "echo \"$T\" >> note.txt"), []);
}

#[test]
fn images_and_rights_of_applications() {
    let job = |image: &str| {
        let text = format!(
            "on: push\njobs:\n  a:\n    services:\n      base:\n        image: {image}\n    steps: []\n"
        );
        found(&github(&text), "unpinned-images")
    };
    for image in ["postgres", "registry.example:5000/outils/base", "redis:latest"] {
        assert_eq!(job(image), one(6, INFO), "{image}");
    }
    for image in
        ["postgres:16", "registry.example:5000/base:1", "base@sha256:00", "${{ matrix.i }}"]
    {
        assert_eq!(job(image), [], "{image}");
    }
    let docker =
        with("push", "      - uses: docker://alpine\n      - uses: docker://alpine:3.20\n");
    assert_eq!(found(&github(&docker), "unpinned-images"), one(6, INFO));
    let app =
        "      - uses: actions/create-github-app-token@v2\n        with:\n          app-id: 1\n";
    assert_eq!(found(&github(&with("push", app)), "github-app"), one(6, INFO));
    let limited = format!("{app}          permission-contents: read\n");
    assert_eq!(found(&github(&with("push", &limited)), "github-app"), []);
    let old =
        "      - env:\n          ACTIONS_ALLOW_UNSECURE_COMMANDS: true\n        run: ./outil\n";
    assert_eq!(found(&github(&with("push", old)), "insecure-commands"), one(7, DOUBT));
    let slsa = "on: push\njobs:\n  a:\n    uses: slsa-framework/slsa-github-generator/.github/workflows/x.yml@v2.1.0\n";
    assert_eq!(found(&github(slsa), "unpinned-uses"), []);
}

#[test]
fn downloaded_scripts() {
    let run = |command: &str| {
        found(
            &github(&with("push", &format!("      - run: |\n          {command}\n"))),
            "pipe-to-shell",
        )
    };
    for command in [
        "curl -sSL https://example.org/install.sh | bash",
        "wget -qO- https://example.org/x | sudo -E sh -s -- -y",
        "bash <(curl -s https://example.org/x)",
        "sh -c \"$(curl -fsSL https://example.org/x)\"",
        "curl https://example.org/i.py | python3 -",
    ] {
        assert_eq!(run(command), one(7, INFO), "{command}");
    }
    assert_eq!(run("curl -k https://example.org/x | sh"), one(7, DOUBT));
    assert_eq!(run("curl http://example.org/x | sh"), one(7, DOUBT));
    for command in [
        "curl https://example.org/x | jq .",
        "curl -o x.sh https://example.org/x",
        "curl https://example.org/x | tar xz",
        "curl https://example.org/x | python3 -m json.tool",
        "curl https://example.org/x | tee install.sh",
        "curl https://example.org/x || bash y.sh",
        "curl https://a.fr; cat x | sh",
    ] {
        assert_eq!(run(command), [], "{command}");
    }
}

#[test]
fn sorted_and_bilingual() {
    let all = hazards(&github(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: self-hosted\n    steps:\n      - uses: x/y@v1\n      - run: echo ${{ github.head_ref }}\n",
    ));
    let keys: Vec<_> = all.iter().map(|h| (h.line, h.id)).collect();
    assert_eq!(
        keys,
        [
            (3, "excessive-permissions"),
            (4, "self-hosted-runner"),
            (6, "unpinned-uses"),
            (7, "template-injection")
        ]
    );
    for hazard in all {
        assert!(
            [&hazard.message.fr, &hazard.message.en, &hazard.fix.fr, &hazard.fix.en]
                .iter()
                .all(|t| t.ends_with('.'))
        );
    }
}
