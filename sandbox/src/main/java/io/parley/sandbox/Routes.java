package io.parley.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;

/// Which part of the sandbox answers which path.
final class Routes extends Handler.Abstract {

    private static final String PHONES = "/phones";
    private static final Map<String, String> PAGES = Map.of("/", "/index.html", "/mail", "/mail.html");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "json", "application/json",
            "ico", "image/x-icon");

    private final Control control;
    private final Map<String, Provider> providers;

    Routes(World world, Mails mails, List<Provider> providers) {
        this.control = new Control(world, mails, providers);
        this.providers = providers.stream().collect(Collectors.toMap(Provider::prefix, Function.identity()));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange exchange = new Exchange(request, response);
        try {
            route(exchange, URIUtil.decodePath(Request.getPathInContext(request)));
            callback.succeeded();
        } catch (ControlError e) {
            exchange.json(e.status(), Json.object().put("error", e.getMessage()));
            callback.succeeded();
        } catch (Exchange.TooLarge e) {
            exchange.json(413, Json.object().put("error", e.getMessage()));
            callback.succeeded();
        } catch (Exchange.Disconnected e) {
            callback.failed(e);
        }
        return true;
    }

    private void route(Exchange exchange, String path) throws IOException, InterruptedException {
        String first = path.split("/", 3)[1];
        Provider provider = providers.get(first);
        if (provider != null) {
            provider.serve(exchange, path.substring(first.length() + 1));
        } else if (first.equals("sandbox")) {
            control.serve(exchange, path);
        } else if (first.equals("pictures")) {
            exchange.bytes(
                    200,
                    "image/png",
                    Pictures.at(path).orElseThrow(() -> new ControlError(404, "a picture is a short name and .png")));
        } else if (path.equals("/health") || path.equals("/ready")) {
            exchange.json(200, Json.object().put("status", "UP"));
        } else {
            page(exchange, PAGES.getOrDefault(path, path));
        }
    }

    private static void page(Exchange exchange, String path) throws IOException {
        Optional<byte[]> file = path.contains("..") ? Optional.empty() : resource(PHONES + path);
        if (file.isEmpty()) {
            throw new ControlError(404, "there is nothing at this path");
        }
        String ending = path.substring(path.lastIndexOf('.') + 1);
        exchange.header(
                "Content-Security-Policy", "default-src 'self'; img-src * data: blob:; media-src * data: blob:");
        exchange.header("Cache-Control", "no-cache");
        exchange.bytes(200, TYPES.getOrDefault(ending, "application/octet-stream"), file.get());
    }

    private static Optional<byte[]> resource(String name) throws IOException {
        try (InputStream in = Routes.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }
}
