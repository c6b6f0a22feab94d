//! Passwords that everybody tries first: what developers start a server with, which nobody
//! calls a leak unless a server that the text names accepts them.

use super::catalogue::Kind;
use super::format::Format;
use super::found::{Found, Syntax};
use super::local::{self, Surroundings};
use super::name::words;
use crate::secrets::Region;
use crate::secrets::judge::words::is_common;
use crate::secrets::lists::{Names, list};
use data_encoding::BASE64;
use std::sync::LazyLock;

/// Names of servers and of accounts, which their first passwords are.
static FIRST: Names = LazyLock::new(|| list("password.first"));

/// The bytes around the usual password of `found`, when they name no server of a network.
pub(super) fn without_server(
    around: &Surroundings<'_>,
    format: Format,
    found: &Found,
) -> Option<Region> {
    let text = around.text();
    let value = &text[found.value.clone()];
    // What keeps accounts keeps those that are in use; in prose, nothing is.
    let kept = found.syntax == Syntax::Field || format == Format::Prose;
    let asked = matches!(found.kind, Kind::Password | Kind::UrlCredentials | Kind::Secret);
    let usual = || {
        is_usual(value)
            || is_ordered(value)
            || decoded(value).is_some_and(|plain| {
                let plain = plain.trim_ascii();
                is_usual(plain) || is_own_name(text, found, plain)
            })
    };
    if kept || !asked || !usual() {
        return None;
    }
    let near = local::near(text, &found.value);
    (!local::is_remote(around, &near, &found.value)).then_some(near)
}

fn is_usual(value: &[u8]) -> bool {
    const LONGEST: usize = 24;
    let named = || FIRST.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()));
    value.len() <= LONGEST && (named() || is_common(value))
}

/// What `value` is the base64 of, as the data of a Secret of Kubernetes are: with the line feed
/// that `echo` adds.
fn decoded(value: &[u8]) -> Option<Vec<u8>> {
    const LONGEST: usize = 32;
    let encoded = value.len() <= LONGEST && value.len().is_multiple_of(4);
    encoded.then(|| BASE64.decode(value).ok()).flatten()
}

/// True for a word of the name that `found` is given to: `database.mesure.password: mesure`.
fn is_own_name(text: &[u8], found: &Found, value: &[u8]) -> bool {
    const SHORTEST: usize = 4;
    let word = value.len() >= SHORTEST && value.iter().all(u8::is_ascii_alphabetic);
    let names = words(text.get(found.name.clone()).unwrap_or_default());
    word && names.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(value))
}

/// True for letters and digits in the order of the alphabet, and nothing else: `abcdefg12345`.
fn is_ordered(value: &[u8]) -> bool {
    const SHORTEST: usize = 10;
    const RUN: usize = 5;
    let lower = value.to_ascii_lowercase();
    let follows = |a: &u8, b: &u8| a.is_ascii_alphanumeric() && *b == a + 1;
    lower.len() >= SHORTEST && lower.chunk_by(follows).all(|run| run.len() >= RUN)
}

#[cfg(test)]
mod tests {
    use super::super::tests::signs;
    use crate::secrets::Doubt;

    #[test]
    fn what_everybody_tries_first_is_no_leak_where_no_server_is_named() {
        for (name, text) in [
            (".env", "DB_HOST=db\nDB_PASSWORD=postgres\n"),
            (".env", "DB_PASSWORD=admin\nDB_HOST=db\nAPP_URL=https://outil.projet.fr\n"),
            ("compose.yml", "  db:\n    environment:\n      MYSQL_ROOT_PASSWORD: P@ssw0rd\n"),
            ("compose.yml", "  image: registry.projet.fr/a:1.2\n  POSTGRES_PASSWORD: test\n"),
            (".env", "DATABASE_URL=postgres://app:letmein@base/app\n"),
            ("a.yml", "kind: Secret\ndata:\n  ROOT_PASSWORD: cGFzc3dvcmQK # password\n"),
            ("a.xml", "<user name=\"a\" password=\"admin\"/>\n"),
            ("a.json", "{\"smtp_user\": \"a@example.org\", \"smtp_password\": \"abcdefg12345\"}\n"),
            ("a.yml", "password: ABCDEF12345\n"),
            // The base64 of a word of the name.
            ("a.yml", "data:\n  database.mesureur.password: bWVzdXJldXI=\n"),
        ] {
            assert_eq!(signs(name, text), [Some(Doubt::Usual)], "{text}");
        }
    }

    #[test]
    fn what_opens_a_server_that_is_named_is_a_leak() {
        for (name, text) in [
            (".env", "DB_HOST=bdd.projet.fr\nDB_PASSWORD=postgres\n"),
            (".env", "DATABASE_URL=postgres://app:letmein@bdd.projet.fr/app\n"),
            (".env", "ADMIN_PASSWORD=admin\nAPP_URL=https://outil.projet.fr\n"),
            (".env", concat!("ADMIN_PASSWORD=kil", "ler12\nALLOWED_HOSTS=outil.projet.fr\n")),
            ("a.env", "ADMIN_PASSWORD=admin\nDJANGO_ALLOWED_HOSTS=a,outil.projet.fr\n"),
            (".env", "ADMIN_PASSWORD=admin\nSITE_URL=https://outil.projet.fr\n"),
            (".env", "ADMIN_PASSWORD=admin\nFRONTEND_URL=https://outil.projet.fr\n"),
            ("a.yml", "smtp:\n  host: smtp.projet.fr\n  password: admin\n"),
            ("a.config", "cs = \"Server=bdd.projet.fr;User=a;Password=admin;\"\n"),
            ("a.sh", "mysql -h bdd.projet.fr -u root --password=root base\n"),
            // Nobody tries these first.
            (".env", concat!("DB_PASSWORD=postgres", "-Xk29\n")),
            (".env", concat!("DB_PASSWORD=admin", "7vQmin\n")),
            (".pgpass", "bdd:5432:base:svc:postgres\n"),
            (".env", "DB_PASSWORD=abcdefg12345\nDB_HOST=bdd.projet.fr\n"),
            ("a.yml", "password: abcd1234xk\n"),
            ("a.yml", "password: abcdefgvqmin\n"),
            ("a.yml", "data:\n  database.compteur.password: bWVzdXJldXI=\n"),
            ("a.yml", "data:\n  mesureur.password: bWVzdXJldXI=\n  host: bdd.projet.fr\n"),
        ] {
            assert_eq!(signs(name, text), [None], "{text}");
        }
    }
}
