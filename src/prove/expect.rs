//! Expectations made from a run: everything that a case can expect, so that the user only takes away.

use crate::engine::{Outcome, RunEnv, RunReport, StepReport, StepStatus};
use crate::json::{Json, Object};
use crate::model::{CaseContext, Expectations, GoldenCase, StepExpectations};
use jiff::tz::TimeZone;

/// A new case that expects what a run did, at the run's own time and zone.
///
/// ```
/// use reagent::{engine::{RunEnv, run}, json, model::{CaseContext, Context, Workspace}, prove, wire};
/// let read = |text| json::parse(text, json::Limits::default()).unwrap();
/// let rule = r#"{"name":"Points","trigger":"custom.x","actions":[{"name":"point.create","arguments":[
///     {"name":"amount","value":5}]}]}"#;
/// let (trigger, _) = wire::read_trigger(&read(rule), &mut wire::Ids::default());
/// let id = trigger.id;
/// let workspace = Workspace { triggers: vec![trigger.into()], ..Workspace::default() };
/// let context = Context { event: Some("custom.x".into()), data: read("{}"), ..Context::default() };
/// let env = RunEnv::new(jiff::Timestamp::UNIX_EPOCH, workspace.profile.clone());
/// let report = run(&workspace, id, &context, &env).unwrap();
/// let case = prove::new_case("nothing known", CaseContext::Inline(read("{}")), &env, &report);
/// assert_eq!(case.now.as_deref(), Some("1970-01-01T00:00:00+00:00"));
/// assert_eq!(case.expect.actions, Some(vec!["point.create".to_owned()]));
/// assert!(prove::verify(&case.expect, &report).is_empty());
/// ```
pub fn new_case(
    name: impl Into<String>,
    context: CaseContext,
    env: &RunEnv,
    report: &RunReport,
) -> GoldenCase {
    GoldenCase {
        name: name.into(),
        context,
        now: Some(clock_text(env)),
        timezone: Some(env.profile.timezone.clone()),
        expect: expect(report),
        source: Json::Null,
    }
}

/// The run's time with the offset that its zone has then.
fn clock_text(env: &RunEnv) -> String {
    let zone = TimeZone::get(&env.profile.timezone).unwrap_or(TimeZone::UTC);
    env.now.display_with_offset(zone.to_offset(env.now)).to_string()
}

/// Expects all that a run did.
pub fn expect(report: &RunReport) -> Expectations {
    Expectations {
        outcome: Some(outcome_word(report.outcome).to_owned()),
        stopped_at: report.stopped_at.and_then(|position| i64::try_from(position).ok()),
        actions: Some(acting_kinds(report)),
        steps: doing(report).map(expect_step).collect(),
        source: Json::Null,
    }
}

/// The word of an outcome in a case.
pub fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fired => "fired",
        Outcome::Stopped => "stopped",
        Outcome::Failed => "failed",
        Outcome::OtherEvent => "other_event",
        Outcome::Inactive => "inactive",
    }
}

/// The steps that do something, or would if they did not fail; filters only decide.
pub(super) fn doing(report: &RunReport) -> impl Iterator<Item = &StepReport> {
    report.steps.iter().filter(|step| {
        matches!(step.status, StepStatus::WouldRun | StepStatus::Failed) && step.condition.is_none()
    })
}

/// The types of the actions that would act, in order.
pub(super) fn acting_kinds(report: &RunReport) -> Vec<String> {
    let acting = report.steps.iter().filter(|step| step.status == StepStatus::WouldRun);
    acting.map(|step| step.action.clone()).collect()
}

pub(super) fn expect_step(step: &StepReport) -> StepExpectations {
    let payload = step.request.as_ref().and_then(|request| request.json.as_ref()).map(Json::from);
    let text = step.request.as_ref().filter(|_| payload.is_none()).map(|request| request.body.clone());
    StepExpectations {
        action: step.action.clone(),
        arguments: Some(arguments(step)),
        is_exact: true,
        payload,
        payload_text: text,
        ignore: Vec::new(),
        source: Json::Null,
    }
}

/// The resolved arguments by name; of equal names the last one, as the action gets it.
pub(super) fn arguments(step: &StepReport) -> Json {
    let mut object = Object::new();
    for argument in &step.arguments {
        if let Some(value) = &argument.value {
            object.set(&argument.name, Json::from(value));
        }
    }
    Json::Object(object)
}
