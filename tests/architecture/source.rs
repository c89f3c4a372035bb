//! Reads Rust as tokens: comments are gone, strings are whole, and what stands inside a macro counts too.
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file of the repository: its path from the root, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// `src/web/public/courses.rs` and `src/web/public/courses/mod.rs` are both `["web", "public", "courses"]`.
    pub fn module(&self) -> Vec<String> {
        let inside = self.path.trim_start_matches("src/").trim_start_matches("tests/").trim_end_matches(".rs");
        let mut module: Vec<_> = inside.split('/').map(str::to_owned).collect();
        module.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
        module
    }

    pub fn tokens(&self) -> Vec<TokenTree> {
        let tokens: TokenStream = self.text.parse().map_err(|error| format!("{}: {error}", self.path)).unwrap();
        tokens.into_iter().collect()
    }

    /// All tokens in a row, groups opened; without attributes (and so without doc comments).
    pub fn plain_tokens(&self) -> Vec<TokenTree> {
        flatten(&self.tokens(), false)
    }

    /// All paths that name another module, from the crate's root: `use crate::a::{b, c::d}` gives `a::b` and `a::c::d`.
    pub fn imports(&self) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        paths(&self.tokens(), &self.module(), &mut found);
        found
    }
}

fn flatten(tokens: &[TokenTree], attributes: bool) -> Vec<TokenTree> {
    let mut flat = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !attributes && is_attribute(tokens, at) {
            continue;
        }
        flat.push(token.clone());
        if let TokenTree::Group(group) = token {
            flat.extend(flatten(&children(group), attributes));
        }
    }
    flat
}

pub fn children(group: &proc_macro2::Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

/// Whether the token at `at` is the bracket of `#[..]` or `#![..]`.
pub fn is_attribute(tokens: &[TokenTree], at: usize) -> bool {
    let is = |back: usize, sign| at >= back && is_punct(tokens.get(at - back), sign);
    matches!(&tokens[at], TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
        && (is(1, '#') || (is(1, '!') && is(2, '#')))
}

pub fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

pub fn ident(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

fn colons(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

fn paths(tokens: &[TokenTree], module: &[String], found: &mut Vec<Vec<String>>) {
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            // An inline `mod name { .. }` is one step deeper.
            let named = at >= 2 && ident(tokens.get(at - 2)).as_deref() == Some("mod");
            let inner = if named { ident(tokens.get(at - 1)) } else { None };
            paths(&children(group), &[module, inner.as_slice()].concat(), found);
        }
        let starts = at < 2 || !colons(tokens, at - 2);
        if let (true, true, Some(first)) = (starts, colons(tokens, at + 1), ident(Some(token))) {
            path(tokens, at, start(&first, module), found);
        }
    }
}

/// What the first word of a path stands for, from the crate's root.
fn start(first: &str, module: &[String]) -> Vec<String> {
    let parent = &module[..module.len().saturating_sub(1)];
    match first {
        "crate" | "lectern" => Vec::new(),
        "super" => parent.to_vec(),
        "self" => module.to_vec(),
        child => [module, &[child.to_owned()]].concat(),
    }
}

/// Follows one path, or one branch of a tree, whose word at `at` is already in `prefix`.
fn path(tokens: &[TokenTree], at: usize, mut prefix: Vec<String>, found: &mut Vec<Vec<String>>) {
    if !colons(tokens, at + 1) {
        return found.push(prefix);
    }
    match tokens.get(at + 3) {
        Some(TokenTree::Ident(word)) => {
            if word == "super" {
                prefix.pop();
            } else if word != "self" {
                prefix.push(word.to_string());
            }
            path(tokens, at + 3, prefix, found);
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            for branch in children(group).split(|token| is_punct(Some(token), ',')) {
                if let Some(word) = ident(branch.first()) {
                    let prefix = if word == "self" { prefix.clone() } else { [&prefix[..], &[word]].concat() };
                    path(branch, 0, prefix, found);
                }
            }
        }
        _ => found.push(prefix),
    }
}
