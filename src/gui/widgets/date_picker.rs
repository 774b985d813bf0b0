//! A calendar behind a button: a day by a click, a time by two numbers.

use super::controls::icon_button;
use super::popup_focus::focus_returns;
use crate::gui::icons;
use eframe::egui::{Button, DragValue, Grid, Label, Popup, PopupCloseBehavior, RichText, Ui, vec2};
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time};

/// The button and its calendar; the date and time that was chosen. The calendar opens on `shown`.
pub(crate) fn date_picker(ui: &mut Ui, name: &str, shown: DateTime) -> Option<DateTime> {
    let button = icon_button(ui, icons::CALENDAR, &format!("Calendar for {name}"));
    let list = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(240.0);
    let chosen = list.show(|ui| calendar(ui, name, shown)).and_then(|shown| shown.inner);
    focus_returns(ui, &button);
    chosen
}

fn calendar(ui: &mut Ui, name: &str, shown: DateTime) -> Option<DateTime> {
    // Turning pages changes nothing, so the page is the calendar's own.
    let id = ui.scope_id().with("page");
    let page: Option<(DateTime, Date)> = ui.data(|data| data.get_temp(id));
    let mut page =
        page.filter(|(of, _)| *of == shown).map_or(shown.date(), |(_, page)| page).first_of_month();
    ui.horizontal(|ui| {
        for (icon, words, span) in
            [(icons::CARET_LEFT, "Previous month", -1.month()), (icons::CARET_RIGHT, "Next month", 1.month())]
        {
            if icon_button(ui, icon, words).clicked() {
                page = page.checked_add(span).unwrap_or(page);
            }
        }
        ui.label(RichText::new(page.strftime("%B %Y").to_string()).strong());
    });
    ui.data_mut(|data| data.insert_temp(id, (shown, page)));
    let day = days(ui, page, shown.date());
    let time = time(ui, name, shown.time());
    match (day, time) {
        (Some(day), _) => Some(day.to_datetime(shown.time())),
        (None, Some(time)) => Some(shown.date().to_datetime(time)),
        (None, None) => None,
    }
}

/// The days of a month, Monday first.
fn days(ui: &mut Ui, page: Date, shown: Date) -> Option<Date> {
    let mut chosen = None;
    Grid::new("days").spacing(vec2(2.0, 2.0)).show(ui, |ui| {
        for day in ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"] {
            ui.add_sized(vec2(30.0, 18.0), Label::new(RichText::new(day).size(11.0).weak()));
        }
        ui.end_row();
        let before = page.weekday().to_monday_zero_offset();
        for _ in 0..before {
            ui.label("");
        }
        for number in 1..=page.days_in_month() {
            let Ok(day) = page.with().day(number).build() else { continue };
            let button = Button::selectable(day == shown, number.to_string()).min_size(vec2(30.0, 24.0));
            if ui.add(button).accessible_name(day.to_string()).clicked() {
                chosen = Some(day);
            }
            if day.weekday().to_monday_zero_offset() == 6 {
                ui.end_row();
            }
        }
    });
    chosen
}

fn time(ui: &mut Ui, name: &str, shown: Time) -> Option<Time> {
    let (mut hour, mut minute) = (shown.hour(), shown.minute());
    ui.horizontal(|ui| {
        ui.label("At");
        let hours = ui.add(DragValue::new(&mut hour).range(0..=23));
        let hours = hours.accessible_name(format!("Hour of {name}"));
        ui.label(":");
        let minutes = ui.add(DragValue::new(&mut minute).range(0..=59));
        let minutes = minutes.accessible_name(format!("Minute of {name}"));
        let is_changed = hours.changed() || minutes.changed();
        is_changed.then(|| shown.with().hour(hour).minute(minute).build().ok()).flatten()
    })
    .inner
}
