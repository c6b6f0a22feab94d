//! `publiable licence resolve`, against a stand-in of the registries on this machine.

use crate::support::program;
use crate::support::repository::{self, RepositorySpec};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a path answers, each time it is asked: the last one stays.
type Answers = BTreeMap<String, Vec<String>>;

/// A registry, and a proxy, that answers what it is told to.
struct Registry {
    address: String,
    /// The first line and the authorization of each request.
    seen: Arc<Mutex<Vec<String>>>,
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

fn status(line: &str) -> String {
    format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n")
}

impl Registry {
    fn start(answers: &[(&str, &[String])]) -> Registry {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let answers: Answers =
            answers.iter().map(|(path, all)| (path.to_string(), all.to_vec())).collect();
        let (answers, known) = (Arc::new(Mutex::new(answers)), Arc::clone(&seen));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, known) = (Arc::clone(&answers), Arc::clone(&known));
                std::thread::spawn(move || {
                    let _ = serve(stream, &answers, &known);
                });
            }
        });
        Registry { address, seen }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("requests").clone()
    }
}

fn serve(
    stream: TcpStream,
    answers: &Mutex<Answers>,
    known: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    loop {
        let (mut first, mut authorization) = (String::new(), String::new());
        reader.read_line(&mut first)?;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? < 3 {
                break;
            }
            if line.to_ascii_lowercase().starts_with("authorization:") {
                authorization = line.trim_end().to_string();
            }
        }
        let mut words = first.split_whitespace();
        let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(()) };
        known.lock().expect("requests").push(format!("{method} {path} {authorization}"));
        let answer = match method {
            "CONNECT" => "HTTP/1.1 200 OK\r\n\r\n".to_string(),
            _ => {
                let mut answers = answers.lock().expect("answers");
                match answers.get_mut(path) {
                    Some(all) if all.len() > 1 => all.remove(0),
                    Some(all) => all[0].clone(),
                    None => status("404 Not Found"),
                }
            }
        };
        if answer == "never" {
            std::thread::sleep(Duration::from_secs(20));
            return Ok(());
        }
        stream.write_all(answer.as_bytes())?;
    }
}

struct Place {
    home: tempfile::TempDir,
}

fn place(spec: &str) -> Place {
    let home = tempfile::tempdir().expect("folder");
    let spec: RepositorySpec = toml::from_str(spec).expect("specification");
    std::fs::create_dir(home.path().join("projet")).expect("folder");
    repository::build(&home.path().join("projet"), &spec);
    Place { home }
}

impl Place {
    fn root(&self) -> PathBuf {
        self.home.path().join("projet")
    }

    /// The exit code and what was written, of `resolve` with `words` and `variables`.
    fn resolve(&self, words: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
        let mut command = program::command(self.home.path());
        command.args(["licence", "resolve"]).arg(self.root());
        command.args(["--lang", "en", "--now", "2026-11-30"]).args(words);
        command.env("NO_PROXY", "127.0.0.1").env("HTTP_PROXY", "http://127.0.0.1:9");
        let output = command.envs(variables.iter().copied()).output().expect("the program runs");
        let code = output.status.code().expect("code");
        (code, program::text(&output.stdout), program::text(&output.stderr))
    }

    fn file(&self) -> String {
        std::fs::read_to_string(self.root().join("publiable-licences.toml")).unwrap_or_default()
    }
}

/// The variable that sends the questions of every kind to `registry`.
fn mirrors(registry: &Registry) -> String {
    let kinds = ["cargo", "composer", "gem", "golang", "maven", "npm", "nuget", "pypi"];
    let one = |kind: &str| format!("{kind}=http://{}/{kind}", registry.address);
    kinds.map(one).join(" ")
}

const EVERY_KIND: &str = r##"
[files]
"yarn.lock" = """
zz-one@^1:
  version "1.0.0"

"@zz/two@^2":
  version "2.0.0"

zz-known@^1:
  version "1.0.0"

zz-gone@^1:
  version "1.0.0"

zz-own@^1:
  version "1.0.0"
"""
"package.json" = '{"name":"p","license":"MIT","dependencies":{"zz-one":"^1","@zz/two":"^2","zz-known":"^1","zz-gone":"^1","zz-own":"^1"}}'
"node_modules/zz-known/package.json" = '{"name":"zz-known","version":"1.0.0","license":"ISC"}'
"requirements.txt" = "Zz_Three==3.0\n"
"Cargo.lock" = "version = 4\n[[package]]\nname = \"zz-four\"\nversion = \"4.0.0\"\nsource = \"registry+https://registry.example.org\"\n"
"composer.json" = '{"require":{"zz/five":"^5"}}'
"Gemfile.lock" = "GEM\n  remote: https://registry.example.org/\n  specs:\n    zz-six (6.0.0)\n\nDEPENDENCIES\n  zz-six\n"
"pom.xml" = "<project><dependencies><dependency><groupId>org.zz</groupId><artifactId>seven</artifactId><version>7</version></dependency></dependencies></project>"
"packages.config" = '<packages><package id="Zz.Eight" version="8.0.0" /></packages>'
"go.mod" = "module forge.example.org/p\n\nrequire forge.example.org/zz/nine v9.0.0\n"
"##;

#[test]
fn registries_are_asked_once_and_audits_read_their_answers() {
    let registry = Registry::start(&[
        ("/npm/zz-one/1.0.0", &[ok(r#"{"license":"MIT"}"#)]),
        // It asks to wait, and has no document of a version.
        (
            "/npm/@zz%2Ftwo",
            &[
                "HTTP/1.1 429 Too Many\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n".to_string(),
                ok(r#"{"versions":{"2.0.0":{"license":{"type":"Apache 2.0"}}}}"#),
            ],
        ),
        ("/npm/zz-own/1.0.0", &[ok("{\"license\":\"Ours\\u001b[31m\\nand ours alone\"}")]),
        (
            "/pypi/pypi/zz-three/3.0/json",
            &[ok(
                r#"{"info":{"license":"","classifiers":["License :: OSI Approved :: MIT License"]}}"#,
            )],
        ),
        (
            "/cargo/api/v1/crates/zz-four/4.0.0",
            &[ok(r#"{"version":{"license":"MIT/Apache-2.0"}}"#)],
        ),
        (
            "/composer/p2/zz/five.json",
            &[ok(
                r#"{"packages":{"zz/five":[{"version":"v5.1.0","license":["MIT","GPL-2.0-only"]}]}}"#,
            )],
        ),
        (
            "/gem/api/v2/rubygems/zz-six/versions/6.0.0.json",
            &[ok(r#"{"licenses":["BSD-2-Clause"]}"#)],
        ),
        (
            "/maven/org/zz/seven/7/seven-7.pom",
            &[ok(
                "<project><parent><groupId>org.zz</groupId><artifactId>all</artifactId><version>1</version></parent></project>",
            )],
        ),
        (
            "/maven/org/zz/all/1/all-1.pom",
            &[ok(
                "<project><licenses><license><name>Ours</name><url>https://www.apache.org/licenses/LICENSE-2.0</url></license></licenses></project>",
            )],
        ),
        (
            "/nuget/zz.eight/8.0.0/zz.eight.nuspec",
            &[ok(
                "<package><metadata><id>Zz.Eight</id><version>8.0.0</version><license type=\"expression\">MIT</license></metadata></package>",
            )],
        ),
        (
            "/golang/v3/systems/go/packages/forge.example.org%2Fzz%2Fnine/versions/v9.0.0",
            &[ok(r#"{"licenses":["MPL-2.0"]}"#)],
        ),
    ]);
    let place = place(EVERY_KIND);
    let mirrors = mirrors(&registry);
    let variables = [("PUBLIABLE_REGISTRIES", mirrors.as_str())];
    let (code, out, err) = place.resolve(&["--online", "--format", "json"], &variables);
    assert_eq!(code, 1, "{out}{err}");
    let told: Value = serde_json::from_str(&out).expect("JSON");
    let found: BTreeMap<&str, &str> = told["resolved"]
        .as_array()
        .expect("list")
        .iter()
        .filter_map(|one| Some((one["purl"].as_str()?, one["licence"].as_str()?)))
        .collect();
    let expected = [
        ("pkg:cargo/zz-four@4.0.0", "MIT OR Apache-2.0"),
        ("pkg:composer/zz/five", "MIT OR GPL-2.0-only"),
        ("pkg:gem/zz-six@6.0.0", "BSD-2-Clause"),
        ("pkg:golang/forge.example.org/zz/nine@v9.0.0", "MPL-2.0"),
        ("pkg:maven/org.zz/seven@7", "Apache-2.0"),
        ("pkg:npm/%40zz/two@2.0.0", "Apache-2.0"),
        ("pkg:npm/zz-one@1.0.0", "MIT"),
        ("pkg:nuget/Zz.Eight@8.0.0", "MIT"),
        ("pkg:pypi/zz-three@3.0", "MIT"),
    ];
    assert_eq!(found, expected.into(), "{out}");
    assert_eq!(told["unresolved"][0]["purl"], "pkg:npm/zz-own@1.0.0");
    assert_eq!(told["missing"][0]["purl"], "pkg:npm/zz-gone@1.0.0");
    assert!(told["missing"][0]["reason"]["en"].to_string().contains("unknown to the registry"));
    let asked = registry.seen();
    assert!(!asked.iter().any(|one| one.contains("zz-known")), "{asked:?}");

    let file = place.file();
    let line = "\"pkg:npm/zz-one@1.0.0\" = { licence = \"MIT\", date = 2026-11-30, from = \"npm (mirror)\" }\n";
    assert!(file.contains(line), "{file}");
    assert!(file.contains("said = \"Ours[31m\""), "{file}");
    assert!(!file.contains("127.0.0.1"), "{file}");

    // Only what has no answer is asked again.
    place.resolve(&["--online"], &variables);
    let again: BTreeSet<String> = registry.seen()[asked.len()..].iter().cloned().collect();
    assert!(again.iter().all(|one| one.contains("zz-gone")), "{again:?}");
    assert_eq!(place.file(), file);

    let words =
        ["sbom", place.root().to_str().expect("path").to_string().as_str(), "--format", "spdx"]
            .map(str::to_string);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let bill = program::text(&program::run(place.home.path(), &words).stdout);
    assert!(bill.contains("resolved on 2026-11-30 from npm (mirror)"), "{bill}");
}

const ONE: &str = "[files]\n\"yarn.lock\" = \"zz-one@^1:\\n  version \\\"1.0.0\\\"\\n\"\n";

#[test]
fn nothing_is_asked_unless_told_to() {
    let registry = Registry::start(&[]);
    let place = place(ONE);
    let mirror = format!("npm=http://robot:jeton@{}/npm", registry.address);
    for words in [&["--registry", &mirror][..], &["--online", "--dry-run", "--registry", &mirror]] {
        let (code, out, _) = place.resolve(words, &[]);
        assert_eq!(code, 0);
        assert!(out.contains("pkg:npm/zz-one@1.0.0") && out.contains("Nothing was asked"), "{out}");
        assert!(out.contains(&registry.address) && !out.contains("jeton"), "{out}");
    }
    assert_eq!(registry.seen(), Vec::<String>::new());
    assert_eq!(place.file(), "");
}

#[test]
fn the_proxy_is_used_and_credentials_reach_the_mirror_alone() {
    let registry = Registry::start(&[("/npm/zz-one/1.0.0", &[ok(r#"{"license":"MIT"}"#)])]);
    let place = place(ONE);
    let proxy = format!("http://{}", registry.address);
    let variables = [("NO_PROXY", "other.example"), ("HTTP_PROXY", proxy.as_str())];
    let mirror = "npm=http://robot:jeton@miroir.example/npm";
    let (code, out, err) = place.resolve(&["--online", "--registry", mirror], &variables);
    assert_eq!(code, 0, "{out}{err}");
    let seen = registry.seen();
    assert!(seen[0].starts_with("CONNECT miroir.example:80"), "{seen:?}");
    assert!(seen[1].to_ascii_lowercase().contains("authorization: basic"), "{seen:?}");
    assert!(!(out + &err + &place.file()).contains("jeton"));

    let config = "schema = 1\n[registries]\nnpm = \"http://robot:jeton@miroir.example/npm\"\n";
    std::fs::write(place.root().join("publiable.toml"), config).expect("written");
    let (code, out, err) = place.resolve(&["--online"], &variables);
    assert_eq!(code, 2);
    assert!(err.contains("PUBLIABLE_REGISTRIES") && !(out + &err).contains("jeton"), "{err}");
    let (code, _, err) = place.resolve(&["--registry", "nmp=http://miroir.example"], &[]);
    assert!(code == 2 && err.contains("npm"), "{err}");
}

#[test]
fn a_registry_that_fails_is_told_and_nothing_is_guessed() {
    let deep = ok(&format!("{{\"license\":{}", "[".repeat(100_000)));
    let large = ok(&format!("{{\"license\":\"MIT\",\"x\":\"{}\"}}", "x".repeat(17 << 20)));
    let away = "HTTP/1.1 302 Found\r\nLocation: /npm/zz-one/1.0.0\r\nContent-Length: 0\r\n\r\n";
    let wait = "HTTP/1.1 429 Too Many\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n";
    let cases = [
        (deep, "answer not understood"),
        (ok("[]"), "answer not understood"),
        (large, "answer too large"),
        (away.to_string(), "redirected too often"),
        (wait.to_string(), "asks to wait 86400 seconds"),
        (status("503 Unavailable"), "answered with an error (503)"),
        (status("401 Unauthorized"), "refuses access"),
        ("never".to_string(), "no answer in time"),
    ];
    for (answer, reason) in cases {
        let registry = Registry::start(&[("/npm/zz-one/1.0.0", &[answer])]);
        let place = place(ONE);
        let mirror = format!("npm=http://{}/npm", registry.address);
        let words = ["--online", "--registry", &mirror, "--timeout", "2", "--patience", "0"];
        let (code, out, err) = place.resolve(&words, &[]);
        assert_eq!(code, 3, "{reason}: {out}{err}");
        assert!(out.contains(reason), "{reason}: {out}");
        assert!(registry.seen().len() <= 4, "{reason}");
        assert_eq!(place.file(), "", "{reason}");
    }
}
