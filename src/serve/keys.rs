//! What lets a person in, and nobody else: drawn when the program starts, forgotten when
//! it ends.

use super::lock::held;
use crate::error::{Error, Result};
use crate::text;
use data_encoding::HEXLOWER;
use std::sync::Mutex;

/// Bytes of a key.
const LENGTH: usize = 16;

/// The field of a form that says it is one of ours.
pub(super) const FORM_KEY: &str = "key";

/// The keys of one run.
#[derive(Debug)]
pub(super) struct Keys {
    token: String,
    once: Mutex<Option<String>>,
    cookie: String,
    form: String,
}

impl Keys {
    /// Draws them.
    pub(super) fn new() -> Result<Keys> {
        let once = Mutex::new(Some(drawn()?));
        Ok(Keys { token: drawn()?, once, cookie: drawn()?, form: drawn()? })
    }

    /// The one that the address given to the person holds.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The one that the address given to the browser holds: it is taken once.
    pub(super) fn once(&self) -> String {
        held(&self.once).clone().unwrap_or_default()
    }

    /// True for a token that lets in.
    pub(super) fn let_in(&self, token: &str) -> bool {
        let mut once = held(&self.once);
        if once.as_deref().is_some_and(|once| same(once, token)) {
            *once = None;
            return true;
        }
        same(&self.token, token)
    }

    /// The value of the session cookie.
    pub(super) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// The value that every form bears.
    pub(super) fn form(&self) -> &str {
        &self.form
    }
}

/// True when both are the same; the time it takes tells nothing of where they differ.
pub(super) fn same(key: &str, given: &str) -> bool {
    blake3::hash(key.as_bytes()) == blake3::hash(given.as_bytes())
}

fn drawn() -> Result<String> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::usage(text!(
            "Le système ne donne pas de nombre au hasard ({error}) : la page ne serait pas protégée.",
            "The system gives no random number ({error}): the page would not be protected."
        ))
    })?;
    Ok(HEXLOWER.encode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_browser_lets_in_once() {
        let keys = Keys::new().expect("keys");
        let once = keys.once();
        assert!(once.len() == 32 && once != keys.token());
        assert!(keys.let_in(&once) && !keys.let_in(&once));
        assert!(keys.let_in(keys.token()) && keys.let_in(keys.token()));
        assert!(!keys.let_in("") && !keys.let_in(&keys.token()[1..]));
    }
}
