package org.ashlar.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Metadata for tests, as bnd writes it.
final class Sample {
  private static final String XML =
      """
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
        <OCD id="a.HttpConfig" name="http" description="Where the server listens.">
          <AD id="listeners" type="String" cardinality="2147483647" name="Listeners"
              description="Where." default="{&quot;port&quot;:8008\\,&quot;tls&quot;:false}"/>
          <AD id="maxBodySize" type="Integer" name="Max body size" min="1" max="100"
              description="Most bytes, in KiB." default="50"/>
          <AD id="threads" type="Integer" name="Threads" description="Pool. Needs a restart."
              default="8"/>
        </OCD>
        <Designate pid="org.ashlar.http"><Object ocdref="a.HttpConfig"/></Designate>
        <OCD id="org.ashlar.http.listeners" name="listener" description="A listener.">
          <AD id="port" type="Integer" name="Port" min="1" max="65535" description="The port."/>
          <AD id="tls" type="Boolean" name="Tls" description="With TLS." default="false"/>
          <AD id="apis" type="String" cardinality="2147483647" name="Apis" description="Which."
              default="client,media"><Option label="" value="client"/><Option label="" value="media"/>
          </AD>
        </OCD>
        <OCD id="b.LogConfig" name="log" description="What is logged.">
          <AD id="level" type="String" name="Level" description="How much." default="info">
            <Option label="" value="debug"/><Option label="" value="info"/>
          </AD>
          <AD id="levels" type="String" cardinality="2147483647" name="map" description="By name."
              default=""/>
          <AD id="api.password" type="Password" name="Secret" description="Hidden." min="4"
              default=""/>
          <AD id="ratio" type="Double" name="Ratio" description="A share." default="0.5"/>
        </OCD>
        <Designate pid="org.ashlar.log"><Object ocdref="b.LogConfig"/></Designate>
        <OCD id="c.Foreign" name="x" description="Of somebody else."><AD id="y" type="String"/></OCD>
        <Designate pid="com.example"><Object ocdref="c.Foreign"/></Designate>
      </metatype:MetaData>
      """;

  private Sample() {}

  static Vocabulary vocabulary() {
    MetatypeReader reader = new MetatypeReader();
    try {
      reader.read(new ByteArrayInputStream(XML.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Vocabulary.of(List.of(reader.part()));
  }

  static Settings valid(String text) {
    return switch (Validation.check(text, vocabulary())) {
      case Settings.Valid(var settings) -> settings;
      case Settings.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static List<Problem> problems(String text) {
    return switch (Validation.check(text, vocabulary())) {
      case Settings.Valid _ -> List.of();
      case Settings.Refused(var problems) -> problems;
    };
  }
}
