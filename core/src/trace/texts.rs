//! How values that commands hold are written in a trace: as people see them, or in
//! hexadecimal digits.

macro_rules! as_text {
    ($($(#[$doc:meta])* $name:ident: $type:ty;)+) => {$(
        $(#[$doc])*
        pub(crate) mod $name {
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            pub(crate) fn serialize<S: Serializer>(
                value: &$type,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                let text: &str = &value.to_text();
                text.serialize(serializer)
            }
            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$type, D::Error> {
                let text = zeroize::Zeroizing::new(String::deserialize(deserializer)?);
                <$type>::from_text(&text).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

as_text! {
    /// A check-in code.
    code: crate::events::CheckInCode;
    /// An invitation to pair.
    invitation: crate::pairing::Invitation;
    /// A contact card.
    card: crate::identity::Card;
}

/// A banner or avatar, if any.
pub(crate) mod image {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        image: &Option<Vec<u8>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        image.as_ref().map(hex::encode).serialize(serializer)
    }
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<u8>>, D::Error> {
        let digits = Option::<String>::deserialize(deserializer)?;
        digits.map(hex::decode).transpose().map_err(serde::de::Error::custom)
    }
}

/// A key somebody has proven.
pub(super) mod key {
    use crate::identity::VerifyingKey;
    use serde::{Deserializer, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(
        key: &VerifyingKey,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        hex::serde::serialize(key.as_bytes(), serializer)
    }
    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<VerifyingKey, D::Error> {
        hex::serde::deserialize(deserializer).map(VerifyingKey::from_bytes)
    }
}
