//! Which accounts of a cell are one incident: average-link clustering, in whole numbers, so that neither the order in
//! which documents came nor rounding makes a difference.

use super::likeness::{SAME, likeness};
use super::told::Told;

/// Groups of indices into `accounts`, each group and all of them in order. The accounts must be in their order.
pub(super) fn groups(accounts: &[&Told]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..accounts.len()).map(|i| vec![i]).collect();
    // Of two groups, the sum of the likenesses of their pairs.
    let mut sums = vec![vec![0_i64; accounts.len()]; accounts.len()];
    for (i, a) in accounts.iter().enumerate() {
        for (j, b) in accounts[..i].iter().enumerate() {
            let points = i64::from(likeness(a, b));
            (sums[i][j], sums[j][i]) = (points, points);
        }
    }
    while let Some((i, j)) = closest(&groups, &sums) {
        let later = std::mem::take(&mut groups[j]);
        groups[i].extend(later);
        let joined: Vec<i64> = sums[i].iter().zip(&sums[j]).map(|(a, b)| a + b).collect();
        for (row, sum) in sums.iter_mut().zip(&joined) {
            row[i] = *sum;
        }
        sums[i] = joined;
    }
    groups.retain(|g| !g.is_empty());
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

/// The two groups, `i < j`, whose pairs are most alike on average; none where no two are alike enough. A group that has
/// gone into another is empty.
fn closest(groups: &[Vec<usize>], sums: &[Vec<i64>]) -> Option<(usize, usize)> {
    let there = |i: &usize| !groups[*i].is_empty();
    let mut best: Option<((usize, usize), (i64, i64))> = None;
    for i in (0..groups.len()).filter(there) {
        for j in (i + 1..groups.len()).filter(there) {
            let pairs = (groups[i].len() * groups[j].len()).cast_signed() as i64;
            let sum = sums[i][j];
            if sum >= i64::from(SAME) * pairs && best.is_none_or(|(_, (s, n))| sum * n > s * pairs) {
                best = Some(((i, j), (sum, pairs)));
            }
        }
    }
    best.map(|(pair, _)| pair)
}
