/// A PostgreSQL server beside the JVM: a data directory and a port enter, a running server leaves.
@NullMarked
package io.parley.standalone.postgres;

import org.jspecify.annotations.NullMarked;
