package io.parley.agent.turn;

import io.parley.agent.media.Fetched;
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

    private static final Map<String, String> UNHEARD = Map.of(
            "en", "I could not hear your voice message. Could you write to me instead, please?",
            "es", "No he podido escuchar tu mensaje de voz. ¿Me lo puedes escribir, por favor?",
            "pt", "Não consegui ouvir a sua mensagem de voz. Pode escrever, por favor?",
            "de", "Ich konnte deine Sprachnachricht nicht anhören. Kannst du mir bitte schreiben?",
            "fr", "Je n'ai pas pu écouter votre message vocal. Pouvez-vous m'écrire, s'il vous plaît ?",
            "it", "Non sono riuscito ad ascoltare il messaggio vocale. Puoi scrivermi, per favore?");

    private static final Map<String, String> UNSEEN = Map.of(
            "en", "I could not open the file that you sent.",
            "es", "No he podido abrir el archivo que has enviado.",
            "pt", "Não consegui abrir o arquivo que você enviou.",
            "de", "Ich konnte die Datei nicht öffnen, die du geschickt hast.",
            "fr", "Je n'ai pas pu ouvrir le fichier que vous avez envoyé.",
            "it", "Non sono riuscito ad aprire il file che hai inviato.");

    private static final Map<String, String> TOO_LARGE = Map.of(
            "en", "The file that you sent is too large for me.",
            "es", "El archivo que has enviado es demasiado grande.",
            "pt", "O arquivo que você enviou é grande demais.",
            "de", "Die Datei, die du geschickt hast, ist zu groß.",
            "fr", "Le fichier que vous avez envoyé est trop volumineux.",
            "it", "Il file che hai inviato è troppo grande.");

    private static final Map<String, String> HANDED_OVER = Map.of(
            "en", "I have asked a person of our team to help you. They will answer here.",
            "es", "He avisado a una persona de nuestro equipo. Te responderá por aquí.",
            "pt", "Avisei uma pessoa da nossa equipe. Ela vai responder por aqui.",
            "de", "Ich habe jemanden aus unserem Team gebeten, dir zu helfen. Die Antwort kommt hier.",
            "fr", "J'ai prévenu une personne de notre équipe. Elle vous répondra ici.",
            "it", "Ho avvisato una persona del nostro team. Ti risponderà qui.");

    private Notices() {}

    static String missed(Words.Missed missed, String language) {
        if (missed.reason().startsWith(Fetched.Unavailable.TOO_LARGE)) {
            return in(TOO_LARGE, language);
        }
        return in(missed.spoken() ? UNHEARD : UNSEEN, language);
    }

    static String handedOver(String language) {
        return in(HANDED_OVER, language);
    }

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
