package io.parley.sandbox.whatsapp;

import io.parley.sandbox.World;
import io.parley.sandbox.whatsapp.Outbound.Fate;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/// Tells what becomes of messages: sent, delivered, read, or failed (Cloud API, status messages webhook).
public final class StatusReports {

    private static final Duration BETWEEN = Duration.ofMillis(60);
    private static final Duration OVERTAKEN = Duration.ofMillis(80);

    private final World world;
    private final BiConsumer<Outbound, String> sink;

    /// @param sink takes a message and its status
    public StatusReports(World world, BiConsumer<Outbound, String> sink) {
        this.world = world;
        this.sink = sink;
    }

    /// Tells one status after the other, on a thread of its own.
    public void begin(Outbound message) {
        if (world.settings().statuses()) {
            Thread.ofVirtual().name("status-", 0).start(() -> tell(message));
        }
    }

    private void tell(Outbound message) {
        switch (message.fate()) {
            case Fate.Failed _ -> sink.accept(message, "failed");
            case Fate.Stuck() -> sink.accept(message, "sent");
            case Fate.Reached(var isRead) -> {
                sink.accept(message, "sent");
                LockSupport.parkNanos(BETWEEN.toNanos());
                // In a chat that is open on the phone a message is read without being delivered before.
                if (!isRead || !isChatOpen(message)) {
                    sink.accept(message, "delivered");
                    LockSupport.parkNanos(BETWEEN.toNanos());
                }
                if (isRead) {
                    sink.accept(message, "read");
                }
            }
        }
    }

    private static boolean isChatOpen(Outbound message) {
        return message.chat()
                .filter(chat -> chat.screen().is("chat_open", false))
                .isPresent();
    }

    /// The person has read a message that was delivered before.
    public void read(Outbound message) {
        if (world.settings().statuses()) {
            sink.accept(message, "read");
        }
    }

    /// Waits until the first statuses have gone: the answer to a send may come after them.
    public void overtake() {
        LockSupport.parkNanos(OVERTAKEN.toNanos());
    }
}
