import java.nio.file.Path;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates PDF files as PDF/A-3b by veraPDF, whatever they say that they are. */
final class PdfChecks {
  static {
    VeraGreenfieldFoundryProvider.initialise();
  }

  /** Finds each violated rule of ISO 19005-3 by its clause and the number of its test. */
  static void validate(Path file) throws Exception {
    ValidationResult result;
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file.toFile(), PDFAFlavour.PDFA_3_B);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_3_B, false)) {
      result = validator.validate(parser);
    } catch (org.verapdf.core.VeraPDFException problem) {
      Validators.say(file, "veraPDF", "fatal", "PDF", problem.getMessage());
      return;
    }
    for (TestAssertion found : result.getTestAssertions()) {
      String rule = found.getRuleId().getClause() + "-" + found.getRuleId().getTestNumber();
      Validators.say(file, "veraPDF", "fatal", rule, found.getMessage());
    }
    if (!result.isCompliant() && result.getTestAssertions().isEmpty())
      Validators.say(file, "veraPDF", "fatal", "PDF/A-3b", "The file is not compliant.");
    if (result.getTotalAssertions() == 0)
      Validators.say(file, "veraPDF", "fatal", "NONE", "No rule was checked.");
  }

  private PdfChecks() {}
}
