package io.parley.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.parley.agent.ScriptedProvider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A model that keeps failing is not asked for a while, by the tenant whom it fails.
class BreakersTest {

    private static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.custom()
            .slidingWindowSize(10)
            .minimumNumberOfCalls(4)
            .failureRateThreshold(60)
            .waitDurationInOpenState(Duration.ofMillis(300))
            .permittedNumberOfCallsInHalfOpenState(1)
            .build();

    private final ScriptedProvider provider = new ScriptedProvider();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final OpenAiModel model = new OpenAiModel(
            new Breakers(CONFIG, (tenant, kind, details) -> told.add(tenant + " " + kind + " " + details.get("model"))),
            new OpenAiModel.Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 1_000),
            Clock.systemUTC());

    @AfterEach
    void stop() {
        model.close();
        provider.close();
    }

    private ModelOutcome ask(String tenant, String name, String words) throws Exception {
        var outcome = new CompletableFuture<ModelOutcome>();
        var prompt = new Prompt(
                tenant,
                new Prompt.Endpoint(URI.create(provider.url()), "key"),
                name,
                OptionalDouble.empty(),
                "",
                List.of(new Prompt.Line(false, words)),
                List.of(),
                false);
        var _ = model.ask(prompt, new Model.Listener() {
            @Override
            public void text(String piece) {
                // The end says it all.
            }

            @Override
            public void ended(ModelOutcome how) {
                outcome.complete(how);
            }
        });
        return outcome.get(10, TimeUnit.SECONDS);
    }

    private static String reason(ModelOutcome outcome) {
        return outcome instanceof ModelOutcome.Failed failed ? failed.reason() : "answered";
    }

    @Test
    void what_fails_one_tenant_is_open_for_it_alone_and_closes_by_itself() throws Exception {
        // given
        provider.script(
                words -> words.startsWith("fail") ? ScriptedProvider.status(503, "") : ScriptedProvider.echo(words));
        for (int i = 0; i < 4; i++) {
            assertThat(reason(ask("shoes", "m", "fail " + i))).isEqualTo("model-unavailable");
        }
        // then
        assertThat(reason(ask("shoes", "m", "not asked"))).isEqualTo("breaker-open");
        assertThat(provider.requests("not asked")).isEmpty();
        assertThat(reason(ask("lab", "m", "neighbour"))).isEqualTo("answered");
        assertThat(reason(ask("shoes", "fallback", "another model"))).isEqualTo("answered");
        assertThat(told).containsExactly("shoes BREAKER_OPEN m");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> reason(ask("shoes", "m", "again")).equals("answered"));
        assertThat(reason(ask("shoes", "m", "and again"))).isEqualTo("answered");
    }

    @Test
    void a_bad_key_or_a_bad_request_is_no_trouble_of_the_model() throws Exception {
        provider.script(words -> ScriptedProvider.status(words.startsWith("key") ? 401 : 400, ""));
        for (int i = 0; i < 6; i++) {
            assertThat(reason(ask("shoes", "m", "key " + i))).isEqualTo("model-refused");
            assertThat(reason(ask("shoes", "m", "request " + i))).isEqualTo("model-refused");
        }
        assertThat(told).isEmpty();
    }
}
