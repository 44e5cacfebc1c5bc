//! The product of two matrices that somebody gives: of any sides, and with any numbers. The loops are those
//! of the variant `reordered`.

use thiserror::Error;

use crate::engine::memory::{filled, room};
use crate::matrix::reordered::multiply;
use crate::message::RunError;

/// A matrix of `f64`, which has at least one row and one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    columns: usize,
    /// Row by row.
    values: Vec<f64>,
}

/// What is wrong with a matrix, or with two.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum MatrixError {
    /// There are no numbers in it.
    #[error("it has no {0}")]
    Empty(&'static str),
    /// It is no rectangle.
    #[error("row {row} has {found} numbers, row 0 has {expected}")]
    Ragged {
        /// The first such row, counted from zero.
        row: usize,
        /// How many numbers it has.
        found: usize,
        /// How many it would have to have.
        expected: usize,
    },
    /// A number is infinite or none at all.
    #[error("row {row}, column {column} is {value}, which is not finite")]
    NotFinite {
        /// Counted from zero.
        row: usize,
        /// Counted from zero.
        column: usize,
        /// What stands there.
        value: f64,
    },
    /// They do not go together.
    #[error("the first has {columns} columns, the second {rows} rows; they have to be as many")]
    Mismatched {
        /// Of the first.
        columns: usize,
        /// Of the second.
        rows: usize,
    },
}

impl Matrix {
    /// Of its rows, which have to be equally long and finite.
    pub fn of_rows(rows: &[Vec<f64>]) -> Result<Self, MatrixError> {
        let columns = rows.first().ok_or(MatrixError::Empty("rows"))?.len();
        if columns == 0 {
            return Err(MatrixError::Empty("columns"));
        }
        for (number, row) in rows.iter().enumerate() {
            if row.len() != columns {
                return Err(MatrixError::Ragged {
                    row: number,
                    found: row.len(),
                    expected: columns,
                });
            }
        }
        let matrix = Self {
            columns,
            values: rows.concat(),
        };
        matrix.finite()
    }

    /// This matrix, if all its numbers are finite.
    fn finite(self) -> Result<Self, MatrixError> {
        match self.values.iter().position(|value| !value.is_finite()) {
            None => Ok(self),
            Some(at) => Err(MatrixError::NotFinite {
                row: at / self.columns,
                column: at % self.columns,
                value: self.values[at],
            }),
        }
    }

    /// The rows, from the first on.
    #[must_use]
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.columns)
    }
}

/// A product, which is computed row by row.
#[derive(Debug)]
pub struct Product {
    a: Matrix,
    b: Matrix,
    values: Vec<f64>,
    row: Vec<f64>,
}

impl Product {
    /// Of two matrices, of which the first has as many columns as the second has rows.
    pub fn new(a: Matrix, b: Matrix) -> Result<Self, ProductError> {
        if a.columns != b.rows().len() {
            return Err(MatrixError::Mismatched {
                columns: a.columns,
                rows: b.rows().len(),
            }
            .into());
        }
        let rows = a.rows().len();
        Ok(Self {
            values: room(rows.saturating_mul(b.columns))?,
            row: filled(b.columns, 0.0)?,
            a,
            b,
        })
    }

    /// Computes the next row; `false` when there is none.
    pub fn step(&mut self) -> bool {
        let next = self.values.len() / self.b.columns;
        let Some(a) = self.a.rows().nth(next) else {
            return false;
        };
        multiply(a, &self.b.values, &mut self.row);
        self.values.extend_from_slice(&self.row);
        true
    }

    /// The product, of which what is left is computed first. Finite numbers can have one that is not.
    pub fn finish(mut self) -> Result<Matrix, MatrixError> {
        while self.step() {}
        let product = Matrix {
            columns: self.b.columns,
            values: self.values,
        };
        product.finite()
    }
}

/// Why there is no product.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ProductError {
    /// See [`MatrixError`].
    #[error(transparent)]
    Matrix(#[from] MatrixError),
    /// There is no memory for it.
    #[error(transparent)]
    Run(#[from] RunError),
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn matrix(rows: &[&[f64]]) -> Matrix {
        let rows: Vec<_> = rows.iter().map(|row| row.to_vec()).collect();
        Matrix::of_rows(&rows).expect("a matrix")
    }

    fn product(a: Matrix, b: Matrix) -> Matrix {
        Product::new(a, b)
            .expect("they fit")
            .finish()
            .expect("finite")
    }

    #[test]
    fn a_row_times_a_column_is_a_number() {
        let row = matrix(&[&[1.0, 2.0, 3.0]]);
        let column = matrix(&[&[4.0], &[5.0], &[6.0]]);
        assert_eq!(product(row.clone(), column.clone()), matrix(&[&[32.0]]));
        assert_eq!(
            product(column, row),
            matrix(&[&[4.0, 8.0, 12.0], &[5.0, 10.0, 15.0], &[6.0, 12.0, 18.0]])
        );
    }

    #[test]
    fn what_is_no_matrix_is_refused() {
        let refused = |rows: &[Vec<f64>]| Matrix::of_rows(rows).expect_err("no matrix").to_string();
        assert_eq!(refused(&[]), "it has no rows");
        assert_eq!(refused(&[vec![], vec![]]), "it has no columns");
        assert_eq!(
            refused(&[vec![1.0, 2.0], vec![1.0]]),
            "row 1 has 1 numbers, row 0 has 2"
        );
        assert_eq!(
            refused(&[vec![1.0, 2.0], vec![1.0, f64::NAN]]),
            "row 1, column 1 is NaN, which is not finite"
        );
    }

    #[test]
    fn matrices_that_do_not_go_together_are_refused() {
        let error = Product::new(matrix(&[&[1.0, 2.0]]), matrix(&[&[1.0, 2.0]]));
        let text = error.expect_err("one row, two columns").to_string();
        assert_eq!(
            text,
            "the first has 2 columns, the second 1 rows; they have to be as many"
        );
    }

    #[test]
    fn a_product_that_is_too_large_for_its_numbers_is_an_error() {
        let large = matrix(&[&[1e300]]);
        let error = Product::new(large.clone(), large)
            .expect("they fit")
            .finish();
        assert!(matches!(error, Err(MatrixError::NotFinite { row: 0, .. })));
    }

    fn numbers(
        rows: usize,
        columns: usize,
    ) -> impl proptest::strategy::Strategy<Value = Vec<Vec<f64>>> {
        // Whole numbers, whose sums are exact in any order.
        let number = (-1_000_i32..=1_000).prop_map(f64::from);
        vec(vec(number, columns), rows)
    }

    proptest! {
        #[test]
        fn each_entry_is_the_scalar_product_of_a_row_and_a_column(
            (a, b) in (1usize..9, 1usize..9, 1usize..9)
                .prop_flat_map(|(n, m, p)| (numbers(n, m), numbers(m, p)))
        ) {
            let c = product(
                Matrix::of_rows(&a).expect("a matrix"),
                Matrix::of_rows(&b).expect("a matrix"),
            );
            for (row, values) in c.rows().enumerate() {
                for (column, &value) in values.iter().enumerate() {
                    let expected: f64 = a[row].iter().zip(&b).map(|(a, b)| a * b[column]).sum();
                    prop_assert_eq!(value.to_bits(), (expected + 0.0).to_bits());
                }
            }
        }
    }
}
