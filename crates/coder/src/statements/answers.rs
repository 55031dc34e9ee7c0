//! Questions and their answers in one sentence: "Asked whether it would rain, she said no." What was asked is not told again.

use super::source::{can_speak, speaker, subject};
use super::verbs::cue_start;
use super::{Context, Found};
use sayso_coding::Vouches;
use sayso_doc::{Dep, TokenIx};
use sayso_lexicon::Complement;
use smol_str::format_smolstr;

/// The statements of those who affirm or deny what they are asked with one word.
pub(super) fn read_answers(context: &Context, found: &[Found]) -> Vec<Found> {
    found.iter().filter_map(|asked| read_answer(context, asked)).collect()
}

fn read_answer(context: &Context, asked: &Found) -> Option<Found> {
    let doc = context.doc;
    let question = asked.content.first().filter(|c| doc.dep(c.start) == Dep::Mark)?;
    if asked.vouches != Vouches::Asks || asked.source.is_some() || doc.dep(asked.head) != Dep::Advcl {
        return None;
    }
    let v = doc.head(asked.head).filter(|&v| v >= question.end && says(context, v))?;
    let words = doc.children_by(v, &[Dep::Intj, Dep::Dobj, Dep::Advmod]).filter(|&t| t == v + 1);
    let (word, vouches) = words.filter_map(|t| Some((t, context.cues.answer(doc.lower(t))?))).next()?;
    let (head, _) = subject(doc, v).filter(|&(s, _)| can_speak(context, s))?;
    let cue = cue_start(doc, v)..word + 1;
    Some(Found {
        source: Some(speaker(context, head, &cue)),
        cue,
        head: v,
        content: asked.content.clone(),
        vouches,
        rule: format_smolstr!("answers.tsv:{}", doc.lower(word)),
        via: None,
        quotes: false,
        inside: None,
        stance: false,
    })
}

/// Whether this verb takes what somebody says: "said", "answered".
fn says(context: &Context, v: TokenIx) -> bool {
    context.cues.verbs(context.doc.lemma(v)).iter().any(|e| e.takes(&Complement::Quotation) == Some(Vouches::Asserts))
}
