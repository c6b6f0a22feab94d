//! The rules embedded in the program load, and their checks build.

#[test]
fn the_embedded_rules_load_and_every_check_builds() {
    let catalogue = publiable::engine::Catalogue::embedded().expect("embedded rules");
    assert_eq!(catalogue.rules.rules.len(), 80);
}
