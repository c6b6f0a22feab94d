//! The path of a value in the file.

use crate::yaml::edit::Step;
use std::fmt;

/// The steps from the top of the file. Shown as `legal.license`,
/// `maintenance.contacts[0].email`, `description.fr.features`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The top of the file.
    pub fn top() -> Path {
        Path::default()
    }

    /// The value under `key`.
    pub fn key(&self, key: &str) -> Path {
        self.with(Step::Key(key.to_string()))
    }

    /// The item at `index`.
    pub fn index(&self, index: usize) -> Path {
        self.with(Step::At(index))
    }

    fn with(&self, step: Step) -> Path {
        let mut steps = self.0.clone();
        steps.push(step);
        Path(steps)
    }

    /// The path without its last step.
    pub fn parent(&self) -> Path {
        let kept = self.0.len().saturating_sub(1);
        Path(self.0.iter().take(kept).cloned().collect())
    }

    /// The last step: a key (`license`) or an index with its list (`features[2]`).
    pub fn last(&self) -> String {
        let text = self.to_string();
        text.rsplit('.').next().unwrap_or_default().to_string()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::At(index) => write!(f, "[{index}]")?,
                Step::Key(name) if at == 0 => f.write_str(name)?,
                Step::Key(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_like_keys_and_indexes() {
        let path = Path::top().key("description").key("en-US").key("features").index(2);
        assert_eq!(path.to_string(), "description.en-US.features[2]");
        assert_eq!(path.last(), "features[2]");
        assert_eq!(path.parent().last(), "features");
    }
}
