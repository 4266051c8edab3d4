package io.parley.schemas.trace;

/// Where a process tells what it has done. Where nobody wants to know, no span is made: whoever has one to tell asks
/// first.
public interface Spans extends AutoCloseable {

    /// Whether anybody wants to know.
    boolean areWanted();

    /// Tells it. Never waits and never fails; a span is lost where the receiver is out of reach.
    void add(Span span);

    @Override
    void close();

    /// To an OTLP receiver; to nobody where there is none.
    ///
    /// @param service name of the process's kind
    /// @param endpoint of the receiver, without `/v1/traces`; blank for none
    /// @param headers for each request, such as `authorization=Bearer x`, with commas; blank for none
    static Spans of(String service, String endpoint, String headers) {
        return endpoint.isBlank() ? none() : new OtlpSpans(service, endpoint, headers).start();
    }

    /// To nobody.
    static Spans none() {
        return new Spans() {
            @Override
            public boolean areWanted() {
                return false;
            }

            @Override
            public void add(Span span) {
                // Nobody wants to know.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
