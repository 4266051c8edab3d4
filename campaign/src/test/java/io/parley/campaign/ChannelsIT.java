package io.parley.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The short form of what `./parley campaign channels` does for hours.
@Tag("slow")
class ChannelsIT {

    @Test
    void nothing_is_lost_doubled_or_out_of_order_while_providers_fail_and_senders_are_paused() {
        assertThat(Campaign.run(
                        "channels",
                        "--seed=11",
                        "--conversations=12",
                        "--talk=15",
                        "--outage=6",
                        "--pauses=1",
                        "--blocked=1",
                        "--patience=50"))
                .isZero();
    }
}
