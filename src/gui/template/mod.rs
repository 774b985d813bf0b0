//! The editor of a target's template: its source beside what it renders on a context.
//!
//! [`source`] is the text with its marks, [`panes`] what came of it, [`live`] what both know of the workspace. What is
//! computed from text alone is in [`highlight`], [`complete`], [`find`] and [`help`]; what the template
//! renders is [`crate::app::rendering`]'s.

mod branches;
mod change;
mod code;
mod complete;
mod decoded;
mod find;
mod find_bar;
mod findings;
mod help;
mod highlight;
mod live;
mod marks;
mod panes;
mod popup;
mod samples;
mod source;

pub(crate) use code::{CodeLayout, font as code_font, seen_lines};

use crate::gui::cx::Cx;
use crate::model::{Target, TargetId};
use eframe::egui::{Align, Frame, Id, Layout, Margin, Panel, Sense, Ui, UiBuilder, vec2};
use find_bar::FindBar;
use help::Help;
use live::Live;
use popup::OpenPopup;
use std::collections::BTreeSet;
use std::ops::Range;

/// Narrower than this, the panes stand below the source.
const SPLIT_WIDTH: f32 = 660.0;
/// Lowest height of the editor; a smaller window scrolls.
const MIN_HEIGHT: f32 = 300.0;
const MIN_STACKED_HEIGHT: f32 = 440.0;

/// A view of what came of the template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Pane {
    /// The text
    #[default]
    Rendered,
    /// The text decoded
    Decoded,
    /// What would be posted
    Request,
}

/// What the editor remembers.
#[derive(Debug, Default)]
pub(crate) struct TemplateState {
    shown: Option<TargetId>,
    /// Whether it was not drawn yet
    is_new: bool,
    /// The text as this editor left it
    known: String,
    code: CodeLayout,
    pane: Pane,
    find: Option<FindBar>,
    popup: Option<OpenPopup>,
    help: Option<Help>,
    live: Live,
    /// A byte range to select and to scroll to
    go_to: Option<Range<usize>>,
    /// The same for a target that is not shown yet
    wanted: Option<(TargetId, Range<usize>)>,
    /// Whether the source gets the keyboard focus when it is drawn next
    wants_focus: bool,
    /// JSON Pointers of folded parts of the payload
    folded: BTreeSet<String>,
    /// JSON Pointer of the value under the pointer
    hovered: Option<String>,
    /// The byte of the template under the pointer
    pointed: Option<usize>,
}

impl TemplateState {
    /// Selects a part of a target's template when that is drawn next.
    pub(crate) fn go_to(&mut self, target: TargetId, range: Range<usize>) {
        self.wanted = Some((target, range));
    }

    /// Another target begins without what was open on the one before.
    fn follow(&mut self, id: TargetId) {
        if self.shown != Some(id) {
            (self.shown, self.is_new) = (Some(id), true);
            (self.find, self.popup, self.help, self.go_to) = (None, None, None, None);
        }
        if let Some((_, range)) = self.wanted.take_if(|(wanted, _)| *wanted == id) {
            (self.go_to, self.wants_focus) = (Some(range), true);
        }
    }
}

/// Draws the editor into a height.
pub(crate) fn template_editor(ui: &mut Ui, cx: &mut Cx<'_>, target: &Target, height: f32) {
    let mut own = std::mem::take(&mut cx.own.template);
    if let Some(span) = cx.state.selection.span.filter(|_| cx.own.scrolls_to_selection) {
        own.go_to(target.id, span.start..span.end);
    }
    own.follow(target.id);
    own.live.refresh(cx.state, target);
    let width = ui.available_width();
    let is_split = width >= SPLIT_WIDTH;
    let height = height.max(if is_split { MIN_HEIGHT } else { MIN_STACKED_HEIGHT });
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let layout = Layout::top_down(Align::Min);
    ui.scope_builder(
        UiBuilder::new().max_rect(rect).layout(layout).scope_id(Id::unique("template-editor")),
        |ui| {
            let panel = if is_split {
                let frame = Frame::new().inner_margin(Margin { left: 12, ..Margin::ZERO });
                Panel::right("template-panes")
                    .frame(frame)
                    .default_size(width * 0.44)
                    .size_range(220.0..=width - 260.0)
            } else {
                let frame = Frame::new().inner_margin(Margin { top: 8, ..Margin::ZERO });
                Panel::bottom("template-panes-below")
                    .frame(frame)
                    .default_size(height * 0.46)
                    .size_range(140.0..=height - 200.0)
            };
            panel.resizable(true).show(ui, |ui| {
                ui.take_available_space();
                panes::panes(ui, cx, &mut own, target);
            });
            let margin = Margin { right: if is_split { 6 } else { 0 }, ..Margin::ZERO };
            Frame::new().inner_margin(margin).show(ui, |ui| source::source(ui, cx, &mut own, target));
        },
    );
    cx.own.template = own;
}
