//! `pipe-to-shell`: a downloaded script run unread.

use std::sync::LazyLock;

use regex::Regex;

use super::{Hazard, Level};
use crate::pipeline::model::{Place, Workflow};

/// `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`, `iwr … | iex`.
static PIPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let shell = r"(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+(?:\S+=\S*\s+)*)?(?:\S*/)?(?:(?:ba|z|k|da|a)?sh(?:\s|$)|python[\d.]*\s*(?:-(?:\s|$)|$)|(?:perl|ruby|php|node)\s*$)";
    let fetch = r"\b(?:curl|wget)\s";
    let joined = [
        format!(r"{fetch}(?:[^;&|]|&[^&]|\|[^|])*\|\s*{shell}"),
        format!(r"\b(?:bash|sh|zsh|source|\.)\s+(?:-\S+\s+)*<\(\s*{fetch}"),
        format!(r#"\b(?:bash|sh|zsh)\s+-\S*c\s+["']?(?:\$\(|`)\s*{fetch}"#),
        format!(r#"\beval\s+["']?(?:\$\(|`)\s*{fetch}"#),
        r"(?i)\b(?:iwr|irm|invoke-webrequest|invoke-restmethod)\b[^;]*\|\s*(?:iex|invoke-expression)\b".to_owned(),
    ]
    .join("|");
    Regex::new(&joined).ok()
});

/// Nothing on the way between the server and the shell vouches for the script.
fn unprotected(text: &str) -> bool {
    let local =
        ["http://localhost", "http://127.0.0.1", "http://$"].iter().any(|l| text.contains(l));
    let unchecked = text.split_whitespace().any(|w| {
        matches!(
            w,
            "--insecure" | "--no-check-certificate" | "-k" | "-sk" | "-kL" | "-skL" | "-ksL"
        )
    });
    (text.contains("http://") && !local) || unchecked
}

pub(super) fn check(workflow: &Workflow, found: &mut Vec<Hazard>) {
    let Some(pipe) = PIPE.as_ref() else {
        return;
    };
    for command in workflow.jobs.iter().flat_map(|j| &j.commands) {
        let fetches =
            ["curl", "wget", "iw", "irm", "nvoke-"].iter().any(|f| command.text.contains(f));
        let echoed = ["echo ", "printf "].iter().any(|e| command.text.starts_with(e));
        if !fetches || echoed || !pipe.is_match(&command.text) {
            continue;
        }
        let open = unprotected(&command.text);
        let level = if open { Level::Doubt } else { Level::Info };
        found.push(Hazard::new(
            if open { "pipe-to-shell/unprotected" } else { "pipe-to-shell" },
            level,
            Place { line: command.line, column: command.column },
            &[],
        ));
    }
}
