package io.parley.lanes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/// What one class logs at WARN and above, instead of showing it.
final class Warnings implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    private Warnings(Class<?> source) {
        logger = (Logger) LoggerFactory.getLogger(source);
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(events);
        events.start();
    }

    static Warnings of(Class<?> source) {
        return new Warnings(source);
    }

    boolean contain(String text) {
        return List.copyOf(events.list).stream()
                .anyMatch(event -> event.getFormattedMessage().contains(text));
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setAdditive(true);
    }
}
