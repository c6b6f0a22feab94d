//! The scripts of the GitLab component, with the default value of each input.

use super::release::{Machine, machine, read, told};
use super::{read as ours, value};
use crate::support::planted::github_token;

/// The shell of a job: what `key` lists as one block, with inputs replaced.
fn script(component: &str, key: &str) -> String {
    let from = component.find(&format!("\n  {key}:\n    - |\n")).expect(key);
    let lines = component[from..].lines().skip(3);
    lines
        .take_while(|line| line.starts_with("      ") || line.is_empty())
        .fold(String::new(), |script, line| script + line.get(6..).unwrap_or_default() + "\n")
}

/// The variables of the job, as the defaults of the inputs make them.
fn variables(component: &str) -> Vec<(String, String)> {
    let marked = component.lines().filter_map(|line| line.trim().split_once(": \"$[[ inputs."));
    let defaults =
        marked.filter(|(name, _)| name.starts_with("PUBLIABLE_")).map(|(name, input)| {
            let input = input.split(' ').next().expect("input");
            (name.to_string(), value(component, &format!("\n    {input}:"), "default"))
        });
    defaults.collect()
}

impl Machine {
    /// Runs the job; `curl` reads the release on disk instead of the network.
    fn job(&self, own: &[(&str, &str)]) -> (i32, String, String) {
        let component = ours("templates/publiable/template.yml");
        let bin = self.home.path().join("bin");
        std::fs::create_dir_all(&bin).expect("folder");
        let curl = "#!/bin/sh\nwhile [ $# -gt 2 ]; do [ \"$1\" = --output ] && file=$2; shift; done\n\
                    cp \"$RELEASES/${2##*/releases/download/}\" \"$file\"\n";
        std::fs::write(bin.join("curl"), curl).expect("write");
        let script = format!(
            "chmod +x {0}/curl; PATH={0}:$PATH\nset -e\n{1}\n{2}",
            bin.display(),
            script(&component, "before_script"),
            script(&component, "script")
        );
        let mut command = self.command("sh");
        command.args(["-c", &script]).envs(variables(&component)).env("RELEASES", &self.releases);
        told(
            command.env("TMPDIR", self.home.path()).envs(own.iter().copied()).output().expect("sh"),
        )
    }
}

#[test]
fn the_job_installs_audits_and_writes_the_reports() {
    let machine = machine();
    machine.write("README.md", "# Projet\n\nCalcule des aides.\n");
    machine.commit();
    let (code, out, errors) = machine.job(&[]);
    assert_eq!(code, 1, "{out}{errors}");
    assert!(out.contains("✘ NON PUBLIABLE"), "{out}");
    let component = ours("templates/publiable/template.yml");
    let (_, artifacts) = component.split_once("\n    paths:").expect("paths");
    let files = artifacts.split(|c: char| c.is_whitespace()).filter(|word| word.contains('.'));
    for file in files {
        assert!(!read(machine.repository.join(file)).is_empty(), "{file}");
    }
}

#[test]
fn a_merge_request_is_compared_with_its_target() {
    let machine = machine();
    machine.write("README.md", "# Projet\n\nCalcule des aides.\n");
    machine.write(".gitignore", "/publiable*\n/gl-*\n");
    let base = machine.commit();
    machine.write("calcul.py", "print(1)\n");
    machine.commit();
    let request = [
        ("PUBLIABLE_COMPARE", "true"),
        ("GITLAB_CI", "true"),
        ("CI_MERGE_REQUEST_IID", "7"),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.as_str()),
    ];
    let (code, out, errors) = machine.job(&request);
    assert_eq!(code, 0, "{out}{errors}");
    machine.write("reglages.py", &format!("TOKEN = \"{}\"\n", github_token(1)));
    machine.commit();
    assert_eq!(machine.job(&request).0, 1);
    // Elsewhere than in a merge request, the audit alone decides.
    assert_eq!(machine.job(&request[..2]).0, 1);
}

#[test]
fn a_release_that_was_changed_is_refused() {
    let machine = machine();
    let own = [("PUBLIABLE_SHA256", "0".repeat(64))];
    let (code, out, _) = machine.job(&[(own[0].0, &own[0].1)]);
    assert_eq!((code, out.contains("PUBLIABLE")), (2, false), "{out}");
    let (code, _, errors) = machine.job(&[("PUBLIABLE_VERSION", "9.9.9")]);
    assert_eq!(code, 2, "{errors}");
}
