package io.parley.egress.delivery;

import static io.parley.egress.delivery.Office.ANA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.channels.Outcome;
import io.parley.channels.Sign;
import io.parley.schemas.ClientId;
import io.parley.schemas.avro.DeltaSign;
import io.parley.schemas.avro.Phase;
import io.parley.schemas.avro.PhaseSign;
import io.parley.schemas.avro.TurnProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SignsTest {

    private static final PhaseSign THINKING = new PhaseSign(Phase.THINKING, null, null, null);

    private final Office office = new Office();
    private final Signs signs = new Signs(office.station);

    @AfterEach
    void end() {
        signs.endAll();
    }

    @Test
    void a_sign_is_shown_at_once_and_again_before_it_fades() {
        office.sender.signLasts = Duration.ofMillis(50);
        signs.accept(progress(1, THINKING), office.clock.instant());

        await().until(() -> office.sender.signs.size() == 1);
        office.clock.pass(Duration.ofMillis(45));

        await().until(() -> office.sender.signs.size() == 2);
    }

    @Test
    void the_text_so_far_is_shown_where_the_channel_streams() {
        office.sender.streams = true;
        signs.accept(progress(1, new DeltaSign(0, 0, "Hola, ")), office.clock.instant());
        await().until(() -> office.sender.signs.size() == 1);
        office.clock.pass(Duration.ofSeconds(2));

        signs.accept(progress(1, new DeltaSign(1, 6, "Ana")), office.clock.instant());

        await().until(() -> office.sender.signs.contains(new Sign("t1", 1, "Hola, Ana")));
    }

    @Test
    void a_newer_attempt_begins_its_text_anew_and_an_older_one_counts_for_nothing() {
        office.sender.streams = true;
        signs.accept(progress(1, new DeltaSign(0, 0, "old")), office.clock.instant());
        await().until(() -> office.sender.signs.size() == 1);
        office.clock.pass(Duration.ofSeconds(2));

        signs.accept(progress(2, new DeltaSign(0, 0, "new")), office.clock.instant());
        signs.accept(progress(1, new DeltaSign(1, 3, "er")), office.clock.instant());

        await().until(() -> office.sender.signs.size() == 2);
        assertThat(office.sender.signs).last().isEqualTo(new Sign("t1", 2, "new"));
    }

    @Test
    void a_stale_sign_a_channel_without_signs_and_a_paused_account_show_nothing() throws Exception {
        signs.accept(progress(1, THINKING), office.clock.instant());
        office.sender.signLasts = Duration.ofSeconds(5);
        signs.accept(progress(1, THINKING), office.clock.instant().minusSeconds(60));
        var account = office.station
                .customers()
                .find(PigeonPost.KIND, ClientId.parse(ANA), Map.of())
                .orElseThrow()
                .account();
        var gate = office.station.gates().of(account);
        var turn = new AccountGate.Turn(List.of(), false);
        assertThat(gate.ask(turn)).isEmpty();
        gate.answered(turn, new Outcome.Halted("401"));
        assertThat(gate.admitsSign()).isFalse();

        office.send("shoes:shoes-loft:cid", "t9.1", "words");

        assertThat(office.sender.signs).isEmpty();
    }

    private TurnProgress progress(int attempt, Object sign) {
        return TurnProgress.newBuilder()
                .setTurnId("t1")
                .setClientId(ANA)
                .setTenant("shoes")
                .setChannel(PigeonPost.KIND)
                .setChannelAccount("shoes-pigeon")
                .setAttempt(attempt)
                .setAt(office.clock.instant())
                .setSign(sign)
                .build();
    }
}
