/// A client's messages enter; one ended turn leaves for each burst, stored before it is said.
@NullMarked
package io.parley.agent.turn;

import org.jspecify.annotations.NullMarked;
