/// The running system, each service a process of its own, under load, faults and mutations.
@org.jspecify.annotations.NullUnmarked
package io.parley.campaign;
