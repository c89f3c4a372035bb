//! The short way for pages that are kept: past the routes, straight from memory.
use std::future::{Ready, ready};

use actix_web::Error;
use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::web::Data;
use futures_util::future::Either;

use super::context::Context;
use super::visit;

/// Answers with a kept page where there is one, and hands everything else on.
pub struct Shortcut(pub Data<Context>);

impl<S> Transform<S, ServiceRequest> for Shortcut
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error>,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = WithShortcut<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, Self::InitError>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(WithShortcut { context: self.0.clone(), service }))
    }
}

/// The site behind the short way.
pub struct WithShortcut<S> {
    context: Data<Context>,
    service: S,
}

impl<S> Service<ServiceRequest> for WithShortcut<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error>,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = Either<Ready<Result<Self::Response, Self::Error>>, S::Future>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        match self.context.pages.answer(&self.context, request.request()) {
            Some(mut answer) => {
                visit::note(&self.context, request.request(), &mut answer);
                Either::Left(ready(Ok(request.into_response(answer))))
            }
            None => Either::Right(self.service.call(request)),
        }
    }
}
