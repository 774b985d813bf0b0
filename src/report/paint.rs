//! Colours for terminals. Every state has a word too; colour only helps the eye.

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint(pub bool);

impl Paint {
    /// Text in a style: `bold`, `dim`, `red`, `green`, `yellow`, `blue`.
    pub fn style(self, style: &str, text: &str) -> String {
        let code = match style {
            "bold" => "1",
            "dim" => "2",
            "red" => "31",
            "green" => "32",
            "yellow" => "33",
            "blue" => "34",
            _ => return text.to_owned(),
        };
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
