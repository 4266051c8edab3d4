/// An estimate of what a model call will cost enters; leave to make it, or none until a time, leaves.
@NullMarked
package io.parley.agent.budget;

import org.jspecify.annotations.NullMarked;
