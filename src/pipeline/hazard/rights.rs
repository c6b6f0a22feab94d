//! `excessive-permissions` and `self-hosted-runner`: what a job may touch.

use super::{Hazard, Level, Words, short};
use crate::pipeline::Forge;
use crate::pipeline::model::{Permissions, Place, Workflow};

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    // Forgejo and Gitea have no `permissions:` and only self-hosted runners.
    if workflow.forge != Forge::GitHub {
        return;
    }
    write_all(workflow, found);
    missing(workflow, found);
    broad(workflow, found);
    runners(workflow, found);
}

fn write_all(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let jobs = workflow.jobs.iter().filter_map(|j| j.permissions.as_ref());
    for permissions in workflow.permissions.iter().chain(jobs).filter(|p| p.write_all) {
        found.push(Hazard::new(
            "excessive-permissions",
            Level::Sure,
            permissions.place,
            Words {
                fr: "write-all donne au jeton de la tâche tous les droits d’écriture : une action compromise peut modifier le code, les versions et les paquets publiés.".to_owned(),
                en: "write-all gives the job's token every write access: a compromised action can change the code, releases and packages that are public.".to_owned(),
                fix_fr: "Écrire permissions: contents: read, et n’ajouter à chaque tâche que le droit dont elle se sert.",
                fix_en: "Write permissions: contents: read, and add to each job only the right it uses.",
            },
        ));
    }
}

fn missing(workflow: &Workflow, found: &mut Vec<Hazard>) {
    if workflow.permissions.is_some() {
        return;
    }
    // A workflow that is only called gets its rights from its caller.
    if !workflow.triggers.is_empty() && workflow.triggers.iter().all(|t| t.name == "workflow_call")
    {
        return;
    }
    let bare: Vec<_> = workflow.jobs.iter().filter(|j| j.permissions.is_none()).collect();
    let Some(first) = bare.first() else {
        return;
    };
    let count = bare.len();
    found.push(Hazard::new(
        "excessive-permissions",
        Level::Info,
        Place { line: first.line, column: 1 },
        Words {
            fr: format!("Sans permissions:, les droits du jeton de {count} tâche{} dépendent des réglages du dépôt, que ce fichier ne montre pas.", super::plural(count)),
            en: format!("Without permissions:, the token rights of {count} job{} depend on the repository settings, which this file does not show.", super::plural(count)),
            fix_fr: "Ajouter permissions: contents: read en tête du fichier.",
            fix_en: "Add permissions: contents: read at the top of the file.",
        },
    ));
}

/// Write access given to every job of a workflow that has several.
fn broad(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let Some(Permissions { writes, place, .. }) = &workflow.permissions else {
        return;
    };
    if workflow.jobs.len() < 2 || writes.is_empty() {
        return;
    }
    let scopes = short(&writes.join(", "));
    found.push(Hazard::new(
        "excessive-permissions",
        Level::Info,
        *place,
        Words {
            fr: format!("Toutes les tâches reçoivent un droit d’écriture ({scopes}) dont une seule a peut-être besoin."),
            en: format!("Every job gets write access ({scopes}) that perhaps only one needs."),
            fix_fr: "Déplacer ce droit dans la tâche qui s’en sert.",
            fix_en: "Move that right to the job that uses it.",
        },
    ));
}

fn runners(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let open = ["pull_request", "pull_request_target", "issue_comment"];
    let trigger = workflow.triggers.iter().find(|t| open.contains(&t.name.as_str()));
    for job in &workflow.jobs {
        let own = job.runners.iter().find(|r| r.label.eq_ignore_ascii_case("self-hosted"));
        let group = job.runners.iter().find(|r| r.group);
        let Some(runner) = own.or(group) else {
            continue;
        };
        // A group may hold GitHub's own larger machines.
        let sure = own.is_some() && trigger.is_some();
        let (fr, en) = match trigger {
            Some(t) => (
                format!("Une machine de l’administration exécute des tâches que {} ouvre aux inconnus : une fois le dépôt public, leur code peut y tourner et atteindre le réseau interne.", short(&t.name)),
                format!("A machine of the administration runs jobs that {} opens to strangers: once public, their code can run on it and reach the internal network.", short(&t.name)),
            ),
            None => (
                "Cette tâche dépend d’une machine interne, que la publication révèle et que les contributeurs n’ont pas.".to_owned(),
                "This job depends on an internal machine, which publication reveals and contributors do not have.".to_owned(),
            ),
        };
        let level = if sure { Level::Sure } else { Level::Doubt };
        found.push(Hazard::new(
            "self-hosted-runner",
            level,
            runner.place,
            Words {
                fr,
                en,
                fix_fr: "Utiliser une machine éphémère de GitHub (ubuntu-latest) pour ce qui vient de l’extérieur.",
                fix_en: "Use an ephemeral GitHub machine (ubuntu-latest) for whatever comes from outside.",
            },
        ));
    }
}
