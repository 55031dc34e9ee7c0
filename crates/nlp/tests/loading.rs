//! Models that cannot be run say why.

use sayso_nlp::Model;
use serde_json::{Value, json};

const JSON: &str = include_str!("../../../models/en_core_web_md/model.json");
const WEIGHTS: &[u8] = include_bytes!("../../../models/en_core_web_md/model.safetensors");

/// The message when the embedded model's description is changed so.
fn refusal(change: impl Fn(&mut Value)) -> String {
    let mut spec: Value = serde_json::from_str(JSON).expect("the description is JSON");
    change(&mut spec);
    match Model::from_parts(spec.to_string().as_bytes(), WEIGHTS) {
        Ok(_) => panic!("the model was loaded"),
        Err(error) => error.to_string(),
    }
}

/// The component of this name.
fn component<'a>(spec: &'a mut Value, name: &str) -> &'a mut Value {
    let components = spec["components"].as_array_mut().expect("a list of components");
    components.iter_mut().find(|c| c["name"] == name).expect("a component of this name")
}

#[test]
fn the_models_files_load_and_are_what_the_readme_says() {
    let model = Model::from_parts(JSON.as_bytes(), WEIGHTS).expect("the model loads");
    assert_eq!(model.name(), "en_core_web_md-3.8.0");
    assert_eq!(Model::embedded().name(), model.name());
    let spec: Value = serde_json::from_str(JSON).expect("the description is JSON");
    let readme = include_str!("../../../models/README.md");
    assert!(readme.contains(spec["weights_sha256"].as_str().expect("a hash")));
    assert_eq!(spec["license"], "MIT");
}

#[test]
fn a_component_that_is_not_supported_is_named() {
    let message = refusal(|spec| component(spec, "ner")["factory"] = json!("span_ruler"));
    assert_eq!(message, r#"component "ner": factory "span_ruler" is not supported"#);
}

#[test]
fn an_architecture_that_is_not_supported_is_named() {
    let message = refusal(|spec| component(spec, "tok2vec")["tok2vec"]["encode"] = json!("spacy.MishWindowEncoder.v2"));
    assert_eq!(message, r#"component "tok2vec": architecture "spacy.MishWindowEncoder.v2" is not supported"#);
    let message = refusal(|spec| component(spec, "parser")["architecture"] = json!("spacy.TransitionBasedParser.v3"));
    assert_eq!(message, r#"component "parser": architecture "spacy.TransitionBasedParser.v3" is not supported"#);
    let message = refusal(|spec| component(spec, "lemmatizer")["mode"] = json!("lookup"));
    assert_eq!(message, r#"component "lemmatizer": mode "lookup" is not supported"#);
    let message = refusal(|spec| spec["tokenizer"]["infix"] = json!("(?P<x>-)"));
    assert!(message.contains("tokenizer") && message.contains("infix_finditer"), "{message}");
}

#[test]
fn a_model_without_a_parser_is_refused() {
    let message = refusal(|spec| {
        let components = spec["components"].as_array_mut().expect("a list of components");
        components.retain(|c| c["name"] != "parser");
    });
    assert_eq!(message, "the model has no parser, which sayso needs");
}

#[test]
fn weights_that_do_not_fit_are_named() {
    let message = refusal(|spec| component(spec, "tagger")["labels"] = json!(["NN", "VB"]));
    assert!(message.contains("tagger.W") && message.contains("[2, 96]"), "{message}");
    let broken = Model::from_parts(JSON.as_bytes(), &WEIGHTS[..1000]).err().expect("half a file is refused");
    assert!(broken.to_string().starts_with("model.safetensors: "), "{broken}");
    let broken = Model::from_parts(b"{}", WEIGHTS).err().expect("an empty description is refused");
    assert!(broken.to_string().starts_with("model.json: "), "{broken}");
}

#[test]
fn an_older_format_is_told_to_convert_again() {
    let message = refusal(|spec| spec["format"] = json!("sayso-model-0"));
    assert!(message.contains("convert the model again"), "{message}");
}
