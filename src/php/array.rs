//! PHP's array: ordered, keyed by integers and strings, with the next free index. Lists are stored without keys.

use super::Value;
use indexmap::{Equivalent, IndexMap};
use rustc_hash::FxBuildHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// An owned array key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Integer key
    Int(i64),
    /// Text key that is not a decimal integer
    Str(Arc<str>),
}

/// A borrowed array key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyRef<'a> {
    /// Integer key
    Int(i64),
    /// Text key that is not a decimal integer
    Str(&'a str),
}

impl<'a> KeyRef<'a> {
    /// The key that PHP makes of a text: `"7"` is the integer 7, `"07"` stays text.
    pub fn from_text(text: &'a str) -> Self {
        integer_key(text).map_or(Self::Str(text), Self::Int)
    }

    /// An owned copy.
    pub fn to_key(self) -> Key {
        match self {
            Self::Int(int) => Key::Int(int),
            Self::Str(text) => Key::Str(text.into()),
        }
    }

    /// The key as a value.
    pub fn to_value(self) -> Value {
        match self {
            Self::Int(int) => Value::Int(int),
            Self::Str(text) => Value::Str(text.into()),
        }
    }
}

impl Key {
    /// The key that PHP makes of a shared text.
    pub fn from_shared(text: Arc<str>) -> Self {
        match integer_key(&text) {
            Some(int) => Self::Int(int),
            None => Self::Str(text),
        }
    }

    /// A borrowed view.
    pub fn as_ref(&self) -> KeyRef<'_> {
        match self {
            Self::Int(int) => KeyRef::Int(*int),
            Self::Str(text) => KeyRef::Str(text),
        }
    }

    /// The key as a value, sharing its text.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Int(int) => Value::Int(*int),
            Self::Str(text) => Value::Str(Arc::clone(text)),
        }
    }
}

/// Only the canonical decimal spelling of a 64-bit integer is an integer key.
fn integer_key(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let canonical = match digits {
        [b'0'] => bytes.len() == 1,
        [b'1'..=b'9', rest @ ..] => rest.len() < 19 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    // PHP keeps the smallest integer as text.
    if canonical { text.parse().ok().filter(|int| *int != i64::MIN) } else { None }
}

impl Hash for KeyRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Int(int) => int.hash(state),
            Self::Str(text) => text.hash(state),
        }
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_ref().hash(state);
    }
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        *self == key.as_ref()
    }
}

#[inline]
fn same_key(left: &Key, right: &Key) -> bool {
    match (left, right) {
        (Key::Str(left), Key::Str(right)) => super::compare::same_text(left, right),
        (Key::Int(left), Key::Int(right)) => left == right,
        _ => false,
    }
}

type Entries = IndexMap<Key, Value, FxBuildHasher>;

#[derive(Clone, Debug)]
enum Repr {
    List(Vec<Value>),
    Map { entries: Entries, next: i64 },
}

/// A PHP array. Keys keep their insertion order; a list (`0..n`) is stored without keys.
#[derive(Clone, Debug)]
pub struct Array {
    repr: Repr,
}

impl Default for Array {
    fn default() -> Self {
        Self::new()
    }
}

impl Array {
    /// An empty array.
    pub const fn new() -> Self {
        Self { repr: Repr::List(Vec::new()) }
    }

    /// A list.
    pub const fn from_list(items: Vec<Value>) -> Self {
        Self { repr: Repr::List(items) }
    }

    /// An empty array with room for `capacity` keyed entries.
    pub fn map_with_capacity(capacity: usize) -> Self {
        let entries = Entries::with_capacity_and_hasher(capacity, FxBuildHasher);
        Self { repr: Repr::Map { entries, next: 0 } }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        match &self.repr {
            Repr::List(items) => items.len(),
            Repr::Map { entries, .. } => entries.len(),
        }
    }

    /// True without entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The items when the array is stored as a list; `None` says nothing about its keys, see [`Array::is_list`].
    pub fn as_slice(&self) -> Option<&[Value]> {
        match &self.repr {
            Repr::List(items) => Some(items),
            Repr::Map { .. } => None,
        }
    }

    /// True if the keys are 0, 1, 2 … in order (PHP's `array_is_list`).
    pub fn is_list(&self) -> bool {
        match &self.repr {
            Repr::List(_) => true,
            Repr::Map { entries, .. } => {
                entries.keys().enumerate().all(|(position, key)| *key == Key::Int(position as i64))
            }
        }
    }

    /// The value at a key.
    pub fn get(&self, key: KeyRef<'_>) -> Option<&Value> {
        match (&self.repr, key) {
            (Repr::List(items), KeyRef::Int(int)) => items.get(usize::try_from(int).ok()?),
            (Repr::List(_), KeyRef::Str(_)) => None,
            (Repr::Map { entries, .. }, key) => entries.get(&key),
        }
    }

    /// The value of a key if it is at that position: data of one shape has its keys in the same places.
    #[inline]
    pub fn get_at(&self, key: &Key, position: usize) -> Option<&Value> {
        match &self.repr {
            Repr::List(items) => {
                let Key::Int(int) = key else { return None };
                items.get(usize::try_from(*int).ok()?)
            }
            Repr::Map { entries, .. } => {
                entries.get_index(position).filter(|(found, _)| same_key(found, key)).map(|(_, value)| value)
            }
        }
    }

    /// The value at the key that PHP makes of `text`.
    pub fn get_str(&self, text: &str) -> Option<&Value> {
        self.get(KeyRef::from_text(text))
    }

    /// The entry at a position.
    pub fn at(&self, position: usize) -> Option<(KeyRef<'_>, &Value)> {
        match &self.repr {
            Repr::List(items) => items.get(position).map(|item| (KeyRef::Int(position as i64), item)),
            Repr::Map { entries, .. } => {
                entries.get_index(position).map(|(key, value)| (key.as_ref(), value))
            }
        }
    }

    /// The position of a key.
    pub fn position(&self, key: KeyRef<'_>) -> Option<usize> {
        match (&self.repr, key) {
            (Repr::List(items), KeyRef::Int(int)) => {
                usize::try_from(int).ok().filter(|position| *position < items.len())
            }
            (Repr::List(_), KeyRef::Str(_)) => None,
            (Repr::Map { entries, .. }, key) => entries.get_index_of(&key),
        }
    }

    /// Entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (KeyRef<'_>, &Value)> + ExactSizeIterator {
        (0..self.len()).map(|position| self.at(position).unwrap_or((KeyRef::Int(0), &Value::Null)))
    }

    /// Keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = KeyRef<'_>> + ExactSizeIterator {
        self.iter().map(|(key, _)| key)
    }

    /// Values in order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> + ExactSizeIterator {
        self.iter().map(|(_, value)| value)
    }

    /// Appends at the next free index (`$array[] = value`).
    pub fn push(&mut self, value: Value) {
        match &mut self.repr {
            Repr::List(items) => items.push(value),
            Repr::Map { entries, next } => {
                entries.insert(Key::Int(*next), value);
                *next = next.saturating_add(1);
            }
        }
    }

    /// Sets a key, keeping its place if it exists.
    pub fn insert(&mut self, key: Key, value: Value) {
        if let (Repr::List(items), Key::Int(int)) = (&mut self.repr, &key)
            && let Ok(position) = usize::try_from(*int)
            && position <= items.len()
        {
            match items.get_mut(position) {
                Some(slot) => *slot = value,
                None => items.push(value),
            }
            return;
        }
        let (entries, next) = self.as_map();
        if let Key::Int(int) = key
            && int >= *next
        {
            *next = int.saturating_add(1);
        }
        entries.insert(key, value);
    }

    /// Adds an entry as merging does: integer keys are numbered anew, text keys are kept.
    pub fn append(&mut self, key: KeyRef<'_>, value: Value) {
        match key {
            KeyRef::Int(_) => self.push(value),
            KeyRef::Str(_) => self.insert(key.to_key(), value),
        }
    }

    /// Sets the key that PHP makes of a text.
    pub fn insert_str(&mut self, text: impl Into<Arc<str>>, value: Value) {
        self.insert(Key::from_shared(text.into()), value);
    }

    /// Removes a key; the others keep theirs.
    pub fn remove(&mut self, key: KeyRef<'_>) -> Option<Value> {
        self.as_map().0.shift_remove(&key)
    }

    /// The value at a key, to change it.
    pub fn get_mut(&mut self, key: KeyRef<'_>) -> Option<&mut Value> {
        match (&mut self.repr, key) {
            (Repr::List(items), KeyRef::Int(int)) => items.get_mut(usize::try_from(int).ok()?),
            (Repr::List(_), KeyRef::Str(_)) => None,
            (Repr::Map { entries, .. }, key) => entries.get_mut(&key),
        }
    }

    fn as_map(&mut self) -> (&mut Entries, &mut i64) {
        if let Repr::List(items) = &mut self.repr {
            let next = items.len() as i64;
            let keyed = std::mem::take(items).into_iter().enumerate();
            let entries = keyed.map(|(position, value)| (Key::Int(position as i64), value)).collect();
            self.repr = Repr::Map { entries, next };
        }
        match &mut self.repr {
            Repr::Map { entries, next } => (entries, next),
            Repr::List(_) => unreachable!("a list was made a map just above"),
        }
    }
}

impl FromIterator<(Key, Value)> for Array {
    fn from_iter<I: IntoIterator<Item = (Key, Value)>>(entries: I) -> Self {
        let mut array = Self::new();
        for (key, value) in entries {
            array.insert(key, value);
        }
        array
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integer_like_text_is_an_integer_key() {
        for (text, key) in [
            ("7", Some(7)),
            ("-7", Some(-7)),
            ("0", Some(0)),
            ("07", None),
            ("-0", None),
            ("", None),
            ("1.5", None),
        ] {
            assert_eq!(integer_key(text), key, "{text}");
        }
        assert_eq!(integer_key("9223372036854775807"), Some(i64::MAX));
        assert_eq!(integer_key("9223372036854775808"), None);
    }

    #[test]
    fn a_hint_finds_a_key_only_in_its_place() {
        let mut map = Array::new();
        map.insert_str("a", Value::Int(1));
        map.insert_str("b", Value::Int(2));
        let key = Key::Str("b".into());
        assert!(matches!(map.get_at(&key, 1), Some(Value::Int(2))));
        assert!(map.get_at(&key, 0).is_none() && map.get_at(&key, 9).is_none());
        let list = Array::from_list(vec![Value::Int(1), Value::Int(2)]);
        assert!(matches!(list.get_at(&Key::Int(1), 9), Some(Value::Int(2))));
        assert!(list.get_at(&key, 1).is_none());
    }

    #[test]
    fn a_list_becomes_a_map_and_keeps_order_and_next_index() {
        let mut array = Array::from_list(vec![Value::Int(1), Value::Int(2)]);
        array.insert_str("a", Value::Int(3));
        array.push(Value::Int(4));
        let keys: Vec<_> = array.keys().collect();
        assert_eq!(keys, [KeyRef::Int(0), KeyRef::Int(1), KeyRef::Str("a"), KeyRef::Int(2)]);
        assert!(!array.is_list());
        array.remove(KeyRef::Str("a"));
        assert!(array.is_list());
    }
}
