package org.ashlar.database.pool;

/// Who opens a session.
///
/// @param user name of the role
/// @param password its password, empty when the server asks for none
public record Credentials(String user, String password) {

  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
