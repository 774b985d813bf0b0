//! A run to hand to somebody else: one JSON file that opens again, and one HTML page, both without personal data.
//!
//! The file holds the report, why it did not fire, the trigger and the context; a secret is in none of them, and what
//! names a person is replaced by [`super::redact`]. Main entries: [`RunFile::new`], [`RunFile::read`], [`html`].

use super::redact::redact;
use super::{Paint, render_html, text_of};
use crate::engine::{ASSUMPTIONS, RunReport, Why};
use crate::json::Json;
use crate::model::{Context, Trigger};
use minijinja::context;
use minijinja::value::Serde;
use serde_json::{Value, json};

/// What the file says it is.
const FORMAT: &str = "reagent-run";
/// The version that is written and read.
const VERSION: u64 = 1;

/// What may become of an action.
const STATUSES: &[&str] = &["passed", "stopped", "would_run", "failed", "muted", "not_reached"];

/// What may become of a part of a condition.
const STATES: &[&str] = &["true", "false", "not_evaluated", "error"];

/// A run that can be shared. Personal data is left out when it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct RunFile(Value);

/// Why a file cannot be opened as a run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunFileError {
    /// It is something else.
    #[error("this is no shared run: it has no \"format\": \"{FORMAT}\"")]
    NotARun,
    /// A newer program wrote it.
    #[error("this run was written as version {0}, this program reads version {VERSION}")]
    Version(String),
    /// Something is not there or of another shape.
    #[error("this run is damaged: {0}")]
    Damaged(&'static str),
}

impl RunFile {
    /// The shared form of a run on a context.
    pub fn new(report: &RunReport, why: Option<&Why>, trigger: &Trigger, context: &Context) -> Self {
        let why = why.map(|why| {
            let mut value = json!(why);
            if let Value::Object(entries) = &mut value {
                entries.insert("words".to_owned(), why.cause.words().into());
                entries.insert("almost".to_owned(), why.almost().into());
            }
            value
        });
        let mut run = json!(report);
        bodies_from_json(&mut run);
        let whole = json!({
            "run": run,
            "why": why,
            "trigger": trigger.source.to_value(),
            "context": context.data.to_value(),
        });
        let (redacted, left_out) = redact(&whole);
        let mut file = json!({"format": FORMAT, "version": VERSION});
        if let (Value::Object(file), Value::Object(entries)) = (&mut file, redacted) {
            file.extend(entries);
            file.insert("assumptions".to_owned(), json!(ASSUMPTIONS));
            file.insert("redacted".to_owned(), json!(left_out));
        }
        Self(file)
    }

    /// Opens a file that [`RunFile::to_text`] wrote.
    ///
    /// # Errors
    /// Where the JSON is something else.
    pub fn read(json: &Json) -> Result<Self, RunFileError> {
        let value = json.to_value();
        if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
            return Err(RunFileError::NotARun);
        }
        match value.get("version").map(|version| (version.as_u64(), version.to_string())) {
            Some((Some(VERSION), _)) => {}
            Some((_, other)) => return Err(RunFileError::Version(other)),
            None => return Err(RunFileError::Damaged("it has no version")),
        }
        check(&value)?;
        Ok(Self(value))
    }

    /// Whether a text is worth reading as a run.
    pub fn may_be(text: &str) -> bool {
        text.contains(FORMAT)
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        format!("{:#}\n", self.0)
    }

    /// The run as text, as it was printed when it ran.
    pub fn text(&self, paint: Paint) -> String {
        let part = |name: &str| self.0.get(name).filter(|part| !part.is_null());
        let value = |part: &Value| minijinja::Value::from(Serde(part));
        text_of(&part("run").map(value).unwrap_or_default(), part("why").map(value), paint)
    }

    /// The file's JSON.
    pub fn json(&self) -> &Value {
        &self.0
    }
}

/// A run as one HTML page: no scripts, nothing from elsewhere, every value escaped.
///
/// ```
/// use reagent::{engine::{RunEnv, run, why}, json, model::{Context, Workspace}, report::{RunFile, html}, wire};
/// let read = |text| json::parse(text, json::Limits::default()).unwrap();
/// let rule = r#"{"name":"<b>Big</b>","trigger":"x","actions":[{"name":"filter","sort_order":1,
///     "arguments":[{"name":"condition","value":{">=":[{"var":"spend"},500]}}]}]}"#;
/// let (trigger, _) = wire::read_trigger(&read(rule), &mut wire::Ids::default());
/// let workspace = Workspace { triggers: vec![trigger.into()], ..Workspace::default() };
/// let trigger = &workspace.triggers[0];
/// let context = Context { event: Some("x".into()), data: read(r#"{"spend":420}"#), ..Context::default() };
/// let env = RunEnv::new(jiff::Timestamp::UNIX_EPOCH, workspace.profile.clone());
/// let report = run(&workspace, trigger.id, &context, &env).unwrap();
/// let file = RunFile::new(&report, why(&report, &context).as_ref(), trigger, &context);
/// assert_eq!(RunFile::read(&read(&file.to_text())).unwrap(), file);
/// let page = html(&file);
/// assert!(page.contains("spend should be at least 500, but is 420") && !page.contains("<b>"));
/// ```
pub fn html(file: &RunFile) -> String {
    let file = minijinja::Value::from(Serde(&file.0));
    render_html(include_str!("../../assets/report/run.html"), context! { file })
}

/// A body is written anew from its JSON, so that every value in it is seen; text that is not JSON is searched as text.
fn bodies_from_json(run: &mut Value) {
    let Some(steps) = run.get_mut("steps").and_then(Value::as_array_mut) else { return };
    for request in steps.iter_mut().filter_map(|step| step.get_mut("request")) {
        let has_json = request.get("json").is_some_and(|json| !json.is_null());
        if let Value::Object(entries) = request
            && has_json
        {
            entries.insert("body".to_owned(), "(as JSON below)".into());
        }
    }
}

/// The parts that the templates need are there, and of the right shape.
fn check(value: &Value) -> Result<(), RunFileError> {
    let damaged = RunFileError::Damaged;
    let run = value.get("run").and_then(Value::as_object).ok_or(damaged("it has no run"))?;
    for name in ["trigger", "context", "environment"] {
        run.get(name).and_then(Value::as_object).ok_or(damaged("the run does not say what was run"))?;
    }
    let known = |state: Option<&Value>, states: &[&str]| {
        state.and_then(Value::as_str).is_some_and(|state| states.contains(&state))
    };
    let steps = run.get("steps").and_then(Value::as_array).ok_or(damaged("the run has no steps"))?;
    for step in steps {
        if !known(step.get("status"), STATUSES) {
            return Err(damaged("a step has no known status"));
        }
        let parts = step.pointer("/condition/parts").and_then(Value::as_array);
        if parts.is_some_and(|parts| parts.iter().any(|part| !known(part.get("state"), STATES))) {
            return Err(damaged("a part of a condition has no known state"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_run_is_refused_with_a_reason() {
        let read = |value: Value| RunFile::read(&Json::from(&value)).unwrap_err().to_string();
        assert!(read(json!([])).starts_with("this is no shared run"));
        assert!(read(json!({"format": FORMAT, "version": 9})).contains("version 9"));
        let damaged = json!({"format": FORMAT, "version": 1, "run": {"trigger": {}, "context": {}, "environment": {},
            "steps": [{"status": "exploded"}]}});
        assert!(read(damaged).contains("no known status"));
    }
}
