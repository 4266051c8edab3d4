package io.parley.schemas.topics;

import io.parley.schemas.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;

class EmbeddedInstallationIT extends InstallationContract {

    private final EmbeddedBroker broker = new EmbeddedBroker();

    @Override
    String address() {
        return broker.address();
    }

    @AfterAll
    void stop() {
        broker.close();
    }
}
