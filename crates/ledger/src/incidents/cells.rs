//! The incremental part. Accounts that are like one another are linked; an account's **cell** is what hangs together with
//! it by links; the accounts of a cell, and no others, decide among themselves who is one incident with whom.
//!
//! A cell is never large: where more than [`LIMIT`] accounts hang together, only the stronger links count, and again the
//! stronger ones, until few do. Which accounts are a cell depends on the links alone, so that nothing depends on the order
//! in which documents came; and a document that comes touches only the cells that it is linked to.

use super::grouping::groups;
use super::likeness::SAME;
use super::told::Told;
use std::collections::BTreeSet;
use std::sync::Arc;

/// More accounts are not compared each with each.
const LIMIT: usize = 120;
/// How much a link must say to count, at each level. At the last there is no doubt left: those that hang together by such
/// links are one incident, however many they are.
const LEVELS: [i32; 6] = [SAME, 700, 800, 900, 1000, 1100];

/// Names an account where accounts are kept.
pub(crate) type Key = i64;

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// How much a link must say to count in its cell.
    pub(crate) level: i32,
    /// One of the cell's accounts.
    pub(crate) cell: Key,
}

/// Where accounts, links and standings are kept.
pub(crate) trait Board {
    type Error;
    /// Says of which accounts links and standings will be asked for: all at once they may be had for less.
    fn expect(&mut self, keys: &[Key]) -> Result<(), Self::Error>;
    /// Accounts linked to this one, and how much each link says.
    fn links(&mut self, key: Key) -> Result<Vec<(Key, i32)>, Self::Error>;
    /// Where an account stood before; none of one that is new.
    fn standing(&mut self, key: Key) -> Result<Option<Standing>, Self::Error>;
    /// Those that stood in a cell before.
    fn members(&mut self, cell: Key) -> Result<Vec<Key>, Self::Error>;
    fn told(&mut self, keys: &BTreeSet<Key>) -> Result<Vec<(Key, Arc<Told>)>, Self::Error>;
    /// Says where an account stands from now on, and the first account of its incident.
    fn place(&mut self, key: Key, standing: Standing, first: &Told) -> Result<(), Self::Error>;
}

/// Those whose cells have to be looked at again when this account has come.
pub(crate) fn touched_by<B: Board>(board: &mut B, key: Key) -> Result<BTreeSet<Key>, B::Error> {
    let mut touched = BTreeSet::from([key]);
    let links = board.links(key)?;
    board.expect(&links.iter().map(|(other, _)| *other).collect::<Vec<_>>())?;
    for (other, likeness) in links {
        // A weak link into a cell that counts only stronger ones is none.
        if board.standing(other)?.is_none_or(|s| likeness >= s.level) {
            touched.insert(other);
        }
    }
    Ok(touched)
}

/// Those whose cells have to be looked at again when this account, which is still there, has gone.
pub(crate) fn left_by<B: Board>(board: &mut B, key: Key) -> Result<BTreeSet<Key>, B::Error> {
    let mut left: BTreeSet<Key> = board.links(key)?.into_iter().map(|(other, _)| other).collect();
    if let Some(standing) = board.standing(key)? {
        left.extend(board.members(standing.cell)?);
    }
    left.remove(&key);
    Ok(left)
}

/// Finds the cells and incidents of these accounts again, and of all that stood or now stand in a cell with them.
pub(crate) fn settle<B: Board>(board: &mut B, mut touched: BTreeSet<Key>) -> Result<(), B::Error> {
    let mut settled = BTreeSet::new();
    while let Some(key) = touched.pop_first() {
        if settled.contains(&key) {
            continue;
        }
        let (level, cell) = cell(board, key)?;
        for &member in &cell {
            if let Some(before) = board.standing(member)? {
                touched.extend(board.members(before.cell)?);
            }
        }
        write(board, level, &cell)?;
        settled.extend(cell);
    }
    Ok(())
}

/// The level at which few enough accounts hang together with this one, and these.
fn cell<B: Board>(board: &mut B, key: Key) -> Result<(i32, BTreeSet<Key>), B::Error> {
    let mut found = (0, BTreeSet::new());
    for level in LEVELS {
        let limit = if level == LEVELS[LEVELS.len() - 1] { usize::MAX } else { LIMIT };
        found = (level, hanging_together(board, key, level, limit)?);
        if found.1.len() <= limit {
            break;
        }
    }
    Ok(found)
}

/// Those that hang together with an account by links of a level; some of them where they are more than the limit.
fn hanging_together<B: Board>(board: &mut B, key: Key, level: i32, limit: usize) -> Result<BTreeSet<Key>, B::Error> {
    let (mut found, mut last) = (BTreeSet::from([key]), vec![key]);
    while !last.is_empty() && found.len() <= limit {
        board.expect(&last)?;
        let mut next = Vec::new();
        for key in last {
            let links = board.links(key)?.into_iter().filter(|(_, likeness)| *likeness >= level);
            next.extend(links.map(|(other, _)| other).filter(|other| found.insert(*other)));
        }
        last = next;
    }
    Ok(found)
}

fn write<B: Board>(board: &mut B, level: i32, cell: &BTreeSet<Key>) -> Result<(), B::Error> {
    let standing = Standing { level, cell: *cell.first().expect("a cell has an account") };
    let mut told = board.told(cell)?;
    told.sort_by(|(_, a), (_, b)| a.order().cmp(&b.order()));
    let accounts: Vec<&Told> = told.iter().map(|(_, t)| &**t).collect();
    let incidents = if cell.len() > LIMIT { vec![(0..told.len()).collect()] } else { groups(&accounts) };
    for incident in incidents {
        for &member in &incident {
            board.place(told[member].0, standing, accounts[incident[0]])?;
        }
    }
    Ok(())
}
