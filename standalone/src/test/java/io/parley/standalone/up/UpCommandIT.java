package io.parley.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.standalone.ChildJvm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong before anything has started costs one clear line and exit code 1.
class UpCommandIT {

    private final Ports ports = FreePorts.find();

    @TempDir
    Path folder;

    @Test
    void a_port_in_use_is_named_with_its_user_and_the_option_that_helps() throws Exception {
        try (ServerSocket taken = new ServerSocket(ports.webhooks(), 1, InetAddress.getLoopbackAddress())) {
            assertOneLine(
                    "port " + taken.getLocalPort()
                            + " (ingress-webhooks) is in use: stop what uses it, or move all ports with --port-offset N",
                    up());
        }
    }

    @Test
    void an_unusable_folder_is_named() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertOneLine("cannot write to the folder " + file, up(file));
    }

    @Test
    void a_folder_in_use_is_named() throws Exception {
        try (DataFolder taken = DataFolder.open(folder)) {
            assertThat(taken.path("lock")).exists();
            assertOneLine("the folder " + folder + " is in use by another Parley", up());
        }
    }

    @Test
    void a_broken_tenants_file_is_named_with_line_and_reason() throws Exception {
        Path file = Files.writeString(
                folder.resolve("t.yml"), "tenants:\n  - id: Shoes\n    channels: [{id: a, kind: web}]\n");
        assertOneLine(
                "tenants file " + file + ", line 2: a tenant's id is up to 40 lower-case letters",
                up("--tenants", file.toString()));
    }

    @Test
    void wrong_use_is_2() throws Exception {
        try (ChildJvm child = ChildJvm.start("up", "--port-offset", "-5")) {
            assertThat(child.awaitExit()).isEqualTo(2);
        }
        try (ChildJvm child = ChildJvm.start("run", "nonsense")) {
            assertThat(child.awaitExit()).isEqualTo(2);
        }
    }

    private ChildJvm up(String... options) throws Exception {
        return up(folder, options);
    }

    private ChildJvm up(Path data, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("up", "--data=" + data, "--port-offset=" + ports.offset()));
        arguments.addAll(List.of(options));
        return ChildJvm.start(arguments.toArray(String[]::new));
    }

    private static void assertOneLine(String line, ChildJvm child) throws Exception {
        try (child) {
            assertThat(child.awaitExit()).isEqualTo(1);
            assertThat(child.output().lines()).singleElement().asString().startsWith("parley: " + line);
        }
    }
}
