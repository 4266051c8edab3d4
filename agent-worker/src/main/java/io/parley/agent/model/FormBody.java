package io.parley.agent.model;

import dev.langchain4j.http.client.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The `multipart/form-data` body (RFC 7578) of a request of LangChain4j, which names the boundary in its header but
/// leaves the body to the HTTP client.
final class FormBody {

    private static final String BOUNDARY = "----LangChain4j";

    private FormBody() {}

    static boolean isOf(HttpRequest request) {
        return !request.formDataFiles().isEmpty();
    }

    static byte[] of(HttpRequest request) {
        var body = new ByteArrayOutputStream();
        request.formDataFields()
                .forEach((name, value) ->
                        write(body, "--" + BOUNDARY + "\r\n" + disposition(name) + "\r\n\r\n" + value + "\r\n"));
        request.formDataFiles().forEach((name, file) -> {
            write(
                    body,
                    "--" + BOUNDARY + "\r\n" + disposition(name) + "; filename=\"" + file.fileName()
                            + "\"\r\nContent-Type: " + file.contentType() + "\r\n\r\n");
            body.writeBytes(file.content());
            write(body, "\r\n");
        });
        write(body, "--" + BOUNDARY + "--\r\n");
        return body.toByteArray();
    }

    private static String disposition(String name) {
        return "Content-Disposition: form-data; name=\"" + name + "\"";
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
