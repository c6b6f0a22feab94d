//! What the tests, the benches and the fuzz targets use besides the public face,
//! under the names of the rooms. It may change with any commit.

/// [`crate::audit`].
pub mod audit {
    pub use crate::audit::catalogue::Catalogue;
    pub use crate::audit::{Audit, Options, audit};
}

/// [`crate::config`].
pub mod config {
    use crate::lang::Lang;

    /// The JSON Schema of `publiable.toml`.
    pub fn schema(lang: Lang) -> serde_json::Value {
        crate::config::schema(lang)
    }
}

/// [`crate::error`].
pub mod error {
    pub use crate::error::Error;
}

/// [`crate::exit`].
pub mod exit {
    pub use crate::exit::{FINDINGS, INCOMPLETE, INTERRUPTED, SUCCESS, USAGE};
}

/// [`crate::finding`].
pub mod finding {
    pub use crate::finding::{Level, Location, Severity, Status};
}

/// [`crate::lang`].
pub mod lang {
    pub use crate::lang::Lang;
}

/// [`crate::licence`].
pub mod licence {
    pub use crate::licence::expression::Expression;
    pub use crate::licence::identification::Verdict;
    pub use crate::licence::identify::identify;

    /// The table of packages.
    pub mod packages {
        pub use crate::licence::packages::{Fact, agreement, compile, key, known, settle};
    }

    /// The index of licence texts.
    pub mod text {
        pub use crate::licence::text::decode::decode;

        /// How it is built.
        pub mod compile {
            pub use crate::licence::text::compile::{edition, editions, index, texts};
        }

        /// What it holds.
        pub mod library {
            pub use crate::licence::text::library::{Edition, Kind};
        }
    }
}

/// [`crate::manifest`].
pub mod manifest {
    pub use crate::manifest::{Ecosystem, format_of, read};
}

/// [`crate::publiccode`].
pub mod publiccode {
    use crate::lang::Lang;

    /// The JSON Schema of `publiccode.yml`.
    pub fn schema(lang: Lang) -> serde_json::Value {
        crate::publiccode::schema::json(lang)
    }

    /// Repair.
    pub mod repair {
        pub use crate::publiccode::repair::{
            Answers, Known, Options, Question, open_questions, repair,
        };
    }

    /// Validation.
    pub mod validate {
        pub use crate::publiccode::diagnostic::{Diagnostic, Severity};
        pub use crate::publiccode::validate::{Cited, Diagnosis, Files, NoFiles, Options};
    }
}

/// [`crate::render`].
pub mod render {
    pub use crate::render::{Depth, Format, Style};

    /// Of comparisons.
    pub mod diff {
        pub use crate::render::diff::{Format, schema};
    }

    /// As JSON.
    pub mod json {
        pub use crate::render::json::schema;
    }

    /// Of rules.
    pub mod rule {
        pub use crate::render::rule::{markdown, severities};
    }
}

/// [`crate::report`].
pub mod report {
    pub use crate::report::difference::Difference;
    pub use crate::report::{FailOn, Notice, Outcome, Report, Verdict};
}

/// [`crate::rule`].
pub mod rule {
    pub use crate::rule::{Degree, Nature, RuleSet, Scaffold};

    /// Chapters of the catalogue.
    pub mod chapter {
        pub use crate::rule::chapter::title;
    }
}

/// [`crate::scaffold`].
pub mod scaffold {
    /// What may be written.
    pub mod piece {
        pub use crate::scaffold::piece::all;
    }
}

/// [`crate::secrets`].
pub mod secrets {
    pub use crate::secrets::Family;
    pub use crate::secrets::allow::allowances;
    pub use crate::secrets::scanner::Scanner;
    pub use crate::secrets::sighting::{Settled, Sighting, incremental};

    /// The judge.
    pub mod judge {
        pub use crate::secrets::judge::{ceiling, ceiling_here, features, measures};
    }

    /// The patterns.
    pub mod patterns {
        pub use crate::secrets::patterns::{Patterns, all, get};
    }
}

/// [`crate::snapshot`].
pub mod snapshot {
    pub use crate::snapshot::cache::Cache;
    pub use crate::snapshot::history::{Examine, Examined};
    pub use crate::snapshot::{Options, Origin, Snapshot, prepare};
}

/// [`crate::text`].
pub mod text {
    pub use crate::text::pattern::compiling_at_once;
}

/// [`crate::yaml`].
pub mod yaml {
    pub use crate::yaml::edit::Document;
}
