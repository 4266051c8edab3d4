package io.parley.agent.tenancy;

import java.sql.ResultSet;
import java.util.function.Function;
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

    @Bean
    TenantTransactions tenantTransactions(PlatformTransactionManager manager, JdbcTemplate jdbc) {
        var transaction = new TransactionTemplate(manager);
        return new TenantTransactions() {
            @Override
            public <T> T call(String tenant, Commit commit, Function<RoundTrip, T> work) {
                try {
                    return transaction.execute(status -> {
                        // Local to the transaction: a pooled connection must not carry a tenant to its next user.
                        var trip = new RoundTrip(jdbc);
                        trip.query(BEGIN, ResultSet::next, tenant, commit.synchronous());
                        T result = work.apply(trip);
                        trip.send();
                        return result;
                    });
                } catch (DataIntegrityViolationException | InvalidDataAccessApiUsageException e) {
                    throw e;
                } catch (DataAccessException | TransactionException e) {
                    throw new DatabaseAway(e);
                }
            }
        };
    }
}
