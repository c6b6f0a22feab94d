//! The rules embedded in the program load, and their checks build.

use publiable::audit::Catalogue;
use publiable::text::pattern::compiling_at_once;

#[test]
fn the_embedded_rules_load_and_every_check_builds() {
    let catalogue = compiling_at_once(Catalogue::embedded).expect("embedded rules");
    assert!(catalogue.rules.rules.len() >= 80);
}
