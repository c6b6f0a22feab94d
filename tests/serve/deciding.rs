//! What is decided in the pages: answers, findings, waivers, files; and what is refused.

use crate::support::browser::Browser;
use crate::support::planted::github_token;
use crate::support::project::{Place, repository};

/// A project whose purpose is told, with an internal host.
const PROJECT: &str = r#"
[[commits]]
author = "Agente Une <une.agente@projet.gouv.fr>"
message = "Premier calcul"
[commits.files]
"calcul.py" = "def total(a, b):\n    return a + b\n"
"serveur.txt" = "LDAP_HOST=ldap01.calcul.intra\n"
"README.md" = """
# Calcul

Calcul est un outil qui permet aux agents d’estimer le montant d’une aide. Il lit les barèmes publiés chaque année,
applique les règles du texte en vigueur à la situation décrite, puis explique le résultat étape par étape. Les agents
l’emploient au guichet, et les usagers peuvent vérifier chez eux le calcul qui les concerne, avec les mêmes données.
"""
"#;

fn open(place: &Place) -> (Browser, String) {
    let browser = Browser::open(place, &["--no-open", "--lang", "fr"]);
    let page = browser.audit(place.path());
    (browser, page)
}

/// The values of the fields called `name` in `page`.
fn values<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// What the page at `path` was made from.
fn seen(browser: &Browser, path: &str) -> String {
    let page = browser.get(path).text();
    values(&page, "seen").first().unwrap_or_else(|| panic!("{page}")).to_string()
}

/// Sends a form that writes, and waits for the audit that follows.
fn write(browser: &Browser, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let seen = seen(browser, path);
    let sent = browser.post(path, &[&[("seen", seen.as_str())], fields].concat());
    assert_eq!((sent.status, sent.location()), (303, page), "{}", sent.text());
    browser.wait(page);
    browser.get(page).text()
}

#[test]
fn a_lawyer_answers_two_questions() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let roles = browser.get(&format!("{page}/questions")).text();
    assert!(roles.contains("Service juridique") && roles.contains("/questions/legal"), "{roles}");
    let path = format!("{page}/questions/legal");
    let form = browser.get(&path).text();
    assert!(
        form.contains("name=\"a:attest/ip-owned\"") && form.contains("name=\"a:attest/trademark\"")
    );
    let text = write(
        &browser,
        &page,
        &path,
        &[
            ("role", "Cheffe du bureau juridique"),
            ("organisation", "Direction du budget"),
            ("a:attest/ip-owned", "oui"),
            ("n:attest/ip-owned", "Marchés relus"),
            ("a:attest/trademark", "sans-objet"),
        ],
    );
    assert!(text.contains("2 réponses enregistrées dans publiable.toml."), "{text}");
    let kept = place.read("publiable.toml");
    for words in [
        "rule = \"attest/ip-owned\"",
        "answer = \"oui\"",
        "answer = \"sans-objet\"",
        "role = \"Cheffe du bureau juridique\"",
        "organisation = \"Direction du budget\"",
        "note = \"Marchés relus\"",
        "# Chaque réponse est une déclaration",
    ] {
        assert!(kept.contains(words), "{words}: {kept}");
    }
    // What the command line reads of it.
    let (_, listed, _) = place.run(&["attest", "--list", "--lang", "fr"]);
    assert!(listed.contains("Cheffe du bureau juridique, Direction du budget"), "{listed}");
}

#[test]
fn an_answer_that_lacks_something_is_asked_again_and_nothing_is_lost() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let path = format!("{page}/questions/legal");
    let seen = seen(&browser, &path);
    for (fields, words) in [
        (vec![("role", ""), ("a:attest/ip-owned", "oui")], "Indiquez la fonction"),
        (vec![("role", "Juriste")], "Aucune réponse n’a été choisie"),
        (vec![("role", "Juriste"), ("a:attest/ip-owned", "peut-être")], "Aucune réponse"),
    ] {
        let note = ("n:attest/ip-owned", "Ce que j’ai déjà écrit");
        let answer = browser.post(&path, &[&[("seen", seen.as_str()), note], &fields[..]].concat());
        let text = answer.text();
        assert!(answer.status == 400 && text.contains(words), "{} {text}", answer.status);
        assert!(text.contains("Ce que j’ai déjà écrit"), "{text}");
    }
    assert!(!place.root.join("publiable.toml").exists());
    assert_eq!(browser.get(&format!("{page}/questions/nobody")).status, 404);
}

#[test]
fn of_two_tabs_the_second_writes_over_nothing() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let path = format!("{page}/questions/legal");
    let both = seen(&browser, &path);
    let fields = |note| {
        [
            ("seen", both.as_str()),
            ("role", "Juriste"),
            ("a:attest/ip-owned", "oui"),
            ("n:attest/ip-owned", note),
        ]
    };
    assert_eq!(browser.post(&path, &fields("premier")).status, 303);
    let kept = place.read("publiable.toml");
    let late =
        browser.post(&path, &[&fields("second")[..], &[("a:attest/trademark", "oui")]].concat());
    assert_eq!(late.status, 409);
    assert!(late.text().contains("rien n’a été écrit"), "{}", late.text());
    assert_eq!(place.read("publiable.toml"), kept);
}

#[test]
fn a_form_is_handed_over_and_comes_back() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let form = browser.get(&format!("{page}/form/legal.html"));
    assert_eq!(form.headers["content-disposition"].split(';').next(), Some("attachment"));
    assert!(form.text().contains("Enregistrer les réponses"), "{}", form.text());
    let blank = browser.get(&format!("{page}/form/legal.md")).text();
    let filled = blank.replacen("[ ] oui", "[x] oui", 1);
    let path = format!("{page}/questions");
    let (seen, none) = (seen(&browser, &path), browser.post(&path, &[("filled", &blank)]));
    assert!(
        none.status == 400 && none.text().contains("ne porte aucune réponse"),
        "{}",
        none.text()
    );
    let sent = browser.post(&path, &[("seen", &seen), ("filled", &filled)]);
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert!(place.read("publiable.toml").contains("answer = \"oui\""));
}

#[test]
fn a_form_that_cannot_be_taken_tells_what_to_do() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let blank = browser.get(&format!("{page}/form/legal.md")).text();
    let (_, rest) = blank.split_once("Date : ").expect("a date");
    let day = rest.split('\n').next().expect("a day");
    let filled = blank.replacen("[ ] oui", "[x] oui", 1).replacen(day, "hier", 1);
    let path = format!("{page}/questions");
    let sent = browser.post(&path, &[("seen", &seen(&browser, &path)), ("filled", &filled)]);
    let text = sent.text();
    assert!(sent.status == 400 && text.contains("Formulaire, ligne"), "{} {text}", sent.status);
    assert!(text.contains("Corrigez-la, puis recommencez."), "{text}");
    assert!(!place.root.join("publiable.toml").exists());
}

#[test]
fn a_proven_credential_is_set_aside_by_a_function() {
    let place = repository(PROJECT);
    place.write("jeton.py", &format!("TOKEN = '{}'\n", github_token(1)));
    let (browser, page) = open(&place);
    let path = format!("{page}/findings");
    let text = browser.get(&path).text();
    let (before, _) = text.split_once("Identifiant avéré").expect("a proven one");
    let (_, rest) = before.rsplit_once("name=\"c:").expect("its case");
    let field = format!("c:{}", rest.split('"').next().expect("a name"));
    let seen = seen(&browser, &path);
    let sent = browser.post(&path, &[("seen", &seen), (&field, "revoque")]);
    let text = sent.text();
    assert!(
        sent.status == 400 && text.contains("la fonction de la personne qui en décide"),
        "{text}"
    );
    assert!(text.contains("Rien n’a été enregistré") && !text.contains("--baseline"), "{text}");
    assert!(!place.root.join("publiable.toml").exists());
    let text = write(&browser, &page, &path, &[(&field, "revoque"), ("role", "RSSI")]);
    assert!(text.contains("1 constat enregistré dans publiable.toml."), "{text}");
    assert!(place.read("publiable.toml").contains("role = \"RSSI\""));
}

#[test]
fn a_finding_is_settled_with_its_reason() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let path = format!("{page}/findings");
    let text = browser.get(&path).text();
    assert!(text.contains("serveur.txt:1:11") && text.contains("S’il est réel"), "{text}");
    let (_, rest) = text.split_once("name=\"c:").expect("a case");
    let field = format!("c:{}", rest.split('"').next().expect("a name"));
    let seen = seen(&browser, &path);
    let real = browser.post(&path, &[("seen", &seen), (&field, "real")]);
    assert!(
        real.status == 400 && real.text().contains("rien n’a été enregistré"),
        "{}",
        real.text()
    );
    let text = write(&browser, &page, &path, &[(&field, "faux-positif")]);
    assert!(text.contains("1 constat enregistré dans publiable.toml."), "{text}");
    assert!(place.read("publiable.toml").contains("reason = \"faux-positif\""));
    assert!(browser.get(&path).text().contains("Aucun constat n’attend de réponse"));
    // The page that was shown before.
    let late = browser.post(&path, &[("seen", &seen), (&field, "fictif")]);
    assert!(late.status >= 400, "{}", late.text());
}

#[test]
fn a_rule_is_waived_as_it_admits() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let path = format!("{page}/waive/contribution/contributing");
    assert!(browser.get(&path).text().contains("Déroger à une règle"));
    for (fields, words) in [
        (vec![("reason", "")], "Donnez le motif"),
        (vec![("reason", "Publié tel quel"), ("expires", "demain")], "AAAA-MM-JJ"),
        (vec![("reason", "Publié tel quel"), ("expires", "2999-01-01")], "Pas de dérogation"),
    ] {
        let answer = browser.post(&path, &fields);
        assert!(answer.status == 400 && answer.text().contains(words), "{}", answer.text());
    }
    let until = values(&browser.get(&path).text(), "expires").first().map(ToString::to_string);
    let page_text = browser.get(&path).text();
    let until = until.or_else(|| {
        let (_, rest) = page_text.split_once("type=\"date\" value=\"")?;
        rest.split('"').next().map(str::to_string)
    });
    let until = until.expect("a proposed day");
    write(&browser, &page, &path, &[("reason", "Publié tel quel"), ("expires", &until)]);
    let kept = place.read("publiable.toml");
    assert!(kept.contains("[[waiver]]") && kept.contains("contribution/contributing"), "{kept}");
    for rule in ["licence/present", "nowhere/rule"] {
        assert_eq!(browser.get(&format!("{page}/waive/{rule}")).status, 404, "{rule}");
    }
}

const ANSWERS: [(&str, &str); 7] = [
    ("q:organisation", "Direction du budget"),
    ("q:contact", "equipe.calcul@finances.gouv.fr"),
    ("q:security_contact", "securite.calcul@finances.gouv.fr"),
    ("q:licence", "MIT"),
    ("q:holder", "Direction du budget"),
    ("q:install", "pip install ."),
    ("q:run", "python calcul.py"),
];

/// What is sent for a project of `degree`.
fn answers(degree: &str) -> Vec<(&str, &str)> {
    [&[("do", "answer"), ("q:degree", degree)], &ANSWERS[..]].concat()
}

/// The paths of the files that the page proposes.
fn files(text: &str) -> Vec<(&str, &str)> {
    values(text, "file").into_iter().map(|path| ("file", path)).collect()
}

#[test]
fn missing_files_are_shown_then_written() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let path = format!("{page}/files");
    let text = browser.get(&path).text();
    assert!(text.contains("name=\"q:licence\"") && text.contains("Rien pour l’instant"), "{text}");
    let optional = |words: &str| {
        let label = text.split(words).nth(1).and_then(|rest| rest.split("</label>").next());
        label.expect("a question").contains("(facultatif)")
    };
    assert!(optional("Quelle commande lance les tests") && !optional("Sous quelle licence"));
    let wrong =
        browser.post(&path, &[("do", "answer"), ("q:contact", "equipe"), ("q:licence", "MIT")]);
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("ce n’est pas une adresse électronique"), "{}", wrong.text());
    let text = browser.follow(&path, &answers("B"));
    for words in [
        "LICENSE",
        "SECURITY.md",
        "à créer",
        "à compléter",
        "+MIT License",
        "publiable sous réserve",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!place.root.join("LICENSE").exists());
    // One is left aside: the plan is made again, and shown first.
    let seen = seen(&browser, &path);
    let most: Vec<_> =
        files(&text).into_iter().filter(|(_, path)| *path != "CONTRIBUTING.md").collect();
    let fewer =
        browser.follow(&path, &[&[("do", "write"), ("seen", seen.as_str())], &most[..]].concat());
    assert!(fewer.contains("Laissés de côté") && !place.root.join("LICENSE").exists(), "{fewer}");
    assert!(fewer.contains("relisez le plan, refait sans eux"), "{fewer}");
    // The plan that was shown before is no longer the one.
    let late = browser
        .post(&path, &[&[("do", "write"), ("seen", seen.as_str())], &files(&text)[..]].concat());
    assert_eq!(late.status, 409);
    let all = browser.follow(&path, &[("do", "back")]);
    let chosen = [&[("do", "write"), ("keep", "1")], &files(&all)[..]].concat();
    let text = write(&browser, &page, &path, &chosen);
    assert!(text.contains("fichiers écrits. Il reste à les enregistrer dans git."), "{text}");
    assert!(place.read("LICENSE").contains("MIT License"));
    assert!(place.read("publiable.toml").contains("organisation = \"Direction du budget\""));
    assert!(text.contains("v-publiable-sous-reserve"), "{text}");
}

#[test]
fn a_file_that_changed_since_it_was_shown_is_left_alone() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let path = format!("{page}/files");
    let text = browser.follow(&path, &answers("B"));
    let seen = seen(&browser, &path);
    place.write("README.md", "# Calcul\n\nUn autre texte.\n");
    let late = browser
        .post(&path, &[&[("do", "write"), ("seen", seen.as_str())], &files(&text)[..]].concat());
    assert_eq!(late.status, 409, "{}", late.text());
    assert!(late.text().contains("rien n’a été écrit"));
    assert_eq!(place.read("README.md"), "# Calcul\n\nUn autre texte.\n");
    assert!(!place.root.join("LICENSE").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let path = format!("{page}/files");
    let text = browser.follow(&path, &answers("B"));
    let (plan, legal) = (seen(&browser, &path), format!("{page}/questions/legal"));
    let asked = seen(&browser, &legal);
    let before = place.read("README.md");
    let lock = |mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&place.root, mode).expect("permissions");
    };
    lock(0o555);
    // Whoever may write anywhere is not refused.
    let barred = std::fs::write(place.root.join("essai"), "").is_err();
    if barred {
        let sent = browser.post(
            &path,
            &[&[("do", "write"), ("seen", plan.as_str())], &files(&text)[..]].concat(),
        );
        assert!(
            sent.status == 400 && sent.text().contains("n’a pas pu être écrit"),
            "{}",
            sent.text()
        );
        let fields = [("seen", asked.as_str()), ("role", "Juriste"), ("a:attest/ip-owned", "oui")];
        let sent = browser.post(&legal, &fields);
        assert!(sent.status == 400 && sent.text().contains("accès refusé"), "{}", sent.text());
    }
    lock(0o755);
    let _ = std::fs::remove_file(place.root.join("essai"));
    assert_eq!(place.read("README.md"), before);
    assert!(!place.root.join("LICENSE").exists() && !place.root.join("publiable.toml").exists());
}

#[test]
fn a_folder_that_vanished_is_not_written_to() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    let legal = format!("{page}/questions/legal");
    let asked = seen(&browser, &legal);
    std::fs::remove_dir_all(&place.root).expect("removed");
    let fields = [("seen", asked.as_str()), ("role", "Juriste"), ("a:attest/ip-owned", "oui")];
    for (path, fields) in [(legal, &fields[..]), (format!("{page}/files"), &[("do", "write")])] {
        let sent = browser.post(&path, fields);
        assert!(sent.status == 400 && sent.text().contains("n’existe pas"), "{}", sent.text());
        assert_eq!(browser.get(&path).status, 400);
    }
    assert!(!place.root.exists());
}

#[test]
fn a_copy_is_read_and_not_written_to() {
    let place = repository(PROJECT);
    let copy = place.home.path().join("copie.git");
    git2::build::RepoBuilder::new().bare(true).clone(place.path(), &copy).expect("a copy");
    let browser = Browser::open(&place, &["--no-open", "--lang", "fr"]);
    let page = browser.audit(copy.to_str().expect("UTF-8"));
    let text = browser.get(&page).text();
    assert!(text.contains("Cette copie se lit seulement") && !text.contains("/files"), "{text}");
    assert!(browser.get(&format!("{page}/questions")).text().contains("/form/legal.html"));
    for path in ["findings", "files", "questions/legal"] {
        assert_eq!(browser.get(&format!("{page}/{path}")).status, 400, "{path}");
    }
}

#[test]
fn a_developer_reaches_publishable() {
    let place = repository(PROJECT);
    let (browser, page) = open(&place);
    assert!(browser.get(&page).text().contains("v-non-publiable"));
    let path = format!("{page}/findings");
    let text = browser.get(&path).text();
    let (_, rest) = text.split_once("name=\"c:").expect("a case");
    let field = format!("c:{}", rest.split('"').next().expect("a name"));
    write(&browser, &page, &path, &[(&field, "faux-positif")]);
    let path = format!("{page}/files");
    let text = browser.follow(&path, &answers("C"));
    write(&browser, &page, &path, &[&[("do", "write")], &files(&text)[..]].concat());
    let roles = ["legal", "security", "data-protection", "management"];
    let mut last = String::new();
    for role in roles {
        let path = format!("{page}/questions/{role}");
        let form = browser.get(&path).text();
        let names: Vec<String> = form
            .split("name=\"a:")
            .skip(1)
            .filter_map(|rest| Some(format!("a:{}", rest.split('"').next()?)))
            .collect();
        let mut fields: Vec<(&str, &str)> = vec![("role", "Fonction")];
        fields.extend(names.iter().map(|name| (name.as_str(), "oui")));
        last = write(&browser, &page, &path, &fields);
    }
    assert!(last.contains("v-publiable\""), "{last}");
}
