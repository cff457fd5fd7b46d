package org.ashlar.identity.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.outbound.OutboundHttp;
import org.ashlar.directory.InvitationLookup;
import org.ashlar.identity.client.IdentityCalls.Answer;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Asks identity servers over HTTPS. Keeps nothing in memory.
///
/// @spec https://spec.matrix.org/v1.19/identity-service-api/ Identity service API
@Component(service = InvitationLookup.class, immediate = true)
public final class IdentityServerLookup implements InvitationLookup {
  private static final ErrorCode DENIED = new ErrorCode("M_THREEPID_DENIED");
  private static final String INVALID_PEPPER = "M_INVALID_PEPPER";
  private static final Pattern TOKEN = Pattern.compile("[0-9a-zA-Z.=_-]{1,255}");
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int BAD_REQUEST = 400;

  private final Gate<OutboundHttp> http;
  private final IdentityCalls calls;

  /// How addresses are written in a search.
  private record Hashing(String algorithm, String pepper, String encoded) {}

  /// @param selections where the gate comes from
  @Activate
  public IdentityServerLookup(@Reference Selections selections) {
    http = selections.gate(OutboundHttp.class);
    calls = new IdentityCalls(http);
  }

  @Override
  public Found lookup(Address address) {
    Address folded = folded(address);
    Hashing hashing = hashing(folded);
    Answer answer = search(folded, hashing);
    if (answer.errorCode().equals(INVALID_PEPPER)) {
      hashing = hashing(folded);
      answer = search(folded, hashing);
    }
    JsonObject mappings =
        required(answer).body().object("mappings").orElseThrow(IdentityCalls::nonsense);
    return mappings
        .string(hashing.encoded())
        .<Found>map(
            user -> new Found.Known(UserId.parse(user).orElseThrow(IdentityCalls::nonsense)))
        .orElseGet(Found.Nobody::new);
  }

  @Override
  public Stored store(Address address, Invitation invitation) {
    Address folded = folded(address);
    JsonObject body =
        JsonObject.builder()
            .putAll(invitation.details())
            .put("medium", folded.medium())
            .put("address", folded.address())
            .put("room_id", invitation.room().value())
            .put("sender", invitation.sender().value())
            .build();
    JsonObject stored = required(calls.post(folded, "/store-invite", body)).body();
    String token =
        stored
            .string("token")
            .filter(text -> TOKEN.matcher(text).matches())
            .orElseThrow(IdentityCalls::nonsense);
    return new Stored(token, content(stored));
  }

  /// What the room is told: the older single key is the first of the list.
  private static JsonObject content(JsonObject stored) {
    List<JsonObject> keys =
        stored.array("public_keys").map(JsonArray::objects).orElse(List.of()).stream()
            .filter(key -> key.string("public_key").isPresent())
            .toList();
    if (keys.isEmpty()) {
      throw IdentityCalls.nonsense();
    }
    JsonObject first = keys.getFirst();
    return JsonObject.builder()
        .put("display_name", stored.string("display_name").orElseThrow(IdentityCalls::nonsense))
        .put("key_validity_url", first.string("key_validity_url").orElse(""))
        .put("public_key", first.string("public_key").orElseThrow())
        .put("public_keys", new JsonArray(List.copyOf(keys)))
        .build();
  }

  private Hashing hashing(Address address) {
    JsonObject details = required(calls.get(address, "/hash_details")).body();
    String pepper = details.string("lookup_pepper").orElseThrow(IdentityCalls::nonsense);
    List<String> algorithms = details.array("algorithms").map(JsonArray::strings).orElse(List.of());
    String plain = address.address() + " " + address.medium();
    if (algorithms.contains("sha256")) {
      return new Hashing("sha256", pepper, sha256(plain + " " + pepper));
    }
    if (algorithms.contains("none")) {
      return new Hashing("none", pepper, plain);
    }
    throw IdentityCalls.nonsense();
  }

  private Answer search(Address address, Hashing hashing) {
    return calls.post(
        address,
        "/lookup",
        JsonObject.builder()
            .put("algorithm", hashing.algorithm())
            .put("pepper", hashing.pepper())
            .put("addresses", JsonArray.ofStrings(List.of(hashing.encoded())))
            .build());
  }

  private static Answer required(Answer answer) {
    String why = answer.body().string("error").orElse(answer.errorCode());
    return switch (answer.status()) {
      case UNAUTHORIZED ->
          throw MatrixException.forbidden(
              "The identity server does not take the field id_access_token: " + why);
      case FORBIDDEN, BAD_REQUEST ->
          throw new MatrixException(DENIED, 403, "The identity server refuses: " + why);
      default -> {
        if (!answer.isOk()) {
          throw IdentityCalls.nonsense();
        }
        yield answer;
      }
    };
  }

  /// @spec https://spec.matrix.org/v1.19/appendices/#e-mail E-mail
  private static Address folded(Address address) {
    return address.medium().equals("email")
        ? new Address(
            address.server(),
            address.accessToken(),
            address.medium(),
            address.address().toLowerCase(Locale.ROOT))
        : address;
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindHttp(ServiceReference<OutboundHttp> reference, OutboundHttp service) {
    http.bind(reference, service);
  }

  void unbindHttp(ServiceReference<OutboundHttp> reference, OutboundHttp service) {
    http.unbind(reference, service);
  }
}
