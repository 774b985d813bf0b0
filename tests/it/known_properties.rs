//! Known differences, whatever was sent, kept and edited: what is brought in or sent leaves nothing open.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use reagent::json::{Json, Style, parse, to_text};
use reagent::sync::{
    Echo, Entry, Kind, Plan, PlanOptions, PullItem, PullOptions, PullStep, RemoteObjects, State, Step,
    local_objects, plan, plan_text, pull,
};
use reagent::wire::TextFile;
use std::collections::BTreeSet;

const FILE: &str = "triggers/a.json";

/// Chains in which no type of action is there twice: of two of a type it is a guess which one was which.
fn object() -> impl Strategy<Value = Json> {
    let action = |kind: &'static str| {
        proptest::option::of((1..3_u8, 0..3_u8)).prop_map(move |values| {
            let (order, value) = values?;
            Some(format!(
                r#"{{"name":"{kind}","sort_order":{order},"arguments":[{{"name":"value","value":{value}}}]}}"#
            ))
        })
    };
    let notes = prop_oneof![Just("null"), Just("\"a\""), Just("\"b\"")];
    (0..3_u8, notes, action("reward.create"), action("point.create")).prop_map(|(name, notes, one, two)| {
        let actions: Vec<String> = one.into_iter().chain(two).collect();
        let text = format!(
            r#"{{"name":"N{name}","trigger":"x.y","notes":{notes},"actions":[{}]}}"#,
            actions.join(",")
        );
        parse(&text, reagent::json::Limits::default()).unwrap()
    })
}

/// A file, what the tenant has, and what is known of both.
struct Case {
    file: Json,
    theirs: Json,
    entry: Entry,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = |json: &Json| to_text(json, &Style::compact());
        let echo = self.entry.echo.as_ref().map(|echo| (text(&echo.sent), text(&echo.kept)));
        let base = text(&self.entry.base);
        write!(
            formatter,
            "file {}\ntheirs {}\nbase {base}\necho {echo:?}",
            text(&self.file),
            text(&self.theirs)
        )
    }
}

impl Case {
    fn state(&self) -> State {
        let mut state = State::new("demo", "https://x.example.com");
        state.entries.insert(FILE.to_owned(), self.entry.clone());
        state
    }

    fn remote(&self) -> RemoteObjects {
        let Json::Object(mut object) = self.theirs.clone() else { return RemoteObjects::default() };
        object.set("id", Json::int(5));
        let mut remote = RemoteObjects::default();
        remote.add(Kind::Trigger, &[Json::Object(object)]);
        remote
    }

    fn files(&self) -> [TextFile; 1] {
        [TextFile { path: FILE.to_owned(), text: to_text(&self.file, &Style::default()) }]
    }

    fn plan(&self, mine: &[&str]) -> Plan {
        let mine = mine.iter().map(ToString::to_string).collect();
        let options = PlanOptions { mine, ..PlanOptions::default() };
        plan(&local_objects(&self.files()).objects, &self.remote(), &self.state(), &options)
    }

    /// Pulls into the file, and gives what was done with it.
    fn pull(&mut self, theirs: &[&str]) -> Option<PullItem> {
        let theirs: BTreeSet<String> = theirs.iter().map(ToString::to_string).collect();
        let options = PullOptions { merge: true, theirs, ..PullOptions::default() };
        let local = local_objects(&self.files()).objects;
        let item = pull(&local, &self.remote(), &self.state(), &options).pop()?;
        self.file = item.content.clone().unwrap_or_else(|| self.file.clone());
        self.entry = item.entry.clone().unwrap_or_else(|| self.entry.clone());
        Some(item)
    }
}

fn case() -> impl Strategy<Value = Case> {
    let later = proptest::option::of(object());
    (object(), object(), object(), later).prop_map(|(sent, kept, file, later)| Case {
        file,
        theirs: later.unwrap_or_else(|| kept.clone()),
        entry: Entry { id: Some(5), base: sent.clone(), echo: Some(Echo { sent, kept }) },
    })
}

fn steps(plan: &Plan) -> Vec<Step> {
    plan.items.iter().map(|item| item.step).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: RngSeed::Fixed(6), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_taken_from_the_tenant_leaves_no_conflict_and_nothing_known(mut case in case()) {
        case.pull(&["*"]);
        let plan = case.plan(&[]);
        let open = [Step::Pull, Step::Conflict];
        prop_assert!(!steps(&plan).iter().any(|step| open.contains(step)), "{}", plan_text(&plan));
        prop_assert!(plan.known.is_empty(), "{}", plan_text(&plan));
    }

    #[test]
    fn what_is_sent_again_and_kept_leaves_nothing_known(mut case in case()) {
        let first = case.plan(&["*"]);
        prop_assert!(first.known.is_empty(), "{}", plan_text(&first));
        if let Some(item) = first.items.iter().find(|item| item.step == Step::Update) {
            case.theirs = item.body.clone().unwrap();
            case.entry = Entry { id: Some(5), base: item.ours.clone().unwrap(), echo: None };
            let then = case.plan(&[]);
            prop_assert!(then.known.is_empty() && !steps(&then).contains(&Step::Update), "{}", plan_text(&then));
        }
    }

    #[test]
    fn a_pull_without_decisions_keeps_what_is_known(mut case in case()) {
        let known = case.plan(&[]).known.len();
        let item = case.pull(&[]);
        if item.is_some_and(|item| item.step != PullStep::Left) {
            let plan = case.plan(&[]);
            prop_assert!(!steps(&plan).contains(&Step::Pull), "{}", plan_text(&plan));
            // A file that got all that the tenant has has nothing left to know.
            prop_assert!(plan.known.len() == known || plan.items.is_empty(), "{}", plan_text(&plan));
        }
    }

    #[test]
    fn a_file_that_has_what_the_tenant_has_leaves_nothing_open(mut case in case()) {
        case.file = case.theirs.clone();
        let plan = case.plan(&[]);
        prop_assert!(plan.is_empty() && plan.known.is_empty(), "{}", plan_text(&plan));
        case.pull(&[]);
        prop_assert!(case.plan(&[]).items.is_empty());
    }
}
