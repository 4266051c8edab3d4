package io.parley.agent.settings;

/// The tenants file can't be used. The message is one line that names the place and says what is right.
public final class InvalidTenantsFile extends RuntimeException {

    InvalidTenantsFile(String place, String complaint) {
        super(place + ": " + complaint);
    }
}
