//! Flaws of the template's own text, and its end.

use super::finding::{Edit, Finding};
use super::names::{Sensitive, sensitive};
use super::state::{At, Flaw, Flawed, Mark, State};
use super::walk::Walker;
use crate::diag::Severity;
use crate::twig::source::Pos;

impl Walker<'_, '_> {
    /// Reports flaws, in the words of people who do not read grammars.
    pub(super) fn flawed(&mut self, flaws: Vec<Flawed>) {
        for flawed in flaws {
            let finding = self.explained(&flawed);
            self.findings.add(finding);
        }
    }

    fn explained(&self, flawed: &Flawed) -> Finding {
        let one = Pos { start: flawed.at, end: flawed.at + 1, line: 1 };
        let error = |code, pos, message: String| Finding::new(Severity::Error, code, pos, message);
        match &flawed.flaw {
            Flaw::TrailingComma => self.trailing_comma(flawed),
            Flaw::ExtraComma if flawed.mark.scope.in_if && flawed.mark.scope.in_loop > 0 => {
                self.conditional_comma(one)
            }
            Flaw::ExtraComma => {
                error("payload/not-json", one, "there is nothing before this comma".to_owned())
            }
            Flaw::MissingComma => missing_comma(flawed, one),
            Flaw::Word(word) => {
                let pos = Pos { end: flawed.at + word.len() as u32, ..one };
                error("payload/not-json", pos, format!("`{word}` is no JSON value; text needs double quotes"))
            }
            Flaw::LineBreak => {
                let message = "a line break or tab in quotes breaks the payload".to_owned();
                error("payload/not-json", one, message).hint("write \\n for a line break")
            }
            Flaw::BadEscape => {
                error("payload/not-json", one, "JSON does not know what this backslash means".to_owned())
                    .hint("write two backslashes for one")
            }
            Flaw::Outside => {
                let message =
                    "this is outside the JSON: a payload is one JSON value and nothing else".to_owned();
                error("payload/text-outside-json", one, message)
            }
            Flaw::Unexpected(c) => {
                error("payload/not-json", one, format!("`{c}` cannot stand here, so the payload is not JSON"))
            }
            Flaw::Mismatch(c) => error("payload/unclosed", one, format!("`{c}` closes nothing that is open")),
        }
    }

    fn trailing_comma(&self, flawed: &Flawed) -> Finding {
        let (at, scope) = (flawed.at, flawed.mark.scope);
        let pos = Pos { start: at, end: at + 1, line: 1 };
        if scope.in_loop > 0 && (scope.in_if || scope.is_separator) {
            return self.conditional_comma(pos);
        }
        let is_comma = self.source.text().as_bytes().get(at as usize) == Some(&b',');
        if scope.in_loop > 0 {
            let edit = Edit { start: at, end: at + 1, text: "{% if not loop.last %},{% endif %}".to_owned() };
            let message =
                "the comma also follows the last item of the loop, which breaks the payload".to_owned();
            return Finding::new(Severity::Error, "payload/trailing-comma", pos, message)
                .fix("leave it out after the last item", is_comma.then(|| vec![edit]));
        }
        if scope.in_if || scope.is_separator {
            let message = "if nothing follows, this comma is the last thing before the bracket, which breaks the payload";
            return Finding::new(Severity::Error, "payload/trailing-comma", pos, message.to_owned())
                .hint("put the comma into the part that follows it");
        }
        let message = "the comma after the last item breaks the payload".to_owned();
        Finding::new(Severity::Error, "payload/trailing-comma", pos, message)
            .fix("remove the comma", is_comma.then(|| vec![Edit::remove(at, at + 1)]))
    }

    fn conditional_comma(&self, pos: Pos) -> Finding {
        let message = "the comma depends on the place in the whole loop, but an `if` leaves items out: a comma is left over";
        Finding::new(Severity::Error, "payload/conditional-comma", pos, message.to_owned())
            .hint("filter the list before the loop: {% for item in items|filter(item => item.is_active) %}")
            .fix("filter the list before the loop", self.filtered_loop(pos.start))
    }

    /// Looks at what is left open at the end of the template, and at the keys that were met.
    pub(super) fn end(&mut self) {
        let mut open = Vec::new();
        for mut state in std::mem::take(&mut self.states) {
            let mut flaws = Vec::new();
            let is_alive = state.finish(&mut flaws);
            self.flawed(flaws);
            if is_alive && !state.is_guess && state.at != At::End {
                open.push(state);
            }
        }
        // One end can only close what is open in the same way however the template is rendered.
        let ends: Vec<_> = open.iter().map(|state| self.closers(state)).collect();
        let is_same = ends.windows(2).all(|pair| pair[0] == pair[1]);
        for (state, closers) in open.iter().zip(ends) {
            self.left_open(state, closers.filter(|_| is_same));
        }
        self.sensitive_keys();
    }

    fn left_open(&mut self, state: &State, closers: Option<String>) {
        let end = self.source.text().trim_end().len() as u32;
        if state.at == At::Start {
            let pos = Pos { start: 0, end: 1, line: 1 };
            let message =
                "in some cases the template prints nothing, and an empty payload is not JSON".to_owned();
            let finding = Finding::new(Severity::Warning, "payload/may-be-empty", pos, message);
            return self.findings.add(finding.hint("print {} in the other cases"));
        }
        let (open, what) = match state.frames.last() {
            _ if state.is_quoted() => (state.mark.at, "quote"),
            Some(frame) if frame.is_object => (frame.open, "brace"),
            Some(frame) => (frame.open, "bracket"),
            None => (end.saturating_sub(1), "value"),
        };
        let edits = closers.map(|closers| vec![Edit::insert(end, closers)]);
        let message = format!("this {what} is never closed");
        let pos = Pos { start: open, end: open + 1, line: 1 };
        self.findings.add(
            Finding::new(Severity::Error, "payload/unclosed", pos, message).fix("close it at the end", edits),
        );
    }

    /// What closes all that is open; `None` if a value is missing or cut there.
    fn closers(&self, state: &State) -> Option<String> {
        let is_cut = state.is_in_escape() || self.source.text().trim_end().ends_with('\\');
        let is_value_done = matches!(state.at, At::After | At::FirstItem | At::FirstKey | At::Text);
        if is_cut || !is_value_done || state.mark.scope.in_loop != 0 {
            return None;
        }
        let quote = state.is_quoted().then_some('"');
        let brackets = state.frames.iter().rev().map(|frame| if frame.is_object { '}' } else { ']' });
        Some(quote.into_iter().chain(brackets).collect())
    }

    fn sensitive_keys(&mut self) {
        let mut personal: Vec<(String, u32)> = Vec::new();
        for (key, at) in std::mem::take(&mut self.keys) {
            match sensitive(&key) {
                Some(Sensitive::Secret) => {
                    let pos = Pos { start: at, end: at + key.len() as u32 + 2, line: 1 };
                    let message = format!(
                        "the field `{key}` looks like a secret, which does not belong into a payload"
                    );
                    self.findings.add(Finding::new(Severity::Warning, "payload/secret-field", pos, message));
                }
                Some(Sensitive::Personal) if personal.iter().all(|(known, _)| *known != key) => {
                    personal.push((key, at));
                }
                _ => {}
            }
        }
        let Some((first, at)) = personal.first() else { return };
        let pos = Pos { start: *at, end: *at + first.len() as u32 + 2, line: 1 };
        let names: Vec<&str> = personal.iter().map(|(key, _)| key.as_str()).collect();
        let message = format!("the payload carries personal data: {}", names.join(", "));
        self.findings.add(
            Finding::new(Severity::Info, "payload/personal-data", pos, message)
                .hint("send only what the partner needs"),
        );
    }
}

fn missing_comma(flawed: &Flawed, one: Pos) -> Finding {
    let Mark { at, scope } = flawed.mark;
    let message = "there is no comma between this and the value before it".to_owned();
    let is_simple = !scope.in_if && !scope.is_separator && !scope.is_printed;
    // What follows is further up only in the next round of a loop.
    let is_next_round = scope.in_loop > 0 && flawed.at < at;
    let separator = if is_next_round { "{% if not loop.last %},{% endif %}" } else { "," };
    Finding::new(Severity::Error, "payload/missing-comma", one, message)
        .fix("add the comma", is_simple.then(|| vec![Edit::insert(at, separator)]))
}
