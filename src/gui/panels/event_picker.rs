//! An event, searched in plain words, with what fires it.

use crate::catalog::{EventKind, catalog};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::quiet;
use crate::gui::widgets::controls::wide_row;
use crate::gui::widgets::search_list::search_field;
use eframe::egui::{Button, Popup, PopupCloseBehavior, RichText, ScrollArea, Ui};

/// The name of the search field's query.
const QUERY: &str = "event-picker";
/// From this width on, in points, what fires an event stands beside it.
const BESIDE: f32 = 520.0;
/// Most events that are listed.
const MAX_HITS: usize = 40;

/// Shows an event and lets the user choose another one; the one that was chosen.
pub(crate) fn event_picker(ui: &mut Ui, cx: &mut Cx<'_>, event: &str) -> Option<String> {
    let mut chosen = None;
    let is_beside = ui.available_width() >= BESIDE;
    ui.horizontal(|ui| {
        let name = if event.is_empty() { "Choose an event" } else { event };
        let button = ui.add(Button::new(format!("{}  {name}  {}", icons::BROADCAST, icons::CARET_DOWN)));
        let button = button.accessible_name("Event");
        Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(460.0).show(
            |ui| {
                chosen = choices(ui, cx, event);
            },
        );
        if is_beside {
            quiet(ui, cx.theme, &fires_when(event));
        }
    });
    if !is_beside {
        quiet(ui, cx.theme, &fires_when(event));
    }
    chosen
}

/// What fires an event, and how sure that is.
fn fires_when(event: &str) -> String {
    match catalog().event_kind(event) {
        EventKind::Known(known) => format!("{} ({})", known.fires_when, known.fires_when_evidence.word()),
        EventKind::Alias { event, canonical } => {
            format!("{} Probably the same as {}.", event.fires_when, canonical.name)
        }
        EventKind::Custom => "A custom event of your own: it fires when it is sent.".to_owned(),
        EventKind::Unknown { did_you_mean } if did_you_mean.is_empty() => {
            "Not in the catalogue; Omneo takes any name.".to_owned()
        }
        EventKind::Unknown { did_you_mean } => {
            format!("Not in the catalogue. Did you mean {}?", did_you_mean.join(" or "))
        }
    }
}

fn choices(ui: &mut Ui, cx: &mut Cx<'_>, current: &str) -> Option<String> {
    let mut query = cx.own.queries.get(QUERY).cloned().unwrap_or_default();
    let words = ("Search events", "What happens? For example: points expire, tier up, purchase");
    let (field, keys) = search_field(ui, cx.own, &mut query, words);
    if field.changed() {
        cx.own.queries.insert(QUERY.to_owned(), query.clone());
    }
    let catalog = catalog();
    let found =
        if query.trim().is_empty() { catalog.events.iter().collect() } else { catalog.search_events(&query) };
    let shown = found.len().min(MAX_HITS);
    let typed = query.trim();
    let is_new = typed.contains('.') && !found.iter().any(|event| event.name == typed);
    let marked = keys.mark(cx.own, shown + usize::from(is_new));
    let mut chosen = None;
    ScrollArea::vertical().max_height(320.0).min_scrolled_height(320.0).show(ui, |ui| {
        ui.set_min_width(440.0);
        for (index, event) in found.iter().take(MAX_HITS).enumerate() {
            let title = RichText::new(&event.name).strong();
            let mut row = Button::selectable(index == marked, title);
            if event.name == current {
                row = row.right_text(RichText::new("chosen").size(11.5).color(cx.theme.muted));
            }
            let response = ui.push_id(&event.name, |ui| wide_row(ui, row)).inner;
            if keys.is_chosen(&response.accessible_name(&event.name), index == marked) {
                chosen = Some(event.name.clone());
            }
            quiet(ui, cx.theme, &format!("{} · {}", event.platform.title(), event.fires_when));
        }
        if is_new {
            let row = Button::selectable(marked == shown, format!("Use '{typed}' as a custom event"));
            if keys.is_chosen(&wide_row(ui, row), marked == shown) {
                chosen = Some(typed.to_owned());
            }
        }
    });
    if chosen.is_some() {
        cx.own.queries.remove(QUERY);
        ui.close();
    }
    chosen
}
