/// The tenants file and the topic tenant-settings enter; what a turn must know of its tenant leaves.
@NullMarked
package io.parley.agent.settings;

import org.jspecify.annotations.NullMarked;
