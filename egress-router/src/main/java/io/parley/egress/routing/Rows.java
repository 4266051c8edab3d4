package io.parley.egress.routing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// Keys and values of store rows. A key is `client NUL rest`: the parts before the last are of fixed width or end with
/// NUL, which no client_id contains, so that a range of keys is a range of one client.
final class Rows {

    private Rows() {}

    static String key(String client, String rest) {
        return client + '\0' + rest;
    }

    /// The lowest and highest text that a key of the client can be.
    static String first(String client) {
        return client + '\0';
    }

    static String last(String client) {
        return client + '\1';
    }

    static String client(String key) {
        return key.substring(0, key.indexOf('\0'));
    }

    static <T> Serde<T> serde(Write<T> write, Read<T> read) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : bytes(write, value),
                (topic, bytes) -> bytes == null ? null : value(read, bytes));
    }

    private static <T> byte[] bytes(Write<T> write, T value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write.write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T value(Read<T> read, byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return read.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface Write<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    interface Read<T> {
        T read(DataInputStream in) throws IOException;
    }
}
