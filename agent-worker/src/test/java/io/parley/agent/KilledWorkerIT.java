package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Real workers, each killed while it answers a client of its own: before its first effect, its second, and so on until
/// one lives through all of them; then in the middle of the model's answers. The next worker has to make up for it.
///
/// Each death costs the start of a process. Hence only a sixteenth of them is died, another one each time, as the
/// tests' names say: `-Dparley.kills=3` takes the third, `-Dparley.kills=all` all of them.
@Tag("slow")
class KilledWorkerIT {

    private static final int PARTS = 16;
    private static final String KILLS =
            System.getProperty("parley.kills", String.valueOf(1 + new Random().nextInt(PARTS)));
    private static final int FIRST = KILLS.equals("all") ? 1 : Integer.parseInt(KILLS);
    private static final int STEP = KILLS.equals("all") ? 1 : PARTS;
    private static final int NEVER = 0;
    private static final int KILLED = 137;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TENANTS = """
            tenants:
              - id: kills
                language: en
                channels: [{id: kills-web, kind: web, burst: {quiet: 300ms}}]
                agent:
                  tools: [products, appointments, handoff]
                  on-new-message: queue
                  agenda: {resources: 100}
                handoff: {message: "Somebody will write to you."}
            """;

    private final Installed installed = Installed.forKills();
    private final Path tenants = Installed.tenantsFile(TENANTS);
    private final Path log = emptyFile();
    private int victims = 1;
    private Victim victim = new Victim(installed, log, victims);
    private WorkerProcess worker = worker(FIRST);
    private boolean goesOn = true;
    private int calls;

    private static Path emptyFile() {
        try {
            return Files.createTempFile("effects", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        worker.close();
        installed.close();
        Files.deleteIfExists(log);
        Files.deleteIfExists(tenants);
    }

    @TestFactory
    Stream<DynamicTest> the_next_worker_makes_up_for_every_death() {
        installed.provider().scriptOfRequests(Victim::answer);
        var before = Stream.iterate(FIRST, at -> goesOn && calls == 0, at -> at + STEP)
                .map(at -> death("killed before effect " + at, () -> diesBefore(at)));
        var during = Stream.iterate(FIRST, call -> goesOn && call <= calls, call -> call + STEP)
                .map(call -> death("killed during answer " + call, () -> diesDuring(call)));
        return Stream.concat(before, during);
    }

    /// What comes after a failure would say nothing.
    private DynamicTest death(String name, Runnable dies) {
        return DynamicTest.dynamicTest(name + " of -Dparley.kills=" + KILLS, () -> {
            goesOn = false;
            dies.run();
            goesOn = true;
        });
    }

    private void diesBefore(int effect) {
        converses();
        if (worker.isAlive()) {
            victim.hasItsDue(victim.effects());
            calls = victim.asked();
            victim = new Victim(installed, log, ++victims);
        } else {
            isMadeUpFor(victim.effects(), effect + STEP);
        }
    }

    private void diesDuring(int call) {
        var process = worker;
        var client = victim;
        installed
                .provider()
                .scriptOfRequests(request -> client.asked() == call
                        ? stage -> {
                            stage.begin();
                            process.kill();
                            stage.hang();
                        }
                        : Victim.answer(request));
        converses();
        isMadeUpFor(victim.effects(), NEVER);
    }

    private void converses() {
        until(worker::isStarted);
        victim.writesTwice();
        until(() -> !worker.isAlive() || victim.isServed());
        if (worker.isAlive()) {
            victim.asksForAPerson();
            until(() -> !worker.isAlive() || victim.isServed());
        }
    }

    /// @param left the effects that the dead one has had
    /// @param at before which of its effects the next worker is killed in its turn
    private void isMadeUpFor(List<String> left, int at) {
        assertThat(worker.exitValue()).as(worker.output()).isEqualTo(KILLED);
        worker.close();
        var former = victim;
        victim = new Victim(installed, log, ++victims);
        worker = worker(at);
        until(former::isServed);
        former.hasItsDue(left);
    }

    private WorkerProcess worker(int at) {
        return WorkerProcess.start(
                installed,
                "--parley.agent.tenants-file=" + tenants,
                "--death.log=" + log,
                "--death.client=" + victim.client(),
                "--death.at=" + at);
    }

    private void until(BooleanSupplier condition) {
        try {
            await().pollInterval(Duration.ofMillis(30)).atMost(PATIENCE).until(condition::getAsBoolean);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(worker.output(), e);
        }
    }
}
