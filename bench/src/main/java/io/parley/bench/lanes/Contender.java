package io.parley.bench.lanes;

import java.util.Map;

/// One way to consume.
interface Contender {

    /// By the name that the command line and the report use.
    Map<String, Contender> ALL = Map.of(
            "key-lanes", new KeyLanesContender(),
            "spring-kafka", new SpringListenerContender(),
            "parallel-consumer", new ParallelConsumerContender());

    /// Begins to hand every record to the work, and goes on until the process ends.
    void consume(Task task, Work work);
}
