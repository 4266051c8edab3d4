package io.parley.agent.settings;

/// What a newer message does to a running turn.
public enum OnNewMessage {
    /// It waits and gets a turn of its own.
    QUEUE,
    /// The turn begins anew with both; after three interruptions newer messages wait.
    INTERRUPT,
    /// It is given to the model at the next step. As long as a turn has one step only: the turn begins anew with both
    /// while the model is still thinking, and the message waits once text is being written.
    STEER
}
