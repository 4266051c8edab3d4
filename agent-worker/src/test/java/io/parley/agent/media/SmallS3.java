package io.parley.agent.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A server that speaks as much of S3's protocol as one bucket of objects needs, and believes nobody: each request's
/// signature is computed anew (Amazon S3, Authenticating Requests: AWS Signature Version 4), and so is the hash of its
/// body.
final class SmallS3 implements AutoCloseable {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\\w{64})");

    private final HttpServer server;
    private final String accessKey;
    private final String secret;
    private final String bucket;
    private final String region;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final AtomicInteger writes = new AtomicInteger();

    SmallS3(String accessKey, String secret, String bucket, String region) {
        this.accessKey = accessKey;
        this.secret = secret;
        this.bucket = bucket;
        this.region = region;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
    }

    void start() {
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    int writes() {
        return writes.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getRawPath();
            if (!isSigned(exchange, body)) {
                refuse(exchange, 403, "SignatureDoesNotMatch");
            } else if (!path.startsWith("/" + bucket + "/")) {
                refuse(exchange, 404, "NoSuchBucket");
            } else {
                serve(exchange, path, body);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(HttpExchange exchange, String path, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                objects.put(path, body);
                writes.incrementAndGet();
                exchange.getResponseHeaders().set("ETag", "\"" + path.hashCode() + "\"");
                exchange.sendResponseHeaders(200, -1);
            }
            case "GET", "HEAD" -> {
                var object = objects.get(path);
                if (object == null) {
                    refuse(exchange, 404, "NoSuchKey");
                } else {
                    give(exchange, object);
                }
            }
            default -> refuse(exchange, 405, "MethodNotAllowed");
        }
    }

    private static void give(HttpExchange exchange, byte[] object) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(object.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, object.length == 0 ? -1 : object.length);
        exchange.getResponseBody().write(object);
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        var xml = ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>no</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, xml.length);
        exchange.getResponseBody().write(xml);
    }

    private boolean isSigned(HttpExchange exchange, byte[] body) throws GeneralSecurityException {
        var given = AUTHORIZATION.matcher(header(exchange, "Authorization"));
        if (!given.matches()
                || !given.group(1).equals(accessKey)
                || !given.group(3).equals(region)) {
            return false;
        }
        var bodyHash = header(exchange, "x-amz-content-sha256");
        var nothingToSign = body.length == 0 && bodyHash.equals("UNSIGNED-PAYLOAD");
        if (!nothingToSign && !bodyHash.equals(sha256(body))) {
            return false;
        }
        var headers = Arrays.stream(given.group(4).split(";"))
                .map(name -> name + ":" + header(exchange, name).strip() + "\n")
                .collect(Collectors.joining());
        var uri = exchange.getRequestURI();
        var request = String.join(
                "\n",
                exchange.getRequestMethod(),
                uri.getRawPath(),
                Objects.requireNonNullElse(uri.getRawQuery(), ""),
                headers,
                given.group(4),
                bodyHash);
        var scope = given.group(2) + "/" + region + "/s3/aws4_request";
        var toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                header(exchange, "x-amz-date"),
                scope,
                sha256(request.getBytes(StandardCharsets.UTF_8)));
        var key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (var part : List.of(given.group(2), region, "s3", "aws4_request")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign)).equals(given.group(5));
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
