package io.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.parley.agent.tenancy.TenantTransactions;
import io.parley.schemas.avro.Author;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// The database: whose rows can be seen, and what happens while it is away.
class DatabaseIT {

    private static final Installed INSTALLED = Installed.shared();
    private static final List<String> TABLES =
            List.of("turn", "turn_input", "turn_step", "memory_line", "silence", "handover");

    @BeforeAll
    static void start() {
        INSTALLED.worker();
    }

    private static int count(String table) {
        return Objects.requireNonNull(INSTALLED
                .worker()
                .bean(JdbcTemplate.class)
                .queryForObject("select count(*) from " + table, Integer.class));
    }

    private static int countFor(String tenant, TenantTransactions transactions) {
        return transactions.call(tenant, trip -> {
            trip.send();
            return count("turn");
        });
    }

    @Test
    void a_query_sees_its_own_tenants_rows_and_without_a_tenant_none() {
        // given
        var client = "shoes:shoes-web:g.rows";
        INSTALLED.send(Installed.message(client, "1", "rows"));
        INSTALLED.awaitReply(client, entry -> entry.getAuthor() == Author.AGENT);
        var transactions = INSTALLED.worker().bean(TenantTransactions.class);
        var jdbc = INSTALLED.worker().bean(JdbcTemplate.class);
        // then
        assertThat(jdbc.queryForObject("select usesuper from pg_user where usename = current_user", Boolean.class))
                .isFalse();
        for (var table : TABLES) {
            assertThat(count(table)).as(table + " without a tenant").isZero();
            assertThat(jdbc.queryForObject(
                            "select relforcerowsecurity from pg_class where oid = ?::regclass", Boolean.class, table))
                    .as(table)
                    .isTrue();
        }
        assertThat(countFor("shoes", transactions)).isPositive();
        assertThat(countFor("nobody", transactions)).isZero();
        assertThat(count("turn"))
                .as("the pooled connection carries no tenant on")
                .isZero();
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> transactions.call(
                        "nobody",
                        trip -> trip.update("insert into silence (tenant, client_id, until_at, since, author)"
                                        + " values ('shoes', 'x', now(), now(), 'x')")
                                .get()));
    }

    @Test
    void a_database_that_is_away_delays_and_loses_nothing() throws Exception {
        // given
        var client = "shoes:shoes-web:g.away";
        int dead = INSTALLED.raw("incoming-messages.dead").size();
        // when
        INSTALLED.gate().close();
        INSTALLED.send(Installed.message(client, "1", "while it is away"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> INSTALLED.worker().get("/ready").statusCode() == 503);
        assertThat(INSTALLED.provider().requests("while it is away")).isEmpty();
        INSTALLED.gate().open();
        // then
        var answer = INSTALLED.awaitReply(client, entry -> entry.getAuthor() != Author.USER);
        assertThat(answer.getContent()).isEqualTo("Heard: while it is away");
        assertThat(INSTALLED.provider().requests("while it is away")).hasSize(1);
        assertThat(INSTALLED.raw("incoming-messages.dead")).hasSize(dead);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> INSTALLED.worker().get("/ready").statusCode() == 200);
    }
}
