//! Values of the wrong shape: one where a list is expected, and the reverse.

use super::site::{Site, sites, step};
use super::{Options, Proposal};
use crate::publiccode::standard::{Key, Shape, Single};
use crate::text;
use crate::yaml::edit::{Change, Document, Step, Value};

pub(super) fn propose(document: &Document, _: &Options<'_>) -> Vec<Proposal> {
    let sites = sites(document);
    sites.iter().filter_map(|site| reshaped(site, site.key?)).collect()
}

fn reshaped(site: &Site<'_>, key: &Key) -> Option<Proposal> {
    let name = site.name;
    let set = |value: Value| Change::Set { path: site.path.clone(), value };
    match (key.shape, site.value) {
        (Shape::List(_, single), Value::Scalar(text, _)) if single != Single::Accepted => {
            if text.trim().is_empty() || site.value.as_text().is_none() {
                return None;
            }
            let items: Vec<Value> = words(text).map(Value::text).collect();
            let safe = items.len() == 1;
            let words = text!("« {name} » est une liste", "“{name}” is a list");
            let change = set(Value::Seq(items));
            Some(Proposal { safe, ..Proposal::safe(&site.path, words, change) })
        }
        (Shape::List(..), Value::Seq(items)) => {
            let at = items.iter().position(|item| item.get("name").is_some())?;
            let label = items[at].get("name")?.as_text()?;
            let path = step(&site.path, Step::At(at));
            let words = text!(
                "« {name} » est une liste de textes : le nom est gardé",
                "“{name}” is a list of texts: the name is kept"
            );
            let mut all = items.clone();
            all[at] = Value::text(label);
            Some(Proposal::risky(&path, words, set(Value::Seq(all))))
        }
        (Shape::Scalar(_) | Shape::Boolean, Value::Seq(items)) => match items.as_slice() {
            [Value::Scalar(text, kind)] => {
                let words = text!(
                    "« {name} » prend une valeur, pas une liste",
                    "“{name}” takes one value, not a list"
                );
                Some(Proposal::safe(&site.path, words, set(Value::Scalar(text.clone(), *kind))))
            }
            _ => None,
        },
        (Shape::ListOf(_), Value::Map(entries)) if !entries.is_empty() => {
            let words = text!("« {name} » est une liste", "“{name}” is a list");
            let change = set(Value::Seq(vec![site.value.clone()]));
            Some(Proposal::safe(&site.path, words, change))
        }
        (Shape::ListOf(keys), Value::Scalar(text, _))
            if site.value.as_text().is_some_and(|text| !text.trim().is_empty()) =>
        {
            let words = text!("« {name} » est une liste", "“{name}” is a list");
            let change = set(Value::Seq(vec![item(keys, text)]));
            Some(Proposal::risky(&site.path, words, change))
        }
        (Shape::ListOf(keys), Value::Seq(items)) => {
            let bare = items
                .iter()
                .position(|item| matches!(item, Value::Scalar(..)) && !item.is_empty())?;
            let text = items[bare].as_text()?;
            let path = step(&site.path, Step::At(bare));
            let words = text!(
                "un élément de « {name} » a plusieurs clés, dont « {first} »",
                "an item of “{name}” has keys, one of which is “{first}”",
                first = first(keys, text)
            );
            let value = item(keys, text);
            // The whole list is written again: its items change shape.
            let mut all = items.clone();
            all[bare] = value;
            let change = Change::Set { path: site.path.clone(), value: Value::Seq(all) };
            Some(Proposal::risky(&path, words, change))
        }
        (Shape::Section(keys), Value::Scalar(text, _)) if site.name == "organisation" => {
            let text = site.value.as_text().filter(|_| !text.trim().is_empty())?;
            let words = text!(
                "« organisation » est une section : name, uri",
                "“organisation” is a section: name, uri"
            );
            Some(Proposal::risky(&site.path, words, set(item(keys, text))))
        }
        _ => None,
    }
}

/// The items that a text lists.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let separators: &[char] = if text.contains(';') { &[';', '\n'] } else { &[',', '\n'] };
    text.split(separators).map(str::trim).filter(|word| !word.is_empty())
}

/// The key that a lone text fills: an address, an e-mail address, or a name.
fn first(keys: &[Key], text: &str) -> &'static str {
    let has = |name: &str| keys.iter().find(|key| key.name == name).map(|key| key.name);
    let email = has("email").filter(|_| text.contains('@'));
    let uri = has("uri").filter(|_| text.contains("://") || text.starts_with("urn:"));
    email.or(uri).or(has("name")).or(has("id")).unwrap_or("name")
}

fn item(keys: &[Key], text: &str) -> Value {
    Value::Map(vec![(first(keys, text).to_string(), Value::text(text.trim()))])
}
