//! What speaks against a value, and what does not.

use super::super::tests::signs;
use super::*;
use crate::secrets::Scanner;
use data_encoding::BASE64;

/// What all the detectors find in `text`.
fn known(name: &str, text: &str) -> Vec<Candidate> {
    let whole = 0..text.len();
    Scanner::default().candidates(text.as_bytes(), name, std::slice::from_ref(&whole))
}

/// A value that nobody guesses.
fn drawn() -> String {
    ["q8Zr2LmT", "0vKx5NcB"].concat()
}

#[test]
fn a_default_says_that_it_is_one_where_a_setting_replaces_it() {
    let drawn = drawn();
    for (name, text) in [
        ("a.py", format!("SECRET = os.getenv('APP_SECRET', 'dev-{drawn}')\n")),
        ("a.php", format!("'secret' => env('APP_SECRET', 'local_{drawn}'),\n")),
        ("a.js", format!("const secret = process.env.SECRET || 'insecure-{drawn}';\n")),
        ("a.yml", format!("secret: ${{APP_SECRET:change-me-{drawn}}}\n")),
        ("a.py", format!("SECRET = os.environ['APP_SECRET'] or 'dev-{drawn}'\n")),
        ("a.rb", format!("secret = ENV.fetch('SECRET') {{ 'dev-{drawn}' }}\n")),
    ] {
        assert_eq!(signs(name, &text), [Some(Doubt::Default)], "{text}");
    }
    for (name, text) in [
        ("a.py", format!("SECRET = os.getenv('APP_SECRET', '{drawn}')\n")),
        ("a.py", format!("SECRET = 'dev-{drawn}'\n")),
        ("a.js", format!("f(process.env.X); const secret = 'dev-{drawn}';\n")),
        ("a.py", format!("SECRET = os.getenv('APP_SECRET', 'develop{drawn}')\n")),
        // Another setting is read.
        ("a.yml", format!("sql:\n  host: ${{DB_HOST}}\n  password: local-{drawn}\n")),
        ("a.js", format!("const host = process.env.DB_HOST\nconst password = 'xk-test-{drawn}'\n")),
    ] {
        assert_eq!(signs(name, &text), [None], "{text}");
    }
}

#[test]
fn a_constant_says_that_it_is_a_default_by_its_name() {
    let drawn = drawn();
    let constant = format!("const string DevPassword = \"{drawn}\";\n");
    let read = "var a = Environment.GetEnvironmentVariable(\"A__Password\") ?? DevPassword;\n";
    assert_eq!(signs("a.cs", &format!("{constant}{read}")), [Some(Doubt::Default)]);
    let dummy = format!("const DUMMY_SECRET = '{drawn}';\n");
    assert_eq!(signs("a.ts", &dummy), [Some(Doubt::Named)]);
    for text in [constant.clone(), format!("{constant}login(DevPassword);\n")] {
        assert_eq!(signs("a.cs", &text), [None], "{text}");
    }
}

#[test]
fn a_program_that_tests_a_site_records_its_sessions() {
    let part = |bytes: &[u8]| data_encoding::BASE64URL_NOPAD.encode(bytes);
    let (head, claims) = (part(br#"{"alg":"HS256"}"#), part(br#"{"sub":"7341"}"#));
    let token = format!("{head}.{claims}.{}", part(drawn().repeat(2).as_bytes()));
    let doubt = |agent: &str| {
        let text = format!("{{\"x\": \"authorization: {token}, agent: {agent}\"}}\n");
        let found = known("merged.json", &text).into_iter();
        let mut found = found.filter(|one| one.pattern == "jwt");
        found.next().expect("a token").doubt
    };
    assert_eq!(doubt("Cypress/13.1.0"), Some(Doubt::Section));
    assert_eq!(doubt("Firefox/140.0"), None);
}

#[test]
fn the_next_line_replaces_a_default_of_hocon() {
    let drawn = drawn();
    for text in [
        format!("play.secret = \"{drawn}\"\nplay.secret = ${{?APP_SECRET}}\n"),
        format!("{{\n  secret: {drawn}\n\n  # set it\n  secret: ${{?APP_SECRET}}\n}}\n"),
    ] {
        assert_eq!(signs("application.conf", &text), [Some(Doubt::Default)], "{text}");
    }
    for text in [
        format!("play.secret = \"{drawn}\"\nplay.other = ${{?APP_SECRET}}\n"),
        format!("secret = \"{drawn}\"\nsecret = ${{APP_SECRET}}\n"),
        format!("secret = \"{drawn}\"\n"),
        format!("secret = \"{drawn}\"\n# secret = ${{?A}}"),
    ] {
        assert_eq!(signs("application.conf", &text), [None], "{text}");
    }
}

#[test]
fn the_password_of_an_account_of_a_realm_may_be_its_name() {
    let realm = |user: &str, password: &str| {
        format!(
            "{{\"realm\": \"a\", \"users\": [{{\"username\": \"{user}\",\n\
             \"password\": \"{password}\"}}]}}\n"
        )
    };
    assert_eq!(signs("realm.json", &realm("portier", "portier2023!")), [Some(Doubt::Account)]);
    assert_eq!(signs("realm.json", &realm("portier@a.fr", "Portier12")), [Some(Doubt::Account)]);
    for (user, password) in
        [("portier", "concierge2023!"), ("portier", "portier-q8Zr"), ("por", "por2023")]
    {
        assert_eq!(signs("realm.json", &realm(user, password)), [None], "{user} {password}");
    }
    let elsewhere = realm("portier", "portier2023!").replace("realm", "site");
    assert_eq!(signs("site.json", &elsewhere), [None]);
    let company = realm("portier", "portier2023!").replace("realm", "realmId");
    assert_eq!(signs("site.json", &company), [None]);
}

#[test]
fn an_identifier_alone_opens_nothing() {
    let id = ["AKIA", "Q7ZT4MWB2XKD6RFN"].concat();
    let secret = ["q8Zr2", "LmT0v"].concat().repeat(4);
    let doubt = |text: &str| {
        let found = known("a.json", text).into_iter();
        let mut found = found.filter(|one| one.pattern == "aws-access-key-id");
        found.next().expect("an id").doubt
    };
    assert_eq!(doubt(&format!("{{\"value\": \"{id}\"}}\n")), Some(Doubt::Half));
    assert_eq!(doubt(&format!("{{\"id\": \"{id}\",\n \"x\": \"{secret}\"}}\n")), None);
    for escape in ["\\/", "%2F", "%2b"] {
        let secret = format!("{}{escape}{}", &secret[..20], &secret[..19]);
        let text = format!("{{\"id\": \"{id}\",\n \"x\": \"{secret}\"}}\n");
        assert_eq!(doubt(&text), None, "{text}");
    }
}

#[test]
fn a_store_of_what_is_trusted_is_read_by_everyone() {
    let drawn = drawn();
    for (text, doubt) in [
        (format!("trustStorePassword: {drawn}\n"), Some(Doubt::Trust)),
        (format!("javax.net.ssl.trustStorePassword={drawn}\n"), Some(Doubt::Trust)),
        (format!("a.trustStore:\n  path: a.ts\n  password: {drawn}\n"), Some(Doubt::Trust)),
        (format!("trustStore: a\nkeyStore: b\npassword: {drawn}\n"), None),
        (format!("keyStorePassword: {drawn}\n"), None),
    ] {
        assert_eq!(signs("a.properties", &text), [doubt], "{text}");
    }
}

#[test]
fn a_certificate_says_that_its_key_was_published_with_it() {
    let armour = |label: &str, body: &[u8]| {
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", BASE64.encode(body))
    };
    let mut key = vec![0x30, 0x82, 1, 0];
    key.extend((0..256_u16).map(|n| (n.wrapping_mul(73) >> 2) as u8));
    let name = |name: &str| {
        let head = [0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, u8::try_from(name.len()).unwrap_or(0)];
        [&head[..], name.as_bytes()].concat()
    };
    let sign = |issuer: &str, subject: &str, other: &str| {
        let (issuer, subject) = (name(issuer), name(subject));
        let parts = [b"\x30\x82\x0c\x0b", &issuer[..], &subject, other.as_bytes(), &[0; 12]];
        let text = format!(
            "{}{}",
            armour("CERTIFICATE", &parts.concat()),
            armour("RSA PRIVATE KEY", &key)
        );
        let found = known("a.crt", &text);
        assert_eq!(found.len(), 1, "{text}");
        found[0].doubt
    };
    for shown in ["OUTIL DEMO", "localhost", "www.example.org"] {
        assert_eq!(sign(shown, shown, ""), Some(Doubt::Certificate), "{shown}");
    }
    for real in ["www.demoulins.fr", "api-test.projet.fr", "api.projet.fr"] {
        assert_eq!(sign(real, real, "localhost"), None, "{real}");
    }
    assert_eq!(sign("AC du projet", "localhost", ""), None);
}

#[test]
fn an_attribute_of_data_is_given_to_every_browser() {
    let drawn = drawn();
    for (name, text) in [
        ("a.haml", format!("%data.w{{ \"data-token\" => \"{drawn}\", \"data-w\" => \"1\" }}\n")),
        ("a.html", format!("<script src=\"w.js\" data-token=\"{drawn}\"></script>\n")),
        ("a.erb", format!("<div data-api-key='{drawn}'></div>\n")),
    ] {
        assert_eq!(signs(name, &text), [Some(Doubt::Served)], "{text}");
    }
    for (name, text) in [
        ("a.html", format!("<div data-password=\"{drawn}\"></div>\n")),
        ("a.haml", format!("%p{{ \"metadata-token\" => \"{drawn}\" }}\n")),
        ("a.yml", format!("data-encryption-key: {drawn}\n")),
        ("a.json", format!("{{\"data-api-key\": \"{drawn}\"}}\n")),
        ("a.sh", format!("tool --data-token={drawn}\n")),
        ("a.rb", format!("KEYS = {{ 'data-gouv-token' => '{drawn}' }}\n")),
        ("a.haml", format!("%p{{ 'data-gouv-token' => '{drawn}' }}\n")),
        ("clef", format!("data-api-key={drawn}\n")),
        ("a.py", format!("data-token = '{drawn}'\n")),
    ] {
        assert_eq!(signs(name, &text), [None], "{text}");
    }
}
