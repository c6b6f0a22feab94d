//! Judges a candidate: placeholder, template, hash, test value or real secret.
//!
//! What was measured about the value and its lines ([`features`]) is completed
//! by what the path says, then a small model gives a calibrated probability;
//! two thresholds, chosen out of fold, turn it into a level, and [`certainty`] says
//! how far that is established.

pub mod features;
mod model;
mod reason;
#[cfg(test)]
mod tests;
mod value;
pub(crate) mod words;

pub(crate) use reason::reason;

use super::generic::{self, Format, Kind};
use super::patterns::{self, Confidence, Shape};
use super::personal::{is_explained, is_for_development, is_in_documentation};
use super::validate::jwt;
use super::{Candidate, Doubt, Judgement, Level, certainty};
use crate::secrets::certainty::Doubts;
use crate::secrets::lists::{Names, list};
use data_encoding::BASE64;
use model::MODEL;
pub(crate) use model::bytes as model_bytes;
use std::sync::LazyLock;
use value::{
    is_asking, is_encoded_uuid, is_label, is_point, is_read, is_said, is_spelt, is_struck,
    is_verifier, says_it_is_none, says_made_up,
};

/// The measures of `candidate`, with those of `path`: what the model reads, in
/// the order of [`features::names`].
pub fn measures(candidate: &Candidate, path: &str) -> Vec<f32> {
    let mut measures = candidate.features.clone();
    measures.extend(features::path::measure(path));
    measures
}

/// Judges `candidate`, found in the file at `path` of a version of that `day`.
pub(crate) fn judge(candidate: &Candidate, path: &str, day: Option<i64>) -> Judgement {
    let (level, probability) = weighed(candidate, path);
    let prose = features::get(&candidate.features, "tie.format") == features::PROSE;
    let explained = prose || is_explained(path);
    let (text, ended) = (doubt(candidate, path), ended(candidate, day));
    let doubts = Doubts { explained, text, ended };
    certainty::credential(candidate, &doubts, level, probability)
}

/// What of the text itself speaks against the value. A pipeline calls “test” what tests
/// with the accounts it is given, and what is in production opens a server, named or not.
fn doubt(candidate: &Candidate, path: &str) -> Option<Doubt> {
    let pipeline = || features::get(&measures(candidate, path), "path.continuous-integration");
    let told = candidate.doubt.filter(|doubt| match doubt {
        Doubt::Section | Doubt::Token => pipeline() < 0.5,
        Doubt::Usual => !is_of_production(path),
        _ => true,
    });
    told.or_else(|| is_snakeoil(candidate, path).then_some(Doubt::Certificate))
}

/// Words of paths of what runs for everyone.
static PRODUCTION: Names = LazyLock::new(|| list("place.production"));

/// True for a path that says that what stands there is in production.
fn is_of_production(path: &str) -> bool {
    generic::words(path.as_bytes()).iter().any(|word| PRODUCTION.contains(&word.as_str()))
}

/// True for the key that Debian makes beside a certificate that nobody trusts
/// (make-ssl-cert(8)).
fn is_snakeoil(candidate: &Candidate, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    candidate.pattern == "private-key" && name.to_ascii_lowercase().contains("snakeoil")
}

/// True for a signed token that ended long before `day`.
fn ended(candidate: &Candidate, day: Option<i64>) -> bool {
    day.is_some_and(|day| jwt::has_ended(candidate.secret.expose(), day))
}

/// The loudest level that `candidate` deserves at `path`, and its probability.
fn weighed(candidate: &Candidate, path: &str) -> (Option<Level>, f32) {
    if is_verified(candidate) {
        let shipped = is_installed(path) && !is_given(candidate);
        return (Some(if shipped { Level::Review } else { Level::Report }), VERIFIED);
    }
    let measures = measures(candidate, path);
    let told = MODEL.probability(&measures);
    let sure = is_drawn(candidate) && is_used(path);
    let probability = if sure { told.max(certainty::BLOCKING) } else { told };
    if let Some(level) = public_level(candidate) {
        return (Some(level), probability);
    }
    let message = is_message(candidate, &measures, path) && !is_placed(candidate);
    if message || is_designation(candidate, &measures) {
        return (None, probability);
    }
    let vault = candidate.pattern == Kind::EncryptedVault.id();
    let least = MODEL.review.min(MODEL.identifier);
    if probability < least && !vault && !is_account(candidate, &measures) {
        return (None, probability);
    }
    // A provider's own form says more than what stands around it.
    let report = if is_recognised(candidate) { MODEL.review } else { MODEL.report };
    let level = match ceiling(candidate).min(ceiling_here(candidate, &measures, path)) {
        _ if vault => Some(Level::Information),
        Level::Information => (probability >= MODEL.identifier).then_some(Level::Information),
        Level::Report if probability >= report => Some(Level::Report),
        _ if is_built(path) => None,
        _ if probability >= MODEL.review || is_account(candidate, &measures) => Some(Level::Review),
        _ => None,
    };
    (level, probability)
}

/// True for a form that a pattern knows well, unless its structure is wrong.
fn is_recognised(candidate: &Candidate) -> bool {
    let pattern = patterns::get(candidate.pattern);
    candidate.validated != Some(false)
        && pattern.is_some_and(|pattern| pattern.confidence != Confidence::Possible)
}

/// The level of a value that its provider means to be public: its shape says
/// what it is, whatever its probability.
fn public_level(candidate: &Candidate) -> Option<Level> {
    patterns::get(candidate.pattern)?.ceiling
}

/// The probability that what a checksum or a structure verifies is a real secret.
const VERIFIED: f32 = 0.99;

/// True when the shape alone says what it is and its checksum or structure is
/// right: nothing around it makes it less of a secret.
fn is_verified(candidate: &Candidate) -> bool {
    candidate.validated == Some(true)
        && patterns::get(candidate.pattern)
            .is_some_and(|pattern| pattern.confidence == Confidence::Certain)
        && ceiling(candidate) == Level::Report
}

/// True when a sum in the value itself says that a service gave it: what holds it,
/// an installed package or not, published it by mistake. Keys are made for tests.
fn is_given(candidate: &Candidate) -> bool {
    patterns::get(candidate.pattern).is_some_and(patterns::Pattern::proves)
        && !candidate.pattern.ends_with("private-key")
}

/// True for a value that stands where a usage puts nothing but a password, or that is
/// spelt by its characters: a name says less.
fn is_placed(candidate: &Candidate) -> bool {
    Kind::from_id(candidate.pattern).is_some()
        && features::get(&candidate.features, "tie.certainty") > 1.5
        && !is_drawn(candidate)
}

/// True for the path of what runs elsewhere than on a developer's machine, and is no example.
fn is_used(path: &str) -> bool {
    let lower = path.to_lowercase();
    !is_explained(path) && !is_for_development(&lower) && !is_in_documentation(&lower)
}

/// True for a key that nobody chose, whose name and syntax say what it is for.
fn is_drawn(candidate: &Candidate) -> bool {
    let certainty = features::get(&candidate.features, "tie.certainty");
    certainty > f32::from(generic::DRAWN) - 0.5
}

/// True for what is always worth a look: the hash of a password beside its
/// account, a password where a usage puts one, and one in a file that tools keep
/// accounts in, unless it is read from elsewhere.
fn is_account(candidate: &Candidate, measures: &[f32]) -> bool {
    let is = |name: &str| features::get(measures, name) > 0.5;
    if candidate.pattern == Kind::PasswordHash.id() {
        return is("line.account");
    }
    if is_placed(candidate) {
        let several = is("value.spaces") && !is_spelt(candidate.secret.expose());
        return !several && !is("value.url") && !HOLLOW.into_iter().any(is);
    }
    if !is("path.accounts") {
        return false;
    }
    let secret = matches!(
        Kind::from_id(candidate.pattern),
        Some(
            Kind::Password
                | Kind::UrlCredentials
                | Kind::Secret
                | Kind::Token
                | Kind::ApiKey
                | Kind::Key
                | Kind::Salt
        )
    );
    let hollow =
        ["value.template", "value.bracketed", "value.path", "value.url", "value.word.yours"];
    let size = features::get(measures, "name.amount")
        + features::get(measures, "name.switch")
        + features::get(measures, "name.file");
    secret && size < 0.5 && !hollow.into_iter().any(is)
}

/// True for words in a catalogue of messages: in a file of translations, a value
/// of words or of letters alone says “password” in some language.
fn is_message(candidate: &Candidate, measures: &[f32], path: &str) -> bool {
    let get = |name: &str| features::get(measures, name);
    let label = || is_label(candidate.secret.expose());
    let letters = get("value.letters-only") > 0.5 || get("value.high") > 0.5 || label();
    let words = get("value.spaces") > 0.5 || (letters && get("value.digit-count") < 0.5);
    let name = path.rsplit('/').next().unwrap_or_default();
    (get("path.translation") > 0.5 || features::path::is_catalogue(name)) && words
}

/// The loudest level at which a value of this nature is told, however probable:
/// an identifier opens nothing, and what is hashed, encrypted or signed, says
/// itself that it is to be replaced, or is a password that everyone uses to
/// explain or to test, is for a person to look at.
pub fn ceiling(candidate: &Candidate) -> Level {
    let get = |name: &str| features::get(&candidate.features, name);
    let Some(kind) = Kind::from_id(candidate.pattern) else {
        if let Some(level) = public_level(candidate) {
            return level;
        }
        // A key that a passphrase protects; the name of the key that signs an
        // address, which whoever follows it reads.
        let encrypted = candidate.pattern.starts_with("encrypted-");
        let signer = candidate.pattern.ends_with("-id") && get("tie.query") > 0.5;
        // `MJ_APIKEY_PUBLIC`: the half of a pair that says who asks.
        let pattern = patterns::get(candidate.pattern);
        let assigned = pattern.is_some_and(|pattern| pattern.shape() == Shape::Assigned);
        if assigned && features::is_last(&candidate.features, "name.public") {
            return Level::Information;
        }
        return if encrypted || signer { Level::Review } else { Level::Report };
    };
    let any = |names: &[&str]| names.iter().any(|name| get(name) > 0.5);
    let open =
        matches!(kind, Kind::Key | Kind::ApiKey | Kind::Auth | Kind::Token | Kind::Credential);
    // A signed address expires, and whoever follows it reads what signs it.
    let signed =
        get("tie.query") > 0.5 && (kind == Kind::Credential || (open && any(&["name.signature"])));
    if matches!(kind, Kind::Identifier | Kind::EncryptedVault)
        || (open && (any(&["name.public-part"]) || is_point(candidate.secret.expose())))
        || (any(&["name.client-id"]) && !any(&["name.secret", "name.password"]))
        || signed
    {
        return Level::Information;
    }
    let veiled = kind == Kind::PasswordHash
        || (kind == Kind::Password && any(&["name.hash"]))
        || (open && any(&["name.signature", "name.encrypted", "name.hash"]));
    let format = get("tie.format");
    let explained = format == features::PROSE && get("value.length") < 16.0;
    let usual = format == features::CODE
        && (any(&["value.common-password", "value.common-stem"])
            || get("value.strength") <= EVERYDAY);
    // `repopwd` says that a password stands there.
    let value = candidate.secret.expose();
    let said = kind == Kind::Password && is_said(value);
    // A link shares these with whoever reads it.
    let linked = get("tie.query") > 0.5
        && (get("name.session") > 0.5
            || !matches!(kind, Kind::Password | Kind::Secret | Kind::Token | Kind::ApiKey));
    // `SESSION_ID` designates a session, which ends.
    let session = get("name.session") > 0.5 && get("name.id") > 0.5;
    let second = kind == Kind::Password && get("tie.rank") > 0.5;
    // `hmac: <64 digits>` gives the code of a content, not the key that made it.
    let code = kind == Kind::Secret
        && get("name.private") > 0.5
        && get("name.secret") < 0.5
        && get("value.hexadecimal") > 0.5
        && get("value.hash-length") > 0.5;
    // A salt is kept beside what it salts, and a nonce is worth nothing once used.
    let spent = kind == Kind::Salt;
    // `CREDENTIALS_ID` says which of the credentials that a server keeps is meant.
    let designated = kind == Kind::Credential && features::is_last(&candidate.features, "name.id");
    // `key: "services"` is the name of a thing.
    let named = kind == Kind::Key && get("value.letters-only") > 0.5;
    let told = get("name.text") > 0.5 || named || is_read(value);
    // What nothing but its name ties to an access is the identifier of a thing.
    let thing = matches!(kind, Kind::Key | Kind::Credential) && is_encoded_uuid(value);
    // `emission('password', 'toggle')`: one word after another.
    let argued = get("tie.syntax") == features::ARGUMENT && get("value.letters-only") > 0.5;
    let struck = matches!(kind, Kind::Password | Kind::Secret) && is_struck(value);
    let denied = is_asking(value) || says_it_is_none(value);
    let weak = explained || usual || said || argued || struck || denied;
    let veiled = veiled || is_verifier(value);
    let harmless = designated || code || spent || thing;
    // A word comes by chance among many letters drawn at random.
    let drawn = get("value.length") >= LONG && get("value.strength") >= DRAWN;
    let chance = drawn && get("value.words.share") < 0.35 && !says_made_up(value);
    let hollow =
        HOLLOW.iter().any(|name| get(name) > 0.5 && !(chance && name.starts_with("value.word.")));
    if veiled || harmless || told || weak || linked || session || second || hollow {
        Level::Review
    } else {
        Level::Report
    }
}

/// Letters and bits from which a short word in a value says nothing.
const LONG: f32 = 32.0;
const DRAWN: f32 = 128.0;

/// Words of the paths of what makes or fills the tables of a database.
static TABLES: Names = LazyLock::new(|| list("judge.tables"));

/// True for the digest that a table of accounts keeps of a password, where such tables are
/// filled: SQL, migrations, seeds. Elsewhere it may be a password drawn in hexadecimal, as it
/// is in a statement, which takes the password itself: `ALTER ROLE app PASSWORD '…'`.
fn is_stored_digest(candidate: &Candidate, measures: &[f32], path: &str) -> bool {
    let get = |name: &str| features::get(measures, name);
    let value = candidate.secret.expose();
    let digits = get("value.hexadecimal") > 0.5 && get("value.hash-length") > 0.5;
    // Of 32 or of 64 bytes.
    let encoded = || {
        let bytes = matches!(value.len(), 44 | 88).then(|| BASE64.decode(value).ok()).flatten();
        bytes.is_some_and(|bytes| matches!(bytes.len(), 32 | 64))
    };
    let stated = features::STATED.contains(&get("tie.syntax"));
    let named =
        || generic::words(path.as_bytes()).iter().any(|word| TABLES.contains(&word.as_str()));
    candidate.pattern == Kind::Password.id()
        && !stated
        && (digits || encoded())
        && (get("tie.format") == features::SQL || named())
}

/// True for the base64 of what is easy to guess: the data of a Kubernetes Secret.
fn is_easy_decoded(candidate: &Candidate) -> bool {
    let value = candidate.secret.expose();
    let decoded = value.len().is_multiple_of(4).then(|| BASE64.decode(value).ok()).flatten();
    decoded.is_some_and(|decoded| {
        let text = decoded.trim_ascii();
        let plain = text.len() >= 3 && text.iter().all(|b| (0x20..0x7f).contains(b));
        plain && words::is_guessable(text)
    })
}

/// Bits of one word, or of one of the most used passwords, whatever stands for its letters.
const EVERYDAY: f32 = 11.0;

/// True for a value that is easy to guess: few bits, or words alone.
fn is_easy(measures: &[f32]) -> bool {
    let get = |name: &str| features::get(measures, name);
    let words = get("value.words.share") > 0.5 && get("value.digit-count") < 0.5;
    (is_echoed(measures) && get("value.letters-only") > 0.5)
        || get("value.strength") < words::GUESSED
        || (words && get("value.punctuation-count") < 3.0)
}

/// True for what also stands beside.
fn is_echoed(measures: &[f32]) -> bool {
    ["near.repeated", "line.repeated"].iter().any(|name| features::get(measures, name) > 0.5)
}

/// The same for the name of the user, of the database, or of its roles: `outil_lecteur`.
fn is_echoed_name(candidate: &Candidate, measures: &[f32]) -> bool {
    let part = |b: &u8| b.is_ascii_alphabetic() || *b == b'_';
    is_echoed(measures) && candidate.secret.expose().iter().all(part)
}

/// The loudest level at which a value is told where it is: what is easy to guess
/// is no secret in an example, a test, the containers of a pipeline or of a
/// developer, nor for a server of the machine itself; nor is a password that is the name
/// of its user; the accounts and the sessions of tests are theirs, and those of a saved
/// page are its visitor’s; a file of pinned versions holds digests; what a build tool puts
/// in the code that browsers receive may be meant to be there; and what an installed
/// package holds was published by those who made it.
pub fn ceiling_here(candidate: &Candidate, measures: &[f32], path: &str) -> Level {
    if is_installed(path) || is_saved(path) {
        return Level::Review;
    }
    let is = |name: &str| features::get(measures, name) > 0.5;
    let format = features::get(measures, "tie.format");
    // The code of a test makes up its accounts; what a test records may be real.
    let name = path.rsplit('/').next().unwrap_or_default();
    let code = Format::of(name) == Format::Code;
    let acted = (is("path.test") || is("path.fixture")) && code;
    let Some(kind) = Kind::from_id(candidate.pattern) else {
        let unproven = candidate.validated != Some(true) && candidate.pattern == "private-key";
        let shown =
            (acted && candidate.pattern == "jwt") || (format == features::PROSE && unproven);
        return if shown { Level::Review } else { Level::Report };
    };
    let account = matches!(
        kind,
        Kind::Password
            | Kind::Auth
            | Kind::Credential
            | Kind::Salt
            | Kind::BasicAuth
            | Kind::Bearer
    );
    // A saved page holds what its server drew for whoever asked for it.
    let session = matches!(kind, Kind::Token | Kind::Salt | Kind::Auth | Kind::Key)
        || (kind == Kind::Secret && is("name.private"));
    let served = session && (name.ends_with(".html") || name.ends_with(".htm"));
    let pinned = is("path.lock") && is("value.hash-length");
    let development = || is_for_development(&path.to_lowercase());
    let easy = is_easy(measures) || is_easy_decoded(candidate);
    let rehearsed = easy && (REHEARSED.iter().copied().any(is) || development());
    let acted = acted && (account || is("name.session"));
    // A word beside a value that nobody would guess says nothing of it, but in prose.
    let example = is("line.example") && (format == features::PROSE || is_easy(measures));
    // The default of a program, until somebody says otherwise. `.env` is given to developers
    // as often as to servers; the other files of accounts are somebody’s.
    let held = is("path.accounts") && name != ".env";
    let echoed = kind == Kind::Password && is_echoed_name(candidate, measures) && !held;
    let hashed = is_stored_digest(candidate, measures, path);
    if rehearsed || acted || served || pinned || is("name.browser") || example || echoed || hashed {
        Level::Review
    } else {
        Level::Report
    }
}

/// True for a file of a package that a package manager installed, of one as its language
/// publishes it, or of a library copied as it is: `outil-1.0-py3-none-any.whl!/…`,
/// `outil-1.0.tar.gz!/outil-1.0/…`, `WEB-INF/lib/outil.jar!/…`.
pub(super) fn is_installed(path: &str) -> bool {
    static FOLDERS: Names = LazyLock::new(|| list("judge.folders"));
    static PACKAGES: Names = LazyLock::new(|| list("judge.packages"));
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let known = |folder: &str| FOLDERS.iter().any(|known| folder.eq_ignore_ascii_case(known));
    let mut before = "";
    folders.split('/').any(|folder| {
        let around = std::mem::replace(&mut before, folder);
        let package = folder.strip_suffix('!').and_then(|archive| archive.rsplit_once('.'));
        let published = package.is_some_and(|(_, end)| {
            PACKAGES.iter().any(|known| end.eq_ignore_ascii_case(known))
                || (end.eq_ignore_ascii_case("jar") && matches!(around, "lib" | "libs"))
        });
        known(folder) || published || is_release(around, folder)
    })
}

/// True for the folder that all of a released `archive` is in: its own name and version
/// (`outil-1.0`), or the one that npm gives to every package.
fn is_release(archive: &str, folder: &str) -> bool {
    let Some(archive) = archive.strip_suffix('!') else { return false };
    let named = archive.strip_prefix(folder).is_some_and(|rest| rest.starts_with('.'));
    let numbered = folder
        .rsplit_once('-')
        .is_some_and(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()));
    (named && numbered) || (folder == "package" && archive.ends_with(".tgz"))
}

/// True for a page or a script that a browser saved from a server, below a folder that
/// bears the name of the server: `www.example.org/lecteur.js`.
fn is_saved(path: &str) -> bool {
    let Some((folders, name)) = path.rsplit_once('/') else { return false };
    let page = name.rsplit_once('.').is_some_and(|(_, end)| matches!(end, "js" | "html" | "htm"));
    let server = |folder: &str| folder.starts_with("www.") && folder.matches('.').count() > 1;
    page && folders.split('/').any(server)
}

/// True for what a build tool wrote: the names of its variables are short and
/// mean nothing, and only what is sure is worth telling.
fn is_built(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".map", ".min.js", ".min.css", ".min.mjs"].iter().any(|end| path.ends_with(end))
}

/// True for what designates credentials, `credential_id`: words, not the name of an
/// account.
fn is_designation(candidate: &Candidate, measures: &[f32]) -> bool {
    candidate.pattern == Kind::Credential.id()
        && features::get(measures, "name.id") > 0.5
        && is_easy(measures)
}

/// Measures of the places where nothing real is protected.
static REHEARSED: Names = LazyLock::new(|| list("judge.rehearsed"));

/// Measures of what stands for a value, or is tied to its name by a guess.
const HOLLOW: [&str; 16] = [
    "value.template",
    "value.bracketed",
    "value.path",
    "value.dotted",
    "value.crypt",
    "value.periodic",
    "value.colon-pairs",
    "value.word.yours",
    "value.word.change",
    "value.word.example",
    "value.word.redacted",
    "value.word.meta",
    "value.word.bad",
    "value.word.password",
    "tie.same",
    "tie.pair",
];

/// How much a folder may add to a probability judged on the name alone, at most.
const FOLDERS_MAY_RAISE: f32 = 0.5;

/// False when `candidate` is not told wherever a file named `name` is.
pub(crate) fn is_plausible(candidate: &Candidate, name: &str) -> bool {
    let judgement = judge(candidate, name, None);
    judgement.level.is_some() || judgement.probability >= MODEL.review * FOLDERS_MAY_RAISE
}
