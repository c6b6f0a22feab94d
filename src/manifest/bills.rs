//! Bills of versions that stand on registries, and say the version of a whole group:
//! `bills.tsv`.

use std::sync::LazyLock;

static BILLS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("bills.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// The group whose artifacts have the version of `bill`: a parent or a bill by its
/// `group:artifact`, or a plugin of Gradle.
pub(super) fn group_of(bill: &str) -> Option<&'static str> {
    BILLS.iter().find(|(known, _)| *known == bill).map(|(_, group)| *group)
}

#[cfg(test)]
mod tests {
    use crate::manifest::copies::Known;
    use crate::manifest::{Inventory, format_of, read};

    fn labels(head: &str, asked: &[(&str, &str)]) -> Vec<String> {
        let each = asked.iter().map(|(group, artifact)| {
            format!("<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId></dependency>")
        });
        let each: String = each.collect();
        let text = format!("<project>{head}<dependencies>{each}</dependencies></project>");
        let format = format_of("pom.xml").expect("a format");
        let listing = read(&format, "pom.xml", &text).expect("well formed");
        listing.components.iter().map(|one| one.label()).collect()
    }

    #[test]
    fn the_version_of_a_group_is_that_of_its_bill() {
        let boot = "org.springframework.boot";
        let parent = format!(
            "<parent><groupId>{boot}</groupId><artifactId>spring-boot-starter-parent</artifactId><version>3.0.2</version></parent>"
        );
        let imported = "<properties><boot>3.0.2</boot></properties><dependencyManagement><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-dependencies</artifactId><version>${boot}</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement>";
        let asked = [(boot, "spring-boot-starter-web"), ("org.other", "a")];
        let expected = ["org.springframework.boot:spring-boot-starter-web@3.0.2", "org.other:a"];
        let own = "<groupId>org.example</groupId>";
        // A project that inherits its group from a parent of others has modules in it alone.
        for head in [format!("{own}{parent}"), parent, format!("{own}{imported}")] {
            assert_eq!(labels(&head, &asked), expected, "{head}");
        }
        assert_eq!(
            labels(own, &asked),
            ["org.springframework.boot:spring-boot-starter-web", "org.other:a"]
        );
    }

    #[test]
    fn a_module_of_the_repository_is_no_component() {
        let module = |name: &str, asked: &str| {
            format!(
                "<project><parent><groupId>org.example</groupId><artifactId>above</artifactId><version>1</version></parent><artifactId>{name}</artifactId><dependencies><dependency><groupId>org.example</groupId><artifactId>{asked}</artifactId></dependency></dependencies></project>"
            )
        };
        let (one, two) = (module("one", "two"), module("two", "three"));
        let files = [("one/pom.xml", one.as_str()), ("two/pom.xml", two.as_str())];
        let inventory = Inventory::read(files, &Known::default());
        let labels: Vec<String> =
            inventory.listed.iter().map(|one| one.component.label()).collect();
        assert_eq!(labels, ["org.example:three"]);
    }
}
