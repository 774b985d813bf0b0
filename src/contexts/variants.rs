//! A sample with one thing changed: what real events will bring sooner or later.

use super::leaf::{replaced, visit};
use crate::json::{Json, pointer_segments};
use crate::logic::{self, Node, Rule};
use crate::model::Trigger;
use std::collections::BTreeMap;

/// Most variants of one sample.
pub const MAX_VARIANTS: usize = 5_000;

/// What sort of change a variant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VariantKind {
    /// A field is not there
    Missing,
    /// A field is null
    Null,
    /// A text or a list is empty
    Empty,
    /// A number is just below, at or just above what a condition compares it with
    Bound,
    /// A text has quotes, line breaks or letters beyond ASCII
    Awkward,
}

impl VariantKind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Missing, Self::Null, Self::Empty, Self::Bound, Self::Awkward];

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Missing => "Missing fields",
            Self::Null => "Null",
            Self::Empty => "Empty texts and lists",
            Self::Bound => "Numbers at the bounds",
            Self::Awkward => "Quotes, line breaks, Unicode",
        }
    }
}

/// A sample with one thing changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What sort of change it is.
    pub kind: VariantKind,
    /// What changed, fit for a file name: `tier-handle-missing`.
    pub name: String,
    /// What changed, in words: `tier_handle is missing`.
    pub change: String,
    /// JSON Pointer of what changed.
    pub pointer: String,
    /// The changed sample.
    pub data: Json,
}

/// A number that a condition compares a field with.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Dotted path of the field.
    pub path: String,
    /// The number as written.
    pub number: Json,
}

/// Text that breaks templates which do not escape.
const AWKWARD: [(&str, &str, &str); 3] = [
    ("quotes", "has quotes, a backslash and an ampersand", "Jo \"JJ\" O'Hara \\ Sons & <b>"),
    ("line-break", "has a line break and a tab", "first line\nsecond\tline"),
    ("unicode", "has letters and signs beyond ASCII", "Zoë Łukasz 北京 🎁"),
];

/// Every leaf missing and null, every text empty and awkward, every list empty, and every number that a condition
/// compares just below, at and just above the bound. Of a list, only the first item is varied.
///
/// ```
/// use reagent::{contexts::variants, json};
/// let sample = json::parse(r#"{"total": 600}"#, json::Limits::default()).unwrap();
/// let names: Vec<_> = variants(&sample, &[]).into_iter().map(|variant| variant.name).collect();
/// assert_eq!(names, ["total-missing", "total-null"]);
/// ```
pub fn variants(sample: &Json, bounds: &[Bound]) -> Vec<Variant> {
    let mut made = Making { sample, found: Vec::new(), names: BTreeMap::new() };
    visit(sample, &mut String::new(), 0, &mut |pointer, value| {
        let path: Vec<String> = pointer_segments(pointer).collect();
        let is_later_item = path.iter().any(|segment| {
            segment != "0" && segment.bytes().all(|byte| byte.is_ascii_digit()) && !segment.is_empty()
        });
        if !is_later_item {
            made.of(pointer, &path, value, bounds);
        }
    });
    made.found
}

struct Making<'j> {
    sample: &'j Json,
    found: Vec<Variant>,
    names: BTreeMap<String, usize>,
}

impl Making<'_> {
    fn of(&mut self, pointer: &str, path: &[String], value: &Json, bounds: &[Bound]) {
        let dotted = path.join(".");
        let mut add = |kind: VariantKind, (what, words): (&str, &str), new: Option<&Json>| {
            if new != Some(value) && self.found.len() < MAX_VARIANTS {
                let name = self.unique(format!("{}-{what}", slug(&dotted)));
                let data = replaced(self.sample, path, new);
                let change = format!("{dotted} {words}");
                self.found.push(Variant { kind, name, change, pointer: pointer.to_owned(), data });
            }
        };
        match value {
            Json::Object(object) if !object.is_empty() => {}
            Json::Array(_) => {
                add(VariantKind::Missing, ("missing", "is missing"), None);
                add(VariantKind::Null, ("null", "is null"), Some(&Json::Null));
                add(VariantKind::Empty, ("empty", "is an empty list"), Some(&Json::Array(Vec::new())));
            }
            _ => {
                add(VariantKind::Missing, ("missing", "is missing"), None);
                add(VariantKind::Null, ("null", "is null"), Some(&Json::Null));
            }
        }
        if let Json::String(_) = value {
            add(VariantKind::Empty, ("empty", "is an empty text"), Some(&Json::str("")));
            for (what, words, text) in AWKWARD {
                add(VariantKind::Awkward, (what, words), Some(&Json::str(text)));
            }
        }
        for bound in bounds.iter().filter(|bound| bound.path == dotted) {
            for (words, number) in around(&bound.number) {
                let Json::Number(spelled) = &number else { continue };
                let what = spelled.as_text().replace('.', "-").replace("--", "-minus-");
                let words = format!("is {}, {words}", spelled.as_text());
                add(VariantKind::Bound, (&format!("is-{what}"), &words), Some(&number));
            }
        }
    }

    /// Names stay apart even where paths differ only in signs.
    fn unique(&mut self, name: String) -> String {
        let times = self.names.entry(name.clone()).or_default();
        *times += 1;
        if *times == 1 { name } else { format!("{name}-{times}") }
    }
}

/// A number, and the ones just below and above it: by 1, or by 0.01 where cents are written.
fn around(number: &Json) -> Vec<(&'static str, Json)> {
    const WORDS: [&str; 3] = ["just below the bound", "at the bound", "just above the bound"];
    let Json::Number(spelled) = number else { return Vec::new() };
    let numbers = match spelled.as_i64() {
        Some(int) => [-1, 0, 1].map(|step| int.checked_add(step).map(Json::int)),
        None => [-0.01, 0.0, 0.01].map(|step| Json::number(&format!("{:.2}", spelled.as_f64() + step))),
    };
    WORDS.into_iter().zip(numbers).filter_map(|(words, number)| Some((words, number?))).collect()
}

fn slug(path: &str) -> String {
    let dashed = path.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    dashed.collect::<String>().trim_matches('-').to_owned()
}

/// The numbers that the conditions and dynamic arguments of a trigger compare fields with.
pub fn compared_numbers(trigger: &Trigger) -> Vec<Bound> {
    let mut bounds = Vec::new();
    for action in &trigger.actions {
        let rules = action.arguments.iter().filter(|argument| {
            argument.is_dynamic == Some(true) || action.is_filter() && argument.name == "condition"
        });
        for argument in rules {
            collect(&logic::parse(&argument.value), &mut bounds);
        }
    }
    bounds
}

fn collect(rule: &Rule, bounds: &mut Vec<Bound>) {
    const COMPARISONS: [&str; 8] = ["==", "===", "!=", "!==", "<", "<=", ">", ">="];
    for call in rule.nodes().filter_map(Node::call).filter(|call| COMPARISONS.contains(&call.name.as_str())) {
        let paths: Vec<&str> = call.args.iter().filter_map(field).collect();
        let numbers =
            call.args.iter().filter_map(Node::literal).filter(|json| matches!(json, Json::Number(_)));
        for number in numbers {
            let new = paths.iter().map(|path| Bound { path: (*path).to_owned(), number: number.clone() });
            let new: Vec<Bound> = new.filter(|bound| !bounds.contains(bound)).collect();
            bounds.extend(new);
        }
    }
}

/// The path of a `var` that is written as text.
fn field(node: &Node) -> Option<&str> {
    let call = node.call().filter(|call| call.name == "var")?;
    call.args.first()?.literal()?.as_str()
}
