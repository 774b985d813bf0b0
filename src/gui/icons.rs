//! Icons by name: characters of the bundled Phosphor font.
//!
//! Each is shown beside a word or has an accessible name; an icon alone says nothing.

/// `folder`
pub(crate) const FOLDER: &str = "\u{e24a}";
/// `floppy-disk`
pub(crate) const FLOPPY_DISK: &str = "\u{e248}";
/// `arrow-u-up-left`
pub(crate) const ARROW_U_UP_LEFT: &str = "\u{e08a}";
/// `arrow-u-up-right`
pub(crate) const ARROW_U_UP_RIGHT: &str = "\u{e08c}";
/// `play`
pub(crate) const PLAY: &str = "\u{e3d0}";
/// `magnifying-glass`
pub(crate) const MAGNIFYING_GLASS: &str = "\u{e30c}";
/// `gear-six`
pub(crate) const GEAR_SIX: &str = "\u{e272}";
/// `lightning`
pub(crate) const LIGHTNING: &str = "\u{e2de}";
/// `funnel`
pub(crate) const FUNNEL: &str = "\u{e266}";
/// `gift`
pub(crate) const GIFT: &str = "\u{e276}";
/// `coins`
pub(crate) const COINS: &str = "\u{e78e}";
/// `medal`
pub(crate) const MEDAL: &str = "\u{e320}";
/// `trophy`
pub(crate) const TROPHY: &str = "\u{e67e}";
/// `ticket`
pub(crate) const TICKET: &str = "\u{e490}";
/// `paper-plane-tilt`
pub(crate) const PAPER_PLANE_TILT: &str = "\u{e398}";
/// `user`
pub(crate) const USER: &str = "\u{e4c2}";
/// `clock`
pub(crate) const CLOCK: &str = "\u{e19a}";
/// `check-circle`
pub(crate) const CHECK_CIRCLE: &str = "\u{e184}";
/// `x-circle`
pub(crate) const X_CIRCLE: &str = "\u{e4f8}";
/// `warning`
pub(crate) const WARNING: &str = "\u{e4e0}";
/// `warning-circle`
pub(crate) const WARNING_CIRCLE: &str = "\u{e4e2}";
/// `info`
pub(crate) const INFO: &str = "\u{e2ce}";
/// `question`
pub(crate) const QUESTION: &str = "\u{e3e8}";
/// `plus`
pub(crate) const PLUS: &str = "\u{e3d4}";
/// `trash`
pub(crate) const TRASH: &str = "\u{e4a6}";
/// `copy`
pub(crate) const COPY: &str = "\u{e1ca}";
/// `pencil-simple`
pub(crate) const PENCIL_SIMPLE: &str = "\u{e3b4}";
/// `eye`
pub(crate) const EYE: &str = "\u{e220}";
/// `eye-slash`
pub(crate) const EYE_SLASH: &str = "\u{e224}";
/// `dots-six-vertical`
pub(crate) const DOTS_SIX_VERTICAL: &str = "\u{eae2}";
/// `dots-three`
pub(crate) const DOTS_THREE: &str = "\u{e1fe}";
/// `caret-down`
pub(crate) const CARET_DOWN: &str = "\u{e136}";
/// `caret-right`
pub(crate) const CARET_RIGHT: &str = "\u{e13a}";
/// `caret-left`
pub(crate) const CARET_LEFT: &str = "\u{e138}";
/// `x`
pub(crate) const X: &str = "\u{e4f6}";
/// `arrow-right`
pub(crate) const ARROW_RIGHT: &str = "\u{e06c}";
/// `seal-check`
pub(crate) const SEAL_CHECK: &str = "\u{e606}";
/// `circle`
pub(crate) const CIRCLE: &str = "\u{e18a}";
/// `circle-dashed`
pub(crate) const CIRCLE_DASHED: &str = "\u{e602}";
/// `prohibit`
pub(crate) const PROHIBIT: &str = "\u{e3de}";
/// `arrows-clockwise`
pub(crate) const ARROWS_CLOCKWISE: &str = "\u{e094}";
/// `skip-forward`
pub(crate) const SKIP_FORWARD: &str = "\u{e5a6}";
/// `skip-back`
pub(crate) const SKIP_BACK: &str = "\u{e5a4}";
/// `broadcast`
pub(crate) const BROADCAST: &str = "\u{e0f2}";
