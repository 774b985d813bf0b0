//! Colours a template's words: line by line, and after a change only the lines that can look different.
//!
//! Each line keeps its hash, its spans and the parser's state after it. A change is found by comparing hashes from
//! both ends; from the first changed line on lines are parsed again until the state is the one that was kept.

use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::LazyLock;
use syntect::parsing::{
    ParseState, Scope, ScopeStack, SyntaxDefinition, SyntaxReference, SyntaxSet, SyntaxSetBuilder,
};

const SYNTAX: &str = include_str!("../../../assets/syntax/json-twig.sublime-syntax");

/// Longest line that is coloured, in bytes. A payload on one line of a megabyte would hold the window up.
const LONGEST_LINE: usize = 20_000;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// None of the others
    #[default]
    Plain,
    /// A key of an object
    Key,
    /// Text in quotes
    Text,
    /// A number, `true`, `null`, an escaped character
    Constant,
    /// `if`, `for`, `and`, `~`
    Keyword,
    /// A filter or a function
    Function,
    /// A variable or a part of its path
    Name,
    /// `{{`, `%}`
    Delimiter,
    /// Brackets and commas
    Punctuation,
    /// `{# … #}`
    Comment,
}

/// Scopes of the syntax file by their beginnings; the longer of two stands first.
const KINDS: [(&str, Kind); 9] = [
    ("comment", Kind::Comment),
    ("entity.name", Kind::Key),
    ("string", Kind::Text),
    ("constant", Kind::Constant),
    ("keyword", Kind::Keyword),
    ("support.function", Kind::Function),
    ("variable", Kind::Name),
    ("punctuation.section", Kind::Delimiter),
    ("punctuation", Kind::Punctuation),
];

struct Language {
    syntaxes: SyntaxSet,
    kinds: Vec<(Scope, Kind)>,
}

/// `None` if the syntax file does not load, which a test rules out; text is shown plain then.
static LANGUAGE: LazyLock<Option<Language>> = LazyLock::new(|| {
    let definition = SyntaxDefinition::load_from_str(SYNTAX, true, None).ok()?;
    let mut builder = SyntaxSetBuilder::new();
    builder.add(definition);
    let kinds = KINDS.iter().filter_map(|(name, kind)| Some((Scope::new(name).ok()?, *kind))).collect();
    Some(Language { syntaxes: builder.build(), kinds })
});

impl Language {
    fn syntax(&self) -> Option<&SyntaxReference> {
        self.syntaxes.syntaxes().first()
    }

    /// What the innermost scope that means something says.
    fn kind(&self, scopes: &ScopeStack) -> Kind {
        let of = |scope: &Scope| {
            let named = self.kinds.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
            named.map(|(_, kind)| *kind).or_else(|| is_embedded(*scope).then_some(Kind::Plain))
        };
        scopes.as_slice().iter().rev().find_map(of).unwrap_or_default()
    }
}

/// Twig inside a JSON text is not text.
fn is_embedded(scope: Scope) -> bool {
    static EMBEDDED: LazyLock<Option<Scope>> = LazyLock::new(|| Scope::new("meta.embedded").ok());
    EMBEDDED.is_some_and(|embedded| embedded.is_prefix_of(scope))
}

#[derive(Clone, PartialEq, Eq)]
struct State {
    parse: ParseState,
    scopes: ScopeStack,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    len: usize,
    kind: Kind,
}

struct Line {
    hash: u64,
    pieces: Vec<Piece>,
    after: Option<State>,
}

/// The coloured lines of one text.
#[derive(Default)]
pub(crate) struct Highlighter {
    lines: Vec<Line>,
    #[cfg(test)]
    parsed_lines: usize,
}

impl std::fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Highlighter({} lines)", self.lines.len())
    }
}

impl Highlighter {
    /// Takes a new text.
    pub(crate) fn update(&mut self, text: &str) {
        #[cfg(test)]
        {
            self.parsed_lines = 0;
        }
        let source: Vec<&str> = text.split_inclusive('\n').collect();
        let hashes: Vec<u64> = source.iter().map(|line| hash_of(line)).collect();
        let same = |(new, old): &(&u64, &Line)| **new == old.hash;
        let head = hashes.iter().zip(&self.lines).take_while(same).count();
        let rest = source.len().min(self.lines.len()) - head;
        let tail = hashes.iter().rev().zip(self.lines.iter().rev()).take(rest).take_while(same).count();

        let old_tail = self.lines.split_off(self.lines.len() - tail);
        let mut old_before = match self.lines.last() {
            Some(line) => line.after.clone(),
            None => first_state(),
        };
        self.lines.truncate(head);
        let mut state = match self.lines.last() {
            Some(line) => line.after.clone(),
            None => first_state(),
        };
        let tail_start = source.len() - tail;
        for (line, hash) in source[head..tail_start].iter().zip(&hashes[head..]) {
            state = self.push(line, *hash, state);
        }
        let mut old_tail = old_tail.into_iter();
        for line in &source[tail_start..] {
            if state == old_before {
                break;
            }
            let Some(old) = old_tail.next() else { break };
            state = self.push(line, old.hash, state);
            old_before = old.after;
        }
        self.lines.extend(old_tail);
    }

    /// How many lines the last update parsed.
    #[cfg(test)]
    pub(crate) fn parsed_lines(&self) -> usize {
        self.parsed_lines
    }

    /// The pieces of the text in order, neighbours of one kind joined.
    pub(crate) fn spans(&self) -> Vec<(Range<usize>, Kind)> {
        let mut spans: Vec<(Range<usize>, Kind)> = Vec::new();
        let mut at = 0;
        for piece in self.lines.iter().flat_map(|line| &line.pieces) {
            let end = at + piece.len;
            match spans.last_mut() {
                Some((range, kind)) if *kind == piece.kind => range.end = end,
                _ => spans.push((at..end, piece.kind)),
            }
            at = end;
        }
        spans
    }

    fn push(&mut self, line: &str, hash: u64, state: Option<State>) -> Option<State> {
        #[cfg(test)]
        {
            self.parsed_lines += 1;
        }
        let (pieces, after) = parse_line(line, state);
        self.lines.push(Line { hash, pieces, after: after.clone() });
        after
    }
}

fn hash_of(line: &str) -> u64 {
    let mut hasher = FxHasher::default();
    line.hash(&mut hasher);
    hasher.finish()
}

fn first_state() -> Option<State> {
    let syntax = LANGUAGE.as_ref()?.syntax()?;
    Some(State { parse: ParseState::new(syntax), scopes: ScopeStack::new() })
}

fn parse_line(line: &str, state: Option<State>) -> (Vec<Piece>, Option<State>) {
    let plain = || vec![Piece { len: line.len(), kind: Kind::Plain }];
    let (Some(language), Some(mut state)) = (LANGUAGE.as_ref(), state) else { return (plain(), None) };
    if line.len() > LONGEST_LINE {
        return (plain(), Some(state));
    }
    let Ok(changes) = state.parse.parse_line(line, &language.syntaxes) else { return (plain(), Some(state)) };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    let mut add = |until: usize, kind: Kind| {
        if until > at {
            pieces.push(Piece { len: until - at, kind });
            at = until;
        }
    };
    for (place, change) in changes {
        add(place, language.kind(&state.scopes));
        if state.scopes.apply(&change).is_err() {
            break;
        }
    }
    add(line.len(), language.kind(&state.scopes));
    (pieces, Some(state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(text: &str) -> Vec<(&str, Kind)> {
        let mut highlighter = Highlighter::default();
        highlighter.update(text);
        highlighter.spans().into_iter().map(|(range, kind)| (&text[range], kind)).collect()
    }

    #[test]
    fn json_and_twig_are_told_apart() {
        let found = kinds("{\"id\": \"a-{{ id|raw }}\", \"n\": 12} {# x #}{% if a.b and date(1) %}");
        for expected in [
            ("\"id\"", Kind::Key),
            ("\"a-", Kind::Text),
            ("{{", Kind::Delimiter),
            ("id", Kind::Name),
            ("raw", Kind::Function),
            ("12", Kind::Constant),
            ("{# x #}", Kind::Comment),
            ("if", Kind::Keyword),
            ("date", Kind::Function),
        ] {
            assert!(found.contains(&expected), "{expected:?} is not in {found:?}");
        }
    }

    #[test]
    fn a_mapping_does_not_end_the_print() {
        let found = kinds("{{ {'a': {b: 1}}|json_encode }} 1");
        assert_eq!(found.last(), Some(&("1", Kind::Constant)), "{found:?}");
        assert!(found.contains(&("json_encode", Kind::Function)), "{found:?}");
    }

    #[test]
    fn a_key_press_in_a_long_text_parses_few_lines() {
        let line = "  \"name\": {{ profile.first_name|json_encode|raw }},\n";
        let mut text = line.repeat(5000);
        let mut highlighter = Highlighter::default();
        highlighter.update(&text);
        assert_eq!(highlighter.parsed_lines(), 5000);
        text.insert(line.len() * 2500 + 12, 'x');
        highlighter.update(&text);
        assert_eq!(highlighter.parsed_lines(), 1);
    }

    #[test]
    fn what_opens_a_comment_colours_what_follows() {
        let mut text = "{\"a\": 1}\n".repeat(50);
        let mut highlighter = Highlighter::default();
        highlighter.update(&text);
        text.insert_str(9, "{# ");
        highlighter.update(&text);
        assert_eq!(highlighter.spans().last().map(|(_, kind)| *kind), Some(Kind::Comment));
        assert_eq!(highlighter.parsed_lines(), 49);
    }

    fn piece() -> impl Strategy<Value = String> {
        let words = [
            "{{ ",
            " }}",
            "{% if a %}",
            "{% endif %}",
            "{# ",
            " #}",
            "\"",
            "'",
            "\n",
            "\n\n",
            "|raw",
            "a.b",
            "12",
            "{",
            "}",
            "[",
            ",",
            ": ",
            "é",
            "\\",
        ];
        proptest::sample::select(words.to_vec()).prop_map(str::to_owned)
    }

    proptest! {
        #[test]
        fn after_any_edits_it_is_as_if_coloured_anew(
            start in proptest::collection::vec(piece(), 0..60),
            edits in proptest::collection::vec((0.0..1.0f64, 0usize..12, piece()), 1..12),
        ) {
            let mut text = start.concat();
            let mut kept = Highlighter::default();
            kept.update(&text);
            for (place, removed, added) in edits {
                let chars: Vec<char> = text.chars().collect();
                let from = (place * chars.len() as f64) as usize;
                let to = (from + removed).min(chars.len());
                text = chars[..from].iter().copied().chain(added.chars()).chain(chars[to..].iter().copied()).collect();
                kept.update(&text);
                let mut anew = Highlighter::default();
                anew.update(&text);
                prop_assert_eq!(kept.spans(), anew.spans(), "{:?}", text);
            }
        }
    }
}
