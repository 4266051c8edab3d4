package io.parley.standalone.up;

import java.util.List;
import java.util.function.Function;
import org.springframework.context.ConfigurableApplicationContext;

/// A service of Parley as `up` starts it: an application context of its own, with settings of its own.
///
/// @param rank      when it is stopped
/// @param start     its `Application.start`
/// @param arguments properties, `--key=value`
record Service(
        int rank,
        String name,
        int port,
        Function<String[], ConfigurableApplicationContext> start,
        List<String> arguments) {

    ConfigurableApplicationContext run() {
        return start.apply(arguments.toArray(String[]::new));
    }
}
