use super::Fleet;
use crate::support::program;
use std::collections::BTreeSet;

/// A fleet of two bodies of a ministry, one repository of which is of both, and one of a
/// hostile name that was not read.
fn published() -> Fleet {
    let fleet = Fleet::several(3);
    let list = "address,path,body,ministry\n\
        https://forge.example.org/organisme/outil-0,clones/outil-0,Direction A,Ministère M\n\
        https://forge.example.org/organisme/outil-0,clones/outil-0,Direction B,Ministère M\n\
        https://forge.example.org/organisme/outil-1,clones/outil-1,Direction B,Ministère M\n\
        https://forge.example.org/organisme/outil-2,clones/outil-2,,\n\
        https://forge.example.org/a/<script>x</script>,,<b>=1,\n";
    std::fs::write(fleet.path("liste.csv"), list).expect("written");
    let (code, out, err) = fleet.audit(&["liste.csv"], "parc");
    assert_eq!(code, 3, "{out}{err}");
    fleet
}

#[test]
fn the_site_says_the_same_at_each_level_and_its_links_lead_somewhere() {
    let fleet = published();
    let (code, out, err) = fleet.run(&["report", "parc", "--out", "site", "--lang", "en"]);
    assert_eq!(code, 0, "{out}{err}");
    let site = fleet.path("site");
    let front = program::text(&fleet.bytes("site/en/index.html"));
    assert!(
        front.contains(
            "4 repositories, 3 bodies, unknown body: 1 repository; 0 doubles, not counted."
        ),
        "{front}"
    );
    let row = |page: &str, name: &str| {
        let line = page
            .lines()
            .filter(|line| line.contains("scope=\"row\"") && line.contains("class=\"num\""))
            .find(|line| line.contains(&format!(">{name}<")))
            .unwrap_or_default()
            .to_string();
        line.split("class=\"num\">")
            .skip(1)
            .filter_map(|cell| cell.split('<').next()?.parse().ok())
            .collect::<Vec<usize>>()
    };
    assert_eq!(row(&front, "Ministère M")[0], 2);
    assert_eq!((row(&front, "Direction A")[0], row(&front, "Direction B")[0]), (1, 2));
    let counts = row(&front, "Whole");
    assert_eq!(counts[0], counts[1..].iter().sum::<usize>());
    let mut pages = 0;
    for entry in walkdir::WalkDir::new(&site).into_iter().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|end| end != "html") {
            continue;
        }
        pages += 1;
        let page = std::fs::read_to_string(path).expect("readable");
        assert!(!page.contains("<script") && !page.contains("<b>"), "{}", path.display());
        assert!(!page.contains(">local:"), "{}", path.display());
        for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let near = !link.starts_with("https://");
            assert!(
                !near || path.parent().expect("parent").join(link).exists(),
                "{}: {link}",
                path.display()
            );
        }
    }
    assert!(out.contains(&pages.to_string()), "{pages} {out}");
}

#[test]
fn the_first_page_names_what_may_not_be_published_and_a_page_says_where_and_who() {
    let fleet = published();
    fleet.run(&["report", "parc", "--out", "site", "--lang", "en"]);
    let front = program::text(&fleet.bytes("site/en/index.html"));
    let refused = front.split("Repositories that may not be published").nth(1).expect("named");
    let refused = refused.split("<h2").next().expect("a section");
    let link = refused.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert!(refused.contains("No licence accompanies the code"), "{refused}");
    assert!(front.find("What is not met") < front.find("What is to be verified"), "{front}");
    let page = program::text(&fleet.bytes(&format!("site/en/{}", link.expect("a link"))));
    for said in [
        "<th scope=\"row\">README.md",
        "Legal department",
        "Security officer",
        "Project team",
        "The whole report (JSON)",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn tables_are_for_other_tools() {
    let fleet = published();
    fleet.run(&["report", "parc", "--out", "site"]);
    let rows = program::text(&fleet.bytes("site/data/repository.csv"));
    assert_eq!(rows.lines().count(), 5, "{rows}");
    let bodies = program::text(&fleet.bytes("site/data/body.csv"));
    assert!(bodies.contains("<b>=1") && bodies.lines().count() == 5, "{bodies}");
    let schema: serde_json::Value =
        serde_json::from_slice(&fleet.bytes("site/data/repository.schema.json")).expect("JSON");
    let told: Vec<&str> = schema["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .filter_map(|field| field["name"].as_str())
        .collect();
    assert_eq!(rows.lines().next().expect("head"), told.join(","));
    for line in program::text(&fleet.bytes("site/data/outcome.jsonl")).lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(row["written"].is_boolean() && row["findings"].is_u64(), "{row}");
    }
    for name in ["repository", "body", "outcome"] {
        let bytes = fleet.bytes(&format!("site/data/{name}.parquet"));
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{name}");
    }
}

#[test]
fn what_changed_from_an_index_to_another_is_told() {
    let fleet = Fleet::several(2);
    fleet.audit(&["clones"], "avant");
    let licence = include_str!("../../LICENSES/MIT.txt");
    let licence = licence.replace("<year> <copyright holders>", "2026 Organisme");
    let better = fleet.path("clones/outil-0");
    std::fs::write(better.join("LICENSE"), licence).expect("written");
    std::fs::remove_dir_all(fleet.path("clones/outil-1")).expect("removed");
    fleet.add("neuf", "", "Compte.");
    fleet.audit(&["clones"], "apres");
    let (code, out, err) = fleet.run(&["diff", "avant", "apres", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let became: BTreeSet<String> = found["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|change| {
            format!(
                "{} {}",
                change["became"].as_str().expect("what"),
                change["key"].as_str().expect("key")
            )
        })
        .collect();
    let wanted = [
        "appeared local:clones/neuf",
        "better forge.example.org/organisme/outil-0",
        "gone forge.example.org/organisme/outil-1",
    ];
    assert_eq!(became, wanted.map(str::to_string).into());
    assert!(
        found["changes"][2]["fixed"].as_array().expect("rules").contains(&"licence/present".into()),
        "{out}"
    );
    let (_, _, err) =
        fleet.run(&["report", "apres", "--out", "site", "--before", "avant", "--lang", "en"]);
    let front = program::text(&fleet.bytes("site/en/index.html"));
    assert!(front.contains("Trend") && front.matches(">2026-02-01<").count() == 2, "{front}{err}");
    let fail = |what: &str, pair: [&str; 2]| {
        fleet.run(&["diff", pair[0], pair[1], "--fail-on", what, "--lang", "en"]).0
    };
    assert_eq!(fail("worse", ["avant", "apres"]), 0);
    assert_eq!(fail("gone", ["avant", "apres"]), 1);
    assert_eq!(fail("worse", ["apres", "avant"]), 1);
}
