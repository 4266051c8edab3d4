package io.parley.agent.budget;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.parley.agent.settings.AgentSettings;

/// Estimates how many tokens a text has, before a provider says it: by the encoding of OpenAI's newer models, from
/// which those of others differ by some per cent.
public final class Tokenizer {

    /// Longer texts are not worth the time: their characters are counted.
    private static final int LONG = 200_000;

    private static final int CHARACTERS = 3;

    private Tokenizer() {}

    private static final class Loaded {
        private static final Encoding ENCODING =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    /// How many tokens the text has, about. Counted with care only where a budget counts them.
    public static long estimate(AgentSettings settings, String text) {
        return Limit.of(settings).isNone() ? text.length() / CHARACTERS : count(text);
    }

    static long count(String text) {
        return text.length() > LONG ? text.length() / CHARACTERS : Loaded.ENCODING.countTokensOrdinary(text);
    }
}
