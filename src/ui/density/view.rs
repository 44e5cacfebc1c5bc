//! Densities on a canvas.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;

use super::Model;
use super::layout::{Layout, PADDING, labelled};
use super::reading::DensityPicture;
use crate::ui::axis::{self, HorizontalAxis};
use crate::ui::canvas::Pen;
use crate::ui::chart::{self, Draw, Plot};
use crate::ui::color::{Rgb, between};
use crate::ui::picture::{Measure, ViewState};
use crate::ui::say::Speech;

/// A cell in which anything happened at all is so far from the background.
const FAINTEST: f64 = 0.3;
const SWATCH: f64 = 12.0;
/// The legend stands below the vertical axis's title.
const LEGEND_TOP: f64 = PADDING + 22.0;

/// The picture, with its table and its files.
#[component]
pub(crate) fn Density(
    /// What to draw.
    #[prop(into)]
    model: Signal<Model>,
    /// The name of the files it can be saved as, without their ending; a picture without one is
    /// still being drawn, and offers neither files nor a table.
    #[prop(optional, into)]
    file_name: Option<String>,
) -> impl IntoView {
    let picture = chart::picture(move || Arc::new(DensityPicture(model.get())));
    view! { <Plot picture file_name /> }
}

impl Draw for DensityPicture {
    fn draw(&self, pen: &Pen, view: ViewState, speech: Speech) {
        let model = &self.0;
        let layout = Layout::new(pen, model, speech);
        draw_cells(pen, &layout, model);
        let (left, right) = (layout.left, layout.right);
        axis::draw_vertical(
            pen,
            &layout.y,
            (left, right),
            &model.y.title,
            &layout.y_ticks,
        );
        HorizontalAxis {
            left,
            right,
            y: layout.bottom,
            title: &model.x.title,
            ticks: &labelled(speech, layout.x.ticks(8)),
        }
        .draw(pen, &layout.x);
        draw_legend(pen, model);
        if let Some(cell) = view.selected.filter(|cell| *cell < model.cells()) {
            let size = layout.cell_size(model);
            let corner = layout.corner(model, cell);
            pen.outline(corner, size, 4.0, "--surface");
            pen.outline(corner, size, 2.0, "--ink");
        }
    }
}

/// Each cell is a mixture of both colours, the nearer to the background the less happened in it.
fn draw_cells(pen: &Pen, layout: &Layout, model: &Model) {
    let color = |name| Rgb::from_hex(&pen.property(name));
    let [one, other] = model.kinds.each_ref().map(|kind| color(kind.color));
    let (Some(one), Some(other), Some(background)) = (one, other, color("--surface")) else {
        return;
    };
    let (width, height) = layout.cell_size(model);
    let most = f64::from(model.most()).ln_1p();
    for cell in 0..model.cells() {
        let [of_one, of_other] = model.counts(cell).map(f64::from);
        let all = of_one + of_other;
        if all == 0.0 {
            continue;
        }
        let strength = FAINTEST + (1.0 - FAINTEST) * all.ln_1p() / most;
        let mixed = between(&[one, other], of_other / all);
        let shade = between(&[background, mixed], strength);
        pen.context.set_fill_style_str(&shade.css());
        let (x, y) = layout.corner(model, cell);
        // Half a pixel more hides the seams between cells.
        pen.context.fill_rect(x, y, width + 0.5, height + 0.5);
    }
}

fn draw_legend(pen: &Pen, model: &Model) {
    let mut x = PADDING;
    for kind in &model.kinds {
        pen.fill(x, LEGEND_TOP, SWATCH, SWATCH, kind.color);
        x += SWATCH + 6.0;
        pen.text(&kind.name, x, LEGEND_TOP + SWATCH / 2.0, "left", "--ink");
        x += pen.width_of(&kind.name) + 18.0;
    }
}
