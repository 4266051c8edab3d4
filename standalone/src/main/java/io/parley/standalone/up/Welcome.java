package io.parley.standalone.up;

import io.parley.standalone.process.Console;
import java.nio.file.Path;

/// What the person at the terminal needs to know when everything is ready.
final class Welcome {

    private Welcome() {}

    static void print(Console console, Ports ports, Services.Secrets secrets, Path folder, boolean standIn) {
        console.print("""

                  Chat page         http://localhost:%1$d/
                  Web chat          ws://localhost:%1$d/ws/chat/{user_id}
                  Webhooks          http://localhost:%2$d/   (POST /simulate/message)
                  Turns             http://localhost:%3$d/v1/turns/{message_id}
                  Routing           http://localhost:%4$d/ready
                  Sandbox (phones)  http://localhost:%12$d/   (mail to the teams: /mail)
                  %5$s
                  Kafka             localhost:%6$d
                  PostgreSQL        jdbc:postgresql://localhost:%7$d/parley (user and password parley)
                  Admin token       %8$s
                  Internal token    %9$s
                  Data and logs     %10$s

                  A chat in the terminal: ./parley chat%11$s      Stop: Ctrl-C
                """.formatted(
                        ports.webSockets(0),
                        ports.webhooks(),
                        ports.worker(),
                        ports.router(),
                        standIn
                                ? "Stand-in model    http://localhost:" + ports.model() + "/v1"
                                : "Model             from OPENAI_BASE_URL",
                        ports.kafka(),
                        ports.postgres(),
                        secrets.adminToken(),
                        secrets.internalToken(),
                        folder,
                        ports.offset() == 0 ? "" : " ws://localhost:" + ports.webSockets(0),
                        ports.sandbox()));
    }
}
