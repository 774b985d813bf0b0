//! What targets and webhooks post to this computer: the listener, the list of posts, and the one that is looked at.

use crate::app::{CommandId, LiveCommand, Post, Server, SignatureCheck};
use crate::diag::upper_first;
use crate::gui::cx::Cx;
use crate::gui::theme::Theme;
use crate::gui::widgets::badge::{Look, badge};
use crate::gui::widgets::card::{field_name, quiet};
use crate::gui::widgets::controls::wide_row;
use crate::gui::widgets::json_tree::json_tree;
use crate::gui::{fonts, icons};
use eframe::egui::{Button, Label, RichText, ScrollArea, Sides, TextEdit, Ui};
use std::sync::Arc;

/// Width of the list.
const LIST_WIDTH: f32 = 330.0;

pub(super) fn received(ui: &mut Ui, cx: &mut Cx<'_>) {
    bar(ui, cx);
    ui.separator();
    if cx.state.live.posts.is_empty() {
        quiet(
            ui,
            cx.theme,
            "Nothing was posted yet. Let a target or a webhook post to the listener's address.",
        );
        return;
    }
    let width = LIST_WIDTH.min(ui.available_width() * 0.36);
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.set_height(height);
            let scroll = ScrollArea::vertical().id_salt("posts").auto_shrink(false);
            scroll.show(ui, |ui| list(ui, cx));
        });
        ui.separator();
        ui.vertical(|ui| {
            let Some(post) = cx.state.shown_post().map(Arc::clone) else { return };
            top(ui, cx, &post);
            let scroll = ScrollArea::both().id_salt(("post", post.number)).auto_shrink(false);
            scroll.show(ui, |ui| shown(ui, cx, &post));
        });
    });
}

fn bar(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.horizontal_wrapped(|ui| {
        match cx.state.live.listener.clone() {
            Server::On(url) => {
                ui.label(RichText::new(icons::CHECK_CIRCLE).color(cx.theme.good));
                ui.label("Listening on");
                ui.label(RichText::new(&url).font(fonts::code(12.0)));
                if ui.button(format!("{}  Copy listener's address", icons::COPY)).clicked() {
                    ui.copy_text(url);
                }
                if ui.button("Stop listening").clicked() {
                    cx.push(CommandId::StopListening);
                }
            }
            Server::Changing(_) => {
                quiet(ui, cx.theme, "A moment …");
            }
            Server::Off => start(ui, cx),
            Server::Failed(problem) => {
                ui.label(RichText::new(upper_first(&problem)).color(cx.theme.bad));
                start(ui, cx);
            }
        }
        if !cx.state.live.posts.is_empty() && ui.button("Forget all posts").clicked() {
            cx.push(LiveCommand::ForgetPosts);
        }
    });
}

fn start(ui: &mut Ui, cx: &mut Cx<'_>) {
    field_name(ui, cx.theme, "Port");
    let own = &mut cx.own.live;
    let edit = TextEdit::singleline(&mut own.port).desired_width(56.0).hint_text("8899");
    ui.add(edit).accessible_name("Port to listen on");
    field_name(ui, cx.theme, "Secret, to check signatures");
    ui.scope(|ui| {
        ui.set_max_width(180.0);
        own.secret.field(ui, "Shared secret", "optional");
    });
    let typed = if own.port.trim().is_empty() { Ok(8899) } else { own.port.trim().parse::<u16>() };
    let button = ui.add_enabled(typed.is_ok(), Button::new(format!("{}  Start listening", icons::PLAY)));
    let button = button.accessible_name("Start listening");
    if let (true, Ok(port)) = (button.clicked(), typed) {
        let secret = (!own.secret.is_empty()).then(|| own.secret.take());
        cx.push(LiveCommand::Listen { port, secret });
    }
}

fn signature_look(theme: Theme, post: &Post) -> Look {
    let (icon, word, colour) = match post.check {
        SignatureCheck::Valid => (icons::SEAL_CHECK, "Valid", theme.good),
        SignatureCheck::Wrong => (icons::WARNING_CIRCLE, "Wrong", theme.bad),
        SignatureCheck::Unchecked => (icons::CIRCLE_DASHED, "Unchecked", theme.muted),
        SignatureCheck::Refused => (icons::PROHIBIT, "Refused", theme.bad),
        SignatureCheck::Missing => (icons::CIRCLE_DASHED, "Not signed", theme.muted),
    };
    Look { icon, word, colour }
}

fn list(ui: &mut Ui, cx: &mut Cx<'_>) {
    let shown = cx.state.shown_post().map(|post| post.number);
    for post in cx.state.live.posts.iter().rev() {
        let look = signature_look(cx.theme, post);
        let time = post.at.get(11..).unwrap_or(&post.at);
        let event = post.event.as_deref().unwrap_or("no event");
        let mark = RichText::new(format!("{} {}", look.icon, look.word)).color(look.colour).size(11.5);
        let button = Button::selectable(shown == Some(post.number), format!("{time}  {event}"));
        let row = wide_row(ui, button.truncate().right_text(mark));
        let name = format!("Post {} of {event}, signature: {}", post.number, look.word.to_lowercase());
        if row.accessible_name(name).clicked() {
            cx.queue.push(LiveCommand::ShowPost(post.number).into());
        }
    }
}

/// What it is and what can be done with it, whatever the width and however far its body is scrolled.
fn top(ui: &mut Ui, cx: &mut Cx<'_>, post: &Post) {
    let is_taken = post.check != SignatureCheck::Refused;
    Sides::new().shrink_left().truncate().show(
        ui,
        |ui| {
            let head = RichText::new(&post.head).font(fonts::strong(13.0));
            ui.add(Label::new(head).truncate()).on_hover_text(&post.head);
        },
        |ui| {
            let copy = Button::new(format!("{}  Copy body", icons::COPY));
            if ui.add_enabled(is_taken, copy).clicked() {
                ui.copy_text(post.body.to_string());
            }
            let use_it = Button::new(format!("{}  Use as a context", icons::PLUS));
            if ui.add_enabled(is_taken, use_it).clicked() {
                cx.queue.push(LiveCommand::UsePost(post.number).into());
            }
        },
    );
    ui.horizontal_wrapped(|ui| {
        badge(ui, cx.theme, signature_look(cx.theme, post));
        ui.label(&post.signature);
    });
}

/// The body, and what came with it: that is looked for less often.
fn shown(ui: &mut Ui, cx: &mut Cx<'_>, post: &Post) {
    if let Some(json) = &post.json {
        json_tree(ui, cx, &format!("post/{}", post.number), "", json);
    } else if post.check != SignatureCheck::Refused {
        quiet(ui, cx.theme, "The body is no JSON:");
        ui.add(Label::new(RichText::new(&*post.body).font(fonts::code(12.0))).selectable(true));
    }
    if post.headers.is_empty() {
        return;
    }
    ui.collapsing(format!("Headers {}", post.headers.len()), |ui| {
        for (name, value) in &post.headers {
            let line = RichText::new(format!("{name}: {value}")).font(fonts::code(11.5));
            ui.add(Label::new(line.color(cx.theme.muted)).extend());
        }
    });
}
