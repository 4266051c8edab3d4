package io.parley.egress.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.channels.Addressee;
import io.parley.channels.Limit.Scope;
import io.parley.channels.Outcome;
import io.parley.channels.Piece;
import io.parley.lanes.Ending;
import io.parley.schemas.avro.AgentReply;
import io.parley.schemas.avro.DeliveryReceipt;
import io.parley.schemas.avro.DeliveryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a provider answers and whenever processes are killed: nothing is lost, nothing is doubled but what is
/// marked
/// as perhaps doubled, and each client's pieces come in order.
class RandomDeliveryTest {

    private static final int ENTRIES = 12;
    private static final List<String> CLIENTS = List.of("ana", "bob", "eva");

    /// The process dies here.
    private static final class Killed extends RuntimeException {}

    static List<Long> seeds() {
        long first = Long.getLong("parley.seed", System.nanoTime());
        return IntStream.range(0, 200).mapToObj(i -> first + i).toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothing_is_lost_doubled_or_out_of_order(long seed) {
        var random = new Random(seed);
        var office = new Office();
        office.sender.otherwise = (piece, to) -> answer(random, office.sender, piece, to);
        office.receipts.afterAppend(() -> {
            if (random.nextInt(40) == 0) {
                throw new Killed();
            }
        });
        var entries = entries(random, office);

        var living = office;
        for (int next = 0; next < entries.size(); ) {
            if (next > 0 && random.nextInt(8) == 0) {
                int old = random.nextInt(next);
                living.routeAt(entries.get(old), old);
            } else {
                living.routeAt(entries.get(next), next);
            }
            boolean isNext = living.lane.waiting.getLast().offset() == next;
            if (survives(living)) {
                next += isNext ? 1 : 0;
            } else {
                office.clock.pass(Duration.ofSeconds(random.nextInt(200)));
                living = living.another();
            }
        }

        for (var client : CLIENTS) {
            check(office, entries, client);
        }
    }

    private static List<AgentReply> entries(Random random, Office office) {
        return IntStream.range(0, ENTRIES)
                .mapToObj(i -> {
                    var client = CLIENTS.get(random.nextInt(CLIENTS.size()));
                    var lines = IntStream.rangeClosed(1, 1 + random.nextInt(3))
                            .mapToObj(line -> i + "." + line)
                            .toList();
                    return office.entry("shoes:shoes-pigeon:" + client, "t" + i + ".1", String.join("\n", lines))
                            .build();
                })
                .toList();
    }

    private static Outcome answer(Random random, RecordingSender sender, Piece piece, Addressee to)
            throws InterruptedException {
        return switch (random.nextInt(14)) {
            case 0, 1 ->
                new Outcome.Later(Duration.ofSeconds(2), random.nextBoolean() ? Scope.CLIENT : Scope.ACCOUNT, "429");
            case 2 -> new Outcome.Unknown("lost before");
            case 3 -> {
                var _ = sender.deliver(piece, to);
                yield new Outcome.Unknown("lost after");
            }
            case 4 -> new Outcome.Refused("blocked");
            case 5 -> throw new InterruptedException("killed before");
            case 6 -> {
                var _ = sender.deliver(piece, to);
                throw new InterruptedException("killed after");
            }
            default -> sender.deliver(piece, to);
        };
    }

    private static boolean survives(Office office) {
        try {
            return office.handle() instanceof Ending.Finished;
        } catch (InterruptedException | Killed e) {
            return false;
        }
    }

    private static void check(Office office, List<AgentReply> entries, String client) {
        var expected = entries.stream()
                .filter(entry -> entry.getClientId().endsWith(client))
                .flatMap(entry -> entry.getContent().lines())
                .toList();
        var order = new ArrayList<Integer>();
        for (var line : expected) {
            var states = states(office, line);
            long times = office.sender.delivered.stream()
                    .filter((client + " " + line)::equals)
                    .count();
            var ends = EnumSet.of(DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.UNKNOWN);
            assertThat(states).as("end of %s", line).containsAnyElementsOf(ends);
            if (!states.contains(DeliveryState.UNKNOWN)) {
                assertThat(times)
                        .as("times of %s: %s", line, states)
                        .isEqualTo(states.contains(DeliveryState.SENT) ? 1 : 0);
            }
            assertThat(times).as("times of %s: %s", line, states).isLessThanOrEqualTo(2);
        }
        office.sender.delivered.stream()
                .filter(said -> said.startsWith(client))
                .forEach(said -> order.add(expected.indexOf(said.substring(client.length() + 1))));
        assertThat(order).isSorted();
    }

    private static List<DeliveryState> states(Office office, String line) {
        var entry = "t" + line.substring(0, line.indexOf('.')) + ".1";
        int piece = Integer.parseInt(line.substring(line.indexOf('.') + 1));
        return office.receipts.all().stream()
                .filter(receipt -> receipt.getReplyId().equals(entry) && receipt.getPiece() == piece)
                .map(DeliveryReceipt::getState)
                .toList();
    }
}
