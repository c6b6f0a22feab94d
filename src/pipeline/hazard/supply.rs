//! Other people's code: `unpinned-uses`, `secrets-inherit`, `artipacked`.

use super::{Hazard, Level, Words, plural, short};
use crate::pipeline::model::{Job, Place, Uses, Workflow};

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    unpinned(workflow, found);
    for job in &workflow.jobs {
        secrets(job, found);
        artifact(job, found);
    }
}

/// Code of someone else than the forge, named by a tag or a branch.
fn movable(uses: &Uses) -> bool {
    let action = uses.action.to_lowercase();
    let first_party = [
        "actions/",
        "github/",
        "https://code.forgejo.org/actions/",
        "https://data.forgejo.org/actions/",
    ];
    !action.starts_with("./")
        && !action.starts_with("docker://")
        && !first_party.iter().any(|p| action.starts_with(p))
        && !uses.reference.is_empty()
        && !uses.pinned()
}

fn unpinned(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let mut all: Vec<&Uses> =
        workflow.jobs.iter().flat_map(|j| &j.uses).filter(|u| movable(u)).collect();
    all.sort_by_key(|u| (u.line, u.column));
    all.dedup_by_key(|u| (u.line, u.column));
    let Some(first) = all.first() else {
        return;
    };
    let count = all.len();
    let name = short(&first.action);
    let many = plural(count);
    found.push(Hazard::new(
        "unpinned-uses",
        Level::Info,
        Place { line: first.line, column: first.column },
        Words {
            fr: format!("{count} action{many} de tiers désignée{many} par une étiquette ou une branche que leur auteur peut déplacer (la première : {name})."),
            en: format!("{count} third-party action{many} named by a tag or branch that their author can move (the first: {name})."),
            fix_fr: "Désigner chaque action par l’empreinte complète de son commit, avec sa version en commentaire.",
            fix_en: "Name each action by its full commit hash, with its version in a comment.",
        },
    ));
}

fn secrets(job: &Job, found: &mut Vec<Hazard>) {
    for call in job.uses.iter().filter(|u| u.reusable && !u.action.starts_with("./")) {
        let Some(place) = call.inherits_secrets else {
            continue;
        };
        let name = short(&call.action);
        found.push(Hazard::new(
            "secrets-inherit",
            Level::Doubt,
            place,
            Words {
                fr: format!("Tous les secrets du dépôt sont donnés à un workflow d’un autre dépôt ({name}), dont le code peut changer sans vous."),
                en: format!("Every secret of the repository is given to a workflow of another repository ({name}), whose code can change without you."),
                fix_fr: "Nommer dans secrets: les seuls secrets dont ce workflow a besoin.",
                fix_en: "List under secrets: only the secrets that workflow needs.",
            },
        ));
    }
}

/// The checkout leaves its token in `.git`, and the whole folder is published.
fn artifact(job: &Job, found: &mut Vec<Hazard>) {
    let keeps_token = job
        .uses
        .iter()
        .any(|u| u.is("actions/checkout") && u.input("persist-credentials") != Some("false"));
    if !keeps_token {
        return;
    }
    for call in job.uses.iter().filter(|u| u.is("actions/upload-artifact")) {
        let Some((_, path, place)) = call.inputs.iter().find(|(name, _, _)| name == "path") else {
            continue;
        };
        let whole = path.lines().map(str::trim).any(|p| {
            matches!(
                p.trim_end_matches('/'),
                "." | "**" | "./**" | "${{ github.workspace }}" | ".git"
            )
        });
        if !whole {
            continue;
        }
        let hidden = call.input("include-hidden-files") == Some("true");
        let level = if hidden { Level::Sure } else { Level::Doubt };
        found.push(Hazard::new(
            "artipacked",
            level,
            *place,
            Words {
                fr: "Tout le dossier de travail devient un artefact téléchargeable, avec le jeton que checkout a laissé dans .git.".to_owned(),
                en: "The whole working folder becomes a downloadable artifact, with the token that checkout left in .git.".to_owned(),
                fix_fr: "Ajouter persist-credentials: false à checkout, ou ne publier que les fichiers produits.",
                fix_en: "Add persist-credentials: false to checkout, or upload only the files produced.",
            },
        ));
    }
}
