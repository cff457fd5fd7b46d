package org.ashlar.architecture;

import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// Every type and method that others can see is documented, and what the documentation refers to
/// exists.
record JavadocRule(String classPath) {
  private static final Set<ElementKind> TYPES =
      Set.of(
          ElementKind.CLASS,
          ElementKind.INTERFACE,
          ElementKind.ENUM,
          ElementKind.RECORD,
          ElementKind.ANNOTATION_TYPE);

  List<String> breaches(List<Path> files) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var problems = new DiagnosticCollector<JavaFileObject>();
    var options =
        List.of("-proc:none", "-cp", classPath, "-Xdoclint:all,-missing", "-Xmaxerrs", "1000");
    try (var manager = compiler.getStandardFileManager(problems, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      var task = (JavacTask) compiler.getTask(null, manager, problems, options, null, units);
      List<String> breaches = new ArrayList<>();
      var trees = DocTrees.instance(task);
      var parsed = task.parse();
      task.analyze();
      var missing = new Missing(trees, task.getElements(), breaches);
      for (var unit : parsed) {
        for (var declaration : unit.getTypeDecls()) {
          if (trees.getElement(TreePath.getPath(unit, declaration)) instanceof TypeElement type) {
            missing.checkType(type);
          }
        }
      }
      problems.getDiagnostics().stream()
          .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
          .map(JavadocRule::line)
          .forEach(breaches::add);
      return breaches.stream().distinct().toList();
    }
  }

  private static String line(Diagnostic<? extends JavaFileObject> problem) {
    var source = problem.getSource();
    var file = source == null ? "" : Path.of(source.toUri()).getFileName().toString();
    return file + ":" + problem.getLineNumber() + " " + problem.getMessage(Locale.ROOT);
  }

  /// Finds public elements without a comment.
  private record Missing(DocTrees trees, Elements elements, List<String> breaches) {

    void checkType(TypeElement type) {
      if (!visible(type)) {
        return;
      }
      check(type);
      for (var member : type.getEnclosedElements()) {
        if (TYPES.contains(member.getKind())) {
          checkType((TypeElement) member);
        } else if (member instanceof ExecutableElement method && needsText(type, method)) {
          check(method);
        }
      }
    }

    private boolean needsText(TypeElement type, ExecutableElement method) {
      return visible(method)
          && method.getAnnotation(Override.class) == null
          && elements.getOrigin(method) == Elements.Origin.EXPLICIT
          && !(type.getKind() == ElementKind.RECORD && isOfRecord(type, method));
    }

    /// Accessors and the canonical constructor are described by the record's own text.
    private static boolean isOfRecord(TypeElement type, ExecutableElement method) {
      return method.getKind() == ElementKind.CONSTRUCTOR
          ? method.getParameters().size() == type.getRecordComponents().size()
          : type.getRecordComponents().stream().anyMatch(c -> method.equals(c.getAccessor()));
    }

    private void check(Element element) {
      var path = trees.getPath(element);
      if (path != null && trees.getDocComment(path) == null) {
        breaches.add(element.getEnclosingElement() + ": " + element + " has no documentation");
      }
    }

    private static boolean visible(Element element) {
      return element.getModifiers().contains(Modifier.PUBLIC)
          || element.getModifiers().contains(Modifier.PROTECTED);
    }
  }
}
