//! What is said of the kinds of data of this module, and of how each was judged.

use super::place::Place;
use super::signs::Signs;
use crate::lang::Text;
use crate::secrets::{Candidate, Family};
use crate::text;

/// What a person calls the values of `pattern`; `None` for another module's.
pub(crate) fn name(pattern: &str) -> Option<Text> {
    let name = match pattern {
        "nir" => text!("numéro de sécurité sociale", "social-security number"),
        "iban" => text!("IBAN", "IBAN"),
        "payment-card" => text!("numéro de carte bancaire", "payment card number"),
        "email" => text!("adresse électronique nominative", "e-mail address of a person"),
        "phone" => text!("numéro de téléphone", "telephone number"),
        "tax-number" => text!("numéro fiscal", "tax number"),
        "internal-host" => text!("hôte interne", "internal host"),
        "private-address" => text!("adresse IP privée", "private IP address"),
        "local-name" => text!("nom de réseau local", "name on a local network"),
        "private-source" => text!("source non publique", "source that is not public"),
        "protective-marking" => text!("mention de protection", "protective marking"),
        _ => return None,
    };
    Some(name)
}

/// Why `candidate`, found in the file at `path`, was judged so.
pub(crate) fn reason(candidate: &Candidate, path: &str) -> Text {
    let signs = Signs::of(candidate);
    let shape = match candidate.family {
        Family::SocialSecurityNumber if signs.neighbours > 0 => {
            let others = signs.neighbours;
            text!(
                "clé exacte, {others} autres sur les lignes voisines",
                "right key, {others} others on the lines around"
            )
        }
        Family::SocialSecurityNumber if signs.named => {
            text!("clé exacte et nom qui l’annonce", "right key, and a name that says so")
        }
        Family::SocialSecurityNumber => {
            text!("clé exacte, sans autre indice", "right key, without any other sign")
        }
        Family::BankDetails => {
            text!("clé exacte, inconnu des documentations", "right key, unknown to documentations")
        }
        Family::Contact if candidate.pattern == "tax-number" => {
            text!("clé exacte et nom qui l’annonce", "right key, and a name that says so")
        }
        Family::Contact => text!("semble celui d’une personne", "seems to be that of a person"),
        Family::InternalHost if signs.shape > 0.95 => {
            text!("réseau de l’État", "network of the State")
        }
        Family::InternalHost if candidate.pattern == "internal-host" => {
            text!("suffixe de réseau interne", "suffix of an internal network")
        }
        Family::InternalHost => text!(
            "ne mène nulle part hors du réseau local",
            "leads nowhere outside the local network"
        ),
        Family::PrivateSource if signs.shape > 0.8 => {
            text!("hôte d’un réseau interne", "host of an internal network")
        }
        Family::PrivateSource => {
            text!("hôte qui n’est pas connu pour être public", "host not known to be public")
        }
        Family::ProtectiveMarking => {
            text!("seule sur sa ligne ou dans son champ", "alone on its line or in its field")
        }
        Family::Credential => Text::same(""),
    };
    match Place::of(path) {
        Place::Test => {
            Text::new(format!("{}, dans des tests", shape.fr), format!("{}, in tests", shape.en))
        }
        Place::Data => Text::new(
            format!("{}, dans un fichier de données", shape.fr),
            format!("{}, in a data file", shape.en),
        ),
        _ => shape,
    }
}
