//! `${{ … }}` expressions: which of the values they can give are written by an
//! outsider.
//!
//! The grammar is small, so it is parsed rather than searched: a comparison or
//! `contains(github.event.comment.body, '/deploy')` gives a boolean and is
//! harmless, where `github.head_ref || github.ref` gives the branch name.

use regex::{Captures, Regex};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What the variables of `env:` and the inputs hold where an expression stands,
/// by name (`name`, `inputs.name`), without case.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// The untrusted fields whose text they may carry.
    pub(super) origins: HashMap<String, Vec<String>>,
    /// What they were given, when an expression makes it.
    pub(super) given: HashMap<String, String>,
    /// Outputs of steps and jobs that name the head of a proposal.
    pub(super) heads: Vec<String>,
}

/// `['name']` after a context, which is `.name`.
static INDEX: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[\s*'([A-Za-z_][\w-]*)'\s*\]").ok());

/// A variable, as expressions or as shells read it.
static VARIABLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:env|inputs)\.[A-Za-z_][\w-]*|\$\{?[A-Za-z_]\w*\}?").ok());

/// Bytes beyond which a text is left as it is.
const LONGEST: usize = 4096;

/// True when `text` names the output at `path`, whole unless it ends with a dot: `env.head` is
/// not `env.header`.
pub(super) fn names(text: &str, path: &str) -> bool {
    let goes_on = |next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '-');
    let mut found = text.match_indices(path);
    found.any(|(at, _)| path.ends_with('.') || !text[at + path.len()..].starts_with(goes_on))
}

/// `text` with the variables it reads replaced by what they were given, and
/// indexes written as paths.
pub(super) fn expanded(text: &str, scope: &Values) -> String {
    let (Some(index), Some(variable)) = (INDEX.as_ref(), VARIABLE.as_ref()) else {
        return text.to_owned();
    };
    if text.len() > LONGEST || !text.contains('$') {
        return text.to_owned();
    }
    let text = index.replace_all(text, ".$1");
    let value = |found: &Captures<'_>| {
        let name = found[0].trim_matches(['$', '{', '}']);
        let name = name.strip_prefix("env.").unwrap_or(name).to_lowercase();
        scope.given.get(&name).cloned().unwrap_or_else(|| found[0].to_owned())
    };
    variable.replace_all(&text, value).into_owned()
}

/// What makes a shell run the text of its variables.
static RUNS_TEXT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let shell = r"(?:\S*/)?(?:ba|z|da|k)?sh\b";
    let any = [
        r"\beval\s".to_owned(),
        format!(r"(?:^|\s){shell}\s+(?:-\S+\s+)*-\w*c\s"),
        r"\b(?:python[\d.]*|perl|ruby|node|php)\s+(?:-\S+\s+)*-[cer]\s".to_owned(),
        format!(r"\|\s*(?:sudo\s+(?:-\S+\s+)*)?{shell}"),
        r"(?i)\b(?:iex|invoke-expression)\b".to_owned(),
    ];
    Regex::new(&any.join("|")).ok()
});

/// `'…'`, in which a shell replaces nothing.
static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"'[^']*'").ok());

/// The untrusted fields that the command `text` runs as code, through variables.
pub(super) fn run_as_code(text: &str, scope: &Values) -> Vec<String> {
    let runs = RUNS_TEXT.as_ref().is_some_and(|runs| text.len() <= LONGEST && runs.is_match(text));
    if runs { held(text, scope) } else { Vec::new() }
}

/// The untrusted fields that the variables of the command `text` hold.
pub(super) fn held(text: &str, scope: &Values) -> Vec<String> {
    let (Some(quoted), Some(variable)) = (QUOTED.as_ref(), VARIABLE.as_ref()) else {
        return Vec::new();
    };
    if scope.origins.is_empty() || text.len() > LONGEST {
        return Vec::new();
    }
    let text = quoted.replace_all(text, "''");
    let names = variable.find_iter(&text).map(|found| {
        let name = found.as_str().trim_matches(['$', '{', '}']);
        name.strip_prefix("env:").unwrap_or(name).to_lowercase()
    });
    names.filter_map(|name| scope.origins.get(&name)).flatten().take(8).cloned().collect()
}

/// True for an `if:` that mixes text with `${{ … }}`: its value is a text that is not
/// empty, whatever the expression gives.
pub(super) fn always_true(condition: &str) -> bool {
    let whole = condition.starts_with("${{") && condition.ends_with("}}");
    condition.contains("${{") && !(whole && find(condition).len() == 1)
}

/// Deeper parentheses than anyone writes.
const MAX_DEPTH: usize = 40;

/// The expressions of a text: offset of `${{`, and what is inside.
pub(super) fn find(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|t| t.find("${{")) {
        let start = from + open;
        let Some(close) = text.get(start + 3..).and_then(|t| t.find("}}")) else {
            break;
        };
        let end = start + 3 + close;
        out.push((start, text.get(start + 3..end).unwrap_or_default()));
        from = end + 2;
    }
    out
}

/// The untrusted fields whose text `text` may carry.
pub(super) fn origins(text: &str, scope: &Values) -> Vec<String> {
    let found = find(text).into_iter().take(50);
    found.flat_map(|(_, inner)| tainted(inner, scope)).take(8).collect()
}

/// The untrusted context paths whose text can be the value of `expression`.
pub(super) fn tainted(expression: &str, scope: &Values) -> Vec<String> {
    let tokens = tokens(expression);
    let mut parser = ExpressionParser { tokens: &tokens, at: 0, scope };
    let mut found = parser.or(0).unwrap_or_default();
    found.sort();
    found.dedup();
    found
}

#[derive(Clone, Debug, PartialEq)]
enum ExpressionToken {
    Path(Vec<String>),
    Literal,
    Op(&'static str),
    Other,
}

/// Splits into paths, literals and operators; `a['b'].c[0].*` is one path.
fn tokens(text: &str) -> Vec<ExpressionToken> {
    let chars: Vec<char> = text.chars().take(4096).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c.is_whitespace() {
            at += 1;
        } else if c.is_alphabetic() || c == '_' {
            let path = path(&chars, &mut at);
            out.push(ExpressionToken::Path(path));
        } else if c == '\'' {
            skip_string(&chars, &mut at);
            out.push(ExpressionToken::Literal);
        } else if c.is_ascii_digit() || c == '-' || c == '+' {
            while chars.get(at).is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '+'))
            {
                at += 1;
            }
            out.push(ExpressionToken::Literal);
        } else {
            let pair: String = chars.iter().skip(at).take(2).collect();
            let op = ["||", "&&", "==", "!=", "<=", ">="].into_iter().find(|o| *o == pair);
            let single = ["!", "<", ">", "(", ")", ","].into_iter().find(|o| o.starts_with(c));
            at += if op.is_some() { 2 } else { 1 };
            out.push(op.or(single).map_or(ExpressionToken::Other, ExpressionToken::Op));
        }
    }
    out
}

fn skip_string(chars: &[char], at: &mut usize) {
    *at += 1;
    while let Some(&c) = chars.get(*at) {
        *at += 1;
        if c == '\'' {
            if chars.get(*at) == Some(&'\'') {
                *at += 1;
            } else {
                break;
            }
        }
    }
}

fn word(chars: &[char], at: &mut usize) -> String {
    let mut out = String::new();
    while let Some(&c) = chars.get(*at) {
        if !(c.is_alphanumeric() || matches!(c, '_' | '-')) {
            break;
        }
        out.extend(c.to_lowercase());
        *at += 1;
    }
    out
}

fn path(chars: &[char], at: &mut usize) -> Vec<String> {
    let mut out = vec![word(chars, at)];
    loop {
        match chars.get(*at) {
            Some('.') => {
                *at += 1;
                if chars.get(*at) == Some(&'*') {
                    *at += 1;
                    out.push("*".to_owned());
                } else {
                    out.push(word(chars, at));
                }
            }
            Some('[') => {
                *at += 1;
                let inside: String = chars.iter().skip(*at).take_while(|c| **c != ']').collect();
                *at += inside.chars().count() + 1;
                let bare = inside.trim();
                let key = bare.strip_prefix('\'').and_then(|b| b.strip_suffix('\''));
                out.push(key.map_or("*".to_owned(), str::to_lowercase));
            }
            _ => return out,
        }
    }
}

struct ExpressionParser<'p> {
    tokens: &'p [ExpressionToken],
    at: usize,
    scope: &'p Values,
}

impl ExpressionParser<'_> {
    fn eat(&mut self, op: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(ExpressionToken::Op(o)) if *o == op);
        self.at += usize::from(found);
        found
    }

    fn or(&mut self, depth: usize) -> Option<Vec<String>> {
        let mut all = self.and(depth)?;
        while self.eat("||") {
            all.extend(self.and(depth)?);
        }
        Some(all)
    }

    /// `a && b` gives `b`, or an `a` that is empty: only `b` can carry a text.
    fn and(&mut self, depth: usize) -> Option<Vec<String>> {
        let mut last = self.comparison(depth)?;
        while self.eat("&&") {
            last = self.comparison(depth)?;
        }
        Some(last)
    }

    fn comparison(&mut self, depth: usize) -> Option<Vec<String>> {
        let mut value = self.unary(depth)?;
        while ["==", "!=", "<=", ">=", "<", ">"].iter().any(|op| self.eat(op)) {
            self.unary(depth)?;
            value = Vec::new();
        }
        Some(value)
    }

    fn unary(&mut self, depth: usize) -> Option<Vec<String>> {
        if depth > MAX_DEPTH {
            return None;
        }
        if self.eat("!") {
            self.unary(depth + 1)?;
            return Some(Vec::new());
        }
        if self.eat("(") {
            let inside = self.or(depth + 1)?;
            self.eat(")");
            return Some(inside);
        }
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            ExpressionToken::Path(path) if self.eat("(") => self.call(&path.join("."), depth + 1),
            ExpressionToken::Path(path) => Some(self.origin(&path)),
            ExpressionToken::Literal => Some(Vec::new()),
            ExpressionToken::Op(_) | ExpressionToken::Other => None,
        }
    }

    fn call(&mut self, name: &str, depth: usize) -> Option<Vec<String>> {
        let mut all = Vec::new();
        if !self.eat(")") {
            loop {
                all.extend(self.or(depth)?);
                if !self.eat(",") {
                    break;
                }
            }
            self.eat(")");
        }
        let keeps_text = matches!(name, "format" | "join" | "tojson" | "fromjson" | "case");
        Some(if keeps_text { all } else { Vec::new() })
    }

    fn held(&self, name: &str) -> Vec<String> {
        self.scope.origins.get(name).cloned().unwrap_or_default()
    }

    fn origin(&self, path: &[String]) -> Vec<String> {
        match path {
            [env, name] if env == "env" => self.held(name),
            [inputs, name] if inputs == "inputs" => self.held(&format!("inputs.{name}")),
            [of, _, outputs, _] if outputs == "outputs" && (of == "steps" || of == "needs") => {
                self.held(&path.join("."))
            }
            _ => untrusted(path).into_iter().collect(),
        }
    }
}

/// The path as GitHub names it, when an outsider writes what it holds.
fn untrusted(path: &[String]) -> Option<String> {
    let [root, rest @ ..] = path else {
        return None;
    };
    if !matches!(root.as_str(), "github" | "gitea" | "forgejo" | "forge") {
        return None;
    }
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let tainted = match rest.as_slice() {
        [] | ["head_ref"] | ["event"] => true,
        ["event", object, fields @ ..] => event_field(object, fields),
        _ => false,
    };
    tainted.then(|| {
        let mut name = vec!["github"];
        name.extend(&rest);
        name.join(".").chars().take(80).collect()
    })
}

/// Fields of the event's payload. A whole object counts: `toJSON` pastes it all.
fn event_field(object: &str, fields: &[&str]) -> bool {
    match (object, fields) {
        ("issue" | "comment" | "review" | "review_comment" | "discussion" | "changes", []) => true,
        ("pull_request" | "workflow_run" | "head_commit" | "commits" | "pages" | "forkee", []) => {
            true
        }
        ("issue" | "pull_request" | "discussion", ["title" | "body"]) => true,
        ("comment" | "review" | "review_comment", ["body"]) => true,
        ("answer", ["body"]) => true,
        ("pull_request", ["head", head @ ..]) => head_field(head),
        ("changes", ["title" | "body", "from"]) => true,
        ("pages", [_, "page_name" | "title" | "summary"]) => true,
        ("head_commit", commit) | ("commits", [_, commit @ ..]) => commit_field(commit),
        ("workflow_run", ["head_branch" | "display_title"]) => true,
        ("workflow_run", ["head_commit", commit @ ..]) => commit_field(commit),
        ("workflow_run", ["head_repository", "description"]) => true,
        ("workflow_run", ["pull_requests", _, "head", head @ ..]) => head_field(head),
        _ => false,
    }
}

fn head_field(fields: &[&str]) -> bool {
    matches!(
        fields,
        [] | ["ref" | "label"] | ["repo", "default_branch" | "description" | "homepage"]
    )
}

fn commit_field(fields: &[&str]) -> bool {
    matches!(fields, [] | ["message"] | ["author" | "committer", "name" | "email"])
}
