package org.ashlar.client.rest.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// Whom people ask for help; empty texts stand for nothing.
///
/// @param page the address of a page for people
/// @param admin who helps with everything
/// @param security who takes what is urgent and confidential
public record Support(String page, Contact admin, Contact security) {
  /// Nobody.
  public static final Support NONE = new Support("", new Contact("", ""), new Contact("", ""));

  /// A way to somebody.
  ///
  /// @param matrixId a user id
  /// @param email an address
  public record Contact(String matrixId, String email) {}

  /// What clients are told.
  ///
  /// @return the answer, empty when nothing is configured
  Optional<JsonObject> json() {
    List<JsonValue> contacts = new ArrayList<>();
    add(contacts, "m.role.admin", admin);
    add(contacts, "m.role.security", security);
    if (contacts.isEmpty() && page.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        JsonObject.builder()
            .putIfPresent("contacts", contacts.isEmpty() ? null : new JsonArray(contacts))
            .putIfPresent("support_page", text(page))
            .build());
  }

  private static void add(List<JsonValue> contacts, String role, Contact contact) {
    if (!contact.matrixId().isEmpty() || !contact.email().isEmpty()) {
      contacts.add(
          JsonObject.builder()
              .putIfPresent("matrix_id", text(contact.matrixId()))
              .putIfPresent("email_address", text(contact.email()))
              .put("role", role)
              .build());
    }
  }

  private static @Nullable String text(String text) {
    return text.isEmpty() ? null : text;
  }
}
