//! A licence text stands at the root, or in the `LICENSES/` folder of the REUSE
//! specification (contribution policy, pratique.md § Fichiers présents dans le
//! dépôt; DINUM guide § Analyser : vérifier la licence d'un logiciel).

use crate::checks::{Audited, Check};
use crate::document::BlockKind;
use crate::finding::{Answer, Finding, Location};
use crate::lang::{self, Text};
use crate::licence::identification::{Nature, Piece};
use crate::licence::identify::identify_text;
use crate::project::Project;
use crate::snapshot::{File, FileKind};
use crate::text;
use crate::text::pattern::Pattern;
use crate::text::show::shortened;
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};

/// Parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct LicencePresent {
    /// Bytes of text above which a file may hold a licence.
    min_bytes: usize,
    /// Characters under which a text without `grant` only names a licence.
    short: usize,
    /// Different words under which a text repeats itself, unless a known licence is as
    /// short.
    fewest_words: usize,
    /// What any licence text says: a permission, a warranty left out.
    grant: Pattern,
    /// Characters under which a text with `notice` is the notice of a licence
    /// whose text stands elsewhere.
    notice_below: usize,
    /// What only such a notice says.
    notice: Pattern,
    /// Root files that look like a licence but are no text.
    binary: Pattern,
    /// Root files named after a licence, which forges and inventories miss.
    misnamed: Pattern,
    /// Names that forges and inventories recognise.
    recognised: Pattern,
    /// Words of a README that mention a licence.
    mention: Pattern,
}

/// What a candidate file holds.
enum Held {
    Licence(usize),
    Unread(Text),
    Nothing(Text),
}

impl Check for LicencePresent {
    fn reads(&self, file: &File) -> bool {
        file.folder().is_empty() && self.misnamed.is_match(file.name())
    }

    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let answer = self.found(project);
        let told: Vec<Location> = answer.findings.iter().map(|one| one.location.clone()).collect();
        answer.with(empty_files(project).filter(|one| !told.contains(&one.location)))
    }
}

impl LicencePresent {
    fn found(&self, project: &Project<'_>) -> Answer {
        let root = project.role("licence");
        let held: Vec<(&File, Held)> =
            root.into_iter().map(|file| (file, self.held(project, file, true))).collect();
        if let Some(answer) = self.at_root(project, &held) {
            return answer;
        }
        if let Some(answer) = self.pointed_at(project, &held) {
            return answer;
        }
        let folder = project.role("licence-folder").into_iter();
        let folder: Vec<(&File, Held)> =
            folder.map(|file| (file, self.held(project, file, false))).collect();
        if let Some(answer) = in_folder(&folder) {
            return answer;
        }
        for (file, held) in held.iter().chain(&folder) {
            if let Held::Unread(why) = held {
                let path = &file.path;
                let reason = why.after(&format!("{path} : "), &format!("{path}: "));
                return Answer::unknown(reason);
            }
        }
        let unseen = project.snapshot.skipped.iter().find(|skipped| {
            let plays = |role| project.plays(role, &skipped.path);
            skipped.incomplete && (plays("licence") || plays("licence-folder"))
        });
        if let Some(skipped) = unseen {
            let path = &skipped.path;
            return Answer::unknown(
                skipped.reason.after(&format!("{path} : "), &format!("{path}: ")),
            );
        }
        self.absent(project, &held)
    }

    fn held(&self, project: &Project<'_>, file: &File, strict: bool) -> Held {
        let Some(facts) = project.facts(file) else {
            return Held::Nothing(text!(
                "le lien ne mène à aucun fichier",
                "the link leads to no file"
            ));
        };
        if let Some(error) = &facts.error {
            return Held::Unread(error.clone());
        }
        if facts.lfs_pointer {
            return Held::Nothing(text!(
                "le fichier n’est qu’un pointeur Git LFS, pas un texte",
                "the file is only a Git LFS pointer, not a text"
            ));
        }
        let Some(text) = facts.text.as_deref() else {
            return Held::Nothing(text!("ce n’est pas un fichier texte", "it is not a text file"));
        };
        let text = text.trim();
        let bytes = text.len();
        match bytes {
            0 => Held::Nothing(empty()),
            _ if bytes <= self.min_bytes => Held::Nothing(text!(
                "le fichier ne contient que {bytes} octets : ce n’est pas le texte d’une licence",
                "the file holds only {bytes} bytes: it is not the text of a licence"
            )),
            _ if strict && self.only_names(text) => Held::Nothing(text!(
                "le fichier nomme une licence ou y renvoie, sans en contenir le texte",
                "the file names a licence or refers to one, without holding its text"
            )),
            _ if self.repeats_itself(text) => Held::Nothing(text!(
                "le fichier répète les mêmes mots : ce n’est pas le texte d’une licence",
                "the file repeats the same words: it is not the text of a licence"
            )),
            _ => Held::Licence(bytes),
        }
    }

    /// True for a text made of a few words, however long, that no known licence is.
    fn repeats_itself(&self, text: &str) -> bool {
        let mut known = HashSet::new();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        for word in words {
            known.insert(word.to_lowercase());
            if known.len() >= self.fewest_words {
                return false;
            }
        }
        let is_text = |piece: &Piece| piece.nature == Nature::Text;
        text.len() > self.notice_below || !identify_text(text).pieces.iter().any(is_text)
    }

    fn only_names(&self, text: &str) -> bool {
        let length = text.chars().count();
        (length < self.short && !self.grant.is_match(text))
            || (length < self.notice_below && self.notice.is_match(text))
    }

    fn at_root(&self, project: &Project<'_>, held: &[(&File, Held)]) -> Option<Answer> {
        let found: Vec<(&File, usize)> = held
            .iter()
            .filter_map(|(file, held)| match held {
                Held::Licence(bytes) => Some((*file, *bytes)),
                _ => None,
            })
            .collect();
        let path = &found.first()?.0.path;
        let mut answer = Answer::pass(text!(
            "un fichier de licence est à la racine ({path})",
            "there is a licence file at the root ({path})"
        ));
        for (file, bytes) in &found {
            answer =
                answer.seen(Location::file(&file.path), text!("{bytes} octets", "{bytes} bytes"));
        }
        if !found.iter().any(|(file, _)| self.recognised.is_match(file.name())) {
            let message = text!(
                "les inventaires de codes sources et certaines forges ne reconnaissent pas le nom « {path} »",
                "source-code inventories and some forges do not recognise the name “{path}”"
            );
            let fix = text!(
                "renommer le fichier : git mv {path} LICENSE",
                "rename the file: git mv {path} LICENSE"
            );
            answer = answer.with([remark(path, "name", message).fix(fix)]);
        }
        let in_git = project.snapshot.metadata.is_some();
        let new = found.iter().filter(|(file, _)| in_git && !file.tracked);
        Some(answer.with(new.map(|(file, _)| untracked(file))))
    }

    /// A root licence file that names the root file which holds the text.
    fn pointed_at(&self, project: &Project<'_>, held: &[(&File, Held)]) -> Option<Answer> {
        held.iter().find_map(|(file, _)| {
            let words = project.text(file)?;
            let text = self.misnamed(project).find(|text| words.contains(text.name()))?;
            let (path, target) = (&file.path, &text.path);
            let reason = text!(
                "{path} renvoie au texte de la licence, à la racine ({target})",
                "{path} refers to the text of the licence, at the root ({target})"
            );
            let message = text!(
                "forges et inventaires ne reconnaissent pas une licence sous le nom « {target} »",
                "forges and inventories do not recognise a licence under the name “{target}”"
            );
            let seen = text!("texte de la licence", "text of the licence");
            let answer = Answer::pass(reason).seen(Location::file(target), seen);
            Some(answer.with([remark(target, "name", message)]))
        })
    }

    /// Root files that hold a licence under a name nobody looks for.
    fn misnamed<'p>(&'p self, project: &'p Project<'_>) -> impl Iterator<Item = &'p File> {
        project.own_files().filter(|file| {
            file.folder().is_empty()
                && self.misnamed.is_match(file.name())
                && !project.plays("licence", &file.path)
                && matches!(self.held(project, file, true), Held::Licence(_))
                && project.text(file).is_some_and(|text| self.grant.is_match(text))
        })
    }

    fn absent(&self, project: &Project<'_>, held: &[(&File, Held)]) -> Answer {
        let mut findings: Vec<Finding> = held
            .iter()
            .filter_map(|(file, held)| match held {
                Held::Nothing(why) => Some((file, why)),
                _ => None,
            })
            .map(|(file, why)| {
                Finding::new(format!("{}#text", file.path), why.clone())
                    .at(Location::file(&file.path))
            })
            .collect();
        let mentions = self.mentions(project);
        let named = !findings.is_empty() || !mentions.is_empty();
        findings.extend(self.look_alikes(project));
        let reason = match findings.first() {
            Some(finding) => {
                let place = &finding.location;
                finding.message.after(&format!("{place} : "), &format!("{place}: "))
            }
            None => text!(
                "aucun fichier de licence à la racine ni dans LICENSES/",
                "no licence file at the root or in LICENSES/"
            ),
        };
        if findings.is_empty() {
            let place = mentions.first().map(|(place, _)| place.clone());
            let finding = Finding::new("licence#absent", reason.clone());
            findings.push(finding.at(place.unwrap_or_default()));
        }
        // The choice is made, it seems: the text is what is missing.
        findings.extend(named.then(|| {
            let message = text!(
                "un fichier ou une mention annonce une licence : c’est son texte intégral qui manque",
                "a file or a mention announces a licence: its full text is what is missing"
            );
            Finding::new("licence#text", message).info()
        }));
        let reason = match &mentions[..] {
            [] => reason,
            [..] => {
                let places: Vec<Text> =
                    mentions.iter().map(|(place, _)| Text::same(place.to_string())).collect();
                let places = lang::list(&places);
                Text::new(
                    format!("{} ; une licence est seulement mentionnée ({})", reason.fr, places.fr),
                    format!("{}; a licence is only mentioned ({})", reason.en, places.en),
                )
            }
        };
        findings.extend(bare_packages(project));
        let mut answer = Answer::fail(reason, findings);
        for (place, words) in mentions {
            let seen = text!("licence mentionnée : « {words} »", "licence mentioned: “{words}”");
            answer = answer.seen(place, seen);
        }
        answer
    }

    /// Root files that a person took for the licence, and that do not count.
    fn look_alikes(&self, project: &Project<'_>) -> Vec<Finding> {
        let binary = project
            .own_files()
            .filter(|file| file.folder().is_empty() && self.binary.is_match(file.name()));
        let binary = binary.map(|file| {
            (
                file,
                text!(
                    "la licence n’est fournie que dans un format qui n’est pas du texte",
                    "the licence is only given in a format that is not text"
                ),
            )
        });
        let misnamed = self.misnamed(project).map(|file| {
            (file, text!(
                "ce fichier semble contenir une licence, sous un nom que forges et inventaires ne reconnaissent pas",
                "this file seems to hold a licence, under a name forges and inventories do not recognise"
            ))
        });
        let finding = |(file, message): (&File, Text)| {
            Finding::new(format!("{}#name", file.path), message).at(Location::file(&file.path))
        };
        binary.chain(misnamed).map(finding).collect()
    }

    /// Where a README or a root manifest mentions a licence.
    fn mentions(&self, project: &Project<'_>) -> Vec<(Location, String)> {
        let readmes = project.readmes().into_iter().filter_map(|(file, document)| {
            let shown = document.blocks.iter().filter(|block| {
                !matches!(block.kind, BlockKind::Code | BlockKind::Comment | BlockKind::Directive)
            });
            let block = shown.into_iter().find(|block| self.mention.is_match(&block.text))?;
            Some((Location::line(&file.path, block.line), shortened(&block.text)))
        });
        let manifests = project.manifests().iter().filter(|manifest| manifest.at_root());
        let manifests = manifests.filter_map(|manifest| {
            let place = match manifest.license_line {
                Some(line) => Location::line(&manifest.path, line),
                None => Location::file(&manifest.path),
            };
            Some((place, shortened(manifest.license.as_deref()?)))
        });
        readmes.chain(manifests).collect()
    }
}

fn in_folder(held: &[(&File, Held)]) -> Option<Answer> {
    let mut found =
        held.iter().filter(|(_, held)| matches!(held, Held::Licence(_))).map(|(file, _)| file);
    let first = found.next()?;
    let path = &first.path;
    let mut answer = Answer::pass(text!(
        "le texte de la licence est dans le dossier LICENSES ({path})",
        "the licence text is in the LICENSES folder ({path})"
    ));
    for file in std::iter::once(first).chain(found) {
        answer = answer.seen(Location::file(&file.path), text!("texte de licence", "licence text"));
    }
    let message = text!(
        "la licence n’est que dans le dossier LICENSES : GitHub, par exemple, ne l’y montre pas",
        "the licence is only in the LICENSES folder: GitHub, for instance, does not show it from there"
    );
    let fix = text!(
        "copier le texte à la racine : cp \"{path}\" LICENSE",
        "copy the text to the root: cp \"{path}\" LICENSE"
    );
    Some(answer.with([remark(path, "folder", message).fix(fix)]))
}

fn empty() -> Text {
    text!("le fichier de licence est vide", "the licence file is empty")
}

/// The licence files of the project that hold nothing, in any folder: whoever takes one for a
/// licence has none.
fn empty_files<'p>(project: &'p Project<'_>) -> impl Iterator<Item = Finding> + 'p {
    let own = project.own_files().filter(|file| file.kind == FileKind::Regular && file.size == 0);
    let empty_ones = own.filter(|file| project.plays("licence", file.name()));
    empty_ones.map(|file| {
        let fix = text!(
            "y mettre le texte intégral de la licence, ou retirer le fichier",
            "put the full text of the licence in it, or remove the file"
        );
        Finding::new(format!("{}#empty", file.path), empty())
            .at(Location::file(&file.path))
            .fix(fix)
            .warning()
    })
}

fn remark(path: &str, what: &str, message: Text) -> Finding {
    Finding::new(format!("{path}#{what}"), message).at(Location::file(path)).info()
}

fn untracked(file: &File) -> Finding {
    let message = text!(
        "ce fichier n’est pas encore suivi par git : il ne sera pas publié",
        "git does not track this file yet: it will not be published"
    );
    remark(&file.path, "untracked", message)
}

/// The folders of packages that have no licence of their own either.
fn bare_packages(project: &Project<'_>) -> Vec<Finding> {
    let folder =
        |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_string());
    let licensed: BTreeSet<String> = project
        .own_files()
        .filter(|file| project.plays("licence", file.name()))
        .map(|file| file.folder().to_string())
        .collect();
    let packages: BTreeSet<String> = project
        .manifests()
        .iter()
        .filter(|manifest| manifest.name.is_some() && !manifest.at_root())
        .map(|manifest| folder(&manifest.path))
        .collect();
    packages
        .difference(&licensed)
        .map(|package| {
            let message = text!(
                "ce paquet n’a pas non plus de licence propre",
                "this package has no licence of its own either"
            );
            remark(package, "package", message)
        })
        .collect()
}
