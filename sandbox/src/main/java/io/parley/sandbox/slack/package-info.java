/// Slack: Web API calls enter, events and clicks leave.
@NullMarked
package io.parley.sandbox.slack;

import org.jspecify.annotations.NullMarked;
