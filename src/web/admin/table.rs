use actix_web::dev::fn_service;
use actix_web::{FromRequest, Handler, Responder, Scope, web};

use super::gate::Access;
use super::switch::{Address, Switch, answerer};
use crate::urls;

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
#[derive(Default)]
pub struct Table(Vec<Address>);

impl Table {
    /// A page that is read.
    pub fn page<F, Args>(&mut self, path: &'static str, access: Access, show: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let rule = Rule { path, is_read: true, is_posted: false, access };
        self.0.push(Address::new(rule, Some(answerer(show)), None));
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
        let rule = Rule { path, is_read: true, is_posted: true, access };
        self.0.push(Address::new(rule, Some(answerer(show)), Some(answerer(take))));
    }

    /// An act without a page of its own: it is only posted.
    pub fn act<F, Args>(&mut self, path: &'static str, access: Access, take: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let rule = Rule { path, is_read: false, is_posted: true, access };
        self.0.push(Address::new(rule, None, Some(answerer(take))));
    }

    /// The rule of each address.
    pub fn rules(&self) -> Vec<Rule> {
        self.0.iter().map(|address| address.rule).collect()
    }

    /// The addresses as one part of the site.
    pub fn into_scope(self) -> Scope {
        let switch = Switch::of(self.0);
        web::scope(urls::ADMIN).default_service(fn_service(move |request| {
            let switch = switch.clone();
            async move { Ok(switch.answer(request).await) }
        }))
    }
}
