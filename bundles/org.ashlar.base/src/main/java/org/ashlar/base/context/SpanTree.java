package org.ashlar.base.context;

import java.util.List;
import java.util.Locale;
import org.ashlar.base.context.Meter.Charge;

/// Shows where the time of a request or task went: a line for each piece, when it began and how
/// long it took, and below what was used.
public record SpanTree(FinishedContext context) {
  private static final double MILLIS = 1_000_000.0;
  private static final int MOST_SHOWN = 255;

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(512);
    text.append(context.id()).append(' ').append(context.operation());
    text.append(' ').append(context.outcome());
    text.append(String.format(Locale.ROOT, " %.3f ms", context.nanos() / MILLIS));
    context.link().ifPresent(link -> text.append(" < ").append(clean(link)));
    if (context.user() != null) {
      text.append(" user=").append(clean(context.user()));
    }
    if (context.room() != null) {
      text.append(" room=").append(clean(context.room()));
    }
    pieces(context.span(), 1, text);
    int omitted = context.span().omitted();
    if (omitted > 0) {
      text.append("\n  and ").append(omitted).append(" further pieces");
    }
    used(text);
    return text.toString();
  }

  private void pieces(Span span, int depth, StringBuilder text) {
    List<Span> pieces = span.pieces();
    for (Span piece : pieces) {
      double at = (piece.start() - context.span().start()) / MILLIS;
      text.append('\n').append("  ".repeat(depth)).append(shortened(piece.name()));
      text.append(String.format(Locale.ROOT, " at %.3f", at));
      text.append(
          piece.nanos() < 0
              ? " not ended"
              : String.format(Locale.ROOT, " took %.3f ms", piece.nanos() / MILLIS));
      pieces(piece, depth + 1, text);
    }
  }

  private void used(StringBuilder text) {
    StringBuilder line = new StringBuilder();
    for (Charge charge : Charge.values()) {
      long amount = context.bill().get(charge);
      if (amount != 0) {
        line.append(' ').append(charge.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        line.append('=').append(charge.isTime() ? millis(amount) : Long.toString(amount));
      }
    }
    if (!line.isEmpty()) {
      text.append("\n  used").append(line);
    }
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3fms", nanos / MILLIS);
  }

  /// What came from outside: no text of it makes a line of its own or speaks to a terminal.
  ///
  /// @param text any text
  /// @return at most 255 characters, each of which can be shown; `?` for others
  public static String clean(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(MOST_SHOWN)
        .map(c -> isShown(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static String shortened(String name) {
    return name.startsWith("org.ashlar.") ? name.substring("org.ashlar.".length()) : name;
  }
}
