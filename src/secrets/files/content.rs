//! What the content of a sensitive file holds, by the format its name announces.

use super::HEAD;
use super::archive;
use super::values::{self, Values};
use crate::lang::Text;
use crate::secrets::lists::{Names, list};
use crate::secrets::{Level, layers};
use crate::text;
use serde::Deserialize;
use std::sync::LazyLock;

/// How the content of a kind of files is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Content {
    /// Settings, judged by their values.
    Environment,
    /// Rows of a database, or the custom format of pg_dump.
    Dump,
    /// A database, by its first bytes.
    Database,
    /// Java and PKCS#12 key stores, by their first bytes.
    KeyStore,
    /// KeePass and others, by their first bytes or name.
    PasswordStore,
    /// A client's key, token or password.
    Kubeconfig,
    /// A state with resources or outputs.
    TerraformState,
    /// `password` entries.
    Netrc,
    /// Lines of five fields.
    Pgpass,
    /// `user:hash` lines.
    Htpasswd,
    /// A token, in the many formats of package managers.
    RegistryAccess,
    /// Anything.
    NotEmpty,
    /// A key of a cloud provider.
    CloudAccess,
    /// A password in a field of that name.
    PasswordField,
    /// A saved password, or the address of a machine.
    RemoteDesktop,
    /// Addresses of databases and servers.
    Ide,
    /// A process's memory, by its first bytes.
    Memory,
    /// A wallet.
    Wallet,
    /// Saved passwords or cookies.
    Browser,
    /// One line that is no program.
    OneSecretLine,
    /// Passwords of servers in Maven’s settings.
    Maven,
    /// 32 hexadecimal digits.
    RailsKey,
    /// Settings of a site, judged by their values.
    WebSettings,
    /// Keys or passwords of a tunnel.
    PrivateNetwork,
    /// Sessions recorded by a browser.
    Capture,
    /// Frames of a network, by their first bytes.
    NetworkCapture,
    /// Mailboxes and messages.
    Mail,
    /// Files hidden in an archive.
    Archive,
    /// Nothing worth publishing.
    Leftover,
}

/// Words of the names of environment files of tests and of developers.
static TEST_ENVIRONMENTS: Names = LazyLock::new(|| list("environment.test"));
/// What gives the key of a cloud provider.
static CLOUD_FIELDS: Names = LazyLock::new(|| list("cloud.fields"));

pub(super) type Said = Option<(Level, Text)>;

fn report(reason: Text) -> Said {
    Some((Level::Report, reason))
}

pub(super) fn review(reason: Text) -> Said {
    Some((Level::Review, reason))
}

impl Content {
    /// How loudly a file called `name` (lower case) of `size` bytes that starts with
    /// `bytes` is told, and why.
    pub(super) fn judge(self, name: &str, bytes: &[u8], size: u64) -> Said {
        let head = &bytes[..bytes.len().min(HEAD)];
        // A file that Windows wrote is judged as its readers see it.
        let plain = layers::plain(head);
        let text = String::from_utf8_lossy(&plain);
        let binary = plain[..plain.len().min(1024)].contains(&0);
        match self {
            Content::Environment => environment(name, values::read(&text)),
            Content::WebSettings => settings(php_or(&text)),
            Content::Dump => dump(name, bytes, size),
            Content::Database => database(head),
            Content::KeyStore => key_store(head),
            Content::PasswordStore => {
                report(text!("coffre, même chiffré", "a store, even encrypted"))
            }
            Content::Kubeconfig => kubeconfig(&text),
            Content::TerraformState => terraform(name, &text),
            Content::Netrc => filled(netrc(&text)),
            Content::Pgpass => filled(lines(&text).any(is_pgpass)),
            Content::Htpasswd => filled(lines(&text).any(is_htpasswd)),
            Content::RegistryAccess => filled(registry(&text)),
            Content::NotEmpty if binary => None,
            Content::NotEmpty => lines(&text).next().and_then(|_| {
                report(text!("n’a pas sa place dans un dépôt", "has no place in a repository"))
            }),
            Content::CloudAccess => cloud(&text),
            Content::PasswordField => filled(password_field(&text)),
            Content::RemoteDesktop => remote_desktop(&text),
            Content::Ide => ide(&text),
            Content::Memory => memory(head),
            Content::Wallet => review(text!("à ouvrir", "to be opened")),
            Content::Browser => browser(name, &text, head),
            Content::OneSecretLine => one_line(&text),
            Content::Maven => maven(&text),
            Content::RailsKey => rails_key(name, &text),
            Content::PrivateNetwork => private_network(&text),
            Content::Capture => capture(&text),
            Content::NetworkCapture => network_capture(head),
            Content::Mail => mail(name, head, &text),
            Content::Archive => archive::said(head).and_then(review),
            Content::Leftover => Some((
                Level::Information,
                text!("sans utilité pour personne", "of no use to anybody"),
            )),
        }
    }
}

/// Lines that say something.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn filled(found: bool) -> Said {
    found.then_some(())?;
    report(text!("contient un mot de passe ou un jeton", "holds a password or a token"))
}

fn environment(name: &str, values: Values) -> Said {
    let Values { strong, weak, plain } = values;
    let development = name.split(['.', '-', '_']).any(|word| {
        TEST_ENVIRONMENTS.contains(&word) || word.starts_with("dev") || word.starts_with("test")
    });
    let local_only = name.ends_with(".local");
    match (strong, weak, plain) {
        (0, 0, 0) => None,
        (0, 0, _) => Some((
            Level::Information,
            text!("réglages sans secret apparent", "settings without any apparent secret"),
        )),
        (0, _, _) => {
            review(text!("mots de passe par défaut : {weak}", "default passwords: {weak}"))
        }
        (_, _, _) if development && !local_only => review(text!(
            "valeurs secrètes de développement : {strong}",
            "secret values for development: {strong}"
        )),
        (_, _, _) => report(text!("valeurs secrètes : {strong}", "secret values: {strong}")),
    }
}

fn settings(values: Values) -> Said {
    let strong = values.strong;
    (strong > 0).then_some(())?;
    report(text!("valeurs secrètes : {strong}", "secret values: {strong}"))
}

/// `define('NAME', 'value');` and `$name = 'value';` as `NAME=value` lines.
fn php_or(text: &str) -> Values {
    let lines = text.lines().map(|line| {
        let line = line.trim();
        let defined = line.strip_prefix("define(").and_then(|rest| rest.split_once(','));
        match defined {
            Some((name, value)) => {
                format!("{}={}", name.trim(), value.trim().trim_end_matches([')', ';', ' ']))
            }
            None => {
                let line = line.trim_start_matches("public ").trim_start_matches("var ");
                line.trim_start_matches('$').to_string()
            }
        }
    });
    values::read(&lines.collect::<Vec<_>>().join("\n"))
}

/// How much of a dump is read, in bytes: people are often in its last tables.
const DUMP: usize = 4 << 20;

fn dump(name: &str, bytes: &[u8], size: u64) -> Said {
    let head = &bytes[..bytes.len().min(DUMP)];
    if head.starts_with(b"PGDMP") || head.starts_with(b"REDIS0") {
        return report(text!("sauvegarde d’une base entière", "dump of a whole database"));
    }
    if head.starts_with(&[0x1f, 0x8b]) {
        return review(text!("sauvegarde compressée, à ouvrir", "compressed dump, to be opened"));
    }
    let plain = layers::plain(head);
    match super::dump::judge(&String::from_utf8_lossy(&plain), head.len() as u64 == size) {
        None if name.ends_with(".bak") && head.contains(&0) => {
            review(text!("sauvegarde, à ouvrir", "backup, to be opened"))
        }
        said => said,
    }
}

fn database(head: &[u8]) -> Said {
    let jet = head.get(4..12) == Some(b"Standard");
    // A database of 4 KiB or less has no row.
    let sqlite = head.starts_with(b"SQLite format 3\0") && head.len() > 4096;
    if sqlite || jet {
        return review(text!(
            "base de données : dites ce qu’elle contient",
            "database: say what it holds"
        ));
    }
    None
}

/// The object identifier of PKCS#7 data (RFC 7292 § 4), in DER.
const PKCS7_DATA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];

/// The alias of the key that Android's tools make to try an application, in the two
/// encodings of stores: its password is published, and nothing that is distributed is
/// signed with it. Source: developer.android.com/studio/publish/app-signing#debug-mode.
const ANDROID_DEBUG: &str = "androiddebugkey";

/// The object identifiers of the two bags of PKCS#12 that hold a private key (RFC 7292
/// § 4.2), but for their last byte, in DER.
const KEY_BAG: &[u8] = &[0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01];

fn is_android_debug(head: &[u8]) -> bool {
    let wide: Vec<u8> = ANDROID_DEBUG.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let of = |alias: &[u8]| memchr::memmem::find_iter(head, alias).count();
    of(ANDROID_DEBUG.as_bytes()) + of(&wide) == 1
}

fn key_store(head: &[u8]) -> Said {
    let java =
        head.starts_with(&[0xfe, 0xed, 0xfe, 0xed]) || head.starts_with(&[0xce, 0xce, 0xce, 0xce]);
    if java {
        // Entries are of keys (1) or of certificates (2).
        let entries = head.get(8..12);
        let private =
            entries.is_some_and(|count| count != [0; 4]) && head.get(12..16) == Some(&[0, 0, 0, 1]);
        return match private {
            true if entries == Some(&[0, 0, 0, 1]) && is_android_debug(head) => android_debug(),
            true => report(text!("contient une clé privée", "holds a private key")),
            false => review(text!("magasin à ouvrir", "store to be opened")),
        };
    }
    let der = head.first() == Some(&0x30);
    if der && memchr::memmem::find(head, PKCS7_DATA).is_some() {
        let bags = memchr::memmem::find_iter(head, KEY_BAG);
        let keys = bags.filter(|at| matches!(head.get(at + KEY_BAG.len()), Some(1 | 2))).count();
        // Another key may stand beside it, or beyond what was read.
        if keys == 1 && head.len() < super::HEAD && is_android_debug(head) {
            return android_debug();
        }
        return report(text!("contient une clé privée", "holds a private key"));
    }
    None
}

fn android_debug() -> Said {
    Some((
        Level::Information,
        text!(
            "clé de débogage d’Android, dont le mot de passe est public",
            "debug key of Android, whose password is public"
        ),
    ))
}

fn kubeconfig(text: &str) -> Said {
    let config = text.contains("kind: Config") || text.contains("\"kind\": \"Config\"");
    let names = ["client-key-data", "token", "password"];
    let access = lines(text).any(|line| {
        let (name, value) = line.trim_start_matches("- ").split_once(':').unwrap_or((line, ""));
        let value = value.trim().trim_matches(['"', '\'', ',']);
        names.contains(&name.trim_matches('"')) && !value.is_empty() && !values::is_template(value)
    });
    filled(config && access)
}

fn terraform(name: &str, text: &str) -> Said {
    if name.ends_with(".tfplan") {
        return report(text!("plan avec ses variables", "plan with its variables"));
    }
    let full = ["\"resources\": [", "\"resources\":[", "\"outputs\": {", "\"modules\": ["]
        .iter()
        .any(|key| {
            text.find(key).is_some_and(|at| {
                let rest = text[at + key.len()..].trim_start();
                !rest.starts_with([']', '}'])
            })
        });
    full.then_some(())?;
    report(text!("état avec les valeurs des ressources", "state with the values of the resources"))
}

fn netrc(text: &str) -> bool {
    let mut words = text.split_whitespace().skip_while(|word| *word != "password");
    words.next().is_some() && words.next().is_some_and(|value| !values::is_template(value))
}

fn is_pgpass(line: &str) -> bool {
    let fields: Vec<&str> = line.split(':').collect();
    fields.len() == 5 && !fields[4].is_empty() && !values::is_template(fields[4])
}

fn is_htpasswd(line: &str) -> bool {
    let Some((user, hash)) = line.split_once(':') else { return false };
    let known = ["$apr1$", "$2y$", "$2a$", "$2b$", "{SHA}", "$5$", "$6$", "{SSHA}"];
    !user.is_empty() && (known.iter().any(|start| hash.starts_with(start)) || hash.len() == 13)
}

fn registry(text: &str) -> bool {
    let names = [
        "_authtoken",
        "_auth",
        "_password",
        "npmauthtoken",
        "password",
        "\"auth\"",
        "token",
        "cleartextpassword",
        ":rubygems_api_key",
        "\"password\"",
    ];
    lines(text).any(|line| {
        let lower = line.to_lowercase();
        let pair = line.split_once('=').or_else(|| line.split_once(": "));
        let named = pair.is_some_and(|(name, value)| {
            let name = name.trim().to_lowercase();
            let value = value.trim().trim_matches(['"', '\'', ',', ' ', '/', '>']);
            value.len() >= 6
                && !values::is_template(value)
                && names.iter().any(|known| name.ends_with(known))
        });
        let add = lower.contains("key=\"cleartextpassword\"") || lower.contains("key=\"password\"");
        let value = lower.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
        named
            || (add
                && value.is_some_and(|v| {
                    v.len() >= 6 && !v.starts_with('%') && !values::is_template(v)
                }))
            || line.split_whitespace().any(values::has_password_in_url)
    })
}

fn cloud(text: &str) -> Said {
    let lower = text.to_lowercase();
    let named = lines(&lower).any(|line| {
        CLOUD_FIELDS.iter().any(|name| {
            line.find(name).is_some_and(|at| {
                let value = line[at + name.len()..].trim_matches([' ', ':', '=', '"', '\'', ',']);
                !value.is_empty() && !values::is_template(value) && !value.contains("input")
            })
        })
    });
    filled(named)
}

fn password_field(text: &str) -> bool {
    let lower = text.to_lowercase();
    let markers = ["<pass", "password=", "\"password\"", "pwd=", "\"pass\""];
    markers.iter().any(|marker| {
        lower.match_indices(marker).any(|(at, _)| {
            let rest = &lower[at + marker.len()..];
            let line = rest.lines().next().unwrap_or_default();
            let value = line.split_once(['>', ':']).map_or(line, |(_, value)| value);
            let value = value.trim_matches([' ', '"', '\'', ',']);
            let value = value.split(['<', '"']).next().unwrap_or_default();
            !value.is_empty()
                && !matches!(value, "true" | "false" | "null")
                && !values::is_template(value)
        })
    })
}

fn remote_desktop(text: &str) -> Said {
    let lower = text.to_lowercase();
    let saved = ["password 51:b:", "password=\"", "<password>", "password="];
    match () {
        () if saved.iter().any(|mark| lower.contains(mark)) => filled(true),
        () if lower.contains("full address:s:")
            || lower.contains("hostname=\"")
            || lower.contains("server=") =>
        {
            review(text!("donne l’adresse d’une machine", "gives the address of a machine"))
        }
        () => None,
    }
}

fn ide(text: &str) -> Said {
    let lower = text.to_lowercase();
    let password = lower.contains("password=\"") || lower.contains("<password>");
    let distant = ["jdbc:", "host=\"", "\"host\""].iter().any(|mark| lower.contains(mark));
    let local = lower.contains("localhost")
        || lower.contains("127.0.0.1")
        || lower.contains("jdbc:sqlite")
        || lower.contains("jdbc:h2");
    match (password, distant && !local) {
        (true, _) => review(text!("mot de passe enregistré", "saved password")),
        (_, true) => review(text!(
            "donne l’adresse d’une base ou d’un serveur",
            "gives the address of a database or server"
        )),
        _ => None,
    }
}

fn memory(head: &[u8]) -> Said {
    let elf_core = head.starts_with(b"\x7fELF") && head.get(16..18) == Some(&[4, 0]);
    let other = head.starts_with(b"JAVA PROFILE")
        || head.starts_with(b"MDMP")
        || head.starts_with(b"PAGEDU");
    (elf_core || other).then_some(())?;
    report(text!(
        "tout ce que le programme avait en mémoire",
        "everything the program had in memory"
    ))
}

fn browser(name: &str, text: &str, head: &[u8]) -> Said {
    let logins = name == "logins.json" && text.contains("encryptedPassword");
    let store = name != "logins.json" && head.starts_with(b"SQLite format 3\0");
    filled(logins || store)
}

fn one_line(text: &str) -> Said {
    let mut all = lines(text);
    let one = all.next().filter(|line| line.len() >= 6 && line.len() <= 512);
    let secret = one.is_some_and(|line| !line.starts_with("#!") && !values::is_template(line));
    filled(secret && all.next().is_none() && !text.starts_with("#!"))
}

/// The passwords and the passphrases of the servers that Maven’s settings give in clear, or
/// the key that encrypts them, itself encrypted with what everyone knows.
fn maven(text: &str) -> Said {
    let mut parts = text.split("<!--");
    let first = parts.next().unwrap_or_default();
    // A comment that nothing closes hides nothing.
    let after = parts.map(|part| part.split_once("-->").map_or(part, |(_, rest)| rest));
    let text: String = std::iter::once(first).chain(after).collect();
    let text = text.replace("<![CDATA[", "").replace("]]>", "");
    // The name of each element, without its prefix, and the text after its tag.
    let elements = text.split('<').skip(1).filter_map(|part| {
        let (tag, value) = part.split_once('>').filter(|(tag, _)| !tag.ends_with('/'))?;
        let name = tag.split_whitespace().next()?;
        Some((name.rsplit(':').next()?, value))
    });
    let elements: Vec<(&str, &str)> = elements.collect();
    let holds = |name: &str| elements.iter().any(|(known, _)| *known == name);
    if holds("settingsSecurity") {
        return filled(holds("master"));
    }
    if !holds("settings") {
        return None;
    }
    let given = elements.iter().filter(|(name, _)| matches!(*name, "password" | "passphrase"));
    let lines: Vec<String> = given.map(|(_, value)| format!("password={}", value.trim())).collect();
    let Values { strong, weak, .. } = values::read(&lines.join("\n"));
    match (strong, weak) {
        (0, 0) => None,
        (0, _) => review(text!("mots de passe par défaut : {weak}", "default passwords: {weak}")),
        _ => filled(true),
    }
}

fn rails_key(name: &str, text: &str) -> Said {
    let hex = |word: &str| word.len() >= 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    filled(match name.ends_with(".rb") {
        true => text.split(['"', '\'']).any(|word| word.len() >= 64 && hex(word)),
        false => hex(text.trim()),
    })
}

fn private_network(text: &str) -> Said {
    let lower = text.to_lowercase();
    let inline = lower.contains("<key>")
        || lower.contains("privatekey =")
        || lower.contains("privatekey=")
        || lower.contains(": psk \"");
    match inline {
        true => filled(!values::is_template(&lower)),
        false if lower.contains("remote ") || lower.contains("host=") => {
            review(text!("donne l’adresse d’une passerelle", "gives the address of a gateway"))
        }
        false => None,
    }
}

fn capture(text: &str) -> Said {
    let lower = text.to_lowercase();
    text.contains("\"log\"").then_some(())?;
    let session = ["\"authorization\"", "\"cookie\"", "\"set-cookie\""]
        .iter()
        .any(|name| lower.contains(name));
    match session {
        true => report(text!(
            "contient des cookies ou des jetons de session",
            "holds cookies or session tokens"
        )),
        false => review(text!("échanges à relire", "exchanges to look over")),
    }
}

fn network_capture(head: &[u8]) -> Said {
    let magics: [&[u8]; 4] = [
        &[0xa1, 0xb2, 0xc3, 0xd4],
        &[0xd4, 0xc3, 0xb2, 0xa1],
        &[0x0a, 0x0d, 0x0d, 0x0a],
        &[0x4d, 0x3c, 0xb2, 0xa1],
    ];
    magics.iter().any(|magic| head.starts_with(magic)).then_some(())?;
    review(text!("échanges à relire", "exchanges to look over"))
}

fn mail(name: &str, head: &[u8], text: &str) -> Said {
    let outlook = head.starts_with(b"!BDN")
        || (name.ends_with(".msg") && head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]));
    let internet = text.contains("\nReceived:")
        || text.starts_with("From ")
        || text.starts_with("Received:")
        || (text.contains("\nSubject:") && text.contains("\nTo:"));
    (outlook || internet).then_some(())?;
    review(text!("messages à relire", "messages to look over"))
}
