/// HTTP requests about turns enter; their state leaves, or a cancel record on incoming-messages.
@NullMarked
package io.parley.agent.api;

import org.jspecify.annotations.NullMarked;
