//! Templates that would run away end with an error that names the limit; none stops the program.

use proptest::prelude::*;
use reagent::php::Value;
use reagent::twig::{Limit, Settings, Template, TwigError};

fn render(source: &str) -> Result<String, TwigError> {
    let settings = Settings::default();
    let context: serde_json::Value =
        serde_json::from_str(r#"{"a": 1, "b": [1, "x", {"c": null}], "s": "te\"xt"}"#).unwrap();
    let template = Template::compile(source, &settings)?;
    template.render(&Value::from(&context), &settings).map(|rendered| rendered.output)
}

fn limit(source: &str) -> Option<Limit> {
    render(source).unwrap_err().limit
}

#[test]
fn endless_recursion_is_an_error() {
    let direct = "{% macro m(n) %}{{ _self.m(n + 1) }}{% endmacro %}{{ _self.m(0) }}";
    let nested = "{% macro m(n) %}{% if true %}{% for i in [1] %}{{ ((_self.m(n + 1))) }}{% endfor %}{% endif %}{% endmacro %}{{ _self.m(0) }}";
    let block = "{% block b %}{{ block('b') }}{% endblock %}";
    let closure = "{% set f = g => g|invoke(g) %}{{ f|invoke(f) }}";
    for source in [direct, nested, block, closure] {
        assert_eq!(limit(source), Some(Limit::Recursion), "{source}");
    }
}

#[test]
fn deep_sources_are_an_error() {
    let deep = 20_000;
    let nested = |open: &str, inner: &str, close: &str| open.repeat(deep) + inner + &close.repeat(deep);
    let sources = [
        "{{ ".to_owned() + &nested("(", "1", ")") + " }}",
        "{{ ".to_owned() + &nested("[", "1", "]") + " }}",
        "{{ ".to_owned() + &nested("{a: ", "1", "}") + " }}",
        "{{ ".to_owned() + &nested("-", "1", "") + " }}",
        "{{ ".to_owned() + &nested("not ", "1", "") + " }}",
        "{{ 1".to_owned() + &"|abs".repeat(deep) + " }}",
        "{{ a".to_owned() + &".b".repeat(deep) + " }}",
        "{{ 1".to_owned() + &" + 1".repeat(deep) + " }}",
        "{{ 1".to_owned() + &" ** 1".repeat(deep) + " }}",
        "{{ 1".to_owned() + &" ? 1 : 1".repeat(deep) + " }}",
        "{{ ".to_owned() + &nested("\"#{", "1", "}\"") + " }}",
        nested("{% if 1 %}", "", "{% endif %}"),
        nested("{% for i in b %}", "", "{% endfor %}"),
    ];
    for source in sources {
        assert_eq!(limit(&source), Some(Limit::Nesting), "{}", &source[..30]);
    }
}

#[test]
fn long_but_shallow_sources_are_fine() {
    let joined = "{{ 1".to_owned() + &" ~ 1".repeat(5_000) + " }}";
    assert_eq!(render(&joined).unwrap().len(), 5_001);
    let list = "{{ [".to_owned() + &"1,".repeat(5_000) + "]|length }}";
    assert_eq!(render(&list).unwrap(), "5000");
    let arms = "{% if a > 1 %}x".to_owned() + &"{% elseif a > 1 %}y".repeat(5_000) + "{% else %}z{% endif %}";
    assert_eq!(render(&arms).unwrap(), "z");
}

#[test]
fn ranges_loops_and_output_are_bounded() {
    assert_eq!(limit("{{ range(1, 10000000000)|length }}"), Some(Limit::RangeItems));
    assert_eq!(limit("{{ 1..9223372036854775807 }}"), Some(Limit::RangeItems));
    assert_eq!(
        limit("{% for i in 1..5000 %}{% for j in 1..5000 %}{% endfor %}{% endfor %}"),
        Some(Limit::Steps)
    );
    let doubling = "{% set s = 'x' %}{% for i in 1..60 %}{% set s = s ~ s %}{% endfor %}";
    assert_eq!(limit(doubling), Some(Limit::OutputBytes));
    let captured = "{% set s = 'x' %}{% for i in 1..60 %}{% set s %}{{ s }}{{ s }}{% endset %}{% endfor %}";
    assert_eq!(limit(captured), Some(Limit::OutputBytes));
    let merging = "{% set l = [1] %}{% for i in 1..60 %}{% set l = l|merge(l) %}{% endfor %}";
    assert_eq!(limit(merging), Some(Limit::RangeItems));
    assert_eq!(limit("{{ '%99999999d'|format(1) }}"), Some(Limit::OutputBytes));
    assert_eq!(limit("{{ 1|number_format(99999999) }}"), Some(Limit::OutputBytes));
    assert_eq!(limit("{{ [1]|batch(99999999999, 0)|length }}"), Some(Limit::RangeItems));
}

#[test]
fn values_nested_too_deep_are_an_error() {
    for grown in ["[v]", "{k: v}", "v|batch(1)", "_context"] {
        let source =
            format!("{{% set v = [1] %}}{{% for i in 1..100000 %}}{{% set v = {grown} %}}{{% endfor %}}");
        assert_eq!(limit(&source), Some(Limit::Nesting), "{grown}");
    }
    let shared = "{% set v = [1] %}{% for i in 1..100 %}{% set v = [v, v] %}{% endfor %}{{ v|json_encode }}";
    assert_eq!(limit(shared), Some(Limit::RangeItems));
}

#[test]
fn a_regular_expression_gives_up() {
    let source = "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' matches '/^(a+)+$/' ? 'yes' : 'no' }}";
    assert_eq!(render(source).unwrap(), "no");
}

/// Pieces of templates; white space, which separates them here, comes on its own.
const PIECES: &str = r#"
{{ }} {% %} {# #} - ~ if endif else for in endfor set endset macro endmacro m ( ) [ ] { } : , . ..
... | e raw upper join map => = == a b s _self _context loop loop.parent 'x' " #{ \ 1 0 -5 1.5e9 is
not defined even matches '/(a/' ?? ? ?: ** // % block endblock import from as with only endwith
apply endapply autoescape endautoescape verbatim endverbatim do extends include embed endembed use
guard filter function endguard types deprecated é date slice(1,2) format(1) batch(2) range(1,3)
cycle(b,1) null true json_encode
"#;

fn piece() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split_whitespace().collect();
    prop_oneof![
        8 => proptest::sample::select(pieces).prop_map(str::to_owned),
        1 => Just(" ".to_owned()),
        1 => Just("\n".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_source_stops_the_program(pieces in proptest::collection::vec(piece(), 0..40)) {
        let source = pieces.concat();
        if let Err(error) = render(&source) {
            prop_assert!(!error.message.is_empty());
            prop_assert!(error.span.start <= error.span.end && error.span.end <= source.len());
            error.excerpt(&source);
        }
    }

    #[test]
    fn no_expression_stops_the_program(pieces in proptest::collection::vec(piece(), 0..12)) {
        let source = format!("{{{{ {} }}}}{{% set x = {} %}}", pieces.join(" "), pieces.concat());
        let _ = render(&source).map_err(|error| error.excerpt(&source));
    }

    #[test]
    fn no_pattern_stops_the_program(pattern in "/[a-c()*+?{}\\[\\]|^$.\\\\0-9:<=!-]{0,12}/[imsxu]{0,2}", text in "[a-c0-9\n]{0,8}") {
        let settings = Settings::default();
        let template = Template::compile("{{ t matches p }}", &settings).unwrap();
        let context: serde_json::Value = serde_json::json!({"p": pattern, "t": text});
        let _ = template.render(&Value::from(&context), &settings);
    }
}
