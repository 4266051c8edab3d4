package io.parley.standalone.up;

import io.parley.standalone.service.ServiceKind;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/// A service of Parley as `up` starts it: an application context of its own, with settings of its own.
///
/// @param rank      when it is stopped
/// @param arguments properties, `--key=value`
record Service(int rank, String name, int port, ServiceKind kind, List<String> arguments) {

    ConfigurableApplicationContext run() {
        return kind.start(arguments.toArray(String[]::new));
    }
}
