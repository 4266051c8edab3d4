package io.parley.agent.turn;

import io.parley.agent.media.Fetched;
import io.parley.agent.model.ModelOutcome;
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

    private static final Map<String, String> BUSY = Map.of(
            "en", "So many people are writing to me right now that I can't answer. Please try again in a minute.",
            "es",
                    "Ahora mismo me escribe tanta gente que no puedo responder. Inténtalo de nuevo en un minuto, por favor.",
            "pt",
                    "Tanta gente está me escrevendo agora que não consigo responder. Tente novamente em um minuto, por favor.",
            "de",
                    "Gerade schreiben mir so viele, dass ich nicht antworten kann. Bitte versuche es in einer Minute noch einmal.",
            "fr", "Trop de personnes m'écrivent en ce moment pour que je réponde. Merci de réessayer dans une minute.",
            "it", "Mi stanno scrivendo in troppi e ora non riesco a rispondere. Riprova tra un minuto, per favore.");

    private static final Map<String, String> EXHAUSTED = Map.of(
            "en", "Sorry, I can't answer any more today. Please write to me again tomorrow.",
            "es", "Perdona, hoy ya no puedo responder más. Escríbeme de nuevo mañana, por favor.",
            "pt", "Desculpe, hoje não consigo mais responder. Por favor, escreva novamente amanhã.",
            "de", "Entschuldigung, heute kann ich nicht mehr antworten. Bitte schreib mir morgen wieder.",
            "fr", "Désolé, je ne peux plus répondre aujourd'hui. Merci de m'écrire à nouveau demain.",
            "it", "Mi dispiace, per oggi non posso più rispondere. Scrivimi di nuovo domani, per favore.");

    private static final Map<String, String> OUT_OF_ORDER = Map.of(
            "en", "Sorry, something is out of order here. Please try again in a few minutes.",
            "es", "Perdona, tenemos un problema técnico. Inténtalo de nuevo en unos minutos, por favor.",
            "pt", "Desculpe, estamos com um problema técnico. Tente novamente em alguns minutos, por favor.",
            "de",
                    "Entschuldigung, wir haben eine technische Störung. Bitte versuche es in ein paar Minuten noch einmal.",
            "fr", "Désolé, nous avons un problème technique. Merci de réessayer dans quelques minutes.",
            "it", "Mi dispiace, abbiamo un problema tecnico. Riprova tra qualche minuto, per favore.");

    private Notices() {}

    /// Why there is no answer, as far as it helps the client to know.
    static String failure(String reason, String language) {
        return switch (reason) {
            case Attempt.PERMITS_USED_UP -> in(BUSY, language);
            case Attempt.BUDGET_EXHAUSTED -> in(EXHAUSTED, language);
            case ModelOutcome.Failed.BREAKER_OPEN -> in(OUT_OF_ORDER, language);
            default -> failure(language);
        };
    }

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
