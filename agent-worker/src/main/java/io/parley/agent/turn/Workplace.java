package io.parley.agent.turn;

import io.parley.agent.budget.Budget;
import io.parley.agent.model.Model;
import io.parley.agent.model.Permits;
import io.parley.agent.tool.Toolbox;
import java.time.Clock;

/// What every turn works with.
///
/// @param entries where words go
/// @param signs where signs of life go
public record Workplace(
        TurnStore store,
        Model model,
        Permits permits,
        Budget budget,
        Toolbox toolbox,
        Senses senses,
        Entries entries,
        Signs signs,
        Journal journal,
        RunningTurns running,
        TurnMetrics metrics,
        Clock clock) {}
