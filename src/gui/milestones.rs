//! How far the start of the window has come, told once each, for measuring. The window itself reads no clock.

/// Hears of the first frame, and of the first frame that shows a workspace.
pub struct Milestones {
    tell: Box<dyn FnMut(&str)>,
    has_drawn: bool,
    has_shown: bool,
}

impl Milestones {
    /// Calls `tell` with the name of each milestone when it is reached.
    pub fn new(tell: impl FnMut(&str) + 'static) -> Self {
        Self { tell: Box::new(tell), has_drawn: false, has_shown: false }
    }

    /// A frame was drawn, with a workspace or without.
    pub(super) fn frame_drawn(&mut self, shows_workspace: bool) {
        if !std::mem::replace(&mut self.has_drawn, true) {
            (self.tell)("first frame");
        }
        if shows_workspace && !std::mem::replace(&mut self.has_shown, true) {
            (self.tell)("first frame with the workspace");
        }
    }
}
