package io.parley.standalone.process;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// Where log lines go.
public final class Logging {

    private Logging() {}

    /// Warnings and worse to the console: for a process that is one broker or one database. A service with Spring Boot
    /// sets up its own logging when it starts.
    public static void toConsole() {
        configure("/parley/logback-console.xml");
    }

    /// Everything to `parley.log` in `directory`, and to the console only what a person has to act on: for all services
    /// in one JVM, none of which may set up the logging for the others.
    public static void toFile(Path directory) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.setProperty("parley.logs", directory.toString());
        configure("/parley/logback-file.xml");
    }

    private static void configure(String resource) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(Logging.class.getResource(resource));
        } catch (JoranException e) {
            throw new IllegalStateException("the logging configuration " + resource + " is broken", e);
        }
    }
}
