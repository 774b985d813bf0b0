//! Running over lists: `map`, `filter`, `reduce`, `all`, `some`, `none`.

use super::{Ev, Failure, Frame, Machine};
use crate::logic::observe::Observer;
use crate::logic::operators::Code;
use crate::logic::program::{Each, Expr, Op, Reduce};
use crate::logic::rule::NodeId;
use crate::logic::{EvalError, MAX_DEPTH};
use crate::php::{Array, KeyRef, Value};

/// The items that a loop runs over. PHP treats an object as the list of its values.
pub(super) enum Items<'f> {
    /// A whole array, borrowed or new
    Array(Ev<'f>),
    /// What a filter kept of a borrowed array
    Kept(Vec<&'f Value>),
    /// New values
    New(Vec<Value>),
}

/// Items to be read by position.
#[derive(Clone, Copy)]
pub(super) enum View<'a> {
    Slice(&'a [Value]),
    Kept(&'a [&'a Value]),
    Keyed(&'a Array),
}

impl Items<'_> {
    fn into_value(self) -> Value {
        match self {
            Items::Array(value) => value.into_owned(),
            Items::Kept(items) => Value::list(items.into_iter().cloned().collect()),
            Items::New(items) => Value::list(items),
        }
    }

    #[inline]
    pub(super) fn view(&self) -> View<'_> {
        match self {
            Items::Array(value) => match value.get() {
                Value::Array(array) => array.as_slice().map_or(View::Keyed(array), View::Slice),
                _ => View::Slice(&[]),
            },
            Items::Kept(items) => View::Kept(items),
            Items::New(items) => View::Slice(items),
        }
    }
}

impl<'a> View<'a> {
    #[inline]
    pub(super) fn len(self) -> usize {
        match self {
            View::Slice(items) => items.len(),
            View::Kept(items) => items.len(),
            View::Keyed(array) => array.len(),
        }
    }

    #[inline]
    pub(super) fn get(self, position: usize) -> &'a Value {
        let item = match self {
            View::Slice(items) => items.get(position),
            View::Kept(items) => items.get(position).copied(),
            View::Keyed(array) => array.at(position).map(|(_, value)| value),
        };
        item.unwrap_or(&super::lookup::NULL)
    }
}

impl<O: Observer> Machine<'_, O> {
    /// `filter`, `map`, `all`, `none`, `some`.
    pub(super) fn each<'f>(
        &mut self,
        id: NodeId,
        each: &'f Each,
        frame: Frame<'f>,
    ) -> Result<Value, Failure> {
        match each.code {
            Code::Filter => Ok(self.kept(id, each, frame)?.into_value()),
            Code::Map => Ok(self.map(id, each, frame)?.into_value()),
            _ => Ok(Value::Bool(self.quantify(id, each, frame)?)),
        }
    }

    /// The source of a loop, without making an array of what an inner loop gives.
    fn items<'f>(&mut self, source: &'f Expr, frame: Frame<'f>) -> Result<Items<'f>, Failure> {
        if !O::ENABLED
            && let Op::Each(each) = &source.op
        {
            if each.code == Code::Filter {
                return self.kept(source.id, each, frame);
            }
            if each.code == Code::Map {
                return self.map(source.id, each, frame);
            }
        }
        Ok(Items::Array(self.eval(source, frame)?))
    }

    /// The source of `filter` and its like, after which PHP looks for the body.
    fn source<'f>(&mut self, id: NodeId, each: &'f Each, frame: Frame<'f>) -> Result<Items<'f>, Failure> {
        let items = self.items(&each.source, frame)?;
        if each.is_body_missing {
            self.warn(id, "Undefined array key 1")?;
        }
        self.charge(id, items.view().len(), each.cost)?;
        Ok(items)
    }

    fn kept<'f>(&mut self, id: NodeId, each: &'f Each, frame: Frame<'f>) -> Result<Items<'f>, Failure> {
        Ok(match self.source(id, each, frame)? {
            Items::Array(Ev::Ref(Value::Array(array))) => match array.as_slice() {
                Some(items) => Items::Kept(self.matching(id, &each.body, items.iter())?),
                None => Items::Kept(self.matching(id, &each.body, array.values())?),
            },
            Items::Kept(items) => Items::Kept(self.matching(id, &each.body, items.into_iter())?),
            other => {
                let view = other.view();
                let items = (0..view.len()).map(|position| view.get(position));
                let kept = self.matching(id, &each.body, items)?;
                Items::New(kept.into_iter().cloned().collect())
            }
        })
    }

    fn matching<'a>(
        &mut self,
        id: NodeId,
        body: &Expr,
        items: impl ExactSizeIterator<Item = &'a Value>,
    ) -> Result<Vec<&'a Value>, Failure> {
        let len = items.len();
        let mut kept = Vec::with_capacity(len);
        for (index, item) in items.enumerate() {
            self.enter(id, index);
            if self.test_item(body, Frame::of(item))? {
                kept.push(item);
            }
        }
        self.leave(len == 0);
        Ok(kept)
    }

    fn map<'f>(&mut self, id: NodeId, each: &'f Each, frame: Frame<'f>) -> Result<Items<'f>, Failure> {
        let items = self.source(id, each, frame)?;
        let view = items.view();
        let values = self.mapped(id, each, &view)?;
        // PHP keeps the keys when it maps one array.
        Ok(match view {
            View::Keyed(array) => {
                let keyed: Array = array.keys().map(KeyRef::to_key).zip(values).collect();
                Items::Array(Ev::Own(Value::array(keyed)))
            }
            _ => Items::New(values),
        })
    }

    fn mapped(&mut self, id: NodeId, each: &Each, view: &View<'_>) -> Result<Vec<Value>, Failure> {
        let mut values = Vec::with_capacity(view.len());
        for index in 0..view.len() {
            let item = view.get(index);
            self.enter(id, index);
            values.push(self.eval(&each.body, Frame::of(item))?.into_owned());
        }
        self.leave(view.len() == 0);
        Ok(values)
    }

    /// `all`, `some`, `none`. PHP looks at every item, which only shows if one can fail.
    pub(super) fn quantify<'f>(
        &mut self,
        id: NodeId,
        each: &'f Each,
        frame: Frame<'f>,
    ) -> Result<bool, Failure> {
        let items = self.source(id, each, frame)?;
        let view = items.view();
        let wanted = each.code != Code::All;
        let may_stop = each.is_infallible && !O::ENABLED;
        let mut is_found = false;
        for index in 0..view.len() {
            self.enter(id, index);
            is_found |= self.test_item(&each.body, Frame::of(view.get(index)))? == wanted;
            if is_found && may_stop {
                break;
            }
        }
        self.leave(view.len() == 0);
        Ok(match each.code {
            Code::Some => is_found,
            Code::None => !is_found,
            _ => !is_found && view.len() > 0,
        })
    }

    pub(super) fn reduce<'f>(
        &mut self,
        id: NodeId,
        reduce: &'f Reduce,
        frame: Frame<'f>,
    ) -> Result<Value, Failure> {
        if !O::ENABLED
            && let Some(addend) = &reduce.addend
            && let Some(total) = self.total(reduce, addend, frame)?
        {
            return Ok(total);
        }
        let items = self.items(&reduce.source, frame)?;
        if reduce.is_body_missing {
            self.warn(id, "Undefined array key 1")?;
        }
        let mut accumulator = match &reduce.initial {
            Some(initial) => self.eval(initial, frame)?.into_owned(),
            None => Value::Null,
        };
        let view = items.view();
        self.charge(id, view.len(), reduce.cost)?;
        for index in 0..view.len() {
            self.enter(id, index);
            let next = {
                let frame = Frame { data: view.get(index), accumulator: Some(&accumulator) };
                self.eval(&reduce.body, frame)?.into_owned()
            };
            accumulator = next;
            if reduce.can_nest {
                self.check_size(id, &accumulator)?;
            }
        }
        self.leave(view.len() == 0);
        Ok(accumulator)
    }

    #[inline]
    fn enter(&mut self, id: NodeId, index: usize) {
        if O::ENABLED {
            self.observer.enter(id, index);
        }
    }

    #[inline]
    fn leave(&mut self, is_empty: bool) {
        if O::ENABLED && !is_empty {
            self.observer.leave();
        }
    }

    fn charge(&mut self, id: NodeId, items: usize, cost: u64) -> Result<(), Failure> {
        if let Some(left) = self.steps_left.checked_sub(cost.saturating_mul(items as u64)) {
            self.steps_left = left;
            return Ok(());
        }
        let message = format!("the rule takes more than {} steps", self.options.limits.steps);
        Err(self.at(id, EvalError::limit("logic/limit-steps", message)))
    }

    /// Refuses an accumulator that has grown beyond the limits.
    fn check_size(&mut self, id: NodeId, value: &Value) -> Result<(), Failure> {
        let mut count = 0;
        let limits = self.options.limits;
        if measure(value, limits.depth.min(MAX_DEPTH), limits.items, &mut count) {
            return self.charge(id, count / 16, 1);
        }
        let message = "the value that reduce builds is too large or nested too deep";
        Err(self.at(id, EvalError::limit("logic/limit-output", message)))
    }
}

/// Whether a value has at most `items` values and `depth` levels.
fn measure(value: &Value, depth: usize, items: usize, count: &mut usize) -> bool {
    *count += 1;
    match value {
        _ if *count > items => false,
        Value::Array(array) => depth > 0 && array.values().all(|item| measure(item, depth - 1, items, count)),
        _ => true,
    }
}
