# One image for every service of Parley: `docker run parley:local run ingress-ws`.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /parley
COPY . .
RUN mvn --batch-mode --quiet --projects standalone --also-make -DskipTests package \
    && mvn --batch-mode --quiet --projects standalone --also-make -DskipTests package dependency:copy-dependencies \
       -DincludeScope=runtime -DexcludeGroupIds=io.parley -DoutputDirectory=/app/lib \
    && cp schemas/target/*.jar channels/target/*.jar sandbox/target/*.jar key-lanes/target/*.jar ingress-ws/target/*.jar ingress-webhooks/target/*.jar \
          agent-worker/target/*.jar egress-router/target/*.jar standalone/target/*.jar /app/lib/

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home parley && mkdir -p /var/lib/parley/streams /var/lib/parley/media \
    && chown -R parley /var/lib/parley
COPY --from=build /app/lib /app/lib
USER parley
WORKDIR /var/lib/parley
# Objects that outlive two collections are state: copying them again and again made the pauses twice as long.
ENTRYPOINT ["java", "-XX:+UseCompactObjectHeaders", "-XX:MaxTenuringThreshold=2", "-XX:MaxRAMPercentage=70", "-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-cp", "/app/lib/*", "io.parley.standalone.Parley"]
