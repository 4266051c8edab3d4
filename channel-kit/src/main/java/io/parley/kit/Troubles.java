package io.parley.kit;

import io.parley.kit.Conversation.Doubt;
import io.parley.kit.Driver.Ability;
import io.parley.kit.Driver.Trouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Conversations during which the provider or the adapter gets into trouble.
final class Troubles {

    private static final int TIMES = 2;
    private static final int MOST_THROTTLED = 10;

    private Troubles() {}

    /// The person has written before, since some providers let nobody write first.
    static Verdict of(Subject subject, Trouble trouble) throws IOException, InterruptedException {
        var person = subject.somebody();
        person.say("Good morning");
        subject.settled(List.of(person));
        int times = trouble == Trouble.LOSES_ANSWERS ? 1 : TIMES;
        if (subject.driver().trouble(trouble, person.name(), times) instanceof Ability.Impossible(var why)) {
            return new Verdict.Skipped(why);
        }
        person.say("Is the blue one still in stock?");
        var conversations = Talks.ended(subject, List.of(person));
        return Verdict.of(Talks.complaints(conversations, trouble == Trouble.THROTTLES ? Doubt.NONE : Doubt.ONCE));
    }

    static Verdict burst(Subject subject) throws IOException, InterruptedException {
        int before = subject.driver().throttled();
        var people = subject.people(subject.size().burst());
        Subject.atOnce(people, person -> person.say("What does it cost?"));
        var complaints = new ArrayList<>(Talks.complaints(subject.settled(people), Doubt.NONE));
        int throttled = subject.driver().throttled() - before;
        if (throttled > MOST_THROTTLED) {
            complaints.add("the provider has answered 429 to " + throttled + " calls");
        }
        return Verdict.of(complaints);
    }

    static Verdict restart(Subject subject) throws IOException, InterruptedException {
        var people = subject.people(subject.size().crowd());
        int half = Math.max(1, subject.size().messages() / 2);
        Subject.atOnce(people, person -> {
            for (int n = 1; n <= half; n++) {
                person.say("Before, number " + n);
            }
        });
        if (subject.driver().restart() instanceof Ability.Impossible(var why)) {
            return new Verdict.Skipped(why);
        }
        Subject.atOnce(people, person -> {
            for (int n = 1; n <= half; n++) {
                person.say("Afterwards, number " + n);
            }
        });
        return Verdict.of(Talks.complaints(Talks.ended(subject, people), Doubt.ONCE));
    }
}
