//! Whom the licence file of a project names as the holder of its rights.

use super::{Header, licences_named};
use crate::licence::expression::ids;
use crate::licence::holder::{is_steward, named};
use crate::licence::identification::Verdict;
use crate::licence::identify::identify_text;

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

/// True for a notice that names one of `holders`, in lower case.
pub(crate) fn are_named(holders: &[String], notice: &str) -> bool {
    let notice = notice.to_lowercase();
    holders.iter().any(|name| notice.contains(name.as_str()))
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
