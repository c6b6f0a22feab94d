//! The files of `rules/` that come with the program. A debug build, as that of the
//! tests, reads them from the folder: changing a rule compiles nothing.

#[cfg(debug_assertions)]
use std::path::Path;
#[cfg(debug_assertions)]
use std::sync::LazyLock;

#[cfg(not(debug_assertions))]
static EMBEDDED: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The TOML files right under `directory` of `rules/` (empty: under `rules/`
/// itself), by name: path from `rules/` and text.
#[cfg(not(debug_assertions))]
pub(crate) fn files(directory: &str) -> Vec<(String, &'static str)> {
    let found = match directory {
        "" => Some(&EMBEDDED),
        inner => EMBEDDED.get_dir(inner),
    };
    let files = found.into_iter().flat_map(|found| found.files());
    let mut texts: Vec<(String, &str)> = files
        .filter_map(|file| {
            let name = file.path().to_string_lossy().replace('\\', "/");
            file.contents_utf8().filter(|_| name.ends_with(".toml")).map(|text| (name, text))
        })
        .collect();
    texts.sort();
    texts
}

/// The TOML files right under `directory` of `rules/` (empty: under `rules/`
/// itself), by name: path from `rules/` and text.
#[cfg(debug_assertions)]
pub(crate) fn files(directory: &str) -> Vec<(String, &'static str)> {
    static READ: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let entries = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().flatten();
        let texts = entries.filter_map(|entry| {
            let name = entry.path().strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(entry.path()).ok()?;
            name.ends_with(".toml").then_some((name, text))
        });
        texts.collect()
    });
    let inside = |name: &str| name.rsplit_once('/').map_or("", |(folder, _)| folder) == directory;
    let files = READ.iter().filter(|(name, _)| inside(name));
    files.map(|(name, text)| (name.clone(), text.as_str())).collect()
}
