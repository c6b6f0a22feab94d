//! The scripts of the action.

use super::release::{Machine, archive, machine, read, told};
use super::{VERSION, root};
use crate::support::planted::github_token;
use std::collections::BTreeMap;

impl Machine {
    fn install(&self, variables: &[(&str, &str)]) -> (i32, String, String) {
        let mut command = self.command("sh");
        command.arg(root().join(".ci/install.sh")).arg(self.home.path().join("bin"));
        command.env("PUBLIABLE_RELEASES", &self.releases).env("PUBLIABLE_VERSION", VERSION);
        told(command.envs(variables.iter().copied()).output().expect("sh"))
    }

    /// Runs the audit of the action as a runner does; also answers the outputs
    /// of the step and the job's summary.
    fn audit(&self, variables: &[(&str, &str)]) -> Step {
        let file = |name: &str| self.home.path().join(name);
        let mut command = self.command("sh");
        command.arg(root().join(".ci/audit.sh")).env("PUBLIABLE_OUT", file("reports"));
        command.env("PUBLIABLE", env!("CARGO_BIN_EXE_publiable")).env("PUBLIABLE_LANG", "en");
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_OUTPUT", file("outputs"));
        command.env("GITHUB_STEP_SUMMARY", file("summary"));
        command.envs(variables.iter().copied());
        let (code, log, errors) = told(command.output().expect("sh"));
        let outputs = read(file("outputs"));
        let outputs = outputs.lines().filter_map(|line| line.split_once('='));
        let outputs = outputs.map(|(key, value)| (key.to_string(), value.to_string())).collect();
        Step { code, log, errors, outputs, summary: read(file("summary")) }
    }
}

struct Step {
    code: i32,
    log: String,
    errors: String,
    outputs: BTreeMap<String, String>,
    summary: String,
}

#[test]
fn a_release_is_installed_when_its_checksum_is_right() {
    let machine = machine();
    let (code, out, errors) = machine.install(&[]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let told = machine.command(out.trim()).arg("--version").output().expect("the program");
    assert!(String::from_utf8_lossy(&told.stdout).starts_with(&format!("publiable {VERSION}")));
    let left = std::fs::read_dir(machine.home.path().join("bin")).expect("folder").count();
    assert_eq!(left, 1, "nothing but the program stays");
    // A version is taken with or without its v, an own checksum instead of the release's.
    let sums = machine.releases.join(format!("v{VERSION}/SHA256SUMS"));
    let sum = read(&sums).split(' ').next().expect("sum").to_string();
    std::fs::remove_file(sums).expect("remove");
    let version = format!("v{VERSION}");
    let given = [("PUBLIABLE_VERSION", version.as_str()), ("PUBLIABLE_SHA256", &sum)];
    assert_eq!(machine.install(&given).0, 0);
}

#[test]
fn a_release_is_refused_otherwise() {
    let machine = machine();
    let refused = |variables: &[(&str, &str)], why: &str| {
        let (code, out, errors) = machine.install(variables);
        assert_eq!((code, out.as_str()), (2, ""), "{why}");
        assert!(errors.contains(why), "{errors}");
        assert!(!machine.home.path().join("bin/publiable").exists());
    };
    refused(&[("PUBLIABLE_SHA256", &"0".repeat(64))], "SHA-256");
    refused(&[("PUBLIABLE_VERSION", "9.9.9")], "not found");
    refused(&[("PUBLIABLE_VERSION", "1/../..")], "not a version");
    refused(&[("PUBLIABLE_RELEASES", "http://forge.example.org/r")], "https://");
    let folder = machine.releases.join(format!("v{VERSION}"));
    let (sums, name) = (folder.join("SHA256SUMS"), archive());
    std::fs::write(&sums, "").expect("write");
    refused(&[], "not in SHA256SUMS");
    std::fs::write(&sums, format!("{}  {name}.tar.gz\n", "0".repeat(64))).expect("write");
    refused(&[], "SHA-256");
}

#[test]
fn an_audit_tells_the_log_the_annotations_the_summary_and_the_outputs() {
    let machine = machine();
    machine.write("README.md", "# Projet\n\nCalcule des aides.\n");
    machine.commit();
    let formats = "sarif=out.sarif\nhtml=rapport de projet.html\n";
    let step = machine.audit(&[("PUBLIABLE_FORMAT", formats), ("PUBLIABLE_DEGREE", "B")]);
    assert_eq!((step.code, step.errors.lines().count()), (1, 0), "{}", step.errors);
    assert!(step.log.starts_with("::stop-commands::"), "{}", step.log);
    assert!(step.log.contains("✘ NOT PUBLISHABLE") && step.log.contains("\n::error"));
    assert!(step.summary.contains("licence/present"), "{}", step.summary);
    assert_eq!(step.outputs["verdict"], "non-publiable");
    assert_eq!((step.outputs["degree"].as_str(), step.outputs["exit-code"].as_str()), ("", "1"));
    assert_eq!(step.outputs["sarif"], "out.sarif");
    for report in ["out.sarif", "rapport de projet.html", &step.outputs["json"]] {
        assert!(
            machine.repository.join(report).metadata().is_ok_and(|it| it.len() > 0),
            "{report}"
        );
    }
}

#[test]
fn what_cannot_be_told_fails_once_the_rest_was() {
    let machine = machine();
    machine.write("README.md", "# Projet\n");
    machine.commit();
    // A program whose second command fails: the audit is made, its report is not.
    let failing = machine.home.path().join("failing");
    let script = |code: i32, format: &str| {
        let program = env!("CARGO_BIN_EXE_publiable");
        let words = "#!/bin/sh\ncase \"$*\" in\n";
        format!("{words}report*{format}*) exit {code} ;;\n*) exec '{program}' \"$@\" ;;\nesac\n")
    };
    for (code, format) in [(2, "github"), (3, "github"), (3, "markdown")] {
        std::fs::write(&failing, script(code, format)).expect("written");
        machine.command("chmod").arg("+x").arg(&failing).status().expect("chmod");
        let step = machine.audit(&[
            ("PUBLIABLE", failing.to_str().expect("path")),
            ("PUBLIABLE_FORMAT", "sarif=out.sarif"),
        ]);
        assert_eq!(step.code, code, "{format}: {}", step.errors);
        assert_eq!(step.outputs["exit-code"], code.to_string());
        assert_eq!(step.outputs["verdict"], "non-publiable");
        assert_eq!(step.outputs["sarif"], "out.sarif");
        assert!(!step.outputs["json"].is_empty());
    }
}

#[test]
fn a_wrong_input_is_a_usage_error() {
    let machine = machine();
    machine.write("README.md", "# Projet\n");
    machine.commit();
    for wrong in [
        ("PUBLIABLE_FORMAT", "sarif"),
        ("PUBLIABLE_FORMAT", "papyrus=a"),
        ("PUBLIABLE_FAIL_ON", "never"),
        ("PUBLIABLE_DEGREE", "Z"),
        ("PUBLIABLE_COMPARE", "no-such-revision"),
        ("PUBLIABLE_PATH", "absent"),
    ] {
        let step = machine.audit(&[wrong]);
        assert_eq!(step.code, 2, "{wrong:?}: {}", step.errors);
        assert!(!step.errors.is_empty(), "{wrong:?}");
    }
}

#[test]
fn a_comparison_fails_for_what_is_new_only() {
    let machine = machine();
    machine.write("README.md", "# Projet\n\nCalcule des aides.\n");
    let before = machine.commit();
    machine.write("calcul.py", "print(1)\n");
    machine.commit();
    let same = machine.audit(&[("PUBLIABLE_COMPARE", &before)]);
    assert_eq!(same.code, 0, "{}{}", same.log, same.errors);
    assert_eq!(same.outputs["verdict"], "non-publiable");
    // A first program without tests is new, at a severity that some gates are not about.
    for (words, code) in [
        (["not-publishable", "bloquant", "Nouveau-Bloquant", "new-blocking"], 0),
        (["recommended", "recommandé", "nouveau-recommandé", "new"], 1),
    ] {
        for word in words {
            let step = [("PUBLIABLE_COMPARE", before.as_str()), ("PUBLIABLE_FAIL_ON", word)];
            assert_eq!(machine.audit(&step).code, code, "{word}");
        }
    }
    let token = github_token(1);
    machine.write("reglages.py", &format!("TOKEN = \"{token}\"\n"));
    machine.commit();
    let worse = machine.audit(&[("PUBLIABLE_COMPARE", &before)]);
    assert_eq!((worse.code, worse.outputs["exit-code"].as_str()), (1, "1"), "{}", worse.log);
    assert!(
        worse.log.contains("::error file=reglages.py,line=1,col=10,title=new%3A "),
        "{}",
        worse.log
    );
    assert!(worse.summary.contains("reglages.py"), "{}", worse.summary);
    assert!(!worse.log.contains(&token) && !worse.summary.contains(&token));
    // The target branch is found in a pull request; elsewhere everything counts.
    let auto = [("PUBLIABLE_COMPARE", "auto"), ("GITHUB_BASE_REF", "cible")];
    machine.branch("cible", &before);
    assert_eq!(machine.audit(&auto).code, 1);
    assert!(machine.audit(&auto).log.contains("since cible @ "));
    machine.branch("cible", "HEAD");
    assert_eq!(machine.audit(&auto).code, 0);
    assert_eq!(machine.audit(&auto[..1]).code, 1);
}
