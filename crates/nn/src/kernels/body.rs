//! The loops in plain Rust. Compiled as they are where nothing better is known, and again with wider
//! instructions allowed where the compiler then makes good use of them.

use super::{LANES, MAX_PANELS, Product, Rows};

/// Rows that are worked on together.
const ROWS: usize = 4;

type Lanes = [f32; LANES];

#[inline(always)]
fn fused(a: f32, b: f32, c: f32) -> f32 {
    // Without the instruction, fusing is a function call.
    if cfg!(any(target_arch = "aarch64", target_feature = "fma")) { a.mul_add(b, c) } else { a * b + c }
}

pub(super) fn multiply(product: &Product, x: Rows, y: &mut [f32], columns: usize) {
    let rows = y.len() / columns;
    for group in product.groups {
        let size = group.panels * LANES;
        let weights = &product.weights[group.offset..][..product.inputs * size];
        let bias = &product.bias[group.offset / product.inputs..][..size];
        for first in (0..rows).step_by(ROWS) {
            let count = ROWS.min(rows - first);
            let mut sums = [[[0.0; LANES]; MAX_PANELS]; ROWS];
            for (k, weights) in weights.chunks_exact(size).enumerate() {
                for (r, sums) in sums.iter_mut().enumerate().take(count) {
                    let a = x.x[(first + r) * x.stride + k];
                    for (sum, panel) in sums.iter_mut().zip(weights.chunks_exact(LANES)) {
                        for (sum, w) in sum.iter_mut().zip(panel) {
                            *sum = fused(a, *w, *sum);
                        }
                    }
                }
            }
            for (r, sums) in sums.iter_mut().enumerate().take(count) {
                for (sum, bias) in sums.iter_mut().zip(bias.chunks_exact(LANES)) {
                    sum.iter_mut().zip(bias).for_each(|(sum, b)| *sum += b);
                }
                let y = &mut y[(first + r) * columns + group.column..];
                write(&sums[..group.panels], product.reduce, y);
            }
        }
    }
}

fn write(sums: &[Lanes], reduce: bool, y: &mut [f32]) {
    if !reduce {
        y[..sums.len() * LANES].copy_from_slice(sums.as_flattened());
        return;
    }
    let mut best = sums[0];
    for sum in &sums[1..] {
        best.iter_mut().zip(sum).for_each(|(best, x)| *best = larger(*best, *x));
    }
    y[..LANES].copy_from_slice(&best);
}

#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline(always)]
pub(super) fn add_normed(rows: &[f32], gain: &[f32], shift: &[f32], sum: &mut [f32]) {
    let width = gain.len();
    for (row, sum) in rows.chunks_exact(width).zip(sum.chunks_exact_mut(width)) {
        let mean = total(row, |x| x) / width as f32;
        let variance = total(row, |x| (x - mean) * (x - mean)) / width as f32 + 1e-8;
        let scale = 1.0 / variance.sqrt();
        for (((sum, x), gain), shift) in sum.iter_mut().zip(row).zip(gain).zip(shift) {
            *sum += (x - mean) * scale * gain + shift;
        }
    }
}

/// The sum over a row, in the same order whatever the vectors' width.
#[inline(always)]
fn total(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes: Lanes = [0.0; LANES];
    let mut parts = row.chunks_exact(LANES);
    for part in &mut parts {
        lanes.iter_mut().zip(part).for_each(|(lane, x)| *lane += f(*x));
    }
    lanes.iter_mut().zip(parts.remainder()).for_each(|(lane, x)| *lane += f(*x));
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[inline(always)]
pub(super) fn sum_maxout(rows: &[&[f32]], bias: &[f32], sum: &mut [f32], out: &mut [f32]) {
    let width = out.len();
    sum.fill(0.0);
    for row in rows {
        sum.iter_mut().zip(*row).for_each(|(sum, x)| *sum += x);
    }
    sum.iter_mut().zip(bias).for_each(|(sum, b)| *sum += b);
    let (first, others) = sum.split_at(width);
    out.copy_from_slice(first);
    for other in others.chunks_exact(width) {
        out.iter_mut().zip(other).for_each(|(out, x)| *out = larger(*out, *x));
    }
}
