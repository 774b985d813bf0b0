//! The bundled fonts: Inter for text, `JetBrains Mono` for code, Phosphor for icons.

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily, FontId, FontTweak};
use std::sync::Arc;

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
const STRONG: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
const CODE: &[u8] = include_bytes!("../../assets/fonts/JetBrainsMono-Regular.ttf");
const ICONS: &[u8] = include_bytes!("../../assets/fonts/Phosphor.ttf");

const STRONG_NAME: &str = "strong";

/// Text that leads: titles, names.
pub(crate) fn strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(STRONG_NAME.into()))
}

/// Code and data.
pub(crate) fn code(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// The size that texts are laid out in; another size of text scales all of them.
const TEXT_SIZE: f32 = 13.0;
/// The size that code is laid out in.
const CODE_SIZE: f32 = 12.5;

/// Makes the fonts known, in sizes given in points. Icons are a fallback of every family, so that they can stand inside any text.
pub(crate) fn install(context: &Context, text: f32, code: f32) {
    let mut fonts = FontDefinitions::default();
    let (text, code) = (text / TEXT_SIZE, code / CODE_SIZE);
    for (name, bytes, scale) in [
        ("inter", REGULAR, text),
        ("inter-strong", STRONG, text),
        ("jetbrains", CODE, code),
        ("phosphor", ICONS, text),
    ] {
        let tweak = FontTweak { scale, ..FontTweak::default() };
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes).tweak(tweak)));
    }
    let fallbacks = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let family = |first: &str| {
        let own = [first.to_owned(), "phosphor".to_owned(), "inter".to_owned()];
        own.into_iter().chain(fallbacks.iter().cloned()).collect::<Vec<_>>()
    };
    fonts.families.insert(FontFamily::Proportional, family("inter"));
    fonts.families.insert(FontFamily::Monospace, family("jetbrains"));
    fonts.families.insert(FontFamily::Name(STRONG_NAME.into()), family("inter-strong"));
    context.set_fonts(fonts);
}
