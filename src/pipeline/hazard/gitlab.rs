//! GitLab: secrets in clear, remote includes, private runners.

use super::{Hazard, Level, Words, plural, short};
use crate::pipeline::gitlab::secret_in_clear;
use crate::pipeline::model::{Include, IncludeKind, Literal, Runner, Workflow};

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    secrets(workflow, found);
    workflow.includes.iter().for_each(|i| include(i, found));
    runners(workflow, found);
}

fn secrets(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let jobs = workflow.jobs.iter().flat_map(|j| &j.variables);
    for variable in workflow.variables.iter().chain(jobs) {
        let level = match secret_in_clear(variable) {
            Some(Literal::Likely) => Level::Sure,
            Some(Literal::Possible) => Level::Doubt,
            Some(Literal::Placeholder) => Level::Info,
            _ => continue,
        };
        let name = short(&variable.name);
        let (fr, en) = if level == Level::Info {
            (
                format!(
                    "La valeur de {name} est écrite en clair ; elle ressemble à une valeur de test, à confirmer."
                ),
                format!(
                    "The value of {name} is written in clear; it looks like a test value, to be confirmed."
                ),
            )
        } else {
            (
                format!(
                    "La valeur de {name} est écrite en clair : publier le dépôt, ou son historique, la donne à tous."
                ),
                format!(
                    "The value of {name} is written in clear: publishing the repository, or its history, gives it to everyone."
                ),
            )
        };
        found.push(Hazard::new(
            "gitlab-secret-in-clear",
            level,
            variable.place,
            Words {
                fr,
                en,
                fix_fr: "Révoquer cette valeur et la remplacer par une variable masquée et protégée des réglages CI/CD du projet.",
                fix_en: "Revoke this value and replace it with a masked, protected variable of the project's CI/CD settings.",
            },
        ));
    }
}

fn include(include: &Include, found: &mut Vec<Hazard>) {
    match include.kind {
        IncludeKind::Remote if !include.pinned => {
            let clear = include.target.starts_with("http://");
            let level = if clear { Level::Sure } else { Level::Doubt };
            found.push(Hazard::new(
                "gitlab-remote-include",
                level,
                include.place,
                Words {
                    fr: "Une partie de la CI est lue à une adresse extérieure : qui contrôle cette adresse fait exécuter ce qu’il veut avec les droits du projet.".to_owned(),
                    en: "Part of the CI is read from an outside address: whoever controls it has what they want run with the project's rights.".to_owned(),
                    fix_fr: "Copier le fichier dans le dépôt, ou fixer son contenu avec integrity:.",
                    fix_en: "Copy the file into the repository, or fix its content with integrity:.",
                },
            ));
        }
        IncludeKind::Project => {
            found.push(Hazard::new(
                "gitlab-project-include",
                Level::Info,
                include.place,
                Words {
                    fr: "Une partie de la CI vient d’un autre projet : s’il n’est pas public lui aussi, les contributeurs extérieurs ne pourront pas la lancer.".to_owned(),
                    en: "Part of the CI comes from another project: unless it is public too, outside contributors cannot run it.".to_owned(),
                    fix_fr: "Vérifier que ce projet est public, et le fixer par ref: à une version.",
                    fix_en: "Check that this project is public, and fix it to a version with ref:.",
                },
            ));
        }
        _ => {}
    }
}

/// GitLab.com's own machines, and tags that only describe a capability.
fn shared(runner: &Runner) -> bool {
    let label = runner.label.to_lowercase();
    label.starts_with("saas-")
        || label.starts_with("gitlab-org")
        || label.starts_with('$')
        || matches!(
            label.as_str(),
            "docker" | "linux" | "shared" | "windows" | "macos" | "amd64" | "arm64" | "x86_64"
        )
}

/// One hazard for the file, at the first private tag.
fn runners(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let mut private: Vec<&Runner> =
        workflow.jobs.iter().flat_map(|j| &j.runners).filter(|r| !shared(r)).collect();
    private.sort_by(|a, b| (a.place, &a.label).cmp(&(b.place, &b.label)));
    let Some(first) = private.first() else {
        return;
    };
    let mut labels: Vec<&str> = private.iter().map(|r| r.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    let count = labels.len();
    let many = plural(count);
    let name = short(&first.label);
    found.push(Hazard::new(
        "gitlab-private-runner",
        Level::Doubt,
        first.place,
        Words {
            fr: format!("{count} étiquette{many} de machines internes (la première : {name}) : la publication révèle cette infrastructure, et qui n’y a pas accès ne peut pas lancer la CI."),
            en: format!("{count} tag{many} of internal runners (the first: {name}): publication reveals this infrastructure, and whoever has no access to it cannot run the CI."),
            fix_fr: "Retirer tags: ou le remplacer par une variable, et réserver ces machines aux branches protégées.",
            fix_en: "Remove tags: or replace it with a variable, and keep those runners for protected branches.",
        },
    ));
}
