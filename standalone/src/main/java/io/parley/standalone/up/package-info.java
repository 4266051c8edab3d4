/// `./parley up`: options and a data folder enter, everything runs in this JVM, until it is told to end.
@NullMarked
package io.parley.standalone.up;

import org.jspecify.annotations.NullMarked;
