@NullMarked
package io.parley.agent.agenda;

import org.jspecify.annotations.NullMarked;
