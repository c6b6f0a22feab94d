//! Says what weighed in a judgement, without the value.

use super::{Judgement, features};
use crate::lang::{self, Text};
use crate::secrets::generic::Kind;
use crate::secrets::patterns;
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

/// One sentence: what the value is given as, what it looks like, what speaks
/// for and against. It never quotes the value.
pub(crate) fn reason(candidate: &Candidate, judgement: &Judgement, path: &str) -> Text {
    let Some(kind) = Kind::from_id(candidate.pattern) else {
        let note = patterns::get(candidate.pattern).and_then(|pattern| pattern.note.clone());
        if let Some(note) = note {
            return note;
        }
        return match candidate.validated {
            Some(true) => text!(
                "forme connue, dont la structure est vérifiée",
                "known shape, whose structure is verified"
            ),
            Some(false) => {
                text!("forme connue, mais structure invalide", "known shape, but invalid structure")
            }
            None => text!("forme connue", "known shape"),
        };
    };
    if kind == Kind::EncryptedVault {
        return text!(
            "contenu chiffré par Ansible Vault : rien à révoquer",
            "content encrypted by Ansible Vault: nothing to revoke"
        );
    }
    let measured = Measured(super::measures(candidate, path));
    let name = kind.name();
    let mut parts = vec![Text {
        fr: format!("valeur donnée comme « {} »", name.fr),
        en: format!("value given as “{}”", name.en),
    }];
    parts.push(look(&measured, candidate.secret.expose().len()));
    parts.extend(match super::is_installed(path) {
        true => Some(text!("un paquet installé", "an installed package")),
        false => against(&measured),
    });
    let joined = lang::list(&parts);
    match judgement.level {
        Some(Level::Report) => joined,
        Some(Level::Review) => Text {
            fr: format!("{}, à vérifier", joined.fr),
            en: format!("{}, to be checked", joined.en),
        },
        Some(Level::Information) => Text {
            fr: format!("{}, qui n’ouvre rien à lui seul", joined.fr),
            en: format!("{}, which opens nothing by itself", joined.en),
        },
        None => {
            Text { fr: format!("{}, écartée", joined.fr), en: format!("{}, left out", joined.en) }
        }
    }
}

/// What the value looks like.
fn look(measured: &Measured, length: usize) -> Text {
    if measured.is("value.uuid") {
        text!("un UUID", "a UUID")
    } else if measured.is("value.common-password") {
        text!("un des mots de passe les plus employés", "one of the most used passwords")
    } else if measured.is("value.hexadecimal") {
        text!("{n} chiffres hexadécimaux", "{n} hexadecimal digits", n = length)
    } else if measured.is("value.decoded") {
        text!(
            "{n} caractères en base64 qui cachent un texte",
            "{n} base64 characters that hide a text",
            n = length
        )
    } else if measured.get("value.words.share") > 0.7 {
        text!(
            "{n} caractères faits de mots courants",
            "{n} characters made of everyday words",
            n = length
        )
    } else {
        text!("{n} caractères d’apparence aléatoire", "{n} random-looking characters", n = length)
    }
}

/// What speaks against a real secret.
fn against(measured: &Measured) -> Option<Text> {
    let placeholder = [
        "value.word.yours",
        "value.word.change",
        "value.word.example",
        "value.word.redacted",
        "value.bracketed",
    ];
    if measured.is("value.template") {
        Some(text!("un modèle à remplacer", "a template to be replaced"))
    } else if placeholder.iter().any(|name| measured.is(name)) {
        Some(text!("des mots d’une valeur à remplacer", "words of a placeholder"))
    } else if measured.is("name.browser") {
        Some(text!(
            "une variable que l’outil de construction place dans le code servi aux navigateurs",
            "a variable that the build tool puts in the code served to browsers"
        ))
    } else if measured.is("path.continuous-integration") && super::is_easy(&measured.0) {
        Some(text!("un fichier d’intégration continue", "a continuous integration file"))
    } else if measured.is("path.development") && super::is_easy(&measured.0) {
        Some(text!("un environnement de développement", "a development environment"))
    } else if measured.is("line.local") {
        Some(text!("un serveur de la machine elle-même", "a server of the machine itself"))
    } else if measured.is("path.test") || measured.is("path.fixture") {
        Some(text!("un fichier de test", "a test file"))
    } else if measured.is("path.example") || measured.is("path.documentation") {
        Some(text!("un fichier d’exemple ou de documentation", "an example or documentation file"))
    } else {
        None
    }
}
