package org.ashlar.outbound;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.install.Installation;

/// Outbound requests with a configuration of a test's choice.
public final class OutboundHouse {
  private OutboundHouse() {}

  /// What makes requests; end it with [#close].
  public static JavaOutboundHttp http(Path dataFolder, String[] caFiles, String[] denied) {
    return new JavaOutboundHttp(installation(dataFolder), options(caFiles, denied));
  }

  public static void close(JavaOutboundHttp http) {
    http.deactivate();
  }

  static OutboundOptions options(String[] caFiles, String[] denied) {
    return new OutboundOptions() {
      @Override
      public String[] caFiles() {
        return caFiles;
      }

      @Override
      public String[] federationIpDeny() {
        return new String[] {"::/0", "0.0.0.0/0"};
      }

      @Override
      public String[] pushIpDeny() {
        return new String[] {"nonsense"};
      }

      @Override
      public String[] previewIpDeny() {
        return new String[0];
      }

      @Override
      public String[] identityIpDeny() {
        return denied;
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return OutboundOptions.class;
      }
    };
  }

  private static Installation installation(Path dataFolder) {
    return new Installation() {
      @Override
      public ServerName serverName() {
        return new ServerName("test");
      }

      @Override
      public Path dataFolder() {
        return dataFolder;
      }

      @Override
      public Path home() {
        return dataFolder;
      }
    };
  }
}
