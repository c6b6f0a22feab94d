//! The account the repository is published from: is it in code.gouv.fr's list?

use super::{Audited, Check};
use crate::accounts::{Account, COPIED, Listing, find, is_public_forge};
use crate::config::FILE_NAME;
use crate::finding::{Answer, Finding, Location};
use crate::lang::Text;
use crate::project::Project;
use crate::snapshot::metadata::Address;
use crate::text;
use crate::text::fold::unaccented;

no_parameters!(pub(super) ForgeAccount);

/// An address and what tells it.
struct Told {
    address: Address,
    location: Location,
    by: Text,
}

impl Check for ForgeAccount {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let Some(told) = told(project) else {
            return Answer::not_applicable(text!(
                "le dépôt n’a pas d’adresse de publication (ni project.publish-url, ni remote, ni url de publiccode.yml)",
                "the repository has no publication address (no project.publish-url, no remote, no url in publiccode.yml)"
            ));
        };
        let (host, owner) = (&told.address.host, told.address.owner());
        let answer = match find(&told.address) {
            Listing::Listed(account) => listed(&told.address, account),
            _ if is_internal(host) => Answer::unknown(text!(
                "l’adresse connue est interne ({host}) : indiquez project.publish-url dans publiable.toml",
                "the address known is internal ({host}): set project.publish-url in publiable.toml"
            )),
            Listing::OtherOwner | Listing::OtherForge if is_personal(project, &told.address) => {
                let message = text!(
                    "{host}/{owner} ressemble au compte personnel d’un auteur des commits ; code.gouv.fr ne référence que des comptes d’organisation",
                    "{host}/{owner} looks like the personal account of an author of the commits; code.gouv.fr lists organisation accounts only"
                );
                let finding = Finding::new(format!("{host}/{owner}#personal"), message).unsure();
                let reason = text!(
                    "compte peut-être personnel : {host}/{owner}",
                    "possibly a personal account: {host}/{owner}"
                );
                Answer::fail(reason, vec![finding.at(told.location.clone())])
            }
            Listing::OtherOwner => to_list(&told, true),
            Listing::OtherForge => to_list(&told, !is_public_forge(host)),
        };
        let web = told.address.web();
        answer.seen(told.location, told.by.after(&format!("{web}, "), &format!("{web}, ")))
    }
}

fn told(project: &Project<'_>) -> Option<Told> {
    let declared =
        project.config.project.publish_url.as_deref().and_then(Address::parse).map(|address| {
            let by = text!("d’après project.publish-url", "from project.publish-url");
            Told { address, location: Location::file(FILE_NAME), by }
        });
    let remote = || {
        let remote = project.snapshot.metadata.as_ref()?.publication_remote()?;
        let name = &remote.name;
        let by = text!("d’après le remote {name}", "from remote {name}");
        Some(Told { address: remote.address()?, location: Location::default(), by })
    };
    let described = || {
        let file = project.publiccode()?;
        let field = file.get("url")?;
        let by = text!("d’après publiccode.yml", "from publiccode.yml");
        Some(Told { address: Address::parse(&field.value)?, location: file.place(field), by })
    };
    declared.or_else(remote).or_else(described)
}

fn listed(address: &Address, account: Account) -> Answer {
    let (host, owner) = (account.host, account.owner);
    let reason = match owner {
        "" => text!(
            "{host} est une forge publique référencée (copie du {COPIED})",
            "{host} is a listed public-sector forge (copy of {COPIED})"
        ),
        _ => text!(
            "{host}/{owner} est référencé (copie du {COPIED})",
            "{host}/{owner} is listed (copy of {COPIED})"
        ),
    };
    let facts = [
        ("annuaire (pso_id) : ", "directory (pso_id): ", account.directory),
        ("politique : ", "policy: ", account.policy),
        ("mission logiciels libres : ", "open source office: ", account.office),
    ];
    let answer =
        facts.into_iter().fold(Answer::pass(reason), |answer, (fr, en, fact)| match fact {
            Some(fact) => answer.seen(Location::default(), Text::same(fact).after(fr, en)),
            None => answer,
        });
    answer.with(account.ignored_since.map(|date| {
        let owner = address.owner();
        let message = text!(
            "code.gouv.fr ne visite plus cette forge depuis le {date} : {owner} n’y paraît plus",
            "code.gouv.fr has not visited this forge since {date}: {owner} no longer appears there"
        );
        Finding::new(format!("{host}/{}#ignored", account.owner), message).info()
    }))
}

/// What is not in the copy of the list: to be told, not a fault.
fn to_list(told: &Told, known: bool) -> Answer {
    let (host, owner) = (&told.address.host, told.address.owner());
    let what = if known && owner.is_empty() { host.clone() } else { format!("{host}/{owner}") };
    let message = text!(
        "à référencer : {what} n’est pas dans la copie du {COPIED} de la liste de code.gouv.fr, qui n’est provisoirement plus tenue à jour ; l’absence n’est pas une faute",
        "to be listed: {what} is not in the copy of {COPIED} of the code.gouv.fr list, which is temporarily no longer maintained; absence is not a fault"
    );
    let root = owner.split('/').next().unwrap_or_default().to_lowercase();
    let block = match is_public_forge(host) {
        true => format!("{host}:\n  owners:\n    {root}:\n      pso_id: …"),
        false => format!("{host}:\n  forge: …\n  owners:\n    {root}:\n      pso_id: …"),
    };
    let fix = text!(
        "Envoyer à floss@numerique.gouv.fr, ou proposer à codegouvfr/codegouvfr-data (pso_id : identifiant de l’organisme dans lannuaire.service-public.fr) :\n{block}",
        "Send to floss@numerique.gouv.fr, or propose to codegouvfr/codegouvfr-data (pso_id: identifier of the body in lannuaire.service-public.fr):\n{block}"
    );
    let finding = Finding::new(format!("{what}#unlisted"), message)
        .at(told.location.clone())
        .fix(fix)
        .unsure();
    let reason = text!(
        "{what} est à référencer : absent de la copie du {COPIED}",
        "{what} is to be listed: absent from the copy of {COPIED}"
    );
    Answer::unknown(reason).with([finding])
}

/// True for a host that only resolves inside an organisation's network.
fn is_internal(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let address = host.parse::<std::net::IpAddr>().is_ok();
    let reserved =
        ["local", "lan", "intra", "intranet", "internal", "interne", "corp", "home", "localhost"];
    address || !host.contains('.') || reserved.contains(&last) || host.ends_with(".rie.gouv.fr")
}

/// True when the owner's name is that of an author of the commits, on a forge
/// where anyone may open an account.
fn is_personal(project: &Project<'_>, address: &Address) -> bool {
    let owner = address.owner().trim_start_matches('~').to_lowercase();
    if owner.is_empty() || owner.contains('/') || !is_public_forge(&address.host) {
        return false;
    }
    let letters = |text: &str| -> String {
        text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).map(unaccented).collect()
    };
    let slug = letters(&owner);
    let commits = project.snapshot.history.iter().flat_map(|history| &history.commits);
    commits.into_iter().any(|commit| {
        let (local, domain) = commit.author.email.split_once('@').unwrap_or_default();
        let login = local.rsplit_once('+').map_or(local, |(_, login)| login);
        let noreply = domain.contains("noreply") && login.to_lowercase() == owner;
        let words: Vec<String> = commit.author.name.split_whitespace().map(letters).collect();
        let [first, .., last] = &words[..] else {
            return noreply;
        };
        let initial: String = first.chars().take(1).collect();
        noreply
            || [format!("{first}{last}"), format!("{last}{first}"), format!("{initial}{last}")]
                .contains(&slug)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_hosts_are_recognised() {
        for host in ["gitlab", "forge.intra", "10.1.2.3", "git.ministere.rie.gouv.fr"] {
            assert!(is_internal(host), "{host}");
        }
        assert!(!is_internal("github.com") && !is_internal("forge.example.gouv.fr"));
    }
}
