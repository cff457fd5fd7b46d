package org.ashlar.account.core.auth;

import java.util.Optional;
import org.ashlar.account.Caller;
import org.ashlar.account.StoredAccount;
import org.ashlar.account.core.session.Passwords;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Wants the password of the user who asks, or of the user whom a client without token names.
///
/// @param passwords what compares them
/// @param owner whose token the client showed, or null for none
/// @spec https://spec.matrix.org/v1.19/client-server-api/#password-based Password-based
public record PasswordStage(Passwords passwords, @Nullable UserId owner) implements Stage {
  /// The type on the wire.
  public static final String TYPE = "m.login.password";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Verdict judge(JsonObject auth) {
    String password =
        auth.string("password")
            .orElseThrow(() -> MatrixException.missingParam("The field auth.password is missing."));
    Optional<StoredAccount> account = passwords.account(name(auth));
    if (owner != null && account.filter(found -> found.user().equals(owner)).isEmpty()) {
      throw MatrixException.forbidden("This is the login of another user than that of the token.");
    }
    if (passwords.check(account.orElse(null), password).isEmpty()) {
      return Verdict.failed("The user name or the password is wrong.");
    }
    UserId user = account.orElseThrow().user();
    if (account.get().status() == Caller.Status.LOCKED) {
      throw new MatrixException(
          ErrorCode.USER_LOCKED,
          401,
          "This account has been locked.",
          JsonObject.builder().put("soft_logout", true).build());
    }
    return new Verdict(null, user);
  }

  private String name(JsonObject auth) {
    Optional<JsonObject> identifier = auth.object("identifier");
    String type = identifier.flatMap(id -> id.string("type")).orElse("m.id.user");
    if (type.equals("m.id.thirdparty") || type.equals("m.id.phone")) {
      throw MatrixException.forbidden("No user of this server is known by this address.");
    }
    Optional<String> name = identifier.orElse(auth).string("user");
    if (name.isEmpty() && owner != null && identifier.isEmpty()) {
      return owner.value();
    }
    return name.orElseThrow(
        () -> MatrixException.missingParam("The field auth.identifier.user is missing."));
  }
}
