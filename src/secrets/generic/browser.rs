//! What a browser receives, sends or is installed beside, and keeps from nobody: attributes of
//! pages, the session of a copied request, the key of an application given to its users.

use super::catalogue::Kind;
use super::format::Format;
use super::found::{Found, Syntax};
use super::hull;
use super::name::words;
use crate::secrets::lists::{Names, list};
use crate::secrets::{Doubt, Region};
use memchr::memmem::{find, rfind};
use std::sync::LazyLock;

/// Bytes read before a value for the tag or the request that it stands in.
const BEFORE: usize = 400;

/// What speaks against the value of `found`, and the bytes that do.
pub(super) fn sign(text: &[u8], format: Format, found: &Found) -> Option<(Doubt, Region)> {
    let told = |doubt| move |region: Region| (doubt, region);
    shared(text, found)
        .map(told(Doubt::Shared))
        .or_else(|| served(text, format, found).map(told(Doubt::Served)))
        .or_else(|| in_action(text, found).map(told(Doubt::Served)))
        .or_else(|| in_cookie(text, found).map(told(Doubt::Session)))
        .or_else(|| of_call(text, found).map(told(Doubt::Session)))
        .or_else(|| installed(text, found).map(told(Doubt::Installed)))
}

/// True for what says who asks, rather than what opens an account.
fn is_open(kind: Kind) -> bool {
    matches!(kind, Kind::Token | Kind::Key | Kind::ApiKey | Kind::Auth)
}

/// True when `found` is a parameter of an address: `?name=` or `&name=`.
fn is_parameter(text: &[u8], found: &Found) -> bool {
    let before = found.name.start.checked_sub(1).and_then(|at| text.get(at));
    matches!(before, Some(b'?' | b'&' | b';'))
}

/// What starts the words of a parameter that whoever is sent a link follows it with.
static SHARES: Names = LazyLock::new(|| list("link.shares"));

/// The name of `found`, when it is that of a parameter by which a link is shared:
/// `…?id=1&sharetoken=…`.
fn shared(text: &[u8], found: &Found) -> Option<Region> {
    let name = text.get(found.name.clone())?;
    let shares = |word: &String| SHARES.iter().any(|start| word.starts_with(start));
    (is_parameter(text, found) && words(name).iter().any(shares))
        .then(|| found.name.start - 1..found.name.end)
}

/// The name of `found`, when it is that of an attribute of data that a page gives to its
/// scripts (HTML, section 3.2.6.6), as pages and the models of pages write it:
/// `data-token="…"`, `"data-token" => "…"`.
fn served(text: &[u8], format: Format, found: &Found) -> Option<Region> {
    const DATA: &[u8] = b"data-";
    let page = matches!(format, Format::Markup | Format::Code | Format::Other);
    let given = matches!(found.syntax, Syntax::Equals | Syntax::Arrow);
    let name = text.get(found.name.clone()).filter(|_| page && given && is_open(found.kind))?;
    let (start, rest) = name.split_at_checked(DATA.len())?;
    // The site of open data is called so, too.
    let other = rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"gouv"));
    let attribute = start.eq_ignore_ascii_case(DATA) && !other;
    let tagged = || format == Format::Markup || is_in_tag(text, found.name.start);
    (attribute && tagged()).then(|| found.name.clone())
}

/// True when the line of what stands at `at` opens a tag before it, as pages and the models of
/// pages do: `<div`, `%div`, `content_tag`.
fn is_in_tag(text: &[u8], at: usize) -> bool {
    let line = line_before(text, at);
    let opens = |pair: &[u8]| matches!(pair[0], b'<' | b'%') && pair[1].is_ascii_alphabetic();
    let part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let mut words = line.split(|b| !part(b));
    line.windows(2).any(opens) || words.any(|word| word == b"tag" || word.ends_with(b"_tag"))
}

/// The line of `at` before it, as far as it is read.
fn line_before(text: &[u8], at: usize) -> &[u8] {
    text[at.saturating_sub(BEFORE)..at].rsplit(|b| *b == b'\n').next().unwrap_or_default()
}

/// From the form that the browser of whoever opens a page sends to the address that `found`
/// is a parameter of: `<form action="https://…?api_token=…">`.
fn in_action(text: &[u8], found: &Found) -> Option<Region> {
    const FORM: &[u8] = b"<form";
    const ACTION: &[u8] = b"action=";
    if !is_open(found.kind) || !is_parameter(text, found) {
        return None;
    }
    let (name, value) = (found.name.clone(), found.value.clone());
    // What opens an account says whose it is, or that it gives an access.
    let opens = |word: &String| matches!(word.as_str(), "access" | "auth" | "bearer" | "secret");
    if words(text.get(name.clone())?).iter().any(opens) || has_user(text, found) {
        return None;
    }
    let start = name.start.saturating_sub(BEFORE);
    let before = text[start..name.start].to_ascii_lowercase();
    let tag = rfind(&before, FORM)?;
    let inside = &before[tag + FORM.len()..];
    let address = rfind(inside, ACTION)? + ACTION.len();
    let quote = inside.get(address).filter(|b| matches!(b, b'"' | b'\''))?;
    let open = inside[0].is_ascii_whitespace() && !inside[..address].contains(&b'>');
    let within = !inside[address + 1..].iter().any(|b| b == quote || b.is_ascii_whitespace());
    (open && within).then_some(start + tag..value.end)
}

/// True for a parameter of an address that names the user it is given for:
/// `?user=ville&pwkey=…`.
pub(super) fn has_user(text: &[u8], found: &Found) -> bool {
    const ADDRESS: usize = 300;
    const USERS: [&[u8]; 4] = [b"user", b"username", b"login", b"utilisateur"];
    if found.syntax != Syntax::Equals || !is_parameter(text, found) {
        return false;
    }
    let part = |b: &u8| b.is_ascii_graphic() && !b"\"'`<>{}$".contains(b);
    let (low, high) =
        (found.name.start.saturating_sub(ADDRESS), text.len().min(found.value.end + ADDRESS));
    let before = text[low..found.name.start].iter().rev().take_while(|b| part(b)).count();
    let after = text[found.value.end..high].iter().take_while(|b| part(b)).count();
    let address = &text[found.name.start - before..found.value.end + after];
    address.split(|b| matches!(b, b'?' | b'&' | b';')).any(|parameter| {
        let tie = parameter.iter().position(|b| *b == b'=').unwrap_or(parameter.len());
        let (name, value) = parameter.split_at(tie);
        value.len() > 1 && USERS.iter().any(|user| name.eq_ignore_ascii_case(user))
    })
}

/// What announces the cookies of a request, in lower case.
static COOKIES: Names = LazyLock::new(|| list("cookie.marks"));

/// From what announces the cookies of a request to the session among them that `found` is:
/// `-H 'Cookie: a=b; sessionid=…'`.
fn in_cookie(text: &[u8], found: &Found) -> Option<Region> {
    let name = text.get(found.name.clone())?;
    // The first cookie is read as the value of the header.
    let value = &text[found.value.clone()];
    let first = value.iter().position(|b| *b == b'=').filter(|_| found.syntax == Syntax::Colon);
    if let Some(tie) = first {
        return (name.eq_ignore_ascii_case(b"cookie") && is_session(&value[..tie]))
            .then_some(found.name.start..found.value.end);
    }
    if !is_session(name) || found.syntax != Syntax::Equals {
        return None;
    }
    let line = line_before(text, found.name.start).to_ascii_lowercase();
    let (at, mark) =
        COOKIES.iter().filter_map(|mark| Some((rfind(&line, mark.as_bytes())?, mark))).max()?;
    let other = |b: &u8| b.is_ascii_alphanumeric() || b"_-.=;%$:/+ ".contains(b);
    let list = &line[at + mark.len()..];
    // `-c` is an option of any program: those that send requests are few.
    let command = line[..at].trim_ascii_start();
    let sends = [b"curl ".as_slice(), b"ab ", b"wget ", b"http "];
    let sent = !mark.starts_with('-') || sends.iter().any(|one| command.starts_with(one));
    (sent && list.iter().all(other)).then(|| found.name.start - (line.len() - at)..found.value.end)
}

/// True for the name of a cookie of a session, or of what guards one: `sessionid`, `csrftoken`.
fn is_session(name: &[u8]) -> bool {
    let name = words(name).concat();
    matches!(name.as_str(), "sid" | "csrftoken" | "xsrftoken")
        || name.ends_with("sessionid")
        || name.ends_with("sessid")
}

/// The password by which two parties of one call find each other (RFC 8839, section 5.4), with
/// the name beside it: both are drawn for each call.
fn of_call(text: &[u8], found: &Found) -> Option<Region> {
    const PASSWORD: &[u8] = b"ice-pwd";
    const NAME: &[u8] = b"a=ice-ufrag:";
    const NEAR: usize = 200;
    let named = text.get(found.name.clone())?.ends_with(PASSWORD);
    let at = found.value.start.checked_sub(b"a=ice-pwd:".len())?;
    if !named || !text[at..].starts_with(b"a=ice-pwd:") {
        return None;
    }
    let near = at.saturating_sub(NEAR)..text.len().min(found.value.end + NEAR);
    find(&text[near.clone()], NAME).is_some().then_some(near)
}

/// From the key of an application that is installed to the address that its users copy a code
/// from, which such applications alone ask for (RFC 8252, section 8.5: they keep no secret).
fn installed(text: &[u8], found: &Found) -> Option<Region> {
    const PASTED: &[u8] = b"urn:ietf:wg:oauth:2.0:oob";
    const NEAR: usize = 600;
    let name = words(text.get(found.name.clone())?);
    let client = name.iter().any(|word| word == "client" || word == "clientsecret");
    if found.kind != Kind::Secret || !client {
        return None;
    }
    let near = found.value.start.saturating_sub(NEAR)..text.len().min(found.value.end + NEAR);
    let at = near.start + find(&text[near.clone()], PASTED)?;
    // Settings of one application start with the same word, and no comment is one.
    let line = line_before(text, at);
    let remark =
        [b"#".as_slice(), b"//"].iter().any(|mark| line.trim_ascii_start().starts_with(mark));
    let own = |word: &String| word.starts_with("client") || words(line).contains(word);
    if remark || !name.first().is_some_and(own) {
        return None;
    }
    let whole = hull(&found.value, &(at..at + PASTED.len()));
    let between = if at < found.value.start { at..found.name.start } else { found.value.end..at };
    // Another one stands nearer, or the same key is that of a site.
    let between = text.get(between)?.to_ascii_lowercase();
    // A heading starts the settings of something else.
    let heading = |line: &[u8]| {
        let line = line.trim_ascii();
        line.ends_with(b":") || (line.starts_with(b"[") && line.ends_with(b"]"))
    };
    let apart = find(&between, b"secret").is_some()
        || between.contains(&b'}')
        || between.split(|b| *b == b'\n').any(heading);
    let site = has_site(&text[near]);
    (!apart && !site).then_some(whole)
}

/// True for settings of a client that a server asks with: an address of a network that it is
/// sent back to.
fn has_site(near: &[u8]) -> bool {
    let lower = near.to_ascii_lowercase();
    let names = [b"redirect".as_slice(), b"callback"];
    let mut back = names.iter().flat_map(|name| memchr::memmem::find_iter(&lower, name));
    // Nor does an installed application hold what asks in nobody's presence (RFC 6749, 1.5, 4.4).
    let own = ["refresh", "access_token", "access-token", "client_credentials", "serviceaccount"];
    own.iter().any(|mark| find(&lower, mark.as_bytes()).is_some())
        || find(&lower, b"\"web\"").is_some()
        || back.any(|at| find(given(&lower[at..]), b"https://").is_some())
}

/// What the setting that `text` starts with the name of is given: a list, or one value.
fn given(text: &[u8]) -> &[u8] {
    let line = text.split(|b| matches!(b, b'\n' | b';')).next().unwrap_or_default();
    let end = |mark: u8| line.iter().position(|b| *b == mark).unwrap_or(line.len());
    if end(b'[') < end(b',') {
        &text[..text.len().min(end(b'[') + BEFORE)]
    } else {
        &line[..end(b',')]
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::signs;
    use crate::secrets::Doubt;

    /// A value that nobody guesses.
    fn drawn() -> String {
        ["q8Zr2LmT", "0vKx5NcB", "yHs7Wd3P"].concat()
    }

    fn told(name: &str, text: &str) -> Option<Doubt> {
        signs(name, &text.replace("VALUE", &drawn())).into_iter().flatten().next()
    }

    #[test]
    fn what_the_form_of_a_page_sends_is_received_by_all() {
        for (name, text) in [
            ("a.twig", "<form action=\"https://f.outil.fr/?form_api_token=VALUE\">\n"),
            ("a.php", "<form method='post' action='https://f.outil.fr/?a=1&api_key=VALUE'>\n"),
            ("a.vue", "<FORM\n  class=\"a\"\n  action=\"/envoi?token=VALUE\">\n"),
        ] {
            assert_eq!(told(name, text), Some(Doubt::Served), "{text}");
        }
        for (name, text) in [
            // Not in the address, nor of a form, nor of a page.
            ("a.php", "<form action=\"/a\"><?php $api_key = 'VALUE'; ?>\n"),
            ("a.php", "<form action=\"/a\" data=\"x\"> fetch('https://a.fr/?api_key=VALUE')\n"),
            ("a.js", "const action=\"https://f.outil.fr/?api_key=VALUE\"\n"),
            ("a.php", "<form action=\"https://f.outil.fr/?client_secret=VALUE\">\n"),
            ("a.php", "<form action=\"https://f.outil.fr/?user=ville&token=VALUE\">\n"),
            ("a.php", "<form action=\"https://f.outil.fr/?access_token=VALUE\">\n"),
            ("a.php", "<formule action=\"https://f.outil.fr/?api_key=VALUE\">\n"),
        ] {
            assert_eq!(told(name, text), None, "{text}");
        }
    }

    #[test]
    fn the_session_of_a_copied_request_ends() {
        for text in [
            "curl http://a.fr -H 'Cookie: csrftoken=a1; sessionid=VALUE'\n",
            "curl http://a.fr -H \"cookie: PHPSESSID=VALUE\"\n",
            "ab -C sessionid=VALUE http://a.fr/\n",
        ] {
            let signs = signs("a.sh", &text.replace("VALUE", &drawn()));
            assert!(signs.iter().all(|sign| *sign == Some(Doubt::Session)), "{text} {signs:?}");
        }
        for text in [
            "curl http://a.fr -H 'Cookie: api_token=VALUE'\n",
            "curl http://a.fr -H 'Cookie: remember_me=VALUE'\n",
            "curl http://a.fr -H 'Cookie: a=b' -H 'X-Api-Key: VALUE'\n",
            "SESSION_SECRET=VALUE # Cookie: sessionid\n",
            "session_secret_key=VALUE\n",
        ] {
            let told = told("a.sh", text);
            assert!(told.is_none(), "{text} {told:?}");
        }
        let sent = "curl http://a.fr -H 'Cookie: sessionid=a' --data 'password=VALUE'\n";
        let signs = signs("a.sh", &sent.replace("VALUE", &drawn()));
        assert_eq!(signs.last(), Some(&None));
    }

    #[test]
    fn both_parties_of_a_call_draw_their_password() {
        let sample = "// a=ice-ufrag:8hhY\\r\\na=ice-pwd:VALUE\\r\\n\n";
        assert_eq!(told("a.js", sample), Some(Doubt::Session));
        for text in ["ice-pwd: VALUE\n", "a=ice-pwd:VALUE\n", "ice-ufrag: a\nice_password=VALUE\n"]
        {
            assert_eq!(told("a.sh", text), None, "{text}");
        }
    }

    #[test]
    fn an_installed_application_keeps_no_secret() {
        const OOB: &str = "urn:ietf:wg:oauth:2.0:oob";
        for (name, text) in [
            ("a.php", format!("$c['client_secret'] = 'VALUE';\n$c['redirect_uri'] = '{OOB}';\n")),
            ("a.py", format!("REDIRECT = '{OOB}'\nCLIENT_SECRET = 'VALUE'\n")),
            (
                "a.json",
                format!("{{\"client_secret\": \"VALUE\", \"redirect_uris\": [\"{OOB}\"]}}\n"),
            ),
        ] {
            assert_eq!(told(name, &text), Some(Doubt::Installed), "{text}");
        }
        for (name, text) in [
            ("a.py", format!("CLIENT_SECRET = 'VALUE'\nOTHER_SECRET = 'a'\nREDIRECT = '{OOB}'\n")),
            ("a.py", format!("SECRET_KEY = 'VALUE'\nREDIRECT = '{OOB}'\n")),
            ("a.py", format!("CLIENT_PASSWORD = 'VALUE'\nREDIRECT = '{OOB}'\n")),
            (
                "a.json",
                format!("{{\"web\": {{\"client_secret\": \"VALUE\", \"r\": \"{OOB}\"}}}}\n"),
            ),
            (
                "a.py",
                format!("CLIENT_SECRET = 'VALUE'\nREDIRECTS = ['{OOB}', 'https://a.fr/retour']\n"),
            ),
            ("a.py", "CLIENT_SECRET = 'VALUE'\nREDIRECT = 'http://localhost'\n".to_owned()),
            (".env", format!("CLIENT_SECRET=VALUE\nREDIRECT_URI={OOB}\nREFRESH_TOKEN=a1\n")),
            (
                "a.rb",
                format!("client_secret = 'VALUE'\ngrant = 'client_credentials'\nu = '{OOB}'\n"),
            ),
        ] {
            assert_eq!(told(name, &text), None, "{text}");
        }
    }
}
