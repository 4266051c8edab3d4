package io.parley.agent.api;

import io.parley.agent.lane.IncomingLanes;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AdminController {

    private final IncomingLanes lanes;

    AdminController(IncomingLanes lanes) {
        this.lanes = lanes;
    }

    /// Readiness goes, intake stops, running turns get their time, and the partitions go to other workers.
    @PostMapping("/admin/drain")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void drain() {
        Thread.ofVirtual().name("agent-worker-drain").start(lanes::drain);
    }
}
