//! A compiled template, ready to render.

use super::code::Program;
use super::eval::Runtime;
use super::provenance::{Choice, TracedRender};
use super::source::{Pos, Source};
use super::{Settings, TwigError, compile, lexer, parser};
use crate::diag::Span;
use crate::php::Value;
use std::sync::Arc;

/// The name of the one template, which some messages and `_self` show.
pub(crate) const NAME: &str = "index.twig";

/// A PHP warning met while rendering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderWarning {
    /// PHP's own words.
    pub message: String,
    /// The expression that warned.
    pub span: Span,
}

/// The outcome of a render.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub output: String,
    /// Warnings, when [`crate::twig::Warnings::Ignore`] lets the render go on.
    pub warnings: Vec<RenderWarning>,
}

/// A compiled template. It can be shared between threads, cloned at no cost and rendered any number of times.
#[derive(Clone, Debug)]
pub struct Template {
    source: Arc<Source>,
    program: Arc<Program>,
}

impl Template {
    /// Compiles a source text.
    pub fn compile(source: &str, settings: &Settings) -> Result<Self, TwigError> {
        let source = Source::new(source);
        let program = lexer::tokenize(source.text())
            .and_then(parser::parse)
            .and_then(|module| compile::compile(&module, settings.autoescape));
        match program {
            Ok(program) => Ok(Self { source: Arc::new(source), program: Arc::new(program) }),
            Err(fault) => Err(fault.into_error(&source)),
        }
    }

    /// Renders like [`Template::render`] and records where the output comes from.
    pub fn render_traced(&self, context: &Value, settings: &Settings) -> Result<TracedRender, TwigError> {
        let mut runtime = Runtime::new(&self.program, settings, context);
        runtime.start_trace();
        match runtime.run() {
            Ok(()) => {
                let trace = runtime.trace.take().unwrap_or_default();
                let traced = trace.finish(&self.source);
                let warnings = self.placed(runtime.warnings);
                Ok(TracedRender { output: runtime.out, warnings, ..traced })
            }
            Err(fault) => Err(fault.into_error(&self.source)),
        }
    }

    /// Where the template goes one way or the other, in source order of each body.
    ///
    /// ```
    /// use reagent::{php::Value, twig::{Settings, Template}};
    /// let settings = Settings::default();
    /// let template = Template::compile("{% if vip %}gold{% else %}other{% endif %}", &settings)?;
    /// let chosen = template.render_traced(&Value::Null, &settings)?.choices;
    /// assert_eq!(template.choices()[0].condition, "vip");
    /// assert_eq!((chosen[0].yes, chosen[0].no), (0, 1));
    /// # Ok::<(), reagent::twig::TwigError>(())
    /// ```
    pub fn choices(&self) -> Vec<Choice> {
        let text_of = |pos: Pos| self.source.text().get(pos.start as usize..pos.end as usize);
        let choices = self.program.choices.iter().map(|(kind, pos)| Choice {
            kind: *kind,
            condition: text_of(*pos).unwrap_or_default().to_owned(),
            span: self.source.span(*pos),
        });
        choices.collect()
    }

    fn placed(&self, warnings: Vec<(String, Pos)>) -> Vec<RenderWarning> {
        let placed = |(message, pos)| RenderWarning { message, span: self.source.span(pos) };
        warnings.into_iter().map(placed).collect()
    }

    /// Renders with the entries of `context` as variables; a context that is no array has none.
    pub fn render(&self, context: &Value, settings: &Settings) -> Result<Rendered, TwigError> {
        let mut runtime = Runtime::new(&self.program, settings, context);
        match runtime.run() {
            Ok(()) => Ok(Rendered { warnings: self.placed(runtime.warnings), output: runtime.out }),
            Err(fault) => Err(fault.into_error(&self.source)),
        }
    }
}
