package io.parley.agent.turn;

import io.parley.agent.Installed;

class StoredTurnsIT extends TurnStoreContract {

    @Override
    TurnStore store() {
        return Installed.shared().worker().bean(TurnStore.class);
    }
}
