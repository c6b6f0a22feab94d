//! The `.mailmap` of a repository (gitmailmap(5)): the name and address each
//! identity of the history stands for today.

use super::history::Identity;
use git2::{Signature, Time};

/// A mail map, read from the file's text: what the repository holds, never the
/// configuration of the machine.
pub(crate) struct Mailmap(Option<git2::Mailmap>);

impl Mailmap {
    /// Reads the text of a `.mailmap`; an empty one changes nothing.
    pub(crate) fn parse(text: &str) -> Mailmap {
        let text = (!text.trim().is_empty() && !text.contains('\0')).then_some(text);
        Mailmap(text.and_then(|text| git2::Mailmap::from_buffer(text).ok()))
    }

    /// The identity that `identity` stands for.
    pub(crate) fn resolve(&self, identity: &Identity) -> Identity {
        let mapped = self.0.as_ref().and_then(|map| {
            let written = Signature::new(&identity.name, &identity.email, &Time::new(0, 0)).ok()?;
            let meant = map.resolve_signature(&written).ok()?;
            Some(Identity {
                name: String::from_utf8_lossy(meant.name_bytes()).into_owned(),
                email: String::from_utf8_lossy(meant.email_bytes()).into_owned(),
            })
        });
        mapped.unwrap_or_else(|| identity.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_replaced_by_the_one_it_stands_for() {
        let old = Identity { name: "root".into(), email: "root@poste.local".into() };
        let map = Mailmap::parse("Agente Une <une@projet.gouv.fr> <root@poste.local>\n");
        assert_eq!(map.resolve(&old).email, "une@projet.gouv.fr");
        assert_eq!(Mailmap::parse("").resolve(&old), old);
        let nameless = Identity { name: String::new(), email: "root@poste.local".into() };
        assert_eq!(map.resolve(&nameless), nameless);
    }
}
