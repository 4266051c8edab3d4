@NullMarked
package io.parley.agent.media;

import org.jspecify.annotations.NullMarked;
