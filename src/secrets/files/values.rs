//! The `NAME=value` lines of settings, and whether a value is one to keep.

use crate::secrets::judge::features::is_sealed;
use crate::secrets::lists::{Names, list};
use crate::secrets::patterns::plausible::says_placeholder;
use std::sync::LazyLock;

/// Parts of names that are no secret, whatever the rest says, and of names that are.
static HARMLESS: Names = LazyLock::new(|| list("settings.harmless"));
static SECRET: Names = LazyLock::new(|| list("settings.secret"));
/// Marks of a value to be replaced, and parts of one that anybody would try.
static TEMPLATES: Names = LazyLock::new(|| list("settings.templates"));
static WEAK: Names = LazyLock::new(|| list("settings.weak"));
/// Hosts of the machine itself.
static LOCAL_HOSTS: Names = LazyLock::new(|| list("settings.local-hosts"));

/// What the values of a file of settings are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Values {
    /// Values under the name of a secret that nobody would guess.
    pub strong: usize,
    /// Values under the name of a secret that are defaults of development.
    pub weak: usize,
    /// Other values.
    pub plain: usize,
}

/// Reads the assignments of `text`: `NAME=value`, `export NAME=value`,
/// `name: value`, `name = "value"`.
pub(super) fn read(text: &str) -> Values {
    let mut values = Values::default();
    for line in text.lines() {
        let line = line.trim().trim_start_matches("export ").trim_start();
        if line.starts_with(['#', ';', '/']) {
            continue;
        }
        let Some((name, value)) = line.split_once(['=', ':']) else { continue };
        let value = unquoted(value);
        if value.is_empty() {
            continue;
        }
        match (is_secret_name(name), is_template(value) || is_sealed(value.as_bytes())) {
            (_, true) => {}
            (true, _) if is_bare_address(value) => values.plain += 1,
            (true, _) if is_weak(value) => values.weak += 1,
            (true, _) => values.strong += 1,
            (false, _) if has_password_in_url(value) => values.strong += 1,
            (false, _) => values.plain += 1,
        }
    }
    values
}

fn unquoted(value: &str) -> &str {
    let value = value.trim().trim_end_matches([',', ';']);
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = &value[1..];
            inner.split(quote).next().unwrap_or(inner).trim()
        }
        _ => value.split(" #").next().unwrap_or(value).trim(),
    }
}

/// True for the name of a value to keep. A public key, a path, a duration or a
/// front-end variable is not.
fn is_secret_name(name: &str) -> bool {
    let name = name.trim().trim_matches(['"', '\'']).to_lowercase();

    if HARMLESS.iter().any(|word| name.contains(word)) || name.is_empty() || name.len() > 80 {
        return false;
    }

    SECRET.iter().any(|word| name.contains(word)) || matches!(name.as_str(), "pass" | "key" | "cle")
}

/// True for a value that somebody has to replace, or that another gives.
pub(super) fn is_template(value: &str) -> bool {
    let lower = value.to_lowercase();

    says_placeholder(lower.as_bytes())
        || TEMPLATES.iter().any(|mark| lower.contains(mark))
        || value.starts_with('$')
}

/// True for a value that anybody would try first, or that is a word or two.
fn is_weak(value: &str) -> bool {
    let lower = value.to_lowercase();

    let varied = {
        let classes: [fn(char) -> bool; 3] =
            [|c| c.is_ascii_digit(), |c| c.is_ascii_lowercase(), |c| c.is_ascii_uppercase()];
        classes.iter().filter(|class| value.chars().any(**class)).count()
    };
    let distinct: std::collections::BTreeSet<char> = value.chars().collect();
    lower.len() < 8
        || WEAK.iter().any(|word| lower.contains(word))
        || distinct.len() < 6
        || varied < 2
        || value.contains(' ')
        || lower.starts_with("http")
        || lower.parse::<f64>().is_ok()
}

/// True for the address of a server and nothing else: `smtp://mailer:1025`.
fn is_bare_address(value: &str) -> bool {
    let Some((scheme, server)) = value.split_once("://") else { return false };
    let Some((host, port)) = server.trim_end_matches('/').split_once(':') else { return false };
    let named = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    named(scheme, "+") && named(host, "-._") && port.len() <= 5 && port.parse::<u16>().is_ok()
}

/// True for `scheme://user:password@host` with a password that is not a default.
pub(super) fn has_password_in_url(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let Some((user, host)) = authority.rsplit_once('@') else { return false };

    let host = host.split(':').next().unwrap_or(host);
    let password = user.split_once(':').map_or("", |(_, password)| password);
    !password.is_empty()
        && !is_template(password)
        && !is_weak(password)
        && !LOCAL_HOSTS.contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_apart() {
        let text = "NODE_ENV=production\nAPI_SECRET=\nDB_PASSWORD=postgres\n# TOKEN=x\n\
                    export SESSION_SECRET='kT93xq!Lm27pQz'\nOTHER_TOKEN=${TOKEN}\nVITE_API_KEY=abc12Xyz99\n";
        assert_eq!(read(text), Values { strong: 1, weak: 1, plain: 2 });
        let sealed =
            "API_SECRET=ENC[AES256_GCM,data:abc,iv:def,type:str]\nDB_PASSWORD=encrypted:abcd\n";
        assert_eq!(read(sealed), Values::default());
        let servers = "MAILER_DSN=smtp://mailer:1025\nMESSENGER_DSN='amqp://file.dsi.fr:5672/'\n";
        assert_eq!(read(servers), Values { plain: 2, ..Values::default() });
        let drawn = "kT93xqLm27pQz";
        for kept in [format!("a:{drawn}@mel.dsi.fr"), format!("mel.dsi.fr:25?auth={drawn}")] {
            assert_eq!(read(&format!("MAILER_DSN=smtp://{kept}\n")).strong, 1, "{kept}");
        }
        let easy = ["NPM_TOKEN=faux_jeton_1", "DB_PASSWORD=Pa55w0rd"].join("\n");
        assert_eq!(read(&easy).weak, 2);
    }

    #[test]
    fn a_password_in_an_address_counts_when_the_host_is_elsewhere() {
        let password = "kT93xqLm27pQz";
        assert!(has_password_in_url(&format!("postgres://app:{password}@bdd.dsi.fr/app")));
        assert!(!has_password_in_url(&format!("postgres://app:{password}@localhost/app")));
        assert!(!has_password_in_url("postgres://app:app@bdd.dsi.fr/app"));
    }
}
