package io.parley.bench.lanes;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Confluent's parallel-consumer, ordered by key.
final class ParallelConsumerContender implements Contender {

    @Override
    public void consume(Task task, Work work) {
        Map<String, Object> consumer = Map.of(
                "bootstrap.servers",
                task.bootstrap(),
                "group.id",
                task.group(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        ParallelStreamProcessor<String, String> processor =
                ParallelStreamProcessor.createEosStreamProcessor(ParallelConsumerOptions.<String, String>builder()
                        .consumer(new KafkaConsumer<>(consumer, new StringDeserializer(), new StringDeserializer()))
                        .ordering(ProcessingOrder.KEY)
                        .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                        .maxConcurrency(task.inFlight())
                        .build());
        processor.subscribe(List.of(task.topic()));
        processor.poll(context -> {
            try {
                work.handle(context.key(), context.value());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
