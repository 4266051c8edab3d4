package io.parley.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.campaign.ledger.Ledger;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.ledger.Stamp;
import io.parley.schemas.Ids;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {

    @Test
    void wrong_use_ends_with_2() {
        assertThat(Campaign.run("--kills", "1", "--target", "nobody")).isEqualTo(2);
        assertThat(Campaign.run("--faults", "earthquake")).isEqualTo(2);
        assertThat(Campaign.run("--mode", "cloud")).isEqualTo(2);
        assertThat(Campaign.run("--model-ms", "fast")).isEqualTo(2);
        assertThat(Campaign.run("--faults", "kill,cut")).isEqualTo(2);
        assertThat(Campaign.run("--nonsense")).isEqualTo(2);
        assertThat(Campaign.run("sockets", "--length", "soon")).isEqualTo(2);
        assertThat(Campaign.run("sockets", "--nodes", "0")).isEqualTo(2);
    }

    @Test
    void an_earlier_ledger_can_be_checked_again(@TempDir Path kept, @TempDir Path broken) throws Exception {
        write(kept, false);
        write(broken, true);

        assertThat(Campaign.run("--check", kept.toString())).isEqualTo(0);
        assertThat(Campaign.run("--check", broken.toString(), "--json")).isEqualTo(1);
    }

    private static void write(Path directory, boolean acceptedAndForgotten) throws Exception {
        var client = "alpha:alpha-web:g.u";
        var at = new Stamp(1, 2, 3);
        try (var ledger = new Ledger(directory)) {
            ledger.append(new Line.Person("alpha", client, "u", "zq-c-000000000000"));
            if (acceptedAndForgotten) {
                ledger.append(new Line.Accepted(at, client, "tab", 1, "c1", Ids.messageId(client, "MESSAGE", "c1")));
            }
        }
    }
}
