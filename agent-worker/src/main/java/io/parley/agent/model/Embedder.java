package io.parley.agent.model;

import java.time.Duration;
import java.util.List;

/// Turns texts into vectors that are near each other where the texts mean the same.
@FunctionalInterface
public interface Embedder {

    /// Asks the provider and waits.
    ///
    /// @return one vector for each text, in their order, all of one length
    /// @throws NoEmbedding when the provider can't be reached, is too slow, or answers something else
    List<float[]> embed(Texts texts) throws NoEmbedding, InterruptedException;

    /// What is to be embedded.
    ///
    /// @param tenant whose texts they are
    /// @param timeout for all of them
    record Texts(String tenant, Prompt.Endpoint endpoint, String model, List<String> texts, Duration timeout) {

        public Texts {
            texts = List.copyOf(texts);
        }
    }

    /// The provider gave no vectors.
    final class NoEmbedding extends Exception {

        private static final long serialVersionUID = 1;

        public NoEmbedding(String reason) {
            super(reason);
        }
    }
}
