//! An event, searched in plain words, with what fires it.

use crate::catalog::{EventKind, catalog};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::quiet;
use eframe::egui::{Button, Popup, PopupCloseBehavior, RichText, ScrollArea, TextEdit, Ui};

/// The name of the search field's query.
const QUERY: &str = "event-picker";

/// Shows an event and lets the user choose another one; the one that was chosen.
pub(crate) fn event_picker(ui: &mut Ui, cx: &mut Cx<'_>, event: &str) -> Option<String> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        let name = if event.is_empty() { "Choose an event" } else { event };
        let button = ui.add(Button::new(format!("{}  {name}  {}", icons::BROADCAST, icons::CARET_DOWN)));
        let button = button.accessible_name("Event");
        Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(460.0).show(
            |ui| {
                chosen = choices(ui, cx, event);
            },
        );
        quiet(ui, cx.theme, &fires_when(event));
    });
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
    let field = TextEdit::singleline(&mut query)
        .hint_text("What happens? For example: points expire, tier up, purchase")
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Search events");
    response.request_focus();
    if response.changed() {
        cx.own.queries.insert(QUERY.to_owned(), query.clone());
    }
    let catalog = catalog();
    let found =
        if query.trim().is_empty() { catalog.events.iter().collect() } else { catalog.search_events(&query) };
    let mut chosen = None;
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        ui.set_min_width(440.0);
        for event in found.iter().take(40) {
            let title = RichText::new(&event.name).strong();
            if ui.selectable_label(event.name == current, title).clicked() {
                chosen = Some(event.name.clone());
            }
            quiet(ui, cx.theme, &format!("{} · {}", event.platform.title(), event.fires_when));
        }
        let typed = query.trim();
        if typed.contains('.') && !found.iter().any(|event| event.name == typed) {
            let text = format!("Use '{typed}' as a custom event");
            if ui.button(text).clicked() {
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
