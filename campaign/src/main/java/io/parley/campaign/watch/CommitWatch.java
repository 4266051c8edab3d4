package io.parley.campaign.watch;

import io.parley.campaign.ledger.Line;
import io.parley.campaign.load.Recorder;
import io.parley.schemas.topics.Groups;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Asks again and again what the groups have committed, and notes each change. While the broker is away it waits.
public final class CommitWatch implements AutoCloseable {

    private static final long PERIOD_MILLIS = 250;
    private static final long PATIENCE_SECONDS = 5;

    private final Admin admin;
    private final Recorder recorder;
    private final Map<String, Long> known = new HashMap<>();
    private final Thread thread;

    public CommitWatch(String bootstrapServers, Recorder recorder) {
        admin = Admin.create(KafkaSettings.client(bootstrapServers, "campaign-commits"));
        this.recorder = recorder;
        thread = Thread.ofPlatform().daemon().name("campaign-commits").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                for (var group : Groups.all().keySet()) {
                    ask(group);
                }
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void ask(String group) throws InterruptedException {
        try {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .forEach((partition, committed) -> note(group, partition, committed));
        } catch (ExecutionException | TimeoutException e) {
            // the broker is away, which is part of the run
        }
    }

    private void note(String group, TopicPartition partition, OffsetAndMetadata committed) {
        var before = known.put(group + " " + partition, committed.offset());
        if (before == null || before != committed.offset()) {
            recorder.note(
                    at -> new Line.Committed(at, group, partition.topic(), partition.partition(), committed.offset()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        admin.close();
    }
}
