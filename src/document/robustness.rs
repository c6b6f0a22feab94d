//! Hostile texts: every format must read them to the end. What takes quadratic
//! time would be seen to hang.

use super::{Document, Format};

const FORMATS: [Format; 5] =
    [Format::Markdown, Format::Org, Format::Rst, Format::AsciiDoc, Format::Plain];

/// Repeats `unit` up to 64 KiB: what is quadratic shows, what is linear is
/// quick even without optimisation.
fn flood(unit: &str) -> String {
    unit.repeat((64 << 10) / unit.len())
}

/// Reads the text in every format and checks what any document promises.
fn survive(name: &str, text: &str) {
    let last = text.replace("\r\n", "\n").replace('\r', "\n").split('\n').count();
    for format in FORMATS {
        let document = Document::parse(text, format);
        let _ = (document.title(), document.lead(), document.sections());
        let mut previous = 1;
        for block in &document.blocks {
            assert!(block.line >= previous, "{name} as {format:?}: {} < {previous}", block.line);
            assert!(block.end_line >= block.line && block.end_line <= last, "{name} {format:?}");
            previous = block.line;
        }
    }
}

#[test]
fn floods_of_markup() {
    for unit in [
        "[",
        "]",
        "[[",
        "[[a",
        "[a](",
        "![",
        "![[",
        "<",
        "</",
        "<a ",
        "<!--",
        "<a href=x>",
        "<img src=a>",
        "<div>\n\n",
        "<h1>",
        "<code>",
        "*",
        "_a",
        "*a ",
        "**a ",
        "`",
        "`a",
        "``a ",
        "|a",
        "|",
        "|a|\n",
        "=a ",
        "~a",
        "/a ",
        "{a}",
        "{",
        "image::",
        "image:a[",
        "link:",
        "http://",
        "http://a",
        "a@",
        "a@b.",
        "a.",
        "://",
        "a://",
        "&amp;",
        "&",
        "\\",
        "a_ ",
        "`a <b",
        "`a`_ ",
        ":a:`",
        "#+begin_src\n",
        ":a:\n",
        "- ",
        "- a\n",
        "-a\n",
        "* a\n",
        "# a\n",
        "= a\n",
        "a\n=\n",
        "a\n-\n",
        "----\n",
        "====\n",
        "____\n",
        "--\n",
        "```\n",
        "~~~\n",
        "////\n",
        "::\n\n",
        ".. a::\n",
        ".. |a| image:: b\n",
        ".. _a: b\n",
        "+-+\n",
        "+--+--+\n",
        "== ==\n",
        "|===\n",
        "\r",
        "\n",
        "\u{feff}",
        "\u{0}",
        "é",
        "🚀",
        "[^a]",
        "[^a]: b\n",
        "[a]: b\n",
        "http://*b*",
        "link:*b*",
        "image:_a_",
        "== ==\na\n\nb\n",
        "[[a *b* ",
        "``a`b *c*",
        "xref:a[",
        "<<a",
        "\t",
        "a\t",
        "$",
        "$$",
        "~",
        "^",
        "[ ] ",
        "---\n",
        "+++\n",
        "'",
        "\"",
        "(",
        ")",
        "\\(",
    ] {
        survive(unit, &flood(unit));
    }
}

#[test]
fn deep_nesting() {
    for (open, close) in [
        ("> ", ""),
        (">", ""),
        ("- ", ""),
        ("<div>", "</div>"),
        ("<blockquote>", ""),
        ("[", "](x)"),
        ("1. ", ""),
    ] {
        let text = format!("{}a{}", open.repeat(100_000), close.repeat(100_000));
        survive(open, &text);
    }
    let stairs: String =
        (0..700).map(|depth| format!("{}- a\n\n", " ".repeat(depth * 2))).collect();
    survive("stairs", &stairs);
    let quotes: String = (0..700).map(|depth| format!("{}a\n\n", " ".repeat(depth))).collect();
    survive("indents", &quotes);
}

#[test]
fn long_lines_and_unclosed_blocks() {
    survive("words", &"mot ".repeat(64 << 10));
    survive("one word", &"a".repeat(1 << 20));
    survive("brackets", &"[".repeat(1 << 20));
    for start in [
        "```\n",
        "<!-- ",
        "<div><!--\n\n",
        "<pre>",
        "<script>",
        "#+begin_src\n",
        "----\n",
        "////\n",
        "::\n\n   ",
        ".. \n   ",
        "<a href=\"",
        "---\na: b\n",
    ] {
        survive(start, &format!("{start}{}", flood("![a](b) texte\n\n")));
        survive(start, &format!("{start}{}", flood("![a](b) texte ")));
    }
}

#[test]
fn definitions_do_not_multiply() {
    let url = "x".repeat(200_000);
    survive("md", &format!("[a]: http://{url}\n\n{}", flood("[a] ![a] ")));
    survive(
        "rst",
        &format!(".. |a| image:: http://{url}\n.. _a: http://{url}\n\n{}", flood("|a| a_ ")),
    );
    survive("adoc", &format!("= T\n:a: http://{url}\n\n{}", flood("{a}[b] ")));
    let doubling: String = (0..60).map(|n| format!(":a{}: {{a{n}}}{{a{n}}}\n", n + 1)).collect();
    survive("adoc doubling", &format!("= T\n:a0: xx\n{doubling}\n{{a60}}\n"));
    survive("html", &format!("<a href=\"{url}\">{}", flood("<img src=a>")));
}
