//! What a CI definition says, whatever the service that reads it.

use super::Forge;
use crate::yaml::Node;
pub(crate) use crate::yaml::ParseError;

/// A place in the file, both numbers from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The place of a node.
    pub(super) fn of(node: Node<'_>) -> Position {
        Position { line: node.line(), column: node.column() }
    }
}

/// One CI definition file.
#[derive(Clone, Debug)]
pub struct Workflow {
    /// The service that reads it.
    pub forge: Forge,
    /// Its path in the repository.
    pub path: String,
    /// What starts it (GitHub and its kin).
    pub triggers: Vec<Trigger>,
    /// Its `permissions:`, when it has some.
    pub permissions: Option<Permissions>,
    /// Variables set for every job.
    pub variables: Vec<Variable>,
    /// Where its `env:` brings back commands that GitHub removed.
    pub insecure: Option<Position>,
    /// Other definitions it brings in.
    pub includes: Vec<Include>,
    /// What it runs. Services without jobs have one per step or stage.
    pub jobs: Vec<Job>,
    /// Why the file, or its end, could not be read.
    pub error: Option<ParseError>,
}

impl Workflow {
    pub(super) fn new(forge: Forge, path: &str) -> Workflow {
        Workflow {
            forge,
            path: path.to_owned(),
            triggers: Vec::new(),
            permissions: None,
            variables: Vec::new(),
            insecure: None,
            includes: Vec::new(),
            jobs: Vec::new(),
            error: None,
        }
    }

    /// The trigger called `name`, if the workflow has it.
    pub fn trigger(&self, name: &str) -> Option<&Trigger> {
        self.triggers.iter().find(|t| t.name == name)
    }
}

/// An event that starts a workflow.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// `push`, `pull_request_target`…
    pub name: String,
    /// The activity types it is limited to; empty for the service's default.
    pub types: Vec<String>,
    /// It is limited to some branches.
    pub branches: bool,
    /// Where it is written.
    pub place: Position,
}

/// The rights given to the job's token.
#[derive(Clone, Debug, Default)]
pub struct Permissions {
    /// `write-all`.
    pub write_all: bool,
    /// The scopes with write access, `contents` for instance.
    pub writes: Vec<String>,
    /// Where `permissions:` is written.
    pub place: Position,
}

/// One job, stage or step that runs something.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// Its key or title.
    pub name: String,
    /// Line of its name.
    pub line: usize,
    /// A GitLab template (`.name`) that runs only through the jobs that extend it.
    pub hidden: bool,
    /// Its `if:`, as written.
    pub condition: Option<String>,
    /// Every `if:` of the job and of its steps, as written.
    pub conditions: Vec<(String, Position)>,
    /// It waits for a deployment environment, whose rules may ask for an approval.
    pub environment: bool,
    /// Its own `permissions:`.
    pub permissions: Option<Permissions>,
    /// The machines it asks for.
    pub runners: Vec<Runner>,
    /// Variables it sets.
    pub variables: Vec<Variable>,
    /// Shell lines, in file order.
    pub commands: Vec<Command>,
    /// Actions, reusable workflows, orbs, tasks.
    pub uses: Vec<Uses>,
    /// `${{ … }}` found where text becomes code.
    pub expressions: Vec<PastedText>,
    /// Images of its containers, where they are known.
    pub images: Vec<(String, Position)>,
    /// Where an `env:` brings back commands that GitHub removed.
    pub insecure: Vec<Position>,
    /// Outputs of steps and jobs that name the head of a proposal, in lower case.
    pub heads: Vec<String>,
}

/// One logical shell line.
#[derive(Clone, Debug)]
pub struct Command {
    /// The line, continuations joined.
    pub text: String,
    /// The same with its variables replaced, when an expression gives them.
    pub expanded: Option<String>,
    /// Where it starts.
    pub line: usize,
    /// Column where it starts.
    pub column: usize,
    /// The `if:` of its step.
    pub condition: Option<String>,
}

/// A call to an action, a reusable workflow, an orb or a task.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// `actions/checkout`, `./.github/workflows/x.yml`, `docker://alpine`…
    pub action: String,
    /// What follows the `@`; empty when there is none.
    pub reference: String,
    /// Line of the call.
    pub line: usize,
    /// Column of the call.
    pub column: usize,
    /// It calls a whole workflow rather than a step.
    pub reusable: bool,
    /// Where `secrets: inherit` is written.
    pub inherits_secrets: Option<Position>,
    /// Its inputs: name, value, place of the value.
    pub inputs: Vec<(String, String, Position)>,
    /// The inputs whose text an outsider writes, with the fields it comes from.
    pub tainted: Vec<(String, Vec<String>)>,
    /// The `if:` of its step.
    pub condition: Option<String>,
}

impl Uses {
    /// The value of an input.
    pub fn input(&self, name: &str) -> Option<&str> {
        self.inputs
            .iter()
            .find(|(n, _, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v, _)| v.as_str())
    }

    /// The path in the repository of an action or a workflow of its own.
    pub fn local(&self) -> Option<&str> {
        let path = self.action.strip_prefix("./").or_else(|| self.action.strip_prefix("$/"))?;
        Some(path.trim_end_matches('/'))
    }

    /// Compares the action's name as GitHub does, without case.
    pub fn is(&self, action: &str) -> bool {
        self.action.eq_ignore_ascii_case(action)
    }
}

/// Where an expression is expanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasteTarget {
    /// In a shell script.
    Run,
    /// In the JavaScript of actions/github-script.
    Script,
    /// In the variables or the path of later steps.
    Environment,
}

/// An expression pasted into code, and the untrusted fields it can carry.
#[derive(Clone, Debug)]
pub struct PastedText {
    /// The context paths whose text an outsider chooses, such as
    /// `github.event.issue.title`; never empty.
    pub tainted: Vec<String>,
    /// What it is pasted into.
    pub sink: PasteTarget,
    /// Where `${{` is.
    pub place: Position,
}

/// A machine, or a class of machines, that a job asks for.
#[derive(Clone, Debug)]
pub struct Runner {
    /// Label, tag or group.
    pub label: String,
    /// The label is a group of runners.
    pub group: bool,
    /// Where it is written.
    pub place: Position,
}

/// How a variable's value looks. The value itself is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClearValue {
    /// Empty, a boolean, a number, a reference to another variable, a path.
    Harmless,
    /// A word that nobody would keep secret: `postgres`, `changeme`.
    Placeholder,
    /// Short or plain text that could be one.
    Possible,
    /// Long and mixed enough to be a real one.
    Likely,
}

/// A variable set by the file.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// What its value looks like.
    pub literal: ClearValue,
    /// Where the value is.
    pub place: Position,
}

/// How a definition brings in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncludeKind {
    /// A file of the same repository.
    Local,
    /// A URL.
    Remote,
    /// A file of another project of the same server.
    Project,
    /// A template shipped with the service.
    Template,
    /// A component of the CI/CD catalogue.
    Component,
}

/// A definition brought in by `include:`.
#[derive(Clone, Debug)]
pub struct Include {
    /// How.
    pub kind: IncludeKind,
    /// Path, URL, project or component. A URL may carry credentials: do not print it.
    pub target: String,
    /// Its content is fixed by a digest or a full commit id.
    pub pinned: bool,
    /// Where it is written.
    pub place: Position,
}
