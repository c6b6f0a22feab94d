//! The plan for people: in which order, with which commands.

use super::Leak;
use crate::lang::Lang;
use crate::secrets::Place;
use crate::secrets::inventory::heading;
use crate::text::show;
use std::fmt::Write;

/// Places listed for one secret; the rest is counted.
const PLACES: usize = 50;

/// What a plan is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subject {
    /// The name of the repository.
    pub name: String,
    /// The address to clone, as a person types it; empty when it is unknown.
    pub address: String,
    /// The folder of the plan, as a shell takes it.
    pub folder: String,
    /// True when the history was examined, rather than the current files alone.
    pub history: bool,
    /// True when paths are removed from the history (`paths.txt`).
    pub removes: bool,
    /// True when paths are renamed (`renames.txt`).
    pub renames: bool,
    /// Positions of the leaks whose value is too short to be replaced everywhere.
    pub too_short: Vec<usize>,
    /// What could not be seen, one sentence each.
    pub unseen: Vec<String>,
}

/// The plan in `lang`, in Markdown, without any secret.
pub(crate) fn plan(subject: &Subject, leaks: &[Leak], lang: Lang) -> String {
    let mut page = String::new();
    let writer = &mut page;
    preamble(writer, subject, leaks, lang);
    revoke(writer, leaks, lang);
    current(writer, leaks, lang);
    rewrite(writer, subject, lang);
    publish(writer, lang);
    listing(writer, subject, leaks, lang);
    page
}

/// Text that Markdown shows as it is.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => shown.push(' '),
            c if c.is_control() => shown.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            '<' => shown.push_str("&lt;"),
            c @ ('\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#') => {
                shown.push('\\');
                shown.push(c);
            }
            c => shown.push(c),
        }
    }
    shown
}

/// `text` as code in a line of Markdown.
fn code(text: &str) -> String {
    let shown: String =
        text.chars().map(|c| if c.is_control() || c == '`' { '\u{fffd}' } else { c }).collect();
    format!("`{shown}`")
}

fn preamble(page: &mut String, subject: &Subject, leaks: &[Leak], lang: Lang) {
    let (name, count) = (plain(&subject.name), leaks.len());
    let _ = match lang {
        Lang::Fr => writeln!(
            page,
            "# Plan de purge : {name}\n\nSecrets à retirer de l’historique : {count}. Ce plan ne réécrit rien \
             lui-même.\n\n**Ce dossier contient les secrets en clair** (`replacements.txt`) : ne le versionnez pas, \
             ne l’envoyez pas, supprimez-le une fois l’historique réécrit.\n"
        ),
        Lang::En => writeln!(
            page,
            "# Purge plan: {name}\n\nSecrets to take out of the history: {count}. This plan rewrites nothing by \
             itself.\n\n**This folder holds the secrets in clear** (`replacements.txt`): keep it out of version \
             control, do not send it, delete it once the history is rewritten.\n"
        ),
    };
    if !subject.history {
        page.push_str(lang.pick(
            "Seuls les fichiers de la version courante ont été examinés : un secret effacé depuis n’est pas dans ce plan.\n\n",
            "Only the files of the current version were examined: a secret deleted since is not in this plan.\n\n",
        ));
    }
    if !subject.unseen.is_empty() {
        page.push_str(lang.pick("**Non lu** :\n\n", "**Not read**:\n\n"));
        for line in &subject.unseen {
            let _ = writeln!(page, "- {}", plain(line));
        }
        page.push('\n');
    }
}

fn revoke(page: &mut String, leaks: &[Leak], lang: Lang) {
    page.push_str(lang.pick(
        "## 1. Révoquer d’abord\n\nUn secret versionné est à considérer comme connu : des copies existent déjà. \
         Tant qu’il n’est pas révoqué, réécrire l’historique ne protège de rien.\n\n",
        "## 1. Revoke first\n\nA secret under version control is to be taken as known: copies exist already. As long \
         as it is not revoked, rewriting the history protects nothing.\n\n",
    ));
    for leak in leaks {
        let told = &leak.told;
        let name = plain(told.name.get(lang));
        let fingerprint = code(&told.detection.fingerprint.0);
        let how = match &told.revoke {
            Some(revoke) => plain(revoke.get(lang)),
            None => lang
                .pick(
                    "Changer cette valeur dans le service qui l’a délivrée.",
                    "Change this value in the service that issued it.",
                )
                .to_string(),
        };
        let colon = lang.pick(" :", ":");
        let _ = writeln!(page, "- [ ] **{name}** ({fingerprint}){colon} {how}");
    }
    page.push('\n');
}

fn current(page: &mut String, leaks: &[Leak], lang: Lang) {
    let held: Vec<&Leak> = leaks
        .iter()
        .filter(|leak| leak.told.detection.places.iter().any(|place| place.in_head))
        .collect();
    page.push_str(lang.pick(
        "## 2. Retirer de la version courante\n\n",
        "## 2. Remove from the current version\n\n",
    ));
    if held.is_empty() {
        page.push_str(lang.pick(
            "Aucun de ces secrets n’est dans la version courante.\n\n",
            "None of these secrets is in the current version.\n\n",
        ));
        return;
    }
    page.push_str(lang.pick(
        "Remplacez-les par une variable d’environnement ou un fichier non versionné, et publiez ce commit avant de \
         réécrire : sans cela, la réécriture laisse `***REMOVED***` dans du code en service.\n\n",
        "Replace them with an environment variable or an unversioned file, and push that commit before rewriting: \
         otherwise the rewriting leaves `***REMOVED***` in running code.\n\n",
    ));
    for leak in held {
        for place in leak.told.detection.places.iter().filter(|place| place.in_head).take(PLACES) {
            let _ = writeln!(page, "- [ ] {}", code(&at(place, lang)));
        }
    }
    page.push('\n');
}

fn rewrite(page: &mut String, subject: &Subject, lang: Lang) {
    let address = match subject.address.as_str() {
        "" => lang.pick("ADRESSE", "ADDRESS"),
        address => address,
    };
    let folder = &subject.folder;
    let _ = writeln!(
        page,
        "{}\n\n```sh\ngit clone --mirror {address} {}\n```\n",
        lang.pick(
            "## 3. Geler et sauvegarder\n\nFaites fusionner ou fermer les demandes ouvertes et suspendez les envois. La \
             sauvegarde contient les secrets : rangez-la en lieu sûr et fixez la date de sa destruction.",
            "## 3. Freeze and back up\n\nHave open requests merged or closed, and suspend pushes. The backup holds the \
             secrets: keep it in a safe place and set the date of its destruction.",
        ),
        lang.pick("sauvegarde.git", "backup.git"),
    );
    page.push_str(lang.pick(
        "## 4. Réécrire sur un clone neuf\n\nAvec [git-filter-repo](https://github.com/newren/git-filter-repo) 2.47 ou \
         plus récent. Toutes les références sont réécrites ; n’ajoutez ni `--refs` ni `--partial`, qui laisseraient les \
         secrets dans les autres.\n\n",
        "## 4. Rewrite in a fresh clone\n\nWith [git-filter-repo](https://github.com/newren/git-filter-repo) 2.47 or \
         later. Every reference is rewritten; add neither `--refs` nor `--partial`, which would leave the secrets in \
         the others.\n\n",
    ));
    let clean = lang.pick("propre", "clean");
    let _ = write!(
        page,
        "```sh\ngit clone --no-local {address} {clean}\ncd {clean}\ngit filter-repo --sensitive-data-removal \\\n  \
         --replace-text {folder}/replacements.txt \\\n  --replace-message {folder}/replacements.txt"
    );
    if subject.removes {
        let _ = write!(page, " \\\n  --invert-paths --paths-from-file {folder}/paths.txt");
    }
    page.push('\n');
    if subject.renames {
        let _ = writeln!(page, "git filter-repo --force --paths-from-file {folder}/renames.txt");
    }
    page.push_str("publiable audit .\n```\n\n");
    if subject.removes {
        page.push_str(lang.pick(
            "`paths.txt` nomme les fichiers retirés entièrement de l’historique, version courante comprise : relisez-le.\n\n",
            "`paths.txt` names the files removed whole from the history, current version included: read it over.\n\n",
        ));
    }
    page.push_str(lang.pick(
        "Le remplacement ne touche pas les fichiers binaires ni ceux en UTF-16 : si l’audit y trouve encore un secret, \
         ajoutez leur chemin à `paths.txt` (une ligne `literal:chemin`) et recommencez sur un clone neuf. Les étiquettes \
         sont réécrites et leurs signatures perdues : signez-les à nouveau.\n\n",
        "Replacing does not touch binary files nor those in UTF-16: if the audit still finds a secret there, add their \
         path to `paths.txt` (a line `literal:path`) and start again from a fresh clone. Tags are rewritten and lose \
         their signatures: sign them again.\n\n",
    ));
}

fn publish(page: &mut String, lang: Lang) {
    page.push_str(lang.pick(
        "## 5. Publier le résultat\n\nLevez le temps de l’envoi la protection des branches, puis :\n\n\
         ```sh\ngit push --force --mirror origin\n```\n\n\
         La forge refuse les références des demandes de fusion (`refs/pull/*`, `refs/merge-requests/*`) : c’est attendu, \
         la suite s’en charge.\n\n\
         - [ ] **Demandes de fusion** : leurs références et leurs vues gardent les anciens commits. GitHub : demandez \
         au support leur suppression, avec la liste des commits changés qu’affiche git-filter-repo. GitLab : réglages du \
         dépôt, nettoyage, avec `.git/filter-repo/commit-map`.\n\
         - [ ] **Copies** : chaque fork et chaque miroir garde les secrets ; demandez leur suppression ou leur réécriture.\n\
         - [ ] **Caches** : archives des publications, artefacts et journaux d’intégration continue, paquets et images \
         construits depuis ces commits, index de recherche.\n\
         - [ ] **Git LFS** : les objets retirés restent sur le serveur jusqu’à ce que la forge les supprime.\n\
         - [ ] **Clones** : chacun clone à nouveau ; une ancienne branche fusionnée ramènerait les secrets.\n\n\
         ## 6. Vérifier\n\n```sh\npubliable audit .\n```\n\n\
         Sur un nouveau clone complet. Un secret révoqué que l’on choisit de laisser s’enregistre dans `publiable.toml` \
         (`publiable secrets baseline update --reason revoque`). Détruisez ensuite ce dossier et, à la date dite, la \
         sauvegarde.\n\n",
        "## 5. Publish the result\n\nLift branch protection while pushing, then:\n\n\
         ```sh\ngit push --force --mirror origin\n```\n\n\
         The forge refuses the references of merge requests (`refs/pull/*`, `refs/merge-requests/*`): that is expected, \
         what follows deals with them.\n\n\
         - [ ] **Merge requests**: their references and views keep the old commits. GitHub: ask support to delete them, \
         with the list of changed commits that git-filter-repo prints. GitLab: repository settings, cleanup, with \
         `.git/filter-repo/commit-map`.\n\
         - [ ] **Copies**: every fork and every mirror keeps the secrets; ask for their deletion or rewriting.\n\
         - [ ] **Caches**: release archives, continuous-integration artefacts and logs, packages and images built from \
         these commits, search indexes.\n\
         - [ ] **Git LFS**: removed objects stay on the server until the forge deletes them.\n\
         - [ ] **Clones**: everyone clones again; merging an old branch would bring the secrets back.\n\n\
         ## 6. Check\n\n```sh\npubliable audit .\n```\n\n\
         In a new, complete clone. A revoked secret that one chooses to leave is recorded in `publiable.toml` \
         (`publiable secrets baseline update --reason revoque`). Then destroy this folder and, on the date set, the \
         backup.\n\n",
    ));
}

fn listing(page: &mut String, subject: &Subject, leaks: &[Leak], lang: Lang) {
    page.push_str(lang.pick("## Constats\n", "## Findings\n"));
    for (at_leak, leak) in leaks.iter().enumerate() {
        let detection = &leak.told.detection;
        let _ = writeln!(
            page,
            "\n### {} ({})\n\n{} · {}\n",
            plain(leak.told.name.get(lang)),
            code(&detection.fingerprint.0),
            code(&detection.redacted),
            code(&detection.pattern),
        );
        if subject.too_short.contains(&at_leak) {
            page.push_str(lang.pick(
                "**Valeur trop courte pour être remplacée partout** : elle n’est pas dans `replacements.txt`. Réécrivez \
                 ces lignes ou retirez ces fichiers à la main.\n\n",
                "**Value too short to be replaced everywhere**: it is not in `replacements.txt`. Rewrite these lines or \
                 remove these files by hand.\n\n",
            ));
        }
        for place in detection.places.iter().take(PLACES) {
            let head = match place.in_head {
                true => lang.pick(", dans la version courante", ", in the current version"),
                false => "",
            };
            let _ = writeln!(page, "- {}{head}", code(&at(place, lang)));
        }
        match detection.places.len().saturating_sub(PLACES) {
            0 => {}
            more => drop(writeln!(page, "- … {more}")),
        }
    }
}

/// `path:line @ commit (day)`.
fn at(place: &Place, lang: Lang) -> String {
    let mut shown = heading(place).get(lang).to_string();
    let _ = write!(shown, ":{}", place.line);
    if let (Some(commit), Some(_)) = (&place.commit, &place.path) {
        let _ = write!(shown, " @ {}", show::short_id(commit));
    }
    if let Some(date) = &place.date {
        let _ = write!(shown, " ({})", show::day(date));
    }
    shown
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::finding::Fingerprint;
    use crate::lang::Text;
    use crate::secrets::inventory::Told;
    use crate::secrets::{Detection, Family, Level, Secret, Sort};

    /// A leak of `value`, in HEAD or in the past.
    pub(crate) fn leak(value: &str, in_head: bool) -> Leak {
        let place = Place {
            sort: Sort::File,
            path: Some("a|b.env".into()),
            line: 3,
            column: 1,
            commit: (!in_head).then(|| "0123456789abcdef".to_string()),
            date: (!in_head).then(|| "2024-05-06T07:08:09Z".to_string()),
            in_head,
            excerpt: None,
        };
        let detection = Detection {
            pattern: "password".into(),
            family: Family::Credential,
            fingerprint: Fingerprint::new("password", value),
            value: Fingerprint::new("value", value),
            seen_as: Default::default(),
            redacted: "••••(8)".into(),
            level: Level::Report,
            certainty: crate::finding::Certainty::Probable,
            confidence: 90,
            reason: Text::same(""),
            places: vec![place],
        };
        let told = Told {
            detection,
            name: Text::new("Mot de passe", "Password"),
            revoke: None,
            allowed: None,
            revealed: None,
        };
        Leak { told, secret: Secret::new(value), paths: Vec::new() }
    }

    #[test]
    fn the_plan_says_in_order_what_to_do_and_never_the_secret() {
        let leaks = [leak("hunter-one", true), leak("hunter-two", false)];
        let subject = Subject {
            name: "projet".into(),
            removes: true,
            too_short: vec![1],
            ..Subject::default()
        };
        for lang in [Lang::Fr, Lang::En] {
            let page = plan(&subject, &leaks, lang);
            let order: Vec<Option<usize>> = [
                "## 1.",
                "## 2.",
                "--mirror",
                "--replace-text",
                "--invert-paths",
                "git push",
                "## 6.",
            ]
            .iter()
            .map(|step| page.find(step))
            .collect();
            assert!(order.is_sorted() && order[0].is_some(), "{order:?}\n{page}");
            assert!(!page.contains("hunter-"), "{page}");
            assert!(page.contains("a|b.env:3 @ 0123456789 (2024-05-06)"), "{page}");
        }
    }
}
