package io.parley.agent;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;

/// A real PostgreSQL with a role for the worker that is no superuser.
public final class Database implements AutoCloseable {

    private final EmbeddedPostgres server;

    Database() {
        try {
            server = EmbeddedPostgres.builder().start();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create role worker login password 'worker' nosuperuser nobypassrls");
                statement.execute("create database parley owner worker");
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    public String url() {
        return url(server.getPort());
    }

    static String url(int port) {
        return "jdbc:postgresql://localhost:" + port + "/parley";
    }

    /// What a query with one parameter counts, whoever's rows they are.
    long count(String query, String parameter) {
        try (var connection = server.getDatabase("postgres", "parley").getConnection();
                var statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
