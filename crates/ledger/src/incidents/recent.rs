//! Accounts that were written or read lately, so that those that are asked for again need not be read again. What is kept under a
//! key never changes while the key is in the ledger.

use super::cells::Key;
use super::told::Told;
use std::collections::HashMap;
use std::sync::Arc;

/// So many accounts, some kilobytes each, and as many that were not asked for since.
const LIMIT: usize = 2048;

#[derive(Debug, Default)]
pub(crate) struct Recent {
    young: HashMap<Key, Arc<Told>>,
    old: HashMap<Key, Arc<Told>>,
}

impl Recent {
    pub(super) fn get(&mut self, key: Key) -> Option<Arc<Told>> {
        if let Some(told) = self.young.get(&key) {
            return Some(told.clone());
        }
        let told = self.old.remove(&key)?;
        self.put(key, told.clone());
        Some(told)
    }

    pub(super) fn put(&mut self, key: Key, told: Arc<Told>) {
        if self.young.len() >= LIMIT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, told);
    }
}
