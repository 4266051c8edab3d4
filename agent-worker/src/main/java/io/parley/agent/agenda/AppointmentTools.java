package io.parley.agent.agenda;

import io.parley.agent.settings.AgentSettings;
import io.parley.agent.settings.ToolGroup;
import io.parley.agent.tool.Tool;
import io.parley.agent.tool.ToolSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tools of tenants that take appointments.
final class AppointmentTools implements ToolSource {

    static final String SOURCE = "agenda";
    static final String UNAVAILABLE = "unavailable";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Tool> tools;

    AppointmentTools(Appointments appointments) {
        tools = List.of(
                new BookAppointment(appointments),
                new ListAppointments(appointments),
                new CancelAppointment(appointments));
    }

    @Override
    public List<Tool> tools(AgentSettings settings) {
        return settings.tools().contains(ToolGroup.APPOINTMENTS) ? tools : List.of();
    }

    static JsonNode schema(String json) {
        return JSON.readTree(json);
    }
}
