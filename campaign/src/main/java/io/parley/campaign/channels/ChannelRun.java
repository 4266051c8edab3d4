package io.parley.campaign.channels;

import io.parley.campaign.channels.SandboxControl.Account;
import io.parley.campaign.ledger.Line;
import io.parley.campaign.load.Recorder;
import io.parley.campaign.system.Deployment;
import io.parley.campaign.watch.ModelControl;
import io.parley.campaign.watch.TopicDump;
import io.parley.schemas.topics.Groups;
import io.parley.schemas.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/// One run: people write on phones while the providers fail and the senders are killed and paused; then everybody waits
/// until nothing more arrives, and the topics are read.
public final class ChannelRun {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /// How much is written and what goes wrong meanwhile.
    ///
    /// @param kinds kinds of channel that people write on
    /// @param conversations people on each kind
    /// @param messages how many each writes
    /// @param blocked people on each kind who block the account
    /// @param talk within which all is written
    /// @param outage how long every provider fails, a third each with time-outs, 500 and 429; zero for none
    /// @param kills how often a sender is killed and started again, one after the other
    /// @param pauses how often a sender is stopped for longer than its group waits, and woken
    /// @param patience how long nothing may arrive before the rest counts as missing
    public record Plan(
            long seed,
            List<String> kinds,
            int conversations,
            int messages,
            int blocked,
            Duration talk,
            Duration outage,
            int kills,
            int pauses,
            Duration patience) {

        public Plan {
            kinds = List.copyOf(kinds);
        }
    }

    private static final Duration PAUSE = Duration.ofSeconds(12);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final Plan plan;
    private final Deployment deployment;
    private final URI sandbox;
    private final List<String> senders;
    private final Recorder recorder;
    private final Consumer<String> progress;

    /// A run over a deployment that serves.
    ///
    /// @param senders names of the processes that send
    public ChannelRun(
            Plan plan,
            Deployment deployment,
            URI sandbox,
            List<String> senders,
            Recorder recorder,
            Consumer<String> progress) {
        this.plan = plan;
        this.deployment = deployment;
        this.sandbox = sandbox;
        this.senders = List.copyOf(senders);
        this.recorder = recorder;
        this.progress = progress;
    }

    public void carryOut() throws IOException, InterruptedException {
        var topics = new TopicDump(deployment.bootstrapServers());
        try (var model = new ModelControl(deployment.model());
                var control = new SandboxControl(sandbox);
                var phones = new Phones(control, recorder, accounts(control), talk(), new Random(plan.seed()))) {
            model.echo();
            model.pace(200, 600, 5, plan.seed());
            progress.accept(phones.messages() + " messages will be written");
            var trouble = Thread.ofPlatform().name("campaign-trouble").start(() -> trouble(control));
            var looking = Thread.ofPlatform().daemon().name("campaign-look").start(() -> look(phones));
            phones.talk();
            trouble.join();
            progress.accept("silence; " + phones.unanswered() + " messages wait for their answer");
            settle(phones, topics);
            looking.interrupt();
            looking.join();
            phones.look();
            progress.accept("reading the topics");
            topics.read(recorder);
        }
    }

    private List<Account> accounts(SandboxControl control) {
        return control.accounts().stream()
                .filter(account -> plan.kinds().contains(account.kind()))
                .toList();
    }

    private Phones.Talk talk() {
        return new Phones.Talk(plan.conversations(), plan.messages(), plan.talk(), plan.blocked());
    }

    private void look(Phones phones) {
        try {
            while (true) {
                phones.look();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Everything that goes wrong, one thing after the other, beginning when a quarter of the talk is over.
    private void trouble(SandboxControl control) {
        try {
            Thread.sleep(plan.talk().dividedBy(4));
            if (plan.outage().isPositive()) {
                outage(control);
            }
            for (int i = 0; i < plan.kills(); i++) {
                kill(senders.get(i % senders.size()));
            }
            for (int i = 0; i < plan.pauses(); i++) {
                pause(senders.get(i % senders.size()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("a fault could not be made", e);
        }
    }

    private void outage(SandboxControl control) throws InterruptedException {
        var third = plan.outage().dividedBy(3);
        for (var fault : List.<Map<String, Object>>of(
                Map.of("kind", "timeout"),
                Map.of("kind", "status", "status", 500),
                Map.of("kind", "status", "status", 429, "retry_after", 5))) {
            var whole = new HashMap<>(fault);
            whole.put("seconds", third.toSeconds());
            progress.accept("all providers fail for " + third.toSeconds() + " s: " + fault);
            note("outage", fault.toString(), "start");
            control.fault(whole);
            Thread.sleep(third);
            note("outage", fault.toString(), "stop");
        }
    }

    private void kill(String sender) throws IOException, InterruptedException {
        progress.accept("kill -9 " + sender);
        note("kill", sender, "start");
        deployment.kill(List.of(sender));
        deployment.restart(List.of(sender));
        note("kill", sender, "stop");
        Thread.sleep(BETWEEN);
    }

    private void pause(String sender) throws IOException, InterruptedException {
        progress.accept("pause " + sender + " for " + PAUSE.toSeconds() + " s");
        note("pause", sender, "start");
        deployment.pause(sender);
        Thread.sleep(PAUSE);
        deployment.resume(sender);
        note("pause", sender, "stop");
        Thread.sleep(BETWEEN);
    }

    private void note(String kind, String target, String event) {
        recorder.note(at -> new Line.Fault(at, kind, target, event, Map.of()));
    }

    /// Waits until every answer has arrived, nobody has anything left to send, or nothing has come for a while.
    private void settle(Phones phones, TopicDump topics) throws InterruptedException {
        int before = Integer.MAX_VALUE;
        long deadline = System.nanoTime() + plan.patience().toNanos();
        while (phones.unanswered() > 0 && System.nanoTime() < deadline && !isAllSent(topics)) {
            int now = phones.unanswered();
            if (now < before) {
                before = now;
                deadline = System.nanoTime() + plan.patience().toNanos();
            }
            Thread.sleep(LOOK);
        }
        progress.accept(phones.unanswered() + " messages without an answer on a phone");
        Thread.sleep(BETWEEN);
    }

    /// Whether what was written has been answered, and each answer sent, refused or given up. Asked in the order in
    /// which words pass, so that nothing is between two groups that have both said that they are done.
    private boolean isAllSent(TopicDump topics) throws InterruptedException {
        return topics.isDone(Groups.AGENT_WORKER, List.of(Topics.INCOMING_MESSAGES))
                && topics.isDone(Groups.EGRESS_ROUTER, List.of(Topics.AGENT_REPLIES))
                && areSent(topics);
    }

    private boolean areSent(TopicDump topics) throws InterruptedException {
        for (var delivery : Groups.deliveries(plan.kinds()).entrySet()) {
            if (!topics.isDone(delivery.getKey(), delivery.getValue())) {
                return false;
            }
        }
        return true;
    }
}
