package io.parley.agent.agenda;

/// A time that is taken, nobody says by whom.
record Taken(int resource, Slot slot) {}
