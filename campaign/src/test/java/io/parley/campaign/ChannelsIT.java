package io.parley.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.channels.ChannelRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The short form of what `./parley campaign channels` does for hours.
@Tag("slow")
@ExtendWith(RunningSystem.Extension.class)
class ChannelsIT {

    private static final List<String> KINDS = List.of("telegram", "whatsapp", "ycloud", "slack", "http");

    @Test
    void nothing_is_lost_doubled_or_out_of_order_while_providers_fail_and_senders_are_paused(RunningSystem system)
            throws Exception {
        long seed = RunningSystem.seed();
        var outage = Duration.ofSeconds(6);
        var plan = new ChannelRun.Plan(
                seed, KINDS, 12, 2, 1, Duration.ofSeconds(15), outage, 0, 1, Duration.ofSeconds(50));

        var verdict = system.runChannels(plan);

        assertThat(verdict.violations()).as("seed %d", seed).isEmpty();
        assertThat(verdict.figures()).containsEntry("written on phones", 120.0);
        assertThat(verdict.figures().get("replies that arrived")).isGreaterThan(60);
    }
}
