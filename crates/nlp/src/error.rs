//! What can be wrong with a model.

use sayso_nn::TensorError;
use thiserror::Error;

/// Why a model cannot be loaded. Nothing can fail after that.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ModelError {
    #[error("model.json: {0}")]
    Json(#[from] serde_json::Error),
    #[error("model.json: format {0:?} is not known; convert the model again with `xtask convert-model`")]
    Format(String),
    #[error("model.safetensors: {0}")]
    Weights(#[from] TensorError),
    #[error("component {component:?}: {what} is not supported")]
    Unsupported { component: String, what: String },
    #[error("the model has no {0}, which sayso needs")]
    Missing(&'static str),
    #[error("component {component:?}: {what}")]
    Broken { component: String, what: String },
}

impl ModelError {
    pub(crate) fn unsupported(component: &str, what: impl Into<String>) -> Self {
        Self::Unsupported { component: component.to_owned(), what: what.into() }
    }

    pub(crate) fn broken(component: &str, what: impl Into<String>) -> Self {
        Self::Broken { component: component.to_owned(), what: what.into() }
    }
}
