package io.parley.kit;

import io.parley.kit.Conversation.Doubt;
import io.parley.kit.Driver.Answer;
import io.parley.kit.Driver.Forgery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What must not get in, and must disturb nobody.
final class Refusals {

    private Refusals() {}

    /// The same person writes properly before and afterwards.
    static Verdict of(Subject subject, Forgery forgery, int expected) throws IOException, InterruptedException {
        var person = subject.somebody();
        person.say("Good morning");
        var forged = person.words("This was not written by " + person.name());
        var answer = subject.driver().forge(forgery, person.name(), forged);
        return switch (answer) {
            case Answer.Impossible(var why) -> new Verdict.Skipped(why);
            case Answer.Status(var code) -> {
                var complaints = new ArrayList<>(Talks.complaints(Talks.ended(subject, List.of(person)), Doubt.NONE));
                if (code != expected) {
                    complaints.addFirst("answered with " + code + " instead of " + expected);
                }
                if (!subject.log().incoming(forged).isEmpty()) {
                    complaints.add("it stands on incoming-messages");
                }
                yield Verdict.of(complaints);
            }
        };
    }
}
