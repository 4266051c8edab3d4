package io.parley.agent.handoff;

import io.parley.agent.settings.AgentSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why the agent keeps silent towards one client: who began it, when, and until when it holds.
///
/// ```
///            the agent asks for a person, a person takes over or speaks
///   speaks ------------------------------------------------------------> keeps silent
///          <------------------------------------------------------------
///                     a person hands back, or its time is over
/// ```
///
/// All times are those of the client's log, never a worker's clock: whoever follows the log again decides the same.
///
/// @param source what began it: a record's message id, or the turn that asked for a person
/// @param slides how long each word begins it anew; null where its end is fixed
/// @param asOf log time of the last thing that changed it; what is older changes nothing any more
/// @param ended whether it was handed back, or its end has been noticed
/// @param endedBy the record that handed the conversation back last; null for none
public record Silence(
        String author,
        Cause cause,
        String source,
        Instant since,
        Instant until,
        @Nullable Duration slides,
        Instant asOf,
        boolean ended,
        @Nullable String endedBy) {

    /// What the agent is told once the conversation is its own again: without it a model that reads the old lines
    /// hands over again for the old reason.
    public static final String HANDED_BACK =
            "[The team has handed the conversation back. Earlier reasons for handing over are settled.]";

    /// Why it began.
    public enum Cause {
        /// The agent asked for a person.
        ASKED,
        /// A person took over.
        TAKEN_OVER,
        /// A person wrote to the client.
        REPLIED;

        /// As a stable lower-case word.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Something that silences the agent.
    ///
    /// @param at its time in the client's log
    /// @param length how long the tenant's agent keeps silent
    /// @param sliding whether each later word begins the silence anew
    /// @param until its own end, where a take-over names one
    public record Beginning(
            String author,
            Cause cause,
            String source,
            Instant at,
            Duration length,
            boolean sliding,
            @Nullable Instant until) {

        /// As the tenant's settings have it.
        public static Beginning of(
                AgentSettings settings,
                String author,
                Cause cause,
                String source,
                Instant at,
                Optional<Instant> until) {
            return new Beginning(author, cause, source, at, settings.silence(), settings.sliding(), until.orElse(null));
        }
    }

    /// What holds after this, where `former` held before.
    ///
    /// A silence that holds keeps its end, or slides. Only who takes over with an end of their own, or from the
    /// agent that asked for a person, begins it anew.
    public static Silence after(@Nullable Silence former, Beginning by) {
        if (former == null) {
            return begun(by, null);
        }
        if (by.at().isBefore(former.asOf) || by.source().equals(former.source)) {
            return former;
        }
        return former.holds(by.at()) && !former.yieldsTo(by) ? former.heard(by.at()) : begun(by, former.endedBy);
    }

    private static Silence begun(Beginning by, @Nullable String endedBy) {
        var until = by.until() == null ? by.at().plus(by.length()) : by.until();
        var slides = by.sliding() ? Duration.between(by.at(), until) : null;
        return new Silence(by.author(), by.cause(), by.source(), by.at(), until, slides, by.at(), false, endedBy);
    }

    private boolean yieldsTo(Beginning by) {
        return by.cause() == Cause.TAKEN_OVER && (by.until() != null || cause == Cause.ASKED);
    }

    /// Whether the agent keeps silent at that time.
    public boolean holds(Instant at) {
        return !ended && at.isBefore(until);
    }

    /// Whether its time was over by then and nobody has noticed yet.
    public boolean hasRunOut(Instant at) {
        return !ended && !at.isBefore(until);
    }

    /// After a word of the client or of a person.
    public Silence heard(Instant at) {
        if (slides == null || !holds(at) || at.isBefore(asOf)) {
            return this;
        }
        var later = at.plus(slides);
        return new Silence(
                author, cause, source, since, later.isAfter(until) ? later : until, slides, at, false, endedBy);
    }

    /// After its end has been noticed.
    public Silence over(Instant at) {
        return new Silence(author, cause, source, since, until, slides, at, true, endedBy);
    }

    /// After a person has handed the conversation back; empty where there was nothing to hand back.
    public Optional<Silence> handedBack(String by, Instant at) {
        return ended || at.isBefore(asOf) || by.equals(endedBy)
                ? Optional.empty()
                : Optional.of(new Silence(author, cause, source, since, until, slides, at, true, by));
    }

    /// For people: who, why, since when, until when.
    public String inWords() {
        return "by " + author + " (" + cause.word() + ") since " + since + " until " + until;
    }
}
