package io.parley.agent.media;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/// Reads `PARLEY_MEDIA_STORE`: `file:DIR`, or `s3://bucket?endpoint=…&region=…`. Credentials of S3 are found where any
/// AWS program finds them: environment, profile, role of the machine.
final class StoreAddress {

    private static final String RIGHT =
            "PARLEY_MEDIA_STORE: file:DIR or s3://bucket?endpoint=…&region=… is right, not '";

    private StoreAddress() {}

    /// The store at this address.
    static MediaStore open(String address) {
        if (address.startsWith("file:") && address.length() > 5) {
            return new FileMediaStore(Path.of(address.substring(5)));
        }
        if (address.startsWith("s3://")) {
            return s3(uri(address));
        }
        throw new IllegalArgumentException(RIGHT + address + "'");
    }

    private static URI uri(String address) {
        try {
            var uri = new URI(address);
            if (uri.getAuthority() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(RIGHT + address + "'");
    }

    private static S3MediaStore s3(URI address) {
        var options = options(address);
        var client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(3))
                        .socketTimeout(Duration.ofSeconds(10)))
                .overrideConfiguration(config -> config.apiCallTimeout(Duration.ofSeconds(15)))
                // Newer checksums and chunks that are signed one by one are not understood by every such server.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .region(Region.of(options.getOrDefault("region", "us-east-1")));
        var configuration = S3Configuration.builder().chunkedEncodingEnabled(false);
        if (options.containsKey("endpoint")) {
            client.endpointOverride(URI.create(options.get("endpoint")));
            configuration.pathStyleAccessEnabled(true);
        }
        return new S3MediaStore(
                client.serviceConfiguration(configuration.build()).build(), address.getAuthority());
    }

    private static Map<String, String> options(URI address) {
        var query = address.getQuery();
        if (query == null) {
            return Map.of();
        }
        return Arrays.stream(query.split("&"))
                .map(option -> option.split("=", 2))
                .filter(option -> option.length == 2 && !option[1].isEmpty())
                .collect(Collectors.toMap(option -> option[0], option -> option[1]));
    }
}
