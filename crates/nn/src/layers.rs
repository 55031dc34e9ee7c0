//! Dense layers over rows.
//!
//! `x` holds rows `stride` floats apart; a row may reach into the next one, which is how a window over
//! neighbouring rows is read without copying it together.

use crate::kernels::{Group, Kernel, LANES, MAX_PANELS, Product, Rows};

/// `y = W x + b`.
pub struct Linear {
    packed: Packed,
    outputs: usize,
}

/// The largest of several linear pieces, for each output, then brought to mean 0 and variance 1, scaled and
/// shifted, as spaCy's layers are built.
pub struct Maxout {
    packed: Packed,
    outputs: usize,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

/// Sums one row per place and keeps the largest of each output's pieces: the first layer of a transition model,
/// whose products were all made beforehand.
pub struct StateLayer {
    bias: Vec<f32>,
    /// What a place adds in which nothing stands.
    pad: Vec<f32>,
    width: usize,
}

/// Weights in the order in which the kernels read them: groups of panels of 16 outputs, input by input.
struct Packed {
    inputs: usize,
    groups: Vec<Group>,
    weights: Vec<f32>,
    bias: Vec<f32>,
    /// Whether the panels of a group are pieces of which the largest is kept.
    reduce: bool,
}

impl Linear {
    /// `weights` are row-major, one row of inputs per output.
    pub fn new(inputs: usize, outputs: usize, weights: &[f32], bias: &[f32]) -> Self {
        assert_eq!(weights.len(), inputs * outputs);
        assert_eq!(bias.len(), outputs);
        let panels: Vec<usize> = (0..outputs).step_by(LANES).collect();
        let mut packed = Packed::new(inputs, false);
        for group in panels.chunks(MAX_PANELS) {
            let column = group[0];
            packed.push(column, group.len(), |panel, lane| {
                let output = column + panel * LANES + lane;
                (output < outputs).then(|| (&weights[output * inputs..][..inputs], bias[output]))
            });
        }
        Self { packed, outputs }
    }

    pub fn inputs(&self) -> usize {
        self.packed.inputs
    }

    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Floats in a row of `y`: the outputs, filled up to whole panels.
    pub fn columns(&self) -> usize {
        self.outputs.next_multiple_of(LANES)
    }

    /// Writes a row of [`Linear::columns`] to `y` for each row of `x`.
    pub fn forward(&self, x: &[f32], stride: usize, y: &mut [f32]) {
        Kernel::best().multiply(&self.packed.product(), Rows { x, stride }, y, self.columns());
    }
}

impl Maxout {
    /// Most pieces that a layer can have.
    pub const MAX_PIECES: usize = MAX_PANELS;

    /// `weights` are row-major with the pieces of one output next to each other.
    ///
    /// # Panics
    /// When there are more than [`Maxout::MAX_PIECES`], or numbers of weights that do not fit.
    pub fn new(inputs: usize, pieces: usize, weights: &[f32], bias: &[f32], gain: Vec<f32>, shift: Vec<f32>) -> Self {
        let outputs = gain.len();
        assert!((1..=Self::MAX_PIECES).contains(&pieces));
        assert_eq!(weights.len(), inputs * outputs * pieces);
        assert_eq!(bias.len(), outputs * pieces);
        assert_eq!(shift.len(), outputs);
        let mut packed = Packed::new(inputs, true);
        for column in (0..outputs).step_by(LANES) {
            packed.push(column, pieces, |piece, lane| {
                let row = (column + lane) * pieces + piece;
                (column + lane < outputs).then(|| (&weights[row * inputs..][..inputs], bias[row]))
            });
        }
        Self { packed, outputs, gain, shift }
    }

    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Adds a row of [`Maxout::outputs`] to `sum` for each row of `x`. `space` is for work in between.
    pub fn add(&self, x: &[f32], stride: usize, sum: &mut [f32], space: &mut Vec<f32>) {
        let best = self.best_pieces(x, stride, sum.len() / self.outputs, space);
        Kernel::best().add_normed(best, &self.gain, &self.shift, sum);
    }

    /// Reads a window over the rows of `x` at each row but those too near the end, and adds what comes of it to the
    /// row in the window's middle.
    pub fn add_windows(&self, x: &mut [f32], space: &mut Vec<f32>) {
        let width = self.outputs;
        let Some(rows) = (x.len() / width + 1).checked_sub(self.packed.inputs / width) else { return };
        let middle = (self.packed.inputs / width / 2) * width;
        let best = self.best_pieces(x, width, rows, space);
        Kernel::best().add_normed(best, &self.gain, &self.shift, &mut x[middle..middle + rows * width]);
    }

    fn best_pieces<'a>(&self, x: &[f32], stride: usize, rows: usize, space: &'a mut Vec<f32>) -> &'a [f32] {
        let columns = self.outputs.next_multiple_of(LANES);
        let best = room(space, rows * columns);
        Kernel::best().multiply(&self.packed.product(), Rows { x, stride }, best, columns);
        if columns > self.outputs {
            for row in 0..rows {
                best.copy_within(row * columns..row * columns + self.outputs, row * self.outputs);
            }
        }
        &best[..rows * self.outputs]
    }
}

impl StateLayer {
    /// `pad` has a row per place, `bias` one row; rows hold all outputs' first pieces, then all second.
    pub fn new(width: usize, bias: Vec<f32>, pad: Vec<f32>) -> Self {
        assert_eq!(bias.len() % width, 0);
        assert_eq!(pad.len() % bias.len(), 0);
        Self { bias, pad, width }
    }

    /// Places in the state.
    pub fn places(&self) -> usize {
        self.pad.len() / self.bias.len()
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// `features` has a row of all places' rows for each token. `tokens` says which stands in each place, with
    /// `usize::MAX` for none. Writes [`StateLayer::width`] floats.
    pub fn forward(&self, features: &[f32], tokens: &[usize], space: &mut Vec<f32>, out: &mut [f32]) {
        const MOST: usize = 16;
        let wide = self.bias.len();
        assert!(tokens.len() <= MOST);
        let mut rows = [&[][..]; MOST];
        for (place, (&token, row)) in tokens.iter().zip(&mut rows).enumerate() {
            let from = if token == usize::MAX { &self.pad } else { features };
            let at = if token == usize::MAX { 0 } else { token * self.pad.len() };
            *row = &from[at + place * wide..][..wide];
        }
        space.resize(wide, 0.0);
        Kernel::best().sum_maxout(&rows[..tokens.len()], &self.bias, space, out);
    }
}

impl Packed {
    fn new(inputs: usize, reduce: bool) -> Self {
        assert!(inputs > 0);
        Self { inputs, groups: Vec::new(), weights: Vec::new(), bias: Vec::new(), reduce }
    }

    /// A group of panels; `output` gives the weights and the bias of a lane, nothing for one to fill up with.
    fn push<'a>(&mut self, column: usize, panels: usize, output: impl Fn(usize, usize) -> Option<(&'a [f32], f32)>) {
        let offset = self.weights.len();
        self.weights.resize(offset + self.inputs * panels * LANES, 0.0);
        for panel in 0..panels {
            for lane in 0..LANES {
                let found = output(panel, lane);
                self.bias.push(found.map_or(0.0, |(_, bias)| bias));
                let Some((weights, _)) = found else { continue };
                let to = self.weights[offset + panel * LANES + lane..].iter_mut().step_by(panels * LANES);
                to.zip(weights).for_each(|(to, w)| *to = *w);
            }
        }
        self.groups.push(Group { panels, offset, column });
    }

    fn product(&self) -> Product<'_> {
        Product {
            inputs: self.inputs,
            groups: &self.groups,
            weights: &self.weights,
            bias: &self.bias,
            reduce: self.reduce,
        }
    }
}

/// So much of a buffer, made longer where it must be. What it held is left in it.
pub fn room(buffer: &mut Vec<f32>, length: usize) -> &mut [f32] {
    if buffer.len() < length {
        buffer.resize(length, 0.0);
    }
    &mut buffer[..length]
}

/// `y += x`.
pub fn add(x: &[f32], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += x;
    }
}

/// The first of the largest values.
pub fn argmax(values: &[f32]) -> usize {
    let best = values.iter().copied().fold(f32::NEG_INFINITY, |best, x| if x > best { x } else { best });
    values.iter().position(|&x| x == best).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random, the same on every run.
    fn numbers(n: usize, mut seed: u32) -> Vec<f32> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..n).map(|_| next()).collect()
    }

    fn close(a: f32, b: f32) -> bool {
        (a - b).abs() <= 1e-4 * (1.0 + b.abs())
    }

    #[test]
    fn linear_is_weights_times_inputs_plus_bias() {
        for (inputs, outputs, rows) in [(3, 5, 1), (96, 50, 7), (64, 106, 2), (17, 200, 23)] {
            let (w, b, x) = (numbers(inputs * outputs, 1), numbers(outputs, 2), numbers(inputs * rows, 3));
            let layer = Linear::new(inputs, outputs, &w, &b);
            let mut y = vec![0.0; rows * layer.columns()];
            layer.forward(&x, inputs, &mut y);
            for r in 0..rows {
                for o in 0..outputs {
                    let sum: f32 = (0..inputs).map(|i| x[r * inputs + i] * w[o * inputs + i]).sum();
                    assert!(close(y[r * layer.columns() + o], sum + b[o]), "{inputs} {outputs} {rows}");
                }
            }
        }
    }

    #[test]
    fn maxout_keeps_the_largest_piece_and_norms_the_row() {
        let (inputs, outputs, pieces) = (6, 20, 3);
        let (w, b) = (numbers(inputs * outputs * pieces, 4), numbers(outputs * pieces, 5));
        let (gain, shift, x) = (numbers(outputs, 6), numbers(outputs, 7), numbers(inputs, 8));
        let layer = Maxout::new(inputs, pieces, &w, &b, gain.clone(), shift.clone());
        let best: Vec<f32> = (0..outputs)
            .map(|o| {
                let piece = |p: usize| {
                    let row = o * pieces + p;
                    b[row] + (0..inputs).map(|i| w[row * inputs + i] * x[i]).sum::<f32>()
                };
                (0..pieces).map(piece).fold(f32::NEG_INFINITY, f32::max)
            })
            .collect();
        let mean = best.iter().sum::<f32>() / outputs as f32;
        let variance = best.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / outputs as f32;
        let mut sum = vec![1.0; outputs];
        layer.add(&x, inputs, &mut sum, &mut Vec::new());
        for o in 0..outputs {
            let expected = 1.0 + (best[o] - mean) / variance.sqrt() * gain[o] + shift[o];
            assert!(close(sum[o], expected), "{o}: {} {expected}", sum[o]);
        }
    }

    #[test]
    fn a_row_has_the_same_bits_in_any_batch_and_with_any_instructions() {
        let (inputs, outputs, pieces, rows) = (288, 96, 3, 37);
        let (w, b) = (numbers(inputs * outputs * pieces, 9), numbers(outputs * pieces, 10));
        let layer = Maxout::new(inputs, pieces, &w, &b, numbers(outputs, 11), numbers(outputs, 12));
        // Windows of three rows, each read from where its first row stands.
        let x = numbers(96 * (rows + 2), 13);
        let multiply = |kernel: Kernel, first: usize, rows: usize| {
            let mut y = vec![0.0; rows * outputs];
            kernel.multiply(&layer.packed.product(), Rows { x: &x[first * 96..], stride: 96 }, &mut y, outputs);
            y.iter().map(|y| y.to_bits()).collect::<Vec<u32>>()
        };
        let fused: Vec<Kernel> = Kernel::available().into_iter().filter(|&k| k != Kernel::Portable).collect();
        for &kernel in &Kernel::available() {
            let all = multiply(kernel, 0, rows);
            for row in 0..rows {
                assert_eq!(multiply(kernel, row, 1), all[row * outputs..][..outputs], "{kernel:?}");
            }
        }
        for pair in fused.windows(2) {
            assert_eq!(multiply(pair[0], 0, rows), multiply(pair[1], 0, rows));
        }
        let mut norms = Kernel::available().into_iter().map(|kernel| {
            let mut sum = numbers(outputs * rows, 14);
            kernel.add_normed(&x[..outputs * rows], &layer.gain, &layer.shift, &mut sum);
            sum.iter().map(|x| x.to_bits()).collect::<Vec<u32>>()
        });
        let first = norms.next();
        assert!(norms.all(|other| Some(other) == first));
    }

    #[test]
    fn the_state_layer_sums_what_stands_in_its_places() {
        // Two places, one output of two pieces: a token's row is its pieces in the first place, then the second.
        let layer = StateLayer::new(1, vec![0.5, 0.0], vec![10.0, 20.0, 30.0, 40.0]);
        let features = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        let mut out = [0.0];
        layer.forward(&features, &[1, 0], &mut Vec::new(), &mut out);
        assert_eq!(out, [10.0]);
        layer.forward(&features, &[usize::MAX, 1], &mut Vec::new(), &mut out);
        assert_eq!(out, [28.0]);
    }
}
