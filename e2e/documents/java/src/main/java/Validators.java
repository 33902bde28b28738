import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XPathCompiler;
import net.sf.saxon.s9api.XdmDestination;
import net.sf.saxon.s9api.XdmItem;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XsltCompiler;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.s9api.XsltTransformer;
import org.mustangproject.validator.ZUGFeRDValidator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Validates the documents of a folder, all in one process. Names say the syntax: x.cii.xml, x.invoice.xml, x.creditnote.xml, x.pdf. For
 * each finding a line is written: file, source, severity, rule and text, separated by tabs; at last the line "done" and the number of
 * documents. PDF files, and those whose names begin with "mustang-", are also given to the whole validator of Mustang.
 */
public final class Validators {
  /** The release of CEN's artefacts that is in the jar of phive. */
  private static final String EN_RULES = "/external/schematron/1.3.15/";
  private static final String SVRL = "http://purl.oclc.org/dsdl/svrl";

  private static final Processor PROCESSOR = new Processor(false);
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /** The checks of one syntax. */
  private record Checks(Schema schema, Map<String, XsltExecutable> rules) {}

  public static void main(String[] arguments) throws Exception {
    Checks cii = new Checks(
        loadSchema("/schema/ZF_240/EN16931/FACTUR-X_EN16931.xsd"),
        Map.of(
            "EN 16931", compile(EN_RULES + "cii/EN16931-CII-validation.xslt"),
            "Factur-X", compile("/xslt/ZF_240/FACTUR-X_EN16931.xslt")));
    Map<String, XsltExecutable> ublRules =
        Map.of("EN 16931", compile(EN_RULES + "ubl/EN16931-UBL-validation.xslt"));
    Checks invoice = new Checks(loadSchema("/schema/UBL_21/maindoc/UBL-Invoice-2.1.xsd"), ublRules);
    Checks creditNote = new Checks(loadSchema("/schema/UBL_21/maindoc/UBL-CreditNote-2.1.xsd"), ublRules);
    Map<String, Checks> bySyntax = Map.of("cii", cii, "invoice", invoice, "creditnote", creditNote);

    List<Path> files;
    try (Stream<Path> found = Files.list(Path.of(arguments[0]))) {
      files = found.sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      String[] parts = name.split("\\.");
      boolean isPdf = name.endsWith(".pdf");
      if (isPdf) PdfChecks.validate(file);
      else validate(file, bySyntax.get(parts[parts.length - 2]));
      if (isPdf || name.startsWith("mustang-")) validateByMustang(file);
    }
    OUT.println("done\t" + files.size());
  }

  private static Schema loadSchema(String resource) throws SAXException {
    return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(find(resource));
  }

  private static XsltExecutable compile(String resource) throws SaxonApiException, IOException {
    XsltCompiler compiler = PROCESSOR.newXsltCompiler();
    // The artefacts are compiled from sources with warnings of their own.
    compiler.setErrorReporter(error -> {});
    URL url = find(resource);
    try (InputStream stream = url.openStream()) {
      return compiler.compile(new StreamSource(stream, url.toString()));
    }
  }

  private static URL find(String resource) {
    URL url = Validators.class.getResource(resource);
    if (url == null) throw new IllegalStateException("There is no " + resource);
    return url;
  }

  private static void validate(Path file, Checks checks) throws IOException, SaxonApiException {
    validateBySchema(file, checks.schema());
    for (Map.Entry<String, XsltExecutable> rules : checks.rules().entrySet()) {
      XdmDestination report = new XdmDestination();
      XsltTransformer transformer = rules.getValue().load();
      transformer.setSource(new StreamSource(file.toFile()));
      transformer.setDestination(report);
      transformer.transform();
      report(file, rules.getKey(), report.getXdmNode());
    }
  }

  private static void validateBySchema(Path file, Schema schema) throws IOException {
    List<SAXParseException> found = new ArrayList<>();
    javax.xml.validation.Validator validator = schema.newValidator();
    validator.setErrorHandler(new ErrorHandler() {
      @Override public void warning(SAXParseException problem) { found.add(problem); }
      @Override public void error(SAXParseException problem) { found.add(problem); }
      @Override public void fatalError(SAXParseException problem) { found.add(problem); }
    });
    try {
      validator.validate(new StreamSource(file.toFile()));
    } catch (SAXException problem) {
      if (found.isEmpty()) say(file, "schema", "fatal", "XML", problem.getMessage());
    }
    for (SAXParseException problem : found) say(file, "schema", "fatal", "XSD", problem.getMessage());
  }

  private static void report(Path file, String source, XdmNode report) throws SaxonApiException {
    XPathCompiler paths = PROCESSOR.newXPathCompiler();
    paths.declareNamespace("svrl", SVRL);
    if (!paths.evaluateSingle("exists(//svrl:fired-rule)", report).getStringValue().equals("true"))
      say(file, source, "fatal", "NONE", "No rule was fired: the document is of another kind.");
    for (XdmItem item : paths.evaluate("//svrl:failed-assert", report)) {
      XdmNode found = (XdmNode) item;
      String flag = found.getAttributeValue(new QName("flag"));
      String rule = found.getAttributeValue(new QName("id"));
      say(file, source, flag == null ? "fatal" : flag, rule == null ? "" : rule, found.getStringValue());
    }
  }

  private static void validateByMustang(Path file) {
    String report = new ZUGFeRDValidator().validate(file.toString());
    if (!report.contains("<summary status=\"valid\"/>") || report.contains("<summary status=\"invalid\"/>"))
      say(file, "Mustang", "fatal", "SUMMARY", report);
  }

  static void say(Path file, String source, String severity, String rule, String text) {
    String plain = text == null ? "" : text.replaceAll("\\s+", " ").trim();
    OUT.println(String.join("\t", file.getFileName().toString(), source, severity, rule, plain));
  }

  private Validators() {}
}
