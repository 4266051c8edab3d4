package io.parley.bench.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.lanes.Ending;
import io.parley.lanes.KeyLanes;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Ours, with its own defaults.
final class KeyLanesContender implements Contender {

    @Override
    public void consume(Task task, Work work) {
        KeyLanes<String> lanes = KeyLanes.<String>builder()
                .name("bench")
                .consumer(Map.of(
                        "bootstrap.servers", task.bootstrap(),
                        "group.id", task.group(),
                        "auto.offset.reset", "earliest"))
                .topics(task.topic())
                .decoder(record -> new String(record.value(), UTF_8))
                .handler(lane -> {
                    work.handle(lane.key(), lane.take().value());
                    return new Ending.Finished();
                })
                .deadLetters(
                        (record, reason, cause) -> CompletableFuture.failedFuture(new IllegalStateException(reason)))
                .maxRunning(task.inFlight())
                .build();
        lanes.start();
    }
}
