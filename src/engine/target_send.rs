//! `target.send`: finds the target, renders its template and shows the request.

use super::argument::{Scope, closest};
use super::env::RunEnv;
use super::report::{Header, RequestPreview, StepError};
use super::signature::sign;
use crate::diag::{Diagnostic, Place, Severity};
use crate::json::{Limits, Style, parse, to_text};
use crate::model::Target;
use crate::secret::Secret;
use serde_json::Value;

/// What `target.send` would post.
pub(super) struct Sending {
    pub(super) request: Option<RequestPreview>,
    pub(super) sentence: Option<String>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) error: Option<StepError>,
}

impl Sending {
    fn failed(code: &'static str, message: String) -> Self {
        Self { request: None, sentence: None, findings: Vec::new(), error: Some(StepError { code, message }) }
    }
}

/// Prepares the request of `target.send`.
pub(super) fn send(scope: &Scope<'_>, handle: Option<&Value>, event: &str, env: &RunEnv) -> Sending {
    let Some(handle) = handle.and_then(Value::as_str) else {
        return Sending::failed("target/missing", "target.send has no target".to_owned());
    };
    let Some(target) = scope.workspace().target(handle) else {
        let handles = scope.workspace().targets.iter().map(|target| target.handle.as_str());
        let near =
            closest(handle, handles).map(|near| format!("; did you mean '{near}'?")).unwrap_or_default();
        return Sending::failed("target/unknown", format!("there is no target '{handle}'{near}"));
    };
    match body_of(target, scope, env) {
        Ok(body) => request(target, body, event, env, target_findings(target)),
        Err(error) => {
            Sending { findings: target_findings(target), ..Sending::failed(error.code, error.message) }
        }
    }
}

fn body_of(target: &Target, scope: &Scope<'_>, env: &RunEnv) -> Result<String, StepError> {
    // Assumption: the guides speak of an empty template that passes the whole context on, without a sample.
    if target.template.trim().is_empty() {
        return Ok(to_text(&scope.context.data, &Style::compact()));
    }
    let settings = env.twig_settings();
    let read = scope.plan.template(target, &settings);
    let rendered = match &read.compiled {
        Ok(template) => template.render(scope.data, &settings),
        Err(error) => Err(error.clone()),
    };
    rendered.map(|rendered| rendered.output).map_err(|error| {
        let file = target.template_file.as_deref().unwrap_or(&target.handle);
        let place = format!("{file}, line {}, column {}", error.line, error.column);
        StepError { code: "payload/template", message: format!("{place}: {}", error.message) }
    })
}

/// What the engine cannot do as the server does for a target.
pub fn target_findings(target: &Target) -> Vec<Diagnostic> {
    let place = || Place { file: target.file.clone(), ..Place::default() };
    let mut findings = Vec::new();
    if target.template.trim().is_empty() {
        let message =
            "the template is empty; the guides say that it passes the whole context on, without a sample";
        findings.push(Diagnostic::new(Severity::Info, "target/empty-template", message, place()));
    }
    if target.source.get("condition").is_some_and(|condition| *condition != crate::json::Json::Null) {
        let message =
            "the target has a condition of its own, which no guide describes; it is not evaluated here";
        findings.push(Diagnostic::new(Severity::Warning, "target/condition", message, place()));
    }
    findings
}

fn request(
    target: &Target,
    body: String,
    event: &str,
    env: &RunEnv,
    mut findings: Vec<Diagnostic>,
) -> Sending {
    let parsed = parse(&body, Limits::default());
    let json = parsed.as_ref().ok().map(crate::json::Json::to_value);
    // Source: the preview endpoint answers with the rendered template decoded from JSON, so it must be JSON.
    let error = parsed.err().map(|error| {
        let message = format!("the payload is not JSON: {error}, in the rendered text");
        findings.push(Diagnostic::new(
            Severity::Error,
            "payload/not-json",
            message.clone(),
            Place::default(),
        ));
        StepError { code: "payload/not-json", message }
    });
    let place = shown_url(&target.url);
    let sentence =
        format!("would send {} bytes of JSON to target '{}' at {place}", body.len(), target.handle);
    let headers = headers(&body, event, env.secret.as_ref());
    let request = RequestPreview { method: "POST", url: target.url.clone(), headers, body, json };
    Sending { request: Some(request), sentence: Some(sentence), findings, error }
}

/// A URL as sentences show it, which end in logs: without user and password, and without what comes after the path.
pub(super) fn shown_url(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    let (before_query, query) =
        rest.split_at_checked(rest.find(['?', '#']).unwrap_or(rest.len())).unwrap_or((rest, ""));
    let at = before_query.find('/').unwrap_or(before_query.len());
    let (authority, path) = before_query.split_at_checked(at).unwrap_or((before_query, ""));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let mark = if scheme.is_empty() { "" } else { "://" };
    let rest = if query.is_empty() { "" } else { "?…" };
    format!("{scheme}{mark}{host}{path}{rest}")
}

/// Source: webhooks carry `x-omneo-event` and `x-omneo-hmac-sha256`; the vendor's PHP client says that the shared
/// secret covers targets, too. Assumption: targets get the same two headers, and a JSON content type.
fn headers(body: &str, event: &str, secret: Option<&Secret>) -> Vec<Header> {
    let mut headers = vec![
        Header { name: "Content-Type", value: "application/json".to_owned(), is_documented: false },
        Header { name: "x-omneo-event", value: event.to_owned(), is_documented: false },
    ];
    if let Some(secret) = secret {
        let value = sign(body.as_bytes(), secret);
        headers.push(Header { name: "X-Omneo-Hmac-SHA256", value, is_documented: true });
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::shown_url;

    #[test]
    fn a_sentence_says_where_to_and_no_secret() {
        for (url, shown) in [
            ("https://user:pw@hooks.example.com/a/b?key=SECRET#x", "https://hooks.example.com/a/b?…"),
            ("https://hooks.example.com", "https://hooks.example.com"),
            ("https://hooks.example.com?key=a@b/c", "https://hooks.example.com?…"),
            ("https://hooks.example.com/a@b", "https://hooks.example.com/a@b"),
            ("nowhere", "nowhere"),
            ("", ""),
        ] {
            assert_eq!(shown_url(url), shown);
        }
    }
}
