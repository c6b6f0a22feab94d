//! What the draft of version 1.0 of the standard asks besides: the deprecated
//! keys are gone, telephone numbers are international.

use super::{Options, Repaired, Work};
use crate::publiccode::repair::Proposal;
use crate::text;
use crate::yaml::edit::{Change, Document, Path, Step, Value, path};
use std::collections::BTreeSet;

/// The repairs of [`super::repair`], then those of the draft.
pub fn preview(document: &Document, options: &Options<'_>) -> Repaired {
    let done = super::repair(document, options);
    let mut work = Work {
        limit: super::MAX_CHANGES,
        original: document.clone(),
        done,
        settled: BTreeSet::new(),
    };
    for pass in [owner, scope, phones, last] {
        work.run(pass, options);
    }
    // The version comes last: it is right only once the rest is.
    work.done
}

/// `legal.repoOwner`, that no organisation could take.
fn owner(document: &Document, _: &Options<'_>) -> Vec<Proposal> {
    let place = path("legal.repoOwner");
    let there = document.get(&place).is_some();
    let text = text!("« repoOwner » disparaît en 1.0", "“repoOwner” is gone in 1.0");
    let drop = || Proposal::safe(&place, text, Change::Comment { path: place.clone() });
    there.then(drop).into_iter().collect()
}

/// The scope `government`, which 1.0 drops.
fn scope(document: &Document, _: &Options<'_>) -> Vec<Proposal> {
    let list = path("intendedAudience.scope");
    let items = document.get(&list).map_or(&[][..], Value::items);
    let at = items.iter().position(|item| item.as_text() == Some("government"));
    let drop = |at| {
        let mut place: Path = list.clone();
        place.push(Step::At(at));
        let text = text!("« government » disparaît en 1.0", "“government” is gone in 1.0");
        Proposal::safe(&place, text, Change::Delete { path: place.clone() })
    };
    at.map(drop).into_iter().collect()
}

/// Telephone numbers as E.164 writes them.
fn phones(document: &Document, _: &Options<'_>) -> Vec<Proposal> {
    let list = path("maintenance.contacts");
    let people = document.get(&list).map_or(0, |value| value.items().len());
    let places = (0..people).map(|at| {
        let mut place = list.clone();
        place.extend([Step::At(at), Step::from("phone")]);
        place
    });
    places
        .filter_map(|place| {
            let phone = document.get(&place)?.as_text()?;
            let digits: String =
                phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            let international = match digits.strip_prefix("00") {
                Some(rest) => format!("+{rest}"),
                None => digits.replace("+330", "+33").replace("+33(0)", "+33"),
            };
            let valid = international.starts_with('+')
                && (8..=16).contains(&international.len())
                && international != phone;
            let text = text!("numéro écrit comme le veut E.164", "number written as E.164 says");
            let change = Change::Set { path: place.clone(), value: Value::text(international) };
            valid.then(|| Proposal::safe(&place, text, change))
        })
        .collect()
}

/// The version.
fn last(document: &Document, _: &Options<'_>) -> Vec<Proposal> {
    let place = path("publiccodeYmlVersion");
    let current = document.get(&place).and_then(Value::as_text);
    if current.is_none() || current == Some("1") {
        return Vec::new();
    }
    let text = text!(
        "version 1 (aperçu : les lecteurs actuels la refusent encore)",
        "version 1 (preview: today’s readers still refuse it)"
    );
    let change = Change::Set { path: place.clone(), value: Value::text("1") };
    vec![Proposal::safe(&place, text, change)]
}

#[cfg(test)]
mod tests {
    use super::super::{Answers, Known};
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn what_the_draft_drops_is_gone() {
        let text = "publiccodeYmlVersion: \"0\"\nintendedAudience:\n  scope:\n    - government\n    - culture\nmaintenance:\n  contacts:\n    - name: A\n      phone: 00 33 1 00 00 00 00\n";
        let document = Document::parse(text).expect("parsed");
        let (known, answers) = (Known::default(), Answers::new());
        let options = Options {
            risky: true,
            modernise: true,
            complete: false,
            known: &known,
            answers: &answers,
            lang: Lang::En,
        };
        let after = preview(&document, &options).document.text();
        assert_eq!(
            after,
            "publiccodeYmlVersion: \"1\"\nintendedAudience:\n  scope:\n    - culture\nmaintenance:\n  contacts:\n    - name: A\n      phone: \"+33100000000\"\n"
        );
    }
}
