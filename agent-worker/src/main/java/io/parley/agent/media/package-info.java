/// What people send besides words: references to files enter; the files, kept by the hash of their content, leave.
@NullMarked
package io.parley.agent.media;

import org.jspecify.annotations.NullMarked;
