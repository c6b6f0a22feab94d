//! Who is let in.

use crate::support::browser::Browser;
use crate::support::project::folder;

#[test]
fn nobody_enters_without_the_address() {
    let place = folder();
    let browser = Browser::start(&place, &["--no-open", "--lang", "en"]);
    let refused = |path: &str, cookie: &str| {
        let answer = browser.send("GET", path, &[("Cookie", cookie)], "");
        assert_eq!(answer.status, 403, "{path} {cookie}");
        let page = answer.text();
        assert!(
            page.contains("Open the whole address") && !page.contains("name=\"key\""),
            "{page}"
        );
    };
    let port = browser.host.rsplit(':').next().expect("a port");
    for path in ["/", "/browse", "/p/1", "/p/1/report", "/nowhere", "/script.js", "/?token="] {
        refused(path, "");
        refused(path, &format!("publiable-{port}=00000000000000000000000000000000"));
    }
    refused(&format!("/?token={}", "0".repeat(32)), "");
    // The token opens the door; it is no key of its own.
    refused("/", &format!("publiable-{port}={}", browser.token));
    assert_eq!(browser.send("GET", "/style.css", &[], "").status, 200);
}

#[test]
fn nothing_from_elsewhere_is_answered() {
    let place = folder();
    let browser = Browser::open(&place, &["--no-open", "--lang", "fr"]);
    let here = format!("http://{}", browser.host);
    let port = browser.host.rsplit(':').next().expect("a port").to_string();
    let (other, name) = (format!("127.0.0.1.example.org:{port}"), format!("localhost:{port}"));
    for (method, headers) in [
        ("GET", vec![("Host", other.as_str())]),
        ("GET", vec![("Host", "127.0.0.1")]),
        ("GET", vec![("Sec-Fetch-Site", "cross-site")]),
        // Another program that serves pages on this machine.
        ("GET", vec![("Sec-Fetch-Site", "same-site")]),
        ("GET", vec![("Origin", "https://example.org")]),
        ("POST", vec![("Origin", "http://127.0.0.1:1")]),
        ("POST", vec![("Origin", "null")]),
        ("POST", vec![("Origin", here.as_str()), ("Host", name.as_str())]),
        // A form without its key, and one that no browser sent.
        ("POST", vec![("Origin", here.as_str())]),
        ("POST", vec![]),
    ] {
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let headers = [&form[..], &headers].concat();
        let answer = browser.send(method, "/", &headers, "folder=%2F&key=0");
        assert_eq!(answer.status, 403, "{method} {headers:?}");
        assert!(answer.text().contains("Demande refusée"), "{}", answer.text());
    }
    assert_eq!(browser.send("PUT", "/", &[("Origin", &here)], "").status, 405);
    assert_eq!(browser.send("DELETE", "/p/1", &[], "").status, 405);
    assert!(browser.get("/").text().contains("Ce code peut-il être publié"));
}

#[test]
fn every_answer_is_sealed() {
    let place = folder();
    let browser = Browser::open(&place, &["--no-open", "--lang", "fr"]);
    let refused = browser.send("GET", "/", &[("Cookie", "")], "");
    for answer in [browser.get("/"), browser.get("/nowhere"), browser.get("/style.css"), refused] {
        let said = |name: &str| answer.headers.get(name).map_or("", String::as_str);
        let policy = said("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(said("cache-control"), "no-store");
        assert_eq!(said("x-content-type-options"), "nosniff");
        assert_eq!(said("referrer-policy"), "same-origin");
        assert_eq!(said("x-frame-options"), "DENY");
        assert_eq!(said("cross-origin-resource-policy"), "same-origin");
    }
    assert_eq!(browser.get("/nowhere").status, 404);
    assert_eq!(browser.get("/p/7").status, 404);
    let page = browser.get("/").text();
    assert!(!page.contains("http://") && !page.contains("https://"), "{page}");
}

#[test]
fn a_form_has_a_size() {
    let place = folder();
    let browser = Browser::open(&place, &["--no-open", "--lang", "en"]);
    let answer = browser.post("/", &[("folder", &"a".repeat(1 << 20))]);
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("Nothing was recorded"), "{}", answer.text());
}

#[test]
fn the_language_is_one_click_away_and_leads_nowhere_else() {
    let place = folder();
    let browser = Browser::open(&place, &["--no-open", "--lang", "fr"]);
    let page = browser.follow("/language", &[("lang", "en"), ("back", "/browse")]);
    assert!(page.contains("<html lang=\"en\">") && page.contains("Choose a folder"), "{page}");
    for back in ["//example.org/", "https://example.org", "/\\example.org", "/a\r\nX: 1", ""] {
        let answer = browser.post("/language", &[("lang", "fr"), ("back", back)]);
        assert_eq!(answer.location(), "/", "{back:?}");
    }
    assert!(browser.get("/browse").text().contains("<html lang=\"fr\">"));
}
