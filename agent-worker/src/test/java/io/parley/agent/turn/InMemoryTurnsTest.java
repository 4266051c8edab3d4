package io.parley.agent.turn;

class InMemoryTurnsTest extends TurnStoreContract {

    @Override
    TurnStore store() {
        return new InMemoryTurns();
    }
}
