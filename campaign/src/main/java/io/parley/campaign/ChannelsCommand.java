package io.parley.campaign;

import io.parley.campaign.channels.ChannelChecker;
import io.parley.campaign.channels.ChannelRun;
import io.parley.campaign.check.Verdict;
import io.parley.campaign.ledger.Recorded;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Layout;
import io.parley.campaign.system.LocalProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./parley campaign channels`: conversations on the providers' stand-ins, under their real limits, while providers
/// fail and senders are killed and paused; judged by the stand-ins' own records.
@Command(
        name = "channels",
        description = "Conversations on the providers' stand-ins, judged by the stand-ins' own records.",
        mixinStandardHelpOptions = true)
final class ChannelsCommand implements Callable<Integer>, Recording.Form<LocalProcesses> {

    @Mixin
    private Recording recording = new Recording();

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

    @Override
    public Integer call() throws IOException, InterruptedException {
        return recording.judged(tenants, this);
    }

    @Override
    public LocalProcesses deployment(Path place, Map<String, String> canaries) throws IOException {
        return new LocalProcesses(place, canaries, Layout.CHANNELS);
    }

    @Override
    public void carryOut(LocalProcesses deployment, Recorder recorder, Progress progress)
            throws IOException, InterruptedException {
        new ChannelRun(plan(), deployment, deployment.sandbox(), Layout.CHANNELS.routerNames(), recorder, progress::say)
                .carryOut();
    }

    @Override
    public Verdict judge(Recorded ledger) {
        return ChannelChecker.check(ledger);
    }

    private ChannelRun.Plan plan() {
        return new ChannelRun.Plan(
                recording.seed(),
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
