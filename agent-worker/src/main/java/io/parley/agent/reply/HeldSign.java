package io.parley.agent.reply;

import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnProgress;
import java.util.HashSet;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A sign of life on its way out.
///
/// @param isVoid whether what it belongs to is over
record HeldSign(TurnProgress sign, BooleanSupplier isVoid) {

    /// Those that still mean something when all of them leave together: of a turn's phases the last, and nothing of an
    /// attempt that is over, since its end says more. What a fast model answers at once needs no sign at all.
    static List<TurnProgress> due(List<HeldSign> held) {
        var phased = new HashSet<String>();
        return held.reversed().stream()
                .filter(sign -> !sign.isPhase() || phased.add(sign.sign().getTurnId()))
                .filter(sign -> !sign.isVoid().getAsBoolean())
                .map(HeldSign::sign)
                .toList()
                .reversed();
    }

    private boolean isPhase() {
        return sign.getSign() instanceof PhaseSign;
    }
}
