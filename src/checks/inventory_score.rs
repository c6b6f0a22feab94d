//! What the inventory of code.gouv.fr recognises in the repository: a file it
//! does not know by name counts for nothing.

use super::{Audited, Check};
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::score::inventory::{SOUGHT, Sought, recognised};
use crate::snapshot::File;
use crate::text;
use crate::text::show::shell_quoted;

no_parameters!(pub(super) InventoryScore);

impl Check for InventoryScore {
    fn run(&self, Audited { project, scores, .. }: Audited<'_>) -> Answer {
        let score = &scores.codegouvfr;
        let (minimum, described) = (score.minimum, score.described());
        let (mut findings, mut absences) = (Vec::new(), Vec::new());
        for sought in SOUGHT.iter().filter(|sought| recognised(project, sought).is_none()) {
            match played(project, sought) {
                Some(file) => findings.push(unrecognised(file, sought)),
                None => absences.extend(absent(sought)),
            }
        }
        let names = findings.len();
        findings.extend(absences);
        findings.extend(hidden(minimum, described));
        let told = text!(
            "score d’au moins {minimum} ({described} avec une description dans la forge ; copies et abonnés inconnus)",
            "score of at least {minimum} ({described} with a description in the forge; forks and subscribers unknown)"
        );
        let answer = if described < 0 {
            let reason = told.after("dépôt masqué : ", "hidden repository: ");
            Answer::fail(reason, findings)
        } else if names > 0 {
            let reason =
                told.after("noms de fichier non reconnus, ", "file names not recognised, ");
            Answer::fail(reason, findings)
        } else if minimum < 0 {
            Answer::unknown(told).with(findings)
        } else {
            Answer::pass(told).with(findings)
        };
        score.criteria.iter().filter(|one| one.met == Some(true)).fold(
            answer,
            |answer, criterion| {
                let points = criterion.points;
                let label =
                    criterion.label.after(&format!("{points:+} : "), &format!("{points:+}: "));
                answer
                    .seen(criterion.evidence.clone().map(Location::file).unwrap_or_default(), label)
            },
        )
    }
}

/// The file that plays the role for a person, wherever it stands.
fn played<'a>(project: &Project<'a>, sought: &Sought) -> Option<&'a File> {
    project.role(sought.role).into_iter().next().or_else(|| misplaced(project, sought))
}

/// The file that plays the role for a person when the inventory recognises none.
fn unrecognised(file: &File, sought: &Sought) -> Finding {
    let (path, name, points) = (&file.path, sought.name, sought.points);
    let extension = match file.extension().as_str() {
        "" => String::new(),
        extension => format!(".{extension}"),
    };
    let target = if name.contains('.') { name.to_string() } else { format!("{name}{extension}") };
    let message = match points {
        0 => text!(
            "l’inventaire de code.gouv.fr ne reconnaît pas {path} (sans effet sur le score)",
            "the code.gouv.fr inventory does not recognise {path} (no effect on the score)"
        ),
        _ => text!(
            "l’inventaire de code.gouv.fr ne reconnaît pas {path} : {points} points perdus",
            "the code.gouv.fr inventory does not recognise {path}: {points} points lost"
        ),
    };
    let command = format!("git mv {} {}", shell_quoted(path), shell_quoted(&target));
    Finding::new(format!("{path}#{name}"), message)
        .at(Location::file(path))
        .fix(text!("{command}", "{command}"))
}

/// A publiccode.yml below the root: no role lets it stand there.
fn misplaced<'a>(project: &Project<'a>, sought: &Sought) -> Option<&'a File> {
    let mut files = project.own_files().filter(|_| sought.role == "publiccode");
    files.find(|file| file.name().eq_ignore_ascii_case(sought.name))
}

fn absent(sought: &Sought) -> Option<Finding> {
    let (name, points) = (sought.name, sought.points);
    (points > 0).then(|| {
        let message =
            text!("pas de {name} : {points} points de moins", "no {name}: {points} points fewer");
        Finding::new(format!("absent#{name}"), message).info()
    })
}

fn hidden(minimum: i32, described: i32) -> Option<Finding> {
    if described < 0 {
        let message = text!(
            "score négatif : la liste en ligne de code.gouv.fr écarte le dépôt",
            "negative score: the online list of code.gouv.fr leaves the repository out"
        );
        return Some(Finding::new("score#negative", message));
    }
    let message = text!(
        "sans description dans la forge, le score serait négatif et le dépôt écarté de la liste en ligne",
        "without a description in the forge, the score would be negative and the repository left out of the online list"
    );
    (minimum < 0).then(|| Finding::new("score#description", message).unsure())
}
