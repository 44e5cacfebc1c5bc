//! What all pictures draw with: a canvas as sharp as the screen, in the page's own colours and type.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::ui::marker::Marker;
use crate::ui::picture::Measure;

/// The size of text in a picture, as a share of the page's.
const TEXT_SIZE: f64 = 0.8;

/// Text may be squeezed to this share of its width before it is left out.
const SQUEEZE_MIN: f64 = 0.7;

/// To this share before its end is left out.
const SQUEEZE_LITTLE: f64 = 0.9;

/// A drawing under way.
pub(crate) struct Pen {
    pub(crate) context: CanvasRenderingContext2d,
    /// In CSS pixels, like all that is drawn.
    pub(crate) width: f64,
    pub(crate) height: f64,
    style: web_sys::CssStyleDeclaration,
    /// The size of the picture's text.
    text_px: Cell<f64>,
    /// Asking the page for a property takes longer than drawing a block with it.
    colors: RefCell<HashMap<&'static str, Rc<str>>>,
}

impl Pen {
    /// Clears the canvas and makes it as large as it is shown, `height` pixels high; `None` where
    /// the browser gives no context.
    pub(crate) fn start(canvas: &HtmlCanvasElement, height: f64) -> Option<Self> {
        let ratio = window().device_pixel_ratio().max(1.0);
        let width = f64::from(canvas.client_width());
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a canvas is a few thousand pixels at most"
        )]
        {
            canvas.set_width((width * ratio) as u32);
            canvas.set_height((height * ratio) as u32);
        }
        let pen = Self {
            height,
            ..Self::measure(canvas)?
        };
        let _ = pen.context.scale(ratio, ratio);
        // The background is drawn too, so that a saved picture stands on its own.
        pen.fill(0.0, 0.0, pen.width, height, "--surface");
        Some(pen)
    }

    /// A pen that leaves the canvas as it is, to ask how wide words are.
    pub(crate) fn measure(canvas: &HtmlCanvasElement) -> Option<Self> {
        let context = canvas
            .get_context("2d")
            .ok()
            .flatten()?
            .dyn_into::<CanvasRenderingContext2d>()
            .ok()?;
        let style = window().get_computed_style(canvas).ok().flatten()?;
        let pen = Self {
            context,
            width: f64::from(canvas.client_width()),
            height: 0.0,
            style,
            text_px: Cell::default(),
            colors: RefCell::default(),
        };
        // Text grows with the page's, for a projector.
        let page_size = pen.property("font-size");
        let page_size: f64 = page_size.trim_end_matches("px").parse().unwrap_or(15.0);
        pen.text_px.set(page_size * TEXT_SIZE);
        pen.set_text_size(1.0);
        pen.context.set_text_baseline("middle");
        Some(pen)
    }

    /// Text from now on is so many times as large as that of the picture.
    pub(crate) fn set_text_size(&self, share: f64) {
        let size = self.text_px.get() * share;
        let font = format!("{size}px {}", self.property("--font"));
        self.context.set_font(&font);
    }

    /// A property of the canvas's style.
    pub(crate) fn property(&self, name: &'static str) -> Rc<str> {
        let look_up = || {
            let value = self.style.get_property_value(name);
            value.map_or_else(|_| "".into(), |value| value.trim().into())
        };
        self.colors
            .borrow_mut()
            .entry(name)
            .or_insert_with(look_up)
            .clone()
    }

    /// A filled rectangle.
    pub(crate) fn fill(&self, x: f64, y: f64, width: f64, height: f64, color: &'static str) {
        self.context.set_fill_style_str(&self.property(color));
        self.context.fill_rect(x, y, width, height);
    }

    /// Only the lines of a rectangle.
    pub(crate) fn outline(
        &self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        line: f64,
        color: &'static str,
    ) {
        self.context.set_stroke_style_str(&self.property(color));
        self.context.set_line_width(line);
        self.context.stroke_rect(x, y, width, height);
    }

    /// A straight line.
    pub(crate) fn line(&self, from: (f64, f64), to: (f64, f64), line: f64, color: &'static str) {
        self.context.set_stroke_style_str(&self.property(color));
        self.context.set_line_width(line);
        self.context.begin_path();
        self.context.move_to(from.0, from.1);
        self.context.line_to(to.0, to.1);
        self.context.stroke();
    }

    /// Begins a circle, to be filled or stroked.
    pub(crate) fn circle(&self, (x, y): (f64, f64), radius: f64) {
        self.context.begin_path();
        // Only a negative radius is refused.
        let _ = self.context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
    }

    /// A filled marker.
    pub(crate) fn marker(&self, marker: Marker, at: (f64, f64), radius: f64, color: &'static str) {
        if self.begin_marker(marker, at, radius) {
            self.context.set_fill_style_str(&self.property(color));
            self.context.fill();
        }
    }

    /// A marker's outline, with the background in it.
    pub(crate) fn hollow_marker(
        &self,
        marker: Marker,
        at: (f64, f64),
        (radius, line): (f64, f64),
        color: &'static str,
    ) {
        if self.begin_marker(marker, at, radius) {
            self.context.set_fill_style_str(&self.property("--surface"));
            self.context.fill();
            self.context.set_stroke_style_str(&self.property(color));
            self.context.set_line_width(line);
            self.context.stroke();
        }
    }

    /// Begins a marker; says whether there is any.
    fn begin_marker(&self, marker: Marker, (x, y): (f64, f64), radius: f64) -> bool {
        match (marker, marker.corners()) {
            (Marker::None, _) => return false,
            (_, []) => self.circle((x, y), radius),
            (_, corners) => {
                self.context.begin_path();
                for (dx, dy) in corners {
                    self.context.line_to(x + dx * radius, y + dy * radius);
                }
                self.context.close_path();
            }
        }
        true
    }

    /// Strokes from now on are dashed like this; solid if it is empty.
    pub(crate) fn dash(&self, lengths: &[f64]) {
        let lengths: js_sys::Array = lengths.iter().copied().map(js_sys::Number::from).collect();
        // Lengths that are numbers are always taken.
        let _ = self.context.set_line_dash(&lengths);
    }

    /// Slanting lines all over a rectangle.
    pub(crate) fn hatch(
        &self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        (line, step): (f64, f64),
        color: &'static str,
    ) {
        let context = &self.context;
        context.save();
        context.begin_path();
        context.rect(x, y, width, height);
        context.clip();
        context.set_stroke_style_str(&self.property(color));
        context.set_line_width(line);
        context.begin_path();
        let mut at = x - height;
        while at < x + width {
            context.move_to(at, y + height);
            context.line_to(at + height, y);
            at += step;
        }
        context.stroke();
        context.restore();
    }

    /// Text in a line about `y`; `align` is `left`, `center` or `right`.
    pub(crate) fn text(&self, text: &str, x: f64, y: f64, align: &str, color: &'static str) {
        self.context.set_fill_style_str(&self.property(color));
        self.context.set_text_align(align);
        // A context that fails to draw text has nothing better to offer.
        let _ = self.context.fill_text(text, x, y);
    }

    /// Text that may be no wider than `width`: squeezed a little if it is, left out if that is not
    /// enough. Uses the fill colour that is set, and says whether it was drawn.
    pub(crate) fn fitted(&self, text: &str, x: f64, y: f64, width: f64) -> bool {
        let fits = self.width_of(text) * SQUEEZE_MIN <= width;
        if fits {
            let _ = self.context.fill_text_with_max_width(text, x, y, width);
        }
        fits
    }

    /// Text from `x` on that may be no wider than `width`: its end is left out if it is.
    pub(crate) fn shortened(&self, text: &str, x: f64, y: f64, width: f64, color: &'static str) {
        if self.width_of(text) * SQUEEZE_LITTLE <= width {
            self.context.set_fill_style_str(&self.property(color));
            self.context.set_text_align("left");
            let _ = self.context.fill_text_with_max_width(text, x, y, width);
            return;
        }
        let ends: Vec<usize> = text.char_indices().map(|(end, _)| end).collect();
        let fits = |end: &usize| self.width_of(&format!("{}…", &text[..*end])) <= width;
        // Longer beginnings are wider, so the last that fits is found by halves.
        let count = ends.partition_point(fits);
        if let Some(end) = count.checked_sub(1).map(|last| ends[last]) {
            self.text(&format!("{}…", text[..end].trim_end()), x, y, "left", color);
        }
    }
}

impl Measure for Pen {
    fn width(&self) -> f64 {
        self.width
    }

    fn width_of(&self, text: &str) -> f64 {
        self.context
            .measure_text(text)
            .map_or(0.0, |metrics| metrics.width())
    }
}
