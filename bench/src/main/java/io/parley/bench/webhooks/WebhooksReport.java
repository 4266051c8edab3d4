package io.parley.bench.webhooks;

import io.parley.bench.measure.Ratio;
import java.util.List;
import java.util.stream.IntStream;

/// What `bench webhooks` says.
///
/// @param withKafka accepted a second, block by block
/// @param withoutKafka the same of the baseline
/// @param accepted into Kafka, warm-up included
/// @param inKafka records that stand in `incoming-messages` at the end
record WebhooksReport(
        int connections, List<Double> withKafka, List<Double> withoutKafka, Ratio ratio, long accepted, long inKafka) {

    static WebhooksReport of(
            int connections, List<Double> withKafka, List<Double> withoutKafka, long accepted, long inKafka) {
        var ratios = IntStream.range(0, withKafka.size())
                .mapToObj(i -> withKafka.get(i) / withoutKafka.get(i))
                .toList();
        return new WebhooksReport(
                connections, List.copyOf(withKafka), List.copyOf(withoutKafka), Ratio.of(ratios), accepted, inKafka);
    }

    String text() {
        return "%d connections, %d pairs of blocks%n".formatted(connections, withKafka.size())
                + "accepted into Kafka:   %8.0f a second%n".formatted(mean(withKafka))
                + "the same but Kafka:    %8.0f a second%n".formatted(mean(withoutKafka))
                + "ratio: %.2f (95 %%: %.2f to %.2f)%n".formatted(ratio.median(), ratio.low(), ratio.high())
                + "accepted %d, in Kafka %d%s%n"
                        .formatted(accepted, inKafka, accepted == inKafka ? "" : ": these figures count for nothing");
    }

    private static double mean(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
