//! The operators: one table for lexer, parser and catalogue.

/// How an operator stands to its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Before its one operand
    Prefix,
    /// Between two operands, `a - b - c` is `(a - b) - c`
    InfixLeft,
    /// Between two operands, `a ** b ** c` is `a ** (b ** c)`
    InfixRight,
}

/// An operator of Twig.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperatorInfo {
    /// How it is written.
    pub name: &'static str,
    /// Binding strength; more binds tighter.
    pub precedence: u16,
    /// Where it stands.
    pub fix: Fix,
    /// What it does, in one line.
    pub doc: &'static str,
    /// A template, with its output under an empty context.
    pub example: (&'static str, &'static str),
}

const fn row(
    name: &'static str,
    precedence: u16,
    fix: Fix,
    doc: &'static str,
    example: (&'static str, &'static str),
) -> OperatorInfo {
    OperatorInfo { name, precedence, fix, doc, example }
}

use Fix::{InfixLeft as L, InfixRight as R, Prefix as P};

// data table
/// Source: the precedence table of Twig's manual for 3.x.
static OPERATORS: &[OperatorInfo] = &[
    row(
        "...",
        512,
        P,
        "spreads a list into a list, or into arguments",
        ("{{ [...[1, 2], 3]|join(',') }}", "1,2,3"),
    ),
    row("|", 512, L, "applies a filter", ("{{ 'a'|upper }}", "A")),
    row("(", 512, L, "calls a function", ("{{ max(1, 2) }}", "2")),
    row(".", 512, L, "reads an attribute", ("{{ {a: 1}.a }}", "1")),
    row("?.", 512, L, "reads an attribute, null on null", ("[{{ null?.a }}]", "[]")),
    row("[", 512, L, "reads an item or a slice", ("{{ [4, 5][1] }}", "5")),
    row("-", 500, P, "negates a number", ("{{ -(3) }}", "-3")),
    row("+", 500, P, "makes a number of a numeric text", ("{{ +'3' }}", "3")),
    row(
        "??",
        300,
        R,
        "the left side, or the right one if it is undefined or null",
        ("{{ nope ?? 'x' }}", "x"),
    ),
    row("=>", 250, L, "makes an arrow function", ("{{ [1, 2]|map(i => i * 2)|join(',') }}", "2,4")),
    row("**", 200, R, "raises to a power", ("{{ 2 ** 3 }}", "8")),
    row("is", 100, L, "performs a test", ("{{ 2 is even ? 'yes' : 'no' }}", "yes")),
    row("is not", 100, L, "performs a test and negates it", ("{{ 2 is not even ? 'yes' : 'no' }}", "no")),
    row("*", 60, L, "multiplies", ("{{ 2 * 3 }}", "6")),
    row("/", 60, L, "divides", ("{{ 7 / 2 }}", "3.5")),
    row("//", 60, L, "divides and rounds down", ("{{ 7 // 2 }}", "3")),
    row("%", 60, L, "remainder of the integer division", ("{{ 7 % 2 }}", "1")),
    row("not", 50, P, "true if the operand is false", ("{{ not false ? 'yes' : 'no' }}", "yes")),
    row("~", 40, L, "joins two texts", ("{{ 'a' ~ 1 }}", "a1")),
    row("+", 30, L, "adds", ("{{ 1 + '2' }}", "3")),
    row("-", 30, L, "subtracts", ("{{ 3 - 1 }}", "2")),
    row("..", 25, L, "a list from the left to the right side", ("{{ (1..3)|join }}", "123")),
    row("==", 20, L, "loosely equal, as in PHP", ("{{ 1 == '1' ? 'yes' : 'no' }}", "yes")),
    row("!=", 20, L, "loosely different", ("{{ 1 != '1' ? 'yes' : 'no' }}", "no")),
    row("===", 20, L, "equal with the same type", ("{{ 1 === '1' ? 'yes' : 'no' }}", "no")),
    row("!==", 20, L, "different in value or type", ("{{ 1 !== '1' ? 'yes' : 'no' }}", "yes")),
    row("<=>", 20, L, "-1, 0 or 1 as the left side is less, equal or greater", ("{{ 1 <=> 2 }}", "-1")),
    row("<", 20, L, "less", ("{{ 1 < 2 ? 'yes' : 'no' }}", "yes")),
    row(">", 20, L, "greater", ("{{ 1 > 2 ? 'yes' : 'no' }}", "no")),
    row("<=", 20, L, "less or equal", ("{{ 1 <= 1 ? 'yes' : 'no' }}", "yes")),
    row(">=", 20, L, "greater or equal", ("{{ 1 >= 2 ? 'yes' : 'no' }}", "no")),
    row("in", 20, L, "an item of a list, or a part of a text", ("{{ 2 in [1, 2] ? 'yes' : 'no' }}", "yes")),
    row(
        "not in",
        20,
        L,
        "no item of a list, nor a part of a text",
        ("{{ 2 not in [1] ? 'yes' : 'no' }}", "yes"),
    ),
    row(
        "matches",
        20,
        L,
        "a regular expression fits the text",
        ("{{ 'ab1' matches '/^[a-z]+\\\\d$/' ? 'yes' : 'no' }}", "yes"),
    ),
    row(
        "starts with",
        20,
        L,
        "the text begins with another",
        ("{{ 'Omneo' starts with 'Om' ? 'yes' : 'no' }}", "yes"),
    ),
    row(
        "ends with",
        20,
        L,
        "the text ends with another",
        ("{{ 'Omneo' ends with 'eo' ? 'yes' : 'no' }}", "yes"),
    ),
    row(
        "has some",
        20,
        L,
        "some item satisfies the arrow function",
        ("{{ ([1, 5] has some v => v > 4) ? 'yes' }}", "yes"),
    ),
    row(
        "has every",
        20,
        L,
        "every item satisfies the arrow function",
        ("{{ ([1, 5] has every v => v > 0) ? 'yes' }}", "yes"),
    ),
    row("b-and", 18, L, "bitwise and", ("{{ 6 b-and 3 }}", "2")),
    row("b-xor", 17, L, "bitwise exclusive or", ("{{ 6 b-xor 3 }}", "5")),
    row("b-or", 16, L, "bitwise or", ("{{ 6 b-or 3 }}", "7")),
    row("and", 15, L, "true if both sides are", ("{{ true and false ? 'yes' : 'no' }}", "no")),
    row("xor", 12, L, "true if just one side is", ("{{ true xor false ? 'yes' : 'no' }}", "yes")),
    row("or", 10, L, "true if one side is", ("{{ true or false ? 'yes' : 'no' }}", "yes")),
    row("?:", 5, R, "the left side if it is true, else the right one", ("{{ '' ?: 'none' }}", "none")),
    row("? :", 5, R, "the left side if it is true, else the right one", ("{{ '' ? : 'none' }}", "none")),
    row("(", 0, P, "groups", ("{{ (1 + 2) * 3 }}", "9")),
    row("?", 0, L, "one of two values by a condition", ("{{ 1 > 2 ? 'more' : 'less' }}", "less")),
    row("=", 0, R, "assigns inside an expression", ("{% do a = 4 %}{{ a }}", "4")),
];

/// All operators, tightest first.
pub fn operators() -> &'static [OperatorInfo] {
    OPERATORS
}

/// The prefix operator of a name.
pub(crate) fn prefix(name: &str) -> Option<&'static OperatorInfo> {
    OPERATORS.iter().find(|info| info.fix == Fix::Prefix && info.name == name)
}

/// The infix operator of a name.
pub(crate) fn infix(name: &str) -> Option<&'static OperatorInfo> {
    OPERATORS.iter().find(|info| info.fix != Fix::Prefix && info.name == name)
}

/// Operators of punctuation by length, longest first.
const SYMBOLS: &[&str] = &[
    "===", "!==", "<=>", "...", "?:", "??", "?.", "=>", "==", "!=", "<=", ">=", "**", "//", "..", "+", "-",
    "*", "/", "%", "~", "<", ">", "|", "(", "[", ".", "?", "=",
];

/// Operators of letters by length, longest first; a space stands for any white space.
const WORDS: &[&str] = &[
    "starts with",
    "has every",
    "ends with",
    "has some",
    "matches",
    "is not",
    "not in",
    "b-and",
    "b-xor",
    "b-or",
    "and",
    "not",
    "xor",
    "in",
    "is",
    "or",
];

/// The operator at the start of `rest` and its length. `before` is the byte in front of it.
pub(crate) fn operator_at(rest: &str, before: Option<u8>) -> Option<(&'static str, usize)> {
    let first = *rest.as_bytes().first()?;
    if first.is_ascii_alphabetic() {
        // After a dot or a bar it is the name of an attribute or filter.
        if matches!(before, Some(b'.' | b'|')) {
            return None;
        }
        return WORDS.iter().find_map(|word| word_at(rest, word).map(|len| (*word, len)));
    }
    if first == b'?' {
        let gap = rest.bytes().skip(1).take_while(u8::is_ascii_whitespace).count();
        if gap > 0 && rest.as_bytes().get(1 + gap) == Some(&b':') {
            return Some(("? :", gap + 2));
        }
    }
    SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)).map(|symbol| (*symbol, symbol.len()))
}

/// The length of an operator word at the start of a text, if it ends before white space or a parenthesis.
fn word_at(rest: &str, word: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut len = 0;
    for (index, part) in word.split(' ').enumerate() {
        if index > 0 {
            let gap = bytes.get(len..)?.iter().take_while(|byte| is_space(**byte)).count();
            if gap == 0 {
                return None;
            }
            len += gap;
        }
        if !bytes.get(len..)?.starts_with(part.as_bytes()) {
            return None;
        }
        len += part.len();
    }
    bytes.get(len).is_some_and(|next| is_space(*next) || matches!(next, b'(' | b')')).then_some(len)
}

/// White space as PCRE's `\s` has it.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}
