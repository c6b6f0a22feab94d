//! The terminal: colours, width, progress, interruption.

use super::{Colour, Global};
use crate::error::{Error, Result};
use crate::exit;
use crate::lang::{Lang, Text};
use crate::render::{self, Depth, Style};
use crate::text;
use ::console::{Alignment, Term, measure_text_width, pad_str};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

pub(super) use crate::render::words;

/// Columns of a page that is not shown on a terminal.
const PAGE: usize = 80;

/// True in a continuous-integration job, whose log takes no animation.
fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// True when standard output may be coloured: on request, or on a terminal that
/// takes colours and whose user did not set `NO_COLOR`.
pub(super) fn colours(global: &Global) -> bool {
    match global.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0");
            !refused && (forced || (Term::stdout().is_term() && console::colors_enabled()))
        }
    }
}

/// Takes an empty `NO_COLOR` as one that is not set, as its convention says: the library
/// takes it as a refusal.
pub(super) fn honour_empty_no_color() {
    let empty = std::env::var_os("NO_COLOR").is_some_and(|value| value.is_empty());
    let named = |name: &str| std::env::var_os(name).unwrap_or_default();
    let refused = named("CLICOLOR") == "0" || ["", "dumb"].iter().any(|one| named("TERM") == *one);
    if empty && !refused {
        console::set_colors_enabled(Term::stdout().is_term());
        console::set_colors_enabled_stderr(Term::stderr().is_term());
    }
}

/// The style of a report on standard output, or in a file.
pub(super) fn style<'a>(global: &Global, lang: Lang, depth: Depth<'a>, to_file: bool) -> Style<'a> {
    let terminal = Term::stdout();
    let width = match terminal.size_checked() {
        Some((_, columns)) if !to_file => usize::from(columns).clamp(40, 120),
        _ => PAGE,
    };
    Style {
        lang,
        colours: !to_file && colours(global),
        width,
        depth,
        folder: "",
        gate: Default::default(),
    }
}

/// A unified diff, safe for a terminal, coloured as `git diff` does.
pub(super) fn painted(diff: &str, colours: bool) -> String {
    diff.split_inclusive('\n').map(|line| painted_line(line, colours)).collect()
}

/// A line of a diff.
fn painted_line(line: &str, colours: bool) -> String {
    let (text, end) = match line.strip_suffix('\n') {
        Some(text) => (text, "\n"),
        None => (line, ""),
    };
    let text = render::escape(text.strip_suffix('\r').unwrap_or(text));
    let style = match text.chars().next() {
        _ if text.starts_with("+++") || text.starts_with("---") => console::Style::new().bold(),
        Some('+') => console::Style::new().green(),
        Some('-') => console::Style::new().red(),
        Some('@') => console::Style::new().cyan(),
        _ => console::Style::new(),
    };
    match colours {
        true => format!("{}{end}", style.force_styling(true).apply_to(text)),
        false => format!("{text}{end}"),
    }
}

/// `text` on lines of `width` columns at most, under its own indentation and the mark that
/// opens it. No word is cut, nor a name at its hyphen.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let lines = text.split('\n').map(|line| {
        let body = line.trim_start_matches(' ');
        let lead = &line[..line.len() - body.len()];
        let mark = if body.starts_with(['·', '→', '•', '✗', '+', '~']) { 2 } else { 0 };
        let indent = " ".repeat(lead.len() + mark);
        textwrap::fill(body, words(width).initial_indent(lead).subsequent_indent(&indent))
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// `text` as standard error shows it: on lines of its own width when it is a terminal.
pub(super) fn for_a_screen(text: &str) -> String {
    let screen = Some(Term::stderr()).filter(Term::is_term);
    match screen.and_then(|terminal| terminal.size_checked()) {
        Some((_, columns)) if columns > 0 => wrapped(text, usize::from(columns)),
        _ => text.to_string(),
    }
}

/// `rows` in columns, each as wide as its widest cell; `side` tells to which side the
/// cells of the column at a position are laid.
pub(super) fn columns(rows: &[Vec<String>], side: impl Fn(usize) -> Alignment) -> String {
    let width = |at: usize| rows.iter().map(|row| measure_text_width(&row[at])).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate();
        let cells = cells.map(|(at, (cell, width))| pad_str(cell, *width, side(at), None));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// The columns of standard output, when it is a terminal.
pub(super) fn width() -> Option<usize> {
    let columns = Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
    columns.filter(|columns| *columns > 0)
}

/// A spinner on standard error, hidden outside of an interactive terminal.
pub(super) struct Progress {
    bar: ProgressBar,
    lang: Lang,
}

impl Progress {
    /// Starts showing progress, unless asked not to.
    pub(super) fn start(global: &Global, lang: Lang) -> Progress {
        let visible = !global.quiet && !in_ci() && Term::stderr().is_term();
        let target =
            if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        if visible {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Progress { bar, lang }
    }

    /// Says what is going on.
    pub(super) fn say(&self, message: &Text) {
        self.bar.set_message(message.get(self.lang).to_string());
    }

    /// Removes the spinner.
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }
}

/// On Ctrl-C, or when the terminal goes away, does what is left to do, clears the line of
/// progress, shows the cursor and exits with the code shells give an interruption.
pub(super) fn restore_on_interrupt() {
    // Without a handler the default one ends the process: nothing is lost.
    let _ = ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        if HELD.load(Ordering::SeqCst) {
            return;
        }
        last_words();
        let terminal = Term::stderr();
        if terminal.is_term() {
            let _ = terminal.clear_line();
            let _ = terminal.show_cursor();
            let word = text!("interrompu", "interrupted");
            let _ = terminal.write_line(word.get(Lang::from_locale()));
        }
        std::process::exit(i32::from(exit::INTERRUPTED));
    });
}

type Words = Box<dyn FnOnce() + Send>;

/// What is left to do when the program is stopped.
static LAST_WORDS: Mutex<Option<Words>> = Mutex::new(None);

/// From now on, does `words` when the program is stopped, and nothing else.
pub(super) fn before_leaving(words: impl FnOnce() + Send + 'static) {
    *LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(words));
}

/// From now on, leaves nothing to do when the program is stopped.
pub(super) fn nothing_before_leaving() {
    *LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Ends a conversation that came to `end`: what was left to do is done when it was cut
/// off by an error, and given up otherwise.
pub(super) fn ended<T>(end: Result<T>) -> Result<T> {
    match &end {
        Ok(_) => nothing_before_leaving(),
        Err(_) => last_words(),
    }
    end
}

/// Does, once, what is left to do.
fn last_words() {
    let mut words = LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(words) = words.take() {
        words();
    }
}

/// Set by Ctrl-C.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// Set while Ctrl-C must wait for the end of [`uninterrupted`].
static HELD: AtomicBool = AtomicBool::new(false);

/// Runs `work`, which asks [`interrupted`] and stops by itself at a moment that
/// leaves nothing half done.
pub(super) fn uninterrupted<T>(work: impl FnOnce() -> T) -> T {
    HELD.store(true, Ordering::SeqCst);
    let result = work();
    HELD.store(false, Ordering::SeqCst);
    result
}

/// True once Ctrl-C was pressed.
pub(super) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// What a failure to write becomes: nothing when the reader went away.
pub(super) fn output_error(error: &io::Error) -> Result<()> {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Ok(());
    }
    Err(Error::usage(text!(
        "L’écriture du résultat a échoué ({error}).",
        "Writing the result failed ({error})."
    ))
    .remedy(text!(
        "Vérifiez la place disque et les droits.",
        "Check disk space and access rights."
    )))
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn words_stay_whole_under_what_introduces_them() {
        let text = "  → la règle contribution/degree-consistent serait en défaut\u{a0}: voyez-la";
        let told = wrapped(text, 30);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(
            lines,
            [
                "  → la règle",
                "    contribution/degree-consistent",
                "    serait en défaut\u{a0}:",
                "    voyez-la",
            ]
        );
        assert_eq!(wrapped("a\n\n  b", 30), "a\n\n  b");
    }
}
