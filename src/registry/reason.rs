//! Why a question about a licence was not answered.

use crate::lang::Text;
use crate::manifest::registries::Unaskable;
use crate::text;

/// Why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// No registry is known for such packages.
    NoRegistry,
    /// Its version is not fixed.
    NoVersion,
    /// No package has such a name.
    NotAName,
    /// The registry does not know the package, or this version of it.
    Unknown,
    /// The registry wants to know who asks, or refuses.
    Refused,
    /// The registry asks to wait that many seconds.
    Waits(u64),
    /// The registry answered with this code.
    Status(u16),
    /// The answer took too long.
    TimedOut,
    /// The address of the host is not known.
    NoHost,
    /// The host does not answer.
    NoConnection,
    /// The host does not prove who it is.
    Certificate,
    /// The proxy refuses.
    Proxy,
    /// It sends elsewhere, too often or in clear.
    Redirected,
    /// The answer is too large.
    TooLarge,
    /// The answer is not what such a registry answers.
    Unreadable,
    /// Ctrl-C.
    Interrupted,
}

impl From<Unaskable> for Reason {
    fn from(why: Unaskable) -> Reason {
        match why {
            Unaskable::NoRegistry => Reason::NoRegistry,
            Unaskable::NoVersion => Reason::NoVersion,
            Unaskable::NotAName => Reason::NotAName,
        }
    }
}

impl Reason {
    /// True when asking again, later or from elsewhere, may give an answer.
    pub(crate) fn may_pass(&self) -> bool {
        !matches!(self, Reason::NoRegistry | Reason::NoVersion | Reason::NotAName | Reason::Unknown)
    }

    /// It and what to do, in words.
    pub(crate) fn to_text(&self) -> Text {
        match self {
            Reason::NoRegistry => text!(
                "aucun registre connu pour ce genre de paquets : à examiner",
                "no registry is known for such packages: to be examined"
            ),
            Reason::NoVersion => text!(
                "version non fixée : fournir un fichier verrou",
                "its version is not fixed: provide a lock file"
            ),
            Reason::NotAName => {
                text!("ce n’est pas un nom de paquet", "this is not the name of a package")
            }
            Reason::Unknown => text!(
                "inconnu du registre : paquet interne, ou version retirée",
                "unknown to the registry: internal package, or version removed"
            ),
            Reason::Refused => text!(
                "le registre refuse l’accès : indiquer un miroir avec ses identifiants",
                "the registry refuses access: give a mirror with its credentials"
            ),
            Reason::Waits(seconds) => text!(
                *seconds;
                "le registre demande d’attendre {seconds} seconde : relancer plus tard"
                    | "le registre demande d’attendre {seconds} secondes : relancer plus tard",
                "the registry asks to wait {seconds} second: run again later"
                    | "the registry asks to wait {seconds} seconds: run again later"
            ),
            Reason::Status(code) => text!(
                "le registre a répondu par une erreur ({code}) : relancer plus tard",
                "the registry answered with an error ({code}): run again later"
            ),
            other => other.of_network(),
        }
    }

    fn of_network(&self) -> Text {
        match self {
            Reason::TimedOut => text!(
                "pas de réponse à temps : relancer, ou augmenter --timeout",
                "no answer in time: run again, or raise --timeout"
            ),
            Reason::NoHost => text!(
                "hôte introuvable : vérifier l’adresse, le réseau ou le proxy (HTTPS_PROXY)",
                "host not found: check the address, the network or the proxy (HTTPS_PROXY)"
            ),
            Reason::Certificate => text!(
                "certificat refusé : vérifier les autorités du système (SSL_CERT_FILE)",
                "certificate refused: check the authorities of the system (SSL_CERT_FILE)"
            ),
            Reason::Proxy => text!(
                "le proxy refuse : vérifier HTTPS_PROXY et NO_PROXY",
                "the proxy refuses: check HTTPS_PROXY and NO_PROXY"
            ),
            Reason::Redirected => text!(
                "renvoyé trop de fois, ou vers une adresse en clair : vérifier l’adresse",
                "redirected too often, or to an address in clear: check the address"
            ),
            Reason::TooLarge => text!(
                "réponse trop volumineuse, non lue : à examiner",
                "answer too large, not read: to be examined"
            ),
            Reason::Unreadable => text!(
                "réponse incompréhensible : vérifier l’adresse du registre",
                "answer not understood: check the address of the registry"
            ),
            Reason::Interrupted => text!("non demandé : interrompu", "not asked: interrupted"),
            _ => text!(
                "connexion impossible : vérifier le réseau ou le proxy (HTTPS_PROXY)",
                "no connection: check the network or the proxy (HTTPS_PROXY)"
            ),
        }
    }
}
