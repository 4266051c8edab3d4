package io.parley.agent.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A tenant whose share is in use waits, and nobody else does.
class ConnectionSharesTest {

    private final ConnectionShares shares = new ConnectionShares(2, Duration.ofMinutes(1));
    private final CountDownLatch done = new CountDownLatch(1);

    @BeforeEach
    void occupy() throws InterruptedException {
        var busy = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            Thread.ofVirtual()
                    .start(() -> shares.within("busy", () -> {
                        busy.countDown();
                        return await(done);
                    }));
        }
        busy.await();
    }

    @AfterEach
    void leave() {
        done.countDown();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void another_tenant_has_its_own() {
        assertThat(shares.within("calm", () -> "done")).isEqualTo("done");
    }

    @Test
    void the_next_of_the_same_tenant_waits_until_one_is_free() {
        var next = new CompletableFuture<String>();
        var waiting = Thread.ofVirtual().start(() -> next.complete(shares.within("busy", () -> "done")));
        Awaitility.await("it waits").until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(next).isNotDone();
        done.countDown();
        assertThat(next).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("done");
    }

    @Test
    void who_waits_in_vain_is_told_that_the_database_cannot_do_it_now() {
        var impatient = new ConnectionShares(0, Duration.ofMillis(1));
        assertThatExceptionOfType(DatabaseAway.class).isThrownBy(() -> impatient.within("busy", () -> "never"));
    }

    @Test
    void work_that_fails_gives_back_what_it_had() {
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> shares.within("calm", () -> {
                        throw new IllegalStateException("as expected");
                    }));
        }
    }
}
