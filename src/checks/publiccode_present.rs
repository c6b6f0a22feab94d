//! A publiccode.yml at the root, the only place where it is read.

use super::{Audited, Check};
use crate::config::Profile;
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::snapshot::File;
use crate::text;
use crate::text::show::shell_quoted;

no_parameters!(pub(super) PubliccodePresent);

impl Check for PubliccodePresent {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        if let Some(file) = project.role("publiccode").into_iter().next() {
            return at_root(project, file);
        }
        if project.config.project.fork {
            return Answer::not_applicable(text!(
                "dépôt déclaré comme copie d’un autre projet",
                "declared as a fork of another project"
            ));
        }
        if let Some(file) = project.own_files().find(|file| named(file)) {
            return misplaced(file);
        }
        if project.config.project.profile == Profile::Esr
            && let Some(file) = project.role("codemeta").into_iter().next()
        {
            let path = &file.path;
            return Answer::pass(text!(
                "{path} tient lieu de publiccode.yml dans l’enseignement supérieur et la recherche",
                "{path} stands in for publiccode.yml in higher education and research"
            ))
            .seen(Location::file(path), text!("profil « esr »", "“esr” profile"));
        }
        let reason = text!("pas de publiccode.yml à la racine", "no publiccode.yml at the root");
        Answer::failing(Finding::new("publiccode.yml#absent", reason))
    }
}

/// True for a file that is meant as publiccode.yml, whatever its case and place.
fn named(file: &File) -> bool {
    matches!(
        file.name().to_lowercase().as_str(),
        "publiccode.yml" | "publiccode.yaml" | ".publiccode.yml"
    )
}

fn at_root(project: &Project<'_>, file: &File) -> Answer {
    let path = &file.path;
    let described = project.publiccode();
    let empty = described.is_none_or(|file| file.is_empty() && file.error.is_none());
    if empty {
        let message = text!("{path} ne contient aucune donnée", "{path} holds no data");
        let finding =
            Finding::new(format!("{path}#empty"), message.clone()).at(Location::file(path));
        return Answer::fail(message, vec![finding]);
    }
    let answer = Answer::pass(text!("{path} est à la racine", "{path} is at the root"));
    let name = described.and_then(|file| Some((file, file.get("name")?)));
    let answer = match name {
        Some((file, name)) => answer.seen(
            file.place(name),
            text!("logiciel : {value}", "software: {value}", value = name.value),
        ),
        None => answer.seen(Location::file(path), text!("présent", "present")),
    };
    let broken = described.and_then(|file| file.error.as_ref()).map(|error| {
        Finding::new(
            format!("{path}#yaml"),
            text!("ce YAML n’est pas lisible jusqu’au bout", "this YAML cannot be read to its end"),
        )
        .at(Location::line(path, error.line))
        .info()
    });
    answer.with(broken)
}

fn misplaced(file: &File) -> Answer {
    let path = &file.path;
    let message = text!(
        "{path} n’est pas lu : le fichier doit se trouver à la racine et s’appeler publiccode.yml",
        "{path} is not read: the file must be at the root and be called publiccode.yml"
    );
    let command = format!("git mv {} publiccode.yml", shell_quoted(path));
    let finding = Finding::new(format!("{path}#place"), message)
        .at(Location::file(path))
        .fix(text!("{command}", "{command}"));
    let reason = text!(
        "publiccode.yml est mal placé ou mal nommé",
        "publiccode.yml is misplaced or misnamed"
    );
    Answer::fail(reason, vec![finding])
}
