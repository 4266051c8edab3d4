/// A prompt enters; the pieces of an answer and one outcome leave. The only package that knows LangChain4j.
@NullMarked
package io.parley.agent.model;

import org.jspecify.annotations.NullMarked;
