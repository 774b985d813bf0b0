//! Icons by name: characters of the bundled Phosphor font.
//!
//! Each is shown beside a word or has an accessible name; an icon alone says nothing.

/// `folder`
pub(crate) const FOLDER: &str = "\u{e24a}";
/// `folder-open`
pub(crate) const FOLDER_OPEN: &str = "\u{e256}";
/// `floppy-disk`
pub(crate) const FLOPPY_DISK: &str = "\u{e248}";
/// `arrow-u-up-left`
pub(crate) const ARROW_U_UP_LEFT: &str = "\u{e08a}";
/// `arrow-u-up-right`
pub(crate) const ARROW_U_UP_RIGHT: &str = "\u{e08c}";
/// `play`
pub(crate) const PLAY: &str = "\u{e3d0}";
/// `play-circle`
pub(crate) const PLAY_CIRCLE: &str = "\u{e3d2}";
/// `magnifying-glass`
pub(crate) const MAGNIFYING_GLASS: &str = "\u{e30c}";
/// `gear-six`
pub(crate) const GEAR_SIX: &str = "\u{e272}";
/// `command`
pub(crate) const COMMAND: &str = "\u{e1c4}";
/// `lightning`
pub(crate) const LIGHTNING: &str = "\u{e2de}";
/// `target`
pub(crate) const TARGET: &str = "\u{e47c}";
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
/// `users`
pub(crate) const USERS: &str = "\u{e4d6}";
/// `tag`
pub(crate) const TAG: &str = "\u{e478}";
/// `calendar-blank`
pub(crate) const CALENDAR_BLANK: &str = "\u{e10a}";
/// `clock`
pub(crate) const CLOCK: &str = "\u{e19a}";
/// `check-circle`
pub(crate) const CHECK_CIRCLE: &str = "\u{e184}";
/// `x-circle`
pub(crate) const X_CIRCLE: &str = "\u{e4f8}";
/// `minus-circle`
pub(crate) const MINUS_CIRCLE: &str = "\u{e32c}";
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
/// `clipboard`
pub(crate) const CLIPBOARD: &str = "\u{e196}";
/// `scissors`
pub(crate) const SCISSORS: &str = "\u{eae0}";
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
/// `caret-up`
pub(crate) const CARET_UP: &str = "\u{e13c}";
/// `caret-left`
pub(crate) const CARET_LEFT: &str = "\u{e138}";
/// `caret-double-left`
pub(crate) const CARET_DOUBLE_LEFT: &str = "\u{e128}";
/// `sun`
pub(crate) const SUN: &str = "\u{e472}";
/// `moon`
pub(crate) const MOON: &str = "\u{e330}";
/// `list`
pub(crate) const LIST: &str = "\u{e2f0}";
/// `tree-structure`
pub(crate) const TREE_STRUCTURE: &str = "\u{e67c}";
/// `brackets-curly`
pub(crate) const BRACKETS_CURLY: &str = "\u{e860}";
/// `code`
pub(crate) const CODE: &str = "\u{e1bc}";
/// `text-t`
pub(crate) const TEXT_T: &str = "\u{e48a}";
/// `hash`
pub(crate) const HASH: &str = "\u{e2a2}";
/// `toggle-left`
pub(crate) const TOGGLE_LEFT: &str = "\u{e674}";
/// `x`
pub(crate) const X: &str = "\u{e4f6}";
/// `arrow-up`
pub(crate) const ARROW_UP: &str = "\u{e08e}";
/// `arrow-down`
pub(crate) const ARROW_DOWN: &str = "\u{e03e}";
/// `arrow-right`
pub(crate) const ARROW_RIGHT: &str = "\u{e06c}";
/// `note-pencil`
pub(crate) const NOTE_PENCIL: &str = "\u{e34c}";
/// `export`
pub(crate) const EXPORT: &str = "\u{eaf0}";
/// `download-simple`
pub(crate) const DOWNLOAD_SIMPLE: &str = "\u{e20c}";
/// `upload-simple`
pub(crate) const UPLOAD_SIMPLE: &str = "\u{e4c0}";
/// `list-checks`
pub(crate) const LIST_CHECKS: &str = "\u{eadc}";
/// `list-bullets`
pub(crate) const LIST_BULLETS: &str = "\u{e2f2}";
/// `rows`
pub(crate) const ROWS: &str = "\u{e5a2}";
/// `sidebar-simple`
pub(crate) const SIDEBAR_SIMPLE: &str = "\u{ec24}";
/// `keyboard`
pub(crate) const KEYBOARD: &str = "\u{e2d8}";
/// `bug`
pub(crate) const BUG: &str = "\u{e5f4}";
/// `test-tube`
pub(crate) const TEST_TUBE: &str = "\u{e7a0}";
/// `seal-check`
pub(crate) const SEAL_CHECK: &str = "\u{e606}";
/// `circle`
pub(crate) const CIRCLE: &str = "\u{e18a}";
/// `circle-dashed`
pub(crate) const CIRCLE_DASHED: &str = "\u{e602}";
/// `prohibit`
pub(crate) const PROHIBIT: &str = "\u{e3de}";
/// `link`
pub(crate) const LINK: &str = "\u{e2e2}";
/// `code-block`
pub(crate) const CODE_BLOCK: &str = "\u{eafe}";
/// `shopping-cart`
pub(crate) const SHOPPING_CART: &str = "\u{e41e}";
/// `star`
pub(crate) const STAR: &str = "\u{e46a}";
/// `arrows-clockwise`
pub(crate) const ARROWS_CLOCKWISE: &str = "\u{e094}";
/// `skip-forward`
pub(crate) const SKIP_FORWARD: &str = "\u{e5a6}";
/// `skip-back`
pub(crate) const SKIP_BACK: &str = "\u{e5a4}";
/// `sliders`
pub(crate) const SLIDERS: &str = "\u{e432}";
/// `storefront`
pub(crate) const STOREFRONT: &str = "\u{e470}";
/// `file-plus`
pub(crate) const FILE_PLUS: &str = "\u{e236}";
/// `broadcast`
pub(crate) const BROADCAST: &str = "\u{e0f2}";
/// `cards-three`
pub(crate) const CARDS_THREE: &str = "\u{ee50}";
/// `stack`
pub(crate) const STACK: &str = "\u{e466}";
