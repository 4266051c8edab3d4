package io.parley.channels;

/// A field of a channel account in the tenants file.
///
/// @param name as written there, such as `bot-token`; names of secrets end as the sealed ones do: `token`, `secret`,
/// `key`
public record Field(String name, Form form) {

    /// What may stand there.
    public enum Form {
        /// Any text.
        TEXT,
        /// An address that begins with `http://` or `https://`.
        URL,
        /// `true` or `false`.
        FLAG
    }

    public static Field text(String name) {
        return new Field(name, Form.TEXT);
    }

    public static Field url(String name) {
        return new Field(name, Form.URL);
    }

    public static Field flag(String name) {
        return new Field(name, Form.FLAG);
    }
}
