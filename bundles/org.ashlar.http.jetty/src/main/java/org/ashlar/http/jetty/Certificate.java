package org.ashlar.http.jetty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// The certificate and key of a listener, read from PEM files, and read again when they change.
final class Certificate {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END");
  private static final char[] NO_PASSWORD = new char[0];

  private final ListenerSettings.Tls files;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private String stamp;

  /// @throws IllegalArgumentException with a sentence for the operator
  Certificate(ListenerSettings.Tls files) {
    this.files = files;
    this.stamp = stampOf(files);
    factory.setKeyStore(load(files));
    factory.setKeyStorePassword("");
    factory.setSniRequired(false);
    factory.setEndpointIdentificationAlgorithm(null);
  }

  SslContextFactory.Server factory() {
    return factory;
  }

  /// Reads the files again if they have changed.
  ///
  /// @return true when new connections get another certificate
  /// @throws IllegalArgumentException with a sentence for the operator; the old one stays in use
  boolean refresh() {
    String now = stampOf(files);
    if (now.equals(stamp)) {
      return false;
    }
    stamp = now;
    KeyStore store = load(files);
    try {
      factory.reload(changed -> changed.setKeyStore(store));
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "The certificate " + files.certificate() + " can not be used: " + e.getMessage() + ".",
          e);
    }
    return true;
  }

  private static String stampOf(ListenerSettings.Tls files) {
    return stampOf(files.certificate()) + " " + stampOf(files.key());
  }

  private static String stampOf(Path file) {
    try {
      return Files.getLastModifiedTime(file) + "/" + Files.size(file);
    } catch (IOException e) {
      return "absent";
    }
  }

  private static KeyStore load(ListenerSettings.Tls files) {
    try {
      Collection<? extends java.security.cert.Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(files.certificate())));
      if (chain.isEmpty()) {
        throw new IllegalArgumentException(files.certificate() + " holds no PEM certificate.");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry(
          "server",
          key(files.key()),
          NO_PASSWORD,
          chain.toArray(java.security.cert.Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "The certificate " + files.certificate() + " can not be used: " + e.getMessage() + ".",
          e);
    }
  }

  private static PrivateKey key(Path file) throws GeneralSecurityException {
    Matcher pem = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!pem.find() || !pem.group(1).equals("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          file
              + " must hold an unencrypted PKCS #8 key (BEGIN PRIVATE KEY); convert it with:"
              + " openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        continue;
      }
    }
    throw new IllegalArgumentException(file + " holds a key that is not RSA, EC or EdDSA.");
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("The file " + file + " can not be read.", e);
    }
  }
}
