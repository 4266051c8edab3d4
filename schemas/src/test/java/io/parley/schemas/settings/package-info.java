@NullMarked
package io.parley.schemas.settings;

import org.jspecify.annotations.NullMarked;
