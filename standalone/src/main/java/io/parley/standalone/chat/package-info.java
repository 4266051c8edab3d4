/// The chat in the terminal: lines or frames of a person or a script enter, what the server says leaves as text or JSON
/// lines.
@NullMarked
package io.parley.standalone.chat;

import org.jspecify.annotations.NullMarked;
