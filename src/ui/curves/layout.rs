//! Where things are in a picture of curves.

use super::{Axis, Model, Point, Series};
use crate::ui::axis::{self, Tick};
use crate::ui::picture::{Measure, widest};
use crate::ui::say::Speech;
use crate::ui::scale::{self, Scale};

const HEIGHT: f64 = 340.0;
/// So many lines above the picture have room in that height; each further one adds to it.
const LINES_ABOVE: usize = 7;
pub(super) const PADDING: f64 = 10.0;
/// Room above the lines for the title of their axis.
pub(super) const TITLE_HEIGHT: f64 = 26.0;
/// Room below the lines for the ticks and the title of the other axis.
const AXIS_HEIGHT: f64 = 44.0;
/// A line of text.
pub(super) const LINE_HEIGHT: f64 = 17.0;
/// Below this width the names of the lines stand above them, for lack of room at their ends.
pub(super) const NARROW: f64 = 560.0;
pub(super) const MARKER_RADIUS: f64 = 4.0;

/// Where things are.
pub(super) struct Layout {
    pub(super) x: Scale,
    pub(super) y: Scale,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// Each line's name; above the lines with a piece of them, or at their ends.
    pub(super) names: Vec<String>,
    pub(super) legend_above: bool,
    pub(super) y_ticks: Vec<Tick>,
}

impl Layout {
    pub(super) fn new(measure: &dyn Measure, model: &Model, speech: Speech) -> Self {
        let points = || model.series.iter().flat_map(|series| &series.points);
        let x_domain = scale::extent(points().map(|point| point.x));
        let y_domain = scale::domain(
            model.y.kind,
            points().flat_map(|point| [point.y, point.low, point.high]),
        );
        let names: Vec<String> = model
            .series
            .iter()
            .map(|series| shown_name(speech, series))
            .collect();
        let name_width = widest(measure, &names);
        let legend_above = is_legend_above(measure, name_width);
        let lines_above = lines_above(model, legend_above);
        let top = PADDING + TITLE_HEIGHT + lines_above as f64 * LINE_HEIGHT;
        let bottom = (height_with(lines_above) - AXIS_HEIGHT).max(top + 1.0);

        let y = Scale::new(model.y.kind, y_domain, (bottom, top));
        let y_ticks = labelled(speech, &model.y, y.ticks(6));
        let left = PADDING + widest(measure, y_ticks.iter().map(|(_, label)| label)) + 8.0;
        let right = measure.width()
            - if legend_above {
                PADDING + MARKER_RADIUS
            } else {
                PADDING + name_width + 14.0
            };
        let right = right.max(left + 1.0);
        // Points at the ends keep clear of the axis.
        let inset = MARKER_RADIUS + 2.0;
        let x = Scale::new(model.x.kind, x_domain, (left + inset, right - inset));
        Self {
            x,
            y,
            left,
            right,
            top,
            bottom,
            names,
            legend_above,
            y_ticks,
        }
    }

    pub(super) fn place(&self, point: &Point) -> (f64, f64) {
        (self.x.px(point.x), self.y.px(point.y))
    }
}

/// How high a picture is.
pub(super) fn height(measure: Option<&dyn Measure>, model: &Model, speech: Speech) -> f64 {
    let Some(measure) = measure else {
        return HEIGHT;
    };
    let names = model.series.iter().map(|series| shown_name(speech, series));
    let legend_above = is_legend_above(measure, widest(measure, names));
    height_with(lines_above(model, legend_above))
}

fn height_with(lines_above: usize) -> f64 {
    HEIGHT + lines_above.saturating_sub(LINES_ABOVE) as f64 * LINE_HEIGHT
}

fn is_legend_above(measure: &dyn Measure, name_width: f64) -> bool {
    measure.width() < NARROW || name_width > measure.width() * 0.3
}

fn lines_above(model: &Model, legend_above: bool) -> usize {
    let legend = if legend_above { model.series.len() } else { 0 };
    legend + model.references.len()
}

/// A modelled line says so in its name.
pub(super) fn shown_name(speech: Speech, series: &Series) -> String {
    if series.modelled {
        speech.say_with("curves-modelled", &[("name", series.name.as_str().into())])
    } else {
        series.name.clone()
    }
}

pub(super) fn title(speech: Speech, axis: &Axis) -> String {
    axis::title(speech, axis.kind, &axis.title)
}

/// The ticks of the horizontal axis: where something was measured if that is at few places.
pub(super) fn x_ticks(speech: Speech, model: &Model, scale: &Scale, most: u32) -> Vec<Tick> {
    let mut places: Vec<f64> = model.readable().iter().map(|(_, point)| point.x).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    if places.len() > most as usize || places.len() < 2 {
        places = scale.ticks(most);
    }
    labelled(speech, &model.x, places)
}

fn labelled(speech: Speech, axis: &Axis, ticks: Vec<f64>) -> Vec<Tick> {
    axis::labelled(speech, axis.quantity, axis.kind, ticks)
}

/// Each line with its name and where it ends.
pub(super) fn ends_of<'a>(
    layout: &'a Layout,
    model: &'a Model,
) -> Vec<(&'a Series, &'a String, (f64, f64))> {
    let named = model.series.iter().zip(&layout.names);
    named
        .filter_map(|(series, name)| {
            let (x, y) = layout.place(series.points.last()?);
            Some((series, name, (x, y.clamp(layout.top, layout.bottom))))
        })
        .collect()
}
