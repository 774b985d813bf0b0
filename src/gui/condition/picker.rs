//! The field picker: all fields of the event, with type, example and how often the samples have them.

use super::Form;
use crate::app::condition::KnownField;
use crate::gui::cx::Cx;
use crate::gui::ui_state::UiState;
use crate::gui::widgets::json_tree::short;
use crate::gui::widgets::popup_focus::focus_returns;
use crate::gui::widgets::search_list::{is_new_list, search_field};
use crate::gui::{fonts, icons};
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Button, Popup, PopupCloseBehavior, Response, RichText, ScrollArea, TextWrapMode, Ui, vec2,
};

const WIDTH: f32 = 460.0;
const MAX_SHOWN: usize = 200;

/// A button with the field's path that opens the picker; the path that was chosen.
pub(super) fn field_picker(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &Form<'_>,
    (name, path): (&str, &str),
    width: f32,
) -> Option<String> {
    // Of a plain item, the empty path is the item itself.
    let is_item = path.is_empty() && form.scope.path.is_some();
    picker(ui, cx.own, (&form.scope.fields, is_item), (name, path), width)
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
    picker(ui, cx.own, (&fields, false), (name, path), width)
}

fn picker(
    ui: &mut Ui,
    own: &mut UiState,
    (fields, is_item): (&[KnownField], bool),
    (name, path): (&str, &str),
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
    let chosen = list.show(|ui| choose(ui, own, fields, path)).and_then(|shown| shown.inner);
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

fn choose(ui: &mut Ui, own: &mut UiState, fields: &[KnownField], path: &str) -> Option<String> {
    ui.set_width(WIDTH);
    let id = ui.scope_id().with("query");
    let mut query: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let hint = format!("{} Search fields, or type a path", icons::MAGNIFYING_GLASS);
    let is_new = is_new_list(ui, own);
    let (_, keys) = search_field(ui, own, &mut query, ("Search fields", &hint));
    let hits = hits(fields, query.trim());
    if is_new {
        own.hit_idx = hits.iter().position(|field| field.path == path).unwrap_or_default();
    }
    let typed = Some(query.trim()).filter(|typed| {
        let is_known = fields.iter().any(|field| field.path == *typed);
        !typed.is_empty() && !is_known
    });
    let marked = keys.mark(own, hits.len() + usize::from(typed.is_some()));
    let mut chosen = None;
    // Of one height whatever is found: a list that shrinks would jump to the other side of its button.
    ScrollArea::vertical().max_height(300.0).auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (index, field) in hits.iter().enumerate() {
            let row = entry(ui, field, index == marked);
            if keys.is_chosen(&row, index == marked) {
                chosen = Some(field.path.clone());
            }
            if is_new && index == marked && index > 0 {
                row.scroll_to_me(None);
            }
        }
        if let Some(typed) = typed {
            let text = format!("Use '{typed}', which no sample has");
            let row = ui.add(Button::selectable(marked == hits.len(), text));
            if keys.is_chosen(&row, marked == hits.len()) {
                chosen = Some(typed.to_owned());
            }
        }
        if fields.is_empty() {
            ui.label(RichText::new("Nothing is known of this event yet; type a path").weak());
        }
    });
    if chosen.is_some() {
        query.clear();
        ui.close();
    }
    ui.data_mut(|data| data.insert_temp(id, query));
    chosen
}

/// The fields that fit a query: the one of that name, those that begin with it, the shortest first, then the others.
fn hits<'f>(fields: &'f [KnownField], query: &str) -> Vec<&'f KnownField> {
    let mut hits: Vec<&KnownField> = fields.iter().filter(|field| is_hit(field, query)).collect();
    if !query.is_empty() {
        let rest = |field: &&KnownField| field.path.strip_prefix(query).map_or(usize::MAX, str::len);
        hits.sort_by_key(rest);
    }
    hits.truncate(MAX_SHOWN);
    hits
}

/// Every word of the query is in the path or in what the catalogue says.
fn is_hit(field: &KnownField, query: &str) -> bool {
    let text = format!("{} {}", field.path, field.doc.as_deref().unwrap_or_default()).to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn entry(ui: &mut Ui, field: &KnownField, is_on: bool) -> Response {
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
    response.accessible_name(name)
}
