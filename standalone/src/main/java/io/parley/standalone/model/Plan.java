package io.parley.standalone.model;

import java.util.Optional;

/// What is done about questions of one kind.
///
/// A plan keeps nothing: it is run again from its beginning for each request, and goes as far as the results of tools
/// that stand in the request take it.
interface Plan {

    /// The next move; empty where the question is none of the plan's, or its tools have nothing about it.
    Optional<Move> about(Question question, Talk talk);
}
