//! The statistical model: small boosted trees, read from a file made offline.
//!
//! Format, little-endian: the magic `PSM2`; the SHA-256 of the words it was
//! trained with; number of measures and of trees (u16); intercept and slope of the calibration, then the thresholds of
//! reporting, of reviewing and of identifiers (f32); then each tree: its number
//! of nodes (u16) and, for each node, the measure's index or 0xFFFF for a leaf
//! (u16), the threshold or the leaf's value (f32), the left and right nodes (u16).

use super::features;
use super::words;
use crate::secrets::lists;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// The model, as the training wrote it.
pub(crate) fn bytes() -> &'static [u8] {
    FILE
}

/// Made by `data/secrets/training/train.py`; `README.md` beside it tells its provenance.
static FILE: &[u8] = include_bytes!("../../../data/secrets/model.bin");

const LEAF: u16 = 0xFFFF;

/// The model, ready.
#[derive(Debug, Default)]
pub(super) struct Model {
    /// Digest of the words it was trained with.
    words: [u8; 32],
    measures: usize,
    intercept: f32,
    slope: f32,
    /// Probability from which a candidate is reported.
    pub(super) report: f32,
    /// Probability from which a candidate is worth a review.
    pub(super) review: f32,
    /// Probability from which a bare identifier is told.
    pub(super) identifier: f32,
    trees: Vec<Vec<Node>>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    measure: u16,
    value: f32,
    left: u16,
    right: u16,
}

/// The embedded model. That it was trained with other words than those beside it
/// is a fault of who built the program, told at once rather than by wrong answers.
pub(super) static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let model = Model::read(FILE).unwrap_or_default();
    assert!(
        model.words == words_digest(),
        "data/secrets/features.txt, words.txt or passwords.bin changed since data/secrets/model.bin was \
         trained: rebuild the model (data/secrets/training/README.md)"
    );
    model
});

/// The digest of the words that the measures look for, comments left out.
fn words_digest() -> [u8; 32] {
    let mut hasher = Sha256::new();
    for line in lists::content(features::WORDS).chain(lists::content(words::WORDS)) {
        hasher.update(line);
        hasher.update("\n");
    }
    hasher.update(words::PASSWORDS);
    hasher.finalize().into()
}

struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn short(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn real(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }
}

impl Model {
    /// Reads a model; `None` when the bytes are no well-formed one.
    fn read(bytes: &[u8]) -> Option<Model> {
        let mut reader = Reader(bytes);
        if &reader.take::<4>()? != b"PSM2" {
            return None;
        }
        let words = reader.take()?;
        let measures = usize::from(reader.short()?);
        let trees = reader.short()?;
        let mut model = Model {
            words,
            measures,
            intercept: reader.real()?,
            slope: reader.real()?,
            report: reader.real()?,
            review: reader.real()?,
            identifier: reader.real()?,
            trees: Vec::with_capacity(usize::from(trees)),
        };
        for _ in 0..trees {
            let count = reader.short()?;
            let mut nodes = Vec::with_capacity(usize::from(count));
            for index in 0..count {
                let node = Node {
                    measure: reader.short()?,
                    value: reader.real()?,
                    left: reader.short()?,
                    right: reader.short()?,
                };
                // Nodes only lead forward: a walk ends whatever the file holds.
                let forward = |next: u16| next > index && next < count;
                let sound = node.measure == LEAF
                    || usize::from(node.measure) < measures
                        && forward(node.left)
                        && forward(node.right);
                if !sound {
                    return None;
                }
                nodes.push(node);
            }
            model.trees.push(nodes);
        }
        reader.0.is_empty().then_some(model)
    }

    /// Calibrated probability that what was measured is a secret; 0 when the
    /// measures are not those of the model.
    pub(super) fn probability(&self, measures: &[f32]) -> f32 {
        if measures.len() != self.measures || self.measures == 0 {
            return 0.0;
        }
        let sum: f32 = self.trees.iter().map(|tree| leaf(tree, measures)).sum();
        1.0 / (1.0 + (-(self.intercept + self.slope * sum)).exp())
    }
}

fn leaf(tree: &[Node], measures: &[f32]) -> f32 {
    let mut index = 0;
    loop {
        let Some(node) = tree.get(index) else { return 0.0 };
        if node.measure == LEAF {
            return node.value;
        }
        let left = measures[usize::from(node.measure)] <= node.value;
        index = usize::from(if left { node.left } else { node.right });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stump() -> Vec<u8> {
        let mut bytes = b"PSM2".to_vec();
        bytes.extend([0; 32]);
        for short in [2_u16, 1] {
            bytes.extend(short.to_le_bytes());
        }
        for real in [0.0_f32, 1.0, 0.9, 0.5, 0.5] {
            bytes.extend(real.to_le_bytes());
        }
        bytes.extend(3_u16.to_le_bytes());
        for (measure, value, left, right) in
            [(1_u16, 0.5_f32, 1_u16, 2_u16), (LEAF, -2.0, 0, 0), (LEAF, 2.0, 0, 0)]
        {
            bytes.extend(measure.to_le_bytes());
            bytes.extend(value.to_le_bytes());
            bytes.extend(left.to_le_bytes());
            bytes.extend(right.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_model_walks_its_trees() {
        let model = Model::read(&stump()).expect("well formed");
        assert!((model.probability(&[0.0, 0.5]) - 0.119_2).abs() < 1e-3);
        assert!((model.probability(&[0.0, 0.6]) - 0.880_8).abs() < 1e-3);
        assert_eq!(model.probability(&[0.0]), 0.0);
    }

    #[test]
    fn a_malformed_model_is_refused() {
        let bytes = stump();
        assert!(Model::read(&bytes[..bytes.len() - 1]).is_none());
        assert!(Model::read(b"PSM1").is_none());
        let mut looping = bytes.clone();
        // The root leads to itself.
        looping[68] = 0;
        assert!(Model::read(&looping).is_none());
    }

    #[test]
    fn probabilities_are_those_of_the_trainer() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../../data/secrets/training/vectors.json"))
                .expect("vectors");
        let vectors = vectors.as_array().expect("a list");
        assert_eq!(vectors.len(), 8);
        for vector in vectors {
            let measures = vector["measures"].as_array().expect("measures").iter();
            let measures: Vec<f32> =
                measures.map(|value| value.as_f64().expect("a number") as f32).collect();
            let expected = vector["probability"].as_f64().expect("a probability") as f32;
            let given = MODEL.probability(&measures);
            assert!((given - expected).abs() < 1e-4, "{given} {expected}");
            assert_eq!(given, MODEL.probability(&measures));
        }
    }

    #[test]
    fn the_embedded_model_is_made_for_these_measures() {
        assert_eq!(MODEL.measures, super::super::features::names().len());
        assert!(MODEL.review < MODEL.report && !MODEL.trees.is_empty());
    }
}
