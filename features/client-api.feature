# The client-server API over HTTP.
org.eclipse.jetty:jetty-util                 5
org.eclipse.jetty:jetty-io                   5
org.eclipse.jetty:jetty-http                 5
org.eclipse.jetty:jetty-server               5
org.eclipse.jetty:jetty-alpn-server          5
org.eclipse.jetty:jetty-alpn-java-server     5
org.eclipse.jetty.http2:jetty-http2-common   5
org.eclipse.jetty.http2:jetty-http2-hpack    5
org.eclipse.jetty.http2:jetty-http2-server   5

org.ashlar:org.ashlar.client.rest            30
org.ashlar:org.ashlar.http.jetty             40
