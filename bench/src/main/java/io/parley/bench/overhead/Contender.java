package io.parley.bench.overhead;

import java.util.function.LongConsumer;

/// One side of the comparison: takes messages and tells when each has come to its end.
interface Contender extends AutoCloseable {

    String name();

    /// Begins message `number`; must not wait for its end. What fails shows as a message without end.
    void send(long number);

    /// Who is told the number of each message that has come to its end, from any thread, as often as it comes.
    void onEnd(LongConsumer listener);

    /// The process whose CPU time is this contender's own.
    ProcessHandle process();

    @Override
    void close();
}
