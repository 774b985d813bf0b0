//! Replies as responses, whole or not.

use super::listener::NoAnswer;
use super::pieces::Pieces;
use super::reply::Reply;
use crate::json::{Style, to_text};
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use std::time::Duration;

/// A reply as it should be.
pub(super) fn json(reply: Reply) -> Response {
    let body = body_of(&reply);
    with(reply, Body::from(body))
}

/// A page for people.
pub(super) fn text(body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// Half of the body, and its length as if that were all.
pub(super) fn truncated(reply: Reply) -> Response {
    let body = body_of(&reply);
    with(reply, Body::from(body.slice(..body.len() / 2)))
}

/// The body in pieces.
pub(super) fn slow(reply: Reply, pause: Duration) -> Response {
    let body = body_of(&reply);
    promised(with(reply, Body::new(Pieces::slow(&body, pause))), body.len())
}

/// The connection breaks in the middle of the body, whose whole length was promised.
pub(super) fn broken(reply: Reply) -> Response {
    let body = body_of(&reply);
    if body.is_empty() {
        return no_answer();
    }
    promised(with(reply, Body::new(Pieces::broken(&body))), body.len())
}

/// The connection is closed instead.
pub(super) fn no_answer() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(NoAnswer);
    response
}

/// The length is said beforehand, as it is of a whole body.
fn promised(mut response: Response, length: usize) -> Response {
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

fn body_of(reply: &Reply) -> Bytes {
    reply.body.as_ref().map(|body| to_text(body, &Style::compact())).unwrap_or_default().into()
}

fn with(reply: Reply, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if reply.body.is_some() {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
