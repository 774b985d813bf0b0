//! The tests of core Twig.
// data table

use super::{Form, Test, entry, example, required};
use crate::twig::{functions, tests};

pub(super) static TESTS: &[Test] = &[
    Test {
        entry: entry(
            "constant",
            "constant(constant)",
            "The value of a constant of PHP",
            example("{{ 128 is constant('JSON_PRETTY_PRINT') ? 'yes' }}", "{}", "yes"),
        ),
        params: &[required("constant")],
        form: Form::Plain,
        run: tests::constant,
    },
    Test {
        entry: entry(
            "defined",
            "defined",
            "A variable, attribute or block that exists",
            example("{{ nope is defined ? 'yes' : 'no' }}", "{}", "no"),
        ),
        params: &[],
        form: Form::Defined,
        run: functions::compiled,
    },
    Test {
        entry: entry(
            "divisible by",
            "divisible by(num)",
            "A number without remainder",
            example("{{ 9 is divisible by(3) ? 'yes' }}", "{}", "yes"),
        ),
        params: &[required("num")],
        form: Form::Plain,
        run: tests::divisible_by,
    },
    Test {
        entry: entry(
            "empty",
            "empty",
            "null, false, an empty text or an empty list",
            example("{{ [] is empty ? 'yes' }}", "{}", "yes"),
        ),
        params: &[],
        form: Form::Plain,
        run: tests::empty,
    },
    Test {
        entry: entry("even", "even", "An even number", example("{{ 2 is even ? 'yes' }}", "{}", "yes")),
        params: &[],
        form: Form::Plain,
        run: tests::even,
    },
    Test {
        entry: entry(
            "iterable",
            "iterable",
            "A list or mapping",
            example("{{ [1] is iterable ? 'yes' }}", "{}", "yes"),
        ),
        params: &[],
        form: Form::Plain,
        run: tests::iterable,
    },
    Test {
        entry: entry(
            "mapping",
            "mapping",
            "A mapping: an array whose keys are not 0, 1, 2, …",
            example("{{ {a: 1} is mapping ? 'yes' }}", "{}", "yes"),
        ),
        params: &[],
        form: Form::Plain,
        run: tests::mapping,
    },
    Test {
        entry: entry("none", "none", "null", example("{{ null is none ? 'yes' }}", "{}", "yes")),
        params: &[],
        form: Form::Plain,
        run: tests::null,
    },
    Test {
        entry: entry("null", "null", "null", example("{{ null is null ? 'yes' }}", "{}", "yes")),
        params: &[],
        form: Form::Plain,
        run: tests::null,
    },
    Test {
        entry: entry("odd", "odd", "An odd number", example("{{ 3 is odd ? 'yes' }}", "{}", "yes")),
        params: &[],
        form: Form::Plain,
        run: tests::odd,
    },
    Test {
        entry: entry(
            "same as",
            "same as(other)",
            "The same value of the same type",
            example("{{ 1 is same as('1') ? 'yes' : 'no' }}", "{}", "no"),
        ),
        params: &[required("other")],
        form: Form::Plain,
        run: tests::same_as,
    },
    Test {
        entry: entry(
            "sequence",
            "sequence",
            "A list: an array whose keys are 0, 1, 2, …",
            example("{{ [1] is sequence ? 'yes' }}", "{}", "yes"),
        ),
        params: &[],
        form: Form::Plain,
        run: tests::sequence,
    },
];
