//! Writing licensing information in files, every other byte kept.

use crate::licence::comment::syntax_of;
use crate::licence::reuse::Header;

// REUSE-IgnoreStart

/// The line that names the years and the holder.
pub(super) fn copyright(notice: &str) -> String {
    format!("SPDX-FileCopyrightText: {notice}")
}

/// The line that names the licence.
pub(super) fn licence(expression: &str) -> String {
    format!("SPDX-License-Identifier: {expression}")
}

/// The text of a `.license` file.
pub(super) fn companion(notice: &str, expression: &str) -> String {
    format!("{}\n\n{}\n", copyright(notice), licence(expression))
}

// REUSE-IgnoreEnd

/// The content `bytes` of the file at `path` with `lines` as a comment at its
/// head, after what must come first; `None` when a comment cannot stand there.
pub(super) fn with(path: &str, bytes: &[u8], lines: &[String]) -> Option<Vec<u8>> {
    let syntax = syntax_of(path)?;
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))?;
    let closes = |line: &String| {
        syntax.line.is_none()
            && syntax.block.as_ref().is_some_and(|block| line.contains(block.end.trim()))
    };
    if lines.iter().any(|line| closes(line) || line.contains(['\n', '\r'])) {
        return None;
    }
    let (head, tail) = text.split_at(syntax.place(text)?);
    let end = line_end(text);
    let mut whole = String::with_capacity(text.len() + 200);
    whole.push_str(head);
    if !head.trim_start_matches('\u{feff}').is_empty() && !head.ends_with('\n') {
        whole.push_str(end);
    }
    whole.push_str(&syntax.header(lines).replace('\n', end));
    let next = tail.split_inclusive('\n').next().unwrap_or_default();
    if !next.trim().is_empty() {
        whole.push_str(end);
    }
    whole.push_str(tail);
    let said = Header::read(whole.as_bytes());
    let count = said.copyrights.len() + said.licences.len();
    let before = Header::read(bytes);
    (count == before.copyrights.len() + before.licences.len() + lines.len())
        .then(|| whole.into_bytes())
}

/// `before` with `added` after it, a blank line between them.
pub(crate) fn appended(before: &[u8], added: &str) -> Vec<u8> {
    let end = std::str::from_utf8(before).map_or("\n", line_end);
    let mut after = before.to_vec();
    if !before.is_empty() && !before.ends_with(b"\n") {
        after.extend(end.as_bytes());
    }
    after.extend(end.as_bytes());
    after.extend(added.replace('\n', end).as_bytes());
    after
}

/// How lines end in `text`.
fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &str, text: &str) -> Option<String> {
        let lines = [copyright("2026 Direction"), licence("MIT")];
        with(path, text.as_bytes(), &lines).map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
    }

    // REUSE-IgnoreStart
    #[test]
    fn a_header_is_written_as_the_language_writes_comments() {
        for (path, before, after) in [
            (
                "a.py",
                "#!/usr/bin/env python3\n\"\"\"Doc.\"\"\"\n",
                "#!/usr/bin/env python3\n# SPDX-FileCopyrightText: 2026 Direction\n\
                 # SPDX-License-Identifier: MIT\n\n\"\"\"Doc.\"\"\"\n",
            ),
            (
                "a.js",
                "\u{feff}let a;\r\nlet b;\r\n",
                "\u{feff}// SPDX-FileCopyrightText: 2026 Direction\r\n\
                 // SPDX-License-Identifier: MIT\r\n\r\nlet a;\r\nlet b;\r\n",
            ),
            (
                "a.css",
                "a {}",
                "/*\n * SPDX-FileCopyrightText: 2026 Direction\n\
                 \x20* SPDX-License-Identifier: MIT\n */\n\na {}",
            ),
            (
                "a.php",
                "<?php\n\nnamespace A;\n",
                "<?php\n// SPDX-FileCopyrightText: 2026 Direction\n\
                 // SPDX-License-Identifier: MIT\n\nnamespace A;\n",
            ),
            (
                "a.sh",
                "#!/bin/sh",
                "#!/bin/sh\n# SPDX-FileCopyrightText: 2026 Direction\n\
                 # SPDX-License-Identifier: MIT\n",
            ),
        ] {
            assert_eq!(written(path, before).as_deref(), Some(after), "{path}");
        }
    }

    #[test]
    fn a_file_that_takes_no_comment_is_left_alone() {
        assert_eq!(written("a.json", "{}\n"), None);
        assert_eq!(written("a.php", "<p>\n"), None);
        let latin1 = b"# d\xe9j\xe0\n";
        assert_eq!(with("a.py", latin1, &[licence("MIT")]), None);
        let closing = [copyright("2026 A */ B")];
        assert_eq!(with("a.css", b"a {}\n", &closing), None);
    }
    // REUSE-IgnoreEnd
}
