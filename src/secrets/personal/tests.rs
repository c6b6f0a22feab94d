use super::*;
use crate::secrets::{Family, Level};

fn found(text: &str, path: &str) -> Vec<(String, Option<Level>)> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let personal = Personal::default();
    let whole = 0..text.len();
    let mut candidates = personal.candidates(text.as_bytes(), name, &[whole]);
    candidates.extend(personal.contacts(text.as_bytes(), name));
    candidates
        .iter()
        .map(|candidate| {
            let value = String::from_utf8_lossy(candidate.secret.expose()).into_owned();
            assert!(candidate.context.start <= candidate.value.start);
            assert!(candidate.context.end >= candidate.value.end);
            (value, settle(candidate, path).level)
        })
        .collect()
}

/// A well-formed number: thirteen symbols and their key.
fn nir(first: &str) -> String {
    let digits = first.replace("2A", "19").replace("2B", "18");
    let number: u64 = digits.parse().expect("digits");
    format!("{first}{:02}", 97 - number % 97)
}

#[test]
fn a_social_security_number_is_reported_where_its_context_names_it() {
    for first in
        ["1850578006084", "291032A004012", "160112B033101", "2680699131042", "1540397105063"]
    {
        let value = nir(first);
        let line = format!("numero_secu = \"{value}\"\n");
        assert_eq!(found(&line, "src/a.py"), [(value.clone(), Some(Level::Report))], "{first}");
        let test = found(&line, "tests/a.py");
        assert_eq!(test, [(value.clone(), Some(Level::Review))]);
        let silent = found(&format!("x = [{value}]\n"), "src/a.py");
        assert!(silent.iter().all(|(_, level)| level.is_none()), "{silent:?}");
    }
}

#[test]
fn separators_and_columns_are_read() {
    let value = nir("1850578006084");
    let spaced = format!(
        "{} {} {} {} {} {} {}",
        &value[..1],
        &value[1..3],
        &value[3..5],
        &value[5..7],
        &value[7..10],
        &value[10..13],
        &value[13..]
    );
    assert_eq!(found(&format!("NIR : {spaced}."), "a.php")[0].1, Some(Level::Report));
    let rows: String = ["1850578006084", "2680699131042", "1540397105063"]
        .iter()
        .map(|n| format!("{};x\n", nir(n)))
        .collect();
    let levels: Vec<_> = found(&rows, "a.csv").into_iter().map(|(_, level)| level).collect();
    assert_eq!(levels, [Some(Level::Report); 3]);
    for path in ["spec/fixtures/a.csv", "docs/a.md"] {
        let levels: Vec<_> = found(&rows, path).into_iter().map(|(_, level)| level).collect();
        assert_eq!(levels, [Some(Level::Review); 3], "persons are made up in {path}");
    }
}

#[test]
fn numbers_that_are_not_social_security_numbers_are_left() {
    let value = nir("1850578006084");
    for text in [
        "nir 295109912611193".to_string(),
        "nir 185057800608400".to_string(),
        format!("nir 0.{value}"),
        format!("nir {value}7"),
        format!("nir a{value}"),
        format!("nir {}", nir("1851578006084")),
        format!("nir {}", nir("1850578111111")),
    ] {
        assert!(found(&text, "a.py").is_empty(), "{text}");
    }
}

/// An account with the keys of France.
fn french_iban(account: &str) -> String {
    let key = 97 - account.parse::<u128>().expect("digits") * 100 % 97;
    let account = format!("{account}{key:02}");
    let rest = format!("{account}152700").parse::<u128>().expect("digits") % 97;
    format!("FR{:02}{account}", 98 - rest)
}

#[test]
fn an_account_is_reported_in_settings_and_left_in_documentations() {
    let iban = french_iban("304380192000174093627");
    let line = format!("iban: {iban}\n");
    assert_eq!(found(&line, "config/a.yml"), [(iban.clone(), Some(Level::Report))]);
    assert_eq!(found(&line, "spec/a.rb")[0].1, Some(Level::Review));
    for known in [
        "FR76 3000 6000 0112 3456 7890 189",
        "DE89370400440532013000",
        "GB82 WEST 1234 5698 7654 32",
    ] {
        assert!(found(known, "a.csv").is_empty(), "{known}");
    }
}

#[test]
fn cards_need_a_name_and_a_check_digit() {
    assert_eq!(found("card_number: 4539 1488 0343 6467", "a.yml").len(), 1);
    assert!(found("card_number: 4539 1488 0343 6468", "a.yml").is_empty());
    assert!(found("id: 4539148803436467", "a.yml").is_empty());
    assert!(found("card: 4242 4242 4242 4242", "a.yml").is_empty());
}

#[test]
fn people_are_told_from_functions() {
    let person = "camille.verdier@interieur.gouv.fr";
    assert_eq!(found(person, "data/a.csv"), [(person.to_string(), Some(Level::Review))]);
    assert_eq!(found(person, "src/a.rb").len(), 1);
    for other in [
        "contact@interieur.gouv.fr",
        "jean.dupont@gmail.com",
        "camille.verdier@example.org",
        "no-reply@gmail.com",
        "equipe.produit@beta.gouv.fr",
        "git@github.com",
        "icon.small@2x.png",
        "https://camille.verdier@forge.fr/x",
        "prenom.nom@dinum.gouv.fr",
        "a.b@c.fr",
        "dept-69.culture@interieur.gouv.fr",
        "ara-ud69.moe@projet.gouv.fr",
        "ud-2a.animation@projet.gouv.fr",
        "ddetspp.accueil-usagers@projet.gouv.fr",
        "ars-idf-offre.soins@projet.gouv.fr",
        "dd-35.sg@projet.gouv.fr",
        "jean.martin@projet.gouv.fr",
    ] {
        assert!(found(other, "src/a.rb").is_empty(), "{other}");
    }
    assert!(found(person, "AUTHORS").is_empty());
    // Short words and numbers are in the addresses of people too.
    for person in [
        "camille.durand-verdier@projet.gouv.fr",
        "camille.ut@projet.gouv.fr",
        "ara.verdier@projet.gouv.fr",
        "camille.2000.verdier@projet.gouv.fr",
        "camille.martin@projet.gouv.fr",
    ] {
        assert_eq!(found(person, "src/a.rb").len(), 1, "{person}");
    }
}

#[test]
fn short_names_of_services_are_those_of_people_too() {
    for person in [
        "li.na75@orange.fr",
        "linh.ta77@gmail.com",
        "lia.at13@free.fr",
        "tu.uid75@free.fr",
        "tu.uid75.verdier@projet.gouv.fr",
        "lia.ta-77.verdier@projet.gouv.fr",
        "sg69.verdier@gmail.com",
        "camille.ars@projet.gouv.fr",
        "camille.verdier-dreets@projet.gouv.fr",
        "hugo.deal@gmail.com",
        "deal.hugo@gmail.com",
        "camille.division@projet.gouv.fr",
    ] {
        assert_eq!(found(person, "src/a.rb").len(), 1, "{person}");
    }
}

#[test]
fn telephones_are_told_from_fiction_and_from_other_numbers() {
    for number in [
        "06 72 41 98 35",
        "+33 6 72 41 98 35",
        "+33672419835",
        "06.72.41.98.35",
        "+33 (0)6 72 41 98 35",
    ] {
        assert_eq!(found(number, "a.csv"), [(number.to_string(), Some(Level::Review))], "{number}");
    }
    assert_eq!(found("01 72 41 98 35", "a.csv")[0].1, Some(Level::Information));
    for other in [
        "06 39 98 41 35",
        "01 99 00 41 35",
        "06 12 34 56 78",
        "06 00 00 00 00",
        "0672419835",
        "06 72 41 98 35 12",
        "1.06.72.41.98.35",
        "08 92 41 98 35",
    ] {
        assert!(found(other, "a.csv").is_empty(), "{other}");
    }
}

#[test]
fn internal_hosts_are_told_from_identifiers() {
    for (text, level) in [
        ("wget http://srv12.prod.rie.gouv.fr/a", Level::Report),
        ("serveur12.ader.gouv.fr", Level::Report),
        ("url = 'https://wiki.dsi.intranet/page'", Level::Report),
        ("db_host: pg01.metier.corp", Level::Report),
        ("ldap://10.42.7.9:389", Level::Information),
        ("http://truc.local/", Level::Information),
        ("http://[fd12:3456:789a::1]/", Level::Information),
    ] {
        let levels: Vec<_> = found(text, "src/a.py").into_iter().map(|(_, level)| level).collect();
        let expected = if text.contains("10.42") { vec![] } else { vec![Some(level)] };
        assert_eq!(levels, expected, "{text}");
    }
    assert_eq!(found("db_host: 10.12.34.56", "config/a.yml")[0].1, Some(Level::Review));
    for other in [
        "Foo.internal.bar()",
        "state.local = 1",
        "http://api.default.svc.cluster.local",
        "host: 192.168.1.10",
        "http://host.docker.internal:80",
        "version = 10.12.34.56",
        "https://www.example.intranet/",
        "time.zone.local",
        "l’intranet de l’organisme",
        "subnet: 10.0.0.0/8",
    ] {
        assert!(found(other, "config/a.yml").is_empty(), "{other}");
    }
}

#[test]
fn sources_are_judged_by_their_host() {
    for (text, path, level) in [
        ("registry=https://nexus.dsi.intra/repository/npm/", ".npmrc", Level::Report),
        ("FROM registry.metier.rie.gouv.fr/node:20", "Dockerfile", Level::Report),
        ("    image: 'harbor.dsi-fictive.fr/base/python:3'", ".gitlab-ci.yml", Level::Review),
        ("\turl = git@gitlab.dsi-fictive.fr:equipe/lib.git", ".gitmodules", Level::Review),
        ("--index-url http://10.12.13.14/simple", "requirements.txt", Level::Report),
        ("<repository>\n<url>https://artifactory.dsi-fictive.fr/x</url>", "pom.xml", Level::Review),
    ] {
        let all = found(text, path);
        let has = all.iter().any(|(_, found)| *found == Some(level));
        assert!(has, "{text}: {all:?}");
    }
    for (text, path) in [
        ("registry=https://registry.npmjs.org/", ".npmrc"),
        ("FROM node:20", "Dockerfile"),
        ("FROM ghcr.io/a/b", "Dockerfile"),
        ("FROM ${REGISTRY}/a/b", "Dockerfile"),
        ("\"homepage\": \"https://gitlab.dsi-fictive.fr/x\"", "package.json"),
        ("<url>https://www.dsi-fictive.fr</url>", "pom.xml"),
        ("git.sr.ht/~a/b v1", "go.mod"),
    ] {
        assert!(found(text, path).is_empty(), "{text}");
    }
}

#[test]
fn a_marking_stands_alone() {
    for (text, path, level) in [
        ("**DIFFUSION RESTREINTE**\n\nNote", "note.md", Level::Report),
        ("Classification : Secret\n", "note.txt", Level::Report),
        ("TLP:AMBER\n", "a.md", Level::Report),
        ("/*\n * CONFIDENTIEL DÉFENSE\n */", "a.c", Level::Report),
        ("NE PAS DIFFUSER", "a.md", Level::Review),
    ] {
        let all = found(text, path);
        assert_eq!(all.iter().map(|f| f.1).collect::<Vec<_>>(), [Some(level)], "{text}");
    }
    for (text, path) in [
        ("Le secret défense est défini par la loi.", "a.md"),
        ("## Diffusion restreinte", "a.md"),
        ("- DIFFUSION RESTREINTE\n- TRÈS SECRET", "a.md"),
        ("SECRET", "a.md"),
        ("DIFFUSION_RESTREINTE = 'DR'", "a.py"),
        ("  DIFFUSION RESTREINTE", "a.py"),
        ("Classification : ${niveau}", "a.md"),
    ] {
        assert!(found(text, path).is_empty(), "{text}");
    }
}

#[test]
fn regions_and_context_bound_what_is_looked_at() {
    let value = nir("1850578006084");
    let text = format!("nir {value}\nnir {value}\n");
    let personal = Personal::default();
    let second = text.len() / 2;
    let found = personal.candidates(text.as_bytes(), "a.py", &[second..text.len()]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].family, Family::SocialSecurityNumber);
    assert!(found[0].value.start > second);
    let context = text.as_bytes()[found[0].context.clone()].to_vec();
    let again = personal.candidates(&context, "a.py", &[0..context.len()]);
    assert!(again.iter().any(|c| c.secret == found[0].secret));
}

#[test]
fn any_bytes_are_read_without_harm() {
    let personal = Personal::default();
    let mut seed = 7u64;
    let alphabet = b"0123456789 .-@FR\n\xc3\xa9/:aE\x00\xff";
    let bytes: Vec<u8> = (0..50_000)
        .map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            alphabet[(seed >> 33) as usize % alphabet.len()]
        })
        .collect();
    for name in ["a.csv", "Dockerfile", "pom.xml", "go.mod", ".npmrc", "a.md", "a.py", ""] {
        for end in [0, 1, 2, 17, bytes.len()] {
            personal.candidates(&bytes[..end], name, &[0..end]);
            personal.contacts(&bytes[..end], name);
        }
    }
}
