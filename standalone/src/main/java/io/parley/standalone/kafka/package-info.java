/// A Kafka broker inside the JVM: a data directory and a port enter, a running broker leaves.
@NullMarked
package io.parley.standalone.kafka;

import org.jspecify.annotations.NullMarked;
