//! What a printed value does where it stands: in quotes, as a value, or where none is expected.

use super::edit::Site;
use super::finding::{Edit, Finding};
use super::leaf::{Leaf, Presence};
use super::names::FieldKind;
use super::shape::{Shape, constant, is_filter};
use super::state::{At, Flaw, Mark, State};
use super::walk::Walker;
use crate::diag::Severity;
use crate::twig::ast::{Expr, ExprKind, FilterCall};
use crate::twig::settings::Strategy;
use crate::twig::source::Pos;

/// Longest piece of source that a message quotes.
const MAX_QUOTED: usize = 48;

impl<'m> Walker<'m, '_> {
    /// Puts a leaf where a state is.
    pub(super) fn place(&mut self, leaf: &Leaf<'m>, mut state: State, after: &mut Vec<State>) {
        let end = Mark { at: end_of(leaf), scope: self.scope };
        match state.at {
            At::Key | At::Text => {
                self.in_quotes(leaf, &state);
                let flawed = state.cut_escape(leaf.expr.pos.start);
                self.flawed(flawed.into_iter().collect());
                state.has_print = true;
                after.push(state);
            }
            At::Start | At::FirstItem | At::NextItem | At::Field => {
                self.as_value(leaf);
                after.push(printed(state, end));
            }
            At::Bare if matches!(leaf.shape, Shape::Json(..)) && state.has_print => {
                state.end_value(state.mark);
                self.place(leaf, state, after);
            }
            At::Bare
                if matches!(leaf.shape, Shape::Unknown | Shape::Field(_, None | Some(FieldKind::Text))) =>
            {
                // It may be a separator, or more of the same value.
                after.push(guess(state.clone(), At::Between));
                state.has_print = true;
                state.mark = end;
                after.push(guess(state, At::Bare));
            }
            At::Bare => {
                state.has_print = true;
                state.mark = end;
                after.push(state);
            }
            At::After if is_value(&leaf.shape) => {
                let flawed = state.flawed(Flaw::MissingComma, leaf.expr.pos.start);
                self.flawed(flawed.into_iter().collect());
                state.next(end);
                self.as_value(leaf);
                after.push(printed(state, end));
            }
            At::FirstKey | At::NextKey => {
                after.push(guess(state.clone(), At::Colon));
                after.push(guess(state, At::Between));
            }
            At::Between if !state.is_in_object() => {
                after.push(guess(state.clone(), At::Between));
                after.push(printed(state, end));
            }
            At::After | At::Between | At::Colon => after.push(guess(state, At::Between)),
            At::End => {
                let flawed = state.flawed(Flaw::Outside, leaf.expr.pos.start);
                self.flawed(flawed.into_iter().collect());
                after.push(state);
            }
        }
    }

    /// The text of an expression for messages.
    pub(super) fn shown(&self, expr: &Expr) -> String {
        let text = self.text_of(expr.pos).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() <= MAX_QUOTED {
            return text;
        }
        format!("{}…", text.chars().take(MAX_QUOTED).collect::<String>())
    }

    // ---- in quotes

    fn in_quotes(&mut self, leaf: &Leaf<'m>, state: &State) {
        let is_whole = !state.has_print && state.at == At::Text && self.quotes(&leaf.site).is_some();
        match &leaf.shape {
            Shape::Json(call, pos) => self.encoded_in_quotes(leaf, call, *pos),
            Shape::List => self.printed_array(leaf),
            Shape::Boolean if !leaf.way.is_branch => self.boolean(leaf, is_whole),
            Shape::Grouped(call, pos) if is_whole && !leaf.way.is_branch => {
                self.formatted_as_text(leaf, call, *pos);
            }
            Shape::Number if is_whole && !leaf.way.is_branch => self.number_as_text(leaf, Severity::Info),
            Shape::Field(_, Some(kind)) => match kind {
                FieldKind::List | FieldKind::Object => self.printed_array(leaf),
                FieldKind::Boolean => self.boolean(leaf, is_whole),
                FieldKind::Number if is_whole && !leaf.way.is_branch => {
                    self.number_as_text(leaf, Severity::Warning);
                }
                FieldKind::Text => self.unescaped(leaf),
                _ => {}
            },
            Shape::Field(_, None) | Shape::Text | Shape::Unknown => self.unescaped(leaf),
            Shape::Boolean | Shape::Grouped(..) | Shape::Number | Shape::Safe | Shape::Constant(_) => {}
        }
    }

    fn unescaped(&mut self, leaf: &Leaf<'m>) {
        let shown = self.shown(leaf.expr);
        let message = match leaf.escaping {
            Strategy::Js | Strategy::Url => return,
            Strategy::Off => format!(
                "`{shown}` is sent as it is: a quote, a line break, a tab or a backslash in it breaks the payload"
            ),
            _ => format!(
                "`{shown}` is escaped for HTML, not for JSON: a quote arrives as `&quot;` and `&` as `&amp;`, and a \
                 line break, a tab or a backslash breaks the payload"
            ),
        };
        let site = &leaf.site;
        let filter = Self::js_filter(self.strategy);
        let in_place = match &site.expr.kind {
            // What `raw` is for is done by the escaper, which must come before it.
            ExprKind::Filter(call) if is_filter(call, "raw") => {
                vec![Edit::insert(call.input.pos.end, "|e('js')")]
            }
            _ => self.filtered(site.expr, filter),
        };
        let finding = Finding::new(Severity::Error, "payload/unescaped-text", leaf.expr.pos, message)
            .fix("escape it for JSON's quotes", Some(in_place))
            .fix("let json_encode write it, quotes included", self.unquoted(site, "|json_encode|raw"));
        self.findings.add(finding);
    }

    fn encoded_in_quotes(&mut self, leaf: &Leaf<'m>, call: &'m FilterCall, pos: Pos) {
        let shown = self.shown(leaf.expr);
        let message = if leaf.escaping == Strategy::Off {
            format!("`{shown}` brings quotes of its own, but stands in quotes: the payload breaks")
        } else {
            format!(
                "`{shown}` brings quotes of its own, but stands in quotes, and they arrive as `&quot;` for want of `raw`"
            )
        };
        let raw = if leaf.escaping == Strategy::Off { "" } else { "|raw" };
        let is_single = leaf.site.expr.pos == leaf.expr.pos || leaf.way.is_raw;
        let unquoted = self.unquoted(&leaf.site, raw).filter(|_| is_single);
        let escaped = Self::replaced(call, pos, Self::js_filter(self.strategy).trim_start_matches('|'));
        let finding = Finding::new(Severity::Error, "payload/json-encode-in-quotes", leaf.expr.pos, message)
            .fix("take the quotes away", unquoted)
            .fix("escape it for JSON's quotes instead", Some(vec![escaped]));
        self.findings.add(finding);
    }

    fn number_as_text(&mut self, leaf: &Leaf<'m>, severity: Severity) {
        let message = format!("`{}` is a number, but in quotes it is sent as text", self.shown(leaf.expr));
        let filter = if matches!(leaf.shape, Shape::Number) { "" } else { "|json_encode|raw" };
        let finding = Finding::new(severity, "payload/number-as-text", leaf.expr.pos, message)
            .hint("keep the quotes if the partner wants text")
            .fix("take the quotes away", self.unquoted(&leaf.site, filter));
        self.findings.add(finding);
    }

    fn formatted_as_text(&mut self, leaf: &Leaf<'m>, call: &'m FilterCall, pos: Pos) {
        let message = format!("`{}` is sent as text, with a comma between thousands", self.shown(leaf.expr));
        let edits =
            self.quotes(&leaf.site).filter(|_| leaf.site.expr.pos == leaf.expr.pos).map(|(open, close)| {
                vec![
                    Edit::remove(open, open + 1),
                    Self::replaced(call, pos, &self.plain_format(call)),
                    Edit::remove(close, close + 1),
                ]
            });
        let finding = Finding::new(Severity::Info, "payload/number-as-text", leaf.expr.pos, message)
            .hint("keep it if it is text for people to read")
            .fix("send a number", edits);
        self.findings.add(finding);
    }

    // ---- as a value

    fn as_value(&mut self, leaf: &Leaf<'m>) {
        match &leaf.shape {
            Shape::Json(call, _) => self.encoded(leaf, call),
            Shape::Grouped(call, pos) => self.thousands(leaf, call, *pos),
            Shape::Boolean => self.boolean(leaf, false),
            Shape::List => self.printed_array(leaf),
            Shape::Safe | Shape::Text => self.unquoted_text(leaf),
            Shape::Number | Shape::Constant(_) => {}
            Shape::Field(_, kind) => match kind {
                Some(FieldKind::Boolean) => self.boolean(leaf, false),
                Some(FieldKind::List | FieldKind::Object) => self.printed_array(leaf),
                Some(FieldKind::Identifier | FieldKind::Digits) => self.leading_zeros(leaf),
                Some(FieldKind::Number | FieldKind::NumericId) if leaf.way.presence != Presence::Unsure => {}
                None if leaf.way.presence == Presence::OrNumber => {}
                Some(_) | None => self.unquoted_value(leaf),
            },
            Shape::Unknown if leaf.way.presence == Presence::OrNumber => {}
            Shape::Unknown => self.unquoted_value(leaf),
        }
    }

    fn encoded(&mut self, leaf: &Leaf<'m>, call: &'m FilterCall) {
        if leaf.escaping != Strategy::Off && leaf.escaping != Strategy::Js {
            let message = format!(
                "`{}` is escaped for HTML after it was encoded: its quotes arrive as `&quot;` and the payload breaks",
                self.shown(leaf.expr)
            );
            let whole = self.filtered(leaf.site.expr, "|raw");
            let finding =
                Finding::new(Severity::Error, "payload/json-encode-escaped", leaf.expr.pos, message)
                    .fix("add raw", Some(whole));
            self.findings.add(finding);
        }
        let is_object = match self.shape(&call.input) {
            Shape::Field(_, kind) => kind == Some(FieldKind::Object),
            _ => matches!(&call.input.kind, ExprKind::Map(entries) if entries.is_empty()),
        };
        if is_object
            && call.args.items.is_empty()
            && !self.path_of(&call.input).is_some_and(|path| self.proven.contains(&path))
        {
            let shown = self.shown(&call.input);
            let message = format!("if `{shown}` is an empty object, it is sent as the empty list `[]`");
            let name = self.text_of(call.input.pos);
            let expr = leaf.site.expr.pos;
            let edits =
                vec![Edit::insert(expr.start, format!("{name} ? ")), Edit::insert(expr.end, " : '{}'")];
            let is_single = !leaf.way.is_branch && self.path_of(&call.input).is_some();
            let finding = Finding::new(Severity::Info, "payload/empty-object", leaf.expr.pos, message)
                .fix("send `{}` if it is empty", is_single.then_some(edits));
            self.findings.add(finding);
        }
    }

    fn thousands(&mut self, leaf: &Leaf<'m>, call: &'m FilterCall, pos: Pos) {
        let message = format!(
            "`{}` puts a comma between thousands: 1234.5 is printed as 1,234.50, which breaks the payload",
            self.shown(leaf.expr)
        );
        let edit = Self::replaced(call, pos, &self.plain_format(call));
        let finding = Finding::new(Severity::Error, "payload/thousands-separator", leaf.expr.pos, message)
            .fix("print it without separators", Some(vec![edit]));
        self.findings.add(finding);
    }

    /// `number_format` with the same decimals and no separator.
    fn plain_format(&self, call: &FilterCall) -> String {
        let decimals = match call.args.items.first() {
            Some(arg) if arg.name.is_none() => self.text_of(arg.value.pos),
            _ => "0",
        };
        let decimals =
            constant(&call.args, 0).filter(|decimals| !decimals.is_empty()).map_or("0", |_| decimals);
        format!("number_format({decimals}, '.', '')")
    }

    fn boolean(&mut self, leaf: &Leaf<'m>, is_whole: bool) {
        let shown = self.shown(leaf.expr);
        let message = format!("`{shown}` is true or false, but Twig prints true as 1 and false as nothing");
        let site = &leaf.site;
        let edits =
            if is_whole {
                let mut edits = self.as_words(site.expr);
                edits.extend(self.quotes(site).into_iter().flat_map(|(open, close)| {
                    [Edit::remove(open, open + 1), Edit::remove(close, close + 1)]
                }));
                edits
            } else {
                self.as_words(site.expr)
            };
        let finding = Finding::new(Severity::Error, "payload/boolean-prints-1", leaf.expr.pos, message)
            .fix("print the words true and false", (!leaf.way.is_branch).then_some(edits));
        self.findings.add(finding);
    }

    fn printed_array(&mut self, leaf: &Leaf<'m>) {
        let shown = self.shown(leaf.expr);
        let message = format!("`{shown}` is a list or an object, which cannot be printed: the render fails");
        let encoded = self
            .unquoted(&leaf.site, "|json_encode|raw")
            .unwrap_or_else(|| self.filtered(leaf.site.expr, "|json_encode|raw"));
        let is_object = matches!(leaf.shape, Shape::Field(_, Some(FieldKind::Object)));
        let in_text = self.quotes(&leaf.site).is_none() && self.states_in_text(leaf);
        let finding = Finding::new(Severity::Error, "payload/printed-array", leaf.expr.pos, message)
            .fix("encode it", (!in_text).then_some(encoded))
            .fix(
                "join its items",
                (in_text && !is_object).then(|| self.filtered(leaf.site.expr, "|join(', ')|e('js')")),
            );
        self.findings.add(finding);
    }

    /// Whether a site is amid other text in quotes.
    fn states_in_text(&self, leaf: &Leaf<'_>) -> bool {
        let bytes = self.source.text().as_bytes();
        leaf.site.braces.is_some_and(|(open, close)| {
            let is_word =
                |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'"');
            is_word(open.checked_sub(1).and_then(|at| bytes.get(at as usize)))
                || is_word(bytes.get(close as usize))
        })
    }

    fn unquoted_text(&mut self, leaf: &Leaf<'m>) {
        let message = format!("`{}` is text without quotes, which is not JSON", self.shown(leaf.expr));
        self.encode_whole(leaf, "payload/unquoted-text", message);
    }

    fn unquoted_value(&mut self, leaf: &Leaf<'m>) {
        let shown = self.shown(leaf.expr);
        let message = match leaf.way.presence {
            Presence::Unsure => format!(
                "`{shown}` stands without quotes: null, false or a missing value leaves nothing, and text breaks the \
                 payload"
            ),
            _ => format!("`{shown}` stands without quotes: text in it breaks the payload"),
        };
        self.encode_whole(leaf, "payload/unquoted-value", message);
    }

    fn leading_zeros(&mut self, leaf: &Leaf<'m>) {
        let message = format!(
            "`{}` is made of digits or letters but is no number: leading zeros, letters, or a missing value break the payload",
            self.shown(leaf.expr)
        );
        self.encode_whole(leaf, "payload/leading-zeros", message);
    }

    fn encode_whole(&mut self, leaf: &Leaf<'m>, code: &'static str, message: String) {
        let expr = leaf.site.expr;
        let edits = match &expr.kind {
            ExprKind::Filter(call) if is_filter(call, "raw") => {
                vec![Edit::insert(call.input.pos.end, "|json_encode")]
            }
            _ => self.filtered(expr, "|json_encode|raw"),
        };
        let finding = Finding::new(Severity::Error, code, leaf.expr.pos, message)
            .fix("let json_encode write it", (!has_constant_branch(expr)).then_some(edits));
        self.findings.add(finding);
    }

    // ---- dates

    /// `null|date` is today: warns of dates that may be missing.
    pub(super) fn null_dates(&mut self, site: &Site<'m>, expr: &'m Expr) {
        match &expr.kind {
            ExprKind::Filter(call) => {
                if is_filter(call, "date") {
                    self.null_date(site, &call.input, expr.pos);
                }
                self.null_dates(site, &call.input);
            }
            // What the whole should be without the date, nobody knows.
            ExprKind::Concat(parts) => {
                let unfixable = Site { braces: None, ..*site };
                for part in parts {
                    self.null_dates(&unfixable, part);
                }
            }
            ExprKind::Ternary(condition, a, b) => {
                let kept = self.proven.len();
                for (outcome, branch) in [(true, a), (false, b)] {
                    let mut proven = Vec::new();
                    self.proven(condition, outcome, &mut proven);
                    self.proven.append(&mut proven);
                    self.null_dates(site, branch);
                    self.proven.truncate(kept);
                }
            }
            ExprKind::Elvis(a, b) | ExprKind::Coalesce(a, b) => {
                self.null_dates(site, a);
                self.null_dates(site, b);
            }
            _ => {}
        }
    }

    fn null_date(&mut self, site: &Site<'m>, input: &'m Expr, pos: Pos) {
        let Some(path) = self.path_of(input).filter(|path| !self.proven.contains(path)) else { return };
        if let ExprKind::Filter(call) = &input.kind
            && is_filter(call, "default")
            && constant(&call.args, 0).is_none_or(|fallback| !fallback.is_empty() && fallback != "now")
            && !call.args.items.is_empty()
        {
            return;
        }
        let message = format!("if `{path}` is missing or null, today's date is sent");
        let name = self.text_of(input.pos);
        let is_simple = matches!(input.kind, ExprKind::Name(_) | ExprKind::Attr(_));
        let is_single = site.braces.is_some() && matches!(site.expr.kind, ExprKind::Filter(_));
        let nothing = if self.quotes(site).is_some() { "''" } else { "'null'" };
        let is_value = self.states.iter().all(|state| state.at != At::Text) || self.quotes(site).is_some();
        let whole = site.expr.pos;
        let edits = vec![
            Edit::insert(whole.start, format!("{name} ? ")),
            Edit::insert(whole.end, format!(" : {nothing}")),
        ];
        let finding = Finding::new(Severity::Info, "payload/null-date", pos, message)
            .fix("send no date then", (is_simple && is_single && is_value).then_some(edits));
        self.findings.add(finding);
    }
}

fn printed(mut state: State, end: Mark) -> State {
    state.at = At::Bare;
    state.mark = end;
    state.word.clear();
    state.has_print = true;
    state
}

fn guess(mut state: State, at: At) -> State {
    state.at = at;
    state.is_guess = true;
    state
}

fn is_value(shape: &Shape<'_>) -> bool {
    matches!(shape, Shape::Json(..) | Shape::Number | Shape::Grouped(..) | Shape::List)
}

fn end_of(leaf: &Leaf<'_>) -> u32 {
    leaf.site.braces.map_or(leaf.site.expr.pos.end, |(_, end)| end)
}

/// Whether a branch prints a word such as `null`, which encoding would turn into text.
fn has_constant_branch(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Ternary(_, a, b) | ExprKind::Elvis(a, b) | ExprKind::Coalesce(a, b) => {
            has_constant_branch(a) || has_constant_branch(b)
        }
        ExprKind::Filter(call) if is_filter(call, "raw") => has_constant_branch(&call.input),
        ExprKind::Const(crate::php::Value::Str(text)) => {
            matches!(&**text, "null" | "true" | "false" | "{}" | "[]" | "\"\"")
        }
        _ => false,
    }
}
