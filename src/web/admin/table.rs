use actix_web::middleware::from_fn;
use actix_web::web;
use actix_web::{FromRequest, Handler, Resource, Responder, Scope};

use super::gate::{Access, gate};
use crate::urls;
use crate::web::methods::{form, page, post};

/// Who may call an address, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The address, with its parameters in braces.
    pub path: &'static str,
    /// Whether it is read by GET and HEAD.
    pub is_read: bool,
    /// Whether it takes a POST.
    pub is_posted: bool,
    /// Who may.
    pub access: Access,
}

/// The addresses of the desk as they are collected, each with its rule.
pub struct Table {
    scope: Scope,
    rules: Vec<Rule>,
}

impl Default for Table {
    fn default() -> Self {
        Self { scope: web::scope(urls::ADMIN), rules: Vec::new() }
    }
}

impl Table {
    /// A page that is read.
    pub fn page<F, Args>(&mut self, path: &'static str, access: Access, show: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Rule { path, is_read: true, is_posted: false, access }, page(below_admin(path), show));
    }

    /// A page with a form that is posted to its own address.
    pub fn form<F, G, Args, Posted>(&mut self, path: &'static str, access: Access, show: F, take: G)
    where
        F: Handler<Args>,
        G: Handler<Posted>,
        Args: FromRequest + 'static,
        Posted: FromRequest + 'static,
        F::Output: Responder + 'static,
        G::Output: Responder + 'static,
    {
        self.add(Rule { path, is_read: true, is_posted: true, access }, form(below_admin(path), show, take));
    }

    /// An act without a page of its own: it is only posted.
    pub fn act<F, Args>(&mut self, path: &'static str, access: Access, take: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Rule { path, is_read: false, is_posted: true, access }, post(below_admin(path), take));
    }

    fn add(&mut self, rule: Rule, resource: Resource) {
        let scope = std::mem::replace(&mut self.scope, web::scope(""));
        let guarded = resource.wrap(from_fn(move |request, next| gate(rule.access, request, next)));
        self.scope = scope.service(guarded);
        self.rules.push(rule);
    }

    /// What was collected: the addresses as one part of the site, and their rules.
    pub fn into_parts(self) -> (Scope, Vec<Rule>) {
        (self.scope, self.rules)
    }
}

/// An address as the part of the site knows it that stands under `/admin`.
fn below_admin(path: &'static str) -> &'static str {
    path.strip_prefix(urls::ADMIN).unwrap_or(path)
}
