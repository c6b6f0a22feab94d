//! The private channel a security policy gives.

use super::SecurityPolicy;
use crate::document::{Block, BlockKind, is_example};
use crate::snapshot::metadata::Address;

/// A way to report in private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Channel {
    /// Line it is given on.
    pub line: usize,
    /// What it is.
    pub means: Means,
}

/// What a channel is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Means {
    /// An e-mail address, kept for its domain.
    Mail(String),
    /// A form or a reporting platform.
    Web(String),
    /// The private reporting of the forge.
    Forge,
}

impl Means {
    /// The domain it leads to, in lower case.
    pub(super) fn domain(&self) -> Option<String> {
        match self {
            Means::Mail(address) => {
                Some(address.rsplit('@').next()?.trim_end_matches('.').to_lowercase())
            }
            Means::Web(url) => Some(Address::parse(url)?.host),
            Means::Forge => None,
        }
    }
}

impl SecurityPolicy {
    /// Every channel that `blocks` give.
    pub(super) fn channels(&self, blocks: &[Block]) -> Vec<Channel> {
        let told = blocks.iter().filter(|block| block.kind != BlockKind::Comment);
        told.flat_map(|block| self.channels_of(block)).collect()
    }

    fn channels_of(&self, block: &Block) -> Vec<Channel> {
        let mut found: Vec<Channel> = self
            .address
            .find_iter(&block.text)
            .map(|address| (block.line, Means::Mail(address.as_str().to_string())))
            .chain(
                block
                    .links
                    .iter()
                    .filter_map(|link| Some((link.line, self.means(&link.url, &link.text)?))),
            )
            .filter(|(_, means)| !matches!(means, Means::Mail(a) | Means::Web(a) if is_example(a)))
            .map(|(line, means)| Channel { line, means })
            .collect();
        if self.forge_channel.is_match(&block.text) {
            found.push(Channel { line: block.line, means: Means::Forge });
        }
        found
    }

    pub(super) fn means(&self, url: &str, text: &str) -> Option<Means> {
        if let Some(address) = url.strip_prefix("mailto:") {
            let address = address.split('?').next().unwrap_or(address);
            return Some(Means::Mail(address.to_string()));
        }
        if !url.starts_with("http") || self.public_channel.is_match(url) {
            return None;
        }
        let form = self.form.is_match(url) || self.form.is_match(text);
        form.then(|| Means::Web(url.to_string()))
    }
}
