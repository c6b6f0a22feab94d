//! The same on a fleet: libraries, software and code made by its administrations.

use crate::support::program;
use crate::support::repository::{self, RepositorySpec};
use serde_json::Value;
use tempfile::TempDir;

/// Three repositories of three bodies: one makes a package, two use it.
fn fleet() -> TempDir {
    let home = tempfile::tempdir().expect("folder");
    let compose = "\"compose.yml\" = \"services:\\n  base:\\n    image: postgres:9.6\\n  cache:\\n    image: valkey/valkey:8\\n\"";
    let made = format!(
        "[files]\n\"package.json\" = '{{\"name\":\"@interface/kit\",\"version\":\"2.0.0\"}}'\n{compose}\n"
    );
    let lock = |version: &str| {
        let mut text = String::from(
            "[files]\n\"package.json\" = '{\"name\":\"projet\",\"private\":true,\"dependencies\":{\"@interface/kit\":\"*\"}}'\n",
        );
        text.push_str(&format!("\"package-lock.json\" = '{{\"lockfileVersion\":3,\"packages\":{{\"\":{{\"dependencies\":{{\"@interface/kit\":\"*\"}}}},\"node_modules/@interface/kit\":{{\"version\":\"{version}\",\"license\":\"MIT\",\"dependencies\":{{\"b\":\"1\"}}}},\"node_modules/b\":{{\"version\":\"1.0.0\",\"license\":\"ISC\"}}}}}}'\n"));
        text + compose + "\n"
    };
    let copied =
        "\"vendor/kit/package.json\" = '{\"name\":\"@interface/kit\",\"version\":\"1.9.0\"}'\n";
    let all = [("kit", made), ("un", lock("2.0.0")), ("deux", lock("1.0.0") + copied)];
    let mut list = String::from("path,address,body\n");
    for (at, (name, files)) in all.iter().enumerate() {
        let spec: RepositorySpec = toml::from_str(files).expect("specification");
        let root = home.path().join(name);
        std::fs::create_dir(&root).expect("folder");
        repository::build(&root, &spec);
        list.push_str(&format!("{name},https://forge.example.org/org/{name},Organisme {at}\n"));
    }
    std::fs::write(home.path().join("list.csv"), list).expect("write");
    let catalogue = r#"[{"id": 1, "name": "PostgreSQL"}]"#;
    std::fs::write(home.path().join("sill.json"), catalogue).expect("write");
    let audit = ["fleet", "audit", "list.csv", "--out", "fleet", "--now", "2026-02-01", "-q"];
    run(&home, &audit);
    home
}

/// Runs the program there, in February 2026.
pub fn run(home: &TempDir, words: &[&str]) -> String {
    let mut command = program::command(home.path());
    command.env("SOURCE_DATE_EPOCH", "1769904000");
    let output = command.current_dir(home.path()).args(words).output().expect("runs");
    let errors = program::text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{words:?} {errors}");
    program::text(&output.stdout)
}

fn json(home: &TempDir, words: &[&str]) -> Value {
    serde_json::from_str(&run(home, &[words, &["--format", "json"]].concat())).expect("json")
}

#[test]
fn a_fleet_tells_its_libraries_its_software_and_what_it_makes() {
    let home = fleet();
    let value = json(&home, &["components", "fleet"]);
    let kit = &value["libraries"][0];
    assert_eq!((&kit["name"], &kit["direct"]), (&"@interface/kit".into(), &2.into()), "{value:#}");
    assert_eq!(kit["bodies"], serde_json::json!(["Organisme 1", "Organisme 2"]));
    assert_eq!(kit["versions"].as_array().map(Vec::len), Some(2));
    assert_eq!(kit["madeBy"]["repository"], "forge.example.org/org/kit");
    assert_eq!((&value["libraries"][1]["transitive"]), &Value::from(2));
    let table = run(&home, &["components", "fleet", "--lang", "fr", "--direct"]);
    assert!(table.contains("1 bibliothèque\n"), "{table}");

    let value = json(&home, &["components", "fleet", "--made-by-administrations"]);
    let told = |one: &Value| {
        let text = |name: &str| one[name].as_str().unwrap_or_default().to_string();
        (text("repository"), text("how"), text("version"))
    };
    let uses: Vec<_> = value["uses"].as_array().into_iter().flatten().map(told).collect();
    let expected =
        [("deux", "package", "1.0.0"), ("deux", "copy", "1.9.0"), ("un", "package", "2.0.0")];
    let expected = expected.map(|(name, how, version)| {
        (format!("forge.example.org/org/{name}"), how.to_string(), version.to_string())
    });
    assert_eq!(uses, expected, "{value:#}");
    let page = run(&home, &["components", "fleet", "--made-by-administrations", "--lang", "fr"]);
    assert!(page.contains("2 dépôts lui doivent du code"), "{page}");

    // The clones are found again from the folder of the audit; nobody wrote in 2025.
    let value = json(&home, &["contributions", "fleet"]);
    assert_eq!((&value["repositories"], &value["unread"]), (&3.into(), &0.into()));
    assert_eq!(value["groups"], serde_json::json!([]));

    let matching = ["catalogue", "match", "fleet", "--catalogue", "sill.json"];
    let value = json(&home, &matching);
    let base = &value["software"][0];
    assert_eq!((&base["name"], &base["bodies"]["Organisme 0"]), (&"PostgreSQL".into(), &1.into()));
    assert_eq!(base["repositories"][0]["alerts"][0]["kind"], "end-of-life");
    let mut candidates = value["candidates"].as_array().into_iter().flatten();
    let candidate = candidates.find(|one| one["name"] == "Valkey").expect("Valkey");
    assert_eq!(candidate["codeRepositoryUrl"], "https://github.com/valkey-io/valkey");
    let page = run(&home, &[&matching[..], &["--lang", "en"]].concat());
    assert!(page.contains("no longer maintained since 2021-11-11: update it"), "{page}");
}

#[test]
fn the_page_draws_the_numbers_of_its_tables_and_nothing_of_a_name_is_markup() {
    let home = fleet();
    let list = std::fs::read_to_string(home.path().join("list.csv")).expect("list");
    let hostile = "</text><script>x</script>";
    std::fs::write(home.path().join("list.csv"), list.replace("Organisme 0", hostile))
        .expect("write");
    run(&home, &["fleet", "audit", "list.csv", "--out", "fleet", "--now", "2026-02-01", "-q"]);
    let words = ["components", "fleet", "--format", "html", "--lang", "fr"];
    let page = run(&home, &words);
    assert_eq!(page, run(&home, &words), "same bytes");
    assert!(page.contains("<h2 id=\"s1\">Les plus employées</h2>"), "{page}");
    assert!(page.contains("2 bibliothèques, dans 2 dépôts de 2 organismes"), "{page}");
    assert_eq!(page.matches("role=\"img\"").count(), 2, "two of its tables have rows");
    // Nothing was released, and nobody wrote in the last year.
    assert!(page.contains("href=\"https://forge.example.org/org/kit\""), "{page}");
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
    assert!(!page.contains(" style=") && !page.contains("src="), "{page}");
    let english = run(&home, &[&words[..5], &["en"]].concat());
    assert!(english.contains("<html lang=\"en\">") && english.contains("The most fragile"));
    let alone = program::command(home.path())
        .current_dir(home.path())
        .args(["components", "un", "--format", "html", "--lang", "en"])
        .output()
        .expect("runs");
    assert_eq!(alone.status.code(), Some(2));
    assert!(program::text(&alone.stderr).contains("needs the folder of a fleet"));
}
