//! Keys and values that people write instead of those of the standard: other
//! spellings, keys of old versions, keys of another place, and the keys that
//! generators of the French administration added (`data/publiccode`).

use std::sync::LazyLock;

/// What to do with a key that is not of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    /// Another name in the same place.
    Rename(&'static str),
    /// Another place.
    Move(&'static str),
    /// A section whose keys go to several places.
    Split(&'static [(&'static str, &'static str)]),
    /// No key of the standard says it.
    Drop,
}

/// The last name of the section, the key, what to do.
type Mistake = (&'static str, &'static str, Hint);

static KEYS: LazyLock<Vec<Mistake>> = LazyLock::new(|| {
    let rows = include_str!("../../data/publiccode/mistaken-keys.tsv").lines();
    rows.filter(|row| !row.starts_with('#')).filter_map(mistake).collect()
});

fn mistake(row: &'static str) -> Option<Mistake> {
    let (section, rest) = row.split_once('\t')?;
    let (key, what) = rest.split_once('\t')?;
    let hint = match what.split_at_checked(1)? {
        ("=", name) => Hint::Rename(name),
        (">", place) => Hint::Move(place),
        ("x", "") => Hint::Drop,
        _ => {
            let pairs = what.split(' ').filter_map(|pair| pair.split_once('>'));
            Hint::Split(pairs.collect::<Vec<_>>().leak())
        }
    };
    Some((section.trim_start_matches('-'), key, hint))
}

/// What is known of `key` in the section whose last named step is `section`.
pub(crate) fn key(section: &str, key: &str) -> Option<Hint> {
    let found = |exact: bool| {
        KEYS.iter().find(|(place, name, _)| {
            *place == section && if exact { *name == key } else { name.eq_ignore_ascii_case(key) }
        })
    };
    found(true).or_else(|| found(false)).map(|(_, _, hint)| *hint)
}

/// The key, the value in lower case, those meant.
static VALUES: LazyLock<Vec<(&'static str, &'static str, Vec<&'static str>)>> =
    LazyLock::new(|| {
        let rows = include_str!("../../data/publiccode/mistaken-values.tsv").lines();
        let read = |row: &'static str| {
            let (key, rest) = row.split_once('\t')?;
            let (value, guess) = rest.split_once('\t')?;
            Some((key, value, guess.split(", ").collect()))
        };
        rows.filter(|row| !row.starts_with('#')).filter_map(read).collect()
    });

/// The values of the list that `value` of the key `path` probably means.
pub(crate) fn value(path: &str, value: &str, list: &[&'static str]) -> Vec<&'static str> {
    let lower = value.trim().to_lowercase();
    let same = |known: &&&'static str| known.to_lowercase() == lower.replace(['_', ' '], "-");
    if let Some(known) = list.iter().find(same) {
        return vec![known];
    }
    if let Some((_, _, guess)) = VALUES.iter().find(|(key, name, _)| *key == path && *name == lower)
    {
        return guess.clone();
    }
    super::format::nearest(&lower, list.iter().copied()).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publiccode::standard::{self, Format, Shape};

    #[test]
    fn every_value_meant_is_in_the_list_of_its_key() {
        assert_eq!(VALUES.len(), 80);
        for (path, value, guess) in VALUES.iter() {
            let key = standard::find(path).expect(path);
            let (Shape::Scalar(Format::OneOf(list)) | Shape::List(Format::OneOf(list), _)) =
                key.shape
            else {
                unreachable!("{path}");
            };
            for guess in guess {
                assert!(list.values.contains(guess), "{path}: {value} → {guess}");
            }
            assert!(!list.values.contains(value), "{path}: {value} is valid");
        }
    }

    #[test]
    fn every_place_meant_is_a_key() {
        assert_eq!(KEYS.len(), 85);
        for (section, name, hint) in KEYS.iter() {
            if let Hint::Move(to) = hint {
                assert!(
                    standard::find(&to.replace("<lang>", "fr")).is_some(),
                    "{section}/{name} → {to}"
                );
            }
        }
    }

    #[test]
    fn confusions_are_told_apart_by_their_place() {
        assert_eq!(key("fundedBy", "url"), Some(Hint::Rename("uri")));
        assert_eq!(key("", "Organization"), Some(Hint::Rename("organisation")));
        assert_eq!(value("softwareType", "webapp", &["standalone/web"]), ["standalone/web"]);
        assert_eq!(value("softwareType", "Library", &["library"]), ["library"]);
    }
}
