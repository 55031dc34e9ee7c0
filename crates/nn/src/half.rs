//! Half precision floats, as weights are stored. Arithmetic is always in single precision.

/// The value of an IEEE 754 binary16, given as its bits.
pub fn f16_to_f32(bits: u16) -> f32 {
    // The exponent and mantissa, put where single precision has them, are off by a constant power of two;
    // multiplying by it also makes subnormals right.
    let magnitude = f32::from_bits(u32::from(bits & 0x7fff) << 13) * f32::from_bits(0x7780_0000);
    let magnitude =
        if bits & 0x7c00 == 0x7c00 { f32::from_bits(0x7f80_0000 | u32::from(bits & 0x3ff) << 13) } else { magnitude };
    if bits & 0x8000 == 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use super::f16_to_f32;

    #[test]
    fn values_are_those_of_the_standard() {
        let cases = [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0400, 6.103_515_6e-5),
            (0x0001, 5.960_464_5e-8),
            (0x3555, 0.333_251_95),
            (0x7c00, f32::INFINITY),
            (0xfc00, f32::NEG_INFINITY),
        ];
        for (bits, value) in cases {
            assert_eq!(f16_to_f32(bits), value, "{bits:#06x}");
        }
        assert!(f16_to_f32(0x7e00).is_nan());
    }
}
