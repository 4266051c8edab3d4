/// Wishes for appointments enter, from tools and from operators; they leave as rows that never overlap, and as records
/// of `agenda-events`.
@NullMarked
package io.parley.agent.agenda;

import org.jspecify.annotations.NullMarked;
