package io.parley.campaign.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerRelayTest {

    private static final int NUMBER = 77;

    private ServerSocket broker;
    private BrokerRelay relay;
    private Socket client;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        broker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        relay = new BrokerRelay(NUMBER, broker.getLocalPort());
        client = new Socket("127.0.0.78", broker.getLocalPort());
        accepted = broker.accept();
        accepted.setSoTimeout(200);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        accepted.close();
        relay.close();
        broker.close();
    }

    @Test
    void what_is_written_passes_in_both_directions() throws IOException {
        client.getOutputStream().write(1);
        accepted.getOutputStream().write(2);

        assertThat(accepted.getInputStream().read()).isEqualTo(1);
        assertThat(client.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void cut_nothing_passes_and_mended_it_arrives_late() throws IOException {
        relay.cut();
        client.getOutputStream().write(1);
        assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        relay.mend();

        accepted.setSoTimeout(10_000);
        assertThat(accepted.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void a_broker_that_goes_is_gone_for_the_client_too() throws IOException {
        accepted.close();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void a_jvm_finds_it_under_the_name_of_localhost(@TempDir Path folder) throws IOException {
        assertThat(Files.readString(relay.hosts(folder))).startsWith("127.0.0.78 localhost\n");
    }
}
