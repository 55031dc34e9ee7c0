//! Named arrays in the safetensors format: read where they lie, converted only where used.

use crate::f16_to_f32;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use thiserror::Error;

/// All arrays of a weights file.
pub struct Tensors {
    data: Cow<'static, [u8]>,
    index: HashMap<String, Entry>,
}

/// Element types that weights files of ours hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Dtype {
    F16,
    F32,
    U8,
    U16,
    U32,
}

impl Dtype {
    fn size(self) -> usize {
        match self {
            Dtype::U8 => 1,
            Dtype::F16 | Dtype::U16 => 2,
            Dtype::F32 | Dtype::U32 => 4,
        }
    }
}

struct Entry {
    dtype: Dtype,
    shape: Vec<usize>,
    range: Range<usize>,
}

#[derive(Deserialize)]
struct Header {
    dtype: Dtype,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

/// What is wrong with a weights file.
#[derive(Debug, Error)]
pub enum TensorError {
    #[error("not a safetensors file: {0}")]
    Header(String),
    #[error("tensor {0:?} is missing")]
    Missing(String),
    #[error("tensor {name:?} has shape {found:?}, not {wanted:?}")]
    Shape { name: String, found: Vec<usize>, wanted: Vec<usize> },
    #[error("tensor {name:?} has elements of type {found:?}")]
    Type { name: String, found: Dtype },
}

/// One array, still as bytes.
#[derive(Clone, Copy)]
pub struct Tensor<'a> {
    pub name: &'a str,
    pub dtype: Dtype,
    pub shape: &'a [usize],
    pub bytes: &'a [u8],
}

impl Tensors {
    pub fn parse(data: Cow<'static, [u8]>) -> Result<Self, TensorError> {
        let bad = |what: &str| TensorError::Header(what.to_owned());
        let length: [u8; 8] = data.get(..8).ok_or_else(|| bad("too short"))?.try_into().expect("eight bytes");
        let start = usize::try_from(u64::from_le_bytes(length))
            .ok()
            .and_then(|length| length.checked_add(8))
            .filter(|&start| start <= data.len())
            .ok_or_else(|| bad("the header runs past the end"))?;
        let mut header: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&data[8..start]).map_err(|e| TensorError::Header(e.to_string()))?;
        header.remove("__metadata__");
        let mut index = HashMap::with_capacity(header.len());
        for (name, value) in header {
            let Header { dtype, shape, data_offsets: (from, to) } =
                serde_json::from_value(value).map_err(|e| TensorError::Header(format!("{name}: {e}")))?;
            let size = shape.iter().try_fold(dtype.size(), |size, &n| size.checked_mul(n));
            let fits = from <= to && to <= data.len() - start && size == Some(to - from);
            if !fits {
                return Err(TensorError::Header(format!("{name}: its bytes do not fit its shape")));
            }
            index.insert(name, Entry { dtype, shape, range: start + from..start + to });
        }
        Ok(Self { data, index })
    }

    pub fn has(&self, name: &str) -> bool {
        self.index.contains_key(name)
    }

    pub fn get(&self, name: &str) -> Result<Tensor<'_>, TensorError> {
        let (name, entry) = self.index.get_key_value(name).ok_or_else(|| TensorError::Missing(name.to_owned()))?;
        Ok(Tensor { name, dtype: entry.dtype, shape: &entry.shape, bytes: &self.data[entry.range.clone()] })
    }

    /// Where the bytes of a tensor of this type lie, for reading its elements later.
    pub fn range(&self, name: &str, dtype: Dtype) -> Result<Range<usize>, TensorError> {
        let tensor = self.get(name)?;
        if tensor.dtype != dtype {
            return Err(TensorError::Type { name: name.to_owned(), found: tensor.dtype });
        }
        Ok(self.index[name].range.clone())
    }

    /// The bytes at a place that [`Tensors::range`] gave.
    pub fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.data[range]
    }

    /// All elements in single precision.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, TensorError> {
        let tensor = self.get(name)?;
        if tensor.shape != shape {
            let (found, wanted) = (tensor.shape.to_vec(), shape.to_vec());
            return Err(TensorError::Shape { name: name.to_owned(), found, wanted });
        }
        let mut out = vec![0.0; tensor.shape.iter().product()];
        tensor.copy_floats(0, &mut out)?;
        Ok(out)
    }
}

impl Tensor<'_> {
    /// Elements from `first` on, as many as `out` holds.
    ///
    /// # Panics
    /// When the tensor has fewer.
    pub fn copy_floats(&self, first: usize, out: &mut [f32]) -> Result<(), TensorError> {
        let size = self.dtype.size();
        let bytes = &self.bytes[first * size..(first + out.len()) * size];
        match self.dtype {
            Dtype::F16 => {
                for (to, from) in out.iter_mut().zip(bytes.chunks_exact(2)) {
                    *to = f16_to_f32(u16::from_le_bytes([from[0], from[1]]));
                }
            }
            Dtype::F32 => {
                for (to, from) in out.iter_mut().zip(bytes.chunks_exact(4)) {
                    *to = f32::from_le_bytes([from[0], from[1], from[2], from[3]]);
                }
            }
            found => return Err(TensorError::Type { name: self.name.to_owned(), found }),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(header: &str, data: &[u8]) -> Cow<'static, [u8]> {
        let mut out = (header.len() as u64).to_le_bytes().to_vec();
        out.extend_from_slice(header.as_bytes());
        out.extend_from_slice(data);
        Cow::Owned(out)
    }

    #[test]
    fn half_and_single_precision_read_alike() {
        let header = r#"{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
            "s":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}}"#;
        let tensors = Tensors::parse(file(header, &[0, 0x3c, 0, 0xc0, 0, 0, 0x80, 0x3f])).unwrap();
        assert_eq!(tensors.floats("h", &[2]).unwrap(), [1.0, -2.0]);
        assert_eq!(tensors.floats("s", &[1, 1]).unwrap(), [1.0]);
    }

    #[test]
    fn errors_name_the_tensor() {
        let header = r#"{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#;
        let tensors = Tensors::parse(file(header, &[0; 4])).unwrap();
        assert_eq!(tensors.floats("x", &[2]).unwrap_err().to_string(), r#"tensor "x" is missing"#);
        let shape = tensors.floats("h", &[3]).unwrap_err().to_string();
        assert_eq!(shape, r#"tensor "h" has shape [2], not [3]"#);
    }

    #[test]
    fn a_file_that_is_cut_short_is_refused() {
        let header = r#"{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#;
        assert!(Tensors::parse(file(header, &[0; 3])).is_err());
        assert!(Tensors::parse(Cow::Borrowed(b"PK")).is_err());
        assert!(Tensors::parse(Cow::Borrowed(&[255; 16])).is_err());
    }
}
