package io.parley.sandbox.slack;

import io.parley.sandbox.Provider;
import io.parley.sandbox.World;

/// Finds Slack.
public final class SlackFactory implements Provider.Factory {

    @Override
    public Provider create(World world) {
        return new SlackStandIn(world);
    }
}
