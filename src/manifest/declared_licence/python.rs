//! `setup.cfg`, `setup.py` and the classifiers of the Python package index.

use super::{declared, in_file, said};
use crate::licence::statements::{Declaration, Said};
use regex::Regex;
use std::sync::LazyLock;

static CLASSIFIER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"License\s*::\s*[^'\x22\r\n,]+").expect("constant"));

static FIELD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*licen[cs]e\s*=\s*([^\s#].*?)\s*$").expect("constant"));

static FILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*license[-_]files?\s*=\s*([^\s#]\S*)\s*$").expect("constant")
});

static ARGUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)(?:^|[(,\s])licen[cs]e\s*=\s*(?:"([^"\r\n]+)"|'([^'\r\n]+)')"#)
        .expect("constant")
});

/// setuptools: `license`, `license_files` and `classifiers` of `[metadata]`.
pub(super) fn setup_cfg(path: &str, text: &str) -> Vec<Declaration> {
    let mut found: Vec<Declaration> = Vec::new();
    let start = text.find("[metadata]").unwrap_or(text.len());
    let end = text[start..].find("\n[").map_or(text.len(), |length| start + length);
    let section = &text[start..end];
    if let Some(field) = FIELD.captures(section).and_then(|found| found.get(1)) {
        let written = field.as_str();
        found.push(match written.strip_prefix("file:") {
            Some(file) => in_file(path, text, start + field.start(), file.trim()),
            None => declared(path, text, start + field.start(), written),
        });
    } else if let Some(file) = FILE.captures(section).and_then(|found| found.get(1)) {
        found.push(in_file(path, text, start + file.start(), file.as_str()));
    }
    found.extend(classified_in(path, text));
    found
}

/// setuptools: the `license` and `classifiers` arguments that are plain strings;
/// nothing is evaluated.
pub(super) fn setup_py(path: &str, text: &str) -> Vec<Declaration> {
    let argument = ARGUMENT.captures(text).and_then(|found| found.get(1).or_else(|| found.get(2)));
    let mut found: Vec<Declaration> = argument
        .map(|value| declared(path, text, value.start(), value.as_str()))
        .into_iter()
        .collect();
    found.extend(classified_in(path, text));
    found
}

fn classified_in(path: &str, text: &str) -> Vec<Declaration> {
    let classifiers: Vec<&str> =
        CLASSIFIER.find_iter(text).map(|found| found.as_str().trim()).collect();
    classified(path, text, &classifiers)
}

/// The licences that classifiers name. Several of them say neither "and" nor
/// "or": each is a declaration.
pub(super) fn classified(path: &str, text: &str, classifiers: &[&str]) -> Vec<Declaration> {
    let licences = classifiers.iter().filter(|classifier| classifier.starts_with("License"));
    let read = licences.filter_map(|classifier| {
        let name = classifier.rsplit("::").next()?.trim();
        let at = text.find(classifier).unwrap_or(0);
        match said(name) {
            Said::Licence(_) | Said::Vague => Some(declared(path, text, at, name)),
            _ => None,
        }
    });
    read.collect()
}
