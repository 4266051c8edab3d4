package io.parley.sandbox;

/// A call to the control API that makes no sense.
public final class ControlError extends RuntimeException {

    private final int status;

    public ControlError(int status, String message) {
        super(message);
        this.status = status;
    }

    /// The act or state is not one that this provider knows.
    public static ControlError wrong(String message) {
        return new ControlError(400, message);
    }

    int status() {
        return status;
    }
}
