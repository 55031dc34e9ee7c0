//! The loops where the time goes, for the widest vectors that the processor has.
//!
//! All versions take each output as one sum over the inputs in their order, fused where the processor can, so
//! AVX-512, AVX2 and ARM give the same bits; only processors without fused multiply-add may differ in the last
//! place.
#![allow(unsafe_code)]

mod body;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::sync::OnceLock;

/// Outputs are worked on in panels of so many.
pub(crate) const LANES: usize = 16;

/// Most panels in a group.
pub(crate) const MAX_PANELS: usize = 4;

/// A choice of instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kernel {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// Weights of up to four panels that are worked on together, input by input.
pub(crate) struct Group {
    pub(crate) panels: usize,
    /// Where they begin in the packed weights.
    pub(crate) offset: usize,
    /// First column of the output.
    pub(crate) column: usize,
}

/// A matrix product `y = x W + b`, or the largest of each group's panels.
pub(crate) struct Product<'a> {
    pub(crate) inputs: usize,
    pub(crate) groups: &'a [Group],
    pub(crate) weights: &'a [f32],
    /// A panel's worth for each panel, in the order of the weights.
    pub(crate) bias: &'a [f32],
    pub(crate) reduce: bool,
}

/// Rows `stride` floats apart.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) x: &'a [f32],
    pub(crate) stride: usize,
}

impl Kernel {
    /// The best that this processor can run.
    pub(crate) fn best() -> Self {
        static BEST: OnceLock<Kernel> = OnceLock::new();
        *BEST.get_or_init(|| *Self::available().last().expect("there is always the portable one"))
    }

    /// All that this processor can run, the best last.
    pub(crate) fn available() -> Vec<Self> {
        #[allow(unused_mut)]
        let mut all = vec![Kernel::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                all.push(Kernel::Avx2);
            }
            if is_x86_feature_detected!("avx512f") {
                all.push(Kernel::Avx512);
            }
        }
        all
    }

    /// Writes one row of `columns` floats to `y` per row of `x`.
    pub(crate) fn multiply(self, product: &Product, x: Rows, y: &mut [f32], columns: usize) {
        let rows = y.len() / columns;
        if rows == 0 {
            return;
        }
        // What the kernels take for granted about the memory they touch.
        assert!(x.x.len() >= (rows - 1) * x.stride + product.inputs);
        for group in product.groups {
            let width = if product.reduce { LANES } else { group.panels * LANES };
            assert!(group.panels <= MAX_PANELS && group.column + width <= columns);
            assert!(product.weights.len() >= group.offset + product.inputs * group.panels * LANES);
            assert!(product.bias.len() * product.inputs >= group.offset + product.inputs * group.panels * LANES);
        }
        match self {
            Kernel::Portable => body::multiply(product, x, y, columns),
            // SAFETY: a kernel is only made when its instructions were found; the memory was checked above.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { x86::multiply_avx2(product, x, y, columns) },
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { x86::multiply_avx512(product, x, y, columns) },
        }
    }

    /// Brings rows to mean 0 and variance 1, scales and shifts them, and adds them to `sum`.
    pub(crate) fn add_normed(self, rows: &[f32], gain: &[f32], shift: &[f32], sum: &mut [f32]) {
        match self {
            Kernel::Portable => body::add_normed(rows, gain, shift, sum),
            // SAFETY: a kernel is only made when its instructions were found.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { x86::add_normed_avx2(rows, gain, shift, sum) },
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { x86::add_normed_avx512(rows, gain, shift, sum) },
        }
    }

    /// The sum of `rows` and `bias`, of whose equal parts the largest is kept, column by column.
    pub(crate) fn sum_maxout(self, rows: &[&[f32]], bias: &[f32], sum: &mut [f32], out: &mut [f32]) {
        match self {
            Kernel::Portable => body::sum_maxout(rows, bias, sum, out),
            // SAFETY: a kernel is only made when its instructions were found.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { x86::sum_maxout_avx2(rows, bias, sum, out) },
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { x86::sum_maxout_avx512(rows, bias, sum, out) },
        }
    }
}
