//! The README, or publiccode.yml, names the administration behind the code
//! (contribution policy, pratique.md § Fichiers présents dans le dépôt; ANSSI
//! templates, chapo_README_FR.md).

use super::{Audited, Check};
use crate::document::{Block, BlockKind, Document};
use crate::finding::{Answer, Finding, Location};
use crate::project::Project;
use crate::snapshot::metadata::Address;
use crate::text;
use crate::text::pattern::Pattern;
use crate::text::prose::sentences;
use serde::Deserialize;

/// Parameters: the vocabulary of French administrations, as data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ReadmeOrigin {
    /// Names of administrations written in full.
    names: Vec<Pattern>,
    /// Acronyms of administrations, case kept.
    acronyms: Pattern,
    /// Hosts that only administrations have.
    hosts: Pattern,
    /// Such hosts that any README links to, whoever wrote it.
    common_hosts: Pattern,
    /// Words before a name that make it a source of data, even an author of it.
    source: Pattern,
    /// Words before a name that make it an author.
    author: Pattern,
    /// Words before a name that make it a user or a client.
    not_author: Pattern,
    /// Headings of sections about users or partners.
    users: Pattern,
    /// Headings of sections about authors.
    authors: Pattern,
    /// Keys of sections of publiccode.yml that name whom the software belongs to.
    declared: Vec<String>,
    /// Blocks that make the opening of a README, at most.
    opening: usize,
    /// Headings of the opening, at most.
    opening_headings: usize,
}

/// How well a mention tells the origin, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    /// A name that may be that of a user.
    Doubtful,
    /// An address of an administration, without its name.
    Host,
    /// An acronym.
    Acronym,
    /// A full name.
    Name,
}

/// A mention of an administration.
struct OriginMention {
    grade: Grade,
    words: String,
    location: Location,
}

impl Check for ReadmeOrigin {
    fn run(&self, Audited { project, .. }: Audited<'_>) -> Answer {
        let mut mentions: Vec<OriginMention> = Vec::new();
        for (file, document) in project.readmes() {
            self.read(document, &file.path, &mut mentions);
        }
        self.publiccode(project, &mut mentions);
        // The first of the best ones.
        let best = mentions
            .into_iter()
            .reduce(|best, next| if next.grade > best.grade { next } else { best });
        match best {
            None => absent(project),
            Some(mention) => conclude(mention),
        }
    }
}

impl ReadmeOrigin {
    fn read(&self, document: &Document, path: &str, mentions: &mut Vec<OriginMention>) {
        let mut heading: Option<&Block> = None;
        let mut headings = 0;
        for (at, block) in document.blocks.iter().enumerate() {
            if matches!(block.kind, BlockKind::Code | BlockKind::Comment | BlockKind::Directive) {
                continue;
            }
            if block.level().is_some() {
                heading = Some(block);
                headings += 1;
            }
            // The title says what the software is about, whatever its words: it is no section.
            let section = heading.filter(|one| headings > 1 || one.level() > Some(1));
            let title = section.map_or("", |heading| heading.text.as_str());
            if self.users.is_match(title) || entry(block) {
                continue;
            }
            let opening = at < self.opening && headings <= self.opening_headings;
            let front = opening || self.authors.is_match(title);
            let mut found = |grade, words: &str, line| {
                mentions.push(OriginMention {
                    grade,
                    words: words.trim().to_string(),
                    location: Location::line(path, line),
                });
            };
            for sentence in sentences(&block.text) {
                if let Some((grade, words)) = self.sentence(sentence, front) {
                    found(grade, words, block.line);
                }
            }
            for image in &block.images {
                for text in [&image.alt, &image.url] {
                    if let Some((grade, words)) = self.named(text).filter(|_| front) {
                        found(grade, words, image.line);
                    }
                }
            }
            for link in &block.links {
                if let Some(grade) = self.address(&link.url, front) {
                    found(grade, &masked(&link.url), link.line);
                }
            }
        }
    }

    /// The best name of a text, with its place.
    fn names<'t>(&self, text: &'t str) -> Vec<(Grade, regex::Match<'t>)> {
        let full = self.names.iter().flat_map(|name| name.find_iter(text));
        let full = full.filter(|m| !versioned(&text[m.end()..])).map(|m| (Grade::Name, m));
        let short = self.acronyms.find_iter(text).filter(|m| stands_alone(text, m));
        let short = short
            .filter(|m| !shouted(text) && !versioned(&text[m.end()..]))
            .map(|m| (Grade::Acronym, m));
        full.chain(short).collect()
    }

    fn named<'t>(&self, text: &'t str) -> Option<(Grade, &'t str)> {
        self.names(text).first().map(|(grade, found)| (*grade, found.as_str()))
    }

    /// What a sentence says of an administration it names.
    fn sentence<'t>(&self, sentence: &'t str, front: bool) -> Option<(Grade, &'t str)> {
        let graded = self.names(sentence).into_iter().filter_map(|(grade, found)| {
            let before = tail(&sentence[..found.start()], 70);
            if self.source.is_match(before) {
                return None;
            }
            let grade = if self.author.is_match(before) {
                grade
            } else if self.not_author.is_match(before) {
                return None;
            } else if front {
                grade
            } else {
                Grade::Doubtful
            };
            Some((grade, found.as_str()))
        });
        // Of two readings of one name, the longer one is the name.
        let better = |best: &(Grade, &str), next: &(Grade, &str)| {
            next.0 > best.0
                || (next.0 == best.0 && next.1.len() > best.1.len() && next.1.starts_with(best.1))
        };
        let named = graded.reduce(|best, next| if better(&best, &next) { next } else { best });
        named.or_else(|| {
            let host = self.hosts.find(sentence).filter(|_| front)?;
            let words = sentence.split_whitespace().find(|word| word.contains(host.as_str()))?;
            let words = words.trim_matches(|letter: char| !letter.is_alphanumeric());
            let before = tail(&sentence[..host.start()], 70);
            let other =
                words.contains('/') || words.contains('@') || self.common_hosts.is_match(words);
            (!other && !self.not_author.is_match(before)).then_some((Grade::Host, words))
        })
    }

    /// What the address of a link says.
    fn address(&self, url: &str, front: bool) -> Option<Grade> {
        if let Some(mail) = url.strip_prefix("mailto:") {
            let domain = mail.split('?').next()?.rsplit('@').next()?.to_lowercase();
            return self.hosts.is_match(&domain).then_some(Grade::Host);
        }
        let url = if url.matches('/').count() < 3 { format!("{url}/-") } else { format!("{url}-") };
        let host = Address::parse(&url)?.host;
        let known = self.hosts.is_match(&host) && !self.common_hosts.is_match(&host);
        known.then_some(if front { Grade::Host } else { Grade::Doubtful })
    }

    fn publiccode(&self, project: &Project<'_>, mentions: &mut Vec<OriginMention>) {
        let Some(file) = project.publiccode() else { return };
        let named = |key: &str| {
            let (_, last) = key.rsplit_once('/')?;
            self.declared.iter().find(|name| *name == last)
        };
        for field in file.fields().filter(|field| named(&field.key).is_some()) {
            let words = field.value.as_str();
            let graded = self.named(words).or_else(|| Some((self.address(words, true)?, words)));
            if let Some((grade, words)) = graded {
                let location = Location::line(&file.path, field.line);
                mentions.push(OriginMention { grade, words: words.to_string(), location });
            }
        }
    }
}

/// True when an acronym is not a part of a longer name: `ASP` in `ASP.NET`.
fn stands_alone(text: &str, found: &regex::Match<'_>) -> bool {
    let mut after = text[found.end()..].chars();
    let goes_on = matches!(after.next(), Some('.' | '+' | '#' | '_'))
        && after.next().is_some_and(char::is_alphanumeric);
    let before = text[..found.start()].chars().next_back();
    !goes_on && !matches!(before, Some('.' | '_' | '@' | '$'))
}

/// True when a version follows a name: `Etalab 2.0` is a licence.
fn versioned(after: &str) -> bool {
    let mut after = after.strip_prefix([' ', '-']).unwrap_or(after).chars();
    after.next().is_some_and(|c| c.is_ascii_digit())
        && after.next() == Some('.')
        && after.next().is_some_and(|c| c.is_ascii_digit())
}

/// True for a text in capitals, such as a warranty: its words are no acronyms.
fn shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (upper, all) = letters
        .fold((0, 0), |(upper, all), letter| (upper + usize::from(letter.is_uppercase()), all + 1));
    all >= 40 && upper * 100 > all * 60
}

fn conclude(mention: OriginMention) -> Answer {
    let OriginMention { grade, words, location } = mention;
    let subject = format!("{}#origin", location.path.as_deref().unwrap_or_default());
    let finding = |message| Finding::new(subject.clone(), message).at(location.clone());
    let seen = text!("« {words} »", "“{words}”");
    let answer = match grade {
        Grade::Name => Answer::pass(text!(
            "l’administration est nommée : {words}",
            "the administration is named: {words}"
        )),
        Grade::Acronym => Answer::pass(text!(
            "l’administration est nommée par son sigle : {words}",
            "the administration is named by its acronym: {words}"
        ))
        .with([finding(text!(
            "le sigle {words} n’est pas développé : un lecteur peut ne pas le connaître",
            "the acronym {words} is not spelled out: a reader may not know it"
        ))
        .info()]),
        Grade::Host => Answer::pass(text!(
            "une adresse d’administration indique l’origine du code : {words}",
            "an address of an administration shows where the code comes from: {words}"
        ))
        .with([finding(text!(
            "seule une adresse indique l’origine : écrire le nom complet de l’organisme",
            "only an address shows the origin: write the full name of the body"
        ))
        .info()]),
        Grade::Doubtful => {
            let reason = text!(
                "une administration est citée ({words}), sans qu’il soit précisé que le code vient d’elle",
                "an administration is mentioned ({words}), without saying that the code comes from it"
            );
            Answer::failing(finding(reason).unsure())
        }
    };
    answer.seen(location, seen)
}

fn absent(project: &Project<'_>) -> Answer {
    let reason = text!(
        "ni le README ni publiccode.yml ne nomment d’administration reconnue",
        "neither the README nor publiccode.yml names a public body that is recognised"
    );
    let finding = Finding::new("origin#absent", reason.clone());
    let finding = match project.readmes().first() {
        Some((file, _)) => finding.at(Location::file(&file.path)),
        None => finding,
    };
    Answer::fail(reason, vec![finding])
}

/// True for the entry of a list of links: it speaks of what it leads to.
fn entry(block: &Block) -> bool {
    block.kind == BlockKind::ListItem
        && block.links.first().is_some_and(|link| {
            link.text != block.text && !link.text.is_empty() && block.text.starts_with(&link.text)
        })
}

/// The last `count` characters of a text.
fn tail(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    &text[start..]
}

/// A web address as it is; the domain of an e-mail address.
fn masked(url: &str) -> String {
    match url.strip_prefix("mailto:") {
        Some(mail) => {
            let domain =
                mail.split('?').next().unwrap_or_default().rsplit('@').next().unwrap_or_default();
            format!("…@{domain}")
        }
        None => url.to_string(),
    }
}
