//! `reduce` that adds up: the sum over a list, its filter and its map, in one pass without lists in between.

use super::list::Items;
use super::{Ev, Failure, Frame, Machine, number, quick};
use crate::logic::observe::Observer;
use crate::logic::operators::Code;
use crate::logic::program::{Each, Expr, Op, Reduce};
use crate::php::{Num, Value};

/// The stages between a list and the sum over it.
struct Stages<'f> {
    source: &'f Expr,
    filter: Option<&'f Each>,
    map: Option<&'f Each>,
}

/// The stages, if running them item by item shows no difference to running them one after the other: at most one of
/// them can fail or warn, and none lacks its body.
fn stages<'f>(source: &'f Expr, addend: &Expr) -> Option<Stages<'f>> {
    let mut stages = Stages { source, filter: None, map: None };
    if let Op::Each(map) = &stages.source.op
        && map.code == Code::Map
    {
        // What is added of a mapped item must be the item itself, which cannot fail.
        let Op::Field(path) = &addend.op else { return None };
        if map.is_body_missing || !path.segments.is_empty() {
            return None;
        }
        stages.map = Some(map);
        stages.source = &map.source;
    }
    if let Op::Each(filter) = &stages.source.op
        && filter.code == Code::Filter
        && filter.is_infallible
        && !filter.is_body_missing
    {
        stages.filter = Some(filter);
        stages.source = &filter.source;
    }
    Some(stages)
}

impl<O: Observer> Machine<'_, O> {
    /// The sum; `None` where the stages must run one after the other.
    pub(super) fn total<'f>(
        &mut self,
        reduce: &'f Reduce,
        addend: &'f Expr,
        frame: Frame<'f>,
    ) -> Result<Option<Value>, Failure> {
        let Some(stages) = stages(&reduce.source, addend) else { return Ok(None) };
        // Only a field or literal is evaluated without effects, so that the general way may evaluate it again.
        let Some(list) = quick(stages.source, frame) else { return Ok(None) };
        let items = Items::Array(Ev::Ref(list));
        let view = items.view();
        let costs =
            [stages.filter.map_or(0, |each| each.cost), stages.map.map_or(0, |each| each.cost), reduce.cost];
        let most = costs.iter().sum::<u64>().saturating_mul(view.len() as u64);
        if most > self.steps_left || view.len() == 0 {
            return Ok(None);
        }
        let initial = match &reduce.initial {
            None => Value::Null,
            Some(Expr { op: Op::Const(value), .. }) => value.clone(),
            Some(_) => return Ok(None),
        };
        let mut total = number::plus(Num::Int(0), &initial);
        let mut kept = 0;
        for position in 0..view.len() {
            let item = view.get(position);
            if let Some(filter) = stages.filter
                && !self.test_item(&filter.body, Frame::of(item))?
            {
                continue;
            }
            kept += 1;
            total = match stages.map {
                Some(map) => self.add(total, &map.body, Frame::of(item))?,
                None => {
                    self.add(total, addend, Frame { data: item, accumulator: Some(&super::lookup::NULL) })?
                }
            };
        }
        self.steps_left -= costs[0] * view.len() as u64 + (costs[1] + costs[2]) * kept;
        Ok(Some(if kept == 0 { initial } else { total.into() }))
    }

    #[inline]
    fn add<'f>(&mut self, total: Num, addend: &'f Expr, frame: Frame<'f>) -> Result<Num, Failure> {
        if let Some(value) = quick(addend, frame) {
            return Ok(number::plus(total, value));
        }
        if let Op::Product(args) = &addend.op
            && let [left, right] = &**args
            && let Some(product) = number::quick_product(left, right, frame)
        {
            return Ok(number::plus_num(total, product));
        }
        Ok(number::plus(total, self.eval(addend, frame)?.get()))
    }
}
