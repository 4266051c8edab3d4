package io.parley.ingress.ws;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A login with a key set of its own at `/keys`, and one at `/held` that does not answer for as long as it is held.
final class Login {

    private static final long LONGEST_SECONDS = 10;

    private final HttpServer server;
    private final List<JWK> keys = new ArrayList<>();
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile CountDownLatch asked = new CountDownLatch(1);

    Login() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/held")) {
                asked.countDown();
                awaitRelease();
            }
            var body = published().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private void awaitRelease() {
        try {
            var _ = held.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        server.stop(0);
    }

    String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    void hold() {
        asked = new CountDownLatch(1);
        held = new CountDownLatch(1);
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    void release() {
        held.countDown();
    }

    synchronized RSAKey newRsaKey(String id) throws Exception {
        var key = new RSAKeyGenerator(2048).keyID(id).generate();
        keys.add(key);
        return key;
    }

    synchronized ECKey newEllipticKey(String id) throws Exception {
        var key = new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        keys.add(key);
        return key;
    }

    private synchronized String published() {
        return new JWKSet(keys).toPublicJWKSet().toString();
    }

    static JWTClaimsSet.Builder claims(String tenant, String subject, Instant end) {
        return new JWTClaimsSet.Builder()
                .issuer("club-login")
                .audience("chat")
                .subject(subject)
                .claim("tenant", tenant)
                .expirationTime(Date.from(end));
    }

    static String sign(RSAKey key, JWTClaimsSet claims) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
        var jwt = new SignedJWT(header.build(), claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    static String sign(ECKey key, JWTClaimsSet claims) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID());
        var jwt = new SignedJWT(header.build(), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
