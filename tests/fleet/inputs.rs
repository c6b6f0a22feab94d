//! What a relay has: every shape of list.

use super::Fleet;
use crate::support::program;

/// The keys and the bodies that `file` comes to, from the list of what is missing.
fn told(file: &str, text: &str) -> String {
    let fleet = Fleet::new();
    std::fs::write(fleet.path(file), text).expect("written");
    let (code, out, err) = fleet.audit(&[file], "parc");
    assert_eq!(code, 3, "{out}{err}");
    program::text(&fleet.bytes("parc/missing.csv"))
}

#[test]
fn lists_of_any_shape_are_read() {
    let address = "https://forge.example.org/organisme/outil";
    for (file, text) in [
        ("liste.txt", "# nos dépôts\n\nhttps://forge.example.org/organisme/outil\n"),
        ("liste.csv", "adresse;organisme\nhttps://forge.example.org/organisme/outil;Direction A\n"),
        ("liste.json", "[\"https://forge.example.org/organisme/outil\"]"),
        (
            "liste.json",
            "{\"n\": 1, \"repositories\": [{\"url\": \"https://forge.example.org/organisme/outil\"}]}",
        ),
        ("liste.toml", "depots = [\"https://forge.example.org/organisme/outil\"]\n"),
        (
            "liste.toml",
            "[[depots]]\naddress = \"https://forge.example.org/organisme/outil\"\nbody = \"Direction A\"\n",
        ),
        ("liste.yml", "- https://forge.example.org/organisme/outil\n"),
        (
            "publishers.yml",
            "- id: a\n  name: Direction A\n  orgs: []\n  repos:\n    - https://forge.example.org/organisme/outil\n",
        ),
    ] {
        let found = told(file, text);
        assert!(found.contains(address), "{file}: {found}");
        assert_eq!(text.contains("Direction A"), found.contains("Direction A"), "{file}: {found}");
    }
}

#[test]
fn a_path_in_the_column_of_addresses_is_a_path() {
    let found = told("liste.csv", "adresse;organisme\nclones/calcul;Direction A\n");
    assert!(found.contains("clones/calcul") && found.contains("Direction A"), "{found}");
}

#[test]
fn the_files_of_code_gouv_fr_are_read() {
    let long = r#"[{"archived": "", "description": "d", "fork": false, "full_name": "organisme/outil",
        "html_url": "https://forge.example.org/organisme/outil", "owner": "https://forge.example.org/organisme",
        "platform": "forge.example.org", "repo_name": "outil", "language": ""}]"#;
    let short = r#"[{"a": 0, "fn": "organisme/outil", "n": "outil", "o": "https://forge.example.org/organisme",
        "p": "forge.example.org", "l": "Python", "f": ""}]"#;
    let old = r#"[{"id": 1, "name": "outil", "organization_name": "organisme", "platform": "GitLab",
        "repository_url": "https://forge.example.org/organisme/outil", "is_fork": false}]"#;
    for text in [long, short, old] {
        let found = told("depots.json", text);
        assert!(found.contains("https://forge.example.org/organisme/outil"), "{found}");
    }
    let csv = "full_name,html_url,platform\norganisme/outil,https://forge.example.org/organisme/outil,forge.example.org\n";
    assert!(told("depots.csv", csv).contains("organisme/outil"));
}

#[test]
fn bodies_come_from_accounts_and_from_the_directory() {
    let fleet = Fleet::new();
    let id = "00000000-1111-2222-3333-444444444444";
    let accounts = format!(
        "forge.example.org:\n  forge: gitlab\n  owners:\n    Organisme:\n      pso_id: {id}\n"
    );
    let directory = format!(
        r#"{{"service": [{{"id": "{id}", "nom": "Direction A", "hierarchie": []}},
            {{"id": "haut", "nom": "Ministère M", "hierarchie": [{{"type_hierarchie": "Service Fils", "service": "{id}"}}]}}]}}"#
    );
    let dashlord = "title: t\nentity: Entité\nurls:\n  - url: https://site.example.org\n    repositories:\n      - compte/site\n";
    let owners = r#"[{"login": "autre", "html_url": "https://forge.example.org/autre", "organization": "Agence B", "ministry": "Ministère N"}]"#;
    for (file, text) in [
        ("comptes.yml", accounts.as_str()),
        ("annuaire.json", &directory),
        ("dashlord.yml", dashlord),
        ("comptes.json", owners),
        (
            "liste.txt",
            "https://forge.example.org/organisme/groupe/outil\nhttps://forge.example.org/autre/x\n",
        ),
    ] {
        std::fs::write(fleet.path(file), text).expect("written");
    }
    let inputs = ["comptes.yml", "annuaire.json", "dashlord.yml", "comptes.json", "liste.txt"];
    let (code, out, err) = fleet.audit(&inputs, "parc");
    assert_eq!(code, 3, "{err}");
    for name in ["Direction A", "Entité", "Agence B"] {
        assert!(out.contains(name), "{name}: {out}");
    }
    // A publisher's account without any repository is told, and is no fault by itself.
    std::fs::write(
        fleet.path("p.yml"),
        "- id: a\n  name: Sans dépôt\n  orgs:\n    - https://forge.example.org/vide\n",
    )
    .expect("written");
    let (code, out, _) = fleet.audit(&["p.yml"], "vide");
    assert!(code == 0 && out.contains("1 account has no repository named"), "{out}");
}
