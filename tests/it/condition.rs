//! Conditions as a form: reading any rule, edits that change one part only, and what is known of fields.

use crate::support::{json, project};
use proptest::prelude::*;
use reagent::app::condition::{
    Condition, Direction, Join, Part, Relation, Shape, add, choose_field, known_fields, move_item, relations,
    remove, set_field, set_join, set_relation, set_value, unwrap, wrap,
};
use reagent::catalog::FieldType;
use reagent::io::load_workspace;
use reagent::json::{Json, Style, to_text};
use reagent::logic::{self, EvalOptions};
use reagent::model::Workspace;
use reagent::php::Value;

fn text(json: &Json) -> String {
    to_text(json, &Style::compact())
}

/// The rule as the form has it, in a few words.
fn outline(condition: &Condition) -> String {
    match &condition.part {
        Part::Empty => "empty".to_owned(),
        Part::Raw => "raw".to_owned(),
        Part::Row(row) => {
            let values: Vec<String> = row.values.iter().map(|operand| text(&operand.json)).collect();
            let subject =
                row.computed.as_ref().map_or_else(|| row.field.path.clone(), |computed| text(&computed.json));
            [&[subject, row.relation.words().title.to_owned()][..], &values].concat().join(" ")
        }
        Part::Block(block) => {
            let inner: Vec<String> = condition.inner.iter().map(outline).collect();
            format!("{} {}: {}", block.kind.name(), text(&block.list.json), inner.join("; "))
        }
        Part::Group(group) => {
            let items: Vec<String> = group.items.iter().map(outline).collect();
            format!("{}({})", group.join.word(), items.join("; "))
        }
    }
}

#[test]
fn rules_read_as_rows_and_groups() {
    let cases = [
        (r#"{"==":[{"var":"a"},1]}"#, "a is 1"),
        (r#"{"!=":[{"var":["a"]},"x"]}"#, r#"a is not "x""#),
        (r#"{"===":[{"var":["a.b",0]},true]}"#, "a.b is exactly true"),
        (r#"{"!==":[{"var":"a"},null]}"#, "a is not exactly null"),
        (r#"{"<":[5,{"var":"a"}]}"#, "a is more than 5"),
        (r#"{"<=":[1.0,{"var":"a"},2]}"#, "a is between 1.0 2"),
        (r#"{"<":[1,{"var":"a"},2]}"#, "a is strictly between 1 2"),
        (r#"{"in":[{"var":"a"},["x","y"]]}"#, r#"a is one of ["x","y"]"#),
        (r#"{"!":{"in":[{"var":"a"},["x"]]}}"#, r#"a is none of ["x"]"#),
        (r#"{"!":[{"in":["x",{"var":"tags"}]}]}"#, r#"tags does not contain "x""#),
        (r#"{"in":["x",{"var":"tags"}]}"#, r#"tags contains "x""#),
        (r#"{"!!":[{"var":"a"}]}"#, "a is set"),
        (r#"{"!":{"var":"a"}}"#, "a is empty"),
        (r#"{"missing":["a"]}"#, "a is missing"),
        (r#"{"==":[{"var":"a"},{"var":"b"}]}"#, r#"a is {"var":"b"}"#),
        (r#"{"and":[{"var":"a"},{"or":[{"!!":{"var":"b"}},5]}]}"#, "All(a is set; Any(b is set; raw))"),
        (r#"{"!":{"or":[{"var":"a"},{"var":"b"}]}}"#, "None(a is set; b is set)"),
        (r#"{"!":[{"and":[{"var":"a"}]}]}"#, "None(All(a is set))"),
        (r#"{"and":{"==":[{"var":"a"},1]}}"#, "All(a is 1)"),
        (r#"{"some":[{"var":"items"},{"==":[{"var":"sku"},"x"]}]}"#, r#"some {"var":"items"}: sku is "x""#),
        (
            r#"{"all":[{"var":"a"},{"none":[{"var":"b"},null]}]}"#,
            r#"all {"var":"a"}: none {"var":"b"}: empty"#,
        ),
        (r#"{"some":[{"var":"items"}]}"#, "raw"),
        (r#"{"==":[{"+":[{"var":"a"},1]},2]}"#, r#"{"+":[{"var":"a"},1]} is 2"#),
        (r#"{"<":[2,{"max":[{"var":"a"},1]}]}"#, r#"{"max":[{"var":"a"},1]} is more than 2"#),
        (r#"{"!!":[{"filter":[{"var":"a"},{"var":""}]}]}"#, r#"{"filter":[{"var":"a"},{"var":""}]} is set"#),
        (r#"{"and":[1],"and":[2]}"#, "raw"),
        (r#"{"in":[{"var":"a"},"text"]}"#, "raw"),
        (r#"{"missing":["a","b"]}"#, "raw"),
        ("true", "raw"),
        ("null", "empty"),
        ("{}", "empty"),
    ];
    for (rule, expected) in cases {
        assert_eq!(outline(&Condition::read(&json(rule))), expected, "{rule}");
    }
}

type Edit = fn(&Json) -> Option<Json>;

const TWO: &str = r#"{"and":[{"==":[{"var":["a",1.50]},1e0]},{"zz":[ 1.0,{"k":null} ]}]}"#;

// What, on which rule, the edit, and the rule after it.
const EDITS: &[(&str, &str, Edit, &str)] = &[
    (
        "field",
        TWO,
        |r| set_field(r, "/and/0", "b"),
        r#"{"and":[{"==":[{"var":["b",1.50]},1e0]},{"zz":[1.0,{"k":null}]}]}"#,
    ),
    (
        "operator",
        TWO,
        |r| set_relation(r, "/and/0", Relation::AtLeast, &Json::Null),
        r#"{"and":[{">=":[{"var":["a",1.50]},1e0]},{"zz":[1.0,{"k":null}]}]}"#,
    ),
    (
        "to a list",
        TWO,
        |r| set_relation(r, "/and/0", Relation::NoneOf, &Json::Null),
        r#"{"and":[{"!":{"in":[{"var":["a",1.50]},[1e0]]}},{"zz":[1.0,{"k":null}]}]}"#,
    ),
    (
        "value",
        TWO,
        |r| set_value(r, "/and/0/==/1", Json::int(7)),
        r#"{"and":[{"==":[{"var":["a",1.50]},7]},{"zz":[1.0,{"k":null}]}]}"#,
    ),
    (
        "add",
        TWO,
        |r| add(r, "", Json::Bool(true)),
        r#"{"and":[{"==":[{"var":["a",1.50]},1e0]},{"zz":[1.0,{"k":null}]},true]}"#,
    ),
    (
        "down",
        TWO,
        |r| move_item(r, "/and/0", Direction::Down),
        r#"{"and":[{"zz":[1.0,{"k":null}]},{"==":[{"var":["a",1.50]},1e0]}]}"#,
    ),
    ("remove", TWO, |r| remove(r, "/and/0"), r#"{"and":[{"zz":[1.0,{"k":null}]}]}"#),
    (
        "wrap",
        TWO,
        |r| wrap(r, "/and/1", Join::None),
        r#"{"and":[{"==":[{"var":["a",1.50]},1e0]},{"!":{"or":[{"zz":[1.0,{"k":null}]}]}}]}"#,
    ),
    (
        "any",
        TWO,
        |r| set_join(r, "", Join::Any),
        r#"{"or":[{"==":[{"var":["a",1.50]},1e0]},{"zz":[1.0,{"k":null}]}]}"#,
    ),
    (
        "none",
        TWO,
        |r| set_join(r, "", Join::None),
        r#"{"!":{"or":[{"==":[{"var":["a",1.50]},1e0]},{"zz":[1.0,{"k":null}]}]}}"#,
    ),
    ("not to all", r#"{"!":[{"or":[1,2]}]}"#, |r| set_join(r, "", Join::All), r#"{"and":[1,2]}"#),
    (
        "add to not",
        r#"{"!":{"==":[1,2]}}"#,
        |r| add(r, "", json("true")),
        r#"{"!":{"or":[{"==":[1,2]},true]}}"#,
    ),
    (
        "add to a row",
        r#"{"!!":{"var":"a"}}"#,
        |r| add(r, "", json("true")),
        r#"{"and":[{"!!":{"var":"a"}},true]}"#,
    ),
    ("add to nothing", "null", |r| add(r, "", json("true")), "true"),
    ("last part", r#"{"and":[{"or":[1]}]}"#, |r| remove(r, "/and/0/or/0"), "null"),
    ("last of an inner group", r#"{"and":[2,{"or":[1]}]}"#, |r| remove(r, "/and/1/or/0"), r#"{"and":[2]}"#),
    ("unwrap", r#"{"and":[1,{"or":[2,3]},4]}"#, |r| unwrap(r, "/and/1"), r#"{"and":[1,2,3,4]}"#),
    ("unwrap one", r#"{"or":[{"!!":5}]}"#, |r| unwrap(r, ""), r#"{"!!":5}"#),
    (
        "mirrored",
        r#"{"<":[5,{"var":"a"}]}"#,
        |r| set_relation(r, "", Relation::AtLeast, &Json::Null),
        r#"{"<=":[5,{"var":"a"}]}"#,
    ),
    (
        "to a range",
        r#"{"<":[{"var":"a"},5]}"#,
        |r| set_relation(r, "", Relation::Between, &Json::Null),
        r#"{"<=":[5,{"var":"a"},5]}"#,
    ),
    (
        "from missing",
        r#"{"missing":["a"]}"#,
        |r| set_relation(r, "", Relation::Is, &Json::int(3)),
        r#"{"==":[{"var":"a"},3]}"#,
    ),
    (
        "to missing",
        r#"{"==":[{"var":"a"},3]}"#,
        |r| set_relation(r, "", Relation::IsMissing, &Json::Null),
        r#"{"missing":["a"]}"#,
    ),
];

#[test]
fn an_edit_changes_one_part_and_keeps_the_rest_as_written() {
    for (what, rule, edit, expected) in EDITS {
        assert_eq!(edit(&json(rule)).map(|rule| text(&rule)).as_deref(), Some(*expected), "{what}");
    }
    let nowhere: &[Edit] = &[
        |r| unwrap(r, ""),
        |r| move_item(r, "/and/0", Direction::Up),
        |r| move_item(r, "/and/1", Direction::Down),
        |r| set_field(r, "/and/1", "x"),
        |r| remove(r, "/and/7"),
        |r| set_value(r, "/or/0", Json::Null),
    ];
    for (position, edit) in nowhere.iter().enumerate() {
        assert_eq!(edit(&json(TWO)), None, "{position}");
    }
}

/// Every relation can be set, is read back as itself, and is evaluated without an error.
#[test]
fn every_relation_is_written_as_it_is_read() {
    let data = Value::from(&serde_json::json!({"a": 5}));
    for from in relations() {
        for to in relations() {
            let start = json(r#"{"==":[{"var":"a"},5]}"#);
            let first = set_relation(&start, "", from.relation, &Json::int(1)).unwrap();
            let second = set_relation(&first, "", to.relation, &Json::int(1)).unwrap();
            let row = Condition::read(&second).row().cloned().unwrap();
            assert_eq!((row.relation, row.field.path.as_str()), (to.relation, "a"), "{}", text(&second));
            let count = match to.shape {
                Shape::Alone => 0,
                Shape::Range => 2,
                _ => 1,
            };
            assert_eq!(row.values.len(), count, "{}", text(&second));
            let rule = logic::parse(&second);
            assert!(rule.findings().is_empty(), "{}", text(&second));
            assert!(rule.compile().eval(&data, &EvalOptions::default()).is_ok(), "{}", text(&second));
        }
    }
}

#[test]
fn fields_of_the_samples_and_of_the_catalogue_are_known() {
    let loaded = load_workspace(&project("samples/loyalty-demo")).unwrap();
    let workspace = loaded.read.workspace;
    let fields = known_fields(&workspace, "transaction.created");
    let samples = workspace.contexts_of("transaction.created").count();
    let total = fields.iter().find(|field| field.path == "total").unwrap();
    assert_eq!((total.seen, total.samples), (samples, samples));
    assert!(matches!(total.kind, FieldType::Number | FieldType::Integer));
    assert_eq!(total.presence(), format!("in {samples} of {samples} samples"));
    assert!(fields.iter().any(|field| field.is_listed && field.seen == 0), "the catalogue knows more");
    assert!(fields.iter().all(|field| !field.path.contains('*') && !field.path.is_empty()));

    let start = json(r#"{"==":[{"var":""},""]}"#);
    let chosen = choose_field(&start, "", "total", Some(total)).unwrap();
    let expected = format!(r#"{{"==":[{{"var":"total"}},{}]}}"#, text(&total.values[0]));
    assert_eq!(text(&chosen), expected, "a value of the samples fits the field");
    let unsampled = known_fields(&Workspace::default(), "transaction.created");
    assert!(!unsampled.is_empty() && unsampled.iter().all(|field| field.presence() == "no sample yet"));
}

fn scalar() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        prop_oneof![Just("1"), Just("1.0"), Just("1e2"), Just("-0")].prop_map(|n| Json::number(n).unwrap()),
        prop_oneof![Just(""), Just("a"), Just("a.b"), Just("a/b"), Just("~1")].prop_map(Json::str),
    ]
}

/// Any JSON, mostly shaped like conditions.
fn rule() -> impl Strategy<Value = Json> {
    const NAMES: &[&str] =
        &["and", "or", "!", "!!", "==", "<", "<=", ">=", "in", "var", "missing", "zz", "a/b"];
    let name = prop::sample::select(NAMES).prop_map(str::to_owned);
    scalar().prop_recursive(6, 48, 4, move |inner| {
        let one = |(name, arg): (String, Json)| Json::Object([(name, arg)].into_iter().collect());
        prop_oneof![
            5 => (name.clone(), prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array)).prop_map(one),
            2 => (name.clone(), inner.clone()).prop_map(one),
            1 => prop::collection::vec((name.clone(), inner.clone()), 0..3)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
            1 => prop::collection::vec(inner, 0..3).prop_map(Json::Array),
        ]
    })
}

fn parts<'a>(condition: &'a Condition, found: &mut Vec<&'a Condition>) {
    found.push(condition);
    condition.items().iter().for_each(|item| parts(item, found));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_not_touched_stays_as_it_is(rule in rule()) {
        let condition = Condition::read(&rule);
        let mut found = Vec::new();
        parts(&condition, &mut found);
        for part in found {
            let at = part.pointer.as_str();
            let own = rule.pointer(at);
            prop_assert!(own.is_some(), "{} leads nowhere", at);
            prop_assert_eq!(set_value(&rule, at, own.unwrap().clone()), Some(rule.clone()));
            if let Some(row) = part.row() {
                let path = row.field.path.as_str();
                prop_assert_eq!(set_field(&rule, at, path), Some(rule.clone()));
                prop_assert_eq!(set_relation(&rule, at, row.relation, &Json::Null), Some(rule.clone()));
                for operand in &row.values {
                    prop_assert_eq!(rule.pointer(&operand.pointer), Some(&operand.json));
                }
            }
            // "None of" takes in the "any of" that is its only part.
            let is_taken_in = condition.parent_of(at).and_then(|(outer, _)| outer.group()).is_some_and(|outer| outer.list.is_none() && outer.join == Join::None);
            if let Some(group) = part.group().filter(|_| !is_taken_in) {
                prop_assert_eq!(set_join(&rule, at, group.join), Some(rule.clone()));
                let other = if group.join == Join::All { Join::Any } else { Join::All };
                if group.join != Join::None {
                    let back = set_join(&set_join(&rule, at, other).unwrap(), at, group.join);
                    prop_assert_eq!(back, Some(rule.clone()), "all and any, and back");
                }
                let changed = set_join(&rule, at, other).unwrap();
                let joined = Condition::read(&changed);
                let now = joined.find(at).and_then(Condition::group).map(|group| group.items.len());
                prop_assert_eq!(now, Some(group.items.len()), "no part is lost");
            }
            if part.part != Part::Empty {
                let wrapped = wrap(&rule, at, Join::Any).unwrap();
                let read = Condition::read(&wrapped);
                if read.find(at).and_then(Condition::group).is_some_and(|group| group.items.len() == 1) {
                    prop_assert_eq!(unwrap(&wrapped, at), Some(rule.clone()));
                }
                prop_assert!(remove(&rule, at).is_some());
                for relation in relations() {
                    prop_assert_eq!(
                        set_relation(&rule, at, relation.relation, &Json::Null).is_some(), part.row().is_some()
                    );
                }
            }
        }
    }
}
