package io.parley.kit;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The contract of a channel for JUnit: a subclass says how the channel is reached. A check for which the driver lacks
/// a means is aborted with the reason.
public abstract class ChannelContract {

    /// The channel under test, the same for all checks.
    protected abstract Subject subject();

    /// All but what this channel cannot have.
    protected List<Check> checks() {
        return List.of(Check.values());
    }

    @TestFactory
    Stream<DynamicTest> keeps_the_contract_of_a_channel() {
        return checks().stream()
                .map(check -> DynamicTest.dynamicTest(check.title() + ": " + check.promise(), () -> verify(check)));
    }

    private void verify(Check check) throws IOException, InterruptedException {
        switch (check.run(subject())) {
            case Verdict.Passed _ -> {}
            case Verdict.Failed(var complaints) -> Assertions.fail(String.join("; ", complaints));
            case Verdict.Skipped(var why) -> Assumptions.abort(why);
        }
    }
}
