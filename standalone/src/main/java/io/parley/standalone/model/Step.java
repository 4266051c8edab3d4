package io.parley.standalone.model;

/// A call of a tool that has been made since the last answer, and what came of it.
record Step(ToolCall call, Result result) {}
