//! What the standard advises, and what misleads readers of a valid file.

use super::keys::{Judge, Spot};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity};
use crate::publiccode::format::url::Parts;
use crate::publiccode::format::{date, language};
use crate::publiccode::path::Path;
use crate::publiccode::standard::Key;
use crate::text;
use crate::yaml::{Node, Style};
use jiff::ToSpan;

/// Days before the end of a contract from which it is worth a word.
const SOON: i64 = 60;

impl<'y> Judge<'y> {
    /// The lints of the whole file.
    pub(super) fn lints(&mut self) {
        self.dates();
        self.contacts();
        self.descriptions();
        self.audience();
    }

    /// Lints of an address that is one.
    pub(super) fn address_lints(
        &mut self,
        key: &Key,
        spot: &Spot<'y>,
        parts: &Parts<'_>,
        text: &str,
    ) {
        if parts.user.is_some_and(|user| user.contains(':')) && parts.is_web() {
            let message =
                text!("mot de passe ou jeton dans l’adresse", "password or token in the address");
            let fix = Fix::advice(text!(
                "retirer ce qui précède « @ », et révoquer ce secret",
                "remove what comes before “@”, and revoke this secret"
            ));
            let found =
                self.on_value(spot, Code::UrlCredentials, Severity::Warning, message).fix(fix);
            self.out.push(found);
            return;
        }
        let local = matches!(parts.host, "localhost" | "127.0.0.1");
        if parts.scheme.eq_ignore_ascii_case("http") && !local {
            let guess = format!("https{}", &text[parts.scheme.len()..]);
            let message = text!("adresse en http://", "address in http://");
            let fix = Fix::advice(text!(
                "écrire {guess} si le site répond en https",
                "write {guess} if the site answers over https"
            ));
            let found = self.on_value(spot, Code::InsecureUrl, Severity::Advice, message).fix(fix);
            self.out.push(found);
        }
        if key.name == "url" {
            self.repository_address(spot, parts, text);
        }
    }

    /// `url` should be what identifies the repository, and nothing more.
    fn repository_address(&mut self, spot: &Spot<'y>, parts: &Parts<'_>, text: &str) {
        let segments = parts.path.split('/').filter(|segment| !segment.is_empty()).count();
        let page = ["/blob/", "/tree/", "/raw/", "/-/"].iter().find_map(|mark| text.find(mark));
        let forge = matches!(
            parts.host.to_lowercase().as_str(),
            "github.com" | "gitlab.com" | "bitbucket.org" | "codeberg.org"
        );
        let set = |guess: String| Fix::write(guess, true);
        let (message, fix) = if !parts.is_web() {
            (
                text!(
                    "url n’est pas une adresse https://, que tout le monde peut ouvrir",
                    "url is not an https:// address, which everybody can open"
                ),
                ssh_to_web(parts).map(set),
            )
        } else if let Some(at) = page {
            (
                text!(
                    "url est celle d’une page du dépôt, pas celle du dépôt",
                    "url is that of a page of the repository, not that of the repository"
                ),
                Some(set(text[..at].to_string())),
            )
        } else if forge && segments < 2 {
            (
                text!(
                    "url est celle d’un compte, pas celle d’un dépôt",
                    "url is that of an account, not that of a repository"
                ),
                None,
            )
        } else if text.contains(['#', '?']) {
            let bare = text.split(['#', '?']).next().unwrap_or_default();
            (
                text!(
                    "url ne doit porter ni fragment ni paramètre",
                    "url must bear neither fragment nor parameter"
                ),
                Some(set(bare.to_string())),
            )
        } else if text.ends_with('/') && segments > 0 {
            (
                text!(
                    "url finit par « / » : les catalogues la comparent telle quelle",
                    "url ends with “/”: catalogues compare it as it is"
                ),
                Some(set(text.trim_end_matches('/').to_string())),
            )
        } else {
            return;
        };
        let found = self.on_value(spot, Code::RepositoryUrl, Severity::Warning, message).fix(fix);
        self.out.push(found);
    }

    /// Dates that are past, or to come.
    fn dates(&mut self) {
        let today = self.options.today;
        if let Some(spot) = self.spot(self.root, &Path::top(), "releaseDate")
            && let Some(date) = spot.value.text().and_then(date::day)
            && date > today
        {
            let message = text!("date de publication à venir", "release date to come");
            let found = self.on_value(&spot, Code::FutureRelease, Severity::Warning, message);
            self.out.push(found);
        }
        for (contractor, path) in self.people("contractors") {
            let Some(spot) = self.spot(contractor, &path, "until") else { continue };
            let Some(date) = spot.value.text().and_then(date::day) else { continue };
            let soon = today.checked_add(SOON.days()).unwrap_or(today);
            let (severity, message) = if date < today {
                (
                    Severity::Warning,
                    text!(
                        "contrat de maintenance échu le {date}",
                        "maintenance contract over since {date}"
                    ),
                )
            } else if date <= soon {
                (
                    Severity::Advice,
                    text!(
                        "contrat de maintenance échu bientôt, le {date}",
                        "maintenance contract over soon, on {date}"
                    ),
                )
            } else {
                continue;
            };
            let fix = Fix::advice(text!(
                "mettre à jour la date, ou le type de maintenance",
                "update the date, or the type of maintenance"
            ));
            let found = self.on_value(&spot, Code::ContractEnd, severity, message).fix(fix);
            self.out.push(found);
        }
    }

    /// Contacts that are not people.
    fn contacts(&mut self) {
        for (contact, path) in self.people("contacts") {
            let name = self.spot(contact, &path, "name");
            let Some(spot) = name else { continue };
            let text = spot.value.text().unwrap_or_default().trim().to_lowercase();
            let affiliation =
                contact.text_of("affiliation").unwrap_or_default().trim().to_lowercase();
            let team = [
                "équipe",
                "equipe",
                "team",
                "support",
                "contact",
                "service",
                "direction",
                "ministère",
                "bureau",
                "mission",
                "pôle",
            ];
            let first = text.split([' ', '-', '’', '\'']).next().unwrap_or_default();
            let impersonal = !text.is_empty()
                && (text.contains('@') || team.contains(&first) || text == affiliation);
            if !impersonal {
                continue;
            }
            let shown = spot.value.text().unwrap_or_default().trim();
            let message =
                text!("« {shown} » ne nomme pas une personne", "“{shown}” does not name a person");
            let fix = Fix::advice(text!(
                "si une personne l’accepte, la nommer et mettre l’équipe dans affiliation ; sinon, garder la fonction",
                "if a person agrees, name them and put the team in affiliation; otherwise keep the function"
            ));
            let found =
                self.on_value(&spot, Code::ImpersonalContact, Severity::Advice, message).fix(fix);
            self.out.push(found);
        }
    }

    fn descriptions(&mut self) {
        let Some(description) = self.root.get("description") else { return };
        let name = self.root.text_of("name").unwrap_or_default().trim().to_lowercase();
        for (tag, section) in description.entries() {
            let Some(tag) = tag.text() else { continue };
            let path = Path::top().key("description").key(tag);
            if let Some(spot) = self.spot(section, &path, "shortDescription") {
                self.short_description(&spot, &name);
            }
            if let Some(spot) = self.spot(section, &path, "longDescription")
                && spot.value.style() == Some(Style::Folded)
                && self.source(&spot).lines().skip(1).filter(|line| is_bullet(line)).count() > 1
            {
                let message = text!(
                    "liste à puces dans un texte replié (>)",
                    "bulleted list in folded text (>)"
                );
                let fix = Fix::advice(text!("écrire | au lieu de >", "write | instead of >"));
                let found =
                    self.on_key(&spot, Code::FoldedList, Severity::Warning, message).fix(fix);
                self.out.push(found);
            }
        }
    }

    fn short_description(&mut self, spot: &Spot<'y>, name: &str) {
        let text = spot.value.text().unwrap_or_default();
        let short = text.trim();
        let message = if !short.is_empty() && short.to_lowercase() == *name {
            text!(
                "shortDescription ne fait que répéter le nom",
                "shortDescription only repeats the name"
            )
        } else if short.contains('\n') {
            text!(
                "shortDescription tient sur plusieurs lignes",
                "shortDescription takes several lines"
            )
        } else {
            return;
        };
        let fix = Fix::advice(text!(
            "dire en une phrase ce que fait le logiciel",
            "say in one sentence what the software does"
        ));
        let found =
            self.on_value(spot, Code::ShortDescription, Severity::Warning, message).fix(fix);
        self.out.push(found);
    }

    /// What a French administration owes its readers.
    fn audience(&mut self) {
        let languages =
            self.root.get("description").map(|section| section.entries()).unwrap_or_default();
        let tags: Vec<&str> = languages.iter().filter_map(|(tag, _)| tag.text()).collect();
        let primary = |tag: &&str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let known = tags.iter().filter(|tag| language::is_tag(tag)).count();
        if known > 0
            && !tags.iter().any(|tag| matches!(primary(tag).as_str(), "fr" | "fra" | "fre"))
            && let Some((key, value)) = self.root.entry("description")
        {
            let spot = Spot { path: Path::top().key("description"), key: Some(key), value };
            let message = text!("aucune présentation en français", "no presentation in French");
            let fix = Fix::advice(text!("ajouter une section fr:", "add a fr: section"));
            let found = self.on_key(&spot, Code::NoFrench, Severity::Advice, message).fix(fix);
            self.out.push(found);
        }
        let owner = |key: &str| self.root.get(key).is_some_and(|value| !value.is_null());
        let misnamed = self.out.iter().any(|found| {
            match found.fix.as_ref().and_then(|fix| fix.change.as_ref()) {
                Some(Change::Rename(key)) => key == "organisation",
                Some(Change::Move(place)) => place.starts_with("organisation."),
                _ => false,
            }
        });
        if !owner("organisation") && !misnamed {
            let path = Path::top().key("organisation");
            let message = text!(
                "rien ne dit quelle organisation publie",
                "nothing says which organisation publishes"
            );
            let mut found = Diagnostic::new(Code::NoOrganisation, Severity::Advice, &path, message);
            found.key =
                self.root.own_entries().first().map(|(key, _)| self.lines.span(key.range()));
            let fix = Fix::advice(text!(
                "ajouter organisation, avec son nom et son adresse (fiche de lannuaire.service-public.fr ou URN du SIREN)",
                "add organisation, with its name and its address (page of lannuaire.service-public.fr, or URN of its SIREN)"
            ));
            self.out.push(found.fix(fix));
        }
    }

    /// The value of `key` in `section`, unless it is null.
    fn spot(&self, section: Node<'y>, path: &Path, key: &str) -> Option<Spot<'y>> {
        let (written, value) = section.entry(key)?;
        value.text().filter(|_| !value.is_null())?;
        Some(Spot { path: path.key(key), key: Some(written), value })
    }

    /// The items of `maintenance.<list>`.
    fn people(&self, list: &str) -> Vec<(Node<'y>, Path)> {
        let path = Path::top().key("maintenance").key(list);
        let people = self.root.get("maintenance").and_then(|section| section.get(list));
        let people = people.map(Node::items).unwrap_or_default();
        people.into_iter().enumerate().map(|(index, person)| (person, path.index(index))).collect()
    }
}

fn is_bullet(line: &str) -> bool {
    let line = line.trim_start();
    ["- ", "* ", "• ", "+ "].iter().any(|bullet| line.starts_with(bullet))
}

/// The https address of a repository that is given over ssh or git.
fn ssh_to_web(parts: &Parts<'_>) -> Option<String> {
    let known = matches!(parts.scheme, "ssh" | "git" | "git+ssh" | "git+https");
    (known && !parts.host.is_empty()).then(|| format!("https://{}{}", parts.host, parts.path))
}
