package io.parley.agent.knowledge;

/// What came of an upload.
public sealed interface Import {

    /// The document is there.
    ///
    /// @param isNew whether there was none of its name
    record Done(Document document, boolean isNew) implements Import {}

    /// It was there already, with the same content.
    record Unchanged(Document document) implements Import {}

    /// It is not taken, and what was there stays.
    ///
    /// @param message for who sent it
    record Refused(Reason reason, String message) implements Import {}

    /// Why a file is not taken.
    enum Reason {
        UNSUPPORTED,
        TOO_LARGE,
        UNREADABLE
    }
}
