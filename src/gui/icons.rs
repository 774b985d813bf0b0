//! Icons by name: characters of the bundled Phosphor font.
//!
//! Each is shown beside a word or has an accessible name; an icon alone says nothing.

/// `folder`
pub(crate) const FOLDER: &str = "\u{fe24a}";
/// `floppy-disk`
pub(crate) const FLOPPY_DISK: &str = "\u{fe248}";
/// `arrow-u-up-left`
pub(crate) const ARROW_U_UP_LEFT: &str = "\u{fe08a}";
/// `arrow-u-up-right`
pub(crate) const ARROW_U_UP_RIGHT: &str = "\u{fe08c}";
/// `calendar`
pub(crate) const CALENDAR: &str = "\u{fe108}";
/// `play`
pub(crate) const PLAY: &str = "\u{fe3d0}";
/// `magnifying-glass`
pub(crate) const MAGNIFYING_GLASS: &str = "\u{fe30c}";
/// `gear-six`
pub(crate) const GEAR_SIX: &str = "\u{fe272}";
/// `lightning`
pub(crate) const LIGHTNING: &str = "\u{fe2de}";
/// `funnel`
pub(crate) const FUNNEL: &str = "\u{fe266}";
/// `gift`
pub(crate) const GIFT: &str = "\u{fe276}";
/// `coins`
pub(crate) const COINS: &str = "\u{fe78e}";
/// `medal`
pub(crate) const MEDAL: &str = "\u{fe320}";
/// `trophy`
pub(crate) const TROPHY: &str = "\u{fe67e}";
/// `ticket`
pub(crate) const TICKET: &str = "\u{fe490}";
/// `paper-plane-tilt`
pub(crate) const PAPER_PLANE_TILT: &str = "\u{fe398}";
/// `user`
pub(crate) const USER: &str = "\u{fe4c2}";
/// `clock`
pub(crate) const CLOCK: &str = "\u{fe19a}";
/// `check-circle`
pub(crate) const CHECK_CIRCLE: &str = "\u{fe184}";
/// `x-circle`
pub(crate) const X_CIRCLE: &str = "\u{fe4f8}";
/// `warning`
pub(crate) const WARNING: &str = "\u{fe4e0}";
/// `warning-circle`
pub(crate) const WARNING_CIRCLE: &str = "\u{fe4e2}";
/// `info`
pub(crate) const INFO: &str = "\u{fe2ce}";
/// `question`
pub(crate) const QUESTION: &str = "\u{fe3e8}";
/// `plus`
pub(crate) const PLUS: &str = "\u{fe3d4}";
/// `trash`
pub(crate) const TRASH: &str = "\u{fe4a6}";
/// `copy`
pub(crate) const COPY: &str = "\u{fe1ca}";
/// `pencil-simple`
pub(crate) const PENCIL_SIMPLE: &str = "\u{fe3b4}";
/// `eye`
pub(crate) const EYE: &str = "\u{fe220}";
/// `eye-slash`
pub(crate) const EYE_SLASH: &str = "\u{fe224}";
/// `dots-six-vertical`
pub(crate) const DOTS_SIX_VERTICAL: &str = "\u{feae2}";
/// `dots-three`
pub(crate) const DOTS_THREE: &str = "\u{fe1fe}";
/// `caret-down`
pub(crate) const CARET_DOWN: &str = "\u{fe136}";
/// `caret-right`
pub(crate) const CARET_RIGHT: &str = "\u{fe13a}";
/// `caret-left`
pub(crate) const CARET_LEFT: &str = "\u{fe138}";
/// `x`
pub(crate) const X: &str = "\u{fe4f6}";
/// `arrow-right`
pub(crate) const ARROW_RIGHT: &str = "\u{fe06c}";
/// `seal-check`
pub(crate) const SEAL_CHECK: &str = "\u{fe606}";
/// `circle`
pub(crate) const CIRCLE: &str = "\u{fe18a}";
/// `circle-dashed`
pub(crate) const CIRCLE_DASHED: &str = "\u{fe602}";
/// `prohibit`
pub(crate) const PROHIBIT: &str = "\u{fe3de}";
/// `arrows-clockwise`
pub(crate) const ARROWS_CLOCKWISE: &str = "\u{fe094}";
/// `skip-forward`
pub(crate) const SKIP_FORWARD: &str = "\u{fe5a6}";
/// `skip-back`
pub(crate) const SKIP_BACK: &str = "\u{fe5a4}";
/// `broadcast`
pub(crate) const BROADCAST: &str = "\u{fe0f2}";
/// `arrow-down`
pub(crate) const ARROW_DOWN: &str = "\u{fe03e}";
/// `arrow-up`
pub(crate) const ARROW_UP: &str = "\u{fe08e}";
