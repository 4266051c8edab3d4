package io.parley.agent.handoff;

/// Takes letters to the team.
@FunctionalInterface
interface Post {

    /// Tries once; may take as long as a mail server's answers.
    Delivery deliver(Letter letter);

    /// What came of it.
    sealed interface Delivery {

        /// The mail server has it.
        record Delivered() implements Delivery {}

        /// The mail server will not have it as long as nobody changes anything.
        ///
        /// @param reason a stable lower-case word
        record Refused(String reason) implements Delivery {}

        /// The mail server can't be reached or can't take it now. It may have it, where it died before
        /// its answer.
        ///
        /// @param reason a stable lower-case word
        record Later(String reason) implements Delivery {}

        /// There is no mail server.
        record Nowhere() implements Delivery {}
    }
}
