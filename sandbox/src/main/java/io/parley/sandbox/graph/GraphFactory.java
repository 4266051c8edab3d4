package io.parley.sandbox.graph;

import io.parley.sandbox.Provider;
import io.parley.sandbox.World;

/// Finds the Graph API.
public final class GraphFactory implements Provider.Factory {

    @Override
    public Provider create(World world) {
        return new GraphStandIn(world);
    }
}
