package io.parley.standalone.run;

import io.parley.standalone.process.Running;
import io.parley.standalone.service.ServiceKind;
import io.parley.standalone.service.Setting;
import io.parley.standalone.service.Settings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `run ingress-ws` and its like: a service with Spring Boot, configured by the environment.
@Command(description = "The service, configured by the environment.", mixinStandardHelpOptions = true)
final class RunService implements Callable<Integer> {

    @Mixin
    private final Check check = new Check();

    private final ServiceKind kind;

    RunService(ServiceKind kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws Exception {
        for (Setting setting : Settings.of(kind)) {
            check.setting(setting.examine(Optional.ofNullable(System.getenv(setting.name()))));
        }
        check.endOrRun(this::start);
        return 0;
    }

    private String start(Running running) {
        ConfigurableApplicationContext context = kind.start("--spring.main.register-shutdown-hook=false");
        running.add(0, kind.label(), context);
        return kind.label() + " serves port " + context.getEnvironment().getProperty("local.server.port", "");
    }
}
