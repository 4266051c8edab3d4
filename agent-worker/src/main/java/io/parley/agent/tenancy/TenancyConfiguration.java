package io.parley.agent.tenancy;

import java.sql.ResultSet;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class TenancyConfiguration {

    private static final String BEGIN =
            "select set_config('parley.tenant', ?, true) || set_config('synchronous_commit', ?, true)";

    /// A crowd of one tenant's turns gets through this many in it; then the database itself is too slow.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Bean
    TenantTransactions tenantTransactions(
            PlatformTransactionManager manager,
            JdbcTemplate jdbc,
            @Value("${spring.datasource.hikari.maximum-pool-size}") int connections) {
        var transaction = new TransactionTemplate(manager);
        var shares = new ConnectionShares(Math.max(1, connections / 2), PATIENCE);
        return new TenantTransactions() {
            @Override
            public <T> T call(String tenant, Commit commit, Function<RoundTrip, T> work) {
                try {
                    return shares.within(
                            tenant,
                            () -> transaction.execute(status -> {
                                // Local to the transaction: a pooled connection must not carry a tenant to its next
                                // user.
                                var trip = new RoundTrip(jdbc);
                                trip.query(BEGIN, ResultSet::next, tenant, commit.synchronous());
                                T result = work.apply(trip);
                                trip.send();
                                return result;
                            }));
                } catch (DataIntegrityViolationException | InvalidDataAccessApiUsageException e) {
                    throw e;
                } catch (DataAccessException | TransactionException e) {
                    throw new DatabaseAway(e);
                }
            }
        };
    }
}
