package io.parley.bench.sockets;

import io.parley.bench.measure.Aim;
import io.parley.bench.measure.Memory;
import io.parley.bench.measure.Ratio;
import io.parley.bench.sockets.Side.Filled;
import io.parley.bench.sockets.Side.Work;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What `bench sockets` says of one node beside its peers. Ratios are Parley's to ws's; null unless both took part.
///
/// @param sockets of each contender
/// @param memoryRatio of resident memory a socket
record SocketsReport(
        int sockets,
        List<Row> rows,
        @Nullable Aim memoryRatio,
        @Nullable Ratio echoRatio,
        @Nullable Ratio pushRatio) implements Experiment.Report {

    private static final double PROMISED_MEMORY_RATIO = 2;

    /// One contender.
    ///
    /// @param residentMegabytes with no socket, half of them, all of them
    /// @param residentKilobytes a socket, all of them
    /// @param liveKilobytes a socket, of the server's own objects
    /// @param handshakes up to the greeting; CPU up to being live
    /// @param echoes block by block
    /// @param pushes block by block
    record Row(
            String name,
            List<Double> residentMegabytes,
            double residentKilobytes,
            double liveKilobytes,
            Work handshakes,
            List<Work> echoes,
            List<Work> pushes) {

        static Row of(String name, int sockets, Filled filled, List<Work> echoes, List<Work> pushes) {
            return new Row(
                    name,
                    filled.memory().stream()
                            .map(memory -> memory.resident() / (1024 * 1024.0))
                            .toList(),
                    kilobytes(filled.memory(), Memory::resident, sockets),
                    kilobytes(filled.memory(), Memory::live, sockets),
                    filled.handshakes(),
                    List.copyOf(echoes),
                    List.copyOf(pushes));
        }

        private static double kilobytes(List<Memory> memory, Function<Memory, Long> figure, int sockets) {
            return (figure.apply(memory.getLast()) - figure.apply(memory.getFirst())) / 1024.0 / sockets;
        }

        String text() {
            var echo = sum(echoes);
            var push = sum(pushes);
            return "%-10s %6.0f %6.0f %6.0f %8.1f %8.1f %10.0f %8.0f %10.0f %8.1f %10.0f %8.1f%n"
                    .formatted(
                            name,
                            residentMegabytes.get(0),
                            residentMegabytes.get(1),
                            residentMegabytes.get(2),
                            residentKilobytes,
                            liveKilobytes,
                            handshakes.perSecond(),
                            handshakes.cpuMillisPerThousand(),
                            echo.perSecond(),
                            echo.cpuMillisPerThousand(),
                            push.perSecond(),
                            push.cpuMillisPerThousand());
        }

        private static Work sum(List<Work> works) {
            return works.stream().reduce(new Work(0, 0, 0), Work::plus);
        }
    }

    static SocketsReport of(int sockets, List<Row> rows) {
        var ours = find(rows, "parley");
        var theirs = find(rows, "ws");
        if (ours.isEmpty() || theirs.isEmpty()) {
            return new SocketsReport(sockets, List.copyOf(rows), null, null, null);
        }
        return new SocketsReport(
                sockets,
                List.copyOf(rows),
                new Aim(
                        "resident memory a socket, parley to ws",
                        ours.get().residentKilobytes() / theirs.get().residentKilobytes(),
                        PROMISED_MEMORY_RATIO),
                ratio(ours.get().echoes(), theirs.get().echoes()),
                ratio(ours.get().pushes(), theirs.get().pushes()));
    }

    private static Optional<Row> find(List<Row> rows, String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findFirst();
    }

    private static Ratio ratio(List<Work> ours, List<Work> theirs) {
        return Ratio.of(IntStream.range(0, ours.size())
                .mapToObj(i -> ours.get(i).perSecond() / theirs.get(i).perSecond())
                .toList());
    }

    /// A ping or an entry that is lost ends the run.
    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public String text() {
        var text = new StringBuilder(
                "%d sockets each; MB resident with none, half, all; CPU ms a thousand%n".formatted(sockets));
        text.append(
                "               0 %   50 %  100 % KB/socket  KB live handshks/s      CPU    pongs/s      CPU  entries/s      CPU\n");
        rows.forEach(row -> text.append(row.text()));
        if (memoryRatio != null && echoRatio != null && pushRatio != null) {
            text.append(memoryRatio.text());
            text.append(line("pongs a second", echoRatio));
            text.append(line("entries a second", pushRatio));
        }
        return text.toString();
    }

    private static String line(String what, Ratio ratio) {
        return "%s, parley to ws: %.2f (95 %%: %.2f to %.2f)%n"
                .formatted(what, ratio.median(), ratio.low(), ratio.high());
    }
}
