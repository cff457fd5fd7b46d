package org.ashlar.launcher;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/// How a bundle ends the process: the launcher registers this as a service of type
/// `java.util.function.BiConsumer` with the property `ashlar.launcher=exit`. The first call counts;
/// it returns at once. Any thread.
final class ExitRequest implements BiConsumer<Integer, String> {

  /// @param code the exit code
  /// @param message sentences for the person who started the server; may be empty
  record Exit(int code, String message) {}

  private final CompletableFuture<Exit> first = new CompletableFuture<>();

  @Override
  public void accept(Integer code, String message) {
    first.complete(new Exit(code, message));
  }

  CompletableFuture<Exit> first() {
    return first;
  }
}
