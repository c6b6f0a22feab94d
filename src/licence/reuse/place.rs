//! Where a header goes in a file: at its start, or after what must come first.

use crate::licence::comment::Syntax;

impl Syntax {
    /// Where a header goes in `text`, in bytes; `None` when a comment cannot
    /// stand near the start of it.
    pub(crate) fn place(&self, text: &str) -> Option<usize> {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut at = match is_shebang(&text[start..]) {
            true => after_line(text, start),
            false => start,
        };
        if !self.xml && is_markup(&text[at..]) {
            return None;
        }
        if is_mode_line(&text[at..]) {
            if !self.is_whole_comment(first_line(&text[at..])) {
                return None;
            }
            at = after_line(text, at);
        }
        if self.xml {
            at = after_declarations(text, at)?;
        }
        if let Some(mark) = &self.opens {
            return after_mark(text, at, mark);
        }
        Some(at + self.kept_first(&text[at..]))
    }

    /// The bytes at the start of `body` that must stay first.
    fn kept_first(&self, body: &str) -> usize {
        if self.keep_first.iter().any(|first| first == "---") && body.starts_with("---") {
            return after_front_matter(body);
        }
        if self.keep_first.iter().any(|first| body.starts_with(first.as_str())) {
            return after_line(body, 0);
        }
        let Some(block) = self.block.as_ref().filter(|block| body.starts_with(&block.start)) else {
            return 0;
        };
        let Some(end) = body.find(block.end.trim()) else { return 0 };
        match self.keep_block.iter().any(|word| body[..end].contains(word.as_str())) {
            true => after_line(body, end),
            false => 0,
        }
    }

    /// True for a line that is a comment from its start to its end.
    fn is_whole_comment(&self, line: &str) -> bool {
        let line = line.trim();
        let by_line = self.line.as_ref().is_some_and(|start| line.starts_with(start.as_str()));
        let by_block = self.block.as_ref().is_some_and(|block| {
            line.starts_with(&block.start) && line.ends_with(block.end.trim())
        });
        by_line || by_block
    }
}

/// True for a line that names an interpreter; a Rust attribute is none.
fn is_shebang(text: &str) -> bool {
    text.starts_with("#!") && !text[2..].trim_start().starts_with('[')
}

/// True for a line that editors and interpreters read first only: encoding
/// (PEP 263, Ruby) and Emacs modes.
fn is_mode_line(text: &str) -> bool {
    let line = first_line(text);
    let named = line.match_indices("coding").any(|(at, word)| {
        line[at + word.len()..].starts_with([':', '=']) && line.trim_start().starts_with('#')
    });
    line.contains("-*-") || named
}

/// True for a document in a file whose name tells a program.
fn is_markup(text: &str) -> bool {
    text.starts_with("<?xml") || text.get(..9).is_some_and(|s| s.eq_ignore_ascii_case("<!doctype"))
}

fn first_line(text: &str) -> &str {
    text.split_inclusive('\n').next().unwrap_or_default()
}

/// The start of the line after the one that holds the byte at `at`.
fn after_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// After `mark`, when it stands alone on its line.
fn after_mark(text: &str, at: usize, mark: &str) -> Option<usize> {
    let rest = text[at..].strip_prefix(mark)?;
    first_line(rest).trim().is_empty().then(|| after_line(text, at))
}

/// After the XML declaration and the document type, when something else starts
/// on another line.
fn after_declarations(text: &str, start: usize) -> Option<usize> {
    let mut end = start;
    loop {
        let rest = &text[end..];
        let body = rest.trim_start();
        let skipped = rest.len() - body.len();
        let length = if body.starts_with("<?xml") {
            body.find("?>").map(|at| at + 2)?
        } else if is_markup(body) {
            document_type(body)?
        } else {
            break;
        };
        end += skipped + length;
    }
    match end {
        end if end == start => Some(start),
        end => first_line(&text[end..]).trim().is_empty().then(|| after_line(text, end)),
    }
}

/// The length of the document type at the start of `body`, its internal subset
/// included.
fn document_type(body: &str) -> Option<usize> {
    let close = body.find('>')?;
    match body.find('[').filter(|open| *open < close) {
        Some(open) => {
            let subset = open + body[open..].find(']')?;
            Some(subset + body[subset..].find('>')? + 1)
        }
        None => Some(close + 1),
    }
}

/// Where `body`, which opens a front matter, goes on after it.
fn after_front_matter(body: &str) -> usize {
    let mut at = 0;
    for (number, line) in body.split_inclusive('\n').enumerate() {
        at += line.len();
        if number > 0 && line.trim_end() == "---" {
            return at;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use crate::licence::comment::syntax_of;

    /// What comes before the place of a header.
    fn before<'t>(path: &str, text: &'t str) -> Option<&'t str> {
        Some(&text[..syntax_of(path)?.place(text)?])
    }

    #[test]
    fn a_header_goes_after_what_must_come_first() {
        for (path, first, rest) in [
            ("a.py", "#!/usr/bin/env python3\n", "import x\n"),
            ("a.py", "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n", "import x\n"),
            ("a.rb", "# encoding: utf-8\n", "puts 1\n"),
            ("a.py", "", "import x\n"),
            ("a.php", "<?php\n", "\necho 1;\n"),
            ("a.php", "#!/usr/bin/env php\n<?php\n", "echo 1;\n"),
            ("a.md", "---\ntitle: x\n---\n", "# X\n"),
            ("a.md", "", "---\nnot closed\n"),
            ("a.xml", "\u{feff}<?xml version=\"1.0\"?>\n", "<a/>"),
            ("a.html", "<!doctype html>\n", "<html>\n"),
            (
                "a.svg",
                "<?xml version=\"1.0\"?>\n<!DOCTYPE svg [\n<!ENTITY a \"b\">\n]>\n",
                "<svg/>",
            ),
            ("a.rs", "", "#![allow(\n    dead_code\n)]\n"),
            ("a.js", "/**\n * @jest-environment jsdom\n */\n", "import x\n"),
            ("a.js", "", "/** What it does. */\n"),
            ("Package.swift", "// swift-tools-version:5.9\n", "import PackageDescription\n"),
            ("a.el", ";;; a.el --- x -*- lexical-binding: t -*-\n", "(message \"a\")\n"),
            ("a.css", "@charset \"utf-8\";\n", "a {}\n"),
            ("a.lua", "#!/usr/bin/lua\n", "print(1)\n"),
        ] {
            assert_eq!(before(path, &format!("{first}{rest}")), Some(first), "{path}: {first}");
        }
    }

    #[test]
    fn some_files_take_no_header() {
        for (path, text) in [
            ("a.php", "<html>\n<?php echo 1; ?>\n"),
            ("a.php", "<?php include 'a.php'; ?>\n<p>\n"),
            ("a.ts", "<?xml version=\"1.0\"?>\n<TS/>\n"),
            ("a.xml", "<?xml version=\"1.0\"?><a\n  b=\"c\"/>\n"),
            ("a.c", "/* -*- mode: c -*-\n * a\n */\n"),
        ] {
            assert_eq!(before(path, text), None, "{path}: {text}");
        }
    }
}
