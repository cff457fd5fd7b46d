package org.ashlar.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ashlar.base.json.Json;
import org.ashlar.event.PduSpans.Member;
import org.junit.jupiter.api.Test;

final class PduSpansTest {
  private static PduSpans of(String pdu) {
    return new PduSpans(pdu.getBytes(UTF_8));
  }

  @Test
  void aMemberIsFoundBehindBracesAndQuotesInsideStrings() {
    // Given content with everything that could be taken for the end of a value
    String content = "{\"a\":\"}]\\\\\\\"{[\",\"type\":\"inner\",\"z\":[[{}],{\"b\":[]}]}";
    PduSpans spans = of("{\"content\":" + content + ",\"depth\":12,\"type\":\"m.x\"}");

    // Then the members of the PDU itself are found
    assertThat(spans.value(Member.CONTENT)).isEqualTo(Json.parse(content.getBytes(UTF_8)));
    assertThat(spans.integer(Member.DEPTH)).isEqualTo(12);
    assertThat(spans.string(Member.TYPE)).isEqualTo("m.x");
  }

  @Test
  void aStringIsDecoded() {
    PduSpans spans =
        of(
            "{\"room_id\":\"!\\u0001\\\"x\",\"sender\":\"@\u00e9\ud83d\ude00:h\",\"state_key\":\"\"}");

    assertThat(spans.string(Member.ROOM_ID)).isEqualTo("!\u0001\"x");
    assertThat(spans.string(Member.SENDER)).isEqualTo("@\u00e9\ud83d\ude00:h");
    assertThat(spans.string(Member.STATE_KEY)).isEmpty();
  }

  @Test
  void anIntegerIsReadWhateverItsLength() {
    assertThat(of("{\"depth\":0}").integer(Member.DEPTH)).isZero();
    assertThat(of("{\"depth\":-1}").integer(Member.DEPTH)).isEqualTo(-1);
    assertThat(of("{\"depth\":9223372036854775807}").integer(Member.DEPTH))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(of("{\"depth\":1.5}").integer(Member.DEPTH)).isNull();
    assertThat(of("{\"depth\":true}").integer(Member.DEPTH)).isNull();
  }

  @Test
  void aMemberOfAnotherNameIsPassedOver() {
    PduSpans spans = of("{\"typ\":1,\"type\":\"a\",\"type2\":{\"type\":\"b\"},\"unsigned\":null}");

    assertThat(spans.string(Member.TYPE)).isEqualTo("a");
  }

  @Test
  void whatIsNotThereIsNull() {
    PduSpans spans = of("{\"depth\":\"1\",\"type\":2}");

    assertThat(spans.has(Member.STATE_KEY)).isFalse();
    assertThat(spans.value(Member.STATE_KEY)).isNull();
    assertThat(spans.string(Member.STATE_KEY)).isNull();
    assertThat(spans.string(Member.TYPE)).isNull();
    assertThat(spans.integer(Member.DEPTH)).isNull();
    assertThat(of("{}").has(Member.CONTENT)).isFalse();
  }

  @Test
  void whatIsPlainlyNoCanonicalObjectIsRefused() {
    assertThatThrownBy(() -> of("[]")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of("{ \"a\":1}")).isInstanceOf(IllegalArgumentException.class);
  }
}
