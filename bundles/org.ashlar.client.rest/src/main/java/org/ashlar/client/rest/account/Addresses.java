package org.ashlar.client.rest.account;

import java.util.regex.Pattern;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.Fields;

/// What is said about e-mail addresses and phone numbers, of which this server keeps none.
final class Addresses {
  private static final Pattern SECRET = Pattern.compile("[0-9a-zA-Z.=_-]{1,255}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  private Addresses() {}

  /// Reads a request to prove an e-mail address.
  ///
  /// @throws MatrixException 400 when it is not well-formed
  static void checkEmail(ClientRequest request) {
    Fields body = check(request);
    if (body.requiredString("email").indexOf('@') < 1) {
      throw MatrixException.invalidParam("The field email is no e-mail address.");
    }
  }

  /// Reads a request to prove a phone number.
  ///
  /// @throws MatrixException 400 when it is not well-formed
  static void checkPhone(ClientRequest request) {
    Fields body = check(request);
    body.requiredString("phone_number");
    if (!COUNTRY.matcher(body.requiredString("country")).matches()) {
      throw MatrixException.invalidParam("The field country must be two capital letters.");
    }
  }

  /// No account can have an address.
  static MatrixException denied() {
    return new MatrixException(
        new ErrorCode("M_THREEPID_DENIED"),
        403,
        "This server keeps no e-mail addresses and phone numbers; register without.");
  }

  /// No account has this address.
  static MatrixException unknown() {
    return new MatrixException(
        new ErrorCode("M_THREEPID_NOT_FOUND"), 400, "No user of this server is known by this.");
  }

  private static Fields check(ClientRequest request) {
    Fields body = new Fields(request.body());
    if (!SECRET.matcher(body.requiredString("client_secret")).matches()) {
      throw MatrixException.invalidParam(
          "The field client_secret must be of 1 to 255 characters of 0-9, a-z, A-Z and . = _ -.");
    }
    if (body.integer("send_attempt") == null) {
      throw MatrixException.missingParam("The field send_attempt is missing.");
    }
    return body;
  }
}
