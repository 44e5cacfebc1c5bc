//! The product of two matrices that somebody sends.

use axum::extract::{Request, State};
use axum::response::Response;
use kernels::matrix::product::{Matrix, Product, ProductError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Api;
use super::asked::Bodies;
use super::compute::WITHIN;
use super::document::{Refused, RefusedBody};
use super::problem::Problem;
use super::timing::{milliseconds, timed_bytes};
use crate::pool::{Computed, Going};

/// The largest side: its product takes some ten milliseconds.
const SIDE_MAX: usize = 256;

/// Two matrices of [`SIDE_MAX`] with numbers of up to thirty characters.
const BODY_BYTES_MAX: usize = 4 << 20;

const BODIES_MAX: usize = 16;

/// Rows between two looks at whether anyone still waits.
const LOOK_INTERVAL: usize = 16;

pub(crate) fn bodies() -> Bodies {
    Bodies::new(BODIES_MAX, BODY_BYTES_MAX)
}

/// Two matrices, row by row.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"matrixA": [[1, 2], [3, 4]], "matrixB": [[5, 6], [7, 8]]}))]
pub(crate) struct Factors {
    /// 1 to 256 rows, all of the same 1 to 256 numbers.
    #[schema(min_items = 1, max_items = 256, value_type = Vec<Row>)]
    matrix_a: Vec<Vec<f64>>,
    /// As many rows as the first has columns.
    #[schema(min_items = 1, max_items = 256, value_type = Vec<Row>)]
    matrix_b: Vec<Vec<f64>>,
}

/// 1 to 256 numbers.
#[derive(ToSchema)]
#[schema(min_items = 1, max_items = 256)]
#[allow(dead_code, reason = "read by its derived description alone")]
struct Row(Vec<f64>);

/// Their product.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"result": [[19, 22], [43, 50]], "rows": 2, "columns": 2, "durationMs": 0.002, "worker": 4_711}))]
pub(crate) struct Multiplied {
    /// Row by row.
    result: Vec<Vec<f64>>,
    rows: usize,
    columns: usize,
    /// Milliseconds of multiplying.
    duration_ms: f64,
    /// The process that answers.
    worker: u32,
}

/// Multiplies two matrices
#[utoipa::path(
    post,
    path = "/matrix-multiply",
    tag = "compute",
    request_body = Factors,
    responses((status = OK, body = Multiplied, description = "The product"), Refused, RefusedBody)
)]
pub(crate) async fn multiply(
    State(api): State<Api>,
    request: Request,
) -> Result<Response, Problem> {
    let (_, held) = api.matrices.take(request, &["application/json"]).await?;
    let Computed {
        made,
        queued,
        computed,
    } = api
        .cpu
        .run("matrix", WITHIN, move |(), going| {
            answer(&held.bytes, going)
        })
        .await?;
    timed_bytes(
        "application/json",
        made?,
        &[("queue", queued), ("compute", computed)],
    )
}

/// Reads, multiplies and writes. All three are work for the processor: two matrices are megabytes of text.
fn answer(body: &[u8], going: &Going) -> Result<Vec<u8>, Problem> {
    let factors: Factors = serde_json::from_slice(body)
        .map_err(|error| Problem::bad_request(format!("the body cannot be read: {error}")))?;
    let a = matrix("matrixA", &factors.matrix_a)?;
    let b = matrix("matrixB", &factors.matrix_b)?;
    going.on()?;
    let start = std::time::Instant::now();
    let mut product = Product::new(a, b).map_err(|error| match error {
        ProductError::Matrix(error) => {
            Problem::bad_request(format!("matrixA and matrixB cannot be multiplied: {error}"))
        }
        ProductError::Run(error) => Problem::ours(error.to_string()),
    })?;
    let mut row = 0;
    while product.step() {
        row += 1;
        if row % LOOK_INTERVAL == 0 {
            going.on()?;
        }
    }
    let product = product.finish().map_err(|error| {
        Problem::bad_request(format!("the product is too large for a number: {error}"))
    })?;
    let duration_ms = milliseconds(start.elapsed());
    let result: Vec<_> = product.rows().map(<[f64]>::to_vec).collect();
    let answer = Multiplied {
        rows: result.len(),
        columns: result.first().map_or(0, Vec::len),
        result,
        duration_ms,
        worker: std::process::id(),
    };
    serde_json::to_vec(&answer).map_err(|error| Problem::ours(error.to_string()))
}

fn matrix(name: &str, rows: &[Vec<f64>]) -> Result<Matrix, Problem> {
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (what, found) in [("rows", rows.len()), ("columns", widest)] {
        if found > SIDE_MAX {
            return Err(Problem::bad_request(format!(
                "{name} has {found} {what}; give 1 to {SIDE_MAX}"
            )));
        }
    }
    Matrix::of_rows(rows).map_err(|error| Problem::bad_request(format!("{name}: {error}")))
}
