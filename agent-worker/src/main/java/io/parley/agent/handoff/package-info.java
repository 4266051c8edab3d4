/// A client's conversation goes to people and comes back: what silences the agent enters, until when it keeps silent
/// and a mail to the team leave.
@NullMarked
package io.parley.agent.handoff;

import org.jspecify.annotations.NullMarked;
