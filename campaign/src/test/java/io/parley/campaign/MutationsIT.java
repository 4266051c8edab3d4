package io.parley.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.check.Verdict;
import io.parley.campaign.check.Violation;
import io.parley.campaign.faults.PlannedFault;
import io.parley.campaign.faults.PlannedFault.Kind;
import io.parley.campaign.system.Deployment;
import io.parley.schemas.Ids;
import io.parley.schemas.avro.AgentReply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The checker is worth something: the real system, damaged from outside on purpose, gets a red verdict.
@Tag("slow")
@ExtendWith(RunningSystem.Extension.class)
class MutationsIT {

    private static final int DROPPING = 6;
    private static final int MUTATED = 12;

    @Test
    void offsets_committed_before_the_answer(RunningSystem system) throws Exception {
        var saboteur = new Saboteur(system.deployment().bootstrapServers());
        var killed = new PlannedFault(Kind.KILL, Duration.ZERO, List.of("agent-worker"), Duration.ZERO);

        var verdict = talk(system, List.of(killed), deployment -> new Way(deployment) {
            @Override
            public void restart(Collection<String> targets) throws IOException, InterruptedException {
                saboteur.commitEverything();
                super.restart(targets);
            }
        });

        assertThat(laws(verdict)).contains("L1 one ending", "L7 commits behind work");
    }

    @Test
    void frames_dropped_and_swapped_and_a_second_answer_and_words_of_another_tenant(RunningSystem system)
            throws Exception {
        var saboteur = new Saboteur(system.deployment().bootstrapServers());
        var forgers = List.of(forger(saboteur, MutationsIT::secondAnswer), forger(saboteur, MutationsIT::foreignWords));
        var dropped = new AtomicInteger();
        MutatingRelay.Mutation drop =
                text -> isAgents(text) && dropped.incrementAndGet() == 2 ? List.of() : List.of(text);

        var verdict = relaying(system, number -> number < DROPPING ? drop : number < MUTATED ? new Swap() : List::of);
        for (var forger : forgers) {
            forger.join();
        }

        assertThat(laws(verdict))
                .contains("L1b nothing missing in a tab", "L2 nothing twice", "L3 in order", "L5 no foreign words")
                .doesNotContain("L4 only what was sent", "L6 the log holds the accepted", "L7 commits behind work");
    }

    private static AgentReply secondAnswer(AgentReply reply) {
        var turn = Ids.turnId(reply.getClientId(), "a second time");
        return AgentReply.newBuilder(reply)
                .setReplyId(Ids.replyId(turn, 1))
                .setTurnId(turn)
                .build();
    }

    private static AgentReply foreignWords(AgentReply reply) {
        return AgentReply.newBuilder(reply)
                .setReplyId(reply.getReplyId() + "x")
                .setInReplyTo(List.of())
                .setContent("as another shop told me: zq-t-000000000000")
                .build();
    }

    /// Sends the first answer of a connection behind its second.
    private static final class Swap implements MutatingRelay.Mutation {

        private final List<String> held = new ArrayList<>();

        @Override
        public List<String> apply(String text) {
            if (!isAgents(text) || held.size() > 1) {
                return List.of(text);
            }
            held.add(text);
            return held.size() == 1 ? List.of() : List.of(text, held.getFirst());
        }
    }

    private static boolean isAgents(String frame) {
        return frame.contains("\"type\":\"message\"") && frame.contains("\"author\":\"agent\"");
    }

    private static Thread forger(Saboteur saboteur, UnaryOperator<AgentReply> change) {
        return Thread.ofPlatform()
                .daemon()
                .start(() -> saboteur.forge(reply -> !reply.getInReplyTo().isEmpty(), 3, change));
    }

    /// The mutations befall the first connections only.
    private static Verdict relaying(RunningSystem system, Function<Integer, MutatingRelay.Mutation> mutations)
            throws Exception {
        try (var relay = new MutatingRelay(system.deployment().sockets(), mutations)) {
            return talk(system, List.of(), deployment -> new Way(deployment) {
                @Override
                public URI sockets() {
                    return relay.sockets();
                }
            });
        }
    }

    /// Few enough words that an honest answer takes less than the patience; what is lost never comes.
    private static Verdict talk(RunningSystem system, List<PlannedFault> faults, UnaryOperator<Deployment> way)
            throws Exception {
        var talk = new RunningSystem.Talk(RunningSystem.seed(), 30, 15, Duration.ofSeconds(7), Duration.ofSeconds(8));
        return system.run(talk, faults, way);
    }

    private static Set<String> laws(Verdict verdict) {
        return verdict.violations().stream().map(Violation::law).collect(Collectors.toSet());
    }
}
