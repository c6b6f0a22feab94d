//! Whom the licence file of a project names as the holder of its rights.

use super::{Header, licences_named};
use crate::licence::expression::ids;
use crate::licence::holder::{is_steward, named};
use crate::licence::identification::Verdict;
use crate::licence::identify::identify_text;

/// The longest that an acronym is.
const ACRONYM: usize = 8;
/// Most notices that are read of one text.
const MOST: usize = 10;

/// The holders that the licence file `text` names, each with the notice that names it; the
/// authors of the licences themselves left out.
pub(crate) fn notices(text: &str) -> Vec<(String, String)> {
    let official = match identify_text(text).verdict {
        Verdict::Licence(found) => official_texts(&found.to_string()),
        _ => Vec::new(),
    };
    let notices = Header::read(text.as_bytes()).copyrights.into_iter();
    let names = notices.filter_map(|line| Some((named(&line.text)?, line.text)));
    let names = names.filter(|(name, _)| {
        let written = official.iter().any(|text| text.contains(name.as_str()));
        is_name(name) && !written && !is_steward(name)
    });
    names.take(MOST).collect()
}

/// First words of the names of departments, one a line.
const DEPARTMENTS: &str = include_str!("../../../data/licence/departments.txt");

/// True for a notice that names one of `holders`, in lower case, or the body of which one
/// is a department.
pub(crate) fn are_named(holders: &[String], notice: &str) -> bool {
    let body = named(notice);
    let notice = notice.to_lowercase();
    holders.iter().any(|name| {
        let above = body.as_ref().is_some_and(|body| is_department(name, body));
        above || notice.contains(name.as_str())
    })
}

/// True when `name`, in lower case, is that of `body` followed by one of its departments:
/// “CEA/DAM” and “Service, bureau des cartes”. Of a name with a hyphen, only an acronym
/// tells so.
fn is_department(name: &str, body: &str) -> bool {
    let lower = body.to_lowercase();
    let Some(rest) = name.strip_prefix(lower.as_str()).filter(|_| !body.is_empty()) else {
        return false;
    };
    let rest = rest.trim_start();
    // In lower case, any short word would be one.
    let capital = |c: char| c.is_uppercase() || c.is_numeric();
    let acronym = body.chars().count() <= ACRONYM && body.chars().all(capital);
    // After a comma may come another holder.
    let listed = rest.strip_prefix(',').and_then(|rest| rest.split_whitespace().next());
    rest.starts_with(['/', '(', '–', '—'])
        || listed.is_some_and(|first| DEPARTMENTS.lines().any(|word| word == first))
        || rest.starts_with("- ")
        || (acronym && rest.starts_with('-'))
}

/// The official texts of the licences that `expression` names.
pub(crate) fn official_texts(expression: &str) -> Vec<&'static str> {
    let names = licences_named(expression).into_iter().flatten();
    names.filter_map(|name| official_text(&name)).collect()
}

/// The text of a licence or of an exception, as SPDX publishes it.
pub(crate) fn official_text(id: &str) -> Option<&'static str> {
    ids::text(id).filter(|_| ids::deprecated(id) == Some(false))
}

/// True for a name that was filled in.
fn is_name(name: &str) -> bool {
    !name.contains(['<', '[', '{', '(', ':']) && name.split_whitespace().count() <= 8
}

#[cfg(test)]
mod tests {
    use super::are_named;

    // REUSE-IgnoreStart
    #[test]
    fn a_department_is_of_its_body() {
        let said = |holder: &str, notice: &str| are_named(&[holder.to_lowercase()], notice);
        for (holder, notice) in [
            ("CEA/DAM", "Copyright (C) 2007-2016 CEA"),
            ("CEA/DAM", "© 2019 CEA/DAM"),
            ("CEA", "© 2019 CEA/DAM"),
            ("INSEE - DG", "Copyright 2020 INSEE"),
            ("IGN-ENSG", "Copyright 2020 IGN"),
            ("Ville de Lyon, service des cartes", "© 2020 Ville de Lyon"),
        ] {
            assert!(said(holder, notice), "{holder}: {notice}");
        }
        for (holder, notice) in [
            ("CEA/DAM", "© 2019 CNRS"),
            ("CEA/DAM", "© 2019"),
            ("Martin-Dupont", "# Copyright 2019 Martin"),
            ("Camille Martin-Dupont", "© 2019 Camille Martin"),
            ("Ceapro", "© 2019 CEA"),
            ("CEA, CNRS", "© 2019 CEA"),
            ("Camille Martin, Lou Dupont", "© 2019 Camille Martin"),
        ] {
            assert!(!said(holder, notice), "{holder}: {notice}");
        }
    }
    // REUSE-IgnoreEnd
}
