package io.parley.agent;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What the environment says about this service.
///
/// @param partitions number of partitions of the client topics, the same in the whole installation
/// @param tenantsFile path of the tenants file; empty to use what the topic holds
/// @param drain how long running turns may still end at a stop
/// @param keepTurns how long ended turns are kept; longer than any topic keeps a record
/// @param budgetLease how long a worker that has crashed keeps what it held of the tenants' budgets
/// @param prices of models, by their names; a model that is not among them counts as the dearest
@Validated
@ConfigurationProperties(prefix = "parley.agent", ignoreUnknownFields = false)
public record AgentProperties(
        @NotBlank String bootstrapServers,
        @Min(1) @Max(1000) int partitions,
        @DefaultValue("") String tenantsFile,
        @DefaultValue("") String secretsKeyset,
        @DefaultValue("") String internalToken,
        @DefaultValue("") String adminToken,
        @DefaultValue("5s") @NotNull Duration drain,
        @DefaultValue("35d") @NotNull Duration keepTurns,
        @Valid @NotNull Model model,
        @Valid @NotNull Permits permits,
        @Valid @DefaultValue @NotNull Media media,
        @Valid @DefaultValue @NotNull Mcp mcp,
        @DefaultValue("30s") @NotNull Duration budgetLease,
        @DefaultValue @NotEmpty Map<String, @Valid Price> prices) {

    public AgentProperties {
        prices = Map.copyOf(prices);
    }

    /// How the model is reached unless a tenant says otherwise, and what is expected of it.
    ///
    /// @param firstTokenTimeout from the request to the first piece of text
    /// @param silenceTimeout between two pieces of text
    /// @param tries how often a request is made before the fallback model, if any, gets its turn
    /// @param transcription name of the model that transcribes recordings
    /// @param transcriptionTimeout for the whole answer
    public record Model(
            @NotNull URI baseUrl,
            @DefaultValue("none") String apiKey,
            @NotBlank String name,
            @DefaultValue("5s") @NotNull Duration connectTimeout,
            @DefaultValue("30s") @NotNull Duration firstTokenTimeout,
            @DefaultValue("20s") @NotNull Duration silenceTimeout,
            @DefaultValue("3") @Min(1) @Max(10) int tries,
            @DefaultValue("32000") @Min(1) int maxAnswerCharacters,
            @DefaultValue("whisper-1") @NotBlank String transcription,
            @DefaultValue("30s") @NotNull Duration transcriptionTimeout) {

        @Override
        public String toString() {
            return "Model[" + baseUrl + ", " + name + "]";
        }
    }

    /// How many model calls may run at a time: in this worker, of one tenant, at one provider.
    ///
    /// @param patience how long a turn waits for a permit before the client is told to come back
    public record Permits(
            @DefaultValue("5000") @Min(1) int worker,
            @DefaultValue("2500") @Min(1) int tenant,
            @DefaultValue("5000") @Min(1) int provider,
            @DefaultValue("10s") @NotNull Duration patience) {}

    /// What is done with the files that clients send.
    ///
    /// @param store where they are kept: `file:DIR` or `s3://bucket?endpoint=…&region=…`
    /// @param largest a larger one is not fetched
    /// @param time for one file, with all tries
    public record Media(
            @DefaultValue("file:.parley/media") @NotBlank String store,
            @DefaultValue("25MB") @NotNull DataSize largest,
            @DefaultValue("20s") @NotNull Duration time) {}

    /// What a model costs, in one currency for all.
    ///
    /// @param input for a million tokens of the question
    /// @param output for a million tokens of the answer
    public record Price(
            @PositiveOrZero double input, @PositiveOrZero double output) {}

    /// Without the secrets.
    @Override
    public String toString() {
        return "AgentProperties[" + bootstrapServers + ", " + partitions + ", " + model + "]";
    }

    /// What tenants' MCP servers may be.
    ///
    /// @param allowPrivate whether their URLs may name this machine and its network
    /// @param allowCommands whether they may be programs that are started here
    public record Mcp(
            @DefaultValue("false") boolean allowPrivate,
            @DefaultValue("true") boolean allowCommands) {}
}
