//! Each rule of the fixture with the sentence that describes it.

use reagent::json::{Limits, parse};
use reagent::logic;
use std::fmt::Write;

const RULES: &str = include_str!("../fixtures/jsonlogic/describe.txt");

fn rule(text: &str) -> logic::Rule {
    logic::parse(&parse(text, Limits::default()).unwrap())
}

#[test]
fn sentences_read_as_reviewed() {
    let mut shown = String::new();
    for line in RULES.lines() {
        writeln!(shown, "{line}\n    {}", logic::describe(&rule(line))).unwrap();
    }
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("logic_describe", shown);
    });
}

#[test]
fn the_fixture_covers_every_operator() {
    for operator in logic::operators() {
        assert!(RULES.contains(&format!("{{\"{}\":", operator.name)), "{}", operator.name);
    }
}

#[test]
fn a_part_is_described_where_it_stands() {
    let source = r#"{"some": [{"var": "items"}, {"==": [{"var": ""}, "vip"]}]}"#;
    let rule = rule(source);
    let part = rule.node_at("/some/1").unwrap().id;
    assert_eq!(logic::describe_node(&rule, part), "it is 'vip'");
}

#[test]
fn what_is_only_begun_is_said_as_that() {
    let sentence = |text: &str| logic::describe_condition(&rule(text));
    assert_eq!(sentence(r#"{"==": [{"var": ""}, ""]}"#), "a field is still to be chosen");
    assert_eq!(sentence(r#"{"in": [{"var": "tier"}, []]}"#), "tier is in an empty list");
    let some = sentence(r#"{"some": [{"var": "tags"}, {"==": [{"var": ""}, ""]}]}"#);
    assert!(some.ends_with("it is empty text"), "{some}");
}

#[test]
fn a_plain_value_as_condition_says_when_it_holds() {
    assert_eq!(logic::describe_condition(&rule(r#"{"var": "email"}"#)), "email is set");
    assert_eq!(logic::describe_condition(&rule("true")), "always");
}
