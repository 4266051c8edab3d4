package io.parley.agent.model;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Turns recordings into words.
@FunctionalInterface
public interface Transcriber {

    /// What transcription takes, of OpenAI's list of formats (API reference, Create transcription), by the names under
    /// which LangChain4j gives a file its extension: the server goes by that. AAC without a container, AMR and 3GPP
    /// are not among them.
    Set<String> FORMATS = Set.of("audio/flac", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm");

    /// Begins a call and returns at once. Its listener hears only the end: the words, or why there are none.
    Model.Call ask(Recording recording, Model.Listener listener);

    /// What is to be transcribed.
    ///
    /// @param tenant whose recording it is
    /// @param mediaType one of [#FORMATS]
    /// @param content read when the call is made; empty where it is gone
    record Recording(
            String tenant,
            Prompt.Endpoint endpoint,
            String model,
            String mediaType,
            Supplier<Optional<byte[]>> content) {}
}
