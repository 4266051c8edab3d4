package io.parley.agent.knowledge;

import io.parley.agent.tenancy.RoundTrip;
import io.parley.agent.tenancy.TenantTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the database can compare vectors: asked once, when the first tenant wants it. Who installs pgvector restarts
/// the workers.
final class VectorExtension {

    private static final Logger LOG = LoggerFactory.getLogger(VectorExtension.class);
    private static final String NAME = "vector";
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('parley.passage_vector', 6))";
    private static final String STATE = """
            select (select extnamespace::regnamespace::text from pg_extension where extname = ?) as schema,
                   exists (select 1 from pg_available_extension_versions v where v.name = ?
                           and (rolsuper or not v.superuser
                                or v.trusted and has_database_privilege(current_database(), 'create'))) as creatable,
                   to_regclass('passage_vector') is not null as tabled
            from pg_roles where rolname = current_user""";

    private final TenantTransactions transactions;
    private @Nullable Found found;

    private record Found(Optional<VectorSql> sql) {}

    VectorExtension(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    /// The statements that use it; empty where it is missing and this role can't create it, which is logged once.
    ///
    /// @param tenant who wants it
    synchronized Optional<VectorSql> find(String tenant) {
        var known = found;
        if (known == null) {
            known = new Found(transactions.call(tenant, VectorExtension::prepared));
            found = known;
            if (known.sql().isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("tenant", tenant)
                        .log("the database has no extension vector (pgvector), and this role can't create it: documents"
                                + " are searched by words only, whatever agent.knowledge.vector says");
            }
        }
        return known.sql();
    }

    private static Optional<VectorSql> prepared(RoundTrip trip) {
        // One worker at a time: what is created only if it is not there may still collide.
        trip.query(LOCK, ResultSet::next);
        var schema = schema(trip, NAME);
        var sql = schema.map(VectorSql::new);
        if (sql.isPresent() && !state(trip, NAME).isTabled()) {
            sql.get().table().forEach(trip::update);
        }
        return sql;
    }

    /// Where the extension is installed, if need be by this role.
    static Optional<String> schema(RoundTrip trip, String extension) {
        var now = state(trip, extension);
        if (now.schema() == null && now.isCreatable()) {
            trip.update("create extension \"" + extension + '"');
            now = state(trip, extension);
        }
        return Optional.ofNullable(now.schema());
    }

    private static State state(RoundTrip trip, String extension) {
        return trip.query(STATE, VectorExtension::state, extension, extension).get();
    }

    private record State(@Nullable String schema, boolean isCreatable, boolean isTabled) {}

    private static State state(ResultSet rows) throws SQLException {
        rows.next();
        return new State(rows.getString("schema"), rows.getBoolean("creatable"), rows.getBoolean("tabled"));
    }
}
