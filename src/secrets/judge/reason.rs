//! Says what weighed in a judgement, without the value.

use super::{Judgement, features, is_said_made_up};
use crate::lang::Text;
use crate::secrets::generic::Kind;
use crate::secrets::patterns;
use crate::secrets::personal::{Place, is_explained};
use crate::secrets::validate::jwt;
use crate::secrets::{Candidate, Level};
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
pub(crate) fn reason(candidate: &Candidate, judgement: &Judgement, path: &str) -> Text {
    let Some(kind) = Kind::from_id(candidate.pattern) else {
        let note = patterns::get(candidate.pattern).and_then(|pattern| pattern.note.clone());
        if let Some(note) = note {
            return note;
        }
        return match candidate.validated {
            Some(true) => {
                text!("format connu, structure vérifiée", "known format, structure verified")
            }
            Some(false) => {
                text!(
                    "format connu, mais structure invalide",
                    "known format, but invalid structure"
                )
            }
            None if jwt::is_for_tests(candidate.secret.expose()) => text!(
                "format connu, d’un jeton qui se dit de test",
                "known format, of a token that says it is for tests"
            ),
            None => text!("format connu", "known format"),
        };
    };
    if kind == Kind::EncryptedVault {
        return text!(
            "contenu chiffré par Ansible Vault : rien à révoquer",
            "content encrypted by Ansible Vault: nothing to revoke"
        );
    }
    let measured = Measured(super::measures(candidate, path));
    let look = match kind {
        Kind::PasswordHash => text!(
            "empreinte d’un mot de passe, qui permet de le chercher",
            "hash of a password, from which it can be searched for"
        ),
        _ => look(&measured, candidate.secret.expose().len()),
    };
    let against = match super::is_installed(path) {
        true => Some(text!("dans un paquet installé", "in an installed package")),
        false => against(candidate, &measured, path),
    };
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
    } else if is_said_made_up(candidate, path) {
        Some(text!(
            "dans une section de test ou de développement",
            "in a test or development section"
        ))
    } else if measured.is("path.continuous-integration") && super::is_easy(&measured.0) {
        Some(text!("dans un fichier d’intégration continue", "in a continuous integration file"))
    } else if measured.is("path.development") && super::is_easy(&measured.0) {
        Some(text!("dans un environnement de développement", "in a development environment"))
    } else if measured.is("line.local") {
        Some(text!("pour un serveur local", "for a local server"))
    } else if super::is_echoed(&measured.0) {
        Some(text!(
            "qui se lit aussi à côté, comme le nom d’un utilisateur ou d’une base",
            "which also stands beside it, as the name of a user or of a database does"
        ))
    } else if Place::of(path) == Place::Test {
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
