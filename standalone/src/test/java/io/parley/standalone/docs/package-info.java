@NullMarked
package io.parley.standalone.docs;

import org.jspecify.annotations.NullMarked;
