package io.parley.standalone.up;

import io.parley.standalone.imports.TenantApi;
import io.parley.standalone.process.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/// Products, orders and documents of the sample tenants, imported once into a data folder: what is changed later
/// stays.
///
/// @param mark file that remembers what was imported
/// @param sandboxUrl where the pictures are
record SampleData(Path mark, String sandboxUrl) {

    private static final String SANDBOX = "http://localhost:8085";

    /// One file below `/parley/`.
    ///
    /// @param what it becomes, below the tenant in the API
    record Sample(String tenant, String what, String mediaType, String file) {}

    static final List<Sample> SAMPLES = List.of(
            new Sample("shoes", "products", "text/csv", "shoes/products.csv"),
            new Sample("shoes", "orders", "application/json", "shoes/orders.json"),
            document("shoes", "cambios-y-devoluciones.md"),
            document("shoes", "cuidado.html"),
            document("shoes", "envios.md"),
            document("shoes", "talles.md"),
            document("shoes", "tienda.md"),
            new Sample("lab", "products", "text/csv", "lab/products.csv"),
            new Sample("lab", "orders", "application/json", "lab/orders.json"),
            document("lab", "accreditation.md"),
            document("lab", "policies.md"),
            document("lab", "services.md"),
            document("lab", "visiting.html"));

    private static Sample document(String tenant, String name) {
        var mediaType = name.endsWith(".html") ? "text/html" : "text/markdown";
        return new Sample(tenant, "documents/" + name, mediaType, tenant + "/knowledge/" + name);
    }

    /// Imports what this data folder has not seen yet.
    ///
    /// @return whether there was anything
    boolean importInto(TenantApi api) throws IOException, InterruptedException {
        var seen = Files.exists(mark) ? Files.readString(mark) : "";
        var now = new StringBuilder();
        for (var sample : SAMPLES) {
            var content = content(sample);
            var line = sample.tenant() + " " + sample.what() + " " + Long.toHexString(checksum(content)) + "\n";
            now.append(line);
            if (!seen.contains(line)) {
                api.put(sample.tenant(), sample.what(), sample.mediaType(), content.getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.writeString(mark, now);
        return !seen.contentEquals(now);
    }

    private static long checksum(String content) {
        var checksum = new CRC32();
        checksum.update(content.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    private String content(Sample sample) throws IOException {
        try (InputStream in = SampleData.class.getResourceAsStream("/parley/" + sample.file())) {
            if (in == null) {
                throw new Failure("the sample data are missing in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(SANDBOX, sandboxUrl);
        }
    }
}
