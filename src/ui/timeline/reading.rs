//! What can be read in a timeline, by pointer, by keys, as a table and as a file.

use super::layout::{Layout, Rows};
use super::{Block, Model, Row};
use crate::ui::csv;
use crate::ui::figures;
use crate::ui::picture::{Measure, Picture, Table, ViewState};
use crate::ui::say::Speech;
use crate::ui::viewport::{Viewport, ZoomAxis};

/// How far beside a narrow block one may point at it.
const REACH_PX: f64 = 2.0;

pub(super) struct TimelinePicture {
    pub(super) model: Model,
    /// The text that says what the axis counts, if it is not the usual.
    pub(super) axis: Option<&'static str>,
}

impl Picture for TimelinePicture {
    fn summary(&self) -> String {
        self.model.summary.clone()
    }

    fn hint(&self, speech: Speech) -> String {
        speech.say("timeline-hint")
    }

    fn height(&self, _measure: Option<&dyn Measure>, _speech: Speech) -> f64 {
        Rows::of(self.model.rows.len()).picture_height()
    }

    fn hit(
        &self,
        measure: &dyn Measure,
        (x, y): (f64, f64),
        view: ViewState,
        _speech: Speech,
    ) -> Option<usize> {
        let layout = Layout::new(measure.width(), self.model.axis_end(), view.viewport);
        hit(&layout, &self.model, x, y)
    }

    fn step(&self, from: Option<usize>, key: &str) -> Option<usize> {
        let last = self.model.readable().len().checked_sub(1)?;
        // There may have been more when it was chosen.
        let from = from.filter(|at| *at <= last);
        match key {
            "ArrowRight" | "ArrowDown" => Some(from.map_or(0, |at| (at + 1).min(last))),
            "ArrowLeft" | "ArrowUp" => Some(from.map_or(last, |at| at.saturating_sub(1))),
            "Home" => Some(0),
            "End" => Some(last),
            _ => None,
        }
    }

    fn read(&self, item: usize, speech: Speech) -> Option<String> {
        let readable = self.model.readable();
        let (row, block) = readable.get(item)?;
        Some(describe(speech, row, block))
    }

    fn table(&self, speech: Speech) -> Table {
        table(speech, &self.model)
    }

    fn csv(&self) -> String {
        csv_of(&self.model)
    }

    fn class(&self) -> &'static str {
        "timeline__canvas"
    }

    fn zoom_axis(&self, width: f64) -> Option<ZoomAxis> {
        let end_ms = self.model.axis_end();
        let Layout { left, width, .. } = Layout::new(width, end_ms, Viewport::default());
        Some(ZoomAxis {
            left,
            width,
            end_ms,
        })
    }

    fn span_ms(&self, item: usize) -> Option<(f64, f64)> {
        let readable = self.model.readable();
        let (_, block) = readable.get(item)?;
        Some((block.start_ms, block.start_ms + block.duration_ms))
    }
}

/// The readable block at a pixel; the nearest where several are narrower than a pixel, and of
/// those at the same place the last, which lies on top.
fn hit(layout: &Layout, model: &Model, x: f64, y: f64) -> Option<usize> {
    let rows = Rows::of(model.rows.len());
    let mut readable = 0;
    let mut found: Option<(f64, usize)> = None;
    for (index, row) in model.rows.iter().enumerate() {
        let top = rows.top(index);
        let in_row = (top..=top + rows.height).contains(&y);
        for block in row.blocks.iter().filter(|block| block.readable) {
            if in_row && let Some((from, to)) = layout.extent(block) {
                let away = (from - x).max(x - to).max(0.0);
                if away <= REACH_PX && found.is_none_or(|(least, _)| away <= least) {
                    found = Some((away, readable));
                }
            }
            readable += 1;
        }
    }
    found.map(|(_, at)| at)
}

fn describe(speech: Speech, row: &Row, block: &Block) -> String {
    let time = |ms| figures::duration(speech, ms).into();
    speech.say_with(
        "timeline-readout",
        &[
            ("lane", row.label.clone().into()),
            ("what", block.name.clone().into()),
            ("duration", time(block.duration_ms)),
            ("start", time(block.start_ms.max(0.0))),
        ],
    )
}

fn table(speech: Speech, model: &Model) -> Table {
    let column = |name, number| (speech.say(name), number);
    Table {
        columns: vec![
            column("column-lane", false),
            column("column-what", false),
            column("column-start", true),
            column("column-duration", true),
        ],
        rows: model
            .readable()
            .into_iter()
            .map(|(row, block)| {
                vec![
                    row.label.clone(),
                    block.name.clone(),
                    figures::duration(speech, block.start_ms.max(0.0)),
                    figures::duration(speech, block.duration_ms),
                ]
            })
            .collect(),
    }
}

fn csv_of(model: &Model) -> String {
    let mut lines = "row,what,start_ms,duration_ms\n".to_owned();
    for row in &model.rows {
        for block in &row.blocks {
            lines += &csv::record(&[
                row.label.clone(),
                block.name.clone(),
                format!("{:.3}", block.start_ms),
                format!("{:.3}", block.duration_ms),
            ]);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::Fill;
    use super::*;
    use crate::ui::picture::testing::{self, RULERS, Ruler, read_at, records, speech};

    fn block(name: &str, start_ms: f64, duration_ms: f64) -> Block {
        Block {
            start_ms,
            duration_ms,
            height: 1.0,
            color: "--series-1",
            fill: Fill::Solid,
            caption: String::new(),
            name: name.to_owned(),
            readable: true,
        }
    }

    /// Two threads, and frames that are not worth to be read.
    fn picture() -> TimelinePicture {
        let row = |label: &str, blocks: Vec<Block>| Row {
            label: label.to_owned(),
            blocks,
        };
        let frames = (0..5).map(|frame| Block {
            readable: false,
            ..block("frame", f64::from(frame) * 20.0, 16.0)
        });
        TimelinePicture {
            model: Model {
                summary: "What happened when".to_owned(),
                end_ms: 100.0,
                rows: vec![
                    row(
                        "main",
                        vec![block("clone", 0.0, 12.5), block("paint", 90.0, 10.0)],
                    ),
                    row("frames", frames.collect()),
                    row(
                        "worker",
                        vec![block("queue", 12.5, 7.25), block("compute", 20.0, 60.0)],
                    ),
                ],
            },
            axis: None,
        }
    }

    /// The middle of a block that is in sight.
    fn middle(
        picture: &TimelinePicture,
        ruler: &Ruler,
        view: ViewState,
        item: usize,
    ) -> (f64, f64) {
        let model = &picture.model;
        let layout = Layout::new(ruler.0, model.axis_end(), view.viewport);
        let (row, block) = model.readable()[item];
        let index = model.rows.iter().position(|other| other == row);
        let rows = Rows::of(model.rows.len());
        let (from, to) = layout.extent(block).expect("in sight");
        let top = rows.top(index.expect("its row"));
        (f64::midpoint(from, to), top + rows.height / 2.0)
    }

    #[test]
    fn a_pixel_leads_to_the_block_that_it_is_in() {
        let picture = picture();
        let view = ViewState::default();
        for ruler in &RULERS {
            for (item, name) in ["clone", "paint", "queue", "compute"]
                .into_iter()
                .enumerate()
            {
                let at = middle(&picture, ruler, view, item);
                assert_eq!(picture.hit(ruler, at, view, speech()), Some(item));
                let read = read_at(&picture, ruler, at, view).expect("a block");
                assert!(read.contains(name), "{read}");
                // Between rows there is nothing, and frames cannot be read.
                let rows = Rows::of(3);
                assert_eq!(
                    read_at(&picture, ruler, (at.0, rows.bottom() + 1.0), view),
                    None
                );
                let in_frames = (at.0, rows.top(1) + 1.0);
                assert_eq!(read_at(&picture, ruler, in_frames, view), None);
            }
        }
    }

    #[test]
    fn blocks_are_where_they_are_seen_in_a_part_of_the_axis() {
        let (picture, ruler) = (picture(), &RULERS[0]);
        let axis = picture.zoom_axis(ruler.0).expect("it has one");
        let viewport = Viewport::default().zoom(axis.end_ms, 4.0, 0.2);
        let view = ViewState {
            viewport,
            ..ViewState::default()
        };
        let (from, to) = viewport.range(axis.end_ms);
        for item in 0..4 {
            let (start, stop) = picture.span_ms(item).expect("a block");
            if stop < from || start > to {
                let block = picture.model.readable()[item].1;
                let layout = Layout::new(ruler.0, axis.end_ms, viewport);
                assert_eq!(layout.extent(block), None);
                continue;
            }
            let at = middle(&picture, ruler, view, item);
            assert!((axis.left..=axis.left + axis.width).contains(&at.0));
            assert_eq!(picture.hit(ruler, at, view, speech()), Some(item));
        }
    }

    #[test]
    fn of_blocks_that_are_too_narrow_the_nearest_is_read() {
        let mut picture = picture();
        picture.model.rows[0].blocks = vec![block("one", 50.0, 0.001), block("other", 50.5, 0.001)];
        let view = ViewState::default();
        let (x, y) = middle(&picture, &RULERS[0], view, 0);
        let name_at = |x| read_at(&picture, &RULERS[0], (x, y), view);
        assert!(name_at(x - 1.5).is_some_and(|read| read.contains("one")));
        let (other, _) = middle(&picture, &RULERS[0], view, 1);
        assert!(name_at(other + 1.5).is_some_and(|read| read.contains("other")));
        assert_eq!(name_at(x - REACH_PX - 0.5), None);
    }

    #[test]
    fn keys_lead_to_every_block_that_can_be_read() {
        assert_eq!(testing::walk(&picture()), 4);
    }

    #[test]
    fn table_file_and_reading_hold_the_same_figures() {
        let (picture, speech) = (picture(), speech());
        let rows = testing::table(&picture);
        let csv = picture.csv();
        let records = records(&csv);
        assert_eq!(
            (rows.len(), records.len()),
            (4, 9),
            "the file has frames, too"
        );
        let readable = records.iter().filter(|record| record[1] != "frame");
        for (item, (row, record)) in rows.iter().zip(readable).enumerate() {
            let time = |at: usize| figures::duration(speech, record[at].parse().expect("a number"));
            assert_eq!(
                *row,
                [record[0].to_owned(), record[1].to_owned(), time(2), time(3)]
            );
            let read = picture.read(item, speech).expect("a block");
            assert!(row.iter().all(|it| read.contains(it)), "{row:?}: {read}");
        }
    }
}
