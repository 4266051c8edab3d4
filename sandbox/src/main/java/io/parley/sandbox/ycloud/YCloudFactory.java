package io.parley.sandbox.ycloud;

import io.parley.sandbox.Provider;
import io.parley.sandbox.World;

/// Finds YCloud.
public final class YCloudFactory implements Provider.Factory {

    @Override
    public Provider create(World world) {
        return new YCloudStandIn(world);
    }
}
