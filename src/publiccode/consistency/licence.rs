//! The licence, against the licence files and the manifests.

use super::Judge;
use crate::licence::expression::Expression;
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::licence;
use crate::text;
use crate::yaml::edit::Value;
use std::collections::BTreeSet;

impl Judge<'_, '_> {
    pub(super) fn licence(&mut self) {
        let Some(told) = self.find(&["legal", "license"]) else { return };
        let said = names(told.text);
        let known: Vec<_> =
            self.repository.licences.iter().map(|one| (one, names(&one.expression))).collect();
        let known: Vec<_> = known.into_iter().filter(|(_, names)| !names.is_empty()).collect();
        let agrees = known.iter().any(|(_, names)| names.iter().any(|name| said.contains(name)));
        let Some((other, _)) = known.first().filter(|_| !agrees && !said.is_empty()) else {
            return;
        };
        let (here, there, place) = (told.text, other.expression.clone(), other.place.clone());
        let message = text!(
            "licence « {here} », alors que {place} porte « {there} »",
            "licence “{here}”, yet {place} bears “{there}”"
        );
        let fix = Fix::doubtful(
            text!(
                "écrire {there}, si c’est bien la licence du projet",
                "write {there}, if it is the licence of the project"
            ),
            Change::Set(Value::text(there)),
        );
        self.say(&told, Code::LicenceMismatch, Severity::Error, message, Some(fix));
    }
}

/// The licences an expression names, whatever their later versions.
fn names(expression: &str) -> BTreeSet<String> {
    let canonical = licence::parse(expression).map(|read| read.canonical);
    let canonical = canonical.or_else(|| Expression::suggestions(expression).into_iter().next());
    let words = canonical.unwrap_or_default();
    let words =
        words.split([' ', '(', ')']).filter(|word| !matches!(*word, "" | "AND" | "OR" | "WITH"));
    let bare = |word: &str| {
        let word = word.trim_end_matches('+').to_lowercase();
        word.trim_end_matches("-only").trim_end_matches("-or-later").to_string()
    };
    words.map(bare).collect()
}
