package io.parley.lanes;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.ZJ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/// Races on the ledger, run by [OffsetLedgerStressIT] in JVMs of their own.
public class OffsetLedgerStress {
    private OffsetLedgerStress() {}

    private static OffsetLedger tracked(int offsets) {
        OffsetLedger ledger = new OffsetLedger();
        for (int offset = 0; offset < offsets; offset++) {
            ledger.track(offset);
        }
        return ledger;
    }

    /// Two lanes finish, and a commit is read in between: it names nothing unfinished, and in the end none is
    /// forgotten.
    @JCStressTest
    @Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "committed before the first was finished")
    @Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "committed after both")
    @State
    public static class FinishAndCommit {
        private final OffsetLedger ledger = tracked(2);

        @Actor
        public void finishFirst() {
            ledger.finish(0);
        }

        @Actor
        public void finishSecondAndCommit(JJ_Result result) {
            ledger.finish(1);
            result.r1 = ledger.commit().offset();
        }

        @Arbiter
        public void end(JJ_Result result) {
            result.r2 = ledger.commit().offset();
        }
    }

    /// The poll thread reads on while a lane finishes: the new record is not committed past.
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the first finished, the second not")
    @State
    public static class TrackAndFinish {
        private final OffsetLedger ledger = tracked(1);

        @Actor
        public void read() {
            ledger.track(1);
        }

        @Actor
        public void finish() {
            ledger.finish(0);
        }

        @Arbiter
        public void end(JJ_Result result) {
            result.r1 = ledger.commit().offset();
            result.r2 = ledger.unfinished();
        }
    }

    /// A late end races with the end of the ownership: it counts if and only if the last commit has it.
    @JCStressTest
    @Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "finished in time")
    @Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "too late")
    @State
    public static class FinishAndClose {
        private final OffsetLedger ledger = tracked(1);

        @Actor
        public void finish(ZJ_Result result) {
            result.r1 = ledger.finish(0);
        }

        @Actor
        public void close(ZJ_Result result) {
            ledger.close();
            result.r2 = ledger.commit().offset();
        }
    }

    /// The handler finishes early while the call ends: the record is released once.
    @JCStressTest
    @Outcome(
            id = {"true, false, true", "false, true, true"},
            expect = Expect.ACCEPTABLE,
            desc = "finished once")
    @State
    public static class FinishTwice {
        private final OffsetLedger ledger = tracked(1);

        @Actor
        public void one(ZZZ_Result result) {
            result.r1 = ledger.finish(0);
        }

        @Actor
        public void other(ZZZ_Result result) {
            result.r2 = ledger.finish(0);
        }

        @Arbiter
        public void end(ZZZ_Result result) {
            result.r3 = ledger.unfinished() == 0;
        }
    }
}
