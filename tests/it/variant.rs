//! The smallest changes that make a trigger fire or fail: verified on generated rules, minimal against brute force.

use crate::support::{env, json, workspace};
use reagent::engine::{
    BranchWish, Change, Goal, NoVariant, Outcome, Wish, flip, run, variant_for, variant_that_fails,
    variant_where,
};
use reagent::json::{Json, Style, to_text};
use reagent::logic::{self, EvalOptions, Program};
use reagent::model::{Context, Workspace};
use reagent::php;
use std::fmt::Write;
use std::sync::LazyLock;

/// A generator whose every draw follows from its seed (xorshift).
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }

    fn of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.next(texts.len())]
    }
}

/// Fields with the values that brute force tries; an empty text leaves the field out.
const FIELDS: [(&str, &[&str]); 6] = [
    ("tier", &["\"gold\"", "\"silver\"", "\"bronze\"", "\"other\"", "null", ""]),
    ("spend", &["0", "99", "100", "101", "249", "250", "251", "499", "500", "501", "175", "375", "null", ""]),
    ("region", &["\"AU\"", "\"NZ\"", "\"other\"", "\"\"", "null", ""]),
    ("is_vip", &["true", "false", "null", ""]),
    (
        "joined_at",
        &[
            "\"2025-06-29\"",
            "\"2025-06-30\"",
            "\"2025-07-01\"",
            "\"2025-12-31\"",
            "\"2026-01-01\"",
            "\"2026-01-02\"",
            "null",
            "",
        ],
    ),
    ("tags", &["[]", "[\"vip\"]", "[\"new\"]", "[\"vip\",\"new\"]", "null", ""]),
];

fn comparison(draw: &mut Draw) -> String {
    match draw.next(9) {
        0 => format!(
            r#"{{"{}":[{{"var":"tier"}},"{}"]}}"#,
            draw.of(&["==", "===", "!=", "!=="]),
            draw.of(&["gold", "silver"])
        ),
        1 => format!(
            r#"{{"{}":[{{"var":"spend"}},{}]}}"#,
            draw.of(&["<", "<=", ">", ">=", "==", "!="]),
            draw.of(&["100", "250", "500"])
        ),
        2 => {
            format!(r#"{{"{}":[{},{{"var":"spend"}},500]}}"#, draw.of(&["<", "<="]), draw.of(&["100", "250"]))
        }
        3 => format!(
            r#"{{"in":[{{"var":"region"}},{}]}}"#,
            draw.of(&["[\"AU\"]", "[\"AU\",\"NZ\"]", "[\"NZ\"]"])
        ),
        4 => format!(
            r#"{{"{}":[{{"var":"is_vip"}},{}]}}"#,
            draw.of(&["==", "==="]),
            draw.of(&["true", "false"])
        ),
        5 => format!(
            r#"{{"{}":[{{"var":"joined_at"}},"{}"]}}"#,
            draw.of(&["<", "<=", ">", ">="]),
            draw.of(&["2025-06-30", "2026-01-01"])
        ),
        6 => format!(r#"{{"in":["{}",{{"var":"tags"}}]}}"#, draw.of(&["vip", "new"])),
        7 => format!(
            r#"{{"{}":{{"var":"{}"}}}}"#,
            draw.of(&["!", "!!"]),
            draw.of(&["tier", "is_vip", "region"])
        ),
        _ => format!(r#"{{"!":{{"missing":["{}"]}}}}"#, draw.of(&["tier", "joined_at", "region"])),
    }
}

fn rule(draw: &mut Draw, depth: usize) -> String {
    if depth == 0 || draw.next(3) == 0 {
        return comparison(draw);
    }
    let parts: Vec<String> = (0..2 + draw.next(2)).map(|_| rule(draw, depth - 1)).collect();
    let group = format!(r#"{{"{}":[{}]}}"#, draw.of(&["and", "or"]), parts.join(","));
    if draw.next(6) == 0 { format!(r#"{{"!":{group}}}"#) } else { group }
}

fn object(values: &[&str]) -> Json {
    let present = FIELDS.iter().zip(values).filter(|(_, value)| !value.is_empty());
    let entries: Vec<String> = present.map(|((name, _), value)| format!("\"{name}\":{value}")).collect();
    json(&format!("{{{}}}", entries.join(",")))
}

fn on(rule: &str) -> Workspace {
    let trigger = format!(
        r#"{{"name":"T","trigger":"custom.x","is_active":true,"actions":[{{"name":"filter","sort_order":1,
        "arguments":[{{"name":"condition","value":{rule}}}]}}]}}"#
    );
    workspace(&[("triggers/t.json", &trigger)])
}

fn sample(data: Json) -> Context {
    Context { name: "sample".into(), event: Some("custom.x".into()), data, ..Context::default() }
}

fn holds(rule: &Json, data: &Json) -> bool {
    decides(&logic::parse(rule).compile(), &php::Value::from(data))
}

fn decides(program: &Program, data: &php::Value) -> bool {
    program.decide(data, &EvalOptions::default()).unwrap_or(false)
}

/// Every value that brute force tries, ready to be evaluated.
static VALUES: LazyLock<Vec<Vec<Option<php::Value>>>> = LazyLock::new(|| {
    let value = |text: &&str| (!text.is_empty()).then(|| php::Value::from(&json(text)));
    FIELDS.iter().map(|(_, values)| values.iter().map(value).collect()).collect()
});

/// Whether some change of exactly these many fields gives the rule that value.
fn brute_force(rule: &Json, values: &[&str], count: usize, wanted: bool) -> bool {
    let mut data = php::Array::map_with_capacity(FIELDS.len());
    for ((name, _), text) in FIELDS.iter().zip(values).filter(|(_, text)| !text.is_empty()) {
        data.insert_str(*name, php::Value::from(&json(text)));
    }
    change(&logic::parse(rule).compile(), &data, count, 0, wanted)
}

fn change(program: &Program, data: &php::Array, count: usize, from: usize, wanted: bool) -> bool {
    if count == 0 {
        return decides(program, &php::Value::array(data.clone())) == wanted;
    }
    (from..FIELDS.len()).any(|field| {
        VALUES[field].iter().any(|value| {
            let mut changed = data.clone();
            let name = php::KeyRef::from_text(FIELDS[field].0).to_key();
            changed.remove(name.as_ref());
            if let Some(value) = value {
                changed.insert(name, value.clone());
            }
            change(program, &changed, count - 1, field + 1, wanted)
        })
    })
}

fn compact(json: &Json) -> String {
    to_text(json, &Style::compact())
}

/// Draws rules and contexts until `enough` were of use, and shows each to `check`.
fn each_generated(seed: u64, enough: usize, mut check: impl FnMut(&str, &Json, &[&str]) -> bool) {
    let (mut draw, mut used) = (Draw(seed), 0);
    for _ in 0..enough * 100 {
        let depth = draw.next(3);
        let text = rule(&mut draw, depth);
        let values: Vec<&str> = FIELDS.iter().map(|(_, values)| draw.of(values)).collect();
        used += usize::from(check(&text, &json(&text), &values));
        if used == enough {
            return;
        }
    }
    panic!("only {used} of {enough} generated rules were of use");
}

#[test]
fn a_flip_fires_and_no_smaller_change_would() {
    let mut unsolved = 0;
    each_generated(0x5eed, 1_000, |text, rule, values| {
        let data = object(values);
        if holds(rule, &data) {
            return false;
        }
        let (workspace, context) = (on(text), sample(data.clone()));
        let (id, env) = (workspace.triggers[0].id, env(&workspace));
        let found = flip(&workspace, id, &context, &env).unwrap().context;
        let Ok(variant) = found else {
            assert!(
                (1..=2).all(|count| !brute_force(rule, values, count, true)),
                "{text} {}",
                compact(&data)
            );
            unsolved += 1;
            return true;
        };
        let changed = sample(variant.context.clone());
        assert_eq!(run(&workspace, id, &changed, &env).unwrap().outcome, Outcome::Fired, "{text}");
        assert!(variant.changes.iter().all(keeps_type), "{text}: {}", variant.sentence);
        for count in 1..variant.changes.len() {
            assert!(
                !brute_force(rule, values, count, true),
                "{text} {}: {count} would do, but {}",
                compact(&data),
                variant.sentence
            );
        }
        true
    });
    assert!(unsolved < 50, "{unsolved} rules without a flip");
}

/// What has a value keeps its type, and a date stays a date.
fn keeps_type(change: &Change) -> bool {
    use serde_json::Value;
    let is_date = |text: &str| text.len() == 10 && text.starts_with("202");
    match (&change.from, &change.to) {
        (Some(Value::String(from)), Some(Value::String(to))) => {
            !is_date(from) || is_date(to) || to.is_empty()
        }
        (Some(Value::Number(_)), Some(to)) => to.is_number(),
        (Some(Value::Bool(_)), Some(to)) => to.is_boolean(),
        (Some(Value::Array(_)), Some(to)) => to.is_array(),
        (Some(Value::String(_)), Some(_)) => false,
        _ => true,
    }
}

#[test]
fn changed_constants_make_it_fire() {
    let mut solved = 0;
    each_generated(0xc0de, 200, |text, rule, values| {
        let data = object(values);
        // No constant helps against a field that is not there.
        if holds(rule, &data) || values.iter().any(|value| matches!(*value, "" | "null")) {
            return false;
        }
        let (workspace, context) = (on(text), sample(data.clone()));
        let (id, env) = (workspace.triggers[0].id, env(&workspace));
        if let Ok(variant) = flip(&workspace, id, &context, &env).unwrap().rule {
            let changed = Json::from(&variant.conditions[0].condition);
            assert!(holds(&changed, &data), "{text} on {} became {}", compact(&data), compact(&changed));
            assert!(!variant.changes.is_empty());
            solved += 1;
        }
        true
    });
    // What asks whether a field is set, or whether a list has an item, has no such constant.
    assert!(solved > 150, "{solved} of 200 solved by constants");
}

#[test]
fn a_variant_that_fails_fails_and_no_smaller_change_would() {
    each_generated(0xfa11, 400, |text, rule, values| {
        let data = object(values);
        if !holds(rule, &data) {
            return false;
        }
        let (workspace, context) = (on(text), sample(data.clone()));
        let (id, env) = (workspace.triggers[0].id, env(&workspace));
        match variant_that_fails(&workspace, id, &context, &env, (1, "")) {
            Ok(variant) => {
                assert!(!holds(rule, &variant.context), "{text}: {}", variant.sentence);
                assert_eq!(variant.outcome, Outcome::Stopped);
                for count in 1..variant.changes.len() {
                    assert!(!brute_force(rule, values, count, false), "{text}: {}", variant.sentence);
                }
            }
            Err(_) => assert!(!brute_force(rule, values, 1, false), "{text} {}", compact(&data)),
        }
        true
    });
}

/// Rule, context, sentence of the context's flip, sentence of the rule's.
const EXAMPLES: &[(&str, &str, &str, &str)] = &[
    (
        r#"{">=":[{"var":"aggregations.spend_12m"},500]}"#,
        r#"{"aggregations":{"spend_12m":420}}"#,
        "Fires if aggregations.spend_12m is 500 instead of 420",
        "Fires if step 1 asks for 420 instead of 500",
    ),
    (
        r#"{"and":[{"===":[{"var":"tier"},"gold"]},{">":[{"var":"spend"},500]},{"==":[{"var":"region"},"AU"]}]}"#,
        r#"{"tier":"gold","spend":420,"region":"NZ"}"#,
        "Fires if region is 'AU' instead of 'NZ', and spend is 501 instead of 420",
        "Fires if step 1 asks for 419 instead of 500, and step 1 asks for 'NZ' instead of 'AU'",
    ),
    (
        r#"{">=":[{"var":"expires_at"},"2026-01-01"]}"#,
        r#"{"expires_at":"2025-03-04 10:11:12"}"#,
        "Fires if expires_at is '2026-01-01 00:00:00' instead of '2025-03-04 10:11:12'",
        "Fires if step 1 asks for '2025-03-04' instead of '2026-01-01'",
    ),
    (
        r#"{"===":[{"var":"member_id"},42]}"#,
        r#"{"member_id":"42"}"#,
        "Fires if member_id is 42 instead of '42'",
        "Fires if step 1 asks for '42' instead of 42",
    ),
    (
        r#"{"in":["vip",{"var":"tags"}]}"#,
        r#"{"tags":["new"]}"#,
        r#"Fires if tags is ["new","vip"] instead of ["new"]"#,
        "Fires if step 1 asks for 'new' instead of 'vip'",
    ),
    (
        r#"{"in":[{"var":"tier"},["gold","platinum"]]}"#,
        r#"{"tier":"silver"}"#,
        "Fires if tier is 'gold' instead of 'silver'",
        r#"Fires if step 1 asks for ["gold","platinum","silver"] instead of ["gold","platinum"]"#,
    ),
    (
        r#"{"!":[{"missing":["email","phone"]}]}"#,
        r#"{"email":null}"#,
        "Fires if email is 'sam@example.com' instead of null, and phone is 'sample', which is not there now",
        r#"Fires if step 1 asks for [] instead of ["email","phone"]"#,
    ),
    (
        r#"{"some":[{"var":"items"},{"and":[{"==":[{"var":"brand"},"ACME"]},{">=":[{"var":"qty"},2]}]}]}"#,
        r#"{"items":[{"brand":"Other","qty":1},{"brand":"ACME","qty":1}]}"#,
        "Fires if items.1.qty is 2 instead of 1",
        "Fires if step 1 asks for 1 instead of 2",
    ),
    (
        r#"{"some":[{"var":"items"},{"and":[{"==":[{"var":"brand"},"ACME"]},{">=":[{"var":"qty"},2]}]}]}"#,
        r#"{"items":[]}"#,
        "Fires if items.0.brand is 'ACME', which is not there now, and items.0.qty is 2, which is not there now",
        "there is no value to try",
    ),
    (
        r#"{">=":[{"reduce":[{"var":"items"},{"+":[{"var":"accumulator"},{"var":"current.qty"}]},0]},10]}"#,
        r#"{"items":[{"qty":2},{"qty":3}]}"#,
        "Fires if items.0.qty is 7 instead of 2",
        "Fires if step 1 asks for 5 instead of 10",
    ),
    (
        r#"{"none":[{"var":"items"},{"==":[{"var":"category"},"giftcard"]}]}"#,
        r#"{"items":[{"category":"shoes"},{"category":"giftcard"}]}"#,
        "Fires if items.1.category is 'other' instead of 'giftcard'",
        "Fires if step 1 asks for 'giftcard-2' instead of 'giftcard'",
    ),
    (
        r#"{"==":[{"%":[{"var":"visits"},5]},0]}"#,
        r#"{"visits":12}"#,
        "Fires if visits is 10 instead of 12",
        "Fires if step 1 asks for 2 instead of 0",
    ),
];

#[test]
fn the_smallest_change_is_said_in_one_sentence() {
    let mut wrong = Vec::new();
    for (rule, data, context, constants) in EXAMPLES {
        let workspace = on(rule);
        let flip = flip(&workspace, workspace.triggers[0].id, &sample(json(data)), &env(&workspace)).unwrap();
        let said = flip.context.map_or_else(|reason| reason.to_string(), |variant| variant.sentence);
        if said != *context {
            wrong.push(format!("{rule}\n   {said}\n not {context}"));
        }
        let said = flip.rule.map_or_else(|reason| reason.to_string(), |variant| variant.sentence);
        if said != *constants {
            wrong.push(format!("{rule}\n   {said}\n not {constants}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Rules that need a change of more than a value beside a bound, and where there are many, the nearest.
const FLIPS: &str = include_str!("../fixtures/why/flips.txt");

#[test]
fn flips_are_found_where_one_change_does_it_and_are_near() {
    let mut wrong = String::new();
    for line in FLIPS.lines().filter(|line| !line.starts_with('#')) {
        let [rule, data, context, constants] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let (workspace, context_now) = (on(rule), sample(json(data)));
        let (id, env) = (workspace.triggers[0].id, env(&workspace));
        let flip = flip(&workspace, id, &context_now, &env).unwrap();
        if let Ok(variant) = &flip.context {
            let outcome = run(&workspace, id, &sample(variant.context.clone()), &env).unwrap().outcome;
            assert_eq!(outcome, Outcome::Fired, "{line}");
        }
        let by_context = flip.context.map_or_else(|reason| reason.to_string(), |variant| variant.sentence);
        let by_rule = flip.rule.map_or_else(|reason| reason.to_string(), |variant| variant.sentence);
        for (found, expected) in [(by_context, context), (by_rule, constants)] {
            if expected != "-" && found != expected {
                writeln!(wrong, "{rule} on {data}\n   {found}\n   {expected}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_same_question_gets_the_same_answer() {
    let workspace = on(EXAMPLES[1].0);
    let context = sample(json(EXAMPLES[1].1));
    let ask = || {
        let flip = flip(&workspace, workspace.triggers[0].id, &context, &env(&workspace)).unwrap();
        serde_json::to_string(&flip).unwrap()
    };
    assert_eq!(ask(), ask());
}

#[test]
fn a_part_that_was_not_asked_is_reached() {
    let rule = r#"{"and":[{"==":[{"var":"tier"},"gold"]},{"or":[{">":[{"var":"spend"},500]},{"==":[{"var":"is_vip"},true]}]}]}"#;
    let workspace = on(rule);
    let context = sample(json(r#"{"tier":"silver","spend":900,"is_vip":false}"#));
    let wish = Wish { step: 1, pointer: "/and/1/or/1".into(), holds: false };
    let id = workspace.triggers[0].id;
    let variant = variant_where(&workspace, id, &context, &env(&workspace), &wish).unwrap();
    assert_eq!(compact(&variant.context), r#"{"tier":"gold","spend":500,"is_vip":false}"#);
    assert_eq!(
        variant.sentence,
        "“it is not vip” is true if spend is 500 instead of 900, and tier is 'gold' instead of 'silver'"
    );
}

#[test]
fn what_no_field_can_change_is_said() {
    let workspace = on(r#"{">":[{"var":"a"},1]}"#);
    let id = workspace.triggers[0].id;
    let ask =
        |context: &Context| flip(&workspace, id, context, &env(&workspace)).unwrap().context.unwrap_err();
    assert_eq!(ask(&sample(json(r#"{"a":2}"#))), NoVariant::AlreadySo);
    let other = Context { event: Some("custom.y".into()), ..sample(json("{}")) };
    assert_eq!(ask(&other), NoVariant::OtherEvent);
    let contradiction = on(r#"{"and":[{">":[{"var":"a"},5]},{"<":[{"var":"a"},3]}]}"#);
    let id = contradiction.triggers[0].id;
    let flip = flip(&contradiction, id, &sample(json(r#"{"a":4}"#)), &env(&contradiction)).unwrap();
    assert_eq!(flip.context.unwrap_err(), NoVariant::Impossible);
    let constant = on(r#"{"and":[{"==":[{"var":"a"},{"var":"b"}]},{"!=":[{"var":"a"},{"var":"b"}]}]}"#);
    let flip = self::flip(&constant, constant.triggers[0].id, &sample(json(r#"{"a":4}"#)), &env(&constant));
    assert_eq!(flip.unwrap().rule.unwrap_err(), NoVariant::NoValues);
}

const LETTER: &str = r#""{% if tier == 'gold' %}{% if points > 500 %}lots{% else %}some{% endif %}{% endif %}{% for item in items %}{{ item.sku }}{% else %}none{% endfor %}""#;

fn letter() -> reagent::model::Workspace {
    workspace(&[
        (
            "triggers/a.json",
            r#"{"name": "Letter", "trigger": "x.y", "actions": [
            {"name": "filter", "sort_order": 1, "arguments": [{"name": "condition", "value": {"==": [{"var": "is_on"}, true]}}]},
            {"name": "reward.create", "sort_order": 2, "arguments": [{"name": "definition", "value": "thanks"},
              {"name": "value", "is_dynamic": true, "value": {"if": [{">": [{"var": "points"}, 100]}, 10, 5]}}]},
            {"name": "target.send", "sort_order": 3, "arguments": [{"name": "target", "value": "mail"}]}]}"#,
        ),
        ("targets/mail.json", r#"{"name": "Mail", "handle": "mail", "url": "https://mail.example.com"}"#),
        ("targets/mail.twig", LETTER),
        ("contexts/x.y/off.json", r#"{"is_on": false, "tier": "silver", "points": 20, "items": []}"#),
    ])
}

/// The sentence of a variant, or why there is none.
fn searched(goal: &Goal) -> String {
    let workspace = letter();
    let (trigger, context) = (&workspace.triggers[0], &workspace.contexts[0]);
    let found = variant_for(&workspace, trigger.id, context, &env(&workspace), goal);
    match found {
        Ok(variant) => {
            let changed = Context { data: variant.context.clone(), ..(**context).clone() };
            let report = run(&workspace, trigger.id, &changed, &env(&workspace)).unwrap();
            assert_eq!(variant.outcome, Outcome::Fired, "{goal:?}: {}", report.summary);
            variant.sentence
        }
        Err(reason) => format!("none: {reason}"),
    }
}

#[test]
fn an_action_is_reached_and_a_dynamic_argument_goes_the_other_way() {
    assert_eq!(searched(&Goal::Reached(2)), "Step 2 is reached if is_on is true instead of false");
    assert_eq!(searched(&Goal::Reached(1)), "none: it is so already");
    let wish = |holds| Wish { step: 2, pointer: "/if/0".into(), holds };
    let found = searched(&Goal::Argument("value".into(), wish(true)));
    assert!(found.contains("is_on is true") && found.contains("points is 101"), "{found}");
}

#[test]
fn a_template_takes_the_branches_that_it_has_not_taken() {
    let branch = |choice, taken| searched(&Goal::Branch(BranchWish { target: "mail".into(), choice, taken }));
    let gold = branch(0, true);
    assert!(gold.starts_with("The template of 'mail' takes \u{201c}tier == 'gold'\u{201d} if"), "{gold}");
    assert!(gold.contains("tier is 'gold' instead of 'silver'") && gold.contains("is_on is true"), "{gold}");
    let nested = branch(1, true);
    assert!(nested.contains("tier is 'gold'") && nested.contains("points is 501"), "{nested}");
    let items = branch(2, true);
    assert!(items.contains(r#"items is [{"sku":"x"}]"#), "{items}");
    assert_eq!(branch(9, true), "none: the trigger does not render that part of a template");
    let workspace = letter();
    let settings = env(&workspace).twig_settings();
    assert_eq!(reagent::twig::Template::compile(LETTER, &settings).unwrap().choices().len(), 3);
}
