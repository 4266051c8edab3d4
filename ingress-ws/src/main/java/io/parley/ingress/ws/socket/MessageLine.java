package io.parley.ingress.ws.socket;

import io.parley.schemas.avro.IncomingMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/// One socket's records on their way to Kafka, one at a time, so that they stand there in the order of the frames; none
/// before the socket's announcement, so that the router knows whom to answer.
///
/// When one fails, those behind it fail too, unsent: had they been written, the client's repetition of the failed one
/// would stand behind them. Safe for many threads.
final class MessageLine {

    private static final int MAX_WAITING = 100;

    /// A record and who waits for it.
    ///
    /// @param then told whether Kafka has it
    record Item(IncomingMessage message, Consumer<Boolean> then) {}

    private final Function<IncomingMessage, CompletionStage<?>> publish;
    private final Executor executor;
    private final Deque<Item> waiting = new ArrayDeque<>(2);
    private boolean open;
    private boolean busy;

    /// The line of one socket.
    ///
    /// @param publish may block for a moment, hence runs on the executor
    MessageLine(Function<IncomingMessage, CompletionStage<?>> publish, Executor executor) {
        this.publish = publish;
        this.executor = executor;
    }

    void offer(Item item) {
        synchronized (this) {
            if (waiting.size() < MAX_WAITING) {
                waiting.add(item);
                next();
                return;
            }
        }
        item.then().accept(false);
    }

    /// The announcement is written.
    synchronized void open() {
        open = true;
        next();
    }

    /// The announcement could not be written: what waits for it has failed.
    void fail() {
        failAll(List.of());
    }

    /// Whether a record of the client is not written yet.
    synchronized boolean isBusy() {
        return busy || !waiting.isEmpty();
    }

    private void send(Item item) {
        publish.apply(item.message()).whenComplete((written, failure) -> {
            if (failure == null) {
                item.then().accept(true);
                free();
            } else {
                failAll(List.of(item));
                free();
            }
        });
    }

    private synchronized void free() {
        busy = false;
        next();
    }

    private synchronized void next() {
        if (!open || busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        var item = waiting.remove();
        executor.execute(() -> send(item));
    }

    private void failAll(List<Item> first) {
        List<Item> failed = new ArrayList<>(first);
        synchronized (this) {
            failed.addAll(waiting);
            waiting.clear();
        }
        failed.forEach(item -> item.then().accept(false));
    }
}
