package io.parley.agent.settings;

/// What a newer message does to a running turn.
public enum OnNewMessage {
    /// It waits and gets a turn of its own.
    QUEUE,
    /// What is under way is given up, and the turn goes on with both; after three interruptions newer messages wait.
    INTERRUPT,
    /// It is given to the model at the next step: the model's thinking is given up for it, but running tools end first,
    /// and it waits for its own turn once text is being written.
    STEER
}
