//! Projects are added, audited, read and handed on.

use crate::support::browser::Browser;
use crate::support::project::{Place, repository};

const BARE_BONES: &str = "[files]\n\"main.py\" = \"print(1)\\n\"\n";

fn open(place: &Place, lang: &str) -> Browser {
    Browser::open(place, &["--no-open", "--lang", lang])
}

#[test]
fn a_folder_is_audited_and_its_report_read() {
    let place = repository(BARE_BONES);
    let browser = open(&place, "fr");
    let page = browser.audit(place.path());
    let text = browser.get(&page).text();
    for words in [
        "<title>projet, non publiable — publiable</title>",
        "Ce qui bloque la publication",
        "À confirmer par l’administration",
        "juridique",
        "Transmettre",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let home = browser.get("/").text();
    assert!(home.contains(&format!("<a href=\"{page}\">projet</a>")), "{home}");

    let report = browser.get(&format!("{page}/report"));
    assert!(report.text().contains("Rapport de publication du code source"));
    let policy = &report.headers["content-security-policy"];
    assert!(policy.contains("; sandbox allow-scripts ") && policy.contains("sha256-"), "{policy}");
    assert!(!policy.contains("allow-same-origin") && !policy.contains("'self'"), "{policy}");
}

#[test]
fn what_is_handed_on_is_what_the_command_line_writes() {
    let place = repository(BARE_BONES);
    let browser = open(&place, "fr");
    let page = browser.audit(place.path());
    let out = place.home.path().join("out");
    std::fs::create_dir(&out).expect("folder");
    let file = |name: &str| out.join(name).to_str().expect("UTF-8").to_string();
    for (name, format, kind) in [
        ("note.odt", "note", "application/vnd.oasis.opendocument.text"),
        ("note.html", "note", "text/html; charset=utf-8"),
        ("report.html", "html", "text/html; charset=utf-8"),
        ("report.csv", "csv", "text/csv; charset=utf-8"),
        ("report.md", "markdown", "text/markdown; charset=utf-8"),
        ("report.json", "json", "application/json"),
    ] {
        let output = format!("{format}={}", file(name));
        let (code, _, err) = place.run(&["audit", "@", "--lang", "fr", "--format", &output]);
        assert_eq!(code, 1, "{err}");
        let answer = browser.get(&format!("{page}/export/{name}"));
        assert_eq!((answer.status, answer.headers["content-type"].as_str()), (200, kind));
        let kept = &answer.headers["content-disposition"];
        assert!(kept.starts_with(&format!("attachment; filename=\"projet-{name}\"")), "{kept}");
        assert!(answer.body == std::fs::read(file(name)).expect("written"), "{name}");
    }
    assert_eq!(browser.get(&format!("{page}/export/report.exe")).status, 404);
}

#[test]
fn several_projects_stand_side_by_side() {
    let place = repository(BARE_BONES);
    for name in ["un", "deux"] {
        let folder = place.home.path().join("depots").join(name);
        std::fs::create_dir_all(&folder).expect("folder");
        std::fs::write(folder.join("README.md"), format!("# {name}\n")).expect("file");
    }
    git2::Repository::init(place.home.path().join("depots/un")).expect("repository");
    let browser = open(&place, "en");
    // The list of folders starts at home.
    let home = browser.get("/browse").text();
    assert!(home.contains(">depots</a>") && home.contains(">projet</a>"), "{home}");
    let depots = place.home.path().join("depots").canonicalize().expect("folder");
    let list = browser.get(&format!("/browse?at={}", depots.display())).text();
    assert!(list.contains(">deux</a>") && list.matches("git repository").count() == 1, "{list}");
    let (un, deux) = (depots.join("un"), depots.join("deux"));
    let places = [un.to_str().expect("UTF-8"), deux.to_str().expect("UTF-8")];
    let sent = browser.post("/browse", &[("place", places[0]), ("place", places[1])]);
    assert_eq!((sent.status, sent.location()), (303, "/"));
    // The same folder is there once.
    assert_eq!(browser.post("/", &[("folder", places[1])]).location(), "/p/2");
    assert_eq!(browser.audit(place.path()), "/p/3");
    (1..=3).for_each(|id| browser.wait(&format!("/p/{id}")));
    let page = browser.get("/").text();
    for (id, name) in [(1, "un"), (2, "deux"), (3, "projet")] {
        assert!(page.contains(&format!("<a href=\"/p/{id}\">{name}</a>")), "{page}");
    }
    let table = browser.get("/export/table.csv").text();
    assert!(["un", "deux", "projet"].iter().all(|name| table.contains(name)), "{table}");
    assert_eq!(browser.post("/p/2", &[("do", "remove")]).location(), "/");
    let page = browser.get("/").text();
    assert!(!page.contains("/p/2") && page.contains("/p/3"), "{page}");
    assert!(deux.join("README.md").is_file());
}

#[test]
fn an_audit_is_made_again_on_demand() {
    let place = repository(BARE_BONES);
    let browser = open(&place, "en");
    let page = browser.audit(place.path());
    let readme = |text: &str| text.contains("README states its purpose") || text.contains("README");
    let before = browser.get(&page).text();
    assert!(readme(&before));
    place.write("LICENSE", include_str!("../../LICENSE-MIT"));
    assert_eq!(browser.post(&page, &[("do", "again")]).location(), page);
    browser.wait(&page);
    let after = browser.get(&page).text();
    assert_ne!(before, after);
}

#[test]
fn what_a_repository_holds_stays_text() {
    let place = repository(BARE_BONES);
    let folder = place.home.path().join("<b onclick=alert(1)>");
    std::fs::create_dir(&folder).expect("folder");
    std::fs::write(folder.join("README.md"), "# <script>alert(1)</script>\n").expect("file");
    std::fs::write(folder.join("publiable.toml"), "<script>").expect("file");
    let browser = open(&place, "fr");
    let page = browser.audit(folder.to_str().expect("UTF-8"));
    for path in ["/", "/browse", page.as_str()] {
        let text = browser.get(path).text();
        assert!(!text.contains("<b onclick") && !text.contains("<script>"), "{path}: {text}");
        assert!(text.contains("&lt;b onclick"), "{path}: {text}");
    }
}
