//! Weights and the layers that spaCy's small pipelines are made of, as plain functions over rows of `f32`.
//! Knows no language and does no IO. The one crate with `unsafe`: the vector kernels.
//!
//! Results do not depend on how rows are batched: each output is the same sum, taken in the same order,
//! wherever its row stands.

mod half;
mod hash;
mod kernels;
mod layers;
mod tensors;

pub use half::f16_to_f32;
pub use hash::{murmur2_64a, murmur3_rows};
pub use layers::{Linear, Maxout, StateLayer, add, argmax, room};
pub use tensors::{Dtype, Tensor, TensorError, Tensors};
