//! Licence texts, and the components of a project with their licences.

mod components;
mod resolve;
mod reuse;
mod sbom;
mod texts;
