/// What a process has done to a message enters, as spans joined by the records' trace context; it leaves by OTLP.
@NullMarked
package io.parley.schemas.trace;

import org.jspecify.annotations.NullMarked;
