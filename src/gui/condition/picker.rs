//! The field picker: all fields of the event, with type, example and how often the samples have them.

use super::Form;
use crate::app::condition::KnownField;
use crate::gui::cx::Cx;
use crate::gui::widgets::json_tree::short;
use crate::gui::widgets::popup_focus::focus_returns;
use crate::gui::{fonts, icons};
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Button, Key, Margin, Popup, PopupCloseBehavior, RichText, ScrollArea, TextEdit, TextWrapMode, Ui, vec2,
};
use std::sync::Arc;

const WIDTH: f32 = 460.0;
const MAX_SHOWN: usize = 200;

/// A button with the field's path that opens the picker; the path that was chosen.
pub(super) fn field_picker(
    ui: &mut Ui,
    form: &Form<'_>,
    name: &str,
    path: &str,
    width: f32,
) -> Option<String> {
    // Of a plain item, the empty path is the item itself.
    let is_item = path.is_empty() && form.scope.path.is_some();
    picker(ui, &form.scope.fields, (name, path), is_item, width)
}

/// The same for a field of the shown trigger's event.
pub(crate) fn event_field_picker(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    name: &str,
    path: &str,
    width: f32,
) -> Option<String> {
    let fields = cx.own.condition.fields(cx.state);
    picker(ui, &fields, (name, path), false, width)
}

fn picker(
    ui: &mut Ui,
    fields: &Arc<Vec<KnownField>>,
    (name, path): (&str, &str),
    is_item: bool,
    width: f32,
) -> Option<String> {
    let shown = match path {
        "" if is_item => RichText::new("the item itself"),
        "" => RichText::new("Choose a field").weak(),
        path => RichText::new(path).font(fonts::code(12.0)),
    };
    let height = ui.spacing().interact_size.y;
    let caret = RichText::new(icons::CARET_DOWN).size(10.0);
    let room = ui.allocate_ui(vec2(width, height), |ui| {
        let button = Button::new(shown).right_text(caret).truncate().min_size(vec2(width, height));
        ui.add(button)
    });
    let known = fields.iter().find(|field| field.path == path);
    let hover = known.map_or_else(|| path.to_owned(), about);
    let said = if path.is_empty() { name.to_owned() } else { format!("{name}: {path}") };
    let button = room.inner.on_hover_text(hover).accessible_name(said);
    let list = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(WIDTH);
    let chosen = list.show(|ui| choose(ui, fields, path)).and_then(|shown| shown.inner);
    focus_returns(ui, &button);
    chosen
}

fn about(field: &KnownField) -> String {
    let example = if field.is_choice {
        let words: Vec<String> = field.values.iter().map(short).collect();
        Some(format!(", one of {}", words.join(", ")))
    } else {
        field.example.as_ref().map(|example| format!(", for example {}", short(example)))
    };
    let doc = field.doc.as_ref().map(|doc| format!("\n{doc}"));
    let (example, doc) = (example.unwrap_or_default(), doc.unwrap_or_default());
    format!("{}: {}, {}{example}{doc}", field.path, field.kind.word(), field.presence())
}

fn choose(ui: &mut Ui, fields: &[KnownField], path: &str) -> Option<String> {
    ui.set_width(WIDTH);
    let id = ui.scope_id().with("query");
    let mut query: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let edit = TextEdit::singleline(&mut query)
        .hint_text(format!("{} Search fields, or type a path", icons::MAGNIFYING_GLASS))
        .margin(Margin::symmetric(6, 5))
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name("Search fields");
    let has_enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !response.has_focus() && !has_enter && !ui.input(|input| input.pointer.any_down()) {
        response.request_focus();
    }
    let hits: Vec<&KnownField> =
        fields.iter().filter(|field| is_hit(field, &query)).take(MAX_SHOWN).collect();
    let mut chosen = None;
    // Of one height whatever is found: a list that shrinks would jump to the other side of its button.
    ScrollArea::vertical().max_height(300.0).auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for field in &hits {
            if entry(ui, field, field.path == path) {
                chosen = Some(field.path.clone());
            }
        }
        let typed = query.trim();
        if !typed.is_empty() && !fields.iter().any(|field| field.path == typed) {
            let text = format!("Use '{typed}', which no sample has");
            if ui.button(text).clicked() || (has_enter && hits.is_empty()) {
                chosen = Some(typed.to_owned());
            }
        }
        if fields.is_empty() {
            ui.label(RichText::new("Nothing is known of this event yet; type a path").weak());
        }
    });
    if has_enter
        && !query.trim().is_empty()
        && let Some(first) = hits.first()
    {
        let typed = hits.iter().find(|field| field.path == query.trim()).unwrap_or(first);
        chosen = Some(typed.path.clone());
    }
    if chosen.is_some() {
        query.clear();
        ui.close();
    }
    ui.data_mut(|data| data.insert_temp(id, query));
    chosen
}

/// Every word of the query is in the path or in what the catalogue says.
fn is_hit(field: &KnownField, query: &str) -> bool {
    let text = format!("{} {}", field.path, field.doc.as_deref().unwrap_or_default()).to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn entry(ui: &mut Ui, field: &KnownField, is_on: bool) -> bool {
    let (strong, weak) = (ui.visuals().text_color(), ui.visuals().weak_text_color());
    let mut job = LayoutJob::default();
    let format = |font, color| TextFormat { font_id: font, color, ..TextFormat::default() };
    let name = if field.path.is_empty() { "the item itself" } else { field.path.as_str() };
    job.append(name, 0.0, format(fonts::code(12.0), strong));
    let example = field.example.as_ref().map(|example| format!(" · {}", short(example)));
    let about = format!("{}{}", field.kind.word(), example.unwrap_or_default());
    job.append(&about, 10.0, format(eframe::egui::FontId::proportional(11.5), weak));
    let presence = RichText::new(field.presence()).size(11.0).weak();
    let button = Button::selectable(is_on, job)
        .right_text(presence)
        .wrap_mode(TextWrapMode::Truncate)
        .min_size(vec2(ui.available_width(), 24.0));
    let response = ui.add(button).on_hover_text(self::about(field));
    response.accessible_name(name).clicked()
}
