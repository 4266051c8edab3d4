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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The checker is worth something: the real system, damaged from outside on purpose, gets a red verdict.
@Tag("slow")
@ExtendWith(RunningSystem.Extension.class)
class MutationsIT {

    private static final Duration TALK = Duration.ofSeconds(8);

    /// Longer than an honest answer takes; what is lost never comes.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    void a_second_answer_to_the_same_message(RunningSystem system) throws Exception {
        var verdict = forging(system, reply -> {
            var turn = Ids.turnId(reply.getClientId(), "a second time");
            return AgentReply.newBuilder(reply)
                    .setReplyId(Ids.replyId(turn, 1))
                    .setTurnId(turn)
                    .build();
        });

        assertThat(laws(verdict)).containsExactly("L2 nothing twice");
    }

    @Test
    void words_of_another_tenant(RunningSystem system) throws Exception {
        var foreign = "zq-t-000000000000";
        var verdict = forging(
                system,
                reply -> AgentReply.newBuilder(reply)
                        .setReplyId(reply.getReplyId() + "x")
                        .setInReplyTo(List.of())
                        .setContent("as another shop told me: " + foreign)
                        .build());

        assertThat(laws(verdict)).containsExactly("L5 no foreign words");
    }

    @Test
    void one_frame_dropped_on_its_way(RunningSystem system) throws Exception {
        var dropped = new AtomicInteger();
        var verdict = relaying(
                system, () -> text -> isAgents(text) && dropped.incrementAndGet() == 10 ? List.of() : List.of(text));

        assertThat(laws(verdict)).contains("L1b nothing missing in a tab");
    }

    @Test
    void two_answers_swapped_on_their_way(RunningSystem system) throws Exception {
        var verdict = relaying(system, Swap::new);

        assertThat(laws(verdict)).contains("L3 in order");
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

    private static Verdict forging(RunningSystem system, UnaryOperator<AgentReply> change) throws Exception {
        var saboteur = new Saboteur(system.deployment().bootstrapServers());
        var forger = Thread.ofPlatform().daemon().start(() -> saboteur.forge(reply -> true, 3, change));
        var verdict = talk(system, List.of(), UnaryOperator.identity());
        forger.join();
        return verdict;
    }

    /// The mutation befalls the first connections only.
    private static Verdict relaying(RunningSystem system, Supplier<MutatingRelay.Mutation> mutation) throws Exception {
        MutatingRelay.Mutation honest = List::of;
        try (var relay =
                new MutatingRelay(system.deployment().sockets(), number -> number < 6 ? mutation.get() : honest)) {
            return talk(system, List.of(), deployment -> new Way(deployment) {
                @Override
                public URI sockets() {
                    return relay.sockets();
                }
            });
        }
    }

    private static Verdict talk(RunningSystem system, List<PlannedFault> faults, UnaryOperator<Deployment> way)
            throws Exception {
        var talk = new RunningSystem.Talk(RunningSystem.TENANTS, 30, 20, TALK);
        return system.run(talk, faults, way, PATIENCE);
    }

    private static Set<String> laws(Verdict verdict) {
        return verdict.violations().stream().map(Violation::law).collect(Collectors.toSet());
    }
}
