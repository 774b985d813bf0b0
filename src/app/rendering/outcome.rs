//! What a template renders on a sample: its text, its JSON, or what is wrong and where.

use crate::diag::Diagnostic;
use crate::engine::{Header, RequestPreview, RunEnv};
use crate::json::{Json, JsonError, Limits, Style, parse, to_text};
use crate::model::{Context, EngineProfile, Target};
use crate::php::Value;
use crate::twig::provenance::{JsonOrigin, json_map};
use crate::twig::{self, RenderWarning, Settings, Template, TwigError};
use jiff::Timestamp;

/// What came of a template.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The template that it came of
    pub template: String,
    /// Why it does not compile or render
    pub error: Option<TwigError>,
    /// What was rendered
    pub rendered: Option<Payload>,
    /// What PHP would warn of
    pub warnings: Vec<RenderWarning>,
    /// What the linter says
    pub findings: Vec<Diagnostic>,
    /// Whether the linter was asked; it reads no template beyond [`LONGEST_LINTED`]
    pub is_linted: bool,
    /// Where each value of the payload comes from
    pub origins: Vec<JsonOrigin>,
}

/// Longest template that the linter reads, in bytes.
pub const LONGEST_LINTED: usize = 2 << 20;

/// A rendered text.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The lines of the text
    pub lines: Vec<String>,
    /// Where they begin in it, in bytes
    pub line_starts: Vec<usize>,
    /// The text decoded
    pub json: Result<Json, JsonError>,
    /// What would be posted
    pub request: RequestPreview,
}

/// The settings that a profile means for a template that is being typed.
pub fn settings(profile: &EngineProfile, now: Timestamp) -> Settings {
    // Who types wants an answer, and not the end of an endless loop.
    let limits = twig::Limits { steps: 1_000_000, output_bytes: 8 << 20, ..twig::Limits::default() };
    Settings { limits, ..RunEnv::new(now, profile.clone()).twig_settings() }
}

/// Compiles a target's template, and renders it if there is a sample.
pub fn outcome(target: &Target, context: Option<&Context>, settings: &Settings) -> Outcome {
    let source = &target.template;
    let blank = Outcome { template: source.clone(), ..Outcome::default() };
    // Assumption: an empty template passes the whole context on, as the engine takes it.
    if source.trim().is_empty() {
        let rendered =
            context.map(|context| payload(target, context, to_text(&context.data, &Style::compact())));
        return Outcome { rendered, is_linted: true, ..blank };
    }
    let template = match Template::compile(source, settings) {
        Ok(template) => template,
        Err(error) => return Outcome { error: Some(error), is_linted: true, ..blank },
    };
    let is_linted = source.len() <= LONGEST_LINTED;
    let findings = if is_linted { twig::lint(source, settings) } else { Vec::new() };
    let linted = Outcome { findings, is_linted, ..blank };
    let Some(context) = context else { return linted };
    match template.render_traced(&Value::from(&context.data), settings) {
        Ok(traced) => Outcome {
            origins: json_map(&traced),
            rendered: Some(payload(target, context, traced.output)),
            warnings: traced.warnings,
            ..linted
        },
        Err(error) => Outcome { error: Some(error), ..linted },
    }
}

fn payload(target: &Target, context: &Context, body: String) -> Payload {
    let json = parse(&body, Limits::default());
    let lines = body.split('\n').map(str::to_owned).collect();
    let line_starts = std::iter::once(0).chain(body.match_indices('\n').map(|(at, _)| at + 1)).collect();
    // Assumption: the headers that the engine assumes of targets.
    let event = context.event.clone().unwrap_or_default();
    let headers = vec![
        Header { name: "Content-Type", value: "application/json".to_owned(), is_documented: false },
        Header { name: "x-omneo-event", value: event, is_documented: false },
    ];
    let request = RequestPreview { method: "POST", url: target.url.clone(), headers, body, json: None };
    Payload { lines, line_starts, json, request }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str, data: &str) -> Outcome {
        let target = Target { template: template.into(), ..Target::default() };
        let context = Context { data: parse(data, Limits::default()).unwrap(), ..Context::default() };
        outcome(&target, Some(&context), &settings(&EngineProfile::default(), Timestamp::UNIX_EPOCH))
    }

    #[test]
    fn a_payload_is_decoded_or_says_where_it_is_not_json() {
        let payload = rendered("{\"id\": {{ id }}}", "{\"id\": 7}").rendered.unwrap();
        assert_eq!(payload.json.unwrap().get("id"), Some(&Json::int(7)));
        let payload = rendered("{\n\"id\": {{ id }},\n}", "{\"id\": 7}").rendered.unwrap();
        assert_eq!(payload.json.unwrap_err().to_string(), "line 3, column 1: trailing comma");
    }

    #[test]
    fn errors_name_their_place() {
        let error = rendered("a\n{{ id|uper }}", "{}").error.unwrap();
        assert_eq!(error.line, 2);
        assert!(error.message.contains("Did you mean \"upper\""), "{}", error.message);
        let error = rendered("{{ 1 % 0 }}", "{}").error.unwrap();
        assert_eq!(error.class, TwigError::RUNTIME);
    }

    #[test]
    fn an_empty_template_passes_the_event_on() {
        let payload = rendered(" ", "{\"id\": 7}").rendered.unwrap();
        assert_eq!(payload.request.body, "{\"id\":7}");
    }
}
