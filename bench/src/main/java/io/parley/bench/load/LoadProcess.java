package io.parley.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The main class of a load process: orders come by standard input, a line each, and answers leave by standard output.
/// It ends with its input, hence with the benchmark.
final class LoadProcess {

    private LoadProcess() {}

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var loop = new Loop(answer -> out.println(Order.JSON.writeValueAsString(answer)));
        Thread.ofPlatform().daemon().name("orders").start(() -> read(loop));
        loop.run();
    }

    private static void read(Loop loop) {
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines.lines().map(Order::parse).forEach(loop::take);
        } catch (IOException e) {
            System.err.println("the orders have ended: " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }
}
