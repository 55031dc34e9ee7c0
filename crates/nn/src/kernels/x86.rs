//! AVX2 with FMA, and AVX-512.

// The loops are unrolled over registers; their indices say which.
#![allow(clippy::needless_range_loop)]

use super::{LANES, Product, Rows, body};
use std::arch::x86_64::*;

/// # Safety
/// The processor must have AVX-512F. The caller has checked that all rows, weights and outputs are in bounds.
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn multiply_avx512(product: &Product, x: Rows, y: &mut [f32], columns: usize) {
    let rows = y.len() / columns;
    for group in product.groups {
        let task = Task {
            x: x.x.as_ptr(),
            stride: x.stride,
            inputs: product.inputs,
            // SAFETY: the caller has checked the bounds.
            weights: unsafe { product.weights.as_ptr().add(group.offset) },
            bias: unsafe { product.bias.as_ptr().add(group.offset / product.inputs) },
            y: unsafe { y.as_mut_ptr().add(group.column) },
            columns,
        };
        // SAFETY: as above; rows × panels accumulators, the weights and one input fit the 32 registers.
        unsafe {
            match (group.panels, product.reduce) {
                (1, _) => task.rows_avx512::<1, false>(rows),
                (2, false) => task.rows_avx512::<2, false>(rows),
                (2, true) => task.rows_avx512::<2, true>(rows),
                (3, false) => task.rows_avx512::<3, false>(rows),
                (3, true) => task.rows_avx512::<3, true>(rows),
                (4, false) => task.rows_avx512::<4, false>(rows),
                _ => task.rows_avx512::<4, true>(rows),
            }
        }
    }
}

/// # Safety
/// The processor must have AVX2 and FMA. The caller has checked that all rows, weights and outputs are in bounds.
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn multiply_avx2(product: &Product, x: Rows, y: &mut [f32], columns: usize) {
    let rows = y.len() / columns;
    for group in product.groups {
        let task = Task {
            x: x.x.as_ptr(),
            stride: x.stride,
            inputs: product.inputs,
            // SAFETY: the caller has checked the bounds.
            weights: unsafe { product.weights.as_ptr().add(group.offset) },
            bias: unsafe { product.bias.as_ptr().add(group.offset / product.inputs) },
            y: unsafe { y.as_mut_ptr().add(group.column) },
            columns,
        };
        // SAFETY: as above.
        unsafe {
            match (group.panels, product.reduce) {
                (1, _) => task.rows_avx2::<1, false>(rows),
                (2, false) => task.rows_avx2::<2, false>(rows),
                (2, true) => task.rows_avx2::<2, true>(rows),
                (3, false) => task.rows_avx2::<3, false>(rows),
                (3, true) => task.rows_avx2::<3, true>(rows),
                (4, false) => task.rows_avx2::<4, false>(rows),
                _ => task.rows_avx2::<4, true>(rows),
            }
        }
    }
}

/// One group of panels, for all rows.
struct Task {
    x: *const f32,
    stride: usize,
    inputs: usize,
    weights: *const f32,
    bias: *const f32,
    y: *mut f32,
    columns: usize,
}

impl Task {
    #[target_feature(enable = "avx512f")]
    #[inline]
    unsafe fn rows_avx512<const PANELS: usize, const REDUCE: bool>(&self, rows: usize) {
        let mut row = 0;
        // SAFETY: the blocks cover each row once.
        unsafe {
            if PANELS <= 3 {
                while row + 8 <= rows {
                    self.block_avx512::<8, PANELS, REDUCE>(row);
                    row += 8;
                }
            }
            if row + 6 <= rows {
                while row + 6 <= rows {
                    self.block_avx512::<6, PANELS, REDUCE>(row);
                    row += 6;
                }
            }
            if row + 4 <= rows {
                self.block_avx512::<4, PANELS, REDUCE>(row);
                row += 4;
            }
            if row + 2 <= rows {
                self.block_avx512::<2, PANELS, REDUCE>(row);
                row += 2;
            }
            if row < rows {
                self.block_avx512::<1, PANELS, REDUCE>(row);
            }
        }
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    unsafe fn block_avx512<const ROWS: usize, const PANELS: usize, const REDUCE: bool>(&self, row: usize) {
        // SAFETY: the caller of the kernel has checked the bounds.
        unsafe {
            let x = self.x.add(row * self.stride);
            let mut sums = [[_mm512_setzero_ps(); PANELS]; ROWS];
            let mut weights = self.weights;
            for k in 0..self.inputs {
                let mut panel = [_mm512_setzero_ps(); PANELS];
                for p in 0..PANELS {
                    panel[p] = _mm512_loadu_ps(weights.add(p * LANES));
                }
                for r in 0..ROWS {
                    let a = _mm512_set1_ps(*x.add(r * self.stride + k));
                    for p in 0..PANELS {
                        sums[r][p] = _mm512_fmadd_ps(a, panel[p], sums[r][p]);
                    }
                }
                weights = weights.add(PANELS * LANES);
            }
            for r in 0..ROWS {
                let y = self.y.add((row + r) * self.columns);
                for p in 0..PANELS {
                    sums[r][p] = _mm512_add_ps(sums[r][p], _mm512_loadu_ps(self.bias.add(p * LANES)));
                }
                if REDUCE {
                    let mut best = sums[r][0];
                    for p in 1..PANELS {
                        best = _mm512_max_ps(best, sums[r][p]);
                    }
                    _mm512_storeu_ps(y, best);
                } else {
                    for p in 0..PANELS {
                        _mm512_storeu_ps(y.add(p * LANES), sums[r][p]);
                    }
                }
            }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    #[inline]
    unsafe fn rows_avx2<const PANELS: usize, const REDUCE: bool>(&self, rows: usize) {
        let mut row = 0;
        // SAFETY: the blocks cover each row once.
        unsafe {
            if PANELS <= 3 {
                while row + 4 <= rows {
                    self.block_avx2::<4, PANELS, REDUCE>(row);
                    row += 4;
                }
            }
            while row + 2 <= rows {
                self.block_avx2::<2, PANELS, REDUCE>(row);
                row += 2;
            }
            if row < rows {
                self.block_avx2::<1, PANELS, REDUCE>(row);
            }
        }
    }

    /// Half a panel after the other: 4 rows × 3 panels take 12 of the 16 registers.
    #[target_feature(enable = "avx2,fma")]
    #[inline]
    unsafe fn block_avx2<const ROWS: usize, const PANELS: usize, const REDUCE: bool>(&self, row: usize) {
        // SAFETY: the caller of the kernel has checked the bounds.
        unsafe {
            let x = self.x.add(row * self.stride);
            for half in [0, LANES / 2] {
                let mut sums = [[_mm256_setzero_ps(); PANELS]; ROWS];
                let mut weights = self.weights.add(half);
                for k in 0..self.inputs {
                    let mut panel = [_mm256_setzero_ps(); PANELS];
                    for p in 0..PANELS {
                        panel[p] = _mm256_loadu_ps(weights.add(p * LANES));
                    }
                    for r in 0..ROWS {
                        let a = _mm256_set1_ps(*x.add(r * self.stride + k));
                        for p in 0..PANELS {
                            sums[r][p] = _mm256_fmadd_ps(a, panel[p], sums[r][p]);
                        }
                    }
                    weights = weights.add(PANELS * LANES);
                }
                for r in 0..ROWS {
                    let y = self.y.add((row + r) * self.columns + half);
                    for p in 0..PANELS {
                        sums[r][p] = _mm256_add_ps(sums[r][p], _mm256_loadu_ps(self.bias.add(p * LANES + half)));
                    }
                    if REDUCE {
                        let mut best = sums[r][0];
                        for p in 1..PANELS {
                            best = _mm256_max_ps(best, sums[r][p]);
                        }
                        _mm256_storeu_ps(y, best);
                    } else {
                        for p in 0..PANELS {
                            _mm256_storeu_ps(y.add(p * LANES), sums[r][p]);
                        }
                    }
                }
            }
        }
    }
}

#[target_feature(enable = "avx512f")]
pub(super) fn add_normed_avx512(rows: &[f32], gain: &[f32], shift: &[f32], sum: &mut [f32]) {
    body::add_normed(rows, gain, shift, sum);
}

#[target_feature(enable = "avx2,fma")]
pub(super) fn add_normed_avx2(rows: &[f32], gain: &[f32], shift: &[f32], sum: &mut [f32]) {
    body::add_normed(rows, gain, shift, sum);
}

#[target_feature(enable = "avx512f")]
pub(super) fn sum_maxout_avx512(rows: &[&[f32]], bias: &[f32], sum: &mut [f32], out: &mut [f32]) {
    body::sum_maxout(rows, bias, sum, out);
}

#[target_feature(enable = "avx2,fma")]
pub(super) fn sum_maxout_avx2(rows: &[&[f32]], bias: &[f32], sum: &mut [f32], out: &mut [f32]) {
    body::sum_maxout(rows, bias, sum, out);
}
