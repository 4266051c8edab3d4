package io.parley.standalone.up;

import io.parley.standalone.process.Failure;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for a whole Parley that nobody uses at the moment.
final class FreePorts {

    private static final int MIN = 2_000;
    private static final int MAX = 22_000;

    private FreePorts() {}

    static Ports find() {
        while (true) {
            Ports ports = new Ports(ThreadLocalRandom.current().nextInt(MIN, MAX), 1);
            try {
                ports.check(true, true);
                return ports;
            } catch (Failure e) {
                // taken: the next one
            }
        }
    }
}
