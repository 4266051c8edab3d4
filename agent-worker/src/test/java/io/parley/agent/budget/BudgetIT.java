package io.parley.agent.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.agent.AgentProperties;
import io.parley.agent.Installed;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.RoundTrip;
import io.parley.agent.tenancy.TenantTransactions;
import io.parley.schemas.settings.TenantDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Budgets of tenants that are shared by several workers, on a real database.
class BudgetIT {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Prices PRICES =
            new Prices(Map.of("small", new AgentProperties.Price(1, 2), "dear", new AgentProperties.Price(10, 20)));

    private final String tenant = "b-" + UUID.randomUUID();
    private final CountingTransactions transactions =
            new CountingTransactions(Installed.shared().worker().bean(TenantTransactions.class));
    private final List<String> told = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SettableClock clock = new SettableClock(NOON);

    private LeasedBudget worker(Duration lease, Clock clock) {
        return new LeasedBudget(
                new BudgetLedger(transactions, lease),
                UUID.randomUUID().toString(),
                PRICES,
                new BudgetMetrics(meters, (tenant, kind, details) -> told.add(tenant + " " + kind + " " + details)),
                clock);
    }

    private LeasedBudget worker() {
        return worker(LEASE, clock);
    }

    private AgentSettings settings(String budget) {
        var document = JsonMapper.builder()
                .build()
                .readTree("{\"id\": \"%s\", \"time-zone\": \"America/Argentina/Buenos_Aires\", \"budget\": {%s}}"
                        .formatted(tenant, budget));
        return new AgentSettings(new TenantDocument(tenant, "v1", 0, document));
    }

    private AgentSettings tokens(long limit) {
        return settings("\"tokens-per-day\": " + limit);
    }

    private Budget.Leave reserve(Budget budget, AgentSettings settings, long input) {
        return budget.reserve(tenant, settings, "small", new Budget.Tokens(input, 0));
    }

    private void spend(Budget budget, AgentSettings settings, long input) {
        var leave = reserve(budget, settings, input);
        assertThat(leave).isInstanceOf(Budget.Leave.Granted.class);
        ((Budget.Leave.Granted) leave).settle(new Budget.Tokens(input, 0));
    }

    @Test
    void workers_together_never_reserve_more_than_the_day_has_and_seldom_ask_the_database() throws Exception {
        // given
        long limit = 40_000;
        var settings = tokens(limit);
        var seed = new Random().nextLong();
        var inUse = new AtomicLong();
        var most = new AtomicLong();
        var spent = new AtomicLong();
        var calls = new AtomicInteger();
        // when
        try (var one = worker(LEASE, Clock.systemUTC());
                var other = worker(LEASE, Clock.systemUTC());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < 16; i++) {
                var budget = i % 2 == 0 ? one : other;
                var random = new Random(seed + i);
                running.add(threads.submit(() -> {
                    for (int refused = 0; refused < 3; ) {
                        long need = 10L + random.nextInt(100);
                        switch (reserve(budget, settings, need)) {
                            case Budget.Leave.Granted granted -> {
                                most.accumulateAndGet(inUse.addAndGet(need), Math::max);
                                long used = random.nextLong(need + 1);
                                spent.addAndGet(used);
                                calls.incrementAndGet();
                                inUse.addAndGet(used - need);
                                granted.settle(new Budget.Tokens(used, 0));
                            }
                            case Budget.Leave.Exhausted exhausted -> refused++;
                        }
                    }
                    return null;
                }));
            }
            for (var thread : running) {
                thread.get();
            }
        }
        // then
        assertThat(most.get()).as("seed " + seed).isLessThanOrEqualTo(limit);
        assertThat(spent.get()).as("seed " + seed).isBetween(limit * 9 / 10, limit);
        assertThat(transactions.calls.get()).isLessThan(calls.get() / 4);
        var standing = worker().standing(tenant, settings);
        assertThat(standing.held()).isEqualTo(Amount.NOTHING);
    }

    @Test
    void a_tenant_without_a_budget_never_reaches_the_database() {
        var budget = worker();
        spend(budget, settings(""), 1_000_000_000);
        budget.tell();
        budget.close();
        assertThat(transactions.calls.get()).isZero();
    }

    @Test
    void what_a_worker_holds_comes_back_at_its_stop_and_a_while_after_its_crash() {
        // given
        var settings = tokens(1_000);
        var stopped = worker();
        spend(stopped, settings, 100);
        var crashed = worker(Duration.ofMillis(300), clock);
        assertThat(reserve(crashed, settings, 700)).isInstanceOf(Budget.Leave.Granted.class);
        var living = worker();
        assertThat(reserve(living, settings, 300)).isInstanceOf(Budget.Leave.Exhausted.class);
        // when
        stopped.close();
        // then
        assertThat(reserve(worker(), settings, 200)).isInstanceOf(Budget.Leave.Granted.class);
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(10))
                .until(() -> reserve(worker(), settings, 700) instanceof Budget.Leave.Granted);
    }

    @Test
    void a_worker_at_rest_gives_back_what_it_does_not_need() {
        var settings = tokens(8_000);
        var resting = worker();
        spend(resting, settings, 100);
        resting.tell();
        resting.tell();
        assertThat(worker().standing(tenant, settings))
                .isEqualTo(new BudgetLedger.Standing(new Amount(100, 100), Amount.NOTHING));
    }

    @Test
    void a_day_that_is_used_up_ends_at_midnight_where_the_tenant_is() {
        // given
        var settings = tokens(1_000);
        var budget = worker();
        spend(budget, settings, 900);
        // when
        var refused = reserve(budget, settings, 200);
        // then
        var midnight = Instant.parse("2026-03-02T03:00:00Z");
        assertThat(refused).isEqualTo(new Budget.Leave.Exhausted("tokens", midnight));
        clock.set(midnight.minusMillis(1));
        assertThat(reserve(budget, settings, 200)).isEqualTo(refused);
        clock.set(midnight);
        spend(budget, settings, 200);
    }

    @Test
    void a_changed_budget_counts_at_once() {
        var budget = worker();
        spend(budget, tokens(1_000), 900);
        assertThat(reserve(budget, tokens(1_000), 200)).isInstanceOf(Budget.Leave.Exhausted.class);
        spend(budget, tokens(5_000), 200);
        assertThat(reserve(budget, tokens(1_150), 60)).isInstanceOf(Budget.Leave.Exhausted.class);
        spend(budget, settings(""), 1_000_000);
    }

    @Test
    void money_counts_by_the_model_that_is_asked() {
        // given
        var settings = settings("\"money-per-day\": 0.001");
        var budget = worker();
        // then
        assertThat(budget.reserve(tenant, settings, "dear", new Budget.Tokens(101, 0)))
                .isInstanceOfSatisfying(
                        Budget.Leave.Exhausted.class,
                        refused -> assertThat(refused.what()).isEqualTo("money"));
        assertThat(budget.reserve(tenant, settings, "nobody-knows", new Budget.Tokens(0, 51)))
                .isInstanceOf(Budget.Leave.Exhausted.class);
        spend(budget, settings, 900);
        assertThat(worker().standing(tenant, settings).spent()).isEqualTo(Amount.NOTHING);
        budget.tell();
        assertThat(worker().standing(tenant, settings).spent()).isEqualTo(new Amount(900, 900));
    }

    @Test
    void a_call_that_uses_more_than_was_reserved_is_counted_in_full_and_a_call_settled_twice_once() {
        var settings = tokens(1_000);
        var budget = worker();
        var leave = (Budget.Leave.Granted) reserve(budget, settings, 100);
        leave.settle(new Budget.Tokens(300, 200));
        leave.settle(new Budget.Tokens(300, 200));
        assertThat(reserve(budget, settings, 501)).isInstanceOf(Budget.Leave.Exhausted.class);
        spend(budget, settings, 500);
    }

    @Test
    void operators_are_told_once_a_day_and_see_the_share_that_is_used() {
        // given
        var settings = tokens(1_000);
        var one = worker();
        spend(one, settings, 900);
        one.close();
        // when
        for (var budget : List.of(one, worker())) {
            assertThat(reserve(budget, settings, 200)).isInstanceOf(Budget.Leave.Exhausted.class);
            assertThat(reserve(budget, settings, 200)).isInstanceOf(Budget.Leave.Exhausted.class);
        }
        // then
        assertThat(told).containsExactly(tenant + " BUDGET_EXHAUSTED {what=tokens}");
        assertThat(meters.get("parley.budget.refusals").counter().count()).isEqualTo(4);
        assertThat(meters.get("parley.budget.used")
                        .tag("what", "tokens")
                        .gauge()
                        .value())
                .isEqualTo(0.9);
        clock.set(NOON.plus(Duration.ofDays(1)));
        assertThat(meters.get("parley.budget.used")
                        .tag("what", "tokens")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void an_administrator_sees_the_day() throws Exception {
        var worker = Installed.shared().worker();
        var budget = worker.bean(Budget.class);
        var settings = worker.bean(CurrentSettings.class).current("thrifty").orElseThrow();
        var leave = budget.reserve("thrifty", settings, "small", new Budget.Tokens(30, 10));
        ((Budget.Leave.Granted) leave).settle(new Budget.Tokens(25, 5));
        var answer = worker.get("/v1/tenants/thrifty/budget", "Authorization", "Bearer admin");
        assertThat(answer.statusCode()).isEqualTo(200);
        var today = JsonMapper.builder().build().readTree(answer.body());
        assertThat(today.path("tokens").path("limit").asLong()).isEqualTo(1_000_000);
        assertThat(today.path("tokens").path("spent").asLong()).isGreaterThanOrEqualTo(30);
        assertThat(today.path("money").has("limit")).isFalse();
        assertThat(worker.get("/v1/tenants/nobody/budget", "Authorization", "Bearer admin")
                        .statusCode())
                .isEqualTo(404);
        assertThat(worker.get("/v1/tenants/thrifty/budget").statusCode()).isEqualTo(401);
    }

    private static final class CountingTransactions implements TenantTransactions {
        private final TenantTransactions real;
        private final AtomicInteger calls = new AtomicInteger();

        CountingTransactions(TenantTransactions real) {
            this.real = real;
        }

        @Override
        public <T> T call(String tenant, Commit commit, Function<RoundTrip, T> work) {
            calls.incrementAndGet();
            return real.call(tenant, commit, work);
        }
    }

    private static final class SettableClock extends Clock {
        private volatile Instant now;

        SettableClock(Instant now) {
            this.now = now;
        }

        void set(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
