package io.parley.ingress.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The client in `clients/js`, which the page uses, keeps every rule of its `CONFORMANCE.md`; its types hold.
class JavaScriptClientIT {

    private static final Path CLIENT = Path.of("../clients/js");

    @Test
    void the_client_keeps_every_rule_of_its_conformance_list() throws Exception {
        assumeTrue(
                has("node", "-e", "process.exit(process.versions.node.split('.')[0] >= 20 ? 0 : 1)")
                        && has("npm", "--version"),
                "SKIPPED: the tests of clients/js need Node.js 20 and npm, which are not on the PATH");
        var installed = run("npm", "ci", "--no-audit", "--no-fund");
        assertThat(installed.status()).as(installed.output()).isZero();
        // when
        var tested = run("npm", "test");
        // then
        assertThat(tested.status()).as(tested.output()).isZero();
        assertThat(tested.output()).contains("fail 0", "C1 ", "C31 ");
    }

    private record Ended(int status, String output) {}

    private static boolean has(String... command) throws InterruptedException {
        try {
            return run(command).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Ended run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(CLIENT.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
