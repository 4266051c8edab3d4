package io.parley.sandbox.tiendanube;

import io.parley.sandbox.Provider;
import io.parley.sandbox.World;

/// Finds Tienda Nube.
public final class TiendaNubeFactory implements Provider.Factory {

    @Override
    public Provider create(World world) {
        return new TiendaNubeStandIn(world);
    }
}
