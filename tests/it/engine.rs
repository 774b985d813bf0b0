//! The run of a trigger: order, filters, arguments, effects, payloads, and what is assumed.

use crate::support::{env, json, run_first, workspace};
use reagent::engine::{How, Outcome, Plan, Secret, StepStatus, run};
use reagent::model::{Autoescape, Context};
use reagent::report::{Paint, curl, run_text};

/// A trigger file with these actions.
fn trigger(actions: &str) -> String {
    format!(r#"{{"name":"T","trigger":"tier.achieved","is_active":true,"actions":[{actions}]}}"#)
}

fn filter(order: &str, rule: &str) -> String {
    format!(
        r#"{{"name":"filter","sort_order":{order},"arguments":[{{"name":"condition","value":{rule},"is_dynamic":null}}]}}"#
    )
}

fn action(kind: &str, order: &str, arguments: &[(&str, &str, &str)]) -> String {
    let arguments: Vec<_> = arguments
        .iter()
        .map(|(name, value, dynamic)| {
            format!(r#"{{"name":"{name}","value":{value},"is_dynamic":{dynamic}}}"#)
        })
        .collect();
    format!(r#"{{"name":"{kind}","sort_order":{order},"arguments":[{}]}}"#, arguments.join(","))
}

const BENEFIT: &[(&str, &str, &str)] =
    &[("profile_id", r#"{"var":"profile_id"}"#, "true"), ("definition", r#""tier-2-welcome""#, "null")];

const MEMBER: &str = r#"{"profile_id":"p-1","definition":{"handle":"tier-2"},"total":612.5}"#;

fn run_actions(actions: &[String], context: &str) -> reagent::engine::RunReport {
    run_first(&workspace(&[("triggers/t.json", &trigger(&actions.join(",")))]), context)
}

fn statuses(report: &reagent::engine::RunReport) -> Vec<StepStatus> {
    report.steps.iter().map(|step| step.status).collect()
}

#[test]
fn a_filter_that_holds_lets_the_chain_go_on() {
    let rule = r#"{"===":[{"var":"definition.handle"},"tier-2"]}"#;
    let report = run_actions(&[filter("1", rule), action("benefit.create", "2", BENEFIT)], MEMBER);
    assert_eq!(report.outcome, Outcome::Fired);
    assert_eq!(statuses(&report), [StepStatus::Passed, StepStatus::WouldRun]);
    assert_eq!(report.summary, "Fires: would issue benefit 'tier-2-welcome' to the profile of the context");
    let profile = &report.steps[1].arguments[0];
    assert_eq!((profile.how, profile.value.as_ref().unwrap()), (How::Dynamic, &"p-1".into()));
}

#[test]
fn a_filter_that_does_not_hold_stops_the_chain() {
    let rule = r#"{"===":[{"var":"definition.handle"},"tier-3"]}"#;
    let report = run_actions(&[filter("1", rule), action("benefit.create", "2", BENEFIT)], MEMBER);
    assert_eq!(report.outcome, Outcome::Stopped);
    assert_eq!(report.stopped_at, Some(1));
    assert_eq!(statuses(&report), [StepStatus::Stopped, StepStatus::NotReached]);
    assert!(report.steps[1].effect.is_none());
}

#[test]
fn a_condition_is_evaluated_whatever_is_dynamic_says() {
    for dynamic in ["null", "false", "true"] {
        let filter = action("filter", "1", &[("condition", r#"{"==":[1,2]}"#, dynamic)]);
        assert_eq!(run_actions(&[filter], MEMBER).outcome, Outcome::Stopped, "{dynamic}");
    }
}

#[test]
fn other_arguments_are_dynamic_only_when_true() {
    for (dynamic, expected) in
        [("true", "\"p-1\""), ("false", r#"{"var":"profile_id"}"#), ("null", r#"{"var":"profile_id"}"#)]
    {
        let arguments = [("meta", r#"{"var":"profile_id"}"#, dynamic)];
        let report = run_actions(&[action("reward.create", "1", &arguments)], MEMBER);
        let value = report.steps[0].arguments[0].value.as_ref().unwrap();
        assert_eq!(value.to_string(), expected, "{dynamic}");
    }
}

#[test]
fn actions_run_by_sort_order_and_ties_keep_file_order_and_are_reported() {
    let actions = [
        action("point.create", "7", &[]),
        action("benefit.create", "2", BENEFIT),
        action("reward.create", "7", &[]),
        action("tier-point.create", "null", &[]),
    ];
    let report = run_actions(&actions, MEMBER);
    let order: Vec<_> = report.steps.iter().map(|step| step.action.as_str()).collect();
    assert_eq!(order, ["tier-point.create", "benefit.create", "point.create", "reward.create"]);
    let codes: Vec<_> = report.findings.iter().map(|f| (f.code, f.place.pointer.as_str())).collect();
    assert_eq!(codes, [("chain/tied-order", "/actions/2/sort_order"), ("chain/no-order", "/actions/3")]);
}

#[test]
fn another_event_and_an_inactive_trigger_are_outcomes() {
    let text = trigger(&action("benefit.create", "1", BENEFIT));
    let inactive =
        workspace(&[("triggers/t.json", &text.replace("\"is_active\":true", "\"is_active\":false"))]);
    let report = run_first(&inactive, MEMBER);
    assert_eq!(report.outcome, Outcome::Inactive);
    assert_eq!(statuses(&report), [StepStatus::NotReached]);

    let active = workspace(&[("triggers/t.json", &text)]);
    let context = Context { event: Some("tier.lost".into()), data: json(MEMBER), ..Context::default() };
    let report = run(&active, active.triggers[0].id, &context, &env(&active)).unwrap();
    assert_eq!(report.outcome, Outcome::OtherEvent);
    assert_eq!(
        report.summary,
        "Did not run: the context is of tier.lost, the trigger listens to tier.achieved"
    );
}

#[test]
fn an_action_that_fails_stops_the_chain_and_says_why() {
    let actions = [
        action("reward.create", "1", &[("value", r#"{"/":[{"var":"total"},0]}"#, "true")]),
        action("benefit.create", "2", BENEFIT),
    ];
    let report = run_actions(&actions, MEMBER);
    assert_eq!(report.outcome, Outcome::Failed);
    assert_eq!(statuses(&report), [StepStatus::Failed, StepStatus::NotReached]);
    let error = report.steps[0].error.as_ref().unwrap();
    assert_eq!(error.code, "logic/division-by-zero");
    assert_eq!(error.message, "argument 'value' cannot be evaluated: Division by zero");
}

#[test]
fn a_filter_without_a_condition_fails() {
    let report = run_actions(&[action("filter", "1", &[])], MEMBER);
    assert_eq!(report.steps[0].error.as_ref().unwrap().code, "filter/no-condition");
}

#[test]
fn a_muted_action_is_skipped_and_the_chain_goes_on() {
    let actions = [filter("1", r#"{"==":[1,2]}"#), action("benefit.create", "2", BENEFIT)];
    let workspace = workspace(&[("triggers/t.json", &trigger(&actions.join(",")))]);
    let mut env = env(&workspace);
    env.muted.insert(workspace.triggers[0].actions[0].id);
    let context = Context { event: Some("tier.achieved".into()), data: json(MEMBER), ..Context::default() };
    let report = run(&workspace, workspace.triggers[0].id, &context, &env).unwrap();
    assert_eq!(statuses(&report), [StepStatus::Muted, StepStatus::WouldRun]);
}

#[test]
fn documented_constraints_are_checked_on_resolved_values() {
    let arguments = [
        ("rounding", r#""UPWARDS""#, "null"),
        ("expires_at", r#"{"cat":["2026-13-01", " 00:00:00"]}"#, "true"),
        ("definiton", r#""birthday""#, "null"),
    ];
    let report = run_actions(&[action("reward.create", "1", &arguments)], MEMBER);
    let found: Vec<_> = report.steps[0].findings.iter().map(|f| (f.code, f.place.pointer.as_str())).collect();
    assert_eq!(
        found,
        [
            ("argument/enum", "/actions/0/arguments/0/value"),
            ("argument/format", "/actions/0/arguments/1/value"),
            ("argument/unknown", "/actions/0/arguments/2/value"),
        ]
    );
    assert_eq!(report.outcome, Outcome::Failed);
}

#[test]
fn effects_are_told_in_words_with_worth_and_expiry() {
    let definitions = r#"{"rewards":[{"handle":"birthday","value":25}],"benefits":[{"handle":"other"}]}"#;
    let reward = [
        ("profile_id", r#""p-9""#, "null"),
        ("definition", r#""birthday""#, "null"),
        ("expires_at", r#""2026-04-01 00:00:00""#, "null"),
    ];
    let actions = [action("reward.create", "1", &reward), action("benefit.create", "2", BENEFIT)];
    let workspace =
        workspace(&[("triggers/t.json", &trigger(&actions.join(","))), ("definitions.json", definitions)]);
    let report = run_first(&workspace, MEMBER);
    assert_eq!(
        report.steps[0].effect.as_ref().unwrap().sentence,
        "would issue reward 'birthday' worth 25.00 to profile 'p-9', expires 2026-04-01 00:00:00"
    );
    let finding = &report.steps[1].findings[0];
    assert_eq!(
        (finding.code, finding.message.as_str()),
        ("definition/unknown", "the benefit 'tier-2-welcome' is not in definitions.json")
    );
}

const TARGET: &str = r#"{"name":"Mail","handle":"mail","url":"https://mail.example.com/hook"}"#;

fn sending(template: &str) -> reagent::model::Workspace {
    let send = action("target.send", "1", &[("target", "\"mail\"", "null")]);
    workspace(&[
        ("triggers/t.json", &trigger(&send)),
        ("targets/mail.json", TARGET),
        ("targets/mail.twig", template),
    ])
}

#[test]
fn target_send_shows_the_request_that_it_would_post() {
    let workspace = sending("{\"id\": \"{{ profile_id }}\", \"total\": {{ total }}}");
    let report = run_first(&workspace, MEMBER);
    let step = &report.steps[0];
    let request = step.request.as_ref().unwrap();
    assert_eq!((request.method, request.url.as_str()), ("POST", "https://mail.example.com/hook"));
    assert_eq!(request.body, "{\"id\": \"p-1\", \"total\": 612.5}");
    assert_eq!(request.json.as_ref().unwrap()["total"], 612.5);
    let headers: Vec<_> = request.headers.iter().map(|h| (h.name, h.value.as_str())).collect();
    assert_eq!(headers, [("Content-Type", "application/json"), ("x-omneo-event", "tier.achieved")]);
    assert_eq!(
        step.effect.as_ref().unwrap().sentence,
        "would send 29 bytes of JSON to target 'mail' at https://mail.example.com/hook"
    );
}

#[test]
fn a_payload_that_is_not_json_fails_with_its_place() {
    let report = run_first(&sending("{\n  \"total\": {{ missing }}\n}"), MEMBER);
    let error = report.steps[0].error.as_ref().unwrap();
    assert_eq!(error.code, "payload/not-json");
    assert_eq!(
        error.message,
        "the payload is not JSON: line 3, column 1: expected value, in the rendered text"
    );
    assert!(report.steps[0].request.is_some(), "the rendered text is still shown");
}

#[test]
fn a_template_error_names_the_file_and_the_place() {
    let report = run_first(&sending("{\n  \"a\": {{ total|nope }}\n}"), MEMBER);
    let error = report.steps[0].error.as_ref().unwrap();
    assert_eq!(error.code, "payload/template");
    assert!(error.message.starts_with("targets/mail.twig, line 2, column "), "{}", error.message);
    assert!(error.message.contains("Unknown \"nope\" filter"), "{}", error.message);
}

#[test]
fn an_unknown_target_fails_with_a_suggestion() {
    let send = action("target.send", "1", &[("target", "\"mial\"", "null")]);
    let workspace = workspace(&[("triggers/t.json", &trigger(&send)), ("targets/mail.json", TARGET)]);
    let report = run_first(&workspace, MEMBER);
    assert_eq!(
        report.steps[0].error.as_ref().unwrap().message,
        "there is no target 'mial'; did you mean 'mail'?"
    );
}

#[test]
fn the_same_inputs_give_byte_equal_reports() {
    let workspace = sending("{\"now\": \"{{ 'now'|date('c') }}\"}");
    let reports: Vec<_> =
        (0..3).map(|_| serde_json::to_string(&run_first(&workspace, MEMBER)).unwrap()).collect();
    assert!(reports.iter().all(|report| *report == reports[0]));
    assert!(reports[0].contains("2026-03-01T22:00:00+00:00"), "the injected clock is used");
}

#[test]
fn runs_that_share_a_plan_give_the_reports_of_runs_alone() {
    for name in ["loyalty-demo", "points-milestone"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
        let workspace = reagent::io::load_workspace(&folder).unwrap().read.workspace;
        let plan = Plan::new(&workspace);
        let mut env = env(&workspace);
        let mut runs = 0;
        // The same rules and templates, then other settings for the templates.
        for autoescape in [Autoescape::Html, Autoescape::Html, Autoescape::Off] {
            env.profile.autoescape = autoescape;
            for (trigger, context) in
                workspace.triggers.iter().flat_map(|t| workspace.contexts_of(&t.event).map(move |c| (t, c)))
            {
                let text = |report| serde_json::to_string(&report).unwrap();
                let alone = text(run(&workspace, trigger.id, context, &env));
                assert_eq!(
                    text(plan.run(trigger.id, context, &env)),
                    alone,
                    "{} {}",
                    trigger.name,
                    context.name
                );
                runs += 1;
            }
        }
        assert!(runs > 3, "{name} has too little to run");
    }
}

#[test]
fn a_secret_is_in_no_output() {
    const SECRET: &str = "canary-4e1f7c-secret";
    let workspace = sending("{\"id\": \"{{ profile_id }}\"}");
    let mut env = env(&workspace);
    env.secret = Some(Secret::new(SECRET));
    let context = Context { event: Some("tier.achieved".into()), data: json(MEMBER), ..Context::default() };
    let report = run(&workspace, workspace.triggers[0].id, &context, &env).unwrap();
    let request = report.steps[0].request.as_ref().unwrap();
    let signature = request.headers.iter().find(|header| header.name == "X-Omneo-Hmac-SHA256").unwrap();
    assert_eq!(signature.value.len(), 64);
    let outputs = [
        format!("{env:?}"),
        format!("{report:?}"),
        serde_json::to_string(&report).unwrap(),
        run_text(&report, Paint(false)),
        curl(request),
    ];
    for output in outputs {
        assert!(!output.contains(SECRET), "{output}");
    }
}

#[test]
fn a_warning_of_php_ends_the_condition_as_under_laravel_unless_ignored() {
    let rule = r#"{">":[{"-":[{"var":"points"},1]},3]}"#;
    let text = trigger(&filter("1", rule));
    let raising = workspace(&[("triggers/t.json", &text)]);
    let report = run_first(&raising, r#"{"points":"12 apples"}"#);
    assert_eq!(report.steps[0].error.as_ref().unwrap().code, "logic/warning");
    let settings = "[engine]\nwarnings = \"ignore\"\n";
    let ignoring = workspace(&[("triggers/t.json", &text), ("reagent.toml", settings)]);
    let report = run_first(&ignoring, r#"{"points":"12 apples"}"#);
    assert_eq!(report.outcome, Outcome::Fired);
    assert_eq!(report.steps[0].condition.as_ref().unwrap().warnings.len(), 1);
}

#[test]
fn a_disagreement_of_the_engines_is_shown_with_both_values() {
    let rule = r#"{"==":[{"var":"code"},"01"]}"#;
    let report = run_actions(&[filter("1", rule)], r#"{"code":"1"}"#);
    let portable = report.steps[0].condition.as_ref().unwrap().portable.as_ref().unwrap();
    assert!(!portable.agrees);
    assert_eq!(portable.value, false);
    let text = run_text(&report, Paint(false));
    assert!(text.contains("portable JSON Logic decides otherwise: it gives false, PHP gives true"), "{text}");
}
