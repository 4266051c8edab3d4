package io.parley.bench.lanes;

import java.time.Duration;

/// What one contender has to do, as its process is told.
record Task(
        String contender,
        String bootstrap,
        String topic,
        int inFlight,
        Duration handler,
        Duration warmUp,
        Duration measured) {

    String[] arguments() {
        return new String[] {
            contender,
            bootstrap,
            topic,
            Integer.toString(inFlight),
            handler.toString(),
            warmUp.toString(),
            measured.toString()
        };
    }

    static Task of(String[] arguments) {
        return new Task(
                arguments[0],
                arguments[1],
                arguments[2],
                Integer.parseInt(arguments[3]),
                Duration.parse(arguments[4]),
                Duration.parse(arguments[5]),
                Duration.parse(arguments[6]));
    }

    /// The group to consume in.
    String group() {
        return "bench-lanes-" + contender;
    }
}
