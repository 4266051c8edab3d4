package io.parley.ingress.ws.slot;

/// A slot that this node holds: a partition of `outbound.web`, and the boot that holds it.
public record Slot(int number, String bootId) {}
