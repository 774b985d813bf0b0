//! JSON text: agreement with the strict parser, and spelling that survives.

use proptest::prelude::*;
use reagent::json::{Json, Limits, Style, parse, to_text};

/// JSON text with odd spacing and number spellings.
pub(crate) fn json_text() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        any::<i64>().prop_map(|int| int.to_string()),
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,6})?([eE][+-]?[0-9]{1,3})?",
        Just("1.0".to_owned()),
        Just("1e3".to_owned()),
        Just("-0".to_owned()),
    ];
    let text = any::<String>().prop_map(|text| serde_json::Value::String(text).to_string());
    let word =
        prop_oneof![Just("null"), Just("true"), Just("false"), Just("\"\\u00e9\\/\""), Just("\"gold\"")];
    let leaf = prop_oneof![number, text, word.prop_map(str::to_owned)];
    leaf.prop_recursive(4, 24, 5, |inner| {
        let space = prop_oneof![Just(""), Just(" "), Just("\n  "), Just("\t"), Just("\r\n")];
        let key = prop_oneof![Just("var"), Just("and"), Just("=="), Just("x y"), Just("name")];
        let list = (prop::collection::vec(inner.clone(), 0..5), space.clone());
        let object = (prop::collection::vec((key, inner), 0..5), space);
        prop_oneof![
            list.prop_map(|(items, space)| format!("[{space}{}{space}]", items.join(&format!("{space},")))),
            object.prop_map(|(entries, space)| {
                let entries: Vec<_> =
                    entries.iter().map(|(key, value)| format!("\"{key}\"{space}:{space}{value}")).collect();
                format!("{{{space}{}{space}}}", entries.join(&format!(",{space}")))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(text in json_text()) {
        let json = parse(&text, Limits::default()).unwrap();
        for style in [Style::compact(), Style::default(), Style::of(&text)] {
            let written = to_text(&json, &style);
            prop_assert_eq!(&parse(&written, Limits::default()).unwrap(), &json);
        }
    }

    #[test]
    fn arbitrary_text_is_read_exactly_when_it_is_json(text in "[\\[\\]{}:,\"\\\\a-e0-9.+\\- \\n]{0,24}") {
        let strict = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        prop_assert_eq!(parse(&text, Limits::default()).is_ok(), strict);
    }
}

#[test]
fn equal_keys_are_all_kept_and_the_last_one_counts() {
    let json = parse(r#"{"a":1,"b":2,"a":3}"#, Limits::default()).unwrap();
    assert_eq!(json.get("a"), Some(&Json::int(3)));
    assert_eq!(to_text(&json, &Style::compact()), r#"{"a":1,"b":2,"a":3}"#);
}
