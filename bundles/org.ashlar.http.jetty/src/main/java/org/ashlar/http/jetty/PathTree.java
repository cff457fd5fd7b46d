package org.ashlar.http.jetty;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds what lies at a path. A literal segment wins over a variable one. Safe for readers once it
/// is no longer written.
///
/// @param <L> what lies at a path
final class PathTree<L> {
  private final Node<L> root = new Node<>();

  /// What was found, and the values of the variable segments in their order.
  record Match<L>(L leaf, List<String> values) {}

  /// Puts something at a path.
  ///
  /// @param template such as `/a/{b}/c`
  /// @param change makes the leaf of what lies there, null when nothing does
  void put(String template, UnaryOperator<@Nullable L> change) {
    Node<L> node = root;
    for (String segment : split(template)) {
      node = node.child(segment);
    }
    node.leaf = change.apply(node.leaf);
  }

  /// What lies at a template, null when nothing does.
  @Nullable L at(String template) {
    Node<L> node = root;
    for (String segment : split(template)) {
      node = isVariable(segment) ? node.variable : node.literals.get(segment);
      if (node == null) {
        return null;
      }
    }
    return node.leaf;
  }

  /// The names of a template's variable segments, in their order.
  static List<String> variables(String template) {
    List<String> names = new ArrayList<>();
    for (String segment : split(template)) {
      if (isVariable(segment)) {
        names.add(segment.substring(1, segment.length() - 1));
      }
    }
    return List.copyOf(names);
  }

  /// Finds the leaf of a path.
  ///
  /// @param segments the decoded segments
  @Nullable Match<L> find(String[] segments) {
    List<String> values = new ArrayList<>(4);
    L leaf = find(root, segments, 0, values);
    return leaf == null ? null : new Match<>(leaf, values);
  }

  private @Nullable L find(Node<L> node, String[] segments, int at, List<String> values) {
    if (at == segments.length) {
      return node.leaf;
    }
    Node<L> literal = node.literals.get(segments[at]);
    if (literal != null) {
      L leaf = find(literal, segments, at + 1, values);
      if (leaf != null) {
        return leaf;
      }
    }
    // An empty segment is a value only at the end: the empty state key.
    if (node.variable == null || segments[at].isEmpty() && at < segments.length - 1) {
      return null;
    }
    values.add(segments[at]);
    L leaf = find(node.variable, segments, at + 1, values);
    if (leaf == null) {
      values.removeLast();
    }
    return leaf;
  }

  private static String[] split(String template) {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with a slash, not so " + template);
    }
    return template.substring(1).split("/", -1);
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static final class Node<L> {
    private final Map<String, Node<L>> literals = new HashMap<>();
    private @Nullable Node<L> variable;
    private @Nullable L leaf;

    Node<L> child(String segment) {
      if (!isVariable(segment)) {
        return literals.computeIfAbsent(segment, key -> new Node<>());
      }
      if (variable == null) {
        variable = new Node<>();
      }
      return variable;
    }
  }
}
