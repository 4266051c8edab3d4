package io.parley.standalone.chat;

import io.parley.standalone.process.Failure;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// `./parley chat`: a customer's chat in the terminal, over the same WebSocket as the page's.
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "A customer's chat in the terminal. /cancel stops the answer, /status tells what runs, /quit ends.")
public final class Chat implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Chat.class);

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            defaultValue = "ws://localhost:8080",
            description = "The server (default: ${DEFAULT-VALUE}).")
    private String url = "";

    @Option(names = "--tenant", paramLabel = "T", description = "Whose customer (default: the server's first tenant).")
    private @Nullable String tenant;

    @Option(
            names = "--user",
            paramLabel = "U",
            description = "Who writes (default: the token's subject, or a new guest).")
    private @Nullable String user;

    @Option(names = "--name", paramLabel = "NAME", description = "How the customer is called.")
    private @Nullable String name;

    @Option(names = "--token", paramLabel = "JWT", description = "The token of a signed-in customer.")
    private @Nullable String token;

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "Entries shown at the beginning, at most 100 (default: ${DEFAULT-VALUE}; none with --script).")
    private int history;

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = {
                "Send the lines of FILE (- is standard input), each text or a JSON frame, print every",
                "received frame as one JSON line, end when each message has its ending."
            })
    private @Nullable String script;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait for the endings (default: ${DEFAULT-VALUE}).")
    private long timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Target target = target();
        Output output = script == null ? new Terminal(out, isTerminal()) : new JsonLines(out);
        var talk = new Talk(
                target,
                Optional.ofNullable(token),
                new Sendings(Optional.ofNullable(name)),
                output,
                InstantSource.system(),
                Duration.ofSeconds(timeout));
        Reader input = input();
        Thread.ofVirtual().name("chat-input").start(() -> read(input, talk));
        talk.run();
        return 0;
    }

    private Target target() {
        try {
            var guest = Optional.ofNullable(token).flatMap(Chat::subject).orElseGet(Chat::randomId);
            String whose = user == null ? guest : user;
            return new Target(
                    Target.server(url), whose, Optional.ofNullable(tenant), randomId(), script == null ? history : 0);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage());
        }
    }

    private static String randomId() {
        return UUID.randomUUID().toString();
    }

    private static Optional<String> subject(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("the token is not a JWT");
        }
        var claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
        return Optional.ofNullable(claims.path("sub").asString(null));
    }

    private Reader input() throws IOException {
        if (script == null || script.equals("-")) {
            return new InputStreamReader(System.in, StandardCharsets.UTF_8);
        }
        Path file = Path.of(script);
        if (!Files.isReadable(file)) {
            throw new Failure("cannot read the script " + script);
        }
        return Files.newBufferedReader(file);
    }

    private static void read(Reader input, Talk talk) {
        try (var lines = new BufferedReader(input)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                talk.tell(new Event.Line(line));
            }
        } catch (IOException unreadable) {
            LOG.atDebug().setCause(unreadable).log("input ended early");
        } finally {
            talk.tell(new Event.InputEnded());
        }
    }

    private static boolean isTerminal() {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return terminal && System.getenv("NO_COLOR") == null;
    }
}
