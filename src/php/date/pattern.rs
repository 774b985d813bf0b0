//! A small matcher: named patterns in, "which rule matches the longest piece of this text" out.
//!
//! PHP's date grammar is a set of patterns that compete: the longest match wins, and of equally long ones the first.
//! A backtracking matcher cannot say which is longest, so the patterns become one nondeterministic automaton
//! that is walked byte by byte for all rules at once. It knows nothing of dates; the patterns are in `grammar`.
//!
//! Pattern text: `"x"` letters as they are, `'x'` in any case, `[0-9.]` classes, `( | )` choice, `? * +` and `{m,n}`
//! repetition, `<name>` another pattern; blanks mean nothing.

use std::iter::Peekable;
use std::str::Chars;

/// A set of bytes.
type ByteSet = [u64; 4];
type StateId = u32;
/// Longest chain of `<name>`s; only a pattern that names itself is deeper.
const MAX_DEPTH: u32 = 24;

#[derive(Debug)]
enum State {
    Bytes(ByteSet, StateId),
    Either(StateId, StateId),
    Accept(u16),
    Dead,
}

/// Compiled rules.
#[derive(Debug)]
pub(super) struct Automaton {
    states: Vec<State>,
    /// What each state reaches without reading, for states that follow a byte.
    reach: Vec<Reach>,
    /// The reading states after the first byte, for each first byte.
    after_first: Vec<Reach>,
}

/// Reading states, and the first rule that is complete here.
#[derive(Debug, Default, Clone)]
struct Reach {
    readers: Vec<StateId>,
    accepts: Option<u16>,
}

impl Automaton {
    /// Compiles `rules`; earlier rules win ties. Also the mistakes in the pattern texts.
    pub(super) fn new<'a>(
        pieces: &'a [(&'a str, &'a str)],
        rules: impl Iterator<Item = &'a str>,
    ) -> (Self, Vec<String>) {
        let mut builder = Builder { pieces, states: Vec::new(), faults: Vec::new() };
        let mut starts = Vec::new();
        for (index, rule) in rules.enumerate() {
            let accept = builder.add(State::Accept(u16::try_from(index).unwrap_or(u16::MAX)));
            starts.push(builder.compile(rule, accept, 0));
        }
        let Builder { states, faults, .. } = builder;
        let reach: Vec<Reach> = (0..states.len()).map(|state| closure(&states, [state as StateId])).collect();
        let start = closure(&states, starts);
        let after_first = (0..=u8::MAX)
            .map(|byte| {
                let targets = start.readers.iter().filter_map(|&state| target(&states, state, byte));
                closure(&states, targets)
            })
            .collect();
        (Self { states, reach, after_first }, faults)
    }

    /// The rule with the longest match at the start of `text`, and its length; `text` is followed by NULs.
    pub(super) fn longest(&self, text: &[u8]) -> Option<(usize, usize)> {
        let byte_at = |index: usize| text.get(index).copied().unwrap_or(0);
        let first = self.after_first.get(usize::from(byte_at(0)))?;
        let mut best = first.accepts.map(|rule| (rule, 1));
        let mut current = first.readers.clone();
        let mut next = Vec::new();
        let mut seen = vec![0_u64; self.states.len() / 64 + 1];
        let mut length = 1;
        // One NUL behind the text may belong to a match, a second one never does.
        while !current.is_empty() && length <= text.len() {
            let mut accepts: Option<u16> = None;
            seen.fill(0);
            for &state in &current {
                let Some(reach) =
                    target(&self.states, state, byte_at(length)).and_then(|to| self.reach.get(to as usize))
                else {
                    continue;
                };
                accepts = first_of(accepts, reach.accepts);
                next.extend(reach.readers.iter().filter(|&&reader| is_new(&mut seen, reader)));
            }
            length += 1;
            if let Some(rule) = accepts {
                best = Some((rule, length));
            }
            std::mem::swap(&mut current, &mut next);
            next.clear();
        }
        best.map(|(rule, length)| (usize::from(rule), length))
    }
}

/// Marks a state; whether it was not marked before.
fn is_new(seen: &mut [u64], state: StateId) -> bool {
    let Some(word) = seen.get_mut(state as usize / 64) else { return false };
    let bit = 1 << (state % 64);
    let is_new = *word & bit == 0;
    *word |= bit;
    is_new
}

fn first_of(left: Option<u16>, right: Option<u16>) -> Option<u16> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

/// Where `state` goes when it reads `byte`.
fn target(states: &[State], state: StateId, byte: u8) -> Option<StateId> {
    match states.get(state as usize) {
        Some(State::Bytes(set, next)) if contains(set, byte) => Some(*next),
        _ => None,
    }
}

fn contains(set: &ByteSet, byte: u8) -> bool {
    set.get(usize::from(byte) / 64).is_some_and(|word| word >> (byte % 64) & 1 == 1)
}

fn insert(set: &mut ByteSet, byte: u8) {
    if let Some(word) = set.get_mut(usize::from(byte) / 64) {
        *word |= 1 << (byte % 64);
    }
}

/// Everything that `from` reaches without reading.
fn closure(states: &[State], from: impl IntoIterator<Item = StateId>) -> Reach {
    let mut reach = Reach::default();
    let mut pending: Vec<StateId> = from.into_iter().collect();
    let mut visited: Vec<StateId> = Vec::new();
    while let Some(state) = pending.pop() {
        match states.get(state as usize) {
            Some(State::Bytes(..)) => reach.readers.push(state),
            Some(State::Accept(rule)) => reach.accepts = first_of(reach.accepts, Some(*rule)),
            Some(State::Either(left, right)) if !visited.contains(&state) => {
                visited.push(state);
                pending.extend([*left, *right]);
            }
            _ => {}
        }
    }
    reach.readers.sort_unstable();
    reach.readers.dedup();
    reach
}

struct Builder<'a> {
    pieces: &'a [(&'a str, &'a str)],
    states: Vec<State>,
    faults: Vec<String>,
}

/// A pattern as a tree.
#[derive(Debug)]
enum Tree {
    Bytes(ByteSet),
    Sequence(Vec<Tree>),
    Choice(Vec<Tree>),
    Repeat(Box<Tree>, usize, Option<usize>),
    Named(String),
}

impl Builder<'_> {
    fn add(&mut self, state: State) -> StateId {
        self.states.push(state);
        (self.states.len() - 1) as StateId
    }

    /// The state in which `pattern` starts; it ends in `next`.
    fn compile(&mut self, pattern: &str, next: StateId, depth: u32) -> StateId {
        let mut reader = Reader { chars: pattern.chars().peekable(), faults: &mut self.faults };
        let tree = reader.choice();
        if reader.chars.peek().is_some() {
            self.faults.push(format!("cannot read all of {pattern}"));
        }
        self.place(&tree, next, depth)
    }

    fn place(&mut self, tree: &Tree, next: StateId, depth: u32) -> StateId {
        match tree {
            Tree::Bytes(set) => self.add(State::Bytes(*set, next)),
            Tree::Sequence(items) => {
                items.iter().rev().fold(next, |next, item| self.place(item, next, depth))
            }
            Tree::Choice(items) => {
                let starts: Vec<StateId> = items.iter().map(|item| self.place(item, next, depth)).collect();
                starts.into_iter().reduce(|left, right| self.add(State::Either(left, right))).unwrap_or(next)
            }
            Tree::Repeat(item, least, most) => self.place_repeat(item, (*least, *most), next, depth),
            Tree::Named(name) => {
                let found = self.pieces.iter().find(|(piece, _)| piece == name);
                let Some((_, pattern)) = found.filter(|_| depth < MAX_DEPTH) else {
                    self.faults.push(format!("no pattern <{name}>"));
                    return self.add(State::Dead);
                };
                self.compile(pattern, next, depth + 1)
            }
        }
    }

    fn place_repeat(
        &mut self,
        item: &Tree,
        (least, most): (usize, Option<usize>),
        next: StateId,
        depth: u32,
    ) -> StateId {
        let mut start = next;
        if let Some(most) = most {
            for _ in least..most {
                let once = self.place(item, start, depth);
                start = self.add(State::Either(once, next));
            }
        } else {
            let turn = self.add(State::Dead);
            let again = self.place(item, turn, depth);
            if let Some(state) = self.states.get_mut(turn as usize) {
                *state = State::Either(again, next);
            }
            start = turn;
        }
        (0..least).fold(start, |start, _| self.place(item, start, depth))
    }
}

/// Reads pattern text.
struct Reader<'a, 'f> {
    chars: Peekable<Chars<'a>>,
    faults: &'f mut Vec<String>,
}

impl Reader<'_, '_> {
    fn choice(&mut self) -> Tree {
        let mut items = vec![self.sequence()];
        while self.chars.next_if_eq(&'|').is_some() {
            items.push(self.sequence());
        }
        if items.len() == 1 { items.remove(0) } else { Tree::Choice(items) }
    }

    fn sequence(&mut self) -> Tree {
        let mut items = Vec::new();
        while let Some(&next) = self.chars.peek() {
            match next {
                ')' | '|' => break,
                ' ' => {
                    self.chars.next();
                }
                _ => {
                    let item = self.item();
                    items.push(self.repeated(item));
                }
            }
        }
        Tree::Sequence(items)
    }

    fn item(&mut self) -> Tree {
        match self.chars.next() {
            Some('"') => Tree::Sequence(self.until('"').bytes().map(one_byte).collect()),
            Some('\'') => Tree::Sequence(self.until('\'').bytes().map(any_case).collect()),
            Some('[') => {
                let text = self.until(']');
                self.class(&text)
            }
            Some('<') => Tree::Named(self.until('>')),
            Some('(') => {
                let inner = self.choice();
                if self.chars.next() != Some(')') {
                    self.faults.push("unclosed group".to_owned());
                }
                inner
            }
            other => {
                self.faults.push(format!("stray {other:?}"));
                Tree::Choice(Vec::new())
            }
        }
    }

    fn repeated(&mut self, item: Tree) -> Tree {
        let (least, most) = match self.chars.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.chars.next();
                return self.counted(item);
            }
            _ => return item,
        };
        self.chars.next();
        Tree::Repeat(Box::new(item), least, most)
    }

    fn counted(&mut self, item: Tree) -> Tree {
        let text = self.until('}');
        let (least, most) = text.split_once(',').unwrap_or((&text, &text));
        if let (Ok(least), Ok(most)) = (least.parse(), most.parse()) {
            return Tree::Repeat(Box::new(item), least, Some(most));
        }
        self.faults.push(format!("bad count {text}"));
        item
    }

    fn until(&mut self, end: char) -> String {
        let text: String = std::iter::from_fn(|| self.chars.next_if(|&next| next != end)).collect();
        if self.chars.next().is_none() {
            self.faults.push(format!("missing {end}"));
        }
        text
    }

    fn class(&mut self, text: &str) -> Tree {
        let mut set = ByteSet::default();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            let last = match (bytes.get(at + 1), bytes.get(at + 2)) {
                (Some(b'-'), Some(&last)) => last,
                _ => first,
            };
            if last < first {
                self.faults.push(format!("bad range in [{text}]"));
            }
            (first..=last).for_each(|byte| insert(&mut set, byte));
            at += if last == first { 1 } else { 3 };
        }
        Tree::Bytes(set)
    }
}

fn one_byte(byte: u8) -> Tree {
    let mut set = ByteSet::default();
    insert(&mut set, byte);
    Tree::Bytes(set)
}

fn any_case(byte: u8) -> Tree {
    let mut set = ByteSet::default();
    insert(&mut set, byte.to_ascii_lowercase());
    insert(&mut set, byte.to_ascii_uppercase());
    Tree::Bytes(set)
}

#[cfg(test)]
mod tests {
    use super::Automaton;

    #[test]
    fn longest_match_wins_then_the_first_rule() {
        let pieces = [("digit", "[0-9]")];
        let rules = ["<digit>{2}", "<digit>{1,3}", "'ab'+ \"c\"?"];
        let (automaton, faults) = Automaton::new(&pieces, rules.into_iter());
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(automaton.longest(b"12x"), Some((0, 2)));
        assert_eq!(automaton.longest(b"1234"), Some((1, 3)));
        assert_eq!(automaton.longest(b"aBABcd"), Some((2, 5)));
        assert_eq!(automaton.longest(b"x"), None);
    }

    #[test]
    fn a_wrong_pattern_is_reported() {
        assert!(!Automaton::new(&[], ["<x>"].into_iter()).1.is_empty());
        assert!(!Automaton::new(&[], ["(\"a\""].into_iter()).1.is_empty());
    }
}
