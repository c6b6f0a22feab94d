//! The choices that situations lead to.

use super::*;
use crate::licence::statements::Why;

fn situation() -> Situation {
    Situation {
        subject: Use::Code,
        inside: Vec::new(),
        reciprocity: false,
        online: false,
        library: false,
        ecosystem: None,
        current: None,
        unknown: Vec::new(),
    }
}

fn inside(expression: &str) -> Vec<Inside> {
    vec![Inside {
        by_name: false,
        label: Text::same("a"),
        expression: Expression::parse(expression).expect(expression),
        usage: Usage::Link,
    }]
}

fn chosen(situation: &Situation) -> Option<String> {
    choose(situation).licence
}

#[test]
fn the_questions_lead_to_a_licence_of_the_list() {
    let base = situation();
    let code = |licence: &str| Some(licence.to_string());
    assert_eq!(chosen(&base), code("Apache-2.0"));
    assert_eq!(chosen(&Situation { reciprocity: true, ..base.clone() }), code("GPL-3.0-or-later"));
    let online = Situation { reciprocity: true, online: true, ..base.clone() };
    assert_eq!(chosen(&online), code("AGPL-3.0-or-later"));
    let library = Situation { reciprocity: true, library: true, ..base.clone() };
    assert_eq!(chosen(&library), code("LGPL-3.0-or-later"));
    let usual = Situation { ecosystem: Some("MIT".into()), ..base.clone() };
    assert_eq!(chosen(&usual), code("MIT"));
    let contrary = Situation { ecosystem: Some("GPL-3.0-or-later".into()), ..base.clone() };
    assert_eq!(chosen(&contrary), code("Apache-2.0"));
    let gpl = Situation { inside: inside("GPL-3.0-or-later"), ..base.clone() };
    assert_eq!(chosen(&gpl), code("GPL-3.0-or-later"));
    let agpl = Situation { inside: inside("AGPL-3.0-or-later"), reciprocity: true, ..base.clone() };
    let agpl = chosen(&agpl).expect("a licence");
    assert!(agpl.starts_with("GPL") || agpl.starts_with("AGPL"), "{agpl}");
    let closed = Situation { inside: inside("BUSL-1.1"), ..base.clone() };
    assert_eq!(chosen(&closed), None);
    assert_eq!(
        chosen(&Situation { subject: Use::Documentation, ..base.clone() }),
        code("etalab-2.0")
    );
    assert_eq!(
        chosen(&Situation { subject: Use::Data, reciprocity: true, ..base }),
        code("ODbL-1.0")
    );
}

#[test]
fn what_is_ruled_out_is_told_with_its_reason() {
    let recommendation = choose(&Situation { inside: inside("GPL-3.0-or-later"), ..situation() });
    assert!(recommendation.excluded.iter().any(|(id, ..)| id == "MIT"));
    assert!(recommendation.reasons.iter().all(|reason| !reason.text.fr.is_empty()));
}

fn under(licence: &str) -> Situation {
    let current = Ok(Expression::parse(licence).expect(licence));
    Situation { current: Some(current), ..situation() }
}

#[test]
fn a_licence_that_does_is_kept() {
    assert_eq!(chosen(&under("MIT")).as_deref(), Some("MIT"));
    let reciprocal = Situation { reciprocity: true, ..under("EUPL-1.2") };
    assert_eq!(chosen(&reciprocal).as_deref(), Some("EUPL-1.2"));
    assert!(choose(&under("MIT")).warnings.is_empty());
}

#[test]
fn a_choice_between_licences_is_kept_when_one_of_them_does() {
    let found = choose(&under("MIT OR Apache-2.0"));
    assert_eq!(found.licence.as_deref(), Some("MIT OR Apache-2.0"));
    assert!(found.warnings.is_empty() && !found.alternatives.contains(&"MIT".to_string()));
}

#[test]
fn a_name_alone_never_makes_one_leave_a_licence() {
    let named = |by_name| {
        let inside = inside("GPL-2.0-or-later").into_iter();
        let inside = inside.map(|part| Inside { by_name, ..part }).collect();
        Situation { inside, ..under("MIT") }
    };
    let kept = keeping(&named(true)).expect("a choice");
    assert_eq!(kept.licence.as_deref(), Some("MIT"));
    assert!(kept.warnings[0].text.en.contains("GPL-2.0-or-later"));
    assert!(keeping(&named(false)).is_none());
}

#[test]
fn what_the_project_already_is_weighs_first() {
    for (today, wanted) in [
        ("AGPL-3.0-or-later", "AGPL-3.0-or-later"),
        ("AGPL-3.0", "AGPL-3.0-or-later"),
        ("AGPL-3.0-only", "AGPL-3.0-or-later"),
        ("GPL-2.0-or-later", "GPL-3.0-or-later"),
        ("LGPL-2.1-or-later", "LGPL-3.0-or-later"),
        ("EUPL-1.1", "EUPL-1.2"),
        ("MPL-2.0", "MPL-2.0"),
    ] {
        assert_eq!(chosen(&under(today)).as_deref(), Some(wanted), "{today}");
    }
    let data = Situation { subject: Use::Data, ..under("ODbL-1.0") };
    assert_eq!(chosen(&data).as_deref(), Some("ODbL-1.0"));
    let changed = Situation { subject: Use::Documentation, ..under("CC-BY-4.0") };
    assert!(!choose(&changed).warnings.is_empty());
}

#[test]
fn yes_stands_above_on_conditions() {
    let library = Situation { reciprocity: true, library: true, ..situation() };
    let epl = Situation { inside: inside("EPL-2.0"), ..library };
    assert_eq!(chosen(&epl).as_deref(), Some("EPL-2.0"));
    assert_eq!(
        chosen(&Situation { inside: inside("LGPL-3.0-or-later"), ..situation() }).as_deref(),
        Some("Apache-2.0")
    );
}

#[test]
fn a_change_of_licence_is_warned_of() {
    for (licence, words) in [
        ("ISC", "not on the list"),
        ("GPL-2.0-only", "a version or a variant"),
        ("AGPL-3.0", "nothing says"),
    ] {
        let recommendation = choose(&under(licence));
        let told: String = recommendation.warnings.iter().map(|w| w.text.en.as_str()).collect();
        assert!(told.contains(words) && told.contains("agree"), "{licence}: {told}");
    }
    let changed = Situation { current: Some(Err(Why::Modified.to_text())), ..situation() };
    assert!(!choose(&changed).warnings.is_empty());
}

#[test]
fn what_is_not_known_is_said() {
    let open = Situation { unknown: vec!["a@1".into(), "b@2".into()], ..situation() };
    let recommendation = choose(&open);
    assert!(recommendation.warnings[0].text.en.contains("a@1"));
}

#[test]
fn what_is_inside_counts_for_data_too() {
    let data = Situation { subject: Use::Data, ..situation() };
    assert_eq!(chosen(&data).as_deref(), Some("etalab-2.0"));
    let mut inside = inside("ODbL-1.0");
    inside[0].usage = Usage::Copy;
    let mixed = Situation { inside, ..data };
    let answer = choose(&mixed);
    assert_eq!(answer.licence.as_deref(), Some("ODbL-1.0"));
    assert!(answer.excluded.iter().any(|(id, ..)| id == "etalab-2.0"));
    let expression = Expression::id("CC-BY-SA-4.0");
    let parts = vec![Inside { expression, ..mixed.inside[0].clone() }];
    let none = choose(&Situation { inside: parts, subject: Use::Documentation, ..situation() });
    assert_eq!(none.licence, None);
    assert!(none.reasons.iter().any(|one| one.text.en.starts_with("no licence of the list fits")));
}
