//! The reports GitLab reads.

pub mod code_quality;
pub mod secret_detection;
