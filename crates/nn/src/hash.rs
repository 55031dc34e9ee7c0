//! The hashes by which words find their rows. Both must agree with spaCy's bit for bit.

const M: u64 = 0xc6a4_a793_5bd1_e995;

/// MurmurHash64A: the number that spaCy keeps a string under.
pub fn murmur2_64a(bytes: &[u8], seed: u64) -> u64 {
    let mut h = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let mut k = u64::from_le_bytes(word.try_into().expect("chunks of eight")).wrapping_mul(M);
        k ^= k >> 47;
        h = (h ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    let rest = words.remainder();
    if !rest.is_empty() {
        let tail = rest.iter().rev().fold(0, |tail, &byte| tail << 8 | u64::from(byte));
        h = (h ^ tail).wrapping_mul(M);
    }
    h = (h ^ h >> 47).wrapping_mul(M);
    h ^ h >> 47
}

/// The four rows of a hash embedding that a feature's number falls on, in a table of `rows` rows.
pub fn murmur3_rows(number: u64, seed: u32, rows: usize) -> [usize; 4] {
    let seed = u64::from(seed);
    let mut h1 = number.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    h1 ^= seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 & 0xffff_ffff, h1 >> 32, h2 & 0xffff_ffff, h2 >> 32].map(|key| (key % rows as u64) as usize)
}

fn mix(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ h >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    // The expected numbers are what spaCy 3.8's `hash_string` and thinc 8.3's `ops.hash` give.
    #[test]
    fn strings_have_the_numbers_spacy_gives_them() {
        assert_eq!(murmur2_64a("apple".as_bytes(), 1), 8_566_208_034_543_834_098);
        assert_eq!(murmur2_64a("government".as_bytes(), 1), GOVERNMENT);
        assert_eq!(murmur2_64a("müßig".as_bytes(), 1), MUESSIG);
    }

    #[test]
    fn features_fall_on_the_rows_thinc_gives_them() {
        assert_eq!(murmur3_rows(8_566_208_034_543_834_098, 8, 5000), APPLE_ROWS);
    }

    const GOVERNMENT: u64 = 3_625_794_390_087_546_215;
    const MUESSIG: u64 = 9_035_428_860_651_834_137;
    const APPLE_ROWS: [usize; 4] = [3934, 1080, 901, 472];
}
