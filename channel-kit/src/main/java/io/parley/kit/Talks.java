package io.parley.kit;

import io.parley.kit.Conversation.Doubt;
import io.parley.kit.Subject.Person;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Conversations in which nothing goes wrong.
///
/// Each ends with one more message: whatever a channel does too often stands before its reply, since a client's replies
/// have one order. So nobody has to guess how long to wait for what must not come.
final class Talks {

    private static final int REPEATS = 3;

    private Talks() {}

    static Verdict oneReply(Subject subject) throws IOException, InterruptedException {
        var person = subject.somebody();
        person.say("Good morning, do you deliver to Rosario?");
        return Verdict.of(complaints(ended(subject, List.of(person)), Doubt.NONE));
    }

    static Verdict order(Subject subject) throws IOException, InterruptedException {
        var people = subject.people(subject.size().crowd());
        Subject.atOnce(people, person -> {
            for (int n = 1; n <= subject.size().messages(); n++) {
                person.say("This is message number " + n);
            }
        });
        return Verdict.of(complaints(ended(subject, people), Doubt.NONE));
    }

    static Verdict duplicates(Subject subject) throws IOException, InterruptedException {
        var person = subject.somebody();
        person.say("How long does a refund take?");
        subject.driver().repeat(person.name(), person.last(), REPEATS);
        subject.settled(List.of(person));
        subject.driver().repeat(person.name(), person.last(), 1);
        return Verdict.of(complaints(ended(subject, List.of(person)), Doubt.NONE));
    }

    static Verdict receipts(Subject subject) throws IOException, InterruptedException {
        var people = subject.people(2);
        Subject.atOnce(people, person -> person.say("What are your opening hours?"));
        var conversations = ended(subject, people);
        return Verdict.of(Stream.concat(
                        complaints(conversations, Doubt.NONE).stream(),
                        conversations.stream().flatMap(conversation -> conversation.wrongReceipts().stream()))
                .toList());
    }

    /// Waits for the end, then for the end of one more message.
    static List<Conversation> ended(Subject subject, List<Person> people) throws IOException, InterruptedException {
        subject.settled(people);
        Subject.atOnce(people, person -> person.say("Thank you, goodbye"));
        return subject.settled(people);
    }

    static List<String> complaints(List<Conversation> conversations, Doubt doubt) {
        var complaints = new ArrayList<String>();
        for (var conversation : conversations) {
            complaints.addAll(conversation.missing());
            complaints.addAll(conversation.wrong(doubt));
        }
        return complaints;
    }
}
