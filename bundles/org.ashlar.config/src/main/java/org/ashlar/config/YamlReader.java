package org.ashlar.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads YAML into values that know their lines. Objects are never made of tags.
final class YamlReader {
  private static final int MAX_DEPTH = 20;

  private final List<Problem> problems;

  private YamlReader(List<Problem> problems) {
    this.problems = problems;
  }

  /// Reads a file's text.
  ///
  /// @param text the text; an empty one is an empty map
  /// @param problems where breaches of the syntax are added
  /// @return the map at the top, what could be read of it
  static Yaml.Fields read(String text, List<Problem> problems) {
    try {
      Node root = compose(text);
      if (root == null) {
        return new Yaml.Fields(List.of(), 1);
      }
      Yaml value = new YamlReader(problems).value(root);
      if (value instanceof Yaml.Fields fields) {
        return fields;
      }
      problems.add(new Problem(value.line(), "", "the file must consist of `key: value` entries"));
    } catch (MarkedYAMLException e) {
      problems.add(new Problem(line(begin(e)), "", "not valid YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(new Problem(1, "", "not valid YAML: " + e.getMessage()));
    }
    return new Yaml.Fields(List.of(), 1);
  }

  private static @Nullable Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setAllowRecursiveKeys(false);
    StreamReader reader = new StreamReader(new StringReader(text));
    return new Composer(new ParserImpl(reader, options), new Resolver(), options).getSingleNode();
  }

  private Yaml value(Node node) {
    int line = line(node.getStartMark());
    return switch (node) {
      case ScalarNode scalar ->
          new Yaml.Scalar(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, line);
      case SequenceNode sequence ->
          new Yaml.Items(sequence.getValue().stream().map(this::value).toList(), line);
      case MappingNode mapping -> new Yaml.Fields(fields(mapping), line);
      default -> throw new YAMLException("a value of an unknown kind in line " + line);
    };
  }

  private List<Yaml.Field> fields(MappingNode mapping) {
    List<Yaml.Field> fields = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = line(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(new Problem(line, "", "a key must be a word"));
        continue;
      }
      Integer first = lines.putIfAbsent(key.getValue(), line);
      if (first != null) {
        problems.add(
            new Problem(line, key.getValue(), "is there twice; the first is in line " + first));
      } else {
        fields.add(new Yaml.Field(key.getValue(), value(tuple.getValueNode()), line));
      }
    }
    return fields;
  }

  /// Where the thing begins that is not right, rather than where that showed.
  private static @Nullable Mark begin(MarkedYAMLException e) {
    return e.getContextMark() == null ? e.getProblemMark() : e.getContextMark();
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }
}
