package io.parley.agent.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.CurrentSettings;
import io.parley.agent.tenancy.DatabaseAway;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// What a tenant has spent today.
@RestController
class BudgetController {

    private final LeasedBudget budget;
    private final BudgetLedger ledger;
    private final CurrentSettings settings;

    BudgetController(LeasedBudget budget, BudgetLedger ledger, CurrentSettings settings) {
        this.budget = budget;
        this.ledger = ledger;
        this.settings = settings;
    }

    /// The tenant's day so far. What is spent without a budget is not counted.
    ///
    /// @param day in the tenant's time zone
    /// @param until when the next one begins
    /// @param exhausted what was lacking when a call was first refused today
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Today(
            String tenant,
            LocalDate day,
            Instant until,
            Part tokens,
            Part money,
            @Nullable String exhausted,
            @JsonProperty("exhausted_at") @Nullable Instant exhaustedAt) {}

    /// @param limit a day; null for none
    /// @param held by workers for calls under way and to come, nobody else's for now
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(@Nullable Number limit, Number spent, Number held) {}

    @GetMapping("/v1/tenants/{tenant}/budget")
    Today today(@PathVariable String tenant) {
        var known = settings.current(tenant).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return today(tenant, known);
    }

    private Today today(String tenant, AgentSettings known) {
        var day = budget.today(known);
        var limit = Limit.of(known);
        var standing = budget.standing(tenant, known);
        var exhaustion = ledger.exhaustion(tenant, day);
        return new Today(
                tenant,
                day,
                day.plusDays(1).atStartOfDay(known.timeZone()).toInstant(),
                new Part(
                        limit.tokens().isPresent() ? limit.tokens().getAsLong() : null,
                        standing.spent().tokens(),
                        standing.held().tokens()),
                new Part(
                        limit.micros().isPresent() ? limit.micros().getAsLong() / 1e6 : null,
                        standing.spent().money(),
                        standing.held().money()),
                exhaustion.map(BudgetLedger.Exhaustion::what).orElse(null),
                exhaustion.map(BudgetLedger.Exhaustion::at).orElse(null));
    }

    @ExceptionHandler
    ResponseEntity<String> away(DatabaseAway e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", "2")
                .body("the database is out of reach");
    }
}
