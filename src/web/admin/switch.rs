//! Finds what answers an address of the desk. There are hundreds of them, and the framework's own table would take a regular expression
//! for each on every worker: 50 KB and a tenth of a millisecond apiece, on every start and mostly for nobody.
use std::cell::OnceCell;
use std::rc::Rc;

use actix_web::dev::{ResourceDef, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, HttpResponse, Responder};
use futures_util::future::LocalBoxFuture;
use matchit::Router;

use super::gate::{gate, nowhere};
use super::table::Rule;
use crate::urls;
use crate::web::error::AppError;
use crate::web::methods::refuse;

/// What answers a request that was let in.
pub(super) type Answerer = Rc<dyn Fn(ServiceRequest) -> LocalBoxFuture<'static, ServiceResponse>>;

/// A handler as what it is to the switch: one that reads what it asks for from the request, as the framework does it.
pub(super) fn answerer<F, Args>(handler: F) -> Answerer
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    Rc::new(move |request| {
        let handler = handler.clone();
        Box::pin(async move {
            let (request, mut payload) = request.into_parts();
            let response = match Args::from_request(&request, &mut payload).await {
                Ok(read) => handler.call(read).await.respond_to(&request).map_into_boxed_body(),
                Err(error) => HttpResponse::from_error(error),
            };
            ServiceResponse::new(request, response)
        })
    })
}

/// An address of the desk: who may call it, and what answers.
pub(super) struct Address {
    pub rule: Rule,
    show: Option<Answerer>,
    take: Option<Answerer>,
    /// Reads the parameters; made when the address is first asked for.
    parameters: OnceCell<ResourceDef>,
}

impl Address {
    pub fn new(rule: Rule, show: Option<Answerer>, take: Option<Answerer>) -> Self {
        Self { rule, show, take, parameters: OnceCell::new() }
    }

    async fn answer(&self, mut request: ServiceRequest) -> ServiceResponse {
        let below_admin = self.rule.path.strip_prefix(urls::ADMIN).unwrap_or(self.rule.path);
        let parameters = self.parameters.get_or_init(|| ResourceDef::new(below_admin));
        if !parameters.capture_match_info(request.match_info_mut()) {
            return request.error_response(AppError::NotFound);
        }
        let answerer = match *request.method() {
            Method::GET | Method::HEAD => self.show.clone(),
            Method::POST => self.take.clone(),
            _ => None,
        };
        let allowed = match (self.show.is_some(), self.take.is_some()) {
            (true, true) => "GET, HEAD, POST",
            (true, false) => "GET, HEAD",
            _ => "POST",
        };
        gate(self.rule.access, request, async move |request| match answerer {
            Some(answer) => answer(request).await,
            None => request.into_response(refuse(allowed)),
        })
        .await
    }
}

/// The addresses of the desk, by their shape.
#[derive(Clone)]
pub(super) struct Switch {
    addresses: Rc<[Address]>,
    router: Rc<Router<usize>>,
}

impl Switch {
    pub fn of(addresses: Vec<Address>) -> Self {
        let mut router = Router::new();
        for (place, address) in addresses.iter().enumerate() {
            if let Err(error) = router.insert(address.rule.path, place) {
                tracing::error!("{} leads nowhere: {error}", address.rule.path);
            }
        }
        Self { addresses: addresses.into(), router: Rc::new(router) }
    }

    pub async fn answer(&self, request: ServiceRequest) -> ServiceResponse {
        let place = self.router.at(request.match_info().as_str()).ok().map(|found| *found.value);
        match place.and_then(|place| self.addresses.get(place)) {
            Some(address) => address.answer(request).await,
            None => nowhere(request).await,
        }
    }
}
