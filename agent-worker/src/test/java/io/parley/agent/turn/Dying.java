package io.parley.agent.turn;

import java.util.ArrayList;
import java.util.List;

/// A process that dies right before or right after its n-th effect. From then on it has no effect at all.
final class Dying implements Effects.Witness {

    private final int at;
    private final boolean before;
    private boolean dead;
    private final List<String> effects = new ArrayList<>();

    Dying(int at, boolean before) {
        this.at = at;
        this.before = before;
    }

    /// One that lives, to see what effects there are.
    static Dying never() {
        return new Dying(Integer.MAX_VALUE, true);
    }

    /// The end of the process.
    static final class Death extends Error {}

    boolean isDead() {
        return dead;
    }

    /// What it has had, in order.
    List<String> effects() {
        return List.copyOf(dead && before ? effects.subList(0, at - 1) : effects);
    }

    Workplace at(Workplace workplace) {
        return Effects.before(this, workplace);
    }

    @Override
    public void before(String effect, Object[] arguments) {
        if (!dead) {
            effects.add(effect);
        }
        strike(true);
    }

    @Override
    public void after(String effect) {
        strike(false);
    }

    private void strike(boolean beforeEffect) {
        dead = dead || (effects.size() == at && before == beforeEffect);
        if (dead) {
            throw new Death();
        }
    }
}
