//! Values that are no secret whatever the judge thinks of them: interface texts, marks
//! of unusable passwords, algorithms, alphabets, samples, salts of protected sheets.

use super::catalogue::Kind;
use super::format::Format;
use super::found::{Found, Syntax};
use super::name;
use super::vector;
use super::view::{REACH, View};
use crate::secrets::judge::words::is_written;
use crate::secrets::lists::{Names, list};
use crate::secrets::validate::jwt;
use crate::secrets::validate::pem::is_base64;
use data_encoding::{BASE64, BASE64_NOPAD};
use memchr::memmem::{find, rfind};
use std::sync::LazyLock;

/// Files of texts that people read, by the ends of their names.
static INTERFACES: Names = LazyLock::new(|| list("interface.files"));
/// Names of algorithms, of what ties them and of their parts.
static ALGORITHMS: Names = LazyLock::new(|| list("algorithm.parts"));
/// Values that documents show.
static SAMPLES: Names = LazyLock::new(|| list("published.samples"));
/// Words beside a value that is there to be computed with, or to be compared.
static COMPUTED: Names = LazyLock::new(|| list("computed.words"));

/// What tools propose in a comment of the settings they write, by the ends of their names.
static PROPOSED: Names = LazyLock::new(|| list("proposed.files"));

/// Extensions of programs.
static FILES: Names = LazyLock::new(|| list("format.code"));

/// True when `found`, in the file called `name`, is no secret.
pub(crate) fn is_hollow(text: &[u8], name: &str, format: Format, found: &Found) -> bool {
    let Some(value) = text.get(found.value.clone()) else { return true };
    is_unusable(value)
        || is_masked(value)
        || (found.kind != Kind::PasswordHash && is_alphabet(value))
        || (!matches!(found.kind, Kind::Password | Kind::UrlCredentials | Kind::BasicAuth)
            && is_typed(value))
        || is_algorithm(value)
        || SAMPLES.iter().any(|sample| value == sample.as_bytes())
        || (is_text(value) && is_interface(name))
        || is_sentence(text, format, found, value)
        || is_name(found, value)
        || is_named_word(value)
        || (value.starts_with(b"eyJ") && (jwt::is_made_up(value) || is_plain_object(value)))
        || is_computed(text, format, found)
        || is_digest_of_file(text, found, value)
        || is_public_armour(value)
        || is_of_sealed(text, found, value)
        || is_of_pipeline(text, name, found, value)
        || is_listed(text, found)
        || is_coordinate(text, found, value)
        || is_traced(text, found)
        || is_prose(found, value)
        || is_generated_sample(text, name, found)
        || is_open_link(text, found)
        || (found.quote == b'`' && format == Format::Script && is_run(value))
        // The name of an index: "KEY `users_email`".
        || (found.quote == b'`' && format == Format::Sql && found.kind == Kind::Key)
        || (format == Format::Script && is_compared(text, found, value))
        || is_of_closer(text, found, value)
        || vector::is_given(text, found, value)
}

/// True for a command, which a script runs between backquotes: several words, or one in small
/// letters. In a program that a script writes, a value may stand there.
fn is_run(value: &[u8]) -> bool {
    let part = |b: &u8| b.is_ascii_lowercase() || matches!(b, b'_' | b'-' | b'.' | b'/');
    value.iter().any(u8::is_ascii_whitespace) || value.iter().all(part)
}

/// True for the dots that a page or a report shows in place of a password.
fn is_masked(value: &[u8]) -> bool {
    let dots = str::from_utf8(value).ok().filter(|text| !text.is_empty());
    dots.is_some_and(|text| text.chars().all(|c| "•●∙·∗▪■█…".contains(c)))
}

/// True for what frameworks and systems store where no password opens: the `!` and
/// forty characters of Django, the stars and locks of shadow(5).
fn is_unusable(value: &[u8]) -> bool {
    const DJANGO: usize = 40;
    value.strip_prefix(b"!").is_some_and(|rest| {
        let suffix = rest.len() == DJANGO && rest.iter().all(u8::is_ascii_alphanumeric);
        suffix || rest.starts_with(b"!") || rest.starts_with(b"*")
    })
}

/// So many characters in the order of the alphabet are nobody's choice.
const ORDERED: usize = 10;

/// True for the alphabet that values are drawn from.
fn is_alphabet(value: &[u8]) -> bool {
    value.windows(ORDERED).any(|run| run.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1)))
}

/// So few characters in order are a choice, when others are too.
const TYPED: usize = 3;

/// True for what fingers run over: `aBcDXyZ123`. A password may be that.
fn is_typed(value: &[u8]) -> bool {
    let value: Vec<u8> =
        value.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    let follows = |a: &u8, b: &u8| *b == a.wrapping_add(1);
    let runs = value.chunk_by(follows).filter(|run| run.len() >= TYPED);
    let ordered: usize = runs.map(<[u8]>::len).sum();
    value.len() >= 2 * TYPED && ordered == value.len()
}

/// True for the name of an algorithm: `PBKDF2WithHmacSHA512`, `ecdsa-sha2-nistp256`.
fn is_algorithm(value: &[u8]) -> bool {
    const LONGEST: usize = 48;
    if value.len() > LONGEST || !value.first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    let mut rest = lower.as_slice();
    while let Some(first) = rest.first() {
        let known = ALGORITHMS.iter().find(|part| rest.starts_with(part.as_bytes()));
        let free = first.is_ascii_digit() || matches!(first, b'-' | b'_' | b'/' | b'.' | b':');
        match known {
            Some(part) => rest = &rest[part.len()..],
            None if free => rest = &rest[1..],
            None => return false,
        }
    }
    true
}

/// True for words that people read: letters alone, or several words.
fn is_text(value: &[u8]) -> bool {
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic() || **b >= 0x80).count();
    let blanks = value.iter().filter(|b| b.is_ascii_whitespace()).count();
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    digits == 0 && (letters == value.len() || blanks > 0 || value.iter().any(|b| *b >= 0x80))
}

/// True for the name of a file of texts of an interface: `strings.xml`, `app_fr.arb`.
fn is_interface(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    INTERFACES.iter().any(|end| lower.ends_with(end))
}

/// True for the word of a sentence after a colon: `password: must be longer`. In a message,
/// a sentence goes on with anything: `token: Renew (#12)`.
fn is_sentence(text: &[u8], format: Format, found: &Found, value: &[u8]) -> bool {
    if found.quote != 0 || found.syntax != Syntax::Colon {
        return false;
    }
    let after = text.get(found.value.end..).unwrap_or_default();
    if matches!(after, [b' ', next, ..] if next.is_ascii_lowercase()) {
        let drawn = || format == Format::Message && !is_written(value);
        return value.iter().all(u8::is_ascii_alphabetic) && !drawn();
    }
    let word = |b: &u8| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b'-' | b'\'');
    format == Format::Message && goes_on(after) && value.iter().all(word) && is_written(value)
}

/// True when something stands on the line after a word, and what may close the word.
fn goes_on(after: &[u8]) -> bool {
    let line = after.split(|b| *b == b'\n').next().unwrap_or_default();
    let marks = line.iter().take_while(|b| b",.;:!?".contains(b)).count();
    line.get(marks) == Some(&b' ') && !line[marks..].trim_ascii().is_empty()
}

/// True for the name of a secret given to a key: `key="SmtpPassword"`.
fn is_name(found: &Found, value: &[u8]) -> bool {
    let part = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.');
    found.kind == Kind::Key && value.iter().all(part) && name::kind(value).is_some()
}

/// True for the name of a secret in capitals, which stands where the secret goes:
/// `client.secret = SECRET`, `DB_PASSWORD`.
fn is_named_word(value: &[u8]) -> bool {
    let capital = |b: &u8| b.is_ascii_uppercase() || *b == b'_';
    value.iter().all(capital) && name::kind(value).is_some()
}

/// True for the digest of the file that the name is the end of, as caches of tools keep:
/// `"src/Auth/Password.php":"<32 digits>"`.
fn is_digest_of_file(text: &[u8], found: &Found, value: &[u8]) -> bool {
    let name = text.get(found.name.clone()).unwrap_or_default();
    let extension = name.iter().rposition(|b| *b == b'.').map_or(&b""[..], |dot| &name[dot + 1..]);
    let extension = String::from_utf8_lossy(extension).to_ascii_lowercase();
    matches!(value.len(), 32 | 40 | 64)
        && value.iter().all(u8::is_ascii_hexdigit)
        && FILES.contains(&extension.as_str())
}

/// True for a public key or a certificate in armour (RFC 7468, sections 5 and 13), with
/// what announces it: `{"type":"RS256","key":"-----BEGIN PUBLIC KEY-----`.
fn is_public_armour(value: &[u8]) -> bool {
    const LABEL: usize = 32;
    let Some(begin) = find(value, b"-----BEGIN ") else { return false };
    let label = &value[begin..value.len().min(begin + LABEL)];
    find(label, b"PUBLIC KEY").is_some() || find(label, b"CERTIFICATE").is_some()
}

/// Files of pipelines that hold what their server encrypted.
static PIPELINES: Names = LazyLock::new(|| list("sealed.pipelines"));

/// True for what Travis and AppVeyor encrypt for their pipelines alone: `secure: "…"`, in
/// an object or alone on its line, of a file called `name`.
fn is_of_pipeline(text: &[u8], name: &str, found: &Found, value: &[u8]) -> bool {
    const KEY: &[u8] = b"secure:";
    const SHORTEST: usize = 64;
    if !PIPELINES.contains(&name) {
        return false;
    }
    let inside = value.strip_prefix(b"{").unwrap_or(value).trim_ascii_start();
    let start = found.value.start;
    let before = text[start.saturating_sub(KEY.len() + 2)..start].trim_ascii_end();
    let before = before.strip_suffix(b"\"").unwrap_or(before).trim_ascii_end();
    let sealed = match inside.strip_prefix(KEY) {
        Some(sealed) => sealed,
        None if before.ends_with(KEY) => value,
        None => return false,
    };
    let sealed = sealed.trim_ascii_start();
    let sealed = sealed.strip_prefix(b"\"").unwrap_or(sealed);
    let length = sealed.iter().take_while(|b| is_base64(**b)).count();
    BASE64.decode(&sealed[..length]).is_ok_and(|bytes| bytes.len() >= SHORTEST)
        && sealed[length..].iter().all(|b| b"\" }".contains(b))
}

/// True for the base64 of an object of words, which nobody drew: `{"session_id": "default"}`.
fn is_plain_object(value: &[u8]) -> bool {
    const LONGEST: usize = 96;
    let value = value.iter().position(|b| *b == b'=').map_or(value, |end| &value[..end]);
    let decoded = (value.len() <= LONGEST).then(|| BASE64_NOPAD.decode(value).ok()).flatten();
    decoded.is_some_and(|object| {
        let word = |b: &u8| b.is_ascii_lowercase() || b" {}\":,_-".contains(b);
        // A session is called by any word, but a word may be a secret.
        let session = |part: &[u8]| name::words(part).iter().any(|word| word == "session");
        let secret = |part: &[u8]| name::kind(part).is_some() && !session(part);
        let mut parts = object.split(|b| *b == b'"');
        object.ends_with(b"}") && object.iter().all(word) && !parts.any(secret)
    })
}

/// True for what a manifest of Sealed Secrets holds, under whatever name: the key to read it
/// is in the cluster.
fn is_of_sealed(text: &[u8], found: &Found, value: &[u8]) -> bool {
    const SHORTEST: usize = 128;
    const MANIFEST: usize = 64 << 10;
    let encoded = || value.iter().all(|b| is_base64(*b));
    // The length of the wrapped key, which comes first, is always the same.
    if value.len() < SHORTEST || !value.starts_with(b"Ag") || !encoded() {
        return false;
    }
    let before = &text[found.value.start.saturating_sub(MANIFEST)..found.value.start];
    let document = &before[rfind(before, b"\n---").unwrap_or(0)..];
    let holds = |line: &[u8]| document.split(|b| *b == b'\n').any(|one| one.trim_ascii() == line);
    holds(b"kind: SealedSecret") && holds(b"encryptedData:")
}

/// True for a word of a list of words, in which a name is one of them:
/// `["text", "password", "checkbox"]`. What is given to a name stands alone after it.
fn is_listed(text: &[u8], found: &Found) -> bool {
    let start = found.name.start.saturating_sub(REACH / 4);
    let before = &text[start..found.name.start];
    let mark = |b: &u8| !matches!(b, b'"' | b'\'' | b'`' | b' ' | b'\t' | b'\n' | b'\r');
    let Some(last) = before.iter().rposition(mark).filter(|_| found.syntax == Syntax::Argument)
    else {
        return false;
    };
    let open = before.iter().rposition(|b| matches!(b, b'[' | b'{' | b'(' | b';'));
    let in_list = open.is_some_and(|open| matches!(before[open], b'[' | b'{'));
    before[last] == b',' && in_list
}

/// True for the part of the coordinates of a package that follows its group:
/// `io.jsonwebtoken:jjwt-impl:0.11.5`.
fn is_coordinate(text: &[u8], found: &Found, value: &[u8]) -> bool {
    let name = text.get(found.name.clone()).unwrap_or_default();
    let tied = found.value.start == found.name.end + 1 && found.syntax == Syntax::Colon;
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let mut parts = value.split(|b| *b == b':');
    let named = parts.next().is_some_and(|artifact| artifact.iter().all(part));
    let version = parts.next().is_none_or(|version| {
        version.first().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'$' | b'{'))
    });
    tied && name.contains(&b'.') && named && version && name.iter().all(part)
}

/// True for what a variable asks a program to trace: `DEBUG=pw:browser`.
fn is_traced(text: &[u8], found: &Found) -> bool {
    const ASKS: &[u8] = b"DEBUG";
    let before = &text[found.name.start.saturating_sub(2 * ASKS.len())..found.name.start];
    found.syntax == Syntax::Colon && find(before, ASKS).is_some()
}

/// So many blanks are those of a sentence.
const SENTENCE: usize = 4;

/// True for what a person reads of something that has an identifier: several words.
fn is_prose(found: &Found, value: &[u8]) -> bool {
    let blanks = value.iter().filter(|b| b.is_ascii_whitespace()).count();
    found.kind == Kind::Credential && blanks >= SENTENCE
}

/// True for what a generator of code drew for a comment that nobody uncommented.
fn is_generated_sample(text: &[u8], name: &str, found: &Found) -> bool {
    let start = memchr::memrchr(b'\n', &text[..found.name.start]).map_or(0, |at| at + 1);
    PROPOSED.contains(&name) && text[start..found.name.start].trim_ascii_start().starts_with(b"#")
}

/// What stands in a link before the token that whoever publishes the link gives to all.
static OPEN_LINKS: Names = LazyLock::new(|| list("link.open"));

/// True for the token of a link that is made to be published.
fn is_open_link(text: &[u8], found: &Found) -> bool {
    let before = &text[..found.value.start];
    OPEN_LINKS.iter().any(|start| before.ends_with(start.as_bytes()))
}

/// True for a word that a script compares with: `test "$pass" = conv`. What is given to a
/// variable has no dollar before its name.
fn is_compared(text: &[u8], found: &Found, value: &[u8]) -> bool {
    let before = found.name.start.checked_sub(1).and_then(|at| text.get(at));
    let dollar = text.get(found.name.start) == Some(&b'$') || matches!(before, Some(b'$' | b'{'));
    dollar && value.iter().all(u8::is_ascii_alphabetic)
}

/// Words that close a block of a script.
static CLOSERS: Names = LazyLock::new(|| list("block.closers"));

/// True for the word that a block was about, in the comment after what closes it:
/// `fi # $pass = dlpreopen`.
fn is_of_closer(text: &[u8], found: &Found, value: &[u8]) -> bool {
    let start = memchr::memrchr(b'\n', &text[..found.name.start]).map_or(0, |at| at + 1);
    let line = &text[start..found.name.end];
    let mut parts = line.split(u8::is_ascii_whitespace).filter(|part| !part.is_empty());
    let closes = |part: &[u8]| CLOSERS.iter().any(|closer| part == closer.as_bytes());
    let closed = parts.next().is_some_and(closes) && parts.next() == Some(b"#");
    let variable = parts.next().is_some_and(|name| name.starts_with(b"$"));
    closed
        && variable
        && found.quote == 0
        && value.iter().all(u8::is_ascii_lowercase)
        && is_written(value)
}

/// True where nothing is protected by what stands there: the salts and hashes of a
/// protected sheet, the vectors of a test.
fn is_computed(text: &[u8], format: Format, found: &Found) -> bool {
    if !matches!(found.kind, Kind::Salt | Kind::Key | Kind::Token) {
        return false;
    }
    let view = View::around(text, found.value.start, 0, REACH / 4, format);
    let line = view.get(view.start..view.end);
    COMPUTED.iter().any(|word| find(line, word.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_protects_nothing_is_known() {
        assert!(is_unusable(format!("!{}", "aZ09".repeat(10)).as_bytes()) && is_unusable(b"!!"));
        assert!(!is_unusable(b"!aZ09aZ09") && !is_unusable(b"a!!"));
        assert!(is_alphabet(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") && !is_alphabet(b"abcdefgh12"));
        assert!(is_typed(b"aBcDXyZ123-") && is_typed(b"abc123") && !is_typed(b"abcdX7z123"));
        for name in
            ["PBKDF2WithHmacSHA512", "argon2id", "ecdsa-sha2-nistp256", "RSA-2048", "bcrypt"]
        {
            assert!(is_algorithm(name.as_bytes()), "{name}");
        }
        assert!(
            !is_algorithm(b"sha2x9Kq") && !is_algorithm(b"motdepasse") && !is_algorithm(b"12345")
        );
    }

    #[test]
    fn what_only_looks_given_to_a_name_is_known() {
        let hollow = |name: &str, text: &str| {
            let whole = 0..text.len();
            let regions = std::slice::from_ref(&whole);
            let found = super::super::Assignments::default();
            found.candidates(text.as_bytes(), name, regions).found.is_empty()
        };
        for (name, text) in [
            ("a.mjs", "new Set([\"text\", \"password\", \"checkbox\", \"radio\"])\n"),
            ("b.gradle", "runtimeOnly(\"io.jsonwebtoken:jjwt-impl:0.11.5\")\n"),
            ("c.yml", "  DEBUG: pw:browser\n"),
            ("k.json", "{\"key\": \"-----BEGIN PUBLIC KEY-----\\nMIICIjANBgkqhkiG9w0BAQEF\"}\n"),
            ("b.js", "n.DEFAULT_TOKEN=\"eyJzZXNzaW9uX2lkIjogImRlZmF1bHQifQ\",\n"),
            ("d.ts", "identifiants: \"ET - 37 - Une maison (avec deux noms)\",\n"),
            ("a.sql", "  PRIMARY KEY (`id`),\n  KEY `utilisateurs_2_courriel` (`courriel`)\n"),
            ("a.rb", "password = params['instructeur']['password']\n"),
            ("devise.rb", concat!("  # config.pepper_key = '4f1c9a7e5d", "2b8036af41'\n")),
            ("libtool", "fi # $pass = dlpreopen\n"),
            ("a.sh", "  done # $pass = linking\n"),
            ("a.php", "case 'password':\n\t\tcase 'checkbox':\n\tcase 'radio':\n"),
            ("a.js", "  case \"password\":\n  default:\n    return \"\";\n"),
            ("a.go", "\tcase \"password\", \"checkbox\":\n"),
        ] {
            assert!(hollow(name, text), "{name}: {text}");
        }
        for (name, text) in [
            ("a.mjs", concat!("run([\"password\", \"Xk29", "vQ-min\"])\n")),
            ("a.py", concat!("set(\"db\", \"password\", \"Xk29", "vQ-min\")\n")),
            ("a.sql", concat!("  SET @api_key = 'Xk29", "vQ-min7pLd4';\n")),
            ("a.rb", concat!("password = params['x'] || 'Xk29", "vQ-min'\n")),
            ("a.rb", concat!("passwords = Set['Xk29", "vQ-min']\n")),
            ("a.py", concat!("passwords = array['Xk29", "vQ-min7pLd']\n")),
            ("a.py", concat!("passwords = array['gren", "ouille']\n")),
            ("a.pl", concat!("my @passwords = qw['Xk29", "vQ-min7pLd'];\n")),
            ("a.js", concat!("const password = keys['Xk29", "vQ-min7pLd']\n")),
            ("a.js", concat!("const password = keys['kzvwj", "htrbqmn']\n")),
            ("a.py", concat!("passwords = ['Xk29", "vQ-min']\n")),
            ("c.yml", concat!("  debug_password: Xk29", "vQ-min\n")),
            ("b.js", concat!("n.DEFAULT_TOKEN=\"eyJ0b2tlbiI6ICJr", "enZ3amh0cmJxIn0\",\n")),
            ("devise.rb", concat!("  config.secret_key = '4f1c9a7e5d", "2b8036af41'\n")),
            ("a.sh", concat!("fi # $pass = Xk29", "vQmin\n")),
            ("libtool", concat!("fi # $pass = kzvwj", "htrbqmn\n")),
            ("a.sh", "fi # password: grenouille\n"),
            ("a.sh", concat!("fi; pass=kzvwj", "htrbqmn\n")),
            ("a.php", concat!("case 'password': return 'Xk29", "vQmin';\n")),
            ("a.php", concat!("case 'password':\n  return 'Xk29", "vQmin';\n")),
            ("a.php", concat!("case 'password':\n  default: return 'Xk29", "vQmin';\n")),
            ("a.pl", concat!("} # $password = kzvwj", "htrbqmn\n")),
            ("a.php", concat!("case 'password': $a = 'Xk29", "vQmin'; break;\ncase 'b':\n")),
            ("a.js", concat!("  case x: login('password', 'Xk29", "vQmin')\n")),
        ] {
            assert!(!hollow(name, text), "{name}: {text}");
        }
    }

    #[test]
    fn texts_of_an_interface_are_read_by_people() {
        assert!(is_interface("strings.xml") && is_interface("app_fr.arb"));
        assert!(!is_interface("config.json") && !is_interface("a.py"));
        assert!(is_text("Mot de passe".as_bytes()) && is_text(b"Passwort") && !is_text(b"a1b2"));
        assert!(!is_text(b"un-deux"));
    }
}
