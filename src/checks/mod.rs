//! The kinds of checks that rules name. A kind is one file: its parameters,
//! read from the rule, and what it answers. Adding one is adding it to [`KINDS`].

/// The parameters of a check that has none.
macro_rules! no_parameters {
    ($seen:vis $check:ident) => {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        $seen struct $check {}
    };
}

mod automated_tests;
mod awesome_score;
mod binaries;
mod code;
mod complete_clone;
mod contacts;
mod continuous_integration;
mod contributor_agreement;
mod data_files;
mod degree_files;
mod dependency_updates;
mod docs_language;
mod document;
mod forge_account;
mod generic_identities;
mod inventory_score;
mod landing_and_logo;
mod large_files;
mod leaks;
pub(crate) mod licence;
mod lockfile;
mod maintainers;
mod maintenance;
mod messages;
mod name_description;
mod office_documents;
mod open_formats;
mod openness_degree;
mod packaging;
mod past;
mod professional_identities;
pub(crate) mod prose;
mod publiccode_consistent;
mod publiccode_present;
mod publiccode_valid;
mod readme_origin;
mod readme_present;
mod readme_purpose;
mod research_metadata;
mod reuse;
mod scripts;
mod secrets;
mod security_policy;
mod sensitive_files;
mod sign_off;
mod unanswered;
mod versioning;
mod workflow_hazards;

use crate::finding::Answer;
use crate::project::Project;
use crate::rule::Degree;
use crate::score::Scores;
use crate::snapshot::File;
use serde::de::DeserializeOwned;

/// What a check is asked about.
#[derive(Clone, Copy)]
pub struct Audited<'p> {
    /// The project.
    pub project: &'p Project<'p>,
    /// The degree it is audited at.
    pub degree: Degree,
    /// False when no degree is announced nor asked for: `degree` is a default.
    pub degree_stated: bool,
    /// Its scores.
    pub scores: &'p Scores,
}

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

    /// Answers for one project at one degree.
    fn run(&self, audited: Audited<'_>) -> Answer;
}

/// Makes a check out of a rule's parameters; the error names the wrong key.
type Build = fn(toml::Table) -> Result<Box<dyn Check>, toml::de::Error>;

/// A kind of check, as rules name it.
pub(crate) struct CheckKind {
    /// The word after `check =`.
    pub name: &'static str,
    build: Build,
}

const fn kind<C: Check + DeserializeOwned + 'static>(name: &'static str) -> CheckKind {
    CheckKind { name, build: |params| Ok(Box::new(toml::Value::Table(params).try_into::<C>()?)) }
}

/// Every kind, by name.
pub(crate) const KINDS: &[CheckKind] = &[
    kind::<automated_tests::AutomatedTests>("automated-tests"),
    kind::<awesome_score::AwesomeScoreCheck>("awesome-score"),
    kind::<binaries::Binaries>("binaries"),
    kind::<versioning::changelog::Changelog>("changelog"),
    kind::<complete_clone::CompleteClone>("complete-clone"),
    kind::<contacts::Contacts>("contacts"),
    kind::<continuous_integration::ContinuousIntegration>("continuous-integration"),
    kind::<contributor_agreement::ContributorAgreement>("contributor-agreement"),
    kind::<data_files::DataFiles>("data-files"),
    kind::<degree_files::DegreeFiles>("degree-files"),
    kind::<dependency_updates::DependencyUpdates>("dependency-updates"),
    kind::<docs_language::DocsLanguage>("docs-language"),
    kind::<document::Documents>("document"),
    kind::<forge_account::ForgeAccount>("forge-account"),
    kind::<generic_identities::Generic>("generic-identities"),
    kind::<inventory_score::InventoryScore>("inventory-score"),
    kind::<landing_and_logo::LandingAndLogo>("landing-and-logo"),
    kind::<large_files::LargeFiles>("large-files"),
    kind::<leaks::Leaks>("leaks"),
    kind::<licence::decreed::LicenceDecreed>("licence-decreed"),
    kind::<licence::dependencies::LicenceDependencies>("licence-dependencies"),
    kind::<licence::justified::LicenceJustified>("licence-justified"),
    kind::<licence::restricted_assets::RestrictedAssets>("restricted-assets"),
    kind::<licence::copied_code::CopiedCode>("third-party-code"),
    kind::<licence::consistent::Consistent>("licence-consistent"),
    kind::<licence::documentation::Documentation>("licence-documentation"),
    kind::<licence::holder_named::HolderNamed>("licence-holder"),
    kind::<licence::identified::Identified>("licence-identified"),
    kind::<licence::multiple_mapped::MultipleMapped>("licence-multiple"),
    kind::<licence::or_later_stated::OrLaterStated>("licence-or-later"),
    kind::<licence::present::LicencePresent>("licence-present"),
    kind::<licence::text_intact::TextIntact>("licence-text"),
    kind::<lockfile::Lockfile>("lockfile"),
    kind::<maintainers::Maintainers>("maintainers"),
    kind::<maintenance::Maintenance>("maintenance"),
    kind::<messages::Messages>("messages"),
    kind::<name_description::NameDescription>("name-description"),
    kind::<office_documents::OfficeDocuments>("office-documents"),
    kind::<open_formats::OpenFormats>("open-formats"),
    kind::<openness_degree::OpennessDegree>("openness-degree"),
    kind::<packaging::Packaging>("packaging"),
    kind::<professional_identities::Professional>("professional-identities"),
    kind::<publiccode_consistent::PubliccodeConsistent>("publiccode-consistent"),
    kind::<publiccode_present::PubliccodePresent>("publiccode-present"),
    kind::<publiccode_valid::PubliccodeValid>("publiccode-valid"),
    kind::<readme_origin::ReadmeOrigin>("readme-origin"),
    kind::<readme_present::ReadmePresent>("readme-present"),
    kind::<readme_purpose::ReadmePurpose>("readme-purpose"),
    kind::<research_metadata::ResearchMetadata>("research-metadata"),
    kind::<reuse::Reuse>("reuse"),
    kind::<secrets::Secrets>("secrets"),
    kind::<security_policy::SecurityPolicy>("security-policy"),
    kind::<sensitive_files::SensitiveFiles>("sensitive-files"),
    kind::<sign_off::SignOff>("sign-off"),
    kind::<versioning::tags::SignedTags>("signed-tags"),
    kind::<unanswered::Unanswered>("unanswered"),
    kind::<versioning::tags::VersionTags>("version-tags"),
    kind::<workflow_hazards::WorkflowHazards>("workflow-hazards"),
];

/// The name of the kind whose answer the engine derives from attestations.
pub(crate) const ATTESTATION: &str = "attestation";

/// Builds the check `name`, or says that there is none of that name.
pub(crate) fn build(
    name: &str,
    params: toml::Table,
) -> Option<Result<Box<dyn Check>, toml::de::Error>> {
    KINDS.iter().find(|kind| kind.name == name).map(|kind| (kind.build)(params))
}
