package io.parley.agent.turn;

/// At all points, in simulated time.
class CrashPointsTest extends CrashPoints {

    @Override
    TurnStore store() {
        return new InMemoryTurns();
    }

    @Override
    boolean kills(String effect, boolean before) {
        return true;
    }
}
