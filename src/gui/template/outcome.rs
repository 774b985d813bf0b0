//! What a template renders on a sample: its text, its JSON, or what is wrong and where.

use crate::diag::Diagnostic;
use crate::engine::{Header, RequestPreview};
use crate::json::{Json, JsonError, Limits, Style, parse, to_text};
use crate::model::{Autoescape, Context, EngineProfile, Target, Warnings};
use crate::php::Value;
use crate::twig::provenance::{JsonOrigin, json_map};
use crate::twig::{self, RenderWarning, Settings, Template, TwigError};
use jiff::Timestamp;

/// What came of a template.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// Why it does not compile or render
    pub(crate) error: Option<TwigError>,
    /// What was rendered
    pub(crate) rendered: Option<Payload>,
    /// What PHP would warn of
    pub(crate) warnings: Vec<RenderWarning>,
    /// What the linter says
    pub(crate) findings: Vec<Diagnostic>,
}

/// Longest template that the linter reads at each key press, in bytes.
const LONGEST_LINTED: usize = 100_000;

/// A rendered text.
#[derive(Clone, Debug)]
pub(crate) struct Payload {
    /// The text, with where its lines begin
    pub(crate) lines: Vec<String>,
    /// The text decoded
    pub(crate) json: Result<Json, JsonError>,
    /// What would be posted
    pub(crate) request: RequestPreview,
}

/// The settings that a profile means for templates.
pub(crate) fn settings(profile: &EngineProfile, now: Timestamp) -> Settings {
    Settings {
        autoescape: match profile.autoescape {
            Autoescape::Html => twig::Strategy::Html,
            Autoescape::Js => twig::Strategy::Js,
            Autoescape::Off => twig::Strategy::Off,
        },
        strict_variables: profile.strict_variables,
        timezone: profile.timezone.clone(),
        warnings: match profile.warnings {
            Warnings::Raise => twig::WarningMode::Raise,
            Warnings::Ignore => twig::WarningMode::Ignore,
        },
        now,
        // A window that waits for a template to come to its end answers nothing.
        limits: twig::Limits { steps: 200_000, output_bytes: 8 << 20, ..twig::Limits::default() },
    }
}

/// Compiles a target's template, and renders it if there is a sample.
pub(crate) fn outcome(target: &Target, context: Option<&Context>, settings: &Settings) -> Outcome {
    // Assumption: an empty template passes the whole context on, as the engine takes it.
    if target.template.trim().is_empty() {
        let rendered =
            context.map(|context| payload(target, context, to_text(&context.data, &Style::compact())));
        return Outcome { rendered, ..Outcome::default() };
    }
    let template = match Template::compile(&target.template, settings) {
        Ok(template) => template,
        Err(error) => return Outcome { error: Some(error), ..Outcome::default() },
    };
    let is_linted = target.template.len() <= LONGEST_LINTED;
    let findings = if is_linted { twig::lint(&target.template, settings) } else { Vec::new() };
    let Some(context) = context else { return Outcome { findings, ..Outcome::default() } };
    match template.render(&Value::from(&context.data), settings) {
        Ok(rendered) => Outcome {
            error: None,
            rendered: Some(payload(target, context, rendered.output)),
            warnings: rendered.warnings,
            findings,
        },
        Err(error) => Outcome { error: Some(error), findings, ..Outcome::default() },
    }
}

/// Where each value of the payload comes from.
pub(crate) fn origins(target: &Target, context: &Context, settings: &Settings) -> Vec<JsonOrigin> {
    let traced = Template::compile(&target.template, settings)
        .and_then(|template| template.render_traced(&Value::from(&context.data), settings));
    traced.map(|traced| json_map(&traced)).unwrap_or_default()
}

fn payload(target: &Target, context: &Context, body: String) -> Payload {
    let json = parse(&body, Limits::default());
    let lines = body.split('\n').map(str::to_owned).collect();
    // Assumption: the headers that the engine assumes of targets.
    let event = context.event.clone().unwrap_or_default();
    let headers = vec![
        Header { name: "Content-Type", value: "application/json".to_owned(), is_documented: false },
        Header { name: "x-omneo-event", value: event, is_documented: false },
    ];
    let request = RequestPreview { method: "POST", url: target.url.clone(), headers, body, json: None };
    Payload { lines, json, request }
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
