//! Colours, sizes and styles: one neutral scale, one accent, and colours that mean something. The only file that
//! makes colours.

use super::fonts;
use eframe::egui::{
    Color32, Context, CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme as Mode, Vec2,
    Visuals, vec2,
};

/// One step of the 4-pixel grid.
pub(crate) const GRID: f32 = 4.0;
/// Corner radius of cards.
pub(crate) const CARD_RADIUS: u8 = 8;
/// Corner radius of buttons, fields and badges.
pub(crate) const CONTROL_RADIUS: u8 = 6;

/// The colours of one mode.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Theme {
    /// Behind everything
    pub(crate) window: Color32,
    /// Side panels and bars
    pub(crate) panel: Color32,
    /// Cards
    pub(crate) card: Color32,
    /// Fields and buttons
    pub(crate) control: Color32,
    /// What the pointer is on
    pub(crate) hover: Color32,
    /// What is selected
    pub(crate) selected: Color32,
    /// Hairlines
    pub(crate) line: Color32,
    /// Text to read
    pub(crate) text: Color32,
    /// Text that explains
    pub(crate) muted: Color32,
    /// What can be acted on
    pub(crate) accent: Color32,
    /// Text on the accent, and on what is wrong or dangerous
    pub(crate) on_accent: Color32,
    /// It holds, it is fine
    pub(crate) good: Color32,
    /// It does not hold, it is wrong
    pub(crate) bad: Color32,
    /// It needs a look
    pub(crate) warn: Color32,
    /// Code: a key
    pub(crate) syntax_key: Color32,
    /// Code: text in quotes
    pub(crate) syntax_text: Color32,
    /// Code: a number, `true`, `null`
    pub(crate) syntax_constant: Color32,
    /// Code: a tag, an operator
    pub(crate) syntax_keyword: Color32,
    /// Code: a filter, a function
    pub(crate) syntax_function: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const DARK: Theme = Theme {
    window: rgb(0x11_12_15),
    panel: rgb(0x17_18_1c),
    card: rgb(0x1d_1f_24),
    control: rgb(0x26_28_2f),
    hover: rgb(0x2d_30_38),
    selected: rgb(0x2a_33_4d),
    line: rgb(0x31_34_3c),
    text: rgb(0xe7_e9_ee),
    muted: rgb(0xa3_a9_b6),
    accent: rgb(0x8a_a5_ff),
    on_accent: rgb(0x10_14_22),
    good: rgb(0x5c_cf_94),
    bad: rgb(0xff_93_88),
    warn: rgb(0xf2_bf_5e),
    syntax_key: rgb(0x8f_c7_f0),
    syntax_text: rgb(0xa9_d3_8f),
    syntax_constant: rgb(0xf0_b4_82),
    syntax_keyword: rgb(0xd8_a2_f0),
    syntax_function: rgb(0xf0_d0_7c),
};

const LIGHT: Theme = Theme {
    window: rgb(0xf1_f2_f5),
    panel: rgb(0xf8_f9_fb),
    card: rgb(0xff_ff_ff),
    control: rgb(0xf1_f3_f6),
    hover: rgb(0xe7_ea_f0),
    selected: rgb(0xe1_e8_ff),
    line: rgb(0xdd_e1_e8),
    text: rgb(0x1a_1c_21),
    muted: rgb(0x56_5c_6a),
    accent: rgb(0x32_52_c9),
    on_accent: rgb(0xff_ff_ff),
    good: rgb(0x13_6b_43),
    bad: rgb(0xb4_23_26),
    warn: rgb(0x85_4f_0b),
    syntax_key: rgb(0x0f_5d_8a),
    syntax_text: rgb(0x2f_6b_1f),
    syntax_constant: rgb(0x9a_42_0c),
    syntax_keyword: rgb(0x86_2d_a8),
    syntax_function: rgb(0x74_55_00),
};

impl Theme {
    /// The colours of the mode that is on.
    pub(crate) fn of(context: &Context) -> Self {
        Self::of_mode(context.theme())
    }

    /// The colours of a mode.
    pub(crate) const fn of_mode(mode: Mode) -> Self {
        match mode {
            Mode::Dark => DARK,
            Mode::Light => LIGHT,
        }
    }

    /// A hairline.
    pub(crate) fn hairline(self) -> Stroke {
        Stroke::new(1.0, self.line)
    }
}

/// Sets fonts and both modes' styles.
pub(crate) fn install(context: &Context) {
    let sizes = crate::app::Settings::default();
    fonts::install(context, sizes.text_size, sizes.code_size);
    for mode in [Mode::Dark, Mode::Light] {
        context.style_mut_of(mode, |style| apply(style, Theme::of_mode(mode), mode));
    }
}

fn apply(style: &mut Style, theme: Theme, mode: Mode) {
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(11.5)),
        (TextStyle::Body, FontId::proportional(13.0)),
        (TextStyle::Button, FontId::proportional(13.0)),
        (TextStyle::Heading, fonts::strong(16.0)),
        (TextStyle::Monospace, fonts::code(12.5)),
    ]
    .into();
    style.spacing.item_spacing = vec2(2.0 * GRID, 1.5 * GRID);
    style.spacing.button_padding = vec2(2.0 * GRID, GRID);
    style.spacing.interact_size = Vec2::new(40.0, 26.0);
    // Room beside the content, so that no bar lies over the edge of a card.
    style.spacing.scroll.floating_allocated_width = 1.5 * GRID;
    style.spacing.scroll.bar_width = 2.0 * GRID;
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(16);
    style.spacing.combo_width = 120.0;
    style.interaction.selectable_labels = false;
    style.visuals = visuals(theme, mode);
}

fn visuals(theme: Theme, mode: Mode) -> Visuals {
    let mut visuals = match mode {
        Mode::Dark => Visuals::dark(),
        Mode::Light => Visuals::light(),
    };
    visuals.override_text_color = Some(theme.text);
    visuals.weak_text_color = Some(theme.muted);
    visuals.panel_fill = theme.panel;
    visuals.window_fill = theme.card;
    visuals.extreme_bg_color = theme.control;
    visuals.text_edit_bg_color = Some(theme.control);
    visuals.faint_bg_color = theme.hover;
    visuals.code_bg_color = theme.control;
    visuals.hyperlink_color = theme.accent;
    visuals.warn_fg_color = theme.warn;
    visuals.error_fg_color = theme.bad;
    visuals.selection.bg_fill = theme.selected;
    visuals.selection.stroke = Stroke::new(1.0, theme.accent);
    visuals.window_stroke = theme.hairline();
    visuals.window_corner_radius = CornerRadius::same(CARD_RADIUS);
    visuals.menu_corner_radius = CornerRadius::same(CARD_RADIUS);
    visuals.popup_shadow =
        Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(60) };
    visuals.window_shadow =
        Shadow { offset: [0, 8], blur: 32, spread: 0, color: Color32::from_black_alpha(80) };
    let widgets = &mut visuals.widgets;
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = CornerRadius::same(CONTROL_RADIUS);
        widget.fg_stroke = Stroke::new(1.0, theme.text);
        widget.expansion = 0.0;
    }
    widgets.noninteractive.bg_stroke = theme.hairline();
    widgets.inactive.weak_bg_fill = theme.control;
    widgets.inactive.bg_fill = theme.control;
    widgets.inactive.bg_stroke = theme.hairline();
    widgets.hovered.weak_bg_fill = theme.hover;
    widgets.hovered.bg_fill = theme.hover;
    widgets.hovered.bg_stroke = theme.hairline();
    widgets.active.weak_bg_fill = theme.selected;
    widgets.active.bg_fill = theme.selected;
    widgets.active.bg_stroke = Stroke::new(1.0, theme.accent);
    widgets.open.weak_bg_fill = theme.hover;
    widgets.open.bg_fill = theme.hover;
    widgets.open.bg_stroke = theme.hairline();
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance. Source: WCAG 2.2.
    fn luminance(colour: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(left: Color32, right: Color32) -> f64 {
        let (a, b) = (luminance(left), luminance(right));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_colour_is_readable_on_every_surface() {
        for (mode, theme) in [("dark", DARK), ("light", LIGHT)] {
            let texts = [
                ("text", theme.text),
                ("muted", theme.muted),
                ("accent", theme.accent),
                ("good", theme.good),
                ("bad", theme.bad),
                ("warn", theme.warn),
                ("key", theme.syntax_key),
                ("quoted", theme.syntax_text),
                ("constant", theme.syntax_constant),
                ("keyword", theme.syntax_keyword),
                ("function", theme.syntax_function),
            ];
            let surfaces = [
                ("window", theme.window),
                ("panel", theme.panel),
                ("card", theme.card),
                ("control", theme.control),
                ("hover", theme.hover),
                ("selected", theme.selected),
            ];
            for (text_name, text) in texts {
                for (surface_name, surface) in surfaces {
                    let ratio = contrast(text, surface);
                    assert!(ratio >= 4.5, "{mode}: {text_name} on {surface_name} is {ratio:.2}");
                }
            }
            for (name, fill) in [("accent", theme.accent), ("bad", theme.bad)] {
                assert!(contrast(theme.on_accent, fill) >= 4.5, "{mode}: text on {name}");
            }
        }
    }
}
