//! Says what weighed in a judgement, without the value.

use super::{Judgement, doubt, ended, features};
use crate::lang::Text;
use crate::secrets::generic::Kind;
use crate::secrets::patterns;
use crate::secrets::personal::{Place, is_explained};
use crate::secrets::{Candidate, Doubt, Level};
use crate::text;

struct Measured(Vec<f32>);

impl Measured {
    fn get(&self, name: &str) -> f32 {
        features::get(&self.0, name)
    }

    fn is(&self, name: &str) -> bool {
        self.get(name) > 0.5
    }
}

/// One sentence: what the value looks like, and what speaks against it. It never quotes the value.
pub(crate) fn reason(
    candidate: &Candidate,
    judgement: &Judgement,
    (path, day): (&str, Option<i64>),
) -> Text {
    let Some(kind) = Kind::from_id(candidate.pattern) else {
        let note = patterns::get(candidate.pattern).and_then(|pattern| pattern.note.clone());
        if let Some(note) = note {
            return note;
        }
        let known = match candidate.validated {
            Some(true) => {
                text!("format connu, structure vérifiée", "known format, structure verified")
            }
            Some(false) => {
                text!(
                    "format connu, mais structure invalide",
                    "known format, but invalid structure"
                )
            }
            None => text!("format connu", "known format"),
        };
        let against = match doubt(candidate, path) {
            Some(doubt) => Some(said(doubt)),
            None if ended(candidate, day) => Some(text!(
                "d’un jeton expiré plus d’un mois avant cette version",
                "of a token that had expired over a month before this version"
            )),
            None => installed(path),
        };
        return match against {
            Some(against) => text!("{known}, {against}", "{known}, {against}"; known, against),
            None => known,
        };
    };
    if kind == Kind::EncryptedVault {
        return text!(
            "contenu chiffré par Ansible Vault : rien à révoquer",
            "content encrypted by Ansible Vault: nothing to revoke"
        );
    }
    let measured = Measured(super::measures(candidate, path));
    let hashed = super::is_verifier(candidate.secret.expose())
        || super::is_stored_digest(candidate, &measured.0, path);
    let look = match kind {
        _ if kind == Kind::PasswordHash || hashed => text!(
            "empreinte d’un mot de passe à changer, car elle permet de le chercher",
            "hash of a password, which can be recovered from it: the password is to be changed"
        ),
        _ => look(&measured, candidate.secret.expose().len()),
    };
    let against = installed(path).or_else(|| against(candidate, &measured, path));
    let look = match against {
        Some(against) => text!("{look}, {against}", "{look}, {against}"; look, against),
        None => look,
    };
    match judgement.level {
        Some(Level::Report) => look,
        Some(Level::Review) => text!("{look} ; à vérifier", "{look}; to be checked"; look),
        Some(Level::Information) => {
            text!("{look} ; n’ouvre rien à lui seul", "{look}; opens nothing by itself"; look)
        }
        None => text!("{look} ; écarté", "{look}; left out"; look),
    }
}

/// What is said of what comes from a package of others.
fn installed(path: &str) -> Option<Text> {
    super::is_installed(path)
        .then(|| text!("dans un paquet installé ou copié", "in an installed or copied package"))
}

/// What is said of what the text itself speaks against.
fn said(doubt: Doubt) -> Text {
    match doubt {
        Doubt::Section => text!(
            "dans une section de test ou de développement",
            "in a test or development section"
        ),
        Doubt::Token => {
            text!("d’un jeton qui se dit de test", "of a token that says it is for tests")
        }
        Doubt::Default => {
            text!("valeur par défaut qu’un réglage remplace", "a default that a setting replaces")
        }
        Doubt::Account => {
            text!("faite du nom de son compte", "made of the name of its account")
        }
        Doubt::Certificate => text!(
            "d’un certificat qui se dit de démonstration",
            "of a certificate that says it is for a demonstration"
        ),
        Doubt::Half => text!(
            "identifiant d’une clé dont le secret n’est pas à côté",
            "identifier of a key whose secret is not beside it"
        ),
        Doubt::Trust => text!(
            "d’un magasin de certificats que chacun peut lire",
            "of a store of certificates that everyone may read"
        ),
        Doubt::Named => {
            text!("dont le nom dit qu’elle est factice", "whose name says that it is made up")
        }
        Doubt::Shared => {
            text!("d’un lien fait pour être partagé", "of a link that is made to be shared")
        }
        Doubt::Usual => text!(
            "que chacun essaie en premier, sans serveur désigné à côté",
            "which everybody tries first, without a server named beside it"
        ),
        Doubt::Served => text!(
            "dans un attribut que le navigateur de chacun reçoit",
            "in an attribute that everybody’s browser receives"
        ),
        Doubt::Session => text!("d’une session, qui se termine", "of a session, which ends"),
        Doubt::Installed => text!(
            "d’une application installée, que reçoit chacun de ses utilisateurs",
            "of an installed application, which each of its users receives"
        ),
        Doubt::Off => text!(
            "pour ce dont la même commande se passe",
            "for what the same command does without"
        ),
        Doubt::Word => text!("dans la phrase d’un message", "in the sentence of a message"),
        Doubt::Local => text!(
            "pour un serveur local ou réservé aux exemples",
            "for a local server or one reserved for examples"
        ),
    }
}

/// What the value looks like.
fn look(measured: &Measured, length: usize) -> Text {
    if measured.is("value.uuid") {
        text!("un UUID", "a UUID")
    } else if measured.is("value.common-password") {
        text!("mot de passe parmi les plus courants", "one of the most common passwords")
    } else if measured.is("value.hexadecimal") {
        text!("{n} chiffres hexadécimaux", "{n} hexadecimal digits", n = length)
    } else if measured.is("value.decoded") {
        text!(
            "{n} caractères en base64, qui codent un texte",
            "{n} base64 characters that encode a text",
            n = length
        )
    } else if measured.get("value.words.share") > 0.7 {
        text!(
            "{n} caractères faits de mots courants",
            "{n} characters made of everyday words",
            n = length
        )
    } else if measured.is("value.letters-only") && length < LONGEST_WORD {
        text!(
            "{n} lettres, comme un mot ou un nom",
            "{n} letters, like a word or a name",
            n = length
        )
    } else if measured.is("value.template") || measured.is("value.bracketed") {
        // What is to be replaced does not look like anything.
        text!("{n} caractères", "{n} characters", n = length)
    } else if super::is_easy(&measured.0) {
        text!(
            "{n} caractères, assez faciles à deviner",
            "{n} characters, easy enough to guess",
            n = length
        )
    } else {
        text!("{n} caractères d’apparence aléatoire", "{n} random-looking characters", n = length)
    }
}

/// Letters alone are a word when they are fewer.
const LONGEST_WORD: usize = 16;

/// What speaks against a real secret.
fn against(candidate: &Candidate, measured: &Measured, path: &str) -> Option<Text> {
    let placeholder =
        ["value.word.yours", "value.word.change", "value.word.example", "value.word.redacted"];
    if measured.is("value.template") {
        Some(text!("modèle à remplacer", "a template to be replaced"))
    } else if measured.is("value.bracketed") {
        Some(text!(
            "entre crochets, comme une valeur à remplacer",
            "in brackets, as a placeholder is"
        ))
    } else if placeholder.iter().any(|name| measured.is(name)) {
        // A password in use may hold such a word too: `demo`, `change`.
        Some(text!(
            "avec un mot fréquent dans les exemples",
            "with a word that is common in examples"
        ))
    } else if measured.is("name.browser") {
        Some(text!(
            "dans une variable que l’outil de construction place dans le code servi aux navigateurs",
            "in a variable that the build tool puts in the code served to browsers"
        ))
    } else if let Some(doubt) = doubt(candidate, path) {
        Some(said(doubt))
    } else if measured.is("path.continuous-integration") && super::is_easy(&measured.0) {
        Some(text!("dans un fichier d’intégration continue", "in a continuous integration file"))
    } else if measured.is("path.development") && super::is_easy(&measured.0) {
        Some(text!("dans un environnement de développement", "in a development environment"))
    } else if measured.is("line.local") {
        Some(text!("pour un serveur local", "for a local server"))
    } else if super::is_echoed_name(candidate, &measured.0) {
        Some(text!(
            "qui se lit aussi à côté, comme le nom d’un utilisateur ou d’une base",
            "which also stands beside it, as the name of a user or of a database does"
        ))
    } else if Place::of(path) == Place::Test && is_explained(path) {
        Some(text!("dans un fichier de test ou d’exemple", "in a test or example file"))
    } else if is_explained(path) {
        Some(text!("dans une documentation", "in documentation"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_replaced_does_not_look_random() {
        let names = features::names();
        let measured = |told: &[(&str, f32)]| {
            let value = |name| told.iter().find(|(one, _)| *one == name).map_or(0.0, |one| one.1);
            look(&Measured(names.iter().map(|name| value(*name)).collect()), 40).en
        };
        let random = ("value.strength", 100.0);
        assert_eq!(measured(&[random]), "40 random-looking characters");
        for name in ["value.template", "value.bracketed"] {
            assert_eq!(measured(&[random, (name, 1.0)]), "40 characters");
        }
    }
}
