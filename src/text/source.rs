//! Which extensions are those of source code: `data/source-extensions.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

static USES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/source-extensions.tsv").lines();
    let rows = lines.filter_map(|line| line.split_once('\t'));
    rows.map(|(extension, rest)| (extension, rest.split('\t').next().unwrap_or_default())).collect()
});

/// True for a lower-case `extension` of programs and notebooks: what can be built
/// and tested, as opposed to scripts, styles and settings.
pub(crate) fn is_program(extension: &str) -> bool {
    matches!(USES.get(extension), Some(&("program" | "notebook")))
}

/// True for a lower-case `extension` of code that comments stand in, at its head:
/// programs, scripts, style sheets, queries, settings written as programs.
pub(crate) fn takes_comments(extension: &str) -> bool {
    USES.get(extension).is_some_and(|used| *used != "notebook")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_is_one_of_those_known() {
        for (extension, used) in USES.iter() {
            let known = ["program", "notebook", "script", "style", "query", "settings"];
            assert!(known.contains(used) && *extension == extension.to_lowercase(), "{extension}");
        }
        assert!(is_program("ipynb") && !takes_comments("ipynb"));
        assert!(!is_program("css") && takes_comments("css") && !takes_comments("md"));
    }
}
