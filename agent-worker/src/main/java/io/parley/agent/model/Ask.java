package io.parley.agent.model;

/// A tool call that a model asks for.
///
/// @param id by which its result is given back
/// @param arguments as the model wrote them: a JSON object, if it kept the rules
public record Ask(String id, String name, String arguments) {}
