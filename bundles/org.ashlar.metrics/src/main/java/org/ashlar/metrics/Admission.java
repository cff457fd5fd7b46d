package org.ashlar.metrics;

import java.util.List;
import java.util.Optional;
import org.ashlar.account.Accounts;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Networks;
import org.ashlar.base.http.Request;

/// Who may read metrics: scrapers by their address, and administrators by their token.
record Admission(Gate<Accounts> accounts) {
  private static final String BEARER = "Bearer ";

  /// Headers by which proxies say that somebody else asks, in a form that is not read here.
  private static final List<String> SIGNS_OF_PROXIES = List.of("forwarded", "x-real-ip", "via");

  /// Lets a request pass.
  ///
  /// @throws MatrixException 401 or 403
  void check(Request request, Networks scrapers) {
    if (isScraper(request, scrapers)) {
      return;
    }
    String token =
        token(request)
            .orElseThrow(
                () ->
                    new MatrixException(
                        ErrorCode.MISSING_TOKEN,
                        401,
                        "Metrics are for the addresses in metrics.scrapers and for administrators"
                            + " with their access token."));
    switch (accounts.call(service -> service.authenticate(token, request.remoteAddress()))) {
      case Authentication.Known(Caller caller)
          when caller.admin() && caller.status() == Caller.Status.ACTIVE -> {
        // may read
      }
      case Authentication.Known _ ->
          throw MatrixException.forbidden("Only an administrator of this server may do this.");
      case Authentication.Unknown _ ->
          throw new MatrixException(
              ErrorCode.UNKNOWN_TOKEN, 401, "The access token is not known; log in again.");
    }
  }

  /// A proxy on this machine that is not declared as trusted makes every client look like one of
  /// this machine: who came through one counts only when all who forwarded are scrapers too.
  private static boolean isScraper(Request request, Networks scrapers) {
    if (!scrapers.contains(request.remoteAddress())
        || SIGNS_OF_PROXIES.stream().anyMatch(name -> request.header(name).isPresent())) {
      return false;
    }
    for (String hop : request.header("x-forwarded-for").orElse("").split(",")) {
      if (!hop.isBlank() && !scrapers.contains(hop.strip())) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> token(Request request) {
    return request
        .header("authorization")
        .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(text -> text.substring(BEARER.length()).strip())
        .filter(text -> !text.isEmpty());
  }
}
