/// What an operator should know enters; it leaves as a record of `system-events`.
@NullMarked
package io.parley.agent.event;

import org.jspecify.annotations.NullMarked;
