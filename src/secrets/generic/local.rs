//! What the settings around a value say of the server that it opens: the machine itself, or a
//! name that belongs to nobody.

use super::default;
use super::format::Format;
use super::hull;
use super::name::words;
use crate::secrets::Region;
use crate::secrets::judge::words::is_guessable;
use crate::secrets::lists::{Names, list};
use crate::secrets::mask::line_within;
use memchr::memmem::find;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

/// Hosts of the machine itself.
static OWN: Names = LazyLock::new(|| list("local.hosts"));
/// Ends of the names of hosts that are reserved for tests and documents.
static RESERVED: Names = LazyLock::new(|| list("local.reserved"));
/// Last words of the names of settings that hold a host.
static KEYS: Names = LazyLock::new(|| list("local.keys"));
/// Words of the names of those that say where one comes back to.
static BACK: Names = LazyLock::new(|| list("local.back"));
/// First words of names that settings of anything share.
static SHARED: Names = LazyLock::new(|| list("local.shared"));

/// First words of names of settings that say where the program itself is reached.
static OWN_ADDRESS: Names = LazyLock::new(|| list("local.own-address"));

/// Bytes read on each side of a value for the settings of its server.
const REACH: usize = 1500;
/// So short a password is easily chosen for one’s own machine.
const SHORT: usize = 12;
/// A longer file is that of more than one program.
const FILE: usize = 16 << 10;
/// A longer export is no realm.
pub(super) const REALM: usize = 512 << 10;

/// What is said of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    /// `localhost`, alone.
    Named,
    /// An address on the machine itself: the program is started there.
    Address,
    /// A name that belongs to nobody.
    Reserved,
    /// Another one.
    Elsewhere,
    /// One that is given elsewhere, or by a network of containers.
    Unknown,
}

/// A text, and what is read of it once for all the values in it.
#[derive(Debug)]
pub(in crate::secrets) struct Surroundings<'t> {
    text: &'t [u8],
    /// The settings of all of it, when it is no longer than [`FILE`].
    settings: OnceCell<Vec<Setting<'t>>>,
    /// What [`realm`] says of it.
    realm: OnceCell<Option<Region>>,
}

impl<'t> Surroundings<'t> {
    /// Those of the values of `text`.
    pub(in crate::secrets) fn of(text: &'t [u8]) -> Surroundings<'t> {
        Surroundings { text, settings: OnceCell::new(), realm: OnceCell::new() }
    }

    /// The text.
    pub(super) fn text(&self) -> &'t [u8] {
        self.text
    }

    /// What says that the text is the export of a realm that is tried on the machine.
    pub(super) fn realm(&self) -> Option<Region> {
        self.realm.get_or_init(|| realm(self.text)).clone()
    }

    /// The settings of all of the text.
    fn settings(&self) -> &[Setting<'t>] {
        self.settings.get_or_init(|| settings(self.text, &(0..self.text.len())))
    }

    /// The settings that stand in `near`.
    fn settings_in(&self, near: &Range<usize>) -> Cow<'_, [Setting<'t>]> {
        if self.text.len() > FILE {
            return Cow::Owned(settings(self.text, near));
        }
        let all = self.settings();
        let first = all.partition_point(|one| one.at.start < near.start);
        let end = all.partition_point(|one| one.at.end <= near.end);
        Cow::Borrowed(all.get(first..end).unwrap_or_default())
    }
}

/// A setting: its name, its value, and how far from the margin it stands.
#[derive(Debug, Clone)]
struct Setting<'t> {
    name: &'t [u8],
    value: &'t [u8],
    at: Range<usize>,
    margin: usize,
}

/// The bytes that say that `value` opens the machine itself or a server that is nobody's.
pub(super) fn server(around: &Surroundings<'_>, format: Format, value: &Region) -> Option<Region> {
    let text = around.text;
    if !matches!(format, Format::Settings | Format::Json | Format::Script | Format::Other) {
        return None;
    }
    let near = near(text, value);
    if !may_be_local(&text[near.clone()]) {
        return None;
    }
    beside(around, &near, value).or_else(|| all(around, format, value))
}

/// The bytes around `value` that are read for the settings of its server.
pub(super) fn near(text: &[u8], value: &Region) -> Region {
    value.start.saturating_sub(REACH)..text.len().min(value.end + REACH)
}

fn may_be_local(text: &[u8]) -> bool {
    let any = |names: &[&str]| names.iter().any(|name| find(text, name.as_bytes()).is_some());
    any(&OWN) || any(&["example.", "EXAMPLE.", ".invalid"])
}

/// The same, by the settings of the server whose name starts as that of the value does, or
/// that stand in the same mapping.
fn beside(around: &Surroundings<'_>, near: &Range<usize>, value: &Region) -> Option<Region> {
    let (text, said) = (around.text, related(around, near, value));
    if said.iter().any(|(host, _)| matches!(host, Host::Elsewhere | Host::Unknown)) {
        return None;
    }
    let bytes = &text[value.clone()];
    let easy = bytes.len() < SHORT || is_guessable(bytes);
    let (_, at) = said.iter().find(|(host, _)| *host != Host::Named || easy)?;
    Some(hull(at, value))
}

/// True when the line of `value` names a server of a network, or when the settings of its
/// server in `near` do.
pub(super) fn is_remote(around: &Surroundings<'_>, near: &Range<usize>, value: &Region) -> bool {
    if names_server(&around.text[line_within(around.text, value, REACH)]) {
        return true;
    }
    let said = related(around, near, value);
    if said.is_empty() {
        // Nothing else says where the program itself is reached.
        return around.settings_in(near).iter().any(is_reached_elsewhere);
    }
    said.iter().any(|(host, _)| *host == Host::Elsewhere)
}

/// True when `setting` says that the program itself is reached by a network: by its address,
/// or by those it is asked from (`ALLOWED_HOSTS`, `SITE_URL`).
fn is_reached_elsewhere(setting: &Setting<'_>) -> bool {
    let names = words(setting.name);
    let own = names.first().is_some_and(|word| OWN_ADDRESS.contains(&word.as_str()));
    if !own && !names.iter().any(|word| word == "allowed") {
        return false;
    }
    let last = names.last().map_or("", |last| last.strip_suffix('s').unwrap_or(last));
    let part = |b: &u8| !b.is_ascii_graphic() || b",[]()'\"`".contains(b);
    let mut parts = setting.value.split(part);
    host(setting) == Some(Host::Elsewhere)
        || parts.any(|part| match find(part, b"://") {
            Some(at) => nature(authority(&part[at + 3..])) == Some(Host::Elsewhere),
            None => KEYS.contains(&last) && nature(part) == Some(Host::Elsewhere),
        })
}

/// True for a line with an address, or with the server that a command is given: `-h NAME`.
fn names_server(line: &[u8]) -> bool {
    let marks = [b"://".as_slice(), b"@", b"-h ", b"--host ", b"--host="];
    marks.iter().any(|mark| {
        let mut places = memchr::memmem::find_iter(line, mark);
        places.any(|at| nature(authority(&line[at + mark.len()..])) == Some(Host::Elsewhere))
    })
}

/// What the settings nearest to that of `value` say of the host of its server.
fn related(
    around: &Surroundings<'_>,
    near: &Range<usize>,
    value: &Region,
) -> Vec<(Host, Range<usize>)> {
    let (text, settings) = (around.text, around.settings_in(near));
    let holds = |one: &&Setting<'_>| one.at.start <= value.start && value.end <= one.at.end;
    let Some(own) = settings.iter().find(holds) else { return Vec::new() };
    let own_words = words(own.name);
    let mut best = 0;
    let mut said: Vec<(Host, Range<usize>)> = Vec::new();
    for other in settings.iter() {
        let Some(host) = host(other) else { continue };
        let rank = relation(text, own, &own_words, other);
        if rank > best {
            best = rank;
            said.clear();
        }
        if rank == best && rank > 0 {
            said.push((host, other.at.clone()));
        }
    }
    said
}

/// How near `other` is to `own`: the number of first words that their names share, or one
/// when nothing but their place ties them; 0 when nothing does.
fn relation(text: &[u8], own: &Setting<'_>, own_words: &[String], other: &Setting<'_>) -> usize {
    let others = words(other.name);
    let same = own_words.iter().zip(&others).take_while(|(one, other)| one == other).count();
    let hollow = same == 1 && SHARED.contains(&others[0].as_str());
    if same > 0 && !hollow {
        return 1 + same;
    }
    let capitals = |name: &[u8]| name.iter().all(|b| !b.is_ascii_lowercase());
    let short = own_words.len() <= 2 && others.len() <= 3;
    let bare = short && !capitals(own.name) && !capitals(other.name);
    let placed = other.margin <= own.margin && is_inside(text, own, other);
    usize::from(bare && placed && (own.margin > 0 || own_words.len() == 1 && others.len() == 1))
}

/// True when no line between the two settings ends the mapping that `other` is in.
fn is_inside(text: &[u8], own: &Setting<'_>, other: &Setting<'_>) -> bool {
    let (low, high) = (own.at.end.min(other.at.end), own.at.start.max(other.at.start));
    let Some(between) = text.get(low..high) else { return true };
    let mut lines = between.split(|b| *b == b'\n').skip(1);
    lines.all(|line| {
        let body = line.trim_ascii_start();
        let header = body.starts_with(b"[") && other.margin == 0;
        let hollow = body.is_empty() || body.starts_with(b"#");
        hollow || (line.len() - body.len() >= other.margin && !header)
    })
}

/// The settings of the lines of `near`: `name: value`, `NAME=value`, `-Dname=value`.
fn settings<'t>(text: &'t [u8], near: &Range<usize>) -> Vec<Setting<'t>> {
    let mut settings = Vec::new();
    let mut start = near.start;
    for line in text[near.clone()].split(|b| *b == b'\n') {
        let body = line.trim_ascii_start();
        let margin = line.len() - body.len();
        let comment = body.starts_with(b"#") || body.starts_with(b"//");
        if !comment {
            pairs(line, start, margin, &mut settings);
        }
        start += line.len() + 1;
    }
    settings
}

/// The settings of `line`, which starts at `start`: one, or several after one another.
fn pairs<'t>(line: &'t [u8], start: usize, margin: usize, found: &mut Vec<Setting<'t>>) {
    let equals = line.windows(2).filter(|w| w[1] == b'=' && w[0].is_ascii_alphanumeric()).count();
    let parted = |b: &u8| b.is_ascii_whitespace() || matches!(b, b';' | b'"' | b'\'');
    if equals > 1 {
        let mut at = start;
        for part in line.split(parted) {
            found.extend(pair(part, at, margin));
            at += part.len() + 1;
        }
    } else {
        found.extend(pair(line, start, margin));
    }
}

fn pair(part: &[u8], start: usize, margin: usize) -> Option<Setting<'_>> {
    let tie = part.iter().position(|b| matches!(b, b'=' | b':'))?;
    let name = part[..tie].trim_ascii();
    let name = name.strip_prefix(b"export ").unwrap_or(name).trim_ascii_start();
    let name = name.strip_prefix(b"- ").unwrap_or(name);
    let mark = |b: &u8| matches!(b, b'"' | b'\'' | b'-' | b'$');
    let name = &name[name.iter().take_while(|b| mark(b)).count()..];
    let name = name.strip_suffix(b"\"").or_else(|| name.strip_suffix(b"'")).unwrap_or(name);
    let sound = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let value = part[tie + 1..].trim_ascii();
    let value = value.strip_suffix(b",").unwrap_or(value);
    (!name.is_empty() && !value.is_empty() && name.iter().all(sound)).then_some(Setting {
        name,
        value,
        at: start..start + part.len(),
        margin,
    })
}

/// What the value of `setting` says of the host of a server; `None` when it names none.
fn host(setting: &Setting<'_>) -> Option<Host> {
    let names = words(setting.name);
    if names.iter().any(|word| BACK.contains(&word.as_str())) {
        return None;
    }
    let value = match default::fallback(setting.value) {
        Some(inner) => &setting.value[inner],
        None => setting.value,
    };
    let quote = |b: &u8| matches!(b, b'"' | b'\'' | b'`' | b' ');
    let start = value.iter().take_while(|b| quote(b)).count();
    let value = &value[start..];
    if let Some(at) = find(value, b"://") {
        let rest = &value[at + 3..];
        // The database of a machine in production is often on that machine.
        let page = value[..at].ends_with(b"http") || value[..at].ends_with(b"https");
        return match nature(authority(rest)) {
            Some(Host::Named) if page => Some(Host::Address),
            host => host.or(Some(Host::Unknown)),
        };
    }
    let last = names.last()?.as_str();
    if matches!(last, "email" | "mail") {
        let at = value.iter().position(|b| *b == b'@')?;
        return nature(&value[at + 1..]).filter(|host| *host == Host::Reserved);
    }
    let named = KEYS.contains(&last).then(|| nature(value).unwrap_or(Host::Unknown));
    // The realm of Kerberos is a domain, that of an identity server any word.
    named.filter(|host| last != "realm" || *host == Host::Reserved)
}

/// The host of an address, after the name of a user if there is one: `rest` starts after its
/// scheme, and may go on after it.
fn authority(rest: &[u8]) -> &[u8] {
    let ends = |b: &u8| !b.is_ascii_graphic() || b"/?#\"'`<>\\".contains(b);
    let whole = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
    &whole[whole.iter().rposition(|b| *b == b'@').map_or(0, |at| at + 1)..]
}

/// What the name of the host that `text` starts with says; `None` for a name without a dot,
/// which a network of containers gives, and for what is to be replaced.
fn nature(text: &[u8]) -> Option<Host> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let end = text.iter().position(|b| !part(b)).unwrap_or(text.len());
    let name = str::from_utf8(&text[..end]).ok()?.to_ascii_lowercase();
    let name = name.trim_end_matches('.');
    if OWN.contains(&name) || name.starts_with("127.") {
        return Some(Host::Named);
    }
    let reserved = |end: &&str| {
        name.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if RESERVED.iter().any(reserved) {
        return Some(Host::Reserved);
    }
    name.contains('.').then_some(Host::Elsewhere)
}

/// All of `text`, when a server that it names is the machine itself and none is elsewhere, and
/// `value` is easy to guess.
fn all(around: &Surroundings<'_>, format: Format, value: &Region) -> Option<Region> {
    let text = around.text;
    let read = text.len() <= FILE && matches!(format, Format::Settings | Format::Script);
    if !read || !is_guessable(&text[value.clone()]) {
        return None;
    }
    let hosts: Vec<Host> = around.settings().iter().filter_map(host).collect();
    let local = |host: &Host| matches!(host, Host::Named | Host::Address);
    (hosts.iter().any(local) && !hosts.contains(&Host::Elsewhere)).then_some(0..text.len())
}

/// All of `text`, the export of a realm of an identity server, when no address in it is that
/// of another machine.
fn realm(text: &[u8]) -> Option<Region> {
    const ADDRESSES: &[u8] = b"\"redirectUris\"";
    find(text, ADDRESSES)?;
    let mut places = memchr::memmem::find_iter(text, b"://");
    places
        .all(|at| nature(authority(&text[at + 3..])) != Some(Host::Elsewhere))
        .then_some(0..text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `text` says that the value marked `VALUE` in it, once replaced, opens the
    /// machine itself.
    fn is_local(format: Format, text: &str, value: &str) -> bool {
        let at = text.find("VALUE").expect("a value");
        let text = text.replace("VALUE", value);
        server(&Surroundings::of(text.as_bytes()), format, &(at..at + value.len())).is_some()
    }

    /// A value that nobody guesses.
    fn drawn() -> String {
        ["q8Zr2LmT", "0vKx5NcB"].concat()
    }

    #[test]
    fn the_settings_of_its_server_say_that_a_value_opens_the_machine_itself() {
        for (format, text) in [
            (
                Format::Settings,
                "env:\n  SSO_SECRET: VALUE\n  SSO_SERVER_URL: http://localhost:8081/a\n",
            ),
            (Format::Settings, "sso.base.secret=VALUE\n\nsso.server-url=http://127.0.0.1:80/a\n"),
            (
                Format::Script,
                "mvn a:b -Dsonar.host.url=http://localhost:9000 -Dsonar.login=VALUE\n",
            ),
            (
                Format::Settings,
                "sso:\n  server-url: http://localhost/a\n  credentials:\n    secret: VALUE\n",
            ),
            (
                Format::Settings,
                "sso:\n  url: http://localhost/a\n# none: b\n  credentials:\n    secret: VALUE\n",
            ),
            (Format::Settings, "kdc_master_password: VALUE\nkdc_realm: EXAMPLE.COM\n"),
            (
                Format::Settings,
                "OUTIL_ADMIN_EMAIL: 'a@example.org'\nOUTIL_ADMIN_PASSWORD: 'VALUE'\n",
            ),
        ] {
            assert!(is_local(format, text, &drawn()), "{text}");
        }
        for (format, text) in [
            // Another server is named, or nothing ties the two.
            (
                Format::Settings,
                "SSO_SECRET=VALUE\nSSO_URL=https://sso.outil.fr/a\nX_URL=http://localhost\n",
            ),
            (Format::Settings, "SSO_SECRET=VALUE\nMAIL_URL=http://localhost:8081/a\n"),
            (Format::Settings, "API_KEY=VALUE\nDATABASE_URL=postgres://localhost/a\n"),
            (Format::Settings, "PAIE_SECRET=VALUE\nPAIE_CALLBACK_URL=http://localhost:3000/a\n"),
            (
                Format::Settings,
                "spring.mail.password=VALUE\nspring.datasource.url=jdbc:a://localhost/b\n",
            ),
            (Format::Settings, "a:\n  url: http://localhost\nb:\n  secret: VALUE\n"),
            (Format::Code, "SSO_SECRET = 'VALUE'\nSSO_URL = 'http://localhost'\n"),
            (
                Format::Settings,
                "OUTIL_FILE_SECRET=VALUE\nOUTIL_FILE_HOST={{ h }}\nOUTIL_URL=http://localhost\n",
            ),
            // Whoever drew it protects the server of the machine.
            (Format::Settings, "db:\n  host: localhost\n  password: VALUE\n"),
        ] {
            assert!(!is_local(format, text, &drawn()), "{text}");
        }
    }

    #[test]
    fn a_password_that_is_easily_chosen_is_that_of_ones_own_machine() {
        for text in [
            "default: &default\n  host: <%= ENV['DB_HOST'] || 'localhost' %>\n  password: VALUE\n",
            "a:\n  host: ${DB_HOST:localhost}\n  password: <%= ENV.fetch(\"PW\", 'VALUE') %>\n",
            "OUTIL_DB_HOST: 'localhost'\nOUTIL_DB_PASSWORD: 'VALUE'\n",
        ] {
            assert!(is_local(Format::Settings, text, "dragonfly"), "{text}");
        }
        let elsewhere = "a:\n  host: bdd.outil.fr\n  password: VALUE\n";
        assert!(!is_local(Format::Settings, elsewhere, "dragonfly"));
    }

    #[test]
    fn the_host_of_an_address_is_what_it_leads_to() {
        for text in [
            "SSO_SECRET=VALUE\nSSO_URL=https://sso.outil.fr/?x=a@example.org\n",
            "SSO_SECRET=VALUE\nSSO_URL=https://sso.recette.test/\n",
            "paie.password=VALUE\npaie.url=jdbc:postgresql://localhost:5432/paie\n",
            "SERVER_SECRET=VALUE\nSERVER_URL=http://0.0.0.0:8080\n",
            "APP_ENV=local\nAPP_URL=http://localhost\nMAIL_API_KEY=VALUE\n",
        ] {
            assert!(!is_local(Format::Settings, text, &drawn()), "{text}");
        }
    }

    #[test]
    fn a_realm_without_any_other_address_is_there_to_be_tried() {
        let text = "{\"realm\": \"a\", \"redirectUris\": [\"http://localhost:80/*\", \"*\"]}";
        assert!(realm(text.as_bytes()).is_some());
        let mailed = text.replace('}', ", \"user\": \"a@outil.fr\"}");
        assert!(realm(mailed.as_bytes()).is_some());
        for other in ["outil.fr", "admin@outil.fr"] {
            assert!(realm(text.replace("localhost", other).as_bytes()).is_none(), "{other}");
        }
        assert!(realm(b"{\"realm\": \"a\"}").is_none());
    }
}
