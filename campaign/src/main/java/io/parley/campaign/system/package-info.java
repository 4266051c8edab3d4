/// The system under test: starts it, says where it is, kills and pauses its parts. All from outside, by processes.
@NullMarked
package io.parley.campaign.system;

import org.jspecify.annotations.NullMarked;
