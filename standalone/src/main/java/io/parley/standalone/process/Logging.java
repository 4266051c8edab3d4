package io.parley.standalone.process;

import java.nio.file.Path;

/// Where log lines go. To be called before the first logger is made.
public final class Logging {

    private Logging() {}

    /// Warnings and worse to the console: for a process that is one broker or one database.
    public static void toConsole() {
        System.setProperty("logback.configurationFile", "parley/logback-console.xml");
    }

    /// Everything to `parley.log` in `directory`, and to the console only what a person has to act on: for all services
    /// in one JVM, none of which may set up the logging for the others.
    public static void toFile(Path directory) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.setProperty("logback.configurationFile", "parley/logback-file.xml");
        System.setProperty("parley.logs", directory.toString());
    }
}
