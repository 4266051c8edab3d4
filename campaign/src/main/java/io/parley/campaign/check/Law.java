package io.parley.campaign.check;

import java.util.stream.Stream;

/// One promise, checked over a whole ledger.
interface Law {

    /// Number and name, for instance `L1 one ending`.
    String name();

    /// Everything that breaks the promise.
    Stream<Violation> violations(Observations seen);

    default Violation violation(String who, String what) {
        return new Violation(name(), who, what);
    }
}
