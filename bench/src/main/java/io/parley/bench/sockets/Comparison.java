package io.parley.bench.sockets;

import io.parley.bench.sockets.Side.Filled;
import io.parley.bench.sockets.Side.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Fills the contenders one after the other, then lets them answer and push in interleaved blocks while all of them
/// hold their sockets.
final class Comparison {

    private final List<Side> sides;
    private final Plan plan;
    private final Consumer<String> progress;

    /// @param sockets of each contender
    /// @param warmUp sockets before
    /// @param rounds pings, and entries, a socket and block
    /// @param pause after a collection of garbage
    /// @param hold how long nothing happens once all sockets are open
    record Plan(int sockets, int warmUp, int blocks, int rounds, Duration pause, Duration hold) {}

    Comparison(List<Side> sides, Plan plan, Consumer<String> progress) {
        this.sides = List.copyOf(sides);
        this.plan = plan;
        this.progress = progress;
    }

    SocketsReport run() throws IOException, InterruptedException {
        Map<Side, Filled> filled = new HashMap<>();
        for (var side : sides) {
            progress.accept(side.name() + ": warming up, then " + plan.sockets() + " sockets");
            side.warmUp(plan.warmUp());
            filled.put(side, side.fill(plan.sockets(), plan.pause()));
        }
        hold();
        var echoes = blocks("pings", side -> side.echo(plan.rounds()));
        var pushes = blocks("entries", side -> side.push(plan.rounds(), plan.sockets()));
        var rows = new ArrayList<SocketsReport.Row>();
        for (var side : sides) {
            rows.add(SocketsReport.Row.of(
                    side.name(),
                    plan.sockets(),
                    filled.getOrDefault(side, new Filled(List.of(), new Work(0, 0, 0))),
                    echoes.getOrDefault(side, List.of()),
                    pushes.getOrDefault(side, List.of())));
        }
        return SocketsReport.of(plan.sockets(), rows);
    }

    private void hold() throws InterruptedException {
        if (plan.hold().isPositive()) {
            sides.forEach(side -> progress.accept("process %d: %s".formatted(side.pid(), side.name())));
            progress.accept(
                    "all sockets stay open for %d s".formatted(plan.hold().toSeconds()));
            Thread.sleep(plan.hold());
        }
    }

    private interface Block {
        Work of(Side side) throws IOException;
    }

    /// The order is turned round each time; the first block, which warms up, does not count where there are more.
    private Map<Side, List<Work>> blocks(String what, Block block) throws IOException {
        Map<Side, List<Work>> all = new HashMap<>();
        for (int i = 0; i < plan.blocks(); i++) {
            for (var side : i % 2 == 0 ? sides : sides.reversed()) {
                var work = block.of(side);
                progress.accept("%s: %.0f %s a second".formatted(side.name(), work.perSecond(), what));
                if (i > 0 || plan.blocks() == 1) {
                    all.computeIfAbsent(side, same -> new ArrayList<>()).add(work);
                }
            }
        }
        return all;
    }
}
