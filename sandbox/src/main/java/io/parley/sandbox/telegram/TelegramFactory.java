package io.parley.sandbox.telegram;

import io.parley.sandbox.Provider;
import io.parley.sandbox.World;

/// Finds Telegram.
public final class TelegramFactory implements Provider.Factory {

    @Override
    public Provider create(World world) {
        return new TelegramStandIn(world);
    }
}
