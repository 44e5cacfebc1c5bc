//! What the worker that measures conditions tells the page (`www/workers/gauge.js`).

use serde::Deserialize;

use super::Pressure;

/// One message of the worker's. The clock comes first and the device last; pressure comes at any time.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// What its clock is.
    Clock {
        /// Whether the worker is cross-origin isolated.
        isolated: bool,
        /// The clock's step, in microseconds, unless it never moved.
        step_us: Option<f64>,
    },
    /// Whether pressure will be reported.
    PressureWatch {
        /// Whether it will.
        reports: bool,
    },
    /// The browser reported the processor's pressure.
    Pressure {
        /// It is this.
        state: Pressure,
    },
    /// How fast the device is.
    Device {
        /// Its index, unless the clock never moved. It is rough.
        index: Option<f64>,
    },
}
