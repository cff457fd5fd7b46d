# Traces for an OpenTelemetry collector; off until it is configured.
org.ashlar:org.ashlar.tracing 30
