package io.parley.campaign;

import io.parley.campaign.channels.ChannelChecker;
import io.parley.campaign.channels.ChannelRun;
import io.parley.campaign.ledger.Canaries;
import io.parley.campaign.ledger.Canaries.Owner;
import io.parley.campaign.ledger.Ledger;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.ledger.Stamp;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Layout;
import io.parley.campaign.system.LocalProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./parley campaign channels`: conversations on the providers' stand-ins, under their real limits, while providers
/// fail and senders are killed and paused; judged by the stand-ins' own records.
@Command(
        name = "channels",
        description = "Conversations on the providers' stand-ins, judged by the stand-ins' own records.",
        mixinStandardHelpOptions = true)
final class ChannelsCommand implements Callable<Integer> {

    @Option(names = "--seed", paramLabel = "N", description = "Talk is drawn from it; random and printed by default.")
    private long seed = ThreadLocalRandom.current().nextInt(1_000_000);

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            description = "Kinds of channel to write on (${DEFAULT-VALUE}).")
    private List<String> kinds = List.of("telegram", "whatsapp", "ycloud", "slack", "http");

    @Option(names = "--conversations", paramLabel = "N", description = "People on each kind (${DEFAULT-VALUE}).")
    private int conversations = 200;

    @Option(names = "--messages", paramLabel = "N", description = "How many each writes (${DEFAULT-VALUE}).")
    private int messages = 2;

    @Option(names = "--blocked", paramLabel = "N", description = "Of them, how many block us (${DEFAULT-VALUE}).")
    private int blocked = 2;

    @Option(names = "--talk", paramLabel = "S", description = "Seconds within which all is written (${DEFAULT-VALUE}).")
    private int talk = 60;

    @Option(
            names = "--outage",
            paramLabel = "S",
            description = "Seconds for which all providers fail: time-outs, then 500, then 429 (${DEFAULT-VALUE}).")
    private int outage;

    @Option(names = "--kills", paramLabel = "N", description = "How often a sender is killed (${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--pauses",
            paramLabel = "N",
            description = "How often a sender is paused for 12 s and woken (${DEFAULT-VALUE}).")
    private int pauses;

    @Option(
            names = "--patience",
            paramLabel = "S",
            description = "Seconds without any answer after which the rest counts as missing (${DEFAULT-VALUE}).")
    private int patience = 120;

    @Option(names = "--tenants", split = ",", paramLabel = "ID", description = "Tenants (${DEFAULT-VALUE}).")
    private List<String> tenants = List.of("alpha");

    @Option(
            names = "--ledger",
            paramLabel = "DIR",
            description = "Where ledger, logs and data go; a new folder by default.")
    private @Nullable Path directory;

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Option(names = "--check", paramLabel = "DIR", description = "Only check the ledger of an earlier run.")
    private @Nullable Path check;

    @Override
    public Integer call() throws Exception {
        var place = check == null ? carryOut() : check;
        var verdict = ChannelChecker.check(Recorded.read(place));
        new Report(System.out, Report.MOST).print(verdict, place, json);
        return verdict.isGreen() ? 0 : 1;
    }

    private Path carryOut() throws IOException, InterruptedException {
        var place = directory == null ? Files.createTempDirectory("parley-campaign-") : directory;
        var progress = new Progress(json ? System.err : System.out);
        var ledgerFolder = place.resolve("ledger");
        progress.say("seed " + seed + ", ledger in " + ledgerFolder);
        var random = new Random(seed);
        var canaries = new LinkedHashMap<String, String>();
        tenants.forEach(tenant -> canaries.put(tenant, Canaries.make(Owner.TENANT, random)));
        try (var deployment = new LocalProcesses(place, canaries, Layout.CHANNELS);
                var ledger = new Ledger(ledgerFolder)) {
            var recorder = new Recorder(ledger, new Stamp.Source(Clock.systemUTC()));
            deployment.start();
            progress.say("the system is ready");
            new ChannelRun(
                            plan(),
                            deployment,
                            deployment.sandbox(),
                            Layout.CHANNELS.routerNames(),
                            recorder,
                            progress::say)
                    .carryOut();
            progress.say("stopping");
        }
        return ledgerFolder;
    }

    private ChannelRun.Plan plan() {
        return new ChannelRun.Plan(
                seed,
                kinds,
                conversations,
                messages,
                blocked,
                Duration.ofSeconds(talk),
                Duration.ofSeconds(outage),
                kills,
                pauses,
                Duration.ofSeconds(patience));
    }
}
