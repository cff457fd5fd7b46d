package org.ashlar.account;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What a client has yet to show in user-interactive authentication; answered with 401.
///
/// @param session the id of the authentication session
/// @param flows the ways, each a list of stages
/// @param completed the stages that are done
/// @param params what stages need to know, by stage
/// @param failure why the stage that was tried failed, or null
/// @spec https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
///   User-interactive authentication
public record AuthChallenge(
    String session,
    List<List<String>> flows,
    List<String> completed,
    JsonObject params,
    @Nullable MatrixException failure) {
  /// Copies the lists.
  public AuthChallenge {
    flows = List.copyOf(flows);
    completed = List.copyOf(completed);
  }
}
