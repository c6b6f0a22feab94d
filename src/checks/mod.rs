//! The kinds of checks that rules name. A kind is one file: its parameters,
//! read from the rule, and what it answers. Adding one is adding it to [`KINDS`].

mod authors;
mod automated_tests;
mod code;
mod committers;
mod continuous_integration;
mod contributor_agreement;
mod definitions;
mod degree_files;
mod dependency_updates;
mod file;
mod lockfile;
mod maintainers;
mod mention;
pub mod prose;
mod scripts;
mod security_policy;
mod templates;
mod unavailable;
mod workflow_hazards;

use crate::finding::Answer;
use crate::project::Project;
use crate::snapshot::File;
use serde::de::DeserializeOwned;

/// A check, ready to run.
pub trait Check: Send + Sync {
    /// True for a file whose text [`Check::run`] will read.
    fn reads(&self, _file: &File) -> bool {
        false
    }

    /// True when the answer depends on the degree the project is audited at.
    fn depends_on_degree(&self) -> bool {
        false
    }

    /// Answers for one project.
    fn run(&self, project: &Project<'_>) -> Answer;
}

/// Makes a check out of a rule's parameters; the error names the wrong key.
type Build = fn(toml::Table) -> Result<Box<dyn Check>, toml::de::Error>;

/// A kind of check, as rules name it.
pub struct Kind {
    /// The word after `check =`.
    pub name: &'static str,
    build: Build,
}

const fn kind<C: Check + DeserializeOwned + 'static>(name: &'static str) -> Kind {
    Kind { name, build: |params| Ok(Box::new(C::deserialize_params(params)?)) }
}

trait FromParams: Sized {
    fn deserialize_params(params: toml::Table) -> Result<Self, toml::de::Error>;
}

impl<C: DeserializeOwned> FromParams for C {
    fn deserialize_params(params: toml::Table) -> Result<C, toml::de::Error> {
        toml::Value::Table(params).try_into()
    }
}

/// Every kind, by name.
pub const KINDS: &[Kind] = &[
    kind::<authors::Authors>("authors"),
    kind::<automated_tests::AutomatedTests>("automated-tests"),
    kind::<continuous_integration::ContinuousIntegration>("continuous-integration"),
    kind::<contributor_agreement::ContributorAgreement>("contributor-agreement"),
    kind::<degree_files::DegreeFiles>("degree-files"),
    kind::<dependency_updates::DependencyUpdates>("dependency-updates"),
    kind::<file::FileCheck>("file"),
    kind::<lockfile::Lockfile>("lockfile"),
    kind::<maintainers::Maintainers>("maintainers"),
    kind::<mention::Mention>("mention"),
    kind::<security_policy::SecurityPolicy>("security-policy"),
    kind::<templates::Templates>("templates"),
    kind::<unavailable::Unavailable>("unavailable"),
    kind::<workflow_hazards::WorkflowHazards>("workflow-hazards"),
];

/// The name of the kind whose answer the engine derives from attestations.
pub const ATTESTATION: &str = "attestation";

/// Builds the check `name`, or says that there is none of that name.
pub fn build(name: &str, params: toml::Table) -> Option<Result<Box<dyn Check>, toml::de::Error>> {
    KINDS.iter().find(|kind| kind.name == name).map(|kind| (kind.build)(params))
}
