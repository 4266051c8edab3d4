package io.parley.lanes;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// Some members, one group, a few thousand records, and chance: partitions move, are lost, members die,
/// commits and handlers fail. In the end everything heals, and all must be committed.
final class RandomRun {
    private static final int KEYS = 30;
    private static final int STEPS = 25;

    private final Random random;
    private final FakeCluster cluster = new FakeCluster(4);
    private final Witness witness = new Witness(cluster);
    private final List<RandomMember> members = new ArrayList<>();
    private final int[] numbers = new int[KEYS];

    private RandomRun(long seed) {
        this.random = new Random(seed);
    }

    /// Prints the seed and how it went.
    static Witness of(long seed) {
        RandomRun run = new RandomRun(seed);
        run.cluster.listenToCommits(run.witness::committed);
        run.go(seed);
        System.out.printf("random interleaving, seed %d: %s%n", seed, run.witness.summary());
        return run.witness;
    }

    private void go(long seed) {
        try {
            join();
            join();
            share();
            for (int step = 0; step < STEPS; step++) {
                append(random.nextInt(120));
                step();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(12));
            }
            members.forEach(RandomMember::heal);
            share();
            awaitCommitted(seed);
        } catch (Exception e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            members.forEach(member -> member.close(Duration.ZERO));
        }
    }

    private void step() throws Exception {
        switch (random.nextInt(8)) {
            case 0 -> join();
            case 1 -> leave(true);
            case 2 -> leave(false);
            case 3 -> lose();
            case 4, 5 -> share();
            default -> {}
        }
    }

    private void join() {
        if (members.size() < 4) {
            members.add(new RandomMember(cluster, witness, random));
        }
    }

    private void leave(boolean crash) throws Exception {
        if (members.size() > 1) {
            RandomMember member = members.remove(random.nextInt(members.size()));
            if (crash) {
                cluster.own(member.consumer, Set.of());
                member.crash();
            } else {
                member.close(Duration.ofMillis(random.nextInt(20)));
            }
            share();
        }
    }

    private void lose() throws Exception {
        members.get(random.nextInt(members.size())).consumer.loseAll().get(10, TimeUnit.SECONDS);
        share();
    }

    /// Deals the partitions out anew: first everybody gives up what goes, then everybody gets what comes.
    private void share() throws Exception {
        List<Set<TopicPartition>> shares = new ArrayList<>();
        members.forEach(member -> shares.add(new HashSet<>()));
        cluster.partitions()
                .forEach(id -> shares.get(random.nextInt(members.size())).add(id));
        for (int i = 0; i < members.size(); i++) {
            Set<TopicPartition> keep = new HashSet<>(cluster.ownedBy(members.get(i).consumer));
            keep.retainAll(shares.get(i));
            members.get(i).consumer.assignTo(keep).get(10, TimeUnit.SECONDS);
        }
        for (int i = 0; i < members.size(); i++) {
            members.get(i).consumer.assignTo(shares.get(i)).get(10, TimeUnit.SECONDS);
        }
    }

    /// Half of the records belong to one key, which so outgrows its lane.
    private void append(int records) {
        IntStream.range(0, records).forEach(i -> {
            int key = random.nextBoolean() ? 0 : random.nextInt(KEYS);
            String text = random.nextInt(50) == 0 ? "cancel" : "text";
            cluster.append("key" + key, numbers[key]++ + " " + text);
        });
    }

    private void awaitCommitted(long seed) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> cluster.partitions().stream()
                            .allMatch(id -> cluster.committed(id.partition()) == cluster.end(id)));
        } catch (ConditionTimeoutException e) {
            fail("seed %d: stuck at %s", seed, cluster.committed());
        }
    }
}
