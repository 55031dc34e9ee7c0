//! The loops in plain Rust. Compiled as they are where nothing better is known, and again with wider
//! instructions allowed where the compiler then makes good use of them.

use super::{Group, LANES, Product, Rows};

/// Rows that are worked on together, and lanes of a panel: few enough for the sums to stay in 16 registers of four.
const ROWS: usize = 2;
const HALF: usize = LANES / 2;

type Lanes = [f32; LANES];

#[inline(always)]
fn fused(a: f32, b: f32, c: f32) -> f32 {
    // Without the instruction, fusing is a function call.
    if cfg!(any(target_arch = "aarch64", target_feature = "fma")) { a.mul_add(b, c) } else { a * b + c }
}

pub(super) fn multiply(product: &Product, x: Rows, y: &mut [f32], columns: usize) {
    for group in product.groups {
        match group.panels {
            1 => group_rows::<1>(product, group, x, y, columns),
            2 => group_rows::<2>(product, group, x, y, columns),
            3 => group_rows::<3>(product, group, x, y, columns),
            _ => group_rows::<4>(product, group, x, y, columns),
        }
    }
}

fn group_rows<const PANELS: usize>(product: &Product, group: &Group, x: Rows, y: &mut [f32], columns: usize) {
    let rows = y.len() / columns;
    let size = PANELS * LANES;
    let weights = &product.weights[group.offset..][..product.inputs * size];
    let bias = &product.bias[group.offset / product.inputs..][..size];
    let row = |r: usize| &x.x[r * x.stride..][..product.inputs];
    for first in (0..rows).step_by(ROWS) {
        // An odd last row is worked on twice.
        let block = [first, (first + 1).min(rows - 1)];
        for half in [0, HALF] {
            let sums = block_sums::<PANELS>(block.map(row), weights, half);
            for (r, mut sums) in block.into_iter().zip(sums) {
                for (p, sum) in sums.iter_mut().enumerate() {
                    let bias = &bias[p * LANES + half..][..HALF];
                    sum.iter_mut().zip(bias).for_each(|(sum, b)| *sum += b);
                }
                write(&sums, product.reduce, &mut y[r * columns + group.column + half..]);
            }
        }
    }
}

#[inline(always)]
fn block_sums<const PANELS: usize>(x: [&[f32]; ROWS], weights: &[f32], half: usize) -> [[[f32; HALF]; PANELS]; ROWS] {
    let mut sums = [[[0.0; HALF]; PANELS]; ROWS];
    let inputs = x[0].iter().zip(x[1]);
    for ((a, b), weights) in inputs.zip(weights.chunks_exact(PANELS * LANES)) {
        for p in 0..PANELS {
            let panel: &[f32; HALF] = weights[p * LANES + half..][..HALF].try_into().expect("half a panel");
            for lane in 0..HALF {
                sums[0][p][lane] = fused(*a, panel[lane], sums[0][p][lane]);
                sums[1][p][lane] = fused(*b, panel[lane], sums[1][p][lane]);
            }
        }
    }
    sums
}

fn write<const PANELS: usize>(sums: &[[f32; HALF]; PANELS], reduce: bool, y: &mut [f32]) {
    if reduce {
        let mut best = sums[0];
        for sum in &sums[1..] {
            best.iter_mut().zip(sum).for_each(|(best, x)| *best = larger(*best, *x));
        }
        y[..HALF].copy_from_slice(&best);
    } else {
        for (p, sum) in sums.iter().enumerate() {
            y[p * LANES..][..HALF].copy_from_slice(sum);
        }
    }
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
