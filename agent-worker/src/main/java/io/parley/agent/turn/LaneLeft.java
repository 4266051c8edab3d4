package io.parley.agent.turn;

/// This process shall not go on with the client: it stops, the partition is another's, or another attempt has taken
/// over. What is unfinished stays so and is resumed by whoever gets the records next.
public final class LaneLeft extends RuntimeException {

    LaneLeft(String why) {
        super(why, null, false, false);
    }
}
