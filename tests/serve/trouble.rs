//! What goes wrong is told, and leaves nothing half done.

use crate::support::browser::Browser;
use crate::support::project::repository;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

const BARE_BONES: &str = "[files]\n\"main.py\" = \"print(1)\\n\"\n";

#[test]
fn a_port_that_is_taken_is_an_error_of_usage() {
    let place = repository(BARE_BONES);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    for (lang, words) in [("fr", "un autre programme l’emploie"), ("en", "another program uses it")]
    {
        let (code, out, err) = place.run(&["serve", "--port", &port, "--no-open", "--lang", lang]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(words) && err.contains("--port 8001"), "{err}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let place = repository(BARE_BONES);
    let (code, _, err) = place.run(&["serve", "/nowhere", "--no-open", "--lang", "en"]);
    assert!(code == 2 && err.contains("/nowhere does not exist"), "{code} {err}");
    let browser = Browser::open(&place, &["--no-open", "--lang", "fr"]);
    let file = format!("{}/main.py", place.path());
    for (folder, said) in [("/nowhere", "n’existe pas"), (&*file, "est un fichier")] {
        let answer = browser.post("/", &[("folder", folder)]);
        assert_eq!(answer.status, 400);
        assert!(answer.text().contains(said), "{}", answer.text());
        let answer = browser.get(&format!("/browse?at={folder}/"));
        assert_eq!(answer.status, 400);
        assert!(!answer.text().contains("irectory"), "{}", answer.text());
    }
    // The way back leads to what is there.
    let home = place.home.path().to_str().expect("UTF-8");
    let page = browser.get(&format!("/browse?at={home}/a/b")).text();
    let (before, _) = page.split_once("\">Revenir à la page").expect("a link");
    let back = before.rsplit('"').next().expect("its address").replace("&#x2f;", "/");
    assert_eq!(back, format!("/browse?at={}", home.replace('/', "%2F")));
    assert_eq!(browser.get(&back).status, 200);
    assert_eq!(browser.post("/", &[("folder", " ")]).location(), "/");
}

#[test]
fn a_folder_that_vanishes_is_told_and_the_rest_goes_on() {
    let place = repository(BARE_BONES);
    let gone = place.home.path().join("passager");
    std::fs::create_dir(&gone).expect("folder");
    std::fs::write(gone.join("README.md"), "# Passager\n").expect("file");
    let browser = Browser::open(&place, &["--no-open", "--lang", "fr"]);
    let page = browser.audit(gone.to_str().expect("UTF-8"));
    std::fs::remove_dir_all(&gone).expect("removed");
    browser.post(&page, &[("do", "again")]);
    browser.wait(&page);
    let text = browser.get(&page).text();
    assert!(
        text.contains("L’audit n’a pas pu se faire") && text.contains("n’existe pas"),
        "{text}"
    );
    assert!(browser.get("/").text().contains("Non audité"));
    let page = browser.audit(place.path());
    assert!(browser.get(&page).text().contains("Ce qui bloque la publication"));
}

#[test]
fn an_address_is_copied_by_https_or_ssh_alone() {
    let place = repository(BARE_BONES);
    let browser = Browser::open(&place, &["--no-open", "--lang", "en"]);
    for address in ["http://forge.example.org/a/b", "file:///etc", "--upload-pack=x", "toto"] {
        let answer = browser.post("/", &[("address", address)]);
        let text = answer.text();
        assert_eq!(answer.status, 400, "{text}");
        let field = format!("value=\"{address}\" aria-invalid");
        assert!(text.contains(&field.replace('/', "&#x2f;")) || text.contains(&field), "{text}");
        assert!(text.contains("neither an https nor an ssh address"), "{text}");
    }
    assert!(!browser.get("/").text().contains("class=\"card"));
    // A folder given there is a folder.
    assert_eq!(browser.post("/", &[("address", place.path())]).location(), "/p/1");
}

#[test]
fn a_browser_that_goes_away_stops_nothing() {
    let place = repository(BARE_BONES);
    let browser = Browser::open(&place, &["--no-open", "--lang", "en"]);
    let cookie = format!("Host: {}\r\nCookie: {}\r\n", browser.host, browser.cookie);
    for sent in [
        "GET / HT".to_string(),
        format!("GET /p/1 HTTP/1.1\r\n{cookie}\r\n"),
        format!("POST / HTTP/1.1\r\n{cookie}Content-Length: 1000\r\n\r\nfolder="),
        "\x16\x03\x01\x02\x00".to_string(),
    ] {
        let mut stream = TcpStream::connect(&browser.host).expect("connected");
        stream.write_all(sent.as_bytes()).expect("sent");
    }
    // The one who comes back finds the audit where it is.
    let page = browser.post("/", &[("folder", place.path())]).location().to_string();
    browser.wait(&page);
    assert!(browser.get(&page).text().contains("What blocks publication"));
}

#[test]
fn the_page_and_the_keyboard_stop_the_program() {
    let place = repository(BARE_BONES);
    let before = files(&place.root);
    let browser = Browser::open(&place, &["--no-open", "--lang", "fr"]);
    // In the middle of an audit.
    browser.post("/", &[("folder", place.path())]);
    let said = browser.post("/stop", &[]);
    assert!(said.status == 200 && said.text().contains("publiable est arrêté"), "{}", said.text());
    assert_eq!(browser.end(), Some(0));
    let browser = Browser::open(&place, &["--no-open", place.path()]);
    browser.interrupt();
    assert_eq!(browser.end(), Some(0));
    assert_eq!(files(&place.root), before);
}

#[test]
fn without_a_screen_the_address_is_told() {
    let place = repository(BARE_BONES);
    let mut command = place.command();
    command.args(["serve", "--lang", "fr"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    let (mut out, mut err) = (String::new(), String::new());
    let output = child.stdout.take().expect("its output");
    BufReader::new(output).read_line(&mut out).expect("an address");
    let mut errors = BufReader::new(child.stderr.take().expect("its errors"));
    (0..2).for_each(|_| assert!(errors.read_line(&mut err).expect("a line") > 0));
    child.kill().expect("killed");
    child.wait().expect("ended");
    assert!(out.starts_with("http://127.0.0.1:") && out.contains("/?token="), "{out}");
    assert!(err.contains("Aucun navigateur n’a pu être ouvert d’ici"), "{err}");
    assert!(err.contains("Pour arrêter : Ctrl-C"), "{err}");
}

/// The files of `root`, git’s own apart.
fn files(root: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    let paths = entries.map(|entry| entry.expect("entry").into_path());
    paths.filter(|path| !path.components().any(|part| part.as_os_str() == ".git")).collect()
}
