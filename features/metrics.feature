# What Prometheus reads. The client that writes the formats is inside the bundle.
org.ashlar:org.ashlar.metrics 30
