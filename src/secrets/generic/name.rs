//! Names that announce a secret.

use super::catalogue::Kind;
use super::view::View;
use crate::secrets::lists::{Names, list};
use std::ops::Range;
use std::sync::LazyLock;

/// The longest name that is looked at, in bytes on each side of its keyword.
const LONGEST: usize = 80;

fn part_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b'-' | b'.' | b'$')
}

/// The whole name around the keyword at `hit`.
pub(super) fn extent(view: &View<'_>, hit: &Range<usize>) -> Option<Range<usize>> {
    let mut start = hit.start;
    while view.before(start).is_some_and(part_of_name) {
        start -= 1;
        if hit.start - start > LONGEST {
            return None;
        }
    }
    let mut end = hit.end;
    while view.byte(end).is_some_and(part_of_name) {
        end += 1;
        if end - hit.end > LONGEST {
            return None;
        }
    }
    while start < hit.start && view.byte(start).is_some_and(|b| matches!(b, b'.' | b'-')) {
        start += 1;
    }
    // The `n` of an escaped line feed is no part of the name: `\npassword`.
    if view.before(start) == Some(b'\\')
        && matches!(view.byte(start), Some(b'n' | b't' | b'r'))
        && start < hit.start
    {
        start += 1;
    }
    while end > hit.end && view.before(end).is_some_and(|b| matches!(b, b'.' | b'-')) {
        end -= 1;
    }
    Some(start..end)
}

/// The words of a name, in lower case: `dbRootPassword`, `DB_ROOT_PASSWORD` and
/// `db-root-password` have the same.
pub(crate) fn words(name: &[u8]) -> Vec<String> {
    let name = String::from_utf8_lossy(name);
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    let characters: Vec<char> = name.chars().collect();
    for (index, &c) in characters.iter().enumerate() {
        let after = characters.get(index + 1).copied().unwrap_or(' ');
        let starts = !last.is_alphanumeric()
            || (last.is_lowercase() && c.is_uppercase())
            || (last.is_uppercase() && c.is_uppercase() && after.is_lowercase())
            || (last.is_alphabetic() && c.is_numeric())
            || (last.is_numeric() && c.is_alphabetic());
        if c.is_alphanumeric() {
            if starts || words.is_empty() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        last = c;
    }
    words
}

/// Words before “pass” that make it a passage: `beforePass`, `renderPass`.
static PASSAGES: Names = LazyLock::new(|| list("pass.passages"));

/// Last words of names that say which user or which file is meant.
static DESIGNATES: Names = LazyLock::new(|| list("name.designates"));

/// What kind of secret a name announces; `None` when it announces none.
pub(super) fn kind(name: &[u8]) -> Option<Kind> {
    let mut words = words(name);
    // An authentication without any password.
    words.retain(|word| word != "passwordless");
    // Directives of nginx: where a request is passed to.
    if let [.., first, last] = words.as_slice()
        && last == "pass"
        && matches!(first.as_str(), "proxy" | "fastcgi" | "uwsgi" | "scgi" | "grpc" | "memcached")
    {
        return None;
    }
    if let [.., first, last] = words.as_slice()
        && last == "pass"
        && PASSAGES.contains(&first.as_str())
    {
        return None;
    }
    let all = words.concat();
    // Which user, or which file of passwords, is meant: `HTPASSWD_USER`, `HTPASSWD_FILE`.
    if all.contains("htpasswd")
        && words.last().is_some_and(|last| DESIGNATES.contains(&last.as_str()))
    {
        return None;
    }
    let any = |test: fn(&str) -> bool| words.iter().any(|word| test(word));
    let short = |index: usize| {
        words[index] == "pw" && (index == 0 || words[index - 1].chars().all(char::is_alphabetic))
    };
    let password = (0..words.len()).any(short)
        || all.contains("passw")
        || all.contains("passphrase")
        || all.contains("motdepasse")
        || any(|w| {
            w.contains("pwd")
                || matches!(w, "mdp" | "passe" | "passcode" | "psswd" | "bindpw" | "rootpw")
        })
        || any(|w| {
            w.ends_with("pass")
                && !matches!(
                    w,
                    "bypass" | "compass" | "surpass" | "encompass" | "trespass" | "minipass"
                )
        });
    if password {
        // `password.salt` is the salt of a password.
        let salt = words.len() > 1
            && words.last().is_some_and(|last| matches!(last.as_str(), "salt" | "salts" | "nonce"));
        return Some(if salt { Kind::Salt } else { Kind::Password });
    }
    if (all.contains("secret") && !all.contains("secretar") && !is_object(&all))
        || (any(|w| matches!(w, "psk" | "hmac" | "mnemonic"))
            && !any(|w| matches!(w, "aes" | "chacha" | "gcm" | "cbc" | "rsa" | "dhe" | "ecdhe")))
    {
        return Some(Kind::Secret);
    }
    if any(|w| w.contains("token") && !w.contains("tokeniz") && !w.contains("tokenis"))
        || any(|w| w.contains("jeton"))
    {
        let form = name == b"_token" || is_form_token(&all);
        return (!is_bookmark(&words) && !form).then_some(Kind::Token);
    }
    if any(|w| {
        (w.ends_with("salt") && w != "basalt") || (w.ends_with("nonce") && !w.ends_with("nnonce"))
    }) {
        return Some(Kind::Salt);
    }
    let key = any(|w| {
        let stem = w.strip_suffix('s').unwrap_or(w);
        (stem.ends_with("key")
            && !matches!(
                stem,
                "monkey" | "turkey" | "hockey" | "donkey" | "jockey" | "whiskey" | "hotkey"
            ))
            || matches!(stem, "cle" | "clé")
            || w == "keyid"
    });
    if key {
        let interface = all.contains("api")
            || all.contains("access")
            || all.contains("consumer")
            || all.contains("client");
        return Some(if interface { Kind::ApiKey } else { Kind::Key });
    }
    if any(|w| w.contains("credential") || matches!(w, "cred" | "creds" | "identifiants")) {
        return Some(Kind::Credential);
    }
    if any(|w| matches!(w, "sig" | "signature" | "sessionid" | "sid" | "cookie"))
        || (all.contains("sessionid") && !all.contains("jsessionid"))
    {
        return Some(Kind::Token);
    }
    // `id_authentification` designates an account; `gtm_auth` stands in the address of a
    // script that every page asks for.
    let designates = words.first().is_some_and(|first| first == "id");
    let asked = all.ends_with("gtmauth") || all.ends_with("tagmanagerauth");
    if !designates
        && !asked
        && any(|w| {
            w.ends_with("auth")
                || (w.starts_with("auth")
                    && (!w.starts_with("author") || w.starts_with("authoriz")))
        })
    {
        return Some(Kind::Auth);
    }
    None
}

/// True for what names a Secret of Kubernetes: `imagePullSecrets`, `existingSecret`.
fn is_object(name: &str) -> bool {
    ["pullsecret", "existingsecret"].iter().any(|mark| name.contains(mark))
}

/// True for the token that a page gives its own forms (`csrfmiddlewaretoken`,
/// `authenticity_token`, `_token`): it is worth nothing without the session.
fn is_form_token(name: &str) -> bool {
    ["csrf", "xsrf", "authenticitytoken", "requestverification"]
        .iter()
        .any(|mark| name.contains(mark))
}

/// True for the token that says where a list goes on (`nextPageToken`,
/// `continuation_token`): it opens nothing.
fn is_bookmark(words: &[String]) -> bool {
    let place = |word: &String| {
        matches!(
            word.as_str(),
            "page" | "paging" | "pagination" | "continuation" | "cursor" | "resume" | "resumption"
        )
    };
    words.iter().any(place) || matches!(words, [first, last] if first == "next" && last == "token")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(words(b"dbRootPassword2"), ["db", "root", "password", "2"]);
        assert_eq!(words(b"AWS_SECRET-access.key"), ["aws", "secret", "access", "key"]);
        assert_eq!(words(b"JWTSecret"), ["jwt", "secret"]);
    }

    #[test]
    fn names_announce_kinds() {
        for (name, expected) in [
            ("DB_PASSWORD", Some(Kind::Password)),
            ("mot_de_passe", Some(Kind::Password)),
            ("mdp", Some(Kind::Password)),
            ("userpass", Some(Kind::Password)),
            ("compass", None),
            ("bypass", None),
            ("clientSecret", Some(Kind::Secret)),
            ("imagePullSecrets", None),
            ("existingSecret", None),
            ("_token", None),
            ("access_token", Some(Kind::Token)),
            ("secretariat", None),
            ("jeton", Some(Kind::Token)),
            ("apiKey", Some(Kind::ApiKey)),
            ("cle_api", Some(Kind::ApiKey)),
            ("article", None),
            ("clé", Some(Kind::Key)),
            ("monkey", None),
            ("keyboard", None),
            ("author", None),
            ("authorization", Some(Kind::Auth)),
            ("announce", None),
            ("password_salt", Some(Kind::Salt)),
            ("app.password.salt", Some(Kind::Salt)),
            ("password_salt_secret", Some(Kind::Password)),
            ("saltPassword", Some(Kind::Password)),
            ("jsessionid", None),
            ("f7pw", None),
            ("db_pw", Some(Kind::Password)),
            ("ldap_bindpw", Some(Kind::Password)),
            ("identifiant", None),
            ("identifiants", Some(Kind::Credential)),
            ("identifiant_mdp", Some(Kind::Password)),
            ("passwordlessLogin", None),
            ("nextPageToken", None),
            ("next_token", None),
            ("csrfmiddlewaretoken", None),
            ("X-CSRF-Token", None),
            ("CSRF_SECRET", Some(Kind::Secret)),
            ("PSK-AES256-GCM-SHA384", None),
            ("wifi_psk", Some(Kind::Secret)),
            ("proxy_pass", None),
            ("SITE_HTPASSWD_USER", None),
            ("SITE_HTPASSWD_PASS", Some(Kind::Password)),
            ("lh:gather:beforePass", None),
            ("userPass", Some(Kind::Password)),
            ("id_authentification", None),
            ("google_tag_manager_auth", None),
            ("gtmAuth", None),
            ("gtm_api_secret", Some(Kind::Secret)),
            ("google_tag_manager_token", Some(Kind::Token)),
            ("proxy_password", Some(Kind::Password)),
            ("page_access_secret", Some(Kind::Secret)),
            ("pageAccess_password", Some(Kind::Password)),
            ("next_access_token", Some(Kind::Token)),
        ] {
            assert_eq!(kind(name.as_bytes()), expected, "{name}");
        }
    }
}
