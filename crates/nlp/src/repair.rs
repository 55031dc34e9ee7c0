//! Mistakes that the parser is known to make, mended where what is meant is plain from the words beside.

use sayso_doc::{Dep, Pos, Token};

pub(crate) fn repair(tokens: &mut [Token]) {
    for t in 1..tokens.len() {
        if names_the_subject(tokens, t) {
            (tokens[t].dep, tokens[t].head) = (Dep::Appos, t - 1);
        }
    }
}

/// "The newspaper Gazette reported": of two subjects that stand side by side the second is the first one's name.
fn names_the_subject(tokens: &[Token], t: usize) -> bool {
    let (noun, name) = (&tokens[t - 1], &tokens[t]);
    noun.pos == Pos::Noun
        && name.pos == Pos::Propn
        && noun.dep == Dep::Nsubj
        && name.dep == Dep::Nsubj
        && noun.head == name.head
        && name.head > t
}
