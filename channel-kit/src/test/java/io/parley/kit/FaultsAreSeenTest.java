package io.parley.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.kit.PlayedChannel.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A channel that breaks the contract turns the check of that promise red.
class FaultsAreSeenTest {

    private static final long SEED = 11;

    @ParameterizedTest
    @CsvSource({
        "LOSES_MESSAGES, ONE_REPLY, message 2",
        "LOSES_REPLIES, ONE_REPLY, does not have it",
        "DOUBLES_REPLIES, ONE_REPLY, twice",
        "LOSES_REPLIES, ORDER, does not have it",
        "REORDERS_REPLIES, ORDER, out of order",
        "REORDERS_MESSAGES, ORDER, before an earlier one",
        "ANSWERS_REPEATS_AGAIN, DUPLICATES, two replies",
        "GIVES_REPEATS_NEW_IDS, DUPLICATES, several message_ids",
        "FORGETS_SENDING, RECEIPTS, without a SENDING",
        "SENDS_AFTER_SENT, RECEIPTS, sent again after SENT",
        "GOES_BACK_FROM_READ, RECEIPTS, goes back",
        "GIVES_UP_AFTER_500, RETRY_AFTER_500, has not ended",
        "DOUBLES_AFTER_500, RETRY_AFTER_500, no receipt knows",
        "DOUBLES_AFTER_429, RETRY_AFTER_429, no receipt knows",
        "DOUBLES_UNMARKED_AFTER_SILENCE, RETRY_AFTER_SILENCE, no receipt knows",
        "IGNORES_THE_LIMIT, RATE_LIMIT, 429",
        "LOSES_IN_THE_BURST, RATE_LIMIT, does not have it",
        "TAKES_WRONG_SIGNATURES, WRONG_SIGNATURE, instead of 401",
        "TAKES_MISSING_SIGNATURES, MISSING_SIGNATURE, instead of 401",
        "TAKES_THE_OVERSIZED, OVERSIZED, instead of 413",
        "TAKES_WHAT_IS_NO_JSON, NOT_JSON, instead of 400",
        "TAKES_UNKNOWN_ACCOUNTS, UNKNOWN_ACCOUNT, instead of 404",
        "REFUSES_BUT_KEEPS, WRONG_SIGNATURE, stands on incoming-messages",
        "LOSES_AT_RESTART, RESTART, does not have it",
        "DOUBLES_AT_RESTART, RESTART, twice"
    })
    void a_broken_promise_turns_its_check_red(Fault fault, Check check, String complaint) throws Exception {
        assertThat(verdict(fault, check))
                .isInstanceOfSatisfying(
                        Verdict.Failed.class,
                        failed -> assertThat(failed.complaints()).anyMatch(line -> line.contains(complaint)));
    }

    @Test
    void what_is_broken_in_one_place_is_not_seen_everywhere() throws Exception {
        var red = EnumSet.noneOf(Check.class);
        for (var check : Check.values()) {
            if (verdict(Fault.TAKES_WRONG_SIGNATURES, check) instanceof Verdict.Failed) {
                red.add(check);
            }
        }
        assertThat(red).isEqualTo(Set.of(Check.WRONG_SIGNATURE));
    }

    private static Verdict verdict(Fault fault, Check check) throws Exception {
        var channel = new PlayedChannel(fault);
        var size = new Subject.Size(3, 4, 12, Duration.ofMillis(300));
        return check.run(new Subject(channel, channel, size, SEED));
    }
}
