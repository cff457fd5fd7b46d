package org.ashlar.launcher;

/// The server can not start; with a sentence for the person who started it.
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  StartException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
