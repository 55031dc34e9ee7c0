//! Dense layers over rows.
//!
//! `x` holds rows `stride` floats apart; a row may reach into the next one, which is how a window over
//! neighbouring rows is read without copying it together.

/// `y = W x + b`.
pub struct Linear {
    inputs: usize,
    outputs: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// `weights` are row-major, one row of inputs per output.
    pub fn new(inputs: usize, outputs: usize, weights: &[f32], bias: &[f32]) -> Self {
        assert_eq!(weights.len(), inputs * outputs);
        assert_eq!(bias.len(), outputs);
        let mut transposed = vec![0.0; weights.len()];
        for o in 0..outputs {
            for i in 0..inputs {
                transposed[i * outputs + o] = weights[o * inputs + i];
            }
        }
        Self { inputs, outputs, weights: transposed, bias: bias.to_vec() }
    }

    pub fn outputs(&self) -> usize {
        self.outputs
    }

    pub fn forward(&self, x: &[f32], stride: usize, y: &mut [f32]) {
        for (r, y) in y.chunks_exact_mut(self.outputs).enumerate() {
            y.fill(0.0);
            for (x, w) in x[r * stride..r * stride + self.inputs].iter().zip(self.weights.chunks_exact(self.outputs)) {
                for (y, w) in y.iter_mut().zip(w) {
                    *y += x * w;
                }
            }
            for (y, b) in y.iter_mut().zip(&self.bias) {
                *y += b;
            }
        }
    }
}

/// The largest of several linear pieces, for each output.
pub struct Maxout {
    pieces: usize,
    linear: Linear,
}

impl Maxout {
    /// `weights` are row-major with the pieces of one output next to each other.
    pub fn new(inputs: usize, outputs: usize, pieces: usize, weights: &[f32], bias: &[f32]) -> Self {
        Self { pieces, linear: Linear::new(inputs, outputs * pieces, weights, bias) }
    }

    pub fn outputs(&self) -> usize {
        self.linear.outputs / self.pieces
    }

    pub fn forward(&self, x: &[f32], stride: usize, y: &mut [f32]) {
        let rows = y.len() / self.outputs();
        let mut all = vec![0.0; rows * self.linear.outputs];
        self.linear.forward(x, stride, &mut all);
        for (y, pieces) in y.iter_mut().zip(all.chunks_exact(self.pieces)) {
            *y = pieces.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        }
    }
}

/// Rows brought to mean 0 and variance 1, then scaled and shifted.
pub struct LayerNorm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl LayerNorm {
    pub fn new(gain: Vec<f32>, shift: Vec<f32>) -> Self {
        assert_eq!(gain.len(), shift.len());
        Self { gain, shift }
    }

    pub fn forward(&self, rows: &mut [f32]) {
        let width = self.gain.len();
        for row in rows.chunks_exact_mut(width) {
            let mean = row.iter().sum::<f32>() / width as f32;
            let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / width as f32 + 1e-8;
            let scale = 1.0 / variance.sqrt();
            for ((x, gain), shift) in row.iter_mut().zip(&self.gain).zip(&self.shift) {
                *x = (*x - mean) * scale * gain + shift;
            }
        }
    }
}

/// `y += x`.
pub fn residual(x: &[f32], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += x;
    }
}

/// The first of the largest values.
pub fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, &value) in values.iter().enumerate() {
        if value > values[best] {
            best = i;
        }
    }
    best
}
