package io.parley.standalone.up;

/// The order in which the parts are stopped, the highest first: nothing more comes in, what runs comes to its end, what
/// was said goes out, and only then the log and the tables are closed.
final class Rank {

    static final int FOLDER = 0;
    static final int BROKER = 1;
    static final int DATABASE = 2;
    static final int MODEL = 3;
    static final int SANDBOX = 4;
    static final int ROUTER = 5;
    static final int WORKER = 6;
    static final int INGRESS = 7;

    private Rank() {}
}
