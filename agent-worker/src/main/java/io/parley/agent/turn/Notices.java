package io.parley.agent.turn;

import java.util.Map;

/// What a client is told when there is no answer, in the tenant's language; English where we have no words.
final class Notices {

    private static final Map<String, String> FAILURE = Map.of(
            "en", "Sorry, I can't answer right now. Please try again in a moment.",
            "es", "Perdona, ahora mismo no puedo responder. Inténtalo de nuevo en un momento, por favor.",
            "pt", "Desculpe, não consigo responder agora. Por favor, tente novamente daqui a pouco.",
            "de", "Entschuldigung, ich kann gerade nicht antworten. Bitte versuche es gleich noch einmal.",
            "fr", "Désolé, je ne peux pas répondre pour le moment. Merci de réessayer dans un instant.",
            "it", "Mi dispiace, al momento non riesco a rispondere. Riprova tra poco, per favore.");

    private static final Map<String, String> CANCELLED = Map.of(
            "en", "Cancelled.",
            "es", "Cancelado.",
            "pt", "Cancelado.",
            "de", "Abgebrochen.",
            "fr", "Annulé.",
            "it", "Annullato.");

    private Notices() {}

    static String failure(String language) {
        return in(FAILURE, language);
    }

    static String cancelled(String language) {
        return in(CANCELLED, language);
    }

    private static String in(Map<String, String> words, String language) {
        var primary = language.substring(0, Math.min(2, language.length()));
        return words.getOrDefault(primary, words.getOrDefault("en", ""));
    }
}
