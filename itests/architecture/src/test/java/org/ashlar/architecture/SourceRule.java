package org.ashlar.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/// Sizes beyond which one thing is two.
///
/// @param fileLines lines of a file
/// @param methodLines lines of a method from its name to its closing brace
/// @param parameters parameters of a method
record SourceRule(int fileLines, int methodLines, int parameters) {

  List<String> breaches(List<Path> files) throws IOException {
    if (files.isEmpty()) {
      return List.of();
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      var task = (JavacTask) compiler.getTask(null, manager, d -> {}, List.of(), null, units);
      List<String> breaches = new ArrayList<>();
      for (var unit : task.parse()) {
        new Measure(unit, Trees.instance(task), breaches).scan(unit, null);
      }
      return breaches;
    }
  }

  private final class Measure extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final List<String> breaches;
    private final String file;

    Measure(CompilationUnitTree unit, Trees trees, List<String> breaches) {
      this.unit = unit;
      this.trees = trees;
      this.breaches = breaches;
      this.file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
    }

    @Override
    public Void visitCompilationUnit(CompilationUnitTree node, Void nothing) {
      var lines = Bundle.text(Path.of(node.getSourceFile().toUri())).lines().count();
      if (lines > fileLines) {
        breaches.add("%s has %d lines, the limit is %d".formatted(file, lines, fileLines));
      }
      return super.visitCompilationUnit(node, nothing);
    }

    @Override
    public Void visitMethod(MethodTree node, Void nothing) {
      var lines = lines(node);
      if (lines > methodLines) {
        breaches.add(
            "%s: %s has %d lines, the limit is %d"
                .formatted(file, node.getName(), lines, methodLines));
      }
      if (node.getParameters().size() > parameters && !isRecordConstructor(node)) {
        breaches.add(
            "%s: %s has %d parameters, the limit is %d"
                .formatted(file, node.getName(), node.getParameters().size(), parameters));
      }
      return super.visitMethod(node, nothing);
    }

    private boolean isRecordConstructor(MethodTree node) {
      var parent = getCurrentPath().getParentPath().getLeaf();
      return node.getReturnType() == null
          && parent instanceof ClassTree type
          && type.getKind() == Tree.Kind.RECORD;
    }

    private long lines(MethodTree node) {
      var positions = trees.getSourcePositions();
      var body = node.getBody() == null ? node : node.getBody();
      var from = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, body));
      return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, body)) - from + 1;
    }
  }
}
